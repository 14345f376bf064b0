import type { Edit } from '../finding.js';
import type { ImportedName, ImportShape } from '../sites.js';

/** What becomes of a file's imports of one package. */
export interface ImportChange {
  /** The imports of the old package in the file. */
  readonly imports: readonly ImportShape[];
  /** Local names, of things or of the whole package, that nothing uses any more. */
  readonly gone: ReadonlySet<string>;
  /** The new package, and the names wanted of it. */
  readonly module: string;
  /** For specifiers with a version in them: `npm:…@^2`. */
  readonly version: string;
  readonly names: readonly WantedName[];
}

export interface WantedName {
  readonly name: string;
  readonly typeOnly: boolean;
}

/**
 * Edits that swap names of one package for names of another: in place where a whole statement goes, else a statement
 * beside the old one. Other names of the statement stay, and so does its form (`import`, `require()`, `import()`).
 */
export function importEdits(text: string, change: ImportChange): Edit[] {
  const affected = change.imports.filter(
    ({ names, namespace }) =>
      names.some(({ local }) => change.gone.has(local)) || (namespace !== null && change.gone.has(namespace)),
  );
  const wanted = missingNames(text, change);
  const whole = affected.find((shape) => isWhole(shape, change.gone));
  const [anchor] = affected.length > 0 ? affected : change.imports;
  const edits: Edit[] = [];
  for (const shape of affected) {
    if (shape === whole && wanted.length > 0) edits.push(...replaced(text, shape, change, wanted));
    else if (isWhole(shape, change.gone)) edits.push(statementGone(text, shape));
    else edits.push(...namesGone(shape, change.gone));
  }
  if (wanted.length > 0 && !whole && anchor) edits.push(statementBeside(text, anchor, change, wanted));
  return edits;
}

/** Where a statement that uses the new names can stand, and what has to stand before it. */
export function placeBehind(text: string, shape: ImportShape): { at: number; eol: string; indent: string } {
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  const line = text.indexOf('\n', shape.end);
  const rest = text.slice(shape.end, line < 0 ? undefined : line).replace(/\r$/, '');
  // A comment behind the statement belongs to it.
  const at = /^[ \t]*(?:\/\/.*|\/\*.*\*\/[ \t]*)?$/.test(rest) ? shape.end + rest.length : shape.end;
  return { at, eol, indent: indentOf(text, shape.span.start) };
}

/** The blanks before a statement. */
export function indentOf(text: string, offset: number): string {
  return /^[ \t]*/.exec(text.slice(text.lastIndexOf('\n', offset - 1) + 1))?.[0] ?? '';
}

/** Names that the file does not import from the new package already. */
function missingNames(text: string, { module, version, names, imports, gone }: ImportChange): WantedName[] {
  const present = new Set<string>();
  for (const shape of imports)
    if (specifierFor(shape, module, version) === shape.specifier.text)
      for (const { imported, local } of shape.names) if (!gone.has(local)) present.add(imported);
  const escaped = module.replace(/[/.]/g, '\\$&');
  for (const match of text.matchAll(
    new RegExp(`import\\s*(?:type\\s*)?\\{([^}]*)\\}\\s*from\\s*["']${escaped}["']`, 'g'),
  ))
    for (const one of (match[1] ?? '').split(',')) present.add(one.replace(/^\s*type\s+/, '').trim());
  return names.filter(({ name }) => !present.has(name));
}

function isWhole(shape: ImportShape, gone: ReadonlySet<string>): boolean {
  return shape.namespace === null
    ? shape.names.every(({ local }) => gone.has(local))
    : gone.has(shape.namespace);
}

