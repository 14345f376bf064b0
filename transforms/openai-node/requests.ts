import { BodyParts } from '../../src/flow/bodies.js';
import type { Flow } from '../../src/flow/flow.js';
import { skipOuter } from '../../src/flow/index-nodes.js';
import { objectsOf, type Shapes } from '../../src/flow/shapes.js';
import type { Value } from '../../src/flow/value.js';
import type { Operation } from '../../src/openai/operations.js';
import { findLegacyMethod, findMethod, METHOD_NAMES, RESOURCE_ROOTS } from '../../src/openai/surface.js';
import type { SdkVersions } from '../../src/packages.js';
import type { Origin, RequestSite } from '../../src/sites.js';
import { ts } from '../../src/ts.js';
import type { Clients } from './clients.js';
import { sdkModule } from './modules.js';

/** Finds the requests that clients of the `openai` package send. */
export class Requests {
  private readonly flow: Flow;
  private readonly shapes: Shapes;
  private readonly clients: Clients;
  private readonly versions: SdkVersions;

  constructor(flow: Flow, shapes: Shapes, clients: Clients, versions: SdkVersions) {
    this.flow = flow;
    this.shapes = shapes;
    this.clients = clients;
    this.versions = versions;
  }

  find(): RequestSite[] {
    const sites: RequestSite[] = [];
    for (const [name, calls] of this.flow.index.calls) {
      if (!METHOD_NAMES.has(name) && !findLegacyMethod(name)) continue;
      for (const call of calls) {
        const site = ts.isCallExpression(call) ? this.request(call, name) : undefined;
        if (site) sites.push(site);
      }
    }
    return sites;
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
    const method = methodOf(value.path);
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
        const base = value.kind === 'member' ? value.base : value;
        if (base.kind === 'instance' && base.of.kind === 'external') return !sdkModule(base.of.module);
        if (base.kind === 'typed') return !sdkModule(base.module);
        return false;
      })
    );
  }

  private site(call: ts.CallExpression, token: ts.Node, method: Method, sender: Sender): RequestSite {
    const parsed = this.flow.program.fileOf(call);
    const argument = method.bodyArgument === null ? undefined : call.arguments[method.bodyArgument];
    const { objects, partial } = argument ? objectsOf(this.flow, argument) : { objects: [], partial: false };
    const parts = new BodyParts(this.flow, this.shapes, objects);
    return {
      site: 'request',
      dialect: 'openai-node',
      token: this.shapes.token(token),
      call: this.shapes.token(call),
      method: method.name,
      operation: method.operation,
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
      hasImages: parts.hasImages,
      related: [],
    };
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

function methodToken(callee: ts.Expression): ts.Node | undefined {
  if (ts.isPropertyAccessExpression(callee)) return callee.name;
  if (ts.isElementAccessExpression(callee)) return callee.argumentExpression;
  return ts.isIdentifier(callee) ? callee : undefined;
}

function chainOf(node: ts.Expression): string[] {
  const bare = skipOuter(node);
  if (ts.isPropertyAccessExpression(bare)) return [...chainOf(bare.expression), bare.name.text];
  if (ts.isCallExpression(bare)) return ['()'];
  if (ts.isIdentifier(bare)) return [bare.text];
  return ['?'];
}
