import { ts } from '../ts.js';
import { isData, isJsonFile, jsonValue } from './data-files.js';
import { isEnvironmentModule } from './environment.js';
import { type Flow, stepped } from './flow.js';
import { injectedInto } from './injection.js';
import { appended } from './joined.js';
import { schemaBehind } from './libraries.js';
import type { FunctionNode, Value } from './value.js';

/** Globals worth knowing; every other undeclared name is `undeclared`. */
const GLOBALS = new Set([
  'process',
  'Deno',
  'Bun',
  'globalThis',
  'Object',
  'String',
  'Array',
  'Map',
  'Set',
  'Promise',
  'structuredClone',
  'JSON',
  'window',
  'self',
  'fetch',
  '$fetch',
  'useFetch',
  'URL',
  'Request',
  'Headers',
  'FormData',
  'XMLHttpRequest',
  'WebSocket',
  'EventSource',
  'GM_xmlhttpRequest',
]);

/** Methods of a list that hand its elements to their callback. */
const EACH = /^(?:map|forEach|filter|find|findLast|findIndex|some|every|flatMap)$/;
/** Types that stand for the type between their brackets. */
const TRANSPARENT = /^(?:Promise|Awaited|Readonly|Partial|Required|NonNullable)$/;

/** From a name to the values of what declares it. */
export class Declarations {
  private readonly flow: Flow;

  constructor(flow: Flow) {
    this.flow = flow;
  }

  ofIdentifier(node: ts.Identifier): readonly Value[] {
    const symbol = this.symbolOf(node);
    if (!symbol?.declarations?.length) return [this.undeclared(node)];
    // In JavaScript `options.stop = …` counts as a declaration of `options`, too: it makes no other object of it.
    const own = symbol.declarations.filter((one) => !isExpando(one));
    return (own.length > 0 ? own : symbol.declarations).flatMap((one) => this.ofDeclaration(one, node));
  }

  /** The module that a specifier names: a file of the program or something outside it. */
  module(specifier: ts.StringLiteralLike): Value {
    const symbol = this.flow.symbolOf(specifier);
    const file = symbol?.declarations?.find(ts.isSourceFile);
    if (file && !isJsonFile(file)) return { kind: 'module', node: file, trail: [] };
    const from = this.flow.program.fileOf(specifier).file;
    const target = this.flow.program.files.get(this.flow.hooks.resolve(specifier.text, from) ?? '');
    const data = file ?? target?.node;
    if (data && isJsonFile(data)) return jsonValue(data) ?? { kind: 'module', node: data, trail: [] };
    if (target) return { kind: 'module', node: target.node, trail: [] };
    return { kind: 'external', module: specifier.text, path: [], node: specifier, trail: [] };
  }

  /** What a file of the program exports under `name`. */
  exported(file: ts.SourceFile, name: string, node: ts.Node): readonly Value[] {
    const symbol = this.flow.symbolOf(file) ?? moduleSymbol(file);
    const found = symbol?.exports?.get(ts.escapeLeadingUnderscores(name));
    if (found?.declarations?.length)
      return found.declarations.flatMap((declaration) => this.ofDeclaration(declaration, node));
    const starred = this.starExports(file, name, node);
    if (starred.length > 0) return starred;
    return this.commonJsExport(file, name, node);
  }

  /** Everything a function may return, promises unwrapped. */
  returned(fn: FunctionNode): readonly Value[] {
    const { body } = fn;
    if (!body) return [{ kind: 'unknown', why: 'call', node: fn, trail: [] }];
    if (!ts.isBlock(body)) return this.flow.values(body);
    const found: Value[] = [];
    const visit = (node: ts.Node): void => {
      if (ts.isFunctionLike(node) || ts.isClassLike(node)) return;
      if (ts.isReturnStatement(node) && node.expression) found.push(...this.flow.values(node.expression));
      ts.forEachChild(node, visit);
    };
    ts.forEachChild(body, visit);
    return found;
  }

  ofDeclaration(declaration: ts.Declaration, at: ts.Node): readonly Value[] {
    return this.flow.remember(declaration, () =>
      this.compute(declaration, at).map((value) => stepped(value, declaration)),
    );
  }

