import type { Flow } from '../../src/flow/flow.js';
import type { CallLike } from '../../src/flow/index-nodes.js';
import type { Shapes } from '../../src/flow/shapes.js';
import type { EnvReader, FunctionNode, Value } from '../../src/flow/value.js';
import type { SdkVersions } from '../../src/packages.js';
import { isTestFile } from '../../src/paths.js';
import type { Located } from '../../src/plan/composite.js';
import type { ClientForm, ClientSite, NoteSite, Origin, RequestSite } from '../../src/sites.js';
import { ts } from '../../src/ts.js';
import { addressOf, alternatives, forwarded, isOverflow, type Pieces } from './address.js';
import { BodyReader, sendsChat } from './bodies.js';
import { concerns, isKnown, isOutOfSight, isSure, locatePieces, operationOf, shownPath } from './concerns.js';
import { type Credentials, HeaderReader } from './headers.js';
import { Readers } from './readers.js';
import type { ProxyRule } from './rules.js';
import { findSenders } from './senders.js';
import type { Sent } from './sent.js';

/** Plain HTTP has no options of its own: the address is the text, the key is a header. */
const HTTP: ClientForm = {
  url: ['url'],
  key: 'Authorization',
  staleKeys: [],
  drop: [],
  fallsBack: false,
};

/** More callers than this of one function are taken together. */
const MAX_CALLERS = 40;
/** Functions around one another whose calls are told apart. */
const MAX_CHAIN = 2;

/** A request before it is known who else reads its constants. */
interface Draft {
  readonly sent: Sent;
  /** The request itself, or the call of the function around it that says where it goes. */
  readonly call: CallLike;
  readonly token: ts.Node;
  readonly addresses: readonly Pieces[];
  readonly located: readonly Located[];
  /** Where it is sent and handed on, behind the call that says where it goes. */
  readonly inner: readonly ts.Node[];
  /** Told apart from the other callers of the function that sends it. */
  readonly isFramed: boolean;
  readonly credentials: Credentials;
  readonly apiKey: readonly Origin[];
  readonly requests: readonly Omit<RequestSite, 'clients'>[];
}

/** A function and one call of it. */
interface Step {
  readonly fn: FunctionNode;
  readonly call: ts.CallExpression;
}

/** Finds requests to OpenAI by plain HTTP, and those whose address does not say that they are not. */
export class PlainRequests {
  private readonly flow: Flow;
  private readonly shapes: Shapes;
  private readonly versions: SdkVersions;
  private readonly headers: HeaderReader;
  private readonly bodies: BodyReader;
  private readonly rules: readonly ProxyRule[];
  /** The texts that the addresses are put together of; filled by {@link find}. */
  readonly pieces = new Set<ts.Node>();

  constructor(flow: Flow, shapes: Shapes, versions: SdkVersions, rules: readonly ProxyRule[]) {
    this.rules = rules;
    this.flow = flow;
    this.shapes = shapes;
    this.versions = versions;
    this.headers = new HeaderReader(flow, shapes);
    this.bodies = new BodyReader(flow, shapes, versions);
  }

  find(): (ClientSite | RequestSite | NoteSite)[] {
    const drafts = findSenders(this.flow).flatMap((sent) => this.drafts(sent));
    const senders = drafts.flatMap(({ call, sent }) => [call, sent.call]);
    const addresses = drafts.flatMap((draft) => draft.addresses);
    for (const pieces of addresses) for (const { node } of pieces) if (node) this.pieces.add(node);
    const readers = new Readers(this.flow, this.shapes, addresses, senders);
    const keys = drafts.flatMap(({ credentials }) => credentials.keyNode ?? []);
    const keyReaders = new Readers(this.flow, this.shapes, [], keys);
    return [...drafts.flatMap((draft) => this.sites(draft, readers, keyReaders)), ...this.inner(drafts)];
  }

