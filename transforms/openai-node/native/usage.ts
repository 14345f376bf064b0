import { type ReadNode, usesOf } from '../../../src/flow/uses.js';
import { ts } from '../../../src/ts.js';
import type { Draft } from '../conversion/draft.js';
import { between, HANDED_ON, isPure, nextMember, UNNAMED } from './reads.js';

/** Numbers of tokens, which stand in the answer itself there. */
const COUNTS: Readonly<Record<string, string>> = {
  prompt_tokens: 'prompt_eval_count',
  completion_tokens: 'eval_count',
};

/** `answer.usage` of a whole answer: one of its numbers is read, or it goes on as an object of the same shape. */
export function usage(draft: Draft, node: ReadNode): void {
  if (!ts.isPropertyAccessExpression(node) || node.questionDotToken) {
    draft.block(node, 'response', 'usage', 'it is read in a form that is not edited');
    return;
  }
  const next = nextMember(node);
  if (next) {
    count(draft, node, next);
    return;
  }
  const isTest = usesOf(draft.flow, node).uses.some(
    (use) => use.kind === 'tested' && !isFallback(node.parent),
  );
  if (!isPure(node.expression) || isTest) {
    draft.block(node, 'response', 'usage', HANDED_ON);
    return;
  }
  const owner = draft.text(node.expression);
  const entries = [
    `prompt_tokens: ${owner}.prompt_eval_count`,
    `completion_tokens: ${owner}.eval_count`,
    `total_tokens: ${owner}.prompt_eval_count + ${owner}.eval_count`,
  ];
  written(draft, node, `{ ${entries.join(', ')} }`, ({ parent }) => !ts.isArrowFunction(parent));
}

/** Puts `text`, which is never nothing, in the place of `node` and of what stands in for it; `fits` without parentheses. */
function written(
  draft: Draft,
  node: ts.PropertyAccessExpression,
  text: string,
  fits: (whole: ts.Expression) => boolean,
): void {
  const { parent } = node;
  const fallback =
    ts.isBinaryExpression(parent) && parent.left === node && isFallback(parent) ? parent : undefined;
  if (fallback && !isPlain(fallback.right)) {
    draft.block(node, 'response', node.name.text, 'something else stands in for it');
    return;
  }
  const whole = fallback ?? node;
  const rest = fallback ? [draft.replaceRest(node, fallback, '')] : [];
  draft.step(node.name, 'response', node.name.text, 'counts of the answer', [
    draft.replace(node, fits(whole) ? text : `(${text})`),
    ...rest,
  ]);
}

function isFallback(node: ts.Node): boolean {
  return ts.isBinaryExpression(node) && /^(?:\?\?|\|\|)$/.test(node.operatorToken.getText());
}

/** A value that is written out, and does nothing. */
function isPlain(node: ts.Expression): boolean {
  return (
    ts.isNumericLiteral(node) ||
    node.kind === ts.SyntaxKind.NullKeyword ||
    (ts.isIdentifier(node) && node.text === 'undefined') ||
    (ts.isObjectLiteralExpression(node) && node.properties.length === 0)
  );
}

/** The last piece of a stream tells it, when it is `done`. */
export function usageOfPiece(draft: Draft, node: ReadNode): void {
  const next = ts.isPropertyAccessExpression(node) ? nextMember(node) : undefined;
  if (!ts.isPropertyAccessExpression(node) || node.questionDotToken) {
    draft.block(node, 'response', 'usage', 'it is read in a form that is not edited');
    return;
  }
  if (next) {
    count(draft, node, next);
    return;
  }
  const isTest = usesOf(draft.flow, node).uses.every((use) => use.kind === 'tested');
  const isPlain = ts.isIfStatement(node.parent) || ts.isPrefixUnaryExpression(node.parent);
  if (isTest && isPlain)
    draft.step(node.name, 'response', 'usage', 'done', [draft.replace(node.name, 'done')]);
  else draft.block(node, 'response', 'usage', HANDED_ON);
}

function count(draft: Draft, node: ts.PropertyAccessExpression, next: ts.PropertyAccessExpression): void {
  const name = next.name.text;
  const to = COUNTS[name];
  if (to !== undefined) {
    const edit = between(draft, node.expression, next, 'end', `.${to}`);
    if (edit) draft.step(next.name, 'response', name, to, [edit]);
    else draft.block(next, 'response', name, 'it is read in a form that is not edited');
  } else if (name === 'total_tokens' && isPure(node.expression)) {
    const owner = draft.text(node.expression);
    const sum = `${owner}.prompt_eval_count + ${owner}.eval_count`;
    written(draft, next, sum, isWhole);
  } else draft.block(next, 'response', `usage.${name}`, UNNAMED);
}

/** Nothing around it takes a part of a sum only. */
function isWhole(node: ts.Expression): boolean {
  const { parent } = node;
  return (
    (ts.isCallExpression(parent) && parent.expression !== node) ||
    ts.isVariableDeclaration(parent) ||
    ts.isPropertyAssignment(parent) ||
    ts.isReturnStatement(parent) ||
    ts.isTemplateSpan(parent)
  );
}