  private compute(node: ts.Declaration, at: ts.Node): readonly Value[] {
    if (ts.isVariableDeclaration(node)) return this.variable(node);
    if (ts.isBindingElement(node)) return this.binding(node);
    if (ts.isParameter(node)) return this.withLater(node, this.parameter(node));
    if (ts.isFunctionDeclaration(node) || ts.isMethodDeclaration(node))
      return [{ kind: 'function', node, trail: [] }];
    if (ts.isClassLike(node)) return [{ kind: 'class', node, trail: [] }];
    if (ts.isInterfaceDeclaration(node)) return [{ kind: 'shape', node, trail: [] }];
    if (ts.isTypeAliasDeclaration(node)) {
      const typed = this.typed(node.type, node);
      return typed ? [typed] : [{ kind: 'unknown', why: 'dynamic', node, trail: [] }];
    }
    if (ts.isEnumDeclaration(node)) return [{ kind: 'enum', node, trail: [] }];
    if (ts.isSourceFile(node)) return [{ kind: 'module', node, trail: [] }];
    if (ts.isExportAssignment(node)) return this.flow.values(node.expression);
    if (ts.isPropertyAssignment(node)) return this.flow.values(node.initializer);
    return this.imported(node, at);
  }

  private imported(node: ts.Declaration, at: ts.Node): readonly Value[] {
    if (ts.isImportEqualsDeclaration(node) && ts.isExternalModuleReference(node.moduleReference)) {
      const specifier = node.moduleReference.expression;
      if (ts.isStringLiteralLike(specifier)) return [this.module(specifier)];
    }
    const wanted = importedName(node);
    if (!wanted) return this.otherDeclaration(node);
    const { specifier, name } = wanted;
    if (!specifier) return this.localExport(node);
    const module = this.module(specifier);
    if (name === undefined || (name === 'default' && isData(module))) return [module];
    if (module.kind === 'external') return [this.ofModule(module, name, node)];
    return this.flow.member([module], name, at);
  }

  private ofModule(module: Value & { kind: 'external' }, name: string, node: ts.Declaration): Value {
    const token = ts.isImportSpecifier(node) ? (node.propertyName ?? node.name) : undefined;
    if (token && isEnvironmentModule(module.module) && name !== 'env')
      return { kind: 'env', name, node: token, token, reader: 'module', trail: [] };
    if (isEnvironmentModule(module.module) && name === 'env')
      return { kind: 'global', path: ['process', 'env'], node, trail: [] };
    return { ...module, path: [name] };
  }

  /** `export { a as b }` without a module: the local `a`. */
  private localExport(node: ts.Declaration): readonly Value[] {
    if (!ts.isExportSpecifier(node)) return [];
    const symbol = this.flow.checker.getExportSpecifierLocalTargetSymbol(node);
    return (symbol?.declarations ?? [])
      .filter((declaration) => declaration !== node)
      .flatMap((declaration) => this.ofDeclaration(declaration, node));
  }

  private otherDeclaration(node: ts.Declaration): readonly Value[] {
    // `exports.x = v` and `module.exports = v` are declarations to the checker in JavaScript files.
    if (ts.isBinaryExpression(node)) return this.flow.values(node.right);
    if (ts.isPropertyAccessExpression(node) && ts.isBinaryExpression(node.parent))
      return this.flow.values(node.parent.right);
    if (ts.isShorthandPropertyAssignment(node)) {
      const symbol = this.flow.checker.getShorthandAssignmentValueSymbol(node);
      return (symbol?.declarations ?? []).flatMap((declaration) => this.ofDeclaration(declaration, node));
    }
    return [{ kind: 'unknown', why: 'undeclared', node, trail: [] }];
  }

