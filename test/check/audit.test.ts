import { describe, expect, it } from 'vitest';
import { providers } from '../../src/providers/index.js';
import { resolveTarget } from '../../src/target.js';
import { acmeTarget } from '../support/acme.js';
import { checkTexts, listed } from '../support/check.js';

const KEY = 'sk-proj-9dummy9dummy9dummy9dummy9dummy9';
const LEGACY = `sk-${'a1'.repeat(10)}T3BlbkFJ${'b2'.repeat(10)}`;
const IMPORT = "import OpenAI from 'openai';\n";

const places = async (...args: Parameters<typeof checkTexts>) => listed(await checkTexts(...args));

describe('live keys', () => {
  it.each([
    ['a.ts', `export const key = '${KEY}';\n`],
    ['a.ts', `export const key = '${LEGACY}';\n`],
    ['.env', `SOMETHING=${KEY}\n`],
    ['.env.example', `OPENAI_API_KEY=${LEGACY}\n`],
    ['deploy.yaml', `token: "${KEY}"\n`],
    ['main.py', `key = "${KEY}"\n`],
    ['README.md', `curl -H "Authorization: Bearer ${KEY}"\n`],
  ])('in %s are errors, and never shown: %s', async (file, text) => {
    const { result } = await checkTexts({ [file]: text });
    const secrets = result.problems.filter(({ decision }) => decision.finding.rule === 'secrets/credential');
    expect(
      secrets.map(({ severity, decision }) => [severity, decision.reason, decision.finding.confidence]),
    ).toEqual([['error', 'literal-key', 'certain']]);
    expect(JSON.stringify(result)).not.toMatch(/dummy9|a1a1|b2b2/);
  });

  it('of a shape that others use, too, count where the line speaks of OpenAI', async () => {
    const key = `sk-${'0123456789abcdef'.repeat(2)}`;
    expect(await places({ '.env': `OPENAI_KEY=${key}\n` })).toEqual(['.env:1 secrets/credential error']);
    expect(await places({ '.env': `DEEPSEEK_API_KEY=${key}\n` })).toEqual([]);
  });

  it('are said once, and placeholders not at all', async () => {
    expect(
      await places({ 'a.ts': `${IMPORT}new OpenAI({ apiKey: '${KEY}' });\n` }, { target: acmeTarget }),
    ).toEqual(['a.ts:2 openai-node/client error', 'a.ts:2 secrets/credential error']);
    expect(
      await places({
        'a.ts':
          "const a = ['sk-...', 'sk-your-key-goes-here-12345678', 'sk-xxxxxxxxxxxxxxxxxxxxxxxxxxxx'];\n",
      }),
    ).toEqual([]);
  });

  it('in an environment file that git ignores are where they belong', async () => {
    const files = { '.env': `OPENAI_API_KEY=${KEY}\n` };
    expect(await places(files, { ignored: ['.env'] })).toEqual(['.env:1 env-files/credential warning']);
    expect(await places(files)).toEqual(['.env:1 secrets/credential error']);
  });
});

