import { readFileSync, writeFileSync } from 'node:fs';
import { isAbsolute, relative, resolve, sep } from 'node:path';
import { BASELINE_FILE, parseBaseline, renderBaseline } from '../check/baseline.js';
import { BanjiaError } from '../errors.js';
import type { BaselineEntry } from '../finding.js';

/** A baseline on disk. */
export interface BaselineFile {
  /** Absolute. */
  readonly path: string;
  /** As the report names it. */
  readonly name: string;
  readonly entries: readonly BaselineEntry[];
}

export interface BaselineFlags {
  readonly cwd?: string;
  /** `--baseline [file]`, `--no-baseline`. */
  readonly baseline?: string | boolean;
  readonly updateBaseline?: boolean;
  readonly pruneBaseline?: boolean;
}

/**
 * The baseline that a run goes by; null where there is none. A file that was asked for has to be there, unless it is to
 * be written: a misspelt name would otherwise report everything, or accept it.
 *
 * @throws {BanjiaError} `missing-path`, `bad-config`.
 */
export function readBaseline(
  root: string,
  flags: BaselineFlags,
  configured: string | undefined,
): BaselineFile | null {
  if (flags.baseline === false) return null;
  const given = typeof flags.baseline === 'string' ? resolve(flags.cwd ?? '.', flags.baseline) : undefined;
  const path = given ?? resolve(root, configured ?? BASELINE_FILE);
  const name = nameOf(root, path);
  const text = read(path);
  if (text !== undefined) return { path, name, entries: parseBaseline(text, name) };
  if (flags.updateBaseline) return { path, name, entries: [] };
  if (flags.baseline !== undefined || configured !== undefined || flags.pruneBaseline)
    throw new BanjiaError(
      'missing-path',
      `no such baseline: ${name}`,
      'Accept what is there today: banjia check --update-baseline',
    );
  return null;
}

/** @throws {BanjiaError} `not-writable`. */
export function writeBaseline(path: string, entries: readonly BaselineEntry[]): void {
  try {
    writeFileSync(path, renderBaseline(entries));
  } catch (cause) {
    throw new BanjiaError('not-writable', `cannot write the baseline to ${path}`, 'Choose another place.', {
      cause,
    });
  }
}

function nameOf(root: string, path: string): string {
  const inside = relative(root, path);
  const name = inside.startsWith('..') || isAbsolute(inside) ? path : inside;
  return name.split(sep).join('/');
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return undefined;
    throw new BanjiaError('unreadable', `cannot read ${path}`, 'Check the permissions.', { cause });
  }
}
