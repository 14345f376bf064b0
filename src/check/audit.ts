import { classifyEndpoint, type Endpoint } from '../plan/endpoint.js';
import { inPlace } from '../plan/in-place.js';
import type { ResolvedTarget } from '../plan/target.js';
import { blanksOf } from '../plan/target.js';
import type { Verdict } from '../plan/verdict.js';
import { providers } from '../providers/index.js';
import type { Provider } from '../providers/types.js';
import type { ClientSite, EnvLineSite, NoteSite, RequestSite, Site } from '../sites.js';
import type { SourceText } from '../transform.js';
import type { Places } from '../virtual/places.js';
import { findFallbacks } from './fallback.js';
import { endingMentions, endingRequests, withShutdown } from './lifecycle.js';
import { findUnusedPackages } from './locks.js';
import { findSecrets } from './secrets.js';
import { findRefused } from './served.js';

export interface AuditInput {
  readonly sites: readonly Site[];
  readonly sources: readonly SourceText[];
  readonly target: ResolvedTarget | null;
  /** All texts that sites speak of, and where those are that stand inside other files. */
  readonly texts: ReadonlyMap<string, string>;
  readonly places: Places;
  /** `YYYY-MM-DD`. */
  readonly today: string;
}

/**
 * What planning decided, plus what only `check` looks for: live keys, packages that nothing uses, models whose end has
 * come, the SDK's own fallbacks, and what the target refuses of code that is there already. Pure.
 */
export function audit(planned: readonly Verdict[], input: AuditInput): Verdict[] {
  const blanks = blanksOf(input.target);
  const found = new Auditor(input).all().map((verdict) => inPlace(verdict, input.places, blanks));
  const places = new Set(found.map(placeKey));
  const secretLines = new Set(found.filter(({ dialect }) => dialect === 'secrets').map(lineKey));
  const kept = planned.filter((verdict) => {
    // Both would speak of one token; the sharper word stays.
    if (verdict.action === 'none' && places.has(placeKey(verdict))) return false;
    if (
      verdict.kind === 'credential' &&
      verdict.reason === 'literal-key' &&
      secretLines.has(lineKey(verdict))
    )
      return false;
    if (verdict.reason !== 'variable-not-followed' || verdict.dialect !== 'env-files') return true;
    return !places.has(placeKey(verdict)) && !secretLines.has(lineKey(verdict));
  });
  return [...kept.map((verdict) => withShutdown(verdict, input.today)), ...found];
}

function placeKey({ token, kind }: Verdict): string {
  return `${token.file}:${token.span.start}:${token.span.end}:${kind === 'unsupported' ? 'call' : kind}`;
}

function lineKey({ token }: Verdict): string {
  return `${token.file}:${token.range.start.line}`;
}

class Auditor {
  private readonly input: AuditInput;
  private readonly clients = new Map<string, { readonly site: ClientSite; readonly endpoint: Endpoint }>();
  private readonly requests: RequestSite[] = [];
  private readonly lines: EnvLineSite[] = [];
  private readonly notes: NoteSite[] = [];

  constructor(input: AuditInput) {
    this.input = input;
    const clients: ClientSite[] = [];
    for (const site of input.sites) {
      if (site.site === 'client') clients.push(site);
      else if (site.site === 'request') this.requests.push(site);
      else if (site.site === 'env-line') this.lines.push(site);
      else if (site.site === 'note') this.notes.push(site);
    }
    for (const site of clients) this.clients.set(site.id, { site, endpoint: this.endpointOf(site) });
  }

  all(): Verdict[] {
    const { target, today, sources } = this.input;
    const blanks = blanksOf(target);
    const ended = endingRequests(this.requests, (request) => this.recipient(request), today, blanks);
    const proved = new Set(ended.map(placeKey));
    return [
      ...findSecrets(sources, blanks),
      ...findUnusedPackages(sources, blanks),
      ...findFallbacks(this.elsewhere(), this.lines, blanks),
      ...ended,
      ...endingMentions(this.notes, today, blanks).filter((one) => !proved.has(placeKey(one))),
      ...this.refused(target, proved),
    ];
  }

  private refused(target: ResolvedTarget | null, ended: ReadonlySet<string>): Verdict[] {
    if (!target) return [];
    const own = this.requests.filter((request) => this.recipient(request)?.id === target.provider.id);
    const clientsOf = (request: RequestSite) =>
      request.clients.flatMap((id) => this.clients.get(id)?.site ?? []);
    // A test that replaces the SDK sends nothing: what it says reaches nobody.
    const mocked = new Set(this.notes.filter(({ mocksSdk }) => mocksSdk).map(({ token }) => token.file));
    const { texts, sites } = this.input;
    const answers = sites.filter((site) => site.site === 'answer');
    return findRefused(own, clientsOf, target, { texts, answers }, blanksOf(target)).filter(
      (verdict) =>
        verdict.action !== 'none' && !ended.has(placeKey(verdict)) && !mocked.has(verdict.token.file),
    );
  }

  /** A provider of one's own, or a machine of one's own, is known by the address of the target alone. */
  private endpointOf(site: ClientSite): Endpoint {
    const endpoint = classifyEndpoint(site, this.lines);
    const { target } = this.input;
    if (!target || (endpoint.kind !== 'vendor' && endpoint.kind !== 'local')) return endpoint;
    if (endpoint.kind === 'vendor' && endpoint.provider) return endpoint;
    const isTarget = site.baseURL.some(
      (origin) => origin.kind === 'text' && origin.value.replace(/\/+$/, '') === target.baseURL,
    );
    return isTarget
      ? { kind: 'vendor', name: target.provider.name.en, provider: target.provider.id }
      : endpoint;
  }

  /** Clients that belong to another vendor, or to nobody known. */
  private elsewhere(): ClientSite[] {
    return [...this.clients.values()].flatMap(({ site, endpoint }) =>
      endpoint.kind === 'vendor' ? [site] : [],
    );
  }

  /** The one provider that every client of a request belongs to. */
  private recipient({ clients, openEnded }: RequestSite): Provider | undefined {
    if (clients.length === 0 || openEnded) return undefined;
    const ids = new Set(
      clients.map((id) => {
        const endpoint = this.clients.get(id)?.endpoint;
        return endpoint?.kind === 'vendor' ? endpoint.provider : null;
      }),
    );
    const [id] = ids;
    if (ids.size !== 1 || !id) return undefined;
    const { target } = this.input;
    return target?.provider.id === id ? target.provider : providers.find((one) => one.id === id);
  }
}
