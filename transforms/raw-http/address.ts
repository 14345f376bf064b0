import type { Shapes } from '../../src/flow/shapes.js';
import type { Glue, JoinedPart, Value } from '../../src/flow/value.js';
import type { Address, AddressPiece } from '../../src/sites.js';
import { ts } from '../../src/ts.js';
import type { Readers } from './readers.js';
import type { ProxyRule } from './rules.js';

/** More ways than this to put an address together, and nobody can say which of them are real. */
const MAX_ALTERNATIVES = 48;
const MAX_DEPTH = 8;

/** A piece with the nodes that it came through. */
export interface Piece {
  readonly glue: Glue;
  /** The text, the variable's read, or what could not be followed; null for a text that stands nowhere. */
  readonly node: ts.Node | null;
  readonly text: string | null;
  readonly value: Value | null;
  readonly trail: readonly ts.Node[];
  /** How many characters of the literal come before this piece. */
  readonly from?: number;
  /** In a file that is no code: the rule of a proxy that the address goes through. */
  readonly rule?: ProxyRule;
}

export type Pieces = readonly Piece[];

/** Every address that `values` may be, each as its pieces from front to back. */
export function alternatives(values: readonly Value[]): readonly Pieces[] {
  return new Expansion().all(values, 'text', []);
}

/** There are too many ways to say any. */
export function isOverflow([only, ...others]: readonly Pieces[]): boolean {
  return others.length === 0 && only?.length === 1 && only[0]?.value?.kind === 'joined';
}

class Expansion {
  /** Texts being taken apart: one that is part of itself is not taken apart again. */
  private readonly open = new Set<ts.Node>();
  private readonly ids = new Map<ts.Node, number>();

  all(values: readonly Value[], glue: Glue, trail: readonly ts.Node[]): readonly Pieces[] {
    const found = new Map<string, Pieces>();
    for (const value of values) {
      for (const pieces of this.of(value, glue, [...trail, ...value.trail])) {
        const key = pieces.map((piece) => this.keyOf(piece)).join();
        if (!found.has(key)) found.set(key, pieces);
      }
      if (found.size > MAX_ALTERNATIVES) return [[open(value, glue, trail)]];
    }
    return [...found.values()];
  }

  /** One thing that nobody knows is as good as another. */
  private keyOf({ node, text, value, glue }: Piece): string {
    const isKnown = node && (text !== null || value?.kind === 'env');
    if (!isKnown) return `${glue} ${text ?? '?'}`;
    const id = this.ids.get(node) ?? this.ids.size;
    this.ids.set(node, id);
    return `${glue} ${id}`;
  }

  private of(value: Value, glue: Glue, trail: readonly ts.Node[]): readonly Pieces[] {
    if (value.kind === 'nothing' || value.kind === 'boolean') return [];
    if (value.kind === 'text') return [[{ glue, node: value.node, text: value.value, value, trail }]];
    if (value.kind !== 'joined' || this.open.has(value.node) || this.open.size > MAX_DEPTH)
      return [[open(value, glue, trail)]];
    this.open.add(value.node);
    try {
      return this.joined(value, glue, [...trail, value.node]);
    } finally {
      this.open.delete(value.node);
    }
  }

  private joined(
    value: Value & { kind: 'joined' },
    glue: Glue,
    trail: readonly ts.Node[],
  ): readonly Pieces[] {
    let found: readonly Pieces[] = [[]];
    for (const [index, part] of value.parts().entries()) {
      const next = this.part(part, index === 0 ? glue : part.glue, trail);
      if (found.length * next.length > MAX_ALTERNATIVES) return [[open(value, glue, trail)]];
      found = found.flatMap((before) => next.map((pieces) => append(before, pieces)));
    }
    return found;
  }

