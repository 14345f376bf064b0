import type { Flow } from '../../src/flow/flow.js';
import type { CallLike } from '../../src/flow/index-nodes.js';
import type { Shapes } from '../../src/flow/shapes.js';
import type { SdkVersions } from '../../src/packages.js';
import type { RequestSite } from '../../src/sites.js';
import { ts } from '../../src/ts.js';
import type { Clients } from './clients.js';
import { sdkModule } from './modules.js';

/** Subpaths whose classes open a session of OpenAI's own: realtime, live, and the Responses API over a socket. */
const SUBPATH = /^(?:(?:beta\/)?realtime|live|resources\/(?:beta\/)?(?:realtime|live|responses))(?:\/|$)/;
const CLASS = /^(?:\w+\.)*\w*(?:WS|WebSocket|WebRTC)$/;

/** `new OpenAIRealtimeWS({ model })`, `new ResponsesWS(client)`: requests of a service that lives on a socket. */
export function findSockets(
  flow: Flow,
  shapes: Shapes,
  clients: Clients,
  versions: SdkVersions,
): RequestSite[] {
  const isImported = flow.index.specifiers.some(({ literal }) => isSocketModule(literal.text));
  if (!isImported) return [];
  const found: RequestSite[] = [];
  for (const calls of flow.index.calls.values())
    for (const call of calls) {
      const name = classOf(flow, call);
      if (name) found.push(site(flow, shapes, clients, versions, call, name));
    }
  return found;
}

function isSocketModule(specifier: string): boolean {
  return SUBPATH.test(sdkModule(specifier)?.subpath ?? '');
}

/** The class that `new` or its `create` makes; undefined for everything else. */
function classOf(flow: Flow, call: CallLike): string | undefined {
  if (!ts.isNewExpression(call) && !ts.isPropertyAccessExpression(call.expression)) return undefined;
  for (const value of flow.values(call.expression)) {
    if (value.kind !== 'external' || !isSocketModule(value.module)) continue;
    const isFactory = ts.isCallExpression(call) && /^(?:create|azure)$/.test(value.path.at(-1) ?? '');
    const path = isFactory ? value.path.slice(0, -1) : value.path;
    if ((ts.isNewExpression(call) || isFactory) && CLASS.test(path.join('.'))) return path.join('.');
  }
  return undefined;
}

function site(
  flow: Flow,
  shapes: Shapes,
  clients: Clients,
  versions: SdkVersions,
  call: CallLike,
  name: string,
): RequestSite {
  const values = (call.arguments ?? []).map((argument) => flow.values(argument));
  const senders = values.flatMap((list) => list.flatMap((value) => clients.of(value) ?? []));
  const options = values.flat().find((value) => value.kind === 'object');
  const model = options ? flow.member([options], 'model', call) : [];
  return {
    site: 'request',
    dialect: 'openai-node',
    token: shapes.token(call.expression),
    call: shapes.token(call),
    method: `new ${name}`,
    // The Responses API over a socket is OpenAI's alone, whoever has the API itself.
    operation: /^Responses/.test(name) ? 'other' : 'realtime',
    clients: senders.flatMap((one) => one.ids),
    openEnded: senders.some((one) => one.openEnded),
    confidence: 'certain',
    legacy: false,
    sdk: versions.of(flow.program.fileOf(call).file, null, false),
    bodies: [],
    partial: false,
    model: shapes.origins(model.filter((value) => value.kind === 'text')),
    parameters: [],
    spelling: {},
    nested: [],
    hasImages: false,
    related: [],
  };
}
