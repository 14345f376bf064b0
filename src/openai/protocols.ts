/*
 * How the Responses API and the old text completions say what chat completions say, name by name. From the types of
 * openai 4.87 to 7.57 (`resources/responses/responses.d.ts`, `resources/completions.d.ts`,
 * `resources/chat/completions/completions.d.ts`) and 3.3 (`dist/api.d.ts`).
 */

/** What becomes of a parameter of a request. */
export type FieldRule =
  /** The same in chat completions, perhaps by another name. */
  | { readonly kind: 'same'; readonly to?: string }
  /** Has a shape of its own to be taken apart. */
  | { readonly kind: 'shape' }
  /** These values say what chat completions do anyway: the parameter goes. Any other value is in the way. */
  | {
      readonly kind: 'default';
      readonly values: readonly (string | number | boolean)[];
      readonly why: string;
    }
  | { readonly kind: 'none'; readonly why: string };

/** What becomes of a property of an answer. */
export type ReadRule =
  /** A value that means the same; `to` where it has another name. Whatever is done with it may stay. */
  | { readonly kind: 'value'; readonly to?: string }
  /**
   * Found elsewhere in the new answer; `fallback` stands in where it may be missing there and was not here. `nullable`:
   * it is `null` then, else it is not there at all.
   */
  | { readonly kind: 'moved'; readonly to: string; readonly fallback: string; readonly nullable?: true }
  /** An object with properties of its own. `optional`: chat completions may leave it out. */
  | {
      readonly kind: 'object';
      readonly to?: string;
      readonly optional?: true;
      readonly properties: Readonly<Record<string, ReadRule>>;
    }
  | { readonly kind: 'list'; readonly to?: string; readonly item: Readonly<Record<string, ReadRule>> }
  /** The items of `output`: taken apart by how they are read. */
  | { readonly kind: 'output' }
  | { readonly kind: 'none'; readonly why: string };

const SAME: FieldRule = { kind: 'same' };
const SHAPE: FieldRule = { kind: 'shape' };
const STATE = 'OpenAI keeps state between requests; chat completions are told everything each time';
const ONLY = 'chat completions have nothing of the kind';

const none = (why: string): FieldRule => ({ kind: 'none', why });

/** Parameters of `responses.create`. What is not listed is in the way, too. */
export const RESPONSES_FIELDS: Readonly<Record<string, FieldRule>> = {
  model: SAME,
  input: SHAPE,
  instructions: SHAPE,
  tools: SHAPE,
  tool_choice: SHAPE,
  text: SHAPE,
  reasoning: SHAPE,
  max_output_tokens: { kind: 'same', to: 'max_completion_tokens' },
  stream: SAME,
  temperature: SAME,
  top_p: SAME,
  parallel_tool_calls: SAME,
  user: SAME,
  safety_identifier: SAME,
  prompt_cache_key: SAME,
  prompt_cache_retention: SAME,
  service_tier: SAME,
  metadata: SAME,
  // Chat completions keep nothing unless told to.
  store: { kind: 'default', values: [false], why: STATE },
  background: { kind: 'default', values: [false], why: 'an answer that is fetched later' },
  truncation: { kind: 'default', values: ['disabled'], why: 'chat completions do not shorten the input' },
  previous_response_id: none(STATE),
  conversation: none(STATE),
  prompt: none('a prompt that is kept at OpenAI'),
  include: none(ONLY),
  max_tool_calls: none('it counts calls of tools that run at OpenAI'),
  context_management: none(STATE),
  top_logprobs: none('probabilities come back elsewhere'),
  stream_options: none(ONLY),
};

/** Parameters of `completions.create` and of `createCompletion`. */
export const COMPLETIONS_FIELDS: Readonly<Record<string, FieldRule>> = {
  model: SAME,
  prompt: SHAPE,
  max_tokens: SAME,
  temperature: SAME,
  top_p: SAME,
  n: SAME,
  stop: SAME,
  stream: SAME,
  stream_options: SAME,
  presence_penalty: SAME,
  frequency_penalty: SAME,
  logit_bias: SAME,
  seed: SAME,
  user: SAME,
  echo: { kind: 'default', values: [false], why: 'a chat answer does not repeat the question' },
  best_of: { kind: 'default', values: [1], why: ONLY },
  suffix: { kind: 'default', values: [''], why: 'filling in the middle is no conversation' },
  logprobs: none('probabilities come back elsewhere'),
};

const VALUE: ReadRule = { kind: 'value' };
const unread = (why: string): ReadRule => ({ kind: 'none', why });

const RESPONSES_USAGE: Readonly<Record<string, ReadRule>> = {
  input_tokens: { kind: 'value', to: 'prompt_tokens' },
  output_tokens: { kind: 'value', to: 'completion_tokens' },
  total_tokens: VALUE,
  input_tokens_details: {
    kind: 'object',
    to: 'prompt_tokens_details',
    optional: true,
    properties: { cached_tokens: { kind: 'moved', to: 'cached_tokens', fallback: '0' } },
  },
  output_tokens_details: {
    kind: 'object',
    to: 'completion_tokens_details',
    optional: true,
    properties: { reasoning_tokens: { kind: 'moved', to: 'reasoning_tokens', fallback: '0' } },
  },
};

