import type { Decision, FileChange, Problem, Report } from '../finding.js';
import { findProvider } from '../providers/index.js';
import { isReason, reasonTitle } from '../reasons.js';
import { escapeHtml, htmlPage } from './html-page.js';
import { type HunkLine, hunksOf } from './hunks.js';
import { type Lang, MESSAGES, type Messages } from './messages.js';
import { printable } from './printable.js';
import { asideText, countSeverities, problemsOf, redactor } from './problems.js';
import { redactAll } from './redact.js';
import { grouped, isGuess } from './text-parts.js';
import { cutLine, emphasise, type Segment } from './words.js';

export interface HtmlContext {
  readonly lang: Lang;
}

const MAX_COLUMNS = 400;
/** Longer diffs start folded. */
const FOLD_LINES = 400;

/** The diff report as one page that needs nothing else: to be kept as an artifact of a job, or sent to a reviewer. */
export function renderHtml(report: Report, { lang }: HtmlContext): string {
  const view = new Page(report, lang);
  return htmlPage(lang === 'zh' ? 'zh-CN' : 'en', view.title(), view.body());
}

class Page {
  private readonly report: Report;
  private readonly lang: Lang;
  private readonly words: Messages;
  private readonly clean: (text: string) => string;
  private readonly problems: readonly Problem[];

  constructor(report: Report, lang: Lang) {
    this.report = report;
    this.lang = lang;
    this.words = MESSAGES[lang];
    const clean = redactor(report);
    this.clean = (text) => escapeHtml(printable(clean(text)));
    // What the diff shows is not said twice.
    const all = problemsOf(report);
    this.problems =
      report.command === 'migrate' ? all.filter(({ decision }) => decision.action === 'manual') : all;
  }

  title(): string {
    const { target, command } = this.report;
    if (!target) return `banjia ${command}`;
    const name = findProvider(target.provider)?.name[this.lang] ?? target.provider;
    return `banjia ${command}: ${this.words.migrates(this.words.target(name, target.provider, target.region))}`;
  }

  body(): string[] {
    const { report, words } = this;
    return [
      `<h1>${escapeHtml(this.title())}</h1>`,
      `<p class="soft">${escapeHtml([words.filesRead(report.stats.filesRead), ...asideText(report)].join(words.between))}</p>`,
      this.counts(),
      ...this.failures(),
      // A plan is read for its changes, a check for what it found.
      ...(report.command === 'check'
        ? [...this.lists(), ...this.changes()]
        : [...this.changes(), ...this.lists()]),
      ...this.next(),
    ];
  }

  private counts(): string {
    const { report, words } = this;
    const item = (count: number, name: string, tone: string) =>
      `<li><b class="${count > 0 ? tone : 'soft'}">${count}</b>${escapeHtml(name)}</li>`;
    const of = (action: string) => report.decisions.filter((one) => one.action === action);
    if (report.command === 'check') {
      const { error, warning, info } = countSeverities(this.problems);
      const items = [
        item(error, words.errors, 'error'),
        item(warning, words.warnings, 'warning'),
        item(info, words.hints, 'info'),
      ];
      return `<ul class="counts">${items.join('')}</ul>`;
    }
    const items = [
      item(of('rewrite').length, words.rewritten, 'ok'),
      item(of('manual').filter((one) => !isGuess(one)).length, words.byHand, 'warning'),
      item(of('manual').filter(isGuess).length, words.textOnly, 'info'),
      item(of('none').length, words.stays, 'soft'),
    ];
    return `<ul class="counts">${items.join('')}</ul>`;
  }

  private failures(): string[] {
    const { diagnostics } = this.report;
    if (diagnostics.length === 0) return [];
    const rows = diagnostics.map(({ severity, file, line, message }) => {
      const place =
        file === null ? '' : `<code>${escapeHtml(line === undefined ? file : `${file}:${line}`)}</code> `;
      return `<li><span class="${severity}">${severity}</span> ${place}${this.clean(message)}</li>`;
    });
    return [`<div class="group"><ul>${rows.join('')}</ul></div>`];
  }

  private changes(): string[] {
    const { report, words } = this;
    if (report.changes.length === 0 || report.command === 'scan') return [];
    return [
      `<h2>${escapeHtml(words.changes(report.changes.length))}</h2>`,
      ...report.changes.map((change) => this.change(change)),
    ];
  }

  private change(change: FileChange): string {
    const lines = hunksOf(change).flatMap((hunk) => [
      `<span class="l h">${escapeHtml(hunk.header)}</span>`,
      ...this.hunk(hunk.lines, change),
    ]);
    const reasons = change.reasons.map((reason) => `<li>${this.clean(reason)}</li>`);
    return [
      `<details${lines.length <= FOLD_LINES ? ' open' : ''}><summary><code>${escapeHtml(change.file)}</code></summary>`,
      `<ul class="why">${reasons.join('')}</ul>`,
      `<code class="diff">${lines.join('')}</code></details>`,
    ].join('\n');
  }

