import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type RecordedRequest, startEmulator } from '../../src/emulate/index.js';
import type { Decision } from '../../src/finding.js';
import { apply, plan } from '../../src/index.js';
import { providers } from '../../src/providers/index.js';
import type { Provider } from '../../src/providers/types.js';
import { keyVariableOf } from '../../src/target.js';
import { type Kit, programsOf } from './kits.js';

const SUPPORT = new URL('../../fixtures/programs/support', import.meta.url).pathname;

export const OLD_KEY = 'sk-the-old-key-0123456789';
export const NEW_KEY = 'the-new-key-0123456789';

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

/** The programs of a kit after their move, by provider. */
export type KitRuns = ReadonlyMap<string, readonly ProgramRun[]>;

/** Migrates the programs of a kit to every provider, each in a folder of its own, and runs them against its emulator. */
export async function runKit(kit: Kit, folder: string): Promise<KitRuns> {
  const groups: Group[] = [];
  try {
    for (const provider of providers) groups.push(await migrated(provider, kit, folder));
    const runs = await spawnPrograms(kit, folder, groups);
    return new Map(groups.map((group) => [group.provider.id, joined(group, runs)]));
  } finally {
    for (const { emulator } of groups) await emulator.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Group {
  readonly provider: Provider;
  /** Where its requests are meant to go. */
  readonly from: string;
  readonly emulator: Awaited<ReturnType<typeof startEmulator>>;
  readonly decisions: ReadonlyMap<string, readonly Decision[]>;
}

async function migrated(provider: Provider, kit: Kit, parent: string): Promise<Group> {
  const baseURL = provider.regions[0].baseURL.value.replace(/<[^>]*>/g, 'mine');
  const folder = join(parent, provider.id);
  const programs = programsOf(kit);
  for (const [program, text] of programs) {
    mkdirSync(join(folder, program), { recursive: true });
    writeFileSync(join(folder, program, 'main.mjs'), text);
  }
  const manifest = { type: 'module', dependencies: kit.dependencies };
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest));
  const result = await plan({ root: folder, to: provider.id, baseURL });
  await apply(result, { root: folder });
  return {
    provider,
    from: new URL(baseURL).origin,
    emulator: await startEmulator({ provider, key: NEW_KEY, today: '2026-11-22' }),
    decisions: new Map(
      [...programs.keys()].map((program) => [
        program,
        result.decisions.filter((one) => one.finding.file === `${program}/main.mjs`),
      ]),
    ),
  };
}

/** Runs write one after the other, so the requests that a program sent follow those of the one before. */
function joined({ provider, from, emulator, decisions }: Group, runs: readonly Run[]): ProgramRun[] {
  const requests = [...emulator.requests()];
  return [...decisions].map(([program, own]) => {
    const run = runs.find((one) => one.folder === provider.id && one.program === program);
    const sent = run?.sent ?? [];
    const common = { program, decisions: own, sent, error: run?.error ?? null };
    const arrived = sent.filter(({ origin }) => origin === from).length;
    return { ...common, moved: run !== undefined, requests: requests.splice(0, arrived) };
  });
}

function isMoved(decisions: readonly Decision[]): boolean {
  return decisions.some((one) => one.finding.kind === 'client' && one.action === 'rewrite');
}

interface Run {
  readonly folder: string;
  readonly program: string;
  readonly error: string | null;
  readonly sent: readonly Sent[];
}

async function spawnPrograms(kit: Kit, folder: string, groups: readonly Group[]): Promise<Run[]> {
  for (const [name, target] of Object.entries(kit.packages)) {
    const link = join(folder, 'node_modules', name);
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(target, link);
  }
  cpSync(SUPPORT, folder, { recursive: true });
  const listed = groups.map(({ provider, from, emulator, decisions }) => ({
    folder: provider.id,
    from,
    to: emulator.url,
    variables: { OPENAI_API_KEY: OLD_KEY, [keyVariableOf(provider, {}, {})]: NEW_KEY },
    programs: [...decisions].flatMap(([program, own]) => (isMoved(own) ? [program] : [])),
  }));
  writeFileSync(join(folder, 'groups.json'), JSON.stringify({ setUp: kit.setUp, groups: listed }));
  await run(folder);
  return JSON.parse(readFileSync(join(folder, 'runs.json'), 'utf8')) as Run[];
}

function run(folder: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['run.mjs'], {
      cwd: folder,
      env: { PATH: process.env['PATH'] ?? '', NODE_NO_WARNINGS: '1' },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let errors = '';
    child.stderr.on('data', (chunk: Buffer) => {
      errors += chunk.toString();
    });
    child.on('close', (code) => (code === 0 ? resolve() : reject(new Error(errors || `exit ${code}`))));
  });
}
