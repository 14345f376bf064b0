import type { Flow } from '../../src/flow/flow.js';
import { type CallLike, calleeName, skipOuter } from '../../src/flow/index-nodes.js';
import type { Glue, JoinedPart, Value } from '../../src/flow/value.js';
import { ts } from '../../src/ts.js';
import { calledNames } from './called-names.js';
import { type HeaderSetter, setterOf } from './headers.js';
import {
  INJECTED,
  isHttpService,
  type Library,
  makerOfExport,
  makerOfGlobal,
  OPTIONS,
  type Sender,
  senderOfExport,
  senderOfGlobal,
  shapeOf,
} from './libraries.js';
import type { Sent } from './sent.js';
import { xmlHttpRequests } from './xml-http-requests.js';

/** Every call that sends a request by plain HTTP. */
export function findSenders(flow: Flow): Sent[] {
  const found = new Map<CallLike, Sent>();
  for (const name of calledNames(flow))
    for (const call of flow.index.calls.get(name) ?? []) {
      if (found.has(call)) continue;
      const sent = sentBy(flow, call);
      if (sent) found.set(call, sent);
    }
  for (const sent of xmlHttpRequests(flow)) found.set(sent.call, sent);
  return [...found.values()];
}

function sentBy(flow: Flow, call: CallLike): Sent | undefined {
  const [first] = call.arguments ?? [];
  if (!first || !mayBeAddress(first)) return undefined;
  for (const value of flow.values(call.expression)) {
    const one = senderOf(flow, value, call);
    if (one) return new PlainCall(flow, call, one.sender, one.maker);
  }
  return undefined;
}

/** `map.get('key')` is no request: an address has a slash, or is put together. */
function mayBeAddress(node: ts.Expression): boolean {
  const bare = skipOuter(node);
  if (ts.isNumericLiteral(bare) || ts.isFunctionLike(bare) || ts.isArrayLiteralExpression(bare)) return false;
  return !ts.isStringLiteralLike(bare) || /[/.:]|^[a-z]+$/i.test(bare.text);
}

interface Found {
  readonly sender: Sender;
  /** `axios.create(…)`, where the client was made. */
  readonly maker: ts.CallExpression | null;
}

function senderOf(flow: Flow, value: Value, call: CallLike): Found | undefined {
  if (value.kind === 'external') return plainly(senderOfExport(value.module, value.path));
  if (value.kind === 'global') return plainly(senderOfGlobal(value.path));
  if (value.kind === 'result') return ofInstance(flow, value, '');
  if (value.kind === 'member') {
    const { base, path } = value;
    const verb = path.at(-1) ?? '';
    if (base.kind === 'result') return ofInstance(flow, base, verb);
    if (base.kind === 'typed' && isHttpService(base.module, base.path))
      return plainly({ library: INJECTED, verb });
    if (base.kind === 'typed' && base.module === 'axios') return plainly({ library: INJECTED, verb });
  }
  // SvelteKit and others hand a `fetch` in; an object of options may carry one.
  const isOpen = value.kind === 'unknown' || value.kind === 'shape';
  if (isOpen && calleeName(call.expression) === 'fetch') return plainly(senderOfGlobal(['fetch']));
  return undefined;
}

function plainly(sender: Sender | undefined): Found | undefined {
  return sender && { sender, maker: null };
}

function ofInstance(flow: Flow, made: Value & { kind: 'result' }, verb: string): Found | undefined {
  const library = madeBy(flow, made.callee);
  return library && { sender: { library, verb: verb === 'create' ? '' : verb }, maker: made.node };
}

function madeBy(flow: Flow, callee: Value): Library | undefined {
  if (callee.kind === 'external') return makerOfExport(callee.module, callee.path);
  if (callee.kind === 'global') return makerOfGlobal(callee.path);
  // `api.extend(…)` of a client that was made itself.
  if (callee.kind === 'member' && callee.base.kind === 'result') {
    const library = madeBy(flow, callee.base.callee);
    return library?.makes?.test(callee.path.at(-1) ?? '') ? library : undefined;
  }
  return undefined;
}

/** A call of one of the libraries' functions. */
class PlainCall implements Sent {
  readonly shown: string;
  readonly token: ts.Node;
  readonly call: CallLike;
  private readonly flow: Flow;
  private readonly sender: Sender;
  private readonly maker: ts.CallExpression | null;
  private readonly chain: readonly ts.CallExpression[];

