import { parseModelId, parseRouterId } from '../../src/openai/models.js';
import type { ModelMention, NoteSite, Site, Token } from '../../src/sites.js';
import { TextFile } from '../../src/text-tokens.js';
import { defineTransform, type FindContext, type SourceText } from '../../src/transform.js';

/** The same in files that are not code, and what their text says of OpenAI. */
export const textMentions = defineTransform({
  id: 'mentions',
  reads: 'text',
  find({ texts }: FindContext): readonly Site[] {
    return texts.flatMap((source) => {
      const file = new TextFile(source.file, source.text);
      if (source.kind === 'docs') return firstInDocs(file);
      if (source.kind === 'other-language') return otherLanguage(file);
      if (source.kind === 'config' || source.kind === 'component') return configuration(file, source);
      return [];
    });
  },
});

/** Whether a whole text is a model id of OpenAI; the short ones need a place that says so. */
export function isModelText(text: string): boolean {
  const model = parseModelId(text);
  if (model) return !model.slotOnly;
  const router = parseRouterId(text);
  return router !== undefined;
}

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

const FOREIGN =
  /^\s*(?:from|import)\s+openai\b|api\.openai\.com|\bOPENAI_[A-Z_]*KEY\b|["'][^"'\n]*(?:go-openai|openai-go|openai-java|async-openai)[^"'\n]*["']/m;

function otherLanguage(file: TextFile): Site[] {
  const match = FOREIGN.exec(file.text);
  if (!match) return [];
  const start = match.index + (match[0].length - match[0].trimStart().length);
  const token = file.token(start, match.index + match[0].length);
  return [note(token, 'import', 'probable', 'uses OpenAI', 'other-language')];
}

function configuration(file: TextFile, source: SourceText): Site[] {
  const hosts = file
    .tokens(/\bhttps?:\/\/api\.openai\.com[^\s"'`<>);,]*|\bapi\.openai\.com\b/g)
    .map((token) => note(token, 'endpoint', 'probable', 'address of OpenAI', 'raw-http'));
  const models = file
    .tokens(
      /["'`=:\s]((?:openai[/:])?(?:gpt-|o[134]|text-embedding-|dall-e-|whisper-1|tts-1|chatgpt-|ft:)[\w.:-]*)(?=["'`,\s]|$)/g,
    )
    .filter((token) => isModelText(token.text))
    .map((token) => mention(token, token.text, 'config'));
  const imports = source.kind === 'component' ? scriptImports(file) : [];
  return [...hosts, ...models, ...imports];
}

/** Script blocks of Vue, Svelte and Astro are not parsed by this version. */
function scriptImports(file: TextFile): Site[] {
  return file
    .tokens(/\b(?:from|import)\s*\(?\s*["']((?:openai|@ai-sdk\/openai|@langchain\/openai)(?:\/[^"']*)?)["']/g)
    .map((token) =>
      note(token, 'import', 'probable', `imports ${token.text} in a script block`, 'dialect-not-covered'),
    );
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