describe('the fallbacks of the SDK', () => {
  const client = (key: string) => `${IMPORT}new OpenAI({ ${key}baseURL: 'https://api.deepseek.com' });\n`;
  const env = { '.env': 'OPENAI_API_KEY=abc\nOPENAI_ORG_ID=org-1\n' };

  it('are an error where a key of another vendor may be missing', async () => {
    const key = 'apiKey: process.env.DEEPSEEK_API_KEY, ';
    expect(await places({ 'a.ts': client(key), ...env })).toEqual([
      '.env:1 env-files/credential error',
      '.env:2 env-files/credential error',
    ]);
    const { result } = await checkTexts({ 'a.ts': client(key), ...env });
    expect(result.problems.map(({ decision }) => decision.reason)).toEqual([
      'implicit-fallback',
      'organization-variable',
    ]);
  });

  it('do not reach a client whose key is guarded; the headers do', async () => {
    const guarded = client("apiKey: process.env.DEEPSEEK_API_KEY ?? '', ");
    expect(await places({ 'a.ts': guarded, ...env })).toEqual([
      '.env:1 env-files/credential warning',
      '.env:2 env-files/credential error',
    ]);
  });

  it('are certain for a client without any key, whatever the environment', async () => {
    expect(await places({ 'a.ts': client('') })).toEqual(['a.ts:2 openai-node/client error']);
  });

  it('come from environment files above the client only', async () => {
    const key = 'apiKey: process.env.DEEPSEEK_API_KEY, ';
    const elsewhere = { 'apps/a/a.ts': client(key), 'apps/b/.env': 'OPENAI_API_KEY=abc\n' };
    expect(await places(elsewhere)).toEqual(['apps/b/.env:1 env-files/credential warning']);
    expect(await places({ ...elsewhere, 'apps/a/.env': 'OPENAI_API_KEY=abc\n' })).toContain(
      'apps/a/.env:1 env-files/credential error',
    );
  });
});

describe('models that end', () => {
  const ask = (host: string, model: string) =>
    `${IMPORT}const c = new OpenAI({ apiKey: process.env.K ?? '', baseURL: 'https://${host}' });\nc.chat.completions.create({ model: '${model}', messages: [] });\n`;

  it('at the provider that is asked are an error from their day on', async () => {
    const files = { 'a.ts': ask('api.deepseek.com', 'deepseek-chat') };
    const { result } = await checkTexts(files);
    expect(
      result.problems.map(({ severity, decision }) => [severity, decision.message, decision.reason]),
    ).toEqual([
      [
        'error',
        'DeepSeek ended deepseek-chat on 2026-07-24; its successor is deepseek-flash',
        'model-retired',
      ],
    ]);
    expect(await places(files, { today: '2026-07-23' })).toEqual(['a.ts:3 openai-node/model warning']);
    const early = await checkTexts(files, { today: '2026-03-01' });
    expect(listed(early)).toEqual(['a.ts:3 openai-node/model info']);
    expect(early.result.failing).toBe(0);
    expect(early.result.problems[0]?.decision.message).toContain('DeepSeek ends deepseek-chat on 2026-07-24');
  });

  it('at another provider than the one that is asked are nobody’s business', async () => {
    // Ended at one host that served it, goes on at its maker's.
    expect(await places({ 'a.ts': ask('open.bigmodel.cn/api/paas/v4', 'glm-4.7') })).toEqual([]);
    expect(await places({ 'a.ts': ask('dashscope.aliyuncs.com/compatible-mode/v1', 'glm-4.7') })).toEqual([
      'a.ts:3 openai-node/model error',
    ]);
  });

  it('are found by their id alone in code, environment files and configuration', async () => {
    const id = 'hunyuan-standard-256K';
    expect(
      await places({
        'a.ts': `export const models = ['${id}', 'hunyuan', 'general'];\n// '${id}'\n`,
        '.env': `MODEL=${id}\n# OLD=${id}\n`,
        'app.yaml': `model: ${id}\n`,
        'a.json': `{ "model": "${id}" }\n`,
        'main.py': `model = "${id}"\n`,
        'README.md': `We used "${id}".\n`,
        'path.ts': `import x from './${id}/x.js';\n`,
      }),
    ).toEqual([
      '.env:1 retired-models/model warning',
      'a.json:1 retired-models/model warning',
      'a.ts:1 retired-models/model warning',
      'app.yaml:1 retired-models/model warning',
      'main.py:1 retired-models/model warning',
    ]);
  });

  it('are never models that somebody still serves', async () => {
    const current = [
      ...new Set(
        providers.flatMap(({ models }) => models.flatMap(({ id, retires }) => (retires ? [] : [id]))),
      ),
    ];
    const text = `export const all = ${JSON.stringify(current)};\n`;
    const { result } = await checkTexts({ 'a.ts': text });
    expect(result.problems.map(({ decision }) => decision.message)).toEqual([]);
  });

  it('of OpenAI’s say so where they linger', async () => {
    const { result } = await checkTexts({
      'a.ts': `${IMPORT}new OpenAI().chat.completions.create({ model: 'gpt-4', messages: [] });\n`,
    });
    expect(result.problems.map(({ decision }) => decision.message)).toContain(
      'gpt-4, which OpenAI shut down on 2026-10-23',
    );
  });
});

