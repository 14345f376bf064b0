import { spawn } from 'node:child_process';
import { Ajv } from 'ajv';
import { afterEach, describe, expect, it } from 'vitest';
import { type RunningEmulator, startEmulator } from '../../src/emulate/index.js';
import schema from '../../src/schema/verify.json' with { type: 'json' };
import { temporaryFolder } from '../support/folder.js';

const BIN = new URL('../../bin/banjia.js', import.meta.url).pathname;
const KEY = 'sk-verify-0123456789abcdef';
const running: RunningEmulator[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((one) => one.close()));
});

async function emulator(modes: readonly string[] = []): Promise<RunningEmulator> {
  const started = await startEmulator({ provider: 'zhipu', key: KEY, modes, today: '2026-11-22' });
  running.push(started);
  return started;
}

/** Not in this process's thread: the emulator that is asked lives here. */
function verify(
  cwd: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = { ZAI_API_KEY: KEY },
) {
  const child = spawn(process.execPath, [BIN, 'verify', ...args], {
    cwd,
    env: { PATH: process.env['PATH'], HOME: cwd, LANG: 'C', ...env },
  });
  let out = '';
  let err = '';
  child.stdout.on('data', (chunk: Buffer) => {
    out += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    err += chunk.toString();
  });
  return new Promise<{ code: number | null; out: string; err: string }>((done) => {
    child.on('close', (code) => done({ code, out, err }));
  });
}

const MIGRATED = {
  'package.json': '{"dependencies":{"openai":"^6.0.0"}}',
  '.env': 'CHAT_MODEL=glm-5.3-flash\n',
  'src/models.ts': "export const EMBEDDING = 'embedding-3';\n",
  'src/app.ts': `import OpenAI from 'openai';
import { EMBEDDING } from './models.js';

const client = new OpenAI({ apiKey: process.env.ZAI_API_KEY ?? '', baseURL: 'https://open.bigmodel.cn/api/paas/v4' });
const other = new OpenAI({ apiKey: process.env.DEEPSEEK_API_KEY ?? '', baseURL: 'https://api.deepseek.com' });

export const one = () => client.chat.completions.create({ model: 'glm-5.3', messages: [] });
export const again = () => client.chat.completions.create({ model: 'glm-5.3', messages: [] });
export const byVariable = () => client.chat.completions.create({ model: process.env.CHAT_MODEL!, messages: [] });
export const vectors = () => client.embeddings.create({ model: EMBEDDING, input: 'x', encoding_format: 'float' });
export const picture = () => client.images.generate({ model: 'glm-image', prompt: 'x' });
export const elsewhere = () => other.chat.completions.create({ model: 'deepseek-flash', messages: [] });
export const unseen = (model: string) => client.chat.completions.create({ model, messages: [] });
`,
};

