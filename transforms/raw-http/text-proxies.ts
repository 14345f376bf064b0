import { type Node, parseTree } from 'jsonc-parser';
import type { Token } from '../../src/sites.js';
import { TextFile } from '../../src/text-tokens.js';
import type { SourceText } from '../../src/transform.js';
import { beforeWildcard, isOpenAIAddress, type ProxyRule } from './rules.js';

/** Rules in files of configuration: Vercel, Netlify, Angular's and others' tables, nginx, Caddy. */
export function textProxies(texts: readonly SourceText[]): ProxyRule[] {
  return texts
    .filter(({ kind, text }) => kind === 'config' && /api\.openai\.com/.test(text))
    .flatMap(({ file, text }) => rulesOf(new TextFile(file, text)));
}

function rulesOf(file: TextFile): ProxyRule[] {
  const name = file.file.slice(file.file.lastIndexOf('/') + 1);
  if (/\.jsonc?$/.test(name)) return jsonRules(file);
  if (/\.toml$/.test(name)) return tomlRules(file);
  if (name === '_redirects') return redirectLines(file);
  if (/nginx|\.conf$|\.template$/i.test(name)) return nginxRules(file);
  return /caddyfile/i.test(name) ? caddyRules(file) : [];
}

/** `{ "source", "destination" }` of Vercel, `{ "src", "dest" }` before it, `{ "/api": { "target" } }` of dev servers. */
function jsonRules(file: TextFile): ProxyRule[] {
  const root = parseTree(file.text);
  if (!root) return [];
  const found: ProxyRule[] = [];
  const visit = (node: Node): void => {
    if (node.type === 'object') found.push(...jsonRule(file, node));
    for (const child of node.children ?? []) visit(child);
  };
  visit(root);
  return found;
}

function jsonRule(file: TextFile, node: Node): ProxyRule[] {
  const to = valueAt(node, ['destination', 'dest']);
  const from = valueAt(node, ['source', 'src']);
  if (to && from && isOpenAIAddress(textIn(to))) {
    const source = beforeWildcard(textIn(from));
    return [rule(file, stringSpan(to), textIn(to), source.lead, source.lead, source.isExact)];
  }
  const target = valueAt(node, ['target']);
  const key = node.parent?.type === 'property' ? node.parent.children?.[0] : undefined;
  if (!target || !key || !isOpenAIAddress(textIn(target)) || !textIn(key).startsWith('/')) return [];
  const rewrite = valueAt(node, ['pathRewrite'])?.children;
  const [only, other] = rewrite ?? [];
  const strip = only && !other ? textIn(only.children?.[0]).replace(/^\^/, '') : rewrite ? null : '';
  const inserted = textIn(only?.children?.[1]);
  if (strip === null || inserted !== '') return [];
  return [rule(file, stringSpan(target), textIn(target), textIn(key).replace(/\/\*+$/, ''), strip, false)];
}

function valueAt(node: Node, names: readonly string[]): Node | undefined {
  return node.children?.find((one) => names.includes(textIn(one.children?.[0])))?.children?.[1];
}

function textIn(node: Node | undefined): string {
  return typeof node?.value === 'string' ? node.value : '';
}

/** Without the quotes. */
function stringSpan(node: Node): { readonly start: number; readonly end: number } {
  return { start: node.offset + 1, end: node.offset + node.length - 1 };
}

/** `[[redirects]]` of Netlify. */
function tomlRules(file: TextFile): ProxyRule[] {
  const blocks = [...file.text.matchAll(/\[\[redirects\]\]([\s\S]*?)(?=\n\s*\[|$(?![\s\S]))/g)];
  return blocks.flatMap((block): ProxyRule[] => {
    const from = /^\s*from\s*=\s*["']([^"']+)["']/m.exec(block[0])?.[1];
    const to = /^\s*to\s*=\s*["']([^"']+)["']/m.exec(block[0]);
    const target = to?.[1];
    if (!from || !to || target === undefined || !isOpenAIAddress(target)) return [];
    const start = block.index + to.index + to[0].lastIndexOf(target);
    const source = beforeWildcard(from);
    return [
      rule(file, { start, end: start + target.length }, target, source.lead, source.lead, source.isExact),
    ];
  });
}

/** `/api/* https://api.openai.com/:splat 200`. */
function redirectLines(file: TextFile): ProxyRule[] {
  return [...file.text.matchAll(/^[ \t]*(\/\S*)[ \t]+(https?:\/\/\S+)/gm)].flatMap((match): ProxyRule[] => {
    const [whole, from = '', target = ''] = match;
    if (!isOpenAIAddress(target)) return [];
    const start = match.index + whole.length - target.length;
    const source = beforeWildcard(from);
    return [
      rule(file, { start, end: start + target.length }, target, source.lead, source.lead, source.isExact),
    ];
  });
}

/** `location /api/ { proxy_pass https://api.openai.com/; }`: with a path of its own the prefix gives way to it. */
function nginxRules(file: TextFile): ProxyRule[] {
  const locations = [...file.text.matchAll(/\blocation\s+(?:(=|\^~)\s+)?(\/[^\s{]*)\s*\{([^}]*)\}/g)];
  return locations.flatMap((location): ProxyRule[] => {
    const [whole, modifier, prefix = '', body = ''] = location;
    const pass = /\bproxy_pass\s+(https?:\/\/[^;\s]+)/.exec(body);
    const target = pass?.[1];
    if (!pass || target === undefined || !isOpenAIAddress(target)) return [];
    const base = location.index + whole.lastIndexOf(body);
    const start = base + pass.index + pass[0].length - target.length;
    const strip = /^https?:\/\/[^/]+\//.test(target) ? prefix : '';
    return [
      rule(file, { start, end: start + target.length }, target, prefix, strip, modifier === '=', {
        companions: namesOfHost(file, base, body),
      }),
    ];
  });
}

function namesOfHost(file: TextFile, base: number, body: string): Token[] {
  const named = /\b(?:proxy_set_header\s+Host|proxy_ssl_name)\s+["']?(api\.openai\.com)/g;
  return [...body.matchAll(named)].map((match) => {
    const start = base + match.index + match[0].length - 'api.openai.com'.length;
    return file.token(start, start + 'api.openai.com'.length);
  });
}

/** An upstream of Caddy's has no path: what follows the version has to be rewritten by a directive of its own. */
function caddyRules(file: TextFile): ProxyRule[] {
  return [...file.text.matchAll(/\breverse_proxy\s+(?:\S+\s+)?(https?:\/\/api\.openai\.com\S*)/g)].map(
    (match) => {
      const target = match[1] ?? '';
      const start = match.index + match[0].length - target.length;
      return rule(file, { start, end: start + target.length }, target, NOWHERE, '', false);
    },
  );
}

/** No path begins with it. */
const NOWHERE = '\u0000';

function rule(
  file: TextFile,
  span: { readonly start: number; readonly end: number },
  destination: string,
  match: string,
  strip: string,
  isExact: boolean,
  more: { readonly companions: readonly Token[] } = { companions: [] },
): ProxyRule {
  const { lead } = beforeWildcard(destination);
  return {
    match,
    strip,
    isExact,
    target: lead,
    at: file.token(span.start, span.start + lead.length),
    shown: file.token(span.start, span.end),
    node: null,
    inserted: null,
    companions: more.companions,
  };
}
