import type { AnswerSite, ClientSite } from '../../src/sites.js';
import { type CodeContext, defineTransform } from '../../src/transform.js';
import { findAnswers } from './answers.js';
import { Clients } from './clients.js';
import { findEnvironment } from './environment.js';
import { findImports } from './inventory.js';
import { NativeClients } from './native/index.js';
import { Requests, receiverOf } from './requests.js';
import { findSockets } from './sockets.js';

/** The `openai` package, v3 to v7, and `openai-edge`. */
export const openaiNode = defineTransform({
  id: 'openai-node',
  reads: 'code',
  find({ flow, shapes, versions, native }) {
    const clients = new Clients(flow, shapes, versions);
    const requests = new Requests(flow, shapes, clients, versions);
    const found = requests.find();
    const answers = findAnswers(flow, shapes, requests.calls);
    return [
      ...(native ? withNative(clients, requests, answers, { flow, shapes }) : clients.sites),
      ...found,
      ...answers,
      ...findSockets(flow, shapes, clients, versions),
      ...findImports(flow, shapes),
      ...findEnvironment(flow, shapes),
    ];
  },
});

/** The clients, taken apart for another SDK. */
function withNative(
  clients: Clients,
  requests: Requests,
  answers: readonly AnswerSite[],
  { flow, shapes }: Pick<CodeContext, 'flow' | 'shapes'>,
): ClientSite[] {
  const calls = requests.calls.map(({ call, site }) => ({
    call,
    site,
    base: receiverOf(call.expression, site.method.split('.').length),
  }));
  const uses = new NativeClients(flow, shapes, calls, answers).of(clients.made);
  return clients.sites.map((site) => {
    const native = uses.get(site.id);
    return native ? { ...site, native } : site;
  });
}
