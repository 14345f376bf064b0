import { existsSync, statSync } from 'node:fs';
import { isAbsolute, join, relative, resolve } from 'node:path';
import type { CommonFlags, Terminal } from '../cli.js';
import { type Config, loadConfig } from '../config.js';
import { BanjiaError } from '../errors.js';
import type { Report } from '../finding.js';
import type { ResolvedTarget } from '../plan/target.js';
import { type RunResult, run } from '../run.js';
import { outputsOf, writeReport } from './output.js';

export interface Place {
  readonly root: string;
  readonly paths: readonly string[];
  readonly config: Config;
  readonly configPath: string | null;
}

/**
 * Where a command works: `--cwd`, or the one folder that was named as path and holds everything else.
 *
 * @throws {BanjiaError} `missing-path`, `bad-config`.
 */
export async function placeOf(paths: readonly string[], flags: CommonFlags): Promise<Place> {
  let root = resolve(flags.cwd ?? '.');
  let inside = paths;
  assertFolder(root);
  const [only] = paths;
  // `banjia scan ../other` means that project, with its own configuration and .gitignore; `banjia scan src` means a
  // part of this one, and proof may need the rest.
  if (paths.length === 1 && only !== undefined && isProject(root, resolve(root, only))) {
    root = resolve(root, only);
    inside = [];
  }
  const { config, path } = await loadConfig(root, flags.config ? resolve(flags.config) : undefined);
  return { root, paths: inside, config, configPath: path };
}

export function runAt(place: Place, flags: CommonFlags, target: ResolvedTarget | null): Promise<RunResult> {
  return run({
    root: place.root,
    paths: place.paths,
    ignore: [...(place.config.ignore ?? []), ...flags.ignore],
    gitignore: flags.gitignore,
    target,
  });
}

/** The report in the forms that were asked for, else as text. */
export async function print(
  report: Report,
  flags: CommonFlags,
  terminal: Terminal,
  root: string = resolve(flags.cwd ?? '.'),
): Promise<void> {
  const outputs = outputsOf(flags) ?? [{ format: 'text', file: null }];
  await writeReport(report, outputs, root, flags, terminal);
}

/** A folder outside, or one that stands for itself. */
function isProject(root: string, path: string): boolean {
  if (!isFolder(path)) return false;
  if (relative(root, path).startsWith('..') || isAbsolute(relative(root, path))) return true;
  return PROJECT_FILES.some((name) => existsSync(join(path, name)));
}

const PROJECT_FILES = ['.git', 'package.json', 'deno.json', 'deno.jsonc'];

function assertFolder(path: string): void {
  if (!isFolder(path))
    throw new BanjiaError('missing-path', `no such folder: ${path}`, 'Check the path after --cwd.');
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}
