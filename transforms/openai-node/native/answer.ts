import { skipOuter } from '../../../src/flow/index-nodes.js';
import {
  isConsole,
  type ReadNode,
  type Use,
  type Uses,
  usesOf,
  usesOfHolder,
} from '../../../src/flow/uses.js';
import { ts } from '../../../src/ts.js';
import { loopVariable, otherSide, outside } from '../conversion/answer.js';
import type { Draft } from '../conversion/draft.js';
import type { ChatRequest } from './chat.js';
import type { NativeLists } from './lists.js';
import { asserted, between, HANDED_ON, nextMember, rename, UNNAMED, usesOfRead } from './reads.js';
import { ToolCalls } from './tool-calls.js';
import type { NativeTypes } from './types.js';
import { usage, usageOfPiece } from './usage.js';

/** Reasons for which a model stopped that have the same name in both packages. */
const SAME_REASONS = /^(?:stop|length)$/;

/** Follows the answer to a chat request, whole or in pieces, to everything that is read of it. */
export class ChatAnswer {
  private readonly draft: Draft;
  private readonly lists: NativeLists;
  private readonly types: NativeTypes;
  private readonly request: ChatRequest;
  private readonly calls: ToolCalls;
  /** Messages that go into lists of messages; reads of ids that name the call of a result. */
  private readonly taken: Set<ts.Node>;

  constructor(
    draft: Draft,
    lists: NativeLists,
    types: NativeTypes,
    request: ChatRequest,
    taken: Set<ts.Node>,
  ) {
    this.draft = draft;
    this.lists = lists;
    this.types = types;
    this.request = request;
    this.taken = taken;
    this.calls = new ToolCalls(draft, types, taken);
  }

  of(call: ts.CallExpression): void {
    const found = usesOf(this.draft.flow, call);
    if (this.request.streams) this.stream(found);
    else this.answer(found, false);
  }

  private stream({ uses, types }: Uses): void {
    for (const type of types)
      this.draft.block(type, 'response', this.draft.text(type), 'it says what a stream is');
    for (const use of uses) {
      const variable = use.kind === 'loop' ? loopVariable(use.node) : undefined;
      if (variable) this.answer(usesOfHolder(this.draft.flow, variable), true);
      else if (use.kind === 'read' && use.name === 'controller') this.controller(use.node);
      else if (use.kind !== 'tested') this.draft.block(use.node, 'response', 'stream', HANDED_ON);
    }
  }

  /** `stream.controller.abort()` → `stream.abort()`. */
  private controller(node: ReadNode): void {
    const { draft } = this;
    const next = ts.isPropertyAccessExpression(node) ? nextMember(node) : undefined;
    const edit =
      next?.name.text === 'abort' && ts.isPropertyAccessExpression(node)
        ? between(draft, node.expression, next.name, 'start', '.')
        : undefined;
    if (edit) draft.step(node, 'response', 'controller', 'abort', [edit]);
    else draft.block(node, 'response', 'controller', UNNAMED);
  }

  private answer({ uses, types }: Uses, isPiece: boolean): void {
    for (const type of types) this.types.answer(type);
    for (const use of uses) {
      if (isSilent(use)) continue;
      if (use.kind !== 'read')
        this.draft.block(use.node, 'response', isPiece ? 'chunk' : 'answer', HANDED_ON);
      else if (use.name === 'choices') this.choices(use.node, isPiece);
      else if (use.name === 'usage' && isPiece) usageOfPiece(this.draft, use.node);
      else if (use.name === 'usage') usage(this.draft, use.node);
      else if (use.name !== 'model') this.draft.block(use.node, 'response', use.name, UNNAMED);
    }
  }

  private choices(node: ReadNode, isPiece: boolean): void {
    const { draft } = this;
    if (!ts.isPropertyAccessExpression(node)) {
      if (ts.isBindingElement(node)) this.takenOut(node, isPiece);
      else draft.block(node, 'response', 'choices', 'there is no list of answers');
      return;
    }
    for (const use of usesOf(draft.flow, node).uses) {
      if (use.kind === 'read' && use.name === '0' && ts.isElementAccessExpression(use.node))
        this.choice(node, use.node, isPiece);
      else draft.block(use.node, 'response', 'choices', 'there is no list of answers');
    }
  }

  /** `const { choices } = answer` → `const answer = …`, where that name is free. */
  private takenOut(node: ts.BindingElement, isPiece: boolean): void {
    const { draft } = this;
    const name = isPiece ? 'chunk' : 'completion';
    const scope: ts.Node = ts.findAncestor(node, ts.isFunctionLike) ?? node.getSourceFile();
    const isFree = (draft.flow.index.identifiers.get(name) ?? []).every(
      (one) => one.getSourceFile() !== scope.getSourceFile() || one.pos < scope.pos || one.end > scope.end,
    );
    const { uses, holders } = usesOfHolder(draft.flow, node);
    const elements = uses.flatMap((use) => (use.kind === 'read' && use.name === '0' ? [use.node] : []));
    const isAlone = node.parent.elements.length === 1 && !node.initializer && !node.propertyName;
    if (!isFree || !isAlone || holders.length > 1 || elements.length < uses.length) {
      draft.block(node, 'response', 'choices', 'it is taken out of the answer in a form that is not edited');
      return;
    }
    draft.step(node, 'response', 'choices', name, [draft.replace(node.parent, name)]);
    for (const element of elements) {
      const list = ts.isElementAccessExpression(element) ? element.expression : undefined;
      if (!ts.isElementAccessExpression(element) || !list || !ts.isIdentifier(list)) {
        draft.block(element, 'response', 'choices', 'it is read in a form that is not edited');
        continue;
      }
      draft.step(list, 'response', 'choices', name, [draft.replace(list, name)]);
      const next = nextMember(element);
      const edit = next
        ? between(draft, list, next.name, 'start', '.')
        : between(draft, list, asserted(element), 'end', '');
      if (edit) draft.step(element, 'response', 'choices[0]', 'the answer itself', [edit]);
      else draft.block(element, 'response', 'choices', 'it is read in a form that is not edited');
      this.ofChoice(element, isPiece);
    }
  }

