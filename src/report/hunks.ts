import { structuredPatch } from 'diff';
import type { FileChange } from '../finding.js';

/** `text` is the line without its line feed; a carriage return stays. */
export interface HunkLine {
  readonly sign: ' ' | '+' | '-';
  readonly text: string;
  /** The last line of a file that does not end in a line feed. */
  readonly open: boolean;
}

export interface Hunk {
  readonly header: string;
  readonly lines: readonly HunkLine[];
}

export const OPEN_END = '\\ No newline at end of file';

const CONTEXT = 3;

/** The differences of a change by line, with three lines around each as git shows them. */
export function hunksOf(change: Pick<FileChange, 'before' | 'after'>): Hunk[] {
  const { hunks } = structuredPatch('', '', change.before, change.after, '', '', { context: CONTEXT });
  return hunks.map((hunk) => {
    // An empty side is counted from the line before it.
    const oldStart = hunk.oldLines === 0 ? hunk.oldStart - 1 : hunk.oldStart;
    const newStart = hunk.newLines === 0 ? hunk.newStart - 1 : hunk.newStart;
    return {
      header: `@@ -${oldStart},${hunk.oldLines} +${newStart},${hunk.newLines} @@`,
      lines: linesOf(hunk.lines),
    };
  });
}

function linesOf(raw: readonly string[]): HunkLine[] {
  return raw.flatMap((line, index): HunkLine[] => {
    const sign = line[0];
    if (sign !== ' ' && sign !== '+' && sign !== '-') return [];
    return [{ sign, text: line.slice(1), open: raw[index + 1]?.startsWith('\\') ?? false }];
  });
}

/** A path as it stands in the header of a patch: in C quotes where it holds a quote, a control character, … */
export function headerPath(path: string, nonAscii: 'escaped' | 'plain'): string {
  const special = nonAscii === 'escaped' ? /[^\x20-\x7e]|["\\]/ : /\p{Cc}|["\\]/u;
  if (special.test(path)) return quoted(path, nonAscii);
  // Behind a blank git wants to see where the name ends.
  return path.includes(' ') ? `${path}\t` : path;
}

/** The same for the line `diff --git`, where nothing follows a name. */
export function gitPath(path: string): string {
  return headerPath(path, 'escaped').replace(/\t$/, '');
}

const ESCAPES: Readonly<Record<number, string>> = {
  7: '\\a',
  8: '\\b',
  9: '\\t',
  10: '\\n',
  11: '\\v',
  12: '\\f',
  13: '\\r',
  34: '\\"',
  92: '\\\\',
};

function quoted(path: string, nonAscii: 'escaped' | 'plain'): string {
  return `"${[...path].map((character) => escaped(character, nonAscii)).join('')}"`;
}

function escaped(character: string, nonAscii: 'escaped' | 'plain'): string {
  if (nonAscii === 'plain' && (character.codePointAt(0) ?? 0) > 0x9f) return character;
  return [...new TextEncoder().encode(character)]
    .map((byte) => {
      const short = ESCAPES[byte];
      if (short !== undefined) return short;
      return byte >= 0x20 && byte < 0x7f
        ? String.fromCharCode(byte)
        : `\\${byte.toString(8).padStart(3, '0')}`;
    })
    .join('');
}