  private variable(node: ts.VariableDeclaration): readonly Value[] {
    const found: Value[] = [];
    if (node.initializer) found.push(...this.flow.values(node.initializer));
    const loop = node.parent.parent;
    if (ts.isForOfStatement(loop) && loop.initializer === node.parent) {
      const element = this.flow.turn(loop);
      found.push(...(element ?? this.flow.elements(this.flow.values(loop.expression), node)));
    }
    if (ts.isIdentifier(node.name)) found.push(...this.assigned(node.name));
    if (found.length > 0 && this.isProp(node))
      found.push({ kind: 'unknown', why: 'parameter', node, trail: [] });
    if (found.length > 0) return this.withAppended(node, found);
    const typed = this.typed(node.type, node);
    return typed ? [typed] : [{ kind: 'unknown', why: 'dynamic', node, trail: [] }];
  }

  /** `export let model = 'x'` of a Svelte component: whoever uses the component may give another. */
  private isProp(node: ts.VariableDeclaration): boolean {
    const list = node.parent;
    return (
      ts.isVariableDeclarationList(list) &&
      (list.flags & ts.NodeFlags.Const) === 0 &&
      ts.isVariableStatement(list.parent) &&
      isExported(list.parent) &&
      this.flow.program.fileOf(node).file.endsWith('.svelte')
    );
  }

  /** A parameter that is given another value inside its function. */
  private withLater(node: ts.ParameterDeclaration, found: readonly Value[]): readonly Value[] {
    if (!ts.isIdentifier(node.name)) return found;
    return this.withAppended(node, [...found, ...this.assigned(node.name)]);
  }

  /** `url += '/v1'`. More than one piece may come in any order: nobody knows then. */
  private withAppended(
    node: ts.VariableDeclaration | ts.ParameterDeclaration,
    found: readonly Value[],
  ): readonly Value[] {
    const { name } = node;
    const candidates = ts.isIdentifier(name) ? this.flow.index.appends.get(name.text) : undefined;
    if (!candidates) return found;
    const symbol = this.flow.symbolOf(name);
    const [first, second] = candidates.filter((one) => this.flow.symbolOf(one.left) === symbol);
    if (!first) return found;
    if (second) return [...found, { kind: 'unknown', why: 'mutated', node, trail: [] }];
    const whole = appended(this.flow, found, first);
    return isBeside(first, node) ? [whole] : [...found, whole];
  }

  /** Values assigned later to the variable that `name` declares. */
  private assigned(name: ts.Identifier): readonly Value[] {
    const candidates = this.flow.index.assignments.get(name.text);
    if (!candidates) return [];
    const symbol = this.flow.symbolOf(name);
    return candidates
      .filter((assignment) => this.flow.symbolOf(assignment.left) === symbol)
      .flatMap((assignment) => this.flow.values(assignment.right));
  }

  private binding(node: ts.BindingElement): readonly Value[] {
    const pattern = node.parent;
    const owner = pattern.parent;
    const source = this.patternSource(owner);
    const found = ts.isObjectBindingPattern(pattern)
      ? this.objectBinding(node, pattern, source)
      : this.arrayBinding(node, pattern, source);
    const later = ts.isIdentifier(node.name) ? this.assigned(node.name) : [];
    const fallback = node.initializer ? this.flow.values(node.initializer) : [];
    const direct = node.initializer ? found.filter((value) => value.kind !== 'nothing') : found;
    return [...direct, ...fallback, ...later];
  }

  private patternSource(
    owner: ts.VariableDeclaration | ts.ParameterDeclaration | ts.BindingElement,
  ): readonly Value[] {
    if (ts.isBindingElement(owner)) return this.binding(owner);
    if (ts.isParameter(owner)) return this.parameter(owner);
    return this.variable(owner);
  }

  private objectBinding(
    node: ts.BindingElement,
    pattern: ts.ObjectBindingPattern,
    source: readonly Value[],
  ): readonly Value[] {
    if (node.dotDotDotToken) return source;
    const key = node.propertyName ?? node.name;
    const name = ts.isIdentifier(key) || ts.isStringLiteralLike(key) ? key.text : undefined;
    if (name === undefined) return [{ kind: 'unknown', why: 'dynamic', node: pattern, trail: [] }];
    return this.flow.member(source, name, key);
  }

  private arrayBinding(
    node: ts.BindingElement,
    pattern: ts.ArrayBindingPattern,
    source: readonly Value[],
  ): readonly Value[] {
    return this.flow.member(source, String(pattern.elements.indexOf(node)), node);
  }

