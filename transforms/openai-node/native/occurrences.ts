import type { Flow } from '../../../src/flow/flow.js';
import { skipOuter } from '../../../src/flow/index-nodes.js';
import type { FunctionNode } from '../../../src/flow/value.js';
import { ts } from '../../../src/ts.js';

/** Every place of the program where one client goes by a name. */
export interface Occurrences {
  /** Something is read of it there: `openai.chat`, or the rest of such a chain. */
  readonly read: ReadonlySet<ts.Expression>;
  /** It goes on to where it is not followed. */
  readonly lost: readonly ts.Node[];
}

/** Finds the client made by `made` under whatever name it goes. */
export function occurrencesOf(flow: Flow, made: ts.NewExpression): Occurrences {
  const search = new Search(flow, made);
  search.run();
  return { read: search.read, lost: search.lost };
}

/** Names that it may have lead to places; what is done with it there leads to further names. */
class Search {
  readonly read = new Set<ts.Expression>();
  readonly lost: ts.Node[] = [];
  private readonly flow: Flow;
  private readonly made: ts.NewExpression;
  private readonly names = new Set<string>();
  private readonly seen = new Set<ts.Node>();

  constructor(flow: Flow, made: ts.NewExpression) {
    this.flow = flow;
    this.made = made;
  }

  run(): void {
    this.place(this.made);
    // A set may grow while it is walked.
    for (const name of this.names) {
      for (const other of this.flow.index.aliases.get(name) ?? []) this.names.add(other);
      for (const identifier of this.flow.index.identifiers.get(name) ?? []) this.identifier(identifier);
    }
  }

  private identifier(node: ts.Identifier): void {
    const { parent } = node;
    if (ts.isBindingElement(parent) && parent.propertyName === node && ts.isIdentifier(parent.name))
      this.names.add(parent.name.text);
    const expression = expressionOf(node);
    if (!expression) return;
    for (const one of [expression, calledAt(expression)])
      if (one && !this.seen.has(one) && this.isClient(one)) this.place(one);
  }

  private isClient(node: ts.Expression): boolean {
    return this.flow.values(node).some((value) => value.kind === 'instance' && value.node === this.made);
  }

  private place(start: ts.Expression): void {
    if (this.seen.has(start)) return;
    this.seen.add(start);
    const node = outermost(start);
    const { parent } = node;
    if (ts.isPropertyAccessExpression(parent) && parent.expression === node) this.read.add(skipOuter(node));
    else if (ts.isBinaryExpression(parent)) this.operator(node, parent);
    else if (ts.isConditionalExpression(parent)) {
      if (parent.condition !== node) this.place(parent);
    } else if (ts.isVariableDeclaration(parent) || ts.isParameter(parent) || ts.isPropertyDeclaration(parent))
      this.held(node, parent.name, parent);
    else if (ts.isPropertyAssignment(parent)) this.held(node, parent.name, parent);
    else if (ts.isReturnStatement(parent)) this.given(node, ts.findAncestor(parent, ts.isFunctionLike));
    else if (ts.isArrowFunction(parent)) this.given(node, parent);
    else if (isCall(parent) && parent.expression !== node) this.handed(node, parent);
    else if (ts.isExportAssignment(parent)) this.exported(node, parent);
    else if (!isQuestion(parent)) this.lost.push(node);
  }

  private operator(node: ts.Expression, parent: ts.BinaryExpression): void {
    const { kind } = parent.operatorToken;
    const isAssignment = kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment;
    if (isAssignment) {
      const left = skipOuter(parent.left);
      if (parent.left === node) return;
      if (ts.isIdentifier(left)) this.names.add(left.text);
      else if (left.getText() === 'module.exports') this.exported(node, parent);
      else if (ts.isPropertyAccessExpression(left)) this.names.add(left.name.text);
      else this.lost.push(node);
      this.place(parent);
    } else if (
      kind === ts.SyntaxKind.QuestionQuestionToken ||
      kind === ts.SyntaxKind.BarBarToken ||
      kind === ts.SyntaxKind.AmpersandAmpersandToken
    )
      this.place(parent);
    else if (!/^[!=]==?$/.test(parent.operatorToken.getText())) this.lost.push(node);
  }

  /** Importers give what a module is by default a name of their own. */
  private exported(node: ts.Expression, owner: ts.Node): void {
    if (this.flow.hooks.isPublished(this.flow.program.fileOf(owner).file)) this.lost.push(node);
    else for (const one of this.flow.index.defaults) this.names.add(one);
  }

