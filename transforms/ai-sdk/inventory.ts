import type { Flow } from '../../src/flow/flow.js';
import { referencesOf } from '../../src/flow/imports.js';
import { calleeName, skipOuter } from '../../src/flow/index-nodes.js';
import type { Shapes } from '../../src/flow/shapes.js';
import type { Value } from '../../src/flow/value.js';
import { parseRouterId } from '../../src/openai/models.js';
import { isTestFile } from '../../src/paths.js';
import type { NoteSite, ProviderTypeSite } from '../../src/sites.js';
import { ts } from '../../src/ts.js';
import type { Consumers } from './consumers.js';
import { type Factories, isGateway } from './factories.js';
import { coreModule, providerModule } from './modules.js';
import type { Providers } from './providers.js';

const GATEWAY_HELP =
  'A plain id goes through the Vercel AI Gateway. Either name a model that the gateway has of another vendor, or give the call a model of a provider made here (`createOpenAICompatible` with {baseURL}).';

/** Imports of the package, and the tests that replace it. */
export function findImports(flow: Flow, shapes: Shapes): NoteSite[] {
  const notes = flow.index.specifiers.flatMap(({ literal, typeOnly }): NoteSite[] =>
    providerModule(literal.text)
      ? [note(shapes, literal, typeOnly ? 'type' : 'import', 'the OpenAI provider of the AI SDK', null)]
      : [],
  );
  const mocks = flow.index.strings.flatMap((literal): NoteSite[] =>
    providerModule(literal.text) && isMock(literal)
      ? [
          {
            ...note(shapes, literal, 'import', 'replaces the OpenAI provider of the AI SDK', 'mocked-module'),
            mocksSdk: true,
          },
        ]
      : [],
  );
  return [...notes, ...mocks];
}

/**
 * Calls that send what a model made elsewhere is asked: `streamText({ model: params.model })`. Where the model is made in
 * the call itself one word is enough.
 */
export function findSenders(shapes: Shapes, consumers: Consumers): NoteSite[] {
  return consumers.all.flatMap(({ name, call, objects, factories }): NoteSite[] => {
    const away = factories.filter((one) => !objects.some((object) => isInside(one, object)));
    if (away.length === 0) return [];
    const related = away.map((one) => {
      const { file, range } = shapes.token(one);
      return { file, line: range.start.line, column: range.start.column, message: 'model made here' };
    });
    const callee = skipOuter(call.expression);
    const node = ts.isPropertyAccessExpression(callee) ? callee.name : callee;
    const own = note(shapes, node, 'call', `${name} with a model that is made elsewhere`, null);
    return [{ ...own, related }];
  });
}

function isInside(inner: ts.Node, outer: ts.Node): boolean {
  const isWithin = outer.pos <= inner.pos && inner.end <= outer.end;
  return isWithin && inner.getSourceFile() === outer.getSourceFile();
}

/**
 * A test that replaces `ai`, or a file of the repository that asks for models: what its texts say reaches nobody, and is
 * compared with what stands in the test itself.
 */
export function findReplacements(flow: Flow, shapes: Shapes, asking: ReadonlySet<string>): NoteSite[] {
  return flow.index.strings.flatMap((literal): NoteSite[] => {
    const { file } = flow.program.fileOf(literal);
    if (!isTestFile(file) || !isMock(literal)) return [];
    const isAsking = asking.has(flow.hooks.resolve(literal.text, file) ?? '');
    if (!isAsking && !coreModule(literal.text)) return [];
    const message = coreModule(literal.text) ? 'replaces the AI SDK' : 'replaces code that asks for models';
    return [{ ...note(shapes, literal, 'import', message, null), mocksSdk: true }];
  });
}

/** Ids that the AI SDK hands to its gateway: `model: 'openai/gpt-5'`, `gateway('openai/gpt-5')`. */
export function findGatewayIds(
  flow: Flow,
  shapes: Shapes,
  consumers: Consumers,
  factories: Factories,
): NoteSite[] {
  const given = consumers.all.flatMap((one) => one.texts);
  const named = ['gateway', 'languageModel', 'embeddingModel', 'textEmbeddingModel', 'chat'].flatMap((name) =>
    (flow.index.calls.get(name) ?? []).flatMap((call) => {
      const [id] = call.arguments ?? [];
      if (!id || factories.byCall.has(call)) return [];
      const isOne = flow.values(call.expression).some((value) => isGatewayCallee(value));
      return isOne ? flow.values(id).flatMap((value) => (value.kind === 'text' ? [value] : [])) : [];
    }),
  );
  const seen = new Set<ts.Node>();
  return [...given, ...named].flatMap((value): NoteSite[] => {
    if (seen.has(value.node) || parseRouterId(value.value)?.prefix !== 'openai/') return [];
    seen.add(value.node);
    return [
      {
        ...note(shapes, value.node, 'model', `${value.value}, through the Vercel AI Gateway`, 'gateway'),
        help: GATEWAY_HELP,
      },
    ];
  });
}

