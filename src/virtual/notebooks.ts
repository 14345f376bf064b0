import { type Node, type ParseError, parse, parseTree } from 'jsonc-parser';
import type { Edit, Span } from '../finding.js';
import type { SourceText } from '../transform.js';
import type { Mapping, VirtualExtension, VirtualFile } from './virtual-file.js';

/** One line of a cell: a JSON string of the notebook. */
interface Line {
  /** Offset in the virtual text. */
  readonly start: number;
  readonly text: string;
  /** Offsets in the file of each code unit, and behind the last one that of the closing quote. */
  readonly offsets: readonly number[];
  readonly cell: number;
  /** What stands between this line's string and the next: `",\n    "`; null in a cell that is one string. */
  readonly between: string | null;
}

/** Languages of cells, as kernels and editors name them. */
const LANGUAGES: Readonly<Record<string, VirtualExtension>> = {
  typescript: '.ts',
  deno: '.ts',
  tslab: '.ts',
  javascript: '.js',
  jslab: '.js',
  'javascript (node.js)': '.js',
  nodejs: '.js',
};

/**
 * The cells of a notebook as virtual files: those in JavaScript or TypeScript, which share one scope as the kernel has
 * it, and those in any other language, as text. What is no notebook gives none.
 */
export function notebookFiles({ file, text }: Pick<SourceText, 'file' | 'text'>): VirtualFile[] {
  const tree = parseTree(text.replace(/^\uFEFF/, ' '));
  const cells = child(tree, 'cells')?.children ?? [];
  const language = languageOf(tree);
  const code: Node[] = [];
  const foreign: Node[] = [];
  for (const cell of cells)
    if (child(cell, 'cell_type')?.value === 'code') (extensionOf(cell, language) ? code : foreign).push(cell);
  const extension = LANGUAGES[language] ?? '.ts';
  return [
    ...virtual(file, text, code, `${file}#cells`, extension),
    ...virtual(file, text, foreign, `${file}#${language || 'text'}`, null),
  ];
}

/** A notebook without what its cells say; undefined where it is no JSON. */
export function withoutSources(text: string): string | undefined {
  const errors: ParseError[] = [];
  const value: unknown = parse(text.replace(/^\uFEFF/, ''), errors);
  if (errors.length > 0) return undefined;
  return JSON.stringify(value, (key, one: unknown) => (key === 'source' ? null : one));
}

function languageOf(tree: Node | undefined): string {
  const metadata = child(tree, 'metadata');
  const names = [
    child(child(metadata, 'language_info'), 'name'),
    child(child(metadata, 'kernelspec'), 'language'),
    child(child(metadata, 'kernelspec'), 'name'),
  ].flatMap((node) => (typeof node?.value === 'string' ? [node.value.toLowerCase()] : []));
  return names.find((name) => LANGUAGES[name]) ?? names[0] ?? '';
}

/** A cell may have a language of its own, as editors write it. */
function extensionOf(cell: Node, language: string): VirtualExtension | undefined {
  const own: unknown = child(child(child(cell, 'metadata'), 'vscode'), 'languageId')?.value;
  return LANGUAGES[typeof own === 'string' ? own.toLowerCase() : language];
}

function virtual(
  file: string,
  text: string,
  cells: readonly Node[],
  name: string,
  extension: VirtualExtension | null,
): VirtualFile[] {
  const lines: Line[] = [];
  let result = '';
  cells.forEach((cell, index) => {
    const own = linesOf(cell, text);
    for (const line of own) {
      lines.push({ ...line, start: result.length, cell: index });
      result += extension === null ? line.text : withoutMagic(line.text);
    }
    // Cells are apart, also where the last line of one has no end.
    if (own.length > 0) result += '\n';
  });
  if (lines.length === 0) return [];
  const mapping = new CellMapping(file, lines, text.includes('\r\n') ? '\r\n' : '\n');
  const covers = lines.map(({ offsets }) => ({ start: offsets[0] ?? 0, end: offsets.at(-1) ?? 0 }));
  return [{ file, name, text: result, extension, importable: false, mapping, covers }];
}

