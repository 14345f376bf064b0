import type { RelatedPlace } from '../../src/finding.js';
import type { Flow } from '../../src/flow/flow.js';
import type { CallLike } from '../../src/flow/index-nodes.js';
import { skipOuter } from '../../src/flow/index-nodes.js';
import { objectsOf, type Shapes } from '../../src/flow/shapes.js';
import type { EnvReader, Value } from '../../src/flow/value.js';
import type { SdkVersions } from '../../src/packages.js';
import { isTestFile } from '../../src/paths.js';
import type { ClientForm, ClientOptions, ClientSite, Origin, Token } from '../../src/sites.js';
import { ts } from '../../src/ts.js';
import { type ClientClass, clientClass, isConfiguration, sdkModule } from './modules.js';

/** The constructor options from v4 on. */
const CURRENT: ClientForm = {
  url: ['baseURL'],
  key: 'apiKey',
  staleKeys: [],
  drop: ['organization', 'project', 'dataResidency'],
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
  private readonly byNode = new Map<ts.Node, ClientSite>();

  constructor(flow: Flow, shapes: Shapes, versions: SdkVersions) {
    this.flow = flow;
    this.shapes = shapes;
    this.versions = versions;
    for (const call of candidates(flow)) {
      const made = this.classOf(call);
      if (made) this.byNode.set(call, this.site(call, made));
    }
    this.sites = [...this.byNode.values()];
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
    const keyNode = this.optionNode(given, 'apiKey');
    return {
      site: 'client',
      id: `${parsed.file}:${token.span.start}`,
      dialect: 'openai-node',
      token,
      className: made.name,
      form,
      sdk: this.versions.of(parsed.file, made.version, legacy),
      options,
      carrier: this.carrier(call, legacy),
      basePathArgument: legacy && call.arguments?.[1] ? this.shapes.token(call.arguments[1]) : null,
      baseURL: [...this.option(given, form.url[0]), ...this.basePath(call, legacy)],
      apiKey: this.option(given, 'apiKey'),
      key: keyNode
        ? {
            token: this.shapes.token(keyNode),
            guarded: this.isGuarded(keyNode) || this.isDeclaredText(keyNode),
          }
        : null,
      quote: parsed.quote,
      envReader: this.envReader(parsed.text),
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
    if (!given || (ts.isNewExpression(given) && given !== call)) return this.noOptions(given ?? call);
    const values = this.flow.values(given);
    const [only] = values;
    if (only?.kind === 'object' && values.length === 1)
      return {
        form: 'object',
        object: this.shapes.object(only.node),
        shared: this.isShared(only.node, given),
        inner: null,
      };
    const isText =
      values.length > 0 && values.every((value) => value.kind === 'env' || value.kind === 'text');
    if (isText) return { form: 'string', token: this.shapes.token(given) };
    return { form: 'opaque', token: this.shapes.token(given) };
  }

  private noOptions(node: ts.Node): ClientOptions {
    const token = this.shapes.token(node);
    const parentheses = token.text.endsWith(')');
    return { form: 'none', at: parentheses ? token.span.end - 1 : token.span.end, parentheses };
  }

  /** An object in a variable that something else reads, too: an edit there would reach the other reader. */
  private isShared(object: ts.ObjectLiteralExpression, given: ts.Expression): boolean {
    if (skipOuter(given) === object) return false;
    const { parent } = object;
    if (!ts.isVariableDeclaration(parent) || !ts.isIdentifier(parent.name)) return true;
    const symbol = this.flow.symbolOf(parent.name);
    const uses = (this.flow.index.identifiers.get(parent.name.text) ?? []).filter(
      (one) => one !== parent.name && this.flow.symbolOf(one) === symbol && !isWriteTarget(one),
    );
    return uses.length !== 1;
  }

  private option(given: ts.Expression | undefined, name: string): Origin[] {
    if (!given || ts.isNewExpression(given)) return [];
    const origins = this.shapes.origins(this.flow.member(this.flow.values(given), name, given));
    const node = this.optionNode(given, name);
    // Something is written there, whatever it comes to: that is not the same as no option at all.
    if (node && origins.every((origin) => origin.kind === 'nothing') && !isNothing(node))
      return [{ kind: 'unknown', why: 'dynamic', at: this.shapes.token(node), trail: [] }];
    return origins;
  }

  private basePath(call: CallLike, legacy: boolean): Origin[] {
    const second = legacy ? call.arguments?.[1] : undefined;
    if (!second) return [];
    return this.shapes.origins(this.flow.values(second)).filter((origin) => origin.kind !== 'nothing');
  }

  private optionNode(given: ts.Expression | undefined, name: string): ts.Expression | undefined {
    if (!given) return undefined;
    const [object] = objectsOf(this.flow, given).objects;
    for (const property of object?.properties ?? []) {
      if (!property.name || !ts.isIdentifier(property.name) || property.name.text !== name) continue;
      if (ts.isPropertyAssignment(property)) return property.initializer;
      if (ts.isShorthandPropertyAssignment(property)) return property.name;
    }
    return undefined;
  }

  /** A function of the repository that promises a text: it throws where there is none. */
  private isDeclaredText(node: ts.Expression): boolean {
    const bare = skipOuter(node);
    if (!ts.isCallExpression(bare)) return false;
    const callees = this.flow.values(bare.expression);
    return (
      callees.length > 0 &&
      callees.every(
        (one) => one.kind === 'function' && /^(?:Promise<)?string>?$/.test(one.node.type?.getText() ?? ''),
      )
    );
  }

  /** `if (!apiKey) throw …`: a missing key does not reach the client. */
  private isGuarded(node: ts.Expression): boolean {
    const bare = skipOuter(node);
    if (!ts.isIdentifier(bare)) return false;
    const symbol = ts.isShorthandPropertyAssignment(bare.parent)
      ? this.flow.checker.getShorthandAssignmentValueSymbol(bare.parent)
      : this.flow.symbolOf(bare);
    return (this.flow.index.identifiers.get(bare.text) ?? []).some(
      (one) => one !== bare && this.flow.symbolOf(one) === symbol && isTested(one),
    );
  }

  private envReader(text: string): EnvReader {
    if (/\bDeno\.env\b/.test(text)) return 'deno';
    if (/\bimport\.meta\.env\b/.test(text)) return 'meta';
    if (/\bBun\.env\b/.test(text)) return 'bun';
    return 'process';
  }

  private relatedOptions(options: ClientOptions, token: Token): RelatedPlace[] {
    if (options.form !== 'object' || options.object.file === token.file) return [];
    return [{ file: options.object.file, line: 1, column: 1, message: 'options' }];
  }
}

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

/** `undefined`, `null`, `''`. */
function isNothing(node: ts.Expression): boolean {
  const bare = skipOuter(node);
  if (ts.isStringLiteralLike(bare)) return bare.text === '';
  return bare.kind === ts.SyntaxKind.NullKeyword || (ts.isIdentifier(bare) && bare.text === 'undefined');
}

function isWriteTarget(node: ts.Identifier): boolean {
  const { parent } = node;
  if (!ts.isPropertyAccessExpression(parent) || parent.expression !== node) return false;
  const outer = parent.parent;
  return ts.isBinaryExpression(outer) && outer.left === parent;
}

function isTested(node: ts.Identifier): boolean {
  let current: ts.Node = node;
  while (ts.isParenthesizedExpression(current.parent) || ts.isCallExpression(current.parent)) {
    if (
      ts.isCallExpression(current.parent) &&
      !/^(?:assert|invariant|Boolean)/.test(current.parent.expression.getText())
    )
      return false;
    if (ts.isCallExpression(current.parent)) return true;
    current = current.parent;
  }
  const { parent } = current;
  if (ts.isPrefixUnaryExpression(parent)) return parent.operator === ts.SyntaxKind.ExclamationToken;
  if (ts.isIfStatement(parent)) return parent.expression === current;
  return ts.isConditionalExpression(parent) && parent.condition === current;
}
