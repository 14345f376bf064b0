import type { ChalkInstance } from 'chalk';
import type { Decision, FileChange, FindingKind, Report } from '../finding.js';
import { FINDING_KINDS } from '../finding.js';
import type { Lang, Messages } from './messages.js';
import { printable, printablePath } from './printable.js';
import { redactAll } from './redact.js';
import { pad, widthOf, wrap } from './width.js';

export interface TextOptions {
  readonly chalk: ChalkInstance;
  readonly columns: number;
  /** Every place, related places and skipped files by name. */
  readonly verbose: boolean;
  /** The path of every place, from where its value is written to the request it reaches. */
  readonly trace?: boolean;
  readonly lang: Lang;
}

/** What the parts of a text report share. */
export interface View extends TextOptions {
  readonly report: Report;
  readonly words: Messages;
  /** Ready for a terminal: no secret, no control character. */
  readonly clean: (text: string) => string;
}

/** Fewer columns than this beside a prefix are no use: the text goes below it. */
const MIN_COLUMNS = 24;

export function cleaner(changes: readonly FileChange[]): (text: string) => string {
  const secrets = changes.flatMap((change) => change.secrets);
  return (text) => printable(redactAll(text, secrets));
}

/** `prefix` and behind it the text, its further lines below its first. */
export function hang(prefix: string, text: string, columns: number): string {
  const width = widthOf(prefix);
  if (columns - width < MIN_COLUMNS) return `${prefix.trimEnd()}\n${wrap(text, columns, ' '.repeat(6))}`;
  const body = wrap(text, columns, ' '.repeat(width));
  return prefix + body.slice(width);
}

/** Findings by file, in the order of the report. */
export function byFile(decisions: readonly Decision[]): Map<string, Decision[]> {
  return grouped(decisions, (decision) => decision.finding.file);
}

export function grouped<T, K>(items: readonly T[], keyOf: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return groups;
}

export function fileCount(decisions: readonly Decision[]): number {
  return new Set(decisions.map((decision) => decision.finding.file)).size;
}

/** Seen as text only: nothing says that it reaches OpenAI. */
export function isGuess({ finding }: Decision): boolean {
  return finding.confidence === 'possible';
}

/** What may stay, and guesses by text: counted, not listed, unless asked for. */
export function isQuiet(decision: Decision): boolean {
  return decision.action === 'none' || isGuess(decision);
}

/** `src/chat.ts:12:5` */
export function placeOf({ finding }: Decision): string {
  return `${printablePath(finding.file)}:${finding.range.start.line}:${finding.range.start.column}`;
}

/** The message, with how sure it is where that is not quite. */
export function said(decision: Decision, view: View): string {
  const doubt = view.words.confidence[decision.finding.confidence];
  return view.clean(decision.message) + (doubt === '' ? '' : ` (${doubt})`);
}

/** `3 import, 2 type`, in the order of the kinds. */
export function countKinds(decisions: readonly Decision[], words: Messages): string {
  const counts = grouped(decisions, (decision) => decision.finding.kind);
  return FINDING_KINDS.filter((kind) => counts.has(kind))
    .map((kind) => `${counts.get(kind)?.length ?? 0} ${kind}`)
    .join(words.between);
}

export function kindsOf(decisions: readonly Decision[]): FindingKind[] {
  const seen = new Set(decisions.map((decision) => decision.finding.kind));
  return FINDING_KINDS.filter((kind) => seen.has(kind));
}

/** What was read, what was skipped and why, and, last and in red, what went wrong. */
export function coverage(view: View): string[] {
  const { report, words, chalk, columns } = view;
  const lines = [`  ${words.filesRead(report.stats.filesRead)}`];
  if (report.skipped.length > 0) {
    const reasons = [...grouped(report.skipped, (one) => one.reason)]
      .sort(([a, one], [b, other]) => other.length - one.length || (a < b ? -1 : 1))
      .map(([reason, files]) => `${files.length} ${words.skipReasons[reason]}`);
    lines.push(hang(`  ${words.skipped(report.skipped.length)}`, reasons.join(words.between), columns));
    if (view.verbose)
      lines.push(
        ...report.skipped.map(({ file, reason }) =>
          chalk.dim(`    ${printablePath(file)}  ${words.skipReasons[reason]}`),
        ),
      );
  }
  const failed = failures(report);
  if (failed > 0) lines.push(chalk.red(hang('  ', words.failed(failed), columns)));
  return lines;
}

export function failures(report: Report): number {
  return report.diagnostics.filter((one) => one.severity === 'error').length;
}

/** What to do next, numbered; commands stand out. */
export function nextSteps(view: View): string[] {
  const { report, words, chalk, columns } = view;
  if (report.nextSteps.length === 0) return [];
  const lines = report.nextSteps.map((step, index) => {
    const number = `  ${index + 1}. `;
    // A command is copied: it is never broken into lines.
    return step.startsWith('banjia ') ? number + chalk.cyan(step) : hang(number, view.clean(step), columns);
  });
  return ['', chalk.bold(words.next), ...lines];
}

/** Rows as columns: the first to the left, numbers to the right. */
export function table(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => widthOf(row[column] ?? ''))),
  );
  return rows.map((row) =>
    row
      .map((cell, column) => {
        const width = widths[column] ?? 0;
        return column === 0 ? pad(cell, width) : ' '.repeat(width - widthOf(cell)) + cell;
      })
      .join('   '),
  );
}
