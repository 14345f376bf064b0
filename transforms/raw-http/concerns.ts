import type { Operation } from '../../src/openai/operations.js';
import { isDistinctivePath, operationAtEnd } from '../../src/openai/paths.js';
import { compose, HOLE, type Located, locate } from '../../src/plan/composite.js';
import { isAddressOfOpenAI } from '../../src/plan/endpoint.js';
import { hostOwner } from '../../src/providers/index.js';
import type { Piece, Pieces } from './address.js';

/** Whether an address is OpenAI's, or may be as far as its path tells. */
export function concerns(pieces: Pieces): boolean {
  const located = locatePieces(pieces);
  const { head, path, version } = located;
  if (head.kind === 'relative') return false;
  const isApi = isDistinctivePath(version ? `/v1${path}` : path);
  if (head.kind === 'hole') return isApi || isOpenAIVariable(pieces);
  const owner = hostOwner(head.host)?.kind;
  return owner === 'openai' || owner === 'azure' || isApi;
}

/** The whole address comes from somewhere else. */
export function isOutOfSight(pieces: Pieces): boolean {
  return pieces.length === 1 && pieces[0]?.text === null && !isOpenAIVariable(pieces);
}

/** OpenAI's by its host or by the name of its variable, or plainly somebody else's. */
export function isSure(addresses: readonly Pieces[], located: readonly Located[]): boolean {
  const owners = located.map(({ head }) =>
    head.kind === 'host' ? (hostOwner(head.host)?.kind ?? 'own') : null,
  );
  if (owners.some((owner) => owner === 'openai' || owner === 'azure')) return true;
  if (owners.every((owner) => owner !== null)) return true;
  return addresses.some((pieces, index) => located[index]?.operation !== null && isOpenAIVariable(pieces));
}

/** Nothing but a variable named after OpenAI's address stands in front of the path. */
export function isOpenAIVariable(pieces: Pieces): boolean {
  const [first] = pieces.filter((piece) => !/^(?:https?:\/\/)?$/.test(piece.text ?? HOLE));
  return first?.value?.kind === 'env' && isAddressOfOpenAI(first.value.name);
}

export function locatePieces(pieces: Pieces): Located {
  return locate(compose(pieces.map(({ glue, text }: Piece) => ({ glue, text }))));
}

/** At a host that nobody knows only the end of the path tells what is asked for. */
export function operationOf({ head, operation, path }: Located): Operation | null {
  if (head.kind === 'relative') return null;
  if (operation !== 'other') return operation;
  const isOpenAI = head.kind === 'host' && hostOwner(head.host)?.kind === 'openai';
  return isOpenAI ? operation : (operationAtEnd(path) ?? operation);
}

/** What has no name of its own goes by its path. */
export function shownPath({ path }: Located, operation: Operation): string {
  if (operation !== 'other') return operation;
  return path.replace(/[?#].*$/s, '').replaceAll(HOLE, '…');
}

export function isKnown({ text, value }: Piece): boolean {
  return text !== null || value?.kind === 'env';
}
