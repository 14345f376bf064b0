import type { Excerpt, Finding } from '../finding.js';
import { redactAll } from '../report/redact.js';
import type { FileKind } from '../transform.js';

/** Longer lines are data: they are cut around the token. */
const MAX_COLUMNS = 160;
const AROUND = 60;

/** A text given to something that is named after a secret, whatever its shape. */
const NAMED_SECRET = /((?:key|token|secret|passw(?:or)?d)["']?\s*[:=]\s*(["'`]))[^"'`\s]{12,}(?=\2)/gi;

/** What an excerpt is cut from. */
export interface ExcerptSource {
  readonly lines: readonly string[];
  readonly kind: FileKind;
  readonly secrets: readonly string[];
}

/** The line of a finding and the one before it, with nothing secret in them. */
export function excerptOf({ range: { start, end } }: Finding, source: ExcerptSource): Excerpt | null {
  const line = bare(source.lines[start.line - 1]);
  if (line === undefined) return null;
  const from = Math.min(start.column - 1, line.length);
  const to = end.line === start.line ? Math.min(end.column - 1, line.length) : line.trimEnd().length;
  const parts = fitted(
    clean(line.slice(0, from), source),
    clean(line.slice(from, to), source),
    clean(tailOf(line.slice(to), source.kind), source),
  );
  const context = above(start.line, source);
  return {
    first: start.line - context.length,
    // Once more as a whole: a secret may begin in one part and end in the next.
    lines: [...context, clean(parts.join(''), source)],
    line: start.line,
    column: parts[0].length + 1,
    length: Math.max(1, parts[1].length),
  };
}

/** Values of environment files are nobody's business, known as secrets or not. */
function tailOf(tail: string, kind: FileKind): string {
  return kind === 'env' ? tail.replace(/=.*$/s, '=…') : tail;
}

function above(line: number, source: ExcerptSource): string[] {
  const text = line > 1 && source.kind !== 'env' ? bare(source.lines[line - 2]) : undefined;
  return text === undefined || text.trim() === '' ? [] : [cut(clean(text, source), MAX_COLUMNS, 0)];
}

function bare(line: string | undefined): string | undefined {
  return line?.replace(/\r$/, '').replace(/^\uFEFF/, '');
}

function clean(text: string, { secrets }: ExcerptSource): string {
  return redactAll(text, secrets).replace(NAMED_SECRET, '$1…redacted').replace(/\t/g, '  ');
}

function fitted(head: string, token: string, tail: string): [string, string, string] {
  if (head.length + token.length + tail.length <= MAX_COLUMNS) return [head, token, tail];
  const before = cut(head, 0, AROUND);
  const middle = cut(token, MAX_COLUMNS - AROUND, 0);
  return [before, middle, cut(tail, Math.max(0, MAX_COLUMNS - before.length - middle.length), 0)];
}

/** Keeps `head` characters of the beginning or `tail` of the end. */
function cut(text: string, head: number, tail: number): string {
  if (text.length <= Math.max(head, tail)) return text;
  return tail > 0 ? `…${text.slice(-tail)}` : `${text.slice(0, head)}…`;
}