/** `{ openai }` of one package becomes `{ createOther }` of the other: two small edits. */
function replaced(
  text: string,
  shape: ImportShape,
  change: ImportChange,
  wanted: readonly WantedName[],
): Edit[] {
  const first = shape.names[0]?.span.start;
  const end = shape.names.at(-1)?.span.end;
  if (first === undefined || end === undefined)
    return [{ file: shape.file, ...shape.span, text: statement(text, shape, change, wanted) }];
  // A re-export brings nothing into its own file.
  const edits: Edit[] = [{ file: shape.file, start: first, end, text: listed(shape, wanted) }];
  if (shape.form === 'export') {
    const word = /^export/.exec(text.slice(shape.span.start))?.[0] ?? '';
    edits.unshift({
      file: shape.file,
      start: shape.span.start,
      end: shape.span.start + word.length,
      text: 'import',
    });
  }
  const specifier = specifierFor(shape, change.module, change.version);
  if (specifier !== shape.specifier.text)
    edits.push({ file: shape.file, ...shape.specifier.span, text: specifier });
  return edits;
}

function listed(shape: ImportShape, wanted: readonly WantedName[]): string {
  return wanted
    .map(({ name, typeOnly }) => (typeOnly && !shape.typeOnly && isStatic(shape) ? `type ${name}` : name))
    .join(', ');
}

function isStatic({ form }: ImportShape): boolean {
  return form === 'import' || form === 'export';
}

function namesGone(shape: ImportShape, gone: ReadonlySet<string>): Edit[] {
  const { names, file } = shape;
  return names.flatMap((name, index): Edit[] => {
    if (!gone.has(name.local)) return [];
    const next = names[index + 1];
    if (next) return [{ file, start: name.span.start, end: next.span.start, text: '' }];
    return [{ file, start: behindLastKept(names, index, gone), end: name.span.end, text: '' }];
  });
}

/** The last one takes the comma before it along; so do those before it that go as well. */
function behindLastKept(names: readonly ImportedName[], index: number, gone: ReadonlySet<string>): number {
  const kept = names.slice(0, index).findLast(({ local }) => !gone.has(local));
  const between = names[index - 1];
  if (between && gone.has(between.local)) return names[index]?.span.start ?? 0;
  return kept?.span.end ?? names[index]?.span.start ?? 0;
}

function statementGone(text: string, shape: ImportShape): Edit {
  const { start, end } = shape.span;
  const rest = /^[ \t]*\r?\n/.exec(text.slice(end));
  // Where further statements go behind it, its line has to stay.
  const whole = rest !== null && shape.end !== end;
  return { file: shape.file, start, end: whole ? end + rest[0].length : end, text: '' };
}

function statementBeside(
  text: string,
  shape: ImportShape,
  change: ImportChange,
  wanted: readonly WantedName[],
): Edit {
  const own = { ...shape, end: shape.span.end };
  const { at, eol, indent } = placeBehind(text, own);
  return {
    file: shape.file,
    start: at,
    end: at,
    text: `${eol}${indent}${statement(text, shape, change, wanted)}`,
  };
}

/** A statement in the form of the old one that brings in what is wanted. */
function statement(
  text: string,
  shape: ImportShape,
  { module, version }: ImportChange,
  wanted: readonly WantedName[],
): string {
  const semicolon = text[shape.span.end - 1] === ';' ? ';' : '';
  const specifier = specifierFor(shape, module, version);
  const names = `{ ${listed(shape, wanted)} }`;
  const source =
    shape.form === 'require'
      ? `const ${names} = require(${specifier})`
      : shape.form === 'dynamic'
        ? `const ${names} = await import(${specifier})`
        : `import ${names} from ${specifier}`;
  return source + semicolon;
}

/** The specifier of the new package in the form of the old one: with its quotes, behind `npm:` or a host. */
export function specifierFor(shape: ImportShape, module: string, version: string): string {
  const text = shape.specifier.text;
  const bare = text.slice(1, -1);
  const match = /^(npm:\/?|https?:\/\/[^/]+\/(?:npm\/)?)((?:@[^/]+\/)?[^/@?]+)(@[^/?]+)?(.*)$/.exec(bare);
  if (!match) return `${text[0]}${module}${text.at(-1)}`;
  const [, host = '', name = '', old = '', rest = ''] = match;
  const at = name === module ? old : `@${version}`;
  return `${text[0]}${host}${module}${at}${rest}${text.at(-1)}`;
}
