import { parseModelId } from '../openai/models.js';
import type { ModelClass, Operation } from '../openai/operations.js';
import { providers } from '../providers/index.js';
import type { Provider } from '../providers/types.js';
import type { ClientSite, RequestSite } from '../sites.js';
import type { Endpoint } from './endpoint.js';
import { mapModel } from './models.js';
import { findModel, type ResolvedTarget, type RouteGroup, routeGroupOf, targetOf } from './target.js';

/** A second client, beside the first, for requests that go to another provider. */
export interface Split {
  readonly target: ResolvedTarget;
  /** The name that it gets. */
  readonly name: string;
  readonly requests: readonly RequestSite[];
}

/** Where a client goes, and what goes elsewhere by a client of its own. */
export interface Route {
  readonly target: ResolvedTarget;
  readonly splits: readonly Split[];
}

/**
 * Where the requests of a client go. One that serves a single provider goes there as it is; else those of the others get
 * a second client where it can be proved which name reaches the first. The rest is left to a person.
 */
export function routeOf(
  site: ClientSite,
  endpoint: Endpoint,
  requests: readonly RequestSite[],
  main: ResolvedTarget,
): Route {
  const groups = byTarget(requests, main);
  const isPlain =
    endpoint.kind === 'default' || (endpoint.kind === 'openai' && endpoint.variables.length === 0);
  const [first] = groups.keys();
  // Instances of the AI SDK are made anew for one target (ai-sdk.ts).
  if (groups.size === 0 || !first || !isPlain || site.provider) return { target: main, splits: [] };
  const target = groups.has(main) ? main : first;
  groups.delete(target);
  const splits = [...groups].flatMap(([other, own]): Split[] =>
    canSplit(site, own) ? [{ target: other, name: nameFor(site, other, own), requests: own }] : [],
  );
  return { target, splits: splits.filter(({ name }) => !site.holder?.taken.includes(name)) };
}

function byTarget(
  requests: readonly RequestSite[],
  main: ResolvedTarget,
): Map<ResolvedTarget, RequestSite[]> {
  const groups = new Map<ResolvedTarget, RequestSite[]>();
  for (const request of requests) {
    const target = targetOf(main, request.operation);
    groups.set(target, [...(groups.get(target) ?? []), request]);
  }
  return groups;
}

function canSplit({ id, holder, options, form }: ClientSite, requests: readonly RequestSite[]): boolean {
  if (!holder || form.url.length > 1 || !form.fallsBack) return false;
  if (options.form === 'object' ? options.shared : options.form !== 'none') return false;
  return requests.every(
    ({ clients, openEnded, receiver }) =>
      clients.length === 1 &&
      !openEnded &&
      receiver?.client === id &&
      (receiver.imported === null || (holder.kind === 'variable' && holder.exported)),
  );
}

/** `openai` → `openaiEmbeddings`; named for the provider where it serves several kinds of requests. */
function nameFor(
  { holder }: ClientSite,
  { provider }: ResolvedTarget,
  requests: readonly RequestSite[],
): string {
  const groups = new Set(requests.map(({ operation }) => routeGroupOf(operation)));
  const [only] = groups;
  const word = groups.size === 1 && only ? only : provider.id.replace(/[^\w]/g, '');
  return `${holder?.name ?? ''}${word.charAt(0).toUpperCase()}${word.slice(1)}`;
}

/** What a provider offers for one kind of request. */
interface Offer {
  readonly provider: Provider;
  readonly model: string;
  readonly dimensions: number | undefined;
  readonly keepsWidth: boolean;
}

/**
 * Providers that would serve a request which the target does not, as a sentence; for embeddings those first whose
 * vectors are as wide as the old ones. null where nobody does, or where no flag sends it elsewhere.
 */
export function proposal(request: RequestSite, target: ResolvedTarget): string | null {
  const group = routeGroupOf(request.operation);
  if (!group || request.provider) return null;
  const offers = providers
    .filter((provider) => provider !== target.provider && isReachable(provider))
    .flatMap((provider) => offerOf(provider, request, group, target) ?? [])
    .sort((a, b) => Number(b.keepsWidth) - Number(a.keepsWidth) || (a.provider.id < b.provider.id ? -1 : 1))
    .slice(0, 4);
  if (offers.length === 0) return null;
  return `--${group} sends it elsewhere: ${offers.map(describe).join(', ')}.`;
}

function describe({ provider, model, dimensions }: Offer): string {
  const size = dimensions === undefined ? '' : `, ${dimensions} dimensions`;
  return `${provider.id} (${model}${size})`;
}

/** One whose address is known and not on this machine. */
function isReachable({ regions }: Provider): boolean {
  return !/<|\/\/(?:localhost|127\.)/.test(regions[0].baseURL.value);
}

const CLASS_OF: Readonly<Record<RouteGroup, ModelClass>> = {
  embeddings: 'embedding',
  images: 'image',
  speech: 'speech',
  transcription: 'transcription',
};

function offerOf(
  provider: Provider,
  request: RequestSite,
  group: RouteGroup,
  target: ResolvedTarget,
): Offer | null {
  const operation: Operation = request.operation;
  const [region] = provider.regions;
  const fact = provider.operations[operation];
  const model = provider.mapping[CLASS_OF[group]].value;
  if (fact.value !== 'yes' || (fact.regions && !fact.regions.includes(region.id))) return null;
  if (model === null || model === 'unknown') return null;
  const there: ResolvedTarget = { ...target, provider, region, models: {} };
  const old = request.model.flatMap((origin) => (origin.kind === 'text' ? [origin.value] : []));
  const width = old.map((id) => parseModelId(id)?.dimensions).find((one) => one !== undefined);
  const mapped = old.map((id) => mapModel(there, id, false)).find(({ kind }) => kind === 'mapped');
  const asked = mapped?.kind === 'mapped' ? mapped.dimensions : null;
  const dimensions = asked ?? findModel(there, model)?.defaultDimensions;
  return { provider, model, dimensions, keepsWidth: width !== undefined && dimensions === width };
}
