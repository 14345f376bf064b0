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

/** The first rule for `parameter` that fits `model`. */
export function ruleFor(
  target: ResolvedTarget,
  operation: Operation,
  parameter: string,
  model: string | null,
): ParameterRule | undefined {
  return ruleIn(target.provider, operation, parameter, model);
}

/** The same for a provider without a target: whom a running program asks already. */
export function ruleIn(
  provider: Provider,
  operation: Operation,
  parameter: string,
  model: string | null,
): ParameterRule | undefined {
  return provider.parameters[operation]?.find(
    (rule) =>
      rule.parameter === parameter &&
      (!rule.models || (model !== null && rule.models.some((pattern) => matches(pattern, model)))),
  );
}

/** `glm-5.*`: anchored, `*` stands for anything. */
export function matches(pattern: string, id: string): boolean {
  if (!pattern.includes('*')) return pattern === id;
  const parts = pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`).test(id);
}
