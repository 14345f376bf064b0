import type { ModelClass, Operation } from '../openai/operations.js';
import type {
  Mapping,
  OperationFact,
  ParameterRule,
  Provider,
  ProviderModel,
  Region,
} from '../providers/types.js';
import type { Blanks } from '../reasons.js';
import type { RequestSite } from '../sites.js';

/** The chosen provider with everything the command line and the configuration decide about it. */
export interface ResolvedTarget {
  readonly provider: Provider;
  readonly region: Region;
  /** `endpoint`: the library stays, its address changes. `sdk`: the provider's own package where one fits. */
  readonly mode: 'endpoint' | 'sdk';
  /** What clients get as `baseURL`; no placeholder left. */
  readonly baseURL: string;
  readonly keyVariable: string;
  /** OpenAI id → id of the target, from `--model` and the configuration. */
  readonly models: Readonly<Record<string, string>>;
  /** Documentation follows where it names exactly what is renamed. */
  readonly docs?: boolean;
  /** Clients of Azure OpenAI move as well; else they stay, since OpenAI's ban does not reach them. */
  readonly fromAzure?: boolean;
  /** Values that are decided at run time are kept inside the target's ranges by code. */
  readonly guardValues?: boolean;
  /** An answer by schema becomes one in JSON, with the schema in the prompt. */
  readonly schemaInPrompt?: boolean;
  /** Operations that go to another provider. */
  readonly routes?: Readonly<Partial<Record<RouteGroup, ResolvedTarget>>>;
}

/** What can be sent to a provider of its own. */
export const ROUTE_GROUPS = ['embeddings', 'images', 'speech', 'transcription'] as const;
export type RouteGroup = (typeof ROUTE_GROUPS)[number];

const ROUTES: Readonly<Partial<Record<Operation, RouteGroup>>> = {
  embeddings: 'embeddings',
  'images.generations': 'images',
  'images.edits': 'images',
  'images.variations': 'images',
  'audio.speech': 'speech',
  'audio.transcriptions': 'transcription',
  'audio.translations': 'transcription',
};

export function routeGroupOf(operation: Operation): RouteGroup | undefined {
  return ROUTES[operation];
}

/** Where an operation goes: the target itself, or the provider that the user named for it. */
export function targetOf(target: ResolvedTarget, operation: Operation): ResolvedTarget {
  const group = routeGroupOf(operation);
  return (group && target.routes?.[group]) ?? target;
}

export function blanksOf(target: ResolvedTarget | null): Blanks {
  if (!target)
    return {
      provider: 'the provider you move to',
      providerId: '<provider>',
      baseURL: 'its base URL',
      keyVariable: 'its own variable',
      keyPage: 'see `banjia providers`',
    };
  const { provider, region } = target;
  return {
    provider: provider.name.en,
    providerId: provider.id,
    baseURL: target.baseURL,
    keyVariable: target.keyVariable,
    keyPage:
      region.keyPage.value === 'unknown' ? `see the console of ${provider.name.en}` : region.keyPage.value,
  };
}

/** Whether the target has an operation in the chosen region. */
export function operationAt(target: ResolvedTarget, operation: Operation): OperationFact {
  const fact = target.provider.operations[operation];
  if (fact.regions && !fact.regions.includes(target.region.id)) return { ...fact, value: 'no' };
  return fact;
}

/**
 * The same for a request. What has no operation of its own exists at OpenAI only (`surface.ts`): a plain request for it
 * (billing, usage, the organization) has nowhere to go.
 */
export function answerTo(
  target: ResolvedTarget,
  { operation, plain }: Pick<RequestSite, 'operation' | 'plain'>,
): OperationFact['value'] {
  return plain && operation === 'other' ? 'no' : operationAt(target, operation).value;
}

export function mappingOf(target: ResolvedTarget, modelClass: ModelClass): Mapping {
  return target.provider.mapping[modelClass];
}

export function findModel(target: ResolvedTarget, id: string): ProviderModel | undefined {
  return target.provider.models.find((model) => model.id === id);
}

/**
 * The first rule for `parameter` that fits the model, the region and what is known of thinking. Who cannot tell that takes
 * the first, which is the stricter one.
 */
export function ruleFor(
  target: ResolvedTarget,
  operation: Operation,
  parameter: string,
  model: string | null,
  thinking?: boolean,
): ParameterRule | undefined {
  return ruleIn(target.provider, operation, parameter, model, thinking, target.region.id);
}

/** The same for a provider without a target: whom a running program asks already. */
export function ruleIn(
  provider: Provider,
  operation: Operation,
  parameter: string,
  model: string | null,
  thinking?: boolean,
  region: string = provider.regions[0].id,
): ParameterRule | undefined {
  return provider.parameters[operation]?.find(
    (rule) =>
      rule.parameter === parameter &&
      fitsModel(rule.models, model) &&
      (!rule.regions || rule.regions.includes(region)) &&
      (!rule.when || thinking === undefined || (rule.when === 'thinking') === thinking),
  );
}

/** Whether a list of patterns, which is absent for all models, has the model. */
export function fitsModel(patterns: readonly string[] | undefined, model: string | null): boolean {
  return !patterns || (model !== null && patterns.some((pattern) => matches(pattern, model)));
}

export function fitsRegion(regions: readonly string[] | undefined, target: ResolvedTarget): boolean {
  return !regions || regions.includes(target.region.id);
}

/** `glm-5.*`: anchored, `*` stands for anything. */
export function matches(pattern: string, id: string): boolean {
  if (!pattern.includes('*')) return pattern === id;
  const parts = pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`).test(id);
}
