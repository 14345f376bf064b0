import { BodyParts } from '../../src/flow/bodies.js';
import type { Flow } from '../../src/flow/flow.js';
import { skipOuter } from '../../src/flow/index-nodes.js';
import { objectsOf, type Shapes } from '../../src/flow/shapes.js';
import type { Value } from '../../src/flow/value.js';
import type { Operation } from '../../src/openai/operations.js';
import { findLegacyMethod, findMethod, METHOD_NAMES, RESOURCE_ROOTS } from '../../src/openai/surface.js';
import type { SdkVersions } from '../../src/packages.js';
import type { Origin, ParameterUse, RequestSite } from '../../src/sites.js';
import { ts } from '../../src/ts.js';
import type { Clients } from './clients.js';
import { type Candidate, Conversions } from './conversion/index.js';
import { sdkModule } from './modules.js';
import { firstChoices, readsOf } from './readers.js';

/** Finds the requests that clients of the `openai` package send. */
export class Requests {
  private readonly flow: Flow;
  private readonly shapes: Shapes;
  private readonly clients: Clients;
  private readonly versions: SdkVersions;
  /** Requests of other protocols than chat completions. */
  private readonly candidates = new Map<RequestSite, Candidate>();
  /** The calls behind the sites; filled by {@link find}. */
  readonly calls: { readonly call: ts.CallExpression; readonly site: RequestSite }[] = [];

  constructor(flow: Flow, shapes: Shapes, clients: Clients, versions: SdkVersions) {
    this.flow = flow;
    this.shapes = shapes;
    this.clients = clients;
    this.versions = versions;
  }

  find(): RequestSite[] {
    for (const [name, calls] of this.flow.index.calls) {
      if (!METHOD_NAMES.has(name) && !findLegacyMethod(name)) continue;
      for (const call of calls) {
        if (!ts.isCallExpression(call)) continue;
        const site = this.request(call, name);
        if (site) this.calls.push({ call, site });
      }
    }
    return this.converted(this.calls.map(({ site }) => site));
  }

  /** What the requests of other protocols would be in chat completions. */
  private converted(sites: readonly RequestSite[]): RequestSite[] {
    if (this.candidates.size === 0) return [...sites];
    const conversions = new Conversions(this.flow, this.shapes, [...this.candidates.values()]);
    return sites.map((site) => {
      const candidate = this.candidates.get(site);
      const conversion = candidate && conversions.of(candidate);
      if (!conversion) return site;
      return { ...site, hasImages: site.hasImages || conversion.chat.hasImages, conversion };
    });
  }

  private request(call: ts.CallExpression, name: string): RequestSite | undefined {
    const callee = skipOuter(call.expression);
    const token = methodToken(callee);
    if (!token) return undefined;
    const targets = this.flow.values(callee).flatMap((value) => this.target(value) ?? []);
    const [first] = targets;
    if (!first) return this.likelyRequest(call, callee, name);
    const ids = [...new Set(targets.flatMap((one) => one.ids))];
    return this.site(call, token, first.method, {
      ids,
      openEnded: targets.some((one) => one.openEnded),
      confidence: 'certain',
    });
  }

  /** The method and the clients behind a callee that is a member of something opaque. */
  private target(value: Value): Target | undefined {
    if (value.kind !== 'member') return undefined;
    const method = methodOf(value.path) ?? unknownMethod(value.path);
    const owner = method && this.clients.of(value.base);
    return method && owner ? { method, ...owner } : undefined;
  }

  /** `something.chat.completions.create({ model })` on a receiver that cannot be followed: name and shape only. */
  private likelyRequest(
    call: ts.CallExpression,
    callee: ts.Expression,
    name: string,
  ): RequestSite | undefined {
    const path = chainOf(callee);
    const root = path.findIndex((part, index) => index < path.length - 1 && RESOURCE_ROOTS.has(part));
    if (root < 0 || (root === 0 && path.length < 3)) return undefined;
    const method = methodOf(path.slice(root));
    if (!method || !DISTINCTIVE.test(method.name) || method.name.split('.').at(-1) !== name) return undefined;
    if (this.isOtherVendor(callee)) return undefined;
    const token = methodToken(callee);
    return token && this.site(call, token, method, { ids: [], openEnded: true, confidence: 'probable' });
  }

