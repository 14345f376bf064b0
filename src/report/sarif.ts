import type { Aside, Decision, Diagnostic, Edit, FileChange, Problem, Report, Severity } from '../finding.js';
import { isReason, REASONS } from '../reasons.js';
import { ruleInfo } from '../rules.js';
import type { Tool } from './json.js';
import { ruleUri } from './links.js';
import { isLiveKey, problemsOf, redactor, repositoryPath, worstProblems } from './problems.js';
import { hasSecret } from './redact.js';

/** GitHub keeps as many results of a run. https://docs.github.com/code-security/code-scanning */
export const MAX_RESULTS = 5000;

const SCHEMA = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json';
const LEVELS = { error: 'error', warning: 'warning', info: 'note' } as const satisfies Record<
  Severity,
  string
>;
/** Name of the folder that paths are relative to. */
const BASE = 'SRCROOT';

export interface SarifContext {
  readonly tool: Tool;
  /** The root as seen from the top of the repository. */
  readonly prefix?: string;
}

/** SARIF 2.1.0. What a baseline or a comment accepts is not in it: viewers would show it as open. */
export function renderSarif(report: Report, context: SarifContext): string {
  return `${JSON.stringify(new Log(report, context).document(), null, 2)}\n`;
}

class Log {
  private readonly report: Report;
  private readonly context: SarifContext;
  private readonly problems: readonly Problem[];
  private readonly omitted: number;
  private readonly rules: readonly string[];
  private readonly positions: ReadonlyMap<string, FileChange>;
  private readonly clean: (text: string) => string;

  constructor(report: Report, context: SarifContext) {
    this.report = report;
    this.context = context;
    const all = problemsOf(report);
    this.problems = all.length > MAX_RESULTS ? worstProblems(all).slice(0, MAX_RESULTS) : all;
    this.omitted = all.length - this.problems.length;
    this.rules = [...new Set(this.problems.map(({ decision }) => decision.finding.rule))].sort();
    this.positions = new Map(report.changes.map((change) => [change.file, change]));
    this.clean = redactor(report);
  }

  document() {
    const { report, omitted } = this;
    return {
      $schema: SCHEMA,
      version: '2.1.0',
      runs: [
        {
          tool: { driver: this.driver() },
          originalUriBaseIds: { [BASE]: { description: { text: 'The top of the repository.' } } },
          columnKind: 'utf16CodeUnits',
          invocations: [
            {
              executionSuccessful: !report.diagnostics.some(({ severity }) => severity === 'error'),
              toolExecutionNotifications: report.diagnostics.map((one) => this.notification(one)),
            },
          ],
          results: this.problems.map((problem) => this.result(problem)),
          properties: {
            ...(report.check ? { setAside: asideCounts(report.check.aside) } : {}),
            ...(omitted > 0 ? { omittedResults: omitted } : {}),
          },
        },
      ],
    };
  }

  private driver() {
    const { tool } = this.context;
    return {
      name: 'banjia',
      version: tool.version,
      ...(tool.repository ? { informationUri: tool.repository } : {}),
      rules: this.rules.map((id) => {
        const { title, finds, why } = ruleInfo(id);
        const helpUri = ruleUri(id, tool);
        return {
          id,
          shortDescription: { text: plainText(title) },
          fullDescription: { text: plainText(`${finds} ${why}`) },
          help: {
            text: plainText(`${finds}\n${why}\nMore: banjia explain ${id}`),
            markdown: `${finds}\n\n${why}\n\nMore: \`banjia explain ${id}\``,
          },
          ...(helpUri ? { helpUri } : {}),
          defaultConfiguration: { level: id === 'secrets/credential' ? 'error' : 'warning' },
          properties: {
            tags: id.endsWith('/credential') ? ['openai', 'security'] : ['openai'],
            ...(id === 'secrets/credential' ? { 'security-severity': '9.0' } : {}),
          },
        };
      }),
    };
  }

