import type { ReasonId } from '../reasons.js';
import type { RequestSite, Token } from '../sites.js';
import type { ResolvedTarget } from './target.js';

export type Scalar = string | number | boolean;

/** What becomes of a parameter. */
export type Act =
  | { readonly do: 'nothing' }
  | { readonly do: 'by-hand'; readonly reason: ReasonId }
  | { readonly do: 'remove' }
  | { readonly do: 'rename'; readonly to: string }
  /** One literal becomes another. */
  | { readonly do: 'value'; readonly at: Token; readonly value: Scalar }
  /** The whole expression becomes another; source text. */
  | { readonly do: 'write'; readonly text: string }
  /** The property becomes one that the SDK's types do not know; source text. */
  | { readonly do: 'field'; readonly name: string; readonly text: string };

export interface Outcome {
  readonly act: Act;
  readonly message: string;
}

/** One way in which a request may run at the target. */
export interface Situation {
  readonly model: string | null;
  /** Whether the model thinks before it answers. */
  readonly thinking: boolean;
}

/** What deciding about one parameter needs to know. */
export interface Context {
  readonly request: RequestSite;
  readonly target: ResolvedTarget;
  readonly situation: Situation;
}

export function line(message: string): Outcome {
  return { act: { do: 'nothing' }, message };
}

export function left(reason: ReasonId, message: string): Outcome {
  return { act: { do: 'by-hand', reason }, message };
}

/**
 * One decision for all situations. Where they differ the request is left to a person: an edit would be right for one
 * model and wrong for another.
 */
export function agreed(
  perSituation: readonly (readonly Outcome[])[],
  situations: readonly Situation[],
): Outcome[] {
  const [first] = perSituation;
  if (!first) return [];
  const keys = perSituation.map((outcomes) => JSON.stringify(outcomes));
  if (keys.every((key) => key === keys[0])) return [...first];
  const all = distinct(perSituation.flat());
  if (all.every(({ act }) => act.do === 'nothing')) return all;
  const told = perSituation.flatMap((outcomes, index) =>
    outcomes.map(({ message }) => `${situationLabel(situations, index)}: ${message}`),
  );
  return [left('parameter-by-model', [...new Set(told)].join('; '))];
}

/** The model, and whether it thinks where that is what makes the difference. */
export function situationLabel(situations: readonly Situation[], index: number): string {
  const own = situations[index];
  const model = own?.model ?? 'other models';
  const isTwice = situations.some((one, at) => at !== index && one.model === own?.model);
  return isTwice ? `${model} ${own?.thinking ? 'while thinking' : 'without thinking'}` : model;
}

function distinct(outcomes: readonly Outcome[]): Outcome[] {
  return [...new Map(outcomes.map((one) => [JSON.stringify(one), one])).values()];
}
