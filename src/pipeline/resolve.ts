import { parse as parseJsonc } from 'jsonc-parser';
import type { Manifest } from '../packages.js';
import { folderOf, joinPath, nearestFolder } from '../paths.js';
import type { SourceText } from '../transform.js';
import { packageTargets } from './package-entries.js';

/** The file of the repository that a specifier names in a file; undefined for what is outside or not there. */
export type Resolve = (specifier: string, from: string) => string | undefined;

interface Alias {
  /** Folder of the tsconfig: files below it see the alias. */
  readonly scope: string;
  readonly prefix: string;
  readonly suffix: string | null;
  readonly targets: readonly string[];
}

const EXTENSIONS = [
  '',
  '.ts',
  '.tsx',
  '.js',
  '.jsx',
  '.mts',
  '.cts',
  '.mjs',
  '.cjs',
  '/index.ts',
  '/index.tsx',
  '/index.js',
  '/index.jsx',
  '/index.mjs',
  '.vue',
  '.svelte',
  '/index.vue',
];

/** Folders that frameworks and bundlers give a short name without a tsconfig: Vite, Nuxt, SvelteKit, webpack presets. */
const CONVENTIONS: readonly (readonly [RegExp, readonly string[]])[] = [
  [/^(?:@|~|~~|@@)\/(.+)$/, ['src/$1', '$1', 'app/$1']],
  [/^\$lib(?:\/(.+))?$/, ['src/lib/$1']],
  [/^src\/(.+)$/, ['src/$1']],
];

/**
 * Resolves specifiers among `files`: relative ones, `paths` and `baseUrl` of every tsconfig or jsconfig with what they
 * extend, names, `exports` and `imports` of workspace packages, and the short names that frameworks give to folders.
 */
export function createResolver(
  texts: readonly SourceText[],
  manifests: readonly Manifest[],
  files: ReadonlySet<string>,
): Resolve {
  const aliases = readAliases(texts);
  const packages = new Map(manifests.flatMap((one) => (one.name ? [[one.name, one] as const] : [])));
  const folders = new Map(manifests.map((one) => [one.folder, one]));
  const folderNames = new Set(folders.keys());
  const known = new Map<string, string | undefined>();
  const first = (candidates: readonly string[]) => {
    for (const candidate of candidates) {
      const found = existing(candidate, files);
      if (found) return found;
    }
    return undefined;
  };
  const search: Resolve = (specifier, from) => {
    if (/^\.\.?(?:\/|$)/.test(specifier)) return first([joinPath(folderOf(from), specifier)]);
    const own = folders.get(nearestFolder(from, folderNames) ?? '');
    if (specifier.startsWith('#'))
      return own && first(packageTargets(own.entries.imports, specifier, own.folder));
    return (
      byAlias(aliases, specifier, from, first) ??
      byPackage(packages, specifier, first) ??
      byConvention(specifier, own?.folder ?? '', first)
    );
  };
  return (specifier, from) => {
    const key = `${folderOf(from)}\u0000${specifier}`;
    if (!known.has(key)) known.set(key, search(specifier, from));
    return known.get(key);
  };
}

/** By its content: what others extend goes by any name. */
export function isCompilerConfig({ file, text }: Pick<SourceText, 'file' | 'text'>): boolean {
  return file.endsWith('.json') && (/"compilerOptions"/.test(text) || /(?:^|\/)[jt]sconfig\b/.test(file));
}

type First = (candidates: readonly string[]) => string | undefined;

/** `compilerOptions` with what is extended below them; relative parts already joined to their own file's folder. */
interface PathOptions {
  readonly root: string | null;
  readonly paths: readonly (readonly [string, readonly string[]])[] | null;
}

function readAliases(texts: readonly SourceText[]): Alias[] {
  const configs = new Map(
    texts
      .filter(isCompilerConfig)
      .map(({ file, text }): [string, unknown] => [file, parseJsonc(text.replace(/^\uFEFF/, ''))]),
  );
  return [...configs.keys()]
    .flatMap((file) => aliasesOf(file, pathOptions(file, configs, 0)))
    .sort((a, b) => b.scope.length - a.scope.length || b.prefix.length - a.prefix.length);
}