  /** Default, every argument that reaches it, and `unknown` unless all callers are in sight. */
  private parameter(node: ts.ParameterDeclaration): readonly Value[] {
    const fallback = node.initializer ? this.flow.values(node.initializer) : [];
    const owner = node.parent;
    if (!isCallable(owner)) return [{ kind: 'unknown', why: 'parameter', node, trail: [] }];
    if (node.dotDotDotToken) return [{ kind: 'unknown', why: 'parameter', node, trail: [] }];
    const position = owner.parameters.indexOf(node);
    const bound = this.flow.bound(owner, position);
    if (bound) return withFallback(bound.values, fallback, node);
    const passed: Value[] = [];
    for (const call of this.callsOf(owner)) {
      const argument = call.arguments?.[position];
      if (argument && ts.isSpreadElement(argument))
        passed.push({ kind: 'unknown', why: 'dynamic', node, trail: [] });
      else if (argument) passed.push(...this.flow.values(argument).map((value) => stepped(value, call)));
    }
    const handed = this.handedToCallback(owner, position);
    const known = [...fallback, ...passed, ...(handed ?? [])];
    if (known.length > 0 && (handed || !isReachedFromOutside(owner))) return known;
    const typed = this.typed(node.type, node);
    const injected = injectedInto(this.flow, node, typed);
    if (injected.length > 0) return [...known, ...injected];
    // In a package that nobody imports every caller is in sight; an instance may still be injected by a framework.
    if (passed.length > 0 && !this.flow.hooks.isPublished(this.flow.program.fileOf(node).file))
      return typed && typed.kind !== 'shape' ? [...known, typed] : known;
    return [...known, typed ?? { kind: 'unknown', why: 'parameter', node, trail: [] }];
  }

  /** What a function written as an argument is called with: by the methods of lists, by a function in sight. */
  private handedToCallback(owner: FunctionNode, position: number): readonly Value[] | undefined {
    const call = owner.parent;
    if (!ts.isCallExpression(call)) return undefined;
    const place = (call.arguments as readonly ts.Node[]).indexOf(owner);
    if (place < 0) return undefined;
    const callee = call.expression;
    if (ts.isPropertyAccessExpression(callee) && place === 0 && position === 0) {
      if (EACH.test(callee.name.text)) {
        const list = this.flow
          .values(callee.expression)
          .filter((one) => one.kind === 'array' || one.kind === 'list');
        if (list.length > 0) return this.flow.elements(list, owner);
      }
      if (callee.name.text === 'transform') {
        const schema = schemaBehind(this.flow, this.flow.values(callee.expression));
        if (schema.length > 0) return schema;
      }
      if (callee.name.text === 'then') return this.flow.values(callee.expression);
    }
    return this.calledBack(call, place, position);
  }

  /** `withClient((client) => …)`: what `withClient` calls its parameter with. */
  private calledBack(call: ts.CallExpression, place: number, position: number): readonly Value[] | undefined {
    const found = this.flow.values(call.expression).flatMap((value): readonly Value[] => {
      const parameter = value.kind === 'function' ? value.node.parameters[place] : undefined;
      if (value.kind !== 'function' || !parameter || !ts.isIdentifier(parameter.name)) return [];
      const symbol = this.flow.symbolOf(parameter.name);
      return (this.flow.index.calls.get(parameter.name.text) ?? []).flatMap((inner) => {
        if (!ts.isIdentifier(inner.expression) || this.flow.symbolOf(inner.expression) !== symbol) return [];
        const argument = inner.arguments?.[position];
        return argument && !ts.isSpreadElement(argument)
          ? this.flow.values(argument).map((one) => stepped(one, inner))
          : [];
      });
    });
    return found.length > 0 ? found : undefined;
  }

  private callsOf(owner: FunctionNode): readonly (ts.CallExpression | ts.NewExpression)[] {
    if (!ts.isConstructorDeclaration(owner)) return this.flow.callSites(owner);
    return this.flow.callSites(owner.parent);
  }

