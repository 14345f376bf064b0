import type { ModelClass, Operation } from '../openai/operations.js';
import type { Wire } from './wire/types.js';

/** What a field may hold on the wire. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };

/** Where a fact was read and on which day (`YYYY-MM-DD`). */
export interface Evidence {
  /** URL or `npm:<package>@<version>`; `'unsourced'` where the research says so. */
  readonly source: string;
  readonly checked: string;
}

/** A fact with its evidence. `'unknown'` says that nobody could confirm it: the tool tells the user so. */
export interface Fact<T> extends Evidence {
  readonly value: T | 'unknown';
  readonly note?: string;
}

/** An OpenAI-compatible endpoint. */
export interface Region {
  /** `cn`, `intl`, … the id given to `--region`. */
  readonly id: string;
  readonly label: string;
  /**
   * What the `openai` package takes as `baseURL`: no trailing slash; `/chat/completions` is appended to it.
   * May hold `<placeholders>` that the user must fill in (a resource name, a host of their own).
   */
  readonly baseURL: Fact<string>;
  /** Where a key for this region is made. */
  readonly keyPage: Fact<string>;
}

/** Whether the target has one of OpenAI's operations. `differs`: it exists but under another path, base or shape. */
export interface OperationFact extends Evidence {
  readonly value: 'yes' | 'no' | 'differs' | 'unknown';
  /** Path relative to the region's base URL where it is not OpenAI's. */
  readonly path?: string;
  /** Other base URL that this operation needs. */
  readonly baseURL?: string;
  /** Ids (with `*`) of the only models that it is served for; absent means all. */
  readonly models?: readonly string[];
  /** Regions where `value` holds; absent means all. Elsewhere the answer is `no`. */
  readonly regions?: readonly string[];
  readonly note?: string;
}

export interface Price extends Evidence {
  readonly currency: 'CNY' | 'USD';
  readonly inputPerMillionTokens: number;
  readonly outputPerMillionTokens?: number;
  readonly cachedInputPerMillionTokens?: number;
  readonly note?: string;
}

/** Thinking: `none` never, `switchable` can be turned off, `always` cannot. */
export type Thinking = 'none' | 'switchable' | 'always' | 'unknown';

export interface ProviderModel extends Evidence {
  readonly id: string;
  /** The classes it can stand in for. */
  readonly classes: readonly ModelClass[];
  readonly status: 'current' | 'served' | 'ageing' | 'preview';
  readonly contextTokens?: number;
  readonly maxOutputTokens?: number;
  /** What it takes besides text. */
  readonly input?: readonly ('image' | 'audio' | 'video' | 'file')[];
  readonly thinking?: Thinking;
  /** Whether it thinks when nothing is said; absent where nobody says. */
  readonly thinksByDefault?: boolean;
  /** Embedding models only: dimensions that can be asked for. */
  readonly dimensions?: readonly number[];
  readonly defaultDimensions?: number;
  readonly price?: Price;
  /** `YYYY-MM-DD`. */
  readonly released?: string;
  readonly retires?: string;
  readonly note?: string;
}

/** An id (or anchored pattern with `*`) that is gone, or whose end is announced: known, never offered. */
export interface RetiredModel extends Evidence {
  readonly id: string;
  /** `YYYY-MM-DD`, absent where the day is unknown. */
  readonly date?: string;
  readonly successor?: string;
  /** The name still works, served by its successor. */
  readonly stillAnswers?: true;
  readonly note?: string;
}

/** What a class of OpenAI models becomes. `null`: the target has no equal. */
export interface Mapping extends Evidence {
  readonly value: string | null | 'unknown';
  /** Embeddings: the dimensions to ask for, where the default is not wanted. */
  readonly dimensions?: number;
  readonly note?: string;
}

type Scalar = string | number | boolean;

/**
 * How one request parameter of OpenAI fares at the target. `parameter` is OpenAI's name; nested ones by path:
 * `stream_options.include_usage`, `messages[].role`, `messages[].name`, `response_format.type`, `tool_choice` (a named
 * function counts as the value `named`).
 */
