import type { Flow } from '../../src/flow/flow.js';
import type { Shapes } from '../../src/flow/shapes.js';
import type { AllowSite } from '../../src/sites.js';
import { ts } from '../../src/ts.js';
import { besideIn, entriesOf, inPolicy, LIST_NAME, WHOLE_ENTRY } from './allow-entries.js';

/** Lists in code, by the literal that holds them: policies in one text, arrays under a name that says so. */
export function codeAllowLists(flow: Flow, shapes: Shapes): ReadonlyMap<ts.Node, readonly AllowSite[]> {
  const { strings, templates } = flow.index;
  const pieces = templates.flatMap((one) => [one.head, ...one.templateSpans.map((span) => span.literal)]);
  const found = new Map<ts.Node, readonly AllowSite[]>();
  for (const node of [...strings, ...pieces]) {
    const own = policiesIn(node, shapes);
    if (own.length > 0) found.set(node, own);
  }
  for (const node of strings)
    if (WHOLE_ENTRY.test(node.text) && isListed(node)) found.set(node, [inArray(node, flow, shapes)]);
  return found;
}

function policiesIn(node: ts.LiteralLikeNode, shapes: Shapes): AllowSite[] {
  const { text } = node;
  if (!/\bconnect-src\b/.test(text)) return [];
  return entriesOf(text, 0, text.length).map(({ start, value }) =>
    inPolicy(shapes.characters(node, value.length, start)),
  );
}

function isListed(node: ts.StringLiteralLike): boolean {
  const list = node.parent;
  if (!ts.isArrayLiteralExpression(list)) return false;
  const owner = list.parent;
  const isNamed = ts.isPropertyAssignment(owner) || ts.isVariableDeclaration(owner);
  return isNamed && LIST_NAME.test(owner.name.getText().replace(/^["']|["']$/g, ''));
}

function inArray(node: ts.StringLiteralLike, flow: Flow, shapes: Shapes): AllowSite {
  const literal = shapes.token(node);
  return besideIn(
    flow.program.fileOf(node).text,
    shapes.characters(node),
    literal.text[0] ?? "'",
    literal.span.end,
  );
}
