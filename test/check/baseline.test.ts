import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { baselineEntry, parseBaseline, renderBaseline } from '../../src/check/baseline.js';
import { BanjiaError } from '../../src/errors.js';
import type { BaselineEntry } from '../../src/finding.js';
import { checkTexts } from '../support/check.js';

/** Statements that each hold usages, with a place for a name that has nothing to do with them. */
const STATEMENTS: readonly ((name: string) => string)[] = [
  (n: string) => `const ${n} = 1;`,
  (n: string) => `export const model${n} = pick(${n}, 'gpt-4o');`,
  () => "openai.chat.completions.create({ model: 'gpt-4o', messages: [], temperature: 1 });",
  () => "openai.embeddings.create({ model: 'text-embedding-3-small', input: ['a', 'b'] });",
  (n: string) =>
    `export async function ask${n}() {\n  const ${n} = 2;\n  return openai.responses.create({ model: 'gpt-4o-mini', input: 'x' });\n}`,
  () =>
    "const second = new OpenAI({ apiKey: process.env.OPENAI_API_KEY, baseURL: 'https://api.openai.com/v1' });",
];

const HEAD = "import OpenAI from 'openai';\nconst openai = new OpenAI();\n";
const program = fc.uniqueArray(fc.nat({ max: STATEMENTS.length - 1 }), { minLength: 1 });

function write(indexes: readonly number[], name: string): string {
  return HEAD + indexes.map((index) => `${STATEMENTS[index]?.(name)}\n`).join('');
}

async function ids(text: string): Promise<string[]> {
  const { result } = await checkTexts({ 'src/a.ts': text }, { settings: { minConfidence: 'possible' } });
  return result.problems.map(({ decision }) => decision.finding.id).sort();
}

/** What formatters do: quotes, blanks, line breaks, trailing commas, semicolons, indentation. */
const formatters: Readonly<Record<string, (text: string) => string>> = {
  'double quotes': (text) => text.replace(/'/g, '"'),
  'no semicolons': (text) => text.replace(/;\n/g, '\n'),
  tabs: (text) => text.replace(/^ {2}/gm, '\t'),
  CRLF: (text) => text.replace(/\n/g, '\r\n'),
  'one property a line': (text) =>
    text.replace(
      /\{ (\w+: [^{}\n]*) \}/g,
      (_, inner: string) => `{\n  ${inner.split(/, (?=\w+:)/).join(',\n  ')},\n}`,
    ),
  'no blanks in braces': (text) => text.replace(/\{ /g, '{').replace(/ \}/g, '}'),
  BOM: (text) => `\uFEFF${text}`,
};

describe('fingerprints', () => {
  it('stay when lines are inserted', async () => {
    await fc.assert(
      fc.asyncProperty(
        program,
        fc.array(fc.constantFrom('', '// a comment', 'let unrelated;', '/* x */'), {
          minLength: 1,
          maxLength: 4,
        }),
        fc.nat(),
        async (indexes, lines, at) => {
          const text = write(indexes, 'x');
          const all = text.split('\n');
          // Between statements: the head, and every line that starts one.
          const starts = all.flatMap((line, index) => (/^\S/.test(line) && line !== '}' ? [index] : []));
          all.splice(starts[at % starts.length] ?? 0, 0, ...lines);
          expect(await ids(all.join('\n'))).toEqual(await ids(text));
        },
      ),
      { numRuns: 25 },
    );
  });

  it.each(Object.entries(formatters))(
    'stay when a formatter goes over the file: %s',
    async (_name, format) => {
      const text = write([1, 2, 3, 4, 5], 'x');
      expect(format(text)).not.toBe(text);
      expect(await ids(format(text))).toEqual(await ids(text));
    },
  );

  it('stay whatever formatters do together', async () => {
    await fc.assert(
      fc.asyncProperty(program, fc.subarray(Object.values(formatters)), async (indexes, some) => {
        const text = write(indexes, 'x');
        const formatted = some.reduce((result, format) => format(result), text);
        expect(await ids(formatted)).toEqual(await ids(text));
      }),
      { numRuns: 25 },
    );
  });

  it('stay when something else is renamed', async () => {
    const name = fc.stringMatching(/^[a-z][a-zA-Z]{2,8}$/);
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(fc.constantFrom(0, 2, 3, 5), { minLength: 1 }),
        name,
        async (indexes, other) => {
          const renamed = `${write(indexes, `${other}X`)}export function ${other}Y() {}\n`;
          const text = `${write(indexes, 'x')}export function unrelated() {}\n`;
          expect(await ids(renamed)).toEqual(await ids(text));
        },
      ),
      { numRuns: 25 },
    );
  });

  it('grow by those of a usage that is added, also of one that is there already, and the old ones stay', async () => {
    await fc.assert(
      fc.asyncProperty(program, fc.constantFrom(2, 3, 5), fc.boolean(), async (indexes, added, first) => {
        const text = write(indexes, 'x');
        const usage = `${STATEMENTS[added]?.('y')}\n`.replace('const second', 'const third');
        const more = first ? text.replace(HEAD, HEAD + usage) : text + usage;
        const [before, after] = [await ids(text), await ids(more)];
        expect(after.length).toBeGreaterThan(before.length);
        expect(before.filter((id) => !after.includes(id))).toEqual([]);
        expect(new Set(after).size).toBe(after.length);
      }),
      { numRuns: 25 },
    );
  });

  it('hold no secret: another key at the same place is the same place', async () => {
    const line = (key: string) => `${HEAD}new OpenAI({ apiKey: '${key}' });\n`;
    const one = 'sk-proj-1dummy1dummy1dummy1dummy1dummy1';
    expect(await ids(line(one))).toEqual(await ids(line(one.replace(/1/g, '2'))));
  });
});

