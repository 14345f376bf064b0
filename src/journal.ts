import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, rmdir, writeFile } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { BanjiaError } from './errors.js';

/** One file of a write: what it was, and how to tell whether somebody changed it since. */
export interface JournalFile {
  /** As in the change: relative to the root, with `/`. */
  readonly file: string;
  /** Absolute path of the file itself, no link. */
  readonly path: string;
  readonly mode: number;
  readonly before: Buffer;
  /** SHA-256 of the bytes written. */
  readonly after: string;
}

export interface Journal {
  /** Absolute root of the write, which may be another folder of the same repository than the current one. */
  readonly root: string;
  readonly files: readonly JournalFile[];
}

/** `pending` while files are written, `last` afterwards; the name of the folder is the state. */
export type JournalState = 'pending' | 'last';

interface Manifest {
  readonly version: 1;
  /** Relative to the journal's folder, so that a repository may move; so are the paths of the files to the root. */
  readonly root: string;
  readonly files: readonly {
    readonly file: string;
    readonly path: string;
    readonly mode: number;
    readonly after: string;
  }[];
}

const MANIFEST = 'journal.json';

/** Writes down what is about to be changed. The manifest comes last: without it nothing has been changed yet. */
export async function openJournal(journalDir: string, journal: Journal): Promise<void> {
  const folder = join(journalDir, 'pending');
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true, mode: 0o700 });
  // Whole files with their secrets: nobody else reads them, and outside of git's own folder nobody commits them.
  await writeFile(join(journalDir, '.gitignore'), '*\n', { mode: 0o600 });
  for (const [index, { before }] of journal.files.entries())
    await writeFile(join(folder, originalName(index)), before, { mode: 0o600, flush: true });
  const manifest: Manifest = {
    version: 1,
    root: relative(journalDir, journal.root),
    files: journal.files.map(({ file, path, mode, after }) => ({
      file,
      path: relative(journal.root, path),
      mode,
      after,
    })),
  };
  const path = join(folder, MANIFEST);
  await writeFile(`${path}.new`, `${JSON.stringify(manifest, null, 2)}\n`, { mode: 0o600, flush: true });
  await rename(`${path}.new`, path);
}

/** Every file is written: from now on it is what `undo` takes back. The one before it is forgotten. */
export async function closeJournal(journalDir: string): Promise<void> {
  await rm(join(journalDir, 'last'), { recursive: true, force: true });
  await rename(join(journalDir, 'pending'), join(journalDir, 'last'));
}

/** Forgets a journal, and its folder with it when nothing else is there. */
export async function dropJournal(journalDir: string, state: JournalState): Promise<void> {
  await rm(join(journalDir, state), { recursive: true, force: true });
  const rest = await readdir(journalDir).catch(() => ['?']);
  if (rest.some((name) => name !== '.gitignore')) return;
  await rm(join(journalDir, '.gitignore'), { force: true });
  await rmdir(journalDir).catch(() => undefined);
}

/** Whether a run was cut short while it wrote. */
export async function pendingJournal(journalDir: string): Promise<boolean> {
  return (await readOrUndefined(join(journalDir, 'pending', MANIFEST))) !== undefined;
}

/** @throws {BanjiaError} `unreadable` when the journal is damaged: guessing would cost bytes. */
export async function readJournal(journalDir: string, state: JournalState): Promise<Journal | undefined> {
  const folder = join(journalDir, state);
  const text = await readOrUndefined(join(folder, MANIFEST));
  if (text === undefined) return undefined;
  try {
    const manifest = parseManifest(text.toString('utf8'));
    const root = resolve(journalDir, manifest.root);
    const files = await Promise.all(
      manifest.files.map(async ({ file, path, mode, after }, index) => {
        return {
          file,
          path: resolve(root, path),
          mode,
          after,
          before: await readFile(join(folder, originalName(index))),
        };
      }),
    );
    return { root, files };
  } catch (cause) {
    throw new BanjiaError(
      'unreadable',
      `the journal in ${folder} is damaged`,
      'The files N.original in it are the originals, in the order of journal.json; take them back by hand and delete the folder.',
      { cause },
    );
  }
}

/** The fingerprint by which a journal knows the bytes it wrote. */
export function digest(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function parseManifest(text: string): Manifest {
  const manifest: unknown = JSON.parse(text);
  if (!isManifest(manifest)) throw new Error('not a journal of this version');
  return manifest;
}

function isManifest(value: unknown): value is Manifest {
  const { version, root, files } = Object(value) as Partial<Record<keyof Manifest, unknown>>;
  return version === 1 && typeof root === 'string' && Array.isArray(files) && files.every(isManifestFile);
}

function isManifestFile(value: unknown): boolean {
  const { file, path, mode, after } = Object(value) as Partial<
    Record<keyof Manifest['files'][number], unknown>
  >;
  return (
    typeof file === 'string' &&
    typeof path === 'string' &&
    typeof mode === 'number' &&
    typeof after === 'string'
  );
}

function originalName(index: number): string {
  return `${index}.original`;
}

async function readOrUndefined(path: string): Promise<Buffer | undefined> {
  try {
    return await readFile(path);
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && (cause.code === 'ENOENT' || cause.code === 'ENOTDIR'))
      return undefined;
    throw cause;
  }
}
