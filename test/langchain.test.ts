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
 * Programs as people write them for one release of LangChain, moved to every provider: they compile against the types of
 * that release as before, and what they send arrives with the new key, the new models and nothing of the old.
 */
const OLD_KEY = 'sk-the-old-key';
const NEW_KEY = 'the-new-key';

/** The classes in all the ways that people construct them; `chat` and `embeddings` say where they come from. */
function forms(chat: string, embeddings: string, modern: boolean): string {
  return `${chat}
${embeddings}

const apiKey = process.env.OPENAI_API_KEY;
export const forms = [
  new ChatOpenAI(),
  new ChatOpenAI({}),
  new ChatOpenAI({ modelName: 'gpt-4', temperature: 2, maxTokens: 100, topP: 1, presencePenalty: 0.5 }),
  new ChatOpenAI({ openAIApiKey: apiKey, streaming: true, modelKwargs: { seed: 1 } }),
  new ChatOpenAI({ openAIApiKey: process.env['OPENAI_API_KEY']!, modelName: 'gpt-3.5-turbo-16k' }),
  new ChatOpenAI({ modelName: 'gpt-4', configuration: { organization: 'o', timeout: 10 } }),
  new ChatOpenAI({ modelName: 'gpt-4', configuration: { baseURL: 'https://api.openai.com/v1' } }),
  new ChatOpenAI({
    modelName: 'gpt-4',
    configuration: { baseURL: process.env.OPENAI_BASE_URL },
  }),
${modern ? MODERN : ''}];
export const vectors = [
  new OpenAIEmbeddings(),
  new OpenAIEmbeddings({ openAIApiKey: apiKey }),
  new OpenAIEmbeddings({ modelName: 'text-embedding-3-small', batchSize: 10 }),
  new OpenAIEmbeddings({ configuration: { baseURL: 'https://api.openai.com/v1' } }),
];
`;
}

const MODERN = `  new ChatOpenAI({ model: 'gpt-4o', apiKey }),
  new ChatOpenAI({ model: 'o3-mini', apiKey: apiKey ?? '', configuration: { apiKey, project: 'p' } }),
`;

/** A program that sends requests and looks at what comes back. */
function program(chat: string, embeddings: string): string {
  return `${chat}
${embeddings}

const named = new ChatOpenAI({ modelName: 'gpt-4', openAIApiKey: process.env.OPENAI_API_KEY, maxRetries: 0 });
const bare = new ChatOpenAI();
const vectors = new OpenAIEmbeddings({ maxRetries: 0 });
const answer = await named.invoke('x');
if (answer.content !== 'hi') throw new Error('no answer: ' + answer.content);
let text = '';
for await (const chunk of await bare.stream('x')) text += chunk.content;
if (text !== 'hi') throw new Error('no stream: ' + text);
if (process.env.EMBED) {
  const found = await vectors.embedQuery('x');
  if (process.env.EMBED === 'numbers' && found.join() !== '0.5,0.25') throw new Error('damaged: ' + found);
}
`;
}

const OLD_CHAT = `import { ChatOpenAI } from 'langchain/chat_models/openai';`;
const OLD_EMBEDDINGS = `import { OpenAIEmbeddings } from 'langchain/embeddings/openai';`;
const CHAT = `import { ChatOpenAI } from '@langchain/openai';`;
const EMBEDDINGS = `import { OpenAIEmbeddings } from '@langchain/openai';`;

const STRUCTURED = `${CHAT}
import { z } from 'zod';

const model = new ChatOpenAI({ model: 'gpt-4o', apiKey: process.env.OPENAI_API_KEY, maxRetries: 0 });
const structured = model.withStructuredOutput(z.object({ name: z.string() }));
const found = await structured.invoke('x');
if (found.name !== 'hi') throw new Error('no answer: ' + JSON.stringify(found));
export {};
`;

const AGENT = `import { createAgent, initChatModel } from 'langchain';

const agent = createAgent({ model: 'openai:gpt-5', tools: [] });
const { messages } = await agent.invoke({ messages: [{ role: 'user', content: 'x' }] });
if (messages.at(-1)?.content !== 'hi') throw new Error('no answer');
const chosen = await initChatModel('gpt-4o-mini');
const answer = await chosen.invoke('x');
if (answer.content !== 'hi') throw new Error('no answer: ' + answer.content);
export {};
`;

interface Case {
  readonly of: Release;
  readonly chat: string;
  readonly embeddings: string;
  /** Whether a format can be asked for; before, vectors of a server that answers in numbers are damaged. */
  readonly saysFormat: boolean;
}

