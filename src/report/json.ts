import type { Aside, CheckResult, Decision, Edit, Position, Problem, Report } from '../finding.js';
import { ruleUri } from './links.js';
import { countSeverities } from './problems.js';
import { hasSecret, redactAll } from './redact.js';

export interface Tool {
  readonly name: string;
  readonly version: string;
  /** Where its sources and pages are, `https://…`; absent where package.json names no place. */
  readonly repository?: string | null;
}

/** Goes up only when a field changes its meaning. `src/schema/report.json` describes the document. */
export const SCHEMA_VERSION = 1;

/** The document of `--json`: one object, two blanks of indentation, one line feed at the end. */
export function renderJson(report: Report, tool: Tool): string {
  const secrets = report.changes.flatMap((change) => change.secrets);
  const clean = (text: string) => redactAll(text, secrets);
  const { target, stats } = report;
  const document = {
    schemaVersion: SCHEMA_VERSION,
    tool: { name: tool.name, version: tool.version },
    command: report.command,
    root: report.root,
    target: target && {
      provider: target.provider,
      mode: target.mode,
      region: target.region,
      ...(target.routes ? { routes: target.routes } : {}),
    },
    stats: {
      filesDiscovered: stats.filesDiscovered,
      filesRead: stats.filesRead,
      filesParsed: stats.filesParsed,
      filesSkipped: stats.filesSkipped,
      elapsedMs: stats.elapsedMs,
    },
    findings: report.check
      ? report.check.problems.map((problem) => problemOf(problem, secrets, clean, tool))
      : report.decisions.map((decision) => findingOf(decision, secrets, clean)),
    skipped: report.skipped.map(({ file, reason }) => ({ file, reason })),
    diagnostics: report.diagnostics.map(({ severity, file, line, message }) => ({
      severity,
      file,
      ...(line === undefined ? {} : { line }),
      message: clean(message),
    })),
    ...(report.check ? { check: checkOf(report.check, clean) } : {}),
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

function problemOf(
  { decision, severity, package: name, fix }: Problem,
  secrets: readonly string[],
  clean: (text: string) => string,
  tool: Tool,
) {
  const uri = ruleUri(decision.finding.rule, tool);
  return {
    ...findingOf(decision, secrets, clean),
    severity,
    package: name,
    ...(uri ? { docs: uri } : {}),
    ...(fix === undefined ? {} : { fix: clean(fix) }),
  };
}

function checkOf(check: CheckResult, clean: (text: string) => string) {
  const { failOn, failing, maxFindings, baseline } = check;
  return {
    counts: countSeverities(check.problems),
    failOn,
    maxFindings,
    failing,
    baseline: baseline && {
      file: baseline.file,
      known: check.aside.filter(({ by }) => by === 'baseline').length,
      fixed: baseline.fixed.map(({ id, rule, file }) => ({ id, rule, file })),
    },
    // Findings below --min-confidence are nobody's decision, and many.
    aside: check.aside.filter(({ by }) => by !== 'confidence').map((one) => asideOf(one, clean)),
  };
}

function asideOf({ decision, by, note }: Aside, clean: (text: string) => string) {
  const { id, rule, file, range } = decision.finding;
  const { line, column } = range.start;
  return { by, id, rule, file, line, column, note: note === null ? null : clean(note) };
}

function findingOf(decision: Decision, secrets: readonly string[], clean: (text: string) => string) {
  const { finding } = decision;
  const { edits, withheld } = editsOf(decision.edits, secrets);
  return {
    id: finding.id,
    rule: finding.rule,
    kind: finding.kind,
    dialect: finding.dialect,
    file: finding.file,
    range: { start: positionOf(finding.range.start), end: positionOf(finding.range.end) },
    text: clean(finding.text),
    confidence: finding.confidence,
    action: decision.action,
    message: clean(decision.message),
    reason: decision.reason,
    help: decision.help === null ? null : clean(decision.help),
    edits,
    ...(withheld ? { editsWithheld: true } : {}),
    related: finding.related.map(({ file, line, column, message }) => ({
      file,
      line,
      column,
      message: clean(message),
    })),
  };
}

/** An edit is applied as it stands, so one with a secret cannot be redacted; half of them would break the code. */
function editsOf(edits: readonly Edit[], secrets: readonly string[]) {
  const withheld = edits.some((edit) => hasSecret(edit.text, secrets));
  return {
    edits: withheld ? [] : edits.map(({ file, start, end, text }) => ({ file, start, end, text })),
    withheld,
  };
}

function positionOf({ line, column, offset }: Position): Position {
  return { line, column, offset };
}
