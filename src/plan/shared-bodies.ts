import type { Blanks } from '../reasons.js';
import type { RequestSite } from '../sites.js';
import { byHand, type Verdict } from './verdict.js';

/** Requests by the objects that their bodies are made of. */
export function bodyOwners(requests: readonly RequestSite[]): Map<string, RequestSite[]> {
  const owners = new Map<string, RequestSite[]>();
  for (const request of requests)
    for (const key of objectsOf(request)) {
      const known = owners.get(key);
      if (known) known.push(request);
      else owners.set(key, [request]);
    }
  return owners;
}

/** The objects that a request's body is made of, those that are spread into it among them. */
export function objectsOf(request: RequestSite): string[] {
  const objects = [...request.bodies, ...request.parameters.map(({ object }) => object)];
  return [...new Set(objects.map((object) => `${object.file}:${object.span.start}`))];
}

interface Own {
  readonly request: RequestSite;
  readonly verdicts: readonly Verdict[];
}

/**
 * An object that several requests send is edited only as all of them want it: what is right for one model may be wrong
 * for another.
 */
export function reconciled(
  all: readonly Own[],
  owners: ReadonlyMap<string, readonly RequestSite[]>,
  blanks: Blanks,
): Own[] {
  const edits = new Map(all.map(({ request, verdicts }) => [request, new Set(verdicts.flatMap(editKeys))]));
  return all.map(({ request, verdicts }) => {
    const partners = new Set(objectsOf(request).flatMap((key) => owners.get(key) ?? []));
    partners.delete(request);
    if (partners.size === 0) return { request, verdicts };
    const isShared = (verdict: Verdict) => verdict.kind === 'parameter' && verdict.action === 'rewrite';
    return {
      request,
      verdicts: verdicts.map((verdict) => {
        if (!isShared(verdict)) return verdict;
        const wanted = editKeys(verdict);
        const places = sharedPlaces(request, owners);
        const concerns = verdict.edits.some((edit) => places.some((place) => isWithin(edit, place)));
        const agree = [...partners].every((partner) => wanted.every((key) => edits.get(partner)?.has(key)));
        return !concerns || agree ? verdict : byHand(verdict, 'parameter-by-model', blanks);
      }),
    };
  });
}

/** Objects of a request that others send, too. */
function sharedPlaces(
  request: RequestSite,
  owners: ReadonlyMap<string, readonly RequestSite[]>,
): RequestSite['bodies'] {
  const objects = [...request.bodies, ...request.parameters.map(({ object }) => object)];
  return objects.filter(({ file, span }) => (owners.get(`${file}:${span.start}`) ?? []).length > 1);
}

function isWithin(edit: Verdict['edits'][number], { file, span }: RequestSite['bodies'][number]): boolean {
  return edit.file === file && span.start <= edit.start && edit.end <= span.end;
}

function editKeys({ edits }: Verdict): string[] {
  return edits.map(({ file, start, end, text }) => `${file}:${start}:${end}:${text}`);
}
