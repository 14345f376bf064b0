import type { Flow } from '../../src/flow/flow.js';
import { skipOuter } from '../../src/flow/index-nodes.js';
import type { Shapes } from '../../src/flow/shapes.js';
import { propertyText } from '../../src/flow/uses.js';
import { isTestFile } from '../../src/paths.js';
import type { StoredField, VectorSite } from '../../src/sites.js';
import { ts } from '../../src/ts.js';

/** Methods of a Prisma client, by what they do: https://www.prisma.io/docs/orm/reference/prisma-client-reference */
const FINDS = ['findUnique', 'findUniqueOrThrow', 'findFirst', 'findFirstOrThrow', 'findMany', 'count'];
const WRITES = ['create', 'createMany', 'createManyAndReturn', 'upsert', 'update', 'updateMany'];
/** Conditions that leave open of which field they speak: that of the property around them. */
const EMPTY = /^(?:is|equals)$/;
const GROUPS = /^(?:AND|OR|where)$/;
const HASH = /(?:check_?sum|hash|digest|etag|fingerprint|sha_?\d+|md5)$/i;

/**
 * Code that makes a vector only where there is none, or where its text has changed: after a move the old ones stay, and
 * mix with the new.
 */
export function reusedVectors(flow: Flow, shapes: Shapes): VectorSite[] {
  return [...lookUps(flow, shapes), ...gaps(flow, shapes), ...unchanged(flow, shapes)];
}

/** `prisma.pageVector.findUnique()` in a function that writes such rows as well. */
function lookUps(flow: Flow, shapes: Shapes): VectorSite[] {
  const writers = new Map<ts.Node, Set<string>>();
  for (const { call, table } of delegated(flow, WRITES)) {
    const owner = functionAround(call);
    if (owner) writers.set(owner, (writers.get(owner) ?? new Set()).add(table.text));
  }
  return delegated(flow, FINDS).flatMap(({ call, table }) => {
    const owner = functionAround(call);
    if (!owner || !writers.get(owner)?.has(table.text)) return [];
    return [site(shapes, table, { table: table.text, field: '' })];
  });
}

/** `prisma.page.findMany({ where: { embedding: null } })`. */
function gaps(flow: Flow, shapes: Shapes): VectorSite[] {
  return delegated(flow, FINDS).flatMap(({ call, table }) => {
    const [options] = call.arguments;
    return options
      ? emptyFields(options).map((name) => site(shapes, name, { table: table.text, field: name.text }))
      : [];
  });
}

/** Names of fields that a condition wants to be null, right in `where` or in its groups. */
function emptyFields(node: ts.Expression): ts.Identifier[] {
  const bare = skipOuter(node);
  if (ts.isArrayLiteralExpression(bare)) return bare.elements.flatMap(emptyFields);
  if (!ts.isObjectLiteralExpression(bare)) return [];
  return bare.properties.flatMap((property) => {
    if (!ts.isPropertyAssignment(property) || !ts.isIdentifier(property.name)) return [];
    if (GROUPS.test(property.name.text)) return emptyFields(property.initializer);
    return isEmpty(property.initializer) ? [property.name] : [];
  });
}

function isEmpty(node: ts.Expression): boolean {
  const bare = skipOuter(node);
  if (bare.kind === ts.SyntaxKind.NullKeyword) return true;
  if (!ts.isObjectLiteralExpression(bare)) return false;
  return bare.properties.some(
    (one) =>
      ts.isPropertyAssignment(one) && EMPTY.test(propertyText(one.name) ?? '') && isEmpty(one.initializer),
  );
}

/** `if (page.checksum === checksum) continue` in a function that is about embeddings. */
function unchanged(flow: Flow, shapes: Shapes): VectorSite[] {
  return flow.index.comparisons.flatMap((node) => {
    const left = lastName(node.left);
    const right = lastName(node.right);
    if (!left || !right || !HASH.test(left.text) || !HASH.test(right.text)) return [];
    const owner = functionAround(node);
    if (!owner || !/embedding/i.test(owner.getText())) return [];
    if (isTestFile(flow.program.fileOf(node).file)) return [];
    return [site(shapes, left)];
  });
}

/** Calls of the form `client.table.method()`, outside of tests. */
function delegated(
  flow: Flow,
  methods: readonly string[],
): { readonly call: ts.CallExpression; readonly table: ts.Identifier }[] {
  return methods
    .flatMap((name) => flow.index.calls.get(name) ?? [])
    .flatMap((call) => {
      if (!ts.isCallExpression(call) || !ts.isPropertyAccessExpression(call.expression)) return [];
      const owner = skipOuter(call.expression.expression);
      if (!ts.isPropertyAccessExpression(owner) || !ts.isIdentifier(owner.name)) return [];
      return isTestFile(flow.program.fileOf(call).file) ? [] : [{ call, table: owner.name }];
    });
}

/** The outermost: callbacks belong to the function that hands them over. */
function functionAround(node: ts.Node): ts.Node | undefined {
  let found: ts.Node | undefined;
  for (let current = node.parent; current; current = current.parent)
    if (ts.isFunctionLike(current)) found = current;
    else if (ts.isClassLike(current) && found) return found;
  return found;
}

function lastName(node: ts.Expression): ts.Identifier | undefined {
  const bare = skipOuter(node);
  if (ts.isIdentifier(bare)) return bare;
  if (!ts.isPropertyAccessExpression(bare) || !ts.isIdentifier(bare.name)) return undefined;
  return bare.name;
}

function site(shapes: Shapes, node: ts.Node, asks?: StoredField): VectorSite {
  return {
    site: 'vector',
    dialect: 'sql-vectors',
    token: shapes.token(node),
    form: 'reuse',
    value: null,
    confidence: 'probable',
    ...(asks ? { asks } : {}),
  };
}
