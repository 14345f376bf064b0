import type { Edit } from '../finding.js';
import { folderOf, nearestFolder } from '../paths.js';
import { applyEdits, conflicts } from '../pipeline/edits.js';
import type { Blanks } from '../reasons.js';
import type { Token } from '../sites.js';
import { TextFile } from '../text-tokens.js';
import {
  addEntry,
  catalogLines,
  dropEntry,
  type Entry,
  swapEntry,
  swapLine,
  type Table,
  tableAt,
} from './manifest-edit.js';
import { byHand, rewritten, type Verdict } from './verdict.js';

/*
 * Dependencies of migrated code, for every dialect: what it imports now is declared where the old package was declared,
 * at a version that fits; the old one goes when no file of that package says its name any more. The lock file is left to
 * the package manager.
 */

/** A package that migrated code imports. */
export interface DependencyNeed {
  /** The place in the code that asks for it. */
  readonly token: Token;
  readonly dialect: string;
  readonly name: string;
  /** A version that exists and fits; a range is made of it in the style of the old one. */
  readonly version: string;
  /** The package in whose place it comes. */
  readonly instead: string;
}

const JSON_MANIFEST = /(?:^|\/)(?:package\.json|deno\.jsonc?|import_map\.json)$/;
const WORKSPACE = /(?:^|\/)(?:pnpm-workspace\.yaml|\.yarnrc\.yml)$/;
const TABLES = ['dependencies', 'devDependencies', 'peerDependencies', 'optionalDependencies', 'imports'];
/** Files that mention packages without using them. */
const SILENT =
  /(?:^|\/)(?:package-lock\.json|npm-shrinkwrap\.json|yarn\.lock|pnpm-lock\.yaml|bun\.lock|deno\.lock)$|\.(?:md|mdx|rst|adoc)$/;

/** Verdicts that edit manifests for `needs`. `verdicts` are those of the code, with its edits. */
export function dependencyVerdicts(
  needs: readonly DependencyNeed[],
  verdicts: readonly Verdict[],
  texts: ReadonlyMap<string, string>,
  blanks: Blanks,
): Verdict[] {
  return needs.length === 0 ? [] : new Dependencies(verdicts, texts, blanks).all(needs);
}

class Dependencies {
  private readonly texts: ReadonlyMap<string, string>;
  private readonly blanks: Blanks;
  private readonly edits = new Map<string, Edit[]>();
  private readonly manifests: readonly string[];
  private readonly scopes = new Map<string, string | undefined>();

  constructor(verdicts: readonly Verdict[], texts: ReadonlyMap<string, string>, blanks: Blanks) {
    this.texts = texts;
    this.blanks = blanks;
    this.manifests = [...texts.keys()].filter((file) => JSON_MANIFEST.test(file)).sort();
    for (const verdict of verdicts)
      for (const edit of verdict.edits)
        this.edits.set(edit.file, [...(this.edits.get(edit.file) ?? []), edit]);
  }

  all(needs: readonly DependencyNeed[]): Verdict[] {
    const groups = new Map<string, DependencyNeed[]>();
    const verdicts: Verdict[] = [];
    for (const need of needs) {
      const manifest = this.manifestOf(need);
      if (manifest === undefined) verdicts.push(this.homeless(need));
      else {
        const key = [manifest, need.name, need.instead].join('\u0000');
        groups.set(key, [...(groups.get(key) ?? []), need]);
      }
    }
    const plans = [...groups.values()].map((group) => this.planned(group));
    return [...verdicts, ...plans.flatMap((plan) => this.inManifest(plan)), ...this.inCatalogs(plans)];
  }

  /** The nearest manifest that declares the old package, else the nearest there is. */
  private manifestOf({ token, instead }: DependencyNeed): string | undefined {
    const declaring = this.manifests.filter((file) => this.declarations(file, instead).length > 0);
    return this.nearest(token.file, declaring) ?? this.nearest(token.file, this.manifests);
  }

  private nearest(file: string, manifests: readonly string[]): string | undefined {
    const folder = nearestFolder(file, new Set(manifests.map(folderOf)));
    return folder === undefined ? undefined : manifests.find((one) => folderOf(one) === folder);
  }

  private planned(needs: readonly DependencyNeed[]): Planned {
    const [need] = needs as readonly [DependencyNeed, ...DependencyNeed[]];
    const manifest = this.manifestOf(need) ?? '';
    return {
      need,
      manifest,
      files: needs.map((one) => one.token.file),
      drop: !this.isStillUsed(manifest, need.instead),
    };
  }

