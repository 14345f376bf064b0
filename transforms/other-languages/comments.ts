/** Strings and comments of a family of languages; group 1 is a comment. */
type Family = 'hash' | 'slash' | 'php' | 'dashes';

const FAMILIES: Readonly<Record<string, Family>> = {
  ...family('hash', 'py rb ex exs r jl pl pm tf nix cr coffee'),
  ...family('slash', 'go java kt kts rs cs swift scala dart groovy gradle c h cc cpp hpp m mm fs zig v'),
  ...family('php', 'php'),
  ...family('dashes', 'lua hs elm'),
};

const PATTERNS: Readonly<Record<Family, RegExp>> = {
  hash: /"""[\s\S]*?"""|'''[\s\S]*?'''|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|(#[^\n]*)/g,
  // A single quote opens a character, or a lifetime, which has no end.
  slash: /"""[\s\S]*?"""|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)'|`[^`]*`|(\/\/[^\n]*|\/\*[\s\S]*?\*\/)/g,
  php: /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|(#(?!\[)[^\n]*|\/\/[^\n]*|\/\*[\s\S]*?\*\/)/g,
  dashes: /"(?:[^"\\\n]|\\.)*"|(--\[\[[\s\S]*?\]\]|--[^\n]*|\{-[\s\S]*?-\})/g,
};

function family(name: Family, extensions: string): Record<string, Family> {
  return Object.fromEntries(extensions.split(' ').map((extension) => [extension, name]));
}

/** The text with blanks where comments and docstrings stand, so that offsets stay. */
export function withoutComments(extension: string, text: string): string {
  const kind = FAMILIES[extension];
  if (!kind) return text;
  return text.replace(PATTERNS[kind], (whole: string, comment: string | undefined, at: number) =>
    comment !== undefined || isDocstring(whole, text, at) ? whole.replace(/[^\r\n]/g, ' ') : whole,
  );
}

/** A text that is a statement by itself: nothing but blanks before it on its line. */
function isDocstring(whole: string, text: string, at: number): boolean {
  if (!/^(?:"""|''')/.test(whole)) return false;
  const line = text.slice(text.lastIndexOf('\n', at - 1) + 1, at);
  const before = text.slice(0, at).trimEnd().at(-1);
  return line.trim() === '' && before !== '(' && before !== ',' && before !== '=';
}
