import type {
  Aside,
  AsideReason,
  BaselineEntry,
  CheckResult,
  Confidence,
  Decision,
  Diagnostic,
  Problem,
  Severity,
} from '../finding.js';
import type { Manifest } from '../packages.js';
import { folderOf, nearestFolder } from '../paths.js';
import type { SourceText } from '../transform.js';
import { type ChangedLines, isChanged } from './changed.js';
import { excerptOf } from './excerpt.js';
import { type Allowance, allower, type LevelOverride, type Levels, leveller } from './severity.js';
import { readSuppressions, Suppressions } from './suppressions.js';

/** Everything that decides which lingering places are reported, and how much they matter. */
export interface CheckSettings {
  readonly minConfidence: Confidence;
  readonly failOn: Severity | 'never';
  /** As many problems at or over the threshold are put up with. */
  readonly maxFindings: number;
  readonly severity: Levels;
  readonly overrides: readonly LevelOverride[];
  readonly allow: readonly Allowance[];
  readonly requireReason: boolean;
  readonly unusedSuppressions: 'error' | 'warning' | 'off';
  readonly baseline: { readonly file: string; readonly entries: readonly BaselineEntry[] } | null;
  /** Only what touches these lines is reported; null: everything. */
  readonly changed: ChangedLines | null;
  readonly wholeFiles: boolean;
}

/** What the run saw. */
export interface CheckInput {
  /** Of the files in scope, sorted. */
  readonly decisions: readonly Decision[];
  readonly sources: readonly SourceText[];
  readonly secrets: ReadonlyMap<string, readonly string[]>;
  readonly manifests: readonly Manifest[];
  /** The files that were asked for; null: all. */
  readonly scope: ReadonlySet<string> | null;
}

export interface Checked {
  readonly result: CheckResult;
  readonly diagnostics: readonly Diagnostic[];
}

const CONFIDENCE: readonly Confidence[] = ['possible', 'probable', 'certain'];
const SEVERITY: readonly (Severity | 'never')[] = ['info', 'warning', 'error', 'never'];

/** Sorts what lingers into what is reported and what is set aside. Pure: data in, data out. */
export function checkDecisions(input: CheckInput, settings: CheckSettings): Checked {
  return new Checker(input, settings).run();
}

class Checker {
  private readonly input: CheckInput;
  private readonly settings: CheckSettings;
  private readonly suppressions: Suppressions;
  private readonly commentProblems: readonly Diagnostic[];
  private readonly packages: PackageNames;
  private readonly aside: Aside[] = [];
  private readonly problems: Problem[] = [];
  private readonly usedAllowances = new Set<number>();

  constructor(input: CheckInput, settings: CheckSettings) {
    this.input = input;
    this.settings = settings;
    const read = input.sources
      .filter(({ file }) => !input.scope || input.scope.has(file))
      .map((source) => readSuppressions(source, settings));
    this.suppressions = new Suppressions(read.flatMap((one) => one.suppressions));
    this.commentProblems = read.flatMap((one) => one.diagnostics);
    this.packages = new PackageNames(input.manifests);
  }

  run(): Checked {
    const { settings } = this;
    const known = new Set(settings.baseline?.entries.map((entry) => entry.id));
    const levelOf = leveller(settings.severity, settings.overrides);
    const allowanceOf = allower(settings.allow);
    const lines = new Lines(this.input);
    for (const decision of this.input.decisions) {
      if (decision.action === 'none') continue;
      const name = this.packages.of(decision.finding.file);
      const by = this.asideOf(decision, name, levelOf(decision), allowanceOf, known);
      if (by) this.aside.push({ decision, ...by });
      else {
        const severity = levelOf(decision);
        if (severity !== 'off')
          this.problems.push({ decision, severity, package: name, excerpt: lines.excerpt(decision) });
      }
    }
    return { result: this.result(known), diagnostics: this.diagnostics() };
  }

