/** What moves a cursor, switches colours, or turns a line around so that it reads as something else. */
const UNSAFE =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]/g;

/** Scanned code may hold anything; a terminal gets none of it raw. Tabs and line feeds stay. */
export function printable(text: string): string {
  return text.replace(UNSAFE, picture);
}

/** A path on one line. */
export function printablePath(file: string): string {
  return printable(file).replace(/\n/g, '␊').replace(/\t/g, '␉');
}

function picture(character: string): string {
  const code = character.charCodeAt(0);
  if (code < 0x20) return String.fromCharCode(0x2400 + code);
  if (code === 0x7f) return '␡';
  return `<U+${code.toString(16).toUpperCase().padStart(4, '0')}>`;
}
