import { baselineEntry } from '../check/baseline.js';
import { fixCommand } from '../check/fix-hint.js';
import type { Terminal } from '../cli.js';
import { BanjiaError } from '../errors.js';
import type { CheckResult, Problem, Report } from '../finding.js';
import { reportOf } from '../run.js';
import { writeBaseline } from './baseline-file.js';
import { type CheckFlags, type CheckRun, runCheck } from './check-run.js';
import { outputsOf, outputsOfPlace, writeReport } from './output.js';
import { placeOf } from './shared.js';

/** `banjia check`: 1 when OpenAI usage is left that nobody accepted. */
export async function checkCommand(
  paths: readonly string[],
  flags: CheckFlags,
  terminal: Terminal,
): Promise<number> {
  const outputs = outputsOf(flags) ?? outputsOfPlace(process.env);
  const place = await placeOf(paths, flags);
  const run = await runCheck(place, flags);
  if (flags.updateBaseline || flags.pruneBaseline) return rewriteBaseline(run, flags, terminal);
  await writeReport(reportWith(run, flags, paths), outputs, place.root, flags, terminal);
  return exitCode(run);
}

function reportWith(run: CheckRun, flags: CheckFlags, paths: readonly string[]): Report {
  const { result, checked, target } = run;
  const hinted = checked.result.problems.map((problem) => ({
    problem,
    command: fixCommand(problem.decision, target?.provider.id ?? null),
  }));
  const problems: readonly Problem[] = flags.fixHint
    ? hinted.map(({ problem, command }) => ({ ...problem, fix: command }))
    : checked.result.problems;
  const steps = flags.fixHint
    ? [...new Set(hinted.map(({ command }) => command))]
    : problems.length > 0
      ? [['banjia migrate --to', target?.provider.id ?? '<provider>', '--dry-run', ...paths].join(' ')]
      : [];
  const report = reportOf(
    'check',
    { ...result, diagnostics: [...result.diagnostics, ...checked.diagnostics] },
    target,
    steps,
  );
  const check: CheckResult = { ...checked.result, problems };
  return { ...report, decisions: problems.map(({ decision }) => decision), check };
}

function exitCode({ result, checked }: CheckRun): number {
  const { failing, maxFindings, failOn } = checked.result;
  if (failing > maxFindings) return 1;
  // Asked for by `unusedSuppressions: "error"`.
  if (failOn !== 'never' && checked.diagnostics.some(({ severity }) => severity === 'error')) return 1;
  // A file that could not be read or parsed was not checked: clean would be a guess.
  return result.diagnostics.some(({ severity }) => severity === 'error') ? 2 : 0;
}

/** Accepts what is there, or drops what is gone; says in numbers what that changed. */
function rewriteBaseline(run: CheckRun, flags: CheckFlags, terminal: Terminal): number {
  const { baseline, checked, settings } = run;
  if (settings.changed)
    throw new BanjiaError(
      'bad-option',
      'a baseline holds the whole repository, not what changed',
      'Leave --since and --staged out.',
    );
  if (!baseline)
    throw new BanjiaError('bad-option', '--no-baseline leaves nothing to write', 'Leave it out.');
  const gone = new Set(checked.result.baseline?.fixed.map(({ id }) => id));
  const kept = baseline.entries.filter(({ id }) => !gone.has(id));
  const added = flags.updateBaseline
    ? checked.result.problems.map(({ decision }) => baselineEntry(decision))
    : [];
  writeBaseline(baseline.path, [...kept, ...added]);
  terminal.out(
    `${baseline.name}: ${kept.length + added.length} accepted, ${added.length} new, ${gone.size} gone.\n`,
  );
  // A file that could not be analysed has nothing accepted: said, since the next run may find it.
  for (const { severity, file, message } of run.result.diagnostics)
    terminal.err(`${severity}: ${file ? `${file}: ` : ''}${message}\n`);
  return 0;
}
