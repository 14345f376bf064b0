import type { Flow } from '../../src/flow/flow.js';
import { referencesOf } from '../../src/flow/imports.js';
import { skipOuter } from '../../src/flow/index-nodes.js';
import { optionNode } from '../../src/flow/options.js';
import type { Shapes } from '../../src/flow/shapes.js';
import type { EnvReader } from '../../src/flow/value.js';
import type { SdkVersions } from '../../src/packages.js';
import { isTestFile } from '../../src/paths.js';
import type {
  ClientForm,
  ClientOptions,
  ClientSite,
  Origin,
  ProviderClient,
  ProviderUse,
  RequestSite,
} from '../../src/sites.js';
import { ts } from '../../src/ts.js';
import type { Factories, OpenAIOnly } from './factories.js';
import { METHODS, OPENAI_ONLY, providerModule } from './modules.js';
import type { CreatedInstance, DefaultInstance, Providers } from './providers.js';

const FORM: ClientForm = {
  url: ['baseURL'],
  key: 'apiKey',
  staleKeys: [],
  drop: ['organization', 'project', 'compatibility'],
  fallsBack: true,
};
/** Before 1.0 the address also went by another name. */
const OLD_FORM: ClientForm = { ...FORM, url: ['baseUrl'] };

/** Methods that keep something at OpenAI which other calls refer to. */
const FEEDING = new Set(['files', 'skills', 'experimental_batch']);

/** Turns provider instances into the plain data of clients. */
export class Clients {
  private readonly flow: Flow;
  private readonly shapes: Shapes;
  private readonly versions: SdkVersions;
  private readonly providers: Providers;
  private readonly factories: Factories;
  private readonly requests: readonly RequestSite[];
  private readonly majorAt: (file: string) => number | null;

  constructor(
    parts: { flow: Flow; shapes: Shapes; versions: SdkVersions },
    providers: Providers,
    factories: Factories,
    requests: readonly RequestSite[],
    majorAt: (file: string) => number | null,
  ) {
    this.flow = parts.flow;
    this.shapes = parts.shapes;
    this.versions = parts.versions;
    this.providers = providers;
    this.factories = factories;
    this.requests = requests;
    this.majorAt = majorAt;
  }

  all(): ClientSite[] {
    return [
      ...this.providers.defaults.map((one) => this.exported(one)),
      ...this.providers.created.map((one) => this.created(one)),
    ];
  }

  private exported(instance: DefaultInstance): ClientSite {
    const { id, at, from } = instance;
    const uses = this.uses(instance);
    const elsewhere = this.held(id).filter(
      (one) => !uses.some((use) => use.token.span.start <= one.token.span.start && use.hold !== null),
    );
    return this.site(id, at, {
      options: { form: 'none', at: 0, parentheses: true, lead: '' },
      given: undefined,
      provider: {
        made: 'default',
        from: from?.shape ?? null,
        local: localName(instance),
        callee: null,
        uses,
        heldElsewhere: elsewhere.filter((one) => one.token.file !== this.flow.program.fileOf(at).file),
      },
    });
  }

  private created({ id, call, made }: CreatedInstance): ClientSite {
    const given = call.arguments?.[0];
    const callee = skipOuter(call.expression);
    const from = this.providers.importOf(callee);
    return this.site(id, call, {
      options: this.options(call, given),
      given,
      provider: {
        made,
        from: from?.shape ?? null,
        local: ts.isIdentifier(callee) ? callee.text : '',
        callee: this.shapes.token(callee),
        uses: this.held(id),
        heldElsewhere: [],
      },
    });
  }

  private site(
    id: string,
    at: ts.Node,
    parts: {
      options: ClientOptions;
      given: ts.Expression | undefined;
      provider: Omit<ProviderClient, 'major' | 'imports' | 'streams' | 'structures'>;
    },
  ): ClientSite {
    const parsed = this.flow.program.fileOf(at);
    const { given } = parts;
    const literal = parts.provider.from?.specifier.text.slice(1, -1) ?? '';
    const key = given && optionNode(this.flow, given, 'apiKey');
    const own = this.requests.filter((request) => request.clients.includes(id));
    const hasOldName = given !== undefined && optionNode(this.flow, given, 'baseUrl') !== undefined;
    return {
      site: 'client',
      id,
      dialect: 'ai-sdk',
      token: this.shapes.token(at),
      className: 'AI SDK',
      form: hasOldName ? OLD_FORM : FORM,
      sdk: this.versions.of(parsed.file, providerModule(literal)?.version ?? null, false, '@ai-sdk/openai'),
      options: parts.options,
      carrier: null,
      basePathArgument: null,
      baseURL: given ? [...this.option(given, 'baseURL'), ...this.option(given, 'baseUrl')] : [],
      apiKey: given ? this.option(given, 'apiKey') : [],
      key: key ? { token: this.shapes.token(key), guarded: false } : null,
      quote: parsed.quote,
      envReader: readerOf(parsed.text),
      inTest: isTestFile(parsed.file),
      related: [],
      provider: {
        ...parts.provider,
        major: this.majorAt(parsed.file),
        imports: this.providers.importsIn(parsed.file).map((one) => one.shape),
        streams: own.some((one) => one.provider?.open || one.provider?.consumers.some(isStreaming)),
        structures: own.some((one) => one.provider?.open || one.nested.some(isSchema)),
      },
    };
  }

