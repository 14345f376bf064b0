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
  /** Declared range by package, of every dependency table. */
  readonly dependencies: ReadonlyMap<string, string>;
  readonly packageManager: string | null;
  readonly type: string | null;
  /** Others may import it: not private, and with an entry that is meant for them. */
  readonly published: boolean;
  /** `exports`, `imports` and `main`, as they stand. */
  readonly entries: Readonly<Record<'exports' | 'imports' | 'main' | 'module' | 'types' | 'source', unknown>>;
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

function manifest(file: string, json: Readonly<Record<string, unknown>>): Manifest {
  const dependencies = new Map<string, string>();
  for (const table of TABLES)
    for (const [name, range] of Object.entries(record(json[table]) ?? {}))
      if (typeof range === 'string' && !dependencies.has(name)) dependencies.set(name, range);
  return {
    file,
    folder: folderOf(file),
    name: text(json['name']),
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

/** Which version of the SDK a file uses: lock file before manifest, the nearest package before its parents. */
export class SdkVersions {
  private readonly manifests: ReadonlyMap<string, Manifest>;
  private readonly locked: ReadonlyMap<string, string>;
  private readonly catalogs: ReadonlyMap<string, string>;

  constructor(
    manifests: readonly Manifest[],
    lockfiles: readonly ManifestText[],
    workspaces: readonly ManifestText[],
  ) {
    this.manifests = new Map(manifests.map((one) => [one.folder, one]));
    this.locked = new Map(lockfiles.flatMap((one) => lockedVersions(one)));
    this.catalogs = new Map(workspaces.flatMap((one) => catalogVersions(one)));
  }

  of(file: string, specifierVersion: string | null, legacy: boolean): SdkVersion {
    if (specifierVersion) return { major: majorOf(specifierVersion), exact: null, from: 'specifier' };
    const folder = this.declaringFolder(file);
    const range = folder === undefined ? undefined : this.manifests.get(folder)?.dependencies.get('openai');
    const exact = this.lockedVersion(folder ?? folderOf(file), range);
    if (exact) return { major: majorOf(exact), exact, from: 'lock' };
    const declared = range?.startsWith('catalog:') ? this.catalogs.get(range.slice(8) || 'default') : range;
    const major = declared ? majorOf(declared) : null;
    if (major !== null) return { major, exact: null, from: 'manifest' };
    // The shape of the code tells v3 from what came after it.
    return { major: legacy ? 3 : null, exact: null, from: legacy ? 'code' : 'unknown' };
  }

  private declaringFolder(file: string): string | undefined {
    const declaring = new Set(
      [...this.manifests.values()].filter((one) => one.dependencies.has('openai')).map((one) => one.folder),
    );
    return nearestFolder(file, declaring);
  }

  private lockedVersion(folder: string, range: string | undefined): string | undefined {
    return (
      this.locked.get(`${folder}|openai`) ??
      (range ? this.locked.get(`range|openai@${range}`) : undefined) ??
      this.locked.get('|openai')
    );
  }
}

/** Versions of `openai` by `<folder>|openai` or `range|openai@<range>`. */
function lockedVersions({ file, text: source }: ManifestText): [string, string][] {
  const base = folderOf(file);
  const name = file.slice(base.length).replace(/^\//, '');
  if (name === 'package-lock.json') return npmLock(base, source);
  if (name === 'pnpm-lock.yaml') return pnpmLock(base, source);
  if (name === 'yarn.lock') return yarnLock(source);
  return [];
}

function npmLock(base: string, source: string): [string, string][] {
  const packages = record(record(parseJsonc(source))?.['packages']) ?? {};
  return Object.entries(packages).flatMap(([path, entry]): [string, string][] => {
    const match = /^(?:(.*)\/)?node_modules\/openai$/.exec(path);
    const version = match && text(record(entry)?.['version']);
    if (!version || match?.[1]?.includes('node_modules')) return [];
    return [[`${join(base, match?.[1] ?? '')}|openai`, version]];
  });
}

/** Only the `importers` block is needed; the rest of a pnpm lock is long, so it is cut off before parsing. */
function pnpmLock(base: string, source: string): [string, string][] {
  const head = source.split(/^packages:/m, 1)[0] ?? '';
  const lock = record(safeYaml(head));
  const importers = record(lock?.['importers']) ?? { '.': lock };
  return Object.entries(importers).flatMap(([path, importer]): [string, string][] => {
    for (const table of TABLES) {
      const entry = record(record(importer)?.[table])?.['openai'];
      const version = text(record(entry)?.['version']) ?? text(entry);
      if (version)
        return [[`${join(base, path === '.' ? '' : path)}|openai`, version.split('(')[0] ?? version]];
    }
    return [];
  });
}

function yarnLock(source: string): [string, string][] {
  const found: [string, string][] = [];
  for (const match of source.matchAll(/^"?openai@([^\n]*?)"?:\n {2}version:? "?([^"\n]+)"?/gm))
    for (const part of (match[1] ?? '').split(/,\s*/)) {
      const range = part.replace(/^"?(?:openai@)?(?:npm:)?/, '').replace(/"$/, '');
      found.push([`range|openai@${range}`, match[2] ?? '']);
    }
  return found;
}

function catalogVersions({ file, text: source }: ManifestText): [string, string][] {
  if (!file.endsWith('pnpm-workspace.yaml')) return [];
  const yaml = record(safeYaml(source));
  const named = record(yaml?.['catalogs']) ?? {};
  const all = { default: yaml?.['catalog'], ...named };
  return Object.entries(all).flatMap(([name, catalog]): [string, string][] => {
    const range = text(record(catalog)?.['openai']);
    return range ? [[name, range]] : [];
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

function safeYaml(source: string): unknown {
  try {
    return parseYaml(source);
  } catch {
    return undefined;
  }
}

function record(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : undefined;
}

function text(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
