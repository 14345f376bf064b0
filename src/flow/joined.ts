import { ts } from '../ts.js';
import type { Flow } from './flow.js';
import { skipOuter } from './index-nodes.js';
import type { Glue, JoinedPart, Value } from './value.js';

/*
 * Texts that are put together. What the parts are is looked at only when somebody asks: prompts are templates, too, and
 * nobody asks for those.
 */

/** Functions of other packages that put an address together, each part behind one slash. */
const JOINERS: readonly (readonly [RegExp, RegExp])[] = [
  [/^(?:url-join|urljoin|proper-url-join)$/, /^(?:default)?$/],
  [/^ufo$/, /^joinURL$/],
];

export function templateParts(flow: Flow, node: ts.TemplateExpression): JoinedPart[] {
  return [
    chars(node.head),
    ...node.templateSpans.flatMap((span) => [hole(flow, span.expression, 'text'), chars(span.literal)]),
  ].filter((part) => part.chars !== '');
}

export function sumParts(flow: Flow, node: ts.BinaryExpression): JoinedPart[] {
  return operands(node).map((one) => hole(flow, one, 'text'));
}

/** `new URL(link, base)`: the link as it stands on a page of that address. */
export function linkParts(flow: Flow, node: ts.NewExpression): JoinedPart[] {
  const [link, base] = node.arguments ?? [];
  if (!link) return [];
  return base ? [hole(flow, base, 'text'), hole(flow, link, 'reference')] : [hole(flow, link, 'text')];
}

/** `urlJoin(base, path)`; undefined for every other function. */
export function joinerCall(
  flow: Flow,
  callee: Value & { kind: 'external' | 'member' },
  node: ts.CallExpression,
): Value | undefined {
  if (callee.kind !== 'external') return undefined;
  const name = callee.path.join('.');
  if (!JOINERS.some(([module, path]) => module.test(callee.module) && path.test(name))) return undefined;
  if (node.arguments.length === 0 || node.arguments.some(ts.isSpreadElement)) return undefined;
  return flow.joined(node, () =>
    node.arguments.map((one, index) => hole(flow, one, index === 0 ? 'text' : 'slash')),
  );
}

/** `[base, 'v1', path].join('/')`, with any other text between the parts as it stands. */
export function joinedList(
  flow: Flow,
  list: ts.ArrayLiteralExpression,
  node: ts.CallExpression,
): Value | undefined {
  const [separator] = node.arguments;
  if (separator && !ts.isStringLiteralLike(separator)) return undefined;
  if (list.elements.some(ts.isSpreadElement)) return undefined;
  const between = separator ? separator.text : ',';
  return flow.joined(node, () =>
    list.elements.flatMap((one, index) => {
      const part = hole(flow, one, 'text');
      const comma: JoinedPart = { glue: 'text', node: null, chars: between, values: [] };
      return index === 0 || between === '' ? [part] : [comma, part];
    }),
  );
}

/** `base.concat(path)`. */
export function concatenated(flow: Flow, base: Value, node: ts.CallExpression): Value | undefined {
  if (node.arguments.some(ts.isSpreadElement)) return undefined;
  const first: JoinedPart = { glue: 'text', node: base.node, chars: null, values: [base] };
  return flow.joined(node, () => [first, ...node.arguments.map((one) => hole(flow, one, 'text'))]);
}

/** Text appended later: `url += '/v1'`. */
export function appended(flow: Flow, before: readonly Value[], node: ts.BinaryExpression): Value {
  const first: JoinedPart = { glue: 'text', node: node.left, chars: null, values: before };
  return flow.joined(node, () => [first, hole(flow, node.right, 'text')]);
}

/** `.replace(/\/+$/, '')`: the slashes at the end go, and nothing else. */
export function trimsSlashes(node: ts.CallExpression): boolean {
  const [pattern, by] = node.arguments;
  if (!pattern || !by || !ts.isStringLiteralLike(by) || by.text !== '') return false;
  return ts.isRegularExpressionLiteral(pattern) && /^\/\\\/[+*]?\$\/[gu]*$/.test(pattern.text);
}

function hole(flow: Flow, node: ts.Expression, glue: Glue): JoinedPart {
  return { glue, node, chars: null, values: flow.values(node) };
}

function chars(node: ts.TemplateHead | ts.TemplateMiddle | ts.TemplateTail): JoinedPart {
  return { glue: 'text', node, chars: node.text, values: [] };
}

/** `a + b + c` from left to right, however long. */
function operands(node: ts.BinaryExpression): ts.Expression[] {
  const found: ts.Expression[] = [];
  let left: ts.Expression = node;
  for (;;) {
    const bare = skipOuter(left);
    if (!ts.isBinaryExpression(bare) || bare.operatorToken.kind !== ts.SyntaxKind.PlusToken) {
      found.unshift(bare);
      return found;
    }
    found.unshift(bare.right);
    left = bare.left;
  }
}
