import { ts } from '../ts.js';
import type { Declarations } from './declarations.js';
import { environmentMember, handedInMember, isVariableName } from './environment.js';
import { baseClass, type Flow, identityOf, stepped } from './flow.js';
import { type KeyedAssignment, skipOuter } from './index-nodes.js';
import { injectedInto } from './injection.js';
import { schemaDefaults } from './libraries.js';
import type { Value } from './value.js';

/** From a value to the values of one of its properties. */
export class Members {
  private readonly flow: Flow;
  private readonly declarations: Declarations;

  constructor(flow: Flow, declarations: Declarations) {
    this.flow = flow;
    this.declarations = declarations;
  }

  of(value: Value, name: string, node: ts.Node): readonly Value[] {
    return this.once(value, name, node, () => this.lookUp(value, name, node));
  }

  /** Objects are spread into each other and into themselves: every question about one is answered once. */
  private once(value: Value, name: string, node: ts.Node, compute: () => readonly Value[]): readonly Value[] {
    return this.flow.rememberAsked(value.node, `${identityOf(value)} ${name}`, node, compute);
  }

  private lookUp(value: Value, name: string, node: ts.Node): readonly Value[] {
    switch (value.kind) {
      case 'object':
        return this.property(value.node, name, node);
      case 'array':
        return this.element(value, name, node);
      case 'list':
        return this.listed(value, name, node);
      case 'tuple':
        return value.parts[Number(name)] ?? [{ kind: 'unknown', why: 'dynamic', node, trail: [] }];
      case 'schema':
        return this.variable(value, name, node);
      case 'shape':
        return this.signature(value, name, node);
      case 'joined':
        if (name === 'href') return [value];
        return [{ kind: 'member', base: value, path: [name], node, trail: value.trail }];
      case 'text':
      case 'env':
        return [{ kind: 'member', base: value, path: [name], node, trail: value.trail }];
      case 'enum':
        return this.enumMember(value.node, name, node);
      case 'class':
        return this.classMember(value.node, name, node, true);
      case 'self':
        return this.classMember(value.node, name, node, false);
      case 'instance':
        return this.instanceMember(value, name, node);
      case 'module':
        return this.declarations.exported(value.node, name, node);
      case 'external':
        return [{ ...value, path: [...value.path, name], node }];
      case 'global':
        return [environmentMember(value.path, name, node) ?? { ...value, path: [...value.path, name], node }];
      case 'typed':
      case 'result':
        return [{ kind: 'member', base: value, path: [name], node, trail: value.trail }];
      case 'member':
        return [{ ...value, path: [...value.path, name], node }];
      default:
        return [handedInMember(name, node) ?? { kind: 'unknown', why: 'dynamic', node, trail: [] }];
    }
  }

  /** A tuple of a hook, options of a command line, or a list whose method is called. */
  private listed(list: Value & { kind: 'list' }, name: string, node: ts.Node): readonly Value[] {
    const options = list.items.filter((one) => one.kind === 'option');
    if (options.length > 0) {
      if (name === 'values') return [list];
      const named = options.filter((one) => one.name === name);
      return [
        ...named.flatMap((one) => this.flow.values(one.value).map((value) => stepped(value, one.node))),
        { kind: 'unknown', why: 'call', node, trail: [] },
      ];
    }
    if (name === 'data' || name === 'current' || /^\d+$/.test(name)) return list.items;
    return [{ kind: 'member', base: list, path: [name], node, trail: list.trail }];
  }

