import { isModelText } from '../../src/openai/models.js';
import type { ModelMention, NoteSite, Site, Token } from '../../src/sites.js';
import { TextFile } from '../../src/text-tokens.js';
import { defineTransform, type FindContext } from '../../src/transform.js';

/** The same in files that are not code, and what their text says of OpenAI. */
export const textMentions = defineTransform({
  id: 'mentions',
  reads: 'text',
  find({ texts }: FindContext): readonly Site[] {
    return texts.flatMap((source) => {
      const file = new TextFile(source.file, source.text);
      if (source.kind === 'docs') return firstInDocs(file);
      if (source.kind === 'config') return configuration(file);
      return [];
    });
  },
});

export function mention(token: Token, value: string, where: ModelMention['where']): ModelMention {
  return { site: 'mention', dialect: 'mentions', token, value, where };
}

/** Documentation: one line for a file, at its first mention. */
function firstInDocs(file: TextFile): Site[] {
  const found = file.tokens(/OPENAI_[A-Z_]+|api\.openai\.com|platform\.openai\.com|\bopenai\b/gi);
  const [first] = found;
  if (!first) return [];
  const message = found.length === 1 ? 'mentions OpenAI' : `mentions OpenAI ${found.length} times`;
  return [note(first, 'docs', 'possible', message, null)];
}

function configuration(file: TextFile): Site[] {
  const hosts = file
    .tokens(/\bhttps?:\/\/api\.openai\.com[^\s"'`<>)}\];,]*|\bapi\.openai\.com\b/g)
    .map((token) => note(token, 'endpoint', 'probable', 'address of OpenAI', 'raw-http'));
  const models = file
    .tokens(
      /["'`=:\s[,-]((?:openai[/:])?(?:gpt-|o[134]|text-embedding-|dall-e-|whisper-1|tts-1|chatgpt-|ft:)[\w.:-]*)(?=["'`,\s\]}]|$)/g,
    )
    .filter((token) => isModelText(token.text))
    .map((token) => mention(token, token.text, 'config'));
  return [...hosts, ...models];
}

function note(
  token: Token,
  kind: NoteSite['kind'],
  confidence: NoteSite['confidence'],
  message: string,
  reason: string | null,
): NoteSite {
  return {
    site: 'note',
    dialect: 'mentions',
    kind,
    token,
    confidence,
    message,
    reason,
    help: null,
    related: [],
  };
}
