import type { Edit } from '../finding.js';
import { type Blanks, type ReasonId, reasonHelp } from '../reasons.js';
import type { ClientSite, EnvSite, NoteSite, ObjectShape, RequestSite, Token } from '../sites.js';
import { bare, classifyEndpoint, type Endpoint } from './endpoint.js';
import { envRead } from './env-read.js';
import {
  isKeyName,
  isOpenAIName,
  looksLikeSecret,
  type Renaming,
  renameEdit,
  targetVariable,
  urlVariable,
} from './environment.js';
import { httpVerdicts } from './http-clients.js';
import { keyNames, keyVerdicts, literalKeys } from './keys.js';
import type { Surroundings } from './moves.js';
import { editObject } from './object-edit.js';
import type { Resolved } from './resolve-address.js';
import { operationAt, type ResolvedTarget } from './target.js';
import { addressVariables, requestsByClient, tornVariables, withAddresses } from './together.js';
import { byHand, rewritten, stays, type Verdict } from './verdict.js';

/** What becomes of one client. `moved` ones point at the target after the run. */
export interface ClientPlan {
  readonly site: ClientSite;
  readonly endpoint: Endpoint;
  readonly state: 'moved' | 'elsewhere' | 'by-hand';
  /** Why it is left to a person; only with `by-hand`. */
  readonly reason: ReasonId | null;
  readonly note: string | null;
  /** Plain HTTP that moves: what its address becomes. */
  readonly move?: Resolved;
}

/** Where each client goes; those in `barred` are known to have to stay. */
export function planClients(
  sites: readonly ClientSite[],
  { requests, lines, mocked }: Surroundings,
  target: ResolvedTarget,
  barred: ReadonlyMap<string, ReasonId>,
): ClientPlan[] {
  const own = requestsByClient(requests);
  const first = sites.map((site): ClientPlan => {
    const endpoint = classifyEndpoint(site, lines);
    // A test that replaces the SDK talks to nobody.
    if (site.inTest && mocked.has(site.token.file))
      return { site, endpoint, state: 'elsewhere', reason: null, note: 'the mock of this test' };
    const state = stateOf(site, endpoint, own.get(site.id) ?? [], target);
    const reason = barred.get(site.id);
    return { site, endpoint, ...(reason ? leftFor(reason) : state) };
  });
  const plans = withAddresses(first, own, target);
  const left = plans.filter((plan) => plan.state !== 'moved' && !plan.site.inTest);
  const torn = tornVariables(plans, target);
  return plans.map((plan) => (sharesAddress(plan, left) || isTorn(plan, torn) ? leftWith(plan) : plan));
}

function isTorn(plan: ClientPlan, torn: ReadonlySet<string>): boolean {
  return plan.state === 'moved' && addressVariables(plan).some((name) => torn.has(name));
}

/** The variable of the address is read by a client that stays: it keeps its name, and who shares it keeps its place. */
function sharesAddress(plan: ClientPlan, left: readonly ClientPlan[]): boolean {
  if (plan.state !== 'moved') return false;
  const names = addressVariables(plan);
  return left.some(({ site }) =>
    site.baseURL.some((origin) => origin.kind === 'env' && names.includes(origin.name)),
  );
}

function leftWith(plan: ClientPlan): ClientPlan {
  return { ...plan, state: 'by-hand', reason: 'base-url-unknown', note: null };
}

type State = Pick<ClientPlan, 'state' | 'reason' | 'note'>;

function stateOf(
  site: ClientSite,
  endpoint: Endpoint,
  requests: readonly RequestSite[],
  target: ResolvedTarget,
): State {
  switch (endpoint.kind) {
    case 'vendor':
    case 'local':
      return { state: 'elsewhere', reason: null, note: endpoint.name };
    case 'gateway':
      return leftFor('gateway', endpoint.advice);
    case 'azure':
      return leftFor('azure');
    case 'mixed':
      return leftFor('base-url-mixed');
    case 'unknown':
      return leftFor(site.options.form === 'opaque' ? 'options-unknown' : 'base-url-unknown');
    default:
  }
  if (site.apiKey.some((origin) => origin.kind === 'text' && looksLikeSecret(origin.value)))
    return leftFor('literal-key');
  // Plainly the old key, and no edit of ours would change it: the old secret would go to the new host.
  if (readsOldKey(site)) return leftFor('key-elsewhere');
  if (site.options.form === 'address')
    return site.options.sendsKey ? { state: 'moved', reason: null, note: null } : leftFor('key-not-seen');
  if (!site.form.fallsBack && site.options.form !== 'object') return leftFor('options-unknown');
  if (hidesAddress(site)) return leftFor('options-unknown');
  // A client of which nothing would be served is better left where it works, or where its owner decides.
  const answers = requests.map((request) => operationAt(target, request.operation).value);
  if (answers.length > 0 && !answers.includes('yes'))
    return leftFor(
      answers.includes('unknown') ? 'operation-unknown' : 'nothing-to-serve',
      servicesOf(requests),
    );
  return { state: 'moved', reason: null, note: null };
}

