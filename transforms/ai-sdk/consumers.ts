import type { Flow } from '../../src/flow/flow.js';
import { type CallLike, skipOuter } from '../../src/flow/index-nodes.js';
import { objectsOf, type Shapes } from '../../src/flow/shapes.js';
import type { Value } from '../../src/flow/value.js';
import type { NestedUse, ParameterUse, Token } from '../../src/sites.js';
import { ts } from '../../src/ts.js';
import { CONSUMERS, CUSTOM, coreModule, PARAMETERS, WRAPPERS } from './modules.js';
import type { Providers } from './providers.js';

/** A call of `ai` that is given a model. */
export interface Consumer {
  readonly name: string;
  readonly call: CallLike;
  readonly objects: readonly ts.ObjectLiteralExpression[];
  readonly streams: boolean;
  /** Every call that may have made its model. */
  readonly factories: readonly ts.CallExpression[];
  /** Ids written where a model belongs. */
  readonly texts: readonly (Value & { kind: 'text' })[];
  /** Its model may also come from another provider, or from out of sight. */
  readonly open: boolean;
  readonly parameters: readonly ParameterUse[];
  readonly nested: readonly NestedUse[];
  readonly hasImages: boolean;
  /** It is given a tool that runs at OpenAI. */
  readonly hosted: boolean;
  /** Where it is given tools. */
  readonly tools: Token | null;
}

/** Finds the calls that are given a model, and follows the model back to what made it. */
export class Consumers {
  readonly all: readonly Consumer[];
  private readonly flow: Flow;
  private readonly shapes: Shapes;
  private readonly providers: Providers;
  private readonly isFactory: (node: ts.Node) => boolean;
  private readonly majorAt: (file: string) => number | null;

  constructor(
    flow: Flow,
    shapes: Shapes,
    providers: Providers,
    isFactory: (node: ts.Node) => boolean,
    majorAt: (file: string) => number | null,
  ) {
    this.flow = flow;
    this.shapes = shapes;
    this.providers = providers;
    this.isFactory = isFactory;
    this.majorAt = majorAt;
    this.all = [...CONSUMERS].flatMap(([name, what]) =>
      this.callsOf(name).map((call) => this.consumer(call, name, what)),
    );
  }

  private callsOf(name: string): CallLike[] {
    const names = new Set([name, ...(this.flow.index.aliases.get(name) ?? [])]);
    return [...names]
      .flatMap((one) => this.flow.index.calls.get(one) ?? [])
      .filter((call) => isCore(this.flow.values(call.expression), name));
  }

  private consumer(call: CallLike, name: string, what: { streams: boolean; object: boolean }): Consumer {
    const [options] = call.arguments ?? [];
    const objects = options ? objectsOf(this.flow, options).objects : [];
    const models = options ? this.flow.member(this.flow.values(options), 'model', options) : [];
    const found = this.unwrapped(models, 0);
    const properties = objects.flatMap((object) => this.properties(object, 0));
    return {
      name,
      call,
      objects,
      streams: what.streams,
      ...found,
      parameters: properties.flatMap((one) => this.parameter(one)),
      nested: [...this.nested(properties, what.object, call), ...this.addresses(properties, call)],
      tools: this.toolsIn(properties),
      hasImages: properties.some((one) => this.showsImages(one.node)),
      hosted: properties.some((one) => this.isHosted(one.node)),
    };
  }

  /** Back through what hands a model on. */
  private unwrapped(values: readonly Value[], depth: number): Pick<Consumer, 'factories' | 'texts' | 'open'> {
    const factories: ts.CallExpression[] = [];
    const texts: (Value & { kind: 'text' })[] = [];
    let open = false;
    for (const value of values) {
      const inner = depth < 6 ? this.inside(value) : undefined;
      if (value.kind === 'text') texts.push(value);
      else if (inner) {
        const found = this.unwrapped(inner, depth + 1);
        factories.push(...found.factories);
        texts.push(...found.texts);
        open ||= found.open;
      } else if (value.kind === 'result' && this.isFactory(value.node)) factories.push(value.node);
      else if (value.kind !== 'nothing') open = true;
    }
    return { factories, texts, open };
  }

  /** The model in `wrapLanguageModel({ model })`, or behind a name of a `customProvider`. */
  private inside(value: Value): readonly Value[] | undefined {
    if (value.kind !== 'result') return undefined;
    const { callee, node } = value;
    const [first] = node.arguments;
    if (!first) return undefined;
    if (callee.kind === 'external' && coreModule(callee.module) && WRAPPERS.test(callee.path.join('.')))
      return this.flow.member(this.flow.values(first), 'model', node);
    if (callee.kind !== 'member' || callee.base.kind !== 'result') return undefined;
    const owner = callee.base;
    if (!isCore([owner.callee], CUSTOM)) return undefined;
    const [table] = owner.node.arguments;
    const kind = `${callee.path.at(-1) ?? ''}s`;
    const tables = table ? this.flow.member(this.flow.values(table), kind, node) : [];
    const held = this.flow
      .values(first)
      .flatMap((key) => (key.kind === 'text' ? this.flow.member(tables, key.value, node) : []));
    const known = held.filter((one) => one.kind !== 'nothing' && one.kind !== 'unknown');
    return known.length > 0 ? known : undefined;
  }

  /** The properties of an object, through spreads. */
  private properties(object: ts.ObjectLiteralExpression, depth: number): Property[] {
    return object.properties.flatMap((node): Property[] => {
      if (ts.isSpreadAssignment(node))
        return depth < 4
          ? objectsOf(this.flow, node.expression).objects.flatMap((one) => this.properties(one, depth + 1))
          : [];
      const name =
        node.name && (ts.isIdentifier(node.name) || ts.isStringLiteralLike(node.name)) ? node.name.text : '';
      return name ? [{ name, node, object }] : [];
    });
  }

