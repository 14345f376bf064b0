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
  if (located.operation === null) {
    const isHole = located.head.kind === 'hole' && located.path === '';
    return { kind: 'stuck', reason: isHole ? 'base-url-unknown' : 'address-path' };
  }
  const target = targetOf(baseURL, composite);
  const layout = layoutOf(address, composite, located);
  if (!layout || hasNoPort(address, target)) return { kind: 'stuck', reason: 'address-pieces' };
  for (const isWhole of layout.isApart ? [false] : [true, false]) {
    const changes = changesOf(address, located, layout, isWhole, target);
    const resolved =
      changes && comesOut(address, located, changes, target) && editsOf(address, changes, target);
    if (resolved) return { kind: 'moves', ...resolved };
  }
  return { kind: 'stuck', reason: 'address-pieces' };
}

/** `hostname` of Node takes no port. */
function hasNoPort({ pieces: [first] }: Address, target: TargetAddress): boolean {
  return first?.kind === 'text' && first.at === null && /:\d+$/.test(target.host);
}

function editsOf(address: Address, changes: Changes, target: TargetAddress): Resolved | undefined {
  const edits: Edit[] = [];
  for (const [index, { from, to, text }] of changes.pieces) {
    const piece = address.pieces[index];
    if (piece?.kind !== 'text' || !piece.at) return undefined;
    const { file, span } = piece.at;
    edits.push({ file, start: span.start + from, end: span.start + to, text });
    for (const other of piece.companions ?? [])
      edits.push({ file: other.file, ...other.span, text: target.host });
  }
  return { edits, variables: changes.variables };
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

/** Which pieces hold what, by index. */
interface Layout {
  readonly hostAt: number;
  /** -1 where no version stands in the path. */
  readonly versionAt: number;
  /** Offsets in the composite at which those two pieces begin. */
  readonly hostStart: number;
  readonly versionStart: number;
  readonly holdsScheme: boolean;
  /** The host cannot take the target's path along: it stands without its scheme, or the path is a link. */
  readonly isApart: boolean;
}

/** undefined where host or version run over the end of a piece. */
function layoutOf(address: Address, { spans }: Composite, located: Located): Layout | undefined {
  const { head, host, version, scheme } = located;
  const at = (start: number, end: number) =>
    spans.findIndex((span) => span.start <= start && end <= span.end && span.end > span.start);
  const hostAt = at(host.start, head.kind === 'host' ? host.end : host.start + 1);
  const versionAt = version ? at(version.start, version.end) : -1;
  if (hostAt < 0 || (version && versionAt < 0)) return undefined;
  const hostStart = spans[hostAt]?.start ?? 0;
  const holdsScheme = scheme === null || hostStart <= scheme.start;
  const isLink = address.pieces.slice(hostAt + 1, versionAt + 1).some((one) => one.glue === 'reference');
  const isApart = hostAt !== versionAt && (!holdsScheme || isLink);
  return { hostAt, versionAt, hostStart, versionStart: spans[versionAt]?.start ?? 0, holdsScheme, isApart };
}

function changesOf(
  address: Address,
  located: Located,
  layout: Layout,
  isWhole: boolean,
  target: TargetAddress,
): Changes | undefined {
  if (located.head.kind !== 'host') return ofVariable(address, located, layout, isWhole, target);
  const { host, version, scheme } = located;
  const { hostAt, versionAt, hostStart, holdsScheme } = layout;
  if (!isOpenAIHost(located.head.host) || !version) return undefined;
  const from = (holdsScheme ? (scheme?.start ?? 0) : host.start) - hostStart;
  const lead = holdsScheme ? target.scheme : '';
  if (hostAt === versionAt) {
    const text = lead + target.host + target.path;
    return { pieces: new Map([[hostAt, { from, to: version.end - hostStart, text }]]), variables: new Map() };
  }
  const text = lead + target.host + (isWhole ? target.path : '');
  return {
    pieces: new Map([
      [hostAt, { from, to: host.end - hostStart, text }],
      [versionAt, versionChange(address, located, layout, isWhole, target)],
    ]),
    variables: new Map(),
  };
}

/** A variable in the place of the base or of the host: what it must hold, and what becomes of the version behind it. */
function ofVariable(
  address: Address,
  located: Located,
  layout: Layout,
  isWhole: boolean,
  target: TargetAddress,
): Changes | undefined {
  const { hostAt, versionAt } = layout;
  const piece = address.pieces[hostAt];
  if (piece?.kind !== 'variable' || located.head.kind !== 'hole') return undefined;
  const isHost = located.head.of === 'host';
  if (versionAt < 0) {
    // Without a version in the path the variable holds it; a link from the root would throw it away.
    const isLink = address.pieces[hostAt + 1]?.glue === 'reference';
    if (isHost || (isLink && located.path.startsWith('/'))) return undefined;
    const value = isLink ? `${target.whole}/` : target.whole;
    return { pieces: new Map(), variables: new Map([[piece.origin.name, value]]) };
  }
  const origin = (isHost ? '' : target.scheme) + target.host;
  const value = isWhole ? origin + target.path : origin;
  return {
    pieces: new Map([[versionAt, versionChange(address, located, layout, isWhole, target)]]),
    variables: new Map([[piece.origin.name, value]]),
  };
}

/** `isGone`: the version is part of what stands before it now. */
function versionChange(
  address: Address,
  { version }: Located,
  { versionAt, versionStart }: Layout,
  isGone: boolean,
  target: TargetAddress,
): Change {
  const piece = address.pieces[versionAt];
  const value = piece?.kind === 'text' ? piece.value : '';
  const from = (version?.start ?? 0) - versionStart;
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
