import type { Action, Decision } from '../finding.js';
import { printablePath } from './printable.js';
import {
  byFile,
  coverage,
  fileCount,
  hang,
  isQuiet,
  kindsOf,
  nextSteps,
  said,
  table,
  type View,
} from './text-parts.js';
import { pad } from './width.js';

/** `scan`: everything that depends on OpenAI, file by file, then the counts. */
export function scanText(view: View): string[] {
  const { report, words, chalk } = view;
  if (report.decisions.length === 0)
    return [words.clean(report.stats.filesRead), ...coverage(view).slice(1), ...nextSteps(view)];
  return [
    chalk.bold(words.inventory),
    '',
    ...inventory(view),
    chalk.bold(words.findings(report.decisions.length, fileCount(report.decisions))),
    ...counts(view),
    '',
    ...coverage(view),
    ...nextSteps(view),
  ];
}

function inventory(view: View): string[] {
  const { report, verbose, chalk, words } = view;
  const listed = verbose ? report.decisions : report.decisions.filter((one) => !isQuiet(one));
  const rest = report.decisions.length - listed.length;
  return [
    ...[...byFile(listed)].flatMap(([file, decisions]) => [
      chalk.underline(printablePath(file)),
      ...fileLines(decisions, view),
      '',
    ]),
    ...(rest > 0 ? [chalk.dim(words.notListed(rest)), ''] : []),
  ];
}

function fileLines(decisions: readonly Decision[], view: View): string[] {
  const { chalk, columns, verbose, trace } = view;
  const places = decisions.map(({ finding }) => `${finding.range.start.line}:${finding.range.start.column}`);
  const placeWidth = Math.max(...places.map((place) => place.length));
  const kindWidth = Math.max(...decisions.map(({ finding }) => finding.kind.length));
  return decisions.flatMap((decision, index) => {
    const place = (places[index] ?? '').padStart(placeWidth);
    const prefix = `  ${chalk.dim(place)}  ${kindText(decision, kindWidth, view)}  `;
    const line = hang(prefix, said(decision, view), columns);
    return verbose || trace ? [line, ...relatedLines(decision, placeWidth + 4, view)] : [line];
  });
}

/** What has to move stands out; what may stay does not. */
function kindText({ finding, action }: Decision, width: number, { chalk }: View): string {
  const text = pad(finding.kind, width);
  return action === 'none' ? chalk.dim(text) : chalk.yellow(text);
}

/** Where a value was declared, which call it reaches. */
export function relatedLines({ finding }: Decision, indent: number, { chalk, clean }: View): string[] {
  return finding.related.map(({ file, line, column, message }) =>
    chalk.dim(`${' '.repeat(indent)}↳ ${printablePath(file)}:${line}:${column}  ${clean(message)}`),
  );
}

function counts({ report, words, chalk }: View): string[] {
  const columns = (
    [
      ['rewrite', words.rewritten],
      ['manual', words.toMigrate],
      ['none', words.stays],
    ] satisfies [Action, string][]
  ).filter(([action]) => action !== 'rewrite' || report.decisions.some((one) => one.action === 'rewrite'));
  const row = (name: string, decisions: readonly Decision[]) => [
    name,
    ...columns.map(([action]) => shown(decisions.filter((one) => one.action === action).length)),
    shown(decisions.length),
  ];
  const rows = table([
    [words.kind, ...columns.map(([, title]) => title), words.total],
    ...kindsOf(report.decisions).map((kind) =>
      row(
        kind,
        report.decisions.filter((one) => one.finding.kind === kind),
      ),
    ),
    row(words.total, report.decisions),
  ]).map((line) => `  ${line}`);
  return rows.map((line, index) => (index === 0 || index === rows.length - 1 ? chalk.dim(line) : line));
}

/** A table of zeros hides its numbers. */
function shown(count: number): string {
  return count === 0 ? '·' : String(count);
}
