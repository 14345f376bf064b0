import { resolve } from 'node:path';
import type { Terminal } from '../cli.js';
import { loadConfig } from '../config.js';
import { type RunningEmulator, startEmulator } from '../emulate/index.js';
import { BanjiaError } from '../errors.js';
import { providerOrThrow } from '../providers/index.js';
import type { Provider } from '../providers/types.js';
import {
  type EmulatorFacts,
  renderEmulator,
  renderEmulatorSummary,
  renderRequest,
} from '../report/text-emulate.js';
import { ownProviders } from '../target.js';

export interface EmulateFlags {
  readonly cwd?: string;
  readonly config?: string;
  readonly json?: boolean;
  readonly lang?: 'en' | 'zh';
  readonly port?: string;
  readonly region?: string;
  readonly strict?: boolean;
  readonly mode: readonly string[];
  readonly model: readonly string[];
  readonly key?: string;
  readonly record?: string;
}

/** What is sent as key where the user gave none. */
const ANY_KEY = 'emulator';

/** `banjia emulate`: serves until it is told to stop. */
export async function emulateCommand(name: string, flags: EmulateFlags, terminal: Terminal): Promise<number> {
  const root = resolve(flags.cwd ?? '.');
  const { config } = await loadConfig(root, flags.config ? resolve(flags.config) : undefined);
  const provider = providerOrThrow(name, ownProviders(config));
  const emulator = await startEmulator({
    provider,
    port: portOf(flags.port),
    strict: flags.strict === true,
    modes: flags.mode,
    models: [...flags.model, ...ownModels(provider)],
    ...(flags.region === undefined ? {} : { region: flags.region }),
    ...(flags.key === undefined ? {} : { key: flags.key }),
    ...(flags.record === undefined ? {} : { record: resolve(root, flags.record) }),
    onRequest: (request) => terminal.err(renderRequest(request, terminal.lang, terminal.chalk)),
  });
  announce(emulator, provider, flags, terminal);
  await stopped();
  await emulator.close();
  terminal.err(renderEmulatorSummary(emulator.requests(), terminal.lang));
  return 0;
}

/** The models that the configuration gives to a provider of one's own are all that is known of it. */
function ownModels(provider: Provider): string[] {
  if (provider.models.length > 0) return [];
  return Object.values(provider.mapping).flatMap(({ value }) =>
    value === null || value === 'unknown' ? [] : [value],
  );
}

function announce(
  emulator: RunningEmulator,
  provider: Provider,
  flags: EmulateFlags,
  terminal: Terminal,
): void {
  const facts: EmulatorFacts = {
    name: terminal.lang === 'zh' ? provider.name.zh : provider.name.en,
    id: provider.id,
    region: emulator.region,
    url: emulator.url,
    baseURL: emulator.baseURL,
    keyVariable: provider.keyVariable.value,
    key: flags.key === undefined ? ANY_KEY : '…',
    strict: flags.strict === true,
  };
  terminal.out(
    flags.json
      ? `${JSON.stringify({ schemaVersion: 1, command: 'emulate', ...facts })}\n`
      : renderEmulator(facts, terminal.lang, terminal.chalk),
  );
}

function portOf(text: string | undefined): number {
  if (text === undefined) return 0;
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new BanjiaError(
    'bad-option',
    `--port ${text}: no port`,
    'A number from 0 to 65535; 0 takes a free one.',
  );
}

/** Ctrl+C, or what ends a job of a CI. */
function stopped(): Promise<void> {
  return new Promise((done) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => done());
  });
}