  /** The receiver is known, and known not to be this SDK's: `new Groq()`, `new Together()`. */
  private isOtherVendor(callee: ts.Expression): boolean {
    const values = this.flow.values(callee);
    return (
      values.length > 0 &&
      values.every((value) => {
        // A function of the repository, whatever it is called.
        if (value.kind === 'function') return true;
        const base = value.kind === 'member' ? value.base : value;
        if (base.kind === 'instance' && base.of.kind === 'external') return !sdkModule(base.of.module);
        if (base.kind === 'typed') return !sdkModule(base.module);
        return false;
      })
    );
  }

  private site(call: ts.CallExpression, token: ts.Node, found: Method, sender: Sender): RequestSite {
    const method = this.namesEngine(call, found) ? { ...found, bodyArgument: 1, modelArgument: 0 } : found;
    const parsed = this.flow.program.fileOf(call);
    const argument = method.bodyArgument === null ? undefined : call.arguments[method.bodyArgument];
    const { objects, partial } = argument ? objectsOf(this.flow, argument) : { objects: [], partial: false };
    const parts = new BodyParts(this.flow, this.shapes, objects);
    const base = receiverOf(call.expression, method.name.split('.').length);
    const receiver = base && this.clients.receiver(base);
    const site: RequestSite = {
      site: 'request',
      dialect: 'openai-node',
      token: this.shapes.token(token),
      call: this.shapes.token(call),
      method: method.name,
      operation: operationFor(method, parts.parameters),
      clients: sender.ids,
      openEnded: sender.openEnded,
      confidence: sender.confidence,
      legacy: method.legacy,
      sdk: this.versions.of(parsed.file, null, method.legacy),
      bodies: objects.map((one) => this.shapes.object(one)),
      partial: partial || parts.partial,
      model: this.model(call, argument, method),
      parameters: parts.parameters,
      spelling: {},
      nested: parts.nested,
      opaque: partial,
      openBody: true,
      readBack: parts.readBack,
      ...(parts.format ? { format: parts.format } : {}),
      ...(parts.messages ? { messages: parts.messages } : {}),
      ...(receiver ? { receiver } : {}),
      hasImages: parts.hasImages,
      related: [],
    };
    if (method.operation === 'moderations')
      return { ...site, reads: readsOf(this.flow, this.shapes, { call, site }, VERDICTS) };
    if (method.name === 'chat.completions.create' && streams(this.flow, argument))
      return { ...site, firstChoices: firstChoices(this.flow, this.shapes, call) };
    if (CONVERTIBLE.test(method.name) && method === found)
      this.candidates.set(site, {
        call,
        method: method.name,
        legacy: method.legacy,
        edge: this.clients.isEdge(sender.ids),
        major: site.sdk.major,
      });
    return site;
  }

  /** `createCompletion('text-davinci-001', { … })`: the second version of the package names the engine first. */
  private namesEngine(call: ts.CallExpression, method: Method): boolean {
    const [first, second] = call.arguments;
    if (method.name !== 'createCompletion' || !first || !second) return false;
    const values = this.flow.values(first);
    return values.length > 0 && values.every((value) => value.kind === 'text');
  }

  private model(call: ts.CallExpression, argument: ts.Expression | undefined, method: Method): Origin[] {
    if (method.modelArgument !== null) {
      const positional = call.arguments[method.modelArgument];
      return positional ? this.shapes.origins(this.flow.values(positional)) : [];
    }
    if (!argument) return [];
    return this.shapes.origins(this.flow.member(this.flow.values(argument), 'model', argument));
  }
}

/** Only paths that no other library is likely to have: a lone `files.create` on an unknown object says nothing. */
const DISTINCTIVE =
  /^(?:beta\.)?(?:chat\.completions|responses|embeddings|images|audio\.|moderations|completions)\.?/;

