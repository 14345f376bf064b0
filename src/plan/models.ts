import type { Edit } from '../finding.js';
import { isOtherVendor, type OpenAIModel, parseModelId, parseRouterId } from '../openai/models.js';
import type { ModelClass } from '../openai/operations.js';
import { isTestFile } from '../paths.js';
import { type Blanks, type ReasonId, reasonHelp } from '../reasons.js';
import type { EnvLineSite, Origin, RequestSite, Token } from '../sites.js';
import { bare } from './endpoint.js';
import { findModel, mappingOf, matches, type ResolvedTarget } from './target.js';
import { modelTrail } from './trails.js';
import { byHand, rewritten, stays, type Verdict } from './verdict.js';

/** What a model id becomes at the target. */
export type MappedModel =
  | {
      readonly kind: 'mapped';
      readonly id: string;
      readonly note: string | null;
      readonly dimensions: number | null;
    }
  /** An id of the target already. */
  | { readonly kind: 'kept' }
  | { readonly kind: 'none'; readonly reason: ReasonId };

/**
 * Maps by what the user said, then by class. A chat model that is sent images needs one that takes them; a model for
 * text completions that answers a chat from now on is a small one.
 */
export function mapModel(
  target: ResolvedTarget,
  id: string,
  hasImages: boolean,
  inChat = false,
): MappedModel {
  const wanted = target.models[id];
  if (wanted) return { kind: 'mapped', id: wanted, note: retirement(target, wanted), dimensions: null };
  if (findModel(target, id)) return { kind: 'kept' };
  const model = parseModelId(id);
  if (!model) return { kind: 'none', reason: 'unknown-model' };
  if (model.fineTune) return { kind: 'none', reason: 'fine-tuned-model' };
  const isOld = inChat && model.class === 'legacy-completion';
  return byClass(target, isOld ? { ...model, class: 'small' } : model, hasImages);
}

function isChat({ operation }: RequestSite): boolean {
  return operation === 'chat.completions';
}

/** What the user asked for is done; that it is gone, or going, is said. */
function retirement(target: ResolvedTarget, id: string): string | null {
  const gone = target.provider.retired.find((one) => matches(one.id, id));
  if (!gone) return null;
  const successor = gone.successor ? `; its successor is ${gone.successor}` : '';
  return `retired${gone.date ? ` on ${gone.date}` : ''}${successor}`;
}

function byClass(target: ResolvedTarget, model: OpenAIModel, hasImages: boolean): MappedModel {
  const mapping = mappingOf(target, model.class);
  const seeing = hasImages && CHAT.has(model.class) ? mappingOf(target, 'vision') : mapping;
  const first = typeof mapping.value === 'string' ? findModel(target, mapping.value) : undefined;
  const chosen = hasImages && !first?.input?.includes('image') ? seeing : mapping;
  if (chosen.value === null || chosen.value === 'unknown') return { kind: 'none', reason: 'no-model' };
  return {
    kind: 'mapped',
    id: chosen.value,
    note: chosen.note ?? null,
    dimensions: keptDimensions(target, chosen.value, model.dimensions),
  };
}

/** The width of the old vectors where the new model can give it: the column then stays as it is. */
function keptDimensions(target: ResolvedTarget, id: string, old: number | undefined): number | null {
  const found = findModel(target, id);
  if (old === undefined || !found?.dimensions?.includes(old)) return null;
  return found.defaultDimensions === old ? null : old;
}

const CHAT: ReadonlySet<ModelClass> = new Set<ModelClass>([
  'flagship',
  'small',
  'nano',
  'reasoning',
  'long-context',
]);

/** The ids that a request is seen to ask for, its library's own default among them. */
export function modelIds(request: RequestSite): readonly string[] {
  const cut = request.provider?.prefix.length ?? 0;
  const named = request.model.flatMap((origin) => (origin.kind === 'text' ? [origin.value.slice(cut)] : []));
  const implicit = request.implicit?.['model'];
  return typeof implicit === 'string' ? [...named, implicit] : named;
}

/** Whether the model of a request is its own to name: a call through several clients has that of one of them. */
function namesModel({ part }: RequestSite): boolean {
  return part === undefined || part === 'settings';
}

/** All requests that one text flows into: it is written once and edited once. */
export interface ModelUse {
  readonly token: Token;
  readonly value: string;
  readonly origin: Origin & { readonly kind: 'text' };
  /** `openai:` in a registry of providers: it stays before the new id. */
  readonly prefix: string;
  readonly requests: RequestSite[];
}

