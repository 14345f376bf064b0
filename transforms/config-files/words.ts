import type { Entry } from './entries.js';
import { readValue } from './values.js';

/** Names that people give to variables of OpenAI. */
export const NAME = /(?<![\w-])(?:[A-Z0-9]+_)*OPEN_?AI(?:_[A-Z0-9]+)+(?!\w)/;
export const NAMES = new RegExp(NAME.source, 'g');

/** `NAME=value` in a command, `NAME ?= value` at the beginning of a line. */
export function assignment(
  text: string,
  name: string,
  end: number,
): Pick<Entry, 'source' | 'literal'> | undefined {
  const isFirst = /(?:^|\n)[ \t]*$/.test(text.slice(Math.max(0, end - name.length - 80), end - name.length));
  const sign = (isFirst ? /^[ \t]*[:?+]?=(?!=)[ \t]*/ : /^=(?!=)/).exec(text.slice(end, end + 20))?.[0];
  if (sign === undefined) return undefined;
  const from = end + sign.length;
  const rest = text.slice(from, from + 400);
  // A command that is run for it.
  if (/^["']?(?:`|\$\((?![A-Z_][A-Z0-9_]*\)))/.test(rest)) return { source: 'other', literal: null };
  const [, quote = '', inner = ''] = /^((?:\\?["'])?)([^"'\s\\;]*)\1/.exec(rest) ?? [];
  const { source, literal } = readValue(inner, name);
  const at = from + quote.length;
  return { source, literal: literal && { start: at + literal.start, end: at + literal.end } };
}

/** `# NAME: …`, `# - NAME=…`. */
export function isCommentedOut(text: string, start: number, end: number): boolean {
  const before = text.slice(text.lastIndexOf('\n', start - 1) + 1, start);
  return (
    /^[ \t]*(?:#|\/\/)[ \t#]*(?:-[ \t]+)?(?:export[ \t]+)?["']?$/.test(before) &&
    /^["']?[ \t]*[:=]/.test(text.slice(end, end + 8))
  );
}

/** `$NAME`, `${NAME`, `${env:NAME`, `$(NAME`, `env.NAME`, `.Values.env.NAME`, `%NAME%`, `env(NAME`. */
export function isReference(before: string, after: string): boolean {
  return (
    /(?:\$\{?\(?(?:env:|localEnv:|containerEnv:)?!?|\benv\.|\.Values\.[\w.]*\.?|\benv\(["']?)$/.test(
      before,
    ) ||
    (before.endsWith('%') && after.startsWith('%'))
  );
}
