import { type Blanks, type ReasonId, reasonHelp } from '../reasons.js';
import type { ClientSite, EnvLineSite, Origin, RequestSite } from '../sites.js';
import { isSplit, obstruction } from './ai-sdk-holds.js';
import { azureBlock, isAzure } from './azure.js';
import { clientEdits, readsInPlace, secondClient } from './client-edits.js';
import { classifyEndpoint, type Endpoint } from './endpoint.js';
import { keyNames, looksLikeSecret, type Renaming } from './environment.js';
import { httpVerdicts } from './http-clients.js';
import { keyVerdicts, literalKeys } from './keys.js';
import type { IsKept, Surroundings } from './moves.js';
import {
  isNative,
  nativeBlocks,
  nativeObstacle,
  nativeSdk,
  nativeVerdicts,
  withNativeGroups,
} from './native.js';
import type { Resolved } from './resolve-address.js';
import { proposal, routeOf, type Split } from './routing.js';
import { splitEdits } from './second-clients.js';
import { type ResolvedTarget, targetOf } from './target.js';
import { addressVariables, requestsByClient, tornVariables, withAddresses } from './together.js';
import { byHand, rewritten, stays, type Verdict } from './verdict.js';

/** What becomes of one client. `moved` ones point at the target after the run. */
export interface ClientPlan {
  readonly site: ClientSite;
  readonly endpoint: Endpoint;
  readonly state: 'moved' | 'elsewhere' | 'by-hand';
  /** Why it is left to a person; only with `by-hand`. */
  readonly reason: ReasonId | null;
  readonly note: string | null;
  /** Plain HTTP that moves: what its address becomes. */
  readonly move?: Resolved;
  /** Where it points from now on: the target's base URL, or that of the one operation it is used for. */
  readonly baseURL: string;
  /** It moves, and a part of it goes on at OpenAI with the old key. */
  readonly split?: boolean;
  /** What else could be done about it. */
  readonly advice?: string;
  /** Where it goes. */
  readonly target: ResolvedTarget;
  /** Clients to be made beside it. */
  readonly splits: readonly Split[];
}

/** Where each client goes; those in `barred` are known to have to stay. */
export function planClients(
  sites: readonly ClientSite[],
  { requests, routes, lines, mocked }: Surroundings,
  target: ResolvedTarget,
  barred: ReadonlyMap<string, ReasonId>,
): ClientPlan[] {
  const own = requestsByClient(requests);
  const first = sites.map((site): ClientPlan => {
    const endpoint = classifyEndpoint(site, lines);
    const asked = own.get(site.id) ?? [];
    const route = routeOf(site, endpoint, asked, target);
    const served = asked.filter((request) => targetOf(target, request.operation) === route.target);
    const base = { site, endpoint, baseURL: routes.addressOf(site.id) ?? route.target.baseURL, ...route };
    if (endpoint.kind === 'openai-env' && endpoint.lines.some((line) => isReadElsewhere(line, lines)))
      return { ...base, ...leftFor('value-shared') };
    // A test that replaces the SDK talks to nobody.
    if (site.inTest && mocked.has(site.token.file))
      return { ...base, state: 'elsewhere', reason: null, note: 'the mock of this test' };
    const reason = barred.get(site.id);
    if (reason) return { ...base, ...leftFor(reason) };
    const state = stateOf(site, endpoint, served, { routes, mocked }, route.target);
    const split = site.provider !== undefined && isSplit(site.provider, asked, target);
    // Nothing of the old address stays, so it is as if there had been none.
    const isFresh = state.state === 'moved' && endpoint.kind === 'azure';
    return { ...base, ...(isFresh ? { endpoint: DEFAULT } : {}), ...state, ...(split ? { split } : {}) };
  });
  const plans = withAddresses(first, own, routes);
  const left = plans.filter((plan) => plan.state !== 'moved' && !plan.site.inTest);
  const torn = tornVariables(plans);
  const settled = plans.map((plan) => {
    if (sharesAddress(plan, left) || isTorn(plan, torn)) return leftWith(plan);
    return isStuck(plan, plans) ? { ...plan, ...STUCK } : plan;
  });
  return withNativeGroups(settled);
}

