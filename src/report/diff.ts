import type { ChalkInstance } from 'chalk';
import { diffWordsWithSpace, structuredPatch } from 'diff';
import type { FileChange } from '../finding.js';
import { hasSecret, redact } from './redact.js';

type Hunk = ReturnType<typeof structuredPatch>['hunks'][number];

/**
 * The changes as one patch that `git apply` takes. A file whose hunks show a secret is left out and named: a patch
 * gets sent around.
 */
export function renderPatch(changes: readonly FileChange[]): { patch: string; leftOut: readonly string[] } {
  const leftOut: string[] = [];
  let patch = '';
  for (const change of changes) {
    const hunks = hunksOf(change, 3);
    if (hunks.some((hunk) => hunk.lines.some((line) => hasSecret(line, change.secrets))))
      leftOut.push(change.file);
    else patch += filePatch(change.file, hunks);
  }
  return { patch, leftOut };
}

function filePatch(file: string, hunks: readonly Hunk[]): string {
  const a = quotedPath(`a/${file}`);
  const b = quotedPath(`b/${file}`);
  const body = hunks
    .map((hunk) => `${headOf(hunk)}\n${hunk.lines.map((line) => `${line}\n`).join('')}`)
    .join('');
  return `diff --git ${a} ${b}\n--- ${terminated(a)}\n+++ ${terminated(b)}\n${body}`;
}

function hunksOf(change: FileChange, context: number): Hunk[] {
  return structuredPatch(change.file, change.file, change.before, change.after, '', '', {
    context,
    stripTrailingCr: false,
  }).hunks;
}

function headOf(hunk: Hunk): string {
  return `@@ -${hunk.oldStart},${hunk.oldLines} +${hunk.newStart},${hunk.newLines} @@`;
}

/** git quotes names with anything but printable ASCII, byte by byte in octal. */
function quotedPath(path: string): string {
  if (/^[\x20-\x7e]*$/.test(path) && !/["\\]/.test(path)) return path;
  const bytes = [...new TextEncoder().encode(path)];
  const escaped = bytes.map((byte) => {
    if (byte === 0x22 || byte === 0x5c) return `\\${String.fromCharCode(byte)}`;
    return byte < 0x20 || byte > 0x7e ? `\\${byte.toString(8).padStart(3, '0')}` : String.fromCharCode(byte);
  });
  return `"${escaped.join('')}"`;
}

/** A name with blanks needs a tab behind it, or git reads the rest as a timestamp. */
function terminated(path: string): string {
  return path.includes(' ') && !path.startsWith('"') ? `${path}\t` : path;
}

/** Longer lines are cut around what changed. */
const MAX_COLUMNS = 240;

/** One file's change for a terminal: `+` and `-` always, colour and emphasis of the changed words on top. */
export function renderDiff(change: FileChange, chalk: ChalkInstance): string {
  const lines: string[] = [chalk.bold(`--- a/${change.file}`), chalk.bold(`+++ b/${change.file}`)];
  for (const hunk of hunksOf(change, 2)) {
    lines.push(chalk.cyan(headOf(hunk)));
    lines.push(...hunkLines(hunk, change.secrets, chalk));
  }
  return lines.join('\n');
}

function hunkLines(hunk: Hunk, secrets: readonly string[], chalk: ChalkInstance): string[] {
  const shown: string[] = [];
  const { lines } = hunk;
  for (let index = 0; index < lines.length; ) {
    const removed = runOf(lines, index, '-');
    const added = runOf(lines, index + removed.length, '+');
    if (removed.length + added.length === 0) {
      shown.push(contextLine(lines[index] ?? '', secrets, chalk));
      index += 1;
      continue;
    }
    shown.push(...changedLines(removed, added, secrets, chalk));
    index += removed.length + added.length;
  }
  return shown;
}

function runOf(lines: readonly string[], start: number, sign: string): string[] {
  const run: string[] = [];
  for (let index = start; lines[index]?.startsWith(sign); index += 1) run.push(lines[index] ?? '');
  return run;
}

function contextLine(line: string, secrets: readonly string[], chalk: ChalkInstance): string {
  return chalk.dim(cut(clean(line, secrets)));
}

/** Lines that replace each other are paired in order; what has no partner is plain. */
function changedLines(
  removed: readonly string[],
  added: readonly string[],
  secrets: readonly string[],
  chalk: ChalkInstance,
): string[] {
  const before: string[] = [];
  const after: string[] = [];
  const length = Math.max(removed.length, added.length);
  for (let index = 0; index < length; index += 1) {
    const old = removed[index];
    const fresh = added[index];
    if (old !== undefined && fresh !== undefined) {
      const [left, right] = emphasised(clean(old.slice(1), secrets), clean(fresh.slice(1), secrets), chalk);
      before.push(chalk.red('-') + left);
      after.push(chalk.green('+') + right);
    } else if (old !== undefined) before.push(chalk.red(`-${cut(clean(old.slice(1), secrets))}`));
    else if (fresh !== undefined) after.push(chalk.green(`+${cut(clean(fresh.slice(1), secrets))}`));
  }
  return [...before, ...after];
}

function emphasised(old: string, fresh: string, chalk: ChalkInstance): [string, string] {
  if (old.length > MAX_COLUMNS || fresh.length > MAX_COLUMNS)
    return [chalk.red(cut(old, fresh)), chalk.green(cut(fresh, old))];
  let left = '';
  let right = '';
  for (const part of diffWordsWithSpace(old, fresh)) {
    if (part.removed) left += chalk.red.inverse(part.value);
    else if (part.added) right += chalk.green.inverse(part.value);
    else {
      left += chalk.red(part.value);
      right += chalk.green(part.value);
    }
  }
  return [left, right];
}

/** A carriage return would move the cursor; it is part of the line's end and not shown. */
function clean(line: string, secrets: readonly string[]): string {
  return redact(line.replace(/\r$/, ''), secrets);
}

/** Around the first difference to `other`, or from the start. */
function cut(line: string, other?: string): string {
  if (line.length <= MAX_COLUMNS) return line;
  let same = 0;
  if (other !== undefined) while (same < line.length && line[same] === other[same]) same += 1;
  const from = Math.max(0, same - MAX_COLUMNS / 2);
  return `${from > 0 ? '…' : ''}${line.slice(from, from + MAX_COLUMNS)}…`;
}
