import { type AST, parseTOML } from 'toml-eslint-parser';
import type { Span } from '../finding.js';
import type { DataEntry, DataList, DataMap, DataNode, DataScalar } from './tree.js';

/** A table while it is put together: headers come back to it (`[a]`, `[a.b]`, `[[list]]`). */
interface Table extends DataMap {
  readonly entries: DataEntry[];
}

/** A TOML file as one map; undefined where it does not parse. */
export function readToml(text: string): DataNode | undefined {
  let program: AST.TOMLProgram;
  try {
    program = parseTOML(text.replace(/^\uFEFF/, ' '));
  } catch {
    return undefined;
  }
  const root = tableAt({ start: 0, end: text.length });
  for (const node of program.body[0].body) {
    if (node.type === 'TOMLKeyValue') addTo(root, node);
    else {
      const table = tableOf(root, node);
      for (const entry of node.body) addTo(table, entry);
    }
  }
  return root;
}

function tableAt(span: Span, flow = false): Table {
  return { kind: 'map', entries: [], flow, start: span.start, end: span.end };
}

/** The table that a header opens; each `[[list]]` opens another. */
function tableOf(root: Table, { key, kind, range }: AST.TOMLTable): Table {
  const [last, ...before] = [...key.keys].reverse();
  const owner = before.reverse().reduce(inside, root);
  if (!last) return owner;
  if (kind === 'standard') return inside(owner, last);
  const name = keyOf(last);
  const found = owner.entries.find((one) => one.key.value === name.value)?.value;
  const table = tableAt(spanOf(range));
  if (found?.kind === 'list') (found.items as DataNode[]).push(table);
  else {
    const list: DataList = { kind: 'list', items: [table], flow: false, ...spanOf(range) };
    owner.entries.push({ key: name, value: list, ...spanOf(range) });
  }
  return table;
}

/** The table under a name, made where there is none; of a list of tables the last one. */
function inside(table: Table, part: AST.TOMLBare | AST.TOMLQuoted): Table {
  const key = keyOf(part);
  const found = table.entries.find((one) => one.key.value === key.value)?.value;
  const at = found?.kind === 'list' ? found.items.at(-1) : found;
  if (at?.kind === 'map') return at as Table;
  const made = tableAt(key);
  table.entries.push({ key, value: made, start: key.start, end: key.end });
  return made;
}

function addTo(table: Table, { key, value, range }: AST.TOMLKeyValue): void {
  const [last, ...before] = [...key.keys].reverse();
  if (!last) return;
  before
    .reverse()
    .reduce(inside, table)
    .entries.push({ key: keyOf(last), value: nodeOf(value), ...spanOf(range) });
}

function nodeOf(node: AST.TOMLContentNode): DataNode {
  const span = spanOf(node.range);
  if (node.type === 'TOMLArray')
    return { kind: 'list', items: node.elements.map(nodeOf), flow: true, ...span };
  if (node.type === 'TOMLInlineTable') {
    const table = tableAt(span, true);
    for (const entry of node.body) addTo(table, entry);
    return table;
  }
  if (node.kind === 'string') {
    const style = node.multiline ? 'block' : node.style === 'literal' ? 'single' : 'double';
    return { kind: 'scalar', value: node.value, style, ...span };
  }
  const value =
    node.kind === 'integer' || node.kind === 'float' || node.kind === 'boolean' ? node.value : null;
  return { kind: 'scalar', value, style: 'plain', ...span };
}

function keyOf(part: AST.TOMLBare | AST.TOMLQuoted): DataScalar {
  const span = spanOf(part.range);
  if (part.type === 'TOMLBare') return { kind: 'scalar', value: part.name, style: 'plain', ...span };
  return {
    kind: 'scalar',
    value: part.value,
    style: part.style === 'literal' ? 'single' : 'double',
    ...span,
  };
}

function spanOf([start, end]: readonly [number, number]): Span {
  return { start, end };
}
