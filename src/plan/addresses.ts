import type { Edit } from '../finding.js';
import type { OperationFact } from '../providers/types.js';
import type { ReasonId } from '../reasons.js';
import type { Address, ClientSite, RequestSite } from '../sites.js';
import { placeKey } from './branches.js';
import { editedPieces, type Resolved, resolveAddress } from './resolve-address.js';

/** What becomes of the addresses of one request by plain HTTP. */
export type AddressPlan =
  | ({ readonly kind: 'moves' } & Resolved)
  | { readonly kind: 'stays'; readonly reason: ReasonId; readonly note: string | null };

/** A client that could be moved as far as it alone is concerned, or one that stays. */
export interface Candidate {
  readonly site: ClientSite;
  readonly isFree: boolean;
  /** Where it would point. */
  readonly baseURL: string;
  readonly requests: readonly RequestSite[];
}

/** Whether the target serves a request. */
type Answer = (request: RequestSite) => OperationFact['value'];

/**
 * Base and path are often constants of their own that several requests are put together of, and changing one of them alone
 * gives a wrong address. So requests that share a text which would change, or the header with the key, are moved together
 * or not at all.
 */
export function planAddresses(
  candidates: readonly Candidate[],
  answerTo: Answer,
): ReadonlyMap<string, AddressPlan> {
  return new Together(candidates, answerTo).plan();
}

class Together {
  private readonly answerTo: Answer;
  private readonly candidates: ReadonlyMap<string, Candidate>;
  private readonly plans = new Map<string, AddressPlan>();
  /** Place of a text or a key → the clients that would change it. */
  private readonly changers = new Map<string, Set<string>>();
  /** Place of a text → the clients that are put together of it. */
  private readonly users = new Map<string, Set<string>>();
  private readonly served = new Map<string, boolean>();

  constructor(candidates: readonly Candidate[], answerTo: Answer) {
    this.candidates = new Map(candidates.map((one) => [one.site.id, one]));
    this.answerTo = answerTo;
    for (const candidate of candidates) this.add(candidate);
  }

  plan(): ReadonlyMap<string, AddressPlan> {
    this.dropClashing();
    const queue = [...this.plans].filter(([, plan]) => plan.kind === 'stays').map(([id]) => id);
    const seen = new Set(queue);
    for (let id = queue.pop(); id !== undefined; id = queue.pop())
      for (const other of this.dragged(id)) {
        this.plans.set(other, { kind: 'stays', reason: 'address-shared', note: null });
        if (!seen.has(other)) queue.push(other);
        seen.add(other);
      }
    this.dropUnserved();
    return this.plans;
  }

  private add(candidate: Candidate): void {
    const { site } = candidate;
    const plan = this.alone(candidate);
    this.plans.set(site.id, plan);
    for (const address of addressesOf(site))
      for (const piece of address.pieces)
        if (piece.kind === 'text' && piece.at) push(this.users, placeKey(piece.at), site.id);
    if (plan.kind !== 'moves') return;
    for (const place of changedPlaces(site, plan.edits)) push(this.changers, place, site.id);
    for (const place of keyPlaces(site)) push(this.changers, place, site.id);
    this.served.set(
      site.id,
      candidate.requests.some((one) => this.answerTo(one) === 'yes'),
    );
  }

  /** What the addresses of one client become if nobody else objects. */
  private alone({ site, isFree, baseURL, requests }: Candidate): AddressPlan {
    if (!isFree) return { kind: 'stays', reason: 'address-shared', note: null };
    const edits: Edit[] = [];
    const variables = new Map<string, string>();
    for (const address of addressesOf(site)) {
      const resolved = resolveAddress(address, baseURL);
      if (resolved.kind === 'stuck') return { kind: 'stays', reason: resolved.reason, note: null };
      const [reader] = editedPieces(address, resolved.edits).flatMap((one) =>
        one.kind === 'text' ? one.otherReaders : [],
      );
      if (reader) return { kind: 'stays', reason: 'address-read', note: `${reader.file}:${reader.line}` };
      edits.push(...resolved.edits);
      for (const [name, value] of resolved.variables) {
        if ((variables.get(name) ?? value) !== value)
          return { kind: 'stays', reason: 'address-pieces', note: null };
        variables.set(name, value);
      }
    }
    const lacking = requests.filter((one) => ['no', 'differs'].includes(this.answerTo(one)));
    if (lacking.length > 0) return { kind: 'stays', reason: 'nothing-to-serve', note: operationsOf(lacking) };
    return { kind: 'moves', edits, variables };
  }

