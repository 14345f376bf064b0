import { ts } from '../ts.js';
import type { Declarations } from './declarations.js';
import { environmentMember, handedInMember, isVariableName } from './environment.js';
import { baseClass, type Flow, stepped } from './flow.js';
import { skipOuter } from './index-nodes.js';
import { schemaDefaults } from './libraries.js';
import type { Value } from './value.js';

/** From a value to the values of one of its properties. */
export class Members {
  private readonly flow: Flow;
  private readonly declarations: Declarations;

  /** Lookups under way: an object spread into itself (`o = { ...o }`) must not ask itself. */
  private readonly active = new Map<ts.Node, Map<string, number>>();

  constructor(flow: Flow, declarations: Declarations) {
    this.flow = flow;
    this.declarations = declarations;
  }

  of(value: Value, name: string, node: ts.Node): readonly Value[] {
    return this.once(value, name, () => this.lookUp(value, name, node));
  }

  private once(value: Value, name: string, compute: () => readonly Value[]): readonly Value[] {
    const names = this.active.get(value.node) ?? new Map<string, number>();
    const key = `${value.kind} ${name}`;
    const under = names.get(key);
    if (under !== undefined) {
      this.flow.leanOn(under);
      return [];
    }
    this.active.set(value.node, names.set(key, this.flow.currentDepth));
    try {
      return compute();
    } finally {
      names.delete(key);
    }
  }

  private lookUp(value: Value, name: string, node: ts.Node): readonly Value[] {
    switch (value.kind) {
      case 'object':
        return this.property(value.node, name, node);
      case 'array':
        return this.element(value, name, node);
      case 'list':
        return this.listed(value, name, node);
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
    return this.once(value, '[]', () => this.held(value, node));
  }

  private held(value: Value, node: ts.Node): readonly Value[] {
    if (value.kind === 'array')
      return value.node.elements.flatMap((element) =>
        ts.isSpreadElement(element)
          ? this.flow.elements(this.flow.values(element.expression), node)
          : this.flow.values(element),
      );
    if (value.kind === 'list') return value.items;
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
    const found: Value[] = [...this.mutations(object, name)];
    // Later properties win, so a spread behind the property may replace it.
    for (const property of [...object.properties].reverse()) {
      if (ts.isSpreadAssignment(property)) {
        const spread = this.flow.member(this.flow.values(property.expression), name, node);
        const present = spread.filter((value) => value.kind !== 'nothing');
        found.push(...present);
        if (
          present.length > 0 &&
          present.length === spread.length &&
          present.every((one) => one.kind !== 'unknown')
        )
          return found;
      } else if (propertyName(property) === name) {
        return [...found, ...this.ofProperty(property).map((one) => stepped(one, property))];
      }
    }
    return [...found, { kind: 'nothing', node: object, trail: [] }];
  }

  /** `const options = {}; options.apiKey = key`: what is assigned to the variable that holds the literal. */
  private mutations(object: ts.ObjectLiteralExpression, name: string): readonly Value[] {
    const holder = variableOf(object);
    if (!holder) return [];
    const symbol = this.flow.symbolOf(holder);
    const isOnHolder = (one: ts.BinaryExpression) => {
      const target = (one.left as ts.PropertyAccessExpression | ts.ElementAccessExpression).expression;
      return ts.isIdentifier(target) && this.flow.symbolOf(target) === symbol;
    };
    const named = (this.flow.index.propertyAssignments.get(name) ?? []).filter(isOnHolder);
    const keyed = (this.flow.index.keyedAssignments.get(holder.text) ?? []).filter(isOnHolder);
    return [
      ...named.flatMap((one) => this.flow.values(one.right)),
      // `table[key] = value`: it may be this property as well as any other.
      ...keyed.map((one): Value => ({ kind: 'unknown', why: 'mutated', node: one.left, trail: [] })),
    ];
  }

  private ofProperty(property: ts.ObjectLiteralElementLike): readonly Value[] {
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
    if (declared) return [declared];
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

  private declaredField(owner: ts.ClassLikeDeclaration, name: string): Value | undefined {
    const field = owner.members.find(
      (one): one is ts.PropertyDeclaration => ts.isPropertyDeclaration(one) && memberName(one) === name,
    );
    return field ? this.declarations.typed(field.type, field) : undefined;
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
