import type { Decision } from '../finding.js';
import type { ModelClass, Operation } from '../openai/operations.js';
import { toDecisions } from '../pipeline/decisions.js';
import { decide } from '../plan/index.js';
import { mapModel } from '../plan/models.js';
import { findModel, operationAt, type ResolvedTarget } from '../plan/target.js';
import type { OperationFact } from '../providers/types.js';
import type { ReasonId } from '../reasons.js';
import type { Site } from '../sites.js';
import type { Places } from '../virtual/places.js';
import { type ParameterFate, parameterFate } from './fates.js';
import { type ModelUsage, type Usage, usageOf } from './usage.js';

export { FATES, type Fate, type ParameterFate } from './fates.js';
export type { ModelUsage, Usage } from './usage.js';

/** What one model of OpenAI's becomes. */
export interface ModelFate {
  readonly from: string;
  readonly class: ModelClass;
  readonly operation: Operation;
  readonly requests: number;
  /** The requests send images. */
  readonly images: boolean;
  /** null: the provider has no equal. */
  readonly to: string | null;
  readonly note: string | null;
  readonly context: { readonly from: number | null; readonly to: number | null };
  /** Embedding models only; `to` is the width that banjia asks for, or the model's own. */
  readonly dimensions: { readonly from: number | null; readonly to: number | null } | null;
  /** List price per million tokens; null where it is not known. */
  readonly price: Price | null;
}

export interface Price {
  readonly currency: 'CNY' | 'USD';
  readonly input: number;
  readonly output: number | null;
  readonly note: string | null;
}

export interface OperationFate {
  readonly operation: Operation;
  readonly requests: number;
  readonly answer: OperationFact['value'];
  readonly note: string | null;
}

/** A repository against one provider. The counts are of findings, as `migrate` would report them. */
export interface Comparison {
  readonly provider: string;
  readonly name: { readonly en: string; readonly zh: string };
  readonly region: string;
  readonly counts: {
    /** Rewritten by banjia. */
    readonly rewritten: number;
    /** Stays as it is, and means something else or nothing there. */
    readonly changed: number;
    readonly byHand: number;
    /** The provider has no equal. */
    readonly blocked: number;
  };
  readonly operations: readonly OperationFate[];
  readonly models: readonly ModelFate[];
  readonly parameters: readonly ParameterFate[];
}

/** Plans the move of the same findings to every target. Fewest blocked first, then fewest by hand, then by id. */
export function compareTargets(
  sites: readonly Site[],
  texts: ReadonlyMap<string, string>,
  targets: readonly ResolvedTarget[],
  scope: ReadonlySet<string> | null,
  places?: Places,
): { readonly usage: Usage; readonly comparisons: readonly Comparison[] } {
  const usage = usageOf(sites, scope);
  const comparisons = targets.map((target) => compareOne(sites, texts, target, scope, usage, places));
  return { usage, comparisons: comparisons.sort(compareComparisons) };
}

function compareOne(
  sites: readonly Site[],
  texts: ReadonlyMap<string, string>,
  target: ResolvedTarget,
  scope: ReadonlySet<string> | null,
  usage: Usage,
  places: Places | undefined,
): Comparison {
  const decisions = toDecisions(decide(sites, target, texts, places)).filter(
    ({ finding }) => !scope || scope.has(finding.file),
  );
  const { provider, region } = target;
  return {
    provider: provider.id,
    name: provider.name,
    region: region.id,
    counts: countsOf(decisions),
    operations: usage.operations.map(({ operation, requests }) => {
      const { value, note } = operationAt(target, operation);
      return { operation, requests, answer: value, note: note ?? null };
    }),
    models: usage.models.map((one) => modelFate(one, target)),
    parameters: usage.parameters
      .filter(({ operation }) => operationAt(target, operation).value === 'yes')
      .map((one) => parameterFate(one, target)),
  };
}

/** No program of one's own makes up for these. */
const BLOCKING: ReadonlySet<string> = new Set<ReasonId>([
  'no-operation',
  'operation-differs',
  'operation-unknown',
  'nothing-to-serve',
  'no-model',
  'fine-tuned-model',
]);

function countsOf(decisions: readonly Decision[]): Comparison['counts'] {
  const counts = { rewritten: 0, changed: 0, byHand: 0, blocked: 0 };
  for (const { action, reason, finding } of decisions) {
    if (finding.confidence === 'possible') continue;
    if (action === 'rewrite') counts.rewritten += 1;
    else if (action === 'manual') counts[reason !== null && BLOCKING.has(reason) ? 'blocked' : 'byHand'] += 1;
    else if (finding.kind === 'parameter') counts.changed += 1;
  }
  return counts;
}

function modelFate({ model, operation, requests, images }: ModelUsage, target: ResolvedTarget): ModelFate {
  const mapped = mapModel(target, model.id, images);
  const to = mapped.kind === 'mapped' ? mapped.id : mapped.kind === 'kept' ? model.id : null;
  const found = to === null ? undefined : findModel(target, to);
  const price = found?.price;
  const asked = mapped.kind === 'mapped' ? mapped.dimensions : null;
  return {
    from: model.id,
    class: model.class,
    operation,
    requests,
    images,
    to,
    note: mapped.kind === 'mapped' ? mapped.note : null,
    context: { from: model.contextTokens ?? null, to: found?.contextTokens ?? null },
    dimensions:
      model.class === 'embedding'
        ? { from: model.dimensions ?? null, to: asked ?? found?.defaultDimensions ?? null }
        : null,
    price: price
      ? {
          currency: price.currency,
          input: price.inputPerMillionTokens,
          output: price.outputPerMillionTokens ?? null,
          note: price.note ?? null,
        }
      : null,
  };
}

function compareComparisons(a: Comparison, b: Comparison): number {
  return (
    a.counts.blocked - b.counts.blocked ||
    a.counts.byHand - b.counts.byHand ||
    a.counts.changed - b.counts.changed ||
    (a.provider < b.provider ? -1 : 1)
  );
}
