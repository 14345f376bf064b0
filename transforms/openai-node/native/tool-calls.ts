import { skipOuter } from '../../../src/flow/index-nodes.js';
import { type ReadNode, type Uses, usesOfHolder } from '../../../src/flow/uses.js';
import { ts } from '../../../src/ts.js';
import { otherSide, outside } from '../conversion/answer.js';
import type { Draft } from '../conversion/draft.js';
import { isTypeScript } from '../conversion/messages.js';
import { isBoolean } from '../conversion/reads.js';
import { isSilent } from './answer.js';
import { elementsOf, HANDED_ON, isPure, parsedBy, UNNAMED, usesOfRead } from './reads.js';
import type { NativeTypes } from './types.js';

/** Calls of functions in an answer: their arguments are an object, they have no id, and there is no other kind. */
export class ToolCalls {
  private readonly draft: Draft;
  private readonly types: NativeTypes;
  private readonly taken: Set<ts.Node>;

  constructor(draft: Draft, types: NativeTypes, taken: Set<ts.Node>) {
    this.draft = draft;
    this.types = types;
    this.taken = taken;
  }

  /** `tool_calls`; in a stream a call comes whole there, and in pieces here. */
  list(node: ReadNode, isPiece: boolean): void {
    const { draft } = this;
    if (isPiece) {
      draft.block(node, 'response', 'delta.tool_calls', 'a call comes whole there, not in pieces');
      return;
    }
    const { uses, types } = usesOfRead(draft, node);
    for (const type of types) this.types.answer(type);
    for (const use of uses) {
      const items = elementsOf(draft, use);
      if (items) for (const one of items) this.item(one);
      else if (!isSilent(use)) draft.block(use.node, 'response', 'tool_calls', HANDED_ON);
    }
  }

  private item({ uses, types }: Uses): void {
    for (const type of types) this.types.answer(type);
    for (const use of uses) {
      if (isSilent(use)) continue;
      if (use.kind !== 'read') this.draft.block(use.node, 'response', 'tool_calls[]', HANDED_ON);
      else if (use.name === 'function') this.called(use.node);
      else if (use.name === 'id') this.id(use.node);
      else if (use.name === 'type') this.kind(use.node);
      else this.draft.block(use.node, 'response', `tool_calls[].${use.name}`, UNNAMED);
    }
  }

  private called(node: ReadNode): void {
    for (const use of usesOfRead(this.draft, node).uses) {
      if (isSilent(use) || (use.kind === 'read' && use.name === 'name')) continue;
      if (use.kind === 'read' && use.name === 'arguments') this.arguments(use.node);
      else this.draft.block(use.node, 'response', 'tool_calls[].function', HANDED_ON);
    }
  }

  /** `JSON.parse(call.function.arguments)` is `call.function.arguments`; who wants a text gets one. */
  private arguments(node: ReadNode): void {
    const { draft } = this;
    if (ts.isBindingElement(node)) {
      this.parsedLater(node);
      return;
    }
    const parse = parsedBy(node);
    if (parse) {
      this.unparsed(parse, node);
      return;
    }
    const { parent } = node;
    const isNamed = ts.isVariableDeclaration(parent) && parent.initializer === node && !parent.type;
    if (isNamed && this.isOnlyParsed(parent)) {
      this.parsedLater(parent);
      return;
    }
    draft.step(node, 'response', 'arguments', 'an object', [
      draft.before(node, 'JSON.stringify('),
      draft.after(node, ')'),
    ]);
  }

  private isOnlyParsed(holder: ts.VariableDeclaration): boolean {
    return usesOfHolder(this.draft.flow, holder).uses.every(
      (use) => isSilent(use) || parseOf(use.node) !== undefined,
    );
  }

  /** A name that holds them: everything that is done with it has to be reading the JSON. */
  private parsedLater(holder: ts.BindingElement | ts.VariableDeclaration): void {
    for (const use of usesOfHolder(this.draft.flow, holder).uses) {
      if (isSilent(use)) continue;
      const found = parseOf(use.node);
      if (found) this.unparsed(found.parse, found.name);
      else this.draft.block(use.node, 'response', 'arguments', 'they are an object there, and a text here');
    }
  }

  private unparsed(parse: ts.CallExpression, value: ts.Expression): void {
    const { draft } = this;
    draft.step(value, 'response', 'JSON.parse(arguments)', 'arguments', [
      draft.replaceUpTo(parse, value, ''),
      draft.replaceRest(value, parse, this.cast(parse)),
    ]);
  }

  /** `JSON.parse` gives `any`: where the compiler counted on that, it is told so. */
  private cast(parse: ts.CallExpression): string {
    const { draft } = this;
    if (!isTypeScript(draft.parsed(parse).file)) return '';
    const { parent } = parse;
    if (ts.isAsExpression(parent) || ts.isPropertyAccessExpression(parent)) return '';
    if (ts.isVariableDeclaration(parent)) {
      if (parent.type) return ` as ${draft.text(parent.type)}`;
      if (ts.isObjectBindingPattern(parent.name)) return '';
      const { uses } = usesOfHolder(draft.flow, parent);
      return uses.every((use) => use.kind === 'read' || isSilent(use)) ? '' : ' as any';
    }
    return ' as any';
  }

  /** `tool_call_id: call.id` → `tool_name: call.function.name`. */
  private id(node: ReadNode): void {
    const { draft } = this;
    const { parent } = node;
    const isResult =
      ts.isPropertyAccessExpression(node) &&
      ts.isPropertyAssignment(parent) &&
      parent.name.getText() === 'tool_call_id';
    if (!isResult) {
      draft.block(node, 'response', 'tool_calls[].id', 'calls have no ids there');
      return;
    }
    this.taken.add(node);
    draft.step(parent.name, 'parameter', 'tool_call_id', 'tool_name', [
      draft.replace(parent.name, 'tool_name'),
      draft.replace(node.name, 'function.name'),
    ]);
  }

  /** `call.type === 'function'` → `call.function`: there is no other kind. */
  private kind(node: ReadNode): void {
    const { draft } = this;
    const parent = ts.isPropertyAccessExpression(node) ? outside(node) : undefined;
    const operator = parent && ts.isBinaryExpression(parent) ? parent.operatorToken.getText() : '';
    const isKnown =
      ts.isPropertyAccessExpression(node) &&
      isPure(node.expression) &&
      parent !== undefined &&
      ts.isBinaryExpression(parent) &&
      /^[!=]==?$/.test(operator) &&
      otherSide(parent, node)?.text === 'function';
    if (!isKnown) {
      draft.block(node, 'response', 'tool_calls[].type', UNNAMED);
      return;
    }
    const has = `${draft.text(node.expression)}${node.questionDotToken ? '?.' : '.'}function`;
    const truth = isBoolean(parent) ? has : `Boolean(${has})`;
    draft.step(node.name, 'response', 'type', 'function', [
      draft.replace(parent, operator.startsWith('!') ? `!${truth}` : truth),
    ]);
  }
}

/** `JSON.parse(name)`, `JSON.parse(name || '{}')`. */
function parseOf(
  node: ts.Node,
): { readonly parse: ts.CallExpression; readonly name: ts.Identifier } | undefined {
  const bare = ts.isExpression(node) ? skipOuter(node) : undefined;
  const name = bare && ts.isBinaryExpression(bare) ? skipOuter(bare.left) : bare;
  const parse = name && ts.isIdentifier(name) ? parsedBy(name) : undefined;
  return parse && name && ts.isIdentifier(name) ? { parse, name } : undefined;
}
