import { ts } from '../ts.js';
import type { Flow } from './flow.js';
import { type CallLike, calleeName, isEquality, skipOuter } from './index-nodes.js';

/** One thing that is done with a value, as near to the value as syntax tells. */
export type Use =
  /** `value.name`, `value['name']`, `const { name } = value`. */
  | { readonly kind: 'read'; readonly name: string; readonly node: ReadNode }
  /** `value.name(…)`. */
  | { readonly kind: 'method'; readonly name: string; readonly node: ts.CallExpression }
  /** Handed to a call or a constructor. */
  | { readonly kind: 'argument'; readonly node: ts.Expression; readonly call: CallLike }
  /** Made a property of an object written out. */
  | {
      readonly kind: 'property';
      readonly name: string;
      readonly node: ts.Node;
      readonly object: ts.ObjectLiteralExpression;
    }
  /** An element of a list written out. */
  | { readonly kind: 'element'; readonly node: ts.Expression; readonly list: ts.ArrayLiteralExpression }
  | { readonly kind: 'spread'; readonly node: ts.SpreadElement | ts.SpreadAssignment }
  /** `for (… of value)`, `for await (… of value)`. */
  | { readonly kind: 'loop'; readonly node: ts.ForOfStatement }
  /** Only whether it is there, or which of several it is. */
  | { readonly kind: 'tested'; readonly node: ts.Node }
  /** Goes where it is not followed. */
  | { readonly kind: 'other'; readonly node: ts.Node };

export type ReadNode = ts.PropertyAccessExpression | ts.ElementAccessExpression | ts.BindingElement;

/** Everything that is done with one value, and what carries it there. */
export interface Uses {
  readonly uses: readonly Use[];
  /** Declarations that hold the value on its way. */
  readonly holders: readonly Holder[];
  /** Types that the value is declared or asserted to be of. */
  readonly types: readonly ts.TypeNode[];
  /** It may be missing where it is read: a variable that holds something else at first, or a fallback. */
  readonly mayBeMissing: boolean;
}

export type Holder = ts.VariableDeclaration | ts.BindingElement | ts.ParameterDeclaration;

/**
 * Follows a value forwards: through variables, parentheses, assertions, `await`, `then`, fallbacks, and out of
 * functions of the program whose callers are all in sight.
 */
export function usesOf(flow: Flow, node: ts.Expression): Uses {
  const walk = new Walk(flow);
  walk.out(node);
  return walk.result();
}

/** The same for what a declaration holds. */
export function usesOfHolder(flow: Flow, holder: Holder): Uses {
  const walk = new Walk(flow);
  walk.holder(holder);
  return walk.result();
}

class Walk {
  private readonly uses: Use[] = [];
  private readonly holders = new Set<Holder>();
  private readonly types: ts.TypeNode[] = [];
  private readonly seen = new Set<ts.Node>();
  private mayBeMissing = false;
  private readonly flow: Flow;

  constructor(flow: Flow) {
    this.flow = flow;
  }

  result(): Uses {
    return {
      uses: this.uses,
      holders: [...this.holders],
      types: this.types,
      mayBeMissing: this.mayBeMissing,
    };
  }

  out(start: ts.Expression): void {
    if (this.seen.has(start)) return;
    this.seen.add(start);
    const node = this.outermost(start);
    const { parent } = node;
    if (this.logic(node, parent)) return;
    if (ts.isVariableDeclaration(parent) && parent.initializer === node) {
      this.declared(parent);
      return;
    }
    if (ts.isPropertyAccessExpression(parent) && parent.expression === node) {
      this.access(parent);
      return;
    }
    if (ts.isElementAccessExpression(parent) && parent.expression === node) {
      this.element(parent);
      return;
    }
    if (isCall(parent) && parent.expression !== node) {
      this.uses.push({ kind: 'argument', node, call: parent });
      return;
    }
    if (ts.isForOfStatement(parent) && parent.expression === node) {
      this.uses.push({ kind: 'loop', node: parent });
      return;
    }
    if (ts.isReturnStatement(parent) || (ts.isArrowFunction(parent) && parent.body === node)) {
      this.returned(node);
      return;
    }
    this.put(node, parent);
  }

