import type { Provider } from '../../providers/types.js';
import { isObject, type JsonObject, valuesAt } from '../json.js';
import { fits } from '../patterns.js';
import { tokensOf } from './tokens.js';
import type { Heeds } from './turn.js';

/** A width for models whose own is not known. */
const ANY_WIDTH = 1024;

/** One vector for each input, always the same for the same text; its width is the one asked for, or the model's own. */
export function embeddingsBody(
  provider: Provider,
  body: JsonObject,
  model: string,
  heeds: Heeds,
): JsonObject {
  const known = provider.models.find((one) => one.id === model);
  const asked = heeds('dimensions') ? body['dimensions'] : undefined;
  const width = typeof asked === 'number' ? asked : (known?.defaultDimensions ?? ANY_WIDTH);
  const inputs = inputsOf(body);
  const base64 = body['encoding_format'] === 'base64' && takesBase64(provider, model);
  const shown = (text: string) => (base64 ? toBase64(vectorOf(text, width)) : vectorOf(text, width));
  const tokens = inputs.reduce((sum, text) => sum + tokensOf(text), 0);
  const fused = provider.wire?.fusedEmbeddings !== undefined;
  return {
    object: 'list',
    model,
    data: fused
      ? { object: 'embedding', embedding: shown(inputs.join('\n')) }
      : inputs.map((text, index) => ({ object: 'embedding', index, embedding: shown(text) })),
    usage: { prompt_tokens: tokens, total_tokens: tokens },
  };
}

/** Only where a page says so: what is not documented comes back as numbers. */
function takesBase64(provider: Provider, model: string): boolean {
  const rules = provider.parameters.embeddings ?? [];
  const rule = rules.find((one) => one.parameter === 'encoding_format' && fits(one.models, model));
  if (rule?.status === 'values') return rule.values.includes('base64');
  return rule?.status === 'supported';
}

/** A text, texts, token numbers, lists of these, or parts with a text in them. */
function inputsOf(body: JsonObject): string[] {
  const { input } = body;
  if (!Array.isArray(input)) return [String(input)];
  if (input.every((one) => typeof one === 'number')) return [input.join(' ')];
  return input.map((one) => (isObject(one) ? String(valuesAt(one, 'text')[0] ?? '') : String(one)));
}

/** A unit vector whose numbers follow from the text: xorshift, seeded by FNV-1a. */
function vectorOf(text: string, width: number): number[] {
  let state = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1)
    state = Math.imul(state ^ text.charCodeAt(index), 0x01000193);
  if (state === 0) state = 1;
  const raw = Array.from({ length: width }, () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state / 0x80000000;
  });
  const norm = Math.sqrt(raw.reduce((sum, one) => sum + one * one, 0)) || 1;
  return raw.map((one) => Math.fround(one / norm));
}

/** As OpenAI sends them: 32-bit floats, the low byte first. */
function toBase64(vector: readonly number[]): string {
  const view = new DataView(new ArrayBuffer(vector.length * 4));
  vector.forEach((one, index) => {
    view.setFloat32(index * 4, one, true);
  });
  return btoa(Array.from(new Uint8Array(view.buffer), (byte) => String.fromCharCode(byte)).join(''));
}
