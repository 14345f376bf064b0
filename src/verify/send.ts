import { redactAll } from '../report/redact.js';
import { type SmallRequest, soundFile } from './smallest.js';

export interface Sent {
  readonly works: boolean;
  /** null where nobody answered. */
  readonly status: number | null;
  /** What the provider said of its refusal, or why nobody answered; no key in it. */
  readonly message: string | null;
}

const MAX_MESSAGE = 300;

/** Sends one request. Follows no redirect, so that the key goes nowhere but where it was meant to. */
export async function send(
  baseURL: string,
  request: SmallRequest,
  key: string,
  milliseconds: number,
): Promise<Sent> {
  const url = baseURL.replace(/\/+$/, '') + request.path;
  if (!isPrivate(url))
    return { works: false, status: null, message: 'not sent: over plain HTTP everybody could read the key' };
  try {
    const response = await fetch(url, {
      method: request.method,
      headers: {
        authorization: `Bearer ${key}`,
        ...(request.body && !request.form ? { 'content-type': 'application/json' } : {}),
      },
      ...bodyOf(request),
      redirect: 'manual',
      signal: AbortSignal.timeout(milliseconds),
    });
    const text = await response.text();
    const works = response.ok;
    return { works, status: response.status, message: works ? null : said(text, response, key) };
  } catch (error) {
    return { works: false, status: null, message: clean(reasonOf(error, milliseconds), key) };
  }
}

/** Encrypted, or on this machine. */
function isPrivate(url: string): boolean {
  const { protocol, hostname } = new URL(url);
  return protocol === 'https:' || /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname);
}

function bodyOf({ body, form }: SmallRequest): { body?: string | FormData } {
  if (!body) return {};
  if (!form) return { body: JSON.stringify(body) };
  const fields = new FormData();
  for (const [name, value] of Object.entries(body)) fields.set(name, String(value));
  fields.set('file', soundFile(), 'silence.wav');
  return { body: fields };
}

function said(text: string, response: Response, key: string): string {
  if (response.status >= 300 && response.status < 400)
    return clean(`redirected to ${response.headers.get('location') ?? 'somewhere'}; not followed`, key);
  return clean(messageOf(text) || response.statusText, key);
}

/** Out of `{ error: { message } }`, `{ message }`, `{ errors: { message } }`, a bare text, or whatever came. */
function messageOf(text: string): string {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return text;
  }
  for (const path of [['error', 'message'], ['errors', 'message'], ['message'], ['error']]) {
    const found = path.reduce<unknown>(below, value);
    if (typeof found === 'string' && found !== '') return withCode(found, value);
  }
  return typeof value === 'string' ? value : text;
}

function withCode(message: string, body: unknown): string {
  const code = below(below(body, 'error'), 'code') ?? below(body, 'code');
  const known = typeof code === 'string' || typeof code === 'number';
  return known && code !== '' ? `${code}: ${message}` : message;
}

function below(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null
    ? (value as Readonly<Record<string, unknown>>)[name]
    : undefined;
}

function reasonOf(error: unknown, milliseconds: number): string {
  if (error instanceof Error && error.name === 'TimeoutError')
    return `no answer within ${Math.round(milliseconds / 1000)} s`;
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const code = below(cause, 'code');
  if (typeof code === 'string') return `not reachable: ${code}`;
  return `not reachable: ${cause instanceof Error ? cause.message : String(cause)}`;
}

/** One line, no key, not endless. */
function clean(text: string, key: string): string {
  const line = redactAll(text, key === '' ? [] : [key])
    .replace(/\s+/g, ' ')
    .trim();
  return line.length > MAX_MESSAGE ? `${line.slice(0, MAX_MESSAGE - 1)}…` : line;
}
