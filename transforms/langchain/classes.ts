import { packageOf } from '../../src/flow/notes.js';
import type { Place, SettingsForm } from '../../src/flow/settings.js';
import type { SdkVersions } from '../../src/packages.js';
import type { ClientForm, SdkVersion, VectorSupport } from '../../src/sites.js';
import { isAtLeast } from '../../src/versions.js';

/*
 * The classes of LangChain JS that send requests to OpenAI, and what each release takes. Found by constructing every
 * class of npm:@langchain/openai 0.0.0 to 1.6.0 and npm:langchain 0.0.100 to 0.1.37 with every option against a server on
 * the same machine, and by reading their sources for the release in which an answer changed.
 */

/** Releases in which something changed. */
const SINCE = {
  /** `@langchain/openai` takes `apiKey` and `model`; before, only `openAIApiKey` and `modelName`. */
  apiKey: '0.0.27',
  dimensions: '0.0.13',
  /** The address is read from `configuration.baseURL` alone, no longer from `basePath` or a second argument. */
  oneAddress: '0.4.0',
  /** Parameters that nobody set are no longer sent; a schema is asked for by `json_schema` unless told otherwise. */
  quiet: '0.4.0',
  maxCompletionTokens: '0.4.0',
  dalleAddress: '0.5.2',
  encodingFormat: '0.6.12',
  topLevelBaseUrl: '1.5.12',
} as const;

/** Releases of `langchain` while its OpenAI classes were its own. */
const OWN = {
  /** On version 4 of the SDK. */
  sdk4: '0.0.141',
  /** Embeddings take `configuration`; before, only a second argument. */
  embeddingsConfiguration: '0.0.172',
  /** The SDK below may be one that asks for base64. */
  openSdk: '0.0.190',
  /** The classes come from `@langchain/openai`. */
  moved: '0.0.204',
} as const;

type Kind = 'chat' | 'llm' | 'embeddings' | 'images' | 'whisper';

const KINDS: Readonly<Record<string, Kind>> = {
  ChatOpenAI: 'chat',
  ChatOpenAICompletions: 'chat',
  PromptLayerChatOpenAI: 'chat',
  OpenAIChat: 'chat',
  OpenAI: 'llm',
  PromptLayerOpenAI: 'llm',
  OpenAIEmbeddings: 'embeddings',
  DallEAPIWrapper: 'images',
  OpenAIWhisperAudio: 'whisper',
  AzureChatOpenAI: 'chat',
  AzureOpenAI: 'llm',
  AzureOpenAIEmbeddings: 'embeddings',
};

/** `langchain/chat_models/openai`, and the shorter paths that the first releases had. */
const OLD_PATH =
  /^(?:(?:chat_models|llms|embeddings)(?:\/(?:openai|azure_openai))?|document_loaders\/fs\/openai_whisper_audio)?$/;

/** Where a class of LangChain comes from. */
export interface LangChainModule {
  /** `@langchain/openai`, or the package that once had these classes itself. */
  readonly home: 'openai' | 'langchain' | 'community';
  readonly version: string | null;
}

/** The module behind a specifier, where it is one that has classes for OpenAI. */
export function langChainModule(specifier: string): LangChainModule | undefined {
  const found = packageOf(specifier);
  if (!found) return undefined;
  const { name, version, subpath } = found;
  if (/^@langchain\/(?:openai|azure-openai)$/.test(name)) return { home: 'openai', version };
  if (name === '@langchain/community' && subpath === 'document_loaders/fs/openai_whisper_audio')
    return { home: 'community', version: null };
  if (name === '@langchain/classic' && subpath !== '' && OLD_PATH.test(subpath))
    return { home: 'openai', version: null };
  if (name === 'langchain' && OLD_PATH.test(subpath)) return { home: 'langchain', version };
  return undefined;
}

/** The class of that name, if it talks to OpenAI. */
export function langChainClass(module: LangChainModule, path: readonly string[]): string | undefined {
  const name = path[0] === 'default' ? path.slice(1).join('.') : path.join('.');
  if (!Object.hasOwn(KINDS, name)) return undefined;
  // Another package's loader; the class of that name in `langchain` itself is no client.
  return module.home === 'community' && name !== 'OpenAIWhisperAudio' ? undefined : name;
}

