import type { ParsedProgram } from '../pipeline/parse.js';
import { ts } from '../ts.js';
import { Declarations } from './declarations.js';
import { environmentRead } from './environment.js';
import {
  type CallLike,
  calleeName,
  indexNodes,
  isModuleCall,
  type NodeIndex,
  skipOuter,
} from './index-nodes.js';
import { Members } from './members.js';
import type { FunctionNode, Value } from './value.js';

/** What a dialect teaches the flow. */
export interface FlowHooks {
  /** Index of the argument that a call of an external function hands through (`observeOpenAI(client)`). */
  passThrough(module: string, path: readonly string[]): number | undefined;
  /** The file that a specifier names where the compiler does not find it: aliases, workspace packages. */
  resolve(specifier: string, from: string): string | undefined;
  /** The class that an instance method gives back unchanged (`client.withOptions()`): true keeps the receiver. */
  keepsReceiver(path: readonly string[]): boolean;
}

/** A chain longer than this is given up as `too-deep`; real code stays under ten. */
const MAX_DEPTH = 60;

/**
 * Follows values backwards: from an expression to everything it may have been. It never runs code, never guesses, and
 * says `unknown` wherever a value may come from somewhere it cannot see.
 */
export class Flow {
  readonly program: ParsedProgram;
  readonly checker: ts.TypeChecker;
  readonly hooks: FlowHooks;
  private readonly memo = new Map<ts.Node, readonly Value[]>();
  private readonly open = new Set<ts.Node>();
  private readonly members: Members;
  private readonly declarations: Declarations;
  private nodes: NodeIndex | undefined;

  constructor(program: ParsedProgram, hooks: FlowHooks) {
    this.program = program;
    this.checker = program.checker;
    this.hooks = hooks;
    this.members = new Members(this);
    this.declarations = new Declarations(this);
  }

  get index(): NodeIndex {
    this.nodes ??= indexNodes(this.program);
    return this.nodes;
  }

  /** Everything `node` may evaluate to. */
  values(node: ts.Expression): readonly Value[] {
    return this.remember(node, () => this.evaluate(skipOuter(node)));
  }

  /** The values of a property of any of `values`. */
  member(values: readonly Value[], name: string, node: ts.Node): readonly Value[] {
    return unique(values.flatMap((value) => this.members.of(value, name, node)));
  }

  /** Calls and `new` whose callee may be `target`, a function, method, class or constructor of the program. */
  callSites(target: FunctionNode | ts.ClassLikeDeclaration): readonly CallLike[] {
    const name = declaredName(target);
    if (!name) return this.immediateCalls(target);
    return (this.index.calls.get(name) ?? []).filter((call) => this.calls(call, target));
  }

  /** Runs `compute` once per node; a value that depends on itself adds nothing to itself. */
  remember(node: ts.Node, compute: () => readonly Value[]): readonly Value[] {
    const known = this.memo.get(node);
    if (known) return known;
    if (this.open.has(node)) return [];
    if (this.open.size > MAX_DEPTH) return [{ kind: 'unknown', why: 'too-deep', node, trail: [] }];
    this.open.add(node);
    try {
      const found = unique(compute());
      this.memo.set(node, found);
      return found;
    } finally {
      this.open.delete(node);
    }
  }

  symbolOf(node: ts.Node): ts.Symbol | undefined {
    return this.checker.getSymbolAtLocation(node);
  }

  private evaluate(node: ts.Expression): readonly Value[] {
    const literal = literalValue(node);
    if (literal) return [literal];
    if (ts.isIdentifier(node)) return this.declarations.ofIdentifier(node);
    if (ts.isPropertyAccessExpression(node))
      return this.member(this.values(node.expression), node.name.text, node);
    if (ts.isElementAccessExpression(node)) return this.elementAccess(node);
    if (ts.isCallExpression(node)) return this.call(node);
    if (ts.isNewExpression(node)) return this.construction(node);
    if (ts.isConditionalExpression(node))
      return [...this.values(node.whenTrue), ...this.values(node.whenFalse)];
    if (ts.isBinaryExpression(node)) return this.binary(node);
    if (node.kind === ts.SyntaxKind.ThisKeyword) return this.self(node);
    if (node.kind === ts.SyntaxKind.SuperKeyword) return this.superClass(node);
    if (ts.isMetaProperty(node)) return [{ kind: 'global', path: ['import', 'meta'], node, trail: [] }];
    if (ts.isClassExpression(node)) return [{ kind: 'class', node, trail: [] }];
    if (ts.isVoidExpression(node)) return [{ kind: 'nothing', node, trail: [] }];
    return [{ kind: 'unknown', why: 'dynamic', node, trail: [] }];
  }

