import type { AiSdkLine } from '../providers/types.js';
import type { ReasonId } from '../reasons.js';
import type { ProviderRequest } from '../sites.js';
import type { ResolvedTarget } from './target.js';

/** A package of the AI SDK that makes providers, at the line that fits one major of the AI SDK. */
export interface ProviderPackage {
  readonly name: string;
  /** The newest version of the line when it was looked up. */
  readonly version: string;
  /** The function that makes an instance. */
  readonly create: string;
  /** The type of an instance. */
  readonly type: string | null;
  /** Methods by which it gives what the old ones gave; the first is written where the old name is not among them. */
  readonly methods: Readonly<Record<MethodKind, readonly string[]>>;
  /** Takes a `name`, under which `providerOptions` and `providerMetadata` find it. */
  readonly named: boolean;
  /** Takes `supportsStructuredOutputs`. */
  readonly structured: boolean;
  /** Takes `includeUsage`, without which a stream tells no usage. */
  readonly usage: boolean;
  /** Reads OPENAI_API_KEY where no key is given. */
  readonly fallsBack: boolean;
}

type MethodKind = 'bare' | 'chat' | 'completion' | 'embedding' | 'image';

const COMPATIBLE = '@ai-sdk/openai-compatible';

/**
 * `@ai-sdk/openai-compatible` by major of the AI SDK: the line whose `@ai-sdk/provider` is that of `ai`. Its types say
 * what it takes: npm:@ai-sdk/openai-compatible@0.1.17, @0.2.16, @1.0.61, @2.0.92, @3.0.92, read on 2026-11-22. 3.x is made for
 * Node 22, as `ai` 7 itself is.
 */
const LINES: ReadonlyMap<number, ProviderPackage> = new Map([
  [4.1, compatible('0.1.17', ['textEmbeddingModel'], false, [])],
  [4, compatible('0.2.16', ['textEmbeddingModel'], false)],
  [5, compatible('1.0.61', ['textEmbeddingModel'], true)],
  [6, compatible('2.0.92', ['embeddingModel', 'textEmbeddingModel'], true)],
  [7, compatible('3.0.92', ['embeddingModel', 'textEmbeddingModel'], true)],
]);

function compatible(
  version: string,
  embedding: readonly string[],
  isLater: boolean,
  image: readonly string[] = ['imageModel'],
): ProviderPackage {
  return {
    name: COMPATIBLE,
    version,
    create: 'createOpenAICompatible',
    type: 'OpenAICompatibleProvider',
    methods: {
      bare: [''],
      chat: ['chatModel', 'languageModel'],
      completion: ['completionModel'],
      embedding,
      image,
    },
    named: true,
    structured: isLater,
    usage: isLater,
    fallsBack: false,
  };
}

/**
 * AI SDK 3 is older than the generic package (npm:@ai-sdk/openai-compatible@0.0.2 wants the types of AI SDK 4): its own
 * provider stays, pointed elsewhere. It speaks Chat Completions (npm:@ai-sdk/openai@0.0.72).
 */
const OWN: ProviderPackage = {
  name: '@ai-sdk/openai',
  version: '0.0.72',
  create: 'createOpenAI',
  type: 'OpenAIProvider',
  methods: {
    bare: [''],
    chat: ['chat', 'languageModel'],
    completion: ['completion'],
    embedding: ['embedding', 'textEmbedding', 'textEmbeddingModel'],
    image: [],
  },
  named: false,
  structured: false,
  usage: false,
  fallsBack: true,
};

/** The package that makes providers for the target at one major of the AI SDK, or why there is none. */
export function packageFor(target: ResolvedTarget, major: number | null): ProviderPackage | ReasonId {
  if (major === null) return 'ai-sdk-version';
  if (target.mode === 'sdk') {
    const line = lineOf(target, major);
    return line ? own(line) : 'no-sdk';
  }
  if (major === 3) return OWN;
  return LINES.get(major) ?? 'ai-sdk-version';
}

function lineOf(target: ResolvedTarget, major: number): (AiSdkLine & { readonly name: string }) | undefined {
  for (const { name, aiSdk, state } of target.provider.packages) {
    if (state === 'unmaintained') continue;
    const line = aiSdk?.find((one) => one.major === major);
    if (line) return { ...line, name };
  }
  return undefined;
}

/** The provider's own package: it has chat, by the methods that the AI SDK asks of every provider. */
function own({ name, version, create, type }: AiSdkLine & { readonly name: string }): ProviderPackage {
  return {
    name,
    version,
    create,
    type: type ?? null,
    methods: { bare: [''], chat: ['languageModel'], completion: [], embedding: [], image: [] },
    named: false,
    structured: false,
    usage: false,
    fallsBack: false,
  };
}

const KINDS: Readonly<Record<string, MethodKind>> = {
  '': 'bare',
  chat: 'chat',
  responses: 'chat',
  languageModel: 'chat',
  completion: 'completion',
  embedding: 'embedding',
  embeddingModel: 'embedding',
  textEmbedding: 'embedding',
  textEmbeddingModel: 'embedding',
  image: 'image',
  imageModel: 'image',
};

/** What the new package calls the method of a request; undefined where it has none. A registry keeps its own names. */
export function methodAt(given: ProviderPackage, request: ProviderRequest): string | undefined {
  if (request.prefix !== '') return request.method;
  const kind = KINDS[request.method];
  const names = kind ? given.methods[kind] : [];
  return names.includes(request.method) ? request.method : names[0];
}

/** The name of the provider where it has to be a name of JavaScript: `selfHosted`. */
export function providerName(target: ResolvedTarget): string {
  return target.provider.id.replace(/\W+(\w)/g, (_, letter: string) => letter.toUpperCase());
}
