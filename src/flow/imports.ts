import { spanOf } from '../pipeline/parse.js';
import type { ImportedName, ImportShape } from '../sites.js';
import { ts } from '../ts.js';
import type { Flow } from './flow.js';
import { isModuleCall } from './index-nodes.js';
import type { Shapes } from './shapes.js';

/** An import statement with the nodes behind its names. */
export interface ImportNode {
  readonly shape: ImportShape;
  readonly literal: ts.StringLiteralLike;
  readonly names: readonly { readonly name: ImportedName; readonly node: ts.Identifier }[];
  /** The variable or namespace that is the whole module. */
  readonly namespace: ts.Identifier | null;
}

/** The statement around a module specifier; undefined where its form is not one that can be edited. */
export function importAround(
  flow: Flow,
  shapes: Shapes,
  literal: ts.StringLiteralLike,
): ImportNode | undefined {
  const { parent } = literal;
  if (ts.isImportDeclaration(parent)) return ofImport(flow, shapes, literal, parent);
  if (ts.isExportDeclaration(parent)) return ofExport(flow, shapes, literal, parent);
  if (ts.isCallExpression(parent) && isModuleCall(parent)) return ofCall(flow, shapes, literal, parent);
  return undefined;
}

function ofImport(
  flow: Flow,
  shapes: Shapes,
  literal: ts.StringLiteralLike,
  node: ts.ImportDeclaration,
): ImportNode | undefined {
  const clause = node.importClause;
  // A default import, or none at all: this package has neither.
  if (!clause || clause.name || !clause.namedBindings) return undefined;
  const bindings = clause.namedBindings;
  const names = ts.isNamedImports(bindings)
    ? bindings.elements.map((one) => named(flow, one, clause.isTypeOnly || one.isTypeOnly))
    : [];
  const namespace = ts.isNamespaceImport(bindings) ? bindings.name : null;
  return shaped(flow, shapes, literal, node, 'import', names, namespace, clause.isTypeOnly);
}

function ofExport(
  flow: Flow,
  shapes: Shapes,
  literal: ts.StringLiteralLike,
  node: ts.ExportDeclaration,
): ImportNode | undefined {
  if (!node.exportClause || !ts.isNamedExports(node.exportClause)) return undefined;
  const names = node.exportClause.elements.map((one) => named(flow, one, node.isTypeOnly || one.isTypeOnly));
  return shaped(flow, shapes, literal, node, 'export', names, null, node.isTypeOnly);
}

/** `const { openai } = require('…')`, `const sdk = await import('…')`: a statement with one declaration. */
function ofCall(
  flow: Flow,
  shapes: Shapes,
  literal: ts.StringLiteralLike,
  call: ts.CallExpression,
): ImportNode | undefined {
  const isDynamic = call.expression.kind === ts.SyntaxKind.ImportKeyword;
  let outer: ts.Node = call;
  while (ts.isAwaitExpression(outer.parent) || ts.isParenthesizedExpression(outer.parent))
    outer = outer.parent;
  const declaration = outer.parent;
  if (!ts.isVariableDeclaration(declaration) || declaration.initializer !== outer) return undefined;
  const statement = declaration.parent.parent;
  if (!ts.isVariableStatement(statement) || statement.declarationList.declarations.length !== 1)
    return undefined;
  if (isDynamic && !ts.isAwaitExpression(outer)) return undefined;
  const form = isDynamic ? 'dynamic' : 'require';
  if (ts.isIdentifier(declaration.name))
    return shaped(flow, shapes, literal, statement, form, [], declaration.name, false);
  if (!ts.isObjectBindingPattern(declaration.name)) return undefined;
  const { elements } = declaration.name;
  if (elements.some((one) => one.dotDotDotToken || one.initializer || !ts.isIdentifier(one.name)))
    return undefined;
  return shaped(
    flow,
    shapes,
    literal,
    statement,
    form,
    elements.map((one) => named(flow, one, false)),
    null,
    false,
  );
}

function named(
  flow: Flow,
  node: ts.ImportSpecifier | ts.ExportSpecifier | ts.BindingElement,
  typeOnly: boolean,
): { name: ImportedName; node: ts.Identifier } {
  const local = node.name as ts.Identifier;
  const imported = node.propertyName;
  const text =
    imported && (ts.isIdentifier(imported) || ts.isStringLiteralLike(imported)) ? imported.text : local.text;
  const name: ImportedName = {
    imported: text,
    local: local.text,
    typeOnly,
    span: spanOf(flow.program.fileOf(node), node),
    uses: referencesOf(flow, local).length,
  };
  return { name, node: local };
}

/** The other identifiers of a file that mean what `name` declares. */
export function referencesOf(flow: Flow, name: ts.Identifier): ts.Identifier[] {
  const file = name.getSourceFile();
  const symbol = flow.symbolOf(name);
  return (flow.index.identifiers.get(name.text) ?? []).filter(
    (one) => one !== name && one.getSourceFile() === file && localSymbol(flow, one) === symbol,
  );
}

function localSymbol(flow: Flow, node: ts.Identifier): ts.Symbol | undefined {
  if (ts.isShorthandPropertyAssignment(node.parent) && node.parent.name === node)
    return flow.checker.getShorthandAssignmentValueSymbol(node.parent);
  if (ts.isExportSpecifier(node.parent) && !node.parent.parent.parent.moduleSpecifier)
    return (node.parent.propertyName ?? node.parent.name) === node
      ? flow.checker.getExportSpecifierLocalTargetSymbol(node.parent)
      : undefined;
  return flow.symbolOf(node);
}

function shaped(
  flow: Flow,
  shapes: Shapes,
  literal: ts.StringLiteralLike,
  statement: ts.Statement,
  form: ImportShape['form'],
  names: ImportNode['names'],
  namespace: ts.Identifier | null,
  typeOnly: boolean,
): ImportNode {
  const parsed = flow.program.fileOf(statement);
  const last = form === 'import' || form === 'export' ? endOfImports(parsed.node) : undefined;
  const shape: ImportShape = {
    file: parsed.file,
    form,
    span: spanOf(parsed, statement),
    specifier: shapes.token(literal),
    typeOnly,
    namespace: namespace?.text ?? null,
    names: names.map((one) => one.name),
    end: spanOf(parsed, last && last.end > statement.end ? last : statement).end,
  };
  return { shape, literal, names, namespace };
}

/** The last of the imports that a file begins with: a constant behind it stands before everything that can use it. */
function endOfImports(file: ts.SourceFile): ts.Statement | undefined {
  const first = file.statements.findIndex((one) => !isHead(one));
  return file.statements
    .slice(0, first < 0 ? undefined : first)
    .findLast((one) => ts.isImportDeclaration(one));
}

function isHead(node: ts.Statement): boolean {
  if (ts.isImportDeclaration(node) || ts.isImportEqualsDeclaration(node)) return true;
  if (ts.isExportDeclaration(node) && node.moduleSpecifier) return true;
  // `'use server'`
  return ts.isExpressionStatement(node) && ts.isStringLiteralLike(node.expression);
}
