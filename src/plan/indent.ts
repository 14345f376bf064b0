/**
 * One step of indentation as a file has it: what the first line inside some bracket is deeper than the line that opens
 * it. Two blanks where nothing tells.
 */
export function indentStep(text: string): string {
  for (const [, outer = '', inner = ''] of text.matchAll(/^([ \t]*)\S.*[{([]\r?\n([ \t]+)(?=[^\s*])/gm)) {
    const step = inner.startsWith(outer) ? inner.slice(outer.length) : '';
    if (/^(?:\t| {2,8})$/.test(step)) return step;
  }
  return '  ';
}
