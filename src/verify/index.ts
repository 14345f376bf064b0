import type { Provider } from '../providers/types.js';
import { mentions, type Probe, probesOf } from './probes.js';
import { send } from './send.js';
import { COSTLY, smallestRequest } from './smallest.js';

export { mentions, type Probe, probesOf };

/** What became of one probe. */
export interface Outcome {
  readonly probe: Probe;
  /** Where it was sent, or would have been. */
  readonly baseURL: string;
  readonly outcome: 'works' | 'fails' | 'not-tried';
  readonly status: number | null;
  readonly message: string | null;
}

export interface VerifyOptions {
  readonly provider: Provider;
  readonly key: string;
  /** Instead of the base URLs in the code. */
  readonly baseURL: string | null;
  /** Also what is paid by the piece. */
  readonly all: boolean;
  readonly milliseconds: number;
}

/** Asks for each probe once, one after the other, with the smallest request that there is. */
export async function verifyProbes(probes: readonly Probe[], options: VerifyOptions): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  const seen = new Map<string, Outcome>();
  for (const probe of probes) {
    const baseURL = options.baseURL ?? probe.baseURL;
    const key = JSON.stringify([baseURL, probe.operation, probe.model]);
    const before = seen.get(key);
    const outcome: Outcome = before ? { ...before, probe } : await one(probe, baseURL, options);
    seen.set(key, outcome);
    outcomes.push(outcome);
  }
  return outcomes;
}

async function one(probe: Probe, baseURL: string, options: VerifyOptions): Promise<Outcome> {
  const untried = (message: string): Outcome => ({
    probe,
    baseURL,
    outcome: 'not-tried',
    status: null,
    message,
  });
  const request = smallestRequest(options.provider, probe);
  if (!request) return untried('there is no small request for this operation');
  if (probe.model === null && probe.operation !== 'models')
    return untried('the code does not show the model');
  if (COSTLY.has(probe.operation) && !options.all) return untried('paid by the piece: --all tries it');
  const sent = await send(baseURL, request, options.key, options.milliseconds);
  return {
    probe,
    baseURL,
    outcome: sent.works ? 'works' : 'fails',
    status: sent.status,
    message: sent.message,
  };
}