function leftFor(reason: ReasonId, note: string | null = null): State {
  return { state: 'by-hand', reason, note };
}

/** The key is read from something that has OpenAI's variable by name, and where that gets it could not be followed. */
function readsOldKey({ key, apiKey }: ClientSite): boolean {
  const isFollowed = apiKey.some((origin) => origin.kind === 'env' && isOpenAIName(origin.name));
  return key !== null && !isFollowed && NAMED_VARIABLE.test(key.token.text);
}

const NAMED_VARIABLE = /(?<![\w-])(?:[A-Z0-9]+_)*OPEN_?AI(?:_[A-Z0-9]+)+(?!\w)/;

/** The form nests the base URL in an object that is not written out here. */
function hidesAddress({ form, options }: ClientSite): boolean {
  if (form.url.length === 1 || options.form !== 'object') return false;
  const outer = options.object.properties.some(({ name }) => name === form.url[0]);
  return outer && options.inner === null;
}

function servicesOf(requests: readonly RequestSite[]): string {
  return [...new Set(requests.map((request) => request.operation))].join(', ');
}

/** Variables that hold the keys of moved clients, and under which name they go on. */
export function planRenamings(
  plans: readonly ClientPlan[],
  notes: readonly NoteSite[],
  reads: readonly EnvSite[],
  target: ResolvedTarget,
): Renaming[] {
  const direct = plans.filter((plan) => plan.state === 'moved').flatMap((plan) => keyNames(plan.site.apiKey));
  const names = new Set([...direct, ...fallbacksOf(direct, reads)]);
  const addresses = new Map(
    plans
      .filter((plan) => plan.state === 'moved')
      .flatMap((plan) =>
        addressVariables(plan).map(
          (name) => [name, plan.move?.variables.get(name) ?? target.baseURL] as const,
        ),
      ),
  );
  return [
    ...[...names].sort().map((from) => ({
      from,
      to: targetVariable(from, target.keyVariable),
      blockers: blockersOf(from, plans, notes, reads),
    })),
    ...[...addresses]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([from, value]) => ({ from, to: urlVariable(from, target.keyVariable), value, blockers: [] })),
  ];
}

/**
 * `OPENAI_KEY || OPENAI_API_KEY`, of which only one was seen to reach a client: the other would go to the new host, too,
 * wherever the first one is not set.
 */
function fallbacksOf(names: readonly string[], reads: readonly EnvSite[]): string[] {
  return reads
    .filter((read) => names.includes(read.name))
    .flatMap((read) => (read.besides ?? []).filter((name) => isKeyName(name) && isOpenAIName(name)));
}

function blockersOf(
  name: string,
  plans: readonly ClientPlan[],
  notes: readonly NoteSite[],
  reads: readonly EnvSite[],
): string[] {
  const clients = plans
    .filter((plan) => plan.state !== 'moved' && !plan.site.inTest && readsKey(plan, name))
    .map((plan) => `the client in ${plan.site.token.file}`);
  const others = notes.filter((note) => isReader(note, name, reads)).map((note) => note.token.file);
  return [...new Set([...clients, ...others])].sort().slice(0, 5);
}

function readsKey({ site, endpoint }: ClientPlan, name: string): boolean {
  if (keyNames(site.apiKey).includes(name)) return true;
  // Without a key of its own a client of the SDK falls back to this very variable.
  const implicit = name === 'OPENAI_API_KEY' && site.form.fallsBack && endpoint.kind !== 'azure';
  return implicit && site.apiKey.every((origin) => origin.kind === 'nothing');
}

function isReader(note: NoteSite, name: string, reads: readonly EnvSite[]): boolean {
  if (note.reason === 'dialect-not-covered') return name === 'OPENAI_API_KEY' && note.kind === 'import';
  if (note.reason === 'raw-http') return sendsVariable(note, name, reads);
  return note.reason === 'other-language' && note.token.text.includes(name);
}

