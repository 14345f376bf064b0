import type { Decision, Finding } from '../finding.js';
import type { Verdict } from '../plan/verdict.js';

/** The longest snippet that a report repeats. */
const MAX_TEXT = 200;

/** Verdicts as findings with decisions: fingerprinted, redacted, sorted by file, start and rule, each once. */
export function toDecisions(verdicts: readonly Verdict[]): Decision[] {
  const sorted = [...verdicts].sort(compareVerdicts);
  const ordinals = new Map<string, number>();
  const seen = new Set<string>();
  const decisions: Decision[] = [];
  for (const verdict of sorted) {
    const place = `${verdict.token.file}:${verdict.token.span.start}:${ruleOf(verdict)}:${verdict.message}`;
    if (seen.has(place)) continue;
    seen.add(place);
    decisions.push(decisionOf(verdict, ordinals));
  }
  return decisions;
}

function decisionOf(verdict: Verdict, ordinals: Map<string, number>): Decision {
  const finding: Finding = {
    id: fingerprint(verdict, ordinals),
    rule: ruleOf(verdict),
    kind: verdict.kind,
    dialect: verdict.dialect,
    file: verdict.token.file,
    range: verdict.token.range,
    text: shown(verdict),
    confidence: verdict.confidence,
    message: verdict.message,
    related: verdict.related,
  };
  const { action, message, reason, help, edits, severity, follows } = verdict;
  return {
    finding,
    action,
    message,
    reason,
    help,
    edits,
    ...(severity ? { severity } : {}),
    ...(follows ? { follows } : {}),
  };
}

function ruleOf(verdict: Verdict): string {
  return `${verdict.dialect}/${verdict.kind}`;
}

/** Rule, file, enclosing scope, normalised snippet, ordinal: no line number, so that moving code changes nothing. */
function fingerprint(verdict: Verdict, ordinals: Map<string, number>): string {
  const snippet = normalised(shown(verdict, Number.POSITIVE_INFINITY));
  const key = [ruleOf(verdict), verdict.token.file, verdict.token.scope, snippet].join('\u0000');
  const ordinal = ordinals.get(key) ?? 0;
  ordinals.set(key, ordinal + 1);
  return hash(`${key}\u0000${ordinal}`);
}

/**
 * What a formatter may touch is left out: white space, the kind of quotes, trailing commas, semicolons, parentheses
 * around one parameter. Secrets are out already: a list of accepted findings is committed, and a hash of a short
 * password can be guessed.
 */
function normalised(text: string): string {
  return text.replace(/["`]/g, "'").replace(/,(?=\s*[)\]}])|[\s;()]/g, '');
}

/** 64 bits of FNV-1a in two halves: enough to tell findings apart, and no import that could do more. */
function hash(text: string): string {
  let low = 0x811c9dc5;
  let high = 0xcbf29ce4;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    low = Math.imul(low ^ code, 0x01000193);
    high = Math.imul(high ^ (code + index), 0x01000193);
  }
  return [high, low].map((half) => (half >>> 0).toString(16).padStart(8, '0')).join('');
}

function shown(verdict: Verdict, limit = MAX_TEXT): string {
  const { text } = verdict.token;
  if (verdict.secret) return redact(text);
  const clean = text.replace(/\bsk-[A-Za-z0-9_-]{16,}/g, 'sk-…');
  return clean.length > limit ? `${clean.slice(0, limit - 1)}…` : clean;
}

/** Keeps quotes and the public prefix of a key, nothing else. */
function redact(text: string): string {
  const quote = /^["'`]/.exec(text)?.[0] ?? '';
  const bare = quote ? text.slice(1, -1) : text;
  return /^[A-Z_][A-Z0-9_]*$/.test(bare) ? text : `${quote}${bare.startsWith('sk-') ? 'sk-' : ''}…${quote}`;
}

function compareVerdicts(a: Verdict, b: Verdict): number {
  return (
    compare(a.token.file, b.token.file) ||
    a.token.span.start - b.token.span.start ||
    compare(ruleOf(a), ruleOf(b)) ||
    compare(a.message, b.message)
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
