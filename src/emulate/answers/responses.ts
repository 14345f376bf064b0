import { isObject, type JsonObject, valuesAt } from '../json.js';
import type { ThinkingState } from '../validate/thinking.js';
import { THINKING_TOKENS } from './chat.js';
import { pieces, tokensOf } from './tokens.js';
import { callOf, formatted, type Heeds, sentence, type ToolCall } from './turn.js';

/** An answer of `/responses`: one message, or one call of a function. */
export function responseBody(
  body: JsonObject,
  model: string,
  thinking: ThinkingState,
  heeds: Heeds,
  number: number,
  created: number,
): JsonObject {
  const call = heeds('tools') ? callToMake(body) : undefined;
  const text = formatted(valuesAt(body, 'text.format')[0]) ?? sentence(model);
  const item = call ? callItem(call, number) : messageItem(text, number);
  const said = call ? call.arguments : text;
  const reasoning = thinking.thinks ? THINKING_TOKENS : 0;
  const input = tokensOf(JSON.stringify(body['input'] ?? ''));
  const output = tokensOf(said) + reasoning;
  return {
    id: `resp_emulated-${number}`,
    object: 'response',
    created_at: created,
    status: 'completed',
    error: null,
    incomplete_details: null,
    instructions: body['instructions'] ?? null,
    model,
    output: [item],
    parallel_tool_calls: body['parallel_tool_calls'] ?? true,
    tool_choice: body['tool_choice'] ?? 'auto',
    tools: body['tools'] ?? [],
    usage: {
      input_tokens: input,
      input_tokens_details: { cached_tokens: 0 },
      output_tokens: output,
      output_tokens_details: { reasoning_tokens: reasoning },
      total_tokens: input + output,
    },
  };
}

function callToMake(body: JsonObject): ToolCall | undefined {
  if (body['tool_choice'] === 'none') return undefined;
  const done = valuesAt(body, 'input[].type').includes('function_call_output');
  return done ? undefined : callOf(valuesAt(body, 'tools[]').filter(isObject).find(isFunction));
}

function isFunction(tool: JsonObject): boolean {
  return tool['type'] === 'function';
}

function messageItem(text: string, number: number): JsonObject {
  return {
    id: `msg_emulated-${number}`,
    type: 'message',
    role: 'assistant',
    status: 'completed',
    content: [{ type: 'output_text', text, annotations: [] }],
  };
}

function callItem(call: ToolCall, number: number): JsonObject {
  return {
    id: `fc_emulated-${number}`,
    type: 'function_call',
    status: 'completed',
    call_id: call.id,
    name: call.name,
    arguments: call.arguments,
  };
}

/** The events of the same answer as a stream, numbered. */
export function responseEvents(response: JsonObject): JsonObject[] {
  const [item] = valuesAt(response, 'output[]').filter(isObject);
  const begun = { ...response, status: 'in_progress', output: [], usage: null };
  const events = [
    { type: 'response.created', response: begun },
    { type: 'response.in_progress', response: begun },
    ...(item ? itemEvents(item) : []),
    { type: 'response.completed', response },
  ];
  return events.map((event, sequence_number) => ({ ...event, sequence_number }));
}

function itemEvents(item: JsonObject): JsonObject[] {
  const at = { output_index: 0, item_id: item['id'] };
  const added = { type: 'response.output_item.added', output_index: 0 };
  const done = { type: 'response.output_item.done', output_index: 0, item };
  if (item['type'] === 'function_call') {
    const { arguments: whole } = item;
    return [
      { ...added, item: { ...item, arguments: '', status: 'in_progress' } },
      { type: 'response.function_call_arguments.delta', ...at, delta: whole },
      { type: 'response.function_call_arguments.done', ...at, arguments: whole },
      done,
    ];
  }
  const [part] = valuesAt(item, 'content[]');
  const text = String(valuesAt(part, 'text')[0] ?? '');
  const inPart = { ...at, content_index: 0 };
  return [
    { ...added, item: { ...item, content: [], status: 'in_progress' } },
    {
      type: 'response.content_part.added',
      ...inPart,
      part: { type: 'output_text', text: '', annotations: [] },
    },
    ...pieces(text).map((delta) => ({ type: 'response.output_text.delta', ...inPart, delta, logprobs: [] })),
    { type: 'response.output_text.done', ...inPart, text, logprobs: [] },
    { type: 'response.content_part.done', ...inPart, part },
    done,
  ];
}
