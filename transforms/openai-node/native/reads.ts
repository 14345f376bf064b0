import type { Edit } from '../../../src/finding.js';
import { skipOuter } from '../../../src/flow/index-nodes.js';
import { type ReadNode, type Use, type Uses, usesOf, usesOfHolder } from '../../../src/flow/uses.js';
import { spanOf } from '../../../src/pipeline/parse.js';
import { ts } from '../../../src/ts.js';
import { callbackParameter, loopVariable } from '../conversion/answer.js';
import type { Draft } from '../conversion/draft.js';

export const HANDED_ON = 'it goes on whole to where it is not followed';
export const UNNAMED = 'an answer there has nothing of that name';

export function usesOfRead(draft: Draft, node: ReadNode): Uses {
  return ts.isBindingElement(node) ? usesOfHolder(draft.flow, node) : usesOf(draft.flow, node);
}

/** The single elements that a use of a list brings up; undefined where it is no such use. */
export function elementsOf(draft: Draft, use: Use): Uses[] | undefined {
  if (use.kind === 'tested' || (use.kind === 'read' && use.name === 'length')) return [];
  if (use.kind === 'read' && /^\d+$/.test(use.name)) return [usesOfRead(draft, use.node)];
  const holder =
    use.kind === 'loop'
      ? loopVariable(use.node)
      : use.kind === 'method' && /^(?:map|forEach|flatMap|some|every)$/.test(use.name)
        ? callbackParameter(use.node)
        : undefined;
  return holder && [usesOfHolder(draft.flow, holder)];
}

/** Another name for what is read. */
export function rename(draft: Draft, node: ReadNode, to: string): void {
  if (ts.isPropertyAccessExpression(node))
    draft.step(node.name, 'response', node.name.text, to, [draft.replace(node.name, to)]);
  else if (ts.isBindingElement(node) && ts.isIdentifier(node.propertyName ?? node.name)) {
    const { propertyName, name } = node;
    const edit = propertyName ? draft.replace(propertyName, to) : draft.before(name, `${to}: `);
    draft.step(name, 'response', draft.text(propertyName ?? name), to, [edit]);
  } else draft.block(node, 'response', draft.text(node), 'it is read in a form that is not edited');
}

/** Whether an expression may be written twice without doing anything twice. */
export function isPure(node: ts.Expression): boolean {
  if (ts.isIdentifier(node) || node.kind === ts.SyntaxKind.ThisKeyword) return true;
  return ts.isPropertyAccessExpression(node) && !node.questionDotToken && isPure(node.expression);
}

/** Whether a chain of members stands behind `node` at once, without parentheses or assertions between. */
export function nextMember(node: ts.Expression): ts.PropertyAccessExpression | undefined {
  let current: ts.Node = node;
  while (ts.isNonNullExpression(current.parent)) current = current.parent;
  const { parent } = current;
  return ts.isPropertyAccessExpression(parent) && parent.expression === current ? parent : undefined;
}

/** What stands between the end of `from` and `to` (its start or its end) becomes `text`; comments are not lost. */
export function between(
  draft: Draft,
  from: ts.Node,
  to: ts.Node,
  side: 'start' | 'end',
  text: string,
): Edit | undefined {
  const parsed = draft.parsed(from);
  const start = spanOf(parsed, from).end;
  const end = spanOf(parsed, to)[side];
  return /\/[/*]/.test(parsed.text.slice(start, end)) ? undefined : { file: parsed.file, start, end, text };
}

/** With the exclamation marks behind it. */
export function asserted(node: ts.Expression): ts.Expression {
  let current = node;
  while (ts.isNonNullExpression(current.parent)) current = current.parent;
  return current;
}

/** The call of `JSON.parse` that `node` is the argument of. */
export function parsedBy(node: ts.Expression): ts.CallExpression | undefined {
  let current: ts.Node = node;
  for (;;) {
    const { parent } = current;
    const isDefault =
      ts.isBinaryExpression(parent) &&
      parent.left === current &&
      /^(?:\|\||\?\?)$/.test(parent.operatorToken.getText()) &&
      ts.isStringLiteralLike(skipOuter(parent.right));
    if (!isDefault && !ts.isNonNullExpression(parent) && !ts.isParenthesizedExpression(parent)) break;
    current = parent;
  }
  const { parent } = current;
  const isParse =
    ts.isCallExpression(parent) &&
    parent.arguments.length === 1 &&
    parent.arguments[0] === current &&
    ts.isPropertyAccessExpression(parent.expression) &&
    parent.expression.getText() === 'JSON.parse';
  return isParse ? parent : undefined;
}
