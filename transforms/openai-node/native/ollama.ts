/*
 * How the `ollama` package says what the `openai` package says, name by name: from the types of ollama 0.6.4
 * (`dist/browser.d.ts`) and openai 4 to 7 (`resources/chat/completions`, `resources/embeddings`). What means the
 * same is what Ollama itself takes for the same where it plays OpenAI's API (github:ollama/ollama, `openai/openai.go`,
 * read on 2026-11-25): `max_tokens` is `num_predict`, a schema is `format`, the tokens of an answer are `eval_count`.
 */

/** What becomes of a parameter of a request. */
export type NativeField =
  | { readonly kind: 'same' }
  /** Goes into `options`, under that name. */
  | { readonly kind: 'option'; readonly to: string }
  /** Has a shape of its own to be taken apart. */
  | { readonly kind: 'shape' }
  /** Only tells OpenAI whose request it is, or how to account for it. */
  | { readonly kind: 'gone' }
  /** These values ask for what happens anyway. */
  | {
      readonly kind: 'default';
      readonly values: readonly (string | number | boolean)[];
      readonly why: string;
    };

const SAME: NativeField = { kind: 'same' };
const SHAPE: NativeField = { kind: 'shape' };
const GONE: NativeField = { kind: 'gone' };
const option = (to: string): NativeField => ({ kind: 'option', to });

/** Why a parameter that is not listed is in the way. */
export const NO_FIELD = 'the package has nothing of the kind';

/** Parameters of `chat.completions.create`. */
export const CHAT_FIELDS: Readonly<Record<string, NativeField>> = {
  model: SAME,
  messages: SHAPE,
  stream: SHAPE,
  tools: SHAPE,
  response_format: SHAPE,
  stop: SHAPE,
  temperature: option('temperature'),
  top_p: option('top_p'),
  seed: option('seed'),
  presence_penalty: option('presence_penalty'),
  frequency_penalty: option('frequency_penalty'),
  max_tokens: option('num_predict'),
  max_completion_tokens: option('num_predict'),
  // The last piece of a stream tells the usage, asked or not.
  stream_options: GONE,
  user: GONE,
  metadata: GONE,
  service_tier: GONE,
  safety_identifier: GONE,
  prompt_cache_key: GONE,
  store: { kind: 'default', values: [false], why: 'nothing is kept there' },
  n: { kind: 'default', values: [1], why: 'there is one answer' },
  tool_choice: { kind: 'default', values: ['auto'], why: 'the model chooses by itself' },
  parallel_tool_calls: { kind: 'default', values: [true], why: 'it cannot be forbidden' },
  logprobs: { kind: 'default', values: [false], why: 'probabilities come back elsewhere' },
};

/** Parameters of `embeddings.create`. */
export const EMBEDDING_FIELDS: Readonly<Record<string, NativeField>> = {
  model: SAME,
  input: SHAPE,
  dimensions: SAME,
  user: GONE,
  encoding_format: { kind: 'default', values: ['float'], why: 'vectors come as numbers' },
};

/** What a message may say of itself there. */
export const MESSAGE_FIELDS = /^(?:role|content|tool_call_id)$/;

/** Keys of a function's parameters, and of one of these, that the types know. */
export const SCHEMA_FIELDS = /^(?:type|\$defs|items|required|properties)$/;
export const PROPERTY_FIELDS = /^(?:type|items|description|enum)$/;

/** Types of the `openai` package → those that stand in the same place. */
export const TYPES: Readonly<Record<string, string>> = {
  OpenAI: 'Ollama',
  ChatCompletion: 'ChatResponse',
  ChatCompletionChunk: 'ChatResponse',
  ChatCompletionMessage: 'Message',
  ChatCompletionMessageParam: 'Message',
  ChatCompletionSystemMessageParam: 'Message',
  ChatCompletionDeveloperMessageParam: 'Message',
  ChatCompletionUserMessageParam: 'Message',
  ChatCompletionAssistantMessageParam: 'Message',
  ChatCompletionToolMessageParam: 'Message',
  ChatCompletionTool: 'Tool',
  ChatCompletionFunctionTool: 'Tool',
  ChatCompletionMessageToolCall: 'ToolCall',
  ChatCompletionMessageFunctionToolCall: 'ToolCall',
  CreateEmbeddingResponse: 'EmbedResponse',
};

/** The constructor's options: what becomes of those of `new OpenAI()`. Any other is in the way. */
export const CLIENT_OPTIONS = /^(?:apiKey|baseURL|organization|project)$/;

export const CLASS = 'Ollama';
export const PACKAGE = 'ollama';
