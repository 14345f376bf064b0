import { parse } from 'yaml';
import type { DataFormat } from './index.js';
import type { ScalarStyle } from './tree.js';

/** The text between the quotes of a literal in code or JSON; undefined for what is no such literal. */
export function quoted(literal: string): string | undefined {
  const [, quote, inner = ''] = /^(["'`])([\s\S]*)\1$/.exec(literal) ?? [];
  if (quote === undefined) return undefined;
  try {
    const text: unknown = quote === '"' ? JSON.parse(literal) : inner;
    return typeof text === 'string' && (quote === '"' || !inner.includes('\\')) ? text : undefined;
  } catch {
    return undefined;
  }
}

/**
 * A text as a scalar of a file, in the style that the one before it has, where that can say it; `whole` is the file,
 * whose quotes are taken where some are needed. undefined where this style is not written.
 */
export function written(
  value: string,
  style: ScalarStyle,
  format: DataFormat,
  whole: string,
): string | undefined {
  switch (style) {
    case 'plain':
      return format === 'yaml' && isPlain(value) ? value : inQuotes(value, format, mostly(whole));
    case 'single':
    case 'double':
      return inQuotes(value, format, style);
    default:
      return undefined;
  }
}

function inQuotes(value: string, format: DataFormat, style: 'single' | 'double'): string {
  const isSimple = !/['\\\p{Cc}]/u.test(value);
  return style === 'single' && isSimple && format !== 'json' ? `'${value}'` : JSON.stringify(value);
}

/** Read without quotes it is the same text, in a list between brackets, too. */
function isPlain(value: string): boolean {
  if (!/^[\w./-][\w./@:+-]*$/.test(value)) return false;
  try {
    return parse(`a: ${value}`)?.a === value;
  } catch {
    return false;
  }
}

function mostly(text: string): 'single' | 'double' {
  return text.split("'").length > text.split('"').length ? 'single' : 'double';
}
