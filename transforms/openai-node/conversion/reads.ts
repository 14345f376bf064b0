import type { Edit } from '../../../src/finding.js';
import { skipOuter } from '../../../src/flow/index-nodes.js';
import { boundName, type ReadNode } from '../../../src/flow/uses.js';
import type { ReadRule } from '../../../src/openai/protocols.js';
import { spanOf } from '../../../src/pipeline/parse.js';
import { ts } from '../../../src/ts.js';
import type { Draft } from './draft.js';

/** Writes a read of an answer anew. */
export class Reads {
  private readonly draft: Draft;

  constructor(draft: Draft) {
    this.draft = draft;
  }

  /** Another name for the same value. */
  rename(node: ReadNode, name: string, to: string): void {
    this.draft.step(nameOf(node), 'response', name, to, [this.renamed(node, to)]);
  }

  /** The object read by `node` may be missing in a chat completion: what is read of it asks first. */
  optional(node: ReadNode): void {
    if (ts.isBindingElement(node)) return;
    const { parent } = node;
    if (!ts.isPropertyAccessExpression(parent) || parent.questionDotToken) return;
    const { draft } = this;
    const edit = { ...draft.replaceUpTo(parent.name, parent.name, '?.') };
    const start = spanOf(draft.parsed(node), node).end;
    draft.step(parent.name, 'response', draft.text(parent.name), draft.text(parent.name), [
      { ...edit, start },
    ]);
  }

  /** The value is found elsewhere, and may be missing there. */
  move(node: ReadNode, name: string, rule: ReadRule & { kind: 'moved' }, mayBeMissing: boolean): void {
    const { draft } = this;
    if (ts.isBindingElement(node)) {
      this.takenOut(node, name, rule);
      return;
    }
    const edits = [this.renamed(node, rule.to)];
    const inChain = ts.isOptionalChain(node) && mayBeMissing;
    const fallback = inChain ? (rule.nullable ? 'undefined' : null) : quoted(draft, node, rule.fallback);
    if (fallback !== null) edits.push(...this.withFallback(node, fallback));
    draft.step(nameOf(node), 'response', name, rule.to, edits);
  }

  private withFallback(node: ts.Expression, fallback: string): Edit[] {
    const { draft } = this;
    const needsNone = isAskedLater(node) || (fallback === 'null' && isChained(node));
    switch (needsNone ? 'none' : guardOf(node)) {
      case 'none':
        return [];
      case 'plain':
        return [draft.after(node, ` ?? ${fallback}`)];
      case 'parentheses':
        return [draft.before(node, '('), draft.after(node, ` ?? ${fallback})`)];
    }
  }

  private renamed(node: ReadNode, to: string): Edit {
    const { draft } = this;
    if (ts.isPropertyAccessExpression(node)) return draft.replace(node.name, to);
    if (ts.isElementAccessExpression(node)) {
      const dot = node.questionDotToken ? '' : '.';
      const edit = draft.replace(node, `${dot}${to}`);
      const end = spanOf(draft.parsed(node), node.questionDotToken ?? node.expression).end;
      return { ...edit, start: end };
    }
    return this.rebound(node, to);
  }

  /** `{ input_tokens }` → `{ prompt_tokens: input_tokens }`, `{ name, arguments }` → `{ function: { name, arguments } }`. */
  private rebound(node: ts.BindingElement, to: string): Edit {
    const { draft } = this;
    const [owner = to, inner] = to.split('.');
    if (inner === undefined) return draft.replace(node, `${owner}: ${localName(draft, node)}`);
    const nested = node.parent.elements.filter(
      (one): one is ts.BindingElement => ts.isBindingElement(one) && NESTED.test(boundName(one) ?? ''),
    );
    if (nested.length < 2) return draft.replace(node, `${owner}: { ${draft.text(node)} }`);
    // The first takes the others in.
    if (nested[0] === node)
      return draft.replace(node, `${owner}: { ${nested.map((one) => draft.text(one)).join(', ')} }`);
    const before = node.parent.elements[node.parent.elements.indexOf(node) - 1];
    return before ? draft.replaceRest(before, node, '') : draft.replace(node, '');
  }

  /** `const { output_text } = await …` → `const output_text = (await …).choices[0]?.message.content ?? ''`. */
  private takenOut(node: ts.BindingElement, name: string, rule: ReadRule & { kind: 'moved' }): void {
    const { draft } = this;
    const pattern = node.parent;
    const owner = pattern.parent;
    const alone = pattern.elements.length === 1 && !node.initializer && ts.isIdentifier(node.name);
    if (!alone || !ts.isVariableDeclaration(owner) || !owner.initializer || owner.type) {
      draft.block(
        node,
        'response',
        boundName(node) ?? name,
        'it is taken out of the answer together with others',
      );
      return;
    }
    const { initializer } = owner;
    const bare = skipOuter(initializer);
    const needs = !ts.isIdentifier(bare) || bare !== initializer;
    const fallback = quoted(draft, node, rule.fallback);
    draft.step(node.name, 'response', name, rule.to, [
      draft.replace(pattern, draft.text(node.name)),
      ...(needs ? [draft.before(initializer, '(')] : []),
      draft.after(initializer, `${needs ? ')' : ''}.${rule.to} ?? ${fallback}`),
    ]);
  }
}