  /** A variable, a field, a property: where others can import the package, they may have it from there. */
  private held(node: ts.Expression, name: ts.BindingName | ts.PropertyName, owner: ts.Node): void {
    const isText = ts.isIdentifier(name) || ts.isPrivateIdentifier(name) || ts.isStringLiteralLike(name);
    if (!isText || this.isPublished(owner)) this.lost.push(node);
    else this.names.add(name.text);
  }

  private isPublished(owner: ts.Node): boolean {
    const statement = ts.isVariableDeclaration(owner) ? owner.parent.parent : owner;
    const isExported =
      ts.canHaveModifiers(statement) &&
      (ts.getModifiers(statement) ?? []).some((one) => one.kind === ts.SyntaxKind.ExportKeyword);
    return isExported && this.flow.hooks.isPublished(this.flow.program.fileOf(owner).file);
  }

  /** What a function gives is what its calls are; a getter is read like a property. */
  private given(node: ts.Expression, owner: ts.Node | undefined): void {
    const name = owner && nameOf(owner);
    if (!owner || !name || this.isPublished(statementOf(owner))) this.lost.push(node);
    else this.names.add(name);
  }

  private handed(node: ts.Expression, call: ts.CallExpression | ts.NewExpression): void {
    const position = call.arguments?.indexOf(node) ?? -1;
    const functions = this.flow.values(call.expression).map((one) => {
      if (one.kind === 'function') return one.node;
      return one.kind === 'class' ? one.node.members.find(ts.isConstructorDeclaration) : undefined;
    });
    const names = functions.map((one) => one?.parameters[position]?.name);
    const isKnown = names.length > 0 && position >= 0 && names.every((one) => one && ts.isIdentifier(one));
    if (!isKnown) this.lost.push(node);
    else for (const name of names) if (name && ts.isIdentifier(name)) this.names.add(name.text);
  }
}

/** The expression that ends in an identifier; undefined where it is a declaration's name, or part of a type. */
function expressionOf(node: ts.Identifier): ts.Expression | undefined {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent) && parent.name === node) return parent;
  if (ts.isPartOfTypeNode(node) || ts.isTypeQueryNode(parent) || ts.isQualifiedName(parent)) return undefined;
  if ('name' in parent && parent.name === node) return undefined;
  if ('propertyName' in parent && parent.propertyName === node) return undefined;
  if (ts.isImportClause(parent) || ts.isExportSpecifier(parent)) return undefined;
  return node;
}

function calledAt(node: ts.Expression): ts.CallExpression | undefined {
  const { parent } = node;
  return ts.isCallExpression(parent) && parent.expression === node ? parent : undefined;
}

/** With what changes nothing around it. */
function outermost(start: ts.Expression): ts.Expression {
  let node = start;
  while (
    ts.isParenthesizedExpression(node.parent) ||
    ts.isAsExpression(node.parent) ||
    ts.isSatisfiesExpression(node.parent) ||
    ts.isNonNullExpression(node.parent) ||
    ts.isAwaitExpression(node.parent)
  )
    node = node.parent;
  return node;
}

function isCall(node: ts.Node): node is ts.CallExpression | ts.NewExpression {
  return ts.isCallExpression(node) || ts.isNewExpression(node);
}

function isQuestion(node: ts.Node): boolean {
  return (
    ts.isExpressionStatement(node) ||
    ts.isIfStatement(node) ||
    ts.isPrefixUnaryExpression(node) ||
    ts.isTypeOfExpression(node) ||
    ts.isVoidExpression(node)
  );
}

function nameOf(owner: ts.Node): string | undefined {
  const isNamed =
    ts.isFunctionDeclaration(owner) || ts.isMethodDeclaration(owner) || ts.isGetAccessorDeclaration(owner);
  const { parent } = owner;
  const holder =
    ts.isVariableDeclaration(parent) || ts.isPropertyDeclaration(parent) || ts.isPropertyAssignment(parent)
      ? parent
      : undefined;
  const name = isNamed ? (owner as FunctionNode).name : holder?.name;
  return name && (ts.isIdentifier(name) || ts.isPrivateIdentifier(name)) ? name.text : undefined;
}

function statementOf(owner: ts.Node): ts.Node {
  return ts.isVariableDeclaration(owner.parent) ? owner.parent : owner;
}