export function collectModelUses(requests: readonly RequestSite[]): ModelUse[] {
  const uses = new Map<string, ModelUse>();
  for (const request of requests.filter(namesModel))
    for (const origin of request.model) {
      if (origin.kind !== 'text') continue;
      const key = `${origin.at.file}:${origin.at.span.start}`;
      const prefix = request.provider?.prefix ?? '';
      // Another provider's id in the same place.
      if (!origin.value.startsWith(prefix)) continue;
      const value = origin.value.slice(prefix.length);
      const use = uses.get(key) ?? { token: origin.at, value, origin, prefix, requests: [] };
      use.requests.push(request);
      uses.set(key, use);
    }
  return [...uses.values()];
}

/** Why a text may not be edited although requests use it; null when all of them were moved. */
export type Obstacle = (request: RequestSite) => ReasonId | 'elsewhere' | null;

export function modelVerdict(
  use: ModelUse,
  target: ResolvedTarget,
  obstacle: Obstacle,
  blanks: Blanks,
): Verdict {
  const model = parseModelId(use.value);
  const obstacles = new Set(use.requests.map(obstacle));
  const base = baseOf(use, model);
  const named = { ...blanks, model: use.value };
  const moved = obstacles.has(null);
  if (use.value === '') return stays({ ...base, message: 'no model unless one is set' });
  if (!moved && obstacles.has('elsewhere') && obstacles.size === 1)
    return stays({ ...base, message: `${use.value}, asked of another vendor` });
  const blocked = [...obstacles].find((one) => one !== null);
  const isSplit = moved && blocked === 'elsewhere';
  // Names that are no model of OpenAI's, on a client that is not proved to be OpenAI's: nobody's business here.
  if (blocked && !model && !parseRouterId(use.value) && !isSplit) return stays(base);
  if (blocked) return byHand(base, moved || blocked === 'elsewhere' ? 'client-shared' : blocked, named);
  const hasImages = use.requests.some((request) => request.hasImages);
  const mapped = mapModel(target, use.value, hasImages, use.requests.every(isChat));
  if (mapped.kind === 'kept')
    return stays({ ...base, message: `${use.value}, a model of ${target.provider.name.en}` });
  if (mapped.kind === 'none' && isOtherArm(use))
    return stays({ ...base, message: `${use.value}, a model of another vendor beside OpenAI’s` });
  if (mapped.kind === 'none') return byHand(base, mapped.reason, named);
  if (use.origin.isKey) return byHand(base, 'model-table', named);
  const edits = modelEdits(use, use.prefix + (use.origin.prefix ?? '') + mapped.id);
  if (!edits) return byHand(base, 'model-type', named);
  const note = mapped.note ? ` (${mapped.note})` : '';
  return rewritten({ ...base, message: `${use.value} → ${mapped.id}${note}` }, edits);
}

/** `other ? 'gemini-2.5-pro' : 'gpt-4o'`: who asks for that one has somebody else answer. */
function isOtherArm({ value, requests }: ModelUse): boolean {
  return (
    isOtherVendor(value) &&
    requests.every(({ model }) =>
      model.some((origin) => origin.kind === 'text' && parseModelId(origin.value) !== undefined),
    )
  );
}

function baseOf(use: ModelUse, model: OpenAIModel | undefined) {
  const confidence = use.requests.every((request) => request.confidence === 'certain')
    ? 'certain'
    : 'probable';
  return {
    token: use.token,
    kind: 'model',
    dialect: use.requests[0]?.dialect ?? 'openai-node',
    confidence,
    message: model ? `${use.value} (${model.class})` : `${use.value}, not a model id that banjia knows`,
    related: modelTrail(use.origin, use.requests),
  } as const;
}

/** The text itself, and the types that would reject the new one; undefined where one of them cannot be helped. */
function modelEdits(use: ModelUse, id: string): Edit[] | undefined {
  const edits = [quotedEdit(use.token, id)];
  const { narrow, passes = [] } = use.origin;
  for (const { annotation, literal, kind } of narrow ? [narrow, ...passes] : passes) {
    if (kind === 'other') return undefined;
    if (kind === 'sdk') edits.push({ file: annotation.file, ...annotation.span, text: 'string' });
    else if (literal && literal.span.start !== use.token.span.start) edits.push(quotedEdit(literal, id));
  }
  return edits;
}

