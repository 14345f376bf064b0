import type { Edit } from '../../../src/finding.js';
import type { Flow } from '../../../src/flow/flow.js';
import { skipOuter } from '../../../src/flow/index-nodes.js';
import type { Shapes } from '../../../src/flow/shapes.js';
import {
  type AnswerSite,
  type ClientSite,
  type ConversionBlock,
  type NativeUse,
  type RequestSite,
  requestId,
} from '../../../src/sites.js';
import { ts } from '../../../src/ts.js';
import { Draft } from '../conversion/draft.js';
import { sdkModule } from '../modules.js';
import { ChatAnswer } from './answer.js';
import { ChatRequest } from './chat.js';
import { constructionOf } from './client.js';
import { Embeddings } from './embeddings.js';
import { listParameters, MESSAGE, NativeLists } from './lists.js';
import { Names } from './names.js';
import { occurrencesOf } from './occurrences.js';
import { NativeTypes, rootOf } from './types.js';

/** A request as it was found: the call, what it is called on, and what is known of it. */
export interface NativeRequest {
  readonly call: ts.CallExpression;
  readonly base: ts.Expression | undefined;
  readonly site: RequestSite;
}

/** Method of the client → the one that asks for the same there. */
const METHODS: Readonly<Record<string, string>> = {
  'chat.completions.create': 'chat',
  'embeddings.create': 'embed',
};

const SAME_ERROR = /^error\.(?:message|name|stack|cause|toString)(?:\.|$)/;

interface Taken {
  readonly site: ClientSite;
  readonly draft: Draft;
  readonly options: NativeUse['options'];
  readonly requests: readonly NativeRequest[];
}

/**
 * Takes clients apart for another package than `openai`: all that is done with one of them, or what keeps it from
 * moving. Clients that share a file, a list or a request move together.
 */
export class NativeClients {
  private readonly flow: Flow;
  private readonly shapes: Shapes;
  private readonly requests: readonly NativeRequest[];
  private readonly answers: readonly AnswerSite[];
  private readonly names: Names;
  /** The bodies of all requests, which may share lists. */
  private readonly bodies: Set<ts.ObjectLiteralExpression>;
  private readonly parameters: ReadonlySet<ts.ParameterDeclaration>;

  /** `answers` are the reads of answers and of errors that were seen. */
  constructor(
    flow: Flow,
    shapes: Shapes,
    requests: readonly NativeRequest[],
    answers: readonly AnswerSite[],
  ) {
    this.answers = answers;
    this.flow = flow;
    this.shapes = shapes;
    this.requests = requests;
    this.names = new Names(flow);
    this.bodies = new Set(
      requests.flatMap(
        ({
          call: {
            arguments: [body],
          },
        }) => (body && ts.isObjectLiteralExpression(body) ? [body] : []),
      ),
    );
    this.parameters = listParameters(flow, this.bodies);
  }

  /** What each client would be, by its id. */
  of(clients: ReadonlyMap<ts.Node, ClientSite>): ReadonlyMap<string, NativeUse> {
    const taken = [...clients].map(([node, site]) => this.client(node, site));
    this.strangers(taken);
    this.classAsType(taken);
    this.names.finish();
    return new Map(taken.map((one) => [one.site.id, this.use(one)]));
  }

  /** Requests that a client from out of sight may send, too: all clients move, or none. */
  private strangers(taken: readonly Taken[]): void {
    for (const { site, call } of this.requests) {
      if (!site.openEnded) continue;
      for (const { draft } of taken) {
        draft.shared.add('all');
        if (site.clients.length === 0)
          draft.block(call, 'unsupported', site.method, 'whose client it is cannot be told');
      }
    }
  }

  private use({ draft, options, requests, site }: Taken): NativeUse {
    const removals = draft.removals();
    const step = (edits: readonly Edit[]) => ({
      token: site.token,
      kind: 'call' as const,
      name: 'removals',
      to: 'removals',
      edits,
    });
    return {
      dialect: 'ollama',
      steps: removals.length > 0 ? [...draft.steps, step(removals)] : draft.steps,
      blocks: [...draft.blocks, ...this.errors(requests)],
      shared: [...draft.shared],
      options,
      requests: requests.map((one) => requestId(one.site)),
    };
  }

  /** The package throws errors of its own, which have a message and little else. */
  private errors(requests: readonly NativeRequest[]): ConversionBlock[] {
    const own = new Set(requests.map(({ site }) => requestId(site)));
    return this.answers
      .filter(
        ({ path, requests: ids }) =>
          path.startsWith('error.') && !SAME_ERROR.test(path) && ids.some((id) => own.has(id)),
      )
      .map(({ token, path }) => ({
        token,
        kind: 'response',
        name: path,
        why: 'errors of the package have it not',
        tool: null,
      }));
  }

