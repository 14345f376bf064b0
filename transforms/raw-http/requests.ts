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
import { addressOf, alternatives, type Piece, type Pieces } from './address.js';
import { type Credentials, HeaderReader } from './headers.js';
import { Readers } from './readers.js';
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

/** A request before it is known who else reads its constants. */
interface Draft {
  readonly sent: Sent;
  /** The request itself, or the call of the function around it that says where it goes. */
  readonly call: CallLike;
  readonly token: ts.Node;
  readonly addresses: readonly Pieces[];
  readonly located: readonly Located[];
  readonly credentials: Credentials;
  readonly apiKey: readonly Origin[];
  readonly requests: readonly Omit<RequestSite, 'clients'>[];
}

/** Finds requests to OpenAI by plain HTTP, and those whose address does not say that they are not. */
export class PlainRequests {
  private readonly flow: Flow;
  private readonly shapes: Shapes;
  private readonly versions: SdkVersions;
  private readonly headers: HeaderReader;
  /** The texts that the addresses are put together of; filled by {@link find}. */
  readonly pieces = new Set<ts.Node>();

  constructor(flow: Flow, shapes: Shapes, versions: SdkVersions) {
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
    return drafts.flatMap((draft) => this.sites(draft, readers));
  }

  private drafts(sent: Sent): Draft[] {
    const addresses = alternatives(sent.address());
    if (!addresses.some(concerns)) return [];
    const framed = this.callersOf(sent, addresses).flatMap(({ fn, call }) => this.framed(sent, fn, call));
    return framed.length > 0 ? framed : [this.draft(sent, sent.call, sent.token, addresses)];
  }

  /** The calls of the functions around a request that hand the address in: each is a request of its own. */
  private callersOf(
    sent: Sent,
    addresses: readonly Pieces[],
  ): { readonly fn: FunctionNode; readonly call: ts.CallExpression }[] {
    const known = addresses.flatMap((pieces) => pieces.filter(isKnown));
    const steps = new Set(known.flatMap((piece) => piece.trail));
    for (let node: ts.Node = sent.call; node.parent; node = node.parent) {
      if (!isNamedFunction(node)) continue;
      const calls = this.flow.callSites(node).filter((call): call is ts.CallExpression => steps.has(call));
      if (calls.length > 0 && calls.length <= MAX_CALLERS) {
        const fn = node;
        return calls.map((call) => ({ fn, call }));
      }
    }
    return [];
  }

  private framed(sent: Sent, fn: FunctionNode, call: ts.CallExpression): Draft[] {
    const argument = (position: number): readonly Value[] | undefined => {
      const given = call.arguments[position];
      if (call.arguments.slice(0, position + 1).some(ts.isSpreadElement))
        return [{ kind: 'unknown', why: 'dynamic', node: call, trail: [] }];
      return given && this.flow.values(given).map((value) => ({ ...value, trail: [...value.trail, call] }));
    };
    return this.flow.inCall(fn, argument, () => {
      const addresses = alternatives(sent.address());
      if (!addresses.some(concerns)) return [];
      return [this.draft(sent, call, nameOf(call), addresses)];
    });
  }

  private draft(sent: Sent, call: CallLike, token: ts.Node, addresses: readonly Pieces[]): Draft {
    const located = addresses.map(locatePieces);
    const credentials = this.headers.read(sent.headers(), sent.setters(), sent.call);
    const bodies = sent.bodies();
    const operations = [...new Set(located.flatMap((one) => operationOf(one) ?? []))];
    return {
      sent,
      call,
      token,
      addresses,
      located,
      credentials,
      apiKey: this.shapes.origins(credentials.key),
      requests: operations.map((operation) => this.request(sent, call, token, operation, bodies)),
    };
  }

  private request(
    sent: Sent,
    call: CallLike,
    token: ts.Node,
    operation: Operation,
    bodies: readonly Value[],
  ): Omit<RequestSite, 'clients'> {
    const objects = bodies.flatMap((value) => (value.kind === 'object' ? [value.node] : []));
    const parts = new BodyParts(this.flow, this.shapes, objects);
    const isOpen = bodies.some((value) => value.kind !== 'object') || objects.length === 0;
    return {
      site: 'request',
      dialect: 'raw-http',
      token: this.shapes.token(token),
      call: this.shapes.token(call),
      method: `${sent.shown} ${operation}`,
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

  private sites(draft: Draft, readers: Readers): (ClientSite | RequestSite)[] {
    const parsed = this.flow.program.fileOf(draft.call);
    const token = this.shapes.token(draft.token);
    const sender = this.shapes.token(draft.sent.call);
    const id = `${parsed.file}:${token.span.start}@${sender.file}:${sender.span.start}`;
    const certain = draft.addresses.some((pieces, index) => isSure(draft.located[index], pieces));
    const confidence = certain ? 'certain' : 'probable';
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
      baseURL: draft.addresses.map((pieces, index) => this.base(pieces, draft.located[index])),
      apiKey: draft.apiKey,
      key: credentials.keyNode && {
        token: this.shapes.token(credentials.keyNode),
        guarded: true,
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
  private base(pieces: Pieces, located: Located | undefined): Origin {
    const [head] = pieces;
    if (located?.head.kind === 'host') {
      const value = `https://${located.head.host}`;
      const holder = pieces.find((piece) => piece.text !== null && piece.node) ?? head;
      if (holder?.node) {
        const at = this.shapes.token(holder.node);
        const [origin] = this.shapes.origins([
          { kind: 'unknown', why: 'dynamic', node: holder.node, trail: holder.trail },
        ]);
        const trail = origin?.trail ?? [];
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

function isSure(located: Located | undefined, pieces: Pieces): boolean {
  if (located?.head.kind === 'host') return true;
  return located?.head.kind === 'hole' && located.operation !== null && isOpenAIVariable(pieces);
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