/** What code reads of a moderation: a target with one of its own answers in another form. */
const VERDICTS = /^(?:results|flagged|categories|category_scores|category_applied_input_types)$/;

/** What a file is uploaded for decides which service it belongs to. */
const PURPOSES: Readonly<Record<string, Operation>> = {
  assistants: 'vector_stores',
  'fine-tune': 'fine_tuning',
  batch: 'batches',
};

function operationFor({ operation }: Method, parameters: readonly ParameterUse[]): Operation {
  if (operation !== 'files') return operation;
  const purposes = parameters.flatMap((use) => (use.name === 'purpose' ? use.values : []));
  const [first] = purposes.flatMap((origin) => (origin.kind === 'text' ? [origin.value] : []));
  return PURPOSES[first ?? ''] ?? operation;
}

/** Requests that chat completions may be able to say. */
const CONVERTIBLE = /^(?:responses\.(?:create|parse|stream)|completions\.create|createCompletion)$/;

/** Whether the answer comes in pieces, as far as the request says so itself. */
function streams(flow: Flow, body: ts.Expression | undefined): boolean {
  if (!body) return false;
  return flow
    .member(flow.values(body), 'stream', body)
    .some((value) => value.kind === 'boolean' && value.value);
}

interface Sender {
  readonly ids: readonly string[];
  readonly openEnded: boolean;
  readonly confidence: 'certain' | 'probable';
}

interface Target {
  readonly method: Method;
  readonly ids: readonly string[];
  readonly openEnded: boolean;
}

interface Method {
  readonly name: string;
  readonly operation: Operation;
  readonly bodyArgument: number | null;
  readonly modelArgument: number | null;
  readonly legacy: boolean;
}

function methodOf(path: readonly string[]): Method | undefined {
  // `client.chat.completions.create.bind(…)` and `.withResponse` hang off the method; the call itself ends the path.
  const name = path.at(-1);
  if (!name) return undefined;
  const current = findMethod(path.slice(0, -1), name);
  if (current)
    return {
      name: path.join('.'),
      operation: current.operation,
      bodyArgument: current.bodyArgument,
      modelArgument: null,
      legacy: false,
    };
  const legacy = path.length === 1 ? findLegacyMethod(name) : undefined;
  if (!legacy) return undefined;
  return {
    name,
    operation: legacy.operation,
    bodyArgument: legacy.bodyArgument,
    modelArgument: legacy.modelArgument ?? null,
    legacy: true,
  };
}

/** A method that no release has, below a resource that there is: older, newer, or made up; it goes to OpenAI all the same. */
function unknownMethod(path: readonly string[]): Method | undefined {
  const [root = ''] = path;
  if (path.length < 2 || !RESOURCE_ROOTS.has(root)) return undefined;
  const name = path.join('.');
  return { name, operation: 'other', bodyArgument: 0, modelArgument: null, legacy: false };
}

function methodToken(callee: ts.Expression): ts.Node | undefined {
  if (ts.isPropertyAccessExpression(callee)) return callee.name;
  if (ts.isElementAccessExpression(callee)) return callee.argumentExpression;
  return ts.isIdentifier(callee) ? callee : undefined;
}

/** What stands in front of the path of the method: `openai` in `openai.embeddings.create`. */
export function receiverOf(callee: ts.Expression, length: number): ts.Expression | undefined {
  let base = skipOuter(callee);
  for (let index = 0; index < length; index += 1) {
    if (!ts.isPropertyAccessExpression(base)) return undefined;
    base = skipOuter(base.expression);
  }
  return base;
}

function chainOf(node: ts.Expression): string[] {
  const bare = skipOuter(node);
  if (ts.isPropertyAccessExpression(bare)) return [...chainOf(bare.expression), bare.name.text];
  if (ts.isCallExpression(bare)) return ['()'];
  if (ts.isIdentifier(bare)) return [bare.text];
  return ['?'];
}
