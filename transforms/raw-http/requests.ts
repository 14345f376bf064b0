import type { Flow } from '../../src/flow/flow.js';
import type { CallLike } from '../../src/flow/index-nodes.js';
import type { Shapes } from '../../src/flow/shapes.js';
import type { EnvReader, FunctionNode, Value } from '../../src/flow/value.js';
import type { Operation } from '../../src/openai/operations.js';
import { isDistinctivePath, operationAtEnd } from '../../src/openai/paths.js';
import type { SdkVersions } from '../../src/packages.js';
import { isTestFile } from '../../src/paths.js';
import { compose, HOLE, type Located, locate } from '../../src/plan/composite.js';
import { isAddressOfOpenAI } from '../../src/plan/endpoint.js';
import { hostOwner } from '../../src/providers/index.js';
import type { ClientForm, ClientSite, Origin, RequestSite } from '../../src/sites.js';
import { ts } from '../../src/ts.js';
import { BodyParts } from '../openai-node/requests.js';
import { addressOf, alternatives, forwarded, isOverflow, type Piece, type Pieces } from './address.js';
import { type Credentials, HeaderReader } from './headers.js';
import { Readers } from './readers.js';
import type { ProxyRule } from './rules.js';
import { findSenders, type Sent } from './senders.js';

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

/** One request, as it will be named and with what it sends. */
interface Asked {
  readonly sent: Sent;
  readonly call: CallLike;
  readonly token: ts.Node;
  readonly method: string;
  readonly bodies: readonly Value[];
}

/** Finds requests to OpenAI by plain HTTP, and those whose address does not say that they are not. */
export class PlainRequests {
  private readonly flow: Flow;
  private readonly shapes: Shapes;
  private readonly versions: SdkVersions;
  private readonly headers: HeaderReader;
  private readonly rules: readonly ProxyRule[];
  /** The texts that the addresses are put together of; filled by {@link find}. */
  readonly pieces = new Set<ts.Node>();

  constructor(flow: Flow, shapes: Shapes, versions: SdkVersions, rules: readonly ProxyRule[]) {
    this.rules = rules;
    this.flow = flow;
    this.shapes = shapes;
    this.versions = versions;
    this.headers = new HeaderReader(flow, shapes);
  }

  find(): (ClientSite | RequestSite)[] {
    const drafts = findSenders(this.flow).flatMap((sent) => this.drafts(sent));
    const senders = drafts.flatMap(({ call, sent }) => [call, sent.call]);
    const addresses = drafts.flatMap((draft) => draft.addresses);
    for (const pieces of addresses) for (const { node } of pieces) if (node) this.pieces.add(node);
    const readers = new Readers(this.flow, this.shapes, addresses, senders);
    const keys = drafts.flatMap(({ credentials }) => credentials.keyNode ?? []);
    const keyReaders = new Readers(this.flow, this.shapes, [], keys);
    return drafts.flatMap((draft) => this.sites(draft, readers, keyReaders));
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
    return [this.within(chain, () => this.draft(sent, chain[0]?.call ?? null, addresses))];
  }

  /** Nothing is known of the address; a key and a chat are sent there. */
  private sendsChat(sent: Sent): boolean {
    const chats = sent.bodies().filter((value) => value.kind === 'object' && isChatBody(value.node));
    return chats.length > 0 && this.headers.read(sent.headers(), sent.setters(), sent.call).sendsKey;
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
    return this.flow.inCall(fn, argument, () => this.within(inner, compute));
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

  private draft(sent: Sent, caller: ts.CallExpression | null, addresses: readonly Pieces[]): Draft {
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
      isFramed: caller !== null,
      credentials,
      apiKey: this.shapes.origins(credentials.key),
      requests: [...wanted].map(([operation, path]) =>
        this.request({ sent, call, token, method: `${sent.shown} ${path}`, bodies }, operation),
      ),
    };
  }

  private request(
    { sent, call, token, method, bodies }: Asked,
    operation: Operation,
  ): Omit<RequestSite, 'clients'> {
    const objects = bodies.flatMap((value) => (value.kind === 'object' ? [value.node] : []));
    const parts = new BodyParts(this.flow, this.shapes, objects);
    const isOpen = bodies.some((value) => value.kind !== 'object') || objects.length === 0;
    return {
      site: 'request',
      dialect: 'raw-http',
      token: this.shapes.token(token),
      call: this.shapes.token(call),
      method,
      operation,
      openEnded: false,
      confidence: 'certain',
      legacy: false,
      sdk: this.versions.of(this.flow.program.fileOf(call).file, null, false),
      bodies: objects.map((one) => this.shapes.object(one)),
      partial: isOpen || parts.partial,
      model: this.model(sent, operation, bodies),
      parameters: parts.parameters,
      spelling: {},
      nested: parts.nested,
      hasImages: parts.hasImages,
      related: [],
      plain: true,
    };
  }

