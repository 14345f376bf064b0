import type { Flow } from '../../../src/flow/flow.js';
import { skipOuter } from '../../../src/flow/index-nodes.js';
import { propertyText } from '../../../src/flow/uses.js';
import { ts } from '../../../src/ts.js';
import type { Draft } from '../conversion/draft.js';
import { isTypeScript, literalOf, literalText, type Property, propertyOf } from '../conversion/messages.js';
import { isText } from '../conversion/texts.js';
import { NativeBody } from './body.js';
import { MESSAGE, type NativeLists } from './lists.js';
import { CHAT_FIELDS, MESSAGE_FIELDS, PROPERTY_FIELDS, SCHEMA_FIELDS } from './ollama.js';

const HIDDEN = 'it is put together where it cannot be followed';

/** What is sent by a `chat.completions.create`. */
export class ChatRequest {
  /** Whether the answer comes in pieces. */
  streams = false;
  hasTools = false;
  /** Messages of answers that were met in lists: whoever follows the answer sees to them. */
  readonly answers = new Set<ts.Node>();
  /** `tool_call_id: call.id`, likewise. */
  readonly ids = new Set<ts.Node>();
  private readonly draft: Draft;
  private readonly lists: NativeLists;

  constructor(draft: Draft, lists: NativeLists) {
    this.draft = draft;
    this.lists = lists;
  }

  read(call: ts.CallExpression): void {
    const { draft } = this;
    const body = new NativeBody(draft, CHAT_FIELDS);
    body.read(call);
    const { shapes } = body;
    const messages = shapes.get('messages');
    const tools = shapes.get('tools');
    const format = shapes.get('response_format');
    const stop = shapes.get('stop');
    const stream = shapes.get('stream');
    if (stream) this.stream(stream);
    if (format) this.format(format, body);
    if (stop) this.stop(stop, body);
    if (tools) {
      this.hasTools = true;
      this.lists.each(tools.value, 'tools[]', (element) => this.tool(element));
    }
    if (messages) this.lists.each(messages.value, MESSAGE, (element) => this.message(element));
    body.finish();
  }

  private stream({ node, value }: Property): void {
    const { kind } = skipOuter(value);
    if (kind === ts.SyntaxKind.TrueKeyword) this.streams = true;
    else if (kind !== ts.SyntaxKind.FalseKeyword)
      this.draft.block(
        node,
        'parameter',
        'stream',
        'whether the answer comes in pieces is decided elsewhere',
      );
  }

  /** `{ type: 'json_object' }` → `'json'`; a schema stands there by itself. */
  private format(property: Property, body: NativeBody): void {
    const { draft } = this;
    const { node, value } = property;
    const bare = skipOuter(value);
    const type = ts.isObjectLiteralExpression(bare) ? propertyOf(bare, 'type') : undefined;
    const name = type && literalText(type.value);
    const at = node.name ?? node;
    if (name === 'text') body.drop(property, 'response_format');
    else if (name === 'json_object')
      draft.step(at, 'parameter', 'response_format', 'format', [
        draft.replace(node, `format: ${draft.quoted(node, 'json')}`),
      ]);
    else {
      const schema = ts.isObjectLiteralExpression(bare) ? schemaOf(bare) : undefined;
      if (!schema) draft.block(at, 'parameter', 'response_format', 'the schema is not in sight');
      else
        draft.step(at, 'parameter', 'response_format', 'format', [
          draft.replaceUpTo(node, schema, 'format: '),
          draft.replaceRest(schema, node, ''),
        ]);
    }
  }

  /** A list there; one text becomes a list of one. */
  private stop(property: Property, body: NativeBody): void {
    const { flow } = this.draft;
    const values = flow.values(property.value);
    const isList = ts.isArrayLiteralExpression(skipOuter(property.value));
    if (isList || (values.length > 0 && values.every(({ kind }) => kind === 'text')))
      body.option('stop', property);
    else
      this.draft.block(property.node, 'parameter', 'stop', 'whether it is one text or a list cannot be told');
  }

  private message(element: ts.Expression): void {
    const { draft } = this;
    const object = this.written(element);
    if (object) {
      this.fields(object);
      return;
    }
    const bare = skipOuter(element);
    if (ts.isConditionalExpression(bare)) {
      this.message(bare.whenTrue);
      this.message(bare.whenFalse);
    } else if (ts.isIdentifier(bare) || ts.isPropertyAccessExpression(bare)) this.answers.add(bare);
    else draft.block(element, 'parameter', MESSAGE, HIDDEN);
  }

  /** The object literal that an element is, itself or by the name of a constant. */
  private written(element: ts.Expression): ts.ObjectLiteralExpression | undefined {
    const bare = skipOuter(element);
    if (ts.isObjectLiteralExpression(bare)) {
      this.lists.asserted(element);
      return bare;
    }
    const declaration = ts.isIdentifier(bare)
      ? this.draft.flow.symbolOf(bare)?.declarations?.find(ts.isVariableDeclaration)
      : undefined;
    const made = declaration?.initializer && skipOuter(declaration.initializer);
    if (!declaration || !made || !ts.isObjectLiteralExpression(made)) return undefined;
    this.lists.holder(declaration);
    return made;
  }

