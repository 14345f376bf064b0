import type { Diagnostic, Position, Range, RelatedPlace, Span } from '../finding.js';
import { Project, ts } from '../ts.js';
import type { VirtualExtension } from '../virtual/virtual-file.js';
import { AS_MODULE, clashingScripts } from './scripts.js';

/** Text of one file as discover read it, or what is read in its place; a BOM is its first character. */
export interface CodeText {
  /** By what name its places go. */
  readonly file: string;
  readonly text: string;
  /** Says in which language a virtual file is read; not given where the name says so. */
  readonly extension?: VirtualExtension;
  /** By what name others import it; `null` where nobody can. Default: `file`. */
  readonly importedAs?: string | null;
}

/** A parsed file. Offsets of nodes do not count the BOM, offsets of findings do: `span` and `range` translate. */
export interface ParsedFile {
  readonly file: string;
  readonly text: string;
  readonly node: ts.SourceFile;
  /** 1 where the text starts with a BOM, else 0. */
  readonly shift: number;
  /** The quote most strings of the file use. */
  readonly quote: "'" | '"';
}

export interface ParsedProgram {
  /** By the name under which they can be imported; what cannot be has a name that no specifier gives. */
  readonly files: ReadonlyMap<string, ParsedFile>;
  readonly checker: ts.TypeChecker;
  readonly diagnostics: readonly Diagnostic[];
  /** What has syntax errors. */
  readonly broken: readonly CodeText[];
  fileOf(node: ts.Node): ParsedFile;
}

/** Virtual folder that holds the program: nothing of the disk, and no installed types, can leak into the result. */
const ROOT = '/repository/';

/**
 * Parses `sources`, code and JSON, into one read-only program. Modules resolve among `sources` only; no library types are loaded.
 * A file with syntax errors stays out of the program and becomes a diagnostic.
 */
export function parse(sources: readonly CodeText[]): ParsedProgram {
  const project = new Project({
    useInMemoryFileSystem: true,
    skipLoadingLibFiles: true,
    skipFileDependencyResolution: true,
    compilerOptions: {
      allowJs: true,
      noLib: true,
      types: [],
      target: ts.ScriptTarget.ESNext,
      module: ts.ModuleKind.ESNext,
      moduleResolution: ts.ModuleResolutionKind.Bundler,
      jsx: ts.JsxEmit.Preserve,
      experimentalDecorators: true,
      resolveJsonModule: true,
    },
  });
  const diagnostics: Diagnostic[] = [];
  const broken: CodeText[] = [];
  const byPath = new Map<string, CodeText>();
  const nodes = new Map<string, ts.SourceFile>();
  // Files of the repository keep their own names; what is virtual takes one that is left.
  for (const source of [...sources].sort((a, b) => Number(isVirtual(a)) - Number(isVirtual(b)))) {
    const path = pathOf(source, byPath);
    nodes.set(path, project.createSourceFile(path, source.text, { overwrite: true }).compilerNode);
    byPath.set(path, source);
  }
  for (const path of clashingScripts(nodes))
    project.createSourceFile(path, (byPath.get(path)?.text ?? '') + AS_MODULE, { overwrite: true });
  const program = project.getProgram().compilerObject;
  const files = new Map<string, ParsedFile>();
  const byNode = new Map<ts.SourceFile, ParsedFile>();
  for (const [path, source] of byPath) {
    const node = program.getSourceFile(path);
    if (!node) throw new Error(`lost while parsing: ${path}`);
    const problem = firstError(node);
    if (problem) {
      broken.push(source);
      diagnostics.push(...complaint(source, path, problem));
      continue;
    }
    const parsed = parsedFile(source.file, source.text, node);
    files.set(source.importedAs === undefined ? source.file : (source.importedAs ?? path), parsed);
    byNode.set(node, parsed);
  }
  return {
    files,
    checker: program.getTypeChecker(),
    diagnostics,
    broken,
    fileOf(node) {
      const found = byNode.get(node.getSourceFile());
      if (!found) throw new Error('node of an unknown file');
      return found;
    },
  };
}

function isVirtual(source: CodeText): boolean {
  return source.extension !== undefined;
}

