import { calleeName, skipOuter } from '../../../src/flow/index-nodes.js';
import {
  type Holder,
  isConsole,
  propertyText,
  type Use,
  type Uses,
  usesOf,
  usesOfHolder,
} from '../../../src/flow/uses.js';
import type { FunctionNode } from '../../../src/flow/value.js';
import { ts } from '../../../src/ts.js';
import type { Annotations } from './annotations.js';
import type { Draft } from './draft.js';
import { isPlainMessages } from './texts.js';

/** The objects that are sent as bodies by requests that may be converted. */
export type Bodies = ReadonlySet<ts.ObjectLiteralExpression>;

/** Methods of a list that put into it what they are given. */
const PUTS = /^(?:push|unshift)$/;
/** Methods of a list that give the same elements in another list. */
const SAME = /^(?:concat|slice|filter|reverse|toReversed)$/;
/** Parameters whose lists have elements of another shape where the request goes. */
const FIELDS = /^(?:input|messages|tools)$/;

/**
 * Walks through lists of messages, of their parts and of tools to each element that is written out, and makes sure
 * that nothing but requests that change as well reads what is edited on the way.
 */
export class Lists {
  protected readonly draft: Draft;
  private readonly bodies: Bodies;
  private readonly annotations: Pick<Annotations, 'parameter'>;
  /** What an element of the list of messages is called. */
  private readonly name: string;
  private readonly checked = new Set<ts.Node>();
  private readonly walked = new Set<ts.Node>();
  /** Reads of `output` that were met in lists. */
  readonly answers = new Set<ts.Node>();

  constructor(
    draft: Draft,
    bodies: Bodies,
    annotations: Pick<Annotations, 'parameter'>,
    name: string = 'input[]',
  ) {
    this.draft = draft;
    this.bodies = bodies;
    this.annotations = annotations;
    this.name = name;
  }

  /** Hands every element of `list` to `visit`; what cannot be followed is in the way. `name` is what is in the list. */
  each(list: ts.Expression, name: string, visit: (element: ts.Expression) => void): void {
    const bare = skipOuter(list);
    if (this.walked.has(bare)) return;
    this.walked.add(bare);
    if (ts.isArrayLiteralExpression(bare)) {
      for (const element of bare.elements) this.element(element, name, visit);
      return;
    }
    if (ts.isConditionalExpression(bare)) {
      this.each(bare.whenTrue, name, visit);
      this.each(bare.whenFalse, name, visit);
      return;
    }
    if (isFallback(bare)) {
      this.each(bare.left, name, visit);
      this.each(bare.right, name, visit);
      return;
    }
    if (isNothing(bare)) return;
    if (ts.isIdentifier(bare)) this.variable(bare, name, visit);
    else if (ts.isCallExpression(bare)) this.call(bare, name, visit);
    else if (!(name === this.name && isPlainMessages(this.draft.flow, bare))) this.hidden(bare, name);
  }

  protected element(element: ts.Expression, name: string, visit: (element: ts.Expression) => void): void {
    if (ts.isSpreadElement(element)) this.spread(element.expression, name, visit);
    else if (!ts.isOmittedExpression(element)) visit(element);
  }

  /** `...(given && [element])`, `...(given ? [element] : [])`. */
  private spread(node: ts.Expression, name: string, visit: (element: ts.Expression) => void): void {
    const bare = skipOuter(node);
    if (ts.isBinaryExpression(bare) && bare.operatorToken.kind === ts.SyntaxKind.AmpersandAmpersandToken)
      this.each(bare.right, name, visit);
    else if (!this.isAnswer(bare)) this.each(bare, name, visit);
  }

  /** `...response.output`: whoever follows that answer sees to it; nobody may. */
  private isAnswer(node: ts.Expression): boolean {
    const read = unwrapped(node);
    if (!ts.isPropertyAccessExpression(read) || read.name.text !== 'output') return false;
    this.answers.add(read);
    return true;
  }

  protected variable(node: ts.Identifier, name: string, visit: (element: ts.Expression) => void): void {
    const { flow } = this.draft;
    const symbol = ts.isShorthandPropertyAssignment(node.parent)
      ? flow.checker.getShorthandAssignmentValueSymbol(node.parent)
      : flow.symbolOf(node);
    const declaration = symbol?.declarations?.[0];
    if (name === this.name && isPlainMessages(flow, node)) return;
    if (!declaration || !ts.isVariableDeclaration(declaration)) {
      this.hidden(node, name);
      return;
    }
    this.holder(declaration);
    const given = (flow.index.assignments.get(node.text) ?? [])
      .filter((one) => flow.symbolOf(one.left) === symbol)
      .map((one) => one.right);
    if (declaration.initializer) given.unshift(declaration.initializer);
    if (given.length === 0) this.hidden(node, name);
    for (const one of given) this.each(one, name, visit);
    for (const one of this.pushed(symbol)) this.element(one, name, visit);
  }

