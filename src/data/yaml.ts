import {
  type Alias,
  type Document,
  isAlias,
  isMap,
  isPair,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  parseAllDocuments,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';
import type { DataEntry, DataNode, DataScalar, ScalarStyle } from './tree.js';

/** Anchors may refer to what holds them. */
const MAX_DEPTH = 40;

const STYLES: Readonly<Record<string, ScalarStyle>> = {
  QUOTE_SINGLE: 'single',
  QUOTE_DOUBLE: 'double',
  BLOCK_LITERAL: 'block',
  BLOCK_FOLDED: 'block',
};

/** The documents of a YAML file; undefined where it is not YAML (a template of Helm, say). */
export function readYaml(text: string): DataNode[] | undefined {
  const documents = parseAllDocuments(text, { logLevel: 'silent' });
  if (!Array.isArray(documents)) return [];
  if (documents.some((one) => one.errors.length > 0)) return undefined;
  return documents.flatMap((document) => nodeOf(document.contents, document, 0) ?? []);
}

function nodeOf(node: unknown, document: Document, depth: number): DataNode | undefined {
  if (depth > MAX_DEPTH) return undefined;
  if (isAlias(node)) return nodeOf(targetOf(node, document), document, depth + 1);
  if (isMap(node)) return mapOf(node, document, depth);
  if (isSeq(node)) return listOf(node, document, depth);
  if (!isScalar(node)) return undefined;
  const { value } = node;
  return {
    kind: 'scalar',
    value:
      typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null,
    style: STYLES[node.type ?? ''] ?? 'plain',
    ...spanOf(node),
  };
}

function targetOf(alias: Alias, document: Document): Node | undefined {
  return alias.resolve(document) ?? undefined;
}

function mapOf(node: YAMLMap, document: Document, depth: number): DataNode {
  const entries = node.items.flatMap((pair) => (isPair(pair) ? entryOf(pair, document, depth) : []));
  return { kind: 'map', entries, flow: node.flow === true, ...spanOf(node) };
}

function entryOf(pair: Pair, document: Document, depth: number): DataEntry[] {
  const key = nodeOf(pair.key, document, depth + 1);
  if (key?.kind !== 'scalar') return [];
  const empty: DataScalar = { kind: 'scalar', value: null, style: 'plain', start: key.end, end: key.end };
  const value = nodeOf(pair.value, document, depth + 1) ?? empty;
  // What an alias stands for is written elsewhere.
  const own = pair.value && isAlias(pair.value) ? spanOf(pair.value) : value;
  return [{ key, value, start: key.start, end: Math.max(key.end, own.end) }];
}

function listOf(node: YAMLSeq, document: Document, depth: number): DataNode {
  const items = node.items.flatMap((item) => nodeOf(item, document, depth + 1) ?? []);
  return { kind: 'list', items, flow: node.flow === true, ...spanOf(node) };
}

function spanOf(node: Node): { start: number; end: number } {
  const [start = 0, end = 0] = node.range ?? [];
  return { start, end };
}
