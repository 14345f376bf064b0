import { skipOuter } from '../../../src/flow/index-nodes.js';
import { propertyText } from '../../../src/flow/uses.js';
import { spanOf } from '../../../src/pipeline/parse.js';
import { ts } from '../../../src/ts.js';
import type { Draft } from './draft.js';
import type { Lists } from './lists.js';
import { literalText, type Property, propertyOf } from './messages.js';
import { nest } from './nesting.js';
import type { Helpers } from './tools.js';

/** What a JSON schema may have beside it; chat completions nest these under `json_schema`. */
const SCHEMA = new Set(['name', 'schema', 'strict', 'description']);

/** `text: { format, verbosity }` → `response_format`, `verbosity`. */
export function convertText(draft: Draft, lists: Lists, helpers: Helpers, text: Property): void {
  const object = skipOuter(text.value);
  if (!ts.isObjectLiteralExpression(object) || !ts.isPropertyAssignment(text.node)) {
    draft.block(text.node, 'parameter', 'text', 'what it says is not in sight');
    return;
  }
  const known = object.properties.every(
    (one) => one.name && /^(?:format|verbosity)$/.test(propertyText(one.name) ?? ''),
  );
  const format = propertyOf(object, 'format');
  const verbosity = propertyOf(object, 'verbosity');
  if (!known) {
    draft.block(text.node, 'parameter', 'text', 'it says more than a format and a length');
    return;
  }
  if (verbosity) draft.parameter('verbosity', verbosity.node, draft.shapes.object(object), verbosity.value);
  if (format) new Format(draft, lists, helpers, text, object, format, verbosity).write();
  else unwrap(draft, text, object);
}

class Format {
  private readonly draft: Draft;
  private readonly lists: Lists;
  private readonly helpers: Helpers;
  private readonly text: Property;
  private readonly outer: ts.ObjectLiteralExpression;
  private readonly format: Property;
  private readonly verbosity: Property | undefined;

  constructor(
    draft: Draft,
    lists: Lists,
    helpers: Helpers,
    text: Property,
    outer: ts.ObjectLiteralExpression,
    format: Property,
    verbosity: Property | undefined,
  ) {
    this.draft = draft;
    this.lists = lists;
    this.helpers = helpers;
    this.text = text;
    this.outer = outer;
    this.format = format;
    this.verbosity = verbosity;
  }

  write(): void {
    const { draft, format } = this;
    const value = skipOuter(format.value);
    if (ts.isObjectLiteralExpression(value)) {
      this.literal(value);
      return;
    }
    if (ts.isCallExpression(value) && this.helpers.call(value)) {
      this.said('json_schema', value);
      this.replaceAround(format.value);
      return;
    }
    if (ts.isIdentifier(value) && this.variable(value)) return;
    draft.block(format.node, 'parameter', 'text.format', 'what it says is not in sight');
  }

  /** A schema in a constant of its own, which nothing else reads. */
  private variable(name: ts.Identifier): boolean {
    const { draft } = this;
    const [only, ...others] = draft.flow.values(name);
    const holder = draft.flow.symbolOf(name)?.declarations?.find(ts.isVariableDeclaration);
    const made = holder?.initializer && skipOuter(holder.initializer);
    if (!holder || !made || only?.kind !== 'object' || only.node !== made || others.length > 0) return false;
    const type = propertyOf(only.node, 'type');
    const rest = only.node.properties.filter((one) => one !== type?.node);
    const isKnown = rest.every((one) => one.name && SCHEMA.has(propertyText(one.name) ?? ''));
    if (!type || literalText(type.value) !== 'json_schema' || !isKnown) return false;
    this.lists.holder(holder);
    this.said('json_schema', type.value);
    draft.step(type.node.name ?? type.node, 'parameter', 'text.format', 'response_format.json_schema', [
      ...nest(draft, only.node, type, rest, 'json_schema'),
    ]);
    this.replaceAround(this.format.value);
    return true;
  }

  private literal(object: ts.ObjectLiteralExpression): void {
    const { draft } = this;
    const type = propertyOf(object, 'type');
    const name = type && literalText(type.value);
    if (name === 'text') {
      this.plain();
      return;
    }
    if (name === 'json_object') {
      this.said('json_object', type?.value ?? object);
      const quoted = type ? draft.text(type.value) : '';
      this.whole(`response_format: { type: ${quoted} }`);
      return;
    }
    const known = object.properties.every((one) => {
      const key = one.name && propertyText(one.name);
      return key !== undefined && (key === 'type' || SCHEMA.has(key));
    });
    if (!type || name !== 'json_schema' || !known) {
      draft.block(this.format.node, 'parameter', 'text.format', 'what it says is not in sight');
      return;
    }
    this.said('json_schema', type.value);
    this.schema(object, type);
  }

  /** Free text is what comes back anyway. */
  private plain(): void {
    const { draft, text, verbosity } = this;
    if (verbosity) {
      this.whole('');
      return;
    }
    draft.drop(text.object, 'text');
    draft.step(text.node.name ?? text.node, 'parameter', 'text', 'nothing');
    this.inner('nothing');
  }

