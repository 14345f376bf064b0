import type { Flow } from '../../src/flow/flow.js';
import { type ImportNode, importAround } from '../../src/flow/imports.js';
import { type CallLike, skipOuter } from '../../src/flow/index-nodes.js';
import type { Shapes } from '../../src/flow/shapes.js';
import type { Value } from '../../src/flow/value.js';
import { ts } from '../../src/ts.js';
import { providerModule } from './modules.js';

/** A provider instance that some expression is, or a member of one. */
export interface Reached {
  /** Id of the client; null where it comes from out of sight. */
  readonly id: string | null;
  /** Members between the instance and the expression: `['tools', 'webSearch']`. */
  readonly path: readonly string[];
}

/** The exported instance `openai`, as one import brings it in. */
export interface DefaultInstance {
  readonly id: string;
  /** The name in the import; the specifier where the import has a form that is not edited. */
  readonly at: ts.Node;
  readonly from: ImportNode | null;
}

/** An instance that the code makes. */
export interface CreatedInstance {
  readonly id: string;
  readonly call: CallLike;
  readonly made: 'created' | 'facade';
}

/** Tells which provider instance of the AI SDK an expression is. */
export class Providers {
  readonly imports: readonly ImportNode[];
  private readonly flow: Flow;
  private readonly byLiteral = new Map<ts.Node, ImportNode>();
  private readonly byStatement = new Map<ts.Node, ImportNode>();
  private readonly instances = new Map<ts.Node, DefaultInstance>();
  private readonly made = new Map<ts.Node, CreatedInstance>();

  constructor(flow: Flow, shapes: Shapes) {
    this.flow = flow;
    for (const { literal, typeOnly } of flow.index.specifiers) {
      const module = providerModule(literal.text);
      if (module?.subpath !== '') continue;
      const found = importAround(flow, shapes, literal);
      if (found) this.remember(found);
      else if (!typeOnly) this.addDefault(literal, null);
    }
    this.imports = [...this.byLiteral.values()];
    if (flow.index.specifiers.some(({ literal }) => providerModule(literal.text))) this.findCreated();
  }

  get defaults(): readonly DefaultInstance[] {
    return [...this.instances.values()];
  }

  get created(): readonly CreatedInstance[] {
    return [...this.made.values()];
  }

  /** Every import of the package in a file. */
  importsIn(file: string): readonly ImportNode[] {
    return this.imports.filter((one) => one.shape.file === file);
  }

  /** The instances that an expression may be, or may be a member of. */
  reach(node: ts.Expression): readonly Reached[] {
    return this.flow.values(node).flatMap((value) => this.reachedBy(value));
  }

  reachedBy(value: Value): readonly Reached[] {
    switch (value.kind) {
      case 'external': {
        const [name, ...path] = value.path;
        if (name !== 'openai' || providerModule(value.module)?.subpath !== '') return [];
        return [{ id: this.origin(value.node)?.id ?? null, path }];
      }
      case 'result':
      case 'instance': {
        const made = this.made.get(value.node);
        return made ? [{ id: made.id, path: [] }] : [];
      }
      case 'member':
        return this.reachedBy(value.base).map(({ id, path }) => ({ id, path: [...path, ...value.path] }));
      case 'typed':
        return providerModule(value.module) && value.path.at(-1) === 'OpenAIProvider'
          ? [{ id: null, path: [] }]
          : [];
      default:
        return [];
    }
  }

  /** The import behind a callee such as `createOpenAI` or `sdk.createOpenAI`, where it stands in the same file. */
  importOf(callee: ts.Expression): ImportNode | undefined {
    const bare = skipOuter(callee);
    for (const value of this.flow.values(bare)) {
      if (value.kind !== 'external') continue;
      const found = this.importBehind(value.node, 0);
      if (found && found.literal.getSourceFile() === callee.getSourceFile()) return found;
    }
    return undefined;
  }

  private remember(found: ImportNode): void {
    this.byLiteral.set(found.literal, found);
    for (let node: ts.Node = found.literal; node; node = node.parent)
      if (ts.isStatement(node)) {
        this.byStatement.set(node, found);
        break;
      }
    for (const { name, node } of found.names)
      if (name.imported === 'openai' && !name.typeOnly) this.addDefault(node, found);
    if (found.namespace && !found.shape.typeOnly && saysInstance(found.namespace))
      this.addDefault(found.namespace, found);
  }

  private addDefault(at: ts.Node, from: ImportNode | null): void {
    const { file } = this.flow.program.fileOf(at);
    this.instances.set(at, { id: `${file}:${at.getStart()}`, at, from });
  }

  /** The import that brought in what `node` names. */
  private origin(node: ts.Node): DefaultInstance | undefined {
    const found = this.importBehind(node, 0);
    if (!found) return this.unedited(node, 0);
    const name = found.names.find((one) => one.name.imported === 'openai' && !one.name.typeOnly);
    return this.instances.get(name?.node ?? found.namespace ?? found.literal);
  }

  private importBehind(node: ts.Node, depth: number): ImportNode | undefined {
    const known = this.byLiteral.get(node);
    if (known || depth > 8) return known;
    if (ts.isBindingElement(node.parent)) {
      const statement = ts.findAncestor(node, ts.isVariableStatement);
      return statement && this.byStatement.get(statement);
    }
    return this.before(node, (one) => this.importBehind(one, depth + 1));
  }

  private unedited(node: ts.Node, depth: number): DefaultInstance | undefined {
    const known = this.instances.get(node);
    if (known || depth > 8) return known;
    return this.before(node, (one) => this.unedited(one, depth + 1));
  }

  /** Goes on with what `x` in `x.openai` is. */
  private before<T>(node: ts.Node, look: (node: ts.Node) => T | undefined): T | undefined {
    if (!ts.isPropertyAccessExpression(node) && !ts.isElementAccessExpression(node)) return undefined;
    for (const value of this.flow.values(node.expression)) {
      const found = value.kind === 'external' && value.node !== node ? look(value.node) : undefined;
      if (found) return found;
    }
    return undefined;
  }

  private findCreated(): void {
    for (const [name, made] of [
      ['createOpenAI', 'created'],
      ['OpenAI', 'facade'],
    ] as const)
      for (const call of this.callsOf(name)) {
        const isMade = this.flow
          .values(call.expression)
          .some(
            (value) =>
              value.kind === 'external' && value.path.join('.') === name && providerModule(value.module),
          );
        if (!isMade || (made === 'facade') !== ts.isNewExpression(call)) continue;
        const { file } = this.flow.program.fileOf(call);
        this.made.set(call, { id: `${file}:${call.getStart()}`, call, made });
      }
  }

  /** Calls by a name and by every other that it goes by. */
  private callsOf(name: string): CallLike[] {
    const names = new Set([name]);
    for (const one of names) for (const other of this.flow.index.aliases.get(one) ?? []) names.add(other);
    return [...names].flatMap((one) => this.flow.index.calls.get(one) ?? []);
  }
}

/** `sdk.openai` somewhere in the file: a namespace of which nothing but functions is used has no instance. */
function saysInstance(namespace: ts.Identifier): boolean {
  return new RegExp(`\\b${namespace.text}\\s*\\??\\.\\s*openai\\b`).test(namespace.getSourceFile().text);
}