const CASES: readonly Case[] = [
  { of: release('langchain-0.1'), chat: OLD_CHAT, embeddings: OLD_EMBEDDINGS, saysFormat: false },
  { of: release('langchain-0.3'), chat: CHAT, embeddings: EMBEDDINGS, saysFormat: false },
  { of: release('langchain-1'), chat: CHAT, embeddings: EMBEDDINGS, saysFormat: true },
];

const work = mkdtempSync(join(tmpdir(), 'banjia-langchain-'));
let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => {
  server.close();
  rmSync(work, { recursive: true, force: true });
});

describe.each(CASES.map((one) => [one.of.folder, one] as const))('%s', (folder, one) => {
  const modern = folder !== 'langchain-0.1';

  it('compiles as it did after the move to every provider', { timeout: 300_000 }, async () => {
    const root = installed(work, one.of);
    const programs: Record<string, string> = { 'forms.ts': forms(one.chat, one.embeddings, modern) };
    if (folder === 'langchain-1') Object.assign(programs, { 'structured.ts': STRUCTURED, 'agent.ts': AGENT });
    const files = write(join(root, 'before'), programs);
    for (const target of [acmeTarget, ...providers.map((provider) => targetOf(provider.id))]) {
      const planned = await planTexts({ ...programs, 'package.json': one.of.manifest }, target);
      expect(planned.decisions.filter(({ reason }) => reason === 'edit-failed')).toEqual([]);
      const after = Object.keys(programs).map((file) => [file, planned.after.get(file) ?? '']);
      files.push(...write(join(root, target.provider.id), Object.fromEntries(after)));
      expect(planned.after.get('forms.ts')).toContain(target.baseURL);
    }
    expect(typeErrors(root, files)).toEqual([]);
  });

  it('sends the new key and the new models to the new host', { timeout: 60_000 }, async () => {
    server.seen.length = 0;
    const planned = await migrated(one, program(one.chat, one.embeddings));
    const embed = one.saysFormat ? 'numbers' : 'anything';
    const env = { OPENAI_API_KEY: OLD_KEY, OPENAI_ORGANIZATION: '', ACME_API_KEY: NEW_KEY, EMBED: embed };
    await runProgram(planned.root, 'main.mjs', server, env);

    const sent = server.seen.map(({ path, key, body }) => [path, key, body['model']]);
    const key = `Bearer ${NEW_KEY}`;
    expect(sent).toEqual([
      ['/v9/chat/completions', key, 'acme-large'],
      ['/v9/chat/completions', key, 'acme-small'],
      ['/v9/embeddings', key, 'acme-embed'],
    ]);
    expect(server.seen[2]?.body['encoding_format']).toBe(one.saysFormat ? 'float' : 'base64');
    const told = planned.decisions.some(({ reason }) => reason === 'vector-format');
    expect(told, 'damaged vectors are told of').toBe(!one.saysFormat);
  });

  it('never sends the old key when the new one is missing', { timeout: 60_000 }, async () => {
    server.seen.length = 0;
    const { root } = await migrated(one, program(one.chat, one.embeddings));
    await runProgram(root, 'main.mjs', server, { OPENAI_API_KEY: OLD_KEY }).catch(() => undefined);
    expect(JSON.stringify(server.seen)).not.toContain(OLD_KEY);
  });
});

describe('langchain-1', () => {
  it.each([
    ['asks for schemas by tool calls', STRUCTURED, ['acme-large']],
    ['hands agents an instance', AGENT, ['acme-large', 'acme-small']],
  ])('%s where the target takes no json_schema', { timeout: 60_000 }, async (_name, text, models) => {
    server.seen.length = 0;
    const { root } = await migrated(CASES[2] as Case, text);
    await runProgram(root, 'main.mjs', server, { OPENAI_API_KEY: OLD_KEY, ACME_API_KEY: NEW_KEY });
    expect(server.seen.map(({ path, body }) => [path, body['model']])).toEqual(
      models.map((model) => ['/v9/chat/completions', model]),
    );
    expect(new Set(server.seen.map(({ key }) => key))).toEqual(new Set([`Bearer ${NEW_KEY}`]));
  });
});

/** The program after the move to acme at this machine, in a folder where it runs. */
async function migrated({ of }: Case, text: string) {
  const target: ResolvedTarget = { ...acmeTarget, baseURL: `${server.origin}/v9` };
  const planned = await planTexts({ 'main.mjs': text, 'package.json': of.manifest }, target);
  const root = installed(work, of);
  write(root, { 'main.mjs': planned.after.get('main.mjs') ?? '' });
  return { root, decisions: planned.decisions };
}

function targetOf(id: string): ResolvedTarget {
  const provider = providers.find((one) => one.id === id);
  const url = provider?.regions[0].baseURL.value.replace(/<[^>]*>/g, 'mine') ?? '';
  return resolveTarget({ to: id, baseUrl: url }, {});
}
