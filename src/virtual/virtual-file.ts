import type { Edit, Span } from '../finding.js';

/** In which language the parser is to read a virtual file; the end of its path there. */
export type VirtualExtension = '.ts' | '.tsx' | '.js' | '.jsx' | '.json';

/**
 * What is read in place of a file that is no module: the scripts of a component, the cells of a notebook, the data of a
 * YAML file. Offsets are those of the file itself unless there is a {@link Mapping}.
 */
export interface VirtualFile {
  /** The file of the repository. */
  readonly file: string;
  /** By what name its places go until they are translated; `file` where the offsets are the file's own. */
  readonly name: string;
  readonly text: string;
  /** null: no language of the parser's, read as text. */
  readonly extension: VirtualExtension | null;
  /** Others can import it; false for the second and later modules of one file. */
  readonly importable: boolean;
  readonly mapping: Mapping | null;
  /** Stretches of the file that it is made of. */
  readonly covers: readonly Span[];
}

/** From offsets of a virtual text to offsets of the file. */
export interface Mapping {
  /** Where a stretch stands; undefined for what was made up, such as the braces of data without braces. */
  span(span: Span): Span | undefined;
  /** The same change made to the file; undefined where the file has no way to say it. */
  edit(edit: Edit): Edit | undefined;
}

/** Part of a text that is code. */
export interface Block extends Span {
  readonly extension: VirtualExtension;
  /** Blocks with the same number share their names. */
  readonly module: number;
}
