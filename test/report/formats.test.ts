import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { Chalk } from 'chalk';
import { describe, expect, it } from 'vitest';
import { type CommandName, type Decision, FINDING_KINDS, type Report } from '../../src/finding.js';
import { renderers } from '../../src/report/index.js';
import { renderText } from '../../src/report/text.js';
import { widthOf } from '../../src/report/width.js';
import { temporaryFolder } from '../support/folder.js';

const schema = JSON.parse(readFileSync(new URL('../../src/schema/report.json', import.meta.url), 'utf8'));
const validate = new Ajv({ allErrors: true, strict: false }).compile(schema);
const KEY = 'sk-proj-9dummy9dummy9dummy9dummy9dummy9';
const PASSWORD = 'hunter2"hunter2';
const context = {
  chalk: new Chalk({ level: 0 }),
  columns: 80,
  verbose: false,
  lang: 'en',
  tool: { name: 'banjia', version: '1.2.3' },
} as const;

const EMPTY: Report = {
  command: 'scan',
  root: '.',
  target: null,
  stats: { filesDiscovered: 0, filesRead: 0, filesParsed: 0, filesSkipped: 0, elapsedMs: 0 },
  decisions: [],
  changes: [],
  skipped: [],
  diagnostics: [],
  nextSteps: [],
};

function decision(
  line: number,
  more: Partial<Omit<Decision, 'finding'>> & { finding?: Partial<Decision['finding']> } = {},
): Decision {
  const start = { line, column: 5, offset: line * 10 };
  return {
    action: 'manual',
    message: `place ${line}`,
    reason: 'no-operation',
    help: 'Drop the feature, or send it to another provider by a client of its own, and do not forget its key.',
    edits: [],
    ...more,
    finding: {
      id: line.toString(16).padStart(16, '0'),
      rule: 'openai-node/model',
      kind: 'model',
      dialect: 'openai-node',
      file: 'src/chat.ts',
      range: { start, end: { ...start, column: 8, offset: start.offset + 3 } },
      text: 'x',
      confidence: 'certain',
      message: `place ${line}`,
      related: [{ file: 'src/b.ts', line: 1, column: 1, message: 'declared here' }],
      ...more.finding,
    },
  };
}

const edit = (text: string) => ({ file: 'src/chat.ts', start: 1, end: 2, text });
const FULL: Report = {
  ...EMPTY,
  command: 'migrate',
  target: { provider: 'acme', mode: 'endpoint', region: 'cn' },
  stats: { ...EMPTY.stats, filesRead: 3 },
  decisions: [
    ...FINDING_KINDS.map((kind, index) =>
      decision(index + 1, {
        finding: { kind },
        reason: kind === 'credential' ? 'old-key-left' : 'no-operation',
      }),
    ),
    decision(30, { action: 'rewrite', reason: null, help: null, edits: [edit("'glm'")] }),
    decision(31, { action: 'rewrite', reason: null, help: null, edits: [edit(`'${KEY}'`)] }),
    decision(32, { action: 'none', reason: null, help: null, finding: { confidence: 'probable' } }),
    decision(33, {
      finding: { kind: 'credential' },
      reason: 'literal-key',
      message: `has ${KEY} and ${PASSWORD}`,
      help: `revoke ${KEY}`,
    }),
    decision(34, {
      finding: { confidence: 'possible', file: '目录/很长的文件名/客户端.ts', text: KEY },
      message: '\u001b[2Jx',
    }),
  ],
  changes: [
    {
      file: '.env',
      before: `K=${PASSWORD}\nA=1\n`,
      after: `K=${PASSWORD}\nA=2\n`,
      secrets: [PASSWORD],
      reasons: [`was ${KEY}`],
    },
  ],
  skipped: [{ file: 'x.min.js', reason: 'minified' }],
  diagnostics: [{ severity: 'error', file: null, message: `cannot parse ${PASSWORD}` }],
  nextSteps: ['banjia check', `Replace ${KEY}`],
};

const reports = (['scan', 'migrate', 'check'] satisfies CommandName[]).flatMap((command) => [
  ['empty', { ...EMPTY, command }] as const,
  ['full', { ...FULL, command }] as const,
]);

describe.each(Object.entries(renderers))('%s', (_format, render) => {
  it.each(reports)('%s: one newline at the end, no secret, no control character', (_name, report) => {
    for (const lang of ['en', 'zh'] as const)
      for (const verbose of [false, true]) {
        const text = render(report, { ...context, lang, verbose });
        expect(text).toMatch(/[^\n]\n$/);
        for (const secret of [KEY, PASSWORD, JSON.stringify(PASSWORD).slice(1, -1)])
          expect(text).not.toContain(secret);
        expect(text).not.toContain('\u001b');
      }
  });
});

