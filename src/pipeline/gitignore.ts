import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import ignore, { type Ignore } from 'ignore';

/** Nested `.gitignore` files the way git reads them: the nearest one that says something counts. */
export class GitIgnore {
  private readonly root: string;
  private readonly cache = new Map<string, Ignore | null>();
  /** Folders above the root, up to the top of the work tree, whose rules reach into it. */
  private readonly above: readonly { readonly folder: string; readonly rules: Ignore }[];

  constructor(root: string) {
    this.root = root;
    this.above = rulesAbove(root);
  }

  /** Whether git ignores a path relative to the root; folders end with `/`. Parents are taken to be not ignored. */
  ignores(path: string): boolean {
    let folder = parentOf(path);
    for (;;) {
      const said = this.ask(folder, path);
      if (said !== undefined) return said;
      if (folder === '') break;
      folder = parentOf(folder);
    }
    for (const { folder: outer, rules } of this.above) {
      const inside =
        relative(outer, join(this.root, path)).split(sep).join('/') + (path.endsWith('/') ? '/' : '');
      const verdict = rules.test(inside);
      if (verdict.ignored || verdict.unignored) return verdict.ignored;
    }
    return false;
  }

  private ask(folder: string, path: string): boolean | undefined {
    const rules = this.rules(folder);
    if (!rules) return undefined;
    const verdict = rules.test(folder === '' ? path : path.slice(folder.length + 1));
    return verdict.ignored || verdict.unignored ? verdict.ignored : undefined;
  }

  private rules(folder: string): Ignore | null {
    const known = this.cache.get(folder);
    if (known !== undefined) return known;
    const rules = readRules(join(this.root, folder, '.gitignore'));
    this.cache.set(folder, rules);
    return rules;
  }
}

function rulesAbove(root: string): { folder: string; rules: Ignore }[] {
  const found: { folder: string; rules: Ignore }[] = [];
  let folder = root;
  for (;;) {
    if (folder !== root) {
      const rules = readRules(join(folder, '.gitignore'));
      if (rules) found.push({ folder, rules });
    }
    if (existsSync(join(folder, '.git'))) {
      const excluded = readRules(join(folder, '.git', 'info', 'exclude'));
      if (excluded) found.push({ folder, rules: excluded });
      return found;
    }
    const parent = dirname(folder);
    // Outside a work tree nobody's rules but the root's own count.
    if (parent === folder) return [];
    folder = parent;
  }
}

function readRules(path: string): Ignore | null {
  try {
    return ignore().add(readFileSync(path, 'utf8'));
  } catch {
    return null;
  }
}

function parentOf(path: string): string {
  const bare = path.endsWith('/') ? path.slice(0, -1) : path;
  const slash = bare.lastIndexOf('/');
  return slash < 0 ? '' : bare.slice(0, slash);
}