describe('packages that nothing uses', () => {
  const manifest = (...names: string[]) =>
    `${JSON.stringify({ name: 'x', dependencies: Object.fromEntries(names.map((name) => [name, '^1.0.0'])) }, null, 2)}\n`;
  const npmLock = (packages: object) =>
    `${JSON.stringify({ lockfileVersion: 3, packages: { '': {}, ...packages } }, null, 2)}\n`;

  it('are found in the manifest, with the place in the lock file', async () => {
    const { result } = await checkTexts({
      'package.json': manifest('@ai-sdk/openai', 'openai'),
      'package-lock.json': npmLock({ 'node_modules/@ai-sdk/openai': { version: '1.0.0' } }),
    });
    expect(
      result.problems.map(({ decision }) => [
        decision.reason,
        decision.finding.range.start.line,
        decision.finding.related,
      ]),
    ).toEqual([
      ['unused-package', 4, [{ file: 'package-lock.json', line: 5, column: 19, message: 'locked here' }]],
    ]);
  });

  it('are not those that are imported, required, named in a script, or asked for by another package', async () => {
    const lock = npmLock({
      'node_modules/@ai-sdk/openai': { version: '1.0.0' },
      'node_modules/kit': { version: '1.0.0', peerDependencies: { '@ai-sdk/openai': '*' } },
    });
    const deps = manifest('@ai-sdk/openai');
    for (const [file, text] of [
      ['a.ts', "import { createOpenAI } from '@ai-sdk/openai';\n"],
      ['a.cjs', "module.exports = require('@ai-sdk/openai/internal');\n"],
      ['a.vue', "<script>import { openai } from '@ai-sdk/openai'</script>\n"],
      ['package-lock.json', lock],
    ] as const)
      expect(
        (await places({ 'package.json': deps, [file]: text })).filter((one) => one.includes('dependency')),
      ).toEqual([]);
    const scripted = deps
      .replace('"dependencies"', '"scripts": { "count": "tiktoken a.txt" },\n  "dependencies"')
      .replace('@ai-sdk/openai', 'tiktoken');
    expect(await places({ 'package.json': scripted })).toEqual([]);
  });

  const lockfiles: readonly (readonly [string, string, string])[] = [
    [
      'package-lock.json',
      npmLock({ 'node_modules/chatgpt': { version: '5.0.0' } }),
      npmLock({
        'node_modules/chatgpt': { version: '5.0.0' },
        'node_modules/a': { dependencies: { chatgpt: '5' } },
      }),
    ],
    [
      'pnpm-lock.yaml',
      "lockfileVersion: '9.0'\nimporters:\n  .:\n    dependencies: {}\npackages:\n  chatgpt@5.0.0:\n    resolution: {integrity: openai}\n",
      "lockfileVersion: '9.0'\npackages:\n  chatgpt@5.0.0:\n    resolution: {integrity: openai}\nsnapshots:\n  a@1.0.0:\n    dependencies:\n      chatgpt: 5.0.0\n",
    ],
    [
      'yarn.lock',
      'chatgpt@^5.0.0:\n  version "5.0.0"\n',
      'a@^1.0.0:\n  version "1.0.0"\n  dependencies:\n    chatgpt "^5.0.0"\n\nchatgpt@^5.0.0:\n  version "5.0.0"\n',
    ],
    [
      'bun.lock',
      '{\n  "packages": {\n    "chatgpt": ["chatgpt@5.0.0", "", {}],\n  }\n}\n',
      '{\n  "packages": {\n    "a": ["a@1.0.0", "", { "dependencies": { "chatgpt": "5" } }],\n    "chatgpt": ["chatgpt@5.0.0", "", {}],\n  }\n}\n',
    ],
  ];

  it.each(lockfiles)(
    'are found in %s alone, unless another package asks for them',
    async (file, alone, needed) => {
      const found = await places({ 'package.json': manifest(), [file]: alone });
      expect(found.map((one) => one.replace(/:\d+/, ''))).toEqual([
        `${file} package-manifests/dependency warning`,
      ]);
      expect(await places({ 'package.json': manifest(), [file]: needed })).toEqual([]);
    },
  );
});