describe('json', () => {
  it.each(reports)('%s: holds to the schema', (_name, report) => {
    const document = JSON.parse(renderers.json(report, context));
    expect(validate(document), JSON.stringify(validate.errors)).toBe(true);
  });

  it('has the keys of the contract, in its order', () => {
    const document = JSON.parse(renderers.json(FULL, context));
    expect(Object.keys(document)).toEqual([
      ...[
        'schemaVersion',
        'tool',
        'command',
        'root',
        'target',
        'stats',
        'findings',
        'skipped',
        'diagnostics',
      ],
    ]);
    expect(Object.keys(document.findings[0])).toEqual([
      ...[
        'id',
        'rule',
        'kind',
        'dialect',
        'file',
        'range',
        'text',
        'confidence',
        'action',
        'message',
        'reason',
      ],
      ...['help', 'edits', 'related'],
    ]);
    expect(document.tool).toEqual({ name: 'banjia', version: '1.2.3' });
  });

  it('withholds edits that hold a secret, and says so, instead of giving wrong ones', () => {
    const { findings } = JSON.parse(renderers.json(FULL, context));
    const at = (line: number) =>
      findings.find((one: { range: { start: { line: number } } }) => one.range.start.line === line);
    expect(at(30)).toMatchObject({ edits: [edit("'glm'")] });
    expect(at(30)).not.toHaveProperty('editsWithheld');
    expect(at(31)).toMatchObject({ action: 'rewrite', edits: [], editsWithheld: true });
  });

  it('is refused by the schema when a field is missing', () => {
    for (const key of Object.keys(JSON.parse(renderers.json(FULL, context)))) {
      const document = JSON.parse(renderers.json(FULL, context));
      delete document[key];
      expect(validate(document), key).toBe(false);
    }
    expect(schema.definitions.finding.properties.kind.enum).toEqual([...FINDING_KINDS]);
  });
});

describe('text', () => {
  it('wraps what it says to the width, whatever the script', () => {
    const report = { ...FULL, changes: [] };
    for (const lang of ['en', 'zh'] as const)
      for (const line of renderText(report, { ...context, lang }).split('\n'))
        expect(widthOf(line), line).toBeLessThanOrEqual(80);
  });

  it('puts keys first and guesses last, each reason with its help once', () => {
    const text = renderText(FULL, context);
    const places = ['literal-key', 'no-operation', 'Worth a look'].map((one) => text.indexOf(one));
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(text.match(/→ Drop the feature/g)).toHaveLength(3);
  });

  it('counts what it does not list, and lists it when asked', () => {
    const many = { ...FULL, decisions: Array.from({ length: 40 }, (_, index) => decision(index + 1)) };
    expect(renderText(many, context)).toContain('… 15 more places; --verbose lists them');
    expect(renderText(many, { ...context, verbose: true })).toContain('src/chat.ts:40:5');
  });

  it('is one line when check finds nothing, and no promise when it could not look', () => {
    expect(renderText({ ...EMPTY, command: 'check' }, context)).toBe('No OpenAI usage left.\n');
    const blind = { ...EMPTY, command: 'check', diagnostics: FULL.diagnostics } as const;
    expect(renderText(blind, context)).toBe(
      'No OpenAI usage seen, but 1 problem kept files from being analysed.\n',
    );
  });

  it('gives check one unbroken line for each place', () => {
    const report = { ...FULL, command: 'check' } as const;
    const lines = renderText(report, context)
      .split('\n')
      .filter((line) => /^\S+:\d+:\d+ {2}(?:error|warning|info) {2}openai-node\/model {2}\S/.test(line));
    expect(lines).toHaveLength(FULL.decisions.filter((one) => one.action !== 'none').length);
  });

  it('holds a diff that git apply takes when nothing in it is redacted or drawn', () => {
    const before = 'a\n\nb\nc\n\n\n\n\nd\n';
    const root = temporaryFolder({ 'src/a b.ts': before, '客户端.ts': before });
    const change = (file: string) => ({
      file,
      before,
      after: before.replace('b', 'B'),
      secrets: [],
      reasons: ['b → B'],
    });
    const report = { ...FULL, changes: [change('src/a b.ts'), change('客户端.ts')] };
    execFileSync('git', ['init', '-q', root]);
    execFileSync('git', ['-C', root, 'apply', '-'], { input: renderText(report, context) });
    expect(readFileSync(join(root, '客户端.ts'), 'utf8')).toBe(before.replace('b', 'B'));
    expect(readFileSync(join(root, 'src/a b.ts'), 'utf8')).toBe(before.replace('b', 'B'));
  });

  it('is the same text for the same report', () => {
    expect(renderText({ ...FULL, stats: { ...FULL.stats, elapsedMs: 99 } }, context)).toBe(
      renderText(FULL, context),
    );
  });
});
