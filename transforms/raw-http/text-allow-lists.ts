import { type Node, parseTree } from 'jsonc-parser';
import type { AllowSite } from '../../src/sites.js';
import { TextFile } from '../../src/text-tokens.js';
import type { SourceText } from '../../src/transform.js';
import { besideIn, entriesOf, inPolicy, LIST_NAME, WHOLE_ENTRY } from './allow-entries.js';

/** Lists in files: policies of pages and servers, permissions of extensions and apps. */
export function textAllowLists(texts: readonly SourceText[]): AllowSite[] {
  return texts
    .filter(({ kind, text }) => (kind === 'config' || kind === 'component') && /openai\.com/.test(text))
    .flatMap(({ file, text }) => {
      const source = new TextFile(file, text);
      const lists = /\.jsonc?$/.test(file) ? jsonLists(source) : [];
      return [...policyTexts(source), ...lists];
    });
}

/** From `connect-src` to the `;` or quote that ends it. */
function policyTexts(file: TextFile): AllowSite[] {
  return [...file.text.matchAll(/\bconnect-src\b[^;"\n]*/g)].flatMap((policy) =>
    entriesOf(file.text, policy.index, policy.index + policy[0].length).map(({ start, value }) =>
      inPolicy(file.token(start, start + value.length)),
    ),
  );
}

function jsonLists(file: TextFile): AllowSite[] {
  const root = parseTree(file.text);
  if (!root) return [];
  const found: AllowSite[] = [];
  const visit = (node: Node, name: string): void => {
    if (node.type === 'property') {
      const [key, value] = node.children ?? [];
      if (value) visit(value, typeof key?.value === 'string' ? key.value : '');
      return;
    }
    const isEntry =
      node.type === 'string' && node.parent?.type !== 'property' && WHOLE_ENTRY.test(String(node.value));
    if (isEntry && LIST_NAME.test(name)) found.push(inJson(file, node));
    for (const child of node.children ?? []) visit(child, name);
  };
  visit(root, '');
  return found;
}

function inJson(file: TextFile, node: Node): AllowSite {
  const end = node.offset + node.length;
  return besideIn(file.text, file.token(node.offset + 1, end - 1), '"', end);
}
