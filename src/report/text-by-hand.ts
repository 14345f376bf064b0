import type { Confidence, Decision } from '../finding.js';
import { findProvider } from '../providers/index.js';
import { isReason, reasonTitle } from '../reasons.js';
import { WEIGHT } from './problems.js';
import { grouped, hang, isGuess, placeOf, said, type View } from './text-parts.js';
import { relatedLines } from './text-scan.js';
import { pad, widthOf, wrap } from './width.js';

/** Places of one reason before the rest is only counted. */
const MAX_PLACES = 25;
/** A location longer than this does not push the others to the right. */
const MAX_PLACE_WIDTH = 44;

const CERTAINTY: readonly Confidence[] = ['certain', 'probable', 'possible'];

/** "Left to do by hand": a group for each reason, its places, and what to do about them once. Guesses come apart. */
export function byHandText(decisions: readonly Decision[], view: View): string[] {
  const proved = decisions.filter((one) => !isGuess(one));
  const guesses = decisions.filter(isGuess);
  return [
    ...section(view.words.leftByHand(proved.length), proved, view),
    ...section(view.words.worthALook(guesses.length), guesses, view),
  ];
}

function section(title: string, decisions: readonly Decision[], view: View): string[] {
  if (decisions.length === 0) return [];
  const lines = ['', view.chalk.bold(title)];
  for (const group of worstFirst(decisions)) lines.push('', ...groupText(group, view));
  return lines;
}

/** Groups of one reason each; surer ones first, then by what they concern, then larger ones. */
export function worstFirst(decisions: readonly Decision[]): Decision[][] {
  return [...grouped(decisions, (decision) => decision.reason).values()]
    .map((group) => ({ group, key: badness(group), reason: group[0]?.reason ?? '' }))
    .sort((a, b) => a.key - b.key || b.group.length - a.group.length || (a.reason < b.reason ? -1 : 1))
    .map(({ group }) => group);
}

function badness(group: readonly Decision[]): number {
  return Math.min(
    ...group.map(({ finding }) => CERTAINTY.indexOf(finding.confidence) * 100 + WEIGHT[finding.kind]),
  );
}

function groupText(group: readonly Decision[], view: View): string[] {
  const { chalk, columns } = view;
  const [first] = group;
  const title = first ? titleOf(first, view) : '';
  const heading = hang(`  ${chalk.yellow('●')} `, `${title} (${group.length})`, columns);
  const id = first?.reason ? chalk.dim(`  ${first.reason}`) : '';
  const lines = [`${chalk.bold(heading)}${id}`];
  // One reason may have a different next step for each place.
  for (const [help, members] of grouped(group, (decision) => decision.help))
    lines.push(...placesText(members, view), ...helpText(help, view));
  return lines;
}

function titleOf({ reason }: Decision, view: View): string {
  if (reason === null) return view.words.otherReason;
  const id = view.report.target?.provider;
  const name = id === undefined ? view.words.theTarget : (findProvider(id)?.name[view.lang] ?? id);
  return isReason(reason) ? reasonTitle(reason, { provider: name, providerId: id ?? '<provider>' }) : reason;
}

function placesText(members: readonly Decision[], view: View): string[] {
  const shown = view.verbose ? members : members.slice(0, MAX_PLACES);
  const width = Math.min(MAX_PLACE_WIDTH, Math.max(...shown.map((one) => widthOf(placeOf(one)))));
  const lines = shown.flatMap((decision) => {
    const prefix = `    ${view.chalk.cyan(pad(placeOf(decision), width))}  `;
    const line = hang(prefix, said(decision, view), view.columns);
    return view.verbose ? [line, ...relatedLines(decision, 6, view)] : [line];
  });
  const rest = members.length - shown.length;
  return rest > 0 ? [...lines, view.chalk.dim(`    ${view.words.morePlaces(rest)}`)] : lines;
}

/** What to do, below the places it is about. */
export function helpText(help: string | null, { chalk, columns, clean }: View): string[] {
  if (help === null || help === '') return [];
  return [`    ${chalk.green('→')} ${wrap(clean(help), columns, ' '.repeat(6)).slice(6)}`];
}
