import { ts } from '../ts.js';
import { isVariableName } from './environment.js';
import { type Flow, stepped } from './flow.js';
import type { Value } from './value.js';

/*
 * What a handful of libraries do with values: validated environments, configuration services, options of command
 * lines, hooks of user interfaces. Each entry is known by its binding, never by a name alone.
 */

/** Validators whose `object({…})` names the variables of an environment. */
const OBJECT_SCHEMA = /^(?:zod(?:\/.+)?|valibot|joi|yup|@hapi\/joi|superstruct)$/;
const CONFIG_SERVICE = /^@nestjs\/config$/;
const HOOKS = /^(?:react|preact\/hooks|preact\/compat)$/;

/** The result of calling something of a library; undefined where nothing is known of it. */
export function libraryCall(
  flow: Flow,
  callee: Value & { kind: 'external' | 'member' },
  node: ts.CallExpression,
): readonly Value[] | undefined {
  if (callee.kind === 'external') return ofExport(flow, callee, node);
  const { base, path } = callee;
  const name = path.at(-1) ?? '';
  if (base.kind === 'typed' && CONFIG_SERVICE.test(base.module)) return configGet(flow, name, node);
  if (base.kind === 'instance' && base.of.kind === 'external' && CONFIG_SERVICE.test(base.of.module))
    return configGet(flow, name, node);
  if (/^(?:parse|safeParse|parseAsync|validate|validateSync|create)$/.test(name))
    return validated(flow, base, node);
  if (path.length === 1 && (name === 'opts' || name === 'optsWithGlobals') && isCommander(base))
    return [commanderOptions(flow, node)];
  return undefined;
}

function ofExport(
  flow: Flow,
  callee: Value & { kind: 'external' },
  node: ts.CallExpression,
): readonly Value[] | undefined {
  const name = callee.path.at(-1) ?? '';
  const [first, second] = node.arguments;
  if (HOOKS.test(callee.module) && /^use(?:State|Memo|Ref)$/.test(name) && first)
    return hook(flow, name, first, node);
  if (HOOKS.test(callee.module) && name === 'useContext' && first) return context(flow, first, node);
  if (callee.module === 'envalid' && name === 'cleanEnv' && second)
    return [schemaOf(node, objects(flow, second))];
  if (callee.module === 'znv' && name === 'parseEnv' && second)
    return [schemaOf(node, objects(flow, second))];
  if (callee.module.startsWith('@t3-oss/env-') && name === 'createEnv' && first)
    return [
      schemaOf(
        node,
        ['server', 'client', 'shared', 'runtimeEnv', 'runtimeEnvStrict', 'experimental__runtimeEnv'].flatMap(
          (part) =>
            flow
              .member(flow.values(first), part, node)
              .flatMap((value) => (value.kind === 'object' ? [value.node] : [])),
        ),
      ),
    ];
  if (callee.module === 'commander' && /^opts/.test(name)) return [commanderOptions(flow, node)];
  if (/^(?:node:)?util$/.test(callee.module) && name === 'parseArgs' && first)
    return [parsedArguments(flow, first, node)];
  return undefined;
}

function schemaOf(node: ts.Node, keys: readonly ts.ObjectLiteralExpression[]): Value {
  return { kind: 'schema', keys, node, trail: [] };
}

function objects(flow: Flow, node: ts.Expression): ts.ObjectLiteralExpression[] {
  return flow.values(node).flatMap((value) => (value.kind === 'object' ? [value.node] : []));
}

/** `useState(x)` gives `[x, setter]`, `useRef(x)` gives `{ current: x }`, `useMemo(() => x)` gives `x`. */
function hook(flow: Flow, name: string, first: ts.Expression, node: ts.CallExpression): readonly Value[] {
  const given = flow
    .values(first)
    .flatMap((value) => (value.kind === 'function' ? flow.returnOf(value.node) : [value]));
  return name === 'useMemo' ? given : [{ kind: 'list', items: given, node, trail: [] }];
}

/** A context is what its providers are given: `<Context.Provider value={client}>`. */
function context(flow: Flow, made: ts.Expression, node: ts.CallExpression): readonly Value[] | undefined {
  const [of] = flow.values(made);
  if (of?.kind !== 'result') return undefined;
  const provided = flow.index.attributes.flatMap((attribute) => {
    if (!ts.isIdentifier(attribute.name) || attribute.name.text !== 'value') return [];
    const { initializer } = attribute;
    const tag = attribute.parent.parent.tagName;
    const owner = ts.isPropertyAccessExpression(tag) && tag.name.text === 'Provider' ? tag.expression : tag;
    if (!initializer || !ts.isJsxExpression(initializer) || !initializer.expression) return [];
    if (!ts.isIdentifier(owner) && !ts.isPropertyAccessExpression(owner)) return [];
    const isSame = flow.values(owner).some((value) => value.kind === 'result' && value.node === of.node);
    return isSame ? flow.values(initializer.expression).map((value) => stepped(value, attribute)) : [];
  });
  const [first] = of.node.arguments;
  const fallback = first ? flow.values(first).filter((value) => value.kind !== 'nothing') : [];
  const known = [...provided, ...fallback];
  return known.length > 0 ? known.map((value) => stepped(value, node)) : undefined;
}

