import type { Aside, Decision, Problem, Report, Skipped } from '../finding.js';
import { kindOf } from '../pipeline/file-kinds.js';

/** What became of a place that looks like OpenAI. */
export type Fate =
  | 'rewritten'
  | 'manual'
  | 'inventory'
  | 'suppressed'
  | 'allowed'
  | 'accepted'
  | 'out-of-scope'
  | 'nothing-seen';

/** One answer of `banjia why`. */
export interface Answer {
  readonly fate: Fate;
  /** Which step decided: `discover`, `prefilter`, `parse`, `find`, `plan`, `verify`, `check`. */
  readonly step: string;
  readonly explanation: string;
  readonly decision: Decision | null;
}

export interface WhyInput {
  readonly file: string;
  readonly line: number;
  readonly report: Report;
  /** Whether the text was kept for a closer look. */
  readonly isKept: boolean;
  /** Whether there is such a file. */
  readonly exists: boolean;
}

/** Every finding that touches a line, or why there is none. */
export function whyAt(input: WhyInput): Answer[] {
  const { file, line, report } = input;
  const touching = report.decisions.filter(
    ({ finding: { file: own, range } }) => own === file && range.start.line <= line && line <= range.end.line,
  );
  if (touching.length === 0) return [nothing(input)];
  const problems = new Map(report.check?.problems.map((one) => [one.decision, one]));
  const aside = new Map(report.check?.aside.map((one) => [one.decision, one]));
  return touching.map((decision) => answer(decision, problems.get(decision), aside.get(decision), report));
}

function answer(
  decision: Decision,
  problem: Problem | undefined,
  aside: Aside | undefined,
  report: Report,
): Answer {
  const base = { decision } as const;
  if (aside) return { ...base, ...asideAnswer(aside) };
  if (decision.action === 'none')
    return { ...base, fate: 'inventory', step: 'plan', explanation: 'seen, and may stay as it is' };
  const reported = problem ? `; check reports it as ${problem.severity}` : '';
  if (decision.action === 'rewrite') {
    const to = report.target?.provider ?? '<provider>';
    return {
      ...base,
      fate: 'rewritten',
      step: 'plan',
      explanation: `banjia migrate --to ${to} --write rewrites it${reported}`,
    };
  }
  const step = decision.reason === 'edit-failed' ? 'verify' : 'plan';
  return { ...base, fate: 'manual', step, explanation: `left to a person (${decision.reason})${reported}` };
}

function asideAnswer({ by, note }: Aside): Pick<Answer, 'fate' | 'step' | 'explanation'> {
  const said = note ? `: ${note}` : '';
  switch (by) {
    case 'suppressed':
      return { fate: 'suppressed', step: 'check', explanation: `a comment suppresses it${said}` };
    case 'allowed':
      return { fate: 'allowed', step: 'check', explanation: `check.allow of the configuration${said}` };
    case 'baseline':
      return { fate: 'accepted', step: 'check', explanation: 'the baseline accepts it' };
    case 'off':
      return { fate: 'out-of-scope', step: 'check', explanation: 'its rule is off in the configuration' };
    case 'confidence':
      return { fate: 'out-of-scope', step: 'check', explanation: 'less sure than --min-confidence asks for' };
    default:
      return { fate: 'out-of-scope', step: 'check', explanation: 'not on a changed line' };
  }
}

function nothing({ file, report, isKept, exists }: WhyInput): Answer {
  const none = (fate: Fate, step: string, explanation: string): Answer => ({
    fate,
    step,
    explanation,
    decision: null,
  });
  const skipped = report.skipped.find((one) => covers(one, file));
  if (skipped) return none('out-of-scope', 'discover', `${skipped.file} is left out: ${skipped.reason}`);
  if (!exists) return none('nothing-seen', 'discover', 'there is no such file');
  if (kindOf(file) === undefined) return none('out-of-scope', 'discover', 'files of this kind are not read');
  const broken = report.diagnostics.find((one) => one.file === file && one.severity === 'error');
  if (broken) return none('out-of-scope', 'parse', broken.message);
  if (!isKept)
    return none('nothing-seen', 'prefilter', 'nothing in the file looks like OpenAI, so it was not parsed');
  return none('nothing-seen', 'find', 'nothing on this line looks like OpenAI');
}

/** The file, or a folder that holds it. */
function covers({ file: path }: Skipped, file: string): boolean {
  return path === file || file.startsWith(`${path}/`);
}
