import type { Edit } from '../finding.js';
import type { ObjectShape, PropertyShape } from '../sites.js';

export interface ObjectChange {
  /** Property → source text of its new value. */
  readonly set: ReadonlyMap<string, string>;
  readonly remove: ReadonlySet<string>;
  /** The property behind which new ones go; else the last one. */
  readonly after?: string;
  /** How a new property is written, where its type does not know it. */
  readonly wrap?: (property: string) => string;
}

/**
 * Edits that change an object literal in place: values replaced where they stand, dropped properties taken out with
 * their comma, new ones put behind `after` in the layout around it. A dropped property makes room for a new one first.
 */
export function editObject(text: string, object: ObjectShape, change: ObjectChange): Edit[] {
  const edits: Edit[] = [];
  const wrap = change.wrap ?? ((property: string) => property);
  const existing = new Set(object.properties.flatMap((property) => property.name ?? []));
  const fresh = [...change.set].filter(([name]) => !existing.has(name));
  const dropped = object.properties.filter(
    (property) => property.name !== null && change.remove.has(property.name),
  );
  for (const property of object.properties) {
    const value = property.name === null ? undefined : change.set.get(property.name);
    if (value !== undefined) edits.push(replaceValue(object, property, value));
  }
  while (fresh.length > 0 && dropped.length > 0) {
    const [name, value] = fresh.shift()!;
    const { span } = dropped.shift()!;
    edits.push({ file: object.file, ...span, text: wrap(`${name}: ${value}`) });
  }
  edits.push(...removals(text, object, dropped));
  const lines = fresh.map(([name, value]) => wrap(`${name}: ${value}`));
  // What made room for another stands where it stood: only the rest is gone.
  const gone = new Set(dropped.flatMap(({ name }) => name ?? []));
  if (lines.length > 0) edits.push(...insertLines(text, object, lines, change.after, gone));
  return edits;
}

/** The edits that take properties out of an object literal, by name. */
export function removeProperties(
  text: string,
  object: ObjectShape,
  names: ReadonlySet<string>,
): Map<string, Edit[]> {
  const dropped = object.properties.filter(({ name }) => name !== null && names.has(name));
  return new Map(
    dropped.map((property) => [
      property.name ?? '',
      removal(text, object, property, endsWith(object, property, dropped)),
    ]),
  );
}

/** Whether `property` and all behind it go. */
function endsWith(object: ObjectShape, property: PropertyShape, dropped: readonly PropertyShape[]): boolean {
  return object.properties.slice(object.properties.indexOf(property)).every((one) => dropped.includes(one));
}

function replaceValue(object: ObjectShape, property: PropertyShape, value: string): Edit {
  if (property.kind === 'shorthand')
    return { file: object.file, start: property.span.end, end: property.span.end, text: `: ${value}` };
  return { file: object.file, ...property.valueSpan, text: value };
}

function removals(text: string, object: ObjectShape, dropped: readonly PropertyShape[]): Edit[] {
  return dropped.flatMap((property) => removal(text, object, property, endsWith(object, property, dropped)));
}

/** Takes a property out with its comma; comments around it stay. The last ones take the comma before them. */
function removal(text: string, object: ObjectShape, property: PropertyShape, isLast: boolean): Edit[] {
  const { file } = object;
  const { start, end } = property.span;
  const inside = { start: object.span.start + 1, end: object.span.end - 1 };
  // The only one, and no comment beside it.
  if (/^\s*,?\s*$/.test(text.slice(inside.start, start) + text.slice(end, inside.end)))
    return [{ file, ...inside, text: '' }];
  const comma = commaBehind(text, end, object.span.end);
  const adjacent = comma !== undefined && text.slice(end, comma).trim() === '';
  const behind = adjacent ? comma + 1 : end;
  const line = wholeLine(text, start, behind);
  if (line) return [{ file, ...line, text: '' }];
  const before = /,\s*$/.exec(text.slice(object.span.start, start))?.[0].length ?? 0;
  if (isLast && before > 0) return [{ file, start: start - before, end, text: '' }];
  if (adjacent) return [{ file, start, end: skipBlanks(text, behind), text: '' }];
  if (comma === undefined) return [{ file, start, end, text: '' }];
  return [
    { file, start, end, text: '' },
    { file, start: comma, end: comma + 1, text: '' },
  ];
}

