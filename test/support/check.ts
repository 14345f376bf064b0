import { audit } from '../../src/check/audit.js';
import { type Checked, type CheckSettings, checkDecisions } from '../../src/check/index.js';
import type { Report } from '../../src/finding.js';
import { readManifests } from '../../src/packages.js';
import { toDecisions } from '../../src/pipeline/decisions.js';
import { kindOf } from '../../src/pipeline/file-kinds.js';
import { find } from '../../src/pipeline/find.js';
import { mightMatter } from '../../src/pipeline/prefilter.js';
import { decide } from '../../src/plan/index.js';
import type { ResolvedTarget } from '../../src/plan/target.js';
import type { SourceText } from '../../src/transform.js';

/** What `check` goes by when nobody says otherwise. */
export const SETTINGS: CheckSettings = {
  minConfidence: 'probable',
  failOn: 'warning',
  maxFindings: 0,
  severity: {},
  overrides: [],
  allow: [],
  requireReason: false,
  unusedSuppressions: 'warning',
  baseline: null,
  changed: null,
  wholeFiles: false,
};

export interface CheckOptions {
  readonly settings?: Partial<CheckSettings>;
  readonly target?: ResolvedTarget | null;
  readonly today?: string;
  /** Environment files that git ignores. */
  readonly ignored?: readonly string[];
}

export const TODAY = '2026-11-25';

/** find → decide → audit → check over texts in memory. */
export async function checkTexts(
  texts: Readonly<Record<string, string>>,
  { settings = {}, target = null, today = TODAY, ignored = [] }: CheckOptions = {},
): Promise<Checked & { readonly report: Report }> {
  const sources = Object.entries(texts).map(
    ([file, text]): SourceText => ({
      file,
      text,
      kind: kindOf(file) ?? 'config',
      ...(ignored.includes(file) ? { ignored: true } : {}),
    }),
  );
  const isKept = ({ text, kind }: SourceText) => kind !== 'code' || mightMatter(text, kind);
  const {
    sites,
    texts: known,
    places,
  } = await find(
    sources.filter(isKept),
    sources.filter((one) => !isKept(one)),
  );
  const verdicts = audit(decide(sites, target, known, places), {
    sites,
    sources,
    texts: known,
    places,
    target,
    today,
  });
  const decisions = toDecisions(verdicts);
  const checked = checkDecisions(
    { decisions, sources, secrets: new Map(), manifests: readManifests(sources), scope: null },
    { ...SETTINGS, ...settings },
  );
  const { problems } = checked.result;
  const report: Report = {
    command: 'check',
    root: '.',
    target: target && { provider: target.provider.id, mode: target.mode, region: target.region.id },
    stats: {
      filesDiscovered: sources.length,
      filesRead: sources.length,
      filesParsed: 0,
      filesSkipped: 0,
      elapsedMs: 0,
    },
    decisions: problems.map(({ decision }) => decision),
    changes: [],
    skipped: [],
    diagnostics: checked.diagnostics,
    nextSteps: [],
    check: checked.result,
  };
  return { ...checked, report };
}

/** `src/a.ts:3 openai-node/model error`, for comparing whole lists. */
export function listed({ result }: Checked): string[] {
  return result.problems.map(
    ({ decision: { finding }, severity }) =>
      `${finding.file}:${finding.range.start.line} ${finding.rule} ${severity}`,
  );
}
