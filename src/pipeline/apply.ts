import { constants } from 'node:fs';
import { access, mkdir, readFile, realpath, stat } from 'node:fs/promises';
import { dirname, relative, resolve, sep } from 'node:path';
import { BanjiaError } from '../errors.js';
import type { FileChange } from '../finding.js';
import {
  closeJournal,
  digest,
  dropJournal,
  type Journal,
  type JournalFile,
  openJournal,
  pendingJournal,
  readJournal,
} from '../journal.js';
import { replaceFile } from './replace-file.js';

export interface ApplyOptions {
  /** Absolute path of the repository. */
  readonly root: string;
  /** Where the journal lives; made when needed, readable by its owner only. */
  readonly journalDir: string;
}

export interface UndoOptions extends ApplyOptions {
  /** Takes files back that were changed since, too; those changes are lost. */
  readonly force: boolean;
}

/** A change that was checked against the disk. */
interface Write extends JournalFile {
  readonly bytes: Buffer;
}

const NOTHING_WRITTEN = 'Nothing was written.';

/**
 * Writes all changes or none, with a journal that {@link undo} takes back.
 *
 * @throws {BanjiaError} `changed-on-disk` or `not-writable`, nothing written then; `half-written` when an earlier run
 * was cut short, or when this one failed and could not put everything back.
 */
export async function apply(
  changes: readonly FileChange[],
  options: ApplyOptions,
): Promise<{ files: number }> {
  await assertNoHalfWrite(options.journalDir);
  const root = await realpath(options.root);
  const writes = await prepare(changes, root);
  if (writes.length === 0) return { files: 0 };
  await openJournal(options.journalDir, { root, files: writes }).catch(async (cause: unknown) => {
    await dropJournal(options.journalDir, 'pending').catch(() => undefined);
    throw failed(`cannot keep the originals in ${options.journalDir}`, NOTHING_WRITTEN, cause);
  });
  const written: Write[] = [];
  try {
    for (const write of writes) {
      await assertUnchanged(write);
      await replaceFile(write.path, write.bytes, write.mode);
      written.push(write);
    }
    await closeJournal(options.journalDir);
  } catch (cause) {
    await putBack(written, options.journalDir, cause);
  }
  return { files: writes.length };
}

/**
 * Takes back the last write, or the one that was cut short, byte for byte. Returns the files that changed by it,
 * relative to `root`.
 *
 * @throws {BanjiaError} `nothing-to-undo`; `changed-on-disk`, naming the files, when they were changed since.
 */
export async function undo({ root, journalDir, force }: UndoOptions): Promise<{ files: string[] }> {
  const state = (await pendingJournal(journalDir)) ? 'pending' : 'last';
  const journal = await readJournal(journalDir, state);
  if (!journal)
    throw new BanjiaError(
      'nothing-to-undo',
      'there is no write to take back',
      'Only the last `--write` can be taken back, and only once.',
    );
  const written = await stillWritten(journal, force);
  for (const { path, before, mode } of written) {
    await mkdir(dirname(path), { recursive: true });
    await replaceFile(path, before, mode).catch((cause: unknown) => {
      throw failed(
        `cannot put ${path} back`,
        'The journal is kept: make it writable and run `banjia undo` again.',
        cause,
      );
    });
  }
  await dropJournal(journalDir, state);
  const here = await realpath(root);
  return { files: written.map((one) => posix(relative(here, resolve(journal.root, one.file)))) };
}

/** @throws {BanjiaError} `half-written` when a run was cut short while it wrote. */
export async function assertNoHalfWrite(journalDir: string): Promise<void> {
  if (await pendingJournal(journalDir))
    throw new BanjiaError(
      'half-written',
      'an earlier run was cut short while it wrote',
      'Run `banjia undo`: it puts every file back.',
    );
}

