/** Characters that take two columns in a terminal: CJK, full-width forms, kana, hangul. */
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6]/g;
// biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences are what is looked for.
const ESCAPES = /\u001b\[[0-9;]*m|\u001b\]8;;[^\u0007]*\u0007/g;

/** Columns that a text takes, colours not counted. */
export function widthOf(text: string): number {
  const bare = text.replace(ESCAPES, '');
  return [...bare].length + (bare.match(WIDE)?.length ?? 0);
}

/** Fills up to `columns` with blanks behind the text. */
export function pad(text: string, columns: number): string {
  return text + ' '.repeat(Math.max(0, columns - widthOf(text)));
}

/**
 * Breaks a text at blanks to lines of at most `columns`. The first follows `indent`, the others stand below its text. A
 * word longer than a line stays whole.
 */
export function wrap(text: string, columns: number, indent: string): string {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/)) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (line !== '' && widthOf(indent) + widthOf(longer) > columns) {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  if (line !== '') lines.push(line);
  const below = ' '.repeat(widthOf(indent));
  return lines.map((one, index) => (index === 0 ? indent : below) + one).join('\n');
}
