import { TINY_PNG } from '../../media/tiny.js';
import type { Provider } from '../../providers/types.js';
import { fill, type JsonObject } from '../json.js';
import type { Heeds } from './turn.js';

const B64 = btoa(Array.from(TINY_PNG, (byte) => String.fromCharCode(byte)).join(''));

/** One grey pixel, by address or as base64, in the provider's shape. */
export function imagesBody(
  provider: Provider,
  body: JsonObject,
  url: string,
  heeds: Heeds,
  id: string,
  created: number,
): unknown {
  const wire = provider.wire?.images;
  if (wire?.body !== undefined) return fill(wire.body, { url, b64_json: B64, id });
  const asked = heeds('response_format') ? body['response_format'] : undefined;
  const forms = wire?.forms ?? ['url', 'b64_json'];
  const form = forms.find((one) => one === asked) ?? wire?.byDefault ?? 'url';
  const image = form === 'url' ? { url } : { b64_json: B64 };
  const wanted = heeds('n') ? Number(body['n'] ?? body['batch_size'] ?? 1) : 1;
  const images = Array.from({ length: Math.min(Math.max(wanted || 1, 1), 10) }, () => image);
  return wire?.list === 'images' ? { images, timings: { inference: 0 }, seed: 0 } : { created, data: images };
}

/** An answer by task, first half. */
export function imageTask(id: string): JsonObject {
  return { task_id: id };
}

/** Second half: done at once. */
export function imageTaskDone(id: string, url: string): JsonObject {
  return { task_id: id, task_status: 'SUCCEED', output_images: [url] };
}
