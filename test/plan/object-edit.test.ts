import { describe, expect, it } from 'vitest';
import { applyEdits } from '../../src/pipeline/edits.js';
import { editObject, insertLines, removeProperties } from '../../src/plan/object-edit.js';
import type { ObjectShape } from '../../src/sites.js';
import { ts } from '../../src/ts.js';

/** The first object literal of a text, as the dialects describe it. */
function shapeOf(text: string): ObjectShape {
  const file = ts.createSourceFile('a.ts', text, ts.ScriptTarget.Latest, true);
  let found: ts.ObjectLiteralExpression | undefined;
  const visit = (node: ts.Node): void => {
    if (!found && ts.isObjectLiteralExpression(node)) found = node;
    if (!found) ts.forEachChild(node, visit);
  };
  visit(file);
  if (!found) throw new Error('no object');
  const spanOf = (node: ts.Node) => ({ start: node.getStart(), end: node.end });
  return {
    file: 'a.ts',
    span: spanOf(found),
    trailingComma: found.properties.hasTrailingComma === true,
    properties: found.properties.map((property) => ({
      name: property.name?.getText() ?? null,
      kind: 'assign',
      span: spanOf(property),
      nameSpan: property.name ? spanOf(property.name) : spanOf(property),
      valueSpan: ts.isPropertyAssignment(property) ? spanOf(property.initializer) : spanOf(property),
    })),
  };
}

function removed(text: string, ...names: string[]): string {
  return applyEdits(text, [...removeProperties(text, shapeOf(text), new Set(names)).values()].flat());
}

function removedAndAdded(text: string, names: readonly string[], lines: readonly string[], after?: string) {
  const shape = shapeOf(text);
  const gone = new Set(names);
  const edits = [...removeProperties(text, shape, gone).values()].flat();
  return applyEdits(text, [...edits, ...insertLines(text, shape, lines, after, gone)]);
}

describe('taking properties out', () => {
  it.each([
    ['f({ a: 1, b: 2 })', ['a'], 'f({ b: 2 })'],
    ['f({ a: 1, b: 2 })', ['b'], 'f({ a: 1 })'],
    ['f({ a: 1, b: 2, })', ['b'], 'f({ a: 1, })'],
    ['f({ a: 1, b: 2, c: 3 })', ['b', 'c'], 'f({ a: 1 })'],
    ['f({ a: 1, b: 2, c: 3 })', ['a', 'c'], 'f({ b: 2 })'],
    ['f({ a: 1 })', ['a'], 'f({})'],
    ['f({\n  a: 1,\n  b: 2, // two\n  c: 3\n})', ['a', 'c'], 'f({\n  b: 2, // two\n})'],
    ['f({ a: 1, /* keep */ b: 2 })', ['b'], 'f({ a: 1, /* keep */  })'],
  ])('%s without %j', (text, names, after) => {
    expect(removed(text, ...names)).toBe(after);
  });
});

describe('putting properties in', () => {
  it.each([
    ['f({ a: 1 })', [], 'a', 'f({ a: 1, n: 9 })'],
    ['f({ a: 1, b: 2 })', ['b'], 'a', 'f({ a: 1, n: 9 })'],
    ['f({ a: 1, b: 2 })', ['b'], undefined, 'f({ a: 1, n: 9 })'],
    ['f({ a: 1 })', ['a'], undefined, 'f({ n: 9 })'],
    ['f({\n  a: 1,\n  b: 2\n})', ['b'], 'b', 'f({\n  a: 1,\n  n: 9,\n})'],
    ['f({\n  a: 1,\n  b: 2\n})', [], 'b', 'f({\n  a: 1,\n  b: 2,\n  n: 9\n})'],
  ])('%s without %j, behind %s', (text, names, after, expected) => {
    expect(removedAndAdded(text, names, ['n: 9'], after)).toBe(expected);
  });
});

describe('a property that makes room for another', () => {
  it.each([
    ['f({ a: 1 })', 'f({ n: 9, m: 8 })'],
    ['f({ a: 1, b: 2 })', 'f({ n: 9, b: 2, m: 8 })'],
    ['f({\n  a: 1,\n})', 'f({\n  n: 9,\n  m: 8,\n})'],
  ])('stands where it stood: %s', (text, expected) => {
    const set = new Map([
      ['n', '9'],
      ['m', '8'],
    ]);
    expect(applyEdits(text, editObject(text, shapeOf(text), { set, remove: new Set(['a']) }))).toBe(expected);
  });
});
