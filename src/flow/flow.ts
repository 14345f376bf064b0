import type { ParsedProgram } from '../pipeline/parse.js';
import { ts } from '../ts.js';
import { Calls } from './calls.js';
import { Declarations } from './declarations.js';
import { type CallLike, calleeName, indexNodes, type NodeIndex, skipOuter } from './index-nodes.js';
import { linkParts, sumParts, templateParts } from './joined.js';
import { isKeyElsewhere } from './key-uses.js';
import { Members } from './members.js';
import type { FunctionNode, JoinedPart, Value } from './value.js';

/** What a dialect teaches the flow. */
export interface FlowHooks {
  /** Index of the argument that a call of an external function hands through (`observeOpenAI(client)`). */
  passThrough(module: string, path: readonly string[]): number | undefined;
  /** The file that a specifier names where the compiler does not find it: aliases, workspace packages. */
  resolve(specifier: string, from: string): string | undefined;
  /** Whether a file belongs to a package that others may import: its exports have callers out of sight. */
  isPublished(file: string): boolean;
  /** The class that an instance method gives back unchanged (`client.withOptions()`): true keeps the receiver. */
  keepsReceiver(path: readonly string[]): boolean;
}

/** A chain longer than this is given up as `too-deep`; real code stays under ten. */
const MAX_DEPTH = 60;
/** Calls within calls whose arguments are kept apart; deeper ones are taken for all callers at once. */
const MAX_FRAMES = 3;
/** Longer functions are not looked through once more for each of their calls. */
const MAX_FRAME_LENGTH = 6000;
/** How often one call is looked through with its own arguments; in a web of recursion it is met again and again. */
const MAX_ENTRIES = 24;
/** How often one value is worked out for calls of their own; from then on it is what it is for all callers at once. */
const MAX_FRAMED = 64;
/** How many things one value may be; a list of all ids of a large table is shorter. */
const MAX_VALUES = 300;
/** How often a value inside a cycle is worked out anew before what is known of it is kept. */
const MAX_ATTEMPTS = 4;

/**
 * One call, or one turn of a loop, under evaluation: inside of it the parameters are the arguments of this call and no
 * other, the variable of the loop is the element of this turn.
 */
interface Frame {
  readonly fn: FunctionNode | ts.ForOfStatement;
  readonly file: ts.SourceFile;
  argument(position: number): readonly Value[] | undefined;
  readonly memo: Map<object, readonly Value[]>;
  readonly open: Map<object, number>;
}

/** Stands for one question about a node, where the node alone would not tell it from others. */
interface Question {
  readonly node: ts.Node;
}

/**
 * Follows values backwards: from an expression to everything it may have been. It never runs code, never guesses, and
 * says `unknown` wherever a value may come from somewhere it cannot see.
 */
export class Flow {
  readonly program: ParsedProgram;
  readonly checker: ts.TypeChecker;
  readonly hooks: FlowHooks;
  private readonly memo = new Map<object, readonly Value[]>();
  private readonly open = new Map<object, number>();
  private readonly attempts = new Map<object, number>();
  private readonly questions = new Map<ts.Node, Map<ts.Node, Map<string, Question>>>();
  private readonly entries = new Map<ts.Node, number>();
  private readonly framed = new Map<ts.Node, number>();
  private frames: readonly Frame[] = [];
  private depth = 0;
  /** Depth of the lowest value under way that an answer leant on: what leans on one is not the whole answer. */
  private lowest = Number.POSITIVE_INFINITY;
  private readonly members: Members;
  private readonly declarations: Declarations;
  private readonly callResults: Calls;
  private readonly sites = new Map<ts.Node, readonly CallLike[]>();
  private nodes: NodeIndex | undefined;

