import type { Problem, Report, Severity } from '../../src/finding.js';

const KINDS = ['client', 'model', 'credential', 'endpoint', 'dependency'] as const;
const RULES: Readonly<Record<(typeof KINDS)[number], string>> = {
  client: 'openai-node/client',
  model: 'openai-node/model',
  credential: 'openai-node/credential',
  endpoint: 'raw-http/endpoint',
  dependency: 'package-manifests/dependency',
};
const SEVERITY: readonly Severity[] = ['error', 'warning', 'info'];

/** Names and texts that break a format that does not escape. */
const NASTY = ['src/a.ts', 'src/a b,c:d%.ts', 'src/<&"\'>.ts', '源/客户端.ts', 'src/[x](y){0}|`.ts'];

/** A report of `check` with as many problems as wanted, over several packages and files. */
export function checkReport(count: number, more: Partial<Report> = {}): Report {
  const problems = Array.from({ length: count }, (_, index) => problem(index));
  const failing = problems.filter(({ severity }) => severity !== 'info').length;
  return {
    command: 'check',
    root: '.',
    target: null,
    stats: { filesDiscovered: 9, filesRead: 8, filesParsed: 7, filesSkipped: 1, elapsedMs: 6 },
    decisions: problems.map(({ decision }) => decision),
    changes: [],
    skipped: [],
    diagnostics: [],
    nextSteps: count > 0 ? ['banjia migrate --to <provider> --dry-run'] : [],
    check: { problems, aside: [], baseline: null, failOn: 'warning', failing, maxFindings: 0 },
    ...more,
  };
}

function problem(index: number): Problem {
  const kind = KINDS[index % KINDS.length] ?? 'model';
  const file = NASTY[index % NASTY.length] ?? 'a.ts';
  const line = 1 + Math.floor(index / NASTY.length);
  const message = index % 7 === 0 ? 'a <b> & "c" [d](e) {f} | `g`\u0000 ::error::' : `gpt-4o ${index}`;
  return {
    severity: SEVERITY[index % SEVERITY.length] ?? 'error',
    package: index % 2 === 0 ? '@acme/api' : 'packages/<web>',
    excerpt: { first: line, lines: ["const a = '<gpt-4o>';"], line, column: 11, length: 10 },
    decision: {
      finding: {
        id: index.toString(16).padStart(16, '0'),
        rule: RULES[kind],
        kind,
        dialect: 'openai-node',
        file,
        range: { start: { line, column: 11, offset: 10 }, end: { line, column: 21, offset: 20 } },
        text: "'<gpt-4o>'",
        confidence: 'certain',
        message,
        related: [{ file: 'src/b.ts', line: 2, column: 3, message: 'used by <x>' }],
      },
      action: 'manual',
      message,
      reason: kind === 'credential' ? 'literal-key' : 'no-operation',
      help: 'Drop the feature & go on: 100 %.',
      edits: [],
    },
  };
}
