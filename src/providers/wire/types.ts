import type { Operation } from '../../openai/operations.js';
import type { Evidence } from '../types.js';

/*
 * How a provider speaks: what it answers, and what it refuses beyond the rules of single parameters. The emulator plays
 * it; what nobody could confirm is left out and answered in OpenAI's way.
 */

/**
 * A JSON value with blanks: `{message}` in a text stands for what the moment fills in. A text that is nothing but a
 * blank takes the type of what fills it, so that `'{code}'` becomes a number or null where the code is one.
 */
export type Template =
  | string
  | number
  | boolean
  | null
  | readonly Template[]
  | { readonly [field: string]: Template };

/** Why a request is refused. */
export const ERROR_KINDS = [
  'key',
  'model',
  'parameter',
  'operation',
  'malformed',
  'rate-limit',
  'server',
] as const;
export type ErrorKind = (typeof ERROR_KINDS)[number];

/**
 * The blanks `{code}`, `{type}` and `{message}` of {@link WireErrors.body}, and the status, in one case. A code or a type
 * that is left out was not read: OpenAI's stands in for it.
 */
export interface ErrorCase extends Evidence {
  readonly status: number;
  readonly code?: string | number | null;
  readonly type?: string | null;
  /** The provider's own words; blanks: `{detail}`, what the emulator has to say, `{model}`, `{parameter}`, `{value}`. */
  readonly message?: string;
  /** Where this case has a body of another shape. */
  readonly body?: Template;
  readonly headers?: Readonly<Record<string, string>>;
  readonly note?: string;
}

/** The body of an error. Blanks: `{code}`, `{type}`, `{message}`, `{parameter}`, `{status}`, `{id}`. */
export interface WireErrors extends Evidence {
  readonly body: Template;
  readonly cases: Readonly<Partial<Record<ErrorKind, ErrorCase>>>;
  readonly note?: string;
}

/** The provider's own words where it refuses one parameter. */
export interface Refusal extends Evidence {
  readonly operation: Operation;
  readonly parameter: string;
  readonly models?: readonly string[];
  readonly status?: number;
  readonly code?: string | number;
  /** Blanks as in {@link ErrorCase.message}. */
  readonly message?: string;
}

/** Holds for a request that has all of it. */
export interface Condition {
  readonly thinking?: boolean;
  readonly stream?: boolean;
  readonly images?: true;
  readonly tools?: true;
  /** Of `response_format.type`. */
  readonly format?: 'json_object' | 'json_schema';
}

/** What the rules of single parameters cannot say. `path` is written as in {@link ParameterRule.parameter}. */
export type Constraint = Evidence & {
  readonly operation: Operation;
  readonly models?: readonly string[];
  readonly regions?: readonly string[];
  readonly when?: Condition;
  /** `rejected` unless said otherwise. */
  readonly outcome?: 'rejected' | 'ignored' | 'uncertain';
  readonly note?: string;
} & (
    | { readonly kind: 'absent'; readonly path: string }
    | { readonly kind: 'required'; readonly path: string }
    | {
        readonly kind: 'values';
        readonly path: string;
        readonly values: readonly (string | number | boolean)[];
      }
    | { readonly kind: 'range'; readonly path: string; readonly min?: number; readonly max?: number }
    /** Items of a list, where a bare value counts as one. */
    | { readonly kind: 'items'; readonly path: string; readonly min?: number; readonly max?: number }
    /** Characters of a text, or of each text of a list. */
    | {
        readonly kind: 'length';
        readonly path: string;
        readonly min?: number;
        readonly max?: number;
        readonly bytes?: true;
      }
    /** A list and no bare text. */
    | { readonly kind: 'list'; readonly path: string }
    | { readonly kind: 'pattern'; readonly path: string; readonly pattern: string }
    /** Not all of them in one request. */
    | { readonly kind: 'together'; readonly paths: readonly string[] }
    /** A word has to stand in some message, whatever its case. */
    | { readonly kind: 'says'; readonly word: string }
    | {
        readonly kind: 'messages';
        /**
         * `one-system`: no second system message; `system-first`: none but at the start; `alternating`: user and
         * assistant in turn; `last-not-blank`; `reasoning-echoed`: an assistant message with tool calls brings its
         * thinking back.
         */
        readonly form: 'one-system' | 'system-first' | 'alternating' | 'last-not-blank' | 'reasoning-echoed';
      }
    /** Images as data, not by a remote URL. */
    | { readonly kind: 'data-images' }
  );

export interface ThinkingSwitch {
  /** `thinking.type`, `enable_thinking`, `reasoning_effort`, … */
  readonly parameter: string;
  readonly on?: readonly (string | boolean)[];
  readonly off?: readonly (string | boolean)[];
}

