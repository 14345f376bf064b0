import { skipOuter } from '../../../src/flow/index-nodes.js';
import { type Holder, propertyText, type Use, usesOfHolder } from '../../../src/flow/uses.js';
import type { FieldRule } from '../../../src/openai/protocols.js';
import { ts } from '../../../src/ts.js';
import type { Annotations } from './annotations.js';
import type { Draft } from './draft.js';
import { type Bodies, isNothing } from './lists.js';
import type { Property } from './messages.js';

const STREAM = 'whether the answer comes in pieces is decided at run time';

/** Goes through the body of one request, property by property. */
export class Body {
  /** Whether the answer comes in pieces. */
  streams = false;
  /** Properties whose shape has to be taken apart. */
  readonly shapes = new Map<string, Property>();
  private readonly draft: Draft;
  private readonly fields: Readonly<Record<string, FieldRule>>;
  private readonly bodies: Bodies;
  private readonly annotations: Annotations;

  constructor(
    draft: Draft,
    fields: Readonly<Record<string, FieldRule>>,
    bodies: Bodies,
    annotations: Annotations,
  ) {
    this.draft = draft;
    this.fields = fields;
    this.bodies = bodies;
    this.annotations = annotations;
  }

  /** `given` is the argument of the call. */
  read(given: ts.Expression | undefined, call: ts.CallExpression): ts.ObjectLiteralExpression | undefined {
    const { draft } = this;
    const bare = given && skipOuter(given);
    const values = bare ? draft.flow.values(bare) : [];
    const [only] = values;
    if (!bare || only?.kind !== 'object' || values.length !== 1) {
      draft.block(
        bare ?? call,
        'parameter',
        'body',
        'the request is put together where it cannot be followed',
      );
      return undefined;
    }
    this.asserted(only.node);
    if (given) this.asserted(bare);
    if (bare !== only.node) this.variable(bare);
    draft.share(only.node);
    this.object(only.node, 0);
    return only.node;
  }

  /** `{ … } as ResponseCreateParams`. */
  private asserted(node: ts.Expression): void {
    let { parent } = node;
    while (
      ts.isAsExpression(parent) ||
      ts.isSatisfiesExpression(parent) ||
      ts.isParenthesizedExpression(parent) ||
      ts.isTypeAssertionExpression(parent)
    ) {
      if (!ts.isParenthesizedExpression(parent)) this.annotations.parameter(parent.type);
      parent = parent.parent;
    }
  }

  /** The body stands in a variable: nothing but requests and changes of single properties may use it. */
  private variable(node: ts.Expression): void {
    const { draft } = this;
    const declaration = ts.isIdentifier(node)
      ? draft.flow.symbolOf(node)?.declarations?.find(ts.isVariableDeclaration)
      : undefined;
    if (!declaration || !ts.isIdentifier(declaration.name)) {
      draft.block(node, 'parameter', 'body', 'the request is put together where it cannot be followed');
      return;
    }
    this.holder(declaration);
  }

  private holder(holder: Holder): void {
    const { draft } = this;
    draft.share(holder);
    const { uses, types } = usesOfHolder(draft.flow, holder);
    for (const type of types) this.annotations.parameter(type);
    for (const use of uses) this.use(use);
  }

  private use(use: Use): void {
    const { draft } = this;
    if (use.kind === 'tested') return;
    if (use.kind === 'argument' && this.isRequest(use.call)) return;
    if (use.kind === 'spread' && this.bodies.has(use.node.parent as ts.ObjectLiteralExpression)) {
      draft.share(use.node.parent);
      return;
    }
    if (use.kind === 'read') {
      this.access(use);
      return;
    }
    draft.block(use.node, 'parameter', 'body', 'something that is not converted reads the request, too');
  }

  /** A call whose body is one of those that are converted. */
  private isRequest(call: ts.CallExpression | ts.NewExpression): boolean {
    return (call.arguments ?? []).some((argument) =>
      this.draft.flow.values(argument).some((one) => one.kind === 'object' && this.bodies.has(one.node)),
    );
  }

  /** `body.temperature = 0`, `body.model`. */
  private access({ name, node }: Use & { kind: 'read' }): void {
    const rule = this.fields[name];
    if (rule?.kind === 'same' && rule.to === undefined) return;
    const why = rule?.kind === 'none' ? rule.why : 'it is set apart from the request';
    this.draft.block(node, 'parameter', name, why);
  }