  private inManifest({ need, manifest, files, drop }: Planned): Verdict[] {
    const found = this.declarations(manifest, need.instead);
    const isThere = this.declarations(manifest, need.name).length > 0;
    const [first] = found;
    if (isThere && first && drop) {
      const gone = found.flatMap(({ table, entry }) => dropEntry(table, entry));
      return [this.verdict(manifest, first.entry, `${need.instead} is no longer used`, gone, files)];
    }
    if (isThere) return [];
    if (found.length === 0) return [this.declaredAnew(need, manifest, files)];
    const edits = found.flatMap(({ table, entry }) =>
      swapEntry(table, entry, need.name, this.rangeFor(entry.value, need), drop),
    );
    const message = drop
      ? `${need.instead} → ${need.name} ${this.rangeFor(first?.entry.value ?? '', need)}`
      : `adds ${need.name}; ${need.instead} is still used`;
    return [this.verdict(manifest, first?.entry, message, edits, files)];
  }

  /** A package of the same workspace is taken from there, as the old one was. */
  private rangeFor(old: string, need: DependencyNeed): string {
    const named = `"name": "${need.name}"`;
    const isOwn = this.manifests.some((file) => (this.texts.get(file) ?? '').includes(named));
    return old.startsWith('workspace:') && isOwn ? old : rangeLike(old, need);
  }

  private declaredAnew(need: DependencyNeed, manifest: string, files: readonly string[]): Verdict {
    const text = this.texts.get(manifest) ?? '';
    const path = manifest.endsWith('package.json') ? ['dependencies'] : ['imports'];
    const table = tableAt(manifest, text, path);
    if (!table) return this.homeless(need);
    const value = path[0] === 'imports' ? `npm:${need.name}@^${need.version}` : `^${need.version}`;
    return this.verdict(manifest, undefined, `adds ${need.name}`, addEntry(table, need.name, value), files);
  }

  /** `catalog:` in a manifest: the version stands in the workspace's own file, or in the root manifest. */
  private inCatalogs(plans: readonly Planned[]): Verdict[] {
    const wanted = new Map<string, { plan: Planned; catalog: string }>();
    for (const plan of plans)
      for (const { entry } of this.declarations(plan.manifest, plan.need.instead))
        if (
          entry.value.startsWith('catalog:') &&
          this.declarations(plan.manifest, plan.need.name).length === 0
        ) {
          const catalog = entry.value.slice(8) || 'default';
          wanted.set([catalog, plan.need.name].join('\u0000'), { plan, catalog });
        }
    return [...wanted.values()].flatMap(({ plan, catalog }) => this.inCatalog(plan, catalog, plans));
  }

  private inCatalog(plan: Planned, catalog: string, plans: readonly Planned[]): Verdict[] {
    const { need, files } = plan;
    const dropped = new Set(
      plans.filter((one) => one.drop && one.need.instead === need.instead).map((one) => one.manifest),
    );
    const users = this.manifests.filter((file) =>
      this.declarations(file, need.instead).some(
        ({ entry }) => (entry.value.slice(8) || 'default') === catalog,
      ),
    );
    const drop = users.every((file) => dropped.has(file));
    for (const [file, text] of this.texts) {
      if (WORKSPACE.test(file)) {
        const lines = catalogLines(file, text).get(catalog) ?? [];
        const old = lines.find((one) => one.name === need.instead);
        if (!old || lines.some((one) => one.name === need.name)) continue;
        const edits = swapLine(lines, old, need.name, rangeLike(old.value, need), drop, text);
        const at = new TextFile(file, text).token(old.start, old.end);
        return [dependency(at, catalogMessage(need, drop), edits, files)];
      }
      const table = JSON_MANIFEST.test(file) ? catalogTable(file, text, catalog) : undefined;
      const old = table?.entries.find((one) => one.name === need.instead);
      if (!table || !old || table.entries.some((one) => one.name === need.name)) continue;
      const edits = swapEntry(table, old, need.name, rangeLike(old.value, need), drop);
      return [this.verdict(file, old, catalogMessage(need, drop), edits, files)];
    }
    return [this.homeless(need)];
  }

  private declarations(file: string, name: string): { table: Table; entry: Entry }[] {
    const text = this.texts.get(file) ?? '';
    if (!text.includes(name)) return [];
    return TABLES.flatMap((path) => {
      const table = tableAt(file, text, [path]);
      const entry = table?.entries.find((one) => one.name === name);
      return table && entry ? [{ table, entry }] : [];
    });
  }