  constructor(flow: Flow, call: CallLike, sender: Sender, maker: ts.CallExpression | null) {
    this.flow = flow;
    this.call = call;
    this.sender = sender;
    this.maker = maker;
    this.chain = sender.library.name === 'superagent' ? chainOf(call) : [];
    this.token = nameOf(call);
    this.shown = sender.verb ? `${sender.library.name}.${sender.verb}` : sender.library.name;
  }

  address(): readonly Value[] {
    if (this.sender.library.splitsHost && !this.isText(0)) return this.splitAddress();
    const url = this.url();
    const bases = [...this.option(OPTIONS.base), ...this.ofMakers(OPTIONS.base), ...this.defaultBases()];
    const known = bases.filter((one) => one.kind !== 'nothing');
    if (known.length === 0) return url;
    return [
      this.flow.joined(this.call, () => [part(known, this.call, 'text'), part(url, this.call, 'slash')]),
    ];
  }

  headers(): readonly Value[] {
    const first = this.argument(0);
    const carried = first ? this.flow.values(first).flatMap((value) => headersCarried(this.flow, value)) : [];
    return [...this.option(OPTIONS.headers), ...this.ofMakers(OPTIONS.headers), ...carried];
  }

  setters(): readonly HeaderSetter[] {
    const chained = this.chain.flatMap((one) => (calleeName(one.expression) === 'set' ? setterOf(one) : []));
    return [...chained, ...this.defaultHeaders()];
  }

  bodies(): readonly Value[] {
    const { data } = shapeOf(this.sender);
    const given = data === null ? undefined : this.argument(data);
    const sent = this.chain
      .filter((one) => calleeName(one.expression) === 'send')
      .flatMap((one) => [...one.arguments]);
    const written = this.sender.library.splitsHost ? this.written() : [];
    return [
      ...(given ? this.flow.values(given) : []),
      ...[...sent, ...written].flatMap((one) => this.flow.values(one)),
      ...this.option(OPTIONS.data),
    ].filter((value) => value.kind !== 'nothing');
  }

  private argument(index: number): ts.Expression | undefined {
    const given = this.call.arguments ?? [];
    return given.slice(0, index + 1).some(ts.isSpreadElement) ? undefined : given[index];
  }

  private url(): readonly Value[] {
    const first = this.argument(0);
    if (!first) return [];
    const values = this.flow.values(first);
    return values.flatMap((value) => this.urlIn(value));
  }

  /** The address itself, that of a `Request`, or the option of that name. */
  private urlIn(value: Value): readonly Value[] {
    if (value.kind === 'object')
      return OPTIONS.url
        .flatMap((name) => this.flow.member([value], name, this.call))
        .filter((one) => one.kind !== 'nothing');
    if (value.kind === 'instance' && isRequest(value)) {
      const [url] = value.node.arguments ?? [];
      return url ? this.flow.values(url) : [];
    }
    return [value];
  }

  private isText(index: number): boolean {
    const given = this.argument(index);
    return given
      ? this.flow.values(given).some((one) => one.kind === 'text' || one.kind === 'joined')
      : false;
  }

  /** `{ hostname, path }` of Node. */
  private splitAddress(): readonly Value[] {
    const hosts = this.option(OPTIONS.host).filter((one) => one.kind !== 'nothing');
    const paths = this.option(OPTIONS.path);
    const scheme: JoinedPart = { glue: 'text', node: null, chars: 'https://', values: [] };
    if (hosts.length === 0) return [];
    const hostPart = part(hosts, this.call, 'text');
    return [this.flow.joined(this.call, () => [scheme, hostPart, part(paths, this.call, 'text')])];
  }

  /** The objects that hold the options of this call. */
  private options(): readonly Value[] {
    const { options } = shapeOf(this.sender);
    const first = this.argument(0);
    const given = this.argument(options);
    const values = [
      ...(first ? this.flow.values(first).flatMap((value) => optionsIn(this.flow, value)) : []),
      ...(given ? this.flow.values(given) : []),
    ];
    return values.filter((value) => value.kind !== 'nothing' && value.kind !== 'function');
  }

  private option(names: readonly string[]): readonly Value[] {
    const values = this.options();
    return names
      .flatMap((name) => this.flow.member(values, name, this.call))
      .filter((value) => value.kind !== 'nothing' && value.node !== this.call);
  }

