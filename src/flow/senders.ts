import { ts } from '../ts.js';
import { baseClass, type Flow } from './flow.js';
import type { CallLike } from './index-nodes.js';
import type { Value } from './value.js';

/** The clients that a value may be, or be made of. */
export interface Sender {
  readonly ids: readonly string[];
  /** One may come from out of sight. */
  readonly openEnded: boolean;
}

/** Longer ways from a call back to a client are given up. */
const MAX_STEPS = 12;

/**
 * Tells which clients stand behind a value: the client itself, or what a library outside our sight made of it
 * (`prompt.pipe(llm)`, `new Chain({ llm })`, `Store.fromDocuments(docs, embeddings)`), whose requests go where the client
 * goes.
 */
export class Senders {
  private readonly flow: Flow;
  private readonly sites: ReadonlyMap<ts.Node, string>;
  private readonly isClientType: (module: string, path: readonly string[]) => boolean;
  private readonly known = new Map<ts.Node, Sender | undefined>();

  /** `sites` are the calls that make a client, with its id; `isClientType` knows the types of clients out of sight. */
  constructor(
    flow: Flow,
    sites: ReadonlyMap<ts.Node, string>,
    isClientType: (module: string, path: readonly string[]) => boolean,
  ) {
    this.flow = flow;
    this.sites = sites;
    this.isClientType = isClientType;
  }

  /** The clients behind an expression. */
  behind(node: ts.Expression): Sender | undefined {
    return this.merged(this.flow.values(node), 0);
  }

  /** The clients that `call` sends requests with: those of its receiver and of its arguments. */
  ofCall(call: CallLike): Sender | undefined {
    const callees = this.flow.values(call.expression);
    const receivers = callees.flatMap((value) => (value.kind === 'member' ? [value.base] : []));
    const own = this.merged(receivers, 0);
    return own ?? (callees.some(isOutside) ? this.given(call, 0) : undefined);
  }

  private of(value: Value, step: number): Sender | undefined {
    if (step > MAX_STEPS) return undefined;
    switch (value.kind) {
      case 'instance':
        return this.made(value, step);
      case 'result':
        return this.result(value, step);
      case 'text':
        return this.site(value.node);
      case 'typed':
        return this.isClientType(value.module, value.path) ? { ids: [], openEnded: true } : undefined;
      case 'self':
        return this.ofClass(value.node, step);
      case 'member':
        return this.of(value.base, step + 1);
      case 'list':
        return this.merged(value.items, step + 1);
      case 'array':
      case 'object':
        return this.remembered(value.node, () => this.merged(this.parts(value), step + 1));
      default:
        return undefined;
    }
  }

  private site(node: ts.Node): Sender | undefined {
    const id = this.sites.get(node);
    return id === undefined ? undefined : { ids: [id], openEnded: false };
  }

  private made(value: Value & { kind: 'instance' }, step: number): Sender | undefined {
    const site = this.site(value.node);
    if (site) return site;
    const own = value.of.kind === 'class' ? this.ofClass(value.of.node, step) : undefined;
    return own ?? this.remembered(value.node, () => this.given(value.node, step));
  }

  private result(value: Value & { kind: 'result' }, step: number): Sender | undefined {
    const site = this.site(value.node);
    if (site) return site;
    return this.remembered(value.node, () => {
      const receiver = value.callee.kind === 'member' ? this.of(value.callee.base, step + 1) : undefined;
      return joined([receiver, this.given(value.node, step)]);
    });
  }

  /** A subclass of a client is its `super(…)` call. */
  private ofClass(owner: ts.ClassLikeDeclaration, step: number): Sender | undefined {
    const ids = (this.flow.index.calls.get('super') ?? []).flatMap((call) => {
      const id = this.sites.get(call);
      return id !== undefined && ts.findAncestor(call, ts.isClassLike) === owner ? [id] : [];
    });
    if (ids.length > 0) return { ids, openEnded: false };
    const base = baseClass(owner);
    const bases = base ? this.flow.values(base) : [];
    if (bases.some((one) => one.kind === 'external' && this.isClientType(one.module, one.path)))
      return { ids: [], openEnded: true };
    return joined(
      bases.map((one) =>
        one.kind === 'class' && one.node !== owner && step < MAX_STEPS
          ? this.ofClass(one.node, step + 1)
          : undefined,
      ),
    );
  }

  private given(call: CallLike, step: number): Sender | undefined {
    const values = (call.arguments ?? []).flatMap((argument) =>
      this.flow.values(ts.isSpreadElement(argument) ? argument.expression : argument),
    );
    return this.merged(values, step + 1);
  }

  private parts(value: Value & { kind: 'array' | 'object' }): readonly Value[] {
    return this.flow.elements([value], value.node);
  }

  private merged(values: readonly Value[], step: number): Sender | undefined {
    return joined(values.map((value) => this.of(value, step)));
  }

  /** Once per node; one that is under way adds nothing to itself. */
  private remembered(node: ts.Node, compute: () => Sender | undefined): Sender | undefined {
    if (this.known.has(node)) return this.known.get(node);
    this.known.set(node, undefined);
    const found = compute();
    this.known.set(node, found);
    return found;
  }
}

/** Something of a library, as far as the flow sees: not a function of the program. */
function isOutside(value: Value): boolean {
  return value.kind === 'external' || value.kind === 'member' || value.kind === 'result';
}

function joined(senders: readonly (Sender | undefined)[]): Sender | undefined {
  const real = senders.filter((one) => one !== undefined);
  if (real.length === 0) return undefined;
  return {
    ids: [...new Set(real.flatMap((one) => one.ids))],
    openEnded: real.some((one) => one.openEnded),
  };
}
