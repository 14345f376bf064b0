import { type DataFormat, formatOf, readData } from '../../src/data/index.js';
import type { Span } from '../../src/finding.js';
import type { SourceText } from '../../src/transform.js';
import { type Entry, entriesIn } from './entries.js';
import { isApiDescription, type Mark, marksIn, passedIn, scriptsIn, textsIn } from './marks.js';
import type { OwnImages } from './own-images.js';
import { commentsIn, entriesInText, type TextFormat, textFormatOf } from './text-entries.js';

/** What stands where in a file. */
export interface Parts {
  readonly format: DataFormat | TextFormat;
  readonly entries: readonly Entry[];
  readonly marks: readonly Mark[];
  readonly comments: readonly Span[];
  /** Commands: every word is said to a shell. */
  readonly scripts: readonly Span[];
  /** Texts of several words, said to people. */
  readonly sentences: readonly Span[];
  /** Names that other workflows pass in. */
  readonly passed: ReadonlySet<string>;
}

export function partsOf(source: Pick<SourceText, 'file' | 'text'>, own: OwnImages): Parts {
  const { file, text } = source;
  const documents = readData(file, text);
  const format = (documents && formatOf(file)) ?? textFormatOf(file);
  const comments = commentsIn(text, format);
  if (documents) {
    const scripts = scriptsIn(documents);
    return {
      format,
      entries: entriesIn(text, documents),
      marks: isApiDescription(documents)
        ? [{ start: 0, end: text.length, role: 'prose' }]
        : [...marksIn(file, documents, own), ...callers(text, scripts)],
      comments,
      scripts,
      sentences: textsIn(documents),
      passed: passedIn(documents),
    };
  }
  const scripts = isScript(format) ? [{ start: 0, end: text.length }] : [];
  return {
    format,
    entries: entriesInText(text, textFormatOf(file)),
    marks: [...dockerMarks(format, file, text), ...callers(text, scripts)],
    comments,
    scripts,
    sentences: [],
    passed: new Set(),
  };
}

export function within(spans: readonly Span[], offset: number): boolean {
  return spans.some(({ start, end }) => start <= offset && offset < end);
}

/** Languages in which every word that is no comment is said to a shell. */
export function isScript(format: DataFormat | TextFormat): boolean {
  return format === 'shell' || format === 'docker' || format === 'hcl';
}

const CALLS = /\b(?:curl|wget|https?|xh|iwr|irm|Invoke-\w+)\b(?!:)[\s\S]{0,400}?\bapi\.openai\.com\b/;

/** `curl https://api.openai.com/… -H "Authorization: Bearer $OPENAI_API_KEY"`: the new key must not go there. */
function callers(text: string, scripts: readonly Span[]): Mark[] {
  return scripts
    .filter(({ start, end }) => CALLS.test(text.slice(start, end)))
    .map(({ start, end }) => ({ start, end, owner: 'a command that calls OpenAI itself' }));
}

/** A Dockerfile is for the code beside and below it. */
function dockerMarks(format: string, file: string, text: string): Mark[] {
  if (format !== 'docker') return [];
  const scope = file.includes('/') ? file.slice(0, file.lastIndexOf('/')) : '';
  return [{ start: 0, end: text.length, scope }];
}
