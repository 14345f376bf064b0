import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { providers } from '../src/providers/index.js';
import type { Provider } from '../src/providers/types.js';
import { resolveTarget } from '../src/target.js';
import { acme, acmeTarget } from './support/acme.js';
import { planTexts } from './support/pipeline.js';

/*
 * Migrated programs that speak plain HTTP, with the real libraries, against a server on this machine: where do their
 * requests go, with which key and which model? The provider's path is kept, only its host is this machine's.
 */
const MODULES = new URL('../node_modules/', import.meta.url).pathname;
const OLD_KEY = 'sk-the-old-key';
const NEW_KEY = 'the-new-key';

interface Seen {
  readonly path: string;
  readonly key: string | undefined;
  readonly organization: string | undefined;
  readonly body: Readonly<Record<string, unknown>>;
}

let server: Server;
let seen: Seen[] = [];
const work = mkdtempSync(join(tmpdir(), 'banjia-served-http-'));

beforeAll(async () => {
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const text = Buffer.concat(chunks).toString();
      seen.push({
        path: request.url ?? '',
        key: request.headers.authorization,
        organization: request.headers['openai-organization']?.toString(),
        body: text ? JSON.parse(text) : {},
      });
      response.setHeader('content-type', 'application/json');
      response.end(
        JSON.stringify({ choices: [{ index: 0, message: { role: 'assistant', content: 'hi' } }] }),
      );
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
});
beforeEach(() => {
  seen = [];
});
afterAll(() => {
  server.close();
  rmSync(work, { recursive: true, force: true });
});

/** Every way of putting the address together, once with each library: one request each. */
const PROGRAM = `import axios from 'axios';
import got from 'got';
import ky from 'ky';
import { ofetch } from 'ofetch';
import { request } from 'undici';

const HOST = 'https://api.openai.com';
const CHAT = '/v1/chat/completions';
const key = process.env.OPENAI_API_KEY;
const headers = {
  'content-type': 'application/json',
  Authorization: \`Bearer \${key}\`,
  'OpenAI-Organization': 'old-org',
};
const messages = [{ role: 'user', content: 'x' }];
const body = JSON.stringify({ model: 'gpt-4o', messages });

await fetch('https://api.openai.com/v1/chat/completions', { method: 'POST', headers, body });
await fetch(\`\${HOST}\${CHAT}\`, { method: 'POST', headers, body });
await fetch(new URL('/v1/chat/completions', 'https://api.openai.com'), { method: 'POST', headers, body });

const client = axios.create({ baseURL: 'https://api.openai.com/v1', headers });
await client.post('/chat/completions', { model: 'gpt-4o', messages });
await axios({ method: 'post', url: HOST + CHAT, headers, data: { model: 'gpt-4o-mini', messages } });

await got.post('https://api.openai.com/v1/chat/completions', { headers, json: { model: 'gpt-4o', messages } });
const extended = got.extend({ prefixUrl: 'https://api.openai.com', headers });
await extended.post('v1/chat/completions', { json: { model: 'gpt-4o', messages } });

await ky.create({ prefixUrl: 'https://api.openai.com/v1/', headers }).post('chat/completions', { json: { model: 'gpt-4o', messages } });
await request('https://api.openai.com/v1/chat/completions', { method: 'POST', headers, body });
await ofetch('/chat/completions', { baseURL: 'https://api.openai.com/v1', method: 'POST', headers, body: { model: 'gpt-4o', messages } });
`;
const REQUESTS = 10;

describe.each(providers.filter((one) => one.operations['chat.completions'].value === 'yes'))(
  '$id',
  (provider) => {
    it('is sent its own path, key and models, whatever library sends them', { timeout: 60_000 }, async () => {
      const { prefix, target } = targetAt(provider);
      const planned = await planTexts({ 'main.mjs': PROGRAM }, target);
      await run({ 'main.mjs': planned.after.get('main.mjs') ?? '' }, { [target.keyVariable]: NEW_KEY });

      expect(seen.map(({ path }) => path)).toEqual(Array(REQUESTS).fill(`${prefix}/chat/completions`));
      expect(new Set(seen.map(({ key }) => key))).toEqual(new Set([`Bearer ${NEW_KEY}`]));
      expect(seen.every(({ organization }) => organization === undefined)).toBe(true);
      const ids = new Set(provider.models.map((model) => model.id));
      for (const { body } of seen) expect(ids, String(body['model'])).toContain(body['model']);
    });
  },
);

