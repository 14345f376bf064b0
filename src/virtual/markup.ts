import { Parser } from 'htmlparser2';
import { isPage } from './components.js';
import type { Block, VirtualExtension } from './virtual-file.js';

/** An element `<script>` with what stands between its tags. */
interface Script {
  readonly start: number;
  end: number;
  readonly attributes: Readonly<Record<string, string>>;
  /** Inside `<svelte:head>`: a script of the page, not of the component. */
  readonly inHead: boolean;
}

/** The scripts of Svelte and Astro components and of HTML pages. */
export function markupScripts(file: string, text: string): Block[] {
  if (isPage(file)) return pageScripts(text);
  return file.toLowerCase().endsWith('.astro') ? astroScripts(text) : svelteScripts(text);
}

/** The script of the instance and that of the module see each other's names. */
function svelteScripts(text: string): Block[] {
  return elements(text, 0).map(({ start, end, attributes, inHead }, index) => ({
    start,
    end,
    extension: /^(?:ts|typescript|text\/typescript)$/i.test(attributes['lang'] ?? attributes['type'] ?? '')
      ? '.ts'
      : '.js',
    module: inHead ? index + 1 : 0,
  }));
}

/** The code between the fences runs on the server; each script is a module of its own in the browser. */
function astroScripts(text: string): Block[] {
  const fence = /^(\uFEFF?\s*---)([\s\S]*?)(?:^|\n)[ \t]*---/.exec(text);
  const start = fence?.[1]?.length ?? 0;
  const end = start + (fence?.[2]?.length ?? 0);
  const scripts = elements(text, fence ? fence[0].length : 0)
    .filter(({ attributes }) => isCode(attributes['type']))
    .map(
      ({ start: from, end: to }, index): Block => ({
        start: from,
        end: to,
        extension: '.ts',
        module: index + 1,
      }),
    );
  return fence ? [{ start, end, extension: '.ts', module: 0 }, ...scripts] : scripts;
}

/** Plain scripts of a page share its names; each module keeps its own. */
function pageScripts(text: string): Block[] {
  return elements(text, 0)
    .filter(({ attributes }) => isCode(attributes['type']))
    .map(
      ({ start, end, attributes }, index): Block => ({
        start,
        end,
        extension: languageOf(attributes),
        module: attributes['type']?.toLowerCase() === 'module' ? index + 1 : 0,
      }),
    );
}

function languageOf({ type = '', lang = '' }: Readonly<Record<string, string>>): VirtualExtension {
  if (/typescript/i.test(type)) return '.ts';
  return /babel|jsx/i.test(type + lang) ? '.jsx' : '.js';
}

/** JSON, templates and shaders stand in script elements, too. */
function isCode(type: string | undefined): boolean {
  return (
    type === undefined ||
    /^(?:|module|(?:text|application)\/(?:javascript|ecmascript|babel|jsx|typescript)(?:;.*)?)$/i.test(
      type.trim(),
    )
  );
}

/** Script elements from `from` on that hold code themselves. */
function elements(text: string, from: number): Script[] {
  const found: Script[] = [];
  let open: Script | undefined;
  let heads = 0;
  const parser = new Parser(
    {
      onopentag(name, attributes) {
        if (name === 'svelte:head') heads += 1;
        if (name !== 'script') return;
        open = { start: from + parser.endIndex + 1, end: -1, attributes, inHead: heads > 0 };
      },
      onclosetag(name) {
        if (name === 'svelte:head') heads -= 1;
        if (name !== 'script' || !open) return;
        open.end = from + parser.startIndex;
        if (open.attributes['src'] === undefined && open.end > open.start) found.push(open);
        open = undefined;
      },
    },
    { recognizeSelfClosing: true, lowerCaseAttributeNames: false },
  );
  parser.write(text.slice(from));
  parser.end();
  return found;
}
