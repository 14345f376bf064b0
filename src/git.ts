import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { type ChangedLines, type LineRange, parseUnifiedDiff } from './check/changed.js';
import { BanjiaError } from './errors.js';

const call = promisify(execFile);

/** Output of a git command that only reads; undefined where there is no git or no repository. */
async function git(root: string, args: readonly string[]): Promise<string | undefined> {
  try {
    const { stdout } = await call('git', ['-C', root, ...args], { maxBuffer: 64 * 1024 * 1024 });
    return stdout;
  } catch {
    return undefined;
  }
}

/** The folder that holds the repository's objects, absolute. */
export async function gitDir(root: string): Promise<string | undefined> {
  const output = await git(root, ['rev-parse', '--git-dir']);
  return output === undefined ? undefined : resolve(root, output.trim());
}

/** The top of the work tree, absolute. */
export async function gitRoot(root: string): Promise<string | undefined> {
  return (await git(root, ['rev-parse', '--show-toplevel']))?.trim() || undefined;
}

/** Which of `files` (relative to `root`) are tracked and have changes that no commit holds. */
export async function dirtyFiles(root: string, files: readonly string[]): Promise<string[]> {
  const prefix = ((await git(root, ['rev-parse', '--show-prefix'])) ?? '').trim();
  const output = await git(root, ['status', '--porcelain', '-z', '--untracked-files=no', '--no-renames']);
  if (!output) return [];
  const dirty = new Set(output.split('\0').map((entry) => entry.slice(3)));
  return files.filter((file) => dirty.has(prefix + file));
}

/** Whatever the user's configuration says: the same form everywhere, paths relative to the root. */
const DIFF = [
  '-c',
  'core.quotePath=true',
  'diff',
  '--unified=0',
  '--no-color',
  '--no-ext-diff',
  '--no-textconv',
  '--find-renames',
  '--relative',
  '--src-prefix=a/',
  '--dst-prefix=b/',
];

/**
 * Lines that the work tree has and the last common commit with `ref` has not; files that git does not know count whole.
 *
 * @throws {BanjiaError} `bad-option` where there is no repository or no such commit.
 */
export async function changedSince(root: string, ref: string): Promise<ChangedLines> {
  await assertRepository(root);
  const commit = (
    await git(root, ['rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{commit}`])
  )?.trim();
  if (!commit)
    throw new BanjiaError(
      'bad-option',
      `--since ${ref}: git knows no such commit here`,
      'Check the name. CI often clones without history: fetch the branch first (GitHub: fetch-depth: 0).',
    );
  // In a shallow clone the common commit may be missing: then the two are compared as they stand.
  const base = (await git(root, ['merge-base', commit, 'HEAD']))?.trim() || commit;
  const files: Map<string, readonly LineRange[] | 'all'> = new Map(
    parseUnifiedDiff(await diff(root, [base, '--'])),
  );
  const untracked = await git(root, ['ls-files', '--others', '--exclude-standard', '-z']);
  for (const file of untracked?.split('\0') ?? []) if (file !== '') files.set(file, 'all');
  return files;
}

/**
 * Lines that the next commit changes, and the texts it holds of files that were changed again since.
 *
 * @throws {BanjiaError} `bad-option` where there is no repository.
 */
export async function stagedChanges(
  root: string,
): Promise<{ readonly changed: ChangedLines; readonly texts: ReadonlyMap<string, string> }> {
  await assertRepository(root);
  const changed = parseUnifiedDiff(await diff(root, ['--cached', '--']));
  const dirty = await git(root, ['diff', '--name-only', '--relative', '-z']);
  const texts = new Map<string, string>();
  for (const file of dirty?.split('\0') ?? [])
    if (changed.has(file)) {
      const text = await git(root, ['show', `:./${file}`]);
      if (text !== undefined) texts.set(file, text);
    }
  return { changed, texts };
}

/** The root as seen from the top of the repository, with `/` at its end; empty at the top, or without git. */
export async function pathInRepository(root: string): Promise<string> {
  return ((await git(root, ['rev-parse', '--show-prefix'])) ?? '').trim();
}

async function diff(root: string, args: readonly string[]): Promise<string> {
  const output = await git(root, [...DIFF, ...args]);
  if (output === undefined)
    throw new BanjiaError('bad-option', 'git could not tell what changed', 'Run `git status` there.');
  return output;
}

async function assertRepository(root: string): Promise<void> {
  if ((await gitRoot(root)) === undefined)
    throw new BanjiaError(
      'bad-option',
      `${root} is no git repository`,
      'Leave --since and --staged out, or start banjia inside the repository.',
    );
}
