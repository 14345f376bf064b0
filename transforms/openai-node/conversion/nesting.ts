import type { Edit } from '../../../src/finding.js';
import { spanOf } from '../../../src/pipeline/parse.js';
import { ts } from '../../../src/ts.js';
import type { Draft } from './draft.js';
import type { Property } from './messages.js';

/** Everything of an object but its type goes one level down, under `key`. */
export function nest(
  draft: Draft,
  object: ts.ObjectLiteralExpression,
  type: Property,
  rest: readonly ts.ObjectLiteralElementLike[],
  key: string,
): Edit[] {
  const [first] = rest;
  const last = rest.at(-1);
  if (!first || !last) return [];
  const head = `type: ${draft.text(type.value)},`;
  const isLast = object.properties.at(-1) === last;
  draft.drop(object, 'type');
  if (!draft.isMultiline(object)) return [draft.before(first, `${head} ${key}: { `), draft.after(last, ' }')];
  const { line, unit, eol } = draft.indentOf(first);
  const tail = isLast && object.properties.hasTrailingComma ? ',' : '';
  return [
    draft.before(first, `${head}${eol}${line}${key}: {${eol}${line}${unit}`),
    ...indented(draft, first, last, unit),
    draft.after(last, `${tail}${eol}${line}}`),
  ];
}

/** Every line from the second on gets one more level, but for the inside of texts that span lines. */
function indented(draft: Draft, first: ts.Node, last: ts.Node, unit: string): Edit[] {
  const parsed = draft.parsed(first);
  const { start } = spanOf(parsed, first);
  const { end } = spanOf(parsed, last);
  const texts = textSpans(first.parent, parsed.shift, parsed.node);
  const edits: Edit[] = [];
  for (
    let at = parsed.text.indexOf('\n', start);
    at >= 0 && at < end;
    at = parsed.text.indexOf('\n', at + 1)
  ) {
    const line = at + 1;
    const isBlank = /^[ \t]*\r?\n/.test(parsed.text.slice(line));
    const isInside = texts.some((one) => one.start < line && line < one.end);
    if (!isBlank && !isInside) edits.push({ file: parsed.file, start: line, end: line, text: unit });
  }
  return edits;
}

/** Where templates stand inside `node`. */
function textSpans(node: ts.Node, shift: number, file: ts.SourceFile): { start: number; end: number }[] {
  const found: { start: number; end: number }[] = [];
  const visit = (one: ts.Node): void => {
    if (ts.isTemplateExpression(one) || ts.isNoSubstitutionTemplateLiteral(one))
      found.push({ start: one.getStart(file) + shift, end: one.getEnd() + shift });
    else ts.forEachChild(one, visit);
  };
  visit(node);
  return found;
}
