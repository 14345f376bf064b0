import type { Edit } from '../../../src/finding.js';
import { skipOuter } from '../../../src/flow/index-nodes.js';
import { propertyText } from '../../../src/flow/uses.js';
import { ts } from '../../../src/ts.js';
import type { Draft } from './draft.js';
import { isNothing, type Lists } from './lists.js';
import { isText, mayBeMissing } from './texts.js';

/** Details of an image that chat completions know as well. */
const DETAIL = /^(?:auto|low|high)$/;

/** Turns `instructions` and `input` of the Responses API into messages. */
export class Messages {
  private readonly draft: Draft;
  private readonly lists: Lists;

  constructor(draft: Draft, lists: Lists) {
    this.draft = draft;
    this.lists = lists;
  }

  /** `input` and, in front of it, what `instructions` says. */
  write(input: Property, instructions: Property | undefined): void {
    const { draft } = this;
    const given = skipOuter(input.value);
    const before = instructions && this.instructions(instructions, input);
    if (ts.isShorthandPropertyAssignment(input.node) || !ts.isPropertyAssignment(input.node)) {
      this.shorthand(input, before);
      return;
    }
    const rename = draft.replace(input.node.name, 'messages');
    if (isText(draft.flow, input.value) && !mayBeMissing(draft.flow, input.value))
      draft.step(input.node.name, 'parameter', 'input', 'messages', [rename, ...this.around(input, before)]);
    else if (ts.isArrayLiteralExpression(given)) {
      draft.step(input.node.name, 'parameter', 'input', 'messages', [
        rename,
        ...(before ? [this.intoList(given, before)] : []),
      ]);
      this.list(input.value);
    } else {
      const wrapped = before ? this.spread(input, before) : [];
      draft.step(input.node.name, 'parameter', 'input', 'messages', [rename, ...wrapped]);
      this.list(input.value);
    }
  }

  /** `prompt` of a text completion: what the user says. */
  prompt(prompt: Property): void {
    const { draft } = this;
    const { node, value } = prompt;
    if (!isText(draft.flow, value) || mayBeMissing(draft.flow, value)) {
      draft.block(node, 'parameter', 'prompt', 'whether it is a text cannot be proved');
      return;
    }
    const open = `messages: [{ role: ${draft.quoted(node, 'user')}, content: `;
    const edits = ts.isPropertyAssignment(node)
      ? [draft.replaceUpTo(node, value, open), draft.after(value, ' }]')]
      : [draft.replace(node, `${open}${draft.text(value)} }]`)];
    draft.step(node.name ?? node, 'parameter', 'prompt', 'messages', edits);
  }

  private shorthand(input: Property, before: string | undefined): void {
    const { draft } = this;
    const isPlain = isText(draft.flow, input.value) && !mayBeMissing(draft.flow, input.value);
    const name = draft.text(input.value);
    const user = isPlain ? `{ role: ${draft.quoted(input.node, 'user')}, content: ${name} }` : `...${name}`;
    const list = before !== undefined ? this.written(input, [before, user]) : `[${user}]`;
    const text = isPlain || before !== undefined ? list : name;
    draft.step(input.node, 'parameter', 'input', 'messages', [
      draft.replace(input.node, `messages: ${text}`),
    ]);
    if (!isPlain) this.list(input.value);
  }

  /** The message that `instructions` becomes; the property itself goes. */
  private instructions(instructions: Property, input: Property): string | undefined {
    const { draft } = this;
    const { value, node } = instructions;
    const bare = skipOuter(value);
    if (instructions.object !== input.object) {
      draft.block(node, 'parameter', 'instructions', 'it does not stand beside `input`');
      return undefined;
    }
    draft.drop(instructions.object, 'instructions');
    draft.step(node.name ?? node, 'parameter', 'instructions', 'messages');
    if (isNothing(bare)) return undefined;
    const text = draft.text(value);
    const role = draft.quoted(node, 'system');
    if (!isText(draft.flow, value)) {
      draft.block(node, 'parameter', 'instructions', 'whether it is a text cannot be proved');
      return undefined;
    }
    if (!mayBeMissing(draft.flow, value)) return `{ role: ${role}, content: ${text} }`;
    if (!ts.isIdentifier(bare) && !ts.isPropertyAccessExpression(bare)) {
      draft.block(node, 'parameter', 'instructions', 'there may be none');
      return undefined;
    }
    const literal = isTypeScript(draft.parsed(node).file) ? `${role} as const` : role;
    return `...(${text} ? [{ role: ${literal}, content: ${text} }] : [])`;
  }

  /** `[{ role: 'user', content: ` in front of the text and ` }]` behind it. */
  private around(input: Property, before: string | undefined): Edit[] {
    const { draft } = this;
    const open = `{ role: ${draft.quoted(input.node, 'user')}, content: `;
    if (before === undefined || !draft.isMultiline(input.object)) {
      const first = before === undefined ? '' : `${before}, `;
      return [draft.before(input.value, `[${first}${open}`), draft.after(input.value, ' }]')];
    }
    const { line, unit, eol } = draft.indentOf(input.node);
    return [
      draft.before(input.value, `[${eol}${line}${unit}${before},${eol}${line}${unit}${open}`),
      draft.after(input.value, ` },${eol}${line}]`),
    ];
  }

