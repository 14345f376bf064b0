import { BanjiaError } from '../errors.js';
import type { Edit } from '../finding.js';

/**
 * Applies `edits` to `text`. Offsets are UTF-16 code units of the original text; the same edit given twice counts
 * once; insertions at one place keep their order.
 *
 * @throws {BanjiaError} `overlapping-edits` when two edits touch the same code unit.
 */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  const sorted = inOrder(edits);
  const [clash] = conflictsOf(sorted);
  if (clash)
    throw new BanjiaError(
      'overlapping-edits',
      `${clash[0].file}: two edits overlap at offset ${clash[1].start}`,
      'This is a defect of banjia; please report it.',
    );
  let result = '';
  let at = 0;
  for (const edit of sorted) {
    result += text.slice(at, edit.start) + edit.text;
    at = edit.end;
  }
  return result + text.slice(at);
}

/** Pairs of edits of one file that touch the same code unit; of each pair the later one comes second. */
export function conflicts(edits: readonly Edit[]): (readonly [Edit, Edit])[] {
  return conflictsOf(inOrder(edits));
}

function conflictsOf(sorted: readonly Edit[]): (readonly [Edit, Edit])[] {
  const found: (readonly [Edit, Edit])[] = [];
  let last: Edit | undefined;
  for (const edit of sorted) {
    if (last && edit.start < last.end) found.push([last, edit]);
    else last = edit;
  }
  return found;
}

/** By start, insertions before replacements, equal ones merged. Sorting is stable, so insertions keep their order. */
function inOrder(edits: readonly Edit[]): Edit[] {
  const seen = new Set<string>();
  return [...edits]
    .sort((a, b) => a.start - b.start || a.end - b.end)
    .filter((edit) => {
      const key = `${edit.start}:${edit.end}:${edit.text}`;
      if (seen.has(key)) return false;
      seen.add(key);
      return true;
    });
}
