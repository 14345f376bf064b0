import type { Flow } from './flow/flow.js';
import type { Shapes } from './flow/shapes.js';
import type { Manifest, SdkVersions } from './packages.js';
import type { NativeDialect, Site } from './sites.js';
import type { VirtualFile } from './virtual/virtual-file.js';

/** What a file is, as discover sorted it. */
export type FileKind =
  | 'code'
  | 'component'
  | 'notebook'
  | 'env'
  | 'manifest'
  | 'lockfile'
  | 'config'
  | 'docs'
  | 'other-language';

export interface SourceText {
  /** Relative to the root, with `/`. */
  readonly file: string;
  /** Decoded; a BOM is its first character. */
  readonly text: string;
  readonly kind: FileKind;
  /** Git ignores it: an environment file of one machine. Others that git ignores are not read at all. */
  readonly ignored?: true;
}

/** What `find` may ask of a run. It reads; it never touches the disk. */
export interface FindContext {
  readonly texts: readonly SourceText[];
  readonly manifests: readonly Manifest[];
  readonly versions: SdkVersions;
  /** What is read in place of those of `texts` that are no modules. */
  readonly virtual: readonly VirtualFile[];
  /** Clients are to be taken apart for this SDK. */
  readonly native: NativeDialect | null;
}

/** With a parsed program at hand; only transforms of code get it. */
export interface CodeContext extends FindContext {
  readonly flow: Flow;
  readonly shapes: Shapes;
}

/** A dialect that reads code. */
export interface CodeTransform {
  /** Its folder's name. */
  readonly id: string;
  readonly reads: 'code';
  find(context: CodeContext): readonly Site[];
}

/** A dialect that reads other files as text. */
export interface TextTransform {
  readonly id: string;
  readonly reads: 'text';
  find(context: FindContext): readonly Site[];
}

export type Transform = CodeTransform | TextTransform;

/** Identity; makes a transform fail to compile when a part is missing or misspelt. */
export function defineTransform<T extends Transform>(transform: T): T {
  return transform;
}
