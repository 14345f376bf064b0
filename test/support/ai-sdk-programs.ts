/*
 * Programs in every form in which code makes and uses a provider of the AI SDK, as each major allows it.
 */

export interface AiSdkRelease {
  readonly major: number;
  /** Version of `@ai-sdk/openai`, for the manifest. */
  readonly provider: string;
}

export const AI_SDK_RELEASES: readonly AiSdkRelease[] = [
  { major: 3, provider: '^0.0.72' },
  { major: 4, provider: '^1.3.24' },
  { major: 5, provider: '^2.0.131' },
  { major: 6, provider: '^3.0.141' },
  { major: 7, provider: '^4.0.118' },
];

/** The programs of a major by file name. */
export function aiSdkPrograms(major: number): Record<string, string> {
  return {
    'exported.ts': exported(major),
    'created.ts': created(major),
    'named.ts': NAMED,
    'namespace.ts': NAMESPACE,
    'barrel.ts':
      "export { openai } from '@ai-sdk/openai';\nexport type { OpenAIProviderSettings } from '@ai-sdk/openai';\n",
    'through.ts': THROUGH,
    'types.ts': TYPES,
    'dynamic.ts': DYNAMIC,
    'registry.ts': registry(major),
    'settings.ts': major <= 4 ? SETTINGS : options(major),
    ...(major >= 4 ? { 'mixed.ts': mixed(major) } : {}),
    ...(major < 7 ? { 'require.cjs': REQUIRE } : {}),
  };
}

const limit = (major: number) => (major >= 5 ? 'maxOutputTokens' : 'maxTokens');

const exported = (major: number) => `import { openai } from '@ai-sdk/openai';
import { embed, embedMany, generateObject, generateText, streamText } from 'ai';
import { z } from 'zod';

const model = openai('gpt-4o');
const MINI = 'gpt-4o-mini';

export const ask = (prompt: string) =>
  generateText({ model, prompt, temperature: 1.5, ${limit(major)}: 100, seed: 1 });
export const talk = (prompt: string) => streamText({ model: openai.chat(MINI), prompt });
export const shape = (prompt: string) =>
  generateObject({ model: openai('gpt-4.1'), schema: z.object({ name: z.string() }), prompt });
export const one = (value: string) => embed({ model: openai.embedding('text-embedding-3-small'), value });
export const many = (values: string[]) =>
  embedMany({ model: openai.textEmbeddingModel('text-embedding-ada-002'), values });
`;

const created = (major: number) => `import { createOpenAI } from '@ai-sdk/openai';
import { streamText } from 'ai';

export const none = createOpenAI();
export const empty = createOpenAI({});
export const inline = createOpenAI({ apiKey: process.env.OPENAI_API_KEY });
export const bang = createOpenAI({
  apiKey: process.env.OPENAI_API_KEY!,
  organization: 'o',
  project: 'p',${major <= 4 ? "\n  compatibility: 'strict'," : ''}
});
export const explicit = createOpenAI({
  apiKey: process.env.OPENAI_API_KEY ?? '',
  baseURL: 'https://api.openai.com/v1',
  headers: { 'x-a': 'b' },
});
const apiKey = process.env.OPENAI_API_KEY;
export const shorthand = createOpenAI({ apiKey, fetch: globalThis.fetch });
export const atOnce = (prompt: string) =>
  streamText({ model: createOpenAI({ apiKey })('gpt-4o'), prompt });
export const made = () => createOpenAI({ apiKey: process.env['OPENAI_API_KEY'] });
export const viaFactory = (prompt: string) => streamText({ model: made()('gpt-3.5-turbo'), prompt });
export const methods = [inline.languageModel('gpt-4o'), inline.chat('gpt-4o'), inline.completion('gpt-3.5-turbo-instruct')];

export class Service {
  private readonly provider = createOpenAI({ apiKey: process.env.OPENAI_API_KEY });
  ask = (prompt: string) => streamText({ model: this.provider('gpt-4o'), prompt });
}
`;

const NAMED = `import { createOpenAI as make, openai as ai, type OpenAIProviderSettings } from '@ai-sdk/openai';
import { generateText } from 'ai';

export const settings: OpenAIProviderSettings = {};
export const mine = make({ apiKey: process.env.OPENAI_API_KEY });
export const ask = (prompt: string) => generateText({ model: ai('gpt-4o'), prompt });
export const other = (prompt: string) => generateText({ model: mine('gpt-4o'), prompt });
export { ai };
`;

const NAMESPACE = `import * as sdk from '@ai-sdk/openai';
import { generateText } from 'ai';

export const ask = (prompt: string) => generateText({ model: sdk.openai('gpt-4o'), prompt });
export const made = sdk.createOpenAI({ apiKey: process.env.OPENAI_API_KEY });
export const other = (prompt: string) => generateText({ model: made('gpt-4o-mini'), prompt });
`;

