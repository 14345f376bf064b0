import type { Operation } from './operations.js';

/**
 * Paths of OpenAI's API below `/v1`, as the methods of openai 7.57.0 send them (`resources/*.js`); the older ones as in
 * 3.3.0 and 4.x.
 */
const PATHS: readonly (readonly [RegExp, Operation])[] = [
  [/^chat\/completions$/, 'chat.completions'],
  [/^completions$/, 'completions'],
  [/^responses(?:\/.*)?$/, 'responses'],
  [/^embeddings$/, 'embeddings'],
  [/^images\/generations$/, 'images.generations'],
  [/^images\/edits$/, 'images.edits'],
  [/^images\/variations$/, 'images.variations'],
  [/^audio\/transcriptions$/, 'audio.transcriptions'],
  [/^audio\/translations$/, 'audio.translations'],
  [/^audio\/speech$/, 'audio.speech'],
  [/^moderations$/, 'moderations'],
  [/^models(?:\/.*)?$/, 'models'],
  [/^files(?:\/.*)?$/, 'files'],
  [/^batches(?:\/.*)?$/, 'batches'],
  [/^uploads(?:\/.*)?$/, 'uploads'],
  [/^(?:fine_tuning|fine-tunes)(?:\/.*)?$/, 'fine_tuning'],
  [/^(?:assistants|threads)(?:\/.*)?$/, 'assistants'],
  [/^vector_stores(?:\/.*)?$/, 'vector_stores'],
  [/^realtime(?:\/.*)?$/, 'realtime'],
  [/^videos(?:\/.*)?$/, 'videos'],
  [/^conversations(?:\/.*)?$/, 'conversations'],
];

/**
 * The operation that a path below `/v1` asks for; `other` for what has none of its own (billing, usage, the organization's
 * settings, engines). A query does not count, nor slashes at either end.
 */
export function operationOfPath(path: string): Operation {
  const bare = path.replace(/[?#].*$/s, '').replace(/^\/+|\/+$/g, '');
  return PATHS.find(([pattern]) => pattern.test(bare))?.[1] ?? 'other';
}

/** Paths that nothing but OpenAI's API, or what imitates it, is likely to have: a lone `files` may be anybody's. */
const DISTINCTIVE =
  /(?:^|\/)(dashboard\/billing\/(?:subscription|usage|credit_grants)|chat\/completions|images\/(?:generations|edits|variations)|audio\/(?:transcriptions|translations|speech)|(?<=\/v\d+\/|^v\d+\/)(?:completions|embeddings|responses|moderations|assistants|threads|realtime))\/?(?:[?#]|$)/;

export function isDistinctivePath(path: string): boolean {
  return DISTINCTIVE.test(path);
}

/** The operation that the end of a path asks for, whatever a proxy or another vendor has in front of it. */
export function operationAtEnd(path: string): Operation | undefined {
  const found = DISTINCTIVE.exec(path)?.[1];
  return found === undefined ? undefined : operationOfPath(found);
}
