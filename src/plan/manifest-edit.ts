import { type Node, parseTree } from 'jsonc-parser';
import type { Edit } from '../finding.js';

/** A line of a table of packages: what edits need of it. */
export interface Entry {
  readonly name: string;
  readonly value: string;
  /** The whole property, without its comma. */
  readonly start: number;
  readonly end: number;
  readonly nameSpan: { readonly start: number; readonly end: number };
}

/** An object of a JSON file with its properties, in offsets of the file's text. */
export interface Table {
  readonly file: string;
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly entries: readonly Entry[];
}

/** The object at a path of a JSON file; undefined where there is none. */
export function tableAt(file: string, text: string, path: readonly string[]): Table | undefined {
  const shift = text.startsWith('\uFEFF') ? 1 : 0;
  let node: Node | undefined = parseTree(text.slice(shift));
  for (const name of path) node = node && propertyOf(node, name)?.children?.[1];
  if (node?.type !== 'object') return undefined;
  return {
    file,
    text,
    start: node.offset + shift,
    end: node.offset + node.length + shift,
    entries: (node.children ?? []).flatMap((property): Entry[] => {
      const [name, value] = property.children ?? [];
      if (!name || !value) return [];
      return [
        {
          name: String(name.value),
          value: typeof value.value === 'string' ? value.value : '',
          start: property.offset + shift,
          end: value.offset + value.length + shift,
          nameSpan: { start: name.offset + 1 + shift, end: name.offset + name.length - 1 + shift },
        },
      ];
    }),
  };
}

function propertyOf(node: Node, name: string): Node | undefined {
  return node.children?.find((one) => one.children?.[0]?.value === name);
}

/**
 * Edits that put an entry into a table beside `old`, and take `old` out where nothing needs it any more. Sorted tables
 * stay sorted; layout and comments stay.
 */
export function swapEntry(table: Table, old: Entry, name: string, value: string, drop: boolean): Edit[] {
  const { file, text, entries } = table;
  const source = `"${name}": "${value}"`;
  const index = entries.indexOf(old);
  const next = isSorted(entries) ? entries.find((one) => one.name > name) : entries[index + 1];
  const fitsHere = next === entries[index + 1] || next === old;
  if (drop && fitsHere) return [{ file, start: old.start, end: old.end, text: source }];
  return [...inserted(table, next, source, text), ...(drop ? removed(table, index) : [])];
}

/** Edits that put an entry into a table that has no older one of its kind. */
export function addEntry(table: Table, name: string, value: string): Edit[] {
  const { entries, text } = table;
  const next = isSorted(entries) ? entries.find((one) => one.name > name) : undefined;
  return inserted(table, next, `"${name}": "${value}"`, text);
}

/** Edits that take an entry out. */
export function dropEntry(table: Table, entry: Entry): Edit[] {
  return removed(table, table.entries.indexOf(entry));
}

function inserted(table: Table, next: Entry | undefined, source: string, text: string): Edit[] {
  const { file, entries } = table;
  const last = entries.at(-1);
  if (!last) return [{ file, start: table.start + 1, end: table.start + 1, text: ` ${source} ` }];
  const space = betweenEntries(table);
  if (next) return [{ file, start: next.start, end: next.start, text: `${source},${space}` }];
  // A trailing comma, as JSON with comments allows it, goes on being the last thing.
  const comma = /^\s*,/.exec(text.slice(last.end, table.end));
  if (comma) {
    const at = last.end + comma[0].length;
    return [{ file, start: at, end: at, text: `${space}${source},` }];
  }
  return [{ file, start: last.end, end: last.end, text: `,${space}${source}` }];
}

/** What stands between two properties: a line break and the indentation, or a blank. */
function betweenEntries({ text, entries, start }: Table): string {
  const first = entries[0];
  const lead = first ? text.slice(start + 1, first.start) : '';
  const line = /\r?\n[ \t]*$/.exec(lead)?.[0];
  return line ?? ' ';
}

function removed({ file, text, entries, end }: Table, index: number): Edit[] {
  const entry = entries[index];
  const next = entries[index + 1];
  const previous = entries[index - 1];
  if (!entry) return [];
  if (next) return [{ file, start: entry.start, end: next.start, text: '' }];
  if (previous) return [{ file, start: previous.end, end: entry.end, text: '' }];
  const comma = /^\s*,/.exec(text.slice(entry.end, end))?.[0].length ?? 0;
  return [{ file, start: entry.start, end: entry.end + comma, text: '' }];
}

function isSorted(entries: readonly Entry[]): boolean {
  return entries.every((one, index) => index === 0 || (entries[index - 1]?.name ?? '') <= one.name);
}

/** A line of a catalog in YAML. */
export interface CatalogLine {
  readonly file: string;
  readonly name: string;
  readonly value: string;
  /** The whole line without its end. */
  readonly start: number;
  readonly end: number;
}

/** Lines of the catalogs of a workspace file, by catalog; the nameless one is `default`. */
export function catalogLines(file: string, text: string): Map<string, CatalogLine[]> {
  const catalogs = new Map<string, CatalogLine[]>();
  let top = '';
  let named = '';
  let offset = 0;
  for (const raw of text.split('\n')) {
    const line = raw.replace(/\r$/, '');
    const match = /^([ \t]*)(?:"([^"]+)"|'([^']+)'|([^\s#'"][^:#]*?)):[ \t]*(.*)$/.exec(line);
    const indent = match?.[1] ?? '';
    const key = match?.[2] ?? match?.[3] ?? match?.[4] ?? '';
    const value = (match?.[5] ?? '').replace(/\s+#.*$/, '').replace(/^(['"])(.*)\1$/, '$2');
    if (match && indent === '') [top, named] = [key, ''];
    else if (match && top === 'catalogs' && value === '') named = key;
    else if (match && (top === 'catalog' || (top === 'catalogs' && named !== ''))) {
      const id = top === 'catalog' ? 'default' : named;
      const list = catalogs.get(id) ?? [];
      list.push({ file, name: key, value, start: offset, end: offset + line.length });
      catalogs.set(id, list);
    }
    offset += raw.length + 1;
  }
  return catalogs;
}

/** The same for a line of a catalog: it is copied with its quotes and its indentation. */
export function swapLine(
  lines: readonly CatalogLine[],
  old: CatalogLine,
  name: string,
  value: string,
  drop: boolean,
  text: string,
): Edit[] {
  const source = text.slice(old.start, old.end).replace(old.name, name).replace(old.value, value);
  const eol = text[old.end] === '\r' ? '\r\n' : '\n';
  const { file } = old;
  if (drop) return [{ file, start: old.start, end: old.end, text: source }];
  // What a comment says of the old line need not hold for the new one.
  const bare = source.replace(/\s+#.*$/, '');
  const sorted = lines.every((one, index) => index === 0 || (lines[index - 1]?.name ?? '') <= one.name);
  const next = sorted ? lines.find((one) => one.name > name) : undefined;
  const at = next?.start ?? old.end;
  const added = next ? `${bare}${eol}` : `${eol}${bare}`;
  return [{ file, start: at, end: at, text: added }];
}