  constructor(program: ParsedProgram, hooks: FlowHooks) {
    this.program = program;
    this.checker = program.checker;
    this.hooks = hooks;
    this.declarations = new Declarations(this);
    this.members = new Members(this, this.declarations);
    this.callResults = new Calls(this, this.declarations);
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
    const known = this.sites.get(target);
    if (known) return known;
    const name = declaredName(target);
    if (!name) return this.immediateCalls(target);
    const names = this.namesOf(name, target);
    if (ts.isClassLike(target)) names.add('super');
    const found = [...names]
      .flatMap((one) => this.index.calls.get(one) ?? [])
      .filter((call) => this.calls(call, target));
    if (this.depth === 0) this.sites.set(target, found);
    return found;
  }

  /** The name of a declaration and every other that it may be called by, through imports and variables. */
  private namesOf(name: string, target: ts.Node): Set<string> {
    const names = new Set([name]);
    const parent = ts.isVariableDeclaration(target.parent) ? target.parent.parent.parent : target;
    const isDefault =
      ts.canHaveModifiers(parent) &&
      (ts.getModifiers(parent) ?? []).some((one) => one.kind === ts.SyntaxKind.DefaultKeyword);
    // What is exported by a statement of its own, or by `module.exports`, goes by any name, too.
    const mayBeDefault =
      isDefault || /\bexport default\b|module\.exports\s*=/.test(target.getSourceFile().text);
    if (mayBeDefault) for (const one of this.index.defaults) names.add(one);
    for (const one of names) {
      if (names.size > 200) break;
      for (const other of this.index.aliases.get(one) ?? []) names.add(other);
    }
    return names;
  }

  /** Everything that a function may return. */
  returnOf(fn: FunctionNode): readonly Value[] {
    return this.declarations.returned(fn);
  }

  /** The values of one property of an object literal. */
  property(node: ts.ObjectLiteralElementLike): readonly Value[] {
    return this.members.ofProperty(node);
  }

  /** Everything that `values`, as a list or a table, may hold. */
  elements(values: readonly Value[], node: ts.Node): readonly Value[] {
    return unique(values.flatMap((value) => this.members.all(value, node)));
  }

  /**
   * Runs `compute` once per node. A value that depends on itself adds nothing to itself; an answer given meanwhile to
   * somebody inside that circle is not the whole one, and is not kept.
   */
  remember(node: ts.Node, compute: () => readonly Value[]): readonly Value[] {
    const frames = this.frames;
    const inside = this.isFramedTooOften(node, frames) ? [] : framesAround(frames, node);
    this.frames = inside;
    try {
      const top = inside.at(-1);
      return this.rememberIn(top?.memo ?? this.memo, top?.open ?? this.open, node, compute);
    } finally {
      this.frames = frames;
    }
  }

  private isFramedTooOften(node: ts.Node, frames: readonly Frame[]): boolean {
    if (frames.length === 0) return false;
    const times = (this.framed.get(node) ?? 0) + 1;
    this.framed.set(node, times);
    return times > MAX_FRAMED;
  }

  /** The same for a question about `node` that `key` and `asker` tell from others about it. */
  rememberAsked(
    node: ts.Node,
    key: string,
    asker: ts.Node,
    compute: () => readonly Value[],
  ): readonly Value[] {
    const byAsker = this.questions.get(node) ?? new Map<ts.Node, Map<string, Question>>();
    this.questions.set(node, byAsker);
    const byKey = byAsker.get(asker) ?? new Map<string, Question>();
    byAsker.set(asker, byKey);
    const question = byKey.get(key) ?? { node: asker };
    byKey.set(key, question);
    const top = this.frames.at(-1);
    return this.rememberIn(top?.memo ?? this.memo, top?.open ?? this.open, question, compute);
  }

