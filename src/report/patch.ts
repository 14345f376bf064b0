import type { FileChange } from '../finding.js';
import { gitPath, type Hunk, headerPath, hunksOf, OPEN_END } from './hunks.js';
import { hasSecret } from './redact.js';

export interface Patch {
  /** Text for `git apply`, byte-true; empty where nothing changes. */
  readonly patch: string;
  /** Files whose hunks hold a secret. A patch travels, so they are left to `--write`. */
  readonly leftOut: readonly string[];
}

/** The changes as a patch that `git apply` takes. Line endings, a BOM and a missing last line feed are kept. */
export function renderPatch(changes: readonly FileChange[]): Patch {
  const leftOut: string[] = [];
  let patch = '';
  for (const change of changes) {
    const hunks = hunksOf(change);
    if (hunks.length === 0) continue;
    if (holdsSecret(hunks, change.secrets)) leftOut.push(change.file);
    else patch += filePatch(change.file, hunks);
  }
  return { patch, leftOut };
}

function holdsSecret(hunks: readonly Hunk[], secrets: readonly string[]): boolean {
  return hunks.some((hunk) => hunk.lines.some((line) => hasSecret(line.text, secrets)));
}

function filePatch(file: string, hunks: readonly Hunk[]): string {
  const lines = [
    `diff --git ${gitPath(`a/${file}`)} ${gitPath(`b/${file}`)}`,
    `--- ${headerPath(`a/${file}`, 'escaped')}`,
    `+++ ${headerPath(`b/${file}`, 'escaped')}`,
  ];
  for (const hunk of hunks) {
    lines.push(hunk.header);
    for (const line of hunk.lines) {
      lines.push(line.sign + line.text);
      if (line.open) lines.push(OPEN_END);
    }
  }
  return `${lines.join('\n')}\n`;
}