/** Plain HTTP code sends the key that its own file reads; where it reads none, the key may come from anywhere. */
function sendsVariable(note: NoteSite, name: string, reads: readonly EnvSite[]): boolean {
  if (note.confidence !== 'certain' || !note.sendsKey) return false;
  const own = reads.filter((read) => read.token.file === note.token.file && isKeyName(read.name));
  return own.length === 0 || own.some((read) => read.name === name);
}

/** The verdict on one client, with the edits that move it. */
export function clientVerdicts(
  plan: ClientPlan,
  renamings: readonly Renaming[],
  target: ResolvedTarget,
  texts: ReadonlyMap<string, string>,
  blanks: Blanks,
  isKept: (token: Token) => boolean,
): Verdict[] {
  const { site } = plan;
  if (site.options.form === 'address') return httpVerdicts(plan, renamings, target, blanks, texts, isKept);
  const base = { token: site.token, kind: 'client', dialect: site.dialect, related: site.related } as const;
  if (plan.state === 'elsewhere') return [stays({ ...base, message: elsewhere(plan, target) })];
  if (plan.state === 'by-hand') {
    const reason = plan.reason ?? 'base-url-unknown';
    const help = plan.note && reason === 'gateway' ? plan.note : undefined;
    const message = byHandMessage(plan);
    return [
      byHand({ ...base, message, ...(help ? { help } : {}) }, reason, blanks),
      ...literalKeys(plan, blanks),
    ];
  }
  const edits = new ClientEdits(plan, renamings, target, texts).all();
  const message = `${site.className} client → ${target.provider.name.en} (${target.baseURL})`;
  return [
    rewritten({ ...base, message }, edits),
    ...carrierVerdict(site),
    ...keyVerdicts(site, target, blanks),
  ];
}

function carrierVerdict({ carrier, token, dialect }: ClientSite): Verdict[] {
  if (!carrier) return [];
  const { line, column } = token.range.start;
  const related = [{ file: token.file, line, column, message: 'client made here' }];
  return [stays({ token: carrier, kind: 'client', dialect, message: 'options of this client', related })];
}

function elsewhere(plan: ClientPlan, target: ResolvedTarget): string {
  const { endpoint } = plan;
  if (endpoint.kind === 'vendor' && endpoint.provider === target.provider.id)
    return `client of ${target.provider.name.en} already`;
  return `client of ${plan.note ?? 'another vendor'}, left alone`;
}

function byHandMessage(plan: ClientPlan): string {
  if (plan.reason === 'nothing-to-serve' || plan.reason === 'operation-unknown')
    return `client used for: ${plan.note}`;
  if (plan.endpoint.kind === 'gateway') return `client behind ${plan.endpoint.name}`;
  if (plan.endpoint.kind === 'unknown' && plan.endpoint.variables.length > 0)
    return `base URL from ${plan.endpoint.variables.join(', ')}`;
  return `${plan.site.className} client`;
}

/** The edits that point one client at the target. */
class ClientEdits {
  private readonly site: ClientSite;
  private readonly endpoint: Endpoint;
  private readonly renamings: readonly Renaming[];
  private readonly target: ResolvedTarget;
  private readonly texts: ReadonlyMap<string, string>;

  constructor(
    plan: ClientPlan,
    renamings: readonly Renaming[],
    target: ResolvedTarget,
    texts: ReadonlyMap<string, string>,
  ) {
    this.site = plan.site;
    this.endpoint = plan.endpoint;
    this.renamings = renamings;
    this.target = target;
    this.texts = texts;
  }

  all(): Edit[] {
    const { site } = this;
    switch (site.options.form) {
      case 'none':
        return [this.insertOptions(site.options.at, site.options.parentheses)];
      case 'string':
        return [{ file: site.token.file, ...site.options.token.span, text: this.optionsText() }];
      case 'object':
        return [...this.inObject(site.options.object, site.options.inner), ...this.elsewhereInCode()];
      default:
        return [];
    }
  }

  private insertOptions(at: number, parentheses: boolean): Edit {
    const text = parentheses ? this.optionsText() : `(${this.optionsText()})`;
    return { file: this.site.token.file, start: at, end: at, text };
  }

  private optionsText(): string {
    const address = this.address(this.quoted(this.target.baseURL));
    return `{ ${this.site.form.key}: ${this.freshKey()}, ${this.urlName}: ${address} }`;
  }

