import { silentMp3, silentPcm, silentWav, TINY_FLAC, TINY_OPUS } from '../../media/tiny.js';
import type { Provider } from '../../providers/types.js';
import { fill, type JsonObject } from '../json.js';
import type { Heeds } from './turn.js';

export interface Sound {
  readonly type: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

const HEARD = 'This is an emulated transcription.';
const MILLISECONDS = 100;

/** Silence in the asked format, else in the provider's own default. */
export function speechSound(provider: Provider, body: JsonObject, heeds: Heeds): Sound {
  const asked = heeds('response_format') ? (body['response_format'] ?? body['format']) : undefined;
  const format = typeof asked === 'string' ? asked : (provider.wire?.speech?.byDefault ?? 'mp3');
  switch (format) {
    case 'wav':
      return { type: 'audio/wav', bytes: silentWav(MILLISECONDS) };
    case 'pcm':
      return { type: 'audio/pcm', bytes: silentPcm(MILLISECONDS) };
    case 'opus':
      return { type: 'audio/ogg', bytes: TINY_OPUS };
    case 'flac':
      return { type: 'audio/flac', bytes: TINY_FLAC };
    default:
      return { type: 'audio/mpeg', bytes: silentMp3(4) };
  }
}

/** JSON with the sound in hexadecimal digits, where the provider answers so. */
export function speechBody(provider: Provider, sound: Sound, id: string): unknown {
  const template = provider.wire?.speech?.body;
  if (template === undefined) return undefined;
  const hex = Array.from(sound.bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return fill(template, { hex, id });
}

/** What was heard, as a text or as JSON. */
export function transcription(
  provider: Provider,
  body: JsonObject,
  heeds: Heeds,
  id: string,
  created: number,
): { readonly text: string } | { readonly json: unknown } {
  const format = heeds('response_format') ? body['response_format'] : undefined;
  if (format === 'text') return { text: `${HEARD}\n` };
  const template = provider.wire?.transcription?.body;
  const model = String(body['model'] ?? '');
  if (template !== undefined) return { json: fill(template, { text: HEARD, model, id, created }) };
  if (format === 'srt') return { text: `1\n00:00:00,000 --> 00:00:01,000\n${HEARD}\n` };
  if (format === 'vtt') return { text: `WEBVTT\n\n00:00:00.000 --> 00:00:01.000\n${HEARD}\n` };
  if (format !== 'verbose_json') return { json: { text: HEARD } };
  const segment = { id: 0, start: 0, end: 1, text: HEARD };
  return {
    json: { task: 'transcribe', language: 'english', duration: 1, text: HEARD, segments: [segment] },
  };
}
