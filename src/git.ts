import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { promisify } from 'node:util';

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
