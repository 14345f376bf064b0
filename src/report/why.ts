import type { ChalkInstance } from 'chalk';
import type { Answer } from '../check/why.js';
import type { Report } from '../finding.js';
import { printable } from './printable.js';
import { redactor } from './problems.js';
import { wrap } from './width.js';

/** The answers for people: the fate of each finding, the step that decided it, and what comes next. */
export function renderWhy(
  where: string,
  answers: readonly Answer[],
  report: Report,
  { chalk, columns }: { readonly chalk: ChalkInstance; readonly columns: number },
): string {
  const redact = redactor(report);
  const clean = (text: string) => printable(redact(text));
  const lines = answers.flatMap(({ fate, step, explanation, decision }) => {
    const head = `${chalk.bold(fate)}  ${chalk.dim(`by ${step}`)}`;
    if (!decision) return ['', head, wrap(clean(explanation), columns, '  ')];
    const { finding } = decision;
    const { start } = finding.range;
    const place = `${start.line}:${start.column}  ${finding.rule} (${finding.confidence})  ${clean(finding.text)}`;
    return [
      '',
      `${head}  ${place}`,
      wrap(clean(decision.message), columns, '  '),
      wrap(clean(explanation), columns, '  '),
      ...(decision.help ? [wrap(clean(decision.help), columns, '  → ')] : []),
      ...finding.related.map((one) =>
        chalk.dim(`    ↳ ${one.file}:${one.line}:${one.column}  ${clean(one.message)}`),
      ),
    ];
  });
  return `${[chalk.underline(clean(where)), ...lines].join('\n')}\n`;
}

/** The same as one JSON document. */
export function whyJson(where: string, answers: readonly Answer[], report: Report): string {
  const clean = redactor(report);
  const document = {
    place: where,
    answers: answers.map(({ fate, step, explanation, decision }) => ({
      fate,
      step,
      explanation: clean(explanation),
      finding: decision && {
        id: decision.finding.id,
        rule: decision.finding.rule,
        confidence: decision.finding.confidence,
        action: decision.action,
        reason: decision.reason,
        message: clean(decision.message),
      },
    })),
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}
