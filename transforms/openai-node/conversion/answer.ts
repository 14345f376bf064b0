import { skipOuter } from '../../../src/flow/index-nodes.js';
import {
  isConsole,
  type ReadNode,
  type Use,
  type Uses,
  usesOf,
  usesOfHolder,
} from '../../../src/flow/uses.js';
import { COMPLETIONS_ANSWER, FETCHED, FUNCTION_CALL, type ReadRule } from '../../../src/openai/protocols.js';
import { ts } from '../../../src/ts.js';
import type { Annotations } from './annotations.js';
import type { Draft } from './draft.js';
import type { ImportedUse } from './imports.js';
import type { Lists } from './lists.js';
import { isBoolean, Reads } from './reads.js';

type Rules = Readonly<Record<string, ReadRule>>;

/** Makes items of a request of the items of an answer (npm:openai@7.57.0). */
const ITEMS_HELPER = /^openai\/lib\/responses\/ResponseInputItems(?:\.m?js)? toResponseInputItems$/;
const HANDED_ON = 'the whole answer goes on to where it is not followed';
const UNNAMED = 'chat completions have nothing of that name';

/** Follows an answer to everything that is read of it. */
export class Answer {
  private readonly draft: Draft;
  private readonly lists: Lists;
  private readonly annotations: Annotations;
  private readonly reads: Reads;
  private readonly taken: Set<ts.Node>;
  /** Helpers that are called no more. */
  readonly imported: ImportedUse[] = [];

  /** `taken` collects the reads of `output` that became messages. */
  constructor(draft: Draft, lists: Lists, annotations: Annotations, taken: Set<ts.Node>) {
    this.draft = draft;
    this.lists = lists;
    this.annotations = annotations;
    this.taken = taken;
    this.reads = new Reads(draft);
  }

  /** The answer that `node` gives, a promise or what it promises. */
  of(node: ts.Expression, rules: Rules): void {
    this.value(usesOf(this.draft.flow, node), rules, 'answer');
  }

  /** A stream of answers, each of which has a piece. */
  chunks(node: ts.Expression, rules: Rules): void {
    const found = usesOf(this.draft.flow, node);
    for (const holder of found.holders) this.draft.share(holder);
    for (const type of found.types) this.annotations.answer(type);
    for (const use of found.uses) {
      const variable = use.kind === 'loop' ? loopVariable(use.node) : undefined;
      if (variable) this.value(usesOfHolder(this.draft.flow, variable), rules, 'chunk');
      else if (!this.isReader(use)) this.draft.block(use.node, 'response', 'stream', HANDED_ON);
    }
  }

  /** An answer of `fetch`: its JSON is the answer. */
  fetched(node: ts.Expression): void {
    const found = usesOf(this.draft.flow, node);
    for (const holder of found.holders) this.draft.share(holder);
    for (const use of found.uses) {
      if (use.kind === 'method' && use.name === 'json') this.of(use.node, COMPLETIONS_ANSWER);
      else if (!this.isReader(use)) this.use(use, FETCHED, 'answer', found.mayBeMissing);
    }
  }

  /** `OpenAIStream` of the AI SDK takes chunks of either kind (npm:ai@2.2.37, dist/index.mjs). */
  private isReader(use: Use): boolean {
    if (use.kind === 'tested') return true;
    if (use.kind !== 'argument') return false;
    if (isConsole(use.call)) return true;
    return this.draft.flow
      .values(use.call.expression)
      .some((one) => one.kind === 'external' && one.module === 'ai' && one.path.join('.') === 'OpenAIStream');
  }

  private value(found: Uses, rules: Rules, name: string): void {
    for (const holder of found.holders) this.draft.share(holder);
    for (const type of found.types) this.annotations.answer(type);
    for (const use of found.uses) this.use(use, rules, name, found.mayBeMissing);
  }