const DEFAULT: Endpoint = { kind: 'default' };

function isTorn(plan: ClientPlan, torn: ReadonlySet<string>): boolean {
  return plan.state === 'moved' && addressVariables(plan).some((name) => torn.has(name));
}

const STUCK = {
  state: 'by-hand',
  reason: 'azure-by-hand',
  note: 'another client of its class stays',
} as const;

/** The class of Azure's clients gives way in the whole program, so all of them move or none. */
function isStuck(plan: ClientPlan, plans: readonly ClientPlan[]): boolean {
  const isOfClass = ({ site }: ClientPlan) => site.className === 'AzureOpenAI';
  return (
    plan.state === 'moved' &&
    isOfClass(plan) &&
    plans.some((other) => isOfClass(other) && other.state !== 'moved')
  );
}

/** A program in another language goes where this line says, too. */
function isReadElsewhere(line: EnvLineSite, envLines: readonly EnvLineSite[]): boolean {
  return envLines.some(({ name, setting }) => setting?.role === 'read' && name === line.name);
}

/** The variable of the address is read by a client that stays: it keeps its name, and who shares it keeps its place. */
function sharesAddress(plan: ClientPlan, left: readonly ClientPlan[]): boolean {
  if (plan.state !== 'moved') return false;
  const names = addressVariables(plan);
  return left.some(({ site }) =>
    site.baseURL.some((origin) => origin.kind === 'env' && names.includes(origin.name)),
  );
}

function leftWith(plan: ClientPlan): ClientPlan {
  return { ...plan, state: 'by-hand', reason: 'base-url-unknown', note: null, splits: [] };
}

type State = Pick<ClientPlan, 'state' | 'reason' | 'note' | 'advice'>;

function stateOf(
  site: ClientSite,
  endpoint: Endpoint,
  requests: readonly RequestSite[],
  { routes, mocked }: Pick<Surroundings, 'routes' | 'mocked'>,
  target: ResolvedTarget,
): State {
  switch (endpoint.kind) {
    case 'vendor':
    case 'local':
      return { state: 'elsewhere', reason: null, note: endpoint.name };
    case 'gateway':
      return leftFor('gateway', endpoint.advice);
    case 'azure': {
      if (isAzure(target)) return { state: 'elsewhere', reason: null, note: target.provider.name.en };
      if (site.options.form === 'address') return leftFor('azure-request');
      if (!site.azure && site.dialect !== 'openai-node') return leftFor('azure-class');
      if (!target.fromAzure) return leftFor('azure');
      const block = azureBlock(site, target);
      if (block) return leftFor('azure-by-hand', block);
      break;
    }
    case 'mixed':
      return leftFor('base-url-mixed');
    case 'unknown':
      return leftFor(site.options.form === 'opaque' ? 'options-unknown' : 'base-url-unknown');
    default:
  }
  if (site.form.fixed) return leftFor(site.form.fixed);
  if (site.options.form !== 'address') {
    if (!site.form.fallsBack && site.options.form !== 'object') return leftFor('options-unknown');
    if (hidesAddress(site)) return leftFor('options-unknown');
  }
  if (site.apiKey.some((origin) => isLiteralKey(origin, site))) return leftFor('literal-key');
  // Plainly the old key, and no edit of ours would change it: the old secret would go to the new host.
  if (readsOldKey(site)) return leftFor('key-elsewhere');
  if (!site.provider && target.mode === 'sdk') {
    if (!site.native || !nativeSdk(target)) return leftFor('no-sdk');
    const obstacle = nativeObstacle(site, endpoint, target, mocked);
    if (obstacle !== null || site.native.blocks.length > 0) return leftFor('sdk-by-hand', obstacle);
  }
  if (site.options.form === 'address')
    return site.options.sendsKey ? { state: 'moved', reason: null, note: null } : leftFor('key-not-seen');
  const obstacle = site.provider && obstruction(site, site.provider, requests, target);
  if (obstacle) return leftFor(obstacle.reason, obstacle.note);
  // A client of which nothing would be served is better left where it works, or where its owner decides.
  const answers = requests.map((request) => routes.answer(request));
  if (answers.length > 0 && !answers.includes('yes')) {
    const reason = answers.includes('unknown') ? 'operation-unknown' : 'nothing-to-serve';
    const advice = [...new Set(requests.flatMap((request) => proposal(request, target) ?? []))].join(' ');
    return { ...leftFor(reason, servicesOf(requests)), ...(advice ? { advice } : {}) };
  }
  return { state: 'moved', reason: null, note: null };
}