  /** In this order: what its author said at the place, what was said of the file, of the rule, and what is old. */
  private asideOf(
    decision: Decision,
    name: string,
    level: Severity | 'off',
    allowanceOf: (decision: Decision, name: string) => number | undefined,
    known: ReadonlySet<string>,
  ): { by: AsideReason; note: string | null } | undefined {
    const { settings } = this;
    const suppression = this.suppressions.of(decision);
    if (suppression) return { by: 'suppressed', note: suppression.reason };
    const allowance = allowanceOf(decision, name);
    if (allowance !== undefined) {
      this.usedAllowances.add(allowance);
      return { by: 'allowed', note: settings.allow[allowance]?.reason ?? null };
    }
    if (level === 'off') return { by: 'off', note: null };
    const { finding } = decision;
    if (CONFIDENCE.indexOf(finding.confidence) < CONFIDENCE.indexOf(settings.minConfidence))
      return { by: 'confidence', note: null };
    if (known.has(finding.id)) return { by: 'baseline', note: null };
    if (settings.changed && !isChanged(finding, settings.changed, settings.wholeFiles))
      return { by: 'unchanged', note: null };
    return undefined;
  }

  private result(known: ReadonlySet<string>): CheckResult {
    const { baseline, failOn, maxFindings } = this.settings;
    const failing = this.problems.filter(
      ({ severity }) => SEVERITY.indexOf(severity) >= SEVERITY.indexOf(failOn),
    ).length;
    return {
      problems: this.problems,
      aside: this.aside,
      baseline: baseline && { file: baseline.file, fixed: this.fixed(known) },
      failOn,
      failing,
      maxFindings,
    };
  }

  /** Accepted places that are gone. Of files that were not asked for, nothing can be said. */
  private fixed(known: ReadonlySet<string>): BaselineEntry[] {
    const { baseline } = this.settings;
    if (!baseline || known.size === 0) return [];
    const present = new Set(
      this.input.decisions.filter(({ action }) => action !== 'none').map(({ finding }) => finding.id),
    );
    const { scope } = this.input;
    return baseline.entries.filter(({ id, file }) => !present.has(id) && (!scope || scope.has(file)));
  }

  private diagnostics(): Diagnostic[] {
    const { settings, input } = this;
    const unused =
      settings.unusedSuppressions === 'off' ? [] : this.suppressions.unused(settings.unusedSuppressions);
    // A run over a part of the repository says nothing about the rest.
    const idle = input.scope
      ? []
      : settings.allow.flatMap((_, index): Diagnostic[] =>
          this.usedAllowances.has(index)
            ? []
            : [
                {
                  severity: 'warning',
                  file: null,
                  message: `check.allow[${index}] matches nothing any more`,
                },
              ],
        );
    return [...this.commentProblems, ...unused, ...idle];
  }
}

/** The package that a file belongs to, by its nearest manifest. */
class PackageNames {
  private readonly names: ReadonlyMap<string, string>;
  private readonly folders: ReadonlySet<string>;
  private readonly cache = new Map<string, string>();

  constructor(manifests: readonly Manifest[]) {
    this.names = new Map(manifests.map(({ folder, name }) => [folder, name ?? (folder || '.')]));
    this.folders = new Set(this.names.keys());
  }

  of(file: string): string {
    const folder = folderOf(file);
    const known = this.cache.get(folder);
    if (known !== undefined) return known;
    const name = this.names.get(nearestFolder(file, this.folders) ?? '') ?? '.';
    this.cache.set(folder, name);
    return name;
  }
}

/** Lines of the files that problems lie in, split once each. */
class Lines {
  private readonly sources: ReadonlyMap<string, SourceText>;
  private readonly secrets: ReadonlyMap<string, readonly string[]>;
  private readonly split = new Map<string, readonly string[]>();

  constructor({ sources, secrets }: CheckInput) {
    this.sources = new Map(sources.map((one) => [one.file, one]));
    this.secrets = secrets;
  }

  excerpt({ finding }: Decision) {
    const source = this.sources.get(finding.file);
    if (!source) return null;
    const lines = this.split.get(finding.file) ?? source.text.split('\n');
    this.split.set(finding.file, lines);
    return excerptOf(finding, { lines, kind: source.kind, secrets: this.secrets.get(finding.file) ?? [] });
  }
}