  private use(use: Use, rules: Rules, name: string, mayBeMissing: boolean): void {
    if (use.kind === 'tested') return;
    if (use.kind === 'argument' && isConsole(use.call)) return;
    if (use.kind === 'read') this.read(use.node, use.name, rules[use.name], mayBeMissing);
    else this.draft.block(use.node, 'response', name, HANDED_ON);
  }

  private read(node: ReadNode, name: string, rule: ReadRule | undefined, mayBeMissing: boolean): void {
    const { draft } = this;
    if (isWritten(node)) {
      draft.block(node, 'response', name, 'the answer is changed');
      return;
    }
    if (!rule) {
      draft.block(node, 'response', name, UNNAMED);
      return;
    }
    switch (rule.kind) {
      case 'value':
        if (rule.to !== undefined) this.reads.rename(node, name, rule.to);
        return;
      case 'moved':
        this.reads.move(node, name, rule, mayBeMissing);
        return;
      case 'object':
        if (rule.to !== undefined) this.reads.rename(node, name, rule.to);
        if (rule.optional) this.reads.optional(node);
        this.value(this.usesOfRead(node), rule.properties, name);
        return;
      case 'list':
        this.list(node, name, rule);
        return;
      case 'output':
        this.output(node);
        return;
      case 'none':
        draft.block(node, 'response', name, rule.why);
    }
  }

  private usesOfRead(node: ReadNode): Uses {
    return ts.isBindingElement(node) ? usesOfHolder(this.draft.flow, node) : usesOf(this.draft.flow, node);
  }

  /** `choices[0].text`, `choices.map((choice) => choice.text)`, `for (const choice of choices)`. */
  private list(node: ReadNode, name: string, rule: ReadRule & { kind: 'list' }): void {
    for (const use of this.usesOfRead(node).uses) {
      const items = this.elements(use);
      if (items) for (const one of items) this.value(one, rule.item, `${name}[]`);
      else if (use.kind !== 'tested' && !isLength(use))
        this.draft.block(use.node, 'response', name, HANDED_ON);
    }
  }

  /** The single elements that a use of a list brings up; undefined where it is no such use. */
  private elements(use: Use): Uses[] | undefined {
    const { flow } = this.draft;
    if (use.kind === 'tested' || isLength(use)) return [];
    if (use.kind === 'read' && /^\d+$/.test(use.name)) return [this.usesOfRead(use.node)];
    if (use.kind === 'loop') {
      const variable = loopVariable(use.node);
      return variable && [usesOfHolder(flow, variable)];
    }
    if (use.kind !== 'method') return undefined;
    const parameter = callbackParameter(use.node);
    if (!/^(?:map|forEach|find|some|every|flatMap|filter|at)$/.test(use.name)) return undefined;
    const found = parameter ? [usesOfHolder(flow, parameter)] : [];
    if (/^(?:find|at)$/.test(use.name)) found.push(usesOf(flow, use.node));
    if (use.name === 'filter') {
      const kept = usesOf(flow, use.node).uses.map((one) => this.elements(one));
      if (kept.some((one) => one === undefined)) return undefined;
      found.push(...kept.flatMap((one) => one ?? []));
    }
    return found;
  }

  /**
   * `output` put whole into the next request's list is the assistant's message; looked through for calls of functions
   * it is that message's `tool_calls`. Anything else is in the way.
   */
  private output(node: ReadNode): void {
    const { draft } = this;
    const found = this.usesOfRead(node);
    for (const holder of found.holders) draft.share(holder);
    for (const type of found.types) this.annotations.answer(type);
    const uses = found.uses.flatMap((use) => this.unwrappedUses(use));
    if (uses.length > 0 && uses.every((use) => use.kind === 'argument' && isConsole(use.call))) {
      this.reads.rename(node, 'output', 'choices');
      return;
    }
    const puts = uses.filter((use) => isPut(use));
    const isEmpty = uses.length === 0;
    if (ts.isBindingElement(node) || isEmpty || (puts.length > 0 && puts.length < uses.length)) {
      draft.block(node, 'response', 'output', 'its items are no choices');
      return;
    }
    if (puts.length > 0) {
      this.reads.rename(node, 'output', 'choices.map((choice) => choice.message)');
      this.taken.add(node);
      for (const use of puts) this.put(use);
    } else this.calls(node, found);
  }