  /** Requests that were told at the calls of the functions around them. */
  private inner(drafts: readonly Draft[]): NoteSite[] {
    const nodes = new Set(drafts.flatMap(({ inner }) => inner));
    return [...nodes].map((node) => ({
      site: 'note',
      dialect: 'raw-http',
      kind: 'call',
      token: this.shapes.token(node),
      confidence: 'certain',
      message: `${node.getText()}: goes where its callers say`,
      reason: null,
      help: null,
      related: [],
    }));
  }

  private drafts(sent: Sent): Draft[] {
    return this.expand(sent, []);
  }

  /**
   * A request whose address is handed in is as many requests as there are calls that hand one in. `chain` are the calls
   * under evaluation, the outermost first.
   */
  private expand(sent: Sent, chain: readonly Step[]): Draft[] {
    const addresses = this.within(chain, () => alternatives(sent.address())).map((pieces) =>
      forwarded(pieces, this.rules),
    );
    const isOpen = isOverflow(addresses);
    const isChat = addresses.some(isOutOfSight) && this.within(chain, () => this.sendsChat(sent));
    if (!isOpen && !isChat && !addresses.some(concerns)) return [];
    const callers = chain.length < MAX_CHAIN ? this.callersOf(chain[0]?.call ?? sent.call, addresses) : [];
    const found = callers.flatMap((step) => this.expand(sent, [step, ...chain]));
    if (found.length > 0 || isOpen) return found;
    return [this.within(chain, () => this.draft(sent, chain, addresses))];
  }

  /** Nothing is known of the address; a key and a chat are sent there. */
  private sendsChat(sent: Sent): boolean {
    if (!sendsChat(sent)) return false;
    return this.headers.read(sent.headers(), sent.setters(), sent.call).sendsKey;
  }

  /** Runs `compute` with the arguments of the calls of `chain`. */
  private within<T>([step, ...inner]: readonly Step[], compute: () => T): T {
    if (!step) return compute();
    const { fn, call } = step;
    const argument = (position: number): readonly Value[] | undefined => {
      const given = call.arguments[position];
      if (call.arguments.slice(0, position + 1).some(ts.isSpreadElement))
        return [{ kind: 'unknown', why: 'dynamic', node: call, trail: [] }];
      return given && this.flow.values(given).map((value) => ({ ...value, trail: [...value.trail, call] }));
    };
    return this.flow.inCall(fn, null, argument, () => this.within(inner, compute));
  }

  /** The calls of the functions around a request, or around a call that leads to it, that hand the address in. */
  private callersOf(from: ts.Node, addresses: readonly Pieces[]): Step[] {
    const known = addresses.flatMap((pieces) => pieces.filter(isKnown));
    const steps = new Set(known.flatMap((piece) => piece.trail));
    const isOpen = isOverflow(addresses);
    for (let node = from; node.parent; node = node.parent) {
      if (!isNamedFunction(node)) continue;
      const calls = this.flow
        .callSites(node)
        .filter(
          (call): call is ts.CallExpression => ts.isCallExpression(call) && (isOpen || steps.has(call)),
        );
      if (calls.length > 0 && calls.length <= MAX_CALLERS) {
        const fn = node;
        return calls.map((call) => ({ fn, call }));
      }
    }
    return [];
  }

  private draft(sent: Sent, chain: readonly Step[], addresses: readonly Pieces[]): Draft {
    const caller = chain[0]?.call ?? null;
    const call = caller ?? sent.call;
    const token = caller ? nameOf(caller) : sent.token;
    const located = addresses.map(locatePieces);
    const credentials = this.headers.read(sent.headers(), sent.setters(), sent.call);
    const bodies = sent.bodies();
    const wanted = new Map(
      located.flatMap((one) => {
        const operation = operationOf(one);
        return operation ? [[operation, shownPath(one, operation)] as const] : [];
      }),
    );
    if (wanted.size === 0 && addresses.some(isOutOfSight) && this.sendsChat(sent))
      wanted.set('chat.completions', 'chat.completions');
    return {
      sent,
      call,
      token,
      addresses,
      located,
      inner: caller ? [sent.token, ...chain.slice(1).map(({ call: one }) => nameOf(one))] : [],
      isFramed: caller !== null,
      credentials,
      apiKey: this.shapes.origins(credentials.key),
      requests: [...wanted].map(([operation, path]) =>
        this.bodies.request({ sent, call, token, method: `${sent.shown} ${path}`, bodies }, operation),
      ),
    };
  }