  private rememberIn(
    memo: Map<object, readonly Value[]>,
    open: Map<object, number>,
    node: ts.Node | Question,
    compute: () => readonly Value[],
  ): readonly Value[] {
    const known = memo.get(node);
    if (known) return known;
    const under = open.get(node);
    if (under !== undefined) {
      this.leanOn(under);
      return [];
    }
    if (this.depth > MAX_DEPTH) {
      this.leanOn(0);
      return [{ kind: 'unknown', why: 'too-deep', node: 'kind' in node ? node : node.node, trail: [] }];
    }
    const own = this.depth;
    const outer = this.lowest;
    this.lowest = Number.POSITIVE_INFINITY;
    this.depth += 1;
    open.set(node, own);
    try {
      const found = bounded(unique(compute()));
      const attempts = (this.attempts.get(node) ?? 0) + 1;
      this.attempts.set(node, attempts);
      if (this.lowest >= own || attempts >= MAX_ATTEMPTS) memo.set(node, found);
      return found;
    } finally {
      open.delete(node);
      this.depth = own;
      this.lowest = Math.min(outer, this.lowest >= own ? Number.POSITIVE_INFINITY : this.lowest);
    }
  }

  /** Depth of the value under way; what is looked up now belongs to it. */
  get currentDepth(): number {
    return this.depth;
  }

  leanOn(depth: number): void {
    this.lowest = Math.min(this.lowest, depth);
  }

  /**
   * Runs `compute` with the parameters of `fn` bound to what `argument` gives, for the call at `site`; plainly where that
   * goes too deep or was done too often. Without a `site` it is not counted: who asks sees to the bounds.
   */
  inCall<T>(
    fn: FunctionNode,
    site: ts.Node | null,
    argument: (position: number) => readonly Value[] | undefined,
    compute: () => T,
  ): T {
    const frames = this.frames;
    const entries = site ? (this.entries.get(site) ?? 0) + 1 : 0;
    if (site) this.entries.set(site, entries);
    const isFit =
      entries <= MAX_ENTRIES &&
      fn.parameters.length > 0 &&
      frames.length < MAX_FRAMES &&
      fn.end - fn.pos < MAX_FRAME_LENGTH &&
      !frames.some((frame) => frame.fn === fn);
    if (!isFit) return compute();
    const known = new Map<number, readonly Value[] | undefined>();
    const frame: Frame = {
      fn,
      file: fn.getSourceFile(),
      memo: new Map(),
      open: new Map(),
      argument: (position) => {
        if (known.has(position)) return known.get(position);
        const now = this.frames;
        this.frames = frames;
        try {
          const values = argument(position);
          known.set(position, values);
          return values;
        } finally {
          this.frames = now;
        }
      },
    };
    this.frames = [...frames, frame];
    try {
      return compute();
    } finally {
      this.frames = frames;
    }
  }

  /** Runs `compute` with the variable of a loop bound to one of its elements. */
  inTurn(
    loop: ts.ForOfStatement,
    element: readonly Value[],
    compute: () => readonly Value[],
  ): readonly Value[] {
    const frames = this.frames;
    const entries = (this.entries.get(loop) ?? 0) + 1;
    this.entries.set(loop, entries);
    const isDeep = frames.length >= MAX_FRAMES || entries > MAX_ENTRIES * element.length * 8;
    if (isDeep || frames.some((frame) => frame.fn === loop)) return compute();
    const file = loop.getSourceFile();
    const frame: Frame = { fn: loop, file, memo: new Map(), open: new Map(), argument: () => element };
    this.frames = [...frames, frame];
    try {
      return compute();
    } finally {
      this.frames = frames;
    }
  }

  /** The element that the variable of `loop` is bound to in the turn under evaluation; undefined outside of one. */
  turn(loop: ts.ForOfStatement): readonly Value[] | undefined {
    return this.frames.findLast((one) => one.fn === loop)?.argument(0);
  }

  /** The argument that a parameter of `fn` is bound to in the call under evaluation; undefined outside of one. */
  bound(fn: FunctionNode, position: number): { readonly values: readonly Value[] | undefined } | undefined {
    const frame = this.frames.findLast((one) => one.fn === fn);
    return frame && { values: frame.argument(position) };
  }

