import type { Decision, FileChange } from '../../src/finding.js';
import { checker } from '../../src/pipeline/check.js';
import { toDecisions } from '../../src/pipeline/decisions.js';
import { kindOf } from '../../src/pipeline/file-kinds.js';
import { find } from '../../src/pipeline/find.js';
import { mightMatter } from '../../src/pipeline/prefilter.js';
import { verify } from '../../src/pipeline/verify.js';
import { decide } from '../../src/plan/index.js';
import { nativeDialect } from '../../src/plan/native.js';
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
  const {
    sites,
    texts: known,
    places,
  } = await find(
    sources.filter(isKept),
    sources.filter((one) => !isKept(one)),
    nativeDialect(target),
  );
  const decisions = toDecisions(decide(sites, target, known, places));
  const edits = decisions.flatMap((decision) => decision.edits);
  const verified = verify(decisions, known, await checker(edits, known), new Map(), blanksOf(target));
  const after = new Map(Object.entries(texts));
  for (const change of verified.changes) after.set(change.file, change.after);
  return { ...verified, after };
}