  /** A property of a validated environment: the variable of that name, and what the validator puts in its place. */
  private variable(schema: Value & { kind: 'schema' }, name: string, node: ts.Node): readonly Value[] {
    const found = schema.keys.flatMap((object) =>
      object.properties.filter((property) => propertyName(property) === name),
    );
    const read = found.flatMap((property) => this.ofProperty(property)).filter((one) => one.kind === 'env');
    const renamed = read.filter((one) => one.name !== name);
    if (renamed.length > 0) return renamed.map((one) => stepped(one, node));
    // A validator leaves out what it was not told of, so that another part of the environment may have it.
    if (found.length === 0 && isVariableName(name)) return [{ kind: 'nothing', node, trail: [] }];
    if (found.length === 0 || !isVariableName(name))
      return [{ kind: 'unknown', why: 'dynamic', node, trail: [] }];
    const token = nameTokenOf(node);
    return [
      { kind: 'env', name, node, token, reader: 'schema', trail: found },
      ...found.flatMap((property) => schemaDefaults(this.flow, property)),
    ];
  }

  private signature(shape: Value & { kind: 'shape' }, name: string, node: ts.Node): readonly Value[] {
    const member = shape.node.members.find(
      (one): one is ts.PropertySignature =>
        ts.isPropertySignature(one) && ts.isIdentifier(one.name) && one.name.text === name,
    );
    const typed = member && this.declarations.typed(member.type, node);
    if (typed) return [stepped(typed, member)];
    return [handedInMember(name, node) ?? { kind: 'unknown', why: 'dynamic', node, trail: [] }];
  }

  /** Every value of a table, for a key that is known only at run time. */
  all(value: Value, node: ts.Node): readonly Value[] {
    return this.once(value, '[]', node, () => this.held(value, node));
  }

  private held(value: Value, node: ts.Node): readonly Value[] {
    if (value.kind === 'array')
      return value.node.elements.flatMap((element) =>
        ts.isSpreadElement(element)
          ? this.flow.elements(this.flow.values(element.expression), node)
          : this.flow.values(element),
      );
    if (value.kind === 'list') return value.items;
    if (value.kind === 'tuple') return value.parts.flat();
    if (value.kind === 'object')
      return value.node.properties.flatMap((property) =>
        this.ofProperty(property).map((one) => stepped(one, property)),
      );
    if (value.kind === 'enum')
      return value.node.members.flatMap((member) =>
        member.initializer ? this.flow.values(member.initializer) : [],
      );
    return [{ kind: 'unknown', why: 'dynamic', node, trail: [] }];
  }

  private property(object: ts.ObjectLiteralExpression, name: string, node: ts.Node): readonly Value[] {
    // Filled with whatever a file holds (`env[key] = value`): a name looked up in it is as good as one handed in.
    const found: Value[] = this.mutations(object, name).map((one) =>
      one.kind === 'unknown' && one.why === 'mutated' ? (handedInMember(name, node) ?? one) : one,
    );
    // Later properties win, so a spread behind the property may replace it.
    for (const property of [...object.properties].reverse()) {
      if (ts.isSpreadAssignment(property)) {
        const spread = this.flow.member(this.flow.values(property.expression), name, node);
        const present = spread.filter((value) => value.kind !== 'nothing');
        found.push(...present);
        // A variable of the environment may be missing: then what comes before the spread holds.
        const isSure = present.every((one) => one.kind !== 'unknown' && one.kind !== 'env');
        if (present.length > 0 && present.length === spread.length && isSure) return named(found, node);
      } else if (propertyName(property) === name || this.isComputed(property, name)) {
        return named([...found, ...this.ofProperty(property).map((one) => stepped(one, property))], node);
      }
    }
    return named([...found, { kind: 'nothing', node: object, trail: [] }], node);
  }

  /** `[Names.Key]: value`, where the expression can be nothing but `name`. */
  private isComputed({ name: written }: ts.ObjectLiteralElementLike, name: string): boolean {
    if (!written || !ts.isComputedPropertyName(written)) return false;
    const values = this.flow.values(written.expression);
    return values.length > 0 && values.every((one) => one.kind === 'text' && one.value === name);
  }