function pathOptions(file: string, configs: ReadonlyMap<string, unknown>, depth: number): PathOptions {
  const json = configs.get(file);
  const folder = folderOf(file);
  const options = field(json, 'compilerOptions');
  const base = field(options, 'baseUrl');
  const root = typeof base === 'string' ? joinPath(folder, base) : null;
  const paths = field(options, 'paths');
  const own = isRecord(paths)
    ? Object.entries(paths).flatMap(([pattern, targets]) =>
        Array.isArray(targets)
          ? [
              [
                pattern,
                targets.flatMap((one) => (typeof one === 'string' ? [joinPath(root ?? folder, one)] : [])),
              ] as const,
            ]
          : [],
      )
    : null;
  const inherited = depth > 5 ? [] : extended(json, folder, configs, depth);
  return {
    root: root ?? inherited.find((one) => one.root !== null)?.root ?? null,
    paths: own ?? inherited.find((one) => one.paths !== null)?.paths ?? null,
  };
}

/** What a config extends, the last one first: it wins. */
function extended(
  json: unknown,
  folder: string,
  configs: ReadonlyMap<string, unknown>,
  depth: number,
): PathOptions[] {
  const given = field(json, 'extends');
  const names = (Array.isArray(given) ? given : [given]).filter(
    (one): one is string => typeof one === 'string' && one.startsWith('.'),
  );
  return names
    .reverse()
    .map((name) => joinPath(folder, name))
    .map((path) => [path, `${path}.json`, `${path}/tsconfig.json`].find((one) => configs.has(one)))
    .flatMap((path) => (path === undefined ? [] : [pathOptions(path, configs, depth + 1)]));
}

function aliasesOf(file: string, { root, paths }: PathOptions): Alias[] {
  const scope = folderOf(file);
  const found = (paths ?? []).map(([pattern, targets]): Alias => {
    const [prefix = '', suffix = null] = pattern.split('*');
    return { scope, prefix, suffix, targets };
  });
  if (root !== null) found.push({ scope, prefix: '', suffix: '', targets: [joinPath(root, '*')] });
  return found;
}

function byAlias(
  aliases: readonly Alias[],
  specifier: string,
  from: string,
  first: First,
): string | undefined {
  for (const alias of aliases) {
    if (alias.scope !== '' && !from.startsWith(`${alias.scope}/`)) continue;
    const rest = matchAlias(alias, specifier);
    if (rest === undefined) continue;
    const found = first(alias.targets.map((target) => joinPath('', target.replace('*', rest))));
    if (found) return found;
  }
  return undefined;
}

function matchAlias(alias: Alias, specifier: string): string | undefined {
  if (alias.suffix === null) return specifier === alias.prefix ? '' : undefined;
  if (!specifier.startsWith(alias.prefix) || !specifier.endsWith(alias.suffix)) return undefined;
  return specifier.slice(alias.prefix.length, specifier.length - alias.suffix.length);
}

function byPackage(
  packages: ReadonlyMap<string, Manifest>,
  specifier: string,
  first: First,
): string | undefined {
  const [, name = '', rest = ''] = /^((?:@[^/]+\/)?[^/]+)(?:\/(.*))?$/.exec(specifier) ?? [];
  const found = packages.get(name);
  if (!found || isSdk(name, packages)) return undefined;
  const { folder, entries } = found;
  const subpath = rest ? `./${rest}` : '.';
  const declared = packageTargets(entries.exports, subpath, folder);
  const main = rest
    ? []
    : [entries.source, entries.types, entries.module, entries.main].flatMap((one) =>
        packageTargets(one, '.', folder),
      );
  const guessed = rest
    ? [`${folder}/${rest}`, `${folder}/src/${rest}`]
    : [`${folder}/src/index`, `${folder}/index`, `${folder}/src/${name}`];
  return first([...declared, ...main, ...guessed.map((one) => joinPath('', one))]);
}

/** In the repository of the AI SDK its packages are what they are to everybody else: a dialect knows them by name. */
function isSdk(name: string, packages: ReadonlyMap<string, Manifest>): boolean {
  return name.startsWith('@ai-sdk/') || (name === 'ai' && packages.has('@ai-sdk/provider'));
}

function byConvention(specifier: string, folder: string, first: First): string | undefined {
  for (const [pattern, targets] of CONVENTIONS) {
    const match = pattern.exec(specifier);
    if (!match) continue;
    const found = first(targets.map((target) => joinPath(folder, target.replace('$1', match[1] ?? ''))));
    if (found) return found;
  }
  return undefined;
}

function existing(path: string, files: ReadonlySet<string>): string | undefined {
  const bare = path.replace(/\.[cm]?jsx?$/, '');
  for (const extension of EXTENSIONS) {
    if (files.has(path + extension)) return path + extension;
    if (bare !== path && files.has(bare + extension)) return bare + extension;
  }
  return undefined;
}

function field(value: unknown, name: string): unknown {
  return isRecord(value) ? value[name] : undefined;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