/** Whether a model thinks, how that is switched, and where it shows. The first one that fits a model counts. */
export interface ThinkingFact extends Evidence {
  readonly models?: readonly string[];
  readonly byDefault: 'on' | 'off' | 'unknown';
  /** The field of message and delta; `content`: inside the answer as `<think>…</think>`; `nowhere`: only counted. */
  readonly shownIn: 'reasoning_content' | 'reasoning' | 'content' | 'nowhere' | 'unknown';
  /** Another field when a parameter asks for it. */
  readonly movedBy?: {
    readonly parameter: string;
    readonly value: string | boolean;
    readonly shownIn: 'reasoning_content' | 'reasoning_details';
  };
  readonly switches: readonly ThinkingSwitch[];
  /** Limits that thinking uses up: a small one leaves nothing for the answer. */
  readonly counts?: readonly string[];
  readonly note?: string;
}

/** Answers of `/chat/completions`, where they are not OpenAI's. */
export interface ChatWire extends Evidence {
  /**
   * Where a stream says what it used. `asked`: OpenAI's way, a chunk of its own when `stream_options.include_usage` is
   * set; `last-chunk`: always, on the chunk with `finish_reason`; `unless-declined`: as asked, but true by default;
   * `in-choice`: as asked, and otherwise in `choices[0].usage` of the last chunk.
   */
  readonly streamUsage: 'asked' | 'last-chunk' | 'unless-declined' | 'in-choice';
  /** Fields besides OpenAI's in `usage`; blanks: `{prompt}`, `{completion}`, `{reasoning}`. */
  readonly usage?: Template;
  /** Fields besides OpenAI's at the top level; blank: `{id}`. */
  readonly extra?: Template;
  /** Fields of OpenAI's that an answer in one piece has not: `id`, `object`, `model`, `finish_reason`. */
  readonly missing?: readonly string[];
  readonly missingInChunks?: readonly string[];
  readonly idPrefix?: string;
  /** `tool_calls` is one object unless this parameter is true. */
  readonly toolCallsAsObjectUnless?: string;
  /** The first chunk of a stream has no choices. */
  readonly firstChunkEmpty?: true;
  /** A stream sends comment lines while it waits. */
  readonly keepAlive?: true;
  readonly note?: string;
}

/** Answers of `/images/generations`. */
export interface ImageWire extends Evidence {
  readonly byDefault: 'url' | 'b64_json';
  /** Forms that `response_format` gets; others are answered by the default. */
  readonly forms: readonly ('url' | 'b64_json')[];
  /** Where the list stands; OpenAI's is `data`. */
  readonly list?: 'data' | 'images';
  /** An answer by task: `task_id` first, the images on a later request. It has to be asked for by a header. */
  readonly task?: { readonly header: string; readonly value: string };
  /** The whole answer where it has another shape; blanks: `{url}`, `{b64_json}`, `{id}`. */
  readonly body?: Template;
  readonly note?: string;
}

/** Answers of `/audio/speech`. */
export interface SpeechWire extends Evidence {
  readonly byDefault: 'mp3' | 'wav' | 'pcm';
  /** JSON instead of bytes; blank: `{hex}`. */
  readonly body?: Template;
  readonly note?: string;
}

/** An answer whose whole body differs; blanks: `{text}`, `{model}`, `{id}`, `{input}`. */
export interface BodyWire extends Evidence {
  readonly body: Template;
  readonly note?: string;
}

/** Answers of `/responses`. */
export interface ResponsesWire extends Evidence {
  /** Whether a stream ends with `data: [DONE]`. */
  readonly done: boolean;
  readonly note?: string;
}

/** Ids that are taken without being listed: endpoints that users make, models that they load. */
export interface OpenIds extends Evidence {
  readonly patterns: readonly string[];
  readonly note?: string;
}

export interface Wire {
  readonly errors: WireErrors;
  readonly refusals: readonly Refusal[];
  readonly constraints: readonly Constraint[];
  readonly thinking: readonly ThinkingFact[];
  readonly chat: ChatWire;
  /** Base paths that answer like the documented one (`/v1`). */
  readonly aliases?: readonly (Evidence & { readonly path: string })[];
  readonly openIds?: OpenIds;
  /** Models that are asked through chat although they are of another class. */
  readonly throughChat?: Evidence & { readonly models: readonly string[] };
  /** Operations that differ and yet are asked for under OpenAI's own path. */
  readonly samePath?: Evidence & { readonly operations: readonly Operation[] };
  /** All inputs of a request become one vector, and `data` is one object. */
  readonly fusedEmbeddings?: Evidence;
  readonly images?: ImageWire;
  readonly speech?: SpeechWire;
  readonly transcription?: BodyWire;
  readonly moderation?: BodyWire;
  readonly responses?: ResponsesWire;
  /** The list of models is given to anybody. */
  readonly modelsWithoutKey?: Evidence;
}
