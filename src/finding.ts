/** The kinds of dependency on OpenAI, as they stand in the JSON document. */
export const FINDING_KINDS = [
  'import',
  'client',
  'call',
  'model',
  'parameter',
  'endpoint',
  'credential',
  'dependency',
  'tokenizer',
  'type',
  'unsupported',
  'vectors',
  'response',
  'docs',
] as const;
export type FindingKind = (typeof FINDING_KINDS)[number];

/** `rewrite`: edits attached. `manual`: a person must act. `none`: inventory, may stay as it is. */
export type Action = 'rewrite' | 'manual' | 'none';

/** `certain`: proved by binding or flow. `probable`: name and shape. `possible`: text only. */
export type Confidence = 'certain' | 'probable' | 'possible';

/** `line` and `column` are 1-based; `column` and `offset` count UTF-16 code units of the decoded text without its BOM's byte. */
export interface Position {
  readonly line: number;
  readonly column: number;
  readonly offset: number;
}

export interface Range {
  readonly start: Position;
  readonly end: Position;
}

/** Half-open range of UTF-16 offsets of the original text. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Replaces `[start, end)` of the original text of `file` by `text`. */
export interface Edit extends Span {
  readonly file: string;
  readonly text: string;
}

/** Another place that belongs to a finding: where a value was declared, which call it reaches. */
export interface RelatedPlace {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

/**
 * One place where the code depends on OpenAI. Plain data, never changed after `find`: what the target makes of it
 * is a {@link Decision} around it. `file` is relative to the root with `/`. `text` never holds a secret.
 */
export interface Finding {
  /** Fingerprint of rule, file, enclosing scope, normalised snippet and ordinal: same while the code around it moves. */
  readonly id: string;
  /** `<dialect>/<kind>`, e.g. `openai-node/model`. */
  readonly rule: string;
  readonly kind: FindingKind;
  readonly dialect: string;
  readonly file: string;
  readonly range: Range;
  /** The source text of `range`, redacted where it is a secret, cut at 200 code units. */
  readonly text: string;
  readonly confidence: Confidence;
  readonly message: string;
  readonly related: readonly RelatedPlace[];
}

/** How much a lingering place matters to `check`, worst first. */
export const SEVERITIES = ['error', 'warning', 'info'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** What becomes of one finding. `reason` and `help` are set for `manual`, `edits` only for `rewrite`. */
export interface Decision {
  readonly finding: Finding;
  readonly action: Action;
  /** Overrides the finding's message where the target matters ("gpt-4o → glm-5.3"). */
  readonly message: string;
  readonly reason: string | null;
  readonly help: string | null;
  readonly edits: readonly Edit[];
  /** Only where it does not follow from rule, action and confidence. */
  readonly severity?: Severity;
  /** Files without whose edits these edits would be wrong. */
  readonly follows?: readonly string[];
}

/** A problem of the run (unreadable file, syntax error), never a usage of OpenAI. */
export interface Diagnostic {
  readonly severity: 'error' | 'warning';
  readonly file: string | null;
  readonly message: string;
  /** 1-based; where the problem has a line of its own. */
  readonly line?: number;
}

export type SkipReason =
  | 'ignored'
  | 'dependency'
  | 'build-output'
  | 'generated'
  | 'minified'
  | 'too-large'
  | 'binary'
  | 'not-utf8'
  | 'unreadable'
  | 'symlink'
  | 'excluded';

export interface Skipped {
  readonly file: string;
  readonly reason: SkipReason;
}

/** One file that the plan changes, whole texts, for the diff and for apply. */
export interface FileChange {
  readonly file: string;
  readonly before: string;
  readonly after: string;
  /** Secrets seen in `before` or `after`: a renderer must print none of them. */
  readonly secrets: readonly string[];
  /** Messages of the decisions behind the change, in order of position. */
  readonly reasons: readonly string[];
}

export interface Target {
  readonly provider: string;
  readonly mode: 'endpoint' | 'sdk';
  readonly region: string;
  /** Kinds of requests that go to another provider. */
  readonly routes?: Readonly<Record<string, { readonly provider: string; readonly region: string }>>;
}

export interface Stats {
  readonly filesDiscovered: number;
  readonly filesRead: number;
  readonly filesParsed: number;
  readonly filesSkipped: number;
  readonly elapsedMs: number;
}

/** The source around a finding, ready to be shown: redacted, so columns may differ from those of the file. */
export interface Excerpt {
  /** Number of the first of `lines`. */
  readonly first: number;
  readonly lines: readonly string[];
  /** What to underline: a line's number, UTF-16 columns from 1, and how many. */
  readonly line: number;
  readonly column: number;
  readonly length: number;
}

/** A place that `check` reports: a decision with what the check adds to it. */
export interface Problem {
  readonly decision: Decision;
  readonly severity: Severity;
  /** Name of the workspace package, else its folder; `.` for the root. */
  readonly package: string;
  readonly excerpt: Excerpt | null;
  /** The command that would fix it; only where asked for. */
  readonly fix?: string;
}

/** Why a lingering place is not reported. */
export type AsideReason = 'suppressed' | 'baseline' | 'allowed' | 'off' | 'confidence' | 'unchanged';

export interface Aside {
  readonly decision: Decision;
  readonly by: AsideReason;
  /** What its author wrote beside it: the reason of a comment, of an entry of `allow`. */
  readonly note: string | null;
}

/** One accepted finding, as the baseline holds it. */
export interface BaselineEntry {
  readonly id: string;
  readonly rule: string;
  readonly file: string;
  /** For the reader of a diff; identity is `id` alone. */
  readonly text: string;
}

/** What `check` makes of the decisions. */
export interface CheckResult {
  /** Worst first where a renderer has to choose; here in the order of the decisions. */
  readonly problems: readonly Problem[];
  readonly aside: readonly Aside[];
  readonly baseline: { readonly file: string; readonly fixed: readonly BaselineEntry[] } | null;
  readonly failOn: Severity | 'never';
  /** Problems at or over the threshold. */
  readonly failing: number;
  readonly maxFindings: number;
}

export type CommandName = 'scan' | 'migrate' | 'check';

/** Everything a renderer needs. Renderers read, and decide nothing. */
export interface Report {
  readonly command: CommandName;
  /** `.`, or the root as the user typed it. */
  readonly root: string;
  readonly target: Target | null;
  readonly stats: Stats;
  /** Sorted by file, start, rule. */
  readonly decisions: readonly Decision[];
  /** Sorted by file; only with a target. `scan` has none. */
  readonly changes: readonly FileChange[];
  readonly skipped: readonly Skipped[];
  readonly diagnostics: readonly Diagnostic[];
  /** What the user does next, in order: a sentence or a command line each. */
  readonly nextSteps: readonly string[];
  /** Only in `check`. */
  readonly check?: CheckResult;
}