function leftFor(reason: ReasonId, note: string | null = null): State {
  return { state: 'by-hand', reason, note };
}

/** Keys of Azure have no prefix: 32 or 84 letters and digits. */
function isLiteralKey(origin: Origin, { azure }: ClientSite): boolean {
  if (origin.kind !== 'text') return false;
  return looksLikeSecret(origin.value) || (azure !== undefined && /^[A-Za-z0-9]{32,}$/.test(origin.value));
}

/** The key is read from something that has OpenAI's variable by name, and where that gets it could not be followed. */
function readsOldKey(site: ClientSite): boolean {
  const { key } = site;
  const isFollowed = keyNames(site).length > 0;
  return key !== null && !isFollowed && NAMED_VARIABLE.test(key.token.text);
}

const NAMED_VARIABLE = /(?<![\w-])(?:[A-Z0-9]+_)*OPEN_?AI(?:_[A-Z0-9]+)+(?!\w)/;

/** The form nests the base URL in an object that is not written out here. */
function hidesAddress({ form, options }: ClientSite): boolean {
  if (form.url.length === 1 || options.form !== 'object') return false;
  const outer = options.object.properties.some(({ name }) => name === form.url[0]);
  return outer && options.inner === null;
}

function servicesOf(requests: readonly RequestSite[]): string {
  return [...new Set(requests.map((request) => request.operation))].join(', ');
}

/** The verdict on one client, with the edits that move it. */
export function clientVerdicts(
  plan: ClientPlan,
  renamings: readonly Renaming[],
  target: ResolvedTarget,
  texts: ReadonlyMap<string, string>,
  blanks: Blanks,
  isKept: IsKept,
  additions: ReadonlyMap<string, string> = new Map(),
  requests: readonly RequestSite[] = [],
): Verdict[] {
  const { site } = plan;
  const own = { ...target, baseURL: plan.baseURL };
  if (site.options.form === 'address') return httpVerdicts(plan, renamings, own, blanks, texts, isKept);
  const base = { token: site.token, kind: 'client', dialect: site.dialect, related: site.related } as const;
  if (plan.state === 'elsewhere')
    return [stays({ ...base, message: elsewhere(plan, target) }), ...azureAddresses(site).map(stays)];
  if (plan.state === 'by-hand') {
    const reason = plan.reason ?? 'base-url-unknown';
    const help = helpFor(plan, reason, blanks);
    const message = byHandMessage(plan);
    return [
      byHand({ ...base, message, ...(help ? { help } : {}) }, reason, blanks),
      ...nativeBlocks(plan, blanks),
      ...literalKeys(plan, blanks),
      ...azureAddresses(site).map((address) => byHand(address, reason, blanks)),
    ];
  }
  const keys = keyVerdicts(site, target, blanks);
  if (site.provider) return keys;
  if (isNative(plan)) return [...nativeVerdicts(plan, renamings, requests, texts), ...keys];
  const edits = clientEdits(plan, renamings, own, texts, additions);
  const message = `${site.className} client → ${target.provider.name.en} (${own.baseURL})`;
  return [
    rewritten({ ...base, message }, edits),
    ...plan.splits.map((split) => splitVerdict(plan, split, renamings, texts)),
    ...carrierVerdict(site),
    ...keys,
  ];
}