  private model(sent: Sent, operation: Operation, bodies: readonly Value[]): Origin[] {
    if (!TAKES_MODEL.has(operation)) return [];
    const forms = bodies.filter((value) => isForm(value));
    const others = bodies.filter((value) => !isForm(value));
    const found = [
      ...this.flow.member(others, 'model', sent.call),
      ...forms.flatMap((form) => this.appended(form)),
    ];
    if (bodies.length > 0) return this.shapes.origins(found);
    return this.shapes.origins([{ kind: 'unknown', why: 'dynamic', node: sent.call, trail: [] }]);
  }

  /** `form.append('model', 'whisper-1')`. */
  private appended(form: Value): readonly Value[] {
    return ['append', 'set'].flatMap((method) =>
      (this.flow.index.calls.get(method) ?? []).flatMap((call) => {
        const [name, value] = call.arguments ?? [];
        if (!name || !value || !ts.isStringLiteralLike(name) || name.text !== 'model') return [];
        if (!ts.isPropertyAccessExpression(call.expression)) return [];
        const isSame = this.flow.values(call.expression.expression).some((one) => one.node === form.node);
        return isSame ? this.flow.values(value) : [];
      }),
    );
  }

  private sites(draft: Draft, readers: Readers, keyReaders: Readers): (ClientSite | RequestSite)[] {
    const parsed = this.flow.program.fileOf(draft.call);
    const token = this.shapes.token(draft.token);
    const sender = this.shapes.token(draft.sent.call);
    const id = `${parsed.file}:${token.span.start}@${sender.file}:${sender.span.start}`;
    const confidence = isSure(draft) ? 'certain' : 'probable';
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

const TAKES_MODEL: ReadonlySet<Operation> = new Set<Operation>([
  'chat.completions',
  'responses',
  'completions',
  'embeddings',
  'images.generations',
  'images.edits',
  'images.variations',
  'audio.transcriptions',
  'audio.translations',
  'audio.speech',
  'moderations',
]);

/** Whether an address is OpenAI's, or may be as far as its path tells. */
function concerns(pieces: Pieces): boolean {
  const located = locatePieces(pieces);
  const { head, path, version } = located;
  if (head.kind === 'relative') return false;
  const isApi = isDistinctivePath(version ? `/v1${path}` : path);
  if (head.kind === 'hole') return isApi || isOpenAIVariable(pieces);
  const owner = hostOwner(head.host)?.kind;
  return owner === 'openai' || owner === 'azure' || isApi;
}

/** The whole address comes from somewhere else. */
function isOutOfSight(pieces: Pieces): boolean {
  return pieces.length === 1 && pieces[0]?.text === null && !isOpenAIVariable(pieces);
}

/** `{ messages, model, … }`, or what a spread adds to messages. */
function isChatBody(object: ts.ObjectLiteralExpression): boolean {
  const names = object.properties.map(({ name }) => name?.getText() ?? '...');
  return (
    names.includes('messages') &&
    names.some((name) => /^(?:model|temperature|stream|max_tokens|\.\.\.)$/.test(name))
  );
}

/** OpenAI's by its host or by the name of its variable, or plainly somebody else's. */
function isSure({ located, addresses }: Draft): boolean {
  const owners = located.map(({ head }) =>
    head.kind === 'host' ? (hostOwner(head.host)?.kind ?? 'own') : null,
  );
  if (owners.some((owner) => owner === 'openai' || owner === 'azure')) return true;
  if (owners.every((owner) => owner !== null)) return true;
  return addresses.some((pieces, index) => located[index]?.operation !== null && isOpenAIVariable(pieces));
}

/** Nothing but a variable named after OpenAI's address stands in front of the path. */
function isOpenAIVariable(pieces: Pieces): boolean {
  const [first] = pieces.filter((piece) => !/^(?:https?:\/\/)?$/.test(piece.text ?? HOLE));
  return first?.value?.kind === 'env' && isAddressOfOpenAI(first.value.name);
}

function locatePieces(pieces: Pieces): Located {
  return locate(compose(pieces.map(({ glue, text }: Piece) => ({ glue, text }))));
}

/** At a host that nobody knows only the end of the path tells what is asked for. */
function operationOf({ head, operation, path }: Located): Operation | null {
  if (head.kind === 'relative') return null;
  if (operation !== 'other') return operation;
  const isOpenAI = head.kind === 'host' && hostOwner(head.host)?.kind === 'openai';
  return isOpenAI ? operation : (operationAtEnd(path) ?? operation);
}

/** What has no name of its own goes by its path. */
function shownPath({ path }: Located, operation: Operation): string {
  if (operation !== 'other') return operation;
  return path.replace(/[?#].*$/s, '').replaceAll(HOLE, '…');
}

function isForm(value: Value): boolean {
  return (
    value.kind === 'instance' &&
    ((value.of.kind === 'global' && value.of.path.at(-1) === 'FormData') ||
      (value.of.kind === 'external' && /form-?data/i.test(value.of.module)))
  );
}

function isKnown({ text, value }: Piece): boolean {
  return text !== null || value?.kind === 'env';
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