  private fields(object: ts.ObjectLiteralExpression): void {
    const { draft } = this;
    for (const property of object.properties) {
      const name = property.name && propertyText(property.name);
      const found = name === undefined ? undefined : propertyOf(object, name);
      if (name === undefined || !found || !MESSAGE_FIELDS.test(name))
        draft.block(property, 'parameter', `${MESSAGE}.${name ?? '…'}`, 'a message there has it not');
      else if (name === 'role') this.role(found);
      else if (name === 'tool_call_id') this.toolCallId(found);
      else if (!isText(draft.flow, found.value) && !isSaid(draft.flow, found.value))
        draft.block(found.node, 'parameter', `${MESSAGE}.content`, 'whether it is a text cannot be proved');
    }
  }

  private role({ value }: Property): void {
    for (const one of this.draft.flow.values(value)) {
      if (one.kind !== 'text' || one.value !== 'developer') continue;
      if (literalOf(value) === one.node)
        this.draft.step(one.node, 'parameter', 'developer', 'system', [
          this.draft.retext(one.node, 'system'),
        ]);
      else this.draft.block(one.node, 'parameter', `${MESSAGE}.role`, 'the role has another name there');
    }
  }

  /** Nothing but the call's own id can be told by the name of its function. */
  private toolCallId({ node, value }: Property): void {
    const bare = skipOuter(value);
    if (ts.isPropertyAccessExpression(bare) && bare.name.text === 'id' && ts.isPropertyAssignment(node))
      this.ids.add(bare);
    else this.draft.block(node, 'parameter', `${MESSAGE}.tool_call_id`, 'calls have no ids there');
  }

  private tool(element: ts.Expression): void {
    const { draft } = this;
    const object = this.written(element);
    const type = object && propertyOf(object, 'type');
    const fn = object && propertyOf(object, 'function');
    const inner = fn && skipOuter(fn.value);
    const isFunction = type && literalText(type.value) === 'function';
    if (!object || !isFunction || !inner || object.properties.length !== 2) {
      draft.block(element, 'parameter', 'tools[]', HIDDEN);
      return;
    }
    if (ts.isObjectLiteralExpression(inner)) this.describes(inner);
    else draft.block(inner, 'parameter', 'tools[].function', HIDDEN);
  }

  private describes(object: ts.ObjectLiteralExpression): void {
    const { draft } = this;
    for (const property of object.properties) {
      const name = property.name && propertyText(property.name);
      const found = name === undefined ? undefined : propertyOf(object, name);
      if (name === 'strict' && found && skipOuter(found.value).kind === ts.SyntaxKind.FalseKeyword)
        draft.drop(object, 'strict');
      else if (!found || !/^(?:name|description|parameters)$/.test(name ?? ''))
        draft.block(property, 'parameter', `tools[].function.${name ?? '…'}`, 'a tool there has it not');
      else if (name === 'parameters') this.schema(found);
    }
  }

  /** The types know a flat schema only; the server takes any. */
  private schema({ node, value }: Property): void {
    const { draft } = this;
    const bare = skipOuter(value);
    if (!isTypeScript(draft.parsed(node).file) || !ts.isObjectLiteralExpression(bare) || isFlat(bare)) return;
    if (bare !== value || !ts.isPropertyAssignment(node)) {
      draft.block(
        node,
        'parameter',
        'tools[].function.parameters',
        'the types of the package do not take it',
      );
      return;
    }
    draft.step(node.name, 'parameter', 'parameters', 'parameters', [draft.after(value, ' as object')]);
  }
}

/** What an earlier answer said: a text there, and a text here unless there was none. */
function isSaid(flow: Flow, node: ts.Expression): boolean {
  const values = flow.values(node);
  return (
    values.length > 0 &&
    values.every(
      (one) =>
        one.kind === 'text' ||
        (one.kind === 'member' &&
          one.base.kind === 'result' &&
          /(?:^|\.)message\.content$/.test(one.path.join('.'))),
    )
  );
}

function schemaOf(format: ts.ObjectLiteralExpression): ts.Expression | undefined {
  const type = propertyOf(format, 'type');
  const inner = propertyOf(format, 'json_schema');
  const bare = inner && skipOuter(inner.value);
  if (!type || literalText(type.value) !== 'json_schema' || !bare) return undefined;
  return ts.isObjectLiteralExpression(bare) ? propertyOf(bare, 'schema')?.value : undefined;
}

function isFlat(schema: ts.ObjectLiteralExpression): boolean {
  if (!hasOnly(schema, SCHEMA_FIELDS)) return false;
  const properties = propertyOf(schema, 'properties');
  const bare = properties && skipOuter(properties.value);
  if (!bare || !ts.isObjectLiteralExpression(bare)) return properties === undefined;
  return bare.properties.every((one) => {
    const inner = ts.isPropertyAssignment(one) ? skipOuter(one.initializer) : undefined;
    return inner !== undefined && ts.isObjectLiteralExpression(inner) && hasOnly(inner, PROPERTY_FIELDS);
  });
}

function hasOnly(object: ts.ObjectLiteralExpression, names: RegExp): boolean {
  return object.properties.every((one) => one.name && names.test(propertyText(one.name) ?? ''));
}
