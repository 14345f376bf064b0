/**
 * The operations of OpenAI's API, named after their path, that a provider may or may not have.
 * Everything of the SDK's resource tree belongs to exactly one of them (`surface.ts`).
 */
export const OPERATIONS = [
  'chat.completions',
  'responses',
  'completions',
  'embeddings',
  'images.generations',
  'images.edits',
  'images.variations',
  'audio.transcriptions',
  'audio.translations',
  'audio.speech',
  'moderations',
  'models',
  'files',
  'batches',
  'uploads',
  'fine_tuning',
  'assistants',
  'vector_stores',
  'realtime',
  'videos',
  'conversations',
  'other',
] as const;
export type Operation = (typeof OPERATIONS)[number];

/** What a model is for; the mapping to a target goes by class. */
export const MODEL_CLASSES = [
  'flagship',
  'small',
  'nano',
  'reasoning',
  'vision',
  'long-context',
  'embedding',
  'image',
  'transcription',
  'speech',
  'moderation',
  'realtime',
  'legacy-completion',
] as const;
export type ModelClass = (typeof MODEL_CLASSES)[number];
