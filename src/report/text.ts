import type { ChalkInstance } from 'chalk';
import type { Decision, Report } from '../finding.js';
import { isReason, reasonTitle } from '../reasons.js';
import { renderDiff } from './diff.js';
import { WORDS, type Words } from './messages.js';
import { pad, wrap } from './width.js';

export interface TextOptions {
  readonly chalk: ChalkInstance;
  readonly columns: number;
  readonly verbose: boolean;
  readonly lang: 'en' | 'zh';
}

/** Places shown of one reason before the rest is only counted. */
const MAX_PLACES = 12;

/** The report for a terminal; ends in one newline. */
export function renderText(report: Report, options: TextOptions): string {
  const page = new Page(report, options);
  switch (report.command) {
    case 'migrate':
      return page.migrate();
    case 'check':
      return page.check();
    default:
      return page.scan();
  }
}

class Page {
  private readonly report: Report;
  private readonly options: TextOptions;
  private readonly chalk: ChalkInstance;
  private readonly words: Words;
  private readonly lines: string[] = [];

  constructor(report: Report, options: TextOptions) {
    this.report = report;
    this.options = options;
    this.chalk = options.chalk;
    this.words = WORDS[options.lang];
  }

  scan(): string {
    const { decisions } = this.report;
    if (decisions.length === 0) return this.finish(this.words.nothing);
    this.heading(this.words.inventory);
    this.inventory(this.options.verbose ? decisions : decisions.filter((one) => !isQuiet(one)));
    const quiet = this.options.verbose ? 0 : decisions.filter(isQuiet).length;
    this.totals(decisions, quiet);
    this.next();
    return this.finish();
  }

  migrate(): string {
    const { decisions, changes } = this.report;
    if (decisions.length === 0) return this.finish(this.words.nothing);
    this.heading(this.words.inventory);
    this.fileCounts(decisions);
    if (changes.length > 0) {
      this.heading(this.words.changes);
      for (const change of changes) {
        for (const reason of change.reasons)
          this.lines.push(this.chalk.dim(wrap(reason, this.options.columns, '# ')));
        this.lines.push(renderDiff(change, this.chalk), '');
      }
    }
    const manual = decisions.filter((one) => one.action === 'manual');
    this.byReason(
      this.words.byHand,
      manual.filter((one) => one.finding.confidence !== 'possible'),
    );
    this.byReason(
      this.words.byHandPossible,
      manual.filter((one) => one.finding.confidence === 'possible'),
    );
    if (this.options.verbose) this.rest(decisions.filter((one) => one.action === 'none'));
    this.migrateTotals(decisions);
    this.next();
    return this.finish();
  }

  check(): string {
    const { decisions } = this.report;
    if (decisions.length === 0) return this.finish(this.chalk.green(this.words.clean));
    for (const decision of decisions) {
      const { file, range, rule } = decision.finding;
      const place = `${file}:${range.start.line}:${range.start.column}`;
      this.lines.push(`${this.chalk.bold(place)}  ${this.chalk.dim(rule)}  ${decision.message}`);
    }
    const files = new Set(decisions.map((one) => one.finding.file)).size;
    this.lines.push('', this.chalk.red(this.words.left(decisions.length, files)));
    this.next();
    return this.finish();
  }

  private inventory(decisions: readonly Decision[]): void {
    const widest = Math.max(0, ...decisions.map((one) => one.finding.kind.length));
    for (const [file, list] of groupBy(decisions, (one) => one.finding.file)) {
      this.lines.push(this.chalk.bold(file));
      for (const { finding, message } of list) {
        const { line, column } = finding.range.start;
        const sure = finding.confidence === 'certain' ? '' : this.chalk.dim(` (${finding.confidence})`);
        this.lines.push(
          `  ${pad(`${line}:${column}`, 8)} ${this.chalk.cyan(pad(finding.kind, widest))}  ${message}${sure}`,
        );
      }
    }
    this.lines.push('');
  }

  /** `src/chat.ts  2 rewritten, 1 by hand, 3 stay`. */
  private fileCounts(decisions: readonly Decision[]): void {
    const files = [
      ...groupBy(
        decisions.filter((one) => one.finding.confidence !== 'possible'),
        (one) => one.finding.file,
      ),
    ];
    const widest = Math.max(0, ...files.map(([file]) => file.length));
    for (const [file, list] of files) {
      const rewritten = list.filter((one) => one.action === 'rewrite').length;
      const manual = list.filter((one) => one.action === 'manual').length;
      const marks = [
        rewritten > 0 ? this.chalk.green(`✔ ${rewritten}`) : '',
        manual > 0 ? this.chalk.yellow(`✋ ${manual}`) : '',
        list.length > rewritten + manual ? this.chalk.dim(`· ${list.length - rewritten - manual}`) : '',
      ].filter(Boolean);
      const kinds = [...new Set(list.map((one) => one.finding.kind))].join(', ');
      this.lines.push(`  ${pad(file, Math.min(widest, 60))}  ${marks.join('  ')}  ${this.chalk.dim(kinds)}`);
    }
    this.lines.push('');
  }