  private said(value: string, at: ts.Node): void {
    const { draft, text } = this;
    draft.nested.push({ direct: false, path: 'response_format.type', value, at: draft.shapes.token(at) });
    draft.parameter('response_format', text.node, draft.shapes.object(text.object), undefined);
  }

  private whole(written: string): void {
    const { draft, text, verbosity } = this;
    const parts = [written, verbosity ? draft.text(verbosity.node) : ''].filter(Boolean);
    draft.step(text.node.name ?? text.node, 'parameter', 'text', 'parameters of their own', [
      draft.replace(text.node, parts.join(this.separator())),
    ]);
    this.inner(written === '' ? 'nothing' : 'response_format');
  }

  /** Between two parameters, as the request lays them out. */
  private separator(): string {
    const { draft, text } = this;
    if (!draft.isMultiline(text.object)) return ', ';
    const { line, eol } = draft.indentOf(text.node);
    return `,${eol}${line}`;
  }

  /** `text: { format: zodTextFormat(…) }`: the helper stays, what is around it goes. */
  private replaceAround(kept: ts.Node): void {
    const { draft, text, verbosity } = this;
    const tail = verbosity ? `${this.separator()}${draft.text(verbosity.node)}` : '';
    this.inner('response_format');
    draft.step(text.node.name ?? text.node, 'parameter', 'text', 'parameters of their own', [
      draft.replaceUpTo(text.node, kept, 'response_format: '),
      draft.replaceRest(kept, text.node, tail),
    ]);
  }

  /**
   * `text: { format: { type: 'json_schema', name, schema } }` becomes
   * `response_format: { type: 'json_schema', json_schema: { name, schema } }`: as many levels as before, so every line
   * keeps its indentation.
   */
  private schema(object: ts.ObjectLiteralExpression, type: Property): void {
    const { draft, text, format, outer, verbosity } = this;
    const { line, eol } = draft.indentOf(format.node);
    const separator = draft.isMultiline(outer) ? `${eol}${line}` : ' ';
    const head = `type: ${draft.text(type.value)},${separator}json_schema`;
    const shorthand = ts.isShorthandPropertyAssignment(format.node);
    if (shorthand || !format.node.name || !text.node.name) {
      draft.block(format.node, 'parameter', 'text.format', 'what it says is not in sight');
      return;
    }
    draft.drop(object, 'type');
    const edits = [draft.replace(text.node.name, 'response_format'), draft.replace(format.node.name, head)];
    if (verbosity) {
      draft.drop(outer, 'verbosity');
      edits.push(draft.after(text.node, `${this.separator()}${draft.text(verbosity.node)}`));
    }
    draft.step(text.node.name, 'parameter', 'text', 'parameters of their own', edits);
    this.inner('response_format');
  }

  /** The format has a place of its own inside of what goes. */
  private inner(to: string): void {
    const { draft, format } = this;
    draft.step(format.node.name ?? format.node, 'parameter', 'text.format', to);
  }
}

/** `text: { verbosity: x }` → `verbosity: x`. */
function unwrap(draft: Draft, text: Property, object: ts.ObjectLiteralExpression): void {
  const [only] = object.properties;
  const at = text.node.name ?? text.node;
  if (!only) {
    draft.drop(text.object, 'text');
    draft.step(at, 'parameter', 'text', 'nothing');
    return;
  }
  draft.step(at, 'parameter', 'text.verbosity', 'verbosity', [draft.replace(text.node, draft.text(only))]);
}

/** `reasoning: { effort }` → `reasoning_effort`. Summaries of the reasoning come in items that nobody reads here. */
export function convertReasoning(draft: Draft, reasoning: Property): void {
  const object = skipOuter(reasoning.value);
  const at = reasoning.node.name ?? reasoning.node;
  if (!ts.isObjectLiteralExpression(object)) {
    draft.block(reasoning.node, 'parameter', 'reasoning', 'what it says is not in sight');
    return;
  }
  const known = object.properties.every(
    (one) => one.name && /^(?:effort|summary|generate_summary)$/.test(propertyText(one.name) ?? ''),
  );
  const effort = propertyOf(object, 'effort');
  if (!known || hasComment(draft, reasoning.node)) {
    draft.block(reasoning.node, 'parameter', 'reasoning', 'chat completions know its effort only');
    return;
  }
  if (!effort) {
    draft.drop(reasoning.object, 'reasoning');
    draft.step(at, 'parameter', 'reasoning', 'nothing');
    return;
  }
  draft.step(at, 'parameter', 'reasoning.effort', 'reasoning_effort', [
    draft.replaceUpTo(reasoning.node, effort.value, 'reasoning_effort: '),
    draft.replaceRest(effort.value, reasoning.node, ''),
  ]);
  asParameter(draft, reasoning, effort);
}

/** The value of the effort is that of the parameter; what is around it is its name. */
function asParameter(draft: Draft, reasoning: Property, effort: Property): void {
  draft.parameter('reasoning_effort', reasoning.node, draft.shapes.object(reasoning.object), effort.value);
  const use = draft.parameters.pop();
  if (!use) return;
  const valueSpan = spanOf(draft.parsed(effort.value), effort.value);
  draft.parameters.push({ ...use, property: { ...use.property, valueSpan } });
}

function hasComment(draft: Draft, node: ts.Node): boolean {
  return /\/[/*]/.test(draft.text(node));
}
