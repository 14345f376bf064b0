import { looksLikeSecret } from '../plan/environment.js';
import { byHand, type Verdict } from '../plan/verdict.js';
import { type Blanks, reasonHelp } from '../reasons.js';
import { TextFile } from '../text-tokens.js';
import type { SourceText } from '../transform.js';

/**
 * How keys of OpenAI's are built, as public rule sets of secret scanners have it: a kind of key behind the prefix, or
 * the mark that the service writes into each.
 */
const OPENAI_SHAPE = /^sk-(?:proj|svcacct|admin)-|T3BlbkFJ/;
const KEY = /\bsk-[A-Za-z0-9_-]{20,}/g;

/**
 * Keys that look live, in whatever kind of file. One that could be of another vendor (others write `sk-` as well) counts
 * where its line speaks of OpenAI.
 */
export function findSecrets(texts: readonly SourceText[], blanks: Blanks): Verdict[] {
  return texts.flatMap((source) => {
    // A file that git ignores is where a key belongs as long as there is one.
    if (source.kind === 'lockfile' || source.ignored || !source.text.includes('sk-')) return [];
    const file = new TextFile(source.file, source.text);
    return file.tokens(KEY).flatMap((token): Verdict[] => {
      if (!looksLikeSecret(token.text)) return [];
      const isShaped = OPENAI_SHAPE.test(token.text);
      if (!isShaped && !/open_?ai/i.test(lineAround(source.text, token.span.start))) return [];
      const base = {
        token,
        kind: 'credential',
        dialect: 'secrets',
        confidence: isShaped ? 'certain' : 'probable',
        severity: 'error',
        message: 'a key that looks live',
        secret: true,
      } as const;
      return [byHand({ ...base, help: reasonHelp('literal-key', blanks) }, 'literal-key', blanks)];
    });
  });
}

function lineAround(text: string, offset: number): string {
  const end = text.indexOf('\n', offset);
  return text.slice(text.lastIndexOf('\n', offset) + 1, end < 0 ? text.length : end);
}
