import type { RequestSite } from '../sites.js';
import { planAddresses } from './addresses.js';
import type { ClientPlan } from './clients.js';
import { isAddressOfOpenAI } from './endpoint.js';
import type { Routes } from './routes.js';

/** Requests by the clients that may send them. */
export function requestsByClient(requests: readonly RequestSite[]): Map<string, RequestSite[]> {
  const found = new Map<string, RequestSite[]>();
  for (const request of requests)
    for (const id of request.clients) {
      const list = found.get(id);
      if (list) list.push(request);
      else found.set(id, [request]);
    }
  return found;
}

/** Addresses that are put together move together. */
export function withAddresses(
  plans: readonly ClientPlan[],
  requests: ReadonlyMap<string, readonly RequestSite[]>,
  routes: Routes,
): ClientPlan[] {
  const candidates = plans.flatMap(({ site, state, baseURL }) =>
    site.options.form === 'address'
      ? [{ site, baseURL, isFree: state === 'moved', requests: requests.get(site.id) ?? [] }]
      : [],
  );
  const moves = planAddresses(candidates, (request) => routes.answer(request));
  return plans.map((plan) => {
    const move = plan.state === 'moved' ? moves.get(plan.site.id) : undefined;
    if (!move) return plan;
    if (move.kind === 'moves') return { ...plan, move };
    return { ...plan, state: 'by-hand', reason: move.reason, note: move.note };
  });
}

/** Variables that one client wants to hold this and another that: a host here, a base URL there. */
export function tornVariables(plans: readonly ClientPlan[]): ReadonlySet<string> {
  const wanted = new Map<string, string>();
  const torn = new Set<string>();
  for (const plan of plans)
    if (plan.state === 'moved')
      for (const name of addressVariables(plan)) {
        const value = plan.move?.variables.get(name) ?? plan.baseURL;
        if ((wanted.get(name) ?? value) !== value) torn.add(name);
        wanted.set(name, value);
      }
  return torn;
}

/** Variables that hold the address of a client, and go by another name once it is moved. */
export function addressVariables({ endpoint }: ClientPlan): readonly string[] {
  if (endpoint.kind === 'variable') return endpoint.variables;
  return endpoint.kind === 'openai' ? endpoint.variables.filter(isAddressOfOpenAI) : [];
}
