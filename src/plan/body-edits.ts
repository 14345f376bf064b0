import type { Edit } from '../finding.js';
import type { Json } from '../providers/types.js';
import type { Blanks, ReasonId } from '../reasons.js';
import type { ObjectShape, ParameterUse, RequestSite } from '../sites.js';
import { fieldText, forbidsUnused, isKnownField, isTyped, literalText, quoteOf, spelt } from './fields.js';
import { insertLines, removeProperties } from './object-edit.js';
import type { Act, Outcome } from './outcome.js';
import { byHand, rewritten, stays, type Verdict } from './verdict.js';

/** A parameter that was not there, and why it is said. */
export interface Addition {
  readonly name: string;
  readonly value: Json;
  readonly why: string | null;
}

/** A property that the options of a call get as it stands. */
export interface OptionLine {
  /** Source text, without a comma. */
  readonly line: string;
  readonly message: string;
  /** The one object that it belongs in, as `file:offset`; without it all of them. */
  readonly only?: string;
}

/** What becomes of one parameter. */
export interface Decided {
  readonly use: ParameterUse;
  readonly outcome: Outcome;
}

/** What libraries over the SDK have under both names: renaming one to the other compiles. */
const LIMITS = new Set(['max_tokens', 'max_completion_tokens']);

type Base = Pick<Verdict, 'token' | 'kind' | 'dialect' | 'message'>;

/** Turns what was decided about a request's parameters into verdicts whose edits fit each other. */
export class BodyEdits {
  private readonly request: RequestSite;
  private readonly texts: ReadonlyMap<string, string>;
  private readonly blanks: Blanks;
  private readonly removed = new Map<string, Set<string>>();

  constructor(request: RequestSite, texts: ReadonlyMap<string, string>, blanks: Blanks) {
    this.request = request;
    this.texts = texts;
    this.blanks = blanks;
  }

  verdicts(
    decided: readonly Decided[],
    additions: readonly Addition[],
    lines: readonly OptionLine[] = [],
  ): Verdict[] {
    const checked = decided.map((one) => ({ ...one, outcome: this.possible(one) }));
    for (const { use, outcome } of checked)
      if (outcome.act.do === 'remove') this.removedFrom(use.object).add(use.property.name ?? '');
    return [...checked.map((one) => this.verdict(one)), ...this.added(additions), ...this.optionLines(lines)];
  }

  /** All of them at once: what several edits put in the same place has no order. */
  private optionLines(lines: readonly OptionLine[]): Verdict[] {
    if (lines.length === 0) return [];
    const { token, dialect, bodies } = this.request;
    const base = { token, kind: 'parameter', dialect } as const;
    const message = lines.map((one) => one.message).join('; ');
    const isOpen =
      bodies.length === 0 || bodies.some((body) => body.properties.some(({ name }) => name === null));
    if (isOpen)
      return [byHand({ ...base, message: message.replace(/^adds /, 'add ') }, 'body-unknown', this.blanks)];
    const edits = bodies.flatMap((body) => {
      const own = lines.filter(
        ({ only }) => only === undefined || only === `${body.file}:${body.span.start}`,
      );
      const texts = own.map(({ line }) => line);
      return own.length > 0
        ? insertLines(this.text(body.file), body, texts, 'model', this.removedFrom(body))
        : [];
    });
    return [rewritten({ ...base, message }, edits)];
  }

  /** The outcome, or why it has to be left to a person. */
  private possible({ use, outcome }: Decided): Outcome {
    const reason = this.obstacle(use, outcome.act);
    return reason ? { act: { do: 'by-hand', reason }, message: outcome.message } : outcome;
  }

  private obstacle(use: ParameterUse, act: Act): ReasonId | null {
    switch (act.do) {
      case 'remove':
        // A library that has a default of its own sends that instead.
        if (use.assigned || this.isReadBack(use) || Object.hasOwn(this.request.implicit ?? {}, use.name))
          return 'parameter-rejected';
        return use.lastUse && forbidsUnused(this.texts) ? 'parameter-rejected' : null;
      case 'rename':
        if (this.isReadBack(use)) return 'parameter-renamed';
        return this.isPlain(act.to, use) || this.takesFields(use) ? null : 'parameter-renamed';
      case 'field':
        return this.takesFields(use) ? null : 'parameter-values';
      default:
        return null;
    }
  }

  /** Somebody reads it of the object later on. */
  private isReadBack(use: ParameterUse): boolean {
    return this.request.readBack?.includes(use.name) ?? false;
  }

  /** A name that compiles wherever the old one did. */
  private isPlain(name: string, use: ParameterUse): boolean {
    const { openBody, provider } = this.request;
    if (!openBody) return !provider && LIMITS.has(use.name) && LIMITS.has(name) && this.canSay(name, use);
    return isKnownField(this.request, name) || !isTyped(use.object.file, this.texts);
  }

  /** A dialect with names of its own has those, and what it hands through to OpenAI as it stands. */
  private canSay(name: string, use: ParameterUse): boolean {
    const { spelling } = this.request;
    return Object.keys(spelling).length === 0 || use.written === use.name || Object.hasOwn(spelling, name);
  }

  private takesFields(use: ParameterUse): boolean {
    return this.request.openBody === true && !use.assigned;
  }

