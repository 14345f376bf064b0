import type { Operation } from '../../openai/operations.js';
import type { Provider, Region } from '../../providers/types.js';
import { type JsonObject, valuesAt } from '../json.js';
import type { Asked, Judgement, Problem } from '../types.js';
import { judgeConstraints } from './constraints.js';
import { imageUrls, messagesOf } from './messages.js';
import { modelProblem } from './model.js';
import { judgeParameters } from './parameters.js';
import { type ThinkingState, thinkingState } from './thinking.js';

/** What has to be there, whoever is asked. */
const REQUIRED: Partial<Readonly<Record<Operation, readonly string[]>>> = {
  'chat.completions': ['messages'],
  completions: ['prompt'],
  responses: ['input'],
  embeddings: ['input'],
  'images.generations': ['prompt'],
  'images.edits': ['prompt'],
  'audio.transcriptions': ['file'],
  'audio.translations': ['file'],
  'audio.speech': ['input'],
  moderations: ['input'],
};

export interface Question {
  readonly provider: Provider;
  readonly region: Region;
  readonly operation: Operation;
  readonly native: boolean;
  readonly body: JsonObject;
  readonly today: string;
  readonly more: readonly string[];
  /** What the provider takes without effect is refused. */
  readonly strict: boolean;
}

export interface Validated extends Judgement {
  readonly model: string | null;
  readonly thinking: ThinkingState;
}

/**
 * Judges a request as it was sent by what is documented of the provider. Nothing of the planning that writes such
 * requests is used: where the two read a fact differently, a test that runs one against the other shows it.
 */
export function validate(question: Question): Validated {
  const { provider, region, operation, native, body } = question;
  const model = typeof body['model'] === 'string' ? body['model'] : null;
  const thinking = thinkingState(provider.wire, model, body);
  const images = imageUrls(body).length > 0;
  const asked: Asked = { provider, region, operation, native, body, model, thinks: thinking.thinks, images };
  const parameters = judgeParameters(asked);
  const constraints = judgeConstraints(asked);
  const told = new Set(constraints.problems.map((one) => one.parameter));
  const problems = [
    ...modelProblems(question),
    ...missing(question),
    ...constraints.problems,
    ...parameters.problems.filter((one) => !told.has(one.parameter)),
  ];
  const ignored = [...parameters.ignored, ...constraints.ignored];
  const strict = question.strict ? ignored.map(refused) : [];
  return {
    problems: [...problems, ...strict],
    ignored,
    uncertain: [...parameters.uncertain, ...constraints.uncertain],
    model,
    thinking,
  };
}

/** A path of the provider's own may do without a model. */
function modelProblems(question: Question): Problem[] {
  if (question.native && question.body['model'] === undefined) return [];
  const problem = modelProblem({ ...question, model: question.body['model'] });
  return problem ? [problem] : [];
}

function missing({ operation, native, body }: Question): Problem[] {
  if (native) return [];
  const problems = (REQUIRED[operation] ?? [])
    .filter((parameter) => valuesAt(body, parameter).length === 0)
    .map((parameter): Problem => ({ kind: 'parameter', parameter, detail: `${parameter}: has to be given` }));
  if (operation === 'chat.completions' && problems.length === 0 && messagesOf(body).length === 0)
    return [
      { kind: 'parameter', parameter: 'messages', detail: 'messages: has to be a list with a message' },
    ];
  return problems;
}

function refused({ parameter, why, note }: Judgement['ignored'][number]): Problem {
  const detail = why === 'ignored' ? 'is taken without effect' : 'is not documented';
  return {
    kind: 'parameter',
    parameter,
    detail: `${parameter}: ${detail}${note ? ` (${note})` : ''}; refused because of --strict`,
  };
}