  /**
   * Whether any file that gets the package from this manifest says its name once the code is edited: code, tests,
   * configuration, components, scripts. A comment counts as well: one line too many does no harm.
   */
  private isStillUsed(manifest: string, name: string): boolean {
    const pattern = patternFor(name);
    for (const [file, text] of this.texts) {
      if (!text.includes(name) || SILENT.test(file) || WORKSPACE.test(file)) continue;
      if (JSON_MANIFEST.test(file)) {
        if (file === manifest && this.isInScripts(file, text, name)) return true;
        continue;
      }
      if (this.scopeOf(file, name) === manifest && pattern.test(this.afterEdits(file, text))) return true;
    }
    return false;
  }

  private isInScripts(file: string, text: string, name: string): boolean {
    const pattern = new RegExp(`(?<![\\w./@-])${name.replace(/[/.]/g, '\\$&')}(?![\\w-])`);
    const scripts = tableAt(file, text, ['scripts'])?.entries ?? [];
    return scripts.some(({ value }) => pattern.test(value));
  }

  private scopeOf(file: string, name: string): string | undefined {
    const key = `${folderOf(file)}\u0000${name}`;
    if (!this.scopes.has(key)) {
      const declaring = this.manifests.filter((one) => this.declarations(one, name).length > 0);
      this.scopes.set(key, this.nearest(file, declaring));
    }
    return this.scopes.get(key);
  }

  private afterEdits(file: string, text: string): string {
    const edits = this.edits.get(file) ?? [];
    return conflicts(edits).length > 0 ? text : applyEdits(text, edits);
  }

  private verdict(
    file: string,
    entry: Entry | undefined,
    message: string,
    edits: readonly Edit[],
    files: readonly string[],
  ): Verdict {
    const source = new TextFile(file, this.texts.get(file) ?? '');
    const at = edits[0]?.start ?? 0;
    const token = entry ? source.token(entry.nameSpan.start, entry.nameSpan.end) : source.token(at, at);
    return dependency(token, message, edits, files);
  }

  private homeless(need: DependencyNeed): Verdict {
    const message = `needs ${need.name} ^${need.version}`;
    return byHand(
      { token: need.token, kind: 'dependency', dialect: need.dialect, message },
      'dependency-elsewhere',
      this.blanks,
    );
  }
}

/** A name of one word is a word of the code like any other: it counts where it is all of a text, or a specifier. */
function patternFor(name: string): RegExp {
  const escaped = name.replace(/[/.]/g, '\\$&');
  if (/\W/.test(name)) return new RegExp(`${escaped}(?![\\w-])`);
  return new RegExp(`(["'\`])(?:npm:)?${escaped}(?:[@/][^"'\`\\s]*)?\\1|(?:npm:|npx )${escaped}(?![\\w-])`);
}

interface Planned {
  readonly need: DependencyNeed;
  readonly manifest: string;
  /** The files whose edits it goes with. */
  readonly files: readonly string[];
  /** Nothing says the old name any more. */
  readonly drop: boolean;
}

function dependency(
  token: Token,
  message: string,
  edits: readonly Edit[],
  files: readonly string[],
): Verdict {
  return {
    ...rewritten({ token, kind: 'dependency', dialect: 'package-manifests', message }, edits),
    follows: [...new Set(files)].sort(),
  };
}

function catalogMessage(need: DependencyNeed, drop: boolean): string {
  return drop ? `${need.instead} → ${need.name} in the catalog` : `adds ${need.name} to the catalog`;
}

/** Bun keeps catalogs in `package.json`, at the top or under `workspaces`. */
function catalogTable(file: string, text: string, catalog: string): Table | undefined {
  const path = catalog === 'default' ? ['catalog'] : ['catalogs', catalog];
  return tableAt(file, text, ['workspaces', ...path]) ?? tableAt(file, text, path);
}

/** A range for the new package in the style of the old one's: exact, `~`, `^`, behind `npm:` or a host. */
function rangeLike(old: string, { name, version, instead }: DependencyNeed): string {
  if (old.startsWith('catalog:')) return old;
  const remote = /^(npm:\/?|jsr:|https?:\/\/[^@]*?\/)/.exec(old)?.[0];
  if (remote && old.includes(instead)) {
    const rest = old.slice(old.indexOf(instead) + instead.length).replace(/^@[^/?]+/, '');
    return `${old.slice(0, old.indexOf(instead))}${name}@^${version}${rest}`;
  }
  if (/^\d/.test(old) && !/[x*]/.test(old)) return version;
  return `${old.startsWith('~') ? '~' : '^'}${version}`;
}
