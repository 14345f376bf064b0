import { skipOuter } from '../../../src/flow/index-nodes.js';
import { isConsole, type Use, type Uses, usesOf, usesOfHolder } from '../../../src/flow/uses.js';
import { RESPONSES_ANSWER, type ReadRule, TEXT_EVENT, TEXT_IN_CHUNK } from '../../../src/openai/protocols.js';
import { ts } from '../../../src/ts.js';
import type { Annotations } from './annotations.js';
import { type Answer, hasOtherBranch, loopVariable, otherSide, outside } from './answer.js';
import type { Draft } from './draft.js';
import { literalOf } from './messages.js';
import { isBoolean, Reads } from './reads.js';

const PIECE: ReadRule & { kind: 'moved' } = {
  kind: 'moved',
  to: TEXT_IN_CHUNK,
  fallback: "''",
  nullable: true,
};
/** Events that the stream helpers of both protocols give by the same name. */
const SAME_EVENTS = /^(?:connect|error|abort|end)$/;
/** Comes once, when all went well. */
const END_EVENT = 'response.completed';
const OTHER_EVENT = 'a chat sends chunks, not events of this kind';

/** Follows a streamed answer to the events that are read of it. */
export class Events {
  private readonly draft: Draft;
  private readonly answer: Answer;
  private readonly annotations: Annotations;
  private readonly reads: Reads;
  private readonly hasTools: boolean;

  constructor(draft: Draft, answer: Answer, annotations: Annotations, hasTools: boolean) {
    this.draft = draft;
    this.hasTools = hasTools;
    this.answer = answer;
    this.annotations = annotations;
    this.reads = new Reads(draft);
  }

  /** What `create({ stream: true })` gives, or the helper's runner of `stream()`. */
  of(node: ts.Expression, isHelper: boolean): void {
    this.stream(usesOf(this.draft.flow, node), isHelper);
  }

  private stream(found: Uses, isHelper: boolean): void {
    for (const holder of found.holders) this.draft.share(holder);
    for (const type of found.types) this.annotations.answer(type);
    for (const use of found.uses) this.use(use, isHelper);
  }

  private use(use: Use, isHelper: boolean): void {
    const { draft } = this;
    if (use.kind === 'tested' || (use.kind === 'argument' && isConsole(use.call))) return;
    if (use.kind === 'loop') {
      this.loop(use.node);
      return;
    }
    // Both kinds of streams are stopped by it.
    if (use.kind === 'read' && use.name === 'controller') return;
    if (use.kind === 'method' && isHelper && this.method(use.name, use.node)) return;
    draft.block(use.node, 'response', 'stream', 'the stream goes on to where it is not followed');
  }

  private loop(node: ts.ForOfStatement): void {
    const variable = loopVariable(node);
    if (!variable || !ts.isIdentifier(variable.name)) {
      this.draft.block(node.initializer, 'response', 'stream', 'its events are taken apart at once');
      return;
    }
    this.event(usesOfHolder(this.draft.flow, variable), node);
  }

  private event(found: Uses, loop: ts.ForOfStatement): void {
    const { draft } = this;
    for (const type of found.types) this.annotations.answer(type);
    for (const use of found.uses) {
      if (use.kind === 'tested' || (use.kind === 'argument' && isConsole(use.call))) continue;
      if (use.kind === 'read' && use.name === 'type' && !ts.isBindingElement(use.node))
        this.kind(use.node, loop);
      else if (use.kind === 'read' && use.name === 'delta' && !ts.isBindingElement(use.node))
        this.delta(use.node, loop);
      else draft.block(use.node, 'response', 'event', OTHER_EVENT);
    }
  }

  /** `event.type === 'response.output_text.delta'` → whether the chunk has text. */
  private kind(node: ts.Expression, loop: ts.ForOfStatement): void {
    const { draft } = this;
    const parent = outside(node);
    const literal = ts.isBinaryExpression(parent) ? otherSide(parent, node) : undefined;
    if (literal?.text === END_EVENT && ts.isBinaryExpression(parent) && this.isEnd(parent, loop)) {
      const has = `${draft.text(ownerOf(node))}.choices[0]?.finish_reason === ${draft.quoted(node, 'stop')}`;
      draft.step(literal, 'response', END_EVENT, 'finish_reason', [draft.replace(parent, has)]);
      return;
    }
    if (!literal || !ts.isBinaryExpression(parent) || literal.text !== TEXT_EVENT) {
      draft.block(literal ?? node, 'response', literal?.text ?? 'event.type', OTHER_EVENT);
      return;
    }
    if (hasOtherBranch(parent)) {
      draft.block(parent, 'response', 'event.type', 'the other events are used, too');
      return;
    }
    const isNegative = /^!/.test(parent.operatorToken.getText());
    const has = `${draft.text(ownerOf(node))}.${TEXT_IN_CHUNK}`;
    const truth = isBoolean(parent) ? has : isNegative ? has : `Boolean(${has})`;
    draft.step(literal, 'response', TEXT_EVENT, TEXT_IN_CHUNK, [
      draft.replace(parent, isNegative ? `!${truth}` : truth),
    ]);
  }

