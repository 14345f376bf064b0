import type { Decision, FileChange, Target } from '../finding.js';
import { findProvider } from '../providers/index.js';
import { renderDiff } from './diff.js';
import { printablePath } from './printable.js';
import { byHandText } from './text-by-hand.js';
import {
  byFile,
  countKinds,
  coverage,
  fileCount,
  hang,
  isGuess,
  isQuiet,
  nextSteps,
  placeOf,
  said,
  type View,
} from './text-parts.js';
import { pad, widthOf } from './width.js';

/** Reasons above one file's diff before the rest is only counted. */
const MAX_REASONS = 8;
/** Lines of one file's diff in a terminal; a pipe gets all. */
const MAX_DIFF_LINES = 400;
const MAX_NAME_WIDTH = 60;
/** Files with nothing to do before they are only counted. */
const MAX_QUIET_FILES = 8;

/** `migrate`: where OpenAI was found, the diff with its reasons, what is left to do. */
export function migrateText(view: View): string[] {
  const { report, words, chalk } = view;
  const title = report.target
    ? [chalk.bold(words.migrates(targetName(report.target, view))), ...routes(report.target, view), '']
    : [];
  if (report.decisions.length === 0 && report.changes.length === 0)
    return [...title, words.clean(report.stats.filesRead), ...coverage(view).slice(1), ...nextSteps(view)];
  const manual = report.decisions.filter((one) => one.action === 'manual');
  const stays = report.decisions.filter((one) => one.action === 'none');
  return [
    ...title,
    ...fileList(view),
    ...report.changes.flatMap((change, index) => changeText(change, index === 0, view)),
    ...byHandText(manual, view),
    ...seenText(stays, view),
    '',
    chalk.bold(words.summary),
    ...summary(manual, stays, view),
    ...coverage(view),
    ...nextSteps(view),
  ];
}

function routes({ routes: groups = {} }: Target, view: View): string[] {
  return Object.entries(groups).map(([group, one]) => `  ${group} → ${targetName(one, view)}`);
}

function targetName({ provider, region }: Pick<Target, 'provider' | 'region'>, view: View): string {
  return view.words.target(findProvider(provider)?.name[view.lang] ?? provider, provider, region);
}

function fileList(view: View): string[] {
  const all = [...byFile(view.report.decisions)];
  if (all.length === 0) return [];
  const { words, chalk, columns, verbose } = view;
  const busy = all.filter(([, decisions]) => !decisions.every(isQuiet));
  const isShort = verbose || all.length - busy.length <= MAX_QUIET_FILES;
  const files = isShort ? all : busy;
  const width = Math.min(MAX_NAME_WIDTH, Math.max(0, ...files.map(([file]) => widthOf(printablePath(file)))));
  return [
    chalk.bold(words.findings(view.report.decisions.length, all.length)),
    ...files.map(([file, decisions]) =>
      hang(`  ${pad(printablePath(file), width)}  `, actions(decisions, view), columns),
    ),
    ...(isShort ? [] : [chalk.dim(`  ${words.quietFiles(all.length - busy.length)}`)]),
  ];
}

function actions(decisions: readonly Decision[], { words }: View): string {
  const counts = [
    [decisions.filter((one) => one.action === 'rewrite').length, words.rewritten],
    [decisions.filter((one) => one.action === 'manual').length, words.byHand],
    [decisions.filter((one) => one.action === 'none').length, words.stays],
  ] as const;
  return counts
    .filter(([count]) => count > 0)
    .map(([count, name]) => `${count} ${name}`)
    .join(words.between);
}

function changeText(change: FileChange, isFirst: boolean, view: View): string[] {
  const { chalk, words, columns, verbose, lang } = view;
  const reasons = verbose ? change.reasons : change.reasons.slice(0, MAX_REASONS);
  const rest = change.reasons.length - reasons.length;
  const diff = renderDiff(change, {
    chalk,
    lang,
    wordEmphasis: chalk.level > 0,
    // Without colour it goes to a file or a pipe, where nothing may be missing.
    ...(chalk.level > 0 && !verbose ? { maxLines: MAX_DIFF_LINES } : {}),
  });
  return [
    '',
    ...(isFirst ? [chalk.bold(words.changes(view.report.changes.length)), ''] : []),
    // Above the header, where `git apply` skips it.
    ...reasons.map((reason) => chalk.dim(hang('# ', view.clean(reason), columns))),
    ...(rest > 0 ? [chalk.dim(`# ${words.moreReasons(rest)}`)] : []),
    diff.replace(/\n$/, ''),
  ];
}

function seenText(stays: readonly Decision[], view: View): string[] {
  if (stays.length === 0) return [];
  const { chalk, words, columns, verbose } = view;
  const title = ['', chalk.bold(words.seen(stays.length))];
  if (!verbose) return [...title, hang('  ', countKinds(stays, words), columns)];
  return [...title, ...stays.map((one) => hang(`  ${chalk.dim(placeOf(one))}  `, said(one, view), columns))];
}

function summary(manual: readonly Decision[], stays: readonly Decision[], view: View): string[] {
  const { report, words, chalk } = view;
  const rewritten = report.decisions.filter((one) => one.action === 'rewrite').length;
  const proved = manual.filter((one) => !isGuess(one));
  const guesses = manual.length - proved.length;
  return [
    `  ${chalk.green(words.rewrittenIn(rewritten, report.changes.length))}`,
    `  ${proved.length > 0 ? chalk.yellow(words.byHandIn(proved.length, fileCount(proved))) : words.byHandIn(0, 0)}`,
    ...(guesses > 0 ? [`  ${words.guesses(guesses)}`] : []),
    `  ${words.mayStay(stays.length)}`,
  ];
}
