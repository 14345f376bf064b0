import type { Span } from '../finding.js';
import { isOpenAIHost } from '../openai/hosts.js';
import type { Operation } from '../openai/operations.js';
import { operationOfPath } from '../openai/paths.js';

/** Stands for what is not a text in an address that is put together. */
export const HOLE = '\uE000';

/** A piece of an address as far as its characters go; `text` is null for a hole. */
export interface Part {
  readonly glue: 'text' | 'slash' | 'reference';
  readonly text: string | null;
}

/** The whole address with a hole for every piece that is no text, and where each piece stands in it. */
export interface Composite {
  readonly text: string;
  /** Of each piece, as far as it is part of the address: a link may cut off the end of the one before. */
  readonly spans: readonly Span[];
}

export function compose(parts: readonly Part[]): Composite {
  let text = '';
  const spans: Span[] = [];
  for (const part of parts) {
    const own = part.text ?? HOLE;
    if (part.glue === 'slash' && text !== '' && !text.endsWith('/') && !/^[/?#]/.test(own)) text += '/';
    if (part.glue === 'reference') text = cutFor(text, own, spans);
    spans.push({ start: text.length, end: text.length + own.length });
    text += own;
  }
  return { text, spans };
}

/** What stays of a page's address in front of a link: its origin before `/x`, its folder before `x`. */
function cutFor(base: string, link: string, spans: Span[]): string {
  const origin = /^(?:[a-z][a-z+.-]*:\/\/)?[^/?#]*/i.exec(base)?.[0] ?? '';
  const folder = base.slice(0, base.lastIndexOf('/') + 1);
  const kept = link.startsWith('/') || folder.length <= origin.length ? origin : folder;
  for (const [index, span] of spans.entries())
    spans[index] = { start: Math.min(span.start, kept.length), end: Math.min(span.end, kept.length) };
  return kept === origin && !link.startsWith('/') ? `${kept}/` : kept;
}

/** Where an address leads, and where its parts are. Spans are offsets in the composite. */
export interface Located {
  readonly head:
    | { readonly kind: 'host'; readonly host: string }
    /** The host itself, or all that comes before the path, is no text. */
    | { readonly kind: 'hole'; readonly of: 'host' | 'base' }
    | { readonly kind: 'relative' };
  readonly scheme: Span | null;
  readonly host: Span;
  /** The `v1` before the path. */
  readonly version: Span | null;
  /** What follows the version, or the host where there is none. */
  readonly path: string;
  /** null: the path is not wholly in sight. */
  readonly operation: Operation | null;
}

export function locate({ text }: Composite): Located {
  const scheme = /^(?:https?|wss?):\/\//i.exec(text)?.[0] ?? '';
  const hostEnd = scheme.length + (/^[^/?#]*/.exec(text.slice(scheme.length))?.[0].length ?? 0);
  // `https://` and then a path: somebody forgot a case, and so it is nobody's address.
  const isPlain = scheme === '' ? !text.startsWith(HOLE) : hostEnd === scheme.length;
  if (isPlain) return relative(text);
  // `${base}v1/chat` and `${base}/v1/chat`: the hole ends where it ends. OpenAI's host is whole, whatever follows.
  const lead = text.slice(scheme.length, hostEnd).split(HOLE)[0] ?? '';
  const end = scheme === '' ? 1 : isOpenAIHost(lead) ? scheme.length + lead.length : hostEnd;
  const host = text.slice(scheme.length, end);
  const version = /^\/*(v1)(?=[/?#]|$)/.exec(text.slice(end));
  const versionStart = version ? end + version[0].length - 2 : end;
  const path = text.slice(version ? versionStart + 2 : end);
  const span = scheme === '' ? null : { start: 0, end: scheme.length };
  return {
    head: headOf(scheme, host),
    scheme: span,
    host: { start: scheme.length, end },
    version: version ? { start: versionStart, end: versionStart + 2 } : null,
    path,
    operation: operationIn(path),
  };
}

function headOf(scheme: string, host: string): Located['head'] {
  if (scheme === '') return { kind: 'hole', of: 'base' };
  // A port or a subdomain may come from elsewhere: whose host it is shows at its end.
  if (host === HOLE || host.endsWith(HOLE)) return { kind: 'hole', of: 'host' };
  return { kind: 'host', host: host.replaceAll(HOLE, 'x') };
}

function relative(text: string): Located {
  const at = { start: 0, end: 0 };
  return {
    head: { kind: 'relative' },
    scheme: null,
    host: at,
    version: null,
    path: text,
    operation: operationIn(text),
  };
}

function operationIn(path: string): Operation | null {
  const bare = path.replace(/[?#].*$/s, '');
  if (bare.replace(/^\/+/, '') === '' || bare.replace(/^\/+/, '').startsWith(HOLE)) return null;
  const operation = operationOfPath(bare);
  return operation === 'other' && bare.includes(HOLE) ? null : operation;
}