/** How the installed release of a class is told what it needs. */
export function settingsForm(
  className: string,
  module: LangChainModule,
  file: string,
  versions: SdkVersions,
): SettingsForm {
  const kind = KINDS[className] ?? 'chat';
  const release = releaseOf(module, file, versions);
  return {
    dialect: 'langchain',
    className,
    client: clientForm(kind, release),
    optionsAt: kind === 'whisper' ? 1 : 0,
    ...(addressIsSecond(kind, release) ? { addressAt: 1 } : {}),
    models: release.takesModel ? ['model', 'modelName'] : ['modelName', 'model'],
    operation: OPERATIONS[kind],
    spelling: isAtLeast(release.sdk, SINCE.maxCompletionTokens)
      ? { ...SPELLING, max_completion_tokens: 'maxCompletionTokens' }
      : SPELLING,
    passedOn: 'modelKwargs',
    ...(kind === 'chat' ? { passesAnything: true as const } : {}),
    // A deployment of Azure's has its model.
    implicit: className.startsWith('Azure') ? {} : implicit(kind, release),
    ...(kind === 'embeddings' ? { vectors: vectorSupport(release, file, versions) } : {}),
    sdk: release.sdk,
    addresses: otherAddresses(kind, release),
    ignored: ignoredAddresses(kind, release),
  };
}

const OPERATIONS = {
  chat: 'chat.completions',
  llm: 'completions',
  embeddings: 'embeddings',
  images: 'images.generations',
  whisper: 'audio.transcriptions',
} as const;

/** OpenAI's name → LangChain's (`OpenAIBaseInput` and `OpenAIChatInput` in the types of 0.0.34 to 1.6.0). */
const SPELLING = {
  max_tokens: 'maxTokens',
  top_p: 'topP',
  frequency_penalty: 'frequencyPenalty',
  presence_penalty: 'presencePenalty',
  logit_bias: 'logitBias',
  top_logprobs: 'topLogprobs',
  stream: 'streaming',
  best_of: 'bestOf',
  encoding_format: 'encodingFormat',
  prompt_cache_key: 'promptCacheKey',
} as const;

interface Release {
  readonly sdk: SdkVersion;
  /** Of `langchain` before the classes moved out: what they are built on. */
  readonly own: 'sdk3' | 'sdk4' | null;
  readonly takesModel: boolean;
  readonly takesApiKey: boolean;
}

function releaseOf(module: LangChainModule, file: string, versions: SdkVersions): Release {
  const openai = versions.of(file, null, false, '@langchain/openai');
  if (module.home !== 'langchain') {
    const sdk = versions.of(file, module.version, false, '@langchain/openai');
    const takesApiKey = isAtLeast(sdk, SINCE.apiKey);
    return { sdk, own: null, takesModel: takesApiKey, takesApiKey };
  }
  const sdk = versions.of(file, module.version, false, 'langchain');
  if (!isAtLeast(sdk, OWN.moved)) {
    const own = isAtLeast(sdk, OWN.sdk4) ? 'sdk4' : 'sdk3';
    return { sdk, own, takesModel: false, takesApiKey: false };
  }
  // What `langchain` 0.1 brings along takes the older names, whichever release it is.
  const locked = openai.exact === null ? { major: 0, exact: '0.0.34', from: 'unknown' as const } : openai;
  return { sdk: locked, own: null, takesModel: false, takesApiKey: false };
}