type CellLine = Pick<Line, 'text' | 'offsets' | 'between'>;

/** The source of a cell: a list of lines, or one string. */
function linesOf(cell: Node, text: string): CellLine[] {
  const source = child(cell, 'source');
  if (source?.type === 'string') return [decoded(source, text, null)];
  const strings = (source?.children ?? []).filter((node) => node.type === 'string');
  return strings.map((node, index) => {
    const next = strings[index + 1] ?? node;
    const before = next === node ? strings[index - 1] : node;
    const [from, to] = before ? [before.offset + before.length, next.offset] : [0, 0];
    // A single line tells nothing of how lists are laid out: as `nbformat` writes them.
    const gap = before ? text.slice(from, to) : `,\n${' '.repeat(4)}`;
    return decoded(node, text, `"${gap}"`);
  });
}

/** The text of a JSON string with the offset of each of its code units. */
function decoded(node: Node, source: string, between: string | null): CellLine {
  const offsets: number[] = [];
  let text = '';
  const end = node.offset + node.length - 1;
  for (let at = node.offset + 1; at < end; ) {
    const length = source[at] !== '\\' ? 1 : source[at + 1] === 'u' ? 6 : 2;
    text += length === 1 ? source[at] : String(JSON.parse(`"${source.slice(at, at + length)}"`));
    offsets.push(at);
    at += length;
  }
  return { text, offsets: [...offsets, end], between };
}

/** `%pip install …`, `!ls`: for the kernel, not for the language. */
function withoutMagic(line: string): string {
  return /^\s*[%!]/.test(line) ? line.replace(/[^\r\n]/g, ' ') : line;
}

function child(node: Node | undefined, key: string): Node | undefined {
  return node?.children?.find((one) => one.type === 'property' && one.children?.[0]?.value === key)
    ?.children?.[1];
}

/** Between the code of the cells and the JSON strings that hold it. */
class CellMapping implements Mapping {
  private readonly file: string;
  private readonly lines: readonly Line[];
  private readonly eol: string;

  constructor(file: string, lines: readonly Line[], eol: string) {
    this.file = file;
    this.lines = lines;
    this.eol = eol;
  }

  span({ start, end }: Span): Span | undefined {
    const from = this.start(start);
    const to = end > start ? this.end(end) : from;
    return from === undefined || to === undefined ? undefined : { start: from, end: to };
  }

  /** Line breaks of the text become entries of the list; what the edit takes away takes its entries along. */
  edit(edit: Edit): Edit | undefined {
    const first = this.lineAt(edit.start);
    const last = edit.end > edit.start ? this.lineAt(edit.end - 1) : first;
    const start = this.start(edit.start);
    if (!first || !last || start === undefined || first.cell !== last.cell) return undefined;
    const next = this.lineAt(edit.end);
    // Up to the beginning of a line: the end of the one before goes with it.
    const end = next?.start === edit.end && next.cell === first.cell ? next.offsets[0] : this.end(edit.end);
    if (end === undefined) return undefined;
    const text = edit.text
      .split('\n')
      .map((part) => JSON.stringify(part).slice(1, -1))
      .join(this.lineBreak(first));
    return { file: this.file, start, end: Math.max(start, end), text };
  }

  private lineBreak({ between }: Line): string {
    return between === null ? '\\n' : `\\n${between.replace(/\r?\n/g, this.eol)}`;
  }

  private start(offset: number): number | undefined {
    const line = this.lineAt(offset);
    return line?.offsets[offset - line.start];
  }

  /** Behind the code unit before `offset`. */
  private end(offset: number): number | undefined {
    const line = this.lineAt(offset - 1);
    return line?.offsets[offset - line.start];
  }

  /** The line that has `offset`; at the end of a cell its last line. */
  private lineAt(offset: number): Line | undefined {
    let low = 0;
    let high = this.lines.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.lines[middle]?.start ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    const line = this.lines[low];
    return line && offset <= line.start + line.text.length ? line : undefined;
  }
}
