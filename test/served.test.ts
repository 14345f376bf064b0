import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Operation } from '../src/openai/operations.js';
import { providers } from '../src/providers/index.js';
import type { Provider } from '../src/providers/types.js';
import { resolveTarget } from '../src/target.js';
import { acme } from './support/acme.js';
import { targets } from './support/picky.js';
import { planTexts } from './support/pipeline.js';
import { RELEASES } from './support/programs.js';

/*
 * A migrated program with the real `openai` package against a server on this machine: where do its requests go, with
 * which key and which model? The provider's path is kept, only its host is this machine's.
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
const work = mkdtempSync(join(tmpdir(), 'banjia-served-'));

beforeAll(async () => {
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      seen.push(seenOf(request, Buffer.concat(chunks).toString()));
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify(answer(request.url ?? '')));
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
});

afterAll(() => {
  server.close();
  rmSync(work, { recursive: true, force: true });
});

function seenOf(request: IncomingMessage, body: string): Seen {
  return {
    path: request.url ?? '',
    key: request.headers.authorization,
    organization: request.headers['openai-organization']?.toString(),
    body: body ? JSON.parse(body) : {},
  };
}

const CALL = { id: 'c', type: 'function', function: { name: 'go', arguments: '{"a":1}' } };

/** Vectors as numbers, whatever was asked for: what many compatible servers do. */
function answer(path: string): object {
  if (path.endsWith('/embeddings'))
    return { object: 'list', data: [{ object: 'embedding', index: 0, embedding: [0.5, 0.25] }] };
  return {
    id: 'x',
    object: 'chat.completion',
    choices: [{ index: 0, message: { role: 'assistant', content: 'hi', tool_calls: [CALL] } }],
  };
}

const PROGRAM = `import OpenAI from 'openai';
const openai = new OpenAI({ apiKey: process.env.OPENAI_API_KEY, organization: 'old-org' });
const bare = new OpenAI();
const chat = await openai.chat.completions.create({
  model: 'gpt-4o',
  max_completion_tokens: 5,
  temperature: 0.5,
  messages: [{ role: 'developer', content: 'x' }],
});
if (chat.choices[0].message.content !== 'hi') throw new Error('no answer');
await bare.chat.completions.create({ model: 'gpt-4o-mini', messages: [] });
const { data } = await openai.embeddings.create({ model: 'text-embedding-3-small', input: 'x' });
if (data[0].embedding.join() !== '0.5,0.25') throw new Error('vectors damaged: ' + data[0].embedding);
`;

const LEGACY = `const { Configuration, OpenAIApi } = require('openai');
const openai = new OpenAIApi(new Configuration({ apiKey: process.env.OPENAI_API_KEY, organization: 'old-org' }));
openai.createChatCompletion({ model: 'gpt-4o', messages: [] }).then((r) => {
  if (r.data.choices[0].message.content !== 'hi') throw new Error('no answer');
});
`;