  private part(part: JoinedPart, glue: Glue, trail: readonly ts.Node[]): readonly Pieces[] {
    if (part.chars !== null) return [[{ glue, node: part.node, text: part.chars, value: null, trail }]];
    const known = this.all(part.values, glue, trail);
    // A value that depends on itself, or that is never there: something is missing from the address.
    return known.length > 0 ? known : [[{ glue, node: part.node, text: null, value: null, trail }]];
  }
}

/** A whole address behind another replaces it: that is what clients make of a full URL, and links of pages. */
function append(before: Pieces, after: Pieces): Pieces {
  const [first] = after;
  const isWhole = first?.text && /^[a-z][a-z+.-]*:\/\//i.test(first.text) && first.glue !== 'text';
  return isWhole ? [{ ...first, glue: 'text' }, ...after.slice(1)] : [...before, ...after];
}

function open(value: Value, glue: Glue, trail: readonly ts.Node[]): Piece {
  return { glue, node: value.node, text: null, value, trail };
}

/** A path that a rule forwards, as the address that it is forwarded to. */
export function forwarded(pieces: Pieces, rules: readonly ProxyRule[]): Pieces {
  if (!pieces[0]?.text?.startsWith('/')) return pieces;
  const end = pieces.findIndex(({ text, glue }) => text === null || glue === 'reference');
  const lead = pieces.slice(0, end < 0 ? undefined : end);
  const path = lead.map(({ text }) => text).join('');
  const rule = rules.find((one) => (one.isExact ? one.match === path : path.startsWith(one.match)));
  if (!rule) return pieces;
  const start: Piece = { glue: 'text', node: rule.node, text: rule.target, value: null, trail: [], rule };
  const { inserted } = rule;
  const between: Piece[] = inserted
    ? [{ glue: 'text', node: inserted, text: inserted.text, value: null, trail: [] }]
    : [];
  const rest = pieces.slice(lead.length);
  if (rule.isExact) return [start, ...rest];
  return [start, ...between, ...without(lead, rule.strip.length), ...rest];
}

/** The pieces without their first `length` characters; one that is gone stays as an empty text. */
function without(pieces: Pieces, length: number): Pieces {
  let left = length;
  return pieces.map((piece) => {
    const text = piece.text ?? '';
    const from = Math.min(left, text.length);
    left -= from;
    return { ...piece, text: text.slice(from), from };
  });
}

/** The same as plain data. */
export function addressOf(pieces: Pieces, shapes: Shapes, readers: Readers): Address {
  return { pieces: pieces.map((piece) => pieceOf(piece, shapes, readers)) };
}

function pieceOf(piece: Piece, shapes: Shapes, readers: Readers): AddressPiece {
  const { glue, node, text, value } = piece;
  if (text !== null) {
    const { rule, from } = piece;
    const otherReaders = readers.of(piece);
    if (rule) {
      const { at, shown, companions } = rule;
      return { glue, kind: 'text', value: text, at, shown, otherReaders, companions };
    }
    const characters = node && isLiteral(node) ? shapes.characters(node, text.length, from) : null;
    const at = characters?.text === text ? characters : null;
    const shown = node && ts.isStringLiteralLike(node) ? shapes.token(node) : characters;
    return { glue, kind: 'text', value: text, at, shown, otherReaders };
  }
  const [origin] = value?.kind === 'env' ? shapes.origins([value]) : [];
  if (origin?.kind === 'env') return { glue, kind: 'variable', origin };
  const why = value?.kind === 'unknown' ? value.why : (value?.kind ?? 'dynamic');
  if (!node) throw new Error('a piece of an address that stands nowhere and is not known');
  return { glue, kind: 'open', why, at: shapes.token(node) };
}

function isLiteral(node: ts.Node): boolean {
  return ts.isStringLiteralLike(node) || isTemplatePiece(node);
}

function isTemplatePiece(node: ts.Node): boolean {
  return ts.isTemplateHead(node) || ts.isTemplateMiddle(node) || ts.isTemplateTail(node);
}
