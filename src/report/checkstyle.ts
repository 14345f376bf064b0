import type { Problem, Report } from '../finding.js';
import { problemsOf, redactor, repositoryPath } from './problems.js';
import { grouped } from './text-parts.js';
import { element } from './xml.js';

export interface PathContext {
  /** The root as seen from the top of the repository. */
  readonly prefix?: string;
}

/** Checkstyle's XML, which reviewdog, Jenkins and most others read. */
export function renderCheckstyle(report: Report, { prefix }: PathContext): string {
  const clean = redactor(report);
  const files = [...grouped(problemsOf(report), ({ decision }) => decision.finding.file)].map(
    ([file, problems]) =>
      `  ${element('file', { name: repositoryPath(file, prefix) }, [
        '\n',
        ...problems.map((problem) => `    ${error(problem, clean)}\n`),
        '  ',
      ])}\n`,
  );
  return `<?xml version="1.0" encoding="UTF-8"?>\n${element('checkstyle', { version: '8.0' }, ['\n', ...files])}\n`;
}

function error({ decision, severity }: Problem, clean: (text: string) => string): string {
  const { range, rule } = decision.finding;
  const message = [decision.message, decision.help ?? ''].filter(Boolean).join(' – ');
  return element('error', {
    line: range.start.line,
    column: range.start.column,
    severity,
    message: clean(message),
    source: `banjia.${rule}`,
  });
}
