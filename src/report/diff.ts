import type { ChalkInstance } from 'chalk';
import type { FileChange } from '../finding.js';
import { type HunkLine, headerPath, hunksOf, OPEN_END } from './hunks.js';
import { type Lang, MESSAGES } from './messages.js';
import { printable } from './printable.js';
import { redactAll } from './redact.js';
import { cutLine, emphasise, type Segment } from './words.js';

export { type Patch, renderPatch } from './patch.js';

export interface DiffOptions {
  readonly chalk: ChalkInstance;
  /** Marks the changed words inside a changed line; says nothing without colour. */
  readonly wordEmphasis: boolean;
  /** Lines below the header; without it all are shown. */
  readonly maxLines?: number;
  readonly lang?: Lang;
}

/** Columns after which a line is cut around what changed in it. */
const MAX_COLUMNS = 400;

/**
 * One file's unified diff for people: secrets are blotted out, control characters drawn. `renderPatch` makes the one
 * for `git apply`.
 */
export function renderDiff(change: FileChange, options: DiffOptions): string {
  const { chalk, maxLines = Number.POSITIVE_INFINITY } = options;
  const lines = hunksOf(change).flatMap((hunk) => [
    chalk.cyan(hunk.header),
    ...hunkLines(hunk.lines.map(display(change)), options),
  ]);
  const shown = lines.slice(0, maxLines);
  if (shown.length < lines.length)
    shown.push(chalk.dim(MESSAGES[options.lang ?? 'en'].moreLines(lines.length - shown.length)));
  const head = [
    chalk.bold(`--- ${headerPath(`a/${change.file}`, 'plain')}`),
    chalk.bold(`+++ ${headerPath(`b/${change.file}`, 'plain')}`),
  ];
  return `${[...head, ...shown].join('\n')}\n`;
}

/** Carriage returns at line ends are drawn only where they tell lines apart. */
function display(change: FileChange): (line: HunkLine) => HunkLine {
  const mixed = hasMixedEndings(change.before + change.after);
  return (line) => {
    const bare = mixed ? line.text : line.text.replace(/\r$/, '');
    return { ...line, text: printable(redactAll(bare.replace(/^\ufeff/, ''), change.secrets)) };
  };
}

function hasMixedEndings(text: string): boolean {
  return /\r\n/.test(text) && /(?:^|[^\r])\n/.test(text);
}

function hunkLines(lines: readonly HunkLine[], options: DiffOptions): string[] {
  const result: string[] = [];
  for (let at = 0; at < lines.length; ) {
    const removed = run(lines, at, '-');
    const added = run(lines, at + removed.length, '+');
    if (removed.length + added.length > 0) {
      result.push(...block(removed, added, options));
      at += removed.length + added.length;
    } else {
      const line = lines[at];
      if (line) result.push(...paint(line, [{ text: line.text, changed: false }], options.chalk));
      at += 1;
    }
  }
  return result;
}

function run(lines: readonly HunkLine[], start: number, sign: HunkLine['sign']): HunkLine[] {
  let end = start;
  while (lines[end]?.sign === sign) end += 1;
  return lines.slice(start, end);
}

function block(
  removed: readonly HunkLine[],
  added: readonly HunkLine[],
  { chalk, wordEmphasis }: DiffOptions,
): string[] {
  // Which words changed is needed without emphasis, too: a long line is cut around them.
  const words = emphasise(removed.map(textOf), added.map(textOf));
  const side = (lines: readonly HunkLine[], segments: readonly (readonly Segment[])[]) =>
    lines.flatMap((line, index) => paint(line, segments[index] ?? [], chalk, wordEmphasis));
  return [...side(removed, words.removed), ...side(added, words.added)];
}

function textOf(line: HunkLine): string {
  return line.text;
}

function paint(line: HunkLine, segments: readonly Segment[], chalk: ChalkInstance, words = false): string[] {
  const plain = line.sign === '+' ? chalk.green : line.sign === '-' ? chalk.red : (text: string) => text;
  const strong = line.sign === '+' ? chalk.green.inverse : chalk.red.inverse;
  const text = cutLine(segments, MAX_COLUMNS)
    .map((segment) => (segment.changed && words ? strong(segment.text) : plain(segment.text)))
    .join('');
  const painted = plain(line.sign) + text;
  return line.open ? [painted, chalk.dim(OPEN_END)] : [painted];
}
