import type { NestedUse, ObjectShape, ParameterUse } from '../sites.js';
import { ts } from '../ts.js';
import type { Flow } from './flow.js';
import { type CallLike, skipOuter } from './index-nodes.js';
import { objectsOf, type Shapes } from './shapes.js';

/** Reads the bodies of one request: its parameters through spreads, the roles of its messages, its images. */
export class BodyParts {
  readonly parameters: ParameterUse[] = [];
  readonly nested: NestedUse[] = [];
  hasImages = false;
  partial = false;
  private readonly lists = new Set<ts.Node>();
  private readonly flow: Flow;
  private readonly shapes: Shapes;
  private readonly names: ReadonlyMap<string, string>;

  /** `spelling` gives the dialect's name of OpenAI's parameters, where they differ. */
  constructor(
    flow: Flow,
    shapes: Shapes,
    objects: readonly ts.ObjectLiteralExpression[],
    spelling: Readonly<Record<string, string>> = {},
  ) {
    this.flow = flow;
    this.shapes = shapes;
    this.names = new Map(Object.entries(spelling).map(([name, written]) => [written, name]));
    for (const object of objects) this.read(object, 0);
  }

  private read(object: ts.ObjectLiteralExpression, depth: number): void {
    const shape = this.shapes.object(object);
    for (const property of object.properties) {
      if (ts.isSpreadAssignment(property)) this.spread(property, depth);
      else this.parameter(property, shape);
    }
  }

  private spread(property: ts.SpreadAssignment, depth: number): void {
    const { objects, partial } = objectsOf(this.flow, property.expression);
    this.partial ||= partial;
    if (depth < 4) for (const object of objects) this.read(object, depth + 1);
  }

  private parameter(node: ts.ObjectLiteralElementLike, object: ObjectShape): void {
    const property = this.shapes.property(node);
    if (!property.name || property.kind === 'other') return;
    const expression = ts.isPropertyAssignment(node)
      ? node.initializer
      : ts.isShorthandPropertyAssignment(node)
        ? node.name
        : undefined;
    if (!expression) return;
    const name = this.names.get(property.name) ?? property.name;
    if (name === 'messages' || name === 'input') this.messages(expression);
    if (name === 'response_format') this.format(expression);
    const values = SCALARS.has(name) ? this.shapes.origins(this.flow.values(expression)) : [];
    const { range: nameRange } = this.shapes.token(node.name ?? node);
    this.parameters.push({
      name,
      written: property.name,
      nameRange,
      property,
      object,
      values,
    });
  }

  /** `{ type: 'json_schema' }`, or the SDK's helper that makes one of a zod schema. */
  private format(expression: ts.Expression): void {
    const at = this.shapes.token(expression);
    for (const value of this.flow.values(expression)) {
      if (value.kind === 'object') {
        for (const type of this.flow.member([value], 'type', expression))
          if (type.kind === 'text')
            this.nested.push({ direct: false, path: 'response_format.type', value: type.value, at });
      } else if (
        value.kind === 'result' &&
        value.callee.kind === 'external' &&
        FORMAT_HELPER.test(value.callee.path.join('.'))
      )
        this.nested.push({ direct: false, path: 'response_format.type', value: 'json_schema', at });
    }
  }

  private messages(expression: ts.Expression): void {
    for (const value of this.flow.values(expression)) {
      // A list that grows by itself (`messages = [...messages, next]`) is read once.
      if (value.kind !== 'array' || this.lists.has(value.node)) continue;
      this.lists.add(value.node);
      for (const element of [...value.node.elements, ...this.pushed(value.node)]) this.message(element);
    }
  }

  private message(element: ts.Expression): void {
    if (ts.isSpreadElement(element)) {
      this.messages(element.expression);
      return;
    }
    for (const value of this.flow.values(element)) {
      if (value.kind !== 'object') continue;
      for (const role of this.flow.member([value], 'role', element))
        if (role.kind === 'text')
          this.nested.push({
            direct: ts.isPropertyAssignment(role.node.parent),
            path: 'messages[].role',
            value: role.value,
            at: this.shapes.token(role.node),
          });
      if (/\bimage_url\b/.test(value.node.getText())) this.hasImages = true;
    }
  }

  /** `messages.push({ … })` on the variable that holds the list. */
  private pushed(list: ts.ArrayLiteralExpression): ts.Expression[] {
    let node: ts.Node = list;
    while (ts.isExpression(node.parent) && skipOuter(node.parent) === list) node = node.parent;
    const { parent } = node;
    const isOn = ts.isVariableDeclaration(parent)
      ? this.isVariable(parent)
      : ts.isPropertyAssignment(parent)
        ? this.isProperty(parent)
        : undefined;
    if (!isOn) return [];
    return (this.flow.index.calls.get('push') ?? []).flatMap((call: CallLike) => {
      const callee = call.expression;
      if (!ts.isPropertyAccessExpression(callee)) return [];
      return isOn(callee.expression) ? [...(call.arguments ?? [])] : [];
    });
  }

  private isVariable({ name }: ts.VariableDeclaration): (node: ts.Expression) => boolean {
    const symbol = this.flow.symbolOf(name);
    return (node) => ts.isIdentifier(node) && this.flow.symbolOf(node) === symbol;
  }

  /** `body.messages.push(…)` on the object that the list stands in. */
  private isProperty({ name, parent }: ts.PropertyAssignment): (node: ts.Expression) => boolean {
    return (node) =>
      ts.isPropertyAccessExpression(node) &&
      node.name.text === name.getText() &&
      this.flow.values(node.expression).some((value) => value.node === parent);
  }
}

const FORMAT_HELPER = /(?:^|\.)(?:zod|standard)ResponseFormat$/;

/** Parameters whose value decides something; the others are passed on by name. */
const SCALARS = new Set([
  'model',
  'temperature',
  'top_p',
  'n',
  'max_tokens',
  'max_completion_tokens',
  'presence_penalty',
  'frequency_penalty',
  'encoding_format',
  'dimensions',
  'response_format',
  'reasoning_effort',
  'stream',
  'tool_choice',
  'purpose',
]);
