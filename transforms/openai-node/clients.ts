import type { RelatedPlace } from '../../src/finding.js';
import type { Flow } from '../../src/flow/flow.js';
import type { CallLike } from '../../src/flow/index-nodes.js';
import { envReaderOf, OptionsReader } from '../../src/flow/options.js';
import type { Shapes } from '../../src/flow/shapes.js';
import type { Value } from '../../src/flow/value.js';
import type { SdkVersions } from '../../src/packages.js';
import { isTestFile } from '../../src/paths.js';
import type { ClientForm, ClientOptions, ClientSite, Origin, Receiver, Token } from '../../src/sites.js';
import { ts } from '../../src/ts.js';
import { AzureClients } from './azure.js';
import { Holders } from './holders.js';
import { type ClientClass, clientClass, isConfiguration, sdkModule } from './modules.js';

/** The constructor options from v4 on. Those of v7 for other ways to prove who one is exclude a key (npm:openai@7.57.0). */
const CURRENT: ClientForm = {
  url: ['baseURL'],
  key: 'apiKey',
  staleKeys: [],
  drop: [
    'organization',
    'project',
    'dataResidency',
    'adminAPIKey',
    'workloadIdentity',
    'x509Transport',
    'credential',
  ],
  fallsBack: true,
};
/** Those of v3, which reads no variable by itself. */
const V3: ClientForm = {
  url: ['basePath'],
  key: 'apiKey',
  staleKeys: [],
  drop: ['organization'],
  fallsBack: false,
};

/** Finds where clients of the `openai` package are made, and tells which client a value is. */
export class Clients {
  readonly sites: readonly ClientSite[];
  private readonly flow: Flow;
  private readonly shapes: Shapes;
  private readonly versions: SdkVersions;
  private readonly reader: OptionsReader;
  private readonly byNode = new Map<ts.Node, ClientSite>();
  private readonly edge = new Set<string>();
  private readonly azure: AzureClients;
  private readonly holders: Holders;

  constructor(flow: Flow, shapes: Shapes, versions: SdkVersions) {
    this.azure = new AzureClients(flow, shapes);
    this.flow = flow;
    this.shapes = shapes;
    this.versions = versions;
    this.reader = new OptionsReader(flow, shapes);
    this.holders = new Holders(flow, shapes);
    for (const call of candidates(flow)) {
      const made = this.classOf(call);
      if (!made) continue;
      const site = this.site(call, made);
      this.byNode.set(call, site);
      if (made.edge) this.edge.add(site.id);
    }
    this.sites = [...this.byNode.values()];
  }

  /** The sites by the call that makes each. */
  get made(): ReadonlyMap<ts.Node, ClientSite> {
    return this.byNode;
  }

  /** Whether one of these clients answers as `fetch` does: those of `openai-edge`. */
  isEdge(ids: readonly string[]): boolean {
    return ids.some((id) => this.edge.has(id));
  }

  /** The clients that `value` may be; `openEnded` where one may come from out of sight. */
  of(value: Value): { ids: readonly string[]; openEnded: boolean } | undefined {
    if (value.kind === 'instance') return this.ofInstance(value);
    if (value.kind === 'result') return this.ofResult(value);
    if (value.kind === 'typed' || value.kind === 'external') {
      const module = sdkModule(value.module);
      if (module && clientClass(module, value.path)) return { ids: [], openEnded: true };
    }
    if (value.kind === 'self') return this.ofSubclass(value.node);
    return undefined;
  }

  /** The name by which a request reaches its client, where that is the one name it is kept under. */
  receiver(base: ts.Expression): Receiver | undefined {
    return this.holders.receiverOf(base);
  }

  private ofInstance(
    value: Value & { kind: 'instance' },
  ): { ids: readonly string[]; openEnded: boolean } | undefined {
    const site = this.byNode.get(value.node);
    if (site) return { ids: [site.id], openEnded: false };
    if (value.of.kind === 'class') return this.ofSubclass(value.of.node) ?? this.ofArguments(value.node);
    return this.ofArguments(value.node);
  }

