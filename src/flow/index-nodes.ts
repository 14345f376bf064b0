import type { ParsedFile, ParsedProgram } from '../pipeline/parse.js';
import { ts } from '../ts.js';

export type CallLike = ts.CallExpression | ts.NewExpression;

/**
 * Everything the flow needs to find from the outside in: calls by the last name of their callee, values assigned to a
 * name or to a property. One walk over every file, built on first use.
 */
export interface NodeIndex {
  /** Calls and `new` by the last identifier of the callee; `import` and `super` under these words. */
  readonly calls: ReadonlyMap<string, readonly CallLike[]>;
  /** `x = v`, `x ??= v`: by the text of the name. */
  readonly assignments: ReadonlyMap<string, readonly ts.BinaryExpression[]>;
  /** `o.x = v`: by the name of the property. */
  readonly propertyAssignments: ReadonlyMap<string, readonly ts.BinaryExpression[]>;
  readonly strings: readonly ts.StringLiteralLike[];
  /** Module specifiers in `import`, `export … from`, `require()`, `import()`, `import x = require()`, type imports. */
  readonly specifiers: readonly { readonly literal: ts.StringLiteralLike; readonly typeOnly: boolean }[];
  /** Identifiers by text, for references of a symbol. */
  readonly identifiers: ReadonlyMap<string, readonly ts.Identifier[]>;
  /** Other names that a name goes by: `import { a as b }`, `const b = a`, `{ b: a }`, `export { a as b }`. */
  readonly aliases: ReadonlyMap<string, readonly string[]>;
  /** Names given to whole modules and default exports where they are imported. */
  readonly defaults: readonly string[];
  /** Attributes of JSX elements. */
  readonly attributes: readonly ts.JsxAttribute[];
  /** `name: type` in interfaces and type literals, by name. */
  readonly signatures: ReadonlyMap<string, readonly ts.PropertySignature[]>;
  /** `name: value` in object literals, by name. */
  readonly properties: ReadonlyMap<string, readonly ts.PropertyAssignment[]>;
  /** Templates with parts: their text pieces may name a host or an id. */
  readonly templates: readonly ts.TemplateExpression[];
}

type Mutable = {
  calls: Map<string, CallLike[]>;
  assignments: Map<string, ts.BinaryExpression[]>;
  propertyAssignments: Map<string, ts.BinaryExpression[]>;
  strings: ts.StringLiteralLike[];
  specifiers: { literal: ts.StringLiteralLike; typeOnly: boolean }[];
  identifiers: Map<string, ts.Identifier[]>;
  aliases: Map<string, string[]>;
  defaults: string[];
  attributes: ts.JsxAttribute[];
  signatures: Map<string, ts.PropertySignature[]>;
  properties: Map<string, ts.PropertyAssignment[]>;
  templates: ts.TemplateExpression[];
};

export function indexNodes(program: ParsedProgram): NodeIndex {
  const index: Mutable = {
    calls: new Map(),
    assignments: new Map(),
    propertyAssignments: new Map(),
    strings: [],
    specifiers: [],
    identifiers: new Map(),
    aliases: new Map(),
    defaults: [],
    attributes: [],
    signatures: new Map(),
    properties: new Map(),
    templates: [],
  };
  for (const file of program.files.values()) walk(file, index);
  return index;
}

function walk(file: ParsedFile, index: Mutable): void {
  const visit = (node: ts.Node): void => {
    record(node, index);
    ts.forEachChild(node, visit);
  };
  ts.forEachChild(file.node, visit);
}

/** The other names of things, as far as they can be called by them. */
function recordAlias(node: ts.Node, index: Mutable): void {
  if (ts.isImportSpecifier(node) || ts.isExportSpecifier(node)) {
    if (node.propertyName) push(index.aliases, node.propertyName.text, node.name.text);
    if (node.propertyName?.text === 'default') index.defaults.push(node.name.text);
  } else if (ts.isImportClause(node)) {
    if (node.name) index.defaults.push(node.name.text);
  } else if (ts.isBindingElement(node)) {
    if (node.propertyName && ts.isIdentifier(node.propertyName) && ts.isIdentifier(node.name))
      push(index.aliases, node.propertyName.text, node.name.text);
  } else if (ts.isVariableDeclaration(node) && ts.isIdentifier(node.name) && node.initializer) {
    const from = skipOuter(node.initializer);
    const name = calleeName(from);
    if (name) push(index.aliases, name, node.name.text);
    if (ts.isCallExpression(from) && isModuleCall(from)) index.defaults.push(node.name.text);
  } else if (ts.isPropertyAssignment(node) && ts.isIdentifier(node.name)) {
    const name = calleeName(node.initializer);
    if (name) push(index.aliases, name, node.name.text);
  }
}

