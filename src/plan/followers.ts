import type { Blanks } from '../reasons.js';
import type { AllowSite, RequestSite, TestAddressSite } from '../sites.js';
import type { ClientPlan } from './clients.js';
import { locateAddress, resolveAddress } from './resolve-address.js';
import type { ResolvedTarget } from './target.js';
import { byHand, rewritten, stays, type Verdict } from './verdict.js';

/*
 * What names OpenAI's host without asking it for anything: lists of allowed hosts, and what tests intercept or expect. It
 * follows the code, or is named.
 */

export function allowFrame({ token, dialect }: AllowSite) {
  return { token, kind: 'endpoint', dialect, message: `${token.text} may be talked to` } as const;
}

export function testFrame({ token, dialect, role }: TestAddressSite) {
  const message = role === 'intercepted' ? 'a test answers in OpenAI’s place' : 'a test expects this address';
  return { token, kind: 'endpoint', dialect, message } as const;
}

/** Where something moves, the new host is let in beside the old one: whether that is still needed nobody can prove. */
export function allowVerdicts(
  sites: readonly AllowSite[],
  plans: readonly ClientPlan[],
  target: ResolvedTarget,
  texts: ReadonlyMap<string, string>,
  blanks: Blanks,
): Verdict[] {
  const moves = plans.some((plan) => plan.state === 'moved' && !plan.site.inTest);
  return sites.map((site) => {
    const { token, at, before, after } = site;
    const entry = entryFor(token.text, target);
    const base = allowFrame(site);
    if ((texts.get(token.file) ?? '').includes(hostOf(target)))
      return byHand(
        { ...base, message: `${token.text} stands beside ${hostOf(target)}` },
        'allow-left',
        blanks,
      );
    if (!moves) return byHand(base, 'allow-list', blanks);
    const edit = { file: token.file, start: at, end: at, text: before + entry + after };
    return rewritten({ ...base, message: `lets ${entry} in` }, [edit]);
  });
}

function hostOf({ baseURL }: ResolvedTarget): string {
  return /^[a-z]+:\/\/([^/]*)/i.exec(baseURL)?.[1] ?? baseURL;
}

/** The same entry for the target; a path that was OpenAI's version becomes the target's own. */
function entryFor(entry: string, target: ResolvedTarget): string {
  const path = target.baseURL.replace(/^[a-z]+:\/\/[^/]*/i, '');
  return entry.replace(/(?:api|\*)\.openai\.com/, hostOf(target)).replace(/\/v1(?=\/|$)/, path);
}

/** An address in a test follows when every request of its kind that the test reaches was moved. */
export function testAddressVerdicts(
  sites: readonly TestAddressSite[],
  plans: readonly ClientPlan[],
  requests: readonly RequestSite[],
  target: ResolvedTarget,
  blanks: Blanks,
): Verdict[] {
  const states = new Map(plans.map((plan) => [plan.site.id, plan]));
  const decided = sites.map((site) => ({ site, ...fateOf(site, requests, states, target) }));
  // One text that several addresses are put together of moves with all of them or not at all.
  const held = new Set(decided.filter((one) => one.fate !== 'moves').flatMap(({ site }) => placesOf(site)));
  return decided.map(({ site, fate, edits }) => {
    const base = testFrame(site);
    if (fate === 'stays') return stays(base);
    const isHeld = placesOf(site).some((place) => held.has(place) && isEdited(place, edits));
    if (fate === 'open' || isHeld) return byHand(base, 'test-address', blanks);
    return rewritten({ ...base, message: `${base.message}: now ${target.baseURL}` }, edits);
  });
}

type Fate = { readonly fate: 'moves' | 'stays' | 'open'; readonly edits: Verdict['edits'] };

function fateOf(
  site: TestAddressSite,
  requests: readonly RequestSite[],
  states: ReadonlyMap<string, ClientPlan>,
  target: ResolvedTarget,
): Fate {
  const { operation } = locateAddress(site.address);
  const own = operation === null ? [] : requests.filter((one) => one.operation === operation);
  const told = own.flatMap((request) => {
    const plans = request.clients.flatMap((id) => states.get(id) ?? []);
    return plans.some((plan) => !plan.site.inTest && plan.state !== 'elsewhere') ? [{ request, plans }] : [];
  });
  const near = told.filter(({ request }) => site.tested.includes(request.token.file));
  // A test that imports nothing of the repository runs it from outside; another that reaches none of them is not theirs.
  const relevant = site.tested.length > 0 ? near : told;
  const moved = relevant.filter(({ plans }) => plans.every((plan) => plan.state === 'moved'));
  if (moved.length === 0) return { fate: 'stays', edits: [] };
  const resolved = resolveAddress(site.address, target.baseURL);
  const isPlain = site.role === 'intercepted' || !site.isMixed;
  if (moved.length < relevant.length || resolved.kind === 'stuck' || !isPlain)
    return { fate: 'open', edits: [] };
  return { fate: 'moves', edits: resolved.edits };
}

function placesOf({ address }: TestAddressSite): string[] {
  return address.pieces.flatMap((piece) =>
    piece.kind === 'text' && piece.at ? [`${piece.at.file}:${piece.at.span.start}:${piece.at.span.end}`] : [],
  );
}

function isEdited(place: string, edits: Verdict['edits']): boolean {
  return edits.some(({ file, start, end }) => {
    const [, name, from, to] = /^(.*):(\d+):(\d+)$/.exec(place) ?? [];
    return name === file && Number(from) <= start && end <= Number(to);
  });
}