  /** A subclass is its `super(…)` call. */
  private ofSubclass(
    owner: ts.ClassLikeDeclaration,
  ): { ids: readonly string[]; openEnded: boolean } | undefined {
    const ids = (this.flow.index.calls.get('super') ?? []).flatMap((call) => {
      const site = this.byNode.get(call);
      return site && ts.findAncestor(call, ts.isClassLike) === owner ? [site.id] : [];
    });
    return ids.length > 0 ? { ids, openEnded: false } : undefined;
  }

  private ofResult(
    value: Value & { kind: 'result' },
  ): { ids: readonly string[]; openEnded: boolean } | undefined {
    const site = this.byNode.get(value.node);
    if (site) return { ids: [site.id], openEnded: false };
    return this.ofArguments(value.node);
  }

  /**
   * What a function outside our sight makes of a client (`Instructor({ client })`, `wrap(new OpenAI())`) and then has
   * the client's methods is that client under another name: its requests go where the client goes.
   */
  private ofArguments(call: CallLike): { ids: readonly string[]; openEnded: boolean } | undefined {
    const values = (call.arguments ?? []).flatMap((argument) => this.argumentValues(argument));
    const clients = values.flatMap((value) =>
      value.kind === 'instance' || value.kind === 'typed' ? (this.of(value) ?? []) : [],
    );
    if (clients.length === 0) return undefined;
    return { ids: clients.flatMap((one) => one.ids), openEnded: clients.some((one) => one.openEnded) };
  }

  private argumentValues(argument: ts.Expression): readonly Value[] {
    const values = this.flow.values(argument);
    return values.flatMap((value) =>
      value.kind === 'object' ? this.flow.member([value], 'client', value.node) : [value],
    );
  }

  private classOf(call: CallLike): MadeClient | undefined {
    for (const value of this.flow.values(call.expression)) {
      if (value.kind !== 'external') continue;
      const module = sdkModule(value.module);
      const name = module && clientClass(module, value.path);
      if (!module || !name) continue;
      // `OpenAI(…)` without `new` works for the CommonJS module object only; a bare call of a name may be anything.
      const plain = ts.isCallExpression(call) && call.expression.kind !== ts.SyntaxKind.SuperKeyword;
      if (plain && value.path.length > 0) continue;
      return { name, version: module.version, edge: module.edge };
    }
    return undefined;
  }

  private site(call: CallLike, made: MadeClient): ClientSite {
    const parsed = this.flow.program.fileOf(call);
    const token = this.shapes.token(call);
    const legacy = made.name === 'OpenAIApi';
    const given = legacy ? this.configuration(call) : call.arguments?.[0];
    const options = this.options(call, given);
    const form = legacy ? V3 : CURRENT;
    const azure = this.azure.of(call, made.name, given);
    const key = this.option(given, 'apiKey');
    const isMissing = key.every((origin) => origin.kind === 'nothing');
    const id = `${parsed.file}:${token.span.start}`;
    const holder = ts.isNewExpression(call) && !legacy ? this.holders.holderOf(call, id) : undefined;
    return {
      site: 'client',
      id,
      ...(holder ? { holder } : {}),
      dialect: 'openai-node',
      token,
      className: made.name,
      form,
      sdk: this.versions.of(parsed.file, made.version, legacy),
      options,
      carrier: this.carrier(call, legacy),
      basePathArgument: legacy && call.arguments?.[1] ? this.shapes.token(call.arguments[1]) : null,
      baseURL: [...this.option(given, form.url[0]), ...this.basePath(call, legacy)],
      apiKey: azure && isMissing ? this.azure.headerKey(given) : key,
      ...(azure ? { azure } : {}),
      ...(given && options.form === 'object' ? this.serviceOf(given) : {}),
      key: this.reader.key(this.reader.node(given, ['apiKey'])),
      quote: parsed.quote,
      envReader: envReaderOf(parsed.text),
      inTest: isTestFile(parsed.file),
      related: this.relatedOptions(options, token),
    };
  }

  /** v3: the options are those of the `Configuration` handed to `OpenAIApi`. */
  private configuration(call: CallLike): ts.Expression | undefined {
    const [first] = call.arguments ?? [];
    const made = first && this.madeConfiguration(first);
    return made ? (made.arguments?.[0] ?? made) : first;
  }

