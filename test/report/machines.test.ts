import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Ajv } from 'ajv';
import draft04 from 'ajv-draft-04';
import { Chalk } from 'chalk';
import { describe, expect, it } from 'vitest';
import { validateXML } from 'xmllint-wasm';
import type { Report } from '../../src/finding.js';
import { MAX_ANNOTATIONS } from '../../src/report/github.js';
import { renderers } from '../../src/report/index.js';
import { COMMENT_MARK, renderSummary } from '../../src/report/markdown.js';
import { MAX_RESULTS } from '../../src/report/sarif.js';
import { acmeTarget } from '../support/acme.js';
import { checkTexts } from '../support/check.js';
import { planTexts } from '../support/pipeline.js';
import { checkReport } from '../support/reports.js';

/*
 * Formats that other programs read, against what those programs publish:
 * - SARIF: the schema of SARIF 2.1.0 as @microsoft/jest-sarif ships it (2.1.0-rtm.5, which differs from the final one
 *   of OASIS in the name of one property that banjia does not use).
 * - JUnit, Checkstyle: XSDs written for this test from the formats' descriptions, since no package ships theirs; they
 *   allow what Jenkins documents and nothing else.
 * - GitLab: a JSON Schema written from its documentation.
 */

const require = createRequire(import.meta.url);
const sarifSchema = JSON.parse(
  readFileSync(require.resolve('@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json'), 'utf8'),
);
const context = {
  chalk: new Chalk({ level: 0 }),
  columns: 100,
  verbose: false,
  lang: 'en',
  tool: { name: 'banjia', version: '1.2.3' },
} as const;

const broken: Report['diagnostics'] = [
  { severity: 'error', file: 'src/broken.ts', message: 'syntax error at 1:1: <x>' },
  { severity: 'warning', file: 'src/a.ts', line: 3, message: 'unused suppression' },
  { severity: 'error', file: null, message: 'x' },
];
const reports: readonly (readonly [string, Report])[] = [
  ['none', checkReport(0)],
  ['one', checkReport(1)],
  ['500', checkReport(500)],
  ['none, and files that could not be read', checkReport(0, { diagnostics: broken })],
  ['500, and files that could not be read', checkReport(500, { diagnostics: broken })],
];