  /** The options of `axios.create(…)`, and of what was extended by it. */
  private ofMakers(names: readonly string[]): readonly Value[] {
    const found: Value[] = [];
    let maker = this.maker;
    for (let depth = 0; maker && depth < 4; depth += 1) {
      const at: ts.CallExpression = maker;
      const [options] = at.arguments;
      const values = options ? this.flow.values(options) : [];
      found.push(...names.flatMap((name) => this.flow.member(values, name, at)));
      maker = outerMaker(this.flow, at);
    }
    return found.filter((value) => value.kind !== 'nothing' && value.node !== this.maker);
  }

  /** `axios.defaults.baseURL = …`, on the library itself or on the client that sends this. */
  private defaultBases(): readonly Value[] {
    if (this.sender.library.name !== 'axios') return [];
    return this.assignedDefaults('baseURL', /\.defaults$/);
  }

  private defaultHeaders(): readonly HeaderSetter[] {
    if (this.sender.library.name !== 'axios') return [];
    return ['Authorization', 'authorization'].flatMap((name) =>
      (this.flow.index.propertyAssignments.get(name) ?? [])
        .filter((one) => this.isDefaultOf(one, /\.defaults\.headers(?:\.\w+)?$/))
        .map((one) => ({ name, at: one.left, value: one.right })),
    );
  }

  private assignedDefaults(name: string, owner: RegExp): readonly Value[] {
    return (this.flow.index.propertyAssignments.get(name) ?? [])
      .filter((one) => this.isDefaultOf(one, owner))
      .flatMap((one) => this.flow.values(one.right));
  }

  private isDefaultOf(assignment: ts.BinaryExpression, owner: RegExp): boolean {
    const { left } = assignment;
    if (!ts.isPropertyAccessExpression(left) && !ts.isElementAccessExpression(left)) return false;
    if (!owner.test(left.expression.getText())) return false;
    let root: ts.Expression = left.expression;
    while (ts.isPropertyAccessExpression(root)) root = root.expression;
    const wanted = this.maker;
    return this.flow
      .values(root)
      .some((value) =>
        wanted ? value.node === wanted : value.kind === 'external' && value.module === 'axios',
      );
  }

  /** `request.write(body)`, `request.end(body)`. */
  private written(): ts.Expression[] {
    return ['write', 'end'].flatMap((name) =>
      (this.flow.index.calls.get(name) ?? []).flatMap((call) => {
        const callee = call.expression;
        const [first] = call.arguments ?? [];
        if (!first || !ts.isPropertyAccessExpression(callee)) return [];
        return this.flow.values(callee.expression).some((one) => one.node === this.call) ? [first] : [];
      }),
    );
  }
}

function part(values: readonly Value[], node: ts.Node, glue: Glue): JoinedPart {
  return { glue, node, chars: null, values };
}

/** `api.extend(…)` inherits what `api` was made with. */
function outerMaker(flow: Flow, made: ts.CallExpression): ts.CallExpression | null {
  const callee = made.expression;
  if (!ts.isPropertyAccessExpression(callee)) return null;
  const [owner] = flow.values(callee.expression);
  return owner?.kind === 'result' ? owner.node : null;
}

/** Options that come in the place of the address, or with a `Request`. */
function optionsIn(flow: Flow, value: Value): readonly Value[] {
  if (value.kind === 'object') return [value];
  if (value.kind !== 'instance' || !isRequest(value)) return [];
  const init = value.node.arguments?.[1];
  return init ? flow.values(init) : [];
}

/** `new Request(request, …)` is no table of headers; what it was given is read with its options. */
function headersCarried(flow: Flow, value: Value): readonly Value[] {
  if (value.kind !== 'instance' || !isRequest(value)) return [];
  return flow.member(optionsIn(flow, value), 'headers', value.node).filter((one) => one.kind !== 'nothing');
}

function isRequest(value: Value & { kind: 'instance' }): boolean {
  return value.of.kind === 'global' && value.of.path.at(-1) === 'Request';
}

/** `superagent.post(url).set(…).send(…)`: the calls that hang off this one. */
function chainOf(call: CallLike): ts.CallExpression[] {
  const found: ts.CallExpression[] = [];
  let node: ts.Node = call;
  while (ts.isPropertyAccessExpression(node.parent) && ts.isCallExpression(node.parent.parent)) {
    node = node.parent.parent;
    found.push(node as ts.CallExpression);
  }
  return found;
}

function nameOf(call: CallLike): ts.Node {
  const callee = skipOuter(call.expression);
  return ts.isPropertyAccessExpression(callee) ? callee.name : callee;
}
