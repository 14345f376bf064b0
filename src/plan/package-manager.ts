import { folderOf } from '../paths.js';

const LOCKS: readonly (readonly [RegExp, string])[] = [
  [/^pnpm-lock\.yaml$/, 'pnpm'],
  [/^yarn\.lock$/, 'yarn'],
  [/^bun\.lockb?$/, 'bun'],
  [/^(?:package-lock|npm-shrinkwrap)\.json$/, 'npm'],
  [/^deno\.lock$/, 'deno'],
];

export interface NamedText {
  readonly file: string;
  readonly text: string;
}

/**
 * The command that brings the lock file after an edited manifest: of the manager that `packageManager` names, else of
 * the lock file that is there, the one nearest to the root. npm where nothing tells.
 */
export function installCommand(manifest: string, texts: readonly NamedText[]): string {
  if (/(?:^|\/)(?:deno\.jsonc?|import_map\.json)$/.test(manifest)) return 'deno install';
  const above = texts.filter(({ file }) => isAbove(folderOf(file), folderOf(manifest)));
  const declared = above.flatMap(({ file, text }) =>
    file.endsWith('package.json') ? (/"packageManager"\s*:\s*"([a-z]+)@/.exec(text)?.[1] ?? []) : [],
  );
  const locked = above
    .flatMap(({ file }) => {
      const name = file.slice(file.lastIndexOf('/') + 1);
      const found = LOCKS.find(([pattern]) => pattern.test(name));
      return found ? [{ manager: found[1], depth: folderOf(file).length }] : [];
    })
    .sort((a, b) => a.depth - b.depth);
  return `${declared[0] ?? locked[0]?.manager ?? 'npm'} install`;
}

function isAbove(folder: string, below: string): boolean {
  return folder === '' || below === folder || below.startsWith(`${folder}/`);
}
