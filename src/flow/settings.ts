import type { Operation } from '../openai/operations.js';
import { isTestFile } from '../paths.js';
import type {
  ClientForm,
  ClientOptions,
  ClientSite,
  NoteSite,
  Origin,
  RequestSite,
  SdkVersion,
  Token,
  VectorSupport,
} from '../sites.js';
import { ts } from '../ts.js';
import { BodyParts } from './bodies.js';
import type { Flow } from './flow.js';
import { type CallLike, skipOuter } from './index-nodes.js';
import { noteAt } from './notes.js';
import { envReaderOf, OptionsReader } from './options.js';
import { objectsOf, type Shapes } from './shapes.js';

/** A class or a factory that is told key, address, model and parameters in one object. */
export interface SettingsForm {
  readonly dialect: string;
  readonly className: string;
  readonly client: ClientForm;
  /** Which argument holds the options. */
  readonly optionsAt: number;
  /** Which argument holds nothing but the address, where that is one of its own. */
  readonly addressAt?: number;
  /** Names of the option that holds the model, the first one for what is written anew. */
  readonly models: readonly [string, ...string[]];
  /** Which argument is the model, where it stands before the options. */
  readonly modelAt?: number;
  readonly operation: Operation;
  /** OpenAI's name of a parameter → the library's, where they differ. */
  readonly spelling: Readonly<Record<string, string>>;
  /** The option whose object goes to OpenAI as it stands. */
  readonly passedOn?: string;
  /** Its type takes fields that OpenAI does not know. */
  readonly passesAnything?: true;
  /** The option whose object holds model and parameters, where they do not stand beside the key. */
  readonly settingsIn?: string;
  /** What is sent where the code says nothing. */
  readonly implicit: Readonly<Record<string, string | number>>;
  readonly vectors?: VectorSupport;
  readonly sdk: SdkVersion;
  /** Where an address may stand besides `client.url`, as paths with the argument in front; the version honours them. */
  readonly addresses?: readonly Place[];
  /** Where the version passes an address over: whoever wrote it there meant another host than it talks to. */
  readonly ignored?: readonly Place[];
}

/** Position of an argument, and the path in it. */
export type Place = readonly [number, ...string[]];

/** Makes the two sites of such a call: the client, and the settings that its requests are sent with. */
export class SettingsReader {
  private readonly flow: Flow;
  private readonly shapes: Shapes;
  private readonly reader: OptionsReader;

  constructor(flow: Flow, shapes: Shapes) {
    this.flow = flow;
    this.shapes = shapes;
    this.reader = new OptionsReader(flow, shapes);
  }

  client(call: CallLike, form: SettingsForm): ClientSite {
    const parsed = this.flow.program.fileOf(call);
    const token = this.shapes.token(call);
    const { client, optionsAt, addressAt } = form;
    const given = call.arguments?.[optionsAt];
    const nested = client.url.length > 1 ? client.url[0] : undefined;
    const options = this.reader.argument(call, optionsAt, nested);
    const keyNode = this.keyPaths(client)
      .map((path) => this.reader.node(given, path))
      .find((node) => node !== undefined);
    return {
      site: 'client',
      id: `${parsed.file}:${token.span.start}`,
      dialect: form.dialect,
      token,
      className: form.className,
      form: client,
      sdk: form.sdk,
      options,
      ...(addressAt === undefined ? {} : { address: this.address(call, addressAt, options) }),
      carrier: null,
      basePathArgument: null,
      baseURL: this.addresses(call, form),
      apiKey: this.key(given, client),
      key: this.reader.key(keyNode),
      quote: parsed.quote,
      envReader: envReaderOf(parsed.text),
      inTest: isTestFile(parsed.file),
      related:
        options.form === 'object' && options.object.file !== token.file
          ? [{ file: options.object.file, line: 1, column: 1, message: 'options' }]
          : [],
    };
  }

  /** Where the options are missing the address goes behind them. */
  private address(call: CallLike, at: number, options: ClientOptions): ClientOptions {
    return options.form === 'none' ? { ...options, lead: ', ' } : this.reader.argument(call, at);
  }

