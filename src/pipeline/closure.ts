import type { SourceText } from '../transform.js';
import { isRooted } from './prefilter.js';
import type { Resolve } from './resolve.js';

/** Module specifiers as they stand in text: cheap, and one too many costs a parse, nothing else. */
const SPECIFIER = /(?:\bfrom|\bimport|\brequire|\bmock)\s*\(?\s*["']([^"'\n]+)["']/g;
/** Words without which a file neither makes, hands on nor asks anything of a client. */
const RELEVANT =
  /model|\benv\b|config|settings|base_?(?:url|path)|api_?key|endpoint|provider|\bllm|\bai\b|temperature|max_?tokens|prompt|embed|input_(?:text|image)|function_call|(?:web|file)_search|code_interpreter|["']function["']|https?:\/\/|process\.env|import\.meta\.env|Deno\.env|\bfetch\s*\(|axios|\bgot\b|\bky\b|undici|XMLHttpRequest|EventSource|export\s+(?:\*|\{)|module\.exports/i;
/** How many files away from one that talks to OpenAI. */
const MAX_DISTANCE = 6;

/**
 * The files that say nothing of OpenAI and still matter: what files about OpenAI import (settings, barrels, factories),
 * and what imports them (callers that hand a model or an address through). `kept` is the code about OpenAI, components
 * included, `others` the rest. `isWide` takes files without any word that matters, too: who calls a function, and what a
 * type says, has to be known to the last file.
 */
export function closeOver(
  kept: readonly SourceText[],
  others: readonly SourceText[],
  resolve: Resolve,
  isWide = false,
): SourceText[] {
  const isCandidate = ({ text }: SourceText) => isWide || RELEVANT.test(text);
  const candidates = new Map(others.filter(isCandidate).map((one) => [one.file, one]));
  if (candidates.size === 0) return [];
  const imports = new Map<string, readonly string[]>();
  for (const { file, text } of [...kept, ...candidates.values()])
    imports.set(file, importsOf(file, text, resolve));
  const importers = invert(imports);
  const seeds = kept.filter(({ text }) => isRooted(text)).map((one) => one.file);
  const found = new Set<string>();
  reach(
    kept.map((one) => one.file),
    imports,
    candidates,
    found,
  );
  reach(seeds, importers, candidates, found);
  // What a caller hands over may come from yet another file.
  reach([...found], imports, candidates, found);
  return [...found].sort().flatMap((file) => candidates.get(file) ?? []);
}

function importsOf(file: string, text: string, resolve: Resolve): string[] {
  const found = new Set<string>();
  for (const [, specifier = ''] of text.matchAll(SPECIFIER)) {
    const target = resolve(specifier, file);
    if (target !== undefined) found.add(target);
  }
  return [...found];
}

function invert(imports: ReadonlyMap<string, readonly string[]>): Map<string, string[]> {
  const importers = new Map<string, string[]>();
  for (const [file, targets] of imports)
    for (const target of targets) {
      const list = importers.get(target);
      if (list) list.push(file);
      else importers.set(target, [file]);
    }
  return importers;
}

/** Breadth first along `edges`, through candidates only, at most {@link MAX_DISTANCE} steps. */
function reach(
  from: readonly string[],
  edges: ReadonlyMap<string, readonly string[]>,
  candidates: ReadonlyMap<string, SourceText>,
  found: Set<string>,
): void {
  let front = from;
  for (let step = 0; step < MAX_DISTANCE && front.length > 0; step += 1) {
    const next: string[] = [];
    for (const file of front)
      for (const target of edges.get(file) ?? []) {
        if (found.has(target) || !candidates.has(target)) continue;
        found.add(target);
        next.push(target);
      }
    front = next;
  }
}
