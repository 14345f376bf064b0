import type { Problem, Report, Severity } from '../finding.js';
import type { PathContext } from './checkstyle.js';
import { countsText, plural, problemsOf, redactor, repositoryPath, worstProblems } from './problems.js';

/** GitHub shows as many of each kind a step, and drops the rest without a word (actions/toolkit#734). */
export const MAX_ANNOTATIONS = 10;

const COMMANDS = { error: 'error', warning: 'warning', info: 'notice' } as const;

/**
 * Annotations as workflow commands, worst first. Where there are more of a kind than GitHub shows, each file gets one,
 * which says how many more it has; a last line counts what the job summary holds.
 */
export function renderGithub(report: Report, { prefix }: PathContext): string {
  const clean = redactor(report);
  const problems = worstProblems(problemsOf(report));
  const kinds: readonly Severity[] = ['error', 'warning', 'info'];
  const shown = kinds.flatMap((kind) => chosen(problems.filter(({ severity }) => severity === kind)));
  const lines = shown.map(({ problem, more }) => annotation(problem, more, clean, prefix));
  const omitted = problems.length - shown.length;
  if (omitted > 0)
    lines.push(`banjia: ${countsText(problems)}; ${shown.length} annotated, all are in the job summary.`);
  return lines.length > 0 ? `${lines.join('\n')}\n` : `banjia: ${countsText(problems)}\n`;
}

interface Annotation {
  readonly problem: Problem;
  /** Further problems of the same kind in the file. */
  readonly more: number;
}

function chosen(problems: readonly Problem[]): Annotation[] {
  if (problems.length <= MAX_ANNOTATIONS) return problems.map((problem) => ({ problem, more: 0 }));
  const files = new Map<string, Problem[]>();
  for (const problem of problems) {
    const { file } = problem.decision.finding;
    files.set(file, [...(files.get(file) ?? []), problem]);
  }
  return [...files.values()]
    .slice(0, MAX_ANNOTATIONS)
    .flatMap(([first, ...rest]) => (first ? [{ problem: first, more: rest.length }] : []));
}

function annotation(
  { decision, severity }: Problem,
  more: number,
  clean: (text: string) => string,
  prefix: string | undefined,
): string {
  const { finding, message, help } = decision;
  const { start, end } = finding.range;
  const properties = {
    file: repositoryPath(finding.file, prefix),
    line: start.line,
    endLine: end.line,
    col: start.column,
    // GitHub takes columns on one line only.
    ...(start.line === end.line ? { endColumn: end.column } : {}),
    title: `banjia ${finding.rule}`,
  };
  const list = Object.entries(properties).map(([name, value]) => `${name}=${escapeProperty(String(value))}`);
  const rest = more > 0 ? [`(${plural(more, 'more place')} in this file)`] : [];
  const text = [clean(message), ...(help ? [clean(help)] : []), ...rest].join('\n');
  return `::${COMMANDS[severity]} ${list.join(',')}::${escapeData(text)}`;
}

/** As `@actions/core` escapes them. */
function escapeData(text: string): string {
  return text.replace(/%/g, '%25').replace(/\r/g, '%0D').replace(/\n/g, '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replace(/:/g, '%3A').replace(/,/g, '%2C');
}
