import type { Decision, FindingKind, Severity } from '../finding.js';
import { matcher, ruleMatches } from './globs.js';

/** What the configuration may say of a rule. */
export type Level = Severity | 'off';

/** Rule, `dialect/*`, `*` or the id of a reason → level. */
export type Levels = Readonly<Record<string, Level>>;

export interface LevelOverride {
  /** In the syntax of `.gitignore`. */
  readonly files: readonly string[];
  readonly severity: Levels;
}

/** What costs nothing while it lies there: a name in a manifest, a counter that is a little off. */
const MILD: ReadonlySet<FindingKind> = new Set<FindingKind>([
  'dependency',
  'tokenizer',
  'response',
  'type',
  'docs',
]);

/** Without a word of the configuration: what is proved is an error, what is likely a warning, a guess a hint. */
export function defaultSeverity(decision: Decision): Severity {
  if (decision.severity) return decision.severity;
  const { confidence, kind } = decision.finding;
  if (confidence === 'possible') return 'info';
  return confidence === 'probable' || MILD.has(kind) ? 'warning' : 'error';
}

/** The level of each decision: the last override that fits its file and rule, else the general table, else the default. */
export function leveller(levels: Levels, overrides: readonly LevelOverride[]): (decision: Decision) => Level {
  const tables = [
    { fits: () => true, levels },
    ...overrides.map(({ files, severity }) => ({ fits: matcher(files), levels: severity })),
  ].reverse();
  return (decision) => {
    for (const table of tables) {
      const level = table.fits(decision.finding.file) ? levelIn(table.levels, decision) : undefined;
      if (level) return level;
    }
    return defaultSeverity(decision);
  };
}

/** The narrowest name wins: the rule, the reason, the dialect, everything. */
function levelIn(levels: Levels, { finding, reason }: Decision): Level | undefined {
  const names = [finding.rule, ...(reason ? [reason] : []), `${finding.dialect}/*`, '*'];
  const name = names.find((one) => Object.hasOwn(levels, one));
  return name === undefined ? undefined : levels[name];
}

/** Where OpenAI is meant to stay. Without `files` and `packages` it fits everything, so one of them is asked for. */
export interface Allowance {
  /** In the syntax of `.gitignore`. */
  readonly files?: readonly string[];
  /** Names of workspace packages. */
  readonly packages?: readonly string[];
  readonly rules?: readonly string[];
  readonly reason?: string;
}

/** The entry of `allow` that a place falls under, by its index. */
export function allower(
  entries: readonly Allowance[],
): (decision: Decision, packageName: string) => number | undefined {
  const tests = entries.map(({ files, packages, rules }) => {
    const inFiles = matcher(files ?? []);
    return ({ finding }: Decision, packageName: string) =>
      (inFiles(finding.file) || packages?.includes(packageName) === true) &&
      (rules === undefined || rules.some((rule) => ruleMatches(rule, finding.rule)));
  });
  return (decision, packageName) => {
    const at = tests.findIndex((test) => test(decision, packageName));
    return at < 0 ? undefined : at;
  };
}