describe.each([acme, ...providers].map((provider) => [provider.id, provider] as const))(
  '%s',
  (_id, provider) => {
    it('gets the new key, its models and its paths', async () => {
      seen = [];
      const { prefix, target } = targetAt(provider);
      const program = embeds(provider) ? PROGRAM : PROGRAM.replace(/const \{ data[\s\S]*$/, '');
      const planned = await planTexts(
        { 'main.mjs': program, 'package.json': '{"dependencies":{"openai":"^7.0.0"}}' },
        target,
      );
      await runProgram('openai-v7', 'main.mjs', planned.after.get('main.mjs') ?? '', target.keyVariable);

      const wanted = [`${prefix}/chat/completions`, `${prefix}/chat/completions`];
      if (embeds(provider)) wanted.push(`${prefix}/embeddings`);
      expect(seen.map((one) => one.path)).toEqual(wanted);
      expect(new Set(seen.map((one) => one.key))).toEqual(new Set([`Bearer ${NEW_KEY}`]));
      expect(seen.every((one) => one.organization === undefined)).toBe(true);
      const ids = new Set(provider.models.map((model) => model.id));
      for (const { body } of seen) expect(ids, String(body['model'])).toContain(body['model']);
      expect(seen[0]?.body['messages']).toEqual([{ role: roleOf(provider), content: 'x' }]);
      if (embeds(provider)) expect(seen[2]?.body['encoding_format']).toBe('float');
    });
  },
);

describe.each(RELEASES)('openai $major', ({ alias, major }) => {
  it('sends the new key to the new host', async () => {
    seen = [];
    const { prefix, target } = targetAt(acme);
    const file = major === 3 ? 'main.cjs' : 'main.mjs';
    const texts = {
      [file]: major === 3 ? LEGACY : PROGRAM,
      'package.json': `{"dependencies":{"openai":"^${major}.0.0"}}`,
    };
    const planned = await planTexts(texts, target);
    await runProgram(alias, file, planned.after.get(file) ?? '', target.keyVariable);
    expect(seen.length).toBe(major === 3 ? 1 : 3);
    expect(seen[0]).toMatchObject({
      path: `${prefix}/chat/completions`,
      key: `Bearer ${NEW_KEY}`,
      body: { model: 'acme-large' },
    });
  });

  // v3 reads no variable by itself.
  if (major > 3)
    it('never sends the old key when the new one is missing', async () => {
      seen = [];
      const { target } = targetAt(acme);
      const planned = await planTexts({ 'main.mjs': PROGRAM }, target);
      await runProgram(alias, 'main.mjs', planned.after.get('main.mjs') ?? '', 'NOT_SET').catch(
        () => undefined,
      );
      expect(JSON.stringify(seen)).not.toContain(OLD_KEY);
    });
});

const RICH = `import OpenAI from 'openai';
const openai = new OpenAI({ apiKey: process.env.OPENAI_API_KEY });
const userId = 'ann';
const EVENT = { type: 'object' };
const params = { model: 'gpt-4o', max_completion_tokens: 9000, messages: [], seed: 7 };
params.stop = 'END';
await openai.chat.completions.create(params);
await openai.chat.completions.create({
  model: 'gpt-4o',
  user: userId,
  temperature: Number('1.5'),
  store: true,
  tools: [{ type: 'function', function: { name: 'look_up', strict: true } }],
  messages: [{ role: 'system', content: 'Be brief.' }, { role: 'user', content: 'x', name: 'ann' }],
  response_format: { type: 'json_schema', json_schema: { name: 'event', schema: EVENT } },
});
await openai.chat.completions.create({ model: 'gpt-4o-mini', messages: [] });
const r = await openai.chat.completions.create({ model: 'gpt-4', functions: [{ name: 'go' }], function_call: { name: 'go' }, messages: [] });
if (r.choices[0].message.function_call.arguments !== '{"a":1}') throw new Error('no call');
`;

describe('what a request says', () => {
  it('is what the target takes, and asks for what was asked for', async () => {
    seen = [];
    const picky = targetAt(targets['picky-schema']?.provider ?? acme);
    const target = {
      ...targets['picky-schema'],
      ...picky.target,
      schemaInPrompt: true,
      keyVariable: 'PICKY_API_KEY',
    };
    const planned = await planTexts({ 'main.mjs': RICH }, target);
    await runProgram('openai-v7', 'main.mjs', planned.after.get('main.mjs') ?? '', 'PICKY_API_KEY');
    const off = { thinking: { type: 'disabled' } };
    expect(seen.map(({ body }) => body)).toEqual([
      { model: 'picky-large', ...off, max_tokens: 8192, messages: [], stop: ['END'] },
      {
        model: 'picky-large',
        ...off,
        parallel_tool_calls: true,
        user_id: 'ann',
        temperature: 1.5,
        tools: [{ type: 'function', function: { name: 'look_up' } }],
        messages: [
          {
            role: 'system',
            content: 'Be brief.\n\nAnswer with a JSON object that fits this JSON schema:\n{"type":"object"}',
          },
          { role: 'user', content: 'x' },
        ],
        response_format: { type: 'json_object' },
      },
      { model: 'picky-small', reasoning_effort: 'low', split_thoughts: true, messages: [] },
      {
        model: 'picky-large',
        ...off,
        tools: [{ type: 'function', function: { name: 'go' } }],
        tool_choice: { type: 'function', function: { name: 'go' } },
        messages: [],
      },
    ]);
  });
});

describe('requests for another provider', () => {
  it('go there with its key, and no others', async () => {
    seen = [];
    const { port } = server.address() as AddressInfo;
    const baseOf = (name: string) => `http://127.0.0.1:${port}/${name}`;
    const routed = targets['acme-routes'];
    const picky = targets['picky'];
    if (!routed || !picky) throw new Error('no such target');
    const embeddings = { ...picky, baseURL: baseOf('picky'), keyVariable: 'PICKY_API_KEY' };
    const target = {
      ...routed,
      baseURL: baseOf('acme'),
      keyVariable: 'ACME_API_KEY',
      routes: { embeddings },
    };
    const planned = await planTexts({ 'main.mjs': PROGRAM }, target);
    const env = { ACME_API_KEY: 'acme-key', PICKY_API_KEY: 'picky-key' };
    await runProgram('openai-v7', 'main.mjs', planned.after.get('main.mjs') ?? '', 'NOT_SET', env);
    expect(seen.map(({ path, key }) => [path, key])).toEqual([
      ['/acme/chat/completions', 'Bearer acme-key'],
      ['/acme/chat/completions', 'Bearer acme-key'],
      ['/picky/embeddings', 'Bearer picky-key'],
    ]);
  });
});

function targetAt(provider: Provider) {
  const { port } = server.address() as AddressInfo;
  const known = new URL(provider.regions[0].baseURL.value.replace(/<[^>]*>/g, 'mine'));
  const prefix = known.pathname.replace(/\/$/, '');
  const baseUrl = `http://127.0.0.1:${port}${prefix}`;
  const own = !providers.includes(provider);
  const target = own
    ? {
        provider,
        region: provider.regions[0],
        mode: 'endpoint' as const,
        baseURL: baseUrl,
        keyVariable: 'ACME_API_KEY',
        models: {},
      }
    : resolveTarget({ to: provider.id, baseUrl }, {});
  return { prefix, target };
}

function embeds(provider: Provider): boolean {
  return has(provider, 'embeddings') && typeof provider.mapping.embedding.value === 'string';
}

function has(provider: Provider, operation: Operation): boolean {
  return provider.operations[operation].value === 'yes';
}

function roleOf(provider: Provider): string {
  const rule = provider.parameters['chat.completions']?.find((one) => one.parameter === 'messages[].role');
  return rule?.status === 'values' && !rule.values.includes('developer') ? 'system' : 'developer';
}

function runProgram(
  alias: string,
  file: string,
  text: string,
  variable: string,
  more: Readonly<Record<string, string>> = {},
): Promise<void> {
  const folder = mkdtempSync(join(work, 'run-'));
  mkdirSync(join(folder, 'node_modules'));
  symlinkSync(join(MODULES, alias), join(folder, 'node_modules/openai'));
  writeFileSync(join(folder, file), text);
  const env = { PATH: process.env['PATH'] ?? '', OPENAI_API_KEY: OLD_KEY, [variable]: NEW_KEY, ...more };
  return new Promise((done, failed) => {
    const child = spawn(process.execPath, [file], { cwd: folder, env, stdio: ['ignore', 'ignore', 'pipe'] });
    let errors = '';
    child.stderr.on('data', (chunk: Buffer) => {
      errors += chunk.toString();
    });
    child.on('close', (code) => (code === 0 ? done() : failed(new Error(errors))));
  });
}
