import type { Severity } from '../finding.js';
import { byHand, type Verdict } from '../plan/verdict.js';
import { type Ending, endingAt, endingAtOpenAI } from '../providers/lifecycle.js';
import type { Provider } from '../providers/types.js';
import type { Blanks } from '../reasons.js';
import type { NoteSite, RequestSite, Token } from '../sites.js';

/** In this many days before the end of a model it is time to move. */
export const WARNING_DAYS = 90;

/** Whom a request goes to; undefined where nobody known. `openai` for OpenAI itself. */
export type Recipient = (request: RequestSite) => Provider | 'openai' | undefined;

/** Models of requests whose provider ends them: the provider asked decides. */
export function endingRequests(
  requests: readonly RequestSite[],
  recipient: Recipient,
  today: string,
  blanks: Blanks,
): Verdict[] {
  const seen = new Set<string>();
  return requests.flatMap((request) => {
    const to = recipient(request);
    if (to === undefined || to === 'openai') return [];
    return request.model.flatMap((origin): Verdict[] => {
      if (origin.kind !== 'text') return [];
      const ending = endingAt(to, origin.value);
      const key = `${origin.at.file}:${origin.at.span.start}`;
      if (!ending || seen.has(key)) return [];
      seen.add(key);
      const { file, range } = request.token;
      const related = [
        ...origin.trail,
        { file, line: range.start.line, column: range.start.column, message: `used by ${request.method}` },
      ];
      return [verdict(origin.at, request.dialect, 'certain', ending, today, blanks, related)];
    });
  });
}

/** Ids that stand somewhere, whoever is asked for them. */
export function endingMentions(notes: readonly NoteSite[], today: string, blanks: Blanks): Verdict[] {
  return notes.flatMap((note) =>
    note.ending ? [verdict(note.token, note.dialect, note.confidence, note.ending, today, blanks, [])] : [],
  );
}

/** `gpt-4, which OpenAI shut down on 2026-10-23`: said where a model of OpenAI's lingers anyway. */
export function withShutdown(verdict: Verdict, today: string): Verdict {
  // What says what it becomes needs no other reason.
  if (verdict.kind !== 'model' || verdict.action !== 'manual') return verdict;
  const id = verdict.token.text.replace(/^["'`]|["'`]$/g, '');
  const ending = endingAtOpenAI(id);
  if (!ending?.date || verdict.message !== id) return verdict;
  const when = ending.date <= today ? `shut down on ${ending.date}` : `shuts down on ${ending.date}`;
  return { ...verdict, message: `${verdict.message}, which OpenAI ${when}` };
}

function verdict(
  token: Token,
  dialect: string,
  confidence: Verdict['confidence'],
  ending: Ending,
  today: string,
  blanks: Blanks,
  related: Verdict['related'],
): Verdict {
  return byHand(
    {
      token,
      kind: 'model',
      dialect,
      confidence,
      message: messageOf(ending, today),
      severity: severityOf(ending, confidence === 'certain', today),
      related,
    },
    'model-retired',
    blanks,
  );
}

function messageOf({ id, provider, date, successor }: Ending, today: string): string {
  const end =
    date === null
      ? `${provider} no longer offers ${id}`
      : `${provider} ${date <= today ? 'ended' : 'ends'} ${id} on ${date}`;
  return successor ? `${end}; its successor is ${successor}` : end;
}

function severityOf({ date }: Ending, isProved: boolean, today: string): Severity {
  if (date === null) return 'warning';
  if (date <= today) return isProved ? 'error' : 'warning';
  return daysBetween(today, date) <= WARNING_DAYS ? 'warning' : 'info';
}

function daysBetween(from: string, to: string): number {
  return (Date.parse(to) - Date.parse(from)) / 86_400_000;
}
