import type { FormatUse, ListShape, MessagesUse, NestedUse, ObjectShape, ParameterUse } from '../sites.js';
import { ts } from '../ts.js';
import type { Flow } from './flow.js';
import { skipOuter } from './index-nodes.js';
import { MessageReader } from './messages.js';
import { readFormat } from './response-format.js';
import { objectsOf, type Shapes } from './shapes.js';
import { readTools } from './tools.js';

/** What is put into a request as it is: no text in it decides anything. */
const PASSED_ON = new Set(['messages', 'tools', 'functions', 'prompt', 'file', 'image', 'mask']);

/** Reads the bodies of one request: its parameters through spreads and later assignments, its messages, its tools. */
export class BodyParts {
  readonly parameters: ParameterUse[] = [];
  readonly nested: NestedUse[] = [];
  readonly readBack: string[] = [];
  format: FormatUse | undefined;
  messages: MessagesUse | undefined;
  partial = false;
  private readonly flow: Flow;
  private readonly shapes: Shapes;
  private readonly reader: MessageReader;
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
    this.reader = new MessageReader(flow, shapes);
    for (const object of objects) this.read(object, 0);
    this.nested.push(...this.reader.nested);
  }

  get hasImages(): boolean {
    return this.reader.hasImages;
  }

  private read(object: ts.ObjectLiteralExpression, depth: number): void {
    const shape = this.shapes.object(object);
    for (const property of object.properties) {
      if (ts.isSpreadAssignment(property)) this.spread(property, depth);
      else this.parameter(property, shape);
    }
    this.afterwards(object, shape);
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
    const { range: nameRange } = this.shapes.token(node.name ?? node);
    this.use(property.name, expression, { object, property, nameRange });
  }

  private use(
    written: string,
    expression: ts.Expression,
    where: Pick<ParameterUse, 'object' | 'property' | 'nameRange' | 'assigned'>,
  ): void {
    const name = this.names.get(written) ?? written;
    const list = this.list(expression);
    this.parameters.push({
      name,
      written,
      ...where,
      values: PASSED_ON.has(name) ? [] : this.shapes.origins(this.flow.values(expression)),
      value: this.shapes.token(expression),
      pure: isPure(expression),
      lastUse: this.isLastUse(expression),
      ...(list ? { list } : {}),
    });
    this.inside(name, expression);
  }

  private inside(name: string, expression: ts.Expression): void {
    if (name === 'messages' || name === 'input') {
      this.reader.read(expression);
      this.messages ??= this.reader.use(expression);
    }
    if (name === 'response_format') this.responseFormat(expression);
    if (name === 'tools') this.nested.push(...readTools(this.flow, this.shapes, expression));
    if (name === 'tool_choice' || name === 'function_call') this.named(name, expression);
    if (name === 'stream_options') this.streamOptions(expression);
  }

  private responseFormat(expression: ts.Expression): void {
    const { format, types } = readFormat(this.flow, this.shapes, expression);
    this.format ??= format;
    const at = this.shapes.token(expression);
    for (const value of types) this.nested.push({ direct: false, path: 'response_format.type', value, at });
  }

  /** `{ type: 'function', function: { name } }`, and the legacy `{ name }`: a function that has to be called. */
  private named(name: string, expression: ts.Expression): void {
    for (const value of this.flow.values(expression)) {
      if (value.kind !== 'object') continue;
      const direct = skipOuter(expression) === value.node;
      this.nested.push({ direct, path: name, value: 'named', at: this.shapes.token(expression) });
      const inner = propertyOf(value.node, 'name');
      if (name === 'function_call' && direct && inner)
        this.nested.push({ direct, path: 'function_call.name', value: '', at: this.shapes.token(inner) });
    }
  }

  private streamOptions(expression: ts.Expression): void {
    for (const value of this.flow.values(expression)) {
      if (value.kind !== 'object') continue;
      for (const one of this.flow.member([value], 'include_usage', expression))
        if (one.kind === 'boolean')
          this.nested.push({
            direct: ts.isPropertyAssignment(one.node.parent),
            path: 'stream_options.include_usage',
            value: String(one.value),
            at: this.shapes.token(one.node),
          });
    }
  }

  /** The elements of a list, where no other value is possible. */
  private list(expression: ts.Expression): ListShape | undefined {
    const values = this.flow.values(expression);
    const [only] = values;
    if (only?.kind !== 'array' || values.length !== 1) return undefined;
    const { elements } = only.node;
    const open = elements.some(ts.isSpreadElement) || this.reader.pushed(only.node).length > 0;
    return {
      length: open ? null : elements.length,
      texts: elements
        .flatMap((one) => this.flow.values(one))
        .flatMap((one) => (one.kind === 'text' ? [one.value] : [])),
      elements: skipOuter(expression) === only.node ? elements.map((one) => this.shapes.token(one)) : null,
    };
  }

  /** What happens to the body between its making and its sending: `params.stop = …`, and who reads it. */
  private afterwards(object: ts.ObjectLiteralExpression, shape: ObjectShape): void {
    const holder = holderOf(object);
    const symbol = holder && this.flow.symbolOf(holder);
    if (!holder || !symbol) return;
    for (const reference of this.flow.index.identifiers.get(holder.text) ?? []) {
      if (reference === holder || this.flow.symbolOf(reference) !== symbol) continue;
      this.reference(reference, shape);
    }
  }

  private reference(reference: ts.Identifier, shape: ObjectShape): void {
    const { parent } = reference;
    if (ts.isPropertyAccessExpression(parent) && parent.expression === reference) {
      const written = assignmentTo(parent);
      if (!written) this.readBack.push(parent.name.text);
      else this.assigned(parent, written, shape);
    } else if (ts.isElementAccessExpression(parent) && ts.isStringLiteralLike(parent.argumentExpression))
      this.readBack.push(parent.argumentExpression.text);
    else if (ts.isVariableDeclaration(parent) && ts.isObjectBindingPattern(parent.name))
      for (const { name, propertyName } of parent.name.elements)
        this.readBack.push((propertyName ?? name).getText());
  }

  private assigned(target: ts.PropertyAccessExpression, value: ts.Expression, object: ObjectShape): void {
    const name = this.shapes.token(target.name);
    this.use(target.name.text, value, {
      object,
      nameRange: name.range,
      assigned: true,
      property: {
        name: target.name.text,
        kind: 'assign',
        span: this.shapes.token(target.parent).span,
        nameSpan: name.span,
        valueSpan: this.shapes.token(value).span,
      },
    });
  }

  /** A local name that nothing else reads: a function's parameter, a constant, a name taken out of an object. */
  private isLastUse(expression: ts.Expression): boolean {
    const bare = skipOuter(expression);
    if (!ts.isIdentifier(bare)) return false;
    const symbol = ts.isShorthandPropertyAssignment(bare.parent)
      ? this.flow.checker.getShorthandAssignmentValueSymbol(bare.parent)
      : this.flow.symbolOf(bare);
    const declared = symbol?.declarations?.[0];
    if (!declared) return false;
    const uses = (this.flow.index.identifiers.get(bare.text) ?? []).filter(
      (one) => one !== bare && one.parent !== declared && one.getSourceFile() === bare.getSourceFile(),
    );
    return uses.every((one) => this.flow.symbolOf(one) !== symbol);
  }
}