  /** Every place of the file where the name stands for the instance. */
  private uses({ at, from }: DefaultInstance): ProviderUse[] {
    if (!from || !ts.isIdentifier(at)) return [];
    const nodes =
      from.namespace === at
        ? referencesOf(this.flow, at).flatMap((one) => memberNamed(one, 'openai') ?? [])
        : referencesOf(this.flow, at);
    return nodes.map((node) => this.use(node));
  }

  private use(node: ts.Node): ProviderUse {
    const token = this.shapes.token(node);
    const use = (form: ProviderUse['form'], more: Partial<ProviderUse> = {}): ProviderUse => ({
      token,
      form,
      request: null,
      hold: null,
      feedsOthers: false,
      ...more,
    });
    const { parent } = node;
    if (ts.isShorthandPropertyAssignment(parent)) return use('shorthand');
    if (ts.isExportSpecifier(parent)) return use('export');
    if (ts.isTypeQueryNode(parent)) return use('type');
    // `typeof openai.tools.fileSearch`
    if (ts.isQualifiedName(parent)) return use('type', { hold: ofMember(parent.right.text) });
    const member = ts.isPropertyAccessExpression(parent) && parent.expression === node ? parent : undefined;
    const call = (member ?? node).parent;
    if (ts.isCallExpression(call) && call.expression === (member ?? node)) {
      const made = this.factories.byCall.has(call);
      const method = member?.name.text ?? '';
      if (made && !OPENAI_ONLY.has(method)) return use('call', { request: this.requestId(call) });
      return use('call', {
        hold: heldAs(method),
        feedsOthers: FEEDING.has(method),
        ...(made ? { request: this.requestId(call) } : {}),
      });
    }
    if (member) return use('value', { hold: ofMember(member.name.text) });
    return use('value');
  }

  private requestId(call: ts.CallExpression): string {
    return `${this.flow.program.fileOf(call).file}:${call.getStart()}`;
  }

  private held(id: string): ProviderUse[] {
    return this.factories.only.flatMap((one: OpenAIOnly) =>
      one.id === id
        ? [
            {
              token: this.shapes.token(one.node),
              form: 'call' as const,
              request: null,
              hold: heldAs(one.method),
              feedsOthers: FEEDING.has(one.method),
            },
          ]
        : [],
    );
  }

  private options(
    call: ts.CallExpression | ts.NewExpression,
    given: ts.Expression | undefined,
  ): ClientOptions {
    if (!given) {
      const { span, text } = this.shapes.token(call);
      const parentheses = text.endsWith(')');
      return { form: 'none', at: parentheses ? span.end - 1 : span.end, parentheses, lead: '' };
    }
    const bare = skipOuter(given);
    if (ts.isObjectLiteralExpression(bare))
      return { form: 'object', object: this.shapes.object(bare), shared: false, inner: null };
    // An object in a variable has the type of the old options, or other readers.
    return { form: 'opaque', token: this.shapes.token(given) };
  }

  private option(given: ts.Expression, name: string): Origin[] {
    const origins = this.shapes.origins(this.flow.member(this.flow.values(given), name, given));
    return name === 'baseUrl'
      ? origins.filter((one) => one.kind !== 'nothing' && one.kind !== 'unknown')
      : origins;
  }
}

function ofMember(name: string): ProviderUse['hold'] {
  return METHODS.has(name) && !OPENAI_ONLY.has(name) ? null : heldAs(name);
}

function heldAs(method: string): ProviderUse['hold'] {
  return method === 'tools' || FEEDING.has(method) ? 'hosted-tool' : 'no-method';
}

function isStreaming({ name }: { readonly name: string }): boolean {
  return /stream|agent/i.test(name);
}

function isSchema({ path }: { readonly path: string }): boolean {
  return path === 'response_format.type';
}

/** The name by which the rest of the file calls the instance. */
function localName({ at, from }: DefaultInstance): string {
  if (from?.namespace === at) return 'openai';
  return ts.isIdentifier(at) ? at.text : 'openai';
}

/** `sdk.openai`, for a reference of `sdk`. */
function memberNamed(node: ts.Identifier, name: string): ts.Node | undefined {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent) && parent.expression === node && parent.name.text === name)
    return parent;
  return undefined;
}

/** How the file reads variables of the environment. */
function readerOf(text: string): EnvReader {
  if (/\bDeno\.env\b/.test(text)) return 'deno';
  if (/\bimport\.meta\.env\b/.test(text)) return 'meta';
  if (/\bBun\.env\b/.test(text)) return 'bun';
  return 'process';
}
