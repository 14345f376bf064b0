import { describe, expect, it } from 'vitest';
import { verify } from '../../src/pipeline/verify.js';
import { packageFor } from '../../src/plan/ai-sdk-packages.js';
import { resolveTarget } from '../../src/target.js';
import { acmeTarget } from '../support/acme.js';
import { planTexts } from '../support/pipeline.js';

const manifest = (ai: string, openai: string) =>
  JSON.stringify({ dependencies: { ai, '@ai-sdk/openai': openai, openai: '^5.0.0' } });
const OBJECT = `import { openai } from '@ai-sdk/openai';
import { generateObject, streamText } from 'ai';

export const shape = (schema: never, prompt: string) => generateObject({ model: openai('gpt-4o'), schema, prompt });
export const talk = (prompt: string) => streamText({ model: openai('gpt-4o'), prompt });
`;

describe('the package that a major of the AI SDK gets', () => {
  it.each([
    [3, '@ai-sdk/openai', '0.0.72'],
    [4.1, '@ai-sdk/openai-compatible', '0.1.17'],
    [4, '@ai-sdk/openai-compatible', '0.2.16'],
    [5, '@ai-sdk/openai-compatible', '1.0.61'],
    [6, '@ai-sdk/openai-compatible', '2.0.92'],
    [7, '@ai-sdk/openai-compatible', '3.0.92'],
  ])('%s: %s %s', (major, name, version) => {
    expect(packageFor(acmeTarget, major)).toMatchObject({ name, version });
  });

  it('is none for a major nobody knows', () => {
    expect([packageFor(acmeTarget, null), packageFor(acmeTarget, 8)]).toEqual([
      'ai-sdk-version',
      'ai-sdk-version',
    ]);
  });

  it('follows the lock file between 4.1 and 4.2, whose types differ', async () => {
    const lock = (version: string) =>
      JSON.stringify({
        packages: { 'node_modules/ai': { version }, 'node_modules/@ai-sdk/openai': { version: '1.1.15' } },
      });
    const ranges = await Promise.all(
      ['4.1.66', '4.3.19'].map(async (version) => {
        const files = {
          'a.ts': OBJECT,
          'package.json': manifest('^4.1.0', '^1.1.0'),
          'package-lock.json': lock(version),
        };
        const { after } = await planTexts(files, acmeTarget);
        return JSON.parse(after.get('package.json') ?? '').dependencies['@ai-sdk/openai-compatible'];
      }),
    );
    expect(ranges).toEqual(['^0.1.17', '^0.2.16']);
  });
});

describe('answers by a schema', () => {
  it('switches them on where every model of the provider takes them', async () => {
    const files = { 'a.ts': OBJECT, 'package.json': manifest('^6.0.0', '^3.0.0') };
    const moonshot = await planTexts(files, resolveTarget({ to: 'moonshot' }, {}));
    expect(moonshot.after.get('a.ts')).toContain('supportsStructuredOutputs: true');
    expect(moonshot.after.get('a.ts')).toContain('includeUsage: true');
    const zhipu = await planTexts(files, resolveTarget({ to: 'zhipu' }, {}));
    expect(zhipu.after.get('a.ts')).not.toContain('supportsStructuredOutputs');
    expect(zhipu.decisions.map(({ reason }) => reason)).toContain('parameter-values');
  });

  it('says so where nobody knows whether the target takes them', async () => {
    const house = {
      id: 'house',
      baseURL: 'https://llm.house.test/v1',
      keyVariable: 'HOUSE_KEY',
      models: { flagship: 'h' },
    };
    const target = resolveTarget({ to: 'house' }, { providers: [house] });
    const { decisions } = await planTexts(
      { 'a.ts': OBJECT, 'package.json': manifest('^6.0.0', '^3.0.0') },
      target,
    );
    expect(
      decisions.filter(({ reason }) => reason === 'parameter-values').map(({ message }) => message),
    ).toEqual(['nobody could confirm that house takes schemas, so none is sent']);
  });
});

describe('sdk mode', () => {
  const files = {
    'a.ts': `${OBJECT}export const vectors = openai.embedding('text-embedding-3-small');\n`,
    'b.ts': "import OpenAI from 'openai';\n\nexport const client = new OpenAI();\n",
  };

  it('takes the package of the provider for chat, and leaves what it has not', async () => {
    const target = resolveTarget({ to: 'deepseek', mode: 'sdk' }, {});
    const { after, decisions } = await planTexts(
      { ...files, 'package.json': manifest('^6.0.0', '^3.0.0') },
      target,
    );
    expect(after.get('a.ts')).toContain("import { createDeepSeek } from '@ai-sdk/deepseek';");
    expect(after.get('a.ts')).toContain("openai.embedding('text-embedding-3-small')");
    expect(JSON.parse(after.get('package.json') ?? '').dependencies).toMatchObject({
      '@ai-sdk/deepseek': '^2.0.69',
    });
    expect(after.get('b.ts')).toBe(files['b.ts']);
    const reasons = decisions
      .filter(({ action }) => action === 'manual')
      .map(({ finding, reason }) => [finding.rule, reason]);
    expect(reasons).toContainEqual(['ai-sdk/unsupported', 'no-method']);
    expect(reasons).toContainEqual(['openai-node/client', 'no-sdk']);
    const client = decisions.find(({ finding }) => finding.rule === 'openai-node/client');
    expect(client?.help).toContain('It publishes no general SDK for Node');
    expect(client?.help).toContain('endpoint mode');
  });

  it('refuses with the reason where there is none for the major', async () => {
    const target = resolveTarget({ to: 'moonshot', mode: 'sdk' }, {});
    const { changes, decisions } = await planTexts(
      { ...files, 'package.json': manifest('^5.0.0', '^2.0.0') },
      target,
    );
    expect(changes).toEqual([]);
    expect(decisions.find(({ finding }) => finding.rule === 'ai-sdk/client')?.help).toContain(
      'endpoint mode',
    );
  });
});

describe('an edit that cannot be made', () => {
  it('takes the edit of the manifest back with it', async () => {
    const files = { 'a.ts': OBJECT, 'package.json': manifest('^6.0.0', '^3.0.0') };
    const { decisions } = await planTexts(files, acmeTarget);
    const check = (file: string) => (file === 'a.ts' ? 'broken' : undefined);
    const verified = verify(decisions, new Map(Object.entries(files)), check, new Map(), {});
    expect(verified.changes).toEqual([]);
  });
});
