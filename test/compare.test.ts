import { Chalk } from 'chalk';
import { describe, expect, it } from 'vitest';
import { type Comparison, compareTargets } from '../src/compare/index.js';
import { kindOf } from '../src/pipeline/file-kinds.js';
import { find } from '../src/pipeline/find.js';
import { providers } from '../src/providers/index.js';
import { renderCompareMarkdown } from '../src/report/markdown-compare.js';
import { renderCompare } from '../src/report/text-compare.js';
import { widthOf } from '../src/report/width.js';
import { resolveTarget } from '../src/target.js';
import { acmeTarget } from './support/acme.js';

const plain = { chalk: new Chalk({ level: 0 }), columns: 80, lang: 'en' } as const;

const APP = `import OpenAI from 'openai';
const openai = new OpenAI({ apiKey: process.env.OPENAI_API_KEY });
export const ask = () => [
  openai.chat.completions.create({
    model: 'gpt-4o',
    temperature: 1.5,
    seed: 7,
    max_completion_tokens: 5,
    logit_bias: {},
    response_format: { type: 'json_schema', json_schema: { name: 'x', schema: {} } },
    messages: [{ role: 'developer', content: 'x' }],
  }),
  openai.chat.completions.create({ model: 'gpt-4o', temperature: 0.5, messages: [] }),
  openai.embeddings.create({ model: 'text-embedding-3-small', input: 'x' }),
  openai.images.generate({ model: 'dall-e-3', prompt: 'x' }),
];
`;

async function compared(text: string, targets = [acmeTarget]) {
  const texts = { 'app.ts': text, 'package.json': '{"dependencies":{"openai":"^6.0.0"}}' };
  const sources = Object.entries(texts).map(
    ([file, content]) => ({ file, text: content, kind: kindOf(file) ?? 'config' }) as const,
  );
  const { sites } = await find(sources);
  return compareTargets(sites, new Map(Object.entries(texts)), targets, null);
}

describe('compare', () => {
  it('says what becomes of every operation, model and parameter', async () => {
    const { comparisons } = await compared(APP);
    const [acme] = comparisons as [Comparison];
    expect(acme.operations).toEqual([
      { operation: 'chat.completions', requests: 2, answer: 'yes', note: null },
      { operation: 'embeddings', requests: 1, answer: 'yes', note: null },
      { operation: 'images.generations', requests: 1, answer: 'no', note: null },
    ]);
    expect(acme.models.map(({ from, to, requests }) => [from, to, requests])).toEqual([
      ['gpt-4o', 'acme-large', 2],
      ['text-embedding-3-small', 'acme-embed', 1],
      ['dall-e-3', null, 1],
    ]);
    expect(acme.models[1]?.dimensions).toEqual({ from: 1536, to: 1536 });
    expect(acme.models[0]).toMatchObject({ context: { from: 128_000, to: null }, price: null });
    expect(acme.parameters.map(({ parameter, fate, detail }) => [parameter, fate, detail])).toEqual([
      ['temperature', 'changed', '[0, 1)'],
      ['logit_bias', 'refused', null],
      ['max_completion_tokens', 'changed', 'max_tokens'],
      ['messages[].role', 'changed', 'system | user | assistant | tool'],
      ['response_format.type', 'refused', 'text | json_object'],
      ['seed', 'lost', null],
    ]);
  });

  it('counts findings as the plan decides about them', async () => {
    const { comparisons } = await compared(APP);
    // Rewritten: client, key, four models and parameters (…), the format of the vectors.
    const [{ counts }] = comparisons as [Comparison];
    expect(counts.blocked).toBe(2);
    expect(counts.changed).toBe(1);
    expect(counts.rewritten).toBeGreaterThanOrEqual(6);
    expect(counts.byHand).toBeGreaterThanOrEqual(3);
  });

  it('puts the fewest blocked first', async () => {
    const { comparisons } = await compared(APP, allTargets());
    const blocked = comparisons.map((one) => one.counts.blocked);
    expect(comparisons).toHaveLength(providers.length);
    expect(blocked).toEqual([...blocked].sort((a, b) => a - b));
    expect(blocked[0]).toBeLessThan(blocked.at(-1) ?? 0);
  });

  it('leaves models of other vendors out', async () => {
    const other = APP.replaceAll("'gpt-4o'", "'mistral-large'");
    const { usage } = await compared(other);
    expect(usage.operations.map((one) => one.operation)).toEqual(['embeddings', 'images.generations']);
  });

  it.each(['en', 'zh'] as const)(
    'fits 80 columns, and its columns stand below each other (%s)',
    async (lang) => {
      const report = await compared(APP, allTargets());
      const lines = renderCompare(report, { ...plain, lang }).split('\n');
      for (const line of lines) expect(widthOf(line), line).toBeLessThanOrEqual(80);
      const at = lines.findIndex((line) => /^(?:provider|平台) /.test(line));
      const table = lines.slice(at, at + providers.length + 1);
      const ends = table.map((line) => columnsTo(line, 5));
      expect(new Set(ends).size, table.join('\n')).toBe(1);
      expect(table.slice(1).every((line) => line === line.trimEnd())).toBe(true);
    },
  );

  it('names prices with their currency, and unknown ones as such', async () => {
    const report = await compared(APP, allTargets());
    const text = renderCompare(report, plain);
    expect(text).toMatch(/^zhipu .*CNY 8\/28$/m);
    expect(text).toMatch(/^alibaba .*USD 1\.5\/4\.5$/m);
    expect(text).toMatch(/^modelscope .*unknown$/m);
    expect(text).toMatch(/^lingyi .*16K- /m);
  });

  it('is Markdown with a table for each provider', async () => {
    const markdown = renderCompareMarkdown(await compared(APP, allTargets()), 'en');
    expect(markdown.match(/^## /gm)).toHaveLength(providers.length);
    for (const line of markdown.split('\n').filter((one) => one.startsWith('|')))
      expect(line.replace(/\\\|/g, ''), line).toMatch(/^\|(?:[^|]*\|){3,}$/);
    expect(markdown.endsWith('\n') && !markdown.endsWith('\n\n')).toBe(true);
  });

  it('has nothing to say where nothing is asked', async () => {
    const report = await compared('export const x = 1;\n');
    expect(renderCompare(report, plain)).toBe('Nothing here asks OpenAI for anything.\n');
  });
});

function allTargets() {
  return providers.map((provider) =>
    resolveTarget(
      { to: provider.id, baseUrl: provider.regions[0].baseURL.value.replace(/<[^>]*>/g, 'mine') },
      {},
    ),
  );
}

/** Columns up to the end of the nth cell, cells being at least two blanks apart. */
function columnsTo(line: string, cell: number): number {
  const cells = [...line.matchAll(/\S+(?: \S+)*/g)];
  const found = cells[cell - 1];
  return found ? widthOf(line.slice(0, found.index + found[0].length)) : -1;
}