function clientForm(kind: Kind, release: Release): ClientForm {
  const common = {
    key: release.takesApiKey ? 'apiKey' : 'openAIApiKey',
    // An `apiKey` that the release passes over is none of the names it ever took.
    staleKeys: [release.takesApiKey ? 'openAIApiKey' : 'apiKey'],
    drop: ['organization', 'project'],
    fallsBack: true,
    headers: ['OPENAI_ORGANIZATION'],
    // While the classes spoke to Azure as well, a key for it in the environment made them do so.
    ...(release.own === null && !isAtLeast(release.sdk, SINCE.oneAddress)
      ? { alsoReads: { AZURE_OPENAI_API_KEY: ['azureOpenAIApiKey', "''"] as const } }
      : {}),
  };
  if (kind === 'whisper')
    return {
      ...common,
      url: ['clientOptions', 'baseURL'],
      key: 'apiKey',
      keyInside: true,
      fixed: 'library-fixed',
    };
  if (kind === 'images')
    return {
      ...common,
      url: ['baseUrl'],
      ...(isAtLeast(release.sdk, SINCE.dalleAddress) ? {} : { fixed: 'library-fixed' }),
    };
  const name = release.own === 'sdk3' ? 'basePath' : 'baseURL';
  // Until 0.3 this class went to chat for OpenAI's own ids; for others it asks for plain completions.
  if (kind === 'llm') return { ...common, url: ['configuration', name], fixed: 'completion-class' };
  return { ...common, url: addressIsSecond(kind, release) ? [name] : ['configuration', name] };
}

function addressIsSecond(kind: Kind, release: Release): boolean {
  if (kind !== 'embeddings' || release.own === null) return false;
  return release.own === 'sdk3' || !isAtLeast(release.sdk, OWN.embeddingsConfiguration);
}

function otherAddresses(kind: Kind, release: Release): readonly Place[] {
  if (kind === 'images' || kind === 'whisper') return [];
  const old = release.own !== null || !isAtLeast(release.sdk, SINCE.oneAddress);
  const paths: Place[] = [];
  if (old && kind !== 'embeddings') paths.push([0, 'configuration', 'basePath']);
  if (old && !addressIsSecond(kind, release)) paths.push([1, 'basePath'], [1, 'baseURL']);
  if (kind === 'chat' && isAtLeast(release.sdk, SINCE.topLevelBaseUrl)) paths.push([0, 'baseUrl']);
  return paths;
}

function implicit(kind: Kind, release: Release): SettingsForm['implicit'] {
  const talkative = release.own !== null || !isAtLeast(release.sdk, SINCE.quiet);
  switch (kind) {
    case 'chat':
      return { model: 'gpt-3.5-turbo', ...(talkative ? CHAT_DEFAULTS : {}) };
    case 'llm':
      return { model: release.own === null ? 'gpt-3.5-turbo-instruct' : 'text-davinci-003' };
    case 'embeddings':
      return { model: 'text-embedding-ada-002' };
    case 'images':
      return { model: 'dall-e-3', quality: 'standard', style: 'vivid', response_format: 'url' };
    default:
      return { model: 'whisper-1' };
  }
}

const CHAT_DEFAULTS = { temperature: 1, top_p: 1, frequency_penalty: 0, presence_penalty: 0, n: 1 } as const;

function vectorSupport(release: Release, file: string, versions: SdkVersions): VectorSupport {
  const below = versions.of(file, null, false, 'openai');
  const old = below.exact !== null && !isAtLeast(below, '4.91.0');
  const pinned = release.own !== null && !isAtLeast(release.sdk, OWN.openSdk);
  const takesFormat = release.own === null && isAtLeast(release.sdk, SINCE.encodingFormat);
  return {
    asksForBase64: takesFormat || !(old || pinned),
    takesFormat,
    takesDimensions: release.own === null && isAtLeast(release.sdk, SINCE.dimensions),
  };
}

/** A schema is asked for by `json_schema` when the model is none of the old ones of OpenAI. */
export function prefersJsonSchema(sdk: SdkVersion): boolean {
  return isAtLeast(sdk, SINCE.quiet);
}

function ignoredAddresses(kind: Kind, release: Release): readonly Place[] {
  if (kind === 'images' || kind === 'whisper' || release.own !== null) return [];
  const paths: Place[] = [[0, 'baseURL']];
  if (isAtLeast(release.sdk, SINCE.oneAddress))
    paths.push([0, 'configuration', 'basePath'], [1, 'basePath'], [1, 'baseURL']);
  if (kind !== 'chat' || !isAtLeast(release.sdk, SINCE.topLevelBaseUrl)) paths.push([0, 'baseUrl']);
  return paths;
}
