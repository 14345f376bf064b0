import type { Flow } from '../../src/flow/flow.js';
import { skipOuter } from '../../src/flow/index-nodes.js';
import type { Shapes } from '../../src/flow/shapes.js';
import type { AnswerSite } from '../../src/sites.js';
import { ts } from '../../src/ts.js';
import { type AnsweredCall, AnswerReader, type Read } from './answer-reader.js';

/** Where the answers of requests, and the errors that they may end in, are read. */
export function findAnswers(flow: Flow, shapes: Shapes, requests: readonly AnsweredCall[]): AnswerSite[] {
  const reads = new AnswerReader(flow).of(requests);
  return [...reads.map((one) => siteOf(shapes, one)), ...unseenFunctionCalls(flow, shapes, reads)];
}

function siteOf(shapes: Shapes, { node, path, requests, compared }: Read): AnswerSite {
  const isBinding = ts.isBindingElement(node);
  const name = isBinding
    ? (node.propertyName ?? node.name)
    : ts.isPropertyAccessExpression(node)
      ? node.name
      : node.argumentExpression;
  return {
    site: 'answer',
    dialect: 'openai-node',
    token: shapes.token(name),
    requests: [...requests],
    path,
    compared: [...compared].map(([at, value]) => ({ value, at: shapes.token(at) })),
    form: formOf(node),
    whole: shapes.token(node),
    owner: isBinding ? null : shapes.token(node.expression),
    next: isBinding ? '' : nextOf(node),
  };
}

/** `a['b']` is edited as little as a name taken out of an object. */
function formOf(node: Read['node']): AnswerSite['form'] {
  if (!ts.isPropertyAccessExpression(node)) return 'binding';
  return node.questionDotToken ? 'optional' : 'member';
}

/** Places that read a function call, or send its result, without being seen as part of an answer. */
function unseenFunctionCalls(flow: Flow, shapes: Shapes, seen: readonly Read[]): AnswerSite[] {
  const tracked = new Set(seen.map(({ node }) => node));
  const names = [
    ...(flow.index.identifiers.get('function_call') ?? []),
    ...flow.index.strings.filter(({ text }) => text === 'function_call'),
  ];
  const reads = names
    .map(({ parent }) => parent)
    .filter(isRead)
    .filter((node) => !tracked.has(node));
  const sends = (flow.index.properties.get('role') ?? []).flatMap(({ initializer }) => {
    const value = skipOuter(initializer);
    return ts.isStringLiteralLike(value) && value.text === 'function' ? [value] : [];
  });
  return [
    ...reads.map((node) => unseen(shapes, node, 'function_call')),
    ...sends.map((node) => unseen(shapes, node, 'messages[].role')),
  ];
}

function isRead(node: ts.Node): node is Read['node'] {
  return (
    ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node) || ts.isBindingElement(node)
  );
}

function unseen(shapes: Shapes, node: ts.Node, path: string): AnswerSite {
  const token = shapes.token(node);
  return {
    site: 'answer',
    dialect: 'openai-node',
    token,
    requests: [],
    path,
    compared: [],
    form: 'member',
    whole: token,
    owner: null,
    next: '',
  };
}

/** What stands behind a read. */
function nextOf(node: ts.PropertyAccessExpression | ts.ElementAccessExpression): AnswerSite['next'] {
  const { parent } = node;
  if (ts.isNonNullExpression(parent)) return '!';
  const isInner =
    (ts.isPropertyAccessExpression(parent) || ts.isElementAccessExpression(parent)) &&
    parent.expression === node;
  if (!isInner) return '';
  return parent.questionDotToken ? '?.' : '.';
}