  private spread(input: Property, before: string): Edit[] {
    return [this.draft.before(input.value, `[${before}, ...`), this.draft.after(input.value, ']')];
  }

  private written(input: Property, elements: readonly string[]): string {
    const { draft } = this;
    if (!draft.isMultiline(input.object)) return `[${elements.join(', ')}]`;
    const { line, unit, eol } = draft.indentOf(input.node);
    return `[${elements.map((one) => `${eol}${line}${unit}${one},`).join('')}${eol}${line}]`;
  }

  private intoList(list: ts.ArrayLiteralExpression, before: string): Edit {
    const { draft } = this;
    const [first] = list.elements;
    if (!first) return draft.replace(list, `[${before}]`);
    if (!draft.isMultiline(list)) return draft.before(first, `${before}, `);
    const { line, eol } = draft.indentOf(first);
    return draft.before(first, `${before},${eol}${line}`);
  }

  private list(list: ts.Expression): void {
    this.lists.each(list, 'input[]', (element) => this.item(element));
  }

  private item(element: ts.Expression): void {
    const { draft } = this;
    const bare = skipOuter(element);
    if (ts.isObjectLiteralExpression(bare)) {
      this.lists.asserted(element);
      this.message(bare);
      return;
    }
    const declaration = ts.isIdentifier(bare)
      ? draft.flow.symbolOf(bare)?.declarations?.find(ts.isVariableDeclaration)
      : undefined;
    const made = declaration?.initializer && skipOuter(declaration.initializer);
    if (declaration && made && ts.isObjectLiteralExpression(made)) {
      this.lists.holder(declaration);
      this.message(made);
    } else if (ts.isConditionalExpression(bare)) {
      this.item(bare.whenTrue);
      this.item(bare.whenFalse);
    } else draft.block(element, 'parameter', 'input[]', 'it is put together where it cannot be followed');
  }

  private message(object: ts.ObjectLiteralExpression): void {
    const { draft } = this;
    const type = propertyOf(object, 'type');
    const name = type && literalText(type.value);
    if (name === 'function_call_output') {
      this.toolOutput(object);
      return;
    }
    if (type && name !== 'message') {
      const what = name ? `input[].${name}` : 'input[].type';
      draft.block(type.node, 'parameter', what, 'chat completions have no such message');
      return;
    }
    if (type) {
      draft.drop(object, 'type');
      draft.step(type.node.name ?? type.node, 'parameter', 'input[].type', 'messages[]');
    }
    for (const property of object.properties) {
      const key = property.name && propertyText(property.name);
      if (key !== 'role' && key !== 'content' && key !== 'type')
        draft.block(
          property,
          'parameter',
          `input[].${key ?? '…'}`,
          'chat completions have no such part of a message',
        );
    }
    this.role(object);
    const content = propertyOf(object, 'content');
    if (content) this.content(content);
  }

  private role(object: ts.ObjectLiteralExpression): void {
    const role = propertyOf(object, 'role');
    if (!role) return;
    for (const value of this.draft.flow.values(role.value))
      if (value.kind === 'text')
        this.draft.nested.push({
          direct: ts.isPropertyAssignment(value.node.parent),
          path: 'messages[].role',
          value: value.value,
          at: this.draft.shapes.token(value.node),
        });
  }

  private content(content: Property): void {
    const { draft } = this;
    const bare = skipOuter(content.value);
    if (isText(draft.flow, content.value)) return;
    if (ts.isArrayLiteralExpression(bare)) {
      const only = this.onlyText(bare);
      if (only) {
        draft.step(bare, 'parameter', 'input[].content[]', 'messages[].content', [
          draft.replaceUpTo(bare, only, ''),
          draft.replaceRest(only, bare, ''),
        ]);
        return;
      }
    }
    this.lists.each(content.value, 'input[].content', (part) => this.part(part));
  }

