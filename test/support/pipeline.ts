import type { Decision, FileChange } from '../../src/finding.js';
import { checker } from '../../src/pipeline/check.js';
import { kindOf } from '../../src/pipeline/file-kinds.js';
import { planFiles } from '../../src/pipeline/plan.js';
import { mightMatter } from '../../src/pipeline/prefilter.js';
import { verify } from '../../src/pipeline/verify.js';
import { blanksOf, type ResolvedTarget } from '../../src/plan/target.js';

export interface Planned {
  readonly decisions: readonly Decision[];
  readonly changes: readonly FileChange[];
  /** Every file after the edits. */
  readonly after: ReadonlyMap<string, string>;
}

/** find → plan → verify over texts in memory. */
export async function planTexts(
  texts: Readonly<Record<string, string>>,
  target: ResolvedTarget | null,
): Promise<Planned> {
  const sources = Object.entries(texts).map(
    ([file, text]) => ({ file, text, kind: kindOf(file) ?? 'config' }) as const,
  );
  const isKept = ({ text, kind }: (typeof sources)[number]) => kind !== 'code' || mightMatter(text, kind);
  const { decisions, texts: known } = await planFiles(
    sources.filter(isKept),
    sources.filter((one) => !isKept(one)),
    target,
  );
  const edits = decisions.flatMap((decision) => decision.edits);
  const verified = verify(decisions, known, await checker(edits, known), new Map(), blanksOf(target));
  const after = new Map(known);
  for (const change of verified.changes) after.set(change.file, change.after);
  return { ...verified, after };
}