  /** Operators that let one of their sides through, and questions about the value. */
  private logic(node: ts.Expression, parent: ts.Node): boolean {
    if (ts.isBinaryExpression(parent)) {
      this.operator(node, parent);
      return true;
    }
    if (ts.isConditionalExpression(parent)) {
      if (parent.condition === node) this.uses.push({ kind: 'tested', node });
      else {
        this.mayBeMissing = true;
        this.out(parent);
      }
      return true;
    }
    if (isQuestion(node, parent)) {
      this.uses.push({ kind: 'tested', node });
      return true;
    }
    return ts.isExpressionStatement(parent) || ts.isVoidExpression(parent);
  }

  private operator(node: ts.Expression, parent: ts.BinaryExpression): void {
    const { kind } = parent.operatorToken;
    if (isAssignment(kind)) {
      if (parent.left !== node) this.assigned(parent);
    } else if (kind === ts.SyntaxKind.QuestionQuestionToken || kind === ts.SyntaxKind.BarBarToken) {
      if (parent.left === node) this.uses.push({ kind: 'tested', node });
      this.mayBeMissing = true;
      this.out(parent);
    } else if (kind === ts.SyntaxKind.AmpersandAmpersandToken) {
      if (parent.left === node) this.uses.push({ kind: 'tested', node });
      else this.out(parent);
    } else if (kind === ts.SyntaxKind.CommaToken) {
      if (parent.right === node) this.out(parent);
    } else if (isEquality(kind)) this.uses.push({ kind: 'tested', node });
    else this.uses.push({ kind: 'other', node });
  }

  /** `x = value`: the variable holds it from now on. A property of something else is out of sight. */
  private assigned(node: ts.BinaryExpression): void {
    const left = skipOuter(node.left);
    const declaration = ts.isIdentifier(left) ? this.declarationOf(left) : undefined;
    if (!declaration) {
      this.uses.push({ kind: 'other', node: left });
      return;
    }
    this.holder(declaration);
    if (!ts.isExpressionStatement(node.parent)) this.out(node);
  }

  private declarationOf(node: ts.Identifier): Holder | undefined {
    return this.flow.symbolOf(node)?.declarations?.find(isHolder);
  }

  private declared(node: ts.VariableDeclaration): void {
    if (node.type) this.types.push(node.type);
    if (ts.isIdentifier(node.name)) {
      this.holder(node);
      return;
    }
    if (ts.isArrayBindingPattern(node.name)) {
      this.uses.push({ kind: 'other', node: node.name });
      return;
    }
    for (const element of node.name.elements) this.bound(element);
  }

  private bound(element: ts.BindingElement): void {
    const name = boundName(element);
    if (name === undefined || element.dotDotDotToken) this.uses.push({ kind: 'other', node: element });
    else this.uses.push({ kind: 'read', name, node: element });
  }

  /** Every reference of what `holder` declares. */
  holder(holder: Holder): void {
    if (this.holders.has(holder)) return;
    this.holders.add(holder);
    if (!ts.isIdentifier(holder.name)) {
      if (ts.isObjectBindingPattern(holder.name))
        for (const element of holder.name.elements) this.bound(element);
      else this.uses.push({ kind: 'other', node: holder.name });
      return;
    }
    if (!ts.isBindingElement(holder) && holder.type) this.types.push(holder.type);
    if (ts.isVariableDeclaration(holder) && !this.isFilledAtOnce(holder)) this.mayBeMissing = true;
    if (isExportedVariable(holder)) this.uses.push({ kind: 'other', node: holder.name });
    for (const reference of this.references(holder.name)) this.reference(reference);
  }

