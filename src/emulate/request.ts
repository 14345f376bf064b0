import { redactKeys } from '../report/redact.js';
import type { JsonObject } from './json.js';
import { isObject } from './json.js';

/** The body of a request as an object; null where it is none. */
export async function readBody(request: Request): Promise<JsonObject | null> {
  const type = request.headers.get('content-type') ?? '';
  if (type.includes('multipart/form-data')) return readForm(request);
  const text = await request.text();
  if (text === '') return {};
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}

/** Fields that stay texts, whatever stands in them. */
const TEXTS = new Set(['model', 'prompt', 'language', 'user', 'voice', 'input']);

async function readForm(request: Request): Promise<JsonObject | null> {
  try {
    const form = await request.formData();
    const fields: Record<string, unknown> = {};
    for (const [name, value] of form.entries()) {
      const shown = typeof value === 'string' ? fieldOf(name, value) : { name: value.name, size: value.size };
      const bare = name.replace(/\[\]$/, '');
      const before = fields[bare];
      if (name.endsWith('[]')) fields[bare] = [...(Array.isArray(before) ? before : []), shown];
      else fields[bare] = shown;
    }
    return fields;
  } catch {
    return null;
  }
}

function fieldOf(name: string, text: string): string | number | boolean {
  if (TEXTS.has(name)) return text;
  if (text === 'true' || text === 'false') return text === 'true';
  return /^-?\d+(?:\.\d+)?$/.test(text) ? Number(text) : text;
}

const SECRET_HEADERS = /^(?:authorization|api-key|x-api-key|cookie|proxy-authorization)$/;

/** Headers for the record: no key, no cookie. */
export function safeHeaders(headers: Headers): Record<string, string> {
  const safe: Record<string, string> = {};
  for (const [name, value] of headers.entries())
    safe[name] = SECRET_HEADERS.test(name)
      ? `${/^Bearer /i.test(value) ? 'Bearer ' : ''}…redacted`
      : redactKeys(value);
  return safe;
}

/** A body for the record: what looks like a key is blotted out, and so is the key that was sent. */
export function safeBody(body: JsonObject | null, key: string | null): unknown {
  if (body === null) return null;
  // Short keys are placeholders, and might be part of any word.
  const secret = key !== null && key.length >= 12 ? key : null;
  const clean = (value: unknown): unknown => {
    if (typeof value === 'string') {
      const text = redactKeys(value);
      return secret === null ? text : text.replaceAll(secret, '…redacted');
    }
    if (Array.isArray(value)) return value.map(clean);
    if (!isObject(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([name, below]) => [name, clean(below)]));
  };
  return clean(body);
}

/** `Authorization: Bearer …`, or `api-key`, which Azure takes as well. */
export function keyOf(headers: Headers): string | null {
  const [, bearer] = /^Bearer\s+(\S+)\s*$/i.exec(headers.get('authorization') ?? '') ?? [];
  return bearer ?? headers.get('api-key');
}
