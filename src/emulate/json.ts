import type { Template } from '../providers/wire/types.js';

export type JsonObject = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * Every value that stands at a path such as `messages[].content[].image_url`. OpenAI takes null for "not given", so null
 * does not count.
 */
export function valuesAt(body: unknown, path: string): unknown[] {
  let values: unknown[] = [body];
  for (const step of path.split('.')) {
    const name = step.replace('[]', '');
    const below = values.flatMap((value) => (isObject(value) && value[name] != null ? [value[name]] : []));
    values = step.endsWith('[]') ? below.flatMap((value) => (Array.isArray(value) ? value : [])) : below;
  }
  return values;
}

/** `response_format` of `response_format.type`. */
export function rootOf(path: string): string {
  return path.replace(/[.[].*$/, '');
}

export type Blanks = Readonly<Record<string, string | number | boolean | null>>;

/** A template with its blanks filled. A text that is nothing but a blank becomes what fills it, type and all. */
export function fill(template: Template, blanks: Blanks): unknown {
  if (typeof template === 'string') return fillText(template, blanks);
  if (Array.isArray(template)) return template.map((one: Template) => fill(one, blanks));
  if (typeof template !== 'object' || template === null) return template;
  return Object.fromEntries(Object.entries(template).map(([name, value]) => [name, fill(value, blanks)]));
}

function fillText(text: string, blanks: Blanks): unknown {
  const [, only] = /^\{(\w+)\}$/.exec(text) ?? [];
  if (only !== undefined && only in blanks) return blanks[only];
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => (name in blanks ? String(blanks[name]) : whole));
}

/** Objects merged field by field, `over` winning. */
export function merge(base: JsonObject, over: unknown): JsonObject {
  return isObject(over) ? { ...base, ...over } : base;
}
