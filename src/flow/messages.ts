import type { MessagesUse, NestedUse } from '../sites.js';
import { ts } from '../ts.js';
import type { Flow } from './flow.js';
import { type CallLike, skipOuter } from './index-nodes.js';
import type { Shapes } from './shapes.js';
import type { Value } from './value.js';

const SYSTEM = /^(?:system|developer)$/;

/** Reads the messages of a request: their roles and names, the order of system messages, the images in them. */
export class MessageReader {
  readonly nested: NestedUse[] = [];
  hasImages = false;
  private readonly lists = new Set<ts.Node>();
  private readonly flow: Flow;
  private readonly shapes: Shapes;
  /** What the messages read so far say of the next one. */
  private seen: 'nothing' | 'system' | 'others' = 'nothing';

  constructor(flow: Flow, shapes: Shapes) {
    this.flow = flow;
    this.shapes = shapes;
  }

  /** `inner`: what is spread into a list under way. */
  read(expression: ts.Expression, inner = false): void {
    for (const value of this.flow.values(expression)) {
      // A list that grows by itself (`messages = [...messages, next]`) is read once.
      if (value.kind !== 'array' || this.lists.has(value.node)) continue;
      this.lists.add(value.node);
      if (!inner) this.seen = 'nothing';
      for (const element of [...value.node.elements, ...this.pushed(value.node)]) this.message(element);
    }
  }

  /** What an edit of the whole list has to know. */
  use(expression: ts.Expression): MessagesUse {
    const bare = skipOuter(expression);
    const literal = ts.isArrayLiteralExpression(bare) ? bare : undefined;
    const [first] = literal?.elements ?? [];
    const isSystem =
      first && !ts.isSpreadElement(first) && this.rolesOf(first).some((role) => SYSTEM.test(role));
    return {
      at: this.shapes.token(expression),
      literal: literal !== undefined,
      systemText: isSystem ? this.textOf(first) : null,
      mayHaveSystem: !literal || this.mayHaveSystem(literal),
      first: first ? this.shapes.token(first).span.start : null,
    };
  }

  /** `messages.push({ … })` on the variable that holds the list. */
  pushed(list: ts.ArrayLiteralExpression): ts.Expression[] {
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

  private message(element: ts.Expression): void {
    if (ts.isSpreadElement(element)) {
      this.read(element.expression, true);
      return;
    }
    for (const value of this.flow.values(element)) {
      if (value.kind !== 'object') continue;
      const roles = this.flow.member([value], 'role', element);
      for (const role of roles) this.role(role);
      this.name(value.node, roles);
      this.parts(value, element);
      if (/\bimage_url\b/.test(value.node.getText())) this.hasImages = true;
    }
  }

  private role(role: Value): void {
    if (role.kind !== 'text') return;
    const at = this.shapes.token(role.node);
    const direct = ts.isPropertyAssignment(role.node.parent);
    this.nested.push({ direct, path: 'messages[].role', value: role.value, at });
    const isSystem = SYSTEM.test(role.value);
    if (isSystem && this.seen !== 'nothing')
      this.nested.push({ direct, path: 'messages', value: this.seen === 'system' ? 'again' : 'late', at });
    this.seen = isSystem && this.seen !== 'others' ? 'system' : 'others';
  }

  private name(message: ts.ObjectLiteralExpression, roles: readonly Value[]): void {
    // With these the name is that of the function, not of a speaker.
    if (roles.some((role) => role.kind === 'text' && /^(?:function|tool)$/.test(role.value))) return;
    for (const property of message.properties) {
      if (property.name === undefined || property.name.getText() !== 'name') continue;
      this.nested.push({
        direct: true,
        path: 'messages[].name',
        value: '',
        at: this.shapes.token(property.name),
        place: { object: this.shapes.object(message), property: this.shapes.property(property) },
      });
    }
  }

  /** What stands in one message whose class says its role: `new HumanMessage({ content: […] })`. */
  content(message: Value & { kind: 'object' }, element: ts.Expression): void {
    this.parts(message, element);
  }

  private parts(message: Value & { kind: 'object' }, element: ts.Expression): void {
    for (const content of this.flow.member([message], 'content', element)) {
      if (content.kind !== 'array') continue;
      for (const part of content.node.elements) {
        if (ts.isSpreadElement(part)) continue;
        for (const value of this.flow.values(part)) if (value.kind === 'object') this.part(value, part);
      }
    }
  }

  private part(part: Value & { kind: 'object' }, element: ts.Expression): void {
    const path = 'messages[].content[].image_url';
    for (const type of this.flow.member([part], 'type', element)) {
      if (type.kind !== 'text') continue;
      if (/^(?:input_audio|file)$/.test(type.value))
        this.nested.push({
          direct: false,
          path: `messages[].content[].${type.value}`,
          value: 'part',
          at: this.shapes.token(type.node),
        });
      if (type.value !== 'image_url') continue;
      for (const image of this.flow.member([part], 'image_url', element)) {
        const url = image.kind === 'object' ? this.flow.member([image], 'url', element) : [image];
        for (const one of url)
          this.nested.push({ direct: false, path, value: formOf(one), at: this.shapes.token(type.node) });
        if (image.kind === 'object') this.detail(image, path, element);
      }
    }
  }

  private detail(image: Value & { kind: 'object' }, path: string, element: ts.Expression): void {
    for (const detail of this.flow.member([image], 'detail', element))
      if (detail.kind === 'text')
        this.nested.push({
          direct: ts.isPropertyAssignment(detail.node.parent),
          path: `${path}.detail`,
          value: detail.value,
          at: this.shapes.token(detail.node),
        });
  }

  private rolesOf(element: ts.Expression): string[] {
    const values = this.flow.values(element);
    return this.flow
      .member(values, 'role', element)
      .flatMap((role) => (role.kind === 'text' ? [role.value] : []));
  }

  private mayHaveSystem(list: ts.ArrayLiteralExpression): boolean {
    return list.elements.some((element) => {
      if (ts.isSpreadElement(element)) return true;
      const roles = this.rolesOf(element);
      return roles.length === 0 || roles.some((role) => SYSTEM.test(role));
    });
  }

  /** `content: 'text'` of a message that is written out. */
  private textOf(message: ts.Expression): MessagesUse['systemText'] {
    const bare = skipOuter(message);
    if (!ts.isObjectLiteralExpression(bare)) return null;
    for (const property of bare.properties) {
      if (!ts.isPropertyAssignment(property) || property.name.getText() !== 'content') continue;
      const content = skipOuter(property.initializer);
      const values = this.flow.values(content);
      const isText =
        ts.isTemplateExpression(content) ||
        (values.length > 0 && values.every((value) => value.kind === 'text'));
      return isText ? this.shapes.token(property.initializer) : null;
    }
    return null;
  }
}

/** An address of a picture, a picture itself, or something that is decided at run time. */
function formOf(value: Value): 'url' | 'data' | 'unknown' {
  const head =
    value.kind === 'text' ? value.value : ts.isTemplateExpression(value.node) ? value.node.head.text : '';
  if (/^data:/.test(head)) return 'data';
  return /^https?:/.test(head) ? 'url' : 'unknown';
}