  private hunk(lines: readonly HunkLine[], { secrets }: FileChange): string[] {
    const shown = lines.map((line) => ({
      ...line,
      text: printable(redactAll(line.text.replace(/\r$/, '').replace(/^\ufeff/, ''), secrets)),
    }));
    const result: string[] = [];
    for (let at = 0; at < shown.length; ) {
      const removed = run(shown, at, '-');
      const added = run(shown, at + removed.length, '+');
      const words = emphasise(
        removed.map(({ text }) => text),
        added.map(({ text }) => text),
      );
      result.push(...removed.map((_, index) => diffLine('-', words.removed[index] ?? [])));
      result.push(...added.map((_, index) => diffLine('+', words.added[index] ?? [])));
      at += removed.length + added.length;
      const line = shown[at];
      if (removed.length + added.length > 0 || !line) continue;
      result.push(diffLine(' ', [{ text: line.text, changed: false }]));
      at += 1;
    }
    return result;
  }

  private lists(): string[] {
    const { words, problems } = this;
    const proved = problems.filter(({ decision }) => !isGuess(decision));
    const guesses = problems.filter(({ decision }) => isGuess(decision));
    return [
      ...this.list(
        this.report.command === 'check'
          ? words.lingeringTitle(proved.length)
          : words.leftByHand(proved.length),
        proved,
      ),
      ...this.list(words.worthALook(guesses.length), guesses),
    ];
  }

  private list(title: string, problems: readonly Problem[]): string[] {
    if (problems.length === 0) return [];
    const groups = [...grouped(problems, ({ decision }) => decision.reason ?? decision.finding.rule)];
    return [`<h2>${escapeHtml(title)}</h2>`, ...groups.map(([, own]) => this.group(own))];
  }

  private group(problems: readonly Problem[]): string {
    const [first] = problems;
    if (!first) return '';
    const parts = [
      `<header><b>${this.groupTitle(first.decision)}</b> <span class="soft">(${problems.length})</span></header>`,
    ];
    for (const [help, own] of grouped(problems, ({ decision }) => decision.help)) {
      parts.push(`<ul>${own.map((problem) => this.place(problem)).join('')}</ul>`);
      if (help) parts.push(`<p class="help">→ ${this.clean(help)}</p>`);
    }
    return `<section class="group">${parts.join('\n')}</section>`;
  }

  private groupTitle({ reason, finding }: Decision): string {
    if (reason === null || !isReason(reason)) return escapeHtml(finding.rule);
    const { target } = this.report;
    const name = target
      ? (findProvider(target.provider)?.name[this.lang] ?? target.provider)
      : this.words.theTarget;
    return escapeHtml(reasonTitle(reason, { provider: name, providerId: target?.provider ?? '<provider>' }));
  }

  private place({ decision, severity, excerpt }: Problem): string {
    const { finding } = decision;
    const place = `${finding.file}:${finding.range.start.line}:${finding.range.start.column}`;
    const level = this.report.check
      ? `<span class="${severity}">${this.words.severity[severity]}</span> `
      : '';
    const source = excerpt?.lines.at(-1);
    const at = excerpt ? excerpt.column - 1 : 0;
    const frame =
      excerpt && source !== undefined
        ? `<pre>${escapeHtml(printable(source.slice(0, at)))}<mark>${escapeHtml(printable(source.slice(at, at + excerpt.length)))}</mark>${escapeHtml(printable(source.slice(at + excerpt.length)))}</pre>`
        : '';
    return `<li>${level}<code>${escapeHtml(place)}</code> ${this.clean(decision.message)} <span class="soft">${escapeHtml(finding.rule)}</span>${frame}</li>`;
  }

  private next(): string[] {
    const { nextSteps } = this.report;
    if (nextSteps.length === 0) return [];
    const steps = nextSteps.map((step) =>
      step.startsWith('banjia ')
        ? `<li><code>${this.clean(step)}</code></li>`
        : `<li>${this.clean(step)}</li>`,
    );
    return [`<h2>${escapeHtml(this.words.next)}</h2>`, `<ol>${steps.join('')}</ol>`];
  }
}

function run<T extends HunkLine>(lines: readonly T[], start: number, sign: HunkLine['sign']): T[] {
  let end = start;
  while (lines[end]?.sign === sign) end += 1;
  return lines.slice(start, end);
}

function diffLine(sign: HunkLine['sign'], segments: readonly Segment[]): string {
  const text = cutLine(segments, MAX_COLUMNS)
    .map((one) => (one.changed ? `<b>${escapeHtml(one.text)}</b>` : escapeHtml(one.text)))
    .join('');
  return `<span class="l ${sign === '+' ? 'a' : sign === '-' ? 'd' : 'c'}">${sign}${text}</span>`;
}
