import type { Provider } from '../../providers/types.js';
import { fill, type JsonObject, valuesAt } from '../json.js';
import { pieces, tokensOf } from './tokens.js';
import { sentence } from './turn.js';

/** The list of models, those of the account included. */
export function modelsBody(provider: Provider, more: readonly string[]): JsonObject {
  const ids = [...new Set([...provider.models.map((one) => one.id), ...more])];
  return { object: 'list', data: ids.map((id) => modelBody(provider, id)) };
}

export function modelBody(provider: Provider, id: string): JsonObject {
  return { id, object: 'model', created: 0, owned_by: provider.id };
}

/** Nothing is ever found objectionable here. */
export function moderationBody(provider: Provider, body: JsonObject, id: string, created: number): unknown {
  const template = provider.wire?.moderation?.body;
  if (template !== undefined) return fill(template, { id, created, model: String(body['model'] ?? '') });
  return {
    id,
    model: body['model'] ?? null,
    results: [{ flagged: false, categories: {}, category_scores: {} }],
  };
}

/** `/completions`: the form before chat. */
export function completionBody(body: JsonObject, model: string, number: number, created: number): JsonObject {
  const text = sentence(model);
  const prompt = tokensOf(valuesAt(body, 'prompt').map(String).join('\n'));
  const completion = tokensOf(text);
  return {
    id: `cmpl-emulated-${number}`,
    object: 'text_completion',
    created,
    model,
    choices: [{ index: 0, text, logprobs: null, finish_reason: 'stop' }],
    usage: { prompt_tokens: prompt, completion_tokens: completion, total_tokens: prompt + completion },
  };
}

export function completionChunks(whole: JsonObject): JsonObject[] {
  const [text] = valuesAt(whole, 'choices[].text');
  const { usage: _usage, ...rest } = whole;
  const chunk = (piece: string, finish: string | null) => ({
    ...rest,
    choices: [{ index: 0, text: piece, logprobs: null, finish_reason: finish }],
  });
  return [...pieces(String(text)).map((piece) => chunk(piece, null)), chunk('', 'stop')];
}
