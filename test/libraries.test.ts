import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ResolvedTarget } from '../src/plan/target.js';
import { providers } from '../src/providers/index.js';
import { resolveTarget } from '../src/target.js';
import { acmeTarget } from './support/acme.js';
import {
  installed,
  type Release,
  release,
  runProgram,
  startServer,
  type TestServer,
  typeErrors,
  write,
} from './support/library.js';
import { planTexts } from './support/pipeline.js';

/*
 * A program for one release of a library, moved to every provider: it compiles as before, and what it sends arrives with
 * the new key, the new models and nothing of the old.
 */
const OLD_KEY = 'sk-the-old-key';
const NEW_KEY = 'the-new-key';

interface Case {
  readonly of: Release;
  readonly program: string;
  /** Paths below the address and models, in the order in which they are sent. */
  readonly sent: readonly (readonly [string, string])[];
}

const LLAMA = `import { OpenAI, OpenAIEmbedding } from '@llamaindex/openai';

const named = new OpenAI({ model: 'gpt-4', apiKey: process.env.OPENAI_API_KEY, maxRetries: 0 });
const bare = new OpenAI();
const vectors = new OpenAIEmbedding({ maxRetries: 0 });
const answer = await named.chat({ messages: [{ role: 'user', content: 'x' }] });
if (answer.message.content !== 'hi') throw new Error('no answer');
await bare.complete({ prompt: 'x' });
await vectors.getTextEmbedding('x');
export {};
`;

const LLAMA_SENT = [
  ['/chat/completions', 'acme-large'],
  ['/chat/completions', 'acme-large'],
  ['/embeddings', 'acme-embed'],
] as const;

const AGENTS = `import { Agent, run } from '@openai/agents';

const agent = new Agent({ name: 'a', instructions: 'x', model: 'gpt-4.1', modelSettings: { temperature: 0.5 } });
const result = await run(agent, 'x');
if (result.finalOutput !== 'hi') throw new Error('no answer: ' + result.finalOutput);
await run(new Agent({ name: 'b' }), 'x');
export {};
`;

const AGENTS_CLIENT = `import { Agent, Runner, setDefaultOpenAIClient } from '@openai/agents';
import OpenAI from 'openai';

setDefaultOpenAIClient(new OpenAI({ apiKey: process.env.OPENAI_API_KEY, maxRetries: 0 }));
const runner = new Runner({ model: 'gpt-5-mini' });
const result = await runner.run(new Agent({ name: 'a', model: 'gpt-4.1' }), 'x');
if (result.finalOutput !== 'hi') throw new Error('no answer: ' + result.finalOutput);
export {};
`;

const AGENTS_PROVIDER = `import { Agent, OpenAIProvider, Runner, setTracingDisabled } from '@openai/agents';

setTracingDisabled(true);
const runner = new Runner({ modelProvider: new OpenAIProvider({ apiKey: process.env.OPENAI_API_KEY }) });
const result = await runner.run(new Agent({ name: 'a', model: 'gpt-4.1' }), 'x');
if (result.finalOutput !== 'hi') throw new Error('no answer: ' + result.finalOutput);
export {};
`;

const CHATGPT = `import { ChatGPTAPI } from 'chatgpt';

const named = new ChatGPTAPI({ apiKey: process.env.OPENAI_API_KEY ?? '', completionParams: { model: 'gpt-4' } });
const bare = new ChatGPTAPI({ apiKey: process.env.OPENAI_API_KEY ?? '' });
const { id, text } = await named.sendMessage('x');
if (text !== 'hi') throw new Error('no answer: ' + text);
await bare.sendMessage('x', { parentMessageId: id, completionParams: { model: 'gpt-4o', temperature: 0.2 } });
await bare.sendMessage('x', { onProgress: () => undefined });
export {};
`;

const CHAT = '/chat/completions';
const CASES: readonly Case[] = [
  { of: release('llamaindex-0.1'), program: LLAMA, sent: LLAMA_SENT },
  { of: release('llamaindex-0.4'), program: LLAMA, sent: LLAMA_SENT },
  {
    of: release('openai-agents'),
    program: AGENTS,
    sent: [
      [CHAT, 'acme-large'],
      [CHAT, 'acme-small'],
    ],
  },
  // The model of a runner is the default of agents without one.
  { of: release('openai-agents'), program: AGENTS_CLIENT, sent: [[CHAT, 'acme-large']] },
  { of: release('openai-agents'), program: AGENTS_PROVIDER, sent: [[CHAT, 'acme-large']] },
  {
    of: release('chatgpt'),
    program: CHATGPT,
    sent: [
      [CHAT, 'acme-large'],
      [CHAT, 'acme-large'],
      [CHAT, 'acme-small'],
    ],
  },
];

const work = mkdtempSync(join(tmpdir(), 'banjia-libraries-'));
let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => {
  server.close();
  rmSync(work, { recursive: true, force: true });
});

describe.each(CASES.map((one, index) => [`${one.of.folder} ${index}`, one] as const))('%s', (_name, one) => {
  it('compiles as it did after the move to every provider', { timeout: 300_000 }, async () => {
    const root = installed(work, one.of);
    const files = write(join(root, 'before'), { 'main.ts': one.program });
    for (const target of [acmeTarget, ...providers.map((provider) => targetOf(provider.id))]) {
      const planned = await planTexts({ 'main.ts': one.program, 'package.json': one.of.manifest }, target);
      expect(planned.decisions.filter(({ reason }) => reason === 'edit-failed')).toEqual([]);
      const after = planned.after.get('main.ts') ?? '';
      expect(after).toContain(target.baseURL);
      files.push(...write(join(root, target.provider.id), { 'main.ts': after }));
    }
    expect(typeErrors(root, files)).toEqual([]);
  });

  it('sends the new key and the new models to the new host', { timeout: 60_000 }, async () => {
    server.seen.length = 0;
    const root = await migrated(one);
    await runProgram(root, 'main.mjs', server, { OPENAI_API_KEY: OLD_KEY, ACME_API_KEY: NEW_KEY });
    expect(server.seen.map(({ path, key, body }) => [path, body['model'], key])).toEqual(
      one.sent.map(([path, model]) => [`/v9${path}`, model, `Bearer ${NEW_KEY}`]),
    );
  });

  it('never sends the old key when the new one is missing', { timeout: 60_000 }, async () => {
    server.seen.length = 0;
    const root = await migrated(one);
    await runProgram(root, 'main.mjs', server, { OPENAI_API_KEY: OLD_KEY }).catch(() => undefined);
    expect(JSON.stringify(server.seen)).not.toContain(OLD_KEY);
  });
});

/** The program after the move to acme at this machine, in a folder where it runs. */
async function migrated({ of, program }: Case): Promise<string> {
  const target: ResolvedTarget = { ...acmeTarget, baseURL: `${server.origin}/v9` };
  const planned = await planTexts({ 'main.mjs': program, 'package.json': of.manifest }, target);
  const root = installed(work, of);
  write(root, { 'main.mjs': planned.after.get('main.mjs') ?? '' });
  return root;
}

function targetOf(id: string): ResolvedTarget {
  const provider = providers.find((one) => one.id === id);
  const url = provider?.regions[0].baseURL.value.replace(/<[^>]*>/g, 'mine') ?? '';
  return resolveTarget({ to: id, baseUrl: url }, {});
}
