import type { ChatWire } from '../../providers/wire/types.js';
import { fill, type JsonObject, merge } from '../json.js';
import { textOf } from '../validate/messages.js';
import type { ThinkingState } from '../validate/thinking.js';
import { pieces, tokensOf } from './tokens.js';
import { chatTurn, type Heeds, type ToolCall } from './turn.js';

/** Tokens that thinking takes here: enough that a limit meant for a short answer leaves nothing of it. */
export const THINKING_TOKENS = 64;
const THOUGHT = 'The emulator thinks: it has a request, and it has an answer.';

/** One answer of a chat, before it becomes a body or a stream. */
export interface ChatAnswer {
  readonly id: string;
  readonly created: number;
  readonly model: string;
  readonly choices: number;
  readonly text: string;
  readonly thought: string;
  readonly calls: readonly ToolCall[];
  /** `function_call` instead of `tool_calls`. */
  readonly legacy: boolean;
  readonly finish: 'stop' | 'length' | 'tool_calls' | 'function_call';
  readonly usage: JsonObject;
  readonly thinking: ThinkingState;
  readonly asObject: boolean;
  readonly logprobs: boolean;
  /** What the caller will not expect. */
  readonly warnings: readonly string[];
}

export interface ChatQuestion {
  readonly body: JsonObject;
  readonly model: string;
  readonly thinking: ThinkingState;
  readonly wire: ChatWire;
  readonly heeds: Heeds;
  readonly number: number;
  /** Seconds. */
  readonly created: number;
}

export function answerChat(question: ChatQuestion): ChatAnswer {
  const { body, model, thinking, wire, heeds } = question;
  const turn = chatTurn(body, model, heeds);
  const limit = limitOf(body, heeds);
  const spent = thinking.thinks ? THINKING_TOKENS : 0;
  const counts = limit !== null && thinking.fact?.counts?.includes(limit.name);
  const left = limit === null ? Number.POSITIVE_INFINITY : Math.max(0, limit.tokens - (counts ? spent : 0));
  const starved = counts === true && spent > 0 && left === 0;
  const words = pieces(turn.text);
  const text = words.slice(0, left).join('');
  const cut = words.length > left || starved;
  const calls = starved ? [] : turn.calls;
  const asObject = wire.toolCallsAsObjectUnless !== undefined && body[wire.toolCallsAsObjectUnless] !== true;
  return {
    id: `${wire.idPrefix ?? 'chatcmpl-'}emulated-${question.number}`,
    created: question.created,
    model,
    choices: heeds('n') && typeof body['n'] === 'number' ? Math.max(1, Math.min(body['n'], 16)) : 1,
    text: inlineThought(thinking) + text,
    thought: thinking.field === null ? '' : THOUGHT,
    calls,
    legacy: turn.legacy,
    finish: cut ? 'length' : calls.length === 0 ? 'stop' : turn.legacy ? 'function_call' : 'tool_calls',
    usage: usageOf(body, text + calls.map((call) => call.arguments).join(''), spent, wire),
    thinking,
    asObject,
    logprobs: heeds('logprobs') && body['logprobs'] === true,
    warnings: starved ? [`${limit?.name} ${limit?.tokens} is used up by thinking: the answer is empty`] : [],
  };
}

function inlineThought(thinking: ThinkingState): string {
  return thinking.inline ? `<think>\n${THOUGHT}\n</think>\n\n` : '';
}

/** The limit that counts: `max_completion_tokens` before `max_tokens`. */
function limitOf(body: JsonObject, heeds: Heeds): { name: string; tokens: number } | null {
  for (const name of ['max_completion_tokens', 'max_tokens']) {
    const tokens = body[name];
    if (typeof tokens === 'number' && heeds(name)) return { name, tokens };
  }
  return null;
}

function usageOf(body: JsonObject, said: string, reasoning: number, wire: ChatWire): JsonObject {
  const prompt = tokensOf(textOf(body));
  const completion = tokensOf(said) + reasoning;
  const base = {
    prompt_tokens: prompt,
    completion_tokens: completion,
    total_tokens: prompt + completion,
  };
  return merge(base, wire.usage === undefined ? {} : fill(wire.usage, { prompt, completion, reasoning }));
}

/** The answer in one piece. */
export function chatBody(answer: ChatAnswer, wire: ChatWire): JsonObject {
  const missing = new Set(wire.missing ?? []);
  const choice = {
    index: 0,
    message: messageOf(answer),
    logprobs: answer.logprobs ? logprobsOf(answer.text) : null,
    finish_reason: answer.finish,
  };
  const body = merge(
    {
      id: answer.id,
      object: 'chat.completion',
      created: answer.created,
      model: answer.model,
      choices: Array.from({ length: answer.choices }, (_, index) => without({ ...choice, index }, missing)),
      usage: answer.usage,
    },
    wire.extra === undefined ? {} : fill(wire.extra, { id: answer.id }),
  );
  return without(body, missing);
}

function messageOf(answer: ChatAnswer): JsonObject {
  const { text, thought, calls, thinking } = answer;
  return {
    role: 'assistant',
    content: calls.length > 0 && text === '' ? null : text,
    ...(thinking.field === null ? {} : { [thinking.field]: shownThought(thinking, thought) }),
    ...callsOf(answer),
  };
}

function callsOf({ calls, asObject, legacy }: ChatAnswer): JsonObject {
  const [first] = calls;
  if (!first) return {};
  if (legacy) return { function_call: { name: first.name, arguments: first.arguments } };
  const made = calls.map((call) => ({
    id: call.id,
    type: 'function',
    function: { name: call.name, arguments: call.arguments },
  }));
  return { tool_calls: asObject ? made[0] : made };
}

/** `reasoning_details` is a list of pieces; the other fields are texts. */
export function shownThought({ field }: ThinkingState, thought: string): unknown {
  return field === 'reasoning_details' ? [{ text: thought }] : thought;
}

export function logprobsOf(text: string): JsonObject {
  return {
    content: pieces(text).map((token) => ({ token, logprob: -0.1, bytes: null, top_logprobs: [] })),
    refusal: null,
  };
}

export function without(object: JsonObject, names: ReadonlySet<string>): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([name]) => !names.has(name)));
}