  private result(problem: Problem) {
    const { decision, severity } = problem;
    const { finding } = decision;
    const fixes = this.fixes(decision);
    return {
      ruleId: finding.rule,
      ruleIndex: this.rules.indexOf(finding.rule),
      level: LEVELS[severity],
      message: { text: this.message(decision) },
      locations: [
        {
          physicalLocation: {
            artifactLocation: this.location(finding.file),
            region: {
              startLine: finding.range.start.line,
              startColumn: finding.range.start.column,
              endLine: finding.range.end.line,
              endColumn: finding.range.end.column,
              snippet: { text: this.clean(finding.text) },
            },
          },
        },
      ],
      ...(finding.related.length > 0 ? { relatedLocations: this.related(decision) } : {}),
      // GitHub goes by the first name, everybody else may by the second.
      partialFingerprints: { primaryLocationLineHash: `${finding.id}:1`, 'banjia/v1': finding.id },
      ...(fixes.length > 0 ? { fixes } : {}),
      properties: {
        confidence: finding.confidence,
        ...(decision.reason ? { reason: decision.reason } : {}),
        package: problem.package,
        ...(isLiveKey(problem) ? { tags: ['security'] } : {}),
      },
    };
  }

  private message(decision: Decision): string {
    const { reason, help } = decision;
    const title = reason && isReason(reason) && reason !== 'run-migrate' ? REASONS[reason].title : null;
    const text = [
      this.clean(decision.message),
      title && !title.includes('{') ? title : null,
      help && this.clean(help),
    ];
    return plainText(text.filter(Boolean).join('. ').replace(/\.\. /g, '. '));
  }

  private related({ finding }: Decision) {
    const seen = new Set<string>();
    return finding.related.flatMap(({ file, line, column, message }) => {
      const key = `${file}:${line}:${column}:${message}`;
      if (seen.has(key)) return [];
      seen.add(key);
      return [
        {
          physicalLocation: {
            artifactLocation: this.location(file),
            region: { startLine: line, startColumn: column },
          },
          message: { text: plainText(this.clean(message)) },
        },
      ];
    });
  }

  /** A fix is applied as it stands: one that would hold a secret is left out whole. */
  private fixes(decision: Decision) {
    const { edits } = decision;
    if (edits.length === 0) return [];
    const files = new Map<string, Edit[]>();
    for (const edit of edits) files.set(edit.file, [...(files.get(edit.file) ?? []), edit]);
    const changes = [...files].flatMap(([file, own]) => {
      const change = this.positions.get(file);
      return change && !own.some((edit) => hasSecret(edit.text, change.secrets))
        ? [{ file, own, change }]
        : [];
    });
    if (changes.length < files.size) return [];
    return [
      {
        description: { text: plainText(this.clean(decision.message)) },
        artifactChanges: changes.map(({ file, own, change }) => ({
          artifactLocation: this.location(file),
          replacements: own.map((edit) => ({
            deletedRegion: regionOf(change.before, edit),
            insertedContent: { text: edit.text },
          })),
        })),
      },
    ];
  }

  private notification({ severity, file, line, message }: Diagnostic) {
    const region = line === undefined ? {} : { region: { startLine: line } };
    return {
      level: severity,
      message: { text: plainText(this.clean(message)) },
      ...(file === null
        ? {}
        : { locations: [{ physicalLocation: { artifactLocation: this.location(file), ...region } }] }),
    };
  }

  private location(file: string) {
    const path = repositoryPath(file, this.context.prefix);
    return { uri: path.split('/').map(encodeURIComponent).join('/'), uriBaseId: BASE };
  }
}

function asideCounts(aside: readonly Aside[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { by } of aside) counts[by] = (counts[by] ?? 0) + 1;
  return counts;
}

function regionOf(text: string, { start, end }: Edit) {
  const from = positionAt(text, start);
  const to = positionAt(text, end);
  return { startLine: from.line, startColumn: from.column, endLine: to.line, endColumn: to.column };
}

function positionAt(text: string, offset: number): { line: number; column: number } {
  let line = 1;
  let begin = text.startsWith('\uFEFF') && offset > 0 ? 1 : 0;
  for (let at = text.indexOf('\n'); at >= 0 && at < offset; at = text.indexOf('\n', at + 1)) {
    line += 1;
    begin = at + 1;
  }
  return { line, column: Math.max(1, offset - begin + 1) };
}

/** SARIF reads `[text](1)` as a link and `{0}` as a blank. */
function plainText(text: string): string {
  return text
    .replace(/\\?([[\]])/g, '\\$1')
    .replace(/\{/g, '{{')
    .replace(/\}/g, '}}');
}
