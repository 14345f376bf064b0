import type { Decision, Edit, FileChange } from '../finding.js';
import { type Blanks, reasonHelp } from '../reasons.js';
import { applyEdits, conflicts } from './edits.js';

/** Tells what is wrong with an edited file, or undefined. */
export type Check = (file: string, text: string) => string | undefined;

export interface Verified {
  readonly decisions: readonly Decision[];
  readonly changes: readonly FileChange[];
}

/**
 * Applies the edits in memory and takes back what does not hold: a decision whose edits overlap those of another, or
 * after which a file no longer parses, is left to a person. Taking one back may free or break others, so it repeats.
 */
export function verify(
  decisions: readonly Decision[],
  texts: ReadonlyMap<string, string>,
  check: Check,
  secrets: ReadonlyMap<string, readonly string[]>,
  blanks: Blanks,
): Verified {
  let current = decisions;
  for (;;) {
    const byFile = editsByFile(current);
    const bad = new Set([...overlapping(current), ...broken(current, byFile, texts, check)]);
    for (const decision of following(current, bad)) bad.add(decision);
    if (bad.size === 0) return { decisions: current, changes: changesOf(current, byFile, texts, secrets) };
    current = current.map((decision) => (bad.has(decision) ? withdrawn(decision, blanks) : decision));
  }
}

/** A manifest that was edited for a file whose edits are taken back. */
function following(decisions: readonly Decision[], bad: ReadonlySet<Decision>): Decision[] {
  const files = new Set([...bad].map((decision) => decision.finding.file));
  return decisions.filter((one) => one.edits.length > 0 && one.follows?.some((file) => files.has(file)));
}

function editsByFile(decisions: readonly Decision[]): Map<string, Edit[]> {
  const files = new Map<string, Edit[]>();
  for (const decision of decisions)
    for (const edit of decision.edits) {
      const list = files.get(edit.file);
      if (list) list.push(edit);
      else files.set(edit.file, [edit]);
    }
  return files;
}

/** Of two decisions that want the same characters, the later one gives way. */
function overlapping(decisions: readonly Decision[]): Decision[] {
  const owners = new Map<Edit, Decision>();
  for (const decision of decisions) for (const edit of decision.edits) owners.set(edit, decision);
  const bad: Decision[] = [];
  for (const edits of editsByFile(decisions).values())
    for (const [, second] of conflicts(edits)) {
      const owner = owners.get(second);
      if (owner) bad.push(owner);
    }
  return bad;
}

function broken(
  decisions: readonly Decision[],
  byFile: ReadonlyMap<string, readonly Edit[]>,
  texts: ReadonlyMap<string, string>,
  check: Check,
): Decision[] {
  const files = new Set<string>();
  for (const [file, edits] of byFile) {
    if (conflicts(edits).length > 0) continue;
    if (check(file, applyEdits(texts.get(file) ?? '', edits)) !== undefined) files.add(file);
  }
  return decisions.filter((decision) => decision.edits.some((edit) => files.has(edit.file)));
}

function withdrawn(decision: Decision, blanks: Blanks): Decision {
  return {
    ...decision,
    action: 'manual',
    reason: 'edit-failed',
    help: reasonHelp('edit-failed', blanks),
    edits: [],
  };
}

function changesOf(
  decisions: readonly Decision[],
  byFile: ReadonlyMap<string, readonly Edit[]>,
  texts: ReadonlyMap<string, string>,
  secrets: ReadonlyMap<string, readonly string[]>,
): FileChange[] {
  const changes: FileChange[] = [];
  for (const file of [...byFile.keys()].sort()) {
    const before = texts.get(file) ?? '';
    const after = applyEdits(before, byFile.get(file) ?? []);
    if (after === before) continue;
    const reasons = decisions
      .filter((decision) => decision.edits.some((edit) => edit.file === file))
      .map((decision) => decision.message);
    changes.push({ file, before, after, secrets: secrets.get(file) ?? [], reasons: [...new Set(reasons)] });
  }
  return changes;
}
