import { isObject } from '../json.js';

/**
 * Values that ask for nothing: what comes back is the same whether they are heeded or not. `float` is among them, since
 * numbers are what every provider answers that says nothing of base64.
 */
const NEUTRAL: Readonly<Record<string, string | number | boolean>> = {
  n: 1,
  presence_penalty: 0,
  frequency_penalty: 0,
  logprobs: false,
  store: false,
  stream: false,
  tool_choice: 'auto',
  'response_format.type': 'text',
  encoding_format: 'float',
};

/** Whether it makes no difference that a parameter is not heeded. */
export function isNeutral(parameter: string, values: readonly unknown[]): boolean {
  if (parameter === 'logit_bias')
    return values.every((value) => isObject(value) && Object.keys(value).length === 0);
  const neutral = NEUTRAL[parameter];
  return neutral !== undefined && values.every((value) => value === neutral);
}
