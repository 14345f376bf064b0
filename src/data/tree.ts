import type { Span } from '../finding.js';

/** How a text is written: as it is, in quotes, or over several lines with a mark of its own (`|`, `"""`). */
export type ScalarStyle = 'plain' | 'single' | 'double' | 'block';

export interface DataScalar extends Span {
  readonly kind: 'scalar';
  readonly value: string | number | boolean | null;
  readonly style: ScalarStyle;
}

export interface DataEntry extends Span {
  readonly key: DataScalar;
  readonly value: DataNode;
}

export interface DataMap extends Span {
  readonly kind: 'map';
  readonly entries: readonly DataEntry[];
  /** Between braces, or on one line. */
  readonly flow: boolean;
}

export interface DataList extends Span {
  readonly kind: 'list';
  readonly items: readonly DataNode[];
  readonly flow: boolean;
}

/** What YAML, JSON and TOML have in common, with the place of every part in the text. */
export type DataNode = DataScalar | DataMap | DataList;

/** What an entry of a map holds. */
export function entryOf(node: DataNode | undefined, key: string): DataNode | undefined {
  return node?.kind === 'map' ? node.entries.find((one) => one.key.value === key)?.value : undefined;
}

/** The text that an entry holds. */
export function textOf(node: DataNode | undefined, key: string): string | undefined {
  const found = entryOf(node, key);
  return found?.kind === 'scalar' && typeof found.value === 'string' ? found.value : undefined;
}

export function itemsOf(node: DataNode | undefined): readonly DataNode[] {
  return node?.kind === 'list' ? node.items : [];
}

export function entriesOf(node: DataNode | undefined): readonly DataEntry[] {
  return node?.kind === 'map' ? node.entries : [];
}

/** The scalar's own text, without quotes. */
export function innerSpan({ start, end, style }: DataScalar): Span {
  return style === 'single' || style === 'double' ? { start: start + 1, end: end - 1 } : { start, end };
}
