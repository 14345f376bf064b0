import type { Flow } from '../../src/flow/flow.js';
import { skipOuter } from '../../src/flow/index-nodes.js';
import { readByLibrary } from '../../src/flow/library-reads.js';
import type { Shapes } from '../../src/flow/shapes.js';
import { spanOf } from '../../src/pipeline/parse.js';
import type {
  AnswerSite,
  Hold,
  ModelConsumer,
  NestedUse,
  OptionUse,
  Origin,
  ProviderOptionsSite,
  RequestSite,
  SdkVersion,
} from '../../src/sites.js';
import { ts } from '../../src/ts.js';
import { type Consumer, type Consumers, valueIn } from './consumers.js';
import type { Factories, Factory } from './factories.js';
import { METHODS, OPENAI_ONLY } from './modules.js';

/** Options under which OpenAI keeps the conversation: the next request is nothing without it. */
const STATE = new Set(['previousResponseId', 'conversation']);
/** Settings of AI SDK 4 that its generic provider takes, or that say nothing to it. */
const SETTINGS = new Set([
  'user',
  'simulateStreaming',
  'structuredOutputs',
  'reasoningEffort',
  'downloadImages',
  'dimensions',
  'maxImagesPerCall',
]);
/** Functions that ask for words or objects. */
const SPEAKING = /(?:Text|Object|UI)$/;
const OPTION_KEYS = ['providerOptions', 'experimental_providerMetadata'];

/** Turns the calls that make models into the plain data of requests, with what their consumers say. */
export class Requests {
  private readonly flow: Flow;
  private readonly shapes: Shapes;
  private readonly factories: Factories;
  private readonly consumers: Consumers;
  private readonly majorAt: (file: string) => number | null;
  private readonly sdk: SdkVersion = { major: null, exact: null, from: 'unknown' };

  constructor(
    parts: { flow: Flow; shapes: Shapes },
    factories: Factories,
    consumers: Consumers,
    majorAt: (file: string) => number | null,
  ) {
    this.flow = parts.flow;
    this.shapes = parts.shapes;
    this.factories = factories;
    this.consumers = consumers;
    this.majorAt = majorAt;
  }

  all(): RequestSite[] {
    const byFactory = new Map<ts.Node, Consumer[]>();
    for (const consumer of this.consumers.all)
      for (const call of consumer.factories) byFactory.set(call, [...(byFactory.get(call) ?? []), consumer]);
    return [...this.factories.byCall.values()].map((one) => this.request(one, byFactory.get(one.call) ?? []));
  }

  /** From 5 on tools are run only where the answer says that it ended for them. */
  reads(requests: readonly RequestSite[]): AnswerSite[] {
    const byId = new Map(requests.map((one) => [one.provider?.id, one]));
    return this.consumers.all.flatMap(({ tools, factories, call }) => {
      const major = this.majorAt(this.flow.program.fileOf(call).file);
      if (!tools || major === null || major < 5) return [];
      return factories.flatMap((factory) => {
        const request = byId.get(this.idOf(factory));
        return request ? [readByLibrary(request, 'choices[].finish_reason', tools)] : [];
      });
    });
  }

  /** `providerOptions: { openai: … }` wherever it stands. */
  options(): ProviderOptionsSite[] {
    const found: ProviderOptionsSite[] = [];
    const seen = new Set<ts.Node>();
    const owners = this.optionOwners();
    for (const name of OPTION_KEYS)
      for (const property of this.flow.index.properties.get(name) ?? [])
        for (const value of this.flow.values(property.initializer)) {
          if (value.kind !== 'object' || seen.has(value.node)) continue;
          seen.add(value.node);
          found.push(
            ...this.optionsIn(value.node, property, [
              ...(owners.get(value.node) ?? []),
              ...this.around(property),
            ]),
          );
        }
    return found;
  }