export type ParameterRule = Evidence & {
  readonly parameter: string;
  /** Target model ids (with `*`) the rule is limited to; absent means all. The first rule that fits counts. */
  readonly models?: readonly string[];
  /** Regions the rule is limited to; absent means all. */
  readonly regions?: readonly string[];
  /**
   * The rule holds only while the model thinks, or only while it does not. The stricter rule stands first: who cannot
   * tell takes the first that fits.
   */
  readonly when?: 'thinking' | 'not-thinking';
  /** What counts where a request says nothing, if that is not what counts at OpenAI. */
  readonly byDefault?: Scalar;
  /** Of a limit of tokens: thinking uses it up, too. */
  readonly countsThinking?: boolean;
  readonly note?: string;
} & (
    | { readonly status: 'supported' | 'ignored' | 'rejected' | 'undocumented' | 'unknown' }
    /** `pattern`: what its value has to look like, as an anchored regular expression. */
    | { readonly status: 'renamed'; readonly to: string; readonly pattern?: string }
    | {
        readonly status: 'range';
        readonly min?: number;
        readonly max?: number;
        readonly minExclusive?: boolean;
        readonly maxExclusive?: boolean;
      }
    | {
        readonly status: 'values';
        /** The values that are taken. */
        readonly values: readonly Scalar[];
        /** OpenAI value → value of the target with the same meaning. */
        readonly map?: Readonly<Record<string, Scalar>>;
        /** OpenAI value → the nearest value there is: what it means changes, and is said. */
        readonly nearest?: Readonly<Record<string, Scalar>>;
        /** Of `response_format.type`: `json_schema` is taken as the schema itself, without name and strict. */
        readonly bareSchema?: true;
        /** What every other value becomes, where one has to be chosen: a voice. */
        readonly otherwise?: Scalar;
      }
    /** One text or several (`stop`, `input`). `bare: false`: a text alone has to stand in a list. */
    | {
        readonly status: 'list';
        readonly bare: boolean;
        readonly maxItems?: number;
        /** Of one text, in characters or bytes, whichever is stricter. */
        readonly maxLength?: number;
      }
    /** Images: as the address of a picture, or as `data:` with the picture itself. */
    | { readonly status: 'forms'; readonly forms: readonly ('url' | 'data')[] }
    /** `messages`: one system message in all, or only in front. */
    | { readonly status: 'system'; readonly place: 'single' | 'first' }
    | { readonly status: 'pattern'; readonly pattern: string }
    | { readonly status: 'fixed'; readonly value: Scalar }
    | { readonly status: 'excludes'; readonly others: readonly string[] }
    | { readonly status: 'needs'; readonly companion: string }
  );

/** A parameter of the target that OpenAI does not have (thinking switch, search, …), or that switches thinking. */
export interface ExtraParameter extends Evidence {
  readonly parameter: string;
  readonly models?: readonly string[];
  readonly regions?: readonly string[];
  readonly description: string;
  /** It stands for tools that OpenAI runs: their types there, and the element of `tools` that asks for it here. */
  readonly hosted?: { readonly tools: readonly string[]; readonly element: string };
  /** The value that turns thinking off; the first extra that has one and fits the model counts. */
  readonly off?: Json;
  /** The value that turns thinking on, where it is off by default. */
  readonly on?: Json;
  /** The value that keeps thinking shortest, where it cannot be turned off. */
  readonly least?: Json;
  /** Has to be sent along for an answer to be what OpenAI's is. */
  readonly send?: {
    readonly value: Json;
    readonly when: 'always' | 'thinking' | 'tools';
    readonly operation: Operation;
  };
}

/** A line of an AI SDK package that chat models of the provider can be made with. */
export interface AiSdkLine {
  /** Major of `ai`. */
  readonly major: number;
  readonly version: string;
  /** Takes `{ baseURL, apiKey }`; the base URL is that of the region. */
  readonly create: string;
  /** The type of what it gives. */
  readonly type?: string;
}

