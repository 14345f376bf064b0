/**
 * The programmatic interface: `scan` finds, `plan` decides and edits in memory, `apply` writes. Nothing here prints,
 * exits or asks; errors meant for the user are {@link BanjiaError}.
 */
import { resolve } from 'node:path';
import { type Config, loadConfig } from './config.js';
import type { Decision, Diagnostic, FileChange, Skipped, Stats } from './finding.js';
import { journalDirectory } from './journal-directory.js';
import { apply as applyChanges } from './pipeline/apply.js';
import type { RouteGroup } from './plan/target.js';
import { run } from './run.js';
import { resolveTarget } from './target.js';

export {
  type EmulatorOptions,
  type RecordedRequest,
  type RunningEmulator,
  startEmulator,
} from './emulate/index.js';
export { BanjiaError, type ErrorCode } from './errors.js';
export type {
  Action,
  Confidence,
  Decision,
  Diagnostic,
  Edit,
  FileChange,
  Finding,
  FindingKind,
  Position,
  Range,
  RelatedPlace,
  Report,
  Skipped,
  Span,
  Stats,
  Target,
} from './finding.js';
export type { RouteGroup } from './plan/target.js';
export { findProvider, providers } from './providers/index.js';
export type { Provider } from './providers/types.js';

export interface ScanOptions {
  /** Folder of the repository; default: the current one. */
  readonly root?: string;
  /** Files, folders or globs below it; default: everything. */
  readonly paths?: readonly string[];
  /** Configuration; default: what the repository has. */
  readonly config?: Config;
}

export interface PlanOptions extends ScanOptions {
  /** Id or alias of the provider; default: the configuration's. */
  readonly to?: string;
  /** `endpoint` unless said otherwise. */
  readonly mode?: 'endpoint' | 'sdk';
  readonly region?: string;
  /** Overrides the provider's base URL. */
  readonly baseURL?: string;
  /** OpenAI id → id of the target. */
  readonly models?: Readonly<Record<string, string>>;
  /** Documentation is rewritten, too, where it names exactly what is renamed. */
  readonly docs?: boolean;
  /** Move clients of Azure OpenAI, too. */
  readonly azure?: boolean;
  /** Providers for `embeddings`, `images`, `speech`, `transcription`: `'alibaba'`, `'alibaba:intl'`. */
  readonly routes?: Readonly<Partial<Record<RouteGroup, string>>>;
  /** Values decided at run time are kept inside the provider's ranges by code. */
  readonly guardValues?: boolean;
  /** Where the provider takes no JSON schema: ask for JSON, with the schema in the prompt. */
  readonly schemaInPrompt?: boolean;
}

/** What a scan or a plan found. `changes` is empty after a scan. */
export interface Result {
  readonly decisions: readonly Decision[];
  readonly changes: readonly FileChange[];
  readonly skipped: readonly Skipped[];
  readonly diagnostics: readonly Diagnostic[];
  readonly stats: Stats;
}

/** Finds every dependency on OpenAI. */
export async function scan(options: ScanOptions = {}): Promise<Result> {
  return runWith(options, null);
}

/**
 * Decides what becomes of every dependency at the target, edits included. Writes nothing.
 *
 * @throws {BanjiaError} `unknown-provider`, `bad-config`, `missing-path` and their like.
 */
export async function plan(options: PlanOptions = {}): Promise<Result> {
  return runWith(options, options);
}

/**
 * Writes the changes of a plan, all or none, with a journal that `banjia undo` takes back.
 *
 * @throws {BanjiaError} `changed-on-disk`, `not-writable`; nothing is written then.
 */
export async function apply(result: Pick<Result, 'changes'>, options: { root?: string } = {}): Promise<void> {
  const root = resolve(options.root ?? '.');
  await applyChanges(result.changes, { root, journalDir: await journalDirectory(root) });
}

async function runWith(options: ScanOptions, target: PlanOptions | null): Promise<Result> {
  const root = resolve(options.root ?? '.');
  const config = options.config ?? (await loadConfig(root)).config;
  const resolved =
    target && resolveTarget({ ...target, baseUrl: target.baseURL, models: target.models ?? {} }, config);
  const { decisions, changes, skipped, diagnostics, stats } = await run({
    root,
    paths: options.paths ?? [],
    ignore: config.ignore ?? [],
    gitignore: true,
    target: resolved,
  });
  return { decisions, changes, skipped, diagnostics, stats };
}
