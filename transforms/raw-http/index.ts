import type { Site } from '../../src/sites.js';
import { type CodeContext, defineTransform } from '../../src/transform.js';
import { codeAllowLists } from './allow-lists.js';
import { findNotes } from './notes.js';
import { codeProxies } from './proxies.js';
import { PlainRequests } from './requests.js';
import { TestAddresses } from './test-addresses.js';
import { textProxies } from './text-proxies.js';

/** Requests to OpenAI without a library of its own: `fetch`, axios, got, ky, undici, Node's `https` and others. */
export const rawHttp = defineTransform({
  id: 'raw-http',
  reads: 'code',
  find({ flow, shapes, versions, texts }: CodeContext): readonly Site[] {
    const rules = codeProxies(flow, shapes);
    const requests = new PlainRequests(flow, shapes, versions, [...rules, ...textProxies(texts)]);
    const sites = requests.find();
    const tests = new TestAddresses(flow, shapes).find();
    const allowed = codeAllowLists(flow, shapes);
    const pieces = new Set([...requests.pieces, ...tests.pieces, ...allowed.keys()]);
    return [
      ...sites,
      ...tests.sites,
      ...[...allowed.values()].flat(),
      ...findNotes(flow, shapes, pieces, rules),
    ];
  },
});
