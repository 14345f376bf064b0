import type { ClientSite, NestedUse, RequestSite } from '../sites.js';
import { ts } from '../ts.js';
import type { Flow } from './flow.js';
import { skipOuter } from './index-nodes.js';
import { MessageReader } from './messages.js';
import { type Sender, Senders } from './senders.js';
import type { Shapes } from './shapes.js';

/** A client with the settings that it was made with. */
export interface Made {
  readonly client: ClientSite;
  readonly settings: RequestSite;
}

/**
 * The calls that send requests of clients which are told model and parameters where they are made: methods of a client,
 * or of what a library made of it.
 */
export class Sendings {
  readonly requests: RequestSite[] = [];
  private readonly shapes: Shapes;
  private readonly dialect: string;
  private readonly senders: Senders;
  private readonly settings: ReadonlyMap<string, RequestSite>;
  private readonly flow: Flow;
  private readonly seeing = new Set<string>();
  /** What stands in the messages of a client's calls. */
  private readonly nested = new Map<string, NestedUse[]>();
  private readonly tooled = new Set<string>();
  private readonly called = new Set<string>();

  /** `made` has what each call, or each id that stands for a client, makes. */
  constructor(
    flow: Flow,
    shapes: Shapes,
    dialect: string,
    made: ReadonlyMap<ts.Node, Made>,
    isClientType: (module: string, path: readonly string[]) => boolean,
  ) {
    this.flow = flow;
    this.shapes = shapes;
    this.dialect = dialect;
    const ids = new Map([...made].map(([node, { client }]) => [node, client.id] as const));
    this.settings = new Map([...made.values()].map(({ client, settings }) => [client.id, settings]));
    this.senders = new Senders(flow, ids, isClientType);
  }

  /** Notes that `call` sends something, where a client stands behind it, or `otherwise` says whose it is. */
  add(call: ts.CallExpression, otherwise?: Sender): void {
    const site = this.site(call, otherwise);
    if (!site) return;
    for (const id of site.clients) {
      this.called.add(id);
      if (/\bimage_url\b/.test(call.getText())) this.seeing.add(id);
      this.nested.set(id, [...(this.nested.get(id) ?? []), ...this.partsIn(call)]);
    }
    this.requests.push(site);
  }

  /** Notes that the clients behind a call are given tools. */
  tools(site: RequestSite): void {
    for (const id of site.clients) this.tooled.add(id);
  }

  /** Pictures and files in messages that are written in the call. */
  private partsIn(call: ts.CallExpression): NestedUse[] {
    const reader = new MessageReader(this.flow, this.shapes);
    const visit = (node: ts.Node): void => {
      if (
        ts.isObjectLiteralExpression(node) &&
        node.properties.some(({ name }) => name?.getText() === 'content')
      )
        reader.content({ kind: 'object', node, trail: [] }, node);
      ts.forEachChild(node, visit);
    };
    for (const argument of call.arguments) visit(argument);
    return reader.nested;
  }

  /** The clients behind an expression. */
  behind(node: ts.Expression): Sender | undefined {
    return this.senders.behind(node);
  }

  /** A call of the clients behind it; undefined where there are none. */
  site(call: ts.CallExpression, otherwise?: Sender): RequestSite | undefined {
    const token = methodNode(call);
    const sender = token && (this.senders.ofCall(call) ?? otherwise);
    if (!token || !sender) return undefined;
    const own = sender.ids.flatMap((id) => this.settings.get(id) ?? []);
    const main = own.find((one) => one.operation !== 'embeddings') ?? own[0];
    return {
      site: 'request',
      dialect: this.dialect,
      token: this.shapes.token(token),
      call: this.shapes.token(call),
      method: token.getText(),
      operation: main?.operation ?? 'chat.completions',
      clients: sender.ids,
      openEnded: sender.openEnded,
      confidence: 'certain',
      legacy: false,
      sdk: main?.sdk ?? { major: null, exact: null, from: 'unknown' },
      bodies: [],
      partial: false,
      model: main?.model ?? [],
      parameters: [],
      spelling: {},
      nested: [],
      hasImages: false,
      ...(main?.handsOn === undefined ? {} : { handsOn: main.handsOn }),
      ...(main ? { besides: main.parameters } : {}),
      related: [],
      part: 'call',
    };
  }

  /** The settings of a client, as they are sent: by calls in sight, or by nobody who was seen. */
  completed(settings: RequestSite): RequestSite {
    const id = settings.settingsOf ?? '';
    return {
      ...settings,
      hasImages: settings.hasImages || this.seeing.has(id),
      usesTools: this.tooled.has(id),
      nested: [...settings.nested, ...(this.nested.get(id) ?? [])],
      ...(this.called.has(id) ? { part: 'settings' as const } : {}),
    };
  }
}

/** The name of the method that a call calls. */
export function methodNode(call: ts.CallExpression): ts.Node | undefined {
  const callee = skipOuter(call.expression);
  return ts.isPropertyAccessExpression(callee) ? callee.name : undefined;
}
