/**
 * The group of each item, as one key for all that share something, directly or through others. `sharedOf` names what an
 * item has a part in.
 */
export function groupKeys<T>(
  items: readonly T[],
  keyOf: (item: T) => string,
  sharedOf: (item: T) => readonly string[],
): (item: T) => string {
  const parents = new Map<string, string>();
  const root = (key: string): string => {
    let current = key;
    for (let next = parents.get(current); next !== undefined && next !== current; next = parents.get(current))
      current = next;
    return current;
  };
  const own = (item: T) => `own ${keyOf(item)}`;
  for (const item of items)
    for (const shared of sharedOf(item)) parents.set(root(`shared ${shared}`), root(own(item)));
  return (item) => root(own(item));
}
