import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { banjia } from '../support/cli.js';
import { temporaryFolder } from '../support/folder.js';

const BIN = new URL('../../bin/banjia.js', import.meta.url).pathname;
const children: ChildProcess[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

interface Started {
  readonly child: ChildProcess;
  readonly out: string;
  /** Exit code and stderr, once it has stopped. */
  readonly stopped: Promise<{ code: number | null; err: string }>;
}

/** The command line as a user starts it; resolved when it says where it listens. */
function emulate(cwd: string, args: readonly string[]): Promise<Started> {
  const env = { PATH: process.env['PATH'], HOME: cwd, LANG: 'C' };
  const child = spawn(process.execPath, [BIN, 'emulate', ...args], { cwd, env });
  children.push(child);
  let out = '';
  let err = '';
  child.stderr.on('data', (chunk: Buffer) => {
    err += chunk.toString();
  });
  const stopped = new Promise<{ code: number | null; err: string }>((done) => {
    child.once('close', (code) => done({ code, err }));
  });
  return new Promise((resolve, reject) => {
    child.stdout.on('data', (chunk: Buffer) => {
      out += chunk.toString();
      if (out.includes('Ctrl+C') || out.endsWith('}\n')) resolve({ child, out, stopped });
    });
    child.once('close', () => reject(new Error(err)));
  });
}

async function ask(baseURL: string, body: object): Promise<number> {
  const response = await fetch(`${baseURL}/chat/completions`, {
    method: 'POST',
    headers: { authorization: 'Bearer emulator' },
    body: JSON.stringify({ messages: [{ role: 'user', content: 'x' }], ...body }),
  });
  await response.text();
  return response.status;
}

describe('banjia emulate', () => {
  it('says base URL and key, serves, records, and stops on SIGINT', async () => {
    const folder = temporaryFolder();
    const { child, out, stopped } = await emulate(folder, ['GLM', '--record', 'requests.jsonl']);
    expect(out).toMatch(
      /^Zhipu AI \(zhipu, cn\), emulated\n {2}baseURL {3}http:\/\/127\.0\.0\.1:\d+\/api\/paas\/v4\n {2}apiKey/,
    );
    expect(out).toContain('ZAI_API_KEY');
    const [baseURL = ''] = /http:\S+\/v4/.exec(out) ?? [];
    expect(await ask(baseURL, { model: 'glm-5.3', n: 2 })).toBe(200);
    expect(await ask(baseURL, { model: 'gpt-4o' })).toBe(400);
    child.kill('SIGINT');
    const { code, err } = await stopped;
    expect(code).toBe(0);
    expect(err).toBe(
      'POST /api/paas/v4/chat/completions glm-5.3 → 200 without effect: n\n' +
        'POST /api/paas/v4/chat/completions gpt-4o → 400 the model gpt-4o does not exist, or you have no access to it\n' +
        '2 requests: 1 rejected, 1 with parameters that the provider takes without effect\n',
    );
    expect(readFileSync(join(folder, 'requests.jsonl'), 'utf8').trim().split('\n')).toHaveLength(2);
  });

  it('speaks JSON and Chinese, and is strict when told so', async () => {
    const folder = temporaryFolder();
    const { child, out, stopped } = await emulate(folder, ['deepseek', '--json', '--strict', '--lang', 'zh']);
    const facts = JSON.parse(out);
    expect(facts).toMatchObject({
      schemaVersion: 1,
      command: 'emulate',
      id: 'deepseek',
      region: 'cn',
      strict: true,
    });
    expect(await ask(facts.baseURL, { model: 'deepseek-flash', presence_penalty: 1 })).toBe(422);
    child.kill('SIGTERM');
    const { code, err } = await stopped;
    expect([code, err.split('\n').at(-2)]).toEqual([0, '共 1 个请求：1 个被拒绝，1 个含有不起作用的参数']);
  });

  it('plays a provider of one’s own', async () => {
    const providers = [
      {
        id: 'house',
        baseURL: 'https://llm.example.com/v1',
        keyVariable: 'HOUSE_API_KEY',
        models: { flagship: 'house-large' },
      },
    ];
    const folder = temporaryFolder({ 'banjia.config.json': JSON.stringify({ providers }) });
    const { child, out, stopped } = await emulate(folder, ['house', '--json']);
    const { baseURL } = JSON.parse(out);
    expect(await ask(baseURL, { model: 'house-large' })).toBe(200);
    expect(await ask(baseURL, { model: 'gpt-4o' })).toBe(404);
    child.kill('SIGINT');
    expect((await stopped).code).toBe(0);
  });

  it('exits 2 for a provider, a region, a port or a mode that there is not', () => {
    const folder = temporaryFolder();
    const failing = (...args: string[]) => banjia(folder, ['emulate', ...args]);
    expect(failing('zhpu')).toMatchObject({
      code: 2,
      out: '',
      err: expect.stringContaining('did you mean zhipu'),
    });
    expect(failing('zhipu', '--region', 'mars')).toMatchObject({
      code: 2,
      err: expect.stringContaining('Its regions: cn, intl'),
    });
    expect(failing('zhipu', '--port', 'x')).toMatchObject({
      code: 2,
      err: expect.stringContaining('--port x'),
    });
    expect(failing('zhipu', '--mode', 'x')).toMatchObject({
      code: 2,
      err: expect.stringContaining('rate-limit'),
    });
  });
});
