import type { Span } from '../finding.js';
import type { SourceText } from '../transform.js';
import type { Block, VirtualFile } from './virtual-file.js';

/** Finds the scripts of a component or a page, in their order. */
export type ScriptFinder = (file: string, text: string) => readonly Block[];

/** A finder for `files`; only the parsers that these need are loaded. */
export async function scriptFinder(files: readonly string[]): Promise<ScriptFinder> {
  const vue = files.some(isVue) ? await import('./vue.js') : undefined;
  const markup = files.every(isVue) ? undefined : await import('./markup.js');
  return (file, text) => (isVue(file) ? vue?.vueScripts(text) : markup?.markupScripts(file, text)) ?? [];
}

/** One virtual file for each module that a component holds; the first can be imported. */
export function componentFiles(
  { file, text }: Pick<SourceText, 'file' | 'text'>,
  blocks: readonly Block[],
): VirtualFile[] {
  const modules = new Map<number, Block[]>();
  for (const block of blocks) {
    const own = modules.get(block.module);
    if (own) own.push(block);
    else modules.set(block.module, [block]);
  }
  return [...modules.values()].map((own, index) => ({
    file,
    name: file,
    text: onlyScripts(text, own),
    extension: own.map((block) => block.extension).sort(byLanguage)[0] ?? '.js',
    importable: index === 0 && !isPage(file),
    mapping: null,
    covers: own,
  }));
}

/** What is no script: blanks stand where scripts are, so that offsets stay. */
export function withoutScripts(text: string, blocks: readonly Span[]): string {
  let result = '';
  let at = 0;
  for (const { start, end } of [...blocks].sort((a, b) => a.start - b.start)) {
    result += text.slice(at, start) + blank(text.slice(start, end));
    at = end;
  }
  return result + text.slice(at);
}

/** A page is opened by a browser, never imported. */
export function isPage(file: string): boolean {
  return /\.html?$/i.test(file);
}

/**
 * Blanks stand where no script is, so that offsets and lines are those of the file. A semicolon takes the place of each
 * end tag's `<`, since two blocks may stand on one line, and the whole is a module whatever it says: pages and
 * frontmatters share no names.
 */
function onlyScripts(text: string, blocks: readonly Block[]): string {
  let result = '';
  let at = 0;
  for (const { start, end } of blocks) {
    result += blank(text.slice(at, start)) + text.slice(start, end);
    at = end;
    if (text[at] === '<') {
      result += ';';
      at += 1;
    }
  }
  return `${result}${blank(text.slice(at))}\nexport {};\n`;
}

function isVue(file: string): boolean {
  return file.toLowerCase().endsWith('.vue');
}

/** Keeps line breaks, and the BOM. */
function blank(text: string): string {
  return text.replace(/[^\r\n\uFEFF]/g, ' ');
}

/** TypeScript reads JavaScript, but not the other way about. */
function byLanguage(a: string, b: string): number {
  const order = ['.tsx', '.ts', '.jsx', '.js'];
  return order.indexOf(a) - order.indexOf(b);
}
