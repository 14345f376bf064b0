import { isErrorText } from '../openai/errors.js';
import type { ResponseDifference } from '../providers/types.js';
import type { Blanks } from '../reasons.js';
import type { AnswerSite, RequestSite, Token } from '../sites.js';
import { candidatesOf } from './situations.js';
import { fitsModel, type ResolvedTarget } from './target.js';
import { placeOf } from './trails.js';
import { byHand, stays, type Verdict } from './verdict.js';

/** A request that was moved, and where it goes. */
export interface Moved {
  readonly request: RequestSite;
  readonly target: ResolvedTarget;
}

/**
 * Verdicts on code that reads of an answer what the target sends otherwise, or not at all. Nothing is edited here: what
 * the code does with it is its own affair. `isEdited`: the place changes already, together with its request.
 */
export function answerVerdicts(
  answers: readonly AnswerSite[],
  moved: ReadonlyMap<string, Moved>,
  isEdited: (token: Token) => boolean,
  blanksOf: (target: ResolvedTarget) => Blanks,
): Verdict[] {
  return answers.flatMap((answer): Verdict[] => {
    if (isEdited(answer.token)) return [];
    const own = answer.requests.flatMap((id) => moved.get(id) ?? []);
    const [first] = own;
    if (!first) return [];
    const told = own.flatMap((one) => differencesFor(answer, one, isEdited));
    if (told.length === 0) return [];
    const base = {
      token: answer.token,
      kind: 'response',
      dialect: answer.dialect,
      message: [...new Set(told.map(({ message }) => message))].join('; '),
      related: own.map(({ request }) => placeOf(request.token, `answer of ${request.method}`)),
    } as const;
    const mustAct = told.some(({ isHarmless }) => !isHarmless);
    return [mustAct ? byHand(base, 'answer-differs', blanksOf(first.target)) : stays(base)];
  });
}

interface Told {
  readonly message: string;
  /** Worth knowing; code that does not ask for it goes on as before. */
  readonly isHarmless: boolean;
}

function differencesFor(
  answer: AnswerSite,
  { request, target }: Moved,
  isEdited: (token: Token) => boolean,
): Told[] {
  const name = target.provider.name.en;
  return target.provider.responses
    .filter((difference) => concerns(difference, answer, request, target))
    .flatMap((difference) => tell(difference, answer, name, isEdited));
}

function concerns(
  { reads, operations, models, unguarded }: ResponseDifference,
  answer: AnswerSite,
  request: RequestSite,
  target: ResolvedTarget,
): boolean {
  if (!reads?.includes(answer.path) || (unguarded && answer.form === 'optional')) return false;
  if (operations && !operations.includes(request.operation)) return false;
  // A chunk may come without choices; an answer in one piece is not meant by that.
  if (answer.path === 'choices[].delta' && answer.form === 'binding') return false;
  return !models || candidatesOf(request, target).some(({ model }) => fitsModel(models, model));
}

function tell(
  difference: ResponseDifference,
  { path, compared }: AnswerSite,
  provider: string,
  isEdited: (token: Token) => boolean,
): Told[] {
  const { description, instead, also } = difference;
  const label = path.replace(/^.*[.\]]\.?(?=\w+$)/, '');
  const values = compared.filter(({ at }) => !isEdited(at)).map(({ value }) => value);
  if (path.startsWith('error.')) {
    const asked = values.filter(isErrorText);
    return asked.length > 0
      ? [
          {
            message: `${path} compared with ${asked.join(', ')}; at ${provider}: ${description}`,
            isHarmless: false,
          },
        ]
      : [];
  }
  if (!instead && !also) return [{ message: `${label} at ${provider}: ${description}`, isHarmless: false }];
  const gone = values.flatMap((value): Told[] => {
    if (!instead || !Object.hasOwn(instead, value)) return [];
    const now = instead[value];
    const message = now
      ? `${label} ${value}: ${provider} says ${now}`
      : `${label} ${value} never comes from ${provider} (${description})`;
    return [{ message, isHarmless: false }];
  });
  if (gone.length > 0 || !also || values.length === 0) return gone;
  return [{ message: `${label} may also be ${also.join(', ')} at ${provider}`, isHarmless: true }];
}