describe('a base that a variable gives', () => {
  const program = `const base = (process.env.OPENAI_API_BASE_URL || 'https://api.openai.com').replace(/\\/$/, '');
await fetch(\`\${base}/v1/chat/completions\`, {
  method: 'POST',
  headers: { Authorization: \`Bearer \${process.env.OPENAI_API_KEY}\` },
  body: JSON.stringify({ model: 'gpt-4o', messages: [] }),
});
`;

  it('holds what the path needs, set or not', async () => {
    const { prefix, target } = targetAt(acme);
    const planned = await planTexts(
      { 'main.mjs': program, '.env': 'OPENAI_API_BASE_URL=https://api.openai.com\n' },
      target,
    );
    const main = planned.after.get('main.mjs') ?? '';
    const [, set] = /^ACME_BASE_URL=(.*)$/m.exec(planned.after.get('.env') ?? '') ?? [];
    await run({ 'main.mjs': main }, { ACME_API_KEY: NEW_KEY });
    await run({ 'main.mjs': main }, { ACME_API_KEY: NEW_KEY, ACME_BASE_URL: `${set}/` });
    await run({ 'main.mjs': main }, { ACME_API_KEY: NEW_KEY, OPENAI_API_BASE_URL: 'http://127.0.0.1:1/old' });
    expect(seen.map(({ path, key }) => [path, key])).toEqual(
      Array(3).fill([`${prefix}/chat/completions`, `Bearer ${NEW_KEY}`]),
    );
  });
});

describe('a proxy in front of the page', () => {
  it('is asked for a path that it forwards to the right one', async () => {
    const config = `export default { rewrites: async () => [
  { source: '/api/openai/:path*', destination: 'https://api.openai.com/:path*' },
] };
`;
    const page = `export const ask = (key) => fetch('/api/openai/v1/chat/completions', {
  headers: { Authorization: 'Bearer ' + (key ?? process.env.OPENAI_API_KEY) },
  body: JSON.stringify({ model: 'gpt-4o', messages: [] }),
});
`;
    const planned = await planTexts({ 'next.config.mjs': config, 'page.mjs': page }, acmeTarget);
    const [, destination] = /destination: '(.*)'/.exec(planned.after.get('next.config.mjs') ?? '') ?? [];
    const [, asked] = /fetch\('(.*?)'/.exec(planned.after.get('page.mjs') ?? '') ?? [];
    const rest = asked?.replace('/api/openai/', '') ?? '';
    expect(destination?.replace(':path*', rest)).toBe('https://api.acme.test/paas/v4/chat/completions');
  });
});

describe('host and path handed over apart', () => {
  const program = `import https from 'node:https';
const post = (hostname, path, json) => new Promise((done, failed) => {
  const request = https.request(
    { hostname, path, method: 'POST', headers: { Authorization: \`Bearer \${process.env.OPENAI_API_KEY}\` } },
    (response) => response.resume().on('end', done),
  );
  request.on('error', failed);
  request.end(JSON.stringify(json));
});
await post('api.openai.com', '/v1/chat/completions', { model: 'gpt-4o', messages: [] });
`;
  /** What goes to the provider's host comes here. */
  const REDIRECT = `import http from 'node:http';
import https from 'node:https';
https.request = ({ hostname, ...options }, answered) => {
  if (hostname !== 'api.acme.test') throw new Error('would leave this machine: ' + hostname);
  return http.request({ ...options, hostname: '127.0.0.1', port: process.env.PORT }, answered);
};
`;

  it('reach the path of the provider', async () => {
    const planned = await planTexts({ 'main.mjs': program }, acmeTarget);
    const files = {
      'redirect.mjs': REDIRECT,
      'main.mjs': `import './redirect.mjs';\n${planned.after.get('main.mjs')}`,
    };
    const { port } = server.address() as AddressInfo;
    await run(files, { ACME_API_KEY: NEW_KEY, PORT: String(port) });
    expect(seen).toMatchObject([
      { path: '/paas/v4/chat/completions', key: `Bearer ${NEW_KEY}`, body: { model: 'acme-large' } },
    ]);
  });
});

function targetAt(provider: Provider) {
  const { port } = server.address() as AddressInfo;
  const known = new URL(provider.regions[0].baseURL.value.replace(/<[^>]*>/g, 'mine'));
  const prefix = known.pathname.replace(/\/$/, '');
  const baseUrl = `http://127.0.0.1:${port}${prefix}`;
  if (provider === acme) return { prefix, target: { ...acmeTarget, baseURL: baseUrl } };
  return { prefix, target: resolveTarget({ to: provider.id, baseUrl }, {}) };
}

function run(
  files: Readonly<Record<string, string>>,
  variables: Readonly<Record<string, string>>,
): Promise<void> {
  const folder = mkdtempSync(join(work, 'run-'));
  symlinkSync(MODULES, join(folder, 'node_modules'));
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  }
  const env = { PATH: process.env['PATH'] ?? '', OPENAI_API_KEY: OLD_KEY, ...variables };
  return new Promise((done, failed) => {
    const child = spawn(process.execPath, ['main.mjs'], {
      cwd: folder,
      env,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let errors = '';
    child.stderr.on('data', (chunk: Buffer) => {
      errors += chunk.toString();
    });
    child.on('close', (code) => (code === 0 ? done() : failed(new Error(errors))));
  });
}
