import type { ParsedFile, ParsedProgram } from '../pipeline/parse.js';
import { ts } from '../ts.js';

export type CallLike = ts.CallExpression | ts.NewExpression;
export type KeyedAssignment = ts.BinaryExpression & { readonly left: ts.ElementAccessExpression };

/**
 * Everything the flow needs to find from the outside in: calls by the last name of their callee, values assigned to a
 * name or to a property. One walk over every file, built on first use.
 */
export interface NodeIndex {
  /** Calls and `new` by the last identifier of the callee; `import` and `super` under these words. */
  readonly calls: ReadonlyMap<string, readonly CallLike[]>;
  /** `x = v`, `x ??= v`: by the text of the name. */
  readonly assignments: ReadonlyMap<string, readonly ts.BinaryExpression[]>;
  /** `x += v`: by the text of the name. */
  readonly appends: ReadonlyMap<string, readonly ts.BinaryExpression[]>;
  /** `o.x = v`: by the name of the property. */
  readonly propertyAssignments: ReadonlyMap<string, readonly ts.BinaryExpression[]>;
  /** `o[key] = v` with a key that is no literal: by the name of `o`. */
  readonly keyedAssignments: ReadonlyMap<string, readonly KeyedAssignment[]>;
  readonly strings: readonly ts.StringLiteralLike[];
  /** Module specifiers in `import`, `export … from`, `require()`, `import()`, `import x = require()`, type imports. */
  readonly specifiers: readonly { readonly literal: ts.StringLiteralLike; readonly typeOnly: boolean }[];
  /** Identifiers by text, for references of a symbol. */
  readonly identifiers: Identifiers;
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
  readonly patterns: readonly ts.RegularExpressionLiteral[];
  readonly comparisons: readonly ts.BinaryExpression[];
  readonly cases: readonly ts.CaseClause[];
  /** Those that may be a width or a threshold. */
  readonly numbers: readonly ts.NumericLiteral[];
  /** Templates with parts: their text pieces may name a host or an id. */
  readonly templates: readonly ts.TemplateExpression[];
}

type Mutable = {
  calls: Map<string, CallLike[]>;
  assignments: Map<string, ts.BinaryExpression[]>;
  appends: Map<string, ts.BinaryExpression[]>;
  propertyAssignments: Map<string, ts.BinaryExpression[]>;
  keyedAssignments: Map<string, KeyedAssignment[]>;
  strings: ts.StringLiteralLike[];
  specifiers: { literal: ts.StringLiteralLike; typeOnly: boolean }[];
  identifiers: Identifiers;
  aliases: Map<string, string[]>;
  defaults: string[];
  attributes: ts.JsxAttribute[];
  signatures: Map<string, ts.PropertySignature[]>;
  properties: Map<string, ts.PropertyAssignment[]>;
  templates: ts.TemplateExpression[];
  patterns: ts.RegularExpressionLiteral[];
  comparisons: ts.BinaryExpression[];
  cases: ts.CaseClause[];
  numbers: ts.NumericLiteral[];
};

