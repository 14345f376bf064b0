import { ts } from '../ts.js';
import type { Flow } from './flow.js';
import type { Value } from './value.js';

/** Modules that hand out environment variables as named exports. */
const ENV_MODULE = /^\$env\/(?:static|dynamic)\/(?:private|public)$/;

/** `process.env.X`, `import.meta.env.X`, `Bun.env.X` once the path before `name` is known. */
export function environmentMember(path: readonly string[], name: string, node: ts.Node): Value | undefined {
  const bare = path[0] === 'globalThis' ? path.slice(1) : path;
  const owner = bare.join('.');
  const reader =
    owner === 'process.env'
      ? 'process'
      : owner === 'import.meta.env'
        ? 'meta'
        : owner === 'Bun.env'
          ? 'bun'
          : undefined;
  if (!reader) return undefined;
  return { kind: 'env', name, node, token: nameToken(node), reader, trail: [] };
}

/** `Deno.env.get('X')`. */
export function environmentRead(flow: Flow, node: ts.CallExpression): Value | undefined {
  const [argument] = node.arguments;
  if (!argument || !ts.isStringLiteralLike(argument)) return undefined;
  if (!ts.isPropertyAccessExpression(node.expression) || node.expression.name.text !== 'get')
    return undefined;
  const callee = flow.values(node.expression);
  const isDeno = callee.some((value) => value.kind === 'global' && value.path.join('.') === 'Deno.env.get');
  if (!isDeno) return undefined;
  return { kind: 'env', name: argument.text, node, token: argument, reader: 'deno', trail: [] };
}

/** `env.NAME`, `env[name]` of an environment that comes in at run time: Cloudflare's `env`, Hono's `c.env`, a parsed file. */
export function handedInMember(name: string, node: ts.Node): Value | undefined {
  if (!ts.isPropertyAccessExpression(node) && !ts.isElementAccessExpression(node)) return undefined;
  if (!isVariableName(name) || !name.includes('_')) return undefined;
  const owner = node.expression;
  const last = ts.isPropertyAccessExpression(owner)
    ? owner.name.text
    : ts.isIdentifier(owner)
      ? owner.text
      : '';
  if (last !== 'env') return undefined;
  return { kind: 'env', name, node, token: nameToken(node), reader: 'binding', trail: [] };
}

/** Written as variables of an environment are. */
export function isVariableName(text: string): boolean {
  return /^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*$/.test(text);
}

export function isEnvironmentModule(specifier: string): boolean {
  return ENV_MODULE.test(specifier);
}

/** The token that spells the variable's name: an identifier, or a string literal with its quotes. */
function nameToken(node: ts.Node): ts.Node {
  if (ts.isPropertyAccessExpression(node)) return node.name;
  if (ts.isElementAccessExpression(node)) return node.argumentExpression;
  return node;
}
