import { formatOf, readData } from '../data/index.js';
import type { Edit } from '../finding.js';
import type { Block } from '../virtual/virtual-file.js';
import { kindOf } from './file-kinds.js';
import type { Check } from './verify.js';

/**
 * A check of the files that `edits` change: code, the scripts of components, the cells of notebooks and files of data
 * have to parse, and nothing outside of scripts and cells may change. Only the parsers that these files need are loaded.
 */
export async function checker(edits: readonly Edit[], texts: ReadonlyMap<string, string>): Promise<Check> {
  const files = [...new Set(edits.map((edit) => edit.file))];
  const checks: Check[] = [dataCheck(texts)];
  if (files.some((file) => kindOf(file) === 'code')) checks.push(await codeCheck());
  const components = files.filter((file) => kindOf(file) === 'component');
  if (components.length > 0) checks.push(await componentCheck(components, texts));
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

/** What the policy of a page lists may change: it is no script, and follows one. */
const POLICY = /(<meta\b[^>]*\bcontent=)(?:"[^"]*"|'[^']*')/gi;

async function componentCheck(
  components: readonly string[],
  texts: ReadonlyMap<string, string>,
): Promise<Check> {
  const { syntaxError } = await import('./parse.js');
  const { componentFiles, scriptFinder, withoutScripts } = await import('../virtual/components.js');
  const scriptsOf = await scriptFinder(components);
  const outside = (text: string, blocks: readonly Block[]) =>
    (blocks.length === 0 ? text : withoutScripts(text, blocks).replace(/\s+/g, ' ')).replace(POLICY, '$1');
  return (file, text) => {
    if (kindOf(file) !== 'component') return undefined;
    const before = texts.get(file) ?? '';
    const blocks = scriptsOf(file, text);
    if (outside(text, blocks) !== outside(before, scriptsOf(file, before)))
      return 'something outside of the scripts would change';
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
