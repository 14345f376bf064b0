import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { CommonFlags, Terminal } from '../cli.js';
import { parseModelOption } from '../config.js';
import { BanjiaError } from '../errors.js';
import { dirtyFiles } from '../git.js';
import { journalDirectory } from '../journal-directory.js';
import { apply, assertNoHalfWrite } from '../pipeline/apply.js';
import { type ResolvedTarget, ROUTE_GROUPS } from '../plan/target.js';
import { renderPatch } from '../report/diff.js';
import { type RunResult, reportOf } from '../run.js';
import { type Mode, resolveTarget } from '../target.js';
import { outputsOf } from './output.js';
import { type Place, placeOf, print, runAt } from './shared.js';

export interface MigrateFlags extends CommonFlags {
  readonly to?: string;
  readonly mode?: Mode;
  readonly region?: string;
  readonly baseUrl?: string;
  readonly keyVariable?: string;
  readonly model: readonly string[];
  readonly docs?: boolean;
  readonly azure?: boolean;
  readonly write?: boolean;
  readonly dryRun?: boolean;
  readonly dry?: boolean;
  readonly force?: boolean;
  readonly allowDirty?: boolean;
  readonly patch?: string;
  readonly guardValues?: boolean;
  readonly schemaInPrompt?: boolean;
  readonly embeddings?: string;
  readonly images?: string;
  readonly speech?: string;
  readonly transcription?: string;
}

/** `banjia migrate`: plan, show, and write when told. */
export async function migrateCommand(
  paths: readonly string[],
  flags: MigrateFlags,
  terminal: Terminal,
): Promise<number> {
  const dry = flags.dryRun === true || flags.dry === true;
  if (dry && flags.write)
    throw new BanjiaError('bad-option', '--dry-run and --write exclude each other', 'Leave one of them out.');
  outputsOf(flags);
  const place = await placeOf(paths, flags);
  if (flags.verbose && place.configPath) terminal.err(`configuration: ${place.configPath}\n`);
  const models = parseModelOption([...flags.model]);
  const { embeddings, images, speech, transcription } = flags;
  const routes = { embeddings, images, speech, transcription };
  const target = resolveTarget({ ...flags, models, routes }, place.config);
  const journalDir = await journalDirectory(place.root);
  await assertNoHalfWrite(journalDir);
  const result = await runAt(place, flags, target);
  if (flags.patch) writePatch(flags.patch, result, terminal);
  const willWrite = flags.write === true && result.changes.length > 0;
  if (willWrite) await assertClean(place, result, flags);
  const report = reportOf('migrate', result, target, nextSteps(result, target, flags, willWrite, paths));
  await print(report, flags, terminal, place.root);
  const agreed =
    willWrite || (!dry && !flags.write && !flags.patch && (await asked(place, result, flags, terminal)));
  if (agreed) await write(place, result, journalDir, terminal);
  return 0;
}

async function asked(
  place: Place,
  result: RunResult,
  flags: MigrateFlags,
  terminal: Terminal,
): Promise<boolean> {
  if (!terminal.interactive || result.changes.length === 0) return false;
  const { confirm, isCancel } = await import('@clack/prompts');
  const answer = await confirm({
    message: `Write these changes to ${result.changes.length} files?`,
    initialValue: false,
  });
  if (isCancel(answer) || !answer) return false;
  await assertClean(place, result, flags);
  return true;
}

/** Only files that would be written count: what else is going on in the tree is nobody's business here. */
async function assertClean(place: Place, result: RunResult, flags: MigrateFlags): Promise<void> {
  if (flags.force || flags.allowDirty) return;
  const files = result.changes.map((change) => change.file);
  const dirty = await dirtyFiles(place.root, files);
  if (dirty.length === 0) return;
  const shown = dirty.slice(0, 5).join(', ') + (dirty.length > 5 ? `, and ${dirty.length - 5} more` : '');
  throw new BanjiaError(
    'dirty-tree',
    `files to be changed have uncommitted changes: ${shown}`,
    'Commit or stash them, or add --force to write anyway (`banjia undo` takes it back).',
  );
}

