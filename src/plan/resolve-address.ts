import type { Edit } from '../finding.js';
import { isOpenAIHost } from '../openai/hosts.js';
import type { ReasonId } from '../reasons.js';
import type { Address, AddressPiece } from '../sites.js';
import { type Composite, compose, type Located, locate } from './composite.js';

/** What turns one address of OpenAI's into one of the target. */
export interface Resolved {
  /** Edits of the pieces that hold the host and the version. */
  readonly edits: readonly Edit[];
  /** What variables in it have to hold from now on. */
  readonly variables: ReadonlyMap<string, string>;
}

export type Resolution =
  | ({ readonly kind: 'moves' } & Resolved)
  | { readonly kind: 'stuck'; readonly reason: ReasonId };

/**
 * OpenAI's address is `https://api.openai.com/v1` and a path; the target's is `baseURL` and the same path. Which piece
 * holds what decides who is rewritten: where the host stands with its scheme and the version in a later piece, the host
 * becomes the whole base URL and the version goes; where host and path are handed over apart, or the path is a link from
 * the root, the host becomes the host and the version the target's own path. The result is put together again and
 * compared: a shape that does not come out right is left alone.
 */
export function resolveAddress(address: Address, baseURL: string): Resolution {
  const composite = compositeOf(address);
  const located = locate(composite);
  if (located.operation === null && located.head.kind === 'hole' && located.path === '')
    return { kind: 'stuck', reason: 'base-url-unknown' };
  if (located.operation === null) return { kind: 'stuck', reason: 'address-path' };
  const changes = changesOf(address, composite, located, targetOf(baseURL, composite));
  if (!changes || !comesOut(address, located, changes, targetOf(baseURL, composite)))
    return { kind: 'stuck', reason: 'address-pieces' };
  const edits: Edit[] = [];
  for (const [index, { from, to, text }] of changes.pieces) {
    const piece = address.pieces[index];
    if (piece?.kind !== 'text' || !piece.at) return { kind: 'stuck', reason: 'address-pieces' };
    const { file, span } = piece.at;
    edits.push({ file, start: span.start + from, end: span.start + to, text });
    const { host } = targetOf(baseURL, composite);
    for (const other of piece.companions ?? []) edits.push({ file: other.file, ...other.span, text: host });
  }
  return { kind: 'moves', edits, variables: changes.variables };
}

export function compositeOf(address: Address): Composite {
  return compose(
    address.pieces.map((piece) => ({ glue: piece.glue, text: piece.kind === 'text' ? piece.value : null })),
  );
}

export function locateAddress(address: Address): Located {
  return locate(compositeOf(address));
}

/** The pieces that an edit would reach. */
export function editedPieces(address: Address, edits: readonly Edit[]): AddressPiece[] {
  return address.pieces.filter(
    (piece) =>
      piece.kind === 'text' &&
      edits.some(
        ({ file, start, end }) =>
          piece.at?.file === file && piece.at.span.start <= start && end <= piece.at.span.end,
      ),
  );
}

interface TargetAddress {
  readonly whole: string;
  readonly scheme: string;
  readonly host: string;
  /** With its slash; empty where there is none. */
  readonly path: string;
}

/** A socket keeps its scheme. */
function targetOf(baseURL: string, composite: Composite): TargetAddress {
  const isSocket = /^wss?:/i.test(composite.text);
  const whole = isSocket ? baseURL.replace(/^http/, 'ws') : baseURL;
  const [, scheme = '', host = '', path = ''] = /^([a-z]+:\/\/)([^/]*)(.*)$/i.exec(whole) ?? [];
  return { whole, scheme, host, path: path.replace(/\/+$/, '') };
}