  private byReason(title: string, decisions: readonly Decision[]): void {
    if (decisions.length === 0) return;
    this.heading(title);
    const groups = [...groupBy(decisions, (one) => `${one.reason} ${one.help}`)].sort(
      (a, b) => b[1].length - a[1].length,
    );
    for (const [, list] of groups) this.reason(list);
  }

  private reason(list: readonly Decision[]): void {
    const [first] = list;
    if (!first) return;
    const title =
      first.reason && isReason(first.reason) ? reasonTitle(first.reason, this.blanks()) : first.message;
    this.lines.push(`${this.chalk.yellow(title)} ${this.chalk.dim(first.reason ?? '')}`);
    const shown = this.options.verbose ? list : list.slice(0, MAX_PLACES);
    for (const { finding, message } of shown) {
      const { line, column } = finding.range.start;
      this.lines.push(`  ${finding.file}:${line}:${column}  ${this.chalk.dim(message)}`);
    }
    if (list.length > shown.length)
      this.lines.push(this.chalk.dim(`  ${this.words.more(list.length - shown.length)}`));
    if (first.help) this.lines.push(wrap(first.help, this.options.columns, '  → '));
    this.lines.push('');
  }

  private rest(decisions: readonly Decision[]): void {
    if (decisions.length === 0) return;
    this.heading(this.words.inventory);
    this.inventory(decisions);
  }

  /** Titles with a blank are filled with what the report knows of the target. */
  private blanks(): Record<string, string> {
    return { provider: this.report.target?.provider ?? 'the target' };
  }

  private migrateTotals(decisions: readonly Decision[]): void {
    const count = (test: (one: Decision) => boolean) => decisions.filter(test).length;
    const sure = (one: Decision) => one.finding.confidence !== 'possible';
    const rewritten = count((one) => one.action === 'rewrite');
    const manual = count((one) => one.action === 'manual' && sure(one));
    const stays = count((one) => one.action === 'none');
    const possible = count((one) => one.action === 'manual' && !sure(one));
    this.lines.push(
      this.chalk.bold(this.words.summary(rewritten, manual, stays, this.report.changes.length)),
    );
    if (possible > 0) this.lines.push(this.words.possible(possible));
    this.statistics();
  }

  private totals(decisions: readonly Decision[], quiet: number): void {
    const files = new Set(decisions.map((one) => one.finding.file)).size;
    const kinds = [...groupBy(decisions, (one) => one.finding.kind)]
      .sort((a, b) => b[1].length - a[1].length)
      .map(([kind, list]) => `${list.length} ${kind}`);
    this.lines.push(this.chalk.bold(this.words.found(decisions.length, files)));
    this.lines.push(wrap(kinds.join(', '), this.options.columns, ''));
    if (quiet > 0) this.lines.push(this.words.seen(quiet));
    this.statistics();
  }

  private statistics(): void {
    const { stats, skipped } = this.report;
    this.lines.push(
      this.chalk.dim(this.words.files(stats.filesDiscovered, stats.filesParsed, stats.elapsedMs)),
    );
    if (skipped.length === 0) return;
    const list = [...groupBy(skipped, (one) => one.reason)]
      .map(([reason, some]) => `${some.length} ${reason}`)
      .join(', ');
    this.lines.push(this.chalk.dim(this.words.skipped(list)));
  }

  private next(): void {
    const { nextSteps } = this.report;
    if (nextSteps.length === 0) return;
    this.lines.push('', this.chalk.bold(this.words.next));
    for (const [index, step] of nextSteps.entries()) this.lines.push(`  ${index + 1}. ${step}`);
  }

  private heading(title: string): void {
    this.lines.push(this.chalk.bold.underline(title), '');
  }

  private finish(only?: string): string {
    const text = only ?? this.lines.join('\n');
    return `${text.replace(/\n+$/, '')}\n`;
  }
}

/** Imports that stay, documentation, and guesses by text: counted, not listed, unless asked for. */
function isQuiet(decision: Decision): boolean {
  return decision.action === 'none' || decision.finding.confidence === 'possible';
}

function groupBy<T>(list: readonly T[], key: (one: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const one of list) {
    const name = key(one);
    const group = groups.get(name);
    if (group) group.push(one);
    else groups.set(name, [one]);
  }
  return groups;
}
