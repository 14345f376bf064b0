import { hostOwner } from '../providers/index.js';
import type { Address, ClientOptions, ClientSite, EnvLineSite, Origin, Token } from '../sites.js';

/** Whom a client talks to, as far as the code proves it. */
export type Endpoint =
  /** No base URL anywhere: the SDK's default. */
  | { readonly kind: 'default' }
  /** OpenAI by a text; `overridden` where a variable may say otherwise at run time. */
  | {
      readonly kind: 'openai';
      readonly texts: readonly Token[];
      readonly shared: boolean;
      readonly variables: readonly string[];
    }
  /** A variable whose value in the repository's environment files is OpenAI's. */
  | { readonly kind: 'openai-env'; readonly lines: readonly EnvLineSite[] }
  /** Nothing but variables named after OpenAI: under their new names they cannot lead back to it. */
  | {
      readonly kind: 'variable';
      readonly variables: readonly string[];
      readonly lines: readonly EnvLineSite[];
    }
  | { readonly kind: 'vendor'; readonly name: string | null; readonly provider: string | null }
  | { readonly kind: 'local'; readonly name: string | null }
  | { readonly kind: 'gateway'; readonly name: string; readonly advice: string | null }
  | { readonly kind: 'azure' }
  | { readonly kind: 'mixed' }
  | { readonly kind: 'unknown'; readonly variables: readonly string[] };

export function classifyEndpoint(site: ClientSite, envLines: readonly EnvLineSite[]): Endpoint {
  if (site.className.startsWith('Azure') || site.azure) return { kind: 'azure' };
  if (site.className === 'BedrockOpenAI') return { kind: 'vendor', name: 'Amazon Bedrock', provider: null };
  if (site.service) return { kind: 'vendor', name: site.service, provider: null };
  if (site.service === null || site.options.form === 'opaque') return { kind: 'unknown', variables: [] };
  // The SDK drops a text where options belong and goes by its defaults.
  if (site.options.form === 'string') return { kind: 'default' };
  const plain = site.options.form === 'address' ? azureIn(site.options, site.baseURL) : undefined;
  if (plain) return plain;
  const given = site.baseURL;
  const real = given.filter((origin) => origin.kind !== 'nothing');
  if (real.length === 0) return site.form.fallsBack ? byDefault(envLines) : { kind: 'default' };
  const owners = real.flatMap((origin) => (origin.kind === 'text' ? [endpointOfUrl(origin.value)] : []));
  if (owners.length === 0) return unresolved(real, envLines);
  if (owners.every((owner) => owner.kind === 'openai')) return openai(real, given.length > real.length);
  const [first] = owners;
  const [only] = new Set(owners.map((owner) => JSON.stringify(owner)));
  if (owners.some((owner) => owner.kind === 'openai')) return { kind: 'mixed' };
  // One caller names a vendor, another nothing or what only a run tells: the client is everybody's.
  if (given.some((origin) => origin.kind === 'nothing')) return { kind: 'mixed' };
  const isOpen = real.some((origin) => origin.kind !== 'text');
  if (isOpen && real.some(isHandedIn)) return { kind: 'unknown', variables: variablesOf(real) };
  // A host of one's own that is sent OpenAI's key stands in front of OpenAI.
  if (first?.kind === 'vendor' && first.name === null && sendsKeyOfOpenAI(site))
    return { kind: 'gateway', name: 'a host of your own', advice: null };
  // Several vendors, none of them OpenAI: none of our business either way.
  return first && only ? first : { kind: 'mixed' };
}

/** Azure's header, or a deployment in the path, where none of the addresses is somebody else's. */
function azureIn(
  { addresses, azureKey }: ClientOptions & { readonly form: 'address' },
  bases: readonly Origin[],
): Endpoint | undefined {
  const owners = bases.flatMap((base) => (base.kind === 'text' ? [endpointOfUrl(base.value).kind] : []));
  if (owners.some((owner) => owner !== 'openai' && owner !== 'azure')) return undefined;
  const isDeployment = ({ pieces }: Address) =>
    pieces.some(
      (piece) =>
        piece.kind === 'text' &&
        /\/openai\/deployments\/|[?&]api-version=|\.openai\.azure\./.test(piece.value),
    );
  const found = addresses.filter(isDeployment).length;
  if (found === 0 && !azureKey) return undefined;
  return found === addresses.length || found === 0 ? { kind: 'azure' } : { kind: 'mixed' };
}

