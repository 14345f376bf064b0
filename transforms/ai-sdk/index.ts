import type { Flow } from '../../src/flow/flow.js';
import type { SdkVersions } from '../../src/packages.js';
import { defineTransform } from '../../src/transform.js';
import { Clients } from './clients.js';
import { Consumers } from './consumers.js';
import { Factories } from './factories.js';
import {
  findGatewayIds,
  findImports,
  findMetadata,
  findReplacements,
  findSenders,
  findTypes,
} from './inventory.js';
import { coreModule, majorOfProvider, providerModule } from './modules.js';
import { Providers } from './providers.js';
import { Requests } from './requests.js';

/** The Vercel AI SDK, 3 to 7: `ai` with `@ai-sdk/openai`. */
export const aiSdk = defineTransform({
  id: 'ai-sdk',
  reads: 'code',
  find({ flow, shapes, versions }) {
    const isUsed = flow.index.specifiers.some(
      ({ literal }) => providerModule(literal.text) || coreModule(literal.text),
    );
    if (!isUsed) return [];
    const parts = { flow, shapes, versions };
    const providers = new Providers(flow, shapes);
    const majorAt = majors(versions, specifierVersions(flow.index.specifiers));
    const factories = new Factories(flow, providers);
    const consumers = new Consumers(flow, shapes, providers, (node) => factories.byCall.has(node), majorAt);
    const asked = new Requests(parts, factories, consumers, majorAt);
    const requests = asked.all();
    return [
      ...new Clients(parts, providers, factories, requests, majorAt).all(),
      ...requests,
      ...asked.options(),
      ...asked.reads(requests),
      ...findTypes(flow, shapes, providers),
      ...findImports(flow, shapes),
      ...findReplacements(flow, shapes, asking(factories, consumers, flow)),
      ...findGatewayIds(flow, shapes, consumers, factories),
      ...findSenders(shapes, consumers),
      ...findMetadata(flow, shapes),
    ];
  },
});

/** Files that ask for models. */
function asking(factories: Factories, consumers: Consumers, flow: Flow): Set<string> {
  const nodes = [...factories.byCall.keys(), ...consumers.all.map(({ call }) => call)];
  return new Set(nodes.map((node) => flow.program.fileOf(node).file));
}

type Specifiers = readonly { readonly literal: { readonly text: string } }[];

/** Versions that stand in the code itself: `npm:@ai-sdk/openai@1.3.24`. They count for the whole program. */
function specifierVersions(specifiers: Specifiers): string | null {
  for (const { literal } of specifiers) {
    const version = providerModule(literal.text)?.version;
    if (version) return version;
  }
  return null;
}

/** The major of the AI SDK at a file: by its provider, else by `ai` itself. */
function majors(versions: SdkVersions, specifier: string | null): (file: string) => number | null {
  const known = new Map<string, number | null>();
  return (file) => {
    const found = known.get(file);
    if (found !== undefined) return found;
    const provider = versions.of(file, specifier, false, '@ai-sdk/openai').major;
    const core = versions.of(file, null, false, 'ai');
    // Before 4.2 the types of a model were others (`@ai-sdk/provider` 1.0).
    const isEarly = /^4\.[01]\./.test(core.exact ?? '');
    const major = isEarly ? 4.1 : (majorOfProvider(provider) ?? core.major);
    known.set(file, major);
    return major;
  };
}
