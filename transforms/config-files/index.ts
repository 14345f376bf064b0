import { type DataFormat, formatOf, readData } from '../../src/data/index.js';
import type { Span } from '../../src/finding.js';
import { isOpenAIHost } from '../../src/openai/hosts.js';
import { isModelText, MODEL_TEXT } from '../../src/openai/models.js';
import type { EnvLineSite, Setting, SettingRole, Site } from '../../src/sites.js';
import { TextFile } from '../../src/text-tokens.js';
import { defineTransform, type FindContext, type SourceText } from '../../src/transform.js';
import { copyOf } from './copies.js';
import { type Entry, entriesIn } from './entries.js';
import { calledWorkflows, type Mark, marksIn, passedIn, scriptsIn, TEMPLATE } from './marks.js';
import { type OwnImages, ownImages } from './own-images.js';
import { commentsIn, entriesInText, type TextFormat, textFormatOf } from './text-entries.js';
import { readValue } from './values.js';

const NAME = /(?<![\w-])(?:[A-Z0-9]+_)*OPEN_?AI(?:_[A-Z0-9]+)+(?!\w)/;
const NAMES = new RegExp(NAME.source, 'g');

/** Compose files, pipelines, deployments, scripts, Dockerfiles and the like: every variable that they name. */
export const configFiles = defineTransform({
  id: 'config-files',
  reads: 'text',
  find({ texts, manifests }: FindContext): readonly Site[] {
    const own = ownImages(
      manifests,
      texts.filter(({ kind }) => kind === 'config'),
    );
    const called = calledWorkflows(texts.filter(({ file }) => /\.ya?ml$/.test(file)));
    return texts.flatMap((source): Site[] =>
      isCandidate(source) ? [...new ConfigFile(source, own, called).settings(), ...replacements(source)] : [],
    );
  },
});