/** The variable that holds a body. */
function holderOf(object: ts.ObjectLiteralExpression): ts.Identifier | undefined {
  let { parent } = object;
  while (
    ts.isAsExpression(parent) ||
    ts.isSatisfiesExpression(parent) ||
    ts.isParenthesizedExpression(parent)
  )
    ({ parent } = parent);
  return ts.isVariableDeclaration(parent) && ts.isIdentifier(parent.name) ? parent.name : undefined;
}

/** The value in `target = value`. */
function assignmentTo(target: ts.Expression): ts.Expression | undefined {
  const { parent } = target;
  const isWritten =
    ts.isBinaryExpression(parent) &&
    parent.left === target &&
    parent.operatorToken.kind === ts.SyntaxKind.EqualsToken;
  return isWritten ? parent.right : undefined;
}

function propertyOf(object: ts.ObjectLiteralExpression, name: string): ts.Expression | undefined {
  for (const property of object.properties) {
    if (ts.isPropertyAssignment(property) && property.name.getText() === name) return property.initializer;
    if (ts.isShorthandPropertyAssignment(property) && property.name.text === name) return property.name;
  }
  return undefined;
}

/** A name, or names in a row: reading it twice gives the same and does nothing. */
function isPure(expression: ts.Expression): boolean {
  let bare = skipOuter(expression);
  while (ts.isPropertyAccessExpression(bare)) bare = skipOuter(bare.expression);
  return ts.isIdentifier(bare) || bare.kind === ts.SyntaxKind.ThisKeyword;
}