  /** What is pushed to the variable of that symbol. */
  pushed(symbol: ts.Symbol | undefined): ts.Expression[] {
    const { flow } = this.draft;
    return ['push', 'unshift'].flatMap((method) =>
      (flow.index.calls.get(method) ?? []).flatMap((call) => {
        const callee = skipOuter(call.expression);
        if (!ts.isPropertyAccessExpression(callee)) return [];
        const owner = skipOuter(callee.expression);
        const isSame = ts.isIdentifier(owner) && flow.symbolOf(owner) === symbol;
        return isSame ? [...(call.arguments ?? [])] : [];
      }),
    );
  }

  private call(node: ts.CallExpression, name: string, visit: (element: ts.Expression) => void): void {
    if (this.ofFunction(node, name, visit)) return;
    const callee = skipOuter(node.expression);
    if (!ts.isPropertyAccessExpression(callee)) {
      this.hidden(node, name);
      return;
    }
    const method = callee.name.text;
    if (method === 'map' || method === 'flatMap') {
      this.mapped(node, name, visit);
      return;
    }
    if (!SAME.test(method)) {
      this.hidden(node, name);
      return;
    }
    this.each(callee.expression, name, visit);
    if (method !== 'concat') return;
    for (const argument of node.arguments) {
      const bare = skipOuter(argument);
      if (this.isAnswer(bare)) continue;
      if (ts.isObjectLiteralExpression(bare)) visit(bare);
      else this.each(bare, name, visit);
    }
  }

  /** `input: buildInput(question)`: what the function gives, where all its callers put it into such requests. */
  private ofFunction(
    node: ts.CallExpression,
    name: string,
    visit: (element: ts.Expression) => void,
  ): boolean {
    const functions = this.draft.flow.values(node.expression);
    if (functions.length === 0 || !functions.every((one) => one.kind === 'function')) return false;
    for (const { node: fn } of functions)
      for (const returned of returnedBy(fn)) {
        const bare = skipOuter(returned);
        if (ts.isArrayLiteralExpression(bare) || ts.isCallExpression(bare)) this.value(bare);
        this.each(returned, name, visit);
      }
    return true;
  }

  /** `history.map((one) => ({ role: one.role, content: one.content }))`. */
  private mapped(node: ts.CallExpression, name: string, visit: (element: ts.Expression) => void): void {
    const [first] = node.arguments;
    const callback = first && skipOuter(first);
    if (!callback || !(ts.isArrowFunction(callback) || ts.isFunctionExpression(callback))) {
      this.hidden(node, name);
      return;
    }
    for (const one of returnedBy(callback)) {
      const bare = skipOuter(one);
      if (ts.isArrayLiteralExpression(bare)) this.each(bare, name, visit);
      else visit(one);
    }
  }

  private hidden(node: ts.Node, name: string): void {
    this.draft.block(node, 'parameter', name, 'it is put together where it cannot be followed');
  }

  /** A variable that holds something which is edited: everything else that reads it is in the way. */
  holder(holder: Holder): void {
    if (this.checked.has(holder)) return;
    this.checked.add(holder);
    this.draft.share(holder);
    this.all(usesOfHolder(this.draft.flow, holder));
  }

  /** `{ … } as ResponseInputItem`: the type follows. */
  asserted(element: ts.Expression): void {
    let node = element;
    for (;;) {
      if (ts.isAsExpression(node) || ts.isSatisfiesExpression(node) || ts.isTypeAssertionExpression(node))
        this.annotations.parameter(node.type);
      else if (!ts.isParenthesizedExpression(node) && !ts.isNonNullExpression(node)) return;
      node = node.expression;
    }
  }

  /** The same for an expression, wherever it goes. */
  value(node: ts.Expression): void {
    if (this.checked.has(node)) return;
    this.checked.add(node);
    this.all(usesOf(this.draft.flow, node));
  }

  private all({ uses, types, holders }: Uses): void {
    for (const holder of holders) {
      this.checked.add(holder);
      this.draft.share(holder);
    }
    for (const type of types) this.annotations.parameter(type);
    for (const use of uses) this.use(use);
  }

