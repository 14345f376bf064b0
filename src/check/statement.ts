import type { CommentStyle } from './comments.js';

/** A statement that goes on for longer is not looked at any further. */
const MAX_LINES = 60;

/** Behind these an object literal begins; everywhere else `{` opens a block, which is statements of its own. */
const BEFORE_OBJECT = /(?:[=([,:?&|]|\b(?:return|await|const|let|var|import|export|yield))\s*$/;
/** At the end of a line these say that the statement goes on. */
const OPEN_END = /(?:=>|[=+\-*/%&|?:.<])\s*$/;
/** At the start of the next line as well. */
const OPEN_START = /^\s*(?:[.?:&|+*/%]|as\b|satisfies\b)/;

/**
 * The last line of the statement that begins on line `first`, so that a formatter that breaks it into lines does not
 * take it out of reach of the comment above. Blocks are not part of it: what they hold are other statements.
 */
export function statementEnd(lines: readonly string[], first: number, style: CommentStyle): number {
  if (!style.brackets) return first;
  const scanner = new Scanner();
  const limit = Math.min(lines.length, first + MAX_LINES);
  for (let number = first; number <= limit; number += 1) {
    const text = (lines[number - 1] ?? '').replace(/\r$/, '');
    scanner.line(text);
    if (scanner.stopped || scanner.depth < 0) return number;
    const goesOn = scanner.depth > 0 || scanner.inTemplate;
    if (!goesOn && !OPEN_END.test(scanner.code) && !OPEN_START.test(lines[number] ?? '')) return number;
  }
  return limit;
}

/** Counts brackets outside texts and comments, line by line. */
class Scanner {
  depth = 0;
  /** A block was opened. */
  stopped = false;
  inTemplate = false;
  /** The code of the last line, texts emptied and comments gone. */
  code = '';
  private inComment = false;

  line(text: string): void {
    this.code = '';
    for (let at = 0; at < text.length && !this.stopped; ) at = this.step(text, at);
  }

  private step(text: string, at: number): number {
    if (this.inComment)
      return this.skipTo(text, at, '*/', () => {
        this.inComment = false;
      });
    if (this.inTemplate) return this.template(text, at);
    const two = text.slice(at, at + 2);
    if (two === '//') return text.length;
    if (two === '/*') {
      this.inComment = true;
      return at + 2;
    }
    const character = text[at] ?? '';
    if (character === "'" || character === '"') return this.string(text, at, character);
    if (character === '`') {
      this.inTemplate = true;
      return at + 1;
    }
    this.bracket(character);
    this.code += character;
    return at + 1;
  }

  private skipTo(text: string, at: number, end: string, done: () => void): number {
    const found = text.indexOf(end, at);
    if (found < 0) return text.length;
    done();
    return found + end.length;
  }

  private template(text: string, at: number): number {
    for (let index = at; index < text.length; index += 1) {
      if (text[index] === '\\') index += 1;
      else if (text[index] === '`') {
        this.inTemplate = false;
        this.code += '``';
        return index + 1;
      }
    }
    return text.length;
  }

  private string(text: string, at: number, quote: string): number {
    this.code += "''";
    for (let index = at + 1; index < text.length; index += 1) {
      if (text[index] === '\\') index += 1;
      else if (text[index] === quote) return index + 1;
    }
    return text.length;
  }

  private bracket(character: string): void {
    if (character === '{' && !BEFORE_OBJECT.test(this.code)) this.stopped = true;
    else if ('([{'.includes(character)) this.depth += 1;
    else if (')]}'.includes(character)) this.depth -= 1;
  }
}
