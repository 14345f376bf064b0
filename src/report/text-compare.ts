import type { ChalkInstance } from 'chalk';
import type { Comparison, ModelUsage } from '../compare/index.js';
import {
  blockers,
  type CompareReport,
  contextCell,
  fateOfMain,
  mainModel,
  priceCell,
  vectorsCell,
} from './compare-cells.js';
import { COMPARE_WORDS, type CompareWords } from './compare-words.js';
import type { Lang } from './messages.js';
import { printable } from './printable.js';
import { hang } from './text-parts.js';
import { pad, widthOf, wrap } from './width.js';

export interface CompareView {
  readonly chalk: ChalkInstance;
  readonly columns: number;
  readonly lang: Lang;
}

/** One line for each provider, and below it what stands in the way of each. */
export function renderCompare(report: CompareReport, view: CompareView): string {
  const words = COMPARE_WORDS[view.lang];
  const { usage, comparisons } = report;
  if (usage.operations.length === 0) return `${words.nothing}\n`;
  const main = mainModel(usage);
  const { chalk, columns } = view;
  const lines = [
    chalk.bold(words.title),
    hang(`${words.uses}: `, usesText(report), columns),
    '',
    ...tableOf(comparisons, main, words, chalk),
    '',
    ...words.legend.map((line) => chalk.dim(wrap(line, columns, ''))),
    ...(main === null ? [] : [chalk.dim(wrap(words.mainModel(main.model.id, main.requests), columns, ''))]),
    ...blockLines(comparisons, words, view),
  ];
  return `${lines.join('\n')}\n`;
}

function usesText({ usage }: CompareReport): string {
  return printable(
    [
      ...usage.operations.map(({ operation, requests }) => `${operation} ×${requests}`),
      ...new Set(usage.models.map(({ model }) => model.id)),
    ].join(', '),
  );
}

function tableOf(
  comparisons: readonly Comparison[],
  main: ModelUsage | null,
  words: CompareWords,
  chalk: ChalkInstance,
): string[] {
  const head = words.columns;
  const rows = comparisons.map((one) => {
    const { rewritten, changed, byHand, blocked } = one.counts;
    const fate = fateOfMain(one, main);
    return [
      one.provider,
      String(rewritten),
      String(changed),
      String(byHand),
      String(blocked),
      vectorsCell(one, words),
      contextCell(fate, words),
      priceCell(fate, words),
    ];
  });
  const titles = [
    head.provider,
    head.maps,
    head.changed,
    head.byHand,
    head.blocked,
    head.vectors,
    head.context,
    head.price,
  ];
  const widths = titles.map((title, column) =>
    Math.max(widthOf(title), ...rows.map((row) => widthOf(row[column] ?? ''))),
  );
  const line = (row: readonly string[]) =>
    row
      .map((cell, column) => {
        const width = widths[column] ?? 0;
        const toTheRight = column > 0 && column < 5;
        return toTheRight ? ' '.repeat(width - widthOf(cell)) + cell : pad(cell, width);
      })
      .join('  ')
      .trimEnd();
  return [chalk.dim(line(titles)), ...rows.map((row) => coloured(line(row), row, chalk))];
}

/** Green where nothing blocks; the number says it without the colour, too. */
function coloured(line: string, row: readonly string[], chalk: ChalkInstance): string {
  return row[4] === '0' ? chalk.green(line) : line;
}

function blockLines(comparisons: readonly Comparison[], words: CompareWords, view: CompareView): string[] {
  const blocked = comparisons
    .map((one) => ({ id: one.provider, said: blockers(one, words) }))
    .filter(({ said }) => said.length > 0);
  if (blocked.length === 0) return [];
  const wide = Math.max(...blocked.map(({ id }) => widthOf(id)));
  return [
    '',
    view.chalk.bold(words.blocks),
    ...blocked.map(({ id, said }) => hang(`  ${pad(id, wide)}  `, printable(said.join(', ')), view.columns)),
  ];
}