/** Offset of the comma that ends a property, over comments. */
function commaBehind(text: string, from: number, limit: number): number | undefined {
  const trivia = /^(?:\s|\/\*[\s\S]*?\*\/|\/\/[^\n]*\n)*/.exec(text.slice(from, limit))?.[0].length ?? 0;
  return text[from + trivia] === ',' && from + trivia < limit ? from + trivia : undefined;
}

/** The lines from `start` to `end` with their end of line, where nothing else stands on them. */
function wholeLine(text: string, start: number, end: number): { start: number; end: number } | undefined {
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const rest = /^[ \t]*(?:\r?\n|$)/.exec(text.slice(end));
  if (!rest || text.slice(lineStart, start).trim() !== '') return undefined;
  return { start: lineStart, end: end + rest[0].length };
}

function skipBlanks(text: string, offset: number): number {
  return offset + (/^[ \t]*/.exec(text.slice(offset))?.[0].length ?? 0);
}

/**
 * Puts properties, as source text without their comma, behind `after`, else behind the last one, in the layout around
 * it. `removed` ones are no place to put anything.
 */
export function insertLines(
  text: string,
  object: ObjectShape,
  lines: readonly string[],
  after: string | undefined,
  removed: ReadonlySet<string> = new Set(),
): Edit[] {
  const kept = object.properties.filter(({ name }) => name === null || !removed.has(name));
  const anchor = kept.find((one) => one.name === after) ?? kept.at(-1);
  if (!anchor) return [intoEmpty(text, object, lines)];
  if (!isMultiline(text, object)) {
    const added = lines.map((line) => `, ${line}`).join('');
    return [{ file: object.file, start: anchor.span.end, end: anchor.span.end, text: added }];
  }
  return ownLines(text, object, anchor, lines);
}

function intoEmpty(text: string, object: ObjectShape, lines: readonly string[]): Edit {
  const inside = text.slice(object.span.start + 1, object.span.end - 1);
  // A comment inside stays where it is, as does what is taken out: the properties go in front of it.
  const end = inside.trim() === '' ? object.span.end - 1 : object.span.start + 1;
  return { file: object.file, start: object.span.start + 1, end, text: ` ${lines.join(', ')} ` };
}

/** Whether the properties stand on lines of their own. */
function isMultiline(text: string, object: ObjectShape): boolean {
  const [first] = object.properties;
  return first !== undefined && text.slice(object.span.start, first.span.start).includes('\n');
}

function ownLines(
  text: string,
  object: ObjectShape,
  anchor: PropertyShape,
  lines: readonly string[],
): Edit[] {
  const lineStart = text.lastIndexOf('\n', anchor.span.start - 1) + 1;
  const indent = /^[ \t]*/.exec(text.slice(lineStart))?.[0] ?? '';
  const eol = text[lineStart - 2] === '\r' ? '\r\n' : '\n';
  const comma = /^\s*,/.exec(text.slice(anchor.span.end, object.span.end));
  const behind = anchor.span.end + (comma?.[0].length ?? 0);
  // A comment behind the property belongs to it: the new lines go below.
  const comment = /^[ \t]*(?:\/\/[^\r\n]*|\/\*[^\r\n]*?\*\/)?/.exec(text.slice(behind))?.[0].length ?? 0;
  const at = /^[ \t]*\r?\n/.test(text.slice(behind + comment)) ? behind + comment : behind;
  const isLast = object.properties.at(-1) === anchor;
  const closing = comma || !isLast ? ',' : '';
  const added = lines.map((line, index) => {
    const last = index === lines.length - 1;
    return `${eol}${indent}${line}${last ? closing : ','}`;
  });
  const edits: Edit[] = [{ file: object.file, start: at, end: at, text: added.join('') }];
  if (!comma) edits.unshift({ file: object.file, start: anchor.span.end, end: anchor.span.end, text: ',' });
  return edits;
}