const THROUGH = `import { generateText } from 'ai';
import { openai } from './barrel.js';
import { ai } from './named.js';

const wanted = process.env.MODEL ?? 'gpt-4o';
export const ask = (prompt: string) => generateText({ model: openai(wanted), prompt });
export const again = (prompt: string) => generateText({ model: ai('gpt-4o-mini'), prompt });
`;

const TYPES = `import { createOpenAI, type OpenAIProvider } from '@ai-sdk/openai';
import { generateText } from 'ai';

const held: OpenAIProvider = createOpenAI({ apiKey: process.env.OPENAI_API_KEY });
export const ask = (provider: OpenAIProvider, prompt: string) =>
  generateText({ model: provider('gpt-4o'), prompt });
export const run = () => ask(held, 'hello');
`;

const DYNAMIC = `import { generateText } from 'ai';

export async function late(prompt: string) {
  const { openai } = await import('@ai-sdk/openai');
  return generateText({ model: openai('gpt-4o'), prompt });
}
`;

const REQUIRE = `const { createOpenAI, openai } = require('@ai-sdk/openai');
const { generateText } = require('ai');

const made = createOpenAI({ apiKey: process.env.OPENAI_API_KEY });
exports.ask = (prompt) => generateText({ model: openai('gpt-4o'), prompt });
exports.again = (prompt) => generateText({ model: made('gpt-4o'), prompt });
`;

/** Once each provider in a registry, its ids by name. */
const registry = (major: number) => {
  const prefix = major === 3 ? 'experimental_' : '';
  return `import { openai } from '@ai-sdk/openai';
import {
  ${prefix}createProviderRegistry as createProviderRegistry,
  ${prefix}customProvider as customProvider,
  generateText,
} from 'ai';

export const registry = createProviderRegistry({ openai });
const mine = customProvider({
  languageModels: { fast: openai('gpt-4o-mini'), best: openai('gpt-4o') },
});
export const ask = (prompt: string) =>
  generateText({ model: registry.languageModel('openai:gpt-4o'), prompt });
export const quick = (prompt: string) => generateText({ model: mine.languageModel('fast'), prompt });
`;
};

const SETTINGS = `import { openai } from '@ai-sdk/openai';
import { embed, generateText } from 'ai';

export const ask = (prompt: string) =>
  generateText({ model: openai('gpt-4o', { structuredOutputs: false, user: 'u' }), prompt });
export const plain = (prompt: string) => generateText({ model: openai('gpt-4o', { structuredOutputs: false }), prompt });
export const held = (prompt: string) =>
  generateText({ model: openai('gpt-4o', { logitBias: { 50256: -100 } }), prompt });
export const width = (value: string) =>
  embed({ model: openai.embedding('text-embedding-3-large', { dimensions: 1024 }), value });
`;

const options = (major: number) => `import { createOpenAI, openai } from '@ai-sdk/openai';
import { embed, generateText, Output, streamText } from 'ai';
import { z } from 'zod';

export const ask = (prompt: string) =>
  generateText({
    model: openai('gpt-5'),
    prompt,
    providerOptions: { openai: { reasoningEffort: 'low', reasoningSummary: 'auto', store: false } },
  });
export const talk = (prompt: string) =>
  streamText({ model: openai.responses('gpt-5-mini'), prompt, providerOptions: { openai: { store: true } } });
export const width = (value: string) =>
  embed({
    model: openai.${major >= 6 ? 'embeddingModel' : 'embedding'}('text-embedding-3-large'),
    value,
    providerOptions: { openai: { dimensions: 1024 } },
  });
export const shape = (prompt: string) =>
  generateText({
    model: openai('gpt-4o'),
    prompt,
    ${major >= 6 ? 'output' : 'experimental_output'}: Output.object({ schema: z.object({ a: z.string() }) }),
  });
export const made = createOpenAI({ name: 'mine', apiKey: process.env.OPENAI_API_KEY });
`;

/** What nothing but OpenAI's own provider can do stays with it. */
const mixed = (major: number) => {
  const search = major === 4 ? '' : '    tools: { web: openai.tools.webSearch({}) as never },\n';
  return `import { openai } from '@ai-sdk/openai';
import { experimental_generateSpeech as speak, experimental_transcribe as hear, generateText } from 'ai';

const providers = { openai };
export const ask = (prompt: string) => generateText({ model: openai('gpt-4o'), prompt });
export const news = (prompt: string) =>
  generateText({
    model: openai('gpt-4o-mini'),
    prompt,
${search}  });
export const say = (text: string) => speak({ model: openai.speech('tts-1'), text });
export const listen = (audio: Uint8Array) => hear({ model: openai.transcription('whisper-1'), audio });
export const table = (prompt: string) => generateText({ model: providers.openai('gpt-4o'), prompt });
`;
};
