/** Whether an id is one of `patterns`, in which `*` stands for any stretch. No patterns fit every id. */
export function fits(patterns: readonly string[] | undefined, id: string | null): boolean {
  if (patterns === undefined) return true;
  return id !== null && patterns.some((pattern) => fitsOne(pattern, id));
}

/** Piece by piece from the left, so that no pattern takes longer than the id is long. */
function fitsOne(pattern: string, id: string): boolean {
  const [head = '', ...rest] = pattern.split('*');
  if (rest.length === 0) return pattern === id;
  const tail = rest.pop() ?? '';
  if (!id.startsWith(head) || id.length < head.length + tail.length || !id.endsWith(tail)) return false;
  let at = head.length;
  const end = id.length - tail.length;
  for (const piece of rest) {
    const found = id.indexOf(piece, at);
    if (found < 0 || found + piece.length > end) return false;
    at = found + piece.length;
  }
  return true;
}