  /** Where the SDK's helper takes the items, what it gives goes on in their place. */
  private unwrappedUses(use: Use): readonly Use[] {
    const { draft } = this;
    if (use.kind !== 'argument' || !ts.isCallExpression(use.call)) return [use];
    const { call } = use;
    const callee = skipOuter(call.expression);
    const specifier = ts.isIdentifier(callee)
      ? draft.flow.symbolOf(callee)?.declarations?.find(ts.isImportSpecifier)
      : undefined;
    const isHelper = draft.flow
      .values(call.expression)
      .some((one) => one.kind === 'external' && ITEMS_HELPER.test(`${one.module} ${one.path.join('.')}`));
    if (!isHelper || !specifier || !ts.isIdentifier(callee) || call.arguments.length !== 1) return [use];
    this.imported.push({ specifier, reference: callee, to: null });
    draft.step(callee, 'response', callee.text, 'nothing', [
      draft.replaceUpTo(call, use.node, ''),
      draft.replaceRest(use.node, call, ''),
    ]);
    return usesOf(draft.flow, call).uses;
  }

  private put(use: Use): void {
    const { parent } = use.node;
    if (use.kind === 'spread' && ts.isArrayLiteralExpression(parent)) this.lists.value(parent);
    else if (use.kind === 'argument' && ts.isCallExpression(use.call)) this.lists.put(use.call, use.node);
    else if (use.kind === 'spread' && ts.isCallExpression(parent)) this.lists.put(parent, use.node);
  }

  private calls(node: ReadNode, found: Uses): void {
    const { draft } = this;
    const items = found.uses.map((use) => ({ use, uses: this.elements(use) }));
    for (const { use, uses } of items)
      if (!uses || (use.kind === 'read' && /^\d+$/.test(use.name)))
        draft.block(
          use.node,
          'response',
          `output${use.kind === 'read' ? `[${use.name}]` : ''}`,
          'its items are no choices',
        );
    const all = items.flatMap(({ uses }) => uses ?? []);
    const asked = all.flatMap(({ uses }) => uses).filter((use) => use.kind === 'read' && use.name === 'type');
    if (asked.length === 0)
      draft.block(node, 'response', 'output', 'its items are not told apart by their type');
    this.reads.move(
      node,
      'output',
      { kind: 'moved', to: 'choices[0]?.message.tool_calls', fallback: '[]' },
      false,
    );
    for (const one of all) this.item(one);
  }

  /** An item of `output`, of which only calls of functions are left. */
  private item(found: Uses): void {
    const { draft } = this;
    for (const type of found.types) this.annotations.answer(type);
    for (const use of found.uses) {
      if (use.kind === 'tested' || (use.kind === 'argument' && isConsole(use.call))) continue;
      if (use.kind === 'read' && use.name === 'type') this.kind(use.node);
      else if (use.kind === 'read') this.read(use.node, use.name, FUNCTION_CALL[use.name], false);
      else
        draft.block(
          use.node,
          'response',
          'output[]',
          'an item of `output` goes on to where it is not followed',
        );
    }
  }

  /** `item.type === 'function_call'`, alone: what is done with the other items has no place in a chat. */
  private kind(node: ReadNode): void {
    const { draft } = this;
    if (ts.isBindingElement(node)) {
      draft.block(node, 'response', 'output[].type', 'it is taken out of the item');
      return;
    }
    const parent = outside(node);
    const literal = ts.isBinaryExpression(parent) ? otherSide(parent, node) : undefined;
    if (!literal || !ts.isBinaryExpression(parent) || literal.text !== 'function_call') {
      const what = literal ? literal.text : 'type';
      draft.block(literal ?? node, 'response', `output[].${what}`, 'chat completions have no such item');
      return;
    }
    if (hasOtherBranch(parent)) {
      draft.block(parent, 'response', 'output[].type', 'the other items are used, too');
      return;
    }
    draft.step(literal, 'response', 'function_call', 'function', [draft.retext(literal, 'function')]);
  }
}

