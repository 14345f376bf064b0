import { type Dirent, lstatSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { isAbsolute, join, relative, resolve, sep } from 'node:path';
import fg from 'fast-glob';
import ignore from 'ignore';
import { BanjiaError } from '../errors.js';
import type { Diagnostic, Skipped, SkipReason } from '../finding.js';
import type { FileKind, SourceText } from '../transform.js';
import { kindOf } from './file-kinds.js';
import { GitIgnore } from './gitignore.js';

export interface DiscoverOptions {
  /** Absolute. */
  readonly root: string;
  /** Files, folders or globs, relative to the root or absolute; none means the whole root. */
  readonly paths: readonly string[];
  /** Globs to leave out, in the syntax of `.gitignore`. */
  readonly ignore: readonly string[];
  readonly gitignore: boolean;
  /** Larger files are left out unless they are named; bytes. */
  readonly maxFileBytes?: number;
  /** Which texts are worth keeping; default: all. Code that is not goes to `others`. */
  readonly keep?: (file: string, text: string, kind: FileKind) => boolean;
}

export interface Discovery {
  /** Sorted by path. */
  readonly files: readonly SourceText[];
  /** Code that was not kept, sorted by path. */
  readonly others: readonly SourceText[];
  readonly skipped: readonly Skipped[];
  readonly diagnostics: readonly Diagnostic[];
  readonly discovered: number;
  readonly read: number;
}

/** Hand-written sources stay far below; what is larger is data or a bundle. */
const MAX_BYTES = 1024 * 1024;
/** Lock files are long, and notebooks hold pictures. */
const MAX_LONG_BYTES = 32 * 1024 * 1024;
const LONG: ReadonlySet<FileKind> = new Set<FileKind>(['lockfile', 'notebook']);

/** Folders that hold nothing written by hand, whatever git thinks of them. */
const NEVER: Readonly<Record<string, SkipReason>> = {
  node_modules: 'dependency',
  bower_components: 'dependency',
  jspm_packages: 'dependency',
  '.yarn': 'dependency',
  '.pnpm-store': 'dependency',
  dist: 'build-output',
  '.next': 'build-output',
  '.nuxt': 'build-output',
  '.output': 'build-output',
  '.svelte-kit': 'build-output',
  '.turbo': 'build-output',
  '.vercel': 'build-output',
  '.netlify': 'build-output',
  '.wrangler': 'build-output',
  '.cache': 'build-output',
  '.parcel-cache': 'build-output',
  '.docusaurus': 'build-output',
  'storybook-static': 'build-output',
  coverage: 'build-output',
  '.nyc_output': 'build-output',
  __pycache__: 'build-output',
  '.venv': 'dependency',
  venv: 'dependency',
  '.banjia': 'build-output',
};

/** Version control's own folders are no part of the repository's text at all. */
const INVISIBLE = new Set(['.git', '.hg', '.svn', '.jj']);

/**
 * Finds and reads the files of a repository. Links are not followed; a folder or file that cannot be read is reported
 * and the rest goes on.
 *
 * @throws {BanjiaError} `missing-path` when a named path or glob matches nothing; `unreadable` for an unreadable root.
 */
export async function discover(options: DiscoverOptions): Promise<Discovery> {
  return new Discoverer(options).run();
}

class Discoverer {
  private readonly options: DiscoverOptions;
  private readonly gitignore: GitIgnore | null;
  private readonly extra: ReturnType<typeof ignore> | null;
  private readonly files = new Map<string, SourceText>();
  private readonly others = new Map<string, SourceText>();
  private readonly seen = new Set<string>();
  private readonly skipped: Skipped[] = [];
  private readonly diagnostics: Diagnostic[] = [];
  private discovered = 0;
  private read = 0;

  constructor(options: DiscoverOptions) {
    this.options = options;
    this.gitignore = options.gitignore ? new GitIgnore(options.root) : null;
    this.extra = options.ignore.length > 0 ? ignore().add([...options.ignore]) : null;
  }

  async run(): Promise<Discovery> {
    if (this.options.paths.length === 0) this.folder('', true);
    for (const path of this.options.paths) await this.named(path);
    const byPath = (a: { file: string }, b: { file: string }) =>
      a.file < b.file ? -1 : a.file > b.file ? 1 : 0;
    return {
      files: [...this.files.values()].sort(byPath),
      others: [...this.others.values()].sort(byPath),
      skipped: this.skipped.sort(byPath),
      diagnostics: this.diagnostics,
      discovered: this.discovered,
      read: this.read,
    };
  }

  /** A path on the command line wins over every rule that would leave it out. */
  private async named(path: string): Promise<void> {
    const absolute = resolve(this.options.root, path);
    const file = this.relativePath(absolute, path);
    const kind = kindOnDisk(absolute);
    if (kind === 'folder') this.folder(file, true);
    else if (kind === 'file') this.file(file, true);
    else await this.glob(path);
  }

  /**
   * The walk is our own where no glob is given: fast-glob cannot be told about a nested `.gitignore` that it meets on
   * the way, and would enter what the rules prune.
   */
  private async glob(pattern: string): Promise<void> {
    const matches = await fg(pattern.split(sep).join('/'), {
      cwd: this.options.root,
      dot: true,
      followSymbolicLinks: false,
      ignore: ['**/node_modules/**', '**/.git/**'],
    });
    if (matches.length === 0)
      throw new BanjiaError(
        'missing-path',
        `no such file or folder: ${pattern}`,
        'Check the path; globs are relative to the root.',
      );
    for (const match of matches.sort()) this.file(match, true);
  }

  private relativePath(absolute: string, given: string): string {
    const path = relative(this.options.root, absolute).split(sep).join('/');
    if (path.startsWith('../') || path === '..' || isAbsolute(path))
      throw new BanjiaError(
        'missing-path',
        `${given} is outside ${this.options.root}`,
        'Start banjia there, or use --cwd.',
      );
    return path;
  }

  private folder(path: string, explicit: boolean): void {
    let entries: Dirent[];
    try {
      entries = readdirSync(join(this.options.root, path), { withFileTypes: true });
    } catch (cause) {
      if (path === '')
        throw new BanjiaError(
          'unreadable',
          `cannot read ${this.options.root}: ${messageOf(cause)}`,
          'Check the permissions.',
          { cause },
        );
      this.unreadable(path, cause);
      return;
    }
    for (const entry of entries)
      this.entry(path === '' ? entry.name : `${path}/${entry.name}`, entry, explicit);
  }

  private entry(path: string, entry: Dirent, explicit: boolean): void {
    if (entry.isSymbolicLink()) this.skip(path, 'symlink');
    else if (entry.isDirectory()) this.subfolder(path, entry.name);
    else if (entry.isFile()) this.candidate(path, explicit);
  }

  private subfolder(path: string, name: string): void {
    if (INVISIBLE.has(name)) return;
    const reason = NEVER[name];
    if (reason) this.skip(path, reason);
    else if (this.extra?.ignores(`${path}/`)) this.skip(path, 'excluded');
    else if (this.gitignore?.ignores(`${path}/`)) this.ignoredFolder(path);
    else this.folder(path, false);
  }

  /** Environment files are read even where git ignores them, but not whole ignored folders. */
  private ignoredFolder(path: string): void {
    this.skip(path, 'ignored');
  }

  private candidate(path: string, _explicit: boolean): void {
    const kind = kindOf(path);
    if (!kind) {
      this.discovered += 1;
      return;
    }
    if (this.extra?.ignores(path)) this.skip(path, 'excluded');
    else if (kind !== 'env' && this.gitignore?.ignores(path)) this.skip(path, 'ignored');
    else this.file(path, false);
  }

  private file(path: string, explicit: boolean): void {
    if (this.seen.has(path)) return;
    this.seen.add(path);
    this.discovered += 1;
    const kind = kindOf(path);
    if (!kind) return;
    if (!explicit && /\.min\.[cm]?js$/.test(path)) {
      this.skip(path, 'minified');
      return;
    }
    let bytes: Buffer;
    try {
      const limit = LONG.has(kind) ? MAX_LONG_BYTES : (this.options.maxFileBytes ?? MAX_BYTES);
      const absolute = join(this.options.root, path);
      if (!explicit && lstatSync(absolute).size > limit) {
        this.skip(path, 'too-large');
        return;
      }
      bytes = readFileSync(absolute);
    } catch (cause) {
      this.unreadable(path, cause);
      return;
    }
    this.read += 1;
    this.text(path, kind, bytes, explicit);
  }

  private text(path: string, kind: FileKind, bytes: Buffer, explicit: boolean): void {
    if (bytes.subarray(0, 8192).includes(0)) {
      this.skip(path, 'binary');
      return;
    }
    const text = decode(bytes);
    if (text === undefined) {
      this.diagnostics.push({ severity: 'warning', file: path, message: 'not UTF-8; left alone' });
      this.skip(path, 'not-utf8');
      return;
    }
    if (!explicit && (kind === 'code' || /\.html?$/.test(path))) {
      const reason = notByHand(path, text);
      if (reason) {
        this.skip(path, reason);
        return;
      }
    }
    const ignored = kind === 'env' && this.gitignore?.ignores(path);
    const source: SourceText = { file: path, text, kind, ...(ignored ? { ignored } : {}) };
    if (!this.options.keep || this.options.keep(path, text, kind)) this.files.set(path, source);
    else if (isImported(path, kind)) this.others.set(path, source);
  }

  private skip(file: string, reason: SkipReason): void {
    this.skipped.push({ file, reason });
  }

  private unreadable(file: string, cause: unknown): void {
    this.diagnostics.push({ severity: 'error', file, message: `cannot be read: ${messageOf(cause)}` });
    this.skip(file, 'unreadable');
  }
}

/** Code that others may import; a page is opened by a browser. */
function isImported(path: string, kind: FileKind): boolean {
  return kind === 'code' || (kind === 'component' && !/\.html?$/.test(path));
}

/** Text with its BOM; undefined where the bytes are not UTF-8. */
function decode(bytes: Buffer): string | undefined {
  const text = bytes.toString('utf8');
  // A lone replacement character may stand in the source itself: only then the bytes are compared.
  if (text.includes('\uFFFD') && !Buffer.from(text, 'utf8').equals(bytes)) return undefined;
  return text;
}

function notByHand(path: string, text: string): SkipReason | undefined {
  if (/\.(?:generated|gen)\.[cm]?[jt]sx?$/.test(path)) return 'generated';
  if (
    /@generated\b|\bDO NOT (?:EDIT|MODIFY)\b|\b(?:auto-?generated|generated automatically) by\b/i.test(
      header(text),
    )
  )
    return 'generated';
  return isMinified(text) ? 'minified' : undefined;
}

/** The comments at the top, where generators sign. */
function header(text: string): string {
  const match = /^\uFEFF?(?:#![^\n]*\n)?(?:\s*(?:\/\/[^\n]*|\/\*[\s\S]*?\*\/))*/.exec(text.slice(0, 2048));
  return match?.[0] ?? '';
}

/** Bundles have few, long lines. A data table of one long line among normal ones is not meant. */
function isMinified(text: string): boolean {
  if (text.length < 4096) return false;
  let lines = 1;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lines += 1;
  return text.length / lines > 400;
}

function kindOnDisk(path: string): 'file' | 'folder' | undefined {
  try {
    const stat = statSync(path);
    return stat.isDirectory() ? 'folder' : stat.isFile() ? 'file' : undefined;
  } catch {
    return undefined;
  }
}

function messageOf(cause: unknown): string {
  return cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause);
}