  private parameter({ name, node, object }: Property): ParameterUse[] {
    const openai = PARAMETERS.get(name);
    const value = valueIn(node);
    if (!openai || !value) return [];
    return [
      {
        name: openai,
        written: name,
        nameRange: this.shapes.token(node.name ?? node).range,
        property: this.shapes.property(node),
        object: this.shapes.object(object),
        values: this.shapes.origins(this.flow.values(value)),
      },
    ];
  }

  /** What asks for an answer by a schema. From AI SDK 5 on the model is asked for it; before, a tool is forced on it. */
  private nested(properties: readonly Property[], object: boolean, call: CallLike): NestedUse[] {
    const major = this.majorAt(this.flow.program.fileOf(call).file);
    const asked = properties.find(
      ({ name, node }) => (object && name === 'schema') || (OUTPUT.test(name) && this.hasSchema(node)),
    );
    if (!asked) return [];
    const at = this.shapes.token(asked.node.name ?? asked.node);
    if (major === null || major >= 5)
      return [{ direct: false, path: 'response_format.type', value: 'json_schema', at }];
    const mode = properties.find(({ name }) => name === 'mode');
    if (!object || (mode && /json/.test(valueIn(mode.node)?.getText() ?? ''))) return [];
    const { quote } = this.flow.program.fileOf(call);
    const otherwise = {
      message: 'asks for the object as JSON',
      object: this.shapes.object(asked.object),
      name: 'mode',
      value: `${quote}json${quote}`,
    };
    const use = { direct: false, path: 'tool_choice', value: 'a named tool', at } as const;
    return [mode ? use : { ...use, otherwise }];
  }

  /** `Output.object({ schema })`, `Output.array(…)`: everything but plain text and free JSON. */
  private hasSchema(node: ts.ObjectLiteralElementLike): boolean {
    const value = valueIn(node);
    return (
      value !== undefined &&
      this.flow
        .values(value)
        .some(
          (one) =>
            one.kind === 'result' &&
            one.callee.kind === 'external' &&
            one.callee.path[0] === 'Output' &&
            /^(?:object|array|choice)$/.test(one.callee.path[1] ?? ''),
        )
    );
  }

  private showsImages(node: ts.ObjectLiteralElementLike): boolean {
    if (!/^(?:messages|prompt)\b/.test(node.name?.getText() ?? '')) return false;
    const value = valueIn(node);
    const lists = value ? this.flow.values(value) : [];
    return lists.some(
      (one) =>
        one.kind === 'array' && /\btype:\s*['"](?:image['"]|file['"][^}]*image\/)/.test(one.node.getText()),
    );
  }

  /** Addresses of pictures, which the packages until AI SDK 4 hand on; later ones fetch them first. */
  private addresses(properties: readonly Property[], call: CallLike): NestedUse[] {
    const major = this.majorAt(this.flow.program.fileOf(call).file);
    if (major === null || major > 4) return [];
    const found: NestedUse[] = [];
    const visit = (node: ts.Node): void => {
      if (ts.isPropertyAssignment(node) && node.name.getText() === 'image' && isAddress(node.initializer))
        found.push({
          direct: false,
          path: 'messages[].content[].image_url',
          value: 'url',
          at: this.shapes.token(node.name),
        });
      ts.forEachChild(node, visit);
    };
    for (const { name, node } of properties) if (/^(?:messages|prompt)$/.test(name)) visit(node);
    return found;
  }

  private toolsIn(properties: readonly Property[]): Token | null {
    const tools = properties.find(({ name }) => name === 'tools')?.node.name;
    return tools ? this.shapes.token(tools) : null;
  }

  private isHosted(node: ts.ObjectLiteralElementLike): boolean {
    const value = valueIn(node);
    if (node.name?.getText() !== 'tools' || !value) return false;
    const tools = this.flow.elements(this.flow.values(value), value);
    return tools.some(
      (one) =>
        one.kind === 'result' &&
        this.providers.reach(one.node.expression).some(({ path }) => path[0] === 'tools'),
    );
  }
}

interface Property {
  readonly name: string;
  readonly node: ts.ObjectLiteralElementLike;
  readonly object: ts.ObjectLiteralExpression;
}

/** `new URL('https://…')`, `'https://…'`. */
function isAddress(node: ts.Expression): boolean {
  const bare = skipOuter(node);
  if (ts.isStringLiteralLike(bare)) return /^https?:/.test(bare.text);
  const [first] =
    ts.isNewExpression(bare) && bare.expression.getText() === 'URL' ? (bare.arguments ?? []) : [];
  return first !== undefined && isAddress(first);
}

const OUTPUT = /^(?:experimental_)?output$/;

/** Whether a callee is the export `name` of `ai`, and of nothing else. */
export function isCore(values: readonly Value[], name: string | RegExp): boolean {
  return values.some((value) => {
    if (value.kind !== 'external' || !coreModule(value.module)) return false;
    const path = value.path.join('.').replace(/^default\./, '');
    return typeof name === 'string' ? path === name : name.test(path);
  });
}

/** The expression that a property stands for. */
export function valueIn(node: ts.ObjectLiteralElementLike): ts.Expression | undefined {
  if (ts.isPropertyAssignment(node)) return skipOuter(node.initializer);
  return ts.isShorthandPropertyAssignment(node) ? node.name : undefined;
}
