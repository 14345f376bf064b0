import type { Operation } from '../openai/operations.js';
import { bare } from '../plan/endpoint.js';
import type { Provider } from '../providers/types.js';
import { hostMatches } from '../providers/vendors.js';
import type { ClientSite, EnvLineSite, Origin, RequestSite, Site } from '../sites.js';

/** One endpoint × operation × model that the code asks for. */
export interface Probe {
  readonly baseURL: string;
  readonly operation: Operation;
  /** null where the code does not show it. */
  readonly model: string | null;
  readonly places: readonly Place[];
}

export interface Place {
  readonly file: string;
  readonly line: number;
}

/** Whether a text names a model or a host of a provider: nothing in it need speak of OpenAI any more. */
export function mentions(text: string, provider: Provider): boolean {
  return (
    // An id such as `default` is a word like any other.
    provider.models.some(({ id }) => /[-\d/]/.test(id) && text.includes(id)) ||
    provider.hosts.some((host) => text.includes(host.replace(/^\*\.?/, '')))
  );
}

/**
 * What the clients that point at a provider ask for, each once, in a fixed order. A client points there when its base
 * URL is one of the provider's hosts or `known`, the address that the user named.
 */
export function probesOf(
  sites: readonly Site[],
  provider: Provider,
  known: string | null,
  scope: ReadonlySet<string> | null,
): Probe[] {
  const lines = sites.filter((site): site is EnvLineSite => site.site === 'env-line');
  const clients = sites.filter((site): site is ClientSite => site.site === 'client' && !site.inTest);
  const addresses = new Map(
    clients.map((client) => [client.id, addressesAt(client, lines, provider, known)]),
  );
  const everywhere = [...new Set([...addresses.values()].flat())];
  const probes = new Map<string, { probe: Probe; places: Place[] }>();
  for (const request of sites) {
    if (request.site !== 'request' || (scope && !scope.has(request.token.file))) continue;
    const own = request.clients.flatMap((id) => addresses.get(id) ?? []);
    const unseen = request.clients.length === 0 && request.openEnded && request.confidence === 'certain';
    for (const baseURL of new Set(unseen ? everywhere : own))
      for (const model of modelsOf(request, lines)) add(probes, baseURL, request, model);
  }
  return [...probes.values()].map(({ probe, places }) => ({ ...probe, places })).sort(compareProbes);
}

function add(
  probes: Map<string, { probe: Probe; places: Place[] }>,
  baseURL: string,
  request: RequestSite,
  model: string | null,
): void {
  const { operation, token } = request;
  const place = { file: token.file, line: token.range.start.line };
  const key = JSON.stringify([baseURL, operation, model]);
  const found = probes.get(key);
  if (found) found.places.push(place);
  else probes.set(key, { probe: { baseURL, operation, model, places: [] }, places: [place] });
}

function addressesAt(
  client: ClientSite,
  lines: readonly EnvLineSite[],
  provider: Provider,
  known: string | null,
): string[] {
  if (client.className !== 'OpenAI' && client.className !== 'OpenAIApi') return [];
  return [...new Set(client.baseURL.flatMap((origin) => textsOf(origin, lines)))]
    .map((url) => url.replace(/\/+$/, ''))
    .filter((url) => url === known || isAt(url, provider));
}

function isAt(url: string, provider: Provider): boolean {
  try {
    const { host } = new URL(url);
    return provider.hosts.some((pattern) => hostMatches(pattern, host));
  } catch {
    return false;
  }
}

/** A text, or what the environment files of the repository hold for a variable. */
function textsOf(origin: Origin, lines: readonly EnvLineSite[]): string[] {
  if (origin.kind === 'text') return [origin.value];
  if (origin.kind !== 'env') return [];
  return lines
    .filter((line) => line.editable && line.name === origin.name)
    .flatMap((line) => bare(line) || []);
}

/** The models of a request; null for one that the code does not show. `models` needs none. */
function modelsOf(request: RequestSite, lines: readonly EnvLineSite[]): (string | null)[] {
  if (request.operation === 'models') return [null];
  const ids = request.model.flatMap((origin) => textsOf(origin, lines));
  return ids.length > 0 ? [...new Set(ids)] : [null];
}

function compareProbes(a: Probe, b: Probe): number {
  return (
    compare(a.baseURL, b.baseURL) ||
    compare(a.operation, b.operation) ||
    compare(a.model ?? '', b.model ?? '')
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