function quotedEdit(token: Token, text: string): Edit {
  // The name of a property (`{ o1: … }`) has no quotes yet.
  if (!/^["'`]/.test(token.text)) return { file: token.file, ...token.span, text: `'${text}'` };
  return { file: token.file, ...token.span, text: `${token.text[0]}${text}${token.text.at(-1)}` };
}

/** Models named by a variable: the values in the repository's environment files follow. */
export function modelVariables(
  requests: readonly RequestSite[],
  envLines: readonly EnvLineSite[],
  target: ResolvedTarget,
  obstacle: Obstacle,
  blanks: Blanks,
): Verdict[] {
  const names = new Map<string, RequestSite[]>();
  for (const request of requests.filter(namesModel))
    for (const origin of request.model)
      if (origin.kind === 'env') names.set(origin.name, [...(names.get(origin.name) ?? []), request]);
  const readElsewhere = new Set(
    envLines.filter(({ setting }) => setting?.role === 'read').map((line) => line.name),
  );
  return [...names].flatMap(([name, users]) =>
    envLines
      .filter((line) => line.editable && line.name === name && bare(line) !== '')
      .flatMap((line) =>
        readElsewhere.has(name)
          ? sharedLine(line, target, blanks)
          : modelLine(line, users, target, obstacle, blanks),
      ),
  );
}

/** The program in another language would send the new id to OpenAI. */
function sharedLine(line: EnvLineSite, target: ResolvedTarget, blanks: Blanks): Verdict[] {
  if (findModel(target, bare(line))) return [];
  const base = {
    token: line.value,
    kind: 'model',
    dialect: dialectOf(line),
    message: `${line.name}=${bare(line)}`,
  } as const;
  return [byHand(base, 'value-shared', blanks)];
}

function dialectOf(line: EnvLineSite): string {
  return line.setting ? 'config-files' : 'env-files';
}

function modelLine(
  line: EnvLineSite,
  users: readonly RequestSite[],
  target: ResolvedTarget,
  obstacle: Obstacle,
  blanks: Blanks,
): Verdict[] {
  const value = bare(line);
  const base = {
    token: line.value,
    kind: 'model',
    dialect: dialectOf(line),
    message: `${line.name}=${value}`,
  } as const;
  const named = { ...blanks, model: value };
  const blocked = users.map(obstacle).find((one) => one !== null);
  if (blocked === 'elsewhere') return [];
  if (blocked) return [byHand(base, blocked, named)];
  const mapped = mapModel(
    target,
    value,
    users.some((request) => request.hasImages),
  );
  if (mapped.kind === 'kept') return [stays(base)];
  if (mapped.kind === 'none') return [byHand(base, mapped.reason, named)];
  const text = line.value.text.replace(value, mapped.id);
  return [
    rewritten({ ...base, message: `${line.name}: ${value} → ${mapped.id}` }, [
      { file: line.value.file, ...line.value.span, text },
    ]),
  ];
}

/** A request whose model is not in sight at all. */
export function openModel(request: RequestSite, blanks: Blanks): Verdict[] {
  if (!namesModel(request)) return [];
  const unknown = request.model.find((origin) => origin.kind === 'unknown');
  if (unknown?.kind !== 'unknown') return namedByVariable(request, blanks);
  // A default that was found is what runs unless somebody chooses otherwise: worth knowing, not worth a chore.
  const base = {
    token: unknown.at.file === request.token.file ? unknown.at : request.token,
    kind: 'model',
    dialect: request.dialect,
    message: 'the model may come from elsewhere',
  } as const;
  const isDefault = (origin: Origin) => origin.kind === 'text' && !isTestFile(origin.at.file);
  if (request.model.some(isDefault)) return [stays(base)];
  return [byHand({ ...base, help: reasonHelp('model-unknown', blanks) }, 'model-unknown', blanks)];
}

/** Nothing in the code says the model: who sets the variable has to know that it is another one's from now on. */
function namedByVariable({ model, dialect }: RequestSite, blanks: Blanks): Verdict[] {
  if (model.some((origin) => origin.kind === 'text')) return [];
  const { provider = 'the new provider' } = blanks;
  return model.flatMap((origin) =>
    origin.kind === 'env'
      ? [
          stays({
            token: origin.read,
            kind: 'model',
            dialect,
            message: `${origin.name} must name a model of ${provider}`,
          }),
        ]
      : [],
  );
}
