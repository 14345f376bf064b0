import type { Blanks } from '../reasons.js';
import type { FollowSite } from '../sites.js';
import type { ClientPlan } from './clients.js';
import { byHand, rewritten, stays, type Verdict } from './verdict.js';

/**
 * Verdicts on what has to change with clients. What follows nobody in particular changes in any case: a library that
 * talks to OpenAI beside the client goes on doing so, wherever the client points.
 */
export function followVerdicts(
  sites: readonly FollowSite[],
  plans: readonly ClientPlan[],
  blanks: Blanks,
): Verdict[] {
  return sites.map((site) => {
    const own = plans.filter((plan) => site.clients.includes(plan.site.id));
    const base = followBase(site);
    if (own.length > 0 && own.every((plan) => plan.state === 'elsewhere')) return stays(base);
    if (own.some((plan) => plan.state !== 'moved') || own.length < site.clients.length)
      return byHand(base, 'client-by-hand', blanks);
    return site.edits.length > 0 ? rewritten(base, site.edits) : byHand(base, site.reason, blanks);
  });
}

export function followBase({ token, kind, dialect, message }: FollowSite) {
  return { token, kind, dialect, message } as const;
}