/** A client that goes nowhere itself can still be copied. */
function splitVerdict(
  plan: ClientPlan,
  split: Split,
  renamings: readonly Renaming[],
  texts: ReadonlyMap<string, string>,
): Verdict {
  const { site } = plan;
  const second = secondClient(plan, renamings, split.target, texts);
  const methods = [...new Set(split.requests.map(({ method }) => method))].join(', ');
  const message = `adds ${split.name} for ${methods} → ${split.target.provider.name.en} (${split.target.baseURL})`;
  return rewritten(
    { token: site.token, kind: 'client', dialect: site.dialect, message, related: site.related },
    splitEdits(site, split, second, texts),
  );
}

function helpFor({ note, advice, target }: ClientPlan, reason: ReasonId, blanks: Blanks): string | undefined {
  if (reason === 'gateway') return note ?? undefined;
  if (reason === 'no-sdk') {
    const sdk = nativeSdk(target);
    const why = sdk
      ? `${sdk.name} takes the place of the openai package only`
      : target.provider.nativeSdk.why;
    return `${sentence(why)} ${reasonHelp(reason, blanks)}`;
  }
  return advice && `${reasonHelp(reason, blanks)} ${advice}`;
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

/** What the client says of its address is part of it, and no plain HTTP. */
function azureAddresses({ azure, dialect }: ClientSite) {
  const message = 'address of Azure';
  return (azure?.addresses ?? []).map((token) => ({ token, kind: 'endpoint', dialect, message }) as const);
}

function carrierVerdict({ carrier, token, dialect }: ClientSite): Verdict[] {
  if (!carrier) return [];
  const { line, column } = token.range.start;
  const related = [{ file: token.file, line, column, message: 'client made here' }];
  return [stays({ token: carrier, kind: 'client', dialect, message: 'options of this client', related })];
}

function elsewhere(plan: ClientPlan, target: ResolvedTarget): string {
  const { endpoint } = plan;
  if (endpoint.kind === 'vendor' && endpoint.provider === target.provider.id)
    return `client of ${target.provider.name.en} already`;
  return `client of ${plan.note ?? 'another vendor'}, left alone`;
}

function byHandMessage(plan: ClientPlan): string {
  if (plan.site.provider && plan.endpoint.kind !== 'unknown' && plan.endpoint.kind !== 'gateway')
    return plan.site.provider.made === 'default'
      ? 'the exported provider `openai`'
      : 'a provider of the AI SDK';
  if (plan.reason === 'nothing-to-serve' || plan.reason === 'operation-unknown')
    return `client used for: ${plan.note}`;
  if (plan.reason === 'sdk-by-hand' && plan.note) return `${plan.site.className} client: ${plan.note}`;
  if (plan.reason === 'azure-by-hand') return `${plan.site.className} client of Azure: ${plan.note}`;
  if (plan.endpoint.kind === 'gateway') return `client behind ${plan.endpoint.name}`;
  if (plan.endpoint.kind === 'unknown' && plan.endpoint.variables.length > 0)
    return `base URL from ${plan.endpoint.variables.join(', ')}`;
  return `${plan.site.className} client`;
}

/**
 * Leaves clients whose key is a caller's or a variable's, where that variable keeps its name and cannot be renamed here
 * alone: another expression would lose the caller's key, this one would send OpenAI's key to the new host.
 */
export function withoutMixedKeys(
  plans: readonly ClientPlan[],
  renamings: readonly Renaming[],
): readonly ClientPlan[] {
  const blocked = new Set(renamings.filter(({ blockers }) => blockers.length > 0).map(({ from }) => from));
  return plans.map((plan) => {
    const { site } = plan;
    if (plan.state !== 'moved' || site.options.form !== 'object') return plan;
    const isOpen = site.apiKey.some((origin) => origin.kind === 'unknown');
    if (!isOpen || !keyNames(site).some((name) => blocked.has(name))) return plan;
    const { object } = site.options;
    if (readsInPlace(site, object, site.form.key)) return plan;
    return { ...plan, state: 'by-hand', reason: 'variable-shared', note: null, splits: [] };
  });
}

/** What a `by-hand` client leaves to say about the requests that it sends. */
export function clientHelp(plan: ClientPlan, blanks: Blanks): string {
  return reasonHelp(plan.reason ?? 'client-by-hand', blanks);
}
