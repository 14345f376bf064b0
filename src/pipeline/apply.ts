import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { BanjiaError } from '../errors.js';
import type { FileChange } from '../finding.js';

export interface ApplyOptions {
  /** Absolute path of the repository. */
  readonly root: string;
  /** Where the journal lives; made when needed, readable by its owner only: it holds whole files. */
  readonly journalDir: string;
}

/** What a write did, so that it can be taken back byte by byte. `open` until every file is written. */
interface Journal {
  readonly version: 1;
  state: 'open' | 'done';
  readonly root: string;
  readonly files: readonly JournalFile[];
}

interface JournalFile {
  readonly file: string;
  readonly before: string;
  readonly after: string;
}

/**
 * Writes all changes or none. Every file is checked before the first is touched; when a write fails, those before it
 * are put back.
 *
 * @throws {BanjiaError} `changed-on-disk`, `not-writable`, `half-written`.
 */
export async function apply(
  changes: readonly FileChange[],
  options: ApplyOptions,
): Promise<{ files: number }> {
  await assertNoHalfWrite(options.journalDir);
  for (const change of changes) assertReady(options.root, change);
  const journal: Journal = {
    version: 1,
    state: 'open',
    root: options.root,
    files: changes.map(({ file, before, after }) => ({ file, before: encode(before), after: encode(after) })),
  };
  save(options.journalDir, journal);
  const written: FileChange[] = [];
  try {
    for (const change of changes) {
      replace(join(options.root, change.file), change.after);
      written.push(change);
    }
  } catch (cause) {
    for (const change of written) replace(join(options.root, change.file), change.before);
    rmSync(journalPath(options.journalDir), { force: true });
    throw new BanjiaError(
      'not-writable',
      `writing failed after ${written.length} of ${changes.length} files, which were put back: ${messageOf(cause)}`,
      'Nothing was changed. Check the disk and the permissions.',
      { cause },
    );
  }
  journal.state = 'done';
  save(options.journalDir, journal);
  return { files: written.length };
}

/**
 * Takes the last write back, also one that was cut short.
 *
 * @throws {BanjiaError} `nothing-to-undo`; `changed-on-disk` when a file is neither as before nor as after the write.
 */
export async function undo(
  options: ApplyOptions & { readonly force: boolean },
): Promise<{ files: string[] }> {
  const journal = load(options.journalDir);
  if (!journal)
    throw new BanjiaError(
      'nothing-to-undo',
      'there is no write to take back',
      'Only the last `--write` can be taken back, once.',
    );
  const strangers = journal.files.filter((one) => !isKnownState(options.root, one)).map((one) => one.file);
  if (strangers.length > 0 && !options.force)
    throw new BanjiaError(
      'changed-on-disk',
      `changed since the write: ${strangers.slice(0, 5).join(', ')}`,
      'Take these back by hand, or add --force to lose what was changed since.',
    );
  for (const one of journal.files) replace(join(options.root, one.file), decode(one.before));
  rmSync(journalPath(options.journalDir), { force: true });
  return { files: journal.files.map((one) => one.file) };
}

/** @throws {BanjiaError} `half-written` when an earlier run was cut short while writing. */
export async function assertNoHalfWrite(journalDir: string): Promise<void> {
  if (load(journalDir)?.state === 'open')
    throw new BanjiaError(
      'half-written',
      'an earlier run was cut short while it wrote',
      'Run `banjia undo` first: it puts every file back.',
    );
}

function assertReady(root: string, change: FileChange): void {
  const path = join(root, change.file);
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
    accessSync(path, constants.W_OK);
    accessSync(dirname(realpathSync(path)), constants.W_OK);
  } catch (cause) {
    throw new BanjiaError(
      'not-writable',
      `${change.file}: cannot be written: ${messageOf(cause)}`,
      'Nothing was changed. Make it writable and run again.',
      { cause },
    );
  }
  // The permission bits count even for somebody whom the system lets write anyway.
  if ((statSync(path).mode & 0o222) === 0)
    throw new BanjiaError(
      'not-writable',
      `${change.file} is read-only`,
      'Nothing was changed. Make it writable and run again.',
    );
  if (!bytes.equals(Buffer.from(change.before, 'utf8')))
    throw new BanjiaError(
      'changed-on-disk',
      `${change.file} changed while banjia was looking at it`,
      'Nothing was changed. Run again.',
    );
}

/** A temporary file beside the target, then a rename: nobody ever sees half a file. Links are written through. */
function replace(path: string, text: string): void {
  const target = realpathSync(path);
  const { mode } = statSync(target);
  const temporary = `${target}.banjia-${process.pid}`;
  writeFileSync(temporary, text, { mode });
  try {
    renameSync(temporary, target);
  } catch (cause) {
    rmSync(temporary, { force: true });
    throw cause;
  }
}

function isKnownState(root: string, one: JournalFile): boolean {
  const path = join(root, one.file);
  if (!existsSync(path)) return false;
  const now = readFileSync(path).toString('base64');
  return now === one.before || now === one.after;
}

function journalPath(folder: string): string {
  return join(folder, 'journal.json');
}

function save(folder: string, journal: Journal): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const path = journalPath(folder);
  writeFileSync(`${path}.tmp`, JSON.stringify(journal), { mode: 0o600 });
  renameSync(`${path}.tmp`, path);
}

function load(folder: string): Journal | undefined {
  try {
    return JSON.parse(readFileSync(journalPath(folder), 'utf8'));
  } catch {
    return undefined;
  }
}

function encode(text: string): string {
  return Buffer.from(text, 'utf8').toString('base64');
}

function decode(bytes: string): string {
  return Buffer.from(bytes, 'base64').toString('utf8');
}

function messageOf(cause: unknown): string {
  return cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause);
}