  /** `const options = {}; options.apiKey = key`: what is assigned to the variable that holds the literal. */
  private mutations(object: ts.ObjectLiteralExpression, name: string): readonly Value[] {
    const holder = variableOf(object);
    if (!holder) return [];
    const symbol = this.flow.symbolOf(holder);
    const isHolder = (target: ts.Expression) => {
      const bare = skipOuter(target);
      return ts.isIdentifier(bare) && this.flow.symbolOf(bare) === symbol;
    };
    const named = (this.flow.index.propertyAssignments.get(name) ?? [])
      .filter((one) =>
        isHolder((one.left as ts.PropertyAccessExpression | ts.ElementAccessExpression).expression),
      )
      .flatMap((one) => this.flow.values(one.right));
    const keyed = (this.flow.index.keyedAssignments.get(holder.text) ?? [])
      .filter((one) => isHolder(one.left.expression))
      .flatMap((one) => this.assignedByKey(one, name));
    return [...named, ...keyed];
  }

  /**
   * `for (const key of Object.keys(parsers)) config[key] = parsers[key](value)`: the turn of the loop whose key is
   * `name`. A key that is not known may be any.
   */
  private assignedByKey(node: KeyedAssignment, name: string): readonly Value[] {
    const key = skipOuter(node.left.argumentExpression);
    const loop = ts.isIdentifier(key) ? this.loopOf(key) : undefined;
    if (!loop)
      return this.assignedWhere(this.flow.values(key), name, node, () => this.flow.values(node.right));
    const elements = this.flow.elements(this.flow.values(loop.expression), node);
    const matching = elements.filter((one) =>
      this.keysOf(one).some((text) => text === name || text === null),
    );
    return matching.flatMap((element) =>
      this.flow.inTurn(loop, [element], () =>
        this.assignedWhere(this.flow.values(key), name, node, () => this.flow.values(node.right)),
      ),
    );
  }

  private assignedWhere(
    keys: readonly Value[],
    name: string,
    node: ts.Node,
    compute: () => readonly Value[],
  ): readonly Value[] {
    if (keys.length > 0 && keys.every((one) => one.kind === 'text'))
      return keys.some((one) => one.kind === 'text' && one.value === name) ? compute() : [];
    return [{ kind: 'unknown', why: 'mutated', node, trail: [] }];
  }

  /** The texts that an element of a loop may have as its key; `null` for one that is not known. */
  private keysOf(element: Value): (string | null)[] {
    const keys = element.kind === 'tuple' ? (element.parts[0] ?? []) : [element];
    return keys.map((one) => (one.kind === 'text' ? one.value : null));
  }

  /** The loop that declares `key`, by itself or as the first part of an entry. */
  private loopOf(key: ts.Identifier): ts.ForOfStatement | undefined {
    for (const declaration of this.flow.symbolOf(key)?.declarations ?? []) {
      const variable = ts.isBindingElement(declaration) ? declaration.parent.parent : declaration;
      if (!ts.isVariableDeclaration(variable)) continue;
      const loop = variable.parent.parent;
      if (ts.isForOfStatement(loop) && loop.initializer === variable.parent) return loop;
    }
    return undefined;
  }

  ofProperty(property: ts.ObjectLiteralElementLike): readonly Value[] {
    if (ts.isPropertyAssignment(property)) return this.flow.values(property.initializer);
    if (ts.isShorthandPropertyAssignment(property)) return this.flow.values(property.name);
    if (ts.isMethodDeclaration(property)) return [{ kind: 'function', node: property, trail: [] }];
    if (ts.isGetAccessorDeclaration(property)) return this.declarations.returned(property);
    return [{ kind: 'unknown', why: 'dynamic', node: property, trail: [] }];
  }

  private element(array: Value & { kind: 'array' }, name: string, node: ts.Node): readonly Value[] {
    if (!/^\d+$/.test(name)) return [{ kind: 'member', base: array, path: [name], node, trail: array.trail }];
    const { elements } = array.node;
    const element = elements[Number(name)];
    if (element && !elements.some(ts.isSpreadElement)) return this.flow.values(element);
    return [{ kind: 'unknown', why: 'dynamic', node, trail: [] }];
  }