function isGatewayCallee(value: Value): boolean {
  if (isGateway(value)) return true;
  if (value.kind === 'member') return isGatewayCallee(value.base);
  if (value.kind !== 'result' || value.callee.kind !== 'external') return false;
  return coreModule(value.callee.module) !== undefined && value.callee.path.join('.') === 'createGateway';
}

/** `result.providerMetadata?.openai`: what only OpenAI's provider puts there. */
export function findMetadata(flow: Flow, shapes: Shapes): NoteSite[] {
  return ['providerMetadata', 'experimental_providerMetadata'].flatMap((name) =>
    (flow.index.identifiers.get(name) ?? []).flatMap((node): NoteSite[] => {
      const read = metadataRead(node);
      if (!read) return [];
      const isAnswer = flow.values(read.answer).some((value) => isOfCore(value));
      return [
        {
          ...note(shapes, read.key, 'response', 'reads what OpenAI’s provider answers', 'provider-metadata'),
          confidence: isAnswer ? 'certain' : 'probable',
        },
      ];
    }),
  );
}

/** `answer.providerMetadata.openai`, with `?.` and `!` and brackets as they come. */
function metadataRead(node: ts.Identifier): { answer: ts.Expression; key: ts.Node } | undefined {
  const { parent } = node;
  if (!ts.isPropertyAccessExpression(parent) || parent.name !== node) return undefined;
  let outer: ts.Node = parent;
  while (ts.isNonNullExpression(outer.parent) || ts.isParenthesizedExpression(outer.parent))
    outer = outer.parent;
  const access = outer.parent;
  if (ts.isPropertyAccessExpression(access) && access.expression === outer && access.name.text === 'openai')
    return { answer: parent.expression, key: access.name };
  if (
    ts.isElementAccessExpression(access) &&
    access.expression === outer &&
    ts.isStringLiteralLike(access.argumentExpression) &&
    access.argumentExpression.text === 'openai'
  )
    return { answer: parent.expression, key: access.argumentExpression };
  return undefined;
}

function isOfCore(value: Value): boolean {
  if (value.kind === 'member') return isOfCore(value.base);
  if (value.kind === 'result') return isOfCore(value.callee);
  return value.kind === 'external' && coreModule(value.module) !== undefined;
}

/** Every use of the type that a provider instance has. */
export function findTypes(flow: Flow, shapes: Shapes, providers: Providers): ProviderTypeSite[] {
  return providers.imports.flatMap(({ shape, names }) =>
    names.flatMap(({ name, node }) =>
      name.imported === 'OpenAIProvider'
        ? referencesOf(flow, node).map(
            (one): ProviderTypeSite => ({
              site: 'provider-type',
              dialect: 'ai-sdk',
              name: name.local,
              token: shapes.token(one),
              from: shape,
              instance: annotated(flow, providers, one),
            }),
          )
        : [],
    ),
  );
}

/** The client in `const client: OpenAIProvider = createOpenAI()`. */
function annotated(flow: Flow, providers: Providers, node: ts.Identifier): string | null {
  const reference = node.parent;
  const declaration = reference.parent;
  if (!ts.isTypeReferenceNode(reference) || !ts.isVariableDeclaration(declaration)) return null;
  const { initializer, type } = declaration;
  if (!initializer || type !== reference) return null;
  const values = flow.values(initializer);
  const [only] = values.flatMap((value) => providers.reachedBy(value));
  return values.length === 1 && only?.path.length === 0 ? only.id : null;
}

/** `vi.mock('@ai-sdk/openai')`, `jest.doMock(…)`, `mock.module(…)`. */
function isMock(literal: ts.StringLiteralLike): boolean {
  const { parent } = literal;
  if (!ts.isCallExpression(parent) || parent.arguments[0] !== literal) return false;
  return /^(?:mock|doMock|module|unstable_mockModule|proxyquire)$/.test(
    calleeName(skipOuter(parent.expression)) ?? '',
  );
}

function note(
  shapes: Shapes,
  node: ts.Node,
  kind: NoteSite['kind'],
  message: string,
  reason: string | null,
): NoteSite {
  return {
    site: 'note',
    dialect: 'ai-sdk',
    kind,
    token: shapes.token(node),
    confidence: 'certain',
    message,
    reason,
    help: null,
    related: [],
  };
}
