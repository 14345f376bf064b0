import type { RelatedPlace } from '../finding.js';
import type { ClientSite, Origin, RequestSite, Token } from '../sites.js';
import { placeKey } from './branches.js';

/*
 * The path of a value, from where it is written to the request or the client that it reaches: what `--trace` shows and
 * `related` lists.
 */

/** Through which declarations a model comes, and which requests ask for it. */
export function modelTrail(origin: Origin, requests: readonly RequestSite[]): RelatedPlace[] {
  return [...origin.trail, ...requests.map(({ token, method }) => placeOf(token, `used by ${method}`))];
}

/** Place of the token of a variable → through which declarations it comes to which client. */
export function keyTrails(clients: readonly ClientSite[]): ReadonlyMap<string, readonly RelatedPlace[]> {
  const trails = new Map<string, RelatedPlace[]>();
  for (const client of clients)
    for (const origin of [...client.apiKey, ...client.baseURL]) {
      if (origin.kind !== 'env') continue;
      const key = placeKey(origin.token);
      const own = [...origin.trail, placeOf(client.token, `given to this ${client.className} client`)];
      trails.set(key, distinct([...(trails.get(key) ?? []), ...own]));
    }
  return trails;
}

export function placeOf({ file, range }: Token, message: string): RelatedPlace {
  return { file, line: range.start.line, column: range.start.column, message };
}

function distinct(places: readonly RelatedPlace[]): RelatedPlace[] {
  const seen = new Set<string>();
  return places.filter(({ file, line, column, message }) => {
    const key = `${file}:${line}:${column}:${message}`;
    return !seen.has(key) && seen.add(key);
  });
}