/** An npm package that speaks to the provider. */
export interface PackageFact extends Evidence {
  readonly name: string;
  readonly version: string;
  /** Which dialect it serves: `openai-node`, `ai-sdk`, `langchain`, `native`. */
  readonly dialect: 'openai-node' | 'ai-sdk' | 'langchain' | 'native';
  readonly official: boolean;
  readonly state: 'maintained' | 'unmaintained' | 'unknown';
  /** For `ai-sdk`: the majors of `ai` it fits. */
  readonly aiSdkMajors?: readonly number[];
  /** For `ai-sdk`: the lines that are fit to move to, as their types say. */
  readonly aiSdk?: readonly AiSdkLine[];
  /** `createX`, `X`, and the environment variable it reads, where known. */
  readonly exports?: readonly string[];
  readonly note?: string;
}

/**
 * Whether requests of the `openai` package can be moved to an SDK of the provider's own: one that is on the registry, is
 * maintained, does inference and has a conversion here (`transforms/openai-node/native`).
 */
export type NativeSdk = Evidence & {
  /** Why there is none; of one that is there, why not in the other regions. */
  readonly why: string;
} & (
    | { readonly value: 'no' }
    | {
        readonly value: 'yes';
        /** How it is spoken to. */
        readonly dialect: 'ollama';
        /** On npm. */
        readonly name: string;
        readonly version: string;
        /** Ids of the regions whose servers it speaks to. */
        readonly regions: readonly string[];
      }
  );

/** How an answer differs from OpenAI's. */
export interface ResponseDifference extends Evidence {
  /** `reasoning`, `finish_reason`, `usage`, `error`, `stream`, `image`, `tool_calls`, `moderation`, `headers`, … */
  readonly field: string;
  readonly description: string;
  /** Chunks may come without a choice, where OpenAI's have one unless asked for usage. */
  readonly emptyChoices?: true;
  /** Absent means all operations, all models. */
  readonly operations?: readonly Operation[];
  readonly models?: readonly string[];
  /**
   * What code of OpenAI's clients reads and does not find as it was, from the answer down: `system_fingerprint`,
   * `data[].b64_json`, `choices[].message.tool_calls`; of a failed request `error.code`.
   */
  readonly reads?: readonly string[];
  /** Only where it is read without asking whether it is there (`?.`). */
  readonly unguarded?: true;
  /** Of `reads`: the text that OpenAI sends → what comes instead, `null` where nothing does. */
  readonly instead?: Readonly<Record<string, string | null>>;
  /** Of `reads`: texts that come besides those of OpenAI. */
  readonly also?: readonly string[];
}

/** One target. Everything the tool knows of it; nothing outside its file names it. */
export interface Provider {
  /** File name without extension. */
  readonly id: string;
  readonly name: { readonly en: string; readonly zh: string };
  /** What people type instead of the id, lower case. */
  readonly aliases: readonly string[];
  readonly console: Fact<string>;
  readonly docs: Fact<string>;
  /** Official "migrate from OpenAI" page. */
  readonly guide: Fact<string>;
  /** At least one; the first is the default. */
  readonly regions: readonly [Region, ...Region[]];
  /** Hosts (exact, or `*.suffix`) by which a client of this provider is recognised. */
  readonly hosts: readonly string[];
  /** Environment variable for the key that new code reads: the provider's own documentation decides. */
  readonly keyVariable: Fact<string>;
  readonly otherKeyVariables: readonly string[];
  /** Complete: "no" and "unknown" are said, not implied. */
  readonly operations: Readonly<Record<Operation, OperationFact>>;
  readonly models: readonly ProviderModel[];
  readonly retired: readonly RetiredModel[];
  /** Complete. */
  readonly mapping: Readonly<Record<ModelClass, Mapping>>;
  /** Per operation; an operation without an entry has no documented rules. */
  readonly parameters: Readonly<Partial<Record<Operation, readonly ParameterRule[]>>>;
  readonly extras: readonly ExtraParameter[];
  readonly responses: readonly ResponseDifference[];
  /** How it answers and what it refuses; absent for a provider of one's own, of which nothing is known. */
  readonly wire?: Wire;
  readonly nativeSdk: NativeSdk;
  readonly packages: readonly PackageFact[];
  /** What a user must know before choosing it: shutdown dates, account rules. */
  readonly notices: readonly Fact<string>[];
}

/** Identity; makes a provider file fail to compile when a field is missing or misspelt. */
export function defineProvider(provider: Provider): Provider {
  return provider;
}
