import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { resolveTarget } from '../src/target.js';
import { acmeTarget } from './support/acme.js';
import { planTexts } from './support/pipeline.js';
import { RELEASES } from './support/programs.js';
import { compile, linkSdk, runTypeScript, writePrograms } from './support/sdk.js';

/* Azure OpenAI as what is left, on demand, and as where to go. */

const OLD_KEY = 'the-key-of-azure';
const V1 = 'https://me.openai.azure.com/openai/v1';
const work = mkdtempSync(join(tmpdir(), 'banjia-azure-'));

interface Seen {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly model: unknown;
}

let server: Server;
let seen: Seen[] = [];

beforeAll(async () => {
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { model } = JSON.parse(Buffer.concat(chunks).toString());
      seen.push({ path: request.url ?? '', headers: request.headers, model });
      response.setHeader('content-type', 'application/json');
      response.end('{"choices":[{"message":{"role":"assistant","content":"hi"}}]}');
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
});

afterAll(() => {
  server.close();
  rmSync(work, { recursive: true, force: true });
});

const PROGRAM = `import OpenAI, { AzureOpenAI } from 'openai';

const byClass = new AzureOpenAI({
  endpoint: process.env.AZURE_OPENAI_ENDPOINT,
  apiKey: process.env.AZURE_OPENAI_API_KEY,
  apiVersion: '2024-10-21',
  deployment: 'gpt-35-turbo',
});
const byEnvironment = new AzureOpenAI();
const byHeader = new OpenAI({
  baseURL: \`\${process.env.AZURE_OPENAI_ENDPOINT}/openai/deployments/gpt-4o\`,
  defaultQuery: { 'api-version': '2024-02-01' },
  defaultHeaders: { 'api-key': process.env.AZURE_OPENAI_API_KEY },
});

class Chat {
  constructor(private readonly client: AzureOpenAI) {}
  ask = (model: string) => this.client.chat.completions.create({ model, messages: [] });
}

async function main() {
  const first = await byClass.chat.completions.create({ model: '', messages: [] });
  console.log(first.choices[0]?.message.content);
  await new Chat(byEnvironment).ask('gpt-4o');
  await byHeader.chat.completions.create({ model: 'ignored', messages: [] });
}

main();
`;

describe.each(RELEASES.filter(({ major }) => major > 3))('a client of Azure, openai $major', (release) => {
  const root = join(work, release.alias);
  const manifest = `{"dependencies":{"openai":"^${release.major}.0.0"}}`;

  it('moves on demand: another address, another key, nothing of Azure’s', { timeout: 60_000 }, async () => {
    seen = [];
    const { port } = server.address() as AddressInfo;
    const target = { ...acmeTarget, baseURL: `http://127.0.0.1:${port}/v4`, fromAzure: true };
    const planned = await planTexts({ 'main.ts': PROGRAM, 'package.json': manifest }, target);
    const after = planned.after.get('main.ts') ?? '';
    expect(planned.decisions.filter(({ action }) => action === 'manual')).toEqual([]);
    expect(after).not.toMatch(/AzureOpenAI|api-key|api-version|AZURE_OPENAI_API_KEY/);

    linkSdk(root, release.alias);
    expect(compile(root, writePrograms(root, 'after', { 'main.ts': after }))).toEqual([]);
    const env = { AZURE_OPENAI_API_KEY: OLD_KEY, OPENAI_API_KEY: OLD_KEY, ACME_API_KEY: 'new-key' };
    await runTypeScript(root, 'run/main.ts', after, { ...env, AZURE_OPENAI_ENDPOINT: 'http://127.0.0.1:1' });
    expect(seen.map(({ path }) => path)).toEqual(Array(3).fill('/v4/chat/completions'));
    expect(seen.map(({ model }) => model)).toEqual(['acme-small', 'acme-large', 'acme-large']);
    for (const { headers } of seen) {
      expect(headers.authorization).toBe('Bearer new-key');
      expect(headers['api-key']).toBeUndefined();
    }
  });

  it('stays as it is without being asked', async () => {
    const planned = await planTexts({ 'main.ts': PROGRAM, 'package.json': manifest }, acmeTarget);
    expect(planned.changes).toEqual([]);
    const clients = planned.decisions.filter(({ finding }) => finding.kind === 'client');
    expect(clients.map(({ reason }) => reason)).toEqual(['azure', 'azure', 'azure']);
    expect(clients[0]?.help).toContain('--azure');
  });
});

describe('Azure as the target', () => {
  const target = resolveTarget({ to: 'azure', baseUrl: `${V1}/` }, {});

  it('gets the plain class, the v1 address and a key of its own', async () => {
    const program = `import OpenAI from 'openai';
export const openai = new OpenAI({ apiKey: process.env.OPENAI_API_KEY, organization: 'x' });
export const ask = () => openai.chat.completions.create({ model: 'gpt-5.4', messages: [], max_tokens: 5 });
`;
    const { after } = await planTexts({ 'main.ts': program }, target);
    const text = after.get('main.ts') ?? '';
    expect(text).toContain(`apiKey: process.env.AZURE_OPENAI_API_KEY ?? '', baseURL: '${V1}' }`);
    expect(text).toContain("model: 'gpt-5.4', messages: [], max_completion_tokens: 5");
  });

  it('leaves its own clients alone, whatever their class', async () => {
    const planned = await planTexts({ 'main.ts': PROGRAM }, target);
    expect(planned.changes).toEqual([]);
    expect(planned.decisions.filter(({ action }) => action === 'manual')).toEqual([]);
  });

  it('asks for the choice first, since a chunk may have none', { timeout: 60_000 }, async () => {
    const program = `import OpenAI from 'openai';
const openai = new OpenAI();
export async function stream() {
  let out = '';
  for await (const chunk of await openai.chat.completions.create({ model: 'gpt-5.4', messages: [], stream: true })) {
    out += chunk.choices[0].delta.content ?? '';
    if (chunk.choices[0]?.finish_reason) out += '.';
  }
  return out;
}
`;
    const { after } = await planTexts({ 'main.ts': program }, target);
    const text = after.get('main.ts') ?? '';
    expect(text).toContain("out += chunk.choices[0]?.delta.content ?? '';");
    const root = join(work, 'chunks');
    linkSdk(root, 'openai-v6');
    expect(compile(root, writePrograms(root, 'after', { 'main.ts': text }))).toEqual([]);
  });

  it.each([
    'https://me.openai.azure.com',
    'https://me.openai.azure.com/openai/deployments/gpt-4o',
    'https://me.services.ai.azure.com/models',
  ])('refuses %s, where no request would be answered', (baseUrl) => {
    expect(() => resolveTarget({ to: 'azure', baseUrl }, {})).toThrow(
      expect.objectContaining({ code: 'bad-option', help: expect.stringContaining('/openai/v1') }),
    );
  });

  it('takes the address of a gateway as it is', () => {
    const { baseURL } = resolveTarget({ to: 'azure', baseUrl: 'https://apim.example.com/ai' }, {});
    expect(baseURL).toBe('https://apim.example.com/ai');
  });
});
