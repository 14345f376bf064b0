import { type Checked, type CheckSettings, checkDecisions } from '../check/index.js';
import type { CommonFlags } from '../cli.js';
import { BanjiaError } from '../errors.js';
import type { Confidence, Severity } from '../finding.js';
import { changedSince, stagedChanges } from '../git.js';
import { readManifests } from '../packages.js';
import type { ResolvedTarget } from '../plan/target.js';
import { type RunResult, run } from '../run.js';
import { resolveTarget } from '../target.js';
import { type BaselineFile, type BaselineFlags, readBaseline } from './baseline-file.js';
import type { Place } from './shared.js';

export interface CheckFlags extends CommonFlags, BaselineFlags {
  readonly target?: string;
  readonly since?: string;
  readonly staged?: boolean;
  readonly wholeFiles?: boolean;
  readonly minConfidence?: Confidence;
  readonly failOn?: Severity | 'never';
  readonly maxFindings?: number;
  readonly fixHint?: boolean;
  /** `YYYY-MM-DD`. */
  readonly today?: string;
}

export interface CheckRun {
  readonly result: RunResult;
  readonly checked: Checked;
  readonly target: ResolvedTarget | null;
  readonly baseline: BaselineFile | null;
  readonly settings: CheckSettings;
}

/**
 * Everything of `check` but what it prints and how it ends. Also without `--target` the provider of the configuration
 * is the target: then a finding says what it would become.
 *
 * @throws {BanjiaError} for bad options, a missing baseline, an unknown ref.
 */
export async function runCheck(place: Place, flags: CheckFlags): Promise<CheckRun> {
  if (flags.since !== undefined && flags.staged)
    throw new BanjiaError('bad-option', '--since and --staged exclude each other', 'Leave one of them out.');
  const { config, root } = place;
  const wanted = flags.target ?? config.provider;
  const target = wanted === undefined ? null : resolveTarget({ to: wanted }, config);
  const baseline = readBaseline(root, flags, config.check?.baseline);
  const staged = flags.staged ? await stagedChanges(root) : null;
  const changed =
    staged?.changed ?? (flags.since === undefined ? null : await changedSince(root, flags.since));
  const settings = settingsOf(place, flags, baseline, changed);
  const result = await run({
    root,
    paths: place.paths,
    ignore: [...(config.ignore ?? []), ...flags.ignore],
    gitignore: flags.gitignore,
    target,
    auditOn: flags.today ?? new Date().toISOString().slice(0, 10),
    ...(staged ? { texts: staged.texts } : {}),
  });
  const manifests = readManifests(result.sources.filter(({ kind }) => kind === 'manifest'));
  const checked = checkDecisions({ ...result, manifests }, settings);
  return { result, checked, target, baseline, settings };
}

function settingsOf(
  { config: { check = {} } }: Place,
  flags: CheckFlags,
  baseline: BaselineFile | null,
  changed: CheckSettings['changed'],
): CheckSettings {
  return {
    minConfidence: flags.minConfidence ?? check.minConfidence ?? 'probable',
    failOn: flags.failOn ?? check.failOn ?? 'warning',
    maxFindings: flags.maxFindings ?? check.maxFindings ?? 0,
    severity: check.severity ?? {},
    overrides: check.overrides ?? [],
    allow: check.allow ?? [],
    requireReason: check.requireReason ?? false,
    unusedSuppressions: check.unusedSuppressions ?? 'warning',
    baseline: baseline && { file: baseline.name, entries: baseline.entries },
    changed,
    wholeFiles: flags.wholeFiles ?? false,
  };
}
