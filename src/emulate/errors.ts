import type { Operation } from '../openai/operations.js';
import type { Provider } from '../providers/types.js';
import { OPENAI_ERROR_BODY, OPENAI_ERRORS } from '../providers/wire/openai.js';
import type { ErrorCase, Refusal } from '../providers/wire/types.js';
import { type Blanks, fill, rootOf } from './json.js';
import { fits } from './patterns.js';
import type { Problem } from './types.js';

export interface ErrorAnswer {
  readonly status: number;
  readonly body: unknown;
  readonly headers: Readonly<Record<string, string>>;
}

/** The error that a provider answers a problem with: its status, its shape and, where they are known, its words. */
export function errorAnswer(
  provider: Provider,
  problem: Problem,
  operation: Operation | null,
  model: string | null,
  id: string,
): ErrorAnswer {
  const errors = provider.wire?.errors;
  const found: ErrorCase = { ...OPENAI_ERRORS[problem.kind], ...errors?.cases[problem.kind] };
  const words = refusalOf(provider, problem, operation, model);
  const blanks: Blanks = {
    detail: problem.detail,
    model: model ?? '',
    parameter: problem.parameter,
    value: problem.value ?? '',
  };
  const message = fill(words?.message ?? found.message ?? '{detail}', blanks);
  const status = words?.status ?? found.status;
  const body = fill(found.body ?? errors?.body ?? OPENAI_ERROR_BODY, {
    ...blanks,
    message: String(message),
    code: words?.code ?? found.code ?? null,
    type: found.type ?? null,
    status: String(status),
    id,
  });
  return { status, body, headers: found.headers ?? {} };
}

/** Whole paths win over their first piece, which stands for all that is below it. */
function refusalOf(
  provider: Provider,
  problem: Problem,
  operation: Operation | null,
  model: string | null,
): Refusal | undefined {
  const { parameter } = problem;
  if (problem.kind !== 'parameter' || parameter === null) return undefined;
  const own = (provider.wire?.refusals ?? []).filter(
    (one) => one.operation === operation && fits(one.models, model),
  );
  return (
    own.find((one) => one.parameter === parameter) ?? own.find((one) => one.parameter === rootOf(parameter))
  );
}