describe('banjia verify', () => {
  it('asks once for every endpoint, operation and model, and for nothing else', async () => {
    const served = await emulator();
    const { code, out } = await verify(temporaryFolder(MIGRATED), [
      '--to',
      'zhipu',
      '--base-url',
      served.baseURL,
    ]);
    expect(code).toBe(0);
    expect(served.requests().map((one) => [one.operation, one.model, one.status])).toEqual([
      ['chat.completions', 'glm-5.3', 200],
      ['chat.completions', 'glm-5.3-flash', 200],
      ['embeddings', 'embedding-3', 200],
    ]);
    expect(served.requests()[0]?.body).toEqual({
      model: 'glm-5.3',
      messages: [{ role: 'user', content: 'hi' }],
      max_tokens: 16,
    });
    const shown = out.replace(served.baseURL, 'EMULATOR');
    expect(shown).toBe(`Zhipu AI (zhipu), key from ZAI_API_KEY

EMULATOR
  not tried  chat.completions (model not in sight)
             the code does not show the model
             src/app.ts:13
  works      chat.completions glm-5.3
  works      chat.completions glm-5.3-flash
  works      embeddings embedding-3
  not tried  images.generations glm-image
             paid by the piece: --all tries it
             src/app.ts:11

3 work, 0 do not, 2 not tried
`);
  });

  it('says what fails and what the provider said, without the key', async () => {
    const served = await emulator();
    const broken = { ...MIGRATED, 'src/app.ts': MIGRATED['src/app.ts'].replaceAll("'glm-5.3'", "'gpt-4o'") };
    const { code, out } = await verify(temporaryFolder(broken), [
      '--to',
      'zhipu',
      '--base-url',
      served.baseURL,
      '--json',
    ]);
    expect(code).toBe(1);
    expect(out).not.toContain(KEY);
    const document = JSON.parse(out);
    const valid = new Ajv({ strict: false }).compile(schema);
    expect(valid(document), JSON.stringify(valid.errors)).toBe(true);
    expect(document.results.find((one: { model: string }) => one.model === 'gpt-4o')).toEqual({
      baseURL: served.baseURL,
      operation: 'chat.completions',
      model: 'gpt-4o',
      outcome: 'fails',
      status: 400,
      message: '1211: the model gpt-4o does not exist, or you have no access to it',
      places: [
        { file: 'src/app.ts', line: 7 },
        { file: 'src/app.ts', line: 8 },
      ],
    });
  });

  it('tries what is paid by the piece when told to', async () => {
    const served = await emulator();
    const { code } = await verify(temporaryFolder(MIGRATED), [
      '--to',
      'zhipu',
      '--base-url',
      served.baseURL,
      '--all',
    ]);
    expect(code).toBe(0);
    expect(served.requests().map((one) => one.operation)).toContain('images.generations');
  });

  it('sends nothing in a dry run, and needs no key for it', async () => {
    const { code, out } = await verify(temporaryFolder(MIGRATED), ['--to', 'zhipu', '--dry-run'], {});
    expect(code).toBe(0);
    expect(out).toContain('https://open.bigmodel.cn/api/paas/v4');
    expect(out).toContain('0 work, 0 do not, 5 not tried');
  });

  it('exits 2 without a key, with nothing to ask, and where nobody answers', async () => {
    const folder = temporaryFolder(MIGRATED);
    const served = await emulator();
    expect(await verify(folder, ['--to', 'zhipu'], {})).toMatchObject({
      code: 2,
      out: '',
      err: expect.stringContaining('ZAI_API_KEY is not set'),
    });
    expect(await verify(folder, ['--to', 'moonshot'], { MOONSHOT_API_KEY: KEY })).toMatchObject({
      code: 2,
      err: expect.stringContaining('no request goes to Moonshot AI'),
    });
    expect(await verify(folder, ['--to', 'zhipu', '--base-url', 'http://127.0.0.1:9/v1'])).toMatchObject({
      code: 2,
      out: expect.stringContaining('not reachable'),
    });
    expect(await verify(folder, ['--to', 'zhipu', '--base-url', 'nonsense'])).toMatchObject({
      code: 2,
      err: expect.stringContaining('not a URL'),
    });
    expect(
      await verify(folder, ['--to', 'zhipu', '--key-variable', 'OTHER', '--base-url', served.baseURL], {
        OTHER: KEY,
      }),
    ).toMatchObject({ code: 0 });
  });

  it('sends no key over plain HTTP to another machine', async () => {
    const { code, out } = await verify(temporaryFolder(MIGRATED), [
      '--to',
      'zhipu',
      '--base-url',
      'http://gateway.example.com/v1',
    ]);
    expect(code).toBe(2);
    expect(out).toContain('not sent: over plain HTTP');
  });

  it('tells a limit of the rate from a wrong request', async () => {
    const served = await emulator(['rate-limit']);
    const { code, out } = await verify(temporaryFolder(MIGRATED), [
      '--to',
      'zhipu',
      '--base-url',
      served.baseURL,
    ]);
    expect([code, out.includes('429 1302')]).toEqual([1, true]);
  });

  it('finds the address that the configuration names', async () => {
    const served = await emulator();
    const own = {
      ...MIGRATED,
      'banjia.config.json': JSON.stringify({ provider: 'zhipu', baseURL: served.baseURL }),
      'src/app.ts': MIGRATED['src/app.ts'].replace('https://open.bigmodel.cn/api/paas/v4', served.baseURL),
    };
    const { code, out } = await verify(temporaryFolder(own), []);
    expect([code, out.includes('3 work')]).toEqual([0, true]);
  });
});