  private elementAccess(node: ts.ElementAccessExpression): readonly Value[] {
    const base = this.values(node.expression);
    const key = skipOuter(node.argumentExpression);
    if (ts.isStringLiteralLike(key) || ts.isNumericLiteral(key)) return this.member(base, key.text, node);
    const keys = this.values(key);
    const texts = keys.filter((value) => value.kind === 'text');
    if (texts.length > 0 && texts.length === keys.length)
      return texts.flatMap((text) => this.member(base, text.value, node));
    // A table read with a key known only at run time: any of its values.
    return base.flatMap((value) => this.members.all(value, node));
  }

  private binary(node: ts.BinaryExpression): readonly Value[] {
    switch (node.operatorToken.kind) {
      case ts.SyntaxKind.QuestionQuestionToken:
      case ts.SyntaxKind.BarBarToken:
        return [...this.withoutNothing(node.left), ...this.values(node.right)];
      case ts.SyntaxKind.AmpersandAmpersandToken:
      case ts.SyntaxKind.CommaToken:
      case ts.SyntaxKind.EqualsToken:
        return this.values(node.right);
      case ts.SyntaxKind.QuestionQuestionEqualsToken:
      case ts.SyntaxKind.BarBarEqualsToken:
        return [...this.withoutNothing(node.left), ...this.values(node.right)];
      default:
        return [{ kind: 'unknown', why: 'dynamic', node, trail: [] }];
    }
  }

  /** The left side of a fallback: its `undefined` never comes through. */
  private withoutNothing(node: ts.Expression): readonly Value[] {
    return this.values(node).filter((value) => value.kind !== 'nothing');
  }

  private call(node: ts.CallExpression): readonly Value[] {
    if (isModuleCall(node)) return this.moduleCall(node);
    const read = environmentRead(this, node);
    if (read) return [read];
    return this.values(node.expression).flatMap((callee) => this.callOf(callee, node));
  }

  private callOf(callee: Value, node: ts.CallExpression): readonly Value[] {
    switch (callee.kind) {
      case 'function':
        return this.returnedTo(callee, node);
      case 'external': {
        const handed = this.hooks.passThrough(callee.module, callee.path);
        const argument = handed === undefined ? undefined : node.arguments[handed];
        if (argument) return this.values(argument);
        return [{ kind: 'result', callee, node, trail: [] }];
      }
      case 'global':
        return this.globalCall(callee.path, node);
      case 'member':
        if (this.hooks.keepsReceiver(callee.path)) return [callee.base];
        return [{ kind: 'result', callee, node, trail: [] }];
      case 'result':
      case 'instance':
      case 'typed':
        return [{ kind: 'result', callee, node, trail: [] }];
      default:
        return [{ kind: 'unknown', why: 'call', node, trail: [] }];
    }
  }

  private returnedTo(callee: Value & { kind: 'function' }, node: ts.CallExpression): readonly Value[] {
    const returned = this.declarations.returned(callee.node);
    // Nothing known comes out (a proxy, say): keep the call, so that its arguments can still be asked.
    if (returned.every((value) => value.kind === 'unknown'))
      return [{ kind: 'result', callee, node, trail: callee.trail }];
    return returned.map((value) => stepped(value, node));
  }

  private globalCall(path: readonly string[], node: ts.CallExpression): readonly Value[] {
    const [first] = node.arguments;
    // `Object.freeze(x)` and its like give back what they were given.
    if (path[0] === 'Object' && /^(?:freeze|seal|assign)$/.test(path[1] ?? '') && first)
      return this.values(first);
    if (path.length === 1 && path[0] === 'String' && first) return this.values(first);
    return [{ kind: 'unknown', why: 'call', node, trail: [] }];
  }

  private moduleCall(node: ts.CallExpression): readonly Value[] {
    const [specifier] = node.arguments;
    if (!specifier || !ts.isStringLiteralLike(specifier))
      return [{ kind: 'unknown', why: 'dynamic', node, trail: [] }];
    return [this.declarations.module(specifier)];
  }

  private construction(node: ts.NewExpression): readonly Value[] {
    const classes = this.values(node.expression);
    return classes.map((of) =>
      of.kind === 'class' || of.kind === 'external' || of.kind === 'member'
        ? { kind: 'instance', node, of, trail: [] }
        : { kind: 'unknown', why: 'dynamic', node, trail: [] },
    );
  }

  private self(node: ts.Node): readonly Value[] {
    const owner = enclosingClass(node);
    if (owner) return [{ kind: 'self', node: owner, trail: [] }];
    return [{ kind: 'unknown', why: 'dynamic', node, trail: [] }];
  }