  private madeConfiguration(given: ts.Expression): ts.NewExpression | undefined {
    for (const value of this.flow.values(given)) {
      if (value.kind !== 'instance' || value.of.kind !== 'external') continue;
      const module = sdkModule(value.of.module);
      if (module && isConfiguration(module, value.of.path)) return value.node;
    }
    return undefined;
  }

  /** Only where it stands outside of the client's own parentheses. */
  private carrier(call: CallLike, legacy: boolean): Token | null {
    const first = legacy ? call.arguments?.[0] : undefined;
    const made = first && this.madeConfiguration(first);
    return made && made !== first ? this.shapes.token(made) : null;
  }

  private options(call: CallLike, given: ts.Expression | undefined): ClientOptions {
    if (!given || (ts.isNewExpression(given) && given !== call)) return this.reader.none(given ?? call);
    const options = this.reader.object(given);
    return options.form === 'object' && namesItsOptions(call.expression)
      ? { ...options, closed: true }
      : options;
  }

  private option(given: ts.Expression | undefined, name: string): Origin[] {
    return given && ts.isNewExpression(given) ? [] : this.reader.origins(given, [name]);
  }

  /** `provider: bedrock()` of v7, which says where requests go and how they are signed. */
  private serviceOf(given: ts.Expression): Pick<ClientSite, 'service'> {
    const values = this.flow.member(this.flow.values(given), 'provider', given);
    const real = values.filter((value) => value.kind !== 'nothing');
    if (real.length === 0) return {};
    const names = new Set(real.map(serviceName));
    const [only] = names;
    return { service: names.size === 1 && only ? only : null };
  }

  private basePath(call: CallLike, legacy: boolean): Origin[] {
    const second = legacy ? call.arguments?.[1] : undefined;
    if (!second) return [];
    return this.shapes.origins(this.flow.values(second)).filter((origin) => origin.kind !== 'nothing');
  }

  private relatedOptions(options: ClientOptions, token: Token): RelatedPlace[] {
    if (options.form !== 'object' || options.object.file === token.file) return [];
    return [{ file: options.object.file, line: 1, column: 1, message: 'options' }];
  }
}

/** Whose service a provider of the SDK is: `openai/providers/bedrock` (npm:openai@7.57.0). */
function serviceName(value: Value): string | undefined {
  const maker = value.kind === 'result' ? value.callee : value;
  if (maker.kind !== 'external') return undefined;
  const [folder, name] = sdkModule(maker.module)?.subpath.split('/') ?? [];
  return folder === 'providers' && name ? SERVICES[name] : undefined;
}

const SERVICES: Readonly<Record<string, string>> = { bedrock: 'Amazon Bedrock', vertex: 'Google Vertex AI' };

interface MadeClient {
  readonly name: ClientClass;
  readonly version: string | null;
  readonly edge: boolean;
}

/** `new …`, `super(…)` and calls of a whole module: everything that may make a client. */
function candidates(flow: Flow): CallLike[] {
  const found: CallLike[] = [];
  for (const [name, calls] of flow.index.calls) {
    if (name === 'super') found.push(...calls);
    else
      for (const call of calls)
        if (ts.isNewExpression(call) || isModuleObjectCall(flow, call)) found.push(call);
  }
  for (const calls of flow.index.calls.get('require') ?? []) {
    const { parent } = calls;
    if (ts.isCallExpression(parent) && parent.expression === calls) found.push(parent);
  }
  return found;
}

/** `OpenAI({…})` where `OpenAI` is what `require('openai')` gave. */
function isModuleObjectCall(flow: Flow, call: ts.CallExpression): boolean {
  if (!ts.isIdentifier(call.expression) || call.expression.text === 'require') return false;
  if (!/openai/i.test(call.expression.text)) return false;
  return flow.values(call.expression).some((value) => value.kind === 'external' && value.path.length === 0);
}

/** `new (OpenAI as new (options: { apiKey?: string }) => unknown)(…)`: the compiler takes no other options. */
function namesItsOptions(callee: ts.Expression): boolean {
  const bare = ts.isParenthesizedExpression(callee) ? callee.expression : callee;
  return (
    (ts.isAsExpression(bare) || ts.isTypeAssertionExpression(bare)) &&
    (ts.isConstructorTypeNode(bare.type) || ts.isTypeLiteralNode(bare.type))
  );
}
