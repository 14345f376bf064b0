import type { Edit } from '../finding.js';
import type { ClientOptions, ClientSite, ObjectShape } from '../sites.js';
import type { ClientPlan } from './clients.js';
import { bare, type Endpoint } from './endpoint.js';
import { envRead } from './env-read.js';
import { isOwnName, keyNames, type Renaming, renameEdit, targetVariable } from './environment.js';
import { indentStep } from './indent.js';
import { editObject } from './object-edit.js';
import type { SecondClient } from './second-clients.js';
import type { ResolvedTarget } from './target.js';

/** Options that are longer go on lines of their own. */
const MAX_LINE = 100;

/**
 * The edits that point the options of one client at the target. `additions` are further options that it has to have
 * there, as source text.
 */
export function clientEdits(
  plan: ClientPlan,
  renamings: readonly Renaming[],
  target: ResolvedTarget,
  texts: ReadonlyMap<string, string>,
  additions: ReadonlyMap<string, string> = new Map(),
): Edit[] {
  return new ClientEdits(plan, renamings, target, texts, additions).all();
}

/** Source texts of a second client beside the one of `plan`, for another target. */
export function secondClient(
  plan: ClientPlan,
  renamings: readonly Renaming[],
  target: ResolvedTarget,
  texts: ReadonlyMap<string, string>,
): SecondClient {
  return new ClientEdits({ ...plan, target }, renamings, target, texts, new Map()).second();
}