  private use(use: Use): void {
    switch (use.kind) {
      case 'tested':
        return;
      case 'property':
        this.property(use);
        return;
      case 'element':
        this.value(use.list);
        return;
      case 'spread':
        this.spreadInto(use.node);
        return;
      case 'argument':
        this.argument(use);
        return;
      case 'method':
        this.method(use);
        return;
      case 'read':
        if (use.name !== 'length') this.elsewhere(use.node);
        return;
      default:
        this.elsewhere(use.node);
        return;
    }
  }

  private property(use: Use & { kind: 'property' }): void {
    if (this.bodies.has(use.object) && FIELDS.test(use.name)) this.draft.share(use.object);
    else if (use.name === 'content') this.value(use.object);
    else if (use.name === 'format' && this.isText(use.object)) this.draft.share(use.object.parent.parent);
    else this.elsewhere(use.node);
  }

  /** `text: { format }` of a request. */
  private isText({ parent }: ts.ObjectLiteralExpression): boolean {
    return (
      ts.isPropertyAssignment(parent) &&
      propertyText(parent.name) === 'text' &&
      this.bodies.has(parent.parent)
    );
  }

  private spreadInto(node: ts.SpreadElement | ts.SpreadAssignment): void {
    const { parent } = node;
    if (ts.isArrayLiteralExpression(parent)) this.value(parent);
    else if (ts.isObjectLiteralExpression(parent)) {
      if (this.bodies.has(parent)) this.draft.share(parent);
      else this.value(parent);
    } else if (ts.isCallExpression(parent)) this.put(parent, node);
    else this.elsewhere(node);
  }

  protected argument(use: Use & { kind: 'argument' }): void {
    if (isConsole(use.call)) return;
    if (ts.isCallExpression(use.call)) this.put(use.call, use.node);
    else this.elsewhere(use.node);
  }

  /** `list.push(value)`, `list.concat(value)`: it is in that list from now on. */
  put(call: ts.CallExpression, node: ts.Node): void {
    const callee = skipOuter(call.expression);
    const name = ts.isPropertyAccessExpression(callee) ? callee.name.text : '';
    if (!ts.isPropertyAccessExpression(callee) || !(PUTS.test(name) || name === 'concat')) {
      this.elsewhere(node);
      return;
    }
    if (name === 'concat') this.value(call);
    const owner = skipOuter(callee.expression);
    const holder = ts.isIdentifier(owner)
      ? this.draft.flow.symbolOf(owner)?.declarations?.find(ts.isVariableDeclaration)
      : undefined;
    if (holder) this.holder(holder);
    else if (name !== 'concat') this.elsewhere(node);
  }

  private method(use: Use & { kind: 'method' }): void {
    if (PUTS.test(use.name)) return;
    if (SAME.test(use.name)) {
      this.value(use.node);
      return;
    }
    // Taking an element off and dropping it.
    if (/^(?:pop|shift|splice)$/.test(use.name) && ts.isExpressionStatement(use.node.parent)) return;
    this.elsewhere(use.node);
  }

  private elsewhere(node: ts.Node): void {
    this.draft.block(node, 'parameter', this.name, 'something that is not converted reads it, too');
  }
}

function isFallback(node: ts.Expression): node is ts.BinaryExpression {
  return (
    ts.isBinaryExpression(node) &&
    (node.operatorToken.kind === ts.SyntaxKind.QuestionQuestionToken ||
      node.operatorToken.kind === ts.SyntaxKind.BarBarToken)
  );
}

/** `toResponseInputItems(response.output)`: the SDK's helper makes items of a request of those of an answer. */
export function unwrapped(node: ts.Expression): ts.Expression {
  const bare = skipOuter(node);
  if (!ts.isCallExpression(bare) || calleeName(bare.expression) !== 'toResponseInputItems') return bare;
  const [only] = bare.arguments;
  return only ? skipOuter(only) : bare;
}

export function isNothing(node: ts.Expression): boolean {
  return node.kind === ts.SyntaxKind.NullKeyword || (ts.isIdentifier(node) && node.text === 'undefined');
}

/** What a function gives back. */
export function returnedBy({ body }: FunctionNode): ts.Expression[] {
  if (!body) return [];
  if (!ts.isBlock(body)) return [body];
  const found: ts.Expression[] = [];
  const visit = (one: ts.Node): void => {
    if (ts.isFunctionLike(one) || ts.isClassLike(one)) return;
    if (ts.isReturnStatement(one) && one.expression) found.push(one.expression);
    ts.forEachChild(one, visit);
  };
  ts.forEachChild(body, visit);
  return found;
}
