import type { NoteSite, Site, Token } from '../../src/sites.js';
import { defineTransform, type FindContext } from '../../src/transform.js';
import { textAllowLists } from './text-allow-lists.js';
import { textProxies } from './text-proxies.js';

/** Rules and policies in files that are no code. */
export const httpConfiguration = defineTransform({
  id: 'raw-http',
  reads: 'text',
  find({ texts }: FindContext): readonly Site[] {
    const rules = textProxies(texts).flatMap(({ shown, companions }) => [
      note(shown, 'forwards to OpenAI'),
      ...companions.map((token) => note(token, 'names the host that a rule forwards to')),
    ]);
    return [...rules, ...textAllowLists(texts)];
  },
});

function note(token: Token, message: string): NoteSite {
  return {
    site: 'note',
    dialect: 'raw-http',
    kind: 'endpoint',
    token,
    confidence: 'certain',
    message,
    reason: 'reverse-proxy',
    help: null,
    related: [],
  };
}
