import { type Node, type ParseError, parseTree } from 'jsonc-parser';
import type { DataNode, DataScalar } from './tree.js';

/** JSON, comments and trailing commas allowed; undefined where it does not parse. */
export function readJson(text: string): DataNode | undefined {
  const errors: ParseError[] = [];
  const tree = parseTree(text.replace(/^\uFEFF/, ' '), errors, { allowTrailingComma: true });
  return tree && errors.length === 0 ? nodeOf(tree) : undefined;
}

function nodeOf(node: Node): DataNode {
  const span = { start: node.offset, end: node.offset + node.length };
  if (node.type === 'array')
    return { kind: 'list', items: (node.children ?? []).map(nodeOf), flow: true, ...span };
  if (node.type !== 'object') return scalarOf(node);
  const entries = (node.children ?? []).flatMap((property) => {
    const [key, value] = property.children ?? [];
    if (!key || !value) return [];
    return [
      {
        key: scalarOf(key),
        value: nodeOf(value),
        start: property.offset,
        end: value.offset + value.length,
      },
    ];
  });
  return { kind: 'map', entries, flow: true, ...span };
}

function scalarOf(node: Node): DataScalar {
  const value: unknown = node.value;
  return {
    kind: 'scalar',
    value:
      typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null,
    style: node.type === 'string' || node.type === 'property' ? 'double' : 'plain',
    start: node.offset,
    end: node.offset + node.length,
  };
}
