import { isTestFile } from '../paths.js';
import { ts } from '../ts.js';
import { type Flow, stepped } from './flow.js';
import { skipOuter } from './index-nodes.js';
import type { Value } from './value.js';

/** Frameworks whose decorator names the token of what they inject. */
const FRAMEWORK = /^(?:@nestjs\/common|inversify|tsyringe|typedi|@angular\/core|awilix.*)$/;
const MADE_BY = ['useFactory', 'useValue', 'useExisting'] as const;

/**
 * What a framework puts into a parameter or field: `@Inject(TOKEN) client` gets what the provider of that token gives
 * (`{ provide: TOKEN, useFactory: … }`), and a parameter of a class that is provided by itself gets that.
 */
export function injectedInto(
  flow: Flow,
  node: ts.ParameterDeclaration | ts.PropertyDeclaration,
  typed: Value | undefined,
): readonly Value[] {
  const token = injectToken(flow, node);
  const wanted = token ? flow.values(token) : typed ? [typed] : [];
  if (wanted.length === 0) return [];
  const isTest = (one: ts.Node) => isTestFile(flow.program.fileOf(one).file);
  return (flow.index.properties.get('provide') ?? []).flatMap((property) => {
    // What a test puts in somebody's place is for that test alone.
    if (isTest(property) && !isTest(node)) return [];
    const offered = flow.values(property.initializer);
    const isSame = offered.some((one) => wanted.some((other) => sameToken(one, other)));
    return isSame ? provided(flow, property.parent).map((value) => stepped(value, property)) : [];
  });
}

function injectToken(
  flow: Flow,
  node: ts.ParameterDeclaration | ts.PropertyDeclaration,
): ts.Expression | undefined {
  for (const decorator of ts.getDecorators(node) ?? []) {
    const call = skipOuter(decorator.expression);
    if (!ts.isCallExpression(call)) continue;
    const [token] = call.arguments;
    const isInject = flow
      .values(call.expression)
      .some(
        (one) =>
          one.kind === 'external' && FRAMEWORK.test(one.module) && /^inject$/i.test(one.path.join('.')),
      );
    if (token && isInject) return token;
  }
  return undefined;
}

function provided(flow: Flow, provider: ts.ObjectLiteralExpression): readonly Value[] {
  return MADE_BY.flatMap((name) =>
    flow
      .member([{ kind: 'object', node: provider, trail: [] }], name, provider)
      .flatMap((value) => (value.kind === 'function' ? flow.returnOf(value.node) : [value])),
  ).filter((value) => value.kind !== 'nothing');
}

/** Tokens are texts, symbols held in one variable, or classes. */
function sameToken(one: Value, other: Value): boolean {
  if (one.kind === 'text' && other.kind === 'text') return one.value === other.value;
  if (one.kind === 'external' && (other.kind === 'external' || other.kind === 'typed'))
    return one.module === other.module && last(one.path) === last(other.path);
  if (one.kind === 'class' && other.kind === 'self') return one.node === other.node;
  return one.kind === other.kind && one.node === other.node;
}

/** `import OpenAI from 'openai'` and `import { OpenAI } from 'openai'` are one class. */
function last(path: readonly string[]): string {
  const name = path.at(-1) ?? 'default';
  return name === 'default' || name === 'OpenAI' ? 'OpenAI' : name;
}
