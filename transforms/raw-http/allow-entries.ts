import type { AllowSite, Token } from '../../src/sites.js';

/** OpenAI's host, or all of its hosts, as policies and permissions write them. */
const ENTRY = /(?:(?:https?|wss?|\*):\/\/)?(?:api|\*)\.openai\.com(?::\d+)?(?:\/[^\s"'`;,]*)?/g;
export const WHOLE_ENTRY = new RegExp(`^${ENTRY.source}$`);
/** Names of lists of hosts. */
export const LIST_NAME =
  /^(?:connect-?src|(?:optional_)?(?:host_)?permissions|allow(?:ed)?(?:-?list|hosts|origins|domains|urls)?|whitelist|scope|domains|urls?)$/i;

export function entriesOf(
  text: string,
  from: number,
  to: number,
): { readonly start: number; readonly value: string }[] {
  return [...text.slice(from, to).matchAll(ENTRY)].map((match) => ({
    start: from + match.index,
    value: match[0],
  }));
}

export function inPolicy(token: Token): AllowSite {
  return { site: 'allow', dialect: 'raw-http', token, at: token.span.end, before: ' ', after: '' };
}

/** A further element of a list, on a line of its own where this one has one. */
export function besideIn(source: string, token: Token, quote: string, at: number): AllowSite {
  const lineStart = source.lastIndexOf('\n', token.span.start - 1) + 1;
  const lead = source.slice(lineStart, token.span.start - 1);
  const eol = source[lineStart - 2] === '\r' ? '\r\n' : '\n';
  const between = /^\s*$/.test(lead) && lineStart > 0 ? `${eol}${lead}` : ' ';
  return { site: 'allow', dialect: 'raw-http', token, at, before: `,${between}${quote}`, after: quote };
}
