import type { CommonFlags, Terminal } from '../cli.js';
import { BanjiaError } from '../errors.js';
import { renderVerify, renderVerifyJson, type VerifyReport } from '../report/text-verify.js';
import { gather } from '../run.js';
import { keyVariableOf, targetProvider } from '../target.js';
import { mentions, type Outcome, type Probe, probesOf, verifyProbes } from '../verify/index.js';
import { toolVersion } from '../version.js';
import { placeOf } from './shared.js';

export interface VerifyFlags extends CommonFlags {
  readonly to?: string;
  readonly baseUrl?: string;
  readonly keyVariable?: string;
  readonly all?: boolean;
  readonly dryRun?: boolean;
  readonly timeout: string;
}

/** `banjia verify`: one small request for everything that the migrated code asks for. 1 when some of it fails. */
export async function verifyCommand(
  paths: readonly string[],
  flags: VerifyFlags,
  terminal: Terminal,
): Promise<number> {
  const place = await placeOf(paths, flags);
  const provider = targetProvider(flags, place.config);
  const keyVariable = keyVariableOf(provider, flags, place.config);
  const baseURL = flags.baseUrl === undefined ? null : addressOf(flags.baseUrl);
  const known = baseURL ?? place.config.baseURL ?? null;
  const { sites, scope } = await gather({
    root: place.root,
    paths: place.paths,
    ignore: [...(place.config.ignore ?? []), ...flags.ignore],
    gitignore: flags.gitignore,
    alsoKeep: (text, kind) => kind === 'env' || mentions(text, provider),
  });
  const probes = probesOf(sites, provider, known, scope);
  if (probes.length === 0)
    throw new BanjiaError(
      'nothing-to-verify',
      `no request goes to ${provider.name.en} here`,
      `Migrate first: banjia migrate --to ${provider.id} --dry-run`,
    );
  const outcomes = flags.dryRun
    ? probes.map((probe) => planned(probe, baseURL))
    : await verifyProbes(probes, {
        provider,
        key: keyIn(keyVariable),
        baseURL,
        all: flags.all === true,
        milliseconds: millisecondsOf(flags.timeout),
      });
  const name = terminal.lang === 'zh' ? provider.name.zh : provider.name.en;
  show({ provider: provider.id, name, keyVariable, outcomes }, flags, terminal);
  return exitCode(outcomes, flags.dryRun === true);
}

function planned(probe: Probe, baseURL: string | null): Outcome {
  return {
    probe,
    baseURL: baseURL ?? probe.baseURL,
    outcome: 'not-tried',
    status: null,
    message: '--dry-run: nothing is sent',
  };
}

function show(report: VerifyReport, flags: VerifyFlags, terminal: Terminal): void {
  const { chalk, columns, lang } = terminal;
  terminal.out(
    flags.json
      ? renderVerifyJson(report, { name: 'banjia', version: toolVersion })
      : renderVerify(report, { chalk, columns, lang, verbose: flags.verbose === true }),
  );
}

function exitCode(outcomes: readonly Outcome[], dryRun: boolean): number {
  if (dryRun) return 0;
  const tried = outcomes.filter((one) => one.outcome !== 'not-tried');
  // Nobody answered, or nothing could be asked: that says nothing about the code.
  if (tried.every((one) => one.status === null)) return 2;
  return tried.some((one) => one.outcome === 'fails') ? 1 : 0;
}

function keyIn(variable: string): string {
  const key = process.env[variable]?.trim();
  if (key) return key;
  throw new BanjiaError(
    'no-key',
    `${variable} is not set: there is no key to ask with`,
    'Set it for this command, or name another variable with --key-variable. For an emulator any text will do.',
  );
}

function addressOf(text: string): string {
  try {
    return new URL(text).href.replace(/\/+$/, '');
  } catch (cause) {
    throw new BanjiaError('bad-option', `not a URL: ${text}`, 'Give it whole: --base-url https://…', {
      cause,
    });
  }
}

function millisecondsOf(text: string): number {
  const seconds = Number(text);
  if (seconds > 0 && seconds <= 600) return seconds * 1000;
  throw new BanjiaError('bad-option', `--timeout ${text}: no number of seconds`, 'From 1 to 600.');
}
