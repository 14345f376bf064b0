import { ts } from '../ts.js';
import { dataCall, readData } from './data-files.js';
import type { Declarations } from './declarations.js';
import { environmentRead } from './environment.js';
import { type Flow, stepped } from './flow.js';
import { isModuleCall } from './index-nodes.js';
import { concatenated, joinedList, joinerCall, trimsSlashes } from './joined.js';
import { libraryCall } from './libraries.js';
import type { FunctionNode, Value } from './value.js';

/** Methods of an array that give back its elements, or the same elements in another array. */
const ELEMENT = /^(?:find|findLast|at|pop|shift|get)$/;
const SAME_LIST =
  /^(?:filter|slice|concat|sort|toSorted|reverse|toReversed|flat|values|keys|entries|splice)$/;
/** Methods of a text that leave it what it is, as far as an id or an address goes. */
const SAME_TEXT = /^(?:trim|trimStart|trimEnd|toString|valueOf|toLowerCase|normalize)$/;

/** From a call to what it may give. */
export class Calls {
  private readonly flow: Flow;
  private readonly declarations: Declarations;

  constructor(flow: Flow, declarations: Declarations) {
    this.flow = flow;
    this.declarations = declarations;
  }

  of(node: ts.CallExpression): readonly Value[] {
    if (isModuleCall(node)) return this.moduleCall(node);
    const read = environmentRead(this.flow, node);
    if (read) return [read];
    return this.flow.values(node.expression).flatMap((callee) => this.callOf(callee, node));
  }

  /** `new Map([…])`, `new Set([…])`: a list of what is in it. */
  collection(path: readonly string[], node: ts.NewExpression): Value {
    const [first] = node.arguments ?? [];
    const name = path.join('.');
    if (!first || !/^(?:Map|Set|Array)$/.test(name)) return unknown(node);
    const items = this.flow.elements(this.flow.values(first), node);
    if (name !== 'Map') return { kind: 'list', items, node, trail: [] };
    const held = items.flatMap((item) =>
      item.kind === 'array' && item.node.elements[1] ? this.flow.values(item.node.elements[1]) : [],
    );
    return { kind: 'list', items: held, node, trail: [] };
  }

  /** What `fn` gives for the arguments of `node`. */
  returnedFor(fn: FunctionNode, node: ts.CallExpression): readonly Value[] {
    return this.flow.inCall(
      fn,
      node,
      (position) => this.argument(node, position),
      () => this.declarations.returned(fn),
    );
  }

  private argument(node: ts.CallExpression, position: number): readonly Value[] | undefined {
    const before = node.arguments.slice(0, position + 1);
    if (before.some(ts.isSpreadElement)) return [unknown(node)];
    const given = node.arguments[position];
    return given && this.flow.values(given).map((value) => stepped(value, node));
  }

  private callOf(callee: Value, node: ts.CallExpression): readonly Value[] {
    switch (callee.kind) {
      case 'function':
        return this.returnedTo(callee, node);
      case 'external': {
        const handed = this.flow.hooks.passThrough(callee.module, callee.path);
        const argument = handed === undefined ? undefined : node.arguments[handed];
        if (argument) return this.flow.values(argument);
        const joined = joinerCall(this.flow, callee, node);
        if (joined) return [joined];
        return (
          libraryCall(this.flow, callee, node) ?? dataCall(this.flow, callee, node) ?? [result(callee, node)]
        );
      }
      case 'global':
        return this.globalCall(callee.path, node);
      case 'member':
        return this.memberCall(callee, node);
      case 'result':
      case 'instance':
      case 'typed':
        return [result(callee, node)];
      default:
        return [{ kind: 'unknown', why: 'call', node, trail: [] }];
    }
  }

  private returnedTo(callee: Value & { kind: 'function' }, node: ts.CallExpression): readonly Value[] {
    const returned = this.returnedFor(callee.node, node);
    // Nothing known comes out (a proxy, say): keep the call, so that its arguments can still be asked.
    if (returned.every((value) => value.kind === 'unknown'))
      return [{ kind: 'result', callee, node, trail: callee.trail }];
    return returned.map((value) => stepped(value, node));
  }

  private memberCall(callee: Value & { kind: 'member' }, node: ts.CallExpression): readonly Value[] {
    const { base, path } = callee;
    const name = path.at(-1) ?? '';
    if (this.flow.hooks.keepsReceiver(path)) return [base];
    if (path.length === 1) {
      if (base.kind === 'array' || base.kind === 'list') return this.listMethod(base, name, node);
      if (base.kind === 'text' || base.kind === 'env' || base.kind === 'joined')
        return [this.textMethod(base, name, node)];
    }
    return (
      libraryCall(this.flow, callee, node) ?? dataCall(this.flow, callee, node) ?? [result(callee, node)]
    );
  }

