import type { Config, Route } from './config.js';
import { BanjiaError } from './errors.js';
import { type ResolvedTarget, ROUTE_GROUPS, type RouteGroup } from './plan/target.js';
import { providerOrThrow } from './providers/index.js';
import { ownProvider } from './providers/own.js';
import type { Provider, Region } from './providers/types.js';
import { hostMatches } from './providers/vendors.js';

export type Mode = ResolvedTarget['mode'];

export interface TargetFlags {
  readonly to?: string | undefined;
  readonly mode?: Mode | undefined;
  readonly region?: string | undefined;
  readonly baseUrl?: string | undefined;
  readonly keyVariable?: string | undefined;
  readonly models?: Readonly<Record<string, string>>;
  readonly docs?: boolean | undefined;
  readonly azure?: boolean | undefined;
  readonly guardValues?: boolean | undefined;
  readonly schemaInPrompt?: boolean | undefined;
  /** Providers for kinds of requests. */
  readonly routes?: Readonly<Partial<Record<RouteGroup, string | undefined>>>;
}

/** The providers that the configuration adds. */
export function ownProviders(config: Config): Provider[] {
  return (config.providers ?? []).map((one) => ownProvider(one));
}

/**
 * Flags over configuration over the provider's own facts.
 *
 * @throws {BanjiaError} `unknown-provider`; `bad-option` for an unknown region or a base URL still to be filled in.
 */
export function resolveTarget(flags: TargetFlags, config: Config): ResolvedTarget {
  const models = { ...config.models, ...flags.models };
  const own = ownProviders(config);
  const mode = flags.mode ?? config.mode ?? 'endpoint';
  const main = endpointOf(
    targetProvider(flags, config),
    {
      region: flags.region ?? config.region,
      baseURL: flags.baseUrl ?? config.baseURL,
      keyVariable: flags.keyVariable ?? config.keyVariable,
    },
    models,
    mode,
  );
  const guardValues = flags.guardValues ?? config.guardValues ?? false;
  const schemaInPrompt = flags.schemaInPrompt ?? config.schemaInPrompt ?? false;
  const routes: Partial<Record<RouteGroup, ResolvedTarget>> = {};
  const wishes = {
    guardValues,
    schemaInPrompt,
    docs: flags.docs === true,
    fromAzure: flags.azure ?? config.azure ?? false,
  };
  const target = { ...main, ...wishes, routes };
  for (const group of ROUTE_GROUPS) {
    const route = routeOf(group, flags, config);
    if (!route) continue;
    const goal = {
      ...endpointOf(providerOrThrow(route.provider, own), route, models, mode),
      ...wishes,
    };
    // One client serves all that goes to one place; what goes to the target anyhow needs no route.
    const known = [target, ...Object.values(routes)].find((one) => isSamePlace(one, goal));
    if (known !== target) routes[group] = known ?? goal;
  }
  return target;
}

function isSamePlace(a: ResolvedTarget, b: ResolvedTarget): boolean {
  return a.provider === b.provider && a.baseURL === b.baseURL && a.keyVariable === b.keyVariable;
}

interface Chosen {
  readonly region?: string | undefined;
  readonly baseURL?: string | undefined;
  readonly keyVariable?: string | undefined;
}

function endpointOf(
  provider: Provider,
  chosen: Chosen,
  models: Readonly<Record<string, string>>,
  mode: Mode,
): ResolvedTarget {
  const region = regionOf(provider, chosen.region);
  const baseURL = chosen.baseURL ?? region.baseURL.value;
  assertBaseURL(baseURL, provider);
  assertPath(baseURL, provider, region);
  return {
    provider,
    region,
    mode,
    baseURL: baseURL.replace(/\/+$/, ''),
    keyVariable: chosen.keyVariable ?? documentedVariable(provider),
    models,
  };
}

/** A flag names a provider, or a provider and its region: `alibaba:intl`. */
function routeOf(group: RouteGroup, flags: TargetFlags, config: Config): Route | undefined {
  const flag = flags.routes?.[group];
  const route = flag ?? config.routes?.[group];
  if (route === undefined || typeof route !== 'string') return route;
  const [provider = '', region] = route.split(':');
  return region === undefined ? { provider } : { provider, region };
}

/** @throws {BanjiaError} `bad-option` where neither the flags nor the configuration name one; `unknown-provider`. */
export function targetProvider(flags: TargetFlags, config: Config): Provider {
  const name = flags.to ?? config.provider;
  if (!name)
    throw new BanjiaError(
      'bad-option',
      'no target provider given',
      'Name one: --to zhipu. `banjia providers` lists them.',
    );
  return providerOrThrow(name, ownProviders(config));
}

/** The environment variable that holds the key. */
export function keyVariableOf(provider: Provider, flags: TargetFlags, config: Config): string {
  return flags.keyVariable ?? config.keyVariable ?? documentedVariable(provider);
}

function documentedVariable(provider: Provider): string {
  const documented = provider.keyVariable.value;
  return documented === 'unknown' ? fallbackVariable(provider) : documented;
}

function fallbackVariable(provider: Provider): string {
  return `${provider.id.replace(/\W+/g, '_').toUpperCase()}_API_KEY`;
}

function regionOf(provider: Provider, wanted: string | undefined): Region {
  if (!wanted) return provider.regions[0];
  const found = provider.regions.find((region) => region.id === wanted);
  if (found) return found;
  const known = provider.regions.map((region) => region.id).join(', ');
  throw new BanjiaError('bad-option', `${provider.id} has no region "${wanted}"`, `Its regions: ${known}`);
}

/**
 * Where only the host is the user's own, the path is the provider's: without it, or with that of an older API, every
 * request would fail. A host of nobody's is a gateway, which has the path that it has.
 */
function assertPath(url: string, provider: Provider, region: Region): void {
  const pattern = region.baseURL.value;
  const host = new URL(url).host;
  if (!/^https:\/\/[^/]*</.test(pattern) || !provider.hosts.some((one) => hostMatches(one, host))) return;
  const path = pattern.replace(/^https:\/\/[^/]+/, '');
  if (new URL(url).pathname.replace(/\/+$/, '') === path) return;
  throw new BanjiaError(
    'bad-option',
    `the base URL of ${provider.id} ends in ${path}: ${url}`,
    `Give it whole: --base-url https://${host}${path}`,
  );
}

function assertBaseURL(url: string, provider: Provider): void {
  if (/[<>{}]/.test(url) || url === 'unknown')
    throw new BanjiaError(
      'bad-option',
      `the base URL of ${provider.id} has a part that only you know: ${url}`,
      'Give it whole: --base-url https://…',
    );
  try {
    new URL(url);
  } catch (cause) {
    throw new BanjiaError('bad-option', `not a URL: ${url}`, 'Give it whole: --base-url https://…', {
      cause,
    });
  }
}
