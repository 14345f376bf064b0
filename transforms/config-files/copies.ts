import type { Setting } from '../../src/sites.js';
import type { Entry } from './entries.js';

/**
 * What makes a second entry beside one: its lines once more, or, between brackets, one more part of the list. undefined
 * where the entry shares its line with something else, or takes its value from elsewhere.
 */
export function copyOf(text: string, entry: Entry): Setting['copy'] {
  if (entry.source === 'other') return null;
  if (entry.layout === 'alone') return null;
  return entry.layout === 'flow' ? inList(text, entry) : wholeLines(text, entry);
}

/** `"A"` → `"A", "A"`, with the line break that parts the entries, where there is one. */
function inList(text: string, { span: { start, end } }: Entry): Setting['copy'] {
  const before = /(?:^|[[{,])(\s*)$/.exec(text.slice(0, start))?.[1] ?? '';
  const gap = before.includes('\n')
    ? before.slice(before.lastIndexOf('\n', before.length) - (before.includes('\r\n') ? 1 : 0))
    : ' ';
  return { at: end, text: `,${gap}${text.slice(start, end)}` };
}

function wholeLines(text: string, { span }: Entry): Setting['copy'] {
  const start = text.lastIndexOf('\n', span.start - 1) + 1;
  const newline = text.indexOf('\n', Math.max(span.start, span.end - 1));
  const end = newline < 0 ? text.length : newline + 1;
  if (!/^[ \t]*(?:- +)?$/.test(text.slice(start, span.start))) return null;
  if (!/^[ \t]*(?:#[^\n]*)?\r?\n?$/.test(text.slice(span.end, end)) && span.end <= end) return null;
  const lines = text.slice(start, end);
  return { at: end, text: newline < 0 ? `\n${lines}` : lines };
}
