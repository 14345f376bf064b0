import type { Decision } from '../finding.js';
import { helpText, worstFirst } from './text-by-hand.js';
import { failures, fileCount, grouped, nextSteps, placeOf, said, type View } from './text-parts.js';

/** `check`: a line for each place that is left, for people and for problem matchers; one line when there is none. */
export function checkText(view: View): string[] {
  const { report, words, chalk } = view;
  const lingering = report.decisions.filter((decision) => decision.action !== 'none');
  const failed = failures(report);
  if (lingering.length === 0)
    return [failed > 0 ? chalk.red(words.uncertain(failed)) : chalk.green(words.left)];
  return [
    ...worstFirst(lingering).flatMap((group) => groupText(group, view)),
    '',
    chalk.red(words.lingering(lingering.length, fileCount(lingering))),
    ...(failed > 0 ? [chalk.red(words.failed(failed))] : []),
    ...nextSteps(view),
  ];
}

/** The same next step is said once, below the places it is about. */
function groupText(group: readonly Decision[], view: View): string[] {
  return [...grouped(group, (decision) => decision.help)].flatMap(([help, members]) => [
    ...members.map((decision) => placeLine(decision, view)),
    ...helpText(help, view),
  ]);
}

/** Never broken into lines: tools read it. */
function placeLine(decision: Decision, view: View): string {
  const message = said(decision, view).replace(/\s+/g, ' ');
  return `${view.chalk.cyan(placeOf(decision))}  ${view.chalk.dim(decision.finding.rule)}  ${message}`;
}