  private inObject(object: ObjectShape, inner: ObjectShape | null): Edit[] {
    const { form } = this.site;
    const key = this.keyName(object);
    const names = new Set(object.properties.map((property) => property.name));
    const renamed = this.needsFreshKey() ? this.renamedInPlace(object) : [];
    const set = new Map<string, string>();
    if (this.needsFreshKey() && renamed.length === 0) set.set(key, this.freshKey());
    const nested = new Map<string, string>();
    const address = inner
      ? this.addressInto(inner, form.url.at(-1) ?? form.url[0], nested)
      : this.addressInto(object, form.url[0], set);
    // The guard belongs to the value: it comes before what is inserted behind it.
    return [
      ...this.keyRenamed(object),
      ...(set.has(key) ? [] : this.guard(object)),
      ...renamed,
      ...address,
      ...this.edited(object, set, new Set(form.drop.filter((name) => names.has(name))), key),
      ...(inner ? this.edited(inner, nested, new Set(), undefined) : []),
    ];
  }

  private edited(
    object: ObjectShape,
    set: ReadonlyMap<string, string>,
    remove: ReadonlySet<string>,
    after: string | undefined,
  ): Edit[] {
    const text = this.texts.get(object.file) ?? '';
    return editObject(text, object, { set, remove, ...(after === undefined ? {} : { after }) });
  }

  /** The name under which the object holds the key today. */
  private keyName(object: ObjectShape): string {
    const { key, staleKeys } = this.site.form;
    const names = new Set(object.properties.map((property) => property.name));
    return [key, ...staleKeys].find((name) => names.has(name)) ?? key;
  }

  /** An older name of the key, which some versions pass over, becomes the one that all take. */
  private keyRenamed(object: ObjectShape): Edit[] {
    const { key } = this.site.form;
    const name = this.keyName(object);
    const property = object.properties.find((one) => one.name === name);
    if (name === key || !property) return [];
    const { start, end } = property.nameSpan;
    if (property.kind === 'shorthand') return [{ file: object.file, start, end: start, text: `${key}: ` }];
    return [{ file: object.file, start, end, text: key }];
  }

  /** Puts the address into `set`, or gives the edits that put it behind the variable which stands there. */
  private addressInto(object: ObjectShape, name: string, set: Map<string, string>): Edit[] {
    // A base URL that comes in through a variable or a spread is edited where it is written.
    if (this.endpoint.kind === 'default' || this.replacesShared()) {
      const address = this.quoted(this.target.baseURL);
      set.set(name, name === this.urlName ? this.address(address) : address);
    }
    return this.endpoint.kind === 'variable' ? this.addressFallback(object, name, set) : [];
  }

