import type { Flow } from '../../src/flow/flow.js';
import { calleeName, skipOuter } from '../../src/flow/index-nodes.js';
import type { Shapes } from '../../src/flow/shapes.js';
import { ts } from '../../src/ts.js';
import { beforeWildcard, isOpenAIAddress, type ProxyRule } from './rules.js';

/** Rules written in code: Next's rewrites, Vite's and webpack's dev servers, Nuxt's route rules, proxy middleware. */
export function codeProxies(flow: Flow, shapes: Shapes): ProxyRule[] {
  const literals = flow.index.strings.filter((node) => isOpenAIAddress(node.text));
  return literals.flatMap((node) => new CodeRule(flow, shapes, node).find() ?? []);
}

class CodeRule {
  private readonly flow: Flow;
  private readonly shapes: Shapes;
  private readonly node: ts.StringLiteralLike;

  constructor(flow: Flow, shapes: Shapes, node: ts.StringLiteralLike) {
    this.flow = flow;
    this.shapes = shapes;
    this.node = node;
  }

  find(): ProxyRule | undefined {
    const property = propertyOf(this.node);
    if (!property) return undefined;
    const name = nameOf(property);
    if (name === 'destination' || name === 'dest') return this.rewrite(property);
    if (name === 'target') return this.target(property);
    if (name === 'to') return this.routeRule(propertyOf(property.parent));
    return name === 'proxy' ? this.routeRule(property) : this.shorthand(property);
  }

  /** `{ source: '/api/:path*', destination: 'https://api.openai.com/:path*' }`. */
  private rewrite(property: ts.PropertyAssignment): ProxyRule | undefined {
    const source = textOf(property.parent, ['source', 'src']);
    if (!source) return undefined;
    const from = beforeWildcard(source.text);
    return this.rule(from.lead, from.lead, beforeWildcard(this.node.text).lead, from.isExact);
  }

  /** `{ '/api': { target: 'https://api.openai.com', rewrite } }`, `app.use('/api', createProxyMiddleware({ target }))`. */
  private target(property: ts.PropertyAssignment): ProxyRule | undefined {
    const options = property.parent;
    const owner = propertyOf(options);
    const match = owner && isProxyTable(owner.parent) ? nameOf(owner) : this.mountedAt(options);
    if (match === undefined) return undefined;
    const stripped = this.strippedBy(options);
    return this.rule(plainPath(match), stripped.strip, this.node.text, false, stripped.inserted);
  }

  private mountedAt(options: ts.ObjectLiteralExpression): string | undefined {
    const call = options.parent;
    if (!ts.isCallExpression(call)) return undefined;
    const made = this.flow
      .values(call.expression)
      .some((value) => value.kind === 'external' && /proxy/.test(value.module));
    if (!made) return undefined;
    const use = call.parent;
    if (!ts.isCallExpression(use) || calleeName(use.expression) !== 'use') return '/';
    const [path] = use.arguments;
    return path && ts.isStringLiteralLike(path) ? path.text : '/';
  }

  /** `'/api/**': { proxy: 'https://api.openai.com/**' }`, the same with `{ proxy: { to } }`. */
  private routeRule(property: ts.PropertyAssignment | undefined): ProxyRule | undefined {
    const owner = property && nameOf(property) === 'proxy' ? propertyOf(property.parent) : undefined;
    if (!owner) return undefined;
    const from = beforeWildcard(nameOf(owner));
    return this.rule(from.lead, from.lead, beforeWildcard(this.node.text).lead, from.isExact);
  }

  /** `proxy: { '/v1': 'https://api.openai.com' }`. */
  private shorthand(property: ts.PropertyAssignment): ProxyRule | undefined {
    if (!isProxyTable(property.parent)) return undefined;
    return this.rule(plainPath(nameOf(property)), '', this.node.text, false);
  }

