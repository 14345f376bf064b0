import type { ChatWire } from '../../providers/wire/types.js';
import { fill, type JsonObject, merge, valuesAt } from '../json.js';
import { type ChatAnswer, logprobsOf, shownThought, without } from './chat.js';
import { pieces } from './tokens.js';
import type { ToolCall } from './turn.js';

/** The chunks of a streamed answer, in order, without the `[DONE]` at the end. */
export function chatChunks(answer: ChatAnswer, wire: ChatWire, body: JsonObject): JsonObject[] {
  const chunk = chunkMaker(answer, wire);
  const chunks: JsonObject[] = wire.firstChunkEmpty ? [chunk([])] : [];
  for (let index = 0; index < answer.choices; index += 1) {
    const deltas = deltasOf(answer);
    chunks.push(
      ...deltas.map((delta) =>
        chunk([{ index, delta, logprobs: logprobsIn(answer, delta), finish_reason: null }]),
      ),
      chunk([{ index, delta: {}, logprobs: null, finish_reason: answer.finish }]),
    );
  }
  return withUsage(chunks, answer, wire, body, chunk([]));
}

function chunkMaker(answer: ChatAnswer, wire: ChatWire) {
  const missing = new Set(wire.missingInChunks ?? []);
  const extra = wire.extra === undefined ? {} : fill(wire.extra, { id: answer.id });
  return (choices: readonly JsonObject[]): JsonObject =>
    without(
      merge(
        {
          id: answer.id,
          object: 'chat.completion.chunk',
          created: answer.created,
          model: answer.model,
          choices,
        },
        extra,
      ),
      missing,
    );
}

/** The role, the thinking, the words, the tool calls with their arguments in two pieces. */
function deltasOf(answer: ChatAnswer): JsonObject[] {
  const { text, thought, calls, thinking } = answer;
  const { field } = thinking;
  const thoughts =
    field === null ? [] : pieces(thought).map((one) => ({ [field]: shownThought(thinking, one) }));
  return [
    { role: 'assistant', content: '' },
    ...thoughts,
    ...pieces(text).map((content) => ({ content })),
    ...calls.flatMap((call, index) => callDeltas(call, index, answer)),
  ];
}

/** A call of a tool: its name first, its arguments in two pieces. */
function callDeltas(call: ToolCall, index: number, { asObject, legacy }: ChatAnswer): JsonObject[] {
  const half = Math.ceil(call.arguments.length / 2);
  const head = call.arguments.slice(0, half);
  const tail = call.arguments.slice(half);
  if (legacy)
    return [{ function_call: { name: call.name, arguments: head } }, { function_call: { arguments: tail } }];
  const first = { index, id: call.id, type: 'function' };
  if (asObject)
    return [{ tool_calls: { ...first, function: { name: call.name, arguments: call.arguments } } }];
  return [
    { tool_calls: [{ ...first, function: { name: call.name, arguments: head } }] },
    { tool_calls: [{ index, function: { arguments: tail } }] },
  ];
}

function logprobsIn(answer: ChatAnswer, delta: JsonObject): JsonObject | null {
  const { content } = delta;
  return answer.logprobs && typeof content === 'string' && content !== '' ? logprobsOf(content) : null;
}

/** Where a stream says what it used, if it does. */
function withUsage(
  chunks: readonly JsonObject[],
  answer: ChatAnswer,
  wire: ChatWire,
  body: JsonObject,
  empty: JsonObject,
): JsonObject[] {
  const [asked] = valuesAt(body, 'stream_options.include_usage');
  const { usage } = answer;
  const last = chunks.at(-1) ?? empty;
  if (wire.streamUsage === 'last-chunk') return [...chunks.slice(0, -1), { ...last, usage }];
  const own = asked === true || (wire.streamUsage === 'unless-declined' && asked !== false);
  if (own) return [...chunks.map((one) => ({ ...one, usage: null })), { ...empty, usage }];
  if (wire.streamUsage !== 'in-choice') return [...chunks];
  const choices = valuesAt(last, 'choices[]').map((choice) => merge(choice as JsonObject, { usage }));
  return [...chunks.slice(0, -1), { ...last, choices }];
}