  private isFilledAtOnce(holder: ts.VariableDeclaration): boolean {
    if (!holder.initializer)
      return !ts.isVariableStatement(holder.parent.parent) || this.isAssignedNext(holder);
    const bare = skipOuter(holder.initializer);
    return bare.kind !== ts.SyntaxKind.NullKeyword && !(ts.isIdentifier(bare) && bare.text === 'undefined');
  }

  /** `let x; try { x = … }`: nothing says `null`, and types let it be read only where it was assigned. */
  private isAssignedNext(holder: ts.VariableDeclaration): boolean {
    const name = holder.name as ts.Identifier;
    return (this.flow.index.assignments.get(name.text) ?? []).some(
      (one) => this.flow.symbolOf(one.left) === this.flow.symbolOf(name),
    );
  }

  private references(name: ts.Identifier): ts.Identifier[] {
    const symbol = this.flow.symbolOf(name);
    if (!symbol) return [];
    return (this.flow.index.identifiers.get(name.text) ?? []).filter(
      (one) => one !== name && this.symbolAt(one) === symbol,
    );
  }

  private symbolAt(node: ts.Identifier): ts.Symbol | undefined {
    if (ts.isShorthandPropertyAssignment(node.parent) && node.parent.name === node)
      return this.flow.checker.getShorthandAssignmentValueSymbol(node.parent);
    return this.flow.symbolOf(node);
  }

  private reference(node: ts.Identifier): void {
    const { parent } = node;
    if (ts.isShorthandPropertyAssignment(parent)) {
      this.uses.push({ kind: 'property', name: node.text, node: parent, object: parent.parent });
      return;
    }
    if (ts.isExportSpecifier(parent) || ts.isTypeQueryNode(parent)) {
      if (ts.isExportSpecifier(parent)) this.uses.push({ kind: 'other', node });
      return;
    }
    if (ts.isBinaryExpression(parent) && parent.left === node && isAssignment(parent.operatorToken.kind))
      return;
    if (ts.isForOfStatement(parent) && parent.initializer === (node as ts.Node)) return;
    this.out(node);
  }

  private access(node: ts.PropertyAccessExpression): void {
    const name = node.name.text;
    const call = node.parent;
    if (!ts.isCallExpression(call) || call.expression !== node) {
      this.uses.push({ kind: 'read', name, node });
      return;
    }
    if (name === 'then') this.fulfilled(call);
    else if (name === 'catch') {
      this.mayBeMissing = true;
      this.out(call);
    } else if (name === 'finally') this.out(call);
    else this.uses.push({ kind: 'method', name, node: call });
  }

  /** `promise.then((value) => …)`: the parameter holds the value, and what it gives is another one. */
  private fulfilled(call: ts.CallExpression): void {
    const [first] = call.arguments;
    const bare = first && skipOuter(first);
    if (!bare || (!ts.isArrowFunction(bare) && !ts.isFunctionExpression(bare))) {
      this.uses.push({ kind: 'other', node: bare ?? call });
      return;
    }
    const [parameter] = bare.parameters;
    if (parameter) this.holder(parameter);
  }

  private element(node: ts.ElementAccessExpression): void {
    const key = skipOuter(node.argumentExpression);
    if (ts.isStringLiteralLike(key) || ts.isNumericLiteral(key))
      this.uses.push({ kind: 'read', name: key.text, node });
    else this.uses.push({ kind: 'other', node });
  }

  private put(node: ts.Expression, parent: ts.Node): void {
    if (ts.isPropertyAssignment(parent) && parent.initializer === node) {
      const name = propertyText(parent.name);
      if (name !== undefined) this.uses.push({ kind: 'property', name, node: parent, object: parent.parent });
      else this.uses.push({ kind: 'other', node });
    } else if (ts.isArrayLiteralExpression(parent)) this.uses.push({ kind: 'element', node, list: parent });
    else if (ts.isSpreadElement(parent) || ts.isSpreadAssignment(parent))
      this.uses.push({ kind: 'spread', node: parent });
    else this.uses.push({ kind: 'other', node });
  }

