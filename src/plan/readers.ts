import { folderOf } from '../paths.js';
import type { ClientSite, EnvLineSite, EnvSite } from '../sites.js';
import type { Renaming } from './environment.js';

/** What becomes of the lines that feed a renamed variable to programs. */
export type Mode =
  /** All who read it read it under its new name. */
  | { readonly kind: 'rename' }
  /** Others still read the old name: the new one comes beside it. */
  | { readonly kind: 'add'; readonly others: readonly string[] }
  /** It is for a program that goes on as before. */
  | { readonly kind: 'leave'; readonly others: readonly string[] };

/** Who reads which variable, in the code that moves and outside of it. */
export class Readers {
  private readonly code = new Map<string, string[]>();
  private readonly clients: readonly string[];
  private readonly others = new Map<string, Reader[]>();

  constructor(reads: readonly EnvSite[], clients: readonly ClientSite[], lines: readonly EnvLineSite[]) {
    for (const { name, token } of reads) push(this.code, name, token.file);
    this.clients = clients.map(({ token }) => token.file);
    for (const { name, token, setting } of lines) {
      if (setting?.role === 'read')
        push(this.others, name, { file: token.file, label: token.file, isGiven: false });
      // What is handed in from outside comes from where ours comes from, too.
      else if (setting?.owner && setting.role === 'use')
        push(this.others, name, { file: token.file, label: setting.owner, isGiven: true });
    }
  }

  /** Whether nobody reads the variable under its old name any more. */
  areAllOurs({ from, blockers }: Renaming): boolean {
    return blockers.length === 0 && !this.others.has(from);
  }

  modeOf(line: EnvLineSite, { from, blockers }: Renaming): Mode {
    const folder = line.setting ? (line.setting.scope ?? '') : folderOf(line.token.file);
    const hasCode = this.hasCode(from, folder);
    const inFolder = this.labelsIn(from, folder, line);
    if (folder !== '' && !hasCode && inFolder.length > 0) return { kind: 'leave', others: inFolder };
    // A folder that holds neither (`deploy/`) is for all of them.
    const others = folder !== '' && hasCode ? inFolder : this.labelsIn(from, '', line);
    const all = [...blockers, ...others];
    return all.length > 0 ? { kind: 'add', others: [...new Set(all)] } : { kind: 'rename' };
  }

  private hasCode(name: string, folder: string): boolean {
    return [...(this.code.get(name) ?? []), ...this.clients].some((file) => isIn(file, folder));
  }

  /** An image takes what it is given: that it is another's matters to environment files alone, which give it. */
  private labelsIn(name: string, folder: string, line: EnvLineSite): string[] {
    const found = (this.others.get(name) ?? []).filter(
      ({ file, isGiven }) => isIn(file, folder) && !(isGiven && line.setting),
    );
    return [...new Set(found.map(({ label }) => label))].sort();
  }
}

interface Reader {
  readonly file: string;
  readonly label: string;
  /** By a compose file, which takes it from its own surroundings. */
  readonly isGiven: boolean;
}

function isIn(file: string, folder: string): boolean {
  return folder === '' || file.startsWith(`${folder}/`);
}

function push<T>(map: Map<string, T[]>, key: string, value: T): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}