async function write(place: Place, result: RunResult, journalDir: string, terminal: Terminal): Promise<void> {
  const { files } = await apply(result.changes, { root: place.root, journalDir });
  terminal.err(`Wrote ${files} ${files === 1 ? 'file' : 'files'}. \`banjia undo\` takes it back.\n`);
}

function writePatch(path: string, result: RunResult, terminal: Terminal): void {
  const { patch, leftOut } = renderPatch(result.changes);
  try {
    writeFileSync(resolve(path), patch);
  } catch (cause) {
    throw new BanjiaError(
      'not-writable',
      `cannot write the patch to ${path}`,
      'Choose another place for --patch.',
      { cause },
    );
  }
  for (const file of leftOut) terminal.err(`warning: ${file}: left out of the patch, it holds a secret\n`);
}

function nextSteps(
  result: RunResult,
  target: ResolvedTarget,
  flags: MigrateFlags,
  willWrite: boolean,
  paths: readonly string[],
): string[] {
  if (result.changes.length === 0) return [];
  const steps: string[] = [];
  if (!willWrite) steps.push(['banjia', ...sameAgain(flags, target), '--write', ...paths].join(' '));
  for (const one of goalsOf(target, result)) steps.push(...keySteps(one, result));
  // What code imports has to be there before anything else is tried; the lock file is the package manager's.
  steps.push(...result.installs);
  steps.push('Run your type checker and your tests');
  steps.push('banjia check');
  return steps;
}

/** Beside which variable, where one was read for the key: by name, or by a client of OpenAI's that has none. */
function whereSet({ decisions }: RunResult): string[] {
  const rewritten = decisions.filter(({ action }) => action === 'rewrite');
  const renamed = rewritten.find(({ finding }) => finding.kind === 'credential');
  const name = renamed?.message.split(' → ')[0]?.match(/^[A-Z0-9_]+$/)?.[0];
  if (name) return [`where ${name} was set`];
  // A client that is told no key takes the one of this variable; Azure's takes another, or has none.
  const isImplicit = rewritten.some(
    ({ finding: { kind, text } }) => kind === 'client' && !/apiKey|Azure/i.test(text),
  );
  return isImplicit ? ['where OPENAI_API_KEY was set'] : [];
}

/** The target and those providers of its routes that something goes to, each once. */
function goalsOf(target: ResolvedTarget, { changes, decisions }: RunResult): ResolvedTarget[] {
  const isUsed = ({ baseURL, keyVariable }: ResolvedTarget) =>
    changes.some(({ after }) => after.includes(baseURL) || after.includes(keyVariable)) ||
    decisions.some(({ reason, help }) => reason === 'route-by-hand' && help?.includes(baseURL));
  const all = [target, ...Object.values(target.routes ?? {}).filter(isUsed)];
  return all.filter(
    (one, index) => all.findIndex(({ keyVariable }) => keyVariable === one.keyVariable) === index,
  );
}

function keySteps({ provider, region, keyVariable }: ResolvedTarget, result: RunResult): string[] {
  const page = region.keyPage.value;
  const steps = [page === 'unknown' ? `Get a key of ${provider.name.en}` : `Get a key: ${page}`];
  // Where no code reads the new variable, the key comes from elsewhere, and a finding says so.
  if (result.changes.some(({ after }) => after.includes(keyVariable)))
    steps.push([`Set ${keyVariable}`, ...whereSet(result)].join(' '));
  return steps;
}

/** The command that gives this plan again. */
function sameAgain(flags: MigrateFlags, target: ResolvedTarget): string[] {
  const options: readonly (readonly [string, string | undefined])[] = [
    ['--mode', flags.mode],
    ['--region', flags.region],
    ['--base-url', flags.baseUrl],
    ['--key-variable', flags.keyVariable],
    ...flags.model.map((one) => ['--model', one] as const),
    ...ROUTE_GROUPS.map((group) => [`--${group}`, flags[group]] as const),
  ];
  return [
    'migrate',
    `--to ${flags.to ?? target.provider.id}`,
    ...options.flatMap(([name, value]) => (value === undefined ? [] : [`${name} ${value}`])),
    ...(flags.guardValues ? ['--guard-values'] : []),
    ...(flags.schemaInPrompt ? ['--schema-in-prompt'] : []),
    ...(flags.azure ? ['--azure'] : []),
    ...(flags.docs ? ['--docs'] : []),
  ];
}