  /** Parentheses, assertions and `await` around a value; the types asserted are noted. */
  private outermost(start: ts.Expression): ts.Expression {
    let node: ts.Expression = start;
    for (;;) {
      const { parent } = node;
      if (
        !ts.isParenthesizedExpression(parent) &&
        !ts.isAsExpression(parent) &&
        !ts.isSatisfiesExpression(parent) &&
        !ts.isTypeAssertionExpression(parent) &&
        !ts.isNonNullExpression(parent) &&
        !ts.isAwaitExpression(parent)
      )
        return node;
      if (
        ts.isAsExpression(parent) ||
        ts.isSatisfiesExpression(parent) ||
        ts.isTypeAssertionExpression(parent)
      )
        this.types.push(parent.type);
      node = parent;
    }
  }

  /** Out of a function: to its callers, where it has a name of its own and is only ever called by it. */
  private returned(node: ts.Expression): void {
    const owner = ts.findAncestor(node.parent, ts.isFunctionLike);
    const then = owner && promiseOf(owner);
    if (then) {
      // The other callback gives something else.
      if (then.arguments.length > 1) this.mayBeMissing = true;
      this.out(then);
      return;
    }
    const calls = owner && this.callers(owner);
    if (!owner || !calls) {
      this.uses.push({ kind: 'other', node });
      return;
    }
    if (owner.type) this.types.push(owner.type);
    for (const call of calls) this.out(call);
  }

  private callers(owner: ts.SignatureDeclaration): readonly ts.CallExpression[] | undefined {
    if (ts.isMethodDeclaration(owner) && ts.isClassLike(owner.parent)) return this.callersOfMethod(owner);
    const name = nameOf(owner);
    if (!name || ts.getCombinedModifierFlags(owner as ts.Declaration) & ts.ModifierFlags.Default)
      return undefined;
    const { file } = this.flow.program.fileOf(owner);
    const symbol = this.flow.symbolOf(name);
    const spellings = [name.text, ...(this.flow.index.aliases.get(name.text) ?? [])];
    const found: ts.CallExpression[] = [];
    for (const one of new Set(spellings).values())
      for (const reference of this.flow.index.identifiers.get(one) ?? []) {
        if (reference === name || this.origin(reference) !== symbol) continue;
        const { parent } = reference;
        if (ts.isCallExpression(parent) && parent.expression === reference) found.push(parent);
        else if (!ts.isImportSpecifier(parent) && !ts.isImportClause(parent)) return undefined;
      }
    const isExported = isExportedFunction(owner);
    if (isExported && (found.length === 0 || this.flow.hooks.isPublished(file))) return undefined;
    return found;
  }

  /** A method is called by its name on whatever is of its class; one call on something unknown, and it may be anybody's. */
  private callersOfMethod(owner: ts.MethodDeclaration): readonly ts.CallExpression[] | undefined {
    if (!ts.isIdentifier(owner.name) && !ts.isPrivateIdentifier(owner.name)) return undefined;
    const { file } = this.flow.program.fileOf(owner);
    const isPrivate =
      ts.isPrivateIdentifier(owner.name) ||
      (ts.getCombinedModifierFlags(owner) & ts.ModifierFlags.Private) !== 0;
    if (!isPrivate && this.flow.hooks.isPublished(file)) return undefined;
    const found: ts.CallExpression[] = [];
    for (const access of this.accesses(owner.name.text)) {
      const values = this.flow.values(access);
      const isOwn = values.some((value) => value.kind === 'function' && value.node === owner);
      const call = access.parent;
      if (isOwn && ts.isCallExpression(call) && call.expression === access) found.push(call);
      else if (isOwn) return undefined;
      else if (!isPrivate && values.some((value) => value.kind === 'unknown')) return undefined;
    }
    return found.length > 0 ? found : undefined;
  }

