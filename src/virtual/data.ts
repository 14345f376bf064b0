import { formatOf, readData } from '../data/index.js';
import type { DataNode, DataScalar, ScalarStyle } from '../data/tree.js';
import { quoted, written } from '../data/write.js';
import type { Edit, Span } from '../finding.js';
import type { SourceText } from '../transform.js';
import type { Mapping, VirtualFile } from './virtual-file.js';

/** A scalar of the virtual text and what it is made of. */
interface Piece extends Span {
  readonly from: DataScalar;
}

/**
 * A file of data as the JSON that says the same, so that code which reads the file is followed into it. JSON with
 * comments and JSON5 need no other text; of several YAML documents the first is what a reader of one gets.
 */
export function dataFiles({ file, text }: Pick<SourceText, 'file' | 'text'>): VirtualFile[] {
  // Dialects know data by the end of its name.
  const name = `${file}#data.json`;
  const common = { file, name, extension: '.json', importable: true, covers: [] } as const;
  if (/\.(?:jsonc|json5)$/i.test(file)) return [{ ...common, text, mapping: sameOffsets(file) }];
  const [root] = readData(file, text) ?? [];
  if (!root) return [];
  const writer = new Writer();
  writer.node(root);
  const mapping = new DataMapping(file, text, writer.pieces);
  return [{ ...common, text: writer.text, mapping }];
}

function sameOffsets(file: string): Mapping {
  return { span: (span) => span, edit: (edit) => ({ ...edit, file }) };
}

/** Writes JSON and keeps what stands where. */
class Writer {
  text = '';
  readonly pieces: Piece[] = [];

  node(node: DataNode): void {
    if (node.kind === 'scalar') this.scalar(node);
    else if (node.kind === 'list') this.between('[', ']', node.items, (item) => this.node(item));
    else
      this.between('{', '}', flattened(node), ({ key, value }) => {
        this.key(key);
        this.text += ':';
        this.node(value);
      });
  }

  private between<T>(open: string, close: string, items: readonly T[], write: (item: T) => void): void {
    this.text += open;
    items.forEach((item, index) => {
      if (index > 0) this.text += ',';
      write(item);
    });
    this.text += close;
  }

  private key(key: DataScalar): void {
    this.piece(key, JSON.stringify(String(key.value)));
  }

  private scalar(scalar: DataScalar): void {
    this.piece(scalar, JSON.stringify(scalar.value));
  }

  private piece(from: DataScalar, text: string): void {
    const start = this.text.length;
    this.text += text;
    this.pieces.push({ from, start, end: this.text.length });
  }
}

/** `<<: *defaults` stands for the entries of what it refers to, which come first: later ones win. */
function flattened(map: DataNode & { kind: 'map' }): (DataNode & { kind: 'map' })['entries'] {
  const merged = map.entries.flatMap(({ key, value }) => {
    if (key.value !== '<<') return [];
    const sources = value.kind === 'list' ? [...value.items].reverse() : [value];
    return sources.flatMap((one) => (one.kind === 'map' ? flattened(one) : []));
  });
  return [...merged, ...map.entries.filter(({ key }) => key.value !== '<<')];
}

/** Whole scalars can be found again and written anew; what is between them cannot. */
class DataMapping implements Mapping {
  private readonly file: string;
  private readonly text: string;
  private readonly pieces: readonly Piece[];

  constructor(file: string, text: string, pieces: readonly Piece[]) {
    this.file = file;
    this.text = text;
    this.pieces = pieces;
  }

  span({ start }: Span): Span | undefined {
    const piece = this.pieceAt(start);
    return piece && { start: piece.from.start, end: piece.from.end };
  }

  edit(edit: Edit): Edit | undefined {
    const piece = this.pieceAt(edit.start);
    if (!piece || piece.start !== edit.start || piece.end !== edit.end) return undefined;
    const value = quoted(edit.text);
    const { start, end, style } = piece.from;
    const text = value === undefined ? undefined : this.inStyle(value, style);
    return text === undefined ? undefined : { file: this.file, start, end, text };
  }

  private inStyle(value: string, style: ScalarStyle): string | undefined {
    return written(value, style, formatOf(this.file) ?? 'json', this.text);
  }

  private pieceAt(offset: number): Piece | undefined {
    let low = 0;
    let high = this.pieces.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.pieces[middle]?.start ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    const piece = this.pieces[low];
    return piece && piece.start <= offset && offset < piece.end ? piece : undefined;
  }
}
