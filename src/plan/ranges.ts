import type { ParameterRule } from '../providers/types.js';
import type { ParameterUse } from '../sites.js';

type Range = ParameterRule & { readonly status: 'range' };

/** Whole numbers only. */
const INTEGERS = new Set(['n', 'seed', 'max_tokens', 'max_completion_tokens', 'top_logprobs', 'dimensions']);

/**
 * What OpenAI takes: a value that came through there lies inside (https://developers.openai.com/api/reference; no model
 * of its puts out more than 128K tokens).
 */
const AT_OPENAI: Readonly<Record<string, { readonly min: number; readonly max: number }>> = {
  temperature: { min: 0, max: 2 },
  top_p: { min: 0, max: 1 },
  presence_penalty: { min: -2, max: 2 },
  frequency_penalty: { min: -2, max: 2 },
  top_logprobs: { min: 0, max: 20 },
  speed: { min: 0.25, max: 4 },
  max_tokens: { min: 1, max: 128_000 },
  max_completion_tokens: { min: 1, max: 128_000 },
};

/** The nearest value inside the range; an open end is kept off by a hundredth, or by one. */
export function clamp(value: number, rule: Range, parameter: string): number {
  const low = lowest(rule, parameter);
  const high = highest(rule, parameter);
  if (low !== undefined && value < low && !(rule.minExclusive && value > (rule.min ?? value))) return low;
  if (high !== undefined && value > high && !(rule.maxExclusive && value < (rule.max ?? value))) return high;
  return value;
}

function lowest({ min, minExclusive }: Range, parameter: string): number | undefined {
  if (min === undefined || !minExclusive) return min;
  return round(min + stepOf(parameter));
}

function highest({ max, maxExclusive }: Range, parameter: string): number | undefined {
  if (max === undefined || !maxExclusive) return max;
  return round(max - stepOf(parameter));
}

function stepOf(parameter: string): number {
  return INTEGERS.has(parameter) ? 1 : 0.01;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}

/** Whether a value that OpenAI took may be outside. */
export function mayLieOutside(parameter: string, rule: Range): boolean {
  const before = AT_OPENAI[parameter];
  if (!before) return true;
  const low = lowest(rule, parameter);
  const high = highest(rule, parameter);
  return (low !== undefined && before.min < low) || (high !== undefined && before.max > high);
}

export function describeRange(rule: Range): string {
  const from = rule.min === undefined ? '(-∞' : `${rule.minExclusive ? '(' : '['}${rule.min}`;
  const to = rule.max === undefined ? '∞)' : `${rule.max}${rule.maxExclusive ? ')' : ']'}`;
  return `${from}, ${to}`;
}

/**
 * Source text that keeps the value of `use` inside the range, and lets an absent one through; null where the expression
 * must not be written twice, or nothing that OpenAI took can lie outside.
 */
export function guardText(use: ParameterUse, rule: Range): string | null {
  const source = use.value?.text;
  const before = AT_OPENAI[use.name];
  if (!use.pure || source === undefined || !before) return null;
  const low = lowest(rule, use.name);
  const high = highest(rule, use.name);
  let text = source;
  if (low !== undefined && before.min < low) text = `Math.max(${text}, ${low})`;
  if (high !== undefined && before.max > high) text = `Math.min(${text}, ${high})`;
  return text === source ? null : `${source} == null ? ${source} : ${text}`;
}
