import { BanjiaError } from '../errors.js';
import type { Problem } from './types.js';

/** How the emulator misbehaves on purpose. */
export interface Modes {
  readonly wrongKey: boolean;
  /** How many of the first requests get 429, and 500. */
  readonly rateLimited: number;
  readonly failing: number;
  /** Pause before every piece of a stream. */
  readonly pauseMilliseconds: number;
}

export const MODE_NAMES = ['wrong-key', 'rate-limit', 'server-error', 'slow-stream'] as const;

const SLOW = 200;

/**
 * `rate-limit` means every request, `rate-limit=2` the first two; `slow-stream=50` pauses 50 ms.
 *
 * @throws {BanjiaError} `bad-option`.
 */
export function parseModes(modes: readonly string[]): Modes {
  let result: Modes = { wrongKey: false, rateLimited: 0, failing: 0, pauseMilliseconds: 0 };
  for (const mode of modes) {
    const [, name, count] = /^([a-z-]+)(?:=(\d+))?$/.exec(mode) ?? [];
    const number = count === undefined ? undefined : Number(count);
    const all = number ?? Number.POSITIVE_INFINITY;
    if (name === 'wrong-key' && number === undefined) result = { ...result, wrongKey: true };
    else if (name === 'rate-limit') result = { ...result, rateLimited: all };
    else if (name === 'server-error') result = { ...result, failing: all };
    else if (name === 'slow-stream') result = { ...result, pauseMilliseconds: number ?? SLOW };
    else
      throw new BanjiaError(
        'bad-option',
        `--mode ${mode}: no such mode`,
        `Modes: ${MODE_NAMES.join(', ')}; with a number: rate-limit=2, server-error=1, slow-stream=50.`,
      );
  }
  return result;
}

/** What a mode has against the request with this number, counted from 1. */
export function modeProblem(modes: Modes, number: number): Problem | undefined {
  if (modes.wrongKey) return { kind: 'key', parameter: null, detail: 'the API key is not valid' };
  if (number <= modes.rateLimited)
    return { kind: 'rate-limit', parameter: null, detail: 'too many requests, try again later' };
  if (number <= modes.failing) return { kind: 'server', parameter: null, detail: 'the server has a problem' };
  return undefined;
}
