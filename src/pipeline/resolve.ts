import { parse as parseJsonc } from 'jsonc-parser';
import type { Manifest } from '../packages.js';
import { folderOf } from '../paths.js';
import type { SourceText } from '../transform.js';

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
];

/**
 * Resolves what the compiler cannot see here: `paths` and `baseUrl` of every tsconfig or jsconfig, and the names of
 * workspace packages. Gives the file of the repository, or undefined.
 */
export function createResolver(
  texts: readonly SourceText[],
  manifests: readonly Manifest[],
  files: ReadonlySet<string>,
): (specifier: string, from: string) => string | undefined {
  const aliases = texts
    .filter(({ file }) => /(?:^|\/)[jt]sconfig(?:\.[\w.-]+)?\.json$/.test(file))
    .flatMap(({ file, text }) => readAliases(file, text))
    .sort((a, b) => b.scope.length - a.scope.length || b.prefix.length - a.prefix.length);
  const packages = new Map(manifests.flatMap((one) => (one.name ? [[one.name, one.folder] as const] : [])));
  return (specifier, from) =>
    byAlias(aliases, specifier, from, files) ?? byPackage(packages, specifier, files);
}

function readAliases(file: string, text: string): Alias[] {
  const json: unknown = parseJsonc(text.replace(/^\uFEFF/, ''));
  const options = field(json, 'compilerOptions');
  const folder = folderOf(file);
  const base = field(options, 'baseUrl');
  const root = typeof base === 'string' ? normalise(`${folder}/${base}`) : folder;
  const paths = field(options, 'paths');
  const found: Alias[] = [];
  for (const [pattern, targets] of Object.entries(isRecord(paths) ? paths : {})) {
    if (!Array.isArray(targets)) continue;
    const [prefix = '', suffix = null] = pattern.split('*');
    const list = targets.filter((one): one is string => typeof one === 'string');
    found.push({ scope: folder, prefix, suffix, targets: list.map((one) => normalise(`${root}/${one}`)) });
  }
  if (typeof base === 'string')
    found.push({ scope: folder, prefix: '', suffix: '', targets: [normalise(`${root}/*`)] });
  return found;
}

function byAlias(
  aliases: readonly Alias[],
  specifier: string,
  from: string,
  files: ReadonlySet<string>,
): string | undefined {
  for (const alias of aliases) {
    if (alias.scope !== '' && !from.startsWith(`${alias.scope}/`)) continue;
    const rest = matchAlias(alias, specifier);
    if (rest === undefined) continue;
    for (const target of alias.targets) {
      const found = existing(normalise(target.replace('*', rest)), files);
      if (found) return found;
    }
  }
  return undefined;
}

function matchAlias(alias: Alias, specifier: string): string | undefined {
  if (alias.suffix === null) return specifier === alias.prefix ? '' : undefined;
  if (!specifier.startsWith(alias.prefix) || !specifier.endsWith(alias.suffix)) return undefined;
  return specifier.slice(alias.prefix.length, specifier.length - alias.suffix.length);
}

function byPackage(
  packages: ReadonlyMap<string, string>,
  specifier: string,
  files: ReadonlySet<string>,
): string | undefined {
  const [, name = '', rest = ''] = /^((?:@[^/]+\/)?[^/]+)(?:\/(.*))?$/.exec(specifier) ?? [];
  const folder = packages.get(name);
  if (folder === undefined) return undefined;
  const candidates = rest
    ? [`${folder}/${rest}`, `${folder}/src/${rest}`]
    : [`${folder}/src/index`, `${folder}/index`, `${folder}/src/${name}`];
  for (const candidate of candidates) {
    const found = existing(normalise(candidate), files);
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

/** `a/./b/../c` → `a/c`, without a leading slash. */
function normalise(path: string): string {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..') parts.pop();
    else parts.push(part);
  }
  return parts.join('/');
}

function field(value: unknown, name: string): unknown {
  return isRecord(value) ? value[name] : undefined;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
