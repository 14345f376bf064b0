import { skipOuter } from '../../../src/flow/index-nodes.js';
import { propertyText } from '../../../src/flow/uses.js';
import { ts } from '../../../src/ts.js';
import type { Draft } from '../conversion/draft.js';
import { isNothing } from '../conversion/lists.js';
import type { Property } from '../conversion/messages.js';
import { type NativeField, NO_FIELD } from './ollama.js';

type Fields = Readonly<Record<string, NativeField>>;

/** Goes through the body of one request. It has to stand in the call: the package tells a stream by its type. */
export class NativeBody {
  /** Properties whose shape has to be taken apart. */
  readonly shapes = new Map<string, Property>();
  private readonly draft: Draft;
  private readonly fields: Fields;
  private readonly options: { readonly to: string; readonly property: Property }[] = [];

  constructor(draft: Draft, fields: Fields) {
    this.draft = draft;
    this.fields = fields;
  }

  read(call: ts.CallExpression): void {
    const { draft } = this;
    const [body, more] = call.arguments;
    if (!body || !ts.isObjectLiteralExpression(body)) {
      draft.block(body ?? call, 'parameter', 'body', 'the request does not stand in the call');
      return;
    }
    if (more) draft.block(more, 'parameter', 'options', 'the method takes no options of a request');
    for (const property of body.properties) this.property(property, body);
  }

  /** Takes a property out, with its comma. */
  drop({ node, object }: Property, name: string): void {
    this.draft.drop(object, name);
    this.draft.step(node.name ?? node, 'parameter', name, 'nothing');
  }

  /** What goes into `options`, which stands where the first of it stood. */
  option(to: string, property: Property): void {
    this.options.push({ to, property });
  }

  finish(): void {
    const { draft } = this;
    const [first, ...others] = this.options;
    if (!first) return;
    const names = this.options.map(({ to }) => to);
    if (new Set(names).size < names.length)
      draft.block(first.property.node, 'parameter', 'options', 'one of them is named twice');
    const inside = this.options.map(({ to, property }) => spelt(draft, to, property)).join(', ');
    const { node } = first.property;
    draft.step(node.name ?? node, 'parameter', nameOf(node), 'options', [
      draft.replace(node, `options: { ${inside} }`),
    ]);
    for (const { property, to } of others) {
      draft.drop(property.object, nameOf(property.node));
      draft.step(property.node.name ?? property.node, 'parameter', nameOf(property.node), `options.${to}`);
    }
  }

  private property(node: ts.ObjectLiteralElementLike, object: ts.ObjectLiteralExpression): void {
    const { draft } = this;
    const name = node.name && propertyText(node.name);
    const value = givenTo(node);
    if (name === undefined || !value) {
      draft.block(node, 'parameter', '…', 'a property whose name or value is not written out');
      return;
    }
    const property = { node, value, object };
    const field = this.fields[name];
    if (!field) draft.block(node.name ?? node, 'parameter', name, NO_FIELD);
    else if (field.kind !== 'same' && isNothing(skipOuter(value))) this.drop(property, name);
    else if (field.kind === 'shape') this.shapes.set(name, property);
    else if (field.kind === 'option') this.option(field.to, property);
    else if (field.kind === 'gone') this.drop(property, name);
    else if (field.kind === 'default') this.byDefault(name, property, field);
  }

  private byDefault(name: string, property: Property, field: NativeField & { kind: 'default' }): void {
    const values = this.draft.flow.values(property.value);
    const isSame = values.every(
      (one) =>
        (one.kind === 'text' || one.kind === 'number' || one.kind === 'boolean') &&
        field.values.includes(one.value),
    );
    if (values.length > 0 && isSame) this.drop(property, name);
    else this.draft.block(property.node.name ?? property.node, 'parameter', name, field.why);
  }
}

function givenTo(node: ts.ObjectLiteralElementLike): ts.Expression | undefined {
  if (ts.isPropertyAssignment(node)) return node.initializer;
  return ts.isShorthandPropertyAssignment(node) ? node.name : undefined;
}

function nameOf(node: ts.ObjectLiteralElementLike): string {
  return (node.name && propertyText(node.name)) ?? '';
}

function spelt(draft: Draft, to: string, { node, value }: Property): string {
  const text = draft.text(value);
  if (to === 'stop' && !ts.isArrayLiteralExpression(skipOuter(value))) return `${to}: [${text}]`;
  return ts.isShorthandPropertyAssignment(node) && text === to ? to : `${to}: ${text}`;
}