/** Properties of a call of a function that chat completions nest under `function`, by the same names. */
const NESTED = /^(?:name|arguments)$/;

function localName(draft: Draft, node: ts.BindingElement): string {
  const written = draft.text(node);
  return node.propertyName
    ? written.slice(draft.text(node.propertyName).length).replace(/^\s*:\s*/, '')
    : written;
}

function nameOf(node: ReadNode): ts.Node {
  if (ts.isPropertyAccessExpression(node)) return node.name;
  if (ts.isElementAccessExpression(node)) return node.argumentExpression;
  return node.propertyName ?? node.name;
}

function quoted(draft: Draft, node: ts.Node, fallback: string): string {
  return fallback === "''" ? draft.quoted(node, '') : fallback;
}

/** `response.output_text?.trim() || fallback`: the chain asks for itself, and ends where nothing is as good as none. */
function isAskedLater(node: ts.Expression): boolean {
  if (!isChained(node)) return false;
  let current: ts.Expression = node;
  while (
    (ts.isPropertyAccessExpression(current.parent) ||
      ts.isElementAccessExpression(current.parent) ||
      ts.isCallExpression(current.parent)) &&
    current.parent.expression === current
  )
    current = current.parent;
  const { parent } = current;
  const isLeft = ts.isBinaryExpression(parent) && parent.left === current;
  return isBoolean(current) || (isLeft && parent.operatorToken.kind === ts.SyntaxKind.BarBarToken);
}

/** `value?.more`: nothing is as good as `null` to it. */
function isChained(node: ts.Expression): boolean {
  const { parent } = node;
  return (
    (ts.isPropertyAccessExpression(parent) || ts.isElementAccessExpression(parent)) &&
    parent.expression === node &&
    parent.questionDotToken !== undefined
  );
}

type Guard = 'none' | 'plain' | 'parentheses';

/** Whether a value that may be missing needs something in its place, and parentheses around both. */
export function guardOf(node: ts.Expression): Guard {
  let current: ts.Expression = node;
  while (ts.isParenthesizedExpression(current.parent)) current = current.parent;
  const { parent } = current;
  // `response.output_text!`: whoever wrote it has no doubts.
  if (ts.isNonNullExpression(parent)) return 'parentheses';
  if (ts.isBinaryExpression(parent) && parent.left === current) {
    const { kind } = parent.operatorToken;
    if (kind === ts.SyntaxKind.QuestionQuestionToken || kind === ts.SyntaxKind.BarBarToken) return 'none';
  }
  if (isBoolean(current)) return 'none';
  if (current !== node) return 'plain';
  if (ts.isBinaryExpression(parent) && takesWhole(parent.operatorToken.kind)) return 'plain';
  return binds(parent, current) ? 'parentheses' : 'plain';
}

/** `x = value`, `x += value`, `a, value`. */
function takesWhole(kind: ts.SyntaxKind): boolean {
  return (
    kind === ts.SyntaxKind.CommaToken ||
    (kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment)
  );
}

/** Whether `parent` would take only a part of `child ?? fallback`. */
function binds(parent: ts.Node, child: ts.Expression): boolean {
  if (ts.isPropertyAccessExpression(parent) || ts.isElementAccessExpression(parent))
    return parent.expression === child;
  if (ts.isCallExpression(parent) || ts.isNewExpression(parent)) return parent.expression === child;
  return (
    ts.isBinaryExpression(parent) ||
    ts.isAsExpression(parent) ||
    ts.isSatisfiesExpression(parent) ||
    ts.isPrefixUnaryExpression(parent) ||
    ts.isTypeOfExpression(parent) ||
    ts.isAwaitExpression(parent) ||
    ts.isTypeAssertionExpression(parent)
  );
}

/** Whether only the truth of `node` counts. */
export function isBoolean(node: ts.Expression): boolean {
  const { parent } = node;
  if (ts.isParenthesizedExpression(parent)) return isBoolean(parent);
  if (ts.isPrefixUnaryExpression(parent)) return parent.operator === ts.SyntaxKind.ExclamationToken;
  if (ts.isIfStatement(parent) || ts.isWhileStatement(parent) || ts.isDoStatement(parent))
    return parent.expression === node;
  if (ts.isConditionalExpression(parent)) return parent.condition === node;
  if (ts.isForStatement(parent)) return parent.condition === node;
  if (!ts.isBinaryExpression(parent)) return false;
  const { kind } = parent.operatorToken;
  const isLogic = kind === ts.SyntaxKind.AmpersandAmpersandToken || kind === ts.SyntaxKind.BarBarToken;
  return isLogic && isBoolean(parent);
}