  private request(factory: Factory, consumers: readonly Consumer[]): RequestSite {
    const { call, method } = factory;
    const token = this.shapes.token(factory.methodNode ?? skipOuter(call.expression));
    // What a call also sends to somebody else's model is not this one's alone.
    const own = consumers.filter((one) => !one.open && one.texts.length === 0);
    return {
      site: 'request',
      dialect: 'ai-sdk',
      token,
      call: this.shapes.token(call),
      method: `${shortened(this.shapes.token(call.expression).text)}()`,
      operation: METHODS.get(method) ?? 'other',
      clients: factory.ids,
      openEnded: factory.openEnded,
      confidence: 'certain',
      legacy: false,
      sdk: this.sdk,
      bodies: own.flatMap((one) => one.objects.map((object) => this.shapes.object(object))),
      partial: false,
      model: this.model(call),
      parameters: own.flatMap((one) => one.parameters),
      spelling: {},
      nested: [...consumers.flatMap((one) => one.nested), ...this.strictly(call)],
      hasImages: consumers.some((one) => one.hasImages),
      usesTools: consumers.some(usesTools),
      ...this.implied(call, consumers),
      related: [],
      provider: {
        id: this.idOf(call),
        method,
        methodSpan: factory.methodNode ? this.shapes.token(factory.methodNode).span : null,
        ...this.settings(call),
        hold: this.hold(factory, consumers),
        consumers: consumers.flatMap((one) => this.consumerShapes(one)),
        open: !isGiven(call, consumers),
        prefix: factory.prefix,
        major: this.majorAt(this.flow.program.fileOf(call).file),
      },
    };
  }

  /** Until 4 the temperature was 0 unless something else was said (`prepareCallSettings` of npm:ai@3.4.33 and @4.3.19). */
  private implied(call: ts.CallExpression, consumers: readonly Consumer[]): Pick<RequestSite, 'implicit'> {
    const major = this.majorAt(this.flow.program.fileOf(call).file);
    // npm:@ai-sdk/openai-compatible@0.2.16, @1.0.61, @2.0.92, @3.0.92: the picture itself.
    if (consumers.some(({ name }) => name.endsWith('Image')))
      return { implicit: { response_format: 'b64_json' } };
    const isOld = major !== null && major < 5;
    return isOld && consumers.some(({ name }) => SPEAKING.test(name)) ? { implicit: { temperature: 0 } } : {};
  }

  private idOf(call: ts.CallExpression): string {
    return `${this.flow.program.fileOf(call).file}:${call.getStart()}`;
  }

  private model(call: ts.CallExpression): Origin[] {
    const [id] = call.arguments;
    return id ? this.shapes.origins(this.flow.values(id)) : [];
  }

  /** AI SDK 3: `openai('…', { structuredOutputs: true })` sends the schema along. */
  private strictly(call: ts.CallExpression): NestedUse[] {
    const [, second] = call.arguments;
    if (!second || this.majorAt(this.flow.program.fileOf(call).file) !== 3) return [];
    return this.flow.member(this.flow.values(second), 'structuredOutputs', second).flatMap((value) =>
      value.kind === 'boolean' && value.value
        ? [
            {
              direct: false,
              path: 'response_format.type',
              value: 'json_schema',
              at: this.shapes.token(value.node),
            },
          ]
        : [],
    );
  }

  private settings(call: ts.CallExpression): {
    settings: RequestSite['bodies'][number] | null;
    settingsAt: number;
  } {
    const [id, second] = call.arguments;
    const parsed = this.flow.program.fileOf(call);
    const object = second && skipOuter(second);
    return {
      settings: object && ts.isObjectLiteralExpression(object) ? this.shapes.object(object) : null,
      settingsAt: spanOf(parsed, id ?? call).end,
    };
  }

  private hold(factory: Factory, consumers: readonly Consumer[]): Hold | null {
    if (OPENAI_ONLY.has(factory.method)) return 'no-method';
    if (consumers.some((one) => one.hosted || this.keepsState(one))) return 'hosted-tool';
    const [, second] = factory.call.arguments;
    const major = this.majorAt(this.flow.program.fileOf(factory.call).file);
    if (!second || major === null || Math.floor(major) !== 4) return null;
    const object = skipOuter(second);
    if (!ts.isObjectLiteralExpression(object)) return 'model-settings';
    const isFit = object.properties.every(
      (one) => one.name && ts.isIdentifier(one.name) && SETTINGS.has(one.name.text),
    );
    return isFit ? null : 'model-settings';
  }