/** `configService.get('NAME', default)`, and `get('group.name')` of a registered group. */
function configGet(flow: Flow, method: string, node: ts.CallExpression): readonly Value[] | undefined {
  const [key, second] = node.arguments;
  if (!/^get(?:OrThrow)?$/.test(method) || !key) return undefined;
  const fallback = second ? flow.values(second).filter((value) => value.kind !== 'object') : [];
  const found = flow.values(key).flatMap((value): readonly Value[] => {
    if (value.kind !== 'text') return [{ kind: 'unknown', why: 'dynamic', node, trail: [] }];
    const grouped = inGroups(flow, value.value, node);
    if (grouped.length > 0) return grouped;
    if (!isVariableName(value.value)) return [{ kind: 'unknown', why: 'call', node, trail: [] }];
    return [
      { kind: 'env', name: value.value, node, token: value.node, reader: 'config', trail: value.trail },
    ];
  });
  return [...found, ...fallback];
}

/** `registerAs('openai', () => ({ apiKey: … }))` and `ConfigModule.forRoot({ load: [() => ({ openai: { … } })] })`. */
function inGroups(flow: Flow, path: string, node: ts.Node): readonly Value[] {
  const [group = '', ...rest] = path.split('.');
  const registered = (flow.index.calls.get('registerAs') ?? []).flatMap((call) => {
    const [name, factory] = call.arguments ?? [];
    if (!name || !factory || !ts.isStringLiteralLike(name) || name.text !== group) return [];
    return follow(flow, functionResults(flow, flow.values(factory)), rest, node);
  });
  const loaded = (flow.index.calls.get('forRoot') ?? []).flatMap((call) => {
    const [options] = call.arguments ?? [];
    if (!options || !ts.isObjectLiteralExpression(options)) return [];
    const factories = flow.elements(flow.member(flow.values(options), 'load', node), node);
    return follow(flow, functionResults(flow, factories), [group, ...rest], node);
  });
  return [...registered, ...loaded].filter((value) => value.kind !== 'nothing' && value.kind !== 'unknown');
}

function functionResults(flow: Flow, values: readonly Value[]): readonly Value[] {
  return values.flatMap((value) => (value.kind === 'function' ? flow.returnOf(value.node) : []));
}

function follow(
  flow: Flow,
  values: readonly Value[],
  path: readonly string[],
  node: ts.Node,
): readonly Value[] {
  return path.reduce((at, name) => flow.member(at, name, node), values);
}

/** `schema.parse(process.env)`: variables by the names of the schema; a transform sees them, and gives what it makes. */
function validated(flow: Flow, schema: Value, node: ts.CallExpression): readonly Value[] | undefined {
  const [input] = node.arguments;
  if (!input) return undefined;
  const given = flow.values(input);
  const fromEnvironment = given.some(isEnvironment);
  const objectGiven = given.some((value) => value.kind === 'object');
  const steps = chainOf(schema);
  const keys = keysOf(flow, steps);
  if (keys.length === 0 || !(fromEnvironment || objectGiven || keys.some(namesVariables))) return undefined;
  let current: readonly Value[] = [schemaOf(node, keys)];
  if (objectGiven && !fromEnvironment)
    current = [...given.filter((value) => value.kind === 'object'), ...current];
  for (const { name, call } of steps) {
    const [fn] = call.arguments;
    if (name !== 'transform' || !fn) continue;
    const before = current;
    current = flow.values(fn).flatMap((value) =>
      value.kind === 'function'
        ? flow.inCall(
            value.node,
            call,
            (position) => (position === 0 ? before : undefined),
            () => flow.returnOf(value.node),
          )
        : [],
    );
  }
  return current.length > 0 ? wrapped(node, current) : undefined;
}

/** What `schema.transform((value) => …)` hands to its callback: the variables that the schema names. */
export function schemaBehind(flow: Flow, values: readonly Value[]): readonly Value[] {
  return values.flatMap((value): readonly Value[] => {
    const keys = keysOf(flow, chainOf(value));
    return keys.length > 0 ? [schemaOf(value.node, keys)] : [];
  });
}

function keysOf(flow: Flow, steps: readonly ChainStep[]): ts.ObjectLiteralExpression[] {
  return steps.flatMap(({ name, call }) =>
    /^(?:object|strictObject|looseObject|extend|safeExtend|keys|shape|merge|and)$/.test(name)
      ? call.arguments.flatMap((one) => objects(flow, one))
      : [],
  );
}

