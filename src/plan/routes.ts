import type {
  ClientSite,
  Conversion,
  ConversionStep,
  EnvLineSite,
  ParameterUse,
  RequestSite,
} from '../sites.js';
import { classifyEndpoint, type Endpoint } from './endpoint.js';
import { groupKeys } from './groups.js';
import { mapModel } from './models.js';
import { answerTo, matches, operationAt, type ResolvedTarget, ruleFor, targetOf } from './target.js';
import { requestsByClient } from './together.js';

/**
 * Which way each request goes at the target: as it is, as it is to an address of its own, or as a chat completion. The
 * Responses API is kept where the target has it for the models that are asked for; what is left becomes chat
 * completions, all of a group that shares lists and variables or none of it.
 */
export class Routes {
  private readonly target: ResolvedTarget;
  private readonly originals: readonly RequestSite[];
  private readonly endpoints: ReadonlyMap<string, Endpoint>;
  private readonly byClient: ReadonlyMap<string, readonly RequestSite[]>;
  private readonly groups: ReadonlyMap<RequestSite, readonly RequestSite[]>;
  private readonly chats = new Map<RequestSite, RequestSite>();
  /** Requests as they would be sent once their clients have moved. */
  readonly requests: readonly RequestSite[];

  constructor(
    requests: readonly RequestSite[],
    clients: readonly ClientSite[],
    envLines: readonly EnvLineSite[],
    target: ResolvedTarget,
  ) {
    this.target = target;
    this.originals = requests;
    this.endpoints = new Map(clients.map((site) => [site.id, classifyEndpoint(site, envLines)]));
    this.byClient = requestsByClient(requests);
    this.groups = groupsOf(requests);
    this.requests = requests.map((request) => this.hopeful(request));
  }

  /** Whether the target serves a request, by whichever way. */
  answer(request: RequestSite): 'yes' | 'no' | 'differs' | 'unknown' {
    if (this.keeps(request)) return 'yes';
    return answerTo(targetOf(this.target, request.operation), request);
  }

  /** The address that a client needs instead of the target's, where everything that it asks for is served there. */
  addressOf(client: string): string | undefined {
    const [first] = this.byClient.get(client) ?? [];
    return first && this.keeps(first) ? this.ownAddress(first) : undefined;
  }

  /**
   * The requests, converted where `moves` says of a whole group that its clients do; the others as they stand in the
   * code.
   */
  settle(moves: (request: RequestSite) => boolean): RequestSite[] {
    return this.originals.map((request) => {
      const chat = this.chats.get(request);
      const group = this.groups.get(request) ?? [request];
      return chat && group.every((one) => moves(one)) ? chat : request;
    });
  }

  private hopeful(request: RequestSite): RequestSite {
    if (!request.conversion || this.keeps(request)) return request;
    // What the target serves as it is needs no other shape.
    if (operationAt(this.target, request.operation).value === 'yes' && request.operation !== 'responses')
      return request;
    if (operationAt(this.target, 'chat.completions').value !== 'yes') return request;
    const group = this.groups.get(request) ?? [request];
    const isFree = group.every(
      (one) =>
        one.conversion && withEquals(one.conversion, this.target).blocks.length === 0 && !this.keeps(one),
    );
    if (!isFree) return request;
    const chat = asChat(request, withEquals(request.conversion, this.target), this.target);
    this.chats.set(request, chat);
    return chat;
  }

  /** Whether a request of the Responses API may stay one. */
  private keeps(request: RequestSite): boolean {
    if (request.operation !== 'responses') return false;
    const fact = operationAt(this.target, 'responses');
    const isThere =
      fact.value === 'yes' ||
      (fact.value === 'differs' && !fact.path && Boolean(fact.baseURL ?? fact.models));
    if (!isThere || !this.fits(request, fact.models)) return false;
    return fact.baseURL === undefined || this.isApart(request);
  }

  /** Whether every model that is asked for becomes one that the operation is served for. */
  private fits(request: RequestSite, models: readonly string[] | undefined): boolean {
    if (!models) return true;
    if (request.model.length === 0) return false;
    return request.model.every((origin) => {
      if (origin.kind !== 'text') return false;
      const mapped = mapModel(this.target, origin.value, request.hasImages);
      const id = mapped.kind === 'mapped' ? mapped.id : mapped.kind === 'kept' ? origin.value : undefined;
      return id !== undefined && models.some((pattern) => matches(pattern, id));
    });
  }

  /** One base URL serves a client: all its requests have to want this one, and it has to stand where it can be set. */
  private isApart(request: RequestSite): boolean {
    if (request.openEnded || request.clients.length === 0) return false;
    if (this.target.baseURL !== this.target.region.baseURL.value) return false;
    const { models } = operationAt(this.target, 'responses');
    return request.clients.every((id) => {
      const endpoint = this.endpoints.get(id);
      const settable =
        endpoint?.kind === 'default' || (endpoint?.kind === 'openai' && endpoint.variables.length === 0);
      const own = this.byClient.get(id) ?? [];
      return settable && own.every((one) => one.operation === 'responses' && this.fits(one, models));
    });
  }

  private ownAddress(request: RequestSite): string | undefined {
    return operationAt(this.target, request.operation).baseURL;
  }
}

/** Requests that share a list, a variable or a body, directly or through others. */
function groupsOf(requests: readonly RequestSite[]): Map<RequestSite, readonly RequestSite[]> {
  const root = groupKeys(
    requests,
    ({ token }) => `${token.file}:${token.span.start}`,
    ({ conversion }) => conversion?.shared ?? [],
  );
  const groups = new Map<string, RequestSite[]>();
  for (const request of requests) {
    const key = root(request);
    const group = groups.get(key);
    if (group) group.push(request);
    else groups.set(key, [request]);
  }
  return new Map(requests.map((request) => [request, groups.get(root(request)) ?? [request]]));
}

/** A tool of OpenAI's that the target runs as well, under a name of its own, is not in the way. */
function withEquals(conversion: Conversion, target: ResolvedTarget): Conversion {
  const steps: ConversionStep[] = [];
  const blocks = conversion.blocks.filter((block) => {
    const { tool, token } = block;
    const equal = tool?.isBare
      ? target.provider.extras.find(({ hosted }) => hosted?.tools.includes(tool.type))?.hosted
      : undefined;
    if (!equal) return true;
    // The types of the SDK do not know it.
    const text = /\.[cm]?tsx?$/.test(token.file) ? `${equal.element} as never` : equal.element;
    const { file, span } = token;
    steps.push({
      token,
      kind: 'parameter',
      name: block.name,
      to: equal.element,
      edits: [{ file, ...span, text }],
    });
    return false;
  });
  return steps.length === 0 ? conversion : { ...conversion, blocks, steps: [...conversion.steps, ...steps] };
}

/** The request as chat completions see it, at the places where it stands today. */
export function asChat(request: RequestSite, conversion: Conversion, target: ResolvedTarget): RequestSite {
  const { chat } = conversion;
  return {
    ...request,
    ...chat,
    conversion,
    operation: 'chat.completions',
    parameters: chat.parameters.map((use) => limited(use, target)),
  };
}

/** The limit of the answer goes by the name that the target has for it. */
function limited(use: ParameterUse, target: ResolvedTarget): ParameterUse {
  if (use.name !== 'max_completion_tokens') return use;
  const old = ruleFor(target, 'chat.completions', 'max_tokens', null);
  const name = old?.status === 'renamed' ? old.to : 'max_tokens';
  return { ...use, name, property: { ...use.property, name } };
}