function sendsKeyOfOpenAI(site: ClientSite): boolean {
  return (
    site.options.form === 'address' &&
    site.apiKey.some((origin) => origin.kind === 'env' && /(?:^|_)OPEN_?AI_/.test(origin.name))
  );
}

/** A text that a caller passed in, not the fallback of the expression itself. */
function isHandedIn(origin: Origin): boolean {
  return origin.kind === 'text' && origin.trail.some(({ message }) => /^(?:parameter|through)/.test(message));
}

/** Without a base URL the SDK reads OPENAI_BASE_URL: an environment file that sets it to another host decides. */
function byDefault(envLines: readonly EnvLineSite[]): Endpoint {
  const set = envLines.filter(
    (line) => line.editable && line.name === 'OPENAI_BASE_URL' && bare(line) !== '',
  );
  const elsewhere = set.some((line) => endpointOfUrl(bare(line)).kind !== 'openai');
  return elsewhere ? { kind: 'unknown', variables: ['OPENAI_BASE_URL'] } : { kind: 'default' };
}

/** Who owns the host of a base URL. A text that is no URL belongs to nobody known. */
export function endpointOfUrl(url: string): Endpoint {
  let host: string;
  try {
    host = new URL(url).host;
  } catch {
    return { kind: 'unknown', variables: [] };
  }
  const owner = hostOwner(host);
  if (!owner) {
    // A host of one's own with OpenAI's name in it is a proxy in front of OpenAI more often than not.
    if (/openai/i.test(host)) return { kind: 'gateway', name: host, advice: null };
    return { kind: 'vendor', name: null, provider: null };
  }
  switch (owner.kind) {
    case 'openai':
      return { kind: 'openai', texts: [], shared: false, variables: [] };
    case 'azure':
      return { kind: 'azure' };
    case 'gateway':
      return { kind: 'gateway', name: owner.name, advice: owner.advice ?? null };
    case 'local':
      return { kind: 'local', name: owner.name };
    default:
      return { kind: 'vendor', name: owner.name, provider: owner.provider ?? null };
  }
}

function openai(real: readonly Origin[], mayBeAbsent: boolean): Endpoint {
  if (mayBeAbsent || real.some(({ kind }) => kind === 'unknown' || kind === 'number' || kind === 'boolean'))
    return { kind: 'unknown', variables: [] };
  if (variablesOf(real).some((name) => !isAddressOfOpenAI(name) && /PROXY|GATEWAY|GENERIC|CUSTOM/.test(name)))
    return { kind: 'unknown', variables: variablesOf(real) };
  return {
    kind: 'openai',
    texts: real.flatMap((origin) => (origin.kind === 'text' ? [origin.at] : [])),
    shared: real.some((origin) => origin.kind === 'text' && origin.shared),
    variables: variablesOf(real),
  };
}

/** Only variables or things out of sight: the environment files of the repository may still tell. */
function unresolved(real: readonly Origin[], envLines: readonly EnvLineSite[]): Endpoint {
  const variables = variablesOf(real);
  if (real.some((origin) => origin.kind !== 'env')) return { kind: 'unknown', variables };
  const lines = envLines.filter(
    (line) => line.editable && variables.includes(line.name) && bare(line) !== '',
  );
  const allOpenAI = lines.every((line) => endpointOfUrl(bare(line)).kind === 'openai');
  if (allOpenAI && variables.every(isAddressOfOpenAI)) return { kind: 'variable', variables, lines };
  return allOpenAI && lines.length > 0 ? { kind: 'openai-env', lines } : { kind: 'unknown', variables };
}

/** OpenAI's own name for it and nothing before it: `GENERIC_OPENAI_URL` is somebody's choice of a server. */
export function isAddressOfOpenAI(name: string): boolean {
  return /^(?:NEXT_PUBLIC_|VITE_|REACT_APP_|PUBLIC_|EXPO_PUBLIC_|NUXT_)?OPEN_?AI_(?:API_)?(?:BASE|BASE_?URL|BASE_?PATH|URL|HOST|DOMAIN|ENDPOINT)$/.test(
    name,
  );
}

function variablesOf(origins: readonly Origin[]): string[] {
  return [...new Set(origins.flatMap((origin) => (origin.kind === 'env' ? [origin.name] : [])))];
}

/** The value of an environment line without its quotes. */
export function bare(line: EnvLineSite): string {
  return line.value.text.replace(/^(["'`])(.*)\1$/s, '$2').trim();
}