  /** One text that would have to become two: both stay. */
  private dropClashing(): void {
    const wanted = new Map<string, { text: string; id: string }>();
    for (const [id, plan] of this.plans) {
      if (plan.kind !== 'moves') continue;
      for (const edit of plan.edits) {
        const place = `${edit.file}:${edit.start}:${edit.end}`;
        const known = wanted.get(place);
        if (known && known.text !== edit.text)
          for (const one of [id, known.id])
            this.plans.set(one, { kind: 'stays', reason: 'address-shared', note: null });
        wanted.set(place, { text: edit.text, id });
      }
    }
  }

  /** Clients that cannot move since one that stays reads what they would change. */
  private dragged(id: string): string[] {
    const site = this.candidates.get(id)?.site;
    if (!site) return [];
    const places = addressesOf(site).flatMap((address) =>
      address.pieces.flatMap((piece) => (piece.kind === 'text' && piece.at ? [placeKey(piece.at)] : [])),
    );
    places.push(...keyPlaces(site));
    return places
      .flatMap((place) => [...(this.changers.get(place) ?? [])])
      .filter((other) => this.plans.get(other)?.kind === 'moves');
  }

  /** What nobody could confirm goes along with what is served; by itself it stays. */
  private dropUnserved(): void {
    for (const group of this.groups()) {
      if (group.some((id) => this.served.get(id))) continue;
      for (const id of group) {
        const requests = this.candidates.get(id)?.requests ?? [];
        this.plans.set(id, { kind: 'stays', reason: 'operation-unknown', note: operationsOf(requests) });
      }
    }
  }

  /** Clients that move, by what they change together. */
  private groups(): string[][] {
    const groups: string[][] = [];
    const done = new Set<string>();
    const places = new Map<string, string[]>();
    for (const [place, ids] of this.changers)
      for (const id of ids) places.set(id, [...(places.get(id) ?? []), place]);
    for (const [id, plan] of this.plans) {
      if (plan.kind !== 'moves' || done.has(id)) continue;
      const group: string[] = [];
      const queue = [id];
      done.add(id);
      for (let one = queue.pop(); one !== undefined; one = queue.pop()) {
        group.push(one);
        for (const place of places.get(one) ?? [])
          for (const other of this.changers.get(place) ?? []) {
            if (done.has(other) || this.plans.get(other)?.kind !== 'moves') continue;
            done.add(other);
            queue.push(other);
          }
      }
      groups.push(group);
    }
    return groups;
  }
}

export function addressesOf(site: ClientSite): readonly Address[] {
  return site.options.form === 'address' ? site.options.addresses : [];
}

function changedPlaces(site: ClientSite, edits: readonly Edit[]): string[] {
  return addressesOf(site).flatMap((address) =>
    editedPieces(address, edits).flatMap((piece) =>
      piece.kind === 'text' && piece.at ? [placeKey(piece.at)] : [],
    ),
  );
}

/** A header together with the variable that it sends: two callers of one function may hand in two keys. */
function keyPlaces({ key, apiKey }: ClientSite): string[] {
  if (!key) return [];
  return apiKey.flatMap((origin) =>
    origin.kind === 'env' ? [`${placeKey(key.token)} sends ${placeKey(origin.token)}`] : [],
  );
}

function operationsOf(requests: readonly RequestSite[]): string {
  return [...new Set(requests.map((request) => request.operation))].join(', ');
}

function push(map: Map<string, Set<string>>, key: string, id: string): void {
  const known = map.get(key);
  if (known) known.add(id);
  else map.set(key, new Set([id]));
}
