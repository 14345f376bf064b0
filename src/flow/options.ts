import type { ClientOptions, ClientSite, Origin } from '../sites.js';
import { ts } from '../ts.js';
import type { Flow } from './flow.js';
import { type CallLike, skipOuter } from './index-nodes.js';
import { objectsOf, type Shapes } from './shapes.js';
import type { EnvReader, Value } from './value.js';

/** Reads what a constructor or a factory is told in an object of options. */
export class OptionsReader {
  private readonly flow: Flow;
  private readonly shapes: Shapes;

  constructor(flow: Flow, shapes: Shapes) {
    this.flow = flow;
    this.shapes = shapes;
  }

  /** The argument at `index` of a call; `nested` names the property whose object holds the base URL. */
  argument(call: CallLike, index: number, nested?: string): ClientOptions {
    const given = call.arguments ?? ([] as readonly ts.Expression[]);
    const own = given[index];
    if (own) return this.object(own, nested);
    if (given.length < index) return { form: 'opaque', token: this.shapes.token(call) };
    const last = given.at(-1);
    if (!last) return this.none(call);
    return { form: 'none', at: this.shapes.token(last).span.end, parentheses: true, lead: ', ' };
  }

  /** Options that are not there: the place between the parentheses of `maker`. */
  none(maker: ts.Node): ClientOptions {
    const token = this.shapes.token(maker);
    const parentheses = token.text.endsWith(')');
    return { form: 'none', at: parentheses ? token.span.end - 1 : token.span.end, parentheses, lead: '' };
  }

  /** One object literal, wherever it stands; a text, which no library takes for options; else nothing to edit. */
  object(given: ts.Expression, nested?: string): ClientOptions {
    const values = this.flow.values(given);
    const [only] = values;
    if (only?.kind === 'object' && values.length === 1)
      return {
        form: 'object',
        object: this.shapes.object(only.node),
        shared: this.isShared(only.node, given),
        inner: nested === undefined ? null : this.inner(given, nested),
      };
    const isText =
      values.length > 0 && values.every((value) => value.kind === 'env' || value.kind === 'text');
    if (isText) return { form: 'string', token: this.shapes.token(given) };
    return { form: 'opaque', token: this.shapes.token(given) };
  }

  /** What the options hold at `path`. */
  origins(given: ts.Expression | undefined, path: readonly string[]): Origin[] {
    if (!given) return [];
    const values = path.reduce((at, name) => this.inside(at, name, given), this.flow.values(given));
    const origins = this.shapes.origins(values);
    const node = this.node(given, path);
    // Something is written there, whatever it comes to: that is not the same as no option at all.
    if (node && origins.every((origin) => origin.kind === 'nothing') && !isNothing(node))
      return [{ kind: 'unknown', why: 'dynamic', at: this.shapes.token(node), trail: [] }];
    return origins;
  }

  /** What is not there holds nothing either. */
  private inside(values: readonly Value[], name: string, given: ts.Expression): readonly Value[] {
    return values.flatMap((value) =>
      value.kind === 'nothing' ? [value] : this.flow.member([value], name, given),
    );
  }

  /** The expression given for an option, where the options are written out. */
  node(given: ts.Expression | undefined, path: readonly string[]): ts.Expression | undefined {
    let current = given;
    for (const name of path) current = current && optionNode(this.flow, current, name);
    return current;
  }

  /** The expression given as key, and whether a missing one is caught before. */
  key(node: ts.Expression | undefined): ClientSite['key'] {
    return node
      ? { token: this.shapes.token(node), guarded: this.isGuarded(node) || this.isDeclaredText(node) }
      : null;
  }

  private inner(given: ts.Expression, nested: string) {
    const node = this.node(given, [nested]);
    const { objects, partial } = node ? objectsOf(this.flow, node) : { objects: [], partial: true };
    const [only] = objects;
    return only && objects.length === 1 && !partial ? this.shapes.object(only) : null;
  }

