import { parse as parseJsonc } from 'jsonc-parser';
import { parse as parseYaml } from 'yaml';
import { folderOf, nearestFolder } from './paths.js';
import type { SdkVersion } from './sites.js';

export interface ManifestText {
  readonly file: string;
  readonly text: string;
}

/** What a `package.json` says, as far as it is needed. Everything else is not read. */
export interface Manifest {
  readonly file: string;
  readonly folder: string;
  readonly name: string | null;
  readonly version: string | null;
  /** Declared range by package, of every dependency table. */
  readonly dependencies: ReadonlyMap<string, string>;
  readonly packageManager: string | null;
  readonly type: string | null;
  /** Others may import it: not private, and with an entry that is meant for them. */
  readonly published: boolean;
  /** `exports`, `imports` and `main`, as they stand. */
  readonly entries: Readonly<Record<'exports' | 'imports' | 'main' | 'module' | 'types' | 'source', unknown>>;
}

/** What a folder declares: a manifest, or the import map of a Deno project. */
export interface ImportMap {
  readonly folder: string;
  /** Range by package. */
  readonly dependencies: ReadonlyMap<string, string>;
}

const TABLES = ['dependencies', 'devDependencies', 'peerDependencies', 'optionalDependencies'];

/** Manifests that parse; a broken one is as good as none here and is reported where it is edited. */
export function readManifests(texts: readonly ManifestText[]): Manifest[] {
  return texts
    .filter(({ file }) => file === 'package.json' || file.endsWith('/package.json'))
    .flatMap(({ file, text }) => {
      const json = record(parseJsonc(text.replace(/^\uFEFF/, '')));
      return json ? [manifest(file, json)] : [];
    });
}