  /** A text put together of `parts`, which are looked at when somebody asks, with the arguments of the call under way. */
  joined(node: ts.Expression, parts: () => readonly JoinedPart[]): Value {
    const frames = this.frames;
    let known: readonly JoinedPart[] | undefined;
    const compute = () => {
      const now = this.frames;
      this.frames = frames;
      try {
        known ??= parts();
        return known;
      } finally {
        this.frames = now;
      }
    };
    return { kind: 'joined', node, parts: compute, scope: frames.at(-1) ?? null, trail: [] };
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
    if (ts.isCallExpression(node)) return this.callResults.of(node);
    if (ts.isNewExpression(node)) return this.construction(node);
    if (ts.isConditionalExpression(node))
      return [...this.values(node.whenTrue), ...this.values(node.whenFalse)];
    if (ts.isBinaryExpression(node)) return this.binary(node);
    if (ts.isTemplateExpression(node)) return this.template(node);
    if (node.kind === ts.SyntaxKind.ThisKeyword) return this.self(node);
    if (node.kind === ts.SyntaxKind.SuperKeyword) return this.superClass(node);
    if (ts.isMetaProperty(node)) return [{ kind: 'global', path: ['import', 'meta'], node, trail: [] }];
    if (ts.isClassExpression(node)) return [{ kind: 'class', node, trail: [] }];
    if (ts.isVoidExpression(node)) return [{ kind: 'nothing', node, trail: [] }];
    return [{ kind: 'unknown', why: 'dynamic', node, trail: [] }];
  }

  /** Only `${name}` is what it holds; more parts make a text of their own. */
  private template(node: ts.TemplateExpression): readonly Value[] {
    const [only] = node.templateSpans;
    if (only && node.templateSpans.length === 1 && node.head.text === '' && only.literal.text === '')
      return this.values(only.expression);
    return [this.joined(node, () => templateParts(this, node))];
  }

  private elementAccess(node: ts.ElementAccessExpression): readonly Value[] {
    const base = this.values(node.expression);
    const key = skipOuter(node.argumentExpression);
    if (ts.isStringLiteralLike(key) || ts.isNumericLiteral(key)) return this.member(base, key.text, node);
    const keys = this.values(key);
    const texts = keys.filter((value) => value.kind === 'text');
    const named = this.keyed(base, texts, node);
    if (texts.length > 0 && texts.length === keys.length) return named;
    // An environment holds more than the names in sight; a table in sight holds what it holds.
    if (base.every((value) => value.kind === 'global'))
      return [...named, { kind: 'unknown', why: 'dynamic', node, trail: [] }];
    // A table read with a key known only at run time: any of its values.
    return base.flatMap((value) => this.members.all(value, node));
  }

