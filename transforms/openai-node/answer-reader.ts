import type { Flow } from '../../src/flow/flow.js';
import { isEquality, isOuter, skipOuter } from '../../src/flow/index-nodes.js';
import type { FunctionNode } from '../../src/flow/value.js';
import { type RequestSite, requestId } from '../../src/sites.js';
import { ts } from '../../src/ts.js';

/** How many functions an answer is followed through: handed on, or given back. */
const MAX_DEPTH = 3;
/** What `withResponse()` and the v3 client give: the answer is in its `data`. */
const WRAPPED = '@response';
/** What `then()` gives, where only the error that it may end in is known. */
const PROMISE = '@promise';

/** Callbacks of lists: which of their parameters is an element. */
const ELEMENT_CALLBACKS: Readonly<Record<string, number>> = {
  map: 0,
  forEach: 0,
  filter: 0,
  find: 0,
  some: 0,
  every: 0,
  flatMap: 0,
  findLast: 0,
  reduce: 1,
};
const SAME_LIST = /^(?:filter|slice|sort|toSorted|reverse|toReversed|concat)$/;
const ELEMENT = /^(?:find|findLast|at|pop|shift)$/;

/** A value on its way: what it is of which request. */
interface Trail {
  readonly request: string;
  readonly path: string;
  readonly depth: number;
}

/** A request, and the call that sends it. */
export interface AnsweredCall {
  readonly call: ts.CallExpression;
  readonly site: Pick<RequestSite, 'call' | 'legacy'>;
}

/** A read, as a node. */
export interface Read {
  readonly requests: Set<string>;
  readonly compared: Map<ts.Node, string>;
  readonly path: string;
  readonly node: ts.PropertyAccessExpression | ts.ElementAccessExpression | ts.BindingElement;
}

/**
 * Follows the answers of requests forwards, from the call to everything that is read of them, and the errors that they
 * may end in. It says nothing of what it loses sight of.
 */
export class AnswerReader {
  private readonly flow: Flow;
  private readonly found = new Map<string, Read>();
  private readonly seen = new Set<string>();
  private readonly ids = new Map<ts.Node, number>();

  constructor(flow: Flow) {
    this.flow = flow;
  }

  /** Everything that is read of the answers of these requests. */
  of(requests: readonly AnsweredCall[]): Read[] {
    for (const { call, site } of requests) {
      const request = requestId(site);
      this.follow(call, { request, path: site.legacy ? WRAPPED : '', depth: 0 });
      this.failures(call, request, 0);
    }
    return [...this.found.values()];
  }

  private follow(expression: ts.Expression, trail: Trail): void {
    const key = `${this.idOf(expression)}:${trail.request}:${trail.path}`;
    if (trail.depth > MAX_DEPTH || this.seen.has(key)) return;
    this.seen.add(key);
    const { parent } = expression;
    if (isOuter(parent)) this.follow(parent, trail);
    else if (ts.isPropertyAccessExpression(parent) && parent.expression === expression)
      this.member(parent, parent.name.text, trail);
    else if (ts.isElementAccessExpression(parent) && parent.expression === expression)
      this.element(parent, trail);
    else if (ts.isVariableDeclaration(parent)) this.bind(parent.name, trail);
    else if (ts.isBinaryExpression(parent)) this.binary(parent, expression, trail);
    else if (ts.isConditionalExpression(parent) && parent.condition !== expression)
      this.follow(parent, trail);
    else if (ts.isReturnStatement(parent)) this.returned(parent, trail);
    else if (ts.isArrowFunction(parent) && parent.body === expression) this.givenBack(parent, trail);
    else if (ts.isForOfStatement(parent) && parent.expression === expression) this.loop(parent, trail);
    else if (ts.isCallExpression(parent)) this.argument(parent, expression, trail);
    else if (ts.isSwitchStatement(parent)) this.cases(parent, expression);
  }

  private member(node: ts.PropertyAccessExpression, name: string, trail: Trail): void {
    const call = node.parent;
    if (ts.isCallExpression(call) && call.expression === node && this.method(call, name, trail)) return;
    if (trail.path === PROMISE) return;
    if (trail.path === WRAPPED) {
      if (name === 'data') this.follow(node, { ...trail, path: '' });
      return;
    }
    const path = join(trail.path, name);
    this.record(node, path, trail.request);
    this.follow(node, { ...trail, path });
  }