describe('sarif', () => {
  // The package is CommonJS; its default export is the class.
  const Draft04 = draft04 as unknown as typeof draft04.default;
  const ajv = new Draft04({ strict: false, allErrors: true, validateFormats: false, unicodeRegExp: false });
  const validate = ajv.compile(sarifSchema);
  const parse = (report: Report, more: object = {}) =>
    JSON.parse(renderers.sarif(report, { ...context, ...more }));

  it.each(reports)('%s: holds to the schema', (_name, report) => {
    const log = parse(report);
    expect(validate(log), JSON.stringify(validate.errors?.slice(0, 3))).toBe(true);
    expect(log.runs[0].results).toHaveLength(report.check?.problems.length ?? 0);
  });

  it('is refused by the schema when it is wrong', () => {
    const log = parse(checkReport(1));
    log.runs[0].results[0].level = 'info';
    expect(validate(log)).toBe(false);
  });

  it('names every rule once, and results by it', () => {
    const [run] = parse(checkReport(500)).runs;
    const ids = run.tool.driver.rules.map((rule: { id: string }) => rule.id);
    expect(ids).toEqual([...new Set(ids)].sort());
    for (const result of run.results) expect(ids[result.ruleIndex]).toBe(result.ruleId);
  });

  it('has absolute addresses of pages, relative ones of files, and fingerprints', () => {
    const [run] = parse(checkReport(10), { prefix: 'apps/api/' }).runs;
    for (const { helpUri } of run.tool.driver.rules)
      expect(helpUri).toMatch(/^pkg:npm\/banjia@1\.2\.3#docs\/rules\/[\w-]+\.md$/);
    const [withRepository] = JSON.parse(
      renderers.sarif(checkReport(1), {
        ...context,
        tool: { ...context.tool, repository: 'https://github.com/a/b' },
      }),
    ).runs;
    expect(withRepository.tool.driver.rules[0].helpUri).toBe(
      'https://github.com/a/b/blob/main/docs/rules/openai-node-client.md',
    );
    for (const { locations, partialFingerprints } of run.results) {
      const { uri, uriBaseId } = locations[0].physicalLocation.artifactLocation;
      expect([uriBaseId, uri.startsWith('apps/api/')]).toEqual(['SRCROOT', true]);
      expect(new URL(uri, 'file:///x/').pathname).toBe(`/x/${uri}`);
      expect(partialFingerprints['banjia/v1']).toMatch(/^[0-9a-f]{16}$/);
    }
    expect(
      new Set(
        run.results.map((one: { partialFingerprints: object }) => JSON.stringify(one.partialFingerprints)),
      ).size,
    ).toBe(10);
  });

  it('keeps the worst of more than GitHub does, and says how many are missing', () => {
    const [run] = parse(checkReport(MAX_RESULTS + 1000)).runs;
    expect([run.results.length, run.properties.omittedResults]).toEqual([MAX_RESULTS, 1000]);
    expect(run.results.filter((one: { level: string }) => one.level === 'error')).toHaveLength(2000);
  });

  it('has fixes that lead to the same text as migrate', async () => {
    const text =
      "import OpenAI from 'openai';\r\n\r\nconst a = new OpenAI();\r\na.chat.completions.create({ model: 'gpt-4o', messages: [] });\r\n";
    const { report } = await checkTexts({ 'a.ts': text }, { target: acmeTarget });
    const { changes } = await planTexts({ 'a.ts': text }, acmeTarget);
    const log = parse({ ...report, changes });
    expect(validate(log), JSON.stringify(validate.errors)).toBe(true);
    const replacements = log.runs[0].results
      .flatMap((one: { fixes?: SarifFix[] }) => one.fixes ?? [])
      .flatMap((fix: SarifFix) => fix.artifactChanges.flatMap((change) => change.replacements));
    expect(replacements.length).toBeGreaterThan(1);
    expect(applySarif(text, replacements)).toBe(changes[0]?.after);
  });
});

interface SarifFix {
  readonly artifactChanges: readonly { readonly replacements: readonly Replacement[] }[];
}

interface Replacement {
  readonly deletedRegion: Readonly<Record<'startLine' | 'startColumn' | 'endLine' | 'endColumn', number>>;
  readonly insertedContent: { readonly text: string };
}

/** As a viewer would, from lines and columns alone. */
function applySarif(text: string, replacements: readonly Replacement[]): string {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  const offset = (line: number, column: number) => (starts[line - 1] ?? 0) + column - 1;
  return replacements
    .map(({ deletedRegion: r, insertedContent }) => ({
      start: offset(r.startLine, r.startColumn),
      end: offset(r.endLine, r.endColumn),
      text: insertedContent.text,
    }))
    .sort((a, b) => b.start - a.start)
    .reduce((result, one) => result.slice(0, one.start) + one.text + result.slice(one.end), text);
}

describe('gitlab', () => {
  /** https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format */
  const validate = new Ajv({ allErrors: true }).compile({
    type: 'array',
    items: {
      type: 'object',
      required: ['description', 'check_name', 'fingerprint', 'severity', 'location'],
      properties: {
        description: { type: 'string', minLength: 1 },
        check_name: { type: 'string', minLength: 1 },
        fingerprint: { type: 'string', minLength: 1 },
        severity: { enum: ['info', 'minor', 'major', 'critical', 'blocker'] },
        location: {
          type: 'object',
          required: ['path', 'lines'],
          properties: {
            // "The path should not begin with ./."
            path: { type: 'string', pattern: '^(?!\\.?/)' },
            lines: {
              type: 'object',
              required: ['begin'],
              properties: { begin: { type: 'integer', minimum: 1 }, end: { type: 'integer', minimum: 1 } },
            },
          },
        },
      },
    },
  });

  it.each(reports)('%s: holds to what GitLab documents, each fingerprint once', (_name, report) => {
    const issues = JSON.parse(renderers.gitlab(report, context));
    expect(validate(issues), JSON.stringify(validate.errors)).toBe(true);
    expect(new Set(issues.map((one: { fingerprint: string }) => one.fingerprint)).size).toBe(issues.length);
    expect(issues).toHaveLength(report.check?.problems.length ?? 0);
  });

  it('takes a live key for the worst there is', () => {
    const severities = JSON.parse(renderers.gitlab(checkReport(5), context)).map(
      (one: { severity: string }) => one.severity,
    );
    expect(severities).toEqual(['critical', 'major', 'blocker', 'critical', 'major']);
  });
});

const xsd = (name: string) => readFileSync(new URL(`../support/${name}.xsd`, import.meta.url), 'utf8');

async function xmlErrors(name: string, xml: string): Promise<readonly string[]> {
  const { valid, errors } = await validateXML({
    xml: [{ fileName: 'report.xml', contents: xml }],
    schema: [{ fileName: `${name}.xsd`, contents: xsd(name) }],
  });
  return valid ? [] : errors.map(({ message }) => message);
}

describe.each(['junit', 'checkstyle'] as const)('%s', (name) => {
  it.each(reports)('%s: holds to the schema', async (_name, report) => {
    expect(await xmlErrors(name, renderers[name](report, context))).toEqual([]);
  });

  it('is refused by the schema when it is wrong', async () => {
    const wrong = renderers[name](checkReport(1), context).replace(/ (?:name|severity)="/, ' nonsense="');
    expect((await xmlErrors(name, wrong)).length).toBeGreaterThan(0);
  });
});

describe('junit', () => {
  it('counts what it holds: failures from the threshold on, skipped below, errors for what was not analysed', () => {
    const xml = renderers.junit(checkReport(500, { diagnostics: broken }), context);
    const count = (pattern: RegExp) => xml.match(pattern)?.length ?? 0;
    expect([count(/<testcase /g), count(/<failure /g), count(/<skipped /g), count(/<error /g)]).toEqual([
      502, 334, 166, 2,
    ]);
    expect(xml).toContain('<testsuites name="banjia" tests="502" failures="334" errors="2">');
    expect([...xml.matchAll(/<testsuite name="([^"]*)"/g)].map(([, one]) => one)).toEqual([
      '@acme/api',
      'packages/&lt;web&gt;',
      'banjia',
    ]);
  });

  it('has a case that passes when all is clean: an empty suite counts as a broken job in places', () => {
    expect(renderers.junit(checkReport(0), context)).toContain('tests="1" failures="0" errors="0"');
  });
});

describe('github', () => {
  const commands = (report: Report) =>
    renderers
      .github(report, context)
      .split('\n')
      .filter((line) => line.startsWith('::'));

  it('escapes what would end a command or a property', () => {
    for (const line of commands(checkReport(20))) {
      expect(line).toMatch(
        /^::(?:error|warning|notice) file=[^:,]*,line=\d+,endLine=\d+,col=\d+,endColumn=\d+,title=[^:,]*::[^\n]+$/,
      );
      expect(line).not.toContain('\r');
    }
  });

  it('shows all up to the limit of each kind, and past it one a file with the number of the others', () => {
    const perKind = (report: Report, kind: string) =>
      commands(report).filter((line) => line.startsWith(`::${kind} `));
    expect(perKind(checkReport(30), 'error')).toHaveLength(MAX_ANNOTATIONS);
    const errors = perKind(checkReport(500), 'error');
    expect(errors).toHaveLength(5);
    expect(new Set(errors.map((line) => /file=([^,]*)/.exec(line)?.[1])).size).toBe(5);
    for (const line of errors) expect(line).toMatch(/\(3[23] more places in this file\)$/);
    // The worst of all, a live key, comes first.
    expect(errors[0]).toContain('banjia openai-node/credential');
    expect(renderers.github(checkReport(500), context)).toContain(
      'banjia: 167 errors, 167 warnings, 166 info; 15 annotated, all are in the job summary.',
    );
  });

  it('says that there is nothing when there is nothing', () => {
    expect(renderers.github(checkReport(0), context)).toBe('banjia: nothing found\n');
  });
});

describe('markdown', () => {
  it('fits a comment, counts what does not, and is found again by its mark', () => {
    const text = renderers.markdown(checkReport(3000), context);
    expect(text.length).toBeLessThan(65_536);
    expect(text.startsWith(`${COMMENT_MARK}\n`)).toBe(true);
    const rows = text.match(/^\| (?:error|warning|info) \|/gm)?.length ?? 0;
    expect(text).toContain(`… and ${3000 - rows} more.`);
    expect(renderSummary(checkReport(3000), context).match(/^\| (?:error|warning|info) \|/gm)).toHaveLength(
      3000,
    );
  });

  it('has as many cells in each row as in the head, whatever the text', () => {
    for (const row of renderers
      .markdown(checkReport(40), context)
      .split('\n')
      .filter((line) => /^\| (?:error|warning|info) /.test(line)))
      expect(row.replace(/\\\|/g, '').match(/\|/g), row).toHaveLength(5);
  });

  it('counts by package where there are several', () => {
    expect(renderers.markdown(checkReport(10), context)).toContain('| `@acme/api` | 2 | 1 | 2 |');
    expect(renderers.markdown(checkReport(1), context)).not.toContain('| package |');
  });
});

describe('html', () => {
  const page = (report: Report) => renderers.html(report, context);

  it.each(reports)('%s: needs nothing from anywhere, and runs nothing', (_name, report) => {
    const html = page(report);
    expect(html).not.toMatch(/<script|<link|<img|@import|url\(|https?:\/\/(?!api\.|open\.)/i);
    expect(html).toContain("default-src 'none'");
  });

  it('escapes what the repository holds', () => {
    expect(page(checkReport(40))).not.toMatch(/<b> &|<gpt|<web>|'<&/);
  });

  it('shows the diff of a plan with the words that changed', async () => {
    const text =
      "import OpenAI from 'openai';\nconst a = new OpenAI();\na.chat.completions.create({ model: 'gpt-4o', messages: [] });\n";
    const { decisions, changes } = await planTexts({ 'a.ts': text }, acmeTarget);
    const { check: _, ...base } = checkReport(0);
    const html = page({
      ...base,
      command: 'migrate',
      decisions,
      changes,
      target: { provider: 'acme', mode: 'endpoint', region: 'cn' },
    });
    expect(html).toContain('model: &#39;<b>gpt-4o</b>&#39;');
    expect(html).toContain('model: &#39;<b>acme-large</b>&#39;');
    expect(html).toContain('OpenAI → acme (acme, cn)');
  });
});
