import type { ReasonId } from '../reasons.js';
import type { ClientSite, EnvLineSite, EnvSite, NoteSite, RequestSite, Token } from '../sites.js';
import { placeKey } from './branches.js';
import { type ClientPlan, planClients, withoutMixedKeys } from './clients.js';
import { isKeyName, isOpenAIName, type Renaming } from './environment.js';
import { keyEdits } from './http-clients.js';
import { planRenamings } from './renamings.js';
import type { Routes } from './routes.js';
import type { ResolvedTarget } from './target.js';

/** What decides about clients, besides the clients themselves. */
export interface Surroundings {
  readonly requests: readonly RequestSite[];
  /** Which way the requests go at the target. */
  readonly routes: Routes;
  readonly lines: readonly EnvLineSite[];
  readonly notes: readonly NoteSite[];
  readonly reads: readonly EnvSite[];
  /** Tests that replace the SDK. */
  readonly mocked: ReadonlySet<string>;
}

/**
 * Clients and the variables of their keys. A request by plain HTTP whose key can neither be renamed with its variable nor
 * be read from another one stays, and with it what shares its address: OpenAI's key would go to the new host. Since one
 * that stays may hold back others, it repeats.
 */
export function planMoves(
  sites: readonly ClientSite[],
  around: Surroundings,
  target: ResolvedTarget,
): { readonly plans: readonly ClientPlan[]; readonly renamings: readonly Renaming[] } {
  const barred = new Map<string, ReasonId>();
  for (;;) {
    const plans = planClients(sites, around, target, barred);
    const renamings = planRenamings(plans, around.notes, around.reads, target);
    const isKept = keptKeys(plans);
    const left = plans.filter((plan) => plan.state === 'by-hand' && isForSure(plan) && isOutside(plan.site));
    const goals = plans.filter((plan) => plan.state === 'moved' && isOutside(plan.site));
    const isParted = left.length > 0 || new Set(goals.map((plan) => plan.target)).size > 1;
    const before = barred.size;
    const lost = lostKeys(sites, around.reads);
    for (const plan of plans) {
      const { site, move, state, reason } = plan;
      if (!move) continue;
      const isBound = !keyEdits(plan, renamings, isKept) || (isOnlyOutside(site) && isParted);
      if (state !== 'moved') barred.set(site.id, reason ?? 'address-shared');
      else if (isBound) barred.set(site.id, 'key-shared');
      else if (isOnlyOutside(site) && lost.has(site.key?.token.file ?? site.token.file))
        barred.set(site.id, 'key-elsewhere');
    }
    for (const { site, state, reason } of withoutMixedKeys(plans, renamings))
      if (state === 'by-hand' && reason === 'variable-shared') barred.set(site.id, reason);
    if (barred.size === before) return { plans, renamings };
  }
}

/** Files that read a key of OpenAI's which was seen to reach no client: it may reach the one whose key is not in sight. */
function lostKeys(sites: readonly ClientSite[], reads: readonly EnvSite[]): ReadonlySet<string> {
  const followed = new Set(
    sites.flatMap(({ apiKey }) =>
      apiKey.flatMap((origin) => (origin.kind === 'env' ? [placeKey(origin.token)] : [])),
    ),
  );
  const lost = reads.filter(
    (read) => isOpenAIName(read.name) && isKeyName(read.name) && !followed.has(placeKey(read.token)),
  );
  return new Set(lost.map((read) => read.token.file));
}

/** Whether a client that stays, or that goes to another provider, reads its key at a token: from the variable, or in a header. */
export type IsKept = (token: Token, goal: ResolvedTarget) => boolean;

export function keptKeys(plans: readonly ClientPlan[]): IsKept {
  const readers = new Map<string, ClientPlan[]>();
  for (const plan of plans)
    for (const token of keyTokens(plan.site)) {
      const place = placeKey(token);
      const known = readers.get(place);
      if (known) known.push(plan);
      else readers.set(place, [plan]);
    }
  return (token, goal) =>
    (readers.get(placeKey(token)) ?? []).some(
      (plan) => plan.state !== 'moved' || plan.split === true || plan.target !== goal,
    );
}

function keyTokens({ key, apiKey }: ClientSite): Token[] {
  return [
    ...(key ? [key.token] : []),
    ...apiKey.flatMap((origin) => (origin.kind === 'env' ? [origin.token] : [])),
  ];
}

/** OpenAI's, as far as anybody can tell, and not in a test. */
function isForSure({ site, endpoint }: ClientPlan): boolean {
  return (
    !site.inTest && site.confidence !== 'probable' && endpoint.kind !== 'azure' && endpoint.kind !== 'gateway'
  );
}

function isOutside({ apiKey }: ClientSite): boolean {
  return apiKey.some(({ kind }) => kind === 'unknown');
}

/** A key that comes from outside the code is the same for all who take one from there. */
function isOnlyOutside(site: ClientSite): boolean {
  return isOutside(site) && site.apiKey.every(({ kind }) => kind !== 'env');
}
