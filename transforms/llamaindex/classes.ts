import { packageOf } from '../../src/flow/notes.js';
import type { SettingsForm } from '../../src/flow/settings.js';
import type { SdkVersions } from '../../src/packages.js';
import type { SdkVersion } from '../../src/sites.js';
import { isAtLeast } from '../../src/versions.js';

/*
 * The classes and factories of LlamaIndex.TS that send requests to OpenAI. What each release takes was found by
 * constructing them against a server on the same machine (npm:llamaindex 0.1.21, 0.5.24, 0.12.1) and by reading the sources
 * of the releases between (npm:@llamaindex/openai 0.1.2 to 0.4.22).
 */

/** `@llamaindex/openai` takes `baseURL` beside `additionalSessionOptions`, and an empty key for a key. */
const BASE_URL = '0.1.61';
/** The release of `llamaindex` from which on that one comes with it. */
const BASE_URL_WITHIN = '0.9.19';
/** Until then the library asked for gpt-3.5-turbo. */
const GPT_4O = '0.3.0';
/** Until then it made clients of OpenAI by itself where no model was set. */
const NO_HIDDEN_CLIENT = '0.11.0';

type Kind = 'chat' | 'responses' | 'embeddings';

const KINDS: Readonly<Record<string, Kind>> = {
  OpenAI: 'chat',
  openai: 'chat',
  OpenAIResponses: 'responses',
  openaiResponses: 'responses',
  OpenAIEmbedding: 'embeddings',
};

const OPERATIONS = {
  chat: 'chat.completions',
  responses: 'responses',
  embeddings: 'embeddings',
} as const;

export interface LlamaModule {
  /** The package that a specifier names. */
  readonly name: 'llamaindex' | '@llamaindex/openai';
  readonly version: string | null;
}

export function llamaModule(specifier: string): LlamaModule | undefined {
  const found = packageOf(specifier);
  if (found?.name === '@llamaindex/openai') return { name: '@llamaindex/openai', version: found.version };
  // `llamaindex/llm/openai`, `llamaindex/embeddings/OpenAIEmbedding`: paths that some releases had.
  if (found?.name === 'llamaindex') return { name: 'llamaindex', version: found.version };
  return undefined;
}

/** The class or factory of that name, if it talks to OpenAI. */
export function llamaClass(path: readonly string[]): string | undefined {
  const name = path.join('.').replace(/^default\./, '');
  return Object.hasOwn(KINDS, name) ? name : undefined;
}

/** How the installed release of a class is told what it needs. */
export function settingsForm(
  className: string,
  module: LlamaModule,
  file: string,
  versions: SdkVersions,
): SettingsForm {
  const kind = KINDS[className] ?? 'chat';
  const sdk = versions.of(file, module.version, false, module.name);
  const own = module.name === '@llamaindex/openai';
  const modern = isAtLeast(sdk, own ? BASE_URL : BASE_URL_WITHIN);
  return {
    dialect: 'llamaindex',
    className,
    client: {
      url: modern && own ? ['baseURL'] : ['additionalSessionOptions', 'baseURL'],
      key: 'apiKey',
      staleKeys: [],
      drop: ['organization', 'project'],
      fallsBack: true,
      // Until then an empty key was taken for none, and the one of OpenAI went to the new host.
      ...(modern ? {} : { noKey: 'missing' }),
    },
    optionsAt: 0,
    models: ['model'],
    operation: OPERATIONS[kind],
    spelling: SPELLING,
    passedOn: 'additionalChatOptions',
    implicit: implicit(kind, sdk, own),
    // The class has no option for the format (npm:@llamaindex/openai@0.4.22).
    ...(kind === 'embeddings'
      ? {
          vectors: {
            asksForBase64: asksForBase64(file, versions),
            takesFormat: false,
            takesDimensions: true,
          },
        }
      : {}),
    sdk,
    addresses: modern
      ? [
          [0, 'baseURL'],
          [0, 'additionalSessionOptions', 'baseURL'],
        ]
      : [],
    ignored: modern ? [] : [[0, 'baseURL']],
  };
}

/** OpenAI's name → LlamaIndex's (`OpenAI` in npm:@llamaindex/openai@0.4.22). */
const SPELLING = { max_tokens: 'maxTokens', top_p: 'topP', reasoning_effort: 'reasoningEffort' } as const;

function implicit(kind: Kind, sdk: SdkVersion, own: boolean): SettingsForm['implicit'] {
  if (kind === 'embeddings') return { model: 'text-embedding-ada-002' };
  const model = own || isAtLeast(sdk, GPT_4O) ? 'gpt-4o' : 'gpt-3.5-turbo';
  return { model, temperature: 0.1, top_p: 1 };
}

function asksForBase64(file: string, versions: SdkVersions): boolean {
  const below = versions.of(file, null, false, 'openai');
  return below.exact === null || isAtLeast(below, '4.91.0');
}

/** Whether the release makes clients of OpenAI by itself where `Settings` names no model. */
export function hasHiddenClient(file: string, versions: SdkVersions): boolean {
  return !isAtLeast(versions.of(file, null, false, 'llamaindex'), NO_HIDDEN_CLIENT);
}