  /** `rewrite: (path) => path.replace(/^\/api/, '')`, `pathRewrite: { '^/api': '' }`. */
  private strippedBy(options: ts.ObjectLiteralExpression): Stripped {
    for (const property of options.properties) {
      if (!ts.isPropertyAssignment(property)) continue;
      const name = nameOf(property);
      const value = skipOuter(property.initializer);
      if (name === 'rewrite') return replaceIn(value) ?? UNKNOWN;
      if (name === 'pathRewrite')
        return (ts.isObjectLiteralExpression(value) && firstRewrite(value)) || UNKNOWN;
    }
    return { strip: '', inserted: null };
  }

  private rule(
    match: string,
    strip: string | null,
    target: string,
    isExact: boolean,
    inserted: ts.StringLiteralLike | null = null,
  ): ProxyRule | undefined {
    if (strip === null) return undefined;
    const at = this.shapes.characters(this.node, target.length);
    return {
      match,
      strip,
      isExact,
      target,
      at,
      shown: this.shapes.token(this.node),
      node: this.node,
      inserted,
      companions: [],
    };
  }
}

interface Stripped {
  /** null: the path is changed in a way that is not understood. */
  readonly strip: string | null;
  readonly inserted: ts.StringLiteralLike | null;
}

const UNKNOWN: Stripped = { strip: null, inserted: null };

function replaceIn(value: ts.Expression): Stripped | undefined {
  if (!ts.isArrowFunction(value)) return undefined;
  const body = ts.isBlock(value.body) ? undefined : skipOuter(value.body);
  if (!body || !ts.isCallExpression(body) || calleeName(body.expression) !== 'replace') return undefined;
  const [pattern, by] = body.arguments;
  if (!pattern || !by || !ts.isStringLiteralLike(by)) return undefined;
  const strip = ts.isRegularExpressionLiteral(pattern)
    ? anchored(pattern.text.replace(/^\/|\/[a-z]*$/g, ''))
    : ts.isStringLiteralLike(pattern)
      ? pattern.text
      : null;
  return { strip, inserted: by.text === '' ? null : by };
}

function firstRewrite(table: ts.ObjectLiteralExpression): Stripped | undefined {
  const [only, other] = table.properties;
  if (!only || other || !ts.isPropertyAssignment(only)) return undefined;
  const by = skipOuter(only.initializer);
  if (!ts.isStringLiteralLike(by)) return undefined;
  return { strip: anchored(nameOf(only)), inserted: by.text === '' ? null : by };
}

/** `^\/api` as the text that it matches; null where it is more than a text. */
function anchored(pattern: string): string | null {
  if (!pattern.startsWith('^')) return null;
  const text = pattern.slice(1).replaceAll('\\/', '/');
  return /^[\w/.-]*$/.test(text) ? text : null;
}

function plainPath(match: string): string {
  return match.replace(/^\^/, '');
}

/** The object that `proxy:` or `devProxy:` holds. */
function isProxyTable(object: ts.Node): boolean {
  const owner = ts.isObjectLiteralExpression(object) ? propertyOf(object) : undefined;
  return owner !== undefined && /^(?:proxy|devProxy)$/.test(nameOf(owner));
}

function propertyOf(node: ts.Node): ts.PropertyAssignment | undefined {
  let current = node;
  while (ts.isParenthesizedExpression(current.parent) || ts.isAsExpression(current.parent))
    current = current.parent;
  const { parent } = current;
  return ts.isPropertyAssignment(parent) && parent.initializer === current ? parent : undefined;
}

function nameOf({ name }: ts.PropertyAssignment): string {
  return ts.isIdentifier(name) || ts.isStringLiteralLike(name) ? name.text : '';
}

function textOf(
  object: ts.ObjectLiteralExpression,
  names: readonly string[],
): ts.StringLiteralLike | undefined {
  for (const property of object.properties)
    if (ts.isPropertyAssignment(property) && names.includes(nameOf(property))) {
      const value = skipOuter(property.initializer);
      if (ts.isStringLiteralLike(value)) return value;
    }
  return undefined;
}
