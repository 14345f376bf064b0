/*
 * Programs in every client form and with every request method of one major of the SDK. What they call is read from the
 * SDK itself, so that a method which a release adds is covered the day it is installed.
 */

export interface SdkRelease {
  /** Package alias in node_modules. */
  readonly alias: string;
  readonly major: number;
}

export const RELEASES: readonly SdkRelease[] = [
  { alias: 'openai-v3', major: 3 },
  { alias: 'openai-v4', major: 4 },
  { alias: 'openai-v5', major: 5 },
  { alias: 'openai-v6', major: 6 },
  { alias: 'openai-v7', major: 7 },
];

/** The programs of a release by file name. */
export async function programsOf(release: SdkRelease): Promise<Record<string, string>> {
  if (release.major === 3)
    return { 'forms.ts': legacyForms(), 'legacy.cjs': LEGACY_REQUIRE, 'requests.ts': await legacyRequests() };
  return {
    'forms.ts': FORMS,
    'flows.ts': FLOWS,
    'require.cts': REQUIRE,
    'requests.ts': requests(release.major),
    'parameters.ts': PARAMETERS,
    'tree.ts': await tree(release),
    ...(release.major >= 5 ? { 'options.ts': OPTIONS_SINCE_5 } : {}),
  };
}

const FORMS = `import OpenAI, { OpenAI as Named, type ClientOptions } from 'openai';
import * as ns from 'openai';

export const none = new OpenAI();
export const empty = new Named({});
export const inline = new OpenAI({ apiKey: process.env.OPENAI_API_KEY });
export const bang = new OpenAI({ apiKey: process.env.OPENAI_API_KEY! });
export const fallback = new OpenAI({ apiKey: process.env.OPENAI_API_KEY ?? '', maxRetries: 2 });
export const identity = new OpenAI({ apiKey: process.env['OPENAI_API_KEY'], organization: 'o', project: 'p' });
export const explicit = new OpenAI({ apiKey: process.env.OPENAI_API_KEY, baseURL: 'https://api.openai.com/v1' });
export const spread = new OpenAI({ ...{ timeout: 5 }, apiKey: process.env.OPENAI_API_KEY });
export const namespaced = new ns.OpenAI({ apiKey: process.env.OPENAI_API_KEY });

const apiKey = process.env.OPENAI_API_KEY;
export const shorthand = new OpenAI({ apiKey });

const options: ClientOptions = {
  apiKey: process.env.OPENAI_API_KEY,
  timeout: 1000,
};
export const variable = new OpenAI(options);

export class Sub extends OpenAI {
  constructor() {
    super({ apiKey: process.env.OPENAI_API_KEY });
  }
}

export class Service {
  private client?: OpenAI;
  readonly eager = new OpenAI({ apiKey: process.env.OPENAI_API_KEY });
  constructor(private readonly given: OpenAI = new OpenAI()) {}
  get lazy(): OpenAI {
    this.client ??= new OpenAI({ apiKey: process.env.OPENAI_API_KEY });
    return this.client;
  }
  ask = () => [
    this.lazy.chat.completions.create({ model: 'gpt-4o', messages: [] }),
    this.given.chat.completions.create({ model: 'gpt-4o-mini', messages: [] }),
    this.eager.embeddings.create({ model: 'text-embedding-3-large', input: 'x' }),
  ];
}

export const factory = () => new OpenAI({ apiKey: process.env.OPENAI_API_KEY });
export const viaFactory = () => factory().chat.completions.create({ model: 'gpt-3.5-turbo', messages: [] });
export async function dynamic() {
  const { default: Late } = await import('openai');
  return new Late({ apiKey: process.env.OPENAI_API_KEY });
}
`;

