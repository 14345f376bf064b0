import { defaultSeverity } from '../check/severity.js';
import { type FindingKind, type Problem, type Report, SEVERITIES, type Severity } from '../finding.js';
import { printable } from './printable.js';
import { redactAll } from './redact.js';

/** What hurts most when it is forgotten comes first: keys, then where requests go, then what they ask for. */
export const WEIGHT: Readonly<Record<FindingKind, number>> = {
  credential: 0,
  client: 1,
  endpoint: 2,
  unsupported: 3,
  call: 4,
  vectors: 5,
  model: 6,
  parameter: 7,
  response: 8,
  tokenizer: 9,
  type: 10,
  dependency: 11,
  import: 12,
  docs: 13,
};

/** What a report complains of, in its order. `scan` and `migrate` complain of whatever has to be moved. */
export function problemsOf(report: Report): readonly Problem[] {
  if (report.check) return report.check.problems;
  return report.decisions
    .filter(({ action }) => action !== 'none')
    .map((decision) => ({ decision, severity: defaultSeverity(decision), package: '.', excerpt: null }));
}

/** For formats that show only so many. */
export function worstProblems(problems: readonly Problem[]): Problem[] {
  return [...problems].sort(
    (a, b) =>
      SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) ||
      Number(isLiveKey(b)) - Number(isLiveKey(a)) ||
      WEIGHT[a.decision.finding.kind] - WEIGHT[b.decision.finding.kind] ||
      byPlace(a, b),
  );
}

/** A key that looks live: nothing is worse. */
export function isLiveKey({ decision }: Problem): boolean {
  return decision.reason === 'literal-key';
}

function byPlace({ decision: { finding: a } }: Problem, { decision: { finding: b } }: Problem): number {
  if (a.file !== b.file) return a.file < b.file ? -1 : 1;
  return a.range.start.offset - b.range.start.offset || (a.rule < b.rule ? -1 : 1);
}

export function countSeverities(problems: readonly Problem[]): Readonly<Record<Severity, number>> {
  const counts = { error: 0, warning: 0, info: 0 };
  for (const { severity } of problems) counts[severity] += 1;
  return counts;
}

/** `2 errors, 1 warning`; English, for tools. */
export function countsText(problems: readonly Problem[]): string {
  const counts = countSeverities(problems);
  const parts = [
    counts.error > 0 ? plural(counts.error, 'error') : '',
    counts.warning > 0 ? plural(counts.warning, 'warning') : '',
    counts.info > 0 ? `${counts.info} info` : '',
  ].filter(Boolean);
  return parts.length > 0 ? parts.join(', ') : 'nothing found';
}

/** What was set aside and why, and what became of the baseline. */
export function asideText({ check }: Report): string[] {
  if (!check) return [];
  const count = (by: string) => check.aside.filter((one) => one.by === by).length;
  const counted = (
    [
      ['suppressed', 'suppressed'],
      ['allowed', 'allowed'],
      ['baseline', 'known from the baseline'],
      ['unchanged', 'on lines that did not change'],
      ['off', 'of rules that are off'],
    ] as const
  ).flatMap(([by, words]) => (count(by) > 0 ? [`${count(by)} ${words}`] : []));
  const fixed = check.baseline?.fixed.length ?? 0;
  return [...counted, ...(fixed > 0 ? [`${fixed} of the baseline fixed`] : [])];
}

export function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** One line for a document or a log: nothing secret in it, no control character. */
export function redactor(report: Report): (text: string) => string {
  const secrets = report.changes.flatMap((change) => change.secrets);
  return (text) => printable(redactAll(text, secrets).replace(/\s+/g, ' ').trim());
}

/** The path as the repository has it, where the run looked at a part of one. */
export function repositoryPath(file: string, prefix: string | undefined): string {
  return (prefix ?? '') + file;
}
