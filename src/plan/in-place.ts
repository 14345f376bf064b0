import type { Blanks } from '../reasons.js';
import type { Places } from '../virtual/places.js';
import { byHand, type Verdict } from './verdict.js';

/** The verdict in offsets of the repository's files; by hand where one of its edits cannot be made there. */
export function inPlace(verdict: Verdict, places: Places, blanks: Blanks): Verdict {
  const token = places.token(verdict.token);
  const related = verdict.related.map((one) => places.related(one));
  const edits = places.edits(verdict.edits);
  if (!edits) return byHand({ ...verdict, token, related }, 'edit-elsewhere', blanks);
  return { ...verdict, token, related, edits };
}
