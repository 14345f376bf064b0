import type { Operation } from '../openai/operations.js';
import type { Provider, Region } from '../providers/types.js';
import type { ErrorKind } from '../providers/wire/types.js';
import type { JsonObject } from './json.js';

/** A request as far as judging it needs. */
export interface Asked {
  readonly provider: Provider;
  readonly region: Region;
  readonly operation: Operation;
  /** Sent to a path of the provider's own, where OpenAI's names mean nothing. */
  readonly native: boolean;
  readonly body: JsonObject;
  readonly model: string | null;
  readonly thinks: boolean;
  readonly images: boolean;
}

/** Why a request is refused. */
export interface Problem {
  readonly kind: ErrorKind;
  /** Path of the parameter; null where it is none. */
  readonly parameter: string | null;
  /** What the emulator has to say, in its own words. */
  readonly detail: string;
  readonly value?: string;
}

/** Something in a request that has not the effect it has at OpenAI. */
export interface Note {
  readonly parameter: string;
  /** `ignored` and `undocumented` change nothing at the provider; `unknown` says that nobody could confirm it. */
  readonly why: 'ignored' | 'undocumented' | 'unknown';
  readonly note: string | null;
}

export interface Judgement {
  readonly problems: readonly Problem[];
  readonly ignored: readonly Note[];
  readonly uncertain: readonly Note[];
}

/** What was asked, and what became of it. Secrets are redacted. */
export interface RecordedRequest {
  /** From 1, in the order of arrival. */
  readonly number: number;
  readonly method: string;
  readonly path: string;
  readonly operation: Operation | null;
  readonly model: string | null;
  readonly stream: boolean;
  readonly headers: Readonly<Record<string, string>>;
  /** JSON as sent; of a form its fields, files by name and size. */
  readonly body: unknown;
  /** `not-emulated`: the provider has it, this emulator does not play it. */
  readonly verdict: 'accepted' | 'rejected' | 'not-emulated';
  readonly status: number;
  /** Why it was rejected. */
  readonly reason: string | null;
  readonly problems: readonly Problem[];
  /** Parameters that the provider takes without effect. */
  readonly ignored: readonly Note[];
  readonly uncertain: readonly Note[];
  /** Accepted, but the answer is not what the caller expects: a limit that thinking uses up. */
  readonly warnings: readonly string[];
}
