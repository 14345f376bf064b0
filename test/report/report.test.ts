import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { Chalk } from 'chalk';
import { describe, expect, it } from 'vitest';
import type { CommandName, Report } from '../../src/finding.js';
import { renderDiff } from '../../src/report/diff.js';
import { renderJson } from '../../src/report/json.js';
import { MESSAGES } from '../../src/report/messages.js';
import { renderText } from '../../src/report/text.js';
import { acmeTarget } from '../support/acme.js';
import { planTexts } from '../support/pipeline.js';

const schema = JSON.parse(readFileSync(new URL('../../src/schema/report.json', import.meta.url), 'utf8'));
const validate = new Ajv({ allErrors: true, strict: false }).compile(schema);
const tool = { name: 'banjia', version: '0.0.0' };
const KEY = 'sk-proj-9dummy9dummy9dummy9dummy9dummy9';

async function report(command: CommandName, texts: Readonly<Record<string, string>>): Promise<Report> {
  const planned = await planTexts(texts, command === 'migrate' ? acmeTarget : null);
  return {
    command,
    root: '.',
    target: command === 'migrate' ? { provider: 'acme', mode: 'endpoint', region: 'cn' } : null,
    stats: { filesDiscovered: 2, filesRead: 2, filesParsed: 1, filesSkipped: 0, elapsedMs: 3 },
    decisions: planned.decisions,
    changes: planned.changes,
    skipped: [{ file: 'x.min.js', reason: 'minified' }],
    diagnostics: [{ severity: 'error', file: 'bad.ts', message: 'syntax error at 1:1' }],
    nextSteps: ['banjia check'],
  };
}

const TEXTS = {
  'a.ts': `import OpenAI from 'openai';\nconst a = new OpenAI({ apiKey: '${KEY}' });\nconst b = new OpenAI();\nb.chat.completions.create({ model: 'gpt-4o', messages: [] });\nb.images.generate({ prompt: 'x' });\nconst list = ['gpt-4-turbo'];\n`,
  '.env': `OPENAI_API_KEY=${KEY}\n`,
};

describe.each(['scan', 'migrate', 'check'] as const)('%s', (command) => {
  it.each([
    ['with findings', TEXTS],
    ['with none', { 'a.ts': 'export const a = 1;\n' }],
  ])('%s, holds to the schema and ends in one newline', async (_name, texts) => {
    const one = await report(command, texts);
    const json = renderJson(one, tool);
    expect(validate(JSON.parse(json)), JSON.stringify(validate.errors)).toBe(true);
    expect(json).toMatch(/[^\n]\n$/);
    for (const lang of ['en', 'zh'] as const)
      for (const level of [0, 3] as const) {
        const text = renderText(one, { chalk: new Chalk({ level }), columns: 80, verbose: true, lang });
        expect(text).toMatch(/[^\n]\n$/);
        expect(text).not.toContain(KEY);
      }
    expect(json).not.toContain(KEY);
  });
});

describe('text', () => {
  it('groups what is left by reason, with one help each', async () => {
    const one = await report('migrate', TEXTS);
    const text = renderText(one, {
      chalk: new Chalk({ level: 0 }),
      columns: 100,
      verbose: false,
      lang: 'en',
    });
    expect(text).toContain(MESSAGES.en.leftByHand(3));
    expect(text.match(/→ Revoke it/g)).toHaveLength(1);
    expect(text).toContain("+const b = new OpenAI({ apiKey: process.env.ACME_API_KEY ?? '', baseURL:");
    expect(text).toContain('1. banjia check');
  });

  it('counts files with nothing to do when there are many, and lists them when asked', async () => {
    const docs = Array.from({ length: 12 }, (_, n) => [`docs/${n}.md`, 'OpenAI\n'] as const);
    const one = await report('migrate', { ...TEXTS, ...Object.fromEntries(docs) });
    const text = (verbose: boolean) =>
      renderText(one, { chalk: new Chalk({ level: 0 }), columns: 100, verbose, lang: 'en' });
    expect(text(false)).toContain(`  ${MESSAGES.en.quietFiles(12)}\n`);
    expect(text(false)).not.toContain('docs/3.md');
    expect(text(true)).toContain('docs/3.md');
  });
});

describe('diff', () => {
  const change = {
    file: 'a.ts',
    before: 'const m = "gpt-4o";\r\n',
    after: 'const m = "glm";\r\n',
    secrets: [],
    reasons: [],
  };

  it('keeps the signs without colour and marks the changed word with it', () => {
    expect(renderDiff(change, { chalk: new Chalk({ level: 0 }), wordEmphasis: true })).toBe(
      '--- a/a.ts\n+++ b/a.ts\n@@ -1,1 +1,1 @@\n-const m = "gpt-4o";\n+const m = "glm";\n',
    );
    const coloured = renderDiff(change, { chalk: new Chalk({ level: 1 }), wordEmphasis: true });
    expect(coloured).toContain('\u001b[7m');
  });

  it('shows no secret of a neighbouring line', () => {
    const secret = 'hunter2hunter2';
    const text = renderDiff(
      {
        file: '.env',
        before: `A=${secret}\nB=1\n`,
        after: `A=${secret}\nB=2\n`,
        secrets: [secret],
        reasons: [],
      },
      { chalk: new Chalk({ level: 0 }), wordEmphasis: false },
    );
    expect(text).not.toContain(secret);
    expect(text).toContain('…redacted');
  });
});
