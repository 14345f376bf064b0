import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { TINY_PNG } from '../media/tiny.js';
import type { Provider, Region } from '../providers/types.js';
import type { Emulator } from './emulator.js';
import { basePaths, routesOf } from './routes.js';

export interface Listening {
  readonly port: number;
  close(): Promise<void>;
}

/** The emulator's paths, the provider's own among them. */
function appOf(emulator: Emulator, provider: Provider, region: Region): Hono {
  const app = new Hono();
  app.get('/__banjia/requests', (context) => context.json(emulator.requests));
  app.get('/__banjia/image.png', (context) => context.body(TINY_PNG, 200, { 'content-type': 'image/png' }));
  for (const route of routesOf(provider, region))
    app.on(route.method, [route.path], (context) => emulator.serve(context.req.raw, route));
  if (provider.wire?.images?.task)
    for (const base of basePaths(provider, region))
      app.get(`${base}/tasks/:id`, (context) => emulator.task(context.req.raw, context.req.param('id')));
  app.notFound((context) => emulator.refuse(context.req.raw));
  return app;
}

/** Listens on this machine only. @throws what `listen` throws: a port that is taken. */
export function listen(
  emulator: Emulator,
  provider: Provider,
  region: Region,
  port: number,
): Promise<Listening> {
  const app = appOf(emulator, provider, region);
  return new Promise((resolve, reject) => {
    const server = serve({
      fetch: app.fetch,
      port,
      hostname: '127.0.0.1',
      // The process belongs to somebody else's tests: its globals stay as they are.
      overrideGlobalObjects: false,
    }) as Server;
    server.once('error', reject);
    server.once('listening', () => {
      const address = server.address() as AddressInfo;
      resolve({ port: address.port, close: () => closed(server) });
    });
  });
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    server.close((error) => (error ? reject(error) : resolve()));
    server.closeAllConnections();
  });
}