  private superClass(node: ts.Node): readonly Value[] {
    const owner = enclosingClass(node);
    const heritage = owner && baseClass(owner);
    return heritage ? this.values(heritage) : [{ kind: 'unknown', why: 'dynamic', node, trail: [] }];
  }

  private calls(call: CallLike, target: FunctionNode | ts.ClassLikeDeclaration): boolean {
    return this.values(call.expression).some(
      (value) => (value.kind === 'function' || value.kind === 'class') && value.node === target,
    );
  }

  /** `(function () {})()` and callbacks handed straight to a call have no name to look up. */
  private immediateCalls(target: ts.Node): readonly CallLike[] {
    let { parent } = target;
    while (ts.isParenthesizedExpression(parent)) parent = parent.parent;
    return ts.isCallExpression(parent) && skipOuter(parent.expression) === target ? [parent] : [];
  }
}

function literalValue(node: ts.Expression): Value | undefined {
  if (ts.isStringLiteralLike(node)) return { kind: 'text', node, value: node.text, trail: [] };
  if (ts.isNumericLiteral(node)) return { kind: 'number', node, value: Number(node.text), trail: [] };
  if (ts.isPrefixUnaryExpression(node) && ts.isNumericLiteral(node.operand)) {
    const sign = node.operator === ts.SyntaxKind.MinusToken ? -1 : 1;
    return { kind: 'number', node, value: sign * Number(node.operand.text), trail: [] };
  }
  if (node.kind === ts.SyntaxKind.TrueKeyword) return { kind: 'boolean', node, value: true, trail: [] };
  if (node.kind === ts.SyntaxKind.FalseKeyword) return { kind: 'boolean', node, value: false, trail: [] };
  if (node.kind === ts.SyntaxKind.NullKeyword) return { kind: 'nothing', node, trail: [] };
  if (ts.isIdentifier(node) && node.text === 'undefined') return { kind: 'nothing', node, trail: [] };
  if (ts.isObjectLiteralExpression(node)) return { kind: 'object', node, trail: [] };
  if (ts.isArrayLiteralExpression(node)) return { kind: 'array', node, trail: [] };
  if (ts.isArrowFunction(node) || ts.isFunctionExpression(node)) return { kind: 'function', node, trail: [] };
  return undefined;
}

/** The class whose instance `this` is; none inside a plain function. */
export function enclosingClass(node: ts.Node): ts.ClassLikeDeclaration | undefined {
  let current: ts.Node | undefined = node.parent;
  while (current) {
    if (ts.isClassLike(current)) return current;
    if (ts.isFunctionDeclaration(current) || ts.isFunctionExpression(current)) return undefined;
    current = current.parent;
  }
  return undefined;
}

export function baseClass(node: ts.ClassLikeDeclaration): ts.Expression | undefined {
  const clause = node.heritageClauses?.find((one) => one.token === ts.SyntaxKind.ExtendsKeyword);
  return clause?.types[0]?.expression;
}

/** The name by which calls reach a declaration; a constructor is called by its class's name or through `super`. */
function declaredName(target: FunctionNode | ts.ClassLikeDeclaration): string | undefined {
  if (ts.isConstructorDeclaration(target)) return undefined;
  if (target.name && (ts.isIdentifier(target.name) || ts.isPrivateIdentifier(target.name)))
    return target.name.text;
  const { parent } = target;
  if (ts.isVariableDeclaration(parent) && ts.isIdentifier(parent.name)) return parent.name.text;
  if (ts.isPropertyAssignment(parent) || ts.isPropertyDeclaration(parent))
    return ts.isIdentifier(parent.name) || ts.isPrivateIdentifier(parent.name) ? parent.name.text : undefined;
  if (ts.isBinaryExpression(parent)) return calleeName(parent.left);
  return undefined;
}

/** The same value reached on two ways counts once; the shorter trail is kept. */
function unique(values: readonly Value[]): readonly Value[] {
  if (values.length < 2) return values;
  const seen = new Map<string, Value>();
  const ids = new Map<ts.Node, number>();
  const idOf = (node: ts.Node): number => {
    const known = ids.get(node) ?? ids.size;
    ids.set(node, known);
    return known;
  };
  for (const value of values) {
    const key = `${value.kind} ${idOf(value.node)} ${'path' in value ? value.path.join('.') : ''}`;
    const known = seen.get(key);
    if (!known || known.trail.length > value.trail.length) seen.set(key, value);
  }
  return [...seen.values()];
}

/** The value after one more step through `node`. */
export function stepped(value: Value, node: ts.Node): Value {
  return { ...value, trail: [...value.trail, node] };
}
