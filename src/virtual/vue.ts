import { parse, type SFCScriptBlock } from '@vue/compiler-sfc';
import type { Block, VirtualExtension } from './virtual-file.js';

const EXTENSIONS: Readonly<Record<string, VirtualExtension>> = {
  js: '.js',
  javascript: '.js',
  jsx: '.jsx',
  ts: '.ts',
  typescript: '.ts',
  tsx: '.tsx',
};

/** `<script>` and `<script setup>` of a single-file component: one module. What stands in another file is none. */
export function vueScripts(text: string): Block[] {
  const { descriptor } = parse(text, {
    sourceMap: false,
    ignoreEmpty: true,
    // Expressions of the template are not looked at here, and need not parse.
    templateParseOptions: { prefixIdentifiers: false },
  });
  return [descriptor.script, descriptor.scriptSetup]
    .flatMap((block) => (block ? (blockOf(block) ?? []) : []))
    .sort((a, b) => a.start - b.start);
}

function blockOf(block: SFCScriptBlock): Block | undefined {
  const extension = EXTENSIONS[(block.lang ?? 'js').toLowerCase()];
  if (!extension || block.src) return undefined;
  return { start: block.loc.start.offset, end: block.loc.end.offset, extension, module: 0 };
}
