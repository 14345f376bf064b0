import { isOpenAIHost } from '../../src/openai/hosts.js';
import type { Token } from '../../src/sites.js';
import type { ts } from '../../src/ts.js';

/** A rule by which a server forwards requests for one path to OpenAI. */
export interface ProxyRule {
  /** What a path begins with that the rule answers. */
  readonly match: string;
  /** What of it is taken away before the rest goes behind {@link target}. */
  readonly strip: string;
  /** The rule answers this path only, and the target is the whole address. */
  readonly isExact: boolean;
  /** The destination up to where the rest of the path goes. */
  readonly target: string;
  readonly at: Token;
  /** The whole destination. */
  readonly shown: Token;
  /** In code; null in a file of configuration. */
  readonly node: ts.Node | null;
  /** A text put between target and rest: `path.replace(/^\/api/, '/v1')`. */
  readonly inserted: ts.StringLiteralLike | null;
  /** Places that name the host once more: `proxy_set_header Host`. */
  readonly companions: readonly Token[];
}

/** Where the rest of the path is put in: `:path*`, `:splat`, `$1`, `**`, `(.*)`. */
const WILDCARD = /:\w+\*?|\$\d|\*+|\(\.\*\)|\(\?<\w+>[^)]*\)/;

/** The part of a pattern or destination before its wildcard; the whole where it has none. */
export function beforeWildcard(text: string): { readonly lead: string; readonly isExact: boolean } {
  const scheme = /^https?:\/\//.exec(text)?.[0].length ?? 0;
  const found = WILDCARD.exec(text.slice(scheme));
  if (!found) return { lead: text, isExact: true };
  return { lead: text.slice(0, scheme + found.index), isExact: false };
}

export function isOpenAIAddress(text: string): boolean {
  const host = /^https?:\/\/([^/:?#]+)/.exec(text)?.[1];
  return host !== undefined && isOpenAIHost(host);
}
