/** How comments are written in a kind of file, as far as one line shows it. */
export interface CommentStyle {
  /** Fits the text of a line up to a word that stands first in a comment. */
  readonly opens: RegExp;
  /** Fits the end of a comment that is closed, for cutting it off. */
  readonly closes: RegExp;
  /** Whether brackets carry a statement over lines, as in JavaScript. */
  readonly brackets: boolean;
  /** Whether a line without its indentation is nothing but comment. */
  isComment(line: string): boolean;
}

type Mark = 'slashes' | 'hash' | 'dashes' | 'angle' | 'semicolon' | 'dots';

/** What opens a comment, for a regular expression. `{/*` is JSX; `*` begins the further lines of a block. */
const MARKS: Readonly<Record<Mark, string>> = {
  slashes: '\\/\\/+|\\{?\\s*\\/\\*+|^\\s*\\*',
  hash: '#+',
  dashes: '--+|\\/\\*+',
  angle: '<!--+',
  semicolon: ';+',
  dots: '\\.\\.',
};

const BY_EXTENSION: Readonly<Record<string, readonly Mark[]>> = {
  ...table(
    ['slashes'],
    'ts tsx js jsx mts cts mjs cjs json jsonc json5 go java kt rs cs swift scala dart prisma adoc bicep',
  ),
  ...table(['slashes', 'angle'], 'vue svelte astro html mdx md'),
  ...table(['slashes', 'hash'], 'php tf tfvars'),
  ...table(['hash'], 'yaml yml toml sh bash py rb ex exs conf ipynb graphql env vars dockerfile'),
  ...table(['hash', 'semicolon'], 'ini cfg'),
  ...table(['dashes'], 'sql'),
  ...table(['dots'], 'rst'),
};

/** Files in which a bracket that is open at the end of a line means that the statement goes on. */
const BRACKETS = /\.(?:[cm]?[jt]sx?|vue|svelte|astro)$/;

function table(marks: readonly Mark[], extensions: string): Record<string, readonly Mark[]> {
  return Object.fromEntries(extensions.split(' ').map((extension) => [extension, marks]));
}

/** By extension; `.env`, Dockerfile, Makefile and whatever else has none write `#`. */
export function commentStyle(file: string): CommentStyle {
  const name = file.slice(file.lastIndexOf('/') + 1).toLowerCase();
  const marks = BY_EXTENSION[name.slice(name.lastIndexOf('.') + 1)] ?? ['hash'];
  const open = marks.map((mark) => MARKS[mark]).join('|');
  const starts = new RegExp(`^(?:${open})`);
  return {
    // In a notebook a line of code is a text in a list.
    opens: new RegExp(`(?:^|[\\s{};,)>]|^\\s*")(?:${open})\\s*$`),
    closes: /\s*(?:\*\/\s*\}?|--+>|(?:\\n)?",?)\s*$/,
    brackets: BRACKETS.test(file),
    isComment: (line) => starts.test(line) || line === '*/' || line === '-->',
  };
}
