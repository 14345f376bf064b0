import type { Decision, Diagnostic } from '../finding.js';
import type { SourceText } from '../transform.js';
import { type CommentStyle, commentStyle } from './comments.js';
import { ruleMatches } from './globs.js';
import { statementEnd } from './statement.js';

/** A comment that keeps places of some rules from being reported. Lines are 1-based, both ends included. */
export interface Suppression {
  readonly file: string;
  readonly line: number;
  readonly rules: readonly string[];
  readonly reason: string | null;
  readonly from: number;
  readonly to: number;
}

export interface SuppressionOptions {
  /** A comment without a reason suppresses nothing. */
  readonly requireReason: boolean;
}

interface Directive {
  readonly what: 'next-line' | 'file' | 'start' | 'end';
  readonly rules: readonly string[];
  readonly reason: string | null;
  readonly line: number;
}

const WORD = 'banjia-ignore-';
const DIRECTIVE = /banjia-ignore-([\w-]*)([^\n]*)/g;

/** Every suppression of a file, and what is wrong with its comments. */
export function readSuppressions(
  source: SourceText,
  options: SuppressionOptions,
): { readonly suppressions: readonly Suppression[]; readonly diagnostics: readonly Diagnostic[] } {
  if (!source.text.includes(WORD)) return { suppressions: [], diagnostics: [] };
  const reader = new Reader(source, options);
  reader.read();
  return reader;
}

class Reader {
  readonly suppressions: Suppression[] = [];
  readonly diagnostics: Diagnostic[] = [];
  private readonly source: SourceText;
  private readonly style: CommentStyle;
  private readonly requireReason: boolean;
  private readonly lines: readonly string[];
  private readonly open: Directive[] = [];

  constructor(source: SourceText, { requireReason }: SuppressionOptions) {
    this.source = source;
    this.style = commentStyle(source.file);
    this.requireReason = requireReason;
    this.lines = source.text.split('\n');
  }

  read(): void {
    this.lines.forEach((text, index) => {
      if (!text.includes(WORD)) return;
      for (const match of text.matchAll(DIRECTIVE))
        if (this.style.opens.test(text.slice(0, match.index))) this.directive(match, index + 1);
    });
    for (const one of this.open) {
      this.warn(
        one.line,
        'banjia-ignore-start without its banjia-ignore-end: it holds to the end of the file',
      );
      this.add(one, one.line, this.lines.length);
    }
  }

  private directive(match: RegExpMatchArray, line: number): void {
    const [, what = '', rest = ''] = match;
    if (what !== 'next-line' && what !== 'file' && what !== 'start' && what !== 'end') {
      this.warn(line, `unknown comment ${match[0].split(/\s/, 1)[0]}: next-line, file, start or end`);
      return;
    }
    const [rules = '', ...reason] = rest.replace(this.style.closes, '').split(/\s--(?:\s|$)/);
    const one: Directive = {
      what,
      rules: rules.split(/[\s,]+/).filter(Boolean),
      reason: reason.join(' -- ').trim() || null,
      line,
    };
    if (what === 'end') this.close(one);
    else if (one.rules.length === 0)
      this.warn(
        line,
        `banjia-ignore-${what} names no rule: write for example banjia-ignore-${what} openai-node/model -- why`,
      );
    else if (this.requireReason && one.reason === null)
      this.warn(
        line,
        `banjia-ignore-${what} gives no reason, so it suppresses nothing: add -- and the reason`,
      );
    else this.place(one);
  }

  private place(one: Directive): void {
    if (one.what === 'start') this.open.push(one);
    else if (one.what === 'file') this.add(one, 1, this.lines.length);
    else {
      const first = this.nextCode(one.line);
      if (first !== undefined) this.add(one, first, statementEnd(this.lines, first, this.style));
      else this.warn(one.line, 'banjia-ignore-next-line at the end of the file suppresses nothing');
    }
  }

  /** Ends the innermost open region, or that of the rules it names. */
  private close(end: Directive): void {
    const at = this.open.findLastIndex(
      (start) => end.rules.length === 0 || end.rules.every((rule) => start.rules.includes(rule)),
    );
    const [start] = at < 0 ? [] : this.open.splice(at, 1);
    if (start) this.add(start, start.line, end.line);
    else this.warn(end.line, 'banjia-ignore-end without a banjia-ignore-start');
  }

  /** Blank lines and other comments may stand between. */
  private nextCode(line: number): number | undefined {
    for (let index = line; index < this.lines.length; index += 1) {
      const text = (this.lines[index] ?? '').trim();
      if (text !== '' && !this.style.isComment(text)) return index + 1;
    }
    return undefined;
  }

  private add({ line, rules, reason }: Directive, from: number, to: number): void {
    this.suppressions.push({ file: this.source.file, line, rules, reason, from, to });
  }

  private warn(line: number, message: string): void {
    this.diagnostics.push({ severity: 'warning', file: this.source.file, line, message });
  }
}

/** Which suppression each decision falls under; keeps count of those that were of use. */
export class Suppressions {
  private readonly byFile = new Map<string, Suppression[]>();
  private readonly used = new Map<Suppression, Set<string>>();

  constructor(suppressions: readonly Suppression[]) {
    for (const one of suppressions) {
      const list = this.byFile.get(one.file);
      if (list) list.push(one);
      else this.byFile.set(one.file, [one]);
    }
  }

  of({ finding }: Decision): Suppression | undefined {
    const { line } = finding.range.start;
    let found: Suppression | undefined;
    for (const one of this.byFile.get(finding.file) ?? []) {
      const rule =
        one.from <= line && line <= one.to && one.rules.find((name) => ruleMatches(name, finding.rule));
      if (!rule) continue;
      this.used.set(one, (this.used.get(one) ?? new Set()).add(rule));
      found ??= one;
    }
    return found;
  }

  /** To be asked when every decision was looked at. */
  unused(severity: 'error' | 'warning'): Diagnostic[] {
    return [...this.byFile.values()].flat().flatMap((one) => {
      const idle = one.rules.filter((rule) => !this.used.get(one)?.has(rule));
      if (idle.length === 0) return [];
      const message = `unused suppression: no finding of ${idle.join(', ')} there`;
      return [{ severity, file: one.file, line: one.line, message }];
    });
  }
}
