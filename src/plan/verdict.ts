import type { Action, Confidence, Edit, FindingKind, RelatedPlace, Severity } from '../finding.js';
import { type Blanks, type ReasonId, reasonHelp } from '../reasons.js';
import type { Token } from '../sites.js';

/** What planning says of one token; becomes a finding with its decision. */
export interface Verdict {
  readonly token: Token;
  readonly kind: FindingKind;
  readonly dialect: string;
  readonly confidence: Confidence;
  readonly message: string;
  readonly action: Action;
  readonly reason: ReasonId | null;
  readonly help: string | null;
  readonly edits: readonly Edit[];
  readonly related: readonly RelatedPlace[];
  /** The token holds a secret: its text is shown redacted. */
  readonly secret?: boolean;
  /** Where it does not follow from action and confidence: the day on which a model ends. */
  readonly severity?: Severity;
  /** Files without whose edits these edits would be wrong. */
  readonly follows?: readonly string[];
}

type Base = Pick<Verdict, 'token' | 'kind' | 'dialect' | 'message'> & Partial<Verdict>;

export function stays(base: Base): Verdict {
  return { confidence: 'certain', related: [], ...base, action: 'none', reason: null, help: null, edits: [] };
}

export function byHand(base: Base, reason: ReasonId, blanks: Blanks): Verdict {
  return {
    confidence: 'certain',
    related: [],
    ...base,
    action: 'manual',
    reason,
    help: base.help ?? reasonHelp(reason, blanks),
    edits: [],
  };
}

export function rewritten(base: Base, edits: readonly Edit[]): Verdict {
  return { confidence: 'certain', related: [], ...base, action: 'rewrite', reason: null, help: null, edits };
}