const FLOWS = `import OpenAI from 'openai';

const openai = new OpenAI({ apiKey: process.env.OPENAI_API_KEY });
const chat = openai.chat.completions;

const MODEL = 'gpt-4o';
let current = 'gpt-4-turbo';
if (process.env.FAST) current = 'gpt-4o-mini';
const typed: OpenAI.ChatModel = 'gpt-4o';
enum Models { Big = 'gpt-4.1', Small = 'gpt-4.1-mini' }
const TABLE = { draft: 'gpt-4o-mini', final: 'gpt-4o' } as const;
type Choice = 'gpt-4o' | 'gpt-4o-mini';
const choice: Choice = 'gpt-4o';

class Bot {
  static readonly MODEL = 'gpt-4o';
  constructor(private readonly model: string = 'gpt-4o-mini') {}
  run = () => [
    chat.create({ model: this.model, messages: [] }),
    chat.create({ model: Bot.MODEL, messages: [] }),
  ];
}

export function calls(kind: keyof typeof TABLE, { model = 'gpt-4.1-nano' }: { model?: string } = {}) {
  const params = { model: MODEL, messages: [] as OpenAI.Chat.Completions.ChatCompletionMessageParam[] };
  return [
    new Bot().run(),
    chat.create(params),
    chat.create({ ...params, temperature: 1.5, max_completion_tokens: 10 }),
    chat.create({ model: current, messages: [{ role: 'user', content: 'x' }] }),
    chat.create({ model: typed, messages: [] }),
    chat.create({ model: Models.Big, messages: [] }),
    chat.create({ model: kind === 'draft' ? Models.Small : TABLE[kind], messages: [] }),
    chat.create({ model: choice, messages: [] }),
    chat.create({ model, messages: [{ role: 'developer', content: 'x' }] }),
    chat.create({ model: process.env.OPENAI_MODEL ?? \`gpt-4o\`, messages: [], stream: true }),
  ];
}
`;

const REQUIRE = `import OpenAI = require('openai');
export const client = new OpenAI.OpenAI({ apiKey: process.env.OPENAI_API_KEY });
export const asked = client.chat.completions.create({ model: 'gpt-4o', messages: [] });
`;

const OPTIONS_SINCE_5 = `import OpenAI from 'openai';
export const other = new OpenAI({ apiKey: process.env.OPENAI_API_KEY }).withOptions({ timeout: 10 });
export const asked = other.chat.completions.create({ model: 'gpt-4o', messages: [] });
`;

/** The methods that the target may have, with bodies as people write them. */
function requests(major: number): string {
  const helpers = major === 4 ? 'openai.beta.chat.completions' : 'openai.chat.completions';
  return `import OpenAI, { toFile } from 'openai';

const openai = new OpenAI({ apiKey: process.env.OPENAI_API_KEY });

export async function all() {
  await openai.chat.completions.create({ model: 'gpt-4o', messages: [{ role: 'user', content: 'x' }], temperature: 2 });
  await openai.chat.completions.create({
    model: 'o3-mini',
    max_completion_tokens: 100,
    reasoning_effort: 'low',
    messages: [{ role: 'developer', content: 'x' }],
  });
  await openai.chat.completions.create({
    model: 'gpt-4o',
    messages: [{ role: 'user', content: [{ type: 'image_url', image_url: { url: 'https://x.test/a.png' } }] }],
  });
  for await (const chunk of await openai.chat.completions.create({ model: 'gpt-4o', messages: [], stream: true })) void chunk;
  ${helpers}.stream({ model: 'gpt-4o', messages: [] });
  await ${helpers}.parse({ model: 'gpt-4o', messages: [] });
  ${helpers}.runTools({ model: 'gpt-4o', messages: [], tools: [] });
  await openai.completions.create({ model: 'gpt-3.5-turbo-instruct', prompt: 'x' });
  await openai.embeddings.create({ model: 'text-embedding-3-small', input: ['a', 'b'] });
  await openai.embeddings.create({ input: 'a', model: 'text-embedding-ada-002' });
  await openai.images.generate({ model: 'dall-e-3', prompt: 'x', n: 1 });
  await openai.images.edit({ model: 'dall-e-2', image: await toFile(Buffer.from(''), 'a.png'), prompt: 'x' });
  await openai.images.createVariation({ model: 'dall-e-2', image: await toFile(Buffer.from(''), 'a.png') });
  await openai.audio.transcriptions.create({ model: 'whisper-1', file: await toFile(Buffer.from(''), 'a.mp3') });
  await openai.audio.translations.create({ model: 'whisper-1', file: await toFile(Buffer.from(''), 'a.mp3') });
  await openai.audio.speech.create({ model: 'tts-1', voice: 'alloy', input: 'x' });
  await openai.moderations.create({ model: 'omni-moderation-latest', input: 'x' });
  await openai.responses.create({ model: 'gpt-4o', input: 'x' });
  for await (const model of openai.models.list()) void model;
  await openai.models.retrieve('gpt-4o');
}
`;
}