  /** `process.env[name]`: the variable is named by the text, wherever that stands. */
  private keyed(
    base: readonly Value[],
    keys: readonly (Value & { kind: 'text' })[],
    node: ts.ElementAccessExpression,
  ): readonly Value[] {
    const found = keys.flatMap((key) =>
      this.member(base, key.value, node).map((value) =>
        value.kind === 'env' && value.node === node ? { ...value, token: key.node, trail: key.trail } : value,
      ),
    );
    const isRead = (value: Value) => value.kind === 'env' && value.node === node;
    if (!found.some(isRead) || !isKeyElsewhere(this, node.argumentExpression)) return found;
    // What reads the other thing by that name would lose it: the name stays.
    return [...found.filter((value) => !isRead(value)), { kind: 'unknown', why: 'dynamic', node, trail: [] }];
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
      case ts.SyntaxKind.PlusToken:
        return [this.joined(node, () => sumParts(this, node))];
      default:
        return [{ kind: 'unknown', why: 'dynamic', node, trail: [] }];
    }
  }

  /** The left side of a fallback: its `undefined` never comes through. */
  private withoutNothing(node: ts.Expression): readonly Value[] {
    return this.values(node).filter((value) => value.kind !== 'nothing');
  }

  private construction(node: ts.NewExpression): readonly Value[] {
    const classes = this.values(node.expression);
    return classes.map((of) => {
      if (of.kind === 'external' && isLinkClass(of)) return this.joined(node, () => linkParts(this, node));
      if (of.kind === 'class' || of.kind === 'external' || of.kind === 'member')
        return { kind: 'instance', node, of, trail: [] };
      if (of.kind === 'global' && of.path.at(-1) === 'URL')
        return this.joined(node, () => linkParts(this, node));
      if (of.kind === 'global' && isPlatformClass(of.path)) return { kind: 'instance', node, of, trail: [] };
      if (of.kind === 'global') return this.callResults.collection(of.path, node);
      return { kind: 'unknown', why: 'dynamic', node, trail: [] };
    });
  }

  private self(node: ts.Node): readonly Value[] {
    const owner = enclosingClass(node);
    if (owner) return [{ kind: isInStatic(node, owner) ? 'class' : 'self', node: owner, trail: [] }];
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

/** The frames whose function `node` stands in: a frame says nothing of what is outside of its function. */
function framesAround(frames: readonly Frame[], node: ts.Node): readonly Frame[] {
  if (frames.length === 0) return frames;
  const file = node.getSourceFile();
  const last = frames.findLastIndex(
    (frame) => frame.file === file && node.pos >= frame.fn.pos && node.end <= frame.fn.end,
  );
  return last === frames.length - 1 ? frames : frames.slice(0, last + 1);
}

/** Classes of the platform whose instances are asked what they were made of. */
function isPlatformClass(path: readonly string[]): boolean {
  return /^(?:Request|Headers|FormData|XMLHttpRequest|WebSocket|EventSource)$/.test(path.at(-1) ?? '');
}

/** `URL` of Node's own module. */
function isLinkClass(of: Value & { kind: 'external' }): boolean {
  return /^(?:node:)?url$/.test(of.module) && of.path.at(-1) === 'URL';
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

/** Inside a static member `this` is the class itself. */
function isInStatic(node: ts.Node, owner: ts.ClassLikeDeclaration): boolean {
  const member = ts.findAncestor(node, (one) => one.parent === owner);
  if (!member) return false;
  if (ts.isClassStaticBlockDeclaration(member)) return true;
  return (
    ts.canHaveModifiers(member) &&
    (ts.getModifiers(member) ?? []).some((one) => one.kind === ts.SyntaxKind.StaticKeyword)
  );
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
  for (const value of values) {
    const key = identityOf(value);
    const known = seen.get(key);
    if (!known || known.trail.length > value.trail.length) seen.set(key, value);
  }
  return [...seen.values()];
}

/** What may be more things than anybody could look at is not followed any further. */
function bounded(values: readonly Value[]): readonly Value[] {
  if (values.length <= MAX_VALUES) return values;
  const [first] = values;
  const kept = values.slice(0, MAX_VALUES);
  return first ? [...kept, { kind: 'unknown', why: 'too-many', node: first.node, trail: [] }] : kept;
}

const ids = new WeakMap<object, number>();
let lastId = 0;

function idOf(node: object): number {
  const known = ids.get(node);
  if (known !== undefined) return known;
  lastId += 1;
  ids.set(node, lastId);
  return lastId;
}

/** What tells a value from every other: its node, and what hangs off it. */
export function identityOf(value: Value): string {
  const own = `${value.kind} ${idOf(value.node)}`;
  if (value.kind === 'env') return `${own} ${idOf(value.token)}`;
  if (value.kind === 'joined' && value.scope) return `${own} in ${idOf(value.scope)}`;
  if (value.kind === 'member') return `${own} ${value.path.join('.')} of ${identityOf(value.base)}`;
  if (value.kind === 'result') return `${own} of ${identityOf(value.callee)}`;
  if (value.kind === 'instance') return `${own} of ${identityOf(value.of)}`;
  return 'path' in value ? `${own} ${value.path.join('.')}` : own;
}

/** The value after one more step through `node`. */
export function stepped(value: Value, node: ts.Node): Value {
  return { ...value, trail: [...value.trail, node] };
}
