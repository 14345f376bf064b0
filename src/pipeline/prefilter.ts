import { MODEL_TEXT } from '../openai/models.js';
import type { FileKind } from '../transform.js';

/** Anything that can only be there because of OpenAI, or of its SDK's surface. */
const MARKS =
  /open_?ai|\.chat\s*\??\.\s*completions|\.embeddings\s*\??\.\s*create|\.responses\s*\??\.\s*(?:create|stream|parse)|createChatCompletion|encoding_for_model|encodingForModel|gpt-tokenizer|tiktoken|["'`]chatgpt["'`]/i;

/** Stored vectors, whose width and thresholds belong to one embedding model. */
const STORED = /\bvec(?:tor)?\s*\(\s*\d|\bembeddings?\b|<=>|<#>|match_threshold/i;

/** Whether a file can hold a finding: one look at its text, before anything is parsed. */
export function mightMatter(text: string, kind: FileKind): boolean {
  if (kind === 'lockfile') return text.includes('openai');
  if (MARKS.test(text) || MODEL_TEXT.test(text)) return true;
  return kind === 'config' && STORED.test(text);
}

/** What only code that talks to OpenAI says, not code that merely names it. */
const ROOTED =
  /["'`](?:npm:|jsr:@openai\/|https:\/\/[^"'`]*\/)?openai(?:[@/][^"'`]*)?["'`]|@ai-sdk\/|@langchain\/|langchain\/|@openai\/|llamaindex|\.chat\s*\??\.\s*completions|createChatCompletion|api\.openai\.com|\/chat\/completions|OPENAI_|\/embeddings/;

export function isRooted(text: string): boolean {
  return ROOTED.test(text);
}
