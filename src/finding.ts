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

/** What becomes of one finding. `reason` and `help` are set for `manual`, `edits` only for `rewrite`. */
export interface Decision {
  readonly finding: Finding;
  readonly action: Action;
  /** Overrides the finding's message where the target matters ("gpt-4o → glm-5.3"). */
  readonly message: string;
  readonly reason: string | null;
  readonly help: string | null;
  readonly edits: readonly Edit[];
  /** Files without whose edits these edits would be wrong. */
  readonly follows?: readonly string[];
}

/** A problem of the run (unreadable file, syntax error), never a usage of OpenAI. */
export interface Diagnostic {
  readonly severity: 'error' | 'warning';
  readonly file: string | null;
  readonly message: string;
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
}

export interface Stats {
  readonly filesDiscovered: number;
  readonly filesRead: number;
  readonly filesParsed: number;
  readonly filesSkipped: number;
  readonly elapsedMs: number;
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
  /** Sorted by file; only in `migrate`. */
  readonly changes: readonly FileChange[];
  readonly skipped: readonly Skipped[];
  readonly diagnostics: readonly Diagnostic[];
  /** What the user does next, in order: a sentence or a command line each. */
  readonly nextSteps: readonly string[];
}