  private object(object: ts.ObjectLiteralExpression, depth: number): void {
    for (const property of object.properties) {
      if (ts.isSpreadAssignment(property)) this.spread(property, depth);
      else this.property(property, object);
    }
  }

  /** `...(given && { tools })`, `...defaults`. */
  private spread(node: ts.SpreadAssignment, depth: number): void {
    const { draft } = this;
    for (const leaf of leaves(node.expression)) {
      const bare = skipOuter(leaf);
      if (isNothing(bare) || isEmpty(bare)) continue;
      if (ts.isObjectLiteralExpression(bare)) {
        this.object(bare, depth + 1);
        continue;
      }
      const values = draft.flow.values(bare);
      const [only] = values;
      const holder = ts.isIdentifier(bare)
        ? draft.flow.symbolOf(bare)?.declarations?.find(ts.isVariableDeclaration)
        : undefined;
      if (depth > 3 || values.length !== 1 || only?.kind !== 'object' || !holder) {
        draft.block(node, 'parameter', '…', 'a part of the request comes from where it cannot be followed');
        continue;
      }
      const before = draft.steps.length + draft.blocks.length;
      this.object(only.node, depth + 1);
      if (draft.steps.length + draft.blocks.length > before) this.holder(holder);
    }
  }

  private property(node: ts.ObjectLiteralElementLike, object: ts.ObjectLiteralExpression): void {
    const { draft } = this;
    const name = node.name && propertyText(node.name);
    const value = ts.isPropertyAssignment(node)
      ? node.initializer
      : ts.isShorthandPropertyAssignment(node)
        ? node.name
        : undefined;
    if (name === undefined || !value) {
      draft.block(node, 'parameter', '…', 'a property whose name or value is not written out');
      return;
    }
    const rule = this.fields[name] ?? { kind: 'none', why: 'chat completions have nothing of the kind' };
    if (rule.kind !== 'same' && isNothing(skipOuter(value))) draft.drop(object, name);
    else this.field(name, rule, { node, value, object });
  }

  private field(name: string, rule: FieldRule, property: Property): void {
    const { draft } = this;
    const { node, value, object } = property;
    const at = node.name ?? node;
    switch (rule.kind) {
      case 'same':
        draft.parameter(rule.to ?? name, node, draft.shapes.object(object), value);
        if (rule.to !== undefined) draft.step(at, 'parameter', name, rule.to);
        if (name === 'stream') this.stream(property);
        return;
      case 'shape':
        this.shapes.set(name, property);
        return;
      case 'default':
        if (isOneOf(draft, value, rule.values)) {
          draft.drop(object, name);
          draft.step(at, 'parameter', name, 'nothing');
        } else draft.block(at, 'parameter', name, rule.why);
        return;
      case 'none':
        draft.block(at, 'parameter', name, rule.why);
    }
  }

  private stream({ node, value }: Property): void {
    const values = this.draft.flow.values(value);
    const [only] = values;
    if (values.length === 1 && only?.kind === 'boolean') this.streams = only.value;
    else this.draft.block(node, 'parameter', 'stream', STREAM);
  }
}

function isOneOf(
  draft: Draft,
  value: ts.Expression,
  allowed: readonly (string | number | boolean)[],
): boolean {
  const values = draft.flow.values(value);
  return (
    values.length > 0 &&
    values.every(
      (one) =>
        one.kind === 'nothing' ||
        ((one.kind === 'text' || one.kind === 'number' || one.kind === 'boolean') &&
          allowed.includes(one.value)),
    )
  );
}

/** The branches of `a ? b : c`, `a && b`, `a ?? b`. */
function leaves(node: ts.Expression): ts.Expression[] {
  const bare = skipOuter(node);
  if (ts.isConditionalExpression(bare)) return [...leaves(bare.whenTrue), ...leaves(bare.whenFalse)];
  if (ts.isBinaryExpression(bare)) {
    const { kind } = bare.operatorToken;
    if (kind === ts.SyntaxKind.AmpersandAmpersandToken) return leaves(bare.right);
    if (kind === ts.SyntaxKind.QuestionQuestionToken || kind === ts.SyntaxKind.BarBarToken)
      return [...leaves(bare.left), ...leaves(bare.right)];
  }
  return [bare];
}

function isEmpty(node: ts.Expression): boolean {
  return ts.isObjectLiteralExpression(node) && node.properties.length === 0;
}