/** Packages that `deno.json` and import maps name: `"ai": "npm:ai@^4"`, `"ai": "https://esm.sh/ai@4.3.19"`. */
export function readImportMaps(texts: readonly ManifestText[]): ImportMap[] {
  return texts
    .filter(({ file }) => /(?:^|\/)(?:deno\.jsonc?|import_map\.json)$/.test(file))
    .map(({ file, text: source }) => {
      const imports = record(record(parseJsonc(source.replace(/^\uFEFF/, '')))?.['imports']) ?? {};
      const dependencies = new Map<string, string>();
      for (const [name, target] of Object.entries(imports)) {
        const range = typeof target === 'string' ? /.@([\^~>=<]*\d[^/?"]*)/.exec(target)?.[1] : undefined;
        if (range) dependencies.set(name.replace(/\/$/, ''), range);
      }
      return { folder: folderOf(file), dependencies };
    });
}

function manifest(file: string, json: Readonly<Record<string, unknown>>): Manifest {
  const dependencies = new Map<string, string>();
  for (const table of TABLES)
    for (const [name, range] of Object.entries(record(json[table]) ?? {}))
      if (typeof range === 'string' && !dependencies.has(name)) dependencies.set(name, range);
  return {
    file,
    folder: folderOf(file),
    name: text(json['name']),
    version: text(json['version']),
    dependencies,
    packageManager: text(json['packageManager']),
    type: text(json['type']),
    published: isPublished(json),
    entries: {
      exports: json['exports'],
      imports: json['imports'],
      main: json['main'],
      module: json['module'],
      types: json['types'] ?? json['typings'],
      source: json['source'],
    },
  };
}

/** `npm init` writes `main` into everything: alone it says nothing. */
function isPublished(json: Readonly<Record<string, unknown>>): boolean {
  if (json['private'] === true) return false;
  if (['exports', 'module', 'types', 'typings'].some((name) => json[name] !== undefined)) return true;
  return json['main'] !== undefined && (json['files'] !== undefined || json['publishConfig'] !== undefined);
}

/** What a project's lock files, manifests and catalogs say of one package. */
interface Versions {
  readonly locked: ReadonlyMap<string, string>;
  readonly catalogs: ReadonlyMap<string, string>;
}

/** Which version of a package a file uses: lock file before manifest, the nearest package before its parents. */
export class SdkVersions {
  private readonly declared: readonly ImportMap[];
  /** Versions of the packages of the workspace itself. */
  private readonly own: ReadonlyMap<string, string>;
  private readonly lockfiles: readonly ManifestText[];
  private readonly workspaces: readonly ManifestText[];
  private readonly known = new Map<string, Versions>();
  private readonly declaring = new Map<string, ReadonlyMap<string, string>>();

  constructor(
    manifests: readonly Manifest[],
    lockfiles: readonly ManifestText[],
    workspaces: readonly ManifestText[],
    importMaps: readonly ImportMap[] = [],
  ) {
    this.declared = [...importMaps, ...manifests];
    this.own = new Map(manifests.flatMap(({ name, version }) => (name && version ? [[name, version]] : [])));
    this.lockfiles = lockfiles;
    this.workspaces = workspaces;
  }

  /** `specifierVersion` is that of `npm:name@1.2.3`; `legacy` says that the code has the shape of v3 of `openai`. */
  of(file: string, specifierVersion: string | null, legacy: boolean, name = 'openai'): SdkVersion {
    if (specifierVersion)
      return { major: majorOf(specifierVersion), exact: null, from: 'specifier', range: specifierVersion };
    const ranges = this.ranges(name);
    const folder = nearestFolder(file, new Set(ranges.keys()));
    const range = folder === undefined ? undefined : ranges.get(folder);
    const { locked, catalogs } = this.versions(name);
    const exact =
      locked.get(folder ?? folderOf(file)) ??
      (range ? locked.get(`range|${range}`) : undefined) ??
      locked.get('');
    if (exact) return { major: majorOf(exact), exact, from: 'lock' };
    const declared = range?.startsWith('catalog:') ? catalogs.get(range.slice(8) || 'default') : range;
    const linked = range?.startsWith('workspace:') ? this.own.get(name) : undefined;
    if (linked) return { major: majorOf(linked), exact: linked, from: 'manifest' };
    const major = declared ? majorOf(declared) : null;
    if (major !== null && declared) return { major, exact: null, from: 'manifest', range: declared };
    // The shape of the code tells v3 from what came after it.
    return { major: legacy ? 3 : null, exact: null, from: legacy ? 'code' : 'unknown' };
  }

  /** Whether the package of a file, or one around it, lists `name`. */
  declares(file: string, name: string): boolean {
    return nearestFolder(file, new Set(this.ranges(name).keys())) !== undefined;
  }

  /** The declared range by folder. */
  private ranges(name: string): ReadonlyMap<string, string> {
    const known = this.declaring.get(name);
    if (known) return known;
    const found = new Map(
      this.declared.flatMap(({ folder, dependencies }): [string, string][] => {
        const range = dependencies.get(name);
        return range === undefined ? [] : [[folder, range]];
      }),
    );
    this.declaring.set(name, found);
    return found;
  }

  private versions(name: string): Versions {
    const known = this.known.get(name) ?? {
      locked: new Map(this.lockfiles.flatMap((one) => lockedVersions(one, name))),
      catalogs: new Map(
        [...this.workspaces, ...this.lockfiles.filter((one) => one.file.endsWith('bun.lock'))].flatMap(
          (one) => catalogVersions(one, name),
        ),
      ),
    };
    this.known.set(name, known);
    return known;
  }
}

/** Versions of a package by folder, or by `range|<range>`. */
function lockedVersions({ file, text: source }: ManifestText, name: string): [string, string][] {
  if (!source.includes(name)) return [];
  const base = folderOf(file);
  const lock = file.slice(base.length).replace(/^\//, '');
  if (lock === 'package-lock.json' || lock === 'npm-shrinkwrap.json') return npmLock(base, source, name);
  if (lock === 'pnpm-lock.yaml') return pnpmLock(base, source, name);
  if (lock === 'yarn.lock') return yarnLock(source, name);
  if (lock === 'bun.lock') return bunLock(base, source, name);
  return [];
}

function npmLock(base: string, source: string, name: string): [string, string][] {
  const packages = record(record(parsed(source))?.['packages']) ?? {};
  const suffix = `node_modules/${name}`;
  return Object.entries(packages).flatMap(([path, entry]): [string, string][] => {
    if (path !== suffix && !path.endsWith(`/${suffix}`)) return [];
    const owner = path.slice(0, -suffix.length).replace(/\/$/, '');
    const version = text(record(entry)?.['version']);
    if (!version || owner.includes('node_modules')) return [];
    return [[join(base, owner), version]];
  });
}

/** Only the `importers` block is needed; the rest of a pnpm lock is long, so it is cut off before parsing. */
function pnpmLock(base: string, source: string, name: string): [string, string][] {
  const head = source.split(/^packages:/m, 1)[0] ?? '';
  const lock = record(yamlOf(head));
  const importers = record(lock?.['importers']) ?? { '.': lock };
  return Object.entries(importers).flatMap(([path, importer]): [string, string][] => {
    for (const table of TABLES) {
      const entry = record(record(importer)?.[table])?.[name];
      const version = text(record(entry)?.['version']) ?? text(entry);
      // `link:` is a package of the workspace.
      if (version && /^\d/.test(version))
        return [[join(base, path === '.' ? '' : path), version.split('(')[0] ?? version]];
    }
    return [];
  });
}

function yarnLock(source: string, name: string): [string, string][] {
  const plain = name.replace(/[/.]/g, '\\$&');
  const found: [string, string][] = [];
  const pattern = new RegExp(`^"?${plain}@([^\\n]*?)"?:\\n {2}version:? "?([^"\\n]+)"?`, 'gm');
  for (const match of source.matchAll(pattern))
    for (const part of (match[1] ?? '').split(/,\s*/)) {
      const range = part
        .replace(/^"/, '')
        .replace(new RegExp(`^${plain}@`), '')
        .replace(/^npm:/, '')
        .replace(/"$/, '');
      found.push([`range|${range}`, match[2] ?? '']);
    }
  return found;
}

/** `"packages": { "name": ["name@1.2.3", …] }`; a package nested below a workspace stands as `workspace/name`. */
function bunLock(base: string, source: string, name: string): [string, string][] {
  const packages = record(record(parsed(source))?.['packages']);
  const entry = packages?.[name];
  const [id] = Array.isArray(entry) ? (entry as readonly unknown[]) : [];
  const version = text(id)?.slice(name.length + 1);
  return version ? [[base, version]] : [];
}

/** Catalogs of pnpm's workspace file, of Yarn's settings, of Bun's lock file. */
function catalogVersions({ file, text: source }: ManifestText, name: string): [string, string][] {
  if (!source.includes(name)) return [];
  const root = record(file.endsWith('bun.lock') ? parsed(source) : yamlOf(source));
  const named = record(root?.['catalogs']) ?? {};
  const all = { default: root?.['catalog'], ...named };
  return Object.entries(all).flatMap(([catalog, packages]): [string, string][] => {
    const range = text(record(packages)?.[name]);
    return range ? [[catalog, range]] : [];
  });
}

/** The major a range allows at least: `^4.57.0` → 4, `>=4.58` → 4, `5.x` → 5, `latest` → null. */
export function majorOf(range: string): number | null {
  const match = /(?:^|[\s^~>=<v|])(\d+)(?:\.|$|\s|-)/.exec(range);
  return match ? Number(match[1]) : null;
}

function join(base: string, path: string): string {
  return [base, path].filter(Boolean).join('/');
}

const TREES = new Map<string, unknown>();

/** Lock files are long and asked for one package after the other: each is parsed once. */
function remembered(source: string, parse: (source: string) => unknown): unknown {
  if (TREES.size > 64) TREES.clear();
  if (!TREES.has(source)) TREES.set(source, parse(source));
  return TREES.get(source);
}

function parsed(source: string): unknown {
  return remembered(source, (one) => parseJsonc(one));
}

function yamlOf(source: string): unknown {
  return remembered(source, (one) => {
    try {
      return parseYaml(one);
    } catch {
      return undefined;
    }
  });
}

function record(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : undefined;
}

function text(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
