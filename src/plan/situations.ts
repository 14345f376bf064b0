import type { ModelClass, Operation } from '../openai/operations.js';
import type { RequestSite } from '../sites.js';
import { mapModel, modelIds } from './models.js';
import { mappingOf, type ResolvedTarget } from './target.js';

/** A model that a request asks for, and what it becomes. */
export interface Candidate {
  /** The id as it stands in the code or in an environment file; null where it comes from out of sight. */
  readonly from: string | null;
  readonly model: string | null;
}

/** Values that environment files of the repository give to variables. */
export type Variables = ReadonlyMap<string, readonly string[]>;

/**
 * Every model that a request may run on at the target. Where none is in sight, those that the target has for this kind of
 * request: what holds for all of them holds for whichever is chosen.
 */
export function candidatesOf(
  request: RequestSite,
  target: ResolvedTarget,
  variables: Variables = new Map(),
): Candidate[] {
  const set = request.model.flatMap((origin) =>
    origin.kind === 'env' ? (variables.get(origin.name) ?? []) : [],
  );
  const texts = [...modelIds(request), ...set];
  const known = [...new Set(texts)].flatMap((from): Candidate[] => {
    const mapped = mapModel(target, from, request.hasImages);
    if (mapped.kind === 'none') return [];
    return [{ from, model: mapped.kind === 'mapped' ? mapped.id : from }];
  });
  if (known.length > 0) return known;
  const offered = offeredFor(request, target);
  return offered.length > 0 ? offered : [{ from: null, model: null }];
}

/** The model of the target that a request will ask for, where that is known. */
export function targetModel(request: RequestSite, target: ResolvedTarget): string | null {
  for (const id of modelIds(request)) {
    const mapped = mapModel(target, id, request.hasImages);
    if (mapped.kind === 'mapped') return mapped.id;
    if (mapped.kind === 'kept') return id;
  }
  return null;
}

const CHAT: readonly ModelClass[] = ['flagship', 'small', 'nano', 'reasoning', 'long-context'];

const CLASSES: Readonly<Partial<Record<Operation, readonly ModelClass[]>>> = {
  'chat.completions': CHAT,
  responses: CHAT,
  completions: ['legacy-completion'],
  embeddings: ['embedding'],
  'images.generations': ['image'],
  'images.edits': ['image'],
  'audio.speech': ['speech'],
  'audio.transcriptions': ['transcription'],
  'audio.translations': ['transcription'],
  moderations: ['moderation'],
};

function offeredFor(request: RequestSite, target: ResolvedTarget): Candidate[] {
  const classes = request.hasImages ? (['vision'] as const) : (CLASSES[request.operation] ?? []);
  const ids = classes.flatMap((one) => {
    const { value } = mappingOf(target, one);
    return value === null || value === 'unknown' ? [] : [value];
  });
  return [...new Set(ids)].map((model) => ({ from: null, model }));
}
