import type { FindingKind } from '../../src/finding.js';
import { isModelText } from '../../src/openai/models.js';
import type { NoteSite, Site, Token } from '../../src/sites.js';
import { TextFile } from '../../src/text-tokens.js';
import { defineTransform, type FindContext, type SourceText } from '../../src/transform.js';
import { withoutScripts } from '../../src/virtual/components.js';

/** A whole text between quotes, or all that an element says: `:model="'gpt-4o'"`, `<option>gpt-4o</option>`. */
const IDS =
  /(?<=["'`>]\s{0,20})((?:openai[/:])?(?:gpt-|chatgpt-|o[134]\b|text-embedding-|dall-e-|whisper-1|tts-1|ft:)[\w.:-]*)(?=\s{0,20}["'`<])/g;
const HOSTS = /\b(?:(?:https?|wss?):\/\/)?api\.openai\.com[^\s"'`<>)}]*/g;
const NAMES = /(?<![\w-])(?:[A-Z0-9]+_)*OPEN_?AI(?:_[A-Z0-9]+)+(?!\w)/g;
const IMPORTS =
  /\b(?:from|import|require)\s*\(?\s*["']((?:openai|@ai-sdk\/openai|@langchain\/openai)(?:\/[^"']*)?)["']/g;
/** An entry of an import map: the browser fetches the package from there. */
const MAPPED = /"(openai|@ai-sdk\/openai|@langchain\/openai)"\s*:\s*"(?:https?:|\/|\.)/g;

/**
 * What Vue, Svelte and Astro components and HTML pages say outside of their scripts. The scripts themselves are code,
 * and the dialects of code read them.
 */
export const components = defineTransform({
  id: 'components',
  reads: 'text',
  find({ texts, virtual }: FindContext): readonly Site[] {
    const scripts = new Map<string, { start: number; end: number }[]>();
    for (const { file, covers } of virtual) scripts.set(file, [...(scripts.get(file) ?? []), ...covers]);
    return texts.flatMap((source) =>
      source.kind === 'component' ? template(source, scripts.get(source.file) ?? []) : [],
    );
  },
});

function template(source: SourceText, scripts: readonly { start: number; end: number }[]): Site[] {
  const file = new TextFile(source.file, source.text);
  const text = withoutComments(withoutScripts(source.text, scripts));
  const tokens = (pattern: RegExp) => file.tokens(pattern, text);
  return [
    ...tokens(IDS)
      .filter((token) => isModelText(token.text))
      .map(
        (token): Site => ({
          site: 'mention',
          dialect: 'components',
          token,
          value: token.text,
          where: 'template',
        }),
      ),
    ...tokens(HOSTS).map((token) => note(token, 'endpoint', 'possible', 'address of OpenAI', 'raw-http')),
    ...tokens(NAMES).map((token) => note(token, 'credential', 'possible', `names ${token.text}`, null)),
    ...tokens(MAPPED).map((token) => note(token, 'dependency', 'certain', `maps ${token.text}`, null)),
    ...tokens(IMPORTS).map((token) =>
      note(
        token,
        'import',
        'probable',
        `imports ${token.text} in a script that could not be parsed`,
        'dialect-not-covered',
      ),
    ),
  ];
}

/** Blanks instead of `<!-- … -->`, so that offsets stay. */
function withoutComments(text: string): string {
  return text.replace(/<!--[\s\S]*?-->/g, (comment) => comment.replace(/[^\r\n]/g, ' '));
}

function note(
  token: Token,
  kind: FindingKind,
  confidence: NoteSite['confidence'],
  message: string,
  reason: string | null,
): NoteSite {
  return {
    site: 'note',
    dialect: 'components',
    kind,
    token,
    confidence,
    message,
    reason,
    help: null,
    related: [],
  };
}
