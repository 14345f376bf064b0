import type { Decision, Edit, Position, Report } from '../finding.js';
import { hasSecret, redactAll } from './redact.js';

export interface Tool {
  readonly name: string;
  readonly version: string;
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
    findings: report.decisions.map((decision) => findingOf(decision, secrets, clean)),
    skipped: report.skipped.map(({ file, reason }) => ({ file, reason })),
    diagnostics: report.diagnostics.map(({ severity, file, message }) => ({
      severity,
      file,
      message: clean(message),
    })),
  };
  return `${JSON.stringify(document, null, 2)}\n`;
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
