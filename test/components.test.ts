import { expect, it } from 'vitest';
import { checker } from '../src/pipeline/check.js';
import { componentFiles, scriptFinder } from '../src/virtual/components.js';
import { acmeTarget } from './support/acme.js';
import { planTexts } from './support/pipeline.js';
import { random } from './support/random.js';

/*
 * Components put together at random. What must hold for any of them: outside of the scripts no byte changes, offsets and
 * lines of the virtual text are those of the file, and a second run plans nothing.
 */

const CODE = `import OpenAI from 'openai'
const openai = new OpenAI({ apiKey: import.meta.env.VITE_OPENAI_API_KEY })
export const ask = () => openai.chat.completions.create({ model: 'gpt-4o', messages: [] })
`;
const PLAIN = ["const small = 'gpt-4o-mini' // </div>\n", 'let a = 1', '\n', 'export const x = `a < b`;\n'];
const MARKUP = [
  '<p>gpt-4o &amp; 日本語 🙂</p>\n',
  '<Chat model="gpt-4o" :ids="[\'gpt-4\']" />\n',
  '<!-- <Chat model="gpt-4" /> -->\n',
  '<style>\n.a > .b { content: "gpt-4o" }\n</style>\n',
  '<div title="a > b">{{ x }}</div>\n',
  '\n\t\n',
];

it('changes nothing outside of scripts', async () => {
  const next = random(20261125);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)] as T;
  const files = ['a.vue', 'a.svelte', 'a.astro', 'a.html'];
  const scriptsOf = await scriptFinder(files);
  for (let round = 0; round < 400; round += 1) {
    const file = pick(files);
    const eol = pick(['\n', '\r\n']);
    const bom = next() < 0.2 ? '\uFEFF' : '';
    const text = bom + component(file, next, pick).replaceAll('\n', eol);
    const { after, decisions } = await planTexts({ [file]: text }, acmeTarget);
    const edited = after.get(file) ?? '';
    const blocks = scriptsOf(file, text);
    expect(edited, text).toContain('acme-large');
    expect(pieces(edited, scriptsOf(file, edited)), text).toEqual(pieces(text, blocks));
    for (const decision of decisions) expect(decision.reason, text).not.toBe('edit-failed');
    for (const virtual of componentFiles({ file, text }, blocks)) sameOffsets(text, virtual.text);
    expect((await planTexts({ [file]: edited }, acmeTarget)).changes, edited).toEqual([]);
  }
});

it('takes back an edit outside of the scripts', async () => {
  const text = `<template><p>gpt-4o</p></template>\n<script>${CODE}</script>\n`;
  const edits = [{ file: 'a.vue', start: 0, end: 0, text: '' }];
  const check = await checker(edits, new Map([['a.vue', text]]));
  expect(check('a.vue', text.replace("'gpt-4o'", "'other'"))).toBeUndefined();
  expect(check('a.vue', text.replace('<p>gpt-4o', '<p>other'))).toMatch(/outside of the scripts/);
  expect(check('a.vue', text.replace("'gpt-4o'", "'</script>'"))).toBeDefined();
});

/** What stands before, between and behind the scripts. */
function pieces(text: string, blocks: readonly { start: number; end: number }[]): string[] {
  const found: string[] = [];
  let at = 0;
  for (const { start, end } of blocks) {
    found.push(text.slice(at, start));
    at = end;
  }
  return [...found, text.slice(at)];
}

function sameOffsets(text: string, virtual: string): void {
  for (let at = 0; at < text.length; at += 1) {
    const [real, seen] = [text[at], virtual[at]];
    if (real === '\n' || real === '\r') expect(seen).toBe(real);
    else if (seen !== ' ' && seen !== real) expect(seen, `${at} in ${text}`).toBe(';');
  }
}

function component(file: string, next: () => number, pick: <T>(list: readonly T[]) => T): string {
  const markup = () => Array.from({ length: Math.floor(next() * 3) }, () => pick(MARKUP)).join('');
  const script = (attributes: string, code: string) =>
    `<script${attributes}>${pick(['', '\n'])}${code}</script>`;
  if (file === 'a.astro')
    return `---\n${CODE}---\n${markup()}${next() < 0.5 ? script('', pick(PLAIN)) : ''}${markup()}`;
  if (file === 'a.html')
    return `${markup()}${script(' type="module"', CODE)}${pick(['', '\n'])}${script('', pick(PLAIN))}${markup()}`;
  const template =
    file === 'a.vue'
      ? `<template>\n<div>${markup().replaceAll(/<style>[\s\S]*?<\/style>/g, '')}</div>\n</template>`
      : markup();
  const second =
    file === 'a.vue' ? script(' setup', pick(PLAIN.slice(0, 3))) : script(' module', pick(PLAIN));
  const scripts = [script('', CODE), ...(next() < 0.5 ? [second] : [])];
  if (next() < 0.5) scripts.reverse();
  return `${[template, ...scripts].sort(() => next() - 0.5).join(pick(['', '\n', '\n\n']))}\n`;
}
