import { defineTransform } from '../../src/transform.js';
import { findAnswers } from './answers.js';
import { Clients } from './clients.js';
import { findEnvironment } from './environment.js';
import { findImports } from './inventory.js';
import { Requests } from './requests.js';
import { findSockets } from './sockets.js';

/** The `openai` package, v3 to v7, and `openai-edge`. */
export const openaiNode = defineTransform({
  id: 'openai-node',
  reads: 'code',
  find({ flow, shapes, versions }) {
    const clients = new Clients(flow, shapes, versions);
    const requests = new Requests(flow, shapes, clients, versions);
    return [
      ...clients.sites,
      ...requests.find(),
      ...findAnswers(flow, shapes, requests.calls),
      ...findSockets(flow, shapes, clients, versions),
      ...findImports(flow, shapes),
      ...findEnvironment(flow, shapes),
    ];
  },
});