  private client(node: ts.Node, site: ClientSite): Taken {
    const draft = new Draft(this.flow, this.shapes);
    const requests = this.requests.filter((one) => one.site.clients.includes(site.id));
    for (const one of requests) draft.share(one.call);
    if (!ts.isNewExpression(node) || site.className !== 'OpenAI') {
      draft.block(node, 'unsupported', 'client', 'it is not made by `new OpenAI()`');
      return {
        site,
        draft,
        requests,
        options: { file: site.token.file, start: 0, end: 0, parentheses: false },
      };
    }
    const options = constructionOf(draft, this.names, node);
    this.occurrences(draft, node, requests);
    const types = new NativeTypes(draft, this.names);
    for (const one of requests) this.request(draft, types, one);
    return { site, draft, requests, options };
  }

  /** The client may be nowhere but in front of its requests. */
  private occurrences(draft: Draft, made: ts.NewExpression, requests: readonly NativeRequest[]): void {
    const { read, lost } = occurrencesOf(this.flow, made);
    const bases = new Set(requests.flatMap(({ base }) => base ?? []));
    for (const node of lost)
      draft.block(node, 'unsupported', 'client', 'it goes on to where it is not followed');
    for (const node of read)
      if (!bases.has(node))
        draft.block(node.parent, 'unsupported', draft.text(node.parent), 'it is no request that is followed');
  }

  private request(draft: Draft, types: NativeTypes, { call, site, base }: NativeRequest): void {
    const method = METHODS[site.method];
    const callee = skipOuter(call.expression);
    if (!base) {
      draft.block(call, 'unsupported', site.method, 'whose client it is cannot be told');
      return;
    }
    if (!method || !ts.isPropertyAccessExpression(callee) || callee !== call.expression) {
      draft.block(callee, 'unsupported', site.method, 'there is no such method');
      return;
    }
    const resource = firstMember(callee, base);
    draft.step(callee.name, 'call', site.method, method, [
      { ...draft.replace(resource, method), end: draft.replace(callee.name, '').end },
    ]);
    if (method === 'embed') new Embeddings(draft, types).of(call);
    else this.chat(draft, types, call);
  }

  private chat(draft: Draft, types: NativeTypes, call: ts.CallExpression): void {
    const lists = new NativeLists(draft, this.bodies, types, this.parameters);
    const request = new ChatRequest(draft, lists);
    request.read(call);
    const taken = new Set<ts.Node>();
    new ChatAnswer(draft, lists, types, request, taken).of(call);
    this.awaited.push({ draft, request, taken });
  }

  private readonly awaited: {
    readonly draft: Draft;
    readonly request: ChatRequest;
    readonly taken: ReadonlySet<ts.Node>;
  }[] = [];

  /** Variables and parameters that hold clients are said to be of the class: it gives way in their files, too. */
  private classAsType(taken: readonly Taken[]): void {
    const met = new Set(this.awaited.flatMap((one) => [...one.taken]));
    for (const { draft, request } of this.awaited) {
      for (const node of request.answers)
        if (!met.has(node))
          draft.block(node, 'parameter', MESSAGE, 'it is put together where it cannot be followed');
      for (const node of request.ids)
        if (!met.has(node))
          draft.block(node, 'parameter', `${MESSAGE}.tool_call_id`, 'calls have no ids there');
    }
    const [first] = taken;
    if (!first) return;
    for (const name of typeNames(this.flow))
      for (const draft of new Set(taken.map((one) => one.draft)))
        new NativeTypes(draft, this.names).ofClass(rootOf(name), name);
  }
}

/** `OpenAI` as a type, by itself. */
function typeNames(flow: Flow): ts.EntityName[] {
  const found: ts.EntityName[] = [];
  for (const { literal } of flow.index.specifiers) {
    if (!sdkModule(literal.text)) continue;
    const clause = literal.parent;
    if (!ts.isImportDeclaration(clause)) continue;
    for (const local of classNames(clause))
      for (const one of flow.index.identifiers.get(local.text) ?? [])
        if (
          flow.symbolOf(one) === flow.symbolOf(local) &&
          ts.isTypeReferenceNode(one.parent) &&
          one.parent.typeName === one &&
          !one.parent.typeArguments
        )
          found.push(one);
  }
  return found;
}

function classNames({ importClause }: ts.ImportDeclaration): ts.Identifier[] {
  const bindings = importClause?.namedBindings;
  const named =
    bindings && ts.isNamedImports(bindings)
      ? bindings.elements.filter((one) => /^(?:OpenAI|default)$/.test((one.propertyName ?? one.name).text))
      : [];
  return [...(importClause?.name ? [importClause.name] : []), ...named.map(({ name }) => name)];
}

/** `chat` in `client.chat.completions.create`. */
function firstMember(callee: ts.PropertyAccessExpression, base: ts.Expression): ts.Node {
  let node = callee;
  for (;;) {
    const inner = skipOuter(node.expression);
    if (inner === base || !ts.isPropertyAccessExpression(inner)) return node.name;
    node = inner;
  }
}
