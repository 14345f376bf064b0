import { diffWordsWithSpace } from 'diff';

/** A stretch of a line, and whether it differs from the line it is paired with. */
export interface Segment {
  readonly text: string;
  readonly changed: boolean;
}

/** Removed and added lines as segments, in the order given. */
export interface Emphasis {
  readonly removed: readonly (readonly Segment[])[];
  readonly added: readonly (readonly Segment[])[];
}

/** Longer lines are compared by their common beginning and end only. */
const MAX_WORD_DIFF = 2000;
/** Larger blocks are new code rather than changed code, and comparing each with each would take long. */
const MAX_PAIRS = 400;
/** Below this share of common characters two lines have nothing to do with each other. */
const MIN_SHARED = 0.4;
/** Common punctuation between two changed words (`gpt-4o`) belongs to the change. */
const BRIDGE = /^[^\s'"`,;(){}[\]]{1,3}$/;

interface Pair {
  readonly before: readonly Segment[];
  readonly after: readonly Segment[];
  /** Share of common characters, 0 to 1. */
  readonly shared: number;
}

/** Finds which removed line became which added line, and the words in which they differ. */
export function emphasise(removed: readonly string[], added: readonly string[]): Emphasis {
  const before = removed.map(whole);
  const after = added.map(whole);
  if (removed.length * added.length > MAX_PAIRS && removed.length !== added.length)
    return { removed: before, added: after };
  let next = 0;
  removed.forEach((line, index) => {
    const candidates = removed.length === added.length ? [index] : range(next, added.length);
    const best = bestPair(line, added, candidates);
    if (!best) return;
    before[index] = best.pair.before;
    after[best.at] = best.pair.after;
    next = best.at + 1;
  });
  return { removed: before, added: after };
}

function bestPair(line: string, added: readonly string[], candidates: readonly number[]) {
  let best: { readonly at: number; readonly pair: Pair } | undefined;
  for (const at of candidates) {
    const pair = compareLines(line, added[at] ?? '');
    if (pair.shared >= MIN_SHARED && pair.shared > (best?.pair.shared ?? 0)) best = { at, pair };
  }
  return best;
}

function compareLines(before: string, after: string): Pair {
  if (before.length + after.length > 2 * MAX_WORD_DIFF) return compareEnds(before, after);
  const parts = diffWordsWithSpace(before, after);
  const old: Segment[] = [];
  const fresh: Segment[] = [];
  let common = 0;
  parts.forEach((part, index) => {
    const changed = part.added || part.removed;
    const bridge = !changed && BRIDGE.test(part.value) && index > 0 && index < parts.length - 1;
    if (!changed) common += part.value.trim().length;
    if (!part.added) old.push({ text: part.value, changed: part.removed || bridge });
    if (!part.removed) fresh.push({ text: part.value, changed: part.added || bridge });
  });
  return { before: joined(old), after: joined(fresh), shared: share(common, before, after) };
}

function compareEnds(before: string, after: string): Pair {
  const limit = Math.min(before.length, after.length);
  let head = 0;
  while (head < limit && before[head] === after[head]) head += 1;
  let tail = 0;
  while (tail < limit - head && before.at(-1 - tail) === after.at(-1 - tail)) tail += 1;
  const split = (line: string): Segment[] => [
    { text: line.slice(0, head), changed: false },
    { text: line.slice(head, line.length - tail), changed: true },
    { text: line.slice(line.length - tail), changed: false },
  ];
  return {
    before: joined(split(before)),
    after: joined(split(after)),
    shared: share(head + tail, before, after),
  };
}

function share(common: number, before: string, after: string): number {
  const longest = Math.max(before.trim().length, after.trim().length);
  const shortest = Math.min(before.trim().length, after.trim().length);
  // Between the two, so that a line that only grew still counts as the same line.
  return shortest === 0 ? 0 : common / Math.sqrt(longest * shortest);
}

function joined(segments: readonly Segment[]): Segment[] {
  const result: Segment[] = [];
  for (const segment of segments) {
    if (segment.text === '') continue;
    const last = result.at(-1);
    if (last && last.changed === segment.changed)
      result[result.length - 1] = { text: last.text + segment.text, changed: last.changed };
    else result.push(segment);
  }
  return result;
}

function whole(text: string): readonly Segment[] {
  return [{ text, changed: false }];
}

function range(start: number, end: number): number[] {
  return Array.from({ length: Math.max(0, end - start) }, (_, index) => start + index);
}

/** Columns of unchanged text that stay on either side of a change in a line that is cut. */
const AROUND = 80;

/** Cuts a line to about `limit` characters so that what changed in it stays in sight. */
export function cutLine(segments: readonly Segment[], limit: number): readonly Segment[] {
  const length = segments.reduce((sum, segment) => sum + segment.text.length, 0);
  if (length <= limit) return segments;
  const cut = segments.map(({ text, changed }, index) => {
    if (changed) return { text: shortened(text, limit / 4, limit / 4), changed };
    const head = index === 0 && segments.length > 1 ? 0 : AROUND;
    const tail = index === segments.length - 1 ? 0 : AROUND;
    return {
      text: segments.length === 1 ? shortened(text, limit - 1, 0) : shortened(text, head, tail),
      changed,
    };
  });
  return upTo(cut, limit);
}

function shortened(text: string, head: number, tail: number): string {
  if (text.length <= head + tail + 1) return text;
  const start = text.slice(0, head).replace(/[\ud800-\udbff]$/, '');
  const end = tail === 0 ? '' : text.slice(-tail).replace(/^[\udc00-\udfff]/, '');
  return `${start}…${end}`;
}

function upTo(segments: readonly Segment[], limit: number): Segment[] {
  const result: Segment[] = [];
  let left = limit;
  for (const { text, changed } of segments) {
    if (left <= 0) break;
    result.push({ text: shortened(text, left - 1, 0), changed });
    left -= text.length;
  }
  return result;
}