function record(node: ts.Node, index: Mutable): void {
  recordAlias(node, index);
  if (ts.isIdentifier(node)) push(index.identifiers, node.text, node);
  else if (ts.isStringLiteralLike(node)) recordString(node, index);
  else if (ts.isTemplateExpression(node)) index.templates.push(node);
  else if (ts.isJsxAttribute(node)) index.attributes.push(node);
  else if (ts.isPropertySignature(node)) recordNamed(index.signatures, node);
  else if (ts.isPropertyAssignment(node)) recordNamed(index.properties, node);
  else if (ts.isCallExpression(node) || ts.isNewExpression(node)) {
    const name = calleeName(node.expression);
    if (name) push(index.calls, name, node);
  } else if (ts.isBinaryExpression(node) && isAssignment(node.operatorToken.kind))
    recordAssignment(node, index);
}

function recordNamed<T extends ts.PropertySignature | ts.PropertyAssignment>(
  map: Map<string, T[]>,
  node: T,
): void {
  if (ts.isIdentifier(node.name) || ts.isStringLiteralLike(node.name)) push(map, node.name.text, node);
}

function recordString(node: ts.StringLiteralLike, index: Mutable): void {
  const typeOnly = specifierKind(node);
  if (typeOnly === undefined) index.strings.push(node);
  else index.specifiers.push({ literal: node, typeOnly });
}

/** undefined: not a module specifier; true: erased at run time. */
function specifierKind(node: ts.StringLiteralLike): boolean | undefined {
  const { parent } = node;
  if (ts.isImportDeclaration(parent)) return isErasedImport(parent);
  if (ts.isExportDeclaration(parent)) return parent.isTypeOnly;
  if (ts.isExternalModuleReference(parent)) return false;
  if (ts.isLiteralTypeNode(parent) && ts.isImportTypeNode(parent.parent)) return true;
  if (ts.isModuleDeclaration(parent)) return true;
  if (ts.isCallExpression(parent) && parent.arguments[0] === node && isModuleCall(parent)) return false;
  return undefined;
}

function isErasedImport(node: ts.ImportDeclaration): boolean {
  const clause = node.importClause;
  if (!clause) return false;
  if (clause.isTypeOnly) return true;
  const named = clause.namedBindings;
  return (
    !clause.name &&
    named !== undefined &&
    ts.isNamedImports(named) &&
    named.elements.length > 0 &&
    named.elements.every((element) => element.isTypeOnly)
  );
}

export function isModuleCall(node: ts.CallExpression): boolean {
  const callee = node.expression;
  if (callee.kind === ts.SyntaxKind.ImportKeyword) return true;
  return ts.isIdentifier(callee) && callee.text === 'require';
}

function recordAssignment(node: ts.BinaryExpression, index: Mutable): void {
  const { left } = node;
  if (ts.isIdentifier(left)) push(index.assignments, left.text, node);
  else if (ts.isPropertyAccessExpression(left)) push(index.propertyAssignments, left.name.text, node);
  else if (ts.isElementAccessExpression(left) && ts.isStringLiteralLike(left.argumentExpression))
    push(index.propertyAssignments, left.argumentExpression.text, node);
}

function isAssignment(kind: ts.SyntaxKind): boolean {
  return (
    kind === ts.SyntaxKind.EqualsToken ||
    kind === ts.SyntaxKind.QuestionQuestionEqualsToken ||
    kind === ts.SyntaxKind.BarBarEqualsToken ||
    kind === ts.SyntaxKind.AmpersandAmpersandEqualsToken
  );
}

export function calleeName(callee: ts.Expression): string | undefined {
  const bare = skipOuter(callee);
  if (ts.isIdentifier(bare)) return bare.text;
  if (ts.isPropertyAccessExpression(bare)) return bare.name.text;
  if (ts.isElementAccessExpression(bare) && ts.isStringLiteralLike(bare.argumentExpression))
    return bare.argumentExpression.text;
  if (bare.kind === ts.SyntaxKind.SuperKeyword) return 'super';
  if (bare.kind === ts.SyntaxKind.ImportKeyword) return 'import';
  return undefined;
}

/** Strips parentheses, `as`, `satisfies`, `<T>x`, `!` and `await`: none changes which value it is here. */
export function skipOuter(node: ts.Expression): ts.Expression {
  let current = node;
  while (
    ts.isParenthesizedExpression(current) ||
    ts.isAsExpression(current) ||
    ts.isSatisfiesExpression(current) ||
    ts.isTypeAssertionExpression(current) ||
    ts.isNonNullExpression(current) ||
    ts.isAwaitExpression(current)
  ) {
    current = current.expression;
  }
  return current;
}

function push<T>(map: Map<string, T[]>, key: string, value: T): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}
