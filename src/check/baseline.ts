import { BanjiaError } from '../errors.js';
import type { BaselineEntry, Decision } from '../finding.js';

/** The file at the root that `check` reads by itself. */
export const BASELINE_FILE = 'banjia.baseline';

const HEADER = [
  '# What `banjia check` accepts as it is today: one place a line, by identity, without line numbers.',
  '# `banjia check --update-baseline` writes it, `--prune-baseline` drops what is gone.',
];

/** One entry a line: id, rule, file and, for the reader of a diff, the text; between them a tab. */
export function renderBaseline(entries: readonly BaselineEntry[]): string {
  const unique = new Map(entries.map((entry) => [entry.id, entry]));
  const lines = [...unique.values()]
    .sort(compareEntries)
    .map(({ id, rule, file, text }) => [id, rule, written(file), written(text)].join('\t'));
  return `${[...HEADER, ...lines].join('\n')}\n`;
}

/** @throws {BanjiaError} `bad-config` for a line that is no entry, as a merge conflict leaves them. */
export function parseBaseline(text: string, path: string): BaselineEntry[] {
  return text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .flatMap((line, index) => (line === '' || line.startsWith('#') ? [] : [entryOf(line, path, index + 1)]));
}

function entryOf(line: string, path: string, number: number): BaselineEntry {
  const [id = '', rule, file, text] = line.split('\t');
  if (!/^[0-9a-f]{16}$/.test(id) || rule === undefined || file === undefined)
    throw new BanjiaError(
      'bad-config',
      `${path}:${number}: not an entry of a baseline`,
      'Mend the line, or write the file anew: banjia check --update-baseline',
    );
  return { id, rule, file: read(file), text: read(text ?? '') };
}

export function baselineEntry({ finding }: Decision): BaselineEntry {
  const { id, rule, file, text } = finding;
  return { id, rule, file, text: text.replace(/\s+/g, ' ') };
}

/** A tab or a line feed in a name would make two fields of one. */
function written(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
  return /[\u0000-\u001f\u007f]|^"/.test(text) ? JSON.stringify(text) : text;
}

function read(text: string): string {
  if (!text.startsWith('"')) return text;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'string' ? value : text;
  } catch {
    return text;
  }
}

function compareEntries(a: BaselineEntry, b: BaselineEntry): number {
  return compare(a.file, b.file) || compare(a.rule, b.rule) || compare(a.id, b.id);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