  /** `part` is decided by who asks: settings alone where calls were found that send them. */
  settings(call: CallLike, form: SettingsForm, client: ClientSite): RequestSite {
    const given = call.arguments?.[form.optionsAt];
    const { objects, partial } = this.bodies(given, form);
    const parts = new BodyParts(this.flow, this.shapes, objects, form.spelling);
    const passed = form.passedOn && given ? this.reader.node(given, [form.passedOn]) : undefined;
    // What is spread into the options, or stands there already, may hold anything.
    const isFree = form.passesAnything && !passed && !partial && !parts.partial;
    const handed = new BodyParts(this.flow, this.shapes, passed ? objectsOf(this.flow, passed).objects : []);
    const model = this.model(call, form);
    const isNamed = model.some((origin) => origin.kind !== 'nothing');
    return {
      site: 'request',
      dialect: form.dialect,
      token: this.nameToken(call),
      call: client.token,
      method: form.className,
      operation: form.operation,
      clients: [client.id],
      openEnded: false,
      confidence: 'certain',
      legacy: false,
      sdk: form.sdk,
      bodies: objects.map((one) => this.shapes.object(one)),
      partial: partial || parts.partial,
      model: isNamed ? model : [],
      parameters: [...parts.parameters, ...handed.parameters],
      spelling: { ...form.spelling, model: form.models[0] },
      nested: [...parts.nested, ...handed.nested],
      readBack: parts.readBack,
      hasImages: parts.hasImages,
      related: [],
      // An object of their own is edited by itself; where there is none, the options of the client get one.
      ...(form.settingsIn && (objects.length > 0 || partial) ? {} : { settingsOf: client.id }),
      // A variable that may be missing leaves the choice to the library.
      ...(isFree && form.passedOn ? { handsOn: form.passedOn } : {}),
      implicit: isNamed && !model.every(mayBeMissing) ? withoutModel(form.implicit) : form.implicit,
      ...(form.vectors ? { vectors: form.vectors } : {}),
    };
  }

  /** The objects that hold model and parameters. */
  private bodies(given: ts.Expression | undefined, { settingsIn }: SettingsForm) {
    if (!given) return { objects: [], partial: false };
    if (settingsIn === undefined) return objectsOf(this.flow, given);
    const values = this.flow.member(this.flow.values(given), settingsIn, given);
    return {
      objects: values.flatMap((value) => (value.kind === 'object' ? [value.node] : [])),
      partial: values.some((value) => value.kind !== 'object' && value.kind !== 'nothing'),
    };
  }

  /** The word that names what is made: `ChatOpenAI` in `new lc.ChatOpenAI()`. */
  private nameToken(call: CallLike): Token {
    const callee = skipOuter(call.expression);
    return this.shapes.token(ts.isPropertyAccessExpression(callee) ? callee.name : callee);
  }

  private model(call: CallLike, form: SettingsForm): Origin[] {
    const positional = form.modelAt === undefined ? undefined : call.arguments?.[form.modelAt];
    if (positional) return this.shapes.origins(this.flow.values(positional));
    const given = call.arguments?.[form.optionsAt];
    const outer = form.settingsIn === undefined ? [] : [form.settingsIn];
    for (const name of form.models) {
      const found = this.reader.origins(given, [...outer, name]);
      if (found.some((origin) => origin.kind !== 'nothing')) return found;
    }
    return [];
  }

  /** Addresses where the installed version does not look for them. */
  passedOver(call: CallLike, form: SettingsForm): NoteSite[] {
    return this.ignored(call, form).map(([node, written]) =>
      noteAt(this.shapes, node, {
        dialect: form.dialect,
        kind: 'endpoint',
        message: `${written} is passed over by the installed version: requests go to OpenAI`,
        reason: 'address-ignored',
      }),
    );
  }

  private ignored(call: CallLike, form: SettingsForm): (readonly [ts.Expression, string])[] {
    return (form.ignored ?? []).flatMap(([at, ...path]) => {
      const node = this.reader.node(call.arguments?.[at], path);
      return node ? [[node, path.join('.')] as const] : [];
    });
  }

  private addresses(call: CallLike, form: SettingsForm): Origin[] {
    const own = [form.addressAt ?? form.optionsAt, ...form.client.url] as const;
    const found = [own, ...(form.addresses ?? [])].map(([at, ...path]) =>
      this.reader.origins(call.arguments?.[at], path),
    );
    // Where one of the places is filled, that the others are empty says nothing.
    const real = found.filter((origins) => origins.some((one) => one.kind !== 'nothing')).flat();
    const doubtful = this.ignored(call, form).map(
      ([node]) => ({ kind: 'unknown', why: 'passed over', at: this.shapes.token(node), trail: [] }) as const,
    );
    return [...real, ...doubtful];
  }

  private key(given: ts.Expression | undefined, client: ClientForm): Origin[] {
    const found = this.keyPaths(client).map((path) => this.reader.origins(given, path));
    return found.find((origins) => origins.some((one) => one.kind !== 'nothing')) ?? found[0] ?? [];
  }

  private keyPaths({ key, staleKeys, keyInside, url }: ClientForm): (readonly string[])[] {
    if (keyInside) return [[url[0], key]];
    return [key, ...staleKeys].map((name) => [name]);
  }
}

function mayBeMissing(origin: Origin): boolean {
  return origin.kind === 'nothing' || (origin.kind === 'env' && !origin.required);
}

function withoutModel(implicit: SettingsForm['implicit']): SettingsForm['implicit'] {
  return Object.fromEntries(Object.entries(implicit).filter(([name]) => name !== 'model'));
}