  /**
   * What a declared type says: an export of a module outside the program (`client: OpenAI`, `OpenAI | null`), a class of
   * the program, or a type whose members are written out.
   */
  typed(type: ts.TypeNode | undefined, node: ts.Node): Value | undefined {
    if (!type) return undefined;
    if (ts.isParenthesizedTypeNode(type)) return this.typed(type.type, node);
    if (ts.isTypeLiteralNode(type)) return { kind: 'shape', node: type, trail: [] };
    if (ts.isTypeQueryNode(type)) return this.onlyOne(this.typeValues(type.exprName));
    if (ts.isUnionTypeNode(type)) {
      const members = type.types.filter((one) => !isNullish(one));
      return members.length === 1 ? this.typed(members[0], node) : undefined;
    }
    if (!ts.isTypeReferenceNode(type)) return undefined;
    return this.ofTypeReference(type, node);
  }

  private ofTypeReference(type: ts.TypeReferenceNode, node: ts.Node): Value | undefined {
    const name = type.typeName.getText();
    const [argument] = type.typeArguments ?? [];
    if (argument && TRANSPARENT.test(name)) return this.typed(argument, node);
    if (argument && /^(?:InstanceType|ReturnType)$/.test(name)) return this.made(name, argument);
    const [first] = this.typeValues(type.typeName);
    if (first?.kind === 'external')
      return { kind: 'typed', module: first.module, path: first.path, node, trail: [] };
    if (first?.kind === 'class') return { kind: 'self', node: first.node, trail: [] };
    return first?.kind === 'shape' || first?.kind === 'typed' || first?.kind === 'self' ? first : undefined;
  }

  /** `InstanceType<typeof Class>`, `ReturnType<typeof makeClient>`. */
  private made(name: string, argument: ts.TypeNode): Value | undefined {
    if (!ts.isTypeQueryNode(argument)) return undefined;
    const [of] = this.typeValues(argument.exprName);
    if (name === 'ReturnType')
      return of?.kind === 'function' ? this.onlyOne(this.returned(of.node)) : undefined;
    return of?.kind === 'class' ? { kind: 'self', node: of.node, trail: [] } : undefined;
  }

  private onlyOne(values: readonly Value[]): Value | undefined {
    const known = values.filter((value) => value.kind !== 'nothing');
    return known.length === 1 ? known[0] : undefined;
  }

  private typeValues(name: ts.EntityName): readonly Value[] {
    if (ts.isIdentifier(name)) return this.ofIdentifier(name);
    return this.flow.member(this.typeValues(name.left), name.right.text, name);
  }

  private starExports(file: ts.SourceFile, name: string, node: ts.Node): readonly Value[] {
    const stars = file.statements.filter(
      (one): one is ts.ExportDeclaration => ts.isExportDeclaration(one) && !one.exportClause,
    );
    return stars.flatMap((star) => {
      if (!star.moduleSpecifier || !ts.isStringLiteralLike(star.moduleSpecifier)) return [];
      const module = this.module(star.moduleSpecifier);
      if (module.kind === 'external') return [{ ...module, path: [name] }];
      return this.flow
        .member([module], name, node)
        .filter((value) => !(value.kind === 'unknown' && value.why === 'undeclared'));
    });
  }

  /** `module.exports = { name }`, `module.exports = Thing`. */
  private commonJsExport(file: ts.SourceFile, name: string, node: ts.Node): readonly Value[] {
    const whole = (this.flow.index.propertyAssignments.get('exports') ?? []).filter(
      (assignment) => assignment.getSourceFile() === file && isModuleExports(assignment.left),
    );
    const values = whole.flatMap((assignment) => this.flow.values(assignment.right));
    if (values.length > 0) return name === 'default' ? values : this.flow.member(values, name, node);
    return [{ kind: 'unknown', why: 'undeclared', node, trail: [] }];
  }

  private symbolOf(node: ts.Identifier): ts.Symbol | undefined {
    if (ts.isShorthandPropertyAssignment(node.parent) && node.parent.name === node)
      return this.flow.checker.getShorthandAssignmentValueSymbol(node.parent);
    return this.flow.symbolOf(node);
  }

  private undeclared(node: ts.Identifier): Value {
    if (GLOBALS.has(node.text)) return { kind: 'global', path: [node.text], node, trail: [] };
    return { kind: 'unknown', why: 'undeclared', node, trail: [] };
  }
}

