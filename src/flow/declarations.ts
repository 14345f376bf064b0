import { ts } from '../ts.js';
import { type Flow, stepped } from './flow.js';
import type { FunctionNode, Value } from './value.js';

/** Globals worth knowing; every other undeclared name is `undeclared`. */
const GLOBALS = new Set(['process', 'Deno', 'Bun', 'globalThis', 'Object', 'String']);

/** From a name to the values of what declares it. */
export class Declarations {
  private readonly flow: Flow;

  constructor(flow: Flow) {
    this.flow = flow;
  }

  ofIdentifier(node: ts.Identifier): readonly Value[] {
    const symbol = this.symbolOf(node);
    if (!symbol?.declarations?.length) return [this.undeclared(node)];
    return symbol.declarations.flatMap((declaration) => this.ofDeclaration(declaration, node));
  }

  /** The module that a specifier names: a file of the program or something outside it. */
  module(specifier: ts.StringLiteralLike): Value {
    const symbol = this.flow.symbolOf(specifier);
    const file = symbol?.declarations?.find(ts.isSourceFile);
    if (file) return { kind: 'module', node: file, trail: [] };
    const from = this.flow.program.fileOf(specifier).file;
    const target = this.flow.program.files.get(this.flow.hooks.resolve(specifier.text, from) ?? '');
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
    if (ts.isParameter(node)) return this.parameter(node);
    if (ts.isFunctionDeclaration(node) || ts.isMethodDeclaration(node))
      return [{ kind: 'function', node, trail: [] }];
    if (ts.isClassLike(node)) return [{ kind: 'class', node, trail: [] }];
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
    if (name === undefined) return [module];
    if (module.kind === 'external') return [{ ...module, path: [name] }];
    return this.flow.member([module], name, at);
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
    if (ts.isIdentifier(node.name)) found.push(...this.assigned(node.name));
    if (found.length > 0) return found;
    const typed = this.typed(node.type, node);
    return typed ? [typed] : [{ kind: 'unknown', why: 'dynamic', node, trail: [] }];
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
    return owner.initializer ? this.flow.values(owner.initializer) : [];
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
    const position = owner.parameters.indexOf(node);
    const passed: Value[] = [];
    for (const call of this.callsOf(owner)) {
      const argument = call.arguments?.[position];
      if (argument && ts.isSpreadElement(argument))
        passed.push({ kind: 'unknown', why: 'dynamic', node, trail: [] });
      else if (argument) passed.push(...this.flow.values(argument).map((value) => stepped(value, call)));
    }
    const known = [...fallback, ...passed];
    if (known.length > 0 && !isReachedFromOutside(owner)) return known;
    const typed = this.typed(node.type, node);
    return [...known, typed ?? { kind: 'unknown', why: 'parameter', node, trail: [] }];
  }

  private callsOf(owner: FunctionNode): readonly (ts.CallExpression | ts.NewExpression)[] {
    if (!ts.isConstructorDeclaration(owner)) return this.flow.callSites(owner);
    return this.flow.callSites(owner.parent);
  }

  /** A declared type that is an export of a module outside the program (`client: OpenAI`, `OpenAI | null`). */
  typed(type: ts.TypeNode | undefined, node: ts.Node): Value | undefined {
    if (!type) return undefined;
    if (ts.isUnionTypeNode(type)) {
      const members = type.types.filter((one) => !isNullish(one));
      return members.length === 1 ? this.typed(members[0], node) : undefined;
    }
    if (!ts.isTypeReferenceNode(type)) return undefined;
    if (type.typeArguments?.length === 1 && type.typeName.getText() === 'Promise')
      return this.typed(type.typeArguments[0], node);
    const [first] = this.typeValues(type.typeName);
    if (first?.kind === 'external')
      return { kind: 'typed', module: first.module, path: first.path, node, trail: [] };
    if (first?.kind === 'class') return { kind: 'self', node: first.node, trail: [] };
    return undefined;
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