  private keepsState(consumer: Consumer): boolean {
    return this.optionObjects(consumer).some((object) =>
      this.flow
        .member([{ kind: 'object', node: object, trail: [] }], 'openai', object)
        .some(
          (one) =>
            one.kind === 'object' &&
            one.node.properties.some(({ name }) => name && ts.isIdentifier(name) && STATE.has(name.text)),
        ),
    );
  }

  private optionObjects(consumer: Consumer): ts.ObjectLiteralExpression[] {
    const [options] = consumer.call.arguments ?? [];
    if (!options) return [];
    return OPTION_KEYS.flatMap((name) =>
      this.flow
        .member(this.flow.values(options), name, options)
        .flatMap((value) => (value.kind === 'object' ? [value.node] : [])),
    );
  }

  private optionOwners(): Map<ts.Node, Consumer[]> {
    const owners = new Map<ts.Node, Consumer[]>();
    for (const consumer of this.consumers.all)
      for (const object of this.optionObjects(consumer))
        owners.set(object, [...(owners.get(object) ?? []), consumer]);
    return owners;
  }

  /** Options of a message or a part of it, inside the call that sends it. */
  private around(node: ts.Node): Consumer[] {
    return this.consumers.all.filter(({ call }) => ts.findAncestor(node, (one) => one === call));
  }

  private optionsIn(
    object: ts.ObjectLiteralExpression,
    holder: ts.PropertyAssignment,
    owners: readonly Consumer[],
  ): ProviderOptionsSite[] {
    const own = [...new Set(owners)];
    const outer = skipOuter(holder.initializer) === object ? holder.parent : undefined;
    const { file } = this.flow.program.fileOf(object);
    return object.properties.flatMap((property): ProviderOptionsSite[] => {
      const { name } = property;
      if (!name || !(ts.isIdentifier(name) || ts.isStringLiteralLike(name)) || name.text !== 'openai')
        return [];
      const value = valueIn(property);
      const inner = value && ts.isObjectLiteralExpression(value) ? value : undefined;
      return [
        {
          site: 'provider-options',
          dialect: 'ai-sdk',
          key: this.shapes.token(name),
          object: this.shapes.object(object),
          property: this.shapes.property(property),
          options: inner ? this.optionUses(inner) : null,
          inner: inner ? this.shapes.object(inner) : null,
          owner: outer ? { object: this.shapes.object(outer), name: holder.name.getText() } : null,
          requests: own.flatMap((one) => one.factories.map((call) => this.idOf(call))),
          open: own.length === 0 || own.some((one) => one.open || one.texts.length > 0),
          major: this.majorAt(file),
          embeds: own.length > 0 && own.every((one) => one.name.startsWith('embed')),
        },
      ];
    });
  }

  /** null where a spread or a computed name hides what is in it. */
  private optionUses(object: ts.ObjectLiteralExpression): OptionUse[] | null {
    const uses: OptionUse[] = [];
    for (const property of object.properties) {
      const value = valueIn(property);
      if (
        !property.name ||
        !value ||
        !(ts.isIdentifier(property.name) || ts.isStringLiteralLike(property.name))
      )
        return null;
      uses.push({
        name: property.name.text,
        token: this.shapes.token(property.name),
        values: this.shapes.origins(this.flow.values(value)),
      });
    }
    return uses;
  }

  private consumerShapes({ name, objects }: Consumer): ModelConsumer[] {
    return objects.map((object) => ({
      name,
      body: this.shapes.object(object),
      quote: this.flow.program.fileOf(object).quote,
    }));
  }
}

/** Until 4 an object was asked for by a tool. */
function usesTools({ tools, nested }: Consumer): boolean {
  return tools !== null || nested.some(({ path }) => path === 'tool_choice');
}

/** The call stands in the very place where its one consumer takes the model: nothing else can get it. */
function isGiven(call: ts.CallExpression, consumers: readonly Consumer[]): boolean {
  let node: ts.Node = call;
  while (ts.isExpression(node.parent) && skipOuter(node.parent) === call) node = node.parent;
  const { parent } = node;
  if (!ts.isPropertyAssignment(parent) || parent.name.getText() !== 'model') return false;
  return consumers.some((one) => one.objects.includes(parent.parent));
}

/** A callee as a report can show it. */
function shortened(text: string): string {
  const line = text.replace(/\s+/g, ' ');
  return line.length > 40 ? `…${line.slice(-30)}` : line;
}
