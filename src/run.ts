import type { AuditInput } from './check/audit.js';
import type {
  CommandName,
  Decision,
  Diagnostic,
  FileChange,
  Report,
  Skipped,
  Stats,
  Target,
} from './finding.js';
import { checker } from './pipeline/check.js';
import { toDecisions } from './pipeline/decisions.js';
import { type Discovery, discover } from './pipeline/discover.js';
import { kindOf } from './pipeline/file-kinds.js';
import { find } from './pipeline/find.js';
import { mightMatter } from './pipeline/prefilter.js';
import { isCompilerConfig } from './pipeline/resolve.js';
import { verify } from './pipeline/verify.js';
import { looksLikeSecret } from './plan/environment.js';
import { decide } from './plan/index.js';
import { nativeDialect } from './plan/native.js';
import { installCommand } from './plan/package-manager.js';
import { blanksOf, type ResolvedTarget } from './plan/target.js';
import type { Verdict } from './plan/verdict.js';
import type { NativeDialect, Site } from './sites.js';
import type { FileKind, SourceText } from './transform.js';
import type { Places } from './virtual/places.js';

export interface RunOptions {
  /** Absolute path of the repository. */
  readonly root: string;
  /**
   * Files, folders or globs to report on and to change; none means the whole root. The rest of the root is read all the
   * same: what a value is, and who else uses it, may stand elsewhere.
   */
  readonly paths: readonly string[];
  readonly ignore: readonly string[];
  readonly gitignore: boolean;
  readonly target: ResolvedTarget | null;
  /** Files that are read besides those in which something may be found by their text. */
  readonly alsoKeep?: (text: string, kind: FileKind) => boolean;
  /** Look for what only `check` looks for, as things are on that day (`YYYY-MM-DD`). */
  readonly auditOn?: string;
  /** Texts that stand for what is on disk: what is staged, say. */
  readonly texts?: ReadonlyMap<string, string>;
}

export interface RunResult {
  readonly decisions: readonly Decision[];
  readonly changes: readonly FileChange[];
  readonly skipped: readonly Skipped[];
  readonly diagnostics: readonly Diagnostic[];
  readonly stats: Stats;
  /** Every text that was looked into. */
  readonly sources: readonly SourceText[];
  /** By file: what no renderer may print. */
  readonly secrets: ReadonlyMap<string, readonly string[]>;
  /** The files that were asked for; null: all. */
  readonly scope: ReadonlySet<string> | null;
  /** Commands that bring lock files after edited manifests, each once. */
  readonly installs: readonly string[];
}

/** What was found, before anybody decides about it. */
export interface Gathered {
  readonly discovery: Discovery;
  /** The files that were asked about; null means all. */
  readonly scope: ReadonlySet<string> | null;
  readonly sites: readonly Site[];
  readonly parsed: number;
  readonly diagnostics: readonly Diagnostic[];
  /** Of the files, and of what was read in place of those that are no modules. */
  readonly texts: ReadonlyMap<string, string>;
  readonly places: Places;
}

/** discover → parse → find: for who looks at one repository with several targets in mind. */
export async function gather(
  options: Omit<RunOptions, 'target'>,
  native: NativeDialect | null = null,
): Promise<Gathered> {
  const { scope, ...discovery } = await read(options);
  const found = await find(discovery.files, discovery.others, native);
  return {
    discovery,
    scope,
    sites: found.sites,
    parsed: found.parsed,
    diagnostics: [...discovery.diagnostics, ...found.diagnostics],
    texts: found.texts,
    places: found.places,
  };
}

/** discover → parse → find → plan → verify. Reads the disk, writes nothing. */
export async function run(options: RunOptions): Promise<RunResult> {
  const started = performance.now();
  const { discovery, scope, texts, places, ...found } = await gather(options, nativeDialect(options.target));
  const verdicts = await audited(
    decide(found.sites, options.target, texts, places),
    { sites: found.sites, sources: discovery.files, texts, places },
    options,
  );
  const planned = toDecisions(verdicts).filter((decision) => !scope || scope.has(decision.finding.file));
  const edits = planned.flatMap((decision) => decision.edits);
  const check = await checker(edits, texts);
  const secrets = secretsOf(discovery.files);
  const verified = verify(planned, texts, check, secrets, blanksOf(options.target));
  return {
    decisions: verified.decisions,
    changes: verified.changes,
    installs: installsOf(verified.changes, discovery.files),
    skipped: discovery.skipped,
    diagnostics: found.diagnostics,
    stats: {
      filesDiscovered: discovery.discovered,
      filesRead: discovery.read,
      filesParsed: found.parsed,
      filesSkipped: discovery.skipped.length,
      elapsedMs: Math.round(performance.now() - started),
    },
    sources: discovery.files,
    secrets,
    scope,
  };
}

