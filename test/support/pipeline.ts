import type { Decision, FileChange } from '../../src/finding.js';
import { toDecisions } from '../../src/pipeline/decisions.js';
import { kindOf } from '../../src/pipeline/file-kinds.js';
import { find } from '../../src/pipeline/find.js';
import { syntaxError } from '../../src/pipeline/parse.js';
import { mightMatter } from '../../src/pipeline/prefilter.js';
import { verify } from '../../src/pipeline/verify.js';
import { decide } from '../../src/plan/index.js';
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
  const { sites } = await find(
    sources.filter(isKept),
    sources.filter((one) => !isKept(one)),
  );
  const map = new Map(Object.entries(texts));
  const decisions = toDecisions(decide(sites, target, map));
  const check = (file: string, text: string) =>
    /\.[cm]?[jt]sx?$/.test(file) ? syntaxError(file, text) : undefined;
  const verified = verify(decisions, map, check, new Map(), blanksOf(target));
  const after = new Map(map);
  for (const change of verified.changes) after.set(change.file, change.after);
  return { ...verified, after };
}
