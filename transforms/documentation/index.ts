import type { Span } from '../../src/finding.js';
import { isModelText } from '../../src/openai/models.js';
import type { DocSite, Site } from '../../src/sites.js';
import { TextFile } from '../../src/text-tokens.js';
import { defineTransform, type FindContext, type SourceText } from '../../src/transform.js';

/** What was true when it was written stays. */
const HISTORY =
  /(?:^|\/)(?:change-?logs?|history|releases?|release-notes|blogs?|posts|adrs?|news)(?:[/.-]|$)/i;
const NAMES = /(?<![\w-])(?:[A-Z0-9]+_)*OPEN_?AI(?:_[A-Z0-9]+)+(?!\w)/g;
const IDS =
  /(?<![\w./:@-])(?:gpt-|chatgpt-|o[134]\b|text-embedding-|dall-e-|whisper-1|tts-1)[\w.:-]*(?<![.:-])/g;
const LINKS = /https?:\/\/[^\s)"'<>\]]+/g;
/** `NAME=https://api.openai.com/v1`. */
const VALUE = /^["']?\s*[=:]\s*["']?(https:\/\/api\.openai\.com\/v1\/?)(?![\w/])/;

/** Variables and models that documentation names. What becomes of them is decided by what is renamed in code. */
export const documentation = defineTransform({
  id: 'documentation',
  reads: 'text',
  find({ texts }: FindContext): readonly Site[] {
    return texts.flatMap((source) =>
      source.kind === 'docs' && !HISTORY.test(source.file) ? named(source) : [],
    );
  },
});

function named({ file, text }: SourceText): DocSite[] {
  const source = new TextFile(file, text);
  const links = [...text.matchAll(LINKS)].map(spanOf);
  const code = codeIn(text);
  const variables = source.tokens(NAMES).map((token): DocSite => {
    const [whole, value] = VALUE.exec(text.slice(token.span.end, token.span.end + 80)) ?? [];
    const end = token.span.end + (whole?.length ?? 0);
    return {
      site: 'doc',
      names: 'variable',
      token,
      inLink: within(links, token.span.start),
      value: value === undefined ? null : source.token(end - value.length, end),
    };
  });
  const models = source
    .tokens(IDS)
    .filter(({ span, text: id }) => isModelText(id) && within(code, span.start) && !within(links, span.start))
    .map((token): DocSite => ({ site: 'doc', names: 'model', token, inLink: false, value: null }));
  return [...variables, ...models];
}

/** Blocks between fences, and what stands between backticks. */
function codeIn(text: string): Span[] {
  const blocks = [...text.matchAll(/^[ \t>]*(`{3,}|~{3,}|-{4,}$)[^\n]*\n[\s\S]*?^[ \t>]*\1/gm)].map(spanOf);
  const inline = [...text.matchAll(/(?<!`)(`{1,2})(?!`)[^`\n]+\1(?!`)/g)].map(spanOf);
  return [...blocks, ...inline];
}

function spanOf(match: RegExpExecArray): Span {
  return { start: match.index, end: match.index + match[0].length };
}

function within(spans: readonly Span[], offset: number): boolean {
  return spans.some(({ start, end }) => start <= offset && offset < end);
}