  /**
   * A statement of its own, behind the one for the text, that asks for the end: the last piece of text and the end may
   * come in one chunk. Calls of functions end a chat otherwise, so there must be none.
   */
  private isEnd(comparison: ts.BinaryExpression, loop: ts.ForOfStatement): boolean {
    const statement = comparison.parent;
    if (this.hasTools || !/^===?$/.test(comparison.operatorToken.getText())) return false;
    if (!ts.isIfStatement(statement) || statement.elseStatement || !ts.isBlock(loop.statement)) return false;
    const { statements } = loop.statement;
    const own = statements.indexOf(statement);
    return own > 0 && statements.slice(0, own).some((one) => one.getText().includes(TEXT_EVENT));
  }

  /** Events of other kinds have a `delta`, too: only where the kind was asked for it is a piece of text. */
  private delta(
    node: ts.PropertyAccessExpression | ts.ElementAccessExpression,
    loop: ts.ForOfStatement,
  ): void {
    if (isAsked(node, loop)) this.reads.move(node, 'delta', PIECE, false);
    else
      this.draft.block(node, 'response', 'event.delta', 'whether it is a piece of text is not asked before');
  }

  private method(name: string, call: ts.CallExpression): boolean {
    switch (name) {
      case 'on':
      case 'once':
        return this.listener(call);
      case 'finalResponse': {
        const callee = skipOuter(call.expression);
        if (!ts.isPropertyAccessExpression(callee)) return false;
        this.draft.step(callee.name, 'response', name, 'finalChatCompletion', [
          this.draft.replace(callee.name, 'finalChatCompletion'),
        ]);
        this.answer.of(call, RESPONSES_ANSWER);
        return true;
      }
      case 'done':
      case 'abort':
        return true;
      default:
        return false;
    }
  }

  /** `.on('response.output_text.delta', (event) => … event.delta …)` → `.on('content', (event) => … event …)`. */
  private listener(call: ts.CallExpression): boolean {
    const { draft } = this;
    const [first] = call.arguments;
    const literal = first && literalOf(first);
    if (!literal) return false;
    if (literal.text === TEXT_EVENT) {
      if (!this.textListener(call)) return false;
      draft.step(literal, 'response', TEXT_EVENT, 'content', [draft.retext(literal, 'content')]);
    } else if (!SAME_EVENTS.test(literal.text)) {
      draft.block(literal, 'response', literal.text, OTHER_EVENT);
    }
    this.stream(usesOf(draft.flow, call), true);
    return true;
  }

  private textListener(call: ts.CallExpression): boolean {
    const { draft } = this;
    const [, second] = call.arguments;
    const bare = second && skipOuter(second);
    if (!bare || !(ts.isArrowFunction(bare) || ts.isFunctionExpression(bare))) return false;
    const [parameter] = bare.parameters;
    if (bare.parameters.length > 1 || (parameter && !ts.isIdentifier(parameter.name))) return false;
    if (!parameter) return true;
    const { uses, types } = usesOfHolder(draft.flow, parameter);
    if (types.length > 0) return false;
    for (const use of uses) {
      if (use.kind !== 'read' || use.name !== 'delta' || !ts.isPropertyAccessExpression(use.node))
        draft.block(use.node, 'response', 'event', OTHER_EVENT);
      else
        draft.step(use.node.name, 'response', 'delta', 'the text itself', [
          draft.replace(use.node, draft.text(use.node.expression)),
        ]);
    }
    return true;
  }
}

/** The event whose `type` is read. */
function ownerOf(node: ts.Expression): ts.Expression {
  return ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node) ? node.expression : node;
}

/** Whether an `if`, `&&`, `?:` or an early `continue` around `node` asks for the event that carries text. */
function isAsked(node: ts.Node, loop: ts.ForOfStatement): boolean {
  let current = node;
  while (current !== loop && current.parent) {
    const { parent } = current;
    if (ts.isIfStatement(parent) && parent.thenStatement === current && asks(parent.expression)) return true;
    if (ts.isConditionalExpression(parent) && parent.whenTrue === current && asks(parent.condition))
      return true;
    if (ts.isBinaryExpression(parent) && parent.right === current && isAnd(parent) && asks(parent.left))
      return true;
    if (ts.isBlock(parent) && parent.statements.some((one) => one.end <= current.pos && leavesOthers(one)))
      return true;
    current = parent;
  }
  return false;
}

function isAnd(node: ts.BinaryExpression): boolean {
  return node.operatorToken.kind === ts.SyntaxKind.AmpersandAmpersandToken;
}

function asks(condition: ts.Expression): boolean {
  const bare = skipOuter(condition);
  if (ts.isBinaryExpression(bare) && isAnd(bare)) return asks(bare.left) || asks(bare.right);
  return isComparison(bare, /^===?$/);
}

/** `if (event.type !== 'response.output_text.delta') continue;` */
function leavesOthers(statement: ts.Statement): boolean {
  if (!ts.isIfStatement(statement) || statement.elseStatement) return false;
  const { thenStatement } = statement;
  const only = ts.isBlock(thenStatement) ? thenStatement.statements.at(-1) : thenStatement;
  const isLeft = only !== undefined && (ts.isContinueStatement(only) || ts.isReturnStatement(only));
  return isLeft && isComparison(skipOuter(statement.expression), /^!==?$/);
}

function isComparison(node: ts.Expression, operator: RegExp): boolean {
  if (!ts.isBinaryExpression(node) || !operator.test(node.operatorToken.getText())) return false;
  return [node.left, node.right].some((side) => {
    const bare = skipOuter(side);
    return ts.isStringLiteralLike(bare) && bare.text === TEXT_EVENT;
  });
}
