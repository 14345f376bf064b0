import type { Finding } from '../finding.js';

/** Lines from `first` to `last`, both included. */
export interface LineRange {
  readonly first: number;
  readonly last: number;
}

/** Changed lines by path relative to the root; `all` for a file that is new to git. */
export type ChangedLines = ReadonlyMap<string, readonly LineRange[] | 'all'>;

/**
 * Reads what `git diff --unified=0 --no-prefix --src-prefix=a/ --dst-prefix=b/` prints. Paths come out as they stand
 * there; a file of which lines were only removed has an empty list.
 */
export function parseUnifiedDiff(text: string): Map<string, LineRange[]> {
  const files = new Map<string, LineRange[]>();
  let current: LineRange[] | undefined;
  // Lines of a hunk start with `+`, `-` or `\`: what is counted down here cannot be mistaken for a header.
  let left = 0;
  for (const line of text.split('\n')) {
    if (left > 0 && /^[+-]/.test(line)) {
      left -= 1;
      continue;
    }
    if (line.startsWith('+++ ')) {
      const file = newPath(line.slice(4));
      current = file === undefined ? undefined : (files.get(file) ?? []);
      if (file !== undefined && current) files.set(file, current);
      continue;
    }
    const hunk = /^@@ -\d+(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/.exec(line);
    if (!hunk) continue;
    const first = Number(hunk[2]);
    const count = Number(hunk[3] ?? 1);
    left = Number(hunk[1] ?? 1) + count;
    if (count > 0) current?.push({ first, last: first + count - 1 });
  }
  return files;
}

/** `b/src/a.ts`, in C quotes where the name is unusual; `/dev/null` for a removed file. */
function newPath(text: string): string | undefined {
  const bare = text.replace(/\t$/, '');
  const path = bare.startsWith('"') ? unquoted(bare) : bare;
  return path.startsWith('b/') ? path.slice(2) : undefined;
}

function unquoted(text: string): string {
  const bytes: number[] = [];
  const encoder = new TextEncoder();
  for (const [part] of text.slice(1, -1).matchAll(/\\[0-7]{3}|\\.|[^\\]+/g)) {
    if (/^\\[0-7]{3}$/.test(part)) bytes.push(Number.parseInt(part.slice(1), 8));
    else if (part.startsWith('\\')) bytes.push(...encoder.encode(ESCAPES[part[1] ?? ''] ?? part[1]));
    else bytes.push(...encoder.encode(part));
  }
  return new TextDecoder().decode(new Uint8Array(bytes));
}

const ESCAPES: Readonly<Record<string, string>> = {
  t: '\t',
  n: '\n',
  r: '\r',
  a: '\u0007',
  b: '\b',
  f: '\f',
  v: '\v',
};

/** Whether a finding touches a changed line, or with `wholeFiles` lies in a changed file. */
export function isChanged(finding: Finding, changed: ChangedLines, wholeFiles: boolean): boolean {
  const ranges = changed.get(finding.file);
  if (ranges === undefined) return false;
  if (wholeFiles || ranges === 'all') return true;
  const { start, end } = finding.range;
  return ranges.some(({ first, last }) => first <= end.line && start.line <= last);
}