/** Everything that a request may say and an answer may be asked for, in the forms that people write it in. */
const PARAMETERS = `import OpenAI from 'openai';

const openai = new OpenAI({ apiKey: process.env.OPENAI_API_KEY });
type Messages = OpenAI.Chat.Completions.ChatCompletionMessageParam[];

export async function literal(userId: string, user: string, temperature: number | undefined, stop: string | string[], messages: Messages) {
  const answer = await openai.chat.completions.create({
    model: 'gpt-4o',
    temperature: 1.8,
    top_p: 0,
    n: 1,
    presence_penalty: -1,
    frequency_penalty: 2,
    max_completion_tokens: 200000,
    user: userId,
    store: true,
    metadata: { feature: 'x' },
    stop: '\\n',
    seed: 99999999999,
    service_tier: 'auto',
    parallel_tool_calls: true,
    logprobs: false,
    stream_options: null,
    tools: [{ type: 'function', function: { name: 'look_up', strict: true, parameters: { type: 'object' } } }],
    tool_choice: 'auto',
    messages: [{ role: 'developer', content: 'x' }, { role: 'user', content: 'x', name: 'ann' }],
  });
  const choice = answer.choices[0]!;
  if (choice.finish_reason === 'content_filter') return answer.system_fingerprint;
  await openai.chat.completions.create({ model: 'gpt-4o-mini', user, temperature, stop, messages, stream: false });
  const stream = await openai.chat.completions.create({ model: 'gpt-4o', user, messages, stream: true, stop: ['a', 'b'] });
  for await (const chunk of stream) void chunk.choices[0]?.delta.content;
  return choice.message.tool_calls?.[0]?.id;
}

export async function variables(user: string, messages: Messages) {
  const typed: OpenAI.Chat.Completions.ChatCompletionCreateParamsNonStreaming = { model: 'gpt-4o', messages, user, store: true };
  typed.max_completion_tokens = 10;
  const plain = { model: 'gpt-4o', messages, user, temperature: 1.9 };
  const checked = { model: 'o3-mini', messages, user, reasoning_effort: 'medium' } satisfies OpenAI.Chat.Completions.ChatCompletionCreateParams;
  const all = [await openai.chat.completions.create(typed), await openai.chat.completions.create(plain), await openai.chat.completions.create(checked)];
  return all.map(({ choices }) => choices[0]?.message.content);
}

const functions = [{ name: 'weather', parameters: { type: 'object', properties: {} } }];

export async function legacy(messages: Messages) {
  const { choices } = await openai.chat.completions.create({ model: 'gpt-4o', functions, messages });
  const named = await openai.chat.completions.create({ model: 'gpt-4', functions: [{ name: 'extract' }], function_call: { name: 'extract' }, messages });
  const text: string = named.choices[0]!.message.function_call!.arguments;
  const [choice] = choices;
  if (choice?.finish_reason === 'function_call') return choice.message.function_call?.name;
  const call = choice?.message.function_call;
  const stream = await openai.chat.completions.create({ model: 'gpt-4o', functions, messages, stream: true });
  for await (const chunk of stream) void chunk.choices[0]?.delta.function_call?.arguments;
  return call ? call.arguments : text;
}

export async function schema(text: string) {
  return openai.chat.completions.create({
    model: 'gpt-4o',
    messages: [{ role: 'system', content: 'x' }, { role: 'user', content: text }],
    response_format: { type: 'json_schema', json_schema: { name: 'event', schema: { type: 'object' } } },
  });
}

export async function media(input: string) {
  const image = await openai.images.generate({ model: 'dall-e-3', prompt: input, size: '1792x1024', quality: 'hd', style: 'vivid', n: 1, user: 'x' });
  const own = await openai.images.generate({ model: 'gpt-image-1', prompt: input });
  const speech = await openai.audio.speech.create({ model: 'tts-1', voice: 'alloy', input, response_format: 'mp3', speed: 4, instructions: 'x' });
  const vectors = await openai.embeddings.create({ model: 'text-embedding-3-large', input: [input], dimensions: 1024, user: 'x' });
  return [image.data?.[0]?.url, own.data?.[0]?.b64_json, speech, vectors];
}
`;

