import type { Position } from './finding.js';
import type { Token } from './sites.js';

/** Tokens of a file that is not code: knows where its lines start. */
export class TextFile {
  readonly file: string;
  readonly text: string;
  private readonly starts: readonly number[];

  constructor(file: string, text: string) {
    this.file = file;
    this.text = text;
    const starts = [0];
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
    this.starts = starts;
  }

  token(start: number, end: number): Token {
    return {
      file: this.file,
      span: { start, end },
      range: { start: this.position(start), end: this.position(end) },
      text: this.text.slice(start, end),
      scope: '',
    };
  }

  /** The offset of a position; `column` counts from 1. */
  offset(line: number, column: number): number {
    return (this.starts[line - 1] ?? 0) + column - 1;
  }

  /** Every match of a global pattern, its group 1 if it has one; `within` stands for the text, offset by offset. */
  tokens(pattern: RegExp, within: string = this.text): Token[] {
    return [...within.matchAll(pattern)].map((match) => {
      const inner = match[1] ?? match[0];
      const start = match.index + match[0].indexOf(inner);
      return this.token(start, start + inner.length);
    });
  }

  private position(offset: number): Position {
    let low = 0;
    let high = this.starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    // The BOM is no column that an editor counts.
    const bom = low === 0 && this.text.startsWith('\uFEFF') ? 1 : 0;
    return { line: low + 1, column: Math.max(1, offset - (this.starts[low] ?? 0) - bom + 1), offset };
  }
}
