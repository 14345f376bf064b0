import { formatOf, readData } from '../data/index.js';
import type { Edit } from '../finding.js';
import type { Block } from '../virtual/virtual-file.js';
import { applyEdits, conflicts } from './edits.js';
import { kindOf } from './file-kinds.js';
import type { Check } from './verify.js';

/**
 * A check of the files that `edits` change: code, the scripts of components, the cells of notebooks and files of data
 * have to parse, and nothing outside of scripts and cells may change but what is meant to. Only the parsers that these
 * files need are loaded.
 */
export async function checker(edits: readonly Edit[], texts: ReadonlyMap<string, string>): Promise<Check> {
  const files = [...new Set(edits.map((edit) => edit.file))];
  const checks: Check[] = [dataCheck(texts)];
  if (files.some((file) => kindOf(file) === 'code')) checks.push(await codeCheck());
  const components = files.filter((file) => kindOf(file) === 'component');
  if (components.length > 0) checks.push(await componentCheck(components, edits, texts));
  if (files.some((file) => kindOf(file) === 'notebook')) checks.push(await notebookCheck(texts));
  return (file, text) => {
    for (const check of checks) {
      const problem = check(file, text);
      if (problem !== undefined) return problem;
    }
    return undefined;
  };
}

/** Templates of Helm and their like never parsed: nothing can be said of them. */
function dataCheck(texts: ReadonlyMap<string, string>): Check {
  return (file, text) => {
    if (formatOf(file) === undefined || readData(file, text)) return undefined;
    return readData(file, texts.get(file) ?? '') ? `no ${formatOf(file)} any more` : undefined;
  };
}

async function codeCheck(): Promise<Check> {
  const { syntaxError } = await import('./parse.js');
  return (file, text) => (kindOf(file) === 'code' ? syntaxError(file, text) : undefined);
}

/** A policy in a page's head is meant to change; an edit of a script must not end it, or begin another. */
async function componentCheck(
  components: readonly string[],
  edits: readonly Edit[],
  texts: ReadonlyMap<string, string>,
): Promise<Check> {
  const { syntaxError } = await import('./parse.js');
  const { componentFiles, scriptFinder, withoutScripts } = await import('../virtual/components.js');
  const scriptsOf = await scriptFinder(components);
  const outside = (text: string, blocks: readonly Block[]) =>
    blocks.length === 0 ? text : withoutScripts(text, blocks).replace(/\s+/g, ' ');
  const wanted = (file: string) => {
    const before = texts.get(file) ?? '';
    const scripts = scriptsOf(file, before);
    const isInside = (edit: Edit) => scripts.some(({ start, end }) => start <= edit.start && edit.end <= end);
    const meant = edits.filter((edit) => edit.file === file && !isInside(edit));
    const after = conflicts(meant).length > 0 ? before : applyEdits(before, meant);
    return outside(after, scriptsOf(file, after));
  };
  const known = new Map(components.map((file) => [file, wanted(file)]));
  return (file, text) => {
    if (kindOf(file) !== 'component') return undefined;
    const blocks = scriptsOf(file, text);
    if (outside(text, blocks) !== known.get(file)) return 'something outside of the scripts would change';
    for (const script of componentFiles({ file, text }, blocks)) {
      const problem = syntaxError(file + script.extension, script.text);
      if (problem !== undefined) return problem;
    }
    return undefined;
  };
}

async function notebookCheck(texts: ReadonlyMap<string, string>): Promise<Check> {
  const { syntaxError } = await import('./parse.js');
  const { notebookFiles, withoutSources } = await import('../virtual/notebooks.js');
  return (file, text) => {
    if (kindOf(file) !== 'notebook') return undefined;
    const outside = withoutSources(text);
    if (outside === undefined) return 'no JSON any more';
    if (outside !== withoutSources(texts.get(file) ?? ''))
      return 'something outside of the cells would change';
    for (const { extension, text: code } of notebookFiles({ file, text })) {
      const problem = extension && syntaxError(file + extension, code);
      if (problem) return problem;
    }
    return undefined;
  };
}