/** All files are looked at before the first is written, and what is wrong is said of all at once. */
async function prepare(changes: readonly FileChange[], root: string): Promise<Write[]> {
  const writes = new Map<string, Write>();
  const changed: string[] = [];
  const locked: string[] = [];
  let cause: unknown;
  for (const change of changes) {
    if (change.before === change.after) continue;
    try {
      const write = await writeOf(change, root);
      if (!write.before.equals(Buffer.from(change.before, 'utf8'))) changed.push(change.file);
      else if (!(await isWritable(write))) locked.push(change.file);
      else claim(writes, write);
    } catch (error) {
      if (error instanceof BanjiaError) throw error;
      changed.push(change.file);
      cause = error;
    }
  }
  if (changed.length > 0)
    throw new BanjiaError(
      'changed-on-disk',
      `changed since they were read: ${changed.join(', ')}`,
      `${NOTHING_WRITTEN} Run banjia again.`,
      { cause },
    );
  if (locked.length > 0)
    throw new BanjiaError(
      'not-writable',
      `${locked.join(', ')} ${locked.length === 1 ? 'is' : 'are'} read-only`,
      `${NOTHING_WRITTEN} Make them and their folders writable.`,
    );
  return [...writes.values()];
}

async function writeOf(change: FileChange, root: string): Promise<Write> {
  const path = await realpath(resolve(root, change.file));
  const bytes = Buffer.from(change.after, 'utf8');
  const { mode } = await stat(path);
  return { file: change.file, path, mode, before: await readFile(path), after: digest(bytes), bytes };
}

/** A link and its target are one file: the same change twice is one, two different ones would lose the first. */
function claim(writes: Map<string, Write>, write: Write): void {
  const other = writes.get(write.path);
  if (other && other.after !== write.after)
    throw new BanjiaError(
      'overlapping-edits',
      `${other.file} and ${write.file} are one file, changed in two ways`,
      `${NOTHING_WRITTEN} Leave one of them out with --ignore.`,
    );
  writes.set(write.path, other ?? write);
}

async function isWritable({ path, mode }: Write): Promise<boolean> {
  // A file marked read-only is meant so, also where the system lets this user write it.
  if ((mode & 0o222) === 0) return false;
  try {
    await access(path, constants.W_OK);
    await access(dirname(path), constants.W_OK | constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Once more right before each write: an editor may have saved while the others were written. */
async function assertUnchanged({ file, path, before }: Write): Promise<void> {
  if (!(await readFile(path)).equals(before))
    throw new BanjiaError(
      'changed-on-disk',
      `${file} was changed while banjia wrote`,
      `${NOTHING_WRITTEN} Run banjia again.`,
    );
}

/** Restores what was written and rethrows. What cannot be restored stays in the journal for `banjia undo`. */
async function putBack(written: readonly Write[], journalDir: string, cause: unknown): Promise<never> {
  try {
    for (const { path, before, mode } of [...written].reverse()) await replaceFile(path, before, mode);
    await dropJournal(journalDir, 'pending');
  } catch (second) {
    throw new BanjiaError(
      'half-written',
      `writing failed (${reasonOf(cause)}), and putting the files back failed, too (${reasonOf(second)})`,
      'Run `banjia undo` once the disk can be written again.',
      { cause },
    );
  }
  if (cause instanceof BanjiaError) throw cause;
  throw failed(
    'writing failed; every file was put back',
    'Look at the disk and the permissions, then run banjia again.',
    cause,
  );
}

/** The files that do not hold their original bytes. */
async function stillWritten({ files }: Journal, force: boolean): Promise<JournalFile[]> {
  const written: JournalFile[] = [];
  const changed: string[] = [];
  for (const one of files) {
    const now = await readFile(one.path).catch(() => undefined);
    if (now?.equals(one.before)) continue;
    written.push(one);
    if (!now || digest(now) !== one.after) changed.push(one.file);
  }
  if (changed.length > 0 && !force)
    throw new BanjiaError(
      'changed-on-disk',
      `changed since they were written: ${changed.join(', ')}`,
      'Nothing was taken back. `banjia undo --force` takes them back, too, and what was changed since is lost.',
    );
  return written;
}

function failed(what: string, help: string, cause: unknown): BanjiaError {
  return new BanjiaError('not-writable', `${what} (${reasonOf(cause)})`, help, { cause });
}

function reasonOf(cause: unknown): string {
  if (cause instanceof Error && 'code' in cause && !(cause instanceof BanjiaError)) return String(cause.code);
  return cause instanceof Error ? cause.message : String(cause);
}

function posix(path: string): string {
  return path.split(sep).join('/');
}