  /** The text of a list with a single part of text: chat completions take it bare, and every vendor does. */
  private onlyText(list: ts.ArrayLiteralExpression): ts.Expression | undefined {
    const [only] = list.elements;
    const part = only && skipOuter(only);
    if (list.elements.length !== 1 || !part || !ts.isObjectLiteralExpression(part)) return undefined;
    if (part.properties.length !== 2 || /\/[/*]/.test(commentable(part))) return undefined;
    const type = propertyOf(part, 'type');
    const text = propertyOf(part, 'text');
    if (!type || !text || !/^(?:input|output)_text$/.test(literalText(type.value) ?? '')) return undefined;
    return isText(this.draft.flow, text.value) ? text.value : undefined;
  }

  private part(element: ts.Expression): void {
    const { draft } = this;
    const bare = skipOuter(element);
    const object = ts.isObjectLiteralExpression(bare) ? bare : undefined;
    const type = object && propertyOf(object, 'type');
    const name = type && literalText(type.value);
    if (!object || !type || name === undefined) {
      draft.block(
        element,
        'parameter',
        'input[].content[]',
        'it is put together where it cannot be followed',
      );
      return;
    }
    this.lists.asserted(element);
    const literal = literalOf(type.value);
    if (/^(?:input|output)_text$/.test(name)) {
      this.only(object, ['type', 'text']);
      if (literal) draft.step(literal, 'parameter', name, 'text', [draft.retext(literal, 'text')]);
    } else if (name === 'input_image') this.image(object, literal);
    else draft.block(type.node, 'parameter', name, 'a message of a chat has no such part');
  }

  private image(object: ts.ObjectLiteralExpression, literal: ts.Node | undefined): void {
    const { draft } = this;
    this.only(object, ['type', 'image_url', 'detail']);
    const url = propertyOf(object, 'image_url');
    const detail = propertyOf(object, 'detail');
    const level = detail && literalText(detail.value);
    if (!url || !literal || ts.isObjectLiteralExpression(skipOuter(url.value))) {
      draft.block(object, 'parameter', 'input_image', 'it has no address');
      return;
    }
    if (level !== undefined && !DETAIL.test(level))
      draft.block(
        detail?.node ?? object,
        'parameter',
        'input_image.detail',
        'chat completions take auto, low, high',
      );
    const inner = detail ? `, detail: ${draft.text(detail.value)}` : '';
    if (detail) draft.drop(object, 'detail');
    const edits = ts.isShorthandPropertyAssignment(url.node)
      ? [draft.after(url.node, `: { url: ${draft.text(url.value)}${inner} }`)]
      : [draft.before(url.value, '{ url: '), draft.after(url.value, `${inner} }`)];
    draft.step(literal, 'parameter', 'input_image', 'image_url', [
      draft.retext(literal, 'image_url'),
      ...edits,
    ]);
    draft.hasImages = true;
  }

  private only(object: ts.ObjectLiteralExpression, names: readonly string[]): void {
    for (const property of object.properties) {
      const name = property.name && propertyText(property.name);
      if (name === undefined || !names.includes(name))
        this.draft.block(
          property,
          'parameter',
          `input[].content[].${name ?? '…'}`,
          'a part of a chat message has it not',
        );
    }
  }

  /** `{ type: 'function_call_output', call_id, output }` → `{ role: 'tool', tool_call_id, content }`. */
  private toolOutput(object: ts.ObjectLiteralExpression): void {
    const { draft } = this;
    for (const property of object.properties) {
      const name = property.name && propertyText(property.name);
      const found = name === undefined ? undefined : propertyOf(object, name);
      if (name === 'type' && found && ts.isPropertyAssignment(found.node)) {
        const literal = literalOf(found.value);
        const role = draft.replace(found.node.name, 'role');
        if (literal)
          draft.step(literal, 'parameter', 'function_call_output', 'role: tool', [
            role,
            draft.retext(literal, 'tool'),
          ]);
      } else if (name === 'call_id' && found) this.rename(found, 'tool_call_id');
      else if (name === 'output' && found) {
        this.rename(found, 'content');
        if (!isText(draft.flow, found.value))
          draft.block(
            found.node,
            'parameter',
            'function_call_output.output',
            'whether it is a text cannot be proved',
          );
      } else
        draft.block(
          property,
          'parameter',
          `function_call_output.${name ?? '…'}`,
          'a message of a tool has it not',
        );
    }
  }

  private rename(property: Property, to: string): void {
    const { draft } = this;
    const { node } = property;
    const edit = ts.isShorthandPropertyAssignment(node)
      ? draft.before(node, `${to}: `)
      : draft.replace(node.name ?? node, to);
    draft.step(node.name ?? node, 'parameter', `function_call_output.${draft.text(node.name ?? node)}`, to, [
      edit,
    ]);
  }
}

/** A property that is written out, with its value. */
export interface Property {
  readonly node: ts.ObjectLiteralElementLike;
  readonly value: ts.Expression;
  readonly object: ts.ObjectLiteralExpression;
}

export function propertyOf(object: ts.ObjectLiteralExpression, name: string): Property | undefined {
  for (const node of object.properties) {
    if (!node.name || propertyText(node.name) !== name) continue;
    if (ts.isPropertyAssignment(node)) return { node, value: node.initializer, object };
    if (ts.isShorthandPropertyAssignment(node)) return { node, value: node.name, object };
  }
  return undefined;
}

/** The text of a literal, `as const` or not. */
export function literalText(node: ts.Expression): string | undefined {
  const bare = literalOf(node);
  return bare?.text;
}

export function literalOf(node: ts.Expression): ts.StringLiteralLike | undefined {
  const bare = skipOuter(node);
  return ts.isStringLiteralLike(bare) ? bare : undefined;
}

export function isTypeScript(file: string): boolean {
  return /\.[cm]?tsx?$/.test(file);
}

/** What stands in an object besides its values: comments would be lost with it. */
function commentable(object: ts.ObjectLiteralExpression): string {
  const text = object.getText();
  const start = object.getStart();
  let rest = '';
  let at = 0;
  for (const property of object.properties) {
    rest += text.slice(at, property.getStart() - start);
    at = property.getEnd() - start;
  }
  return rest + text.slice(at);
}
