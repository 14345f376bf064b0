import { readByLibrary } from '../../src/flow/library-reads.js';
import { importNotes } from '../../src/flow/notes.js';
import { defineTransform } from '../../src/transform.js';
import { Calls } from './calls.js';
import { langChainModule } from './classes.js';
import { Clients } from './clients.js';
import { Factories } from './factory.js';
import { Ids } from './ids.js';
import { services } from './services.js';

/** LangChain JS, 0.0 to 1.x: models and embeddings of OpenAI, and what is made of them. */
export const langChain = defineTransform({
  id: 'langchain',
  reads: 'code',
  find({ flow, shapes, versions }) {
    const clients = new Clients(flow, shapes, versions);
    const factories = new Factories(flow, shapes, versions);
    const ids = new Ids(flow, shapes, versions);
    const made = new Map([...clients.made, ...factories.made, ...ids.made]);
    const calls = new Calls(flow, shapes, made);
    return [
      ...[...made.values()].flatMap(({ client, settings }) => [client, calls.completed(settings)]),
      ...calls.requests,
      // The wrapper gives what stands under `url`, whatever it asked for.
      ...calls.requests
        .filter(({ operation, part }) => operation === 'images.generations' && part === 'call')
        .map((request) => readByLibrary(request, 'data[].url', request.token)),
      ...clients.notes,
      ...factories.notes,
      ...ids.notes,
      ...services(flow, shapes),
      ...calls.notes,
      ...importNotes(flow, shapes, 'langchain', isNamed),
    ];
  },
});

/** Paths that say OpenAI; the root of `langchain` says nothing. */
function isNamed(specifier: string): boolean {
  return (
    /openai|langchain\/(?:chat_models|llms|embeddings)$/.test(specifier) &&
    langChainModule(specifier) !== undefined
  );
}