/** Every other method of the SDK, called with arguments of its own types. */
async function tree(release: SdkRelease): Promise<string> {
  const sdk = await import(release.alias);
  const client = new sdk.OpenAI({ apiKey: 'x' });
  const calls = methodsOf(client, '', new Set()).map(
    (path) => `  void openai.${path}(...args<typeof openai.${path}>());`,
  );
  return `import OpenAI from 'openai';

declare function args<F extends (...list: never[]) => unknown>(): Parameters<F>;
const openai = new OpenAI({ apiKey: process.env.OPENAI_API_KEY });

export function all() {
${calls.join('\n')}
}
`;
}

/** Paths of all public methods below an object of the SDK. */
export function methodsOf(owner: object, prefix: string, seen: Set<object>): string[] {
  if (seen.has(owner)) return [];
  seen.add(owner);
  const paths: string[] = [];
  for (const [name, value] of Object.entries(owner)) {
    if (name.startsWith('_') || typeof value !== 'object' || value === null || !('_client' in value))
      continue;
    const path = prefix + name;
    const prototype: object = Object.getPrototypeOf(value);
    for (const method of Object.getOwnPropertyNames(prototype))
      if (method !== 'constructor' && !method.startsWith('_')) paths.push(`${path}.${method}`);
    paths.push(...methodsOf(value, `${path}.`, seen));
  }
  return paths;
}

function legacyForms(): string {
  return `import { Configuration, OpenAIApi } from 'openai';

const configuration = new Configuration({ apiKey: process.env.OPENAI_API_KEY, organization: 'o' });
export const openai = new OpenAIApi(configuration);
export const inline = new OpenAIApi(new Configuration({
  apiKey: process.env.OPENAI_API_KEY,
}));
export const explicit = new OpenAIApi(new Configuration({ apiKey: 'x', basePath: 'https://api.openai.com/v1' }));
export const second = new OpenAIApi(configuration, 'https://api.openai.com/v1');
export const empty = new OpenAIApi(new Configuration());
export const ask = () => [
  openai.createChatCompletion({ model: 'gpt-3.5-turbo', messages: [{ role: 'user', content: 'x' }], temperature: 2 }),
  inline.createEmbedding({ model: 'text-embedding-ada-002', input: 'x' }),
  empty.createChatCompletion({ model: 'gpt-4', messages: [] }),
];
`;
}

const LEGACY_REQUIRE = `const { Configuration, OpenAIApi } = require('openai');
const openai = new OpenAIApi(new Configuration({ apiKey: process.env.OPENAI_API_KEY }));
module.exports = openai.createChatCompletion({ model: 'gpt-4', messages: [] });
`;

async function legacyRequests(): Promise<string> {
  const sdk = await import('openai-v3');
  const { OpenAIApi } = sdk.default ?? sdk;
  const names = Object.getOwnPropertyNames(OpenAIApi.prototype).filter((name) => name !== 'constructor');
  return `import { Configuration, OpenAIApi } from 'openai';

declare function args<F extends (...list: never[]) => unknown>(): Parameters<F>;
const openai = new OpenAIApi(new Configuration({ apiKey: process.env.OPENAI_API_KEY }));

export function all() {
${names.map((name) => `  void openai.${name}(...args<typeof openai.${name}>());`).join('\n')}
  void openai.createCompletion({ model: 'text-davinci-003', prompt: 'x' });
  void openai.createModeration({ input: 'x' });
}
`;
}
