import {
  type AsideReason,
  type Decision,
  type Problem,
  type Report,
  SEVERITIES,
  type Severity,
} from '../finding.js';
import { printable } from './printable.js';
import { countSeverities, problemsOf } from './problems.js';
import { helpText, worstFirst } from './text-by-hand.js';
import { failures, fileCount, grouped, nextSteps, placeOf, said, table, type View } from './text-parts.js';
import { widthOf } from './width.js';

/** Places that are shown with their source before the rest is one line each. */
const MAX_FRAMES = 20;

const ASIDE: readonly AsideReason[] = ['suppressed', 'allowed', 'baseline', 'unchanged', 'off'];

/**
 * `check`: a line for each place that is left, for people and for problem matchers, with the source below it; one line
 * when there is none.
 */
export function checkText(view: View): string[] {
  const { report, words, chalk } = view;
  const problems = problemsOf(report);
  const failed = failures(report);
  if (problems.length === 0) {
    const verdict = failed > 0 ? chalk.red(words.uncertain(failed)) : chalk.green(words.left);
    return [verdict, ...aside(view)];
  }
  const decisions = problems.map(({ decision }) => decision);
  return [
    ...list(problems, view),
    '',
    ...packages(problems, view),
    summary(problems, decisions, view),
    ...(failed > 0 ? [chalk.red(words.failed(failed))] : []),
    ...aside(view),
    ...nextSteps(view),
  ];
}

function list(problems: readonly Problem[], view: View): string[] {
  const byDecision = new Map(problems.map((problem) => [problem.decision, problem]));
  const groups = worstFirst(problems.map(({ decision }) => decision));
  let frames = view.verbose ? problems.length : MAX_FRAMES;
  return groups.flatMap((group) =>
    // The same next step is said once, below the places it is about.
    [...grouped(group, (decision) => decision.help)].flatMap(([help, members]) => [
      ...members.flatMap((decision) => {
        const problem = byDecision.get(decision);
        if (!problem) return [];
        frames -= 1;
        return [placeLine(problem, view), ...(frames >= 0 ? frame(problem, view) : [])];
      }),
      ...helpText(help, view),
    ]),
  );
}

/** Never broken into lines: editors, terminals and problem matchers read it. */
function placeLine({ decision, severity }: Problem, view: View): string {
  const { chalk, words } = view;
  const message = said(decision, view).replace(/\s+/g, ' ');
  const level = tone(severity, view)(words.severity[severity]);
  return `${chalk.cyan(placeOf(decision))}  ${level}  ${chalk.dim(decision.finding.rule)}  ${message}`;
}

function tone(severity: Severity, { chalk }: View): (text: string) => string {
  return { error: chalk.red, warning: chalk.yellow, info: chalk.blue }[severity];
}

/** The source with the token underlined. */
function frame({ excerpt, severity }: Problem, view: View): string[] {
  if (!excerpt) return [];
  const { chalk } = view;
  const last = excerpt.first + excerpt.lines.length - 1;
  const width = String(last).length;
  const lines = excerpt.lines.map((text, index) => {
    const number = String(excerpt.first + index).padStart(width);
    return `  ${chalk.dim(`${number} │`)} ${printable(text)}`.trimEnd();
  });
  const source = excerpt.lines.at(-1) ?? '';
  const before = widthOf(printable(source.slice(0, excerpt.column - 1)));
  const token = widthOf(printable(source.slice(excerpt.column - 1, excerpt.column - 1 + excerpt.length)));
  const underline = ' '.repeat(before) + tone(severity, view)('^'.repeat(Math.max(1, token)));
  return [...lines, `  ${chalk.dim(`${' '.repeat(width)} │`)} ${underline}`];
}

function summary(problems: readonly Problem[], decisions: readonly Decision[], view: View): string {
  const { report, words, chalk } = view;
  const counts = words.severities(countSeverities(problems));
  const text = `${words.lingering(problems.length, fileCount(decisions))} (${counts})`;
  const { check } = report;
  if (check && check.failing === 0) return chalk.yellow(text);
  if (check && check.failing <= check.maxFindings)
    return chalk.yellow(`${text} ${words.putUpWith(check.failing, check.maxFindings)}`);
  return chalk.red(text);
}

/** Only where there are several. */
function packages(problems: readonly Problem[], { words, chalk }: View): string[] {
  const names = [...grouped(problems, (one) => one.package)].sort(([a], [b]) => (a < b ? -1 : 1));
  if (names.length < 2) return [];
  const rows = names.map(([name, own]) => {
    const counts = countSeverities(own);
    return [
      printable(name),
      ...SEVERITIES.map((severity) => (counts[severity] === 0 ? '·' : String(counts[severity]))),
    ];
  });
  const head = ['', ...SEVERITIES.map((severity) => words.severity[severity])];
  return [chalk.bold(words.packages), ...table([head, ...rows]).map((line) => `  ${line}`), ''];
}

function aside(view: View): string[] {
  const { words, chalk } = view;
  const { check }: Report = view.report;
  if (!check) return [];
  const counts = ASIDE.flatMap((by) => {
    const count = check.aside.filter((one) => one.by === by).length;
    return count > 0 ? [words.aside[by](count)] : [];
  });
  const fixed = check.baseline?.fixed ?? [];
  return [
    ...(counts.length > 0 ? [chalk.dim(words.notReported + counts.join(words.between))] : []),
    ...(fixed.length > 0 ? [chalk.green(words.fixed(fixed.length))] : []),
    ...(view.verbose
      ? fixed.map(({ file, rule, text }) => chalk.dim(`  ${view.clean(`${file}  ${rule}  ${text}`)}`))
      : []),
  ];
}
