import type { Span } from '../../src/finding.js';
import { isOpenAIHost } from '../../src/openai/hosts.js';
import { isModelText } from '../../src/openai/models.js';
import type { EnvLineSite, Setting, SettingRole } from '../../src/sites.js';
import { TextFile } from '../../src/text-tokens.js';
import type { SourceText } from '../../src/transform.js';
import { copyOf } from './copies.js';
import type { Entry } from './entries.js';
import { type Mark, TEMPLATE } from './marks.js';
import type { OwnImages } from './own-images.js';
import { isScript, type Parts, partsOf, within } from './parts.js';
import { assignment, isCommentedOut, isReference, NAME, NAMES } from './words.js';

/** One file of configuration, and what it does with the variables that it names. */
export class ConfigFile {
  private readonly file: TextFile;
  private readonly parts: Parts;
  /** A workflow that others of this repository call. */
  private readonly isCalledHere: boolean;

  constructor({ file, text }: SourceText, own: OwnImages, called: ReadonlySet<string>) {
    this.file = new TextFile(file, text);
    this.parts = partsOf({ file, text }, own);
    this.isCalledHere = called.has(file);
  }

  settings(): EnvLineSite[] {
    const named = new Map(this.parts.entries.map((entry) => [entry.nameSpan.start, entry]));
    const words = [...this.file.text.matchAll(NAMES)].flatMap((match) => {
      const entry = named.get(match.index);
      if (entry) return [];
      return this.word(match[0], { start: match.index, end: match.index + match[0].length });
    });
    return [...this.parts.entries.flatMap((entry) => this.entry(entry)), ...words].sort(
      (a, b) => a.token.span.start - b.token.span.start,
    );
  }

  /** Only what is named after OpenAI, or says something of it, is worth a place. */
  private entry(entry: Entry): EnvLineSite[] {
    const value = entry.literal ? this.file.text.slice(entry.literal.start, entry.literal.end) : '';
    const bare = value.replace(/^(["'])(.*)\1$/s, '$2');
    if (!new RegExp(`^${NAME.source}$`).test(entry.name) && !isModelText(bare) && !isAddress(bare)) return [];
    const mark = this.markAt(entry.nameSpan.start);
    const isComment = within(this.parts.comments, entry.nameSpan.start);
    const role = mark.role ?? (isComment ? 'prose' : 'set');
    // What others pass in may still be a key of OpenAI.
    const isPassedIn = entry.source === 'same' && this.isPassedIn(entry);
    const source = isPassedIn ? 'other' : entry.source;
    const copy = role === 'set' && !mark.owner ? copyOf(this.file.text, { ...entry, source }) : null;
    return this.site(entry.name, entry.nameSpan, entry.literal, mark, { role, source, copy });
  }

  private isPassedIn({ name, nameSpan, span }: Entry): boolean {
    const value = this.file.text.slice(nameSpan.end, span.end);
    if (/\binputs\./.test(value)) return true;
    return /\bsecrets\./.test(value) && this.parts.passed.has(name) && !this.isCalledHere;
  }

  private word(name: string, span: Span): EnvLineSite[] {
    const mark = this.markAt(span.start);
    const role = mark.role ?? this.roleAt(name, span);
    if (role === 'use' && !mark.owner) {
      const assigned = assignment(this.file.text, name, span.end);
      if (assigned)
        return this.site(name, span, assigned.literal, mark, {
          role: 'set',
          source: assigned.source,
          copy: null,
        });
    }
    return this.site(name, span, null, mark, { role, source: 'none', copy: null });
  }

  private site(
    name: string,
    span: Span,
    literal: Span | null,
    mark: Mark,
    part: Pick<Setting, 'role' | 'source' | 'copy'>,
  ): EnvLineSite[] {
    if (mark.owner === TEMPLATE) return [];
    const { end } = span;
    const setting: Setting = {
      ...part,
      owner: mark.owner ?? null,
      scope: mark.scope ?? null,
      isScript: isScript(this.parts.format),
    };
    return [
      {
        site: 'env-line',
        name,
        token: this.file.token(span.start, end),
        value: literal ? this.file.token(literal.start, literal.end) : this.file.token(end, end),
        prefix: '',
        lineEnd: end,
        eol: '',
        template: false,
        editable: part.role === 'set' && literal !== null && setting.owner === null,
        setting,
      },
    ];
  }

  private roleAt(name: string, { start, end }: Span): SettingRole {
    if (within(this.parts.comments, start))
      return isCommentedOut(this.file.text, start, end) ? 'pattern' : 'prose';
    const before = this.file.text.slice(Math.max(0, start - 40), start);
    if (/\binputs\.$/.test(before)) return 'fixed';
    if (/\bsecrets\.$/.test(before)) return this.parts.passed.has(name) ? 'fixed' : 'store';
    if (/\bvars\.$|\$\{(?:env|localEnv|input):$|secretKeyRef:[\s\S]{0,30}key:\s*["']?$/.test(before))
      return 'store';
    if (within(this.parts.scripts, start)) return 'use';
    return isReference(before, this.file.text.slice(end, end + 2)) && !this.isSaid(start) ? 'use' : 'prose';
  }

  /** In a text of several words that sets no variable. */
  private isSaid(offset: number): boolean {
    return (
      within(this.parts.sentences, offset) && !this.parts.entries.some(({ span }) => within([span], offset))
    );
  }

  /** The innermost mark around an offset. */
  private markAt(offset: number): Mark {
    let found: Mark = { start: 0, end: this.file.text.length };
    for (const mark of this.parts.marks)
      if (mark.start <= offset && offset < mark.end && mark.end - mark.start <= found.end - found.start)
        found = mark;
    return found;
  }
}

function isAddress(text: string): boolean {
  const host = /^https?:\/\/([^/:]+)/.exec(text)?.[1];
  return host !== undefined && isOpenAIHost(host);
}