/** Properties of a response. What is not listed is in the way. */
export const RESPONSES_ANSWER: Readonly<Record<string, ReadRule>> = {
  output_text: { kind: 'moved', to: 'choices[0]?.message.content', fallback: "''", nullable: true },
  output_parsed: { kind: 'moved', to: 'choices[0]?.message.parsed', fallback: 'null', nullable: true },
  output: { kind: 'output' },
  usage: { kind: 'object', properties: RESPONSES_USAGE },
  model: VALUE,
  created_at: { kind: 'value', to: 'created' },
  _request_id: VALUE,
  id: unread('what OpenAI keeps under this id exists in the Responses API only'),
  status: unread('chat completions tell by finish_reason why they ended'),
  incomplete_details: unread('chat completions tell by finish_reason why they ended'),
  error: unread('a chat completion that fails is an exception'),
};

/** Properties of a call of a function among the items of `output`. */
export const FUNCTION_CALL: Readonly<Record<string, ReadRule>> = {
  name: { kind: 'value', to: 'function.name' },
  arguments: { kind: 'value', to: 'function.arguments' },
  call_id: { kind: 'value', to: 'id' },
};

const CHOICE: Readonly<Record<string, ReadRule>> = {
  text: { kind: 'moved', to: 'message.content', fallback: "''", nullable: true },
  index: VALUE,
  finish_reason: VALUE,
};

/** Properties of a text completion; of v3 inside `data`. Counts of tokens have the same names. */
export const COMPLETIONS_ANSWER: Readonly<Record<string, ReadRule>> = {
  choices: { kind: 'list', item: CHOICE },
  usage: VALUE,
  id: VALUE,
  model: VALUE,
  created: VALUE,
  _request_id: VALUE,
};

/** What `createCompletion` of v3 gives: the answer of axios. Its types promise neither text nor message. */
export const LEGACY_ANSWER: Readonly<Record<string, ReadRule>> = {
  data: {
    kind: 'object',
    properties: {
      ...COMPLETIONS_ANSWER,
      choices: { kind: 'list', item: { ...CHOICE, text: { kind: 'value', to: 'message?.content' } } },
    },
  },
  status: VALUE,
  statusText: VALUE,
  headers: VALUE,
  config: VALUE,
};

/** What `openai-edge` gives: an answer of `fetch`, whose body is read with `json()`. */
export const FETCHED: Readonly<Record<string, ReadRule>> = {
  ok: VALUE,
  status: VALUE,
  statusText: VALUE,
  headers: VALUE,
};

/** A chunk of a streamed text completion. */
export const COMPLETIONS_CHUNK: Readonly<Record<string, ReadRule>> = {
  ...COMPLETIONS_ANSWER,
  choices: {
    kind: 'list',
    item: { ...CHOICE, text: { kind: 'moved', to: 'delta.content', fallback: "''", nullable: true } },
  },
};

/** The event that carries a piece of text, and where a chunk has it. */
export const TEXT_EVENT = 'response.output_text.delta';
export const TEXT_IN_CHUNK = 'choices[0]?.delta.content';

/** Tools that run at OpenAI, by the `type` of a tool in a request. */
export const HOSTED_TOOLS: ReadonlySet<string> = new Set([
  'web_search',
  'web_search_2025_08_26',
  'web_search_preview',
  'web_search_preview_2025_03_11',
  'file_search',
  'code_interpreter',
  'computer',
  'computer_use_preview',
  'image_generation',
  'mcp',
  'local_shell',
  'shell',
  'apply_patch',
  'tool_search',
  'programmatic_tool_calling',
]);

/** Helpers of `openai/helpers/*`: for Responses → for chat completions. */
export const HELPERS: Readonly<Record<string, string>> = {
  zodTextFormat: 'zodResponseFormat',
  standardTextFormat: 'standardResponseFormat',
  zodResponsesFunction: 'zodFunction',
  standardResponsesFunction: 'standardFunction',
};

/** Types of the Responses API → those of chat completions that stand in the same place. */
export const RESPONSES_TYPES: Readonly<Record<string, string>> = {
  Response: 'ChatCompletion',
  ResponseInput: 'ChatCompletionMessageParam[]',
  ResponseInputItem: 'ChatCompletionMessageParam',
  EasyInputMessage: 'ChatCompletionMessageParam',
  ResponseInputMessageContentList: 'ChatCompletionContentPart[]',
  ResponseInputContent: 'ChatCompletionContentPart',
  ResponseInputText: 'ChatCompletionContentPartText',
  ResponseInputImage: 'ChatCompletionContentPartImage',
  Tool: 'ChatCompletionTool',
  FunctionTool: 'ChatCompletionTool',
  ResponseStreamEvent: 'ChatCompletionChunk',
  ResponseCreateParams: 'ChatCompletionCreateParams',
  ResponseCreateParamsNonStreaming: 'ChatCompletionCreateParamsNonStreaming',
  ResponseCreateParamsStreaming: 'ChatCompletionCreateParamsStreaming',
};

/** Types of text completions → those of chat completions. */
export const COMPLETIONS_TYPES: Readonly<Record<string, string>> = {
  Completion: 'ChatCompletion',
  CompletionCreateParams: 'ChatCompletionCreateParams',
  CompletionCreateParamsNonStreaming: 'ChatCompletionCreateParamsNonStreaming',
  CompletionCreateParamsStreaming: 'ChatCompletionCreateParamsStreaming',
  CreateCompletionRequest: 'CreateChatCompletionRequest',
  CreateCompletionResponse: 'CreateChatCompletionResponse',
};
