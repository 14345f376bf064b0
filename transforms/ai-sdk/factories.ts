import type { Flow } from '../../src/flow/flow.js';
import { calleeName, skipOuter } from '../../src/flow/index-nodes.js';
import type { Value } from '../../src/flow/value.js';
import { ts } from '../../src/ts.js';
import { isCore } from './consumers.js';
import { coreModule, METHODS, OPENAI_ONLY, REGISTRIES } from './modules.js';
import type { Providers, Reached } from './providers.js';

/** A call that asks a provider for a model: `openai('gpt-4o')`, `registry.languageModel('openai:gpt-4o')`. */
export interface Factory {
  readonly call: ts.CallExpression;
  readonly ids: readonly string[];
  /** The provider may also come from out of sight. */
  readonly openEnded: boolean;
  /** `''` for a bare call. */
  readonly method: string;
  readonly methodNode: ts.Node | null;
  /** `openai:` in a registry. */
  readonly prefix: string;
}

/** A use of a provider that nothing but OpenAI's package has: `openai.speech('tts-1')`, `openai.tools.webSearch()`. */
export interface OpenAIOnly {
  readonly node: ts.Node;
  readonly id: string | null;
  readonly method: string;
}

/** Finds the calls that make models, and the uses that cannot be another provider's. */
export class Factories {
  readonly byCall = new Map<ts.Node, Factory>();
  readonly only: OpenAIOnly[] = [];
  private readonly flow: Flow;
  private readonly providers: Providers;

  constructor(flow: Flow, providers: Providers) {
    this.flow = flow;
    this.providers = providers;
    if (providers.imports.length === 0 && providers.defaults.length === 0) return;
    for (const [name, calls] of flow.index.calls)
      for (const call of calls) {
        if (!ts.isCallExpression(call)) continue;
        this.add(call, name);
        const outer = calledAtOnce(call);
        if (outer) this.add(outer, '');
      }
    this.toolSets();
  }

  private add(call: ts.CallExpression, name: string): void {
    if (this.byCall.has(call)) return;
    const callee = skipOuter(call.expression);
    const isMethod = ts.isPropertyAccessExpression(callee) || ts.isElementAccessExpression(callee);
    // A bare call may go by any name; a method is one of the provider's, or the name of a property that holds one.
    const found = this.providers.reach(callee);
    if (found.length > 0) this.reached(call, callee, found);
    else if (isMethod && METHODS.has(name)) this.registered(call, callee);
  }

  private reached(call: ts.CallExpression, callee: ts.Expression, found: readonly Reached[]): void {
    const [first] = found;
    const method = first?.path.join('.') ?? '';
    if (METHODS.has(method)) {
      const same = found.filter((one) => one.path.join('.') === method);
      this.byCall.set(call, {
        call,
        ids: idsOf(same),
        openEnded: same.some((one) => one.id === null),
        method,
        methodNode: method === '' ? null : nameNode(callee),
        prefix: '',
      });
    }
    if (OPENAI_ONLY.has(method))
      for (const { id } of found) this.only.push({ node: nameNode(callee) ?? call, id, method });
  }

  /** `registry.languageModel('openai:gpt-4o')`, where the registry holds a provider of OpenAI under that name. */
  private registered(call: ts.CallExpression, callee: ts.Expression): void {
    for (const value of this.flow.values(callee)) {
      if (value.kind !== 'member' || value.path.length !== 1 || value.base.kind !== 'result') continue;
      const registry = value.base;
      if (!isCore([registry.callee], REGISTRIES)) continue;
      for (const { name, reached } of this.registeredUnder(registry)) {
        const prefix = `${name}${this.separator(registry)}`;
        const [id] = call.arguments;
        const asks =
          id && this.flow.values(id).some((one) => one.kind === 'text' && one.value.startsWith(prefix));
        if (!asks) continue;
        this.byCall.set(call, {
          call,
          ids: idsOf(reached),
          openEnded: false,
          method: calleeName(callee) ?? '',
          methodNode: null,
          prefix,
        });
      }
    }
  }

  private registeredUnder(
    registry: Value & { kind: 'result' },
  ): { name: string; reached: readonly Reached[] }[] {
    const [table] = registry.node.arguments;
    const tables = table ? this.flow.values(table) : [];
    return tables.flatMap((one) => {
      if (one.kind !== 'object') return [];
      return one.node.properties.flatMap((property) => {
        const name = property.name;
        if (!name || !(ts.isIdentifier(name) || ts.isStringLiteralLike(name))) return [];
        const held = this.flow.member([one], name.text, property);
        const reached = held.flatMap((value) => this.providers.reachedBy(value));
        return reached.length > 0 ? [{ name: name.text, reached }] : [];
      });
    });
  }

  private separator(registry: Value & { kind: 'result' }): string {
    const [, options] = registry.node.arguments;
    if (!options) return ':';
    const [given] = this.flow.member(this.flow.values(options), 'separator', options);
    return given?.kind === 'text' ? given.value : ':';
  }

  /** `openai.tools.webSearch({})`: the tools run at OpenAI. */
  private toolSets(): void {
    for (const node of this.flow.index.identifiers.get('tools') ?? []) {
      const { parent } = node;
      if (!ts.isPropertyAccessExpression(parent) || parent.name !== node) continue;
      for (const { id, path } of this.providers.reach(parent))
        if (path.length === 1 && path[0] === 'tools') this.only.push({ node, id, method: 'tools' });
    }
  }
}

function idsOf(found: readonly Reached[]): string[] {
  return [...new Set(found.flatMap(({ id }) => (id === null ? [] : [id])))];
}

function nameNode(callee: ts.Expression): ts.Node | null {
  if (ts.isPropertyAccessExpression(callee)) return callee.name;
  return ts.isElementAccessExpression(callee) ? callee.argumentExpression : null;
}

/** `createOpenAI({ … })('gpt-4o')`, `(await provider())('gpt-4o')`. */
function calledAtOnce(call: ts.CallExpression): ts.CallExpression | undefined {
  let outer: ts.Node = call;
  while (
    ts.isParenthesizedExpression(outer.parent) ||
    ts.isAwaitExpression(outer.parent) ||
    ts.isNonNullExpression(outer.parent)
  )
    outer = outer.parent;
  const { parent } = outer;
  return ts.isCallExpression(parent) && parent.expression === outer ? parent : undefined;
}

/** `gateway('openai/gpt-5')` of `ai` and `@ai-sdk/gateway`. */
export function isGateway(value: Value): boolean {
  return (
    value.kind === 'external' &&
    coreModule(value.module) !== undefined &&
    /^gateway(?:\.\w+)?$/.test(value.path.join('.'))
  );
}
