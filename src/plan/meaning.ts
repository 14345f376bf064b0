/**
 * What a parameter is for; decides what may become of it where the target does not take it.
 *
 * `bookkeeping`: nothing in the answer depends on it. `sampling`: it colours the answer, which stays an answer to the same
 * question. `limit`: an upper bound. `essential`: the program counts on it.
 */
export type Meaning = 'bookkeeping' | 'sampling' | 'limit' | 'essential';

/** Parameters that may go, and what goes with them. What is not listed is essential. */
const MEANINGS: Readonly<Record<string, { readonly meaning: Meaning; readonly loses: string }>> = {
  store: { meaning: 'bookkeeping', loses: 'it keeps answers for OpenAI’s dashboard' },
  metadata: { meaning: 'bookkeeping', loses: 'it labels answers kept at OpenAI' },
  service_tier: { meaning: 'bookkeeping', loses: 'it chooses one of OpenAI’s queues' },
  user: { meaning: 'bookkeeping', loses: 'it tells OpenAI’s abuse monitoring who asks' },
  safety_identifier: { meaning: 'bookkeeping', loses: 'it tells OpenAI’s abuse monitoring who asks' },
  prompt_cache_key: { meaning: 'bookkeeping', loses: 'it steers OpenAI’s cache' },
  prompt_cache_retention: { meaning: 'bookkeeping', loses: 'it steers OpenAI’s cache' },
  prompt_cache_options: { meaning: 'bookkeeping', loses: 'it steers OpenAI’s cache' },
  prediction: { meaning: 'bookkeeping', loses: 'it speeds up answers that are mostly known' },
  temperature: { meaning: 'sampling', loses: 'answers vary as the model has it' },
  top_p: { meaning: 'sampling', loses: 'answers vary as the model has it' },
  presence_penalty: { meaning: 'sampling', loses: 'words repeat as the model has it' },
  frequency_penalty: { meaning: 'sampling', loses: 'words repeat as the model has it' },
  seed: { meaning: 'sampling', loses: 'answers cannot be repeated' },
  verbosity: { meaning: 'sampling', loses: 'answers are as long as the model has it' },
  reasoning_effort: { meaning: 'sampling', loses: 'it thinks as long as the model has it' },
  style: { meaning: 'sampling', loses: 'images look as the model has it' },
  quality: { meaning: 'sampling', loses: 'images are as fine as the model has it' },
  instructions: { meaning: 'sampling', loses: 'the voice speaks as the model has it' },
  speed: { meaning: 'limit', loses: 'the voice speaks at its own speed' },
  max_tokens: { meaning: 'limit', loses: 'answers are as long as the model has it' },
  max_completion_tokens: { meaning: 'limit', loses: 'answers are as long as the model has it' },
  top_logprobs: { meaning: 'limit', loses: 'no alternatives come back' },
};

export function meaningOf(parameter: string): Meaning {
  return MEANINGS[parameter]?.meaning ?? 'essential';
}

/** What is lost with a parameter, as a clause. */
export function lossOf(parameter: string): string | null {
  return MEANINGS[parameter]?.loses ?? null;
}

/** Values that ask for what OpenAI does anyway: without them a request means the same. */
const NEUTRAL: Readonly<Record<string, readonly (string | number | boolean)[]>> = {
  n: [1],
  temperature: [1],
  top_p: [1],
  presence_penalty: [0],
  frequency_penalty: [0],
  logprobs: [false],
  stream: [false],
  store: [false],
  parallel_tool_calls: [true],
  tool_choice: ['auto'],
  function_call: ['auto'],
  service_tier: ['auto'],
  verbosity: ['medium'],
  quality: ['auto', 'standard'],
  size: ['auto'],
  background: ['auto'],
  moderation: ['auto'],
  speed: [1],
  encoding_format: ['float'],
};

export function isNeutral(parameter: string, value: string | number | boolean): boolean {
  return NEUTRAL[parameter]?.includes(value) ?? false;
}