  private textMethod(text: Value, name: string, node: ts.CallExpression): Value {
    if (SAME_TEXT.test(name) || (/^replace(?:All)?$/.test(name) && trimsSlashes(node))) return text;
    // `KEYS.split(',')[0]`: each of them comes from that text.
    if (name === 'split') return { kind: 'list', items: [text], node, trail: [] };
    const joined = name === 'concat' ? concatenated(this.flow, text, node) : undefined;
    return joined ?? { kind: 'unknown', why: 'call', node, trail: [] };
  }

  private listMethod(list: Value, name: string, node: ts.CallExpression): readonly Value[] {
    const joined =
      name === 'join' && list.kind === 'array' ? joinedList(this.flow, list.node, node) : undefined;
    if (joined) return [joined];
    if (SAME_LIST.test(name)) return [list];
    if (ELEMENT.test(name)) return this.flow.elements([list], node);
    const [first] = node.arguments;
    if (!/^(?:map|flatMap)$/.test(name) || !first) return [{ kind: 'unknown', why: 'call', node, trail: [] }];
    const items = this.flow
      .values(first)
      .flatMap((value) => (value.kind === 'function' ? this.declarations.returned(value.node) : []));
    return [{ kind: 'list', items, node, trail: [] }];
  }

  private globalCall(path: readonly string[], node: ts.CallExpression): readonly Value[] {
    const name = path.join('.');
    const [first] = node.arguments;
    if (!first) return [{ kind: 'unknown', why: 'call', node, trail: [] }];
    // These give back what they were given.
    if (/^(?:Object\.(?:freeze|seal)|String|structuredClone|Promise\.(?:resolve|all))$/.test(name))
      return this.flow.values(first);
    if (name === 'Object.assign')
      return node.arguments.flatMap((one) =>
        ts.isSpreadElement(one) ? [unknown(one)] : this.flow.values(one),
      );
    if (name === 'Object.values' || name === 'Array.from')
      return [{ kind: 'list', items: this.flow.elements(this.flow.values(first), node), node, trail: [] }];
    if (name === 'Object.keys') return [this.keys(first, node)];
    // What is written down as JSON is still the same object to whoever asks what is in it.
    if (name === 'JSON.stringify') return this.written(first, node);
    if (name === 'Object.entries') return [this.entries(first, node)];
    if (name === 'JSON.parse') return readData(this.flow, first) ?? [unknown(node)];
    return [{ kind: 'unknown', why: 'call', node, trail: [] }];
  }

  private written(what: ts.Expression, node: ts.CallExpression): readonly Value[] {
    const objects = this.flow.values(what).filter(({ kind }) => kind === 'object' || kind === 'nothing');
    const isWhole = objects.length > 0 && objects.length === this.flow.values(what).length;
    return isWhole ? objects : [...objects, unknown(node)];
  }

  /** Keys written as texts, which can be models or variables; others are nobody's concern. */
  private keys(of: ts.Expression, node: ts.CallExpression): Value {
    const items = this.flow
      .values(of)
      .flatMap((value): readonly Value[] =>
        value.kind === 'object' ? value.node.properties.flatMap((one) => this.keyOf(one)) : [unknown(of)],
      );
    return { kind: 'list', items, node, trail: [] };
  }

  /** The text that names a property: as written, or what a computed name gives (`[Keys.OpenAI]: …`). */
  private keyOf(property: ts.ObjectLiteralElementLike): readonly Value[] {
    const { name } = property;
    if (!name) return [];
    if (ts.isStringLiteralLike(name) || ts.isIdentifier(name))
      return [{ kind: 'text', node: name, value: name.text, trail: [property] }];
    if (ts.isComputedPropertyName(name))
      return this.flow.values(name.expression).map((value) => stepped(value, property));
    return [];
  }

  private entries(of: ts.Expression, node: ts.CallExpression): Value {
    const items = this.flow.values(of).flatMap((value): readonly Value[] => {
      if (value.kind !== 'object') return [unknown(of)];
      return value.node.properties.map((property) => ({
        kind: 'tuple',
        parts: [this.keyOf(property), this.flow.property(property)],
        node: property,
        trail: [],
      }));
    });
    return { kind: 'list', items, node, trail: [] };
  }

  private moduleCall(node: ts.CallExpression): readonly Value[] {
    const [specifier] = node.arguments;
    if (!specifier || !ts.isStringLiteralLike(specifier)) return [unknown(node)];
    return [this.declarations.module(specifier)];
  }
}

function result(callee: Value, node: ts.CallExpression): Value {
  return { kind: 'result', callee, node, trail: [] };
}

function unknown(node: ts.Node): Value {
  return { kind: 'unknown', why: 'dynamic', node, trail: [] };
}