function isExpando(node: ts.Declaration): boolean {
  return (
    ts.isIdentifier(node) ||
    ts.isPropertyAccessExpression(node) ||
    ts.isElementAccessExpression(node) ||
    ts.isBinaryExpression(node)
  );
}

/** The argument of one call, and the default where there is none or it may be missing. */
function withFallback(
  given: readonly Value[] | undefined,
  fallback: readonly Value[],
  node: ts.Node,
): readonly Value[] {
  if (given === undefined) return fallback.length > 0 ? fallback : [{ kind: 'nothing', node, trail: [] }];
  if (fallback.length === 0 || given.every((value) => value.kind !== 'nothing')) return given;
  return [...given.filter((value) => value.kind !== 'nothing'), ...fallback];
}

/** A statement in the very block that declares the variable: it always runs. */
function isBeside(append: ts.BinaryExpression, declaration: ts.Node): boolean {
  if (!ts.isVariableDeclaration(declaration)) return false;
  return ts.isExpressionStatement(append.parent) && append.parent.parent === declaration.parent.parent.parent;
}

interface ImportedName {
  readonly specifier: ts.StringLiteralLike | undefined;
  /** undefined: the module itself. */
  readonly name: string | undefined;
}

function importedName(node: ts.Declaration): ImportedName | undefined {
  if (ts.isImportClause(node)) return { specifier: literal(node.parent.moduleSpecifier), name: 'default' };
  if (ts.isNamespaceImport(node))
    return { specifier: literal(node.parent.parent.moduleSpecifier), name: undefined };
  if (ts.isImportSpecifier(node))
    return {
      specifier: literal(node.parent.parent.parent.moduleSpecifier),
      name: (node.propertyName ?? node.name).text,
    };
  if (ts.isExportSpecifier(node))
    return {
      specifier: literal(node.parent.parent.moduleSpecifier),
      name: (node.propertyName ?? node.name).text,
    };
  if (ts.isNamespaceExport(node)) return { specifier: literal(node.parent.moduleSpecifier), name: undefined };
  return undefined;
}

function literal(node: ts.Expression | undefined): ts.StringLiteralLike | undefined {
  return node && ts.isStringLiteralLike(node) ? node : undefined;
}

function isNullish(type: ts.TypeNode): boolean {
  if (type.kind === ts.SyntaxKind.UndefinedKeyword) return true;
  return ts.isLiteralTypeNode(type) && type.literal.kind === ts.SyntaxKind.NullKeyword;
}

function isCallable(node: ts.Node): node is FunctionNode {
  return (
    ts.isFunctionDeclaration(node) ||
    ts.isFunctionExpression(node) ||
    ts.isArrowFunction(node) ||
    ts.isMethodDeclaration(node) ||
    ts.isConstructorDeclaration(node)
  );
}

/** Whether somebody outside the program can call it: exported, or a member of something that may be. */
function isReachedFromOutside(owner: FunctionNode): boolean {
  if (ts.isFunctionDeclaration(owner)) return isExported(owner);
  if (ts.isMethodDeclaration(owner) || ts.isConstructorDeclaration(owner))
    return !(ts.isClassLike(owner.parent) && !isExported(owner.parent));
  const { parent } = owner;
  if (ts.isVariableDeclaration(parent)) return isExported(parent.parent.parent);
  return true;
}

function isExported(node: ts.Node): boolean {
  return ts.canHaveModifiers(node)
    ? (ts.getModifiers(node) ?? []).some((one) => one.kind === ts.SyntaxKind.ExportKeyword)
    : false;
}

function isModuleExports(node: ts.Expression): boolean {
  return (
    ts.isPropertyAccessExpression(node) &&
    ts.isIdentifier(node.expression) &&
    node.expression.text === 'module' &&
    node.name.text === 'exports'
  );
}

/** The checker has no public way from a file to its module symbol before something imports it. */
function moduleSymbol(file: ts.SourceFile): ts.Symbol | undefined {
  const symbol: unknown = Reflect.get(file, 'symbol');
  return symbol as ts.Symbol | undefined;
}