interface Change {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

interface Changes {
  readonly pieces: ReadonlyMap<number, Change>;
  readonly variables: ReadonlyMap<string, string>;
}

function changesOf(
  address: Address,
  { spans }: Composite,
  located: Located,
  target: TargetAddress,
): Changes | undefined {
  const { head, host, version, scheme } = located;
  const at = (offset: number, end: number) =>
    spans.findIndex((span) => span.start <= offset && end <= span.end && span.end > span.start);
  const hostAt = at(host.start, head.kind === 'host' ? host.end : host.start + 1);
  const versionAt = version ? at(version.start, version.end) : -1;
  const start = spans[hostAt]?.start ?? 0;
  if (hostAt < 0 || (version && versionAt < 0)) return undefined;
  const holdsScheme = scheme !== null && start <= scheme.start;
  const isLink = address.pieces.slice(hostAt + 1, versionAt + 1).some((one) => one.glue === 'reference');
  if (head.kind === 'host') {
    if (!isOpenAIHost(head.host) || !version) return undefined;
    const from = (holdsScheme ? (scheme?.start ?? 0) : host.start) - start;
    if (hostAt === versionAt) {
      const text = holdsScheme ? target.whole : target.host + target.path;
      return only(new Map([[hostAt, { from, to: version.end - start, text }]]));
    }
    const isWhole = holdsScheme && !isLink;
    const origin = holdsScheme ? target.scheme + target.host : target.host;
    const own: Change = { from, to: host.end - start, text: isWhole ? target.whole : origin };
    return only(
      new Map([
        [hostAt, own],
        [versionAt, versionChange(address, spans, versionAt, located, isWhole, target)],
      ]),
    );
  }
  return ofVariable(address, spans, located, { hostAt, versionAt, isLink }, target);
}

function only(pieces: ReadonlyMap<number, Change>): Changes {
  return { pieces, variables: new Map() };
}

/** A variable in the place of the base or of the host: what it must hold, and what becomes of the version behind it. */
function ofVariable(
  address: Address,
  spans: Composite['spans'],
  located: Located,
  { hostAt, versionAt, isLink }: { hostAt: number; versionAt: number; isLink: boolean },
  target: TargetAddress,
): Changes | undefined {
  const piece = address.pieces[hostAt];
  if (piece?.kind !== 'variable' || located.head.kind !== 'hole') return undefined;
  const isHost = located.head.of === 'host';
  const linked = address.pieces[hostAt + 1]?.glue === 'reference';
  if (versionAt < 0) {
    // Without a version in the path the variable holds it.
    if (isHost || (linked && located.path.startsWith('/'))) return undefined;
    const value = linked ? `${target.whole}/` : target.whole;
    return { pieces: new Map(), variables: new Map([[piece.origin.name, value]]) };
  }
  const isWhole = !isHost && !isLink;
  const value = isWhole ? target.whole : isHost ? target.host : target.scheme + target.host;
  return {
    pieces: new Map([[versionAt, versionChange(address, spans, versionAt, located, isWhole, target)]]),
    variables: new Map([[piece.origin.name, value]]),
  };
}

/** `isGone`: the version is part of what stands before it now. */
function versionChange(
  address: Address,
  spans: Composite['spans'],
  index: number,
  { version }: Located,
  isGone: boolean,
  target: TargetAddress,
): Change {
  const piece = address.pieces[index];
  const value = piece?.kind === 'text' ? piece.value : '';
  const from = (version?.start ?? 0) - (spans[index]?.start ?? 0);
  const to = from + 2;
  if (!isGone && target.path !== '') return { from, to, text: target.path.slice(1) };
  // The slash before it goes along, or the one behind where the piece begins with it.
  if (from > 0 && value[from - 1] === '/') return { from: from - 1, to, text: '' };
  return { from, to: value[to] === '/' ? to + 1 : to, text: '' };
}

/** Puts the changed pieces together again. */
function comesOut(address: Address, located: Located, changes: Changes, target: TargetAddress): boolean {
  const after = compose(
    address.pieces.map((piece, index) => ({ glue: piece.glue, text: textAfter(piece, changes, index) })),
  );
  const wanted = `${target.whole}/${located.path}`;
  return withoutDoubles(after.text) === withoutDoubles(wanted) && !/[^:]\/\//.test(after.text);
}

function textAfter(piece: AddressPiece, { pieces, variables }: Changes, index: number): string | null {
  if (piece.kind === 'variable') return variables.get(piece.origin.name) ?? null;
  if (piece.kind !== 'text') return null;
  const change = pieces.get(index);
  return change
    ? piece.value.slice(0, change.from) + change.text + piece.value.slice(change.to)
    : piece.value;
}

function withoutDoubles(text: string): string {
  return text.replace(/([^:])\/+/g, '$1/').replace(/\/$/, '');
}
