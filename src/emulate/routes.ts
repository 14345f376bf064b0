import type { Operation } from '../openai/operations.js';
import type { Provider, Region } from '../providers/types.js';

export interface Route {
  readonly method: 'GET' | 'POST';
  /** Whole path on the emulator; `:id` stands for one piece. */
  readonly path: string;
  readonly operation: Operation;
  /** At a path of the provider's own, with a body of its own. */
  readonly native: boolean;
}

/** OpenAI's paths of the operations that the emulator plays. */
const PATHS: readonly (readonly [Operation, 'GET' | 'POST', string])[] = [
  ['chat.completions', 'POST', '/chat/completions'],
  ['responses', 'POST', '/responses'],
  ['completions', 'POST', '/completions'],
  ['embeddings', 'POST', '/embeddings'],
  ['images.generations', 'POST', '/images/generations'],
  ['images.edits', 'POST', '/images/edits'],
  ['images.variations', 'POST', '/images/variations'],
  ['audio.transcriptions', 'POST', '/audio/transcriptions'],
  ['audio.translations', 'POST', '/audio/translations'],
  ['audio.speech', 'POST', '/audio/speech'],
  ['moderations', 'POST', '/moderations'],
  ['models', 'GET', '/models'],
  ['models', 'GET', '/models/:id{.+}'],
];

/** First pieces of OpenAI's other paths: whose absence or presence is documented, though nothing is played there. */
const OTHER_PATHS: readonly (readonly [string, Operation])[] = [
  ['/files', 'files'],
  ['/batches', 'batches'],
  ['/uploads', 'uploads'],
  ['/fine_tuning', 'fine_tuning'],
  ['/assistants', 'assistants'],
  ['/threads', 'assistants'],
  ['/vector_stores', 'vector_stores'],
  ['/realtime', 'realtime'],
  ['/videos', 'videos'],
  ['/conversations', 'conversations'],
];

/** Path of a region's base URL, without a slash at the end; `''` where it has none. */
export function basePathOf(baseURL: string): string {
  return new URL(baseURL.replace(/<[^>]*>/g, 'x')).pathname.replace(/\/$/, '');
}

/** The base path of a region, and those that answer like it. */
export function basePaths(provider: Provider, region: Region): string[] {
  return [basePathOf(region.baseURL.value), ...(provider.wire?.aliases ?? []).map((alias) => alias.path)];
}

/** Whether a provider has an operation in a region, and under which paths it is asked for. */
export function routesOf(provider: Provider, region: Region): Route[] {
  const bases = basePaths(provider, region);
  return PATHS.flatMap(([operation, method, path]) => {
    const fact = provider.operations[operation];
    if (fact.regions && !fact.regions.includes(region.id)) return [];
    const at = (base: string, own: string, native: boolean): Route => ({
      method,
      path: base + own,
      operation,
      native,
    });
    const samePath =
      fact.value === 'yes' ||
      (fact.value === 'differs' && provider.wire?.samePath?.operations.includes(operation) === true);
    if (samePath) return bases.map((base) => at(base, path, false));
    if (fact.value !== 'differs') return [];
    if (fact.baseURL?.startsWith('http'))
      return [at(basePathOf(fact.baseURL), fact.path ?? path, fact.path !== undefined)];
    return fact.path === undefined || fact.baseURL !== undefined
      ? []
      : bases.map((base) => at(base, fact.path ?? path, true));
  });
}

/** The operation that a path of OpenAI's means, whether the provider has it or not; undefined for any other path. */
export function operationOf(path: string, bases: readonly string[]): Operation | undefined {
  const base = [...bases].sort((a, b) => b.length - a.length).find((one) => path.startsWith(`${one}/`));
  if (base === undefined) return undefined;
  const rest = path.slice(base.length);
  const exact = PATHS.find(([, , own]) => own === rest)?.[0];
  if (exact) return exact;
  if (rest.startsWith('/models/')) return 'models';
  return OTHER_PATHS.find(([own]) => rest === own || rest.startsWith(`${own}/`))?.[1];
}