export function indexNodes(program: ParsedProgram): NodeIndex {
  const index: Mutable = {
    calls: new Map(),
    assignments: new Map(),
    appends: new Map(),
    propertyAssignments: new Map(),
    keyedAssignments: new Map(),
    strings: [],
    specifiers: [],
    identifiers: new Identifiers([...program.files.values()]),
    aliases: new Map(),
    defaults: [],
    attributes: [],
    signatures: new Map(),
    properties: new Map(),
    templates: [],
    patterns: [],
    comparisons: [],
    cases: [],
    numbers: [],
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
function recordSpecifier(node: ts.ImportSpecifier | ts.ExportSpecifier, index: Mutable): void {
  if (!node.propertyName) return;
  push(index.aliases, node.propertyName.text, node.name.text);
  if (node.propertyName.text === 'default') index.defaults.push(node.name.text);
}

function recordVariable(node: ts.VariableDeclaration, index: Mutable): void {
  if (!ts.isIdentifier(node.name) || !node.initializer) return;
  const from = skipOuter(node.initializer);
  const name = calleeName(from);
  if (name) push(index.aliases, name, node.name.text);
  if (ts.isCallExpression(from) && isModuleCall(from)) index.defaults.push(node.name.text);
}

function recordProperty(node: ts.PropertyAssignment, index: Mutable): void {
  recordNamed(index.properties, node);
  const name = ts.isIdentifier(node.name) ? calleeName(node.initializer) : undefined;
  if (name) push(index.aliases, name, (node.name as ts.Identifier).text);
}

/** By kind and not by one guard after the other: this runs for every node there is. */
function record(node: ts.Node, index: Mutable): void {
  switch (node.kind) {
    case ts.SyntaxKind.StringLiteral:
    case ts.SyntaxKind.NoSubstitutionTemplateLiteral:
      recordString(node as ts.StringLiteralLike, index);
      return;
    case ts.SyntaxKind.TemplateExpression:
      index.templates.push(node as ts.TemplateExpression);
      return;
    case ts.SyntaxKind.RegularExpressionLiteral:
      index.patterns.push(node as ts.RegularExpressionLiteral);
      return;
    case ts.SyntaxKind.CaseClause:
      index.cases.push(node as ts.CaseClause);
      return;
    case ts.SyntaxKind.NumericLiteral:
      recordNumber(node as ts.NumericLiteral, index);
      return;
    case ts.SyntaxKind.JsxAttribute:
      index.attributes.push(node as ts.JsxAttribute);
      return;
    case ts.SyntaxKind.PropertySignature:
      recordNamed(index.signatures, node as ts.PropertySignature);
      return;
    case ts.SyntaxKind.PropertyAssignment:
      recordProperty(node as ts.PropertyAssignment, index);
      return;
    case ts.SyntaxKind.ImportSpecifier:
    case ts.SyntaxKind.ExportSpecifier:
      recordSpecifier(node as ts.ImportSpecifier | ts.ExportSpecifier, index);
      return;
    case ts.SyntaxKind.VariableDeclaration:
      recordVariable(node as ts.VariableDeclaration, index);
      return;
    case ts.SyntaxKind.CallExpression:
    case ts.SyntaxKind.NewExpression:
      recordCall(node as CallLike, index);
      return;
    case ts.SyntaxKind.BinaryExpression:
      recordBinary(node as ts.BinaryExpression, index);
      return;
    case ts.SyntaxKind.ImportClause: {
      const { name } = node as ts.ImportClause;
      if (name) index.defaults.push(name.text);
      return;
    }
    case ts.SyntaxKind.BindingElement: {
      const { name, propertyName } = node as ts.BindingElement;
      if (propertyName && ts.isIdentifier(propertyName) && ts.isIdentifier(name))
        push(index.aliases, propertyName.text, name.text);
      return;
    }
    default:
  }
}

/** Widths of vectors and thresholds: four digits, or a fraction of one. */
function recordNumber(node: ts.NumericLiteral, index: Mutable): void {
  if (node.text.length === 4 || /^0?\./.test(node.text)) index.numbers.push(node);
}

function recordCall(node: CallLike, index: Mutable): void {
  const name = calleeName(node.expression);
  if (name) push(index.calls, name, node);
}

function recordBinary(node: ts.BinaryExpression, index: Mutable): void {
  const { kind } = node.operatorToken;
  if (isAssignment(kind)) recordAssignment(node, index);
  else if (isEquality(kind)) index.comparisons.push(node);
  else if (kind === ts.SyntaxKind.PlusEqualsToken && ts.isIdentifier(node.left))
    push(index.appends, node.left.text, node);
}

/** `===`, `==` and their negations. */
export function isEquality(kind: ts.SyntaxKind): boolean {
  return (
    kind === ts.SyntaxKind.EqualsEqualsEqualsToken ||
    kind === ts.SyntaxKind.EqualsEqualsToken ||
    kind === ts.SyntaxKind.ExclamationEqualsEqualsToken ||
    kind === ts.SyntaxKind.ExclamationEqualsToken
  );
}

/** Identifiers by text. A file is walked only when somebody asks for a name that it has. */
export class Identifiers {
  private readonly holders = new Map<string, ParsedFile[]>();
  private readonly walked = new Map<ParsedFile, ReadonlyMap<string, readonly ts.Identifier[]>>();
  private readonly known = new Map<string, readonly ts.Identifier[]>();

  constructor(files: readonly ParsedFile[]) {
    for (const file of files) for (const name of namesIn(file)) push(this.holders, name, file);
  }

  get(name: string): readonly ts.Identifier[] | undefined {
    const known = this.known.get(name);
    if (known) return known;
    const files = this.holders.get(name);
    if (!files) return undefined;
    const found = files.flatMap((file) => this.inFile(file).get(name) ?? []);
    this.known.set(name, found);
    return found;
  }

  /** Every name that `pattern` matches, with its identifiers. */
  matching(pattern: RegExp): (readonly [string, readonly ts.Identifier[]])[] {
    return [...this.holders.keys()]
      .filter((name) => pattern.test(name))
      .map((name) => [name, this.get(name) ?? []] as const);
  }

  private inFile(file: ParsedFile): ReadonlyMap<string, readonly ts.Identifier[]> {
    const known = this.walked.get(file);
    if (known) return known;
    const found = new Map<string, ts.Identifier[]>();
    const visit = (node: ts.Node): void => {
      if (ts.isIdentifier(node)) push(found, node.text, node);
      else ts.forEachChild(node, visit);
    };
    ts.forEachChild(file.node, visit);
    this.walked.set(file, found);
    return found;
  }
}

/** The parser's own table of the names in a file; internal to the compiler's types. */
function namesIn(file: ParsedFile): Iterable<string> {
  const table: unknown = Reflect.get(file.node, 'identifiers');
  if (!(table instanceof Map)) throw new Error('the compiler keeps no table of identifiers any more');
  return table.keys() as Iterable<string>;
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
  else if (ts.isElementAccessExpression(left)) {
    const key = left.argumentExpression;
    if (ts.isStringLiteralLike(key)) push(index.propertyAssignments, key.text, node);
    const owner = calleeName(left.expression);
    if (owner && !ts.isStringLiteralLike(key) && !ts.isNumericLiteral(key))
      push(index.keyedAssignments, owner, node as KeyedAssignment);
  }
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

type Outer =
  | ts.ParenthesizedExpression
  | ts.AsExpression
  | ts.SatisfiesExpression
  | ts.TypeAssertion
  | ts.NonNullExpression
  | ts.AwaitExpression;

/** What {@link skipOuter} strips. */
export function isOuter(node: ts.Node): node is Outer {
  return (
    ts.isParenthesizedExpression(node) ||
    ts.isAsExpression(node) ||
    ts.isSatisfiesExpression(node) ||
    ts.isTypeAssertionExpression(node) ||
    ts.isNonNullExpression(node) ||
    ts.isAwaitExpression(node)
  );
}

/** Strips parentheses, `as`, `satisfies`, `<T>x`, `!` and `await`: none changes which value it is here. */
export function skipOuter(node: ts.Expression): ts.Expression {
  let current = node;
  while (isOuter(current)) {
    current = current.expression;
  }
  return current;
}

function push<T>(map: Map<string, T[]>, key: string, value: T): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}