/** Reads of OpenAI's variables that stand in the expression of the key itself; undefined where one stands elsewhere. */
export function readsInPlace(site: ClientSite, object: ObjectShape, keyName: string) {
  const property = object.properties.find((one) => one.name === keyName);
  if (property?.kind !== 'assign') return undefined;
  const { valueSpan } = property;
  const reads = site.apiKey.flatMap((origin) =>
    origin.kind === 'env' && isOwnName(site, origin.name) ? [origin] : [],
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
  return inside ? reads : undefined;
}

/** An object of `properties` in the layout of the line that the client stands on: on one line if it fits. */
export function objectText(
  { token }: ClientSite,
  properties: readonly string[],
  texts: ReadonlyMap<string, string>,
): string {
  const line = `{ ${properties.join(', ')} }`;
  if (line.length <= MAX_LINE) return line;
  const { file, span } = token;
  const text = texts.get(file) ?? '';
  const lineStart = text.lastIndexOf('\n', span.start - 1) + 1;
  const indent = /^[ \t]*/.exec(text.slice(lineStart))?.[0] ?? '';
  const eol = text[lineStart - 2] === '\r' ? '\r\n' : '\n';
  const step = indentStep(text);
  const lines = properties.map((property) => `${indent}${step}${property},${eol}`);
  return `{${eol}${lines.join('')}${indent}}`;
}

class ClientEdits {
  private readonly site: ClientSite;
  private readonly endpoint: Endpoint;
  private readonly renamings: readonly Renaming[];
  private readonly target: ResolvedTarget;
  private readonly texts: ReadonlyMap<string, string>;
  /** What the options have to say besides, under the library's own names. */
  private readonly additions: ReadonlyMap<string, string>;

  constructor(
    plan: ClientPlan,
    renamings: readonly Renaming[],
    target: ResolvedTarget,
    texts: ReadonlyMap<string, string>,
    additions: ReadonlyMap<string, string>,
  ) {
    this.site = plan.site;
    this.endpoint = plan.endpoint;
    this.renamings = renamings;
    this.target = target;
    this.texts = texts;
    this.additions = additions;
  }

  all(): Edit[] {
    return [...this.ofOptions(), ...(this.site.azure?.names ?? []), ...(this.site.along ?? [])];
  }

  private ofOptions(): Edit[] {
    const { options, address, token } = this.site;
    switch (options.form) {
      case 'none':
        return this.insertOptions(options, address);
      case 'string':
        return [{ file: token.file, ...options.token.span, text: this.optionsText() }];
      case 'written': {
        const text = options.before + this.optionsText() + options.after;
        return [...options.edits, { file: token.file, ...options.span, text }];
      }
      case 'object':
        return [
          ...this.inObject(options.object, options.inner),
          ...(address ? this.inAddress(address) : []),
          ...this.elsewhereInCode(),
        ];
      default:
        return [];
    }
  }

  /** Key and address of a client made beside this one. */
  second(): SecondClient {
    return { key: this.freshKey(), baseURL: this.quoted(this.target.baseURL) };
  }

  private insertOptions(
    { at, parentheses, lead }: ClientOptions & { form: 'none' },
    address: ClientOptions | undefined,
  ): Edit[] {
    const second = address?.form === 'none' ? `, ${this.addressText()}` : '';
    const text = `${lead}${this.optionsText()}${second}`;
    const edit = { file: this.site.token.file, start: at, end: at, text: parentheses ? text : `(${text})` };
    return address && !second ? [edit, ...this.inAddress(address)] : [edit];
  }

  private optionsText(): string {
    const { form, address } = this.site;
    const url = this.quoted(this.target.baseURL);
    const parts = new Map<string, string>();
    if (form.keyInside) parts.set(this.urlName, this.nestedText());
    else parts.set(form.key, this.freshKey());
    if (!address && !form.keyInside) parts.set(this.urlName, this.address(url));
    const all = [...this.withAdditions(parts)].map(([name, value]) => `${name}: ${value}`);
    return objectText(this.site, all, this.texts);
  }

  /** Name and model first, then key and address, then the rest. */
  private withAdditions(own: ReadonlyMap<string, string>): Map<string, string> {
    const { also = {}, alsoReads = {} } = this.site.form;
    const kept = alsoReads[this.target.keyVariable];
    const added = [...Object.entries(also), ...(kept ? [kept] : []), ...this.ofSettings()];
    const isFirst = ([name]: readonly [string, string]) => name === 'name' || name.startsWith('model');
    return new Map([...added.filter(isFirst), ...own, ...added.filter((one) => !isFirst(one))]);
  }

  /** What the options have to say of model and parameters: beside the key, or in an object of its own. */
  private ofSettings(): Iterable<readonly [string, string]> {
    const { additionsIn } = this.site.form;
    if (additionsIn === undefined || this.additions.size === 0) return this.additions;
    const inner = [...this.additions].map(([name, value]) => `${name}: ${value}`).join(', ');
    return [[additionsIn, `{ ${inner} }`]];
  }

  /** The object inside the options that holds key and address together. */
  private nestedText(): string {
    const { form } = this.site;
    return `{ ${form.key}: ${this.freshKey()}, ${form.url.at(-1)}: ${this.quoted(this.target.baseURL)} }`;
  }

  /** The text of an argument that holds nothing but the address. */
  private addressText(): string {
    return `{ ${this.urlName}: ${this.address(this.quoted(this.target.baseURL))} }`;
  }

  private inAddress(address: ClientOptions): Edit[] {
    if (address.form === 'none') {
      const { at, lead } = address;
      return [{ file: this.site.token.file, start: at, end: at, text: `${lead}${this.addressText()}` }];
    }
    if (address.form !== 'object') return [];
    const set = new Map<string, string>();
    const edits = this.addressInto(address.object, this.urlName, set);
    return [...edits, ...this.edited(address.object, set, this.dropped(address.object), undefined)];
  }

  private inObject(object: ObjectShape, inner: ObjectShape | null): Edit[] {
    const { form, address } = this.site;
    if (form.keyInside && !inner) {
      const set = this.withAdditions(new Map([[this.urlName, this.nestedText()]]));
      return this.edited(object, set, this.dropped(object), undefined);
    }
    const home = form.keyInside && inner ? inner : object;
    const ofObject = new Map<string, string>();
    const ofInner = new Map<string, string>();
    const ofHome = home === object ? ofObject : ofInner;
    const key = this.keyName(home);
    const renamed = this.needsFreshKey() ? this.renamedInPlace(home) : [];
    if (this.needsFreshKey() && renamed.length === 0) ofHome.set(key, this.freshKey());
    const url = inner ? (form.url.at(-1) ?? form.url[0]) : form.url[0];
    const moved = address ? [] : this.addressInto(inner ?? object, url, inner ? ofInner : ofObject);
    const after = (one: ObjectShape) => (one === home ? key : undefined);
    // The guard belongs to the value: it comes before what is inserted behind it.
    return [
      ...this.keyRenamed(home),
      ...(ofHome.has(key) ? [] : this.guard(home)),
      ...renamed,
      ...moved,
      ...this.edited(object, this.withAdditions(ofObject), this.dropped(object), after(object)),
      ...(inner ? this.edited(inner, ofInner, this.dropped(inner), after(inner)) : []),
    ];
  }

  private dropped(object: ObjectShape): ReadonlySet<string> {
    const names = new Set(object.properties.map((property) => property.name));
    const { form, azure } = this.site;
    return new Set([...form.drop, ...(azure?.drop ?? [])].filter((name) => names.has(name)));
  }

  private edited(
    object: ObjectShape,
    set: ReadonlyMap<string, string>,
    remove: ReadonlySet<string>,
    after: string | undefined,
  ): Edit[] {
    const text = this.texts.get(object.file) ?? '';
    const { options } = this.site;
    const isClosed = options.form === 'object' && options.closed === true && options.object === object;
    return editObject(text, object, {
      set,
      remove,
      ...(after === undefined ? {} : { after }),
      ...(isClosed ? { wrap: (property: string) => `...({ ${property} } as object)` } : {}),
    });
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
    if (this.site.azure?.ownKey) return true;
    if (this.site.apiKey.every((origin) => origin.kind === 'nothing')) return true;
    return keyNames(this.site).some((name) => {
      const renaming = this.renaming(name);
      return renaming?.blockers.length || renaming?.to !== targetVariable(name, this.target.keyVariable);
    });
  }

  /** `given || process.env.OPENAI_API_KEY` where others go on reading the variable: only this read is renamed. */
  private renamedInPlace(object: ObjectShape): Edit[] {
    const reads = readsInPlace(this.site, object, this.keyName(object)) ?? [];
    return reads.map(({ token, form, name }) =>
      renameEdit(token, form, targetVariable(name, this.target.keyVariable)),
    );
  }

  private freshKey(): string {
    const [name] = keyNames(this.site);
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
    return !this.site.form.fallsBack ? read : `${read} ?? ${this.noKey}`;
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
    const fallback = ` ?? ${this.noKey}`;
    if (property.kind === 'shorthand') return [{ ...at, text: `: ${property.name}${fallback}` }];
    const { text } = key.token;
    if (/^[\w$.[\]'"()?]+!$/.test(text)) return [{ ...at, start: end - 1, text: fallback }];
    if (isChain(text)) return [{ ...at, text: fallback }];
    const nothing = /^[\w$.[\]'"()?]+\s*(?:\?\?|\|\|)\s*(undefined|null)$/.exec(text)?.[1];
    if (nothing) return [{ ...at, start: end - nothing.length, text: this.noKey }];
    // `??` does not mix with `||` and binds tighter than `?:`.
    const { start } = property.valueSpan;
    return [
      { file: object.file, start, end: start, text: '(' },
      { ...at, text: `)${fallback}` },
    ];
  }

  /** Source text that keeps the library from falling back to OpenAI's key. */
  private get noKey(): string {
    return this.quoted(this.site.form.noKey ?? '');
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

/** Names, members and calls in a row (`config.get<string>('KEY', { infer: true })`): an operator may stand behind it. */
function isChain(text: string): boolean {
  let rest = text.replaceAll(/'[^'\n]*'|"[^"\n]*"|`[^`$]*`/g, '');
  for (let before = ''; before !== rest; ) {
    before = rest;
    rest = rest.replaceAll(/\([^()]*\)|\[[^[\]]*\]/g, '').replaceAll(/(?<=\w)<[\w\s.,|]*>/g, '');
  }
  return /^[\w$.?]*$/.test(rest);
}
