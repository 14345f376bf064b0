import type { ModelClass, Operation } from '../../openai/operations.js';
import type { Provider } from '../../providers/types.js';
import { fits } from '../patterns.js';
import type { Problem } from '../types.js';

const CHAT: readonly ModelClass[] = ['flagship', 'small', 'nano', 'reasoning', 'vision', 'long-context'];

/** Classes of models that an operation asks; operations that are not here take any. */
const CLASSES: Partial<Readonly<Record<Operation, readonly ModelClass[]>>> = {
  'chat.completions': CHAT,
  responses: CHAT,
  completions: [...CHAT, 'legacy-completion'],
  embeddings: ['embedding'],
  'images.generations': ['image'],
  'images.edits': ['image'],
  'images.variations': ['image'],
  'audio.transcriptions': ['transcription'],
  'audio.translations': ['transcription'],
  'audio.speech': ['speech'],
  moderations: ['moderation'],
};

export interface ModelQuestion {
  readonly provider: Provider;
  readonly operation: Operation;
  readonly model: unknown;
  /** `YYYY-MM-DD`: a model whose end lies ahead still answers. */
  readonly today: string;
  /** Ids that the account has besides those listed. */
  readonly more: readonly string[];
}

/** Whether the provider serves a model under an operation; undefined when it does. */
export function modelProblem(question: ModelQuestion): Problem | undefined {
  const { provider, model, more } = question;
  if (typeof model !== 'string' || model === '')
    return { kind: 'parameter', parameter: 'model', detail: 'model: has to be given as a text' };
  if (more.includes(model) || fits(provider.wire?.openIds?.patterns ?? [], model)) return undefined;
  const known = provider.models.find((one) => one.id === model);
  if (!known) return retiredOrUnknown(question, model);
  if (known.retires !== undefined && known.retires <= question.today)
    return gone(model, `is retired since ${known.retires}`);
  const throughChat =
    question.operation === 'chat.completions' && provider.wire?.throughChat?.models.includes(model);
  const wanted = CLASSES[question.operation];
  // Models without a class are of no use for the mapping, which says nothing about their operation.
  if (throughChat || !wanted || known.classes.length === 0) return undefined;
  if (known.classes.some((one) => wanted.includes(one))) return undefined;
  return gone(model, `does not serve ${question.operation}`);
}

function retiredOrUnknown({ provider, today }: ModelQuestion, model: string): Problem | undefined {
  const retired = provider.retired.find((one) => fits([one.id], model));
  if (!retired) return gone(model, 'does not exist, or you have no access to it');
  if (retired.stillAnswers || (retired.date !== undefined && retired.date > today)) return undefined;
  const since = retired.date ? ` since ${retired.date}` : '';
  const successor = retired.successor ? `; its successor is ${retired.successor}` : '';
  return gone(model, `is retired${since}${successor}`);
}

function gone(model: string, detail: string): Problem {
  return { kind: 'model', parameter: 'model', detail: `the model ${model} ${detail}`, value: model };
}
