import { type OpenAIModel, parseModelId } from '../openai/models.js';
import type { Operation } from '../openai/operations.js';
import { bare } from '../plan/endpoint.js';
import type { EnvLineSite, Origin, RequestSite, Site } from '../sites.js';

/** A model of OpenAI's that requests ask for. */
export interface ModelUsage {
  readonly model: OpenAIModel;
  readonly operation: Operation;
  readonly requests: number;
  /** With images: these need a model that takes them, and may get another than the rest. */
  readonly images: boolean;
}

/** A value that stands in the code; other values are not known before a run. */
export type Literal = string | number;

export interface ParameterUsage {
  readonly operation: Operation;
  /** As in the provider's rules: `temperature`, `messages[].role`, `response_format.type`. */
  readonly parameter: string;
  readonly requests: number;
  readonly uses: readonly {
    readonly request: RequestSite;
    readonly values: readonly Literal[];
    readonly open: boolean;
  }[];
}

/** What a repository asks of OpenAI, whoever will be asked later. */
export interface Usage {
  readonly operations: readonly { readonly operation: Operation; readonly requests: number }[];
  readonly models: readonly ModelUsage[];
  readonly parameters: readonly ParameterUsage[];
}

/** Requests to other vendors' models are nobody's business here. */
export function usageOf(sites: readonly Site[], scope: ReadonlySet<string> | null): Usage {
  const lines = sites.filter((site): site is EnvLineSite => site.site === 'env-line');
  const requests = sites.filter(
    (site): site is RequestSite =>
      site.site === 'request' && (!scope || scope.has(site.token.file)) && !asksOthers(site, lines),
  );
  return {
    operations: counted(requests, (request) => request.operation).map(([operation, list]) => ({
      operation,
      requests: list.length,
    })),
    models: models(requests, lines),
    parameters: parameters(requests),
  };
}

function asksOthers(request: RequestSite, lines: readonly EnvLineSite[]): boolean {
  const ids = request.model.flatMap((origin) => idsOf(origin, lines));
  return ids.length > 0 && ids.every((id) => parseModelId(id) === undefined);
}

function models(requests: readonly RequestSite[], lines: readonly EnvLineSite[]): ModelUsage[] {
  const rows = requests.flatMap((request) =>
    [...new Set(request.model.flatMap((origin) => idsOf(origin, lines)))].map((id) => ({ id, request })),
  );
  const keyOf = ({ id, request }: (typeof rows)[number]) =>
    `${request.operation} ${id}${request.hasImages ? ' images' : ''}`;
  return counted(rows, keyOf).flatMap(([, list]) => {
    const [first] = list;
    const model = first && parseModelId(first.id);
    if (!first || !model) return [];
    const { operation, hasImages: images } = first.request;
    return [{ model, operation, requests: list.length, images }];
  });
}

/** A text, or what the environment files hold for a variable. */
function idsOf(origin: Origin, lines: readonly EnvLineSite[]): string[] {
  if (origin.kind === 'text') return [origin.value];
  if (origin.kind !== 'env') return [];
  return lines
    .filter((line) => line.editable && line.name === origin.name)
    .flatMap((line) => bare(line) || []);
}

/** Names that every request of an operation has: they say nothing. */
const PLAIN = new Set(['model', 'messages', 'input', 'prompt', 'stream', 'file']);

function parameters(requests: readonly RequestSite[]): ParameterUsage[] {
  const rows = requests.flatMap((request) => [
    ...request.parameters
      .filter(({ name }) => !PLAIN.has(name))
      .map(({ name, values }) => ({
        request,
        parameter: name,
        values: values.flatMap((value) =>
          value.kind === 'text' || value.kind === 'number' ? [value.value] : [],
        ),
        open: values.some((value) => value.kind !== 'text' && value.kind !== 'number'),
      })),
    ...request.nested
      .filter(({ path, value }) => !(path === 'messages[].role' && COMMON_ROLES.has(value)))
      .map(({ path, value }) => ({ request, parameter: path, values: [value], open: false })),
    ...(request.hasImages
      ? [{ request, parameter: 'messages[].content[].image_url', values: [], open: true }]
      : []),
  ]);
  // A nested value says more than the object around it.
  const nested = new Set(rows.map((row) => row.parameter).filter((name) => /[.[]/.test(name)));
  const shown = rows.filter(({ parameter }) => ![...nested].some((name) => name.startsWith(`${parameter}.`)));
  return counted(shown, ({ request, parameter }) => `${request.operation} ${parameter}`).flatMap(
    ([, uses]) => {
      const [first] = uses;
      if (!first) return [];
      const { operation } = first.request;
      return [
        {
          operation,
          parameter: first.parameter,
          requests: new Set(uses.map((use) => use.request)).size,
          uses,
        },
      ];
    },
  );
}

const COMMON_ROLES = new Set(['system', 'user', 'assistant', 'tool']);

/** Groups in a fixed order: the most first, then by name. */
function counted<T, K extends string>(items: readonly T[], keyOf: (item: T) => K): [K, T[]][] {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return [...groups].sort(([a, one], [b, other]) => other.length - one.length || (a < b ? -1 : 1));
}
