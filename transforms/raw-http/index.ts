import { defineTransform } from '../../src/transform.js';
import { findNotes } from './notes.js';
import { codeProxies } from './proxies.js';
import { PlainRequests } from './requests.js';
import { textProxies } from './text-proxies.js';

/** Requests to OpenAI without a library of its own: `fetch`, axios, got, ky, undici, Node's `https` and others. */
export const rawHttp = defineTransform({
  id: 'raw-http',
  reads: 'code',
  find({ flow, shapes, versions, texts }) {
    const rules = codeProxies(flow, shapes);
    const requests = new PlainRequests(flow, shapes, versions, [...rules, ...textProxies(texts)]);
    const sites = requests.find();
    return [...sites, ...findNotes(flow, shapes, requests.pieces, rules)];
  },
});
