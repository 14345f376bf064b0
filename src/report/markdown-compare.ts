import type { Comparison, ModelFate } from '../compare/index.js';
import {
  type CompareReport,
  contextCell,
  fateOfMain,
  mainModel,
  priceCell,
  priceText,
  tokens,
  vectorsCell,
} from './compare-cells.js';
import { COMPARE_WORDS, type CompareWords } from './compare-words.js';
import type { Lang } from './messages.js';
import { printable } from './printable.js';

/** The comparison as Markdown: the table, and a section for each provider. */
export function renderCompareMarkdown(report: CompareReport, lang: Lang): string {
  const words = COMPARE_WORDS[lang];
  const { usage, comparisons } = report;
  if (usage.operations.length === 0) return `${words.nothing}\n`;
  const main = mainModel(usage);
  const head = words.columns;
  const rows = comparisons.map((one) => {
    const { rewritten, changed, byHand, blocked } = one.counts;
    const fate = fateOfMain(one, main);
    return [
      one.provider,
      rewritten,
      changed,
      byHand,
      blocked,
      vectorsCell(one, words),
      contextCell(fate, words),
      priceCell(fate, words),
    ].map(String);
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
  const parts = [
    `# ${words.title}`,
    table(titles, rows),
    words.legend.map((line) => `- ${line}`).join('\n'),
    ...comparisons.map((one) => section(one, words, lang)),
  ];
  return `${parts.join('\n\n')}\n`;
}

function section(comparison: Comparison, words: CompareWords, lang: Lang): string {
  const name = lang === 'zh' ? comparison.name.zh : comparison.name.en;
  const parts = [
    `## ${cell(name)} (${comparison.provider}, ${comparison.region})`,
    table(
      [words.operation, '', words.note],
      comparison.operations.map(({ operation, answer, note }) => [
        operation,
        words.answers[answer],
        note ?? '',
      ]),
    ),
  ];
  if (comparison.models.length > 0)
    parts.push(
      table(
        [
          words.model,
          words.becomes,
          words.columns.context,
          words.columns.vectors,
          words.perMillion,
          words.note,
        ],
        comparison.models.map((model) => modelRow(model, words)),
      ),
    );
  if (comparison.parameters.length > 0)
    parts.push(
      table(
        [words.operation, words.parameter, '', words.note],
        comparison.parameters.map(({ operation, parameter, fate, detail }) => [
          operation,
          `\`${parameter}\``,
          words.fates[fate],
          detail ?? '',
        ]),
      ),
    );
  return parts.join('\n\n');
}

function modelRow(model: ModelFate, words: CompareWords): string[] {
  const { from, to } = model.context;
  const shown = (count: number | null) => (count === null ? words.unknown : tokens(count));
  const { dimensions } = model;
  return [
    model.images ? `${model.from} (${words.images})` : model.from,
    model.to ?? words.none,
    model.to === null || dimensions || (from ?? to) === null ? '' : `${shown(from)} → ${shown(to)}`,
    dimensions ? `${dimensions.from ?? '?'} → ${dimensions.to ?? '?'}` : '',
    model.to === null ? '' : model.price ? priceText(model.price) : words.unknown,
    model.note ?? '',
  ];
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map(cell).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

/** A cell is one line, and a bar in it is no border. */
function cell(text: string): string {
  return printable(text).replace(/\s+/g, ' ').replace(/\|/g, '\\|').replace(/</g, '&lt;');
}