  private enumMember(declaration: ts.EnumDeclaration, name: string, node: ts.Node): readonly Value[] {
    const member = declaration.members.find((one) => propertyName(one) === name);
    if (member?.initializer) return this.flow.values(member.initializer).map((one) => stepped(one, member));
    return [{ kind: 'unknown', why: 'dynamic', node, trail: [] }];
  }

  private instanceMember(value: Value & { kind: 'instance' }, name: string, node: ts.Node): readonly Value[] {
    if (value.of.kind !== 'class')
      return [{ kind: 'member', base: value, path: [name], node, trail: value.trail }];
    const own = this.classMember(value.of.node, name, node, false);
    if (own.some((one) => !(one.kind === 'unknown' && one.why === 'undeclared'))) return own;
    // A subclass of an external class: what it does not declare itself belongs to that class.
    if (this.extendsExternal(value.of.node))
      return [{ kind: 'member', base: value, path: [name], node, trail: value.trail }];
    return own;
  }

  private extendsExternal(owner: ts.ClassLikeDeclaration, below: readonly ts.Node[] = []): boolean {
    const base = baseClass(owner);
    if (!base || below.includes(owner)) return false;
    return this.flow
      .values(base)
      .some(
        (one) =>
          one.kind === 'external' ||
          (one.kind === 'class' && this.extendsExternal(one.node, [...below, owner])),
      );
  }

  private classMember(
    owner: ts.ClassLikeDeclaration,
    name: string,
    node: ts.Node,
    isStatic: boolean,
  ): readonly Value[] {
    const found: Value[] = [];
    for (const member of owner.members) {
      if (hasStatic(member) !== isStatic || memberName(member) !== name) continue;
      found.push(...this.ofClassElement(member).map((one) => stepped(one, member)));
    }
    if (!isStatic) found.push(...this.parameterProperty(owner, name));
    found.push(...this.assignedField(owner, name));
    if (found.length > 0) return preferKnown(found);
    const declared = this.declaredField(owner, name);
    if (declared.length > 0) return declared;
    return this.inherited(owner, name, node, isStatic);
  }

  private ofClassElement(member: ts.ClassElement): readonly Value[] {
    if (ts.isPropertyDeclaration(member))
      return member.initializer ? this.flow.values(member.initializer) : [];
    if (ts.isMethodDeclaration(member)) return [{ kind: 'function', node: member, trail: [] }];
    if (ts.isGetAccessorDeclaration(member)) return this.declarations.returned(member);
    return [];
  }

  /** `constructor(private readonly client: OpenAI)`. */
  private parameterProperty(owner: ts.ClassLikeDeclaration, name: string): readonly Value[] {
    const maker = owner.members.find(ts.isConstructorDeclaration);
    const parameter = maker?.parameters.find(
      (one) =>
        ts.isIdentifier(one.name) && one.name.text === name && ts.isParameterPropertyDeclaration(one, maker),
    );
    return parameter ? this.declarations.ofDeclaration(parameter, parameter) : [];
  }

  /** `this.client = …` anywhere in the class, `Service.client = …` for statics. */
  private assignedField(owner: ts.ClassLikeDeclaration, name: string): readonly Value[] {
    return (this.flow.index.propertyAssignments.get(name) ?? [])
      .filter((one) => {
        const target = (one.left as ts.PropertyAccessExpression | ts.ElementAccessExpression).expression;
        return this.refersTo(skipOuter(target), owner);
      })
      .flatMap((one) => this.flow.values(one.right).map((value) => stepped(value, one)));
  }

  private refersTo(target: ts.Expression, owner: ts.ClassLikeDeclaration): boolean {
    if (target.kind === ts.SyntaxKind.ThisKeyword || ts.isIdentifier(target))
      return this.flow
        .values(target)
        .some(
          (value) =>
            ((value.kind === 'self' || value.kind === 'class') && value.node === owner) ||
            (value.kind === 'instance' && value.of.kind === 'class' && value.of.node === owner),
        );
    return false;
  }