/** `safeParse(…)` hands its result out under `data`; members of a list are what it holds. */
function wrapped(node: ts.CallExpression, values: readonly Value[]): readonly Value[] {
  const callee = node.expression;
  const isSafe = ts.isPropertyAccessExpression(callee) && callee.name.text === 'safeParse';
  return isSafe ? [{ kind: 'list', items: values, node, trail: [] }] : values;
}

export interface ChainStep {
  readonly name: string;
  readonly call: ts.CallExpression;
}

/** `z.object({…}).extend({…})` as its calls, first to last; empty where the root is not a validator. */
export function chainOf(value: Value): readonly ChainStep[] {
  const steps: ChainStep[] = [];
  let current: Value = value;
  for (;;) {
    if (current.kind !== 'result') return [];
    const { callee, node }: { callee: Value; node: ts.CallExpression } = current;
    if (callee.kind === 'external') {
      if (!OBJECT_SCHEMA.test(callee.module)) return [];
      steps.unshift({ name: callee.path.at(-1) ?? '', call: node });
      return steps;
    }
    if (callee.kind !== 'member') return [];
    steps.unshift({ name: callee.path.at(-1) ?? '', call: node });
    current = callee.base;
  }
}

/** Defaults in a validator's chain: `z.string().default('gpt-4o')`, `z.enum([…])`, `str({ default: 'x' })`. */
export function schemaDefaults(flow: Flow, key: ts.ObjectLiteralElementLike): readonly Value[] {
  if (!ts.isPropertyAssignment(key)) return [];
  return flow.values(key.initializer).flatMap((value): readonly Value[] => {
    if (value.kind !== 'result') return [];
    const steps = chainOf(value);
    const named = steps.filter(({ name }) => /^(?:default|catch|prefault|fallback)$/.test(name));
    const last = named.at(-1)?.call.arguments[0];
    if (last) return flow.values(last).map((one) => stepped(one, key));
    const [options] = value.node.arguments;
    if (value.callee.kind === 'external' && value.callee.module === 'envalid' && options)
      return flow.member(flow.values(options), 'default', options).filter((one) => one.kind !== 'nothing');
    return [];
  });
}

/** Keys like `OPENAI_API_KEY`: what is validated is an environment, whoever hands it in. */
function namesVariables(object: ts.ObjectLiteralExpression): boolean {
  return object.properties.some(
    ({ name }) => name && ts.isIdentifier(name) && isVariableName(name.text) && name.text.includes('_'),
  );
}

function isEnvironment(value: Value): boolean {
  return value.kind === 'global' && /(?:^|\.)env$/.test(value.path.join('.'));
}

function isCommander(value: Value): boolean {
  if (value.kind === 'external') return value.module === 'commander';
  if (value.kind === 'instance') return value.of.kind === 'external' && value.of.module === 'commander';
  if (value.kind === 'result') return isCommander(value.callee);
  return value.kind === 'member' && isCommander(value.base);
}

/** `.option('-m, --model <id>', 'text', 'gpt-4o')` of any command: what `opts()` has under `model`. */
function commanderOptions(flow: Flow, node: ts.CallExpression): Value {
  const items = [
    ...(flow.index.calls.get('option') ?? []),
    ...(flow.index.calls.get('requiredOption') ?? []),
  ].flatMap((call): readonly Value[] => {
    const [flags, , fallback] = call.arguments ?? [];
    if (!flags || !fallback || !ts.isStringLiteralLike(flags)) return [];
    const long = /--([\w-]+)/.exec(flags.text)?.[1];
    const name = long?.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
    return name ? [{ kind: 'option', name, value: fallback, node: call, trail: [] }] : [];
  });
  return { kind: 'list', items, node, trail: [] };
}

/** `parseArgs({ options: { model: { type: 'string', default: 'gpt-4o' } } }).values.model`. */
function parsedArguments(flow: Flow, given: ts.Expression, node: ts.CallExpression): Value {
  const options = flow.member(flow.values(given), 'options', node);
  const items = options.flatMap((value): readonly Value[] =>
    value.kind === 'object'
      ? value.node.properties.flatMap((property): readonly Value[] => {
          const name =
            property.name && (ts.isIdentifier(property.name) || ts.isStringLiteralLike(property.name));
          if (!name || !ts.isPropertyAssignment(property)) return [];
          const { text } = property.name as ts.Identifier | ts.StringLiteral;
          if (!ts.isObjectLiteralExpression(property.initializer)) return [];
          const fallback = property.initializer.properties.find(
            (one): one is ts.PropertyAssignment =>
              ts.isPropertyAssignment(one) && ts.isIdentifier(one.name) && one.name.text === 'default',
          );
          return fallback
            ? [{ kind: 'option', name: text, value: fallback.initializer, node: property, trail: [] }]
            : [];
        })
      : [],
  );
  return { kind: 'list', items, node, trail: [] };
}
