import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Problem, type RecordedRequest, startEmulator } from '../../src/emulate/index.js';
import type { Decision } from '../../src/finding.js';
import { apply, plan } from '../../src/index.js';
import type { Provider } from '../../src/providers/types.js';
import { keyVariableOf } from '../../src/target.js';

const ROOT = new URL('../../', import.meta.url).pathname;
const PROGRAMS = join(ROOT, 'fixtures/programs/openai-node');
const SUPPORT = join(ROOT, 'fixtures/programs/support');

export const OLD_KEY = 'sk-the-old-key-0123456789';
export const NEW_KEY = 'the-new-key-0123456789';

/** Programs of the fixtures, by name. */
export const programs: readonly string[] = readdirSync(PROGRAMS).sort();

/** One program after its move: what banjia said of it, what it sent, what the emulator made of that. */
export interface ProgramRun {
  readonly program: string;
  /** Its client was pointed at the provider; otherwise it was not run. */
  readonly moved: boolean;
  readonly decisions: readonly Decision[];
  readonly sent: readonly Sent[];
  readonly requests: readonly RecordedRequest[];
  /** Why it stopped; null when it ran to its end. */
  readonly error: string | null;
}

export interface Sent {
  readonly origin: string;
  readonly key: string | null;
  readonly organization: string | null;
}

/** Migrates the programs to a provider in a folder of their own, writes that, and runs them against its emulator. */
export async function runMigrated(
  provider: Provider,
  sdk: { readonly alias: string; readonly major: number },
  folder: string,
): Promise<ProgramRun[]> {
  const baseURL = provider.regions[0].baseURL.value.replace(/<[^>]*>/g, 'mine');
  cpSync(PROGRAMS, folder, { recursive: true });
  writeFileSync(
    join(folder, 'package.json'),
    JSON.stringify({ type: 'module', dependencies: { openai: `^${sdk.major}.0.0` } }),
  );
  const result = await plan({ root: folder, to: provider.id, baseURL });
  await apply(result, { root: folder });
  const decisionsOf = (program: string) =>
    result.decisions.filter((one) => one.finding.file === `${program}/main.mjs`);
  const moved = programs.filter((program) =>
    decisionsOf(program).some((one) => one.finding.kind === 'client' && one.action === 'rewrite'),
  );
  const emulator = await startEmulator({ provider, key: NEW_KEY, today: '2026-11-22' });
  try {
    const runs = await spawnPrograms(folder, sdk, moved, {
      FROM: new URL(baseURL).origin,
      TO: emulator.url,
      OPENAI_API_KEY: OLD_KEY,
      [keyVariableOf(provider, {}, {})]: NEW_KEY,
    });
    const requests = [...emulator.requests()];
    return programs.map((program) => {
      const run = runs.find((one) => one.program === program);
      const own = requests.splice(0, run?.sent.filter((one) => isLocal(one, baseURL)).length ?? 0);
      const common = { program, decisions: decisionsOf(program), requests: own };
      return run
        ? { ...common, moved: true, sent: run.sent, error: run.error }
        : { ...common, moved: false, sent: [], error: null };
    });
  } finally {
    await emulator.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

function isLocal({ origin }: Sent, baseURL: string): boolean {
  return origin === new URL(baseURL).origin;
}

interface Run {
  readonly program: string;
  readonly error: string | null;
  readonly sent: readonly Sent[];
}

function spawnPrograms(
  folder: string,
  sdk: { readonly alias: string; readonly major: number },
  names: readonly string[],
  variables: Readonly<Record<string, string>>,
): Promise<Run[]> {
  mkdirSync(join(folder, 'node_modules'), { recursive: true });
  symlinkSync(join(ROOT, 'node_modules', sdk.alias), join(folder, 'node_modules/openai'));
  cpSync(SUPPORT, folder, { recursive: true });
  const env = {
    PATH: process.env['PATH'] ?? '',
    NODE_NO_WARNINGS: '1',
    ...(sdk.major === 4 ? { SHIMS: 'openai/shims/web' } : {}),
    ...variables,
  };
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['run.mjs', ...names], { cwd: folder, env });
    let out = '';
    let err = '';
    child.stdout.on('data', (chunk: Buffer) => {
      out += chunk.toString();
    });
    child.stderr.on('data', (chunk: Buffer) => {
      err += chunk.toString();
    });
    child.on('close', (code) => {
      if (code === 0) resolve(JSON.parse(out) as Run[]);
      else reject(new Error(err || `exit ${code}`));
    });
  });
}

/** What went wrong with a program, as `kind parameter`, and whether the report has a line that speaks of it. */
export interface Trouble {
  readonly what: string;
  readonly reported: boolean;
}

/** Everything in a run that a user would not expect, each once. */
export function troublesOf({ decisions, requests, error }: ProgramRun): Trouble[] {
  const troubles = new Map<string, Trouble>();
  const add = (what: string, reported: boolean) => troubles.set(what, { what, reported });
  for (const request of requests) {
    for (const problem of problemsOf(request)) {
      const name = problem.parameter ?? problem.kind;
      add(`refused ${name}`, isReported(decisions, problem.kind, name));
    }
    const modelless = request.problems.some((one) => one.kind === 'model');
    for (const { parameter } of modelless ? [] : request.ignored)
      add(`ignored ${parameter}`, isReported(decisions, 'parameter', parameter));
    for (const warning of request.warnings) {
      const [name = ''] = warning.split(' ');
      add(`starved ${name}`, isReported(decisions, 'parameter', name));
    }
  }
  // A program that stops although all its requests were taken reads something that is not in the answer: because of
  // what was not heeded, which has a line of its own, or because the answer differs.
  const explained = [...troubles.keys()].some((what) => /^(?:refused|starved|ignored)/.test(what));
  if (error !== null && !explained)
    add(
      'stopped',
      decisions.some((one) => one.finding.kind === 'response'),
    );
  return [...troubles.values()];
}

/** For a model that is not there nothing else can be told. */
function problemsOf({ verdict, problems }: RecordedRequest): readonly Problem[] {
  if (verdict === 'accepted') return [];
  const model = problems.find((one) => one.kind === 'model');
  return model ? [model] : problems;
}

/** `messages[].content[].image_url` is spoken of as `image_url`, `response_format.type` as `response_format`. */
function isReported(decisions: readonly Decision[], kind: Problem['kind'], parameter: string): boolean {
  if (kind === 'operation') return decisions.some((one) => one.finding.kind === 'unsupported');
  if (kind === 'model')
    return decisions.some((one) => one.finding.kind === 'model' && one.action === 'manual');
  const [name = ''] = parameter.replace(/^messages\[\]\.(?:content\[\]\.)?/, '').split(/[.[]/);
  return decisions.some(
    ({ finding, message }) =>
      (finding.kind === 'parameter' || finding.kind === 'response') &&
      new RegExp(`\\b${name}\\b`).test(message),
  );
}
