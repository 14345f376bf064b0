import type { ChalkInstance } from 'chalk';
import type { Outcome } from '../verify/index.js';
import { SCHEMA_VERSION, type Tool } from './json.js';
import type { Lang } from './messages.js';
import { printable, printablePath } from './printable.js';
import { grouped, hang } from './text-parts.js';
import { pad, widthOf } from './width.js';

/** What `banjia verify` has to tell. No key in it. */
export interface VerifyReport {
  readonly provider: string;
  readonly name: string;
  readonly keyVariable: string;
  readonly outcomes: readonly Outcome[];
}

export interface VerifyView {
  readonly chalk: ChalkInstance;
  readonly columns: number;
  readonly lang: Lang;
  readonly verbose: boolean;
}

const WORDS = {
  en: {
    head: (name: string, id: string, variable: string) => `${name} (${id}), key from ${variable}`,
    marks: { works: 'works', fails: 'fails', 'not-tried': 'not tried' },
    noModel: '(model not in sight)',
    summary: (works: number, fails: number, untried: number) =>
      `${works} ${works === 1 ? 'works' : 'work'}, ${fails} ${fails === 1 ? 'does' : 'do'} not, ${untried} not tried`,
    more: (count: number) => `and ${count} more`,
  },
  zh: {
    head: (name: string, id: string, variable: string) => `${name}（${id}），密钥取自 ${variable}`,
    marks: { works: '可用', fails: '失败', 'not-tried': '未尝试' },
    noModel: '（代码中看不到模型）',
    summary: (works: number, fails: number, untried: number) =>
      `${works} 项可用，${fails} 项失败，${untried} 项未尝试`,
    more: (count: number) => `另有 ${count} 处`,
  },
} as const;

const MAX_PLACES = 3;

/** By endpoint: what works, what does not, and what the provider said. */
export function renderVerify(report: VerifyReport, view: VerifyView): string {
  const words = WORDS[view.lang];
  const lines = [view.chalk.bold(words.head(report.name, report.provider, report.keyVariable)), ''];
  for (const [baseURL, outcomes] of grouped(report.outcomes, (one) => one.baseURL)) {
    lines.push(view.chalk.cyan(printable(baseURL)), ...rows(outcomes, view), '');
  }
  const count = (kind: Outcome['outcome']) => report.outcomes.filter((one) => one.outcome === kind).length;
  return `${[...lines, words.summary(count('works'), count('fails'), count('not-tried'))].join('\n')}\n`;
}

function rows(outcomes: readonly Outcome[], view: VerifyView): string[] {
  const { chalk, columns } = view;
  const words = WORDS[view.lang];
  const colours = { works: chalk.green, fails: chalk.red, 'not-tried': chalk.dim };
  const wide = Math.max(...Object.values(words.marks).map(widthOf));
  return outcomes.flatMap((one) => {
    const mark = colours[one.outcome](pad(words.marks[one.outcome], wide));
    const model = one.probe.operation === 'models' ? '' : (one.probe.model ?? words.noModel);
    const head = `  ${mark}  ${one.probe.operation} ${chalk.bold(printable(model))}`.trimEnd();
    const said = [one.status === null ? '' : String(one.status), one.message ?? '']
      .filter(Boolean)
      .map(printable)
      .join(' ');
    const indent = ' '.repeat(wide + 4);
    return [
      head,
      ...(one.outcome === 'works' ? [] : [hang(indent, said, columns)]),
      ...(one.outcome === 'works' && !view.verbose
        ? []
        : [chalk.dim(hang(indent, placesOf(one, view), columns))]),
    ];
  });
}

function placesOf({ probe }: Outcome, { verbose, lang }: VerifyView): string {
  const all = probe.places.map(({ file, line }) => `${printablePath(file)}:${line}`);
  const shown = verbose ? all : all.slice(0, MAX_PLACES);
  const rest = all.length - shown.length;
  return [...shown, ...(rest > 0 ? [WORDS[lang].more(rest)] : [])].join(', ');
}

/** The document of `verify --json`. */
export function renderVerifyJson(report: VerifyReport, tool: Tool): string {
  const document = {
    schemaVersion: SCHEMA_VERSION,
    tool: { name: tool.name, version: tool.version },
    command: 'verify',
    target: { provider: report.provider, keyVariable: report.keyVariable },
    results: report.outcomes.map(({ probe, baseURL, outcome, status, message }) => ({
      baseURL,
      operation: probe.operation,
      model: probe.model,
      outcome,
      status,
      message,
      places: probe.places.map(({ file, line }) => ({ file, line })),
    })),
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}
