import type { ThinkingFact, Wire } from '../../providers/wire/types.js';
import { type JsonObject, valuesAt } from '../json.js';
import { fits } from '../patterns.js';

export interface ThinkingState {
  readonly thinks: boolean;
  readonly fact: ThinkingFact | null;
  /** Field of message and delta that shows it; null where it is not shown. */
  readonly field: string | null;
  /** Inside `content`, as `<think>…</think>`. */
  readonly inline: boolean;
}

const OFF: ThinkingState = { thinks: false, fact: null, field: null, inline: false };

/**
 * Whether a model thinks over a request: what a switch in it says, else what is documented as default. Where the
 * default is unknown it does not think, so that nothing is refused for a state that nobody confirmed.
 */
export function thinkingState(wire: Wire | undefined, model: string | null, body: JsonObject): ThinkingState {
  const fact = wire?.thinking.find((one) => fits(one.models, model));
  if (!fact) return OFF;
  const thinks = switched(fact, body) ?? fact.byDefault === 'on';
  if (!thinks) return { ...OFF, fact };
  const { movedBy } = fact;
  const moved = movedBy && valuesAt(body, movedBy.parameter).includes(movedBy.value);
  const shownIn = moved ? movedBy.shownIn : fact.shownIn;
  const inline = shownIn === 'content';
  const field = inline || shownIn === 'nowhere' || shownIn === 'unknown' ? null : shownIn;
  return { thinks, fact, field, inline };
}

/** Off wins: a program that turns thinking off in one of two ways means it. */
function switched(fact: ThinkingFact, body: JsonObject): boolean | undefined {
  let state: boolean | undefined;
  for (const { parameter, on, off } of fact.switches) {
    const [value] = valuesAt(body, parameter);
    if (typeof value !== 'string' && typeof value !== 'boolean') continue;
    if (off?.includes(value)) return false;
    if (on?.includes(value)) state = true;
  }
  return state;
}