  /** `answer.choices[0]` is the answer itself. */
  private choice(
    choices: ts.PropertyAccessExpression,
    element: ts.ElementAccessExpression,
    isPiece: boolean,
  ): void {
    const { draft } = this;
    const next = nextMember(element);
    const isDirect = skipOuter(element.expression) === choices && element.expression.end === choices.end;
    const edit = !isDirect
      ? undefined
      : next
        ? between(draft, choices.expression, next.name, 'start', choices.questionDotToken ? '?.' : '.')
        : between(draft, choices.expression, asserted(element), 'end', '');
    if (!edit) {
      draft.block(element, 'response', 'choices', 'it is read in a form that is not edited');
      return;
    }
    draft.step(choices.name, 'response', 'choices[0]', 'the answer itself', [edit]);
    this.ofChoice(element, isPiece);
  }

  private ofChoice(element: ts.ElementAccessExpression, isPiece: boolean): void {
    const { draft } = this;
    const { uses, types } = usesOf(draft.flow, element);
    for (const type of types) this.types.answer(type);
    for (const use of uses) {
      if (isSilent(use)) continue;
      if (use.kind !== 'read') draft.block(use.node, 'response', 'choices[0]', HANDED_ON);
      else if (use.name === (isPiece ? 'delta' : 'message')) this.message(use.node, isPiece);
      else if (use.name === 'finish_reason') this.reason(use.node);
      else draft.block(use.node, 'response', `choices[0].${use.name}`, UNNAMED);
    }
  }

  private message(node: ReadNode, isPiece: boolean): void {
    const { draft } = this;
    if (isPiece) rename(draft, node, 'message');
    if (ts.isPropertyAccessExpression(node)) this.always(node);
    const { uses, types } = usesOfRead(draft, node);
    for (const type of types) this.types.answer(type);
    for (const use of uses) {
      if (isSilent(use)) continue;
      if (use.kind === 'read' && use.name === 'tool_calls') this.calls.list(use.node, isPiece);
      else if (use.kind === 'read' && /^(?:content|role)$/.test(use.name)) continue;
      else if (use.kind === 'read') draft.block(use.node, 'response', `message.${use.name}`, UNNAMED);
      else if (isPiece || !this.put(use)) draft.block(use.node, 'response', 'message', HANDED_ON);
    }
  }

  /** `message?.content`: there is a message in every answer, and in every piece of one. */
  private always(node: ts.PropertyAccessExpression): void {
    const { parent } = node;
    const isOptional =
      ts.isPropertyAccessExpression(parent) && parent.questionDotToken && !ts.isOptionalChain(node);
    const isInChoice = ts.isElementAccessExpression(skipOuter(node.expression));
    if (!ts.isPropertyAccessExpression(parent) || !parent.questionDotToken) return;
    if (!isOptional && !isInChoice) return;
    const edit = between(this.draft, node, parent.name, 'start', '.');
    if (edit) this.draft.step(parent.name, 'response', parent.name.text, parent.name.text, [edit]);
  }

  /** Into the list of the next request. */
  private put(use: Use): boolean {
    const bare = ts.isExpression(use.node) ? skipOuter(use.node) : use.node;
    if (use.kind === 'element') this.lists.value(use.list);
    else if (use.kind === 'argument' && ts.isCallExpression(use.call)) this.lists.put(use.call, use.node);
    else return false;
    this.taken.add(bare);
    return true;
  }

  private reason(node: ReadNode): void {
    const { draft } = this;
    if (this.request.hasTools)
      draft.block(node, 'response', 'finish_reason', 'an answer with calls of tools ends with `stop` there');
    rename(draft, node, 'done_reason');
    for (const use of usesOfRead(draft, node).uses) {
      if (use.kind !== 'tested' || !ts.isExpression(use.node)) continue;
      const parent = outside(use.node);
      if (!ts.isBinaryExpression(parent) || /^(?:\|\||\?\?|&&)$/.test(parent.operatorToken.getText()))
        continue;
      if (!SAME_REASONS.test(otherSide(parent, use.node)?.text ?? ''))
        draft.block(parent, 'response', 'finish_reason', 'the reasons have other names there');
    }
    for (const clause of casesOf(node))
      if (!ts.isStringLiteralLike(clause) || !SAME_REASONS.test(clause.text))
        draft.block(clause, 'response', 'finish_reason', 'the reasons have other names there');
  }
}

function casesOf(node: ReadNode): ts.Expression[] {
  const { parent } = node;
  if (!ts.isSwitchStatement(parent)) return [];
  return parent.caseBlock.clauses.flatMap((one) => (ts.isCaseClause(one) ? [one.expression] : []));
}

export function isSilent(use: Use): boolean {
  return use.kind === 'tested' || (use.kind === 'argument' && isConsole(use.call));
}