/** Where a source stands in the virtual folder: no two in one place (`a.svelte` as TypeScript beside `a.svelte.ts`). */
function pathOf({ file, extension }: CodeText, taken: ReadonlyMap<string, CodeText>): string {
  const path = ROOT + file;
  if (extension === undefined) return path;
  for (let part = 0; ; part += 1) {
    const free = `${path}${part === 0 ? '' : `.part${part}`}${extension}`;
    if (!taken.has(free)) return free;
  }
}

function complaint({ file }: CodeText, path: string, problem: string): Diagnostic[] {
  // A broken file of data is none of the program's; whoever edits it says so.
  if (path.endsWith('.json')) return [];
  // Servers fill pages in, and what they fill in is no JavaScript yet.
  const severity = /\.html?$/i.test(file) ? 'warning' : 'error';
  return [{ severity, file, message: `${problem}; left alone` }];
}

/** The first syntax error of a text as `line:column message`, or undefined. */
export function syntaxError(file: string, text: string): string | undefined {
  const bare = withoutBom(text);
  return firstError(ts.createSourceFile(file, bare, ts.ScriptTarget.ESNext, false, scriptKind(file)));
}

function firstError(node: ts.SourceFile): string | undefined {
  const [first] = parseDiagnostics(node);
  if (!first) return undefined;
  const { line, character } = node.getLineAndCharacterOfPosition(first.start ?? 0);
  const message = ts.flattenDiagnosticMessageText(first.messageText, ' ');
  return `syntax error at ${line + 1}:${character + 1}: ${message}`;
}

/**
 * What the parser itself complained of. The field is internal to the compiler's types; the public way needs a whole
 * program per file.
 */
function parseDiagnostics(node: ts.SourceFile): readonly ts.Diagnostic[] {
  const found: unknown = Reflect.get(node, 'parseDiagnostics');
  // JavaScript files may hold Flow or JSX that the parser takes but flags as TypeScript-only: 8xxx codes.
  return Array.isArray(found) ? found.filter((d: ts.Diagnostic) => d.code < 8000 || d.code >= 9000) : [];
}

function scriptKind(file: string): ts.ScriptKind {
  if (/\.(?:mts|cts|ts)$/.test(file)) return ts.ScriptKind.TS;
  if (file.endsWith('.tsx')) return ts.ScriptKind.TSX;
  // Plain .js holds JSX in many repositories.
  return ts.ScriptKind.JSX;
}

function parsedFile(file: string, text: string, node: ts.SourceFile): ParsedFile {
  const shift = text.length - withoutBom(text).length;
  return { file, text, node, shift, quote: mainQuote(text) };
}

function withoutBom(text: string): string {
  return text.startsWith('\uFEFF') ? text.slice(1) : text;
}

/** Counts the quotes that open a module specifier first, since those are never nested in other text. */
function mainQuote(text: string): "'" | '"' {
  const inImports =
    count(text, /(?:from|require\(|import)\s*'/g) - count(text, /(?:from|require\(|import)\s*"/g);
  if (inImports !== 0) return inImports > 0 ? "'" : '"';
  return count(text, /"/g) > count(text, /'/g) ? '"' : "'";
}

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}

/** Span of a node without its leading comments, in offsets of the file's text. */
export function spanOf(parsed: ParsedFile, node: ts.Node): Span {
  return { start: node.getStart(parsed.node) + parsed.shift, end: node.getEnd() + parsed.shift };
}

export function rangeOf(parsed: ParsedFile, span: Span): Range {
  return { start: positionOf(parsed, span.start), end: positionOf(parsed, span.end) };
}

function positionOf(parsed: ParsedFile, offset: number): Position {
  const { line, character } = parsed.node.getLineAndCharacterOfPosition(Math.max(0, offset - parsed.shift));
  return { line: line + 1, column: character + 1, offset };
}

export function placeOf(parsed: ParsedFile, node: ts.Node, message: string): RelatedPlace {
  const { line, column } = positionOf(parsed, node.getStart(parsed.node) + parsed.shift);
  return { file: parsed.file, line, column, message };
}