  /**
   * The renamed variable is set nowhere yet: the target's address stands behind it. `||`, since the SDK takes an empty
   * text for none and goes to OpenAI.
   */
  private addressFallback(object: ObjectShape, name: string, set: Map<string, string>): Edit[] {
    const property = object.properties.find((one) => one.name === name);
    const address = this.quoted(this.target.baseURL);
    if (!property || (property.kind !== 'assign' && property.kind !== 'shorthand')) {
      set.set(name, name === this.urlName ? this.address(address) : address);
      return [];
    }
    const { start, end } = property.valueSpan;
    const at = { file: object.file, start: end, end };
    if (property.kind === 'shorthand') return [{ ...at, text: `: ${property.name} || ${address}` }];
    const text = (this.texts.get(object.file) ?? '').slice(start, end);
    if (/^[\w$.[\]'"()?]+!$/.test(text)) return [{ ...at, start: end - 1, text: ` || ${address}` }];
    const nothing = /\s*(?:\?\?|\|\|)\s*(?:undefined|null|''|"")$/.exec(text)?.[0];
    if (nothing) return [{ ...at, start: end - nothing.length, text: ` || ${address}` }];
    if (/^[\w$.[\]'"()?<>]+$/.test(text)) return [{ ...at, text: ` || ${address}` }];
    return [
      { ...at, start, end: start, text: '(' },
      { ...at, text: `) || ${address}` },
    ];
  }

  /** The base URL as a text somewhere, or the line of an environment file. */
  private elsewhereInCode(): Edit[] {
    if (this.endpoint.kind === 'openai' && !this.replacesShared())
      return this.endpoint.texts.map((token) => ({
        file: token.file,
        ...token.span,
        text: `${token.text[0]}${this.target.baseURL}${token.text.at(-1)}`,
      }));
    if (this.endpoint.kind === 'openai-env')
      return this.endpoint.lines.map((line) => ({
        file: line.value.file,
        ...line.value.span,
        text: line.value.text.replace(bare(line), this.target.baseURL),
      }));
    return [];
  }

  /** A constant that others read as well keeps its value; the client gets the address itself. */
  private replacesShared(): boolean {
    return this.endpoint.kind === 'openai' && this.endpoint.shared && this.endpoint.variables.length === 0;
  }

  private needsFreshKey(): boolean {
    const real = this.site.apiKey.filter((origin) => origin.kind !== 'nothing');
    if (real.length === 0) return true;
    return keyNames(real).some((name) => this.renaming(name)?.blockers.length);
  }

  /** `given || process.env.OPENAI_API_KEY` where others go on reading the variable: only this read is renamed. */
  private renamedInPlace(object: ObjectShape): Edit[] {
    const property = object.properties.find((one) => one.name === this.keyName(object));
    if (property?.kind !== 'assign') return [];
    const { valueSpan } = property;
    const reads = this.site.apiKey.flatMap((origin) =>
      origin.kind === 'env' && isOpenAIName(origin.name) ? [origin] : [],
    );
    const inside = reads.every(
      ({ token, reader, form }) =>
        token.file === object.file &&
        valueSpan.start <= token.span.start &&
        token.span.end <= valueSpan.end &&
        (form === 'member' || form === 'string') &&
        reader !== 'schema' &&
        reader !== 'binding',
    );
    if (!inside) return [];
    return reads.map(({ token, form, name }) =>
      renameEdit(token, form, targetVariable(name, this.target.keyVariable)),
    );
  }

  private freshKey(): string {
    const [name] = keyNames(this.site.apiKey);
    const own = this.site.apiKey.find((origin) => origin.kind === 'env' && origin.name === name);
    // The way the key is read today, where that takes any name.
    if (own?.kind === 'env' && name && own.reader === 'config' && own.read.file === this.site.token.file)
      return own.read.text.replace(name, targetVariable(name, this.target.keyVariable));
    const read = envRead(
      this.site.envReader,
      targetVariable(name ?? null, this.target.keyVariable),
      this.site.quote,
    );
    // v3 reads no variable by itself, so an empty one cannot fall back to another vendor's key.
    return !this.site.form.fallsBack ? read : `${read} ?? ${this.quoted('')}`;
  }

  /**
   * From v4 on the SDK takes OPENAI_API_KEY when the given key is undefined, and would send it to the new host: an
   * empty text keeps it from doing so.
   */
  private guard(object: ObjectShape): Edit[] {
    const { key, form, apiKey } = this.site;
    if (!key || !form.fallsBack || key.guarded) return [];
    if (!apiKey.some((origin) => origin.kind === 'env') || apiKey.some((origin) => origin.kind === 'text'))
      return [];
    if (apiKey.every((origin) => origin.kind === 'env' && origin.required)) return [];
    const property = object.properties.find((one) => one.name === this.keyName(object));
    if (!property || key.token.file !== object.file) return [];
    const { end } = property.valueSpan;
    const at = { file: object.file, start: end, end };
    const fallback = ` ?? ${this.quoted('')}`;
    if (property.kind === 'shorthand') return [{ ...at, text: `: ${property.name}${fallback}` }];
    const { text } = key.token;
    if (/^[\w$.[\]'"()?]+!$/.test(text)) return [{ ...at, start: end - 1, text: fallback }];
    if (/^[\w$.[\]'"()?]+$/.test(text)) return [{ ...at, text: fallback }];
    const nothing = /^[\w$.[\]'"()?]+\s*(?:\?\?|\|\|)\s*(undefined|null)$/.exec(text)?.[1];
    if (nothing) return [{ ...at, start: end - nothing.length, text: this.quoted('') }];
    // `??` does not mix with `||` and binds tighter than `?:`.
    const { start } = property.valueSpan;
    return [
      { file: object.file, start, end: start, text: '(' },
      { ...at, text: `)${fallback}` },
    ];
  }

  private renaming(name: string): Renaming | undefined {
    return this.renamings.find((one) => one.from === name);
  }

  /** The property of the options that stands for the address, nested or not. */
  private get urlName(): string {
    return this.site.form.url[0];
  }

  /** Source text of the value of that property. */
  private address(url: string): string {
    return this.site.form.url.slice(1).reduceRight((inner, name) => `{ ${name}: ${inner} }`, url);
  }

  private quoted(text: string): string {
    return this.site.quote + text + this.site.quote;
  }
}

/** What a `by-hand` client leaves to say about the requests that it sends. */
export function clientHelp(plan: ClientPlan, blanks: Blanks): string {
  return reasonHelp(plan.reason ?? 'client-by-hand', blanks);
}
