import { MODEL_TEXT } from '../openai/models.js';
import { ENDING_TEXT } from '../providers/lifecycle.js';
import type { FileKind } from '../transform.js';

/** Anything that can only be there because of OpenAI, or of its SDK's surface. */
const MARKS =
  /open_?ai|\.chat\s*\??\.\s*completions|\.embeddings\s*\??\.\s*create|\.responses\s*\??\.\s*(?:create|stream|parse)|createChatCompletion|encoding_for_model|encodingForModel|gpt-tokenizer|tiktoken|["'`](?:npm:)?(?:chatgpt|llamaindex)["'`@/]/i;

/** Tokenizers whose names do not say whose they are. */
const LOCKED = /tiktoken|gpt-tokenizer|gpt-3-encoder/;

const SECRET = /\bsk-[A-Za-z0-9_-]{20}/;

/** Stored vectors, whose width and thresholds belong to one embedding model. */
const STORED = /\bvec(?:tor)?\s*\(\s*\d|\bembeddings?\b|<=>|<#>|match_threshold/i;

/** Whoever builds images says under which names they go: those are the repository's own. */
const BUILDS_IMAGES =
  /build-push-action|docker\/metadata-action|\bdocker\s+(?:buildx\s+)?(?:build|push|tag)\b|imagetools\s+create/;

/** Whether a file can hold a finding: one look at its text, before anything is parsed. */
export function mightMatter(text: string, kind: FileKind): boolean {
  if (kind === 'lockfile') return text.includes('openai') || LOCKED.test(text);
  if (MARKS.test(text) || MODEL_TEXT.test(text) || SECRET.test(text)) return true;
  if (kind !== 'docs' && ENDING_TEXT.test(text)) return true;
  return kind === 'config' && (STORED.test(text) || BUILDS_IMAGES.test(text));
}

/** What only code that talks to OpenAI says, not code that merely names it. */
const ROOTED =
  /["'`](?:npm:|jsr:@openai\/|https:\/\/[^"'`]*\/)?openai(?:[@/][^"'`]*)?["'`]|@ai-sdk\/|@langchain\/|langchain\/|@openai\/|llamaindex|@tanstack\/ai-openai|@genkit-ai\/compat-oai|["'`](?:npm:)?chatgpt["'`@]|\.chat\s*\??\.\s*completions|\.embeddings\s*\??\.\s*create|\.responses\s*\??\.\s*(?:create|stream|parse)|\.images\s*\??\.\s*(?:generate|edit)|\.audio\s*\??\.\s*\w+\s*\??\.\s*create|createChatCompletion|createEmbedding|api\.openai\.com|\/chat\/completions|OPENAI_|\/embeddings/;

export function isRooted(text: string): boolean {
  return ROOTED.test(text);
}
