import type { Operation } from '../../src/openai/operations.js';

/** What an import specifier says of a package of the AI SDK. */
export interface SdkModule {
  /** `''` for the root: `rsc`, `internal`. */
  readonly subpath: string;
  /** The version in a Deno or URL specifier. */
  readonly version: string | null;
}

const REGISTRY =
  '(?:npm:\\/?|https:\\/\\/(?:esm\\.sh|esm\\.run|cdn\\.skypack\\.dev|cdn\\.jsdelivr\\.net\\/npm|unpkg\\.com)\\/)?';
const REST = '(?:@([^/?]+))?(?:\\/([^?]*))?(?:\\?.*)?$';
const PROVIDER = new RegExp(`^${REGISTRY}@ai-sdk\\/openai${REST}`);
const CORE = new RegExp(`^${REGISTRY}ai${REST}`);
const PARTS = /^(?:npm:\/?)?@ai-sdk\/(?:rsc|gateway)(?:@[^/]+)?$/;

/** `@ai-sdk/openai` in all its spellings; undefined for everything else. */
export function providerModule(specifier: string): SdkModule | undefined {
  return matched(PROVIDER.exec(specifier));
}

/** `ai`, `ai/rsc`, `@ai-sdk/rsc`, `@ai-sdk/gateway`. */
export function coreModule(specifier: string): SdkModule | undefined {
  if (PARTS.test(specifier))
    return { subpath: specifier.includes('gateway') ? 'gateway' : 'rsc', version: null };
  return matched(CORE.exec(specifier));
}

function matched(match: RegExpExecArray | null): SdkModule | undefined {
  return match ? { subpath: match[2] ?? '', version: match[1] ?? null } : undefined;
}

/** Methods of the provider that give a model, with what the model is used for once it speaks Chat Completions. */
export const METHODS: ReadonlyMap<string, Operation> = new Map<string, Operation>([
  ['', 'chat.completions'],
  ['chat', 'chat.completions'],
  ['responses', 'chat.completions'],
  ['languageModel', 'chat.completions'],
  ['completion', 'completions'],
  ['embedding', 'embeddings'],
  ['embeddingModel', 'embeddings'],
  ['textEmbedding', 'embeddings'],
  ['textEmbeddingModel', 'embeddings'],
  ['image', 'images.generations'],
  ['imageModel', 'images.generations'],
  ['transcription', 'audio.transcriptions'],
  ['transcriptionModel', 'audio.transcriptions'],
  ['speech', 'audio.speech'],
  ['speechModel', 'audio.speech'],
]);

/** Those that no other package of the AI SDK has in this shape. */
export const OPENAI_ONLY: ReadonlySet<string> = new Set([
  'transcription',
  'transcriptionModel',
  'speech',
  'speechModel',
  'translation',
  'speechTranslationModel',
  'files',
  'skills',
  'experimental_realtime',
  'experimental_batch',
  'decisionModel',
  'evaluationModel',
  'extractionModel',
  'tools',
]);

/** Functions of `ai` that are given a model: whether they stream, and whether what they ask has a schema. */
export const CONSUMERS: ReadonlyMap<string, { readonly streams: boolean; readonly object: boolean }> =
  new Map([
    ['generateText', { streams: false, object: false }],
    ['experimental_generateText', { streams: false, object: false }],
    ['streamText', { streams: true, object: false }],
    ['experimental_streamText', { streams: true, object: false }],
    ['generateObject', { streams: false, object: true }],
    ['experimental_generateObject', { streams: false, object: true }],
    ['streamObject', { streams: true, object: true }],
    ['experimental_streamObject', { streams: true, object: true }],
    ['streamUI', { streams: true, object: false }],
    ['embed', { streams: false, object: false }],
    ['embedMany', { streams: false, object: false }],
    ['generateImage', { streams: false, object: false }],
    ['experimental_generateImage', { streams: false, object: false }],
    ['Agent', { streams: true, object: false }],
    ['Experimental_Agent', { streams: true, object: false }],
    ['ToolLoopAgent', { streams: true, object: false }],
  ]);

/** Functions of `ai` that give back the model they are given. */
export const WRAPPERS = /^(?:experimental_)?wrap(?:Language|Embedding|Image)Model$/;
export const REGISTRIES = /^(?:experimental_)?createProviderRegistry$/;
export const CUSTOM = /^(?:experimental_)?customProvider$/;

/** The AI SDK's name of a parameter → OpenAI's. */
export const PARAMETERS: ReadonlyMap<string, string> = new Map([
  ['temperature', 'temperature'],
  ['topP', 'top_p'],
  ['presencePenalty', 'presence_penalty'],
  ['frequencyPenalty', 'frequency_penalty'],
  ['seed', 'seed'],
  ['maxTokens', 'max_tokens'],
  ['maxOutputTokens', 'max_tokens'],
  ['stopSequences', 'stop'],
  ['toolChoice', 'tool_choice'],
]);

/** The major of the AI SDK whose packages go with a major of `@ai-sdk/openai`: by their dependency on `@ai-sdk/provider`. */
export function majorOfProvider(major: number | null): number | null {
  if (major === null || major > 4) return null;
  return major + 3;
}