  private sites(draft: Draft, readers: Readers, keyReaders: Readers): (ClientSite | RequestSite)[] {
    const parsed = this.flow.program.fileOf(draft.call);
    const token = this.shapes.token(draft.token);
    const sender = this.shapes.token(draft.sent.call);
    const id = `${parsed.file}:${token.span.start}@${sender.file}:${sender.span.start}`;
    const confidence = isSure(draft.addresses, draft.located) ? 'certain' : 'probable';
    const { credentials } = draft;
    const client: ClientSite = {
      site: 'client',
      id,
      dialect: 'raw-http',
      token,
      className: draft.sent.shown,
      form: HTTP,
      sdk: this.versions.of(parsed.file, null, false),
      options: {
        form: 'address',
        addresses: draft.addresses.map((pieces) => addressOf(pieces, this.shapes, readers)),
        sendsKey: credentials.sendsKey,
        azureKey: credentials.azureKey,
        stray: credentials.stray,
      },
      carrier: null,
      basePathArgument: null,
      baseURL: draft.addresses.map((pieces, index) =>
        this.base(pieces, draft.located[index], draft.isFramed),
      ),
      apiKey: draft.apiKey,
      key: credentials.keyNode && {
        token: this.shapes.token(credentials.keyNode),
        guarded: true,
        isOwn: credentials.key.every(({ node, trail }) => keyReaders.ofTrail(trail, node).length === 0),
      },
      quote: this.flow.program.fileOf(credentials.keyNode ?? draft.call).quote,
      envReader: envReader(this.flow.program.fileOf(credentials.keyNode ?? draft.call).text),
      inTest: isTestFile(parsed.file),
      related: [],
      confidence,
    };
    return [client, ...draft.requests.map((one) => ({ ...one, clients: [id], confidence }) as const)];
  }

  /** What stands for the base URL in one of the addresses. */
  private base(pieces: Pieces, located: Located | undefined, isFramed: boolean): Origin {
    const [head] = pieces;
    if (located?.head.kind === 'host') {
      const value = `https://${located.head.host}`;
      const holder = pieces.find((piece) => piece.text !== null && piece.node) ?? head;
      if (holder?.node) {
        const at = this.shapes.token(holder.node);
        const [origin] = this.shapes.origins([
          { kind: 'unknown', why: 'dynamic', node: holder.node, trail: holder.trail },
        ]);
        // What other callers hand in says nothing of this one.
        const trail = isFramed ? [] : (origin?.trail ?? []);
        return { kind: 'text', value, at, narrow: null, shared: false, isKey: false, trail };
      }
    }
    const hole = pieces.find((piece) => piece.text === null) ?? head;
    const [origin] = located?.head.kind === 'hole' && hole?.value ? this.shapes.origins([hole.value]) : [];
    if (origin) return origin;
    if (!hole?.node) throw new Error('an address without any piece that stands somewhere');
    return { kind: 'unknown', why: 'dynamic', at: this.shapes.token(hole.node), trail: [] };
  }
}

function isNamedFunction(node: ts.Node): node is FunctionNode {
  return (
    ts.isFunctionDeclaration(node) ||
    ts.isFunctionExpression(node) ||
    ts.isArrowFunction(node) ||
    ts.isMethodDeclaration(node)
  );
}

function nameOf(call: ts.CallExpression): ts.Node {
  const { expression } = call;
  return ts.isPropertyAccessExpression(expression) ? expression.name : expression;
}

function envReader(text: string): EnvReader {
  if (/\bDeno\.env\b/.test(text)) return 'deno';
  if (/\bimport\.meta\.env\b/.test(text)) return 'meta';
  if (/\bBun\.env\b/.test(text)) return 'bun';
  return 'process';
}