  /** An object in a variable that something else reads, too: an edit there would reach the other reader. */
  private isShared(object: ts.ObjectLiteralExpression, given: ts.Expression): boolean {
    if (skipOuter(given) === object) return false;
    const { parent } = object;
    if (!ts.isVariableDeclaration(parent) || !ts.isIdentifier(parent.name)) return true;
    const symbol = this.flow.symbolOf(parent.name);
    const uses = (this.flow.index.identifiers.get(parent.name.text) ?? []).filter(
      (one) => one !== parent.name && this.flow.symbolOf(one) === symbol && !isWriteTarget(one),
    );
    return uses.length !== 1;
  }

  /** A function of the repository that promises a text: it throws where there is none. */
  private isDeclaredText(node: ts.Expression): boolean {
    const bare = skipOuter(node);
    if (!ts.isCallExpression(bare)) return false;
    const callees = this.flow.values(bare.expression);
    return (
      callees.length > 0 &&
      callees.every(
        (one) => one.kind === 'function' && /^(?:Promise<)?string>?$/.test(one.node.type?.getText() ?? ''),
      )
    );
  }

  /** `if (!apiKey) throw …`: a missing key does not reach the client. */
  private isGuarded(node: ts.Expression): boolean {
    const bare = skipOuter(node);
    if (!ts.isIdentifier(bare)) return false;
    const symbol = ts.isShorthandPropertyAssignment(bare.parent)
      ? this.flow.checker.getShorthandAssignmentValueSymbol(bare.parent)
      : this.flow.symbolOf(bare);
    return (this.flow.index.identifiers.get(bare.text) ?? []).some(
      (one) => one !== bare && this.flow.symbolOf(one) === symbol && isTested(one),
    );
  }
}

/** How code of this file reads variables of the environment. */
export function envReaderOf(text: string): EnvReader {
  if (/\bDeno\.env\b/.test(text)) return 'deno';
  if (/\bimport\.meta\.env\b/.test(text)) return 'meta';
  if (/\bBun\.env\b/.test(text)) return 'bun';
  return 'process';
}

function isWriteTarget(node: ts.Identifier): boolean {
  const { parent } = node;
  if (!ts.isPropertyAccessExpression(parent) || parent.expression !== node) return false;
  const outer = parent.parent;
  return ts.isBinaryExpression(outer) && outer.left === parent;
}

function isTested(node: ts.Identifier): boolean {
  let current: ts.Node = node;
  while (ts.isParenthesizedExpression(current.parent) || ts.isCallExpression(current.parent)) {
    if (
      ts.isCallExpression(current.parent) &&
      !/^(?:assert|invariant|Boolean)/.test(current.parent.expression.getText())
    )
      return false;
    if (ts.isCallExpression(current.parent)) return true;
    current = current.parent;
  }
  const { parent } = current;
  if (ts.isPrefixUnaryExpression(parent)) return parent.operator === ts.SyntaxKind.ExclamationToken;
  if (ts.isIfStatement(parent)) return parent.expression === current;
  return ts.isConditionalExpression(parent) && parent.condition === current;
}

/** `undefined`, `null`, `''`. */
function isNothing(node: ts.Expression): boolean {
  const bare = skipOuter(node);
  if (ts.isStringLiteralLike(bare)) return bare.text === '';
  return bare.kind === ts.SyntaxKind.NullKeyword || (ts.isIdentifier(bare) && bare.text === 'undefined');
}

/** The expression that a property has in options which are written out. */
export function optionNode(flow: Flow, given: ts.Expression, name: string): ts.Expression | undefined {
  const [object] = objectsOf(flow, given).objects;
  for (const property of object?.properties ?? []) {
    if (!property.name || !ts.isIdentifier(property.name) || property.name.text !== name) continue;
    if (ts.isPropertyAssignment(property)) return property.initializer;
    if (ts.isShorthandPropertyAssignment(property)) return property.name;
  }
  return undefined;
}
