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

/** Where something moves, its new host is let in beside the old one: whether that is still needed nobody can prove. */
export function allowVerdicts(
  sites: readonly AllowSite[],
  plans: readonly ClientPlan[],
  target: ResolvedTarget,
  texts: ReadonlyMap<string, string>,
  blanks: Blanks,
): Verdict[] {
  const moved = plans.filter((plan) => plan.state === 'moved' && !plan.site.inTest);
  const goals = new Set(
    moved.flatMap(({ baseURL, splits }) => [baseURL, ...splits.map((split) => split.target.baseURL)]),
  );
  return sites.map((site) => {
    const { token, at, before, after } = site;
    const text = texts.get(token.file) ?? '';
    const base = allowFrame(site);
    const missing = [...goals].filter((url) => !text.includes(hostOf(url)));
    if (missing.length === 0 && text.includes(hostOf(target.baseURL)))
      return byHand(
        { ...base, message: `${token.text} stands beside ${hostOf(target.baseURL)}` },
        'allow-left',
        blanks,
      );
    if (missing.length === 0) return byHand(base, 'allow-list', blanks);
    const entries = [...new Set(missing.map((url) => entryFor(token.text, url)))];
    const added = entries.map((entry) => before + entry + after).join('');
    const edit = { file: token.file, start: at, end: at, text: added };
    return rewritten({ ...base, message: `lets ${entries.join(' and ')} in` }, [edit]);
  });
}

function hostOf(baseURL: string): string {
  return /^[a-z]+:\/\/([^/]*)/i.exec(baseURL)?.[1] ?? baseURL;
}

/** The same entry for the target; a path that was OpenAI's version becomes the target's own. */
function entryFor(entry: string, baseURL: string): string {
  const path = baseURL.replace(/^[a-z]+:\/\/[^/]*/i, '');
  return entry.replace(/(?:api|\*)\.openai\.com/, hostOf(baseURL)).replace(/\/v1(?=\/|$)/, path);
}

/** An address in a test follows when every request of its kind that the test reaches was moved. */
export function testAddressVerdicts(
  sites: readonly TestAddressSite[],
  plans: readonly ClientPlan[],
  requests: readonly RequestSite[],
  blanks: Blanks,
): Verdict[] {
  const states = new Map(plans.map((plan) => [plan.site.id, plan]));
  const decided = sites.map((site) => ({ site, ...fateOf(site, requests, states) }));
  // One text that several addresses are put together of moves with all of them or not at all.
  const held = new Set(decided.filter((one) => one.fate !== 'moves').flatMap(({ site }) => placesOf(site)));
  return decided.map(({ site, fate, edits, baseURL }) => {
    const base = testFrame(site);
    if (fate === 'stays') return stays(base);
    const isHeld = placesOf(site).some((place) => held.has(place) && isEdited(place, edits));
    if (fate === 'open' || isHeld) return byHand(base, 'test-address', blanks);
    return rewritten({ ...base, message: `${base.message}: now ${baseURL}` }, edits);
  });
}

interface Fate {
  readonly fate: 'moves' | 'stays' | 'open';
  readonly edits: Verdict['edits'];
  /** Where its requests go. */
  readonly baseURL?: string | undefined;
}

function fateOf(
  site: TestAddressSite,
  requests: readonly RequestSite[],
  states: ReadonlyMap<string, ClientPlan>,
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
  const [baseURL, ...others] = new Set(moved.flatMap(({ request, plans }) => goalsOf(request, plans)));
  const isPlain = site.role === 'intercepted' || !site.isMixed;
  if (moved.length < relevant.length || baseURL === undefined || others.length > 0 || !isPlain)
    return { fate: 'open', edits: [] };
  const resolved = resolveAddress(site.address, baseURL);
  if (resolved.kind === 'stuck') return { fate: 'open', edits: [] };
  return { fate: 'moves', edits: resolved.edits, baseURL };
}

/** The base URLs that a request goes to from now on. */
function goalsOf(request: RequestSite, plans: readonly ClientPlan[]): string[] {
  return plans.map((plan) => {
    const split = plan.splits.find((one) => one.requests.includes(request));
    return split?.target.baseURL ?? plan.baseURL;
  });
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