describe('the file', () => {
  const entry: fc.Arbitrary<BaselineEntry> = fc.record({
    id: fc.stringMatching(/^[0-9a-f]{16}$/),
    rule: fc.constantFrom('openai-node/model', 'raw-http/endpoint'),
    file: fc.string({ unit: 'grapheme', minLength: 1 }).filter((file) => !file.startsWith('/')),
    text: fc.string({ unit: 'grapheme' }),
  });

  it('reads back what it wrote, sorted, one line each, whatever names there are', () => {
    fc.assert(
      fc.property(fc.uniqueArray(entry, { selector: ({ id }) => id }), (entries) => {
        const text = renderBaseline(entries);
        const read = parseBaseline(text, 'banjia.baseline');
        const byId = (a: BaselineEntry, b: BaselineEntry) => (a.id < b.id ? -1 : 1);
        expect([...read].sort(byId)).toEqual([...entries].sort(byId));
        expect(text.split('\n').filter((line) => line !== '' && !line.startsWith('#'))).toHaveLength(
          entries.length,
        );
        expect(renderBaseline(read)).toBe(text);
        expect(parseBaseline(text.replace(/\n/g, '\r\n'), 'x')).toEqual(read);
      }),
    );
  });

  it('does not depend on the order of the findings', () => {
    fc.assert(
      fc.property(fc.uniqueArray(entry, { selector: ({ id }) => id }), (entries) => {
        expect(renderBaseline([...entries].reverse())).toBe(renderBaseline(entries));
      }),
    );
  });

  it.each(['<<<<<<< HEAD', 'gpt-4o', '0123456789abcdef'])('refuses a line that is no entry: %s', (line) => {
    expect(() => parseBaseline(`# x\n${line}\n`, 'banjia.baseline')).toThrow(BanjiaError);
    expect(() => parseBaseline(`# x\n${line}\n`, 'banjia.baseline')).toThrow(
      'banjia.baseline:2: not an entry',
    );
  });
});

describe('a run with a baseline', () => {
  const model = (id: string) => `${HEAD}openai.chat.completions.create({ model: '${id}', messages: [] });\n`;
  const run = async (text: string, accepted: readonly BaselineEntry[]) => {
    const { result } = await checkTexts(
      { 'a.ts': text },
      { settings: { baseline: { file: 'b', entries: accepted } } },
    );
    return {
      fresh: result.problems.map(({ decision }) => decision.finding.text),
      known: result.aside.length,
      fixed: result.baseline?.fixed.map(({ text: one }) => one),
    };
  };
  const accept = async (text: string) =>
    (await checkTexts({ 'a.ts': text })).result.problems.map(({ decision }) => baselineEntry(decision));

  it('is quiet about what is known, and a swap of one usage for another does not pass by number', async () => {
    const accepted = await accept(model('gpt-4o'));
    expect(await run(model('gpt-4o'), accepted)).toEqual({ fresh: [], known: 3, fixed: [] });
    expect(await run(model('gpt-4-turbo'), accepted)).toEqual({
      fresh: ["'gpt-4-turbo'"],
      known: 2,
      fixed: ["'gpt-4o'"],
    });
  });

  it('counts new and fixed apart', async () => {
    const accepted = await accept(model('gpt-4o'));
    const more = `${model('gpt-4o')}new OpenAI();\n`.replace(
      "openai.chat.completions.create({ model: 'gpt-4o', messages: [] });\n",
      '',
    );
    expect(await run(more, accepted)).toEqual({
      fresh: ['new OpenAI()'],
      known: 1,
      fixed: ['create', "'gpt-4o'"],
    });
  });
});