  private accesses(name: string): ts.PropertyAccessExpression[] {
    return (this.flow.index.identifiers.get(name) ?? []).flatMap(({ parent }) =>
      ts.isPropertyAccessExpression(parent) && parent.name.text === name ? [parent] : [],
    );
  }

  private origin(node: ts.Identifier): ts.Symbol | undefined {
    const symbol = this.symbolAt(node);
    if (!symbol || !(symbol.flags & ts.SymbolFlags.Alias)) return symbol;
    return this.flow.checker.getAliasedSymbol(symbol);
  }
}

/** `promise.then(callback)`: what the callback gives is what it holds; a promise of one that is `async` as well. */
function promiseOf(owner: ts.SignatureDeclaration): ts.CallExpression | undefined {
  const call = owner.parent;
  if (!ts.isCallExpression(call) || !ts.isPropertyAccessExpression(call.expression)) return undefined;
  const isHanded = (call.arguments as readonly ts.Node[]).includes(owner);
  return isHanded && call.expression.name.text === 'then' ? call : undefined;
}

/** The name by which a binding takes a property out of an object. */
export function boundName(element: ts.BindingElement): string | undefined {
  const key = element.propertyName ?? element.name;
  return ts.isIdentifier(key) || ts.isStringLiteralLike(key) ? key.text : undefined;
}

export function propertyText(name: ts.PropertyName): string | undefined {
  return ts.isIdentifier(name) || ts.isStringLiteralLike(name) || ts.isNumericLiteral(name)
    ? name.text
    : undefined;
}

/** `console.log(…)` and its like. */
export function isConsole(call: CallLike): boolean {
  const callee = skipOuter(call.expression);
  return (
    ts.isPropertyAccessExpression(callee) &&
    ts.isIdentifier(callee.expression) &&
    callee.expression.text === 'console' &&
    /^(?:log|info|debug|error|warn|dir|trace|table)$/.test(calleeName(callee) ?? '')
  );
}

function isHolder(node: ts.Node): node is Holder {
  return ts.isVariableDeclaration(node) || ts.isBindingElement(node) || ts.isParameter(node);
}

function isCall(node: ts.Node): node is CallLike {
  return ts.isCallExpression(node) || ts.isNewExpression(node);
}

function isQuestion(node: ts.Expression, parent: ts.Node): boolean {
  if (ts.isPrefixUnaryExpression(parent)) return parent.operator === ts.SyntaxKind.ExclamationToken;
  if (ts.isIfStatement(parent) || ts.isWhileStatement(parent) || ts.isDoStatement(parent))
    return parent.expression === node;
  return ts.isTypeOfExpression(parent) || (ts.isForStatement(parent) && parent.condition === node);
}

function isAssignment(kind: ts.SyntaxKind): boolean {
  return kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment;
}

function isExportedVariable(holder: Holder): boolean {
  if (!ts.isVariableDeclaration(holder)) return false;
  const statement = holder.parent.parent;
  return (
    ts.isVariableStatement(statement) &&
    (statement.modifiers ?? []).some((one) => one.kind === ts.SyntaxKind.ExportKeyword)
  );
}

function nameOf(owner: ts.SignatureDeclaration): ts.Identifier | undefined {
  if (ts.isFunctionDeclaration(owner)) return owner.name;
  const { parent } = owner;
  const isValue = ts.isArrowFunction(owner) || ts.isFunctionExpression(owner);
  return isValue && ts.isVariableDeclaration(parent) && ts.isIdentifier(parent.name)
    ? parent.name
    : undefined;
}

function isExportedFunction(owner: ts.SignatureDeclaration): boolean {
  const statement = ts.isFunctionDeclaration(owner) ? owner : owner.parent.parent.parent;
  return (
    ts.canHaveModifiers(statement) &&
    (ts.getModifiers(statement) ?? []).some((one) => one.kind === ts.SyntaxKind.ExportKeyword)
  );
}
