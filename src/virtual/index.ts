import type { SourceText } from '../transform.js';
import type { VirtualFile } from './virtual-file.js';

/** What is to be read in place of those of `texts` that are no modules. The readers are loaded when there are any. */
export async function virtualFiles(texts: readonly SourceText[]): Promise<VirtualFile[]> {
  return [
    ...(await components(texts.filter(({ kind }) => kind === 'component'))),
    ...(await notebooks(texts.filter(({ kind }) => kind === 'notebook'))),
  ];
}

async function components(texts: readonly SourceText[]): Promise<VirtualFile[]> {
  if (texts.length === 0) return [];
  const { componentFiles, scriptFinder } = await import('./components.js');
  const scriptsOf = await scriptFinder(texts.map(({ file }) => file));
  return texts.flatMap((source) => componentFiles(source, scriptsOf(source.file, source.text)));
}

async function notebooks(texts: readonly SourceText[]): Promise<VirtualFile[]> {
  if (texts.length === 0) return [];
  const { notebookFiles } = await import('./notebooks.js');
  return texts.flatMap((source) => notebookFiles(source));
}