  private declaredField(owner: ts.ClassLikeDeclaration, name: string): readonly Value[] {
    const field = owner.members.find(
      (one): one is ts.PropertyDeclaration => ts.isPropertyDeclaration(one) && memberName(one) === name,
    );
    if (!field) return [];
    const typed = this.declarations.typed(field.type, field);
    const injected = injectedInto(this.flow, field, typed);
    return injected.length > 0 ? injected : typed ? [typed] : [];
  }

  private inherited(
    owner: ts.ClassLikeDeclaration,
    name: string,
    node: ts.Node,
    isStatic: boolean,
  ): readonly Value[] {
    const base = baseClass(owner);
    if (!base) return [{ kind: 'unknown', why: 'undeclared', node, trail: [] }];
    return this.flow.values(base).flatMap((value): readonly Value[] => {
      if (value.kind === 'class')
        return this.of(isStatic ? value : { kind: 'self', node: value.node, trail: [] }, name, node);
      if (value.kind === 'external' && !isStatic) {
        const self: Value = { kind: 'typed', module: value.module, path: value.path, node: owner, trail: [] };
        return [{ kind: 'member', base: self, path: [name], node, trail: [] }];
      }
      return [{ kind: 'unknown', why: 'undeclared', node, trail: [] }];
    });
  }
}

/**
 * `{ ...file, ...process.env }.NAME`: the name in the access stands for both, so that it cannot follow the variable
 * alone; whose value it is only a run tells.
 */
function named(values: readonly Value[], node: ts.Node): readonly Value[] {
  const isOwn = (one: Value) => one.kind === 'env' && one.node === node && one.reader !== 'schema';
  const isMixed = values.some(isOwn) && values.some((one) => !isOwn(one) && one.kind !== 'nothing');
  if (!isMixed) return values;
  return values.map((one) =>
    isOwn(one) ? { kind: 'unknown', why: 'dynamic', node, trail: one.trail } : one,
  );
}

/** A field set to `null` first and to the real thing later: the later one is what a member access meets. */
function preferKnown(values: readonly Value[]): readonly Value[] {
  const real = values.filter((value) => value.kind !== 'nothing');
  return real.length > 0 ? real : values;
}

/** The token that names the property in an access; the node itself where it is no access. */
function nameTokenOf(node: ts.Node): ts.Node {
  if (ts.isPropertyAccessExpression(node)) return node.name;
  return ts.isElementAccessExpression(node) ? node.argumentExpression : node;
}

function propertyName(node: ts.ObjectLiteralElementLike | ts.EnumMember): string | undefined {
  const { name } = node;
  if (!name) return undefined;
  if (ts.isIdentifier(name) || ts.isStringLiteralLike(name) || ts.isNumericLiteral(name)) return name.text;
  if (ts.isComputedPropertyName(name) && ts.isStringLiteralLike(name.expression)) return name.expression.text;
  return undefined;
}

function memberName(member: ts.ClassElement): string | undefined {
  const { name } = member;
  if (!name) return undefined;
  return ts.isIdentifier(name) || ts.isPrivateIdentifier(name) || ts.isStringLiteralLike(name)
    ? name.text
    : undefined;
}

function hasStatic(member: ts.ClassElement): boolean {
  return ts.canHaveModifiers(member)
    ? (ts.getModifiers(member) ?? []).some((one) => one.kind === ts.SyntaxKind.StaticKeyword)
    : false;
}

function variableOf(object: ts.ObjectLiteralExpression): ts.Identifier | undefined {
  let node: ts.Node = object;
  while (ts.isExpression(node.parent) && skipOuter(node.parent) === object) node = node.parent;
  const { parent } = node;
  return ts.isVariableDeclaration(parent) && ts.isIdentifier(parent.name) ? parent.name : undefined;
}