  /** Methods of promises and lists; true where the call is one of them. */
  private method(call: ts.CallExpression, name: string, trail: Trail): boolean {
    const [first, second] = call.arguments;
    if (name === 'then') {
      if (first && trail.path !== PROMISE) this.callback(first, 0, trail);
      if (second) this.callback(second, 0, { ...trail, path: 'error' });
      this.follow(call, { ...trail, path: PROMISE });
      return true;
    }
    if (name === 'catch') {
      if (first) this.callback(first, 0, { ...trail, path: 'error' });
      this.follow(call, trail);
      return true;
    }
    if (trail.path === PROMISE) return true;
    // `openai-edge` answers as `fetch` does.
    if (name === 'json' && trail.path === WRAPPED) {
      this.follow(call, { ...trail, path: '' });
      return true;
    }
    if (name === 'finally') this.follow(call, trail);
    if (name === 'withResponse') this.follow(call, { ...trail, path: WRAPPED });
    if (!trail.path) return name === 'finally' || name === 'withResponse' || name === 'asResponse';
    const position = ELEMENT_CALLBACKS[name];
    const inside = { ...trail, path: `${trail.path}[]` };
    if (position !== undefined && first) this.callback(first, position, inside);
    if (ELEMENT.test(name)) this.follow(call, inside);
    if (SAME_LIST.test(name)) this.follow(call, trail);
    return position !== undefined || ELEMENT.test(name) || SAME_LIST.test(name);
  }

  private callback(argument: ts.Expression, position: number, trail: Trail): void {
    for (const value of this.flow.values(argument)) {
      if (value.kind !== 'function') continue;
      const parameter = value.node.parameters[position];
      if (parameter)
        this.bind(parameter.name, { ...trail, depth: trail.depth + (isInline(value.node) ? 0 : 1) });
    }
  }

  private element(node: ts.ElementAccessExpression, trail: Trail): void {
    const key = skipOuter(node.argumentExpression);
    if (ts.isStringLiteralLike(key)) {
      const path = join(trail.path, key.text);
      this.record(node, path, trail.request);
      this.follow(node, { ...trail, path });
    } else if (!trail.path.startsWith('@')) this.follow(node, { ...trail, path: `${trail.path}[]` });
  }

  private bind(name: ts.BindingName, trail: Trail): void {
    if (trail.path === PROMISE) return;
    if (ts.isIdentifier(name)) {
      this.references(name, trail);
      return;
    }
    for (const element of name.elements) {
      if (ts.isOmittedExpression(element) || element.dotDotDotToken) continue;
      if (ts.isArrayBindingPattern(name)) {
        this.bind(element.name, { ...trail, path: `${trail.path}[]` });
        continue;
      }
      const key = (element.propertyName ?? element.name).getText();
      if (trail.path === WRAPPED) {
        if (key === 'data') this.bind(element.name, { ...trail, path: '' });
        continue;
      }
      const path = join(trail.path, key);
      this.record(element, path, trail.request);
      this.bind(element.name, { ...trail, path });
    }
  }

  private references(name: ts.Identifier, trail: Trail): void {
    const symbol = this.flow.symbolOf(name);
    if (!symbol) return;
    for (const one of this.flow.index.identifiers.get(name.text) ?? [])
      if (one !== name && this.flow.symbolOf(one) === symbol) this.follow(one, trail);
  }

  private binary(node: ts.BinaryExpression, from: ts.Expression, trail: Trail): void {
    const { kind } = node.operatorToken;
    if (isEquality(kind)) this.compare(from, node.left === from ? node.right : node.left);
    else if (kind === ts.SyntaxKind.EqualsToken && node.right === from) {
      if (ts.isIdentifier(node.left)) this.references(node.left, trail);
      this.follow(node, trail);
    } else if (isChoice(kind)) this.follow(node, trail);
  }

  private returned(node: ts.ReturnStatement, trail: Trail): void {
    const fn = ts.findAncestor(node, ts.isFunctionLike);
    if (fn && 'body' in fn) this.givenBack(fn as FunctionNode, trail);
  }

  private givenBack(fn: FunctionNode, trail: Trail): void {
    const call = fn.parent;
    // `.then((answer) => answer.choices[0])` gives what its callback gives.
    if (ts.isCallExpression(call) && isThen(call)) {
      this.follow(call, trail);
      return;
    }
    for (const site of this.flow.callSites(fn))
      if (ts.isCallExpression(site)) this.follow(site, { ...trail, depth: trail.depth + 1 });
  }