  private verdict({ use, outcome: { act, message } }: Decided): Verdict {
    const base = { ...this.base(use), message };
    switch (act.do) {
      case 'nothing':
        return stays(base);
      case 'by-hand':
        return byHand(base, act.reason, this.blanks);
      case 'value':
        return rewritten({ ...base, token: act.at }, [
          { file: act.at.file, ...act.at.span, text: this.inPlace(act.at.text, act.value) },
        ]);
      default:
        return rewritten(base, this.edits(use, act));
    }
  }

  private edits(use: ParameterUse, act: Act): Edit[] {
    const { file } = use.object;
    const { nameSpan, valueSpan, span, kind } = use.property;
    switch (act.do) {
      case 'remove':
        return (
          removeProperties(this.text(file), use.object, this.removedFrom(use.object)).get(
            use.property.name ?? '',
          ) ?? []
        );
      case 'rename': {
        // What is handed through to OpenAI in OpenAI's own words keeps them.
        const name = use.written === use.name ? act.to : this.spelt(act.to);
        if (!this.isPlain(act.to, use))
          return [
            {
              file,
              ...span,
              text: fieldText([[name, this.text(file).slice(valueSpan.start, valueSpan.end)]], true),
            },
          ];
        if (kind === 'shorthand')
          return [{ file, start: nameSpan.start, end: nameSpan.start, text: `${name}: ` }];
        return [{ file, ...nameSpan, text: name }];
      }
      case 'write':
        if (kind === 'shorthand') return [{ file, start: span.end, end: span.end, text: `: ${act.text}` }];
        return [{ file, ...valueSpan, text: act.text }];
      case 'field':
        return [
          { file, ...span, text: fieldText([[act.name, this.quoted(act.text)]], isTyped(file, this.texts)) },
        ];
      default:
        return [];
    }
  }

  private added(additions: readonly Addition[]): Verdict[] {
    if (additions.length === 0) return [];
    const { token, dialect, bodies } = this.request;
    const base = { token, kind: 'parameter', dialect, message: this.tell(additions) } as const;
    const isNew = (one: Addition) => !isKnownField(this.request, one.name, one.value);
    const hidden = this.request.opaque ?? this.request.partial;
    // What is spread into the body may say it already, unless OpenAI has no such thing.
    const mayRepeat = this.request.partial && !additions.every(isNew);
    const unknown = additions.some(isNew) && !this.request.openBody;
    if (bodies.length === 0 || hidden || mayRepeat || unknown)
      return [
        byHand({ ...base, message: base.message.replace(/^adds /, 'add ') }, 'body-unknown', this.blanks),
      ];
    return [
      rewritten(
        base,
        bodies.flatMap((body) => this.insert(body, additions, isNew)),
      ),
    ];
  }

  private insert(
    body: ObjectShape,
    additions: readonly Addition[],
    isUnknown: (one: Addition) => boolean,
  ): Edit[] {
    const typed = isTyped(body.file, this.texts);
    // In a variable without a type of its own a text is any text, which the SDK's lists of values refuse.
    const widens = typed && this.request.openBody === true && !this.isInCall(body);
    const isNew = (one: Addition) =>
      isUnknown(one) || (widens && (this.request.plain === true || typeof one.value === 'string'));
    const pair = (one: Addition) => [this.spelt(one.name), this.sourceOf(one)] as const;
    const fields = additions.filter(isNew).map(pair);
    const lines = additions.filter((one) => !isNew(one)).map((one) => pair(one).join(': '));
    if (fields.length > 0)
      lines.push(...(typed ? [fieldText(fields, true)] : fields.map((one) => fieldText([one], false))));
    return insertLines(this.text(body.file), body, lines, this.spelt('model'), this.removedFrom(body));
  }

  private isInCall({ file, span }: ObjectShape): boolean {
    const { call } = this.request;
    return file === call.file && call.span.start <= span.start && span.end <= call.span.end;
  }

  private tell(additions: readonly Addition[]): string {
    const whys = additions.flatMap(({ why }) => why ?? []);
    const what = additions.map((one) => `${this.spelt(one.name)}: ${this.sourceOf(one)}`).join(', ');
    return whys.length > 0 ? `adds ${what}: ${[...new Set(whys)].join('; ')}` : `adds ${what}`;
  }

  private sourceOf({ value }: Addition): string {
    return literalText(value, quoteOf(this.request, this.texts));
  }

  /** A literal in the quotes of the one that it replaces. */
  private inPlace(old: string, value: string | number | boolean): string {
    return typeof value === 'string' ? `${old[0]}${value}${old.at(-1)}` : String(value);
  }

  /** JSON text with the quotes of the body. */
  private quoted(text: string): string {
    const quote = quoteOf(this.request, this.texts);
    return text.replace(/^"(.*)"$/, `${quote}$1${quote}`);
  }

  private base(use: ParameterUse): Omit<Base, 'message'> {
    const { property, object } = use;
    const token = {
      file: object.file,
      span: property.nameSpan,
      range: use.nameRange,
      text: use.written,
      scope: this.request.token.scope,
    };
    return { token, kind: 'parameter', dialect: this.request.dialect };
  }

  private removedFrom(object: ObjectShape): Set<string> {
    const key = `${object.file}:${object.span.start}`;
    const known = this.removed.get(key) ?? new Set<string>();
    this.removed.set(key, known);
    return known;
  }

  private spelt(name: string): string {
    return spelt(this.request, name);
  }

  private text(file: string): string {
    return this.texts.get(file) ?? '';
  }
}
