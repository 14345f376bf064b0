import { silentWav } from '../media/tiny.js';
import type { Operation } from '../openai/operations.js';
import { ruleIn } from '../plan/target.js';
import type { Provider } from '../providers/types.js';
import type { Probe } from './probes.js';

/** A request that only asks whether it would be answered. */
export interface SmallRequest {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  /** JSON fields, or those of a form with a sound in it. */
  readonly body: Readonly<Record<string, unknown>> | null;
  readonly form: boolean;
}

/** Tokens of an answer: enough to have one, and next to nothing to pay. */
const TOKENS = 16;

/** Paid by the piece: tried only with `--all`. */
export const COSTLY: ReadonlySet<Operation> = new Set<Operation>([
  'images.generations',
  'audio.speech',
  'audio.transcriptions',
]);

/** Undefined for an operation that has no small request. */
export function smallestRequest(provider: Provider, { operation, model }: Probe): SmallRequest | undefined {
  const post = (path: string, body: Readonly<Record<string, unknown>>): SmallRequest => ({
    method: 'POST',
    path,
    body: { model, ...body },
    form: false,
  });
  switch (operation) {
    case 'chat.completions':
      return post('/chat/completions', {
        messages: [{ role: 'user', content: 'hi' }],
        [limitName(provider, model)]: TOKENS,
        ...(streamsOnly(provider, model) ? { stream: true } : {}),
      });
    case 'responses':
      return post('/responses', { input: 'hi', max_output_tokens: TOKENS });
    case 'completions':
      return post('/completions', { prompt: 'hi', max_tokens: TOKENS });
    case 'embeddings':
      return post('/embeddings', { input: 'hi', encoding_format: 'float' });
    case 'moderations':
      return post('/moderations', { input: 'hi' });
    case 'models':
      return { method: 'GET', path: '/models', body: null, form: false };
    case 'images.generations':
      return post('/images/generations', { prompt: 'a grey dot' });
    case 'audio.speech':
      return post('/audio/speech', { input: 'hi', ...voice(provider, model) });
    case 'audio.transcriptions':
      return { ...post('/audio/transcriptions', formFields(provider, model)), form: true };
    default:
      return undefined;
  }
}

/** One second of silence. */
export function soundFile(): Blob {
  return new Blob([silentWav(1000)], { type: 'audio/wav' });
}

function limitName(provider: Provider, model: string | null): string {
  const rule = ruleIn(provider, 'chat.completions', 'max_tokens', model);
  return rule?.status === 'renamed' ? rule.to : 'max_tokens';
}

function streamsOnly(provider: Provider, model: string | null): boolean {
  const rule = ruleIn(provider, 'chat.completions', 'stream', model);
  return rule?.status === 'fixed' && rule.value === true;
}

/** A voice of the provider's own where its voices are known, else OpenAI's first. */
function voice(provider: Provider, model: string | null): Readonly<Record<string, unknown>> {
  const rule = ruleIn(provider, 'audio.speech', 'voice', model);
  const format = ruleIn(provider, 'audio.speech', 'response_format', model);
  return {
    voice: rule?.status === 'values' ? rule.values[0] : 'alloy',
    ...(format?.status === 'values' ? { response_format: format.values[0] } : {}),
  };
}

function formFields(provider: Provider, model: string | null): Readonly<Record<string, unknown>> {
  const format = ruleIn(provider, 'audio.transcriptions', 'response_format', model);
  return format?.status === 'values' ? { response_format: format.values[0] } : {};
}
