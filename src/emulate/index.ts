import { appendFileSync, writeFileSync } from 'node:fs';
import { BanjiaError } from '../errors.js';
import { providerOrThrow } from '../providers/index.js';
import type { Provider, Region } from '../providers/types.js';
import { Emulator } from './emulator.js';
import { parseModes } from './modes.js';
import { basePathOf } from './routes.js';
import type { RecordedRequest } from './types.js';

export type { Note, Problem, RecordedRequest } from './types.js';

export interface EmulatorOptions {
  /** Id or alias, or a provider of one's own. */
  readonly provider: string | Provider;
  /** Default: the provider's first. */
  readonly region?: string;
  /** Default: one that is free. */
  readonly port?: number;
  /** Also refuses what the provider would take without effect. */
  readonly strict?: boolean;
  /** `wrong-key`, `rate-limit`, `rate-limit=2`, `server-error`, `slow-stream`, `slow-stream=50`. */
  readonly modes?: readonly string[];
  /** The only key that is taken; by default any but `wrong`. */
  readonly key?: string;
  /** Model ids that are taken besides those known: deployments, endpoints, loaded weights. */
  readonly models?: readonly string[];
  /** File that gets every request as a line of JSON; emptied first. */
  readonly record?: string;
  /** Called with every request when it is answered. */
  readonly onRequest?: (request: RecordedRequest) => void;
  /** `YYYY-MM-DD` by which models are retired; default: the day of the clock. */
  readonly today?: string;
}

export interface RunningEmulator {
  /** What the `openai` package takes as `baseURL`: the emulator's address with the provider's base path. */
  readonly baseURL: string;
  /** The address without a path. */
  readonly url: string;
  readonly provider: string;
  readonly region: string;
  /** Every request so far, in order, with what became of it; secrets are redacted. */
  requests(): readonly RecordedRequest[];
  close(): Promise<void>;
}

/**
 * Starts a server on this machine that accepts, refuses and answers as a provider is documented to. Uses no network and
 * no key.
 *
 * @throws {BanjiaError} `unknown-provider`; `bad-option` for an unknown region or mode, a port that is taken, or a
 * record that cannot be written.
 */
export async function startEmulator(options: EmulatorOptions): Promise<RunningEmulator> {
  const provider =
    typeof options.provider === 'string' ? providerOrThrow(options.provider) : options.provider;
  const region = regionOf(provider, options.region);
  const write = recorder(options.record);
  const emulator = new Emulator({
    provider,
    region,
    modes: parseModes(options.modes ?? []),
    strict: options.strict ?? false,
    key: options.key ?? null,
    models: options.models ?? [],
    today: options.today ?? new Date().toISOString().slice(0, 10),
    onRequest: (request) => {
      write(request);
      options.onRequest?.(request);
    },
  });
  // The framework is needed here alone, and nobody else shall wait for it.
  const { listen } = await import('./server.js');
  const listening = await listen(emulator, provider, region, options.port ?? 0).catch(taken);
  const url = `http://127.0.0.1:${listening.port}`;
  emulator.url = url;
  return {
    baseURL: url + basePathOf(region.baseURL.value),
    url,
    provider: provider.id,
    region: region.id,
    requests: () => emulator.requests,
    close: () => listening.close(),
  };
}

function regionOf(provider: Provider, wanted: string | undefined): Region {
  const found = provider.regions.find((region) => region.id === (wanted ?? provider.regions[0].id));
  if (found) return found;
  const known = provider.regions.map((region) => region.id).join(', ');
  throw new BanjiaError('bad-option', `${provider.id} has no region "${wanted}"`, `Its regions: ${known}`);
}

function recorder(file: string | undefined): (request: RecordedRequest) => void {
  if (file === undefined) return () => undefined;
  try {
    writeFileSync(file, '');
  } catch (cause) {
    throw new BanjiaError('bad-option', `cannot write ${file}`, 'Check the path after --record.', { cause });
  }
  return (request) => appendFileSync(file, `${JSON.stringify(request)}\n`);
}

function taken(cause: NodeJS.ErrnoException): never {
  if (cause.code !== 'EADDRINUSE' && cause.code !== 'EACCES') throw cause;
  const port = 'port' in cause ? ` ${String(cause.port)}` : '';
  throw new BanjiaError('bad-option', `port${port} is taken`, 'Choose another with --port.', { cause });
}
