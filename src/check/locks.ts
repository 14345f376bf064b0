import { parse as parseJsonc } from 'jsonc-parser';
import { OPENAI_PACKAGES } from '../openai/packages.js';
import { byHand, type Verdict } from '../plan/verdict.js';
import type { Blanks } from '../reasons.js';
import type { Token } from '../sites.js';
import { TextFile } from '../text-tokens.js';
import type { SourceText } from '../transform.js';

/** Tables by which a package asks for another to be installed. */
const TABLES = ['dependencies', 'devDependencies', 'optionalDependencies'];

/**
 * Packages for OpenAI that are installed although nothing uses them: declared and imported nowhere, or left in a lock
 * file that no manifest and no other package asks for.
 */
export function findUnusedPackages(sources: readonly SourceText[], blanks: Blanks): Verdict[] {
  const manifests = sources.filter(
    ({ file, kind }) => kind === 'manifest' && /(?:^|\/)package\.json$/.test(file),
  );
  const locks = sources.filter(({ kind }) => kind === 'lockfile').map((source) => new Lock(source));
  const declared = manifests.flatMap((source) => declarations(source));
  const names = new Set(declared.map(({ name }) => name));
  const isNeeded = (name: string) => locks.some((lock) => lock.needs(name));
  const isUsed = (name: string) => sources.some((source) => mentions(source, name));
  return [
    ...declared
      .filter(({ name }) => !isNeeded(name) && !isUsed(name))
      .map(({ name, token }) =>
        unused(
          token,
          `${name} is declared and imported nowhere`,
          blanks,
          locks.flatMap((lock) => lock.place(name)),
        ),
      ),
    ...locks.flatMap((lock) =>
      lock.names().flatMap((name) => {
        const token = lock.token(name);
        if (!token || names.has(name) || lock.needs(name)) return [];
        return [unused(token, `${name} is locked, and no manifest asks for it`, blanks, [])];
      }),
    ),
  ];
}

function unused(token: Token, message: string, blanks: Blanks, related: Verdict['related']): Verdict {
  return byHand(
    { token, kind: 'dependency', dialect: 'package-manifests', confidence: 'probable', message, related },
    'unused-package',
    blanks,
  );
}

function declarations({ file, text }: SourceText): { readonly name: string; readonly token: Token }[] {
  const json = record(parseJsonc(text.replace(/^\uFEFF/, '')));
  const wanted = new Set(TABLES.flatMap((table) => Object.keys(record(json[table]))));
  const source = new TextFile(file, text);
  return [...wanted]
    .filter((name) => OPENAI_PACKAGES.has(name))
    .flatMap((name) => {
      const [token] = source.tokens(new RegExp(`"(${escaped(name)})"\\s*:\\s*"`, 'g'));
      return token ? [{ name, token }] : [];
    });
}

/** In code, configuration, scripts; a word in a text that is no import counts as well: better silent than wrong. */
function mentions({ kind, text }: SourceText, name: string): boolean {
  if (kind === 'lockfile' || kind === 'docs') return false;
  if (kind === 'manifest') {
    const scripts = Object.values(record(record(parseJsonc(text))['scripts']));
    return scripts.some((script) => typeof script === 'string' && script.includes(name));
  }
  return new RegExp(`["'\`]${escaped(name)}(?:/[^"'\`]*)?["'\`]`).test(text);
}

/** What a lock file says of the packages for OpenAI. */
class Lock {
  private readonly file: TextFile;
  private readonly format: 'npm' | 'pnpm' | 'yarn' | 'bun';
  private required: ReadonlySet<string> | undefined;

  constructor({ file, text }: SourceText) {
    this.file = new TextFile(file, text);
    const name = file.slice(file.lastIndexOf('/') + 1);
    this.format = name.startsWith('pnpm')
      ? 'pnpm'
      : name === 'yarn.lock'
        ? 'yarn'
        : name === 'bun.lock'
          ? 'bun'
          : 'npm';
  }

  names(): string[] {
    return [...OPENAI_PACKAGES].filter((name) => this.file.text.includes(name));
  }

  /** The entry of a package at the top of the tree. */
  token(name: string): Token | undefined {
    const id = escaped(name);
    const pattern = {
      npm: `^    "node_modules/(${id})": \\{`,
      pnpm: `^  ['"/]?(${id})@[^\\n]*:$`,
      yarn: `^"?(${id})@[^\\n]*:$`,
      bun: `^    "(${id})": \\[`,
    }[this.format];
    return this.file.tokens(new RegExp(pattern, 'gm'))[0];
  }

  place(name: string): Verdict['related'] {
    const token = this.token(name);
    if (!token) return [];
    const { line, column } = token.range.start;
    return [{ file: token.file, line, column, message: 'locked here' }];
  }

  /** Whether another package asks for it, as a dependency or beside itself. */
  needs(name: string): boolean {
    if (!this.file.text.includes(name)) return false;
    if (this.format === 'npm') return this.npmRequired().has(name);
    const id = escaped(name);
    // Dependencies stand one level below the entry of the package that asks; bun writes an entry on one line.
    const pattern = {
      pnpm: `^ {6}['"]?${id}['"]?: (?!\\n)`,
      yarn: `^ {4}"?${id}"?:? `,
      bun: `^    "(?!${id}")[^\\n]*"${id}": "`,
    }[this.format];
    return new RegExp(pattern, 'm').test(packagesOf(this.format, this.file.text));
  }

  private npmRequired(): ReadonlySet<string> {
    if (this.required) return this.required;
    const packages = record(record(parseJsonc(this.file.text))['packages']);
    const required = new Set<string>();
    for (const [path, entry] of Object.entries(packages)) {
      // The root and the workspaces ask by their manifests.
      if (!path.includes('node_modules/')) continue;
      for (const table of ['dependencies', 'optionalDependencies', 'peerDependencies'])
        for (const name of Object.keys(record(record(entry)[table]))) required.add(name);
    }
    this.required = required;
    return required;
  }
}

/** pnpm: behind its `importers`, which repeat the manifests. */
function packagesOf(format: string, text: string): string {
  if (format !== 'pnpm') return text;
  const at = text.search(/^packages:/m);
  return at < 0 ? text : text.slice(at);
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {};
}

function escaped(name: string): string {
  return name.replace(/[.+?^${}()|[\]\\/]/g, '\\$&');
}
