import type { Problem, Report } from '../finding.js';
import type { PathContext } from './checkstyle.js';
import type { Tool } from './json.js';
import { browsable, ruleUri } from './links.js';
import {
  asideText,
  countSeverities,
  countsText,
  plural,
  problemsOf,
  redactor,
  repositoryPath,
  worstProblems,
} from './problems.js';
import { grouped } from './text-parts.js';

/** GitHub takes comments of 65,536 characters, and job summaries of 1 MiB. */
const MAX_COMMENT = 60_000;
const MAX_SUMMARY = 900_000;

/** A tool that comments again and again finds its own comment by this. */
export const COMMENT_MARK = '<!-- banjia check -->';

export interface MarkdownContext extends PathContext {
  readonly tool: Tool;
}

/** For a comment on a pull request: the worst first, as much as a comment holds. */
export function renderMarkdown(report: Report, context: MarkdownContext): string {
  return `${COMMENT_MARK}\n${page(report, context, MAX_COMMENT)}`;
}

/** For the summary of a job, which holds more. */
export function renderSummary(report: Report, context: MarkdownContext): string {
  return page(report, context, MAX_SUMMARY);
}

function page(report: Report, context: MarkdownContext, limit: number): string {
  const problems = worstProblems(problemsOf(report));
  const head = [`### banjia: ${countsText(problems)}`, ...packagesTable(problems), ...notes(report)];
  const tail =
    report.nextSteps.length > 0
      ? ['**Next**', report.nextSteps.map(redactor(report)).map(step).join('\n')]
      : [];
  const room = limit - [...head, ...tail].join('\n\n').length - 200;
  const parts = [...head, ...table(report, problems, context, room), ...tail];
  return `${parts.join('\n\n')}\n`;
}

function notes(report: Report): string[] {
  const aside = asideText(report);
  const failed = report.diagnostics.filter(({ severity }) => severity === 'error').length;
  return [
    ...(aside.length > 0 ? [`Not listed: ${aside.join(', ')}.`] : []),
    ...(failed > 0 ? [`**${plural(failed, 'problem')} kept files from being analysed.**`] : []),
  ];
}

/** Only where there are several. */
function packagesTable(problems: readonly Problem[]): string[] {
  const packages = [...grouped(problems, (one) => one.package)].sort(([a], [b]) => (a < b ? -1 : 1));
  if (packages.length < 2) return [];
  const rows = packages.map(([name, own]) => {
    const { error, warning, info } = countSeverities(own);
    return `| ${code(name)} | ${error} | ${warning} | ${info} |`;
  });
  return [['| package | errors | warnings | info |', '| --- | ---: | ---: | ---: |', ...rows].join('\n')];
}

function table(
  report: Report,
  problems: readonly Problem[],
  { prefix, tool }: MarkdownContext,
  room: number,
): string[] {
  if (problems.length === 0) return [];
  const clean = redactor(report);
  const rows: string[] = [];
  let used = 0;
  for (const { decision, severity } of problems) {
    const { finding, message } = decision;
    const place = `${repositoryPath(finding.file, prefix)}:${finding.range.start.line}`;
    const link = browsable(ruleUri(finding.rule, tool));
    const rule = link ? `[${finding.rule}](${link})` : finding.rule;
    const row = `| ${severity} | ${code(place)} | ${rule} | ${cell(clean(message))} |`;
    used += row.length + 1;
    if (used > room) break;
    rows.push(row);
  }
  const rest = problems.length - rows.length;
  return [
    ['| | place | rule | what |', '| --- | --- | --- | --- |', ...rows].join('\n'),
    ...(rest > 0 ? [`… and ${rest} more.`] : []),
  ];
}

function step(text: string, index: number): string {
  return `${index + 1}. ${text.startsWith('banjia ') ? code(text) : cell(text)}`;
}

/** In backticks, whatever is in it; a pipe would end the cell even there. */
function code(text: string): string {
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  const pad = longest > 0 ? ' ' : '';
  return `${fence}${pad}${text.replace(/\|/g, '\\|')}${pad}${fence}`;
}

/** Text that means nothing else in Markdown or HTML: no markup, no mention of a person, no reference to an issue. */
function cell(text: string): string {
  return text
    .replace(/[\\`*_[\]<>|~]/g, '\\$&')
    .replace(/[@#](?=\w)/g, '$&\u200b')
    .replace(/\n/g, ' ');
}