async function audited(
  verdicts: readonly Verdict[],
  input: Omit<AuditInput, 'target' | 'today'>,
  { auditOn, target }: RunOptions,
): Promise<readonly Verdict[]> {
  if (auditOn === undefined) return verdicts;
  const { audit } = await import('./check/audit.js');
  return audit(verdicts, { ...input, target, today: auditOn });
}

function installsOf(changes: readonly FileChange[], files: readonly SourceText[]): string[] {
  const manifests = changes.filter(({ file }) =>
    files.some((one) => one.file === file && one.kind === 'manifest'),
  );
  return [...new Set(manifests.map(({ file }) => installCommand(file, files)))].sort();
}

/** The whole root, and on top of it what was named, which no rule can leave out. */
async function read(
  options: Omit<RunOptions, 'target'>,
): Promise<Discovery & { readonly scope: ReadonlySet<string> | null }> {
  const common = {
    root: options.root,
    ignore: options.ignore,
    gitignore: options.gitignore,
    keep: (file: string, text: string, kind: FileKind) =>
      !isOwnFile(file) &&
      (kind === 'manifest' ||
        isCompilerConfig({ file, text }) ||
        mightMatter(text, kind) ||
        options.alsoKeep?.(text, kind) === true),
  };
  const whole = withTexts(await discover({ ...common, paths: [] }), options.texts);
  if (options.paths.length === 0) return { ...whole, scope: null };
  const named = await discover({ ...common, paths: options.paths });
  const files = new Map(
    [...whole.files, ...withTexts(named, options.texts).files].map((one) => [one.file, one]),
  );
  return {
    ...named,
    others: whole.others.filter((one) => !files.has(one.file)),
    files: [...files.values()].sort((a, b) => (a.file < b.file ? -1 : 1)),
    scope: new Set(named.files.map((one) => one.file)),
  };
}

/** A file that only the given texts know counts, too: staged, and gone from the disk. */
function withTexts(discovery: Discovery, texts: ReadonlyMap<string, string> | undefined): Discovery {
  if (!texts || texts.size === 0) return discovery;
  const files = new Map(discovery.files.map((one) => [one.file, one]));
  for (const [file, text] of texts) {
    const kind = kindOf(file);
    if (!kind) continue;
    if (mightMatter(text, kind) || kind === 'manifest') files.set(file, { file, text, kind });
    else files.delete(file);
  }
  return { ...discovery, files: [...files.values()].sort((a, b) => (a.file < b.file ? -1 : 1)) };
}

/** Our own configuration names OpenAI's models in order to move them. */
function isOwnFile(file: string): boolean {
  return /(?:^|\/)banjia\.config\.json$/.test(file);
}

/** Values that no renderer may print: everything in an environment file that is not plainly harmless, and live keys. */
function secretsOf(files: readonly SourceText[]): Map<string, string[]> {
  const secrets = new Map<string, string[]>();
  for (const { file, text, kind } of files) {
    const found = new Set<string>();
    for (const match of text.matchAll(/\bsk-[A-Za-z0-9_-]{20,}/g))
      if (looksLikeSecret(match[0])) found.add(match[0]);
    if (kind === 'env')
      for (const match of text.matchAll(
        /^[^#\n=]*(?:KEY|TOKEN|SECRET|PASS(?:WORD)?|DSN|_URL|_URI)\w*[ \t]*=[ \t]*["']?([^"'\r\n#]{8,})/gim,
      )) {
        const value = (match[1] ?? '').trim();
        if (/[A-Za-z]/.test(value) && /\d/.test(value) && !/^https?:\/\/[\w.:-]+(?:\/[\w./-]*)?$/.test(value))
          found.add(value);
      }
    if (found.size > 0) secrets.set(file, [...found]);
  }
  return secrets;
}

/** The result as the document that renderers take. */
export function reportOf(
  command: CommandName,
  result: RunResult,
  target: ResolvedTarget | null,
  nextSteps: readonly string[],
): Report {
  const routes = Object.entries(target?.routes ?? {}).map(
    ([group, one]) => [group, { provider: one.provider.id, region: one.region.id }] as const,
  );
  const shown: Target | null = target && {
    provider: target.provider.id,
    mode: target.mode,
    region: target.region.id,
    ...(routes.length > 0 ? { routes: Object.fromEntries(routes) } : {}),
  };
  return {
    command,
    root: '.',
    target: shown,
    stats: result.stats,
    decisions: result.decisions,
    changes: command === 'scan' ? [] : result.changes,
    skipped: result.skipped,
    diagnostics: result.diagnostics,
    nextSteps,
  };
}
