import type { Decision, Report } from '../finding.js';

/** The one JSON document of a run, as `src/schema/report.json` describes it; ends in one newline. */
export function renderJson(
  report: Report,
  tool: { readonly name: string; readonly version: string },
): string {
  const { command, root, target, stats, decisions, skipped, diagnostics } = report;
  const document = {
    schemaVersion: 1,
    tool,
    command,
    root,
    target,
    stats,
    findings: decisions.map(findingOf),
    skipped,
    diagnostics,
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

function findingOf({ finding, action, message, reason, help, edits }: Decision) {
  const { id, rule, kind, dialect, file, range, text, confidence, related } = finding;
  return {
    id,
    rule,
    kind,
    dialect,
    file,
    range,
    text,
    confidence,
    action,
    message,
    reason,
    help,
    edits,
    related,
  };
}
