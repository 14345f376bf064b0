import type { Flow } from '../../src/flow/flow.js';
import type { Shapes } from '../../src/flow/shapes.js';
import type { Value } from '../../src/flow/value.js';
import type { StrayHeader } from '../../src/sites.js';
import { ts } from '../../src/ts.js';

/** Headers by which OpenAI tells organizations and previews apart (openai 7.57.0, `client.js`). */
const STRAY = /^openai-(?:organization|project|beta)$/i;
const AUTHORIZATION = ['Authorization', 'authorization', 'AUTHORIZATION'];
const AZURE_KEY = ['api-key', 'Api-Key', 'API-Key'];

/** One header, set by a statement or a call. */
export interface HeaderSetter {
  readonly name: string;
  readonly at: ts.Node;
  readonly value: ts.Expression;
}

/** `….set(name, value)`; nothing where the name is no text. */
export function setterOf(call: ts.CallExpression): HeaderSetter[] {
  const [name, value] = call.arguments;
  return name && value && ts.isStringLiteralLike(name) ? [{ name: name.text, at: name, value }] : [];
}

/** What the headers of one request say of the key. */
export interface Credentials {
  /** What the key may be, without the word before it; empty where no header carries one. */
  readonly key: readonly Value[];
  /** The expression that gives it, where it is one. */
  readonly keyNode: ts.Expression | null;
  readonly sendsKey: boolean;
  readonly azureKey: boolean;
  readonly stray: readonly StrayHeader[];
}

/** Reads the headers of requests: object literals, `new Headers(…)`, what is set on either later. */
export class HeaderReader {
  private readonly flow: Flow;
  private readonly shapes: Shapes;

  constructor(flow: Flow, shapes: Shapes) {
    this.flow = flow;
    this.shapes = shapes;
  }

  /** `values` are the objects that hold headers, `at` is the request, `single` are headers set one by one. */
  read(values: readonly Value[], single: readonly HeaderSetter[], at: ts.Node): Credentials {
    const tables = values.flatMap((value) => this.tables(value, 0));
    const setters = [...single, ...values.flatMap((value) => this.settersOf(value))];
    const found = [
      ...AUTHORIZATION.flatMap((name) => this.flow.member(tables, name, at)),
      ...setters.flatMap((one) => this.setTo(one, /^authorization$/i)),
    ].filter((value) => isSeen(value, at));
    const azure = [
      ...AZURE_KEY.flatMap((name) => this.flow.member(tables, name, at)),
      ...setters.flatMap((one) => this.setTo(one, /^api-key$/i)),
    ];
    const keys = found.map((value) => this.keyIn(value));
    const [first] = keys;
    return {
      key: keys.flatMap((one) => one.values),
      keyNode: keys.length === 1 && first ? first.node : this.commonNode(keys),
      sendsKey: found.length > 0,
      azureKey: azure.some((value) => isSeen(value, at)),
      stray: [...tables.flatMap((table) => this.strayIn(table)), ...this.straySetters(setters)],
    };
  }

  private commonNode(keys: readonly { readonly node: ts.Expression | null }[]): ts.Expression | null {
    const [only, other] = new Set(keys.map((one) => one.node));
    return only && other === undefined ? only : null;
  }

  /** `new Headers(init)` holds what it was made of. */
  private tables(value: Value, depth: number): readonly Value[] {
    if (value.kind !== 'instance' || value.of.kind !== 'global') return [value];
    const [init] = value.node.arguments ?? [];
    return init && depth < 3 ? this.flow.values(init).flatMap((one) => this.tables(one, depth + 1)) : [];
  }

  /** `headers.set('Authorization', …)` on what `new Headers()` made. */
  private settersOf(value: Value): HeaderSetter[] {
    if (value.kind !== 'instance' || value.of.kind !== 'global') return [];
    return ['set', 'append'].flatMap((name) =>
      (this.flow.index.calls.get(name) ?? []).flatMap((call) =>
        ts.isCallExpression(call) && this.isOn(call, value.node) ? setterOf(call) : [],
      ),
    );
  }

  private isOn(call: ts.CallExpression, made: ts.Node): boolean {
    if (!ts.isPropertyAccessExpression(call.expression) || setterOf(call).length === 0) return false;
    return this.flow.values(call.expression.expression).some((one) => one.node === made);
  }

  private setTo({ name, value }: HeaderSetter, wanted: RegExp): readonly Value[] {
    return wanted.test(name) ? this.flow.values(value) : [];
  }

  /** `Bearer ${key}`: the key without the word. */
  private keyIn(value: Value): { readonly values: readonly Value[]; readonly node: ts.Expression | null } {
    if (value.kind === 'joined') {
      const holes = value.parts().filter((part) => part.chars === null && !isScheme(part.values));
      const [only] = holes;
      if (only?.node && holes.length === 1)
        return {
          values: only.values.map((one) => ({ ...one, trail: [...one.trail, ...value.trail] })),
          node: ts.isExpression(only.node) ? only.node : null,
        };
      return { values: [{ kind: 'unknown', why: 'dynamic', node: value.node, trail: [] }], node: null };
    }
    if (value.kind === 'text')
      return { values: [{ ...value, value: value.value.replace(/^bearer\s+/i, '') }], node: null };
    return { values: [value], node: null };
  }

  private strayIn(table: Value): StrayHeader[] {
    if (table.kind !== 'object') return [];
    const object = this.shapes.object(table.node);
    const own = table.node.properties.flatMap((property): StrayHeader[] => {
      const name = property.name && this.plainName(property.name);
      if (!name || !STRAY.test(name) || !property.name) return [];
      return [{ name, at: this.shapes.token(property.name), object }];
    });
    return [...own, ...this.strayAssignments(table.node)];
  }

  /** `headers['OpenAI-Organization'] = …`. */
  private strayAssignments(table: ts.ObjectLiteralExpression): StrayHeader[] {
    return ['OpenAI-Organization', 'OpenAI-Project', 'OpenAI-Beta'].flatMap((name) =>
      (this.flow.index.propertyAssignments.get(name) ?? []).flatMap((one): StrayHeader[] => {
        if (!ts.isElementAccessExpression(one.left)) return [];
        const isSame = this.flow.values(one.left.expression).some((value) => value.node === table);
        return isSame ? [{ name, at: this.shapes.token(one.left.argumentExpression), object: null }] : [];
      }),
    );
  }

  private straySetters(setters: readonly HeaderSetter[]): StrayHeader[] {
    return setters.flatMap(({ name, at }) =>
      STRAY.test(name) ? [{ name, at: this.shapes.token(at), object: null }] : [],
    );
  }

  private plainName(name: ts.PropertyName): string | undefined {
    return ts.isIdentifier(name) || ts.isStringLiteralLike(name) ? name.text : undefined;
  }
}

/** `'Bearer '` in a sum. */
function isScheme(values: readonly Value[]): boolean {
  return values.every((value) => value.kind === 'text' && /^bearer ?$/i.test(value.value.trim()));
}

/** A member of a table that is out of sight has no place but the request that asked for it. */
function isSeen(value: Value, at: ts.Node): boolean {
  return value.kind !== 'nothing' && value.node !== at;
}
