import type { Json } from '../providers/types.js';
import type { RequestSite } from '../sites.js';
import { isAtLeast } from '../versions.js';

/*
 * Fields that the target has and the types of the SDK do not know. In TypeScript they stand in
 * `...({ thinking: { type: 'disabled' } } as object)`: a spread of `object` adds nothing to the type of the body, so that
 * every overload of every version still fits, it needs no comment that silences the checker for the whole line, and no
 * linter takes it for a spread that could be left out. JavaScript has them as plain properties.
 */

/** Source text of fields as properties of a body. */
export function fieldText(fields: readonly (readonly [string, string])[], typed: boolean): string {
  const inner = fields.map(([name, value]) => `${propertyName(name)}: ${value}`).join(', ');
  return typed ? `...({ ${inner} } as object)` : inner;
}

function propertyName(name: string): string {
  return /^[\w$]+$/.test(name) ? name : `'${name}'`;
}

/** Source text of a value, with the quotes of its surroundings. */
export function literalText(value: Json, quote: string): string {
  if (typeof value === 'string') return `${quote}${value}${quote}`;
  if (typeof value !== 'object' || value === null) return String(value);
  if (Array.isArray(value)) return `[${value.map((one: Json) => literalText(one, quote)).join(', ')}]`;
  const entries = Object.entries(value).map(
    ([name, one]: [string, Json]) => `${propertyName(name)}: ${literalText(one, quote)}`,
  );
  return `{ ${entries.join(', ')} }`;
}

/** The quotes that a body uses, single ones where it has none. */
export function quoteOf(request: RequestSite, texts: ReadonlyMap<string, string>): string {
  const [body] = request.bodies;
  const text = body ? (texts.get(body.file) ?? '').slice(body.span.start, body.span.end) : '';
  return text.includes("'") || !text.includes('"') ? "'" : '"';
}

/** How the dialect writes a parameter of OpenAI's. */
export function spelt(request: RequestSite, parameter: string): string {
  return request.spelling[parameter] ?? parameter;
}

/** Whether the types of a file are checked. */
export function isTyped(file: string, texts: ReadonlyMap<string, string>): boolean {
  if (/\.[cm]?tsx?$/.test(file)) return true;
  const text = texts.get(file) ?? '';
  if (/\.(?:vue|svelte|astro)$/.test(file))
    return /\blang=["']tsx?["']/.test(text) || file.endsWith('.astro');
  return /^\s*\/\/ *@ts-check\b/m.test(text) || compilerSays('checkJs', texts);
}

/** Whether the compiler takes a variable that nothing reads for an error. */
export function forbidsUnused(texts: ReadonlyMap<string, string>): boolean {
  return compilerSays('noUnusedLocals', texts) || compilerSays('noUnusedParameters', texts);
}

function compilerSays(option: string, texts: ReadonlyMap<string, string>): boolean {
  const pattern = new RegExp(`"${option}"\\s*:\\s*true`);
  for (const [file, text] of texts)
    if (/(?:^|\/)[tj]sconfig[^/]*\.json$/.test(file) && pattern.test(text)) return true;
  return false;
}

/** Whether the types of the SDK of this request know a parameter, and the value it gets. */
export function isKnownField(request: RequestSite, name: string, value?: Json): boolean {
  // No type of an SDK holds what is sent as it stands.
  if (request.plain) return true;
  if (request.legacy) return V3.has(name);
  const since = SINCE[name];
  if (!since || (request.sdk.major ?? since[0]) < since[0]) return false;
  if (!isAtLeast(request.sdk, `${since[0]}.${since[1]}.0`)) return false;
  return name !== 'reasoning_effort' || value === undefined || EFFORTS.has(String(value));
}

const V3 = new Set(['max_tokens', 'stop', 'user', 'temperature']);
const EFFORTS = new Set(['low', 'medium', 'high']);

/**
 * By which release the types have a parameter: CHANGELOG.md of npm:openai@5.23.2, and where that does not say so the
 * first release whose types were looked into.
 */
const SINCE: Readonly<Record<string, readonly [major: number, minor: number]>> = {
  max_tokens: [4, 0],
  stop: [4, 0],
  response_format: [4, 0],
  encoding_format: [4, 13],
  tools: [4, 16],
  tool_choice: [4, 16],
  dimensions: [4, 26],
  parallel_tool_calls: [4, 60],
  max_completion_tokens: [4, 60],
  reasoning_effort: [4, 77],
  safety_identifier: [5, 23],
};
