import type { Config } from './config.js';
import { BanjiaError } from './errors.js';
import type { ResolvedTarget } from './plan/target.js';
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
  const provider = targetProvider(flags, config);
  const region = regionOf(provider, flags.region ?? config.region);
  const baseURL = flags.baseUrl ?? config.baseURL ?? region.baseURL.value;
  assertBaseURL(baseURL, provider);
  assertPath(baseURL, provider, region);
  return {
    provider,
    region,
    mode: flags.mode ?? config.mode ?? 'endpoint',
    baseURL: baseURL.replace(/\/+$/, ''),
    keyVariable: keyVariableOf(provider, flags, config),
    models: { ...config.models, ...flags.models },
    docs: flags.docs === true,
    fromAzure: flags.azure ?? config.azure ?? false,
  };
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
  const documented = provider.keyVariable.value;
  return (
    flags.keyVariable ??
    config.keyVariable ??
    (documented === 'unknown' ? fallbackVariable(provider) : documented)
  );
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