describe('what the target refuses of code that is there already', () => {
  const code = (body: string) =>
    `${IMPORT}const c = new OpenAI({ apiKey: process.env.ACME_API_KEY ?? '', baseURL: 'https://api.acme.test/paas/v4' });\n${body}`;
  const chat = (rest: string) =>
    code(`c.chat.completions.create({ model: 'acme-large', messages: [], ${rest} });\n`);
  const asked = async (text: string) => {
    const { result } = await checkTexts({ 'a.ts': text }, { target: acmeTarget });
    return result.problems.map(
      ({ decision, severity }) => `${decision.reason} ${severity} ${decision.message}`,
    );
  };

  it.each([
    [
      'a parameter it rejects',
      chat('logit_bias: {}'),
      ['parameter-rejected error logit_bias is rejected by Acme'],
    ],
    [
      'a value out of range',
      chat('temperature: 1.5'),
      ['parameter-values error temperature 1.5 → 0.99: Acme takes [0, 1)'],
    ],
    [
      'another name',
      chat('max_completion_tokens: 1'),
      ['parameter-values error max_completion_tokens → max_tokens'],
    ],
    [
      'a format',
      chat("response_format: { type: 'json_schema' }"),
      ['parameter-values error response_format json_schema: Acme takes text, json_object'],
    ],
    [
      'a service it has not',
      code("c.images.generate({ prompt: 'x' });\n"),
      ['no-operation error images.generate'],
    ],
    [
      'one elsewhere',
      code("c.moderations.create({ input: 'x' });\n"),
      ['operation-differs error moderations.create: path /safety'],
    ],
    [
      'one nobody knows of',
      code("c.audio.speech.create({ model: 'acme-v', voice: 'a', input: 'x' });\n"),
      ['operation-unknown info audio.speech.create'],
    ],
    [
      'a model of OpenAI',
      code("c.chat.completions.create({ model: 'gpt-4o', messages: [] });\n"),
      ['model-elsewhere error gpt-4o is no model of Acme'],
    ],
    ['nothing', chat('temperature: 0.5, max_tokens: 5'), []],
  ])('%s', async (_name, text, expected) => {
    expect(await asked(text)).toEqual(expected);
  });

  it('says nothing of other vendors’ clients, nor without a target', async () => {
    const text = chat('logit_bias: {}');
    expect(
      await places(
        { 'a.ts': text.replace('api.acme.test/paas/v4', 'api.deepseek.com') },
        { target: acmeTarget },
      ),
    ).toEqual([]);
    expect(await places({ 'a.ts': text })).toEqual([]);
  });

  it('goes by the facts of a real provider, a model that ended among them', async () => {
    const target = resolveTarget({ to: 'deepseek' }, {});
    const text = `${IMPORT}const c = new OpenAI({ apiKey: process.env.DEEPSEEK_API_KEY ?? '', baseURL: 'https://api.deepseek.com' });\nc.chat.completions.create({ model: 'deepseek-reasoner', messages: [] });\nc.embeddings.create({ model: 'x', input: 'x' });\n`;
    expect(await places({ 'a.ts': text }, { target })).toEqual([
      'a.ts:3 openai-node/model error',
      'a.ts:4 openai-node/unsupported error',
    ]);
  });
});