  /** `for await (const chunk of stream)`: a chunk is shaped like an answer. */
  private loop(node: ts.ForOfStatement, trail: Trail): void {
    const { initializer } = node;
    const path = node.awaitModifier && trail.path === '' ? '' : `${trail.path}[]`;
    if (!ts.isVariableDeclarationList(initializer)) return;
    for (const declaration of initializer.declarations) this.bind(declaration.name, { ...trail, path });
  }

  private argument(call: ts.CallExpression, from: ts.Expression, trail: Trail): void {
    const position = call.arguments.indexOf(from);
    if (position < 0) return;
    const { expression } = call;
    if (ts.isPropertyAccessExpression(expression) && expression.name.text === 'includes') {
      const list = skipOuter(expression.expression);
      if (ts.isArrayLiteralExpression(list)) for (const one of list.elements) this.compare(from, one);
      return;
    }
    for (const value of this.flow.values(expression)) {
      if (value.kind !== 'function') continue;
      const parameter = value.node.parameters[position];
      if (parameter) this.bind(parameter.name, { ...trail, depth: trail.depth + 1 });
    }
  }

  private cases(node: ts.SwitchStatement, from: ts.Expression): void {
    for (const clause of node.caseBlock.clauses)
      if (ts.isCaseClause(clause)) this.compare(from, clause.expression);
  }

  /** The other side of a comparison belongs to what was read last. */
  private compare(from: ts.Expression, other: ts.Expression): void {
    const read = this.found.get(String(this.idOf(skipOuter(from))));
    for (const value of read ? this.flow.values(other) : [])
      if (value.kind === 'text') read?.compared.set(value.node, value.value);
    if (!read) this.compareName(from, other);
  }

  /** `const { finish_reason } = choice; if (finish_reason === …)`. */
  private compareName(from: ts.Expression, other: ts.Expression): void {
    const bare = skipOuter(from);
    const declared = ts.isIdentifier(bare) ? this.flow.symbolOf(bare)?.declarations?.[0] : undefined;
    if (!declared) return;
    const origin =
      ts.isVariableDeclaration(declared) && declared.initializer ? skipOuter(declared.initializer) : declared;
    const read = this.found.get(String(this.idOf(origin)));
    for (const value of read ? this.flow.values(other) : [])
      if (value.kind === 'text') read?.compared.set(value.node, value.value);
  }

  /** `try { await request } catch (error) { … }`, here and where the function is called. */
  private failures(call: ts.Expression, request: string, depth: number): void {
    let current: ts.Node = call;
    while (current.parent && !ts.isFunctionLike(current.parent)) {
      const { parent } = current;
      if (ts.isTryStatement(parent) && parent.tryBlock === current && parent.catchClause?.variableDeclaration)
        this.bind(parent.catchClause.variableDeclaration.name, { request, path: 'error', depth });
      current = parent;
    }
    const fn = current.parent;
    if (!fn || depth >= 2 || !ts.isFunctionLike(fn) || !('body' in fn)) return;
    for (const site of this.flow.callSites(fn as FunctionNode))
      if (ts.isCallExpression(site)) this.failures(site, request, depth + 1);
  }

  private record(node: Read['node'], path: string, request: string): void {
    const key = String(this.idOf(node));
    const known = this.found.get(key) ?? { node, path, requests: new Set<string>(), compared: new Map() };
    known.requests.add(request);
    this.found.set(key, known);
  }

  private idOf(node: ts.Node): number {
    const known = this.ids.get(node) ?? this.ids.size;
    this.ids.set(node, known);
    return known;
  }
}

function join(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`;
}

function isChoice(kind: ts.SyntaxKind): boolean {
  return (
    kind === ts.SyntaxKind.QuestionQuestionToken ||
    kind === ts.SyntaxKind.BarBarToken ||
    kind === ts.SyntaxKind.AmpersandAmpersandToken
  );
}

function isThen(call: ts.CallExpression): boolean {
  return ts.isPropertyAccessExpression(call.expression) && call.expression.name.text === 'then';
}

/** Written right where it is handed over. */
function isInline(fn: FunctionNode): boolean {
  return ts.isCallExpression(fn.parent);
}
