import type { Comparison, ModelFate, ModelUsage, Price, Usage } from '../compare/index.js';
import type { CompareWords } from './compare-words.js';

/** What the renderers of the comparison share: a repository against every provider. */
export interface CompareReport {
  readonly usage: Usage;
  readonly comparisons: readonly Comparison[];
}

/** The chat model that most requests ask for: context and price in the table are those of its successor. */
export function mainModel({ models }: Usage): ModelUsage | null {
  const asked = models.filter(
    ({ operation }) => operation === 'chat.completions' || operation === 'responses',
  );
  return [...asked].sort((a, b) => b.requests - a.requests)[0] ?? null;
}

export function fateOfMain({ models }: Comparison, main: ModelUsage | null): ModelFate | undefined {
  return models.find(
    ({ from, operation, images }) =>
      from === main?.model.id && operation === main.operation && images === main.images,
  );
}

/** `1536=`, `1536→1024`, `none`; nothing where the code makes no vectors. */
export function vectorsCell({ models, operations }: Comparison, words: CompareWords): string {
  const embedding = models.find((model) => model.dimensions !== null);
  if (!embedding?.dimensions) return '';
  const answer = operations.find((one) => one.operation === embedding.operation)?.answer;
  const { from, to } = embedding.dimensions;
  if (embedding.to === null || answer !== 'yes') return words.none;
  if (from !== null && from === to) return `${from}=`;
  return `${from ?? '?'}→${to ?? '?'}`;
}

/** `1M`, `16K-` where it is smaller than today. */
export function contextCell(model: ModelFate | undefined, words: CompareWords): string {
  if (!model) return '';
  if (model.to === null) return words.none;
  const { from, to } = model.context;
  if (to === null) return words.unknown;
  return `${tokens(to)}${from !== null && to < from ? '-' : ''}`;
}

export function priceCell(model: ModelFate | undefined, words: CompareWords): string {
  if (!model || model.to === null) return '';
  return model.price ? priceText(model.price) : words.unknown;
}

/** `CNY 8/28`; `?` where one of the two is not known. */
export function priceText({ currency, input, output }: Price): string {
  return `${currency} ${input}/${output ?? '?'}`;
}

export function tokens(count: number): string {
  return count >= 1_000_000 ? `${Math.round(count / 100_000) / 10}M` : `${Math.round(count / 1000)}K`;
}

/** Operations that the provider does not serve, then models without an equal. */
export function blockers({ operations, models }: Comparison, words: CompareWords): string[] {
  const missing = operations.filter((one) => one.answer !== 'yes');
  const served = new Set(operations.filter((one) => one.answer === 'yes').map((one) => one.operation));
  return [
    ...missing.map(({ operation, answer }) => `${operation} (${words.answers[answer]})`),
    ...models
      .filter((model) => model.to === null && served.has(model.operation))
      .map((model) => words.noEqual(model.from)),
  ];
}
