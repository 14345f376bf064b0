import type { Edit } from '../finding.js';
import type { ClientHolder, ClientSite, ObjectShape, Token } from '../sites.js';
import type { Split } from './routing.js';

/** Source texts that make a second client read its own key and go to its own address. */
export interface SecondClient {
  readonly key: string;
  readonly baseURL: string;
}

/** Edits that put a second client beside the first, and have the requests of `split` use it. */
export function splitEdits(
  site: ClientSite,
  split: Split,
  second: SecondClient,
  texts: ReadonlyMap<string, string>,
): Edit[] {
  const { holder } = site;
  if (!holder) return [];
  const text = texts.get(site.token.file) ?? '';
  const made = `${callee(site)}(${optionsOf(site, second, text)})`;
  return [...declared(holder, split.name, made, text, site.token), ...used(split)];
}

/** `new OpenAI` in `new OpenAI({ … })`. */
function callee({ token }: ClientSite): string {
  return /^new\s+[\w$.]+/.exec(token.text)?.[0] ?? 'new OpenAI';
}

/** The options of the first, with another key and address. */
function optionsOf({ form, options }: ClientSite, { key, baseURL }: SecondClient, text: string): string {
  const own = [`${form.key}: ${key}`, `${form.url[0]}: ${baseURL}`];
  if (options.form !== 'object') return `{ ${own.join(', ')} }`;
  const { object } = options;
  const replaced = new Set<string>([form.key, ...form.staleKeys, form.url[0], ...form.drop]);
  const kept = object.properties.filter(({ name }) => name === null || !replaced.has(name));
  // What is spread into the options comes first: it may hold the old key.
  const rest = kept.map(({ span }) => text.slice(span.start, span.end));
  const spreads = rest.filter((one) => one.startsWith('...'));
  const plain = rest.filter((one) => !one.startsWith('...'));
  return laidOut([...spreads, ...own, ...plain], object, text);
}

function laidOut(properties: readonly string[], object: ObjectShape, text: string): string {
  const [first] = object.properties;
  const indent = first && /\n([ \t]*)$/.exec(text.slice(object.span.start, first.span.start))?.[1];
  if (indent === undefined) return `{ ${properties.join(', ')} }`;
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  const closing = /\n([ \t]*)\}$/.exec(text.slice(object.span.start, object.span.end))?.[1] ?? '';
  return `{${eol}${properties.map((one) => `${indent}${one},${eol}`).join('')}${closing}}`;
}

/** The declaration of the first once more, under the new name. */
function declared(holder: ClientHolder, name: string, made: string, text: string, client: Token): Edit[] {
  const { statement, declaration } = holder;
  const before = text.slice(statement.span.start, client.span.start);
  const end = statement.text.endsWith(';') ? ';' : '';
  const edits = [below(statement, `${renamed(before, holder.name, name)}${made}${end}`, text)];
  if (declaration) edits.unshift(below(declaration, renamed(declaration.text, holder.name, name), text));
  return edits;
}

function renamed(source: string, from: string, to: string): string {
  const at = source.search(new RegExp(`(?<![\\w$])${from.replace(/[^\w]/g, '\\$&')}(?![\\w$])`));
  return at < 0 ? source : source.slice(0, at) + to + source.slice(at + from.length);
}

/** On a line of its own below a statement, behind what else stands on its last line. */
function below({ file, span }: Token, source: string, text: string): Edit {
  const lineStart = text.lastIndexOf('\n', span.start - 1) + 1;
  const indent = /^[ \t]*/.exec(text.slice(lineStart))?.[0] ?? '';
  const rest = /^[ \t]*(?:\/\/[^\r\n]*)?/.exec(text.slice(span.end))?.[0].length ?? 0;
  const at = span.end + rest;
  const eol = text[at] === '\r' ? '\r\n' : '\n';
  return { file, start: at, end: at, text: `${eol}${indent}${source}` };
}

/** The requests ask the new name, which other files import along with the old one. */
function used({ requests, name }: Split): Edit[] {
  return requests.flatMap(({ receiver }): Edit[] => {
    if (!receiver) return [];
    const { token, imported } = receiver;
    const use: Edit = { file: token.file, ...token.span, text: name };
    if (!imported) return [use];
    const { file, span } = imported.specifier;
    return [use, { file, start: span.end, end: span.end, text: `, ${name}` }];
  });
}
