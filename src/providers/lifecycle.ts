import { parseModelId } from '../openai/models.js';
import { providers } from './index.js';
import type { Provider } from './types.js';

/** That a provider stops serving a model, or has stopped. */
export interface Ending {
  readonly id: string;
  /** Name of who serves it. */
  readonly provider: string;
  /** Id of the provider; `openai` for OpenAI itself. */
  readonly providerId: string;
  /** `YYYY-MM-DD`; null where only the fact is known. */
  readonly date: string | null;
  readonly successor: string | null;
}

/** What is known of the end of a model at one provider; undefined while it is served with no end in sight. */
export function endingAt(provider: Provider, id: string): Ending | undefined {
  const base = { id, provider: provider.name.en, providerId: provider.id };
  const served = provider.models.find((model) => model.id === id);
  if (served) return served.retires ? { ...base, date: served.retires, successor: null } : undefined;
  const gone = provider.retired.find((one) => idMatches(one.id, id));
  return gone && { ...base, date: gone.date ?? null, successor: gone.successor ?? null };
}

/** OpenAI's own shutdowns. */
export function endingAtOpenAI(id: string): Ending | undefined {
  const date = parseModelId(id)?.retired;
  return date === undefined
    ? undefined
    : { id, provider: 'OpenAI', providerId: 'openai', date, successor: null };
}

/**
 * The end of a model by its id alone, wherever it stands. Only what cannot mean anything else: no id of OpenAI's, none
 * that somebody serves, none that another provider made (`deepseek-r1` ended at one host and goes on at others).
 */
export function endingAnywhere(id: string): Ending | undefined {
  if (!isDistinctive(id) || parseModelId(id)) return undefined;
  if (providers.some(({ models }) => models.some((model) => model.id === id && !model.retires)))
    return undefined;
  for (const provider of providers) {
    const ending = endingAt(provider, id);
    if (ending && !madeByAnother(id, provider)) return ending;
  }
  return undefined;
}

function isDistinctive(id: string): boolean {
  return id.length >= 6 && /[-.]/.test(id) && /[A-Za-z]/.test(id) && /\d|-[a-z]/i.test(id);
}

function madeByAnother(id: string, host: Provider): boolean {
  const [maker = ''] = id.toLowerCase().split(/[-_.\d]/, 1);
  return providers.some((one) => one !== host && (one.id === maker || one.aliases.includes(maker)));
}

/** `glm-5.*`: anchored, `*` stands for anything. */
function idMatches(pattern: string, id: string): boolean {
  const star = pattern.indexOf('*');
  if (star < 0) return pattern === id;
  return id.startsWith(pattern.slice(0, star)) && id.endsWith(pattern.slice(star + 1));
}

/** What an id of a model that ends begins with, for a look at a text before it is parsed. */
const BEGINNINGS = [
  ...new Set(
    providers
      .flatMap(({ retired, models }) => [
        ...retired.map(({ id }) => id.split('*', 1)[0] ?? ''),
        ...models.flatMap(({ id, retires }) => (retires ? [id] : [])),
      ])
      .filter((id) => isDistinctive(id) && !parseModelId(id))
      .sort(),
  ),
].filter((id, index, all) => !all.some((other, at) => at !== index && id.startsWith(other)));

const ALTERNATIVES = BEGINNINGS.map((id) => id.replace(/[.+?^${}()|[\]\\]/g, '\\$&')).join('|');

/** May the text of a file hold the id of a model that ends? */
export const ENDING_TEXT = new RegExp(ALTERNATIVES);

/** Words that begin like such an id, for files that are read as text. */
export const ENDING_WORD = new RegExp(`(?<![\\w./-])(?:${ALTERNATIVES})[\\w.-]*(?![\\w/-])`, 'g');
