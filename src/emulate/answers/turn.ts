import { isObject, type JsonObject, valuesAt } from '../json.js';
import { textOf } from '../validate/messages.js';
import { sampleOf } from './schema.js';

export interface ToolCall {
  readonly id: string;
  readonly name: string;
  /** JSON. */
  readonly arguments: string;
}

/** What the model says in one turn, before limits cut it. */
export interface Turn {
  readonly text: string;
  readonly calls: readonly ToolCall[];
  /** By `functions`, the form before `tools`. */
  readonly legacy: boolean;
}

/** Parameters that the provider takes without effect play no part. */
export type Heeds = (parameter: string) => boolean;

/**
 * Tools given and not yet used: the first of them is called, or the one that was named. Otherwise a text, or JSON in the
 * asked form. The same request always gets the same answer.
 */
export function chatTurn(body: JsonObject, model: string, heeds: Heeds): Turn {
  const tool = heeds('tools') ? toolToCall(body, heeds) : undefined;
  if (tool) return { text: '', calls: [tool], legacy: false };
  const old = heeds('functions') ? functionToCall(body, heeds) : undefined;
  if (old) return { text: '', calls: [old], legacy: true };
  const [format] = heeds('response_format') ? valuesAt(body, 'response_format') : [];
  return { text: toldSchema(format, body) ?? formatted(format) ?? sentence(model), calls: [], legacy: false };
}

/** Asked for JSON and told a schema in the messages, a model answers by that. */
function toldSchema(format: unknown, body: JsonObject): string | undefined {
  if (!isObject(format) || format['type'] !== 'json_object') return undefined;
  const schema = schemaIn(textOf(body));
  return schema && JSON.stringify(sampleOf(schema));
}

/** The first JSON object in a text that reads like the schema of an object. */
function schemaIn(text: string): JsonObject | undefined {
  const start = text.search(/\{\s*"(?:\$schema|type|properties)"\s*:/);
  for (let end = text.lastIndexOf('}'); start >= 0 && end > start; end = text.lastIndexOf('}', end - 1)) {
    const value = parsed(text.slice(start, end + 1));
    if (value) return isObject(value['properties']) ? value : undefined;
  }
  return undefined;
}

function parsed(text: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

export function sentence(model: string): string {
  return `This is an emulated answer of ${model}, made on this machine without a model.`;
}

/** JSON as `response_format`, or `text.format` of `/responses`, asks for it; undefined for plain text. */
export function formatted(format: unknown): string | undefined {
  if (!isObject(format)) return undefined;
  if (format['type'] === 'json_object') return JSON.stringify({ answer: 'emulated' });
  if (format['type'] !== 'json_schema') return undefined;
  const given = format['json_schema'];
  const schema = isObject(given) ? (given['schema'] ?? given) : format['schema'];
  return JSON.stringify(sampleOf(schema));
}

function toolToCall(body: JsonObject, heeds: Heeds): ToolCall | undefined {
  if (answersTool(body)) return undefined;
  const choice = heeds('tool_choice') ? body['tool_choice'] : undefined;
  if (choice === 'none') return undefined;
  const tools = valuesAt(body, 'tools[].function').filter(isObject);
  const [wanted] = valuesAt(choice, 'function.name');
  return callOf(tools.find((one) => one['name'] === wanted) ?? tools[0]);
}

function functionToCall(body: JsonObject, heeds: Heeds): ToolCall | undefined {
  const choice = heeds('function_call') ? body['function_call'] : undefined;
  if (answersTool(body) || choice === 'none') return undefined;
  const functions = valuesAt(body, 'functions[]').filter(isObject);
  const [wanted] = valuesAt(choice, 'name');
  return callOf(functions.find((one) => one['name'] === wanted) ?? functions[0]);
}

function answersTool(body: JsonObject): boolean {
  const last = valuesAt(body, 'messages[]').at(-1);
  return isObject(last) && (last['role'] === 'tool' || last['role'] === 'function');
}

export function callOf(tool: JsonObject | undefined): ToolCall | undefined {
  if (!tool || typeof tool['name'] !== 'string') return undefined;
  return {
    id: `call_${tool['name']}`,
    name: tool['name'],
    arguments: JSON.stringify(isObject(tool['parameters']) ? sampleOf(tool['parameters']) : {}),
  };
}