function isLength(use: Use): boolean {
  return use.kind === 'read' && use.name === 'length';
}

function isPut(use: Use): boolean {
  if (use.kind === 'spread') return true;
  if (use.kind !== 'argument') return false;
  const callee = skipOuter(use.call.expression);
  return ts.isPropertyAccessExpression(callee) && callee.name.text === 'concat';
}

export function loopVariable(node: ts.ForOfStatement): ts.VariableDeclaration | undefined {
  if (!ts.isVariableDeclarationList(node.initializer)) return undefined;
  const [only] = node.initializer.declarations;
  return only;
}

export function callbackParameter(call: ts.CallExpression): ts.ParameterDeclaration | undefined {
  const [first] = call.arguments;
  const bare = first && skipOuter(first);
  if (!bare || !(ts.isArrowFunction(bare) || ts.isFunctionExpression(bare))) return undefined;
  return bare.parameters[0];
}

/** What stands around an expression, parentheses and assertions aside. */
export function outside(node: ts.Expression): ts.Node {
  let current: ts.Node = node.parent;
  while (ts.isExpression(current) && skipOuter(current) === skipOuter(node)) current = current.parent;
  return current;
}

/** The text that `node` is compared with. */
export function otherSide(
  parent: ts.BinaryExpression,
  node: ts.Expression,
): ts.StringLiteralLike | undefined {
  const left = skipOuter(parent.left);
  const other = left === skipOuter(node) ? skipOuter(parent.right) : left;
  return ts.isStringLiteralLike(other) ? other : undefined;
}

/** An `else`, or a branch for everything else, that does more than leave. */
export function hasOtherBranch(comparison: ts.BinaryExpression): boolean {
  const { kind } = comparison.operatorToken;
  const isNegative =
    kind === ts.SyntaxKind.ExclamationEqualsEqualsToken || kind === ts.SyntaxKind.ExclamationEqualsToken;
  const statement = ts.findAncestor(comparison, (one) => ts.isIfStatement(one) || ts.isBlock(one));
  if (!statement || !ts.isIfStatement(statement) || !isBoolean(comparison)) {
    const owner = comparison.parent;
    return ts.isConditionalExpression(owner) && !isNegative && !isEmptyValue(owner.whenFalse);
  }
  const other = isNegative ? statement.thenStatement : statement.elseStatement;
  return other !== undefined && !leaves(other);
}

function isEmptyValue(node: ts.Expression): boolean {
  const bare = skipOuter(node);
  return (
    bare.kind === ts.SyntaxKind.NullKeyword ||
    (ts.isIdentifier(bare) && bare.text === 'undefined') ||
    (ts.isArrayLiteralExpression(bare) && bare.elements.length === 0) ||
    (ts.isStringLiteralLike(bare) && bare.text === '')
  );
}

function leaves(node: ts.Statement): boolean {
  const [only] = ts.isBlock(node) ? node.statements : [node];
  if (!only || (ts.isBlock(node) && node.statements.length > 1)) return false;
  return ts.isContinueStatement(only) || (ts.isReturnStatement(only) && !only.expression);
}

function isWritten(node: ReadNode): boolean {
  const { parent } = node;
  return (
    ts.isBinaryExpression(parent) &&
    parent.left === (node as ts.Node) &&
    parent.operatorToken.kind >= ts.SyntaxKind.FirstAssignment &&
    parent.operatorToken.kind <= ts.SyntaxKind.LastAssignment
  );
}