/** `sed s/OPENAI_API_KEY/…/` over what was built: the name there and the name here have to be the same. */
const REPLACES = /^[^#\n]*?\b(sed|perl|awk|envsubst|replace-in-file)\b[^\n]*OPEN_?AI/gm;

function replacements({ file, text }: SourceText): Site[] {
  if (textFormatOf(file) !== 'shell' && textFormatOf(file) !== 'docker') return [];
  return new TextFile(file, text).tokens(REPLACES).map((token) => ({
    site: 'note',
    dialect: 'config-files',
    kind: 'credential',
    token,
    confidence: 'probable',
    message: `${token.text} replaces a name of OpenAI’s in other files`,
    reason: 'names-replaced',
    help: null,
    related: [],
  }));
}

/** One look at the text, before it is taken apart: a name, or something that holds variables beside a model or address. */
function isCandidate({ file, text, kind }: SourceText): boolean {
  if ((kind !== 'config' && kind !== 'manifest') || NO_VARIABLES.test(file)) return false;
  return NAME.test(text) || (text.length < MAX_WITHOUT_NAMES && HOLDS.test(text) && SAYS.test(text));
}

/** Longer files without a name are data. */
const MAX_WITHOUT_NAMES = 256 * 1024;
const HOLDS = /env|vars|variables|secrets|stringData|ConfigMap|_[A-Z]+\s*[=:]/i;
const SAYS = new RegExp(`${MODEL_TEXT.source}|api\\.openai\\.com`);

/** Languages in which a name of a variable is no variable of a process. */
const NO_VARIABLES = /\.(?:sql|prisma|graphql)$/i;

class ConfigFile {
  private readonly file: TextFile;
  private readonly format: DataFormat | TextFormat;
  private readonly entries: readonly Entry[];
  private readonly marks: readonly Mark[];
  private readonly comments: readonly Span[];
  private readonly scripts: readonly Span[];
  private readonly passed: ReadonlySet<string>;
  private readonly isCalledHere: boolean;

  constructor({ file, text }: SourceText, own: OwnImages, called: ReadonlySet<string>) {
    this.file = new TextFile(file, text);
    const documents = readData(file, text);
    this.format = (documents && formatOf(file)) ?? textFormatOf(file);
    this.entries = documents ? entriesIn(text, documents) : entriesInText(text, textFormatOf(file));
    const marks = documents ? marksIn(file, documents, own) : dockerMarks(this.format, file, text);
    this.comments = commentsIn(text, this.format);
    this.scripts = documents
      ? scriptsIn(documents)
      : isScript(this.format)
        ? [{ start: 0, end: text.length }]
        : [];
    this.marks = [...marks, ...callers(text, this.scripts)];
    this.passed = documents ? passedIn(documents) : new Set();
    this.isCalledHere = called.has(file);
  }

  settings(): EnvLineSite[] {
    const named = new Map(this.entries.map((entry) => [entry.nameSpan.start, entry]));
    const words = [...this.file.text.matchAll(NAMES)].flatMap((match) => {
      const entry = named.get(match.index);
      if (entry) return [];
      return this.word(match[0], { start: match.index, end: match.index + match[0].length });
    });
    return [...this.entries.flatMap((entry) => this.entry(entry)), ...words].sort(
      (a, b) => a.token.span.start - b.token.span.start,
    );
  }

  /** Only what is named after OpenAI, or says something of it, is worth a place. */
  private entry(entry: Entry): EnvLineSite[] {
    const value = entry.literal ? this.file.text.slice(entry.literal.start, entry.literal.end) : '';
    const bare = value.replace(/^(["'])(.*)\1$/s, '$2');
    if (!new RegExp(`^${NAME.source}$`).test(entry.name) && !isModelText(bare) && !isAddress(bare)) return [];
    const mark = this.markAt(entry.nameSpan.start);
    const isComment = within(this.comments, entry.nameSpan.start);
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
    return /\bsecrets\./.test(value) && this.passed.has(name) && !this.isCalledHere;
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
      isScript: isScript(this.format),
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
    if (within(this.comments, start)) return isCommentedOut(this.file.text, start, end) ? 'pattern' : 'prose';
    const before = this.file.text.slice(Math.max(0, start - 40), start);
    if (/\binputs\.$/.test(before)) return 'fixed';
    if (/\bsecrets\.$/.test(before)) return this.passed.has(name) ? 'fixed' : 'store';
    if (/\bvars\.$|\$\{(?:env|localEnv|input):$|secretKeyRef:[\s\S]{0,30}key:\s*["']?$/.test(before))
      return 'store';
    if (isReference(before, this.file.text.slice(end, end + 2))) return 'use';
    return within(this.scripts, start) ? 'use' : 'prose';
  }

  /** The innermost mark around an offset. */
  private markAt(offset: number): Mark {
    let found: Mark = { start: 0, end: this.file.text.length };
    for (const mark of this.marks)
      if (mark.start <= offset && offset < mark.end && mark.end - mark.start <= found.end - found.start)
        found = mark;
    return found;
  }
}

/** `NAME=value` in a command, `NAME ?= value` at the beginning of a line. */
function assignment(text: string, name: string, end: number): Pick<Entry, 'source' | 'literal'> | undefined {
  const isFirst = /(?:^|\n)[ \t]*$/.test(text.slice(Math.max(0, end - name.length - 80), end - name.length));
  const sign = (isFirst ? /^[ \t]*[:?+]?=(?!=)[ \t]*/ : /^=(?!=)/).exec(text.slice(end, end + 20))?.[0];
  if (sign === undefined) return undefined;
  const from = end + sign.length;
  const rest = text.slice(from, from + 400);
  // A command that is run for it.
  if (/^["']?(?:`|\$\((?![A-Z_][A-Z0-9_]*\)))/.test(rest)) return { source: 'other', literal: null };
  const [, quote = '', inner = ''] = /^((?:\\?["'])?)([^"'\s\\;]*)\1/.exec(rest) ?? [];
  const { source, literal } = readValue(inner, name);
  const at = from + quote.length;
  return { source, literal: literal && { start: at + literal.start, end: at + literal.end } };
}

/** `# NAME: …`, `# - NAME=…`. */
function isCommentedOut(text: string, start: number, end: number): boolean {
  const before = text.slice(text.lastIndexOf('\n', start - 1) + 1, start);
  return (
    /^[ \t]*(?:#|\/\/)[ \t#]*(?:-[ \t]+)?(?:export[ \t]+)?["']?$/.test(before) &&
    /^["']?[ \t]*[:=]/.test(text.slice(end, end + 8))
  );
}

const CALLS = /\b(?:curl|wget|https?|xh|iwr|irm|Invoke-\w+)\b(?!:)[\s\S]{0,400}?\bapi\.openai\.com\b/;

/** `curl https://api.openai.com/… -H "Authorization: Bearer $OPENAI_API_KEY"`: the new key must not go there. */
function callers(text: string, scripts: readonly Span[]): Mark[] {
  return scripts
    .filter(({ start, end }) => CALLS.test(text.slice(start, end)))
    .map(({ start, end }) => ({ start, end, owner: 'a command that calls OpenAI itself' }));
}

function within(spans: readonly Span[], offset: number): boolean {
  return spans.some(({ start, end }) => start <= offset && offset < end);
}

/** Every word in a script that is no comment is said to a shell. */
function isScript(format: DataFormat | TextFormat): boolean {
  return format === 'shell' || format === 'docker' || format === 'hcl';
}

/** A Dockerfile is for the code beside and below it. */
function dockerMarks(format: string, file: string, text: string): Mark[] {
  if (format !== 'docker') return [];
  const scope = file.includes('/') ? file.slice(0, file.lastIndexOf('/')) : '';
  return [{ start: 0, end: text.length, scope }];
}

function isAddress(text: string): boolean {
  const host = /^https?:\/\/([^/:]+)/.exec(text)?.[1];
  return host !== undefined && isOpenAIHost(host);
}

/** `$NAME`, `${NAME`, `${env:NAME`, `$(NAME`, `env.NAME`, `.Values.env.NAME`, `%NAME%`, `env(NAME`. */
function isReference(before: string, after: string): boolean {
  return (
    /(?:\$\{?\(?(?:env:|localEnv:|containerEnv:)?!?|\benv\.|\.Values\.[\w.]*\.?|\benv\(["']?)$/.test(
      before,
    ) ||
    (before.endsWith('%') && after.startsWith('%'))
  );
}
