import type { ModelClass, Operation } from '../openai/operations.js';
import type { Evidence, Mapping, OperationFact, ParameterRule } from './types.js';

/** The day on which the research pages were read. */
export const CHECKED = '2026-11-22';

export function page(source: string, checked: string = CHECKED): Evidence {
  return { source, checked };
}

type Answer = OperationFact['value'] | (Omit<OperationFact, keyof Evidence> & Partial<Evidence>);

/** Every operation answered; what is said without evidence of its own rests on `evidence`. */
export function operations(
  evidence: Evidence,
  answers: Readonly<Record<Operation, Answer>>,
): Record<Operation, OperationFact> {
  return mapValues(answers, (answer) =>
    typeof answer === 'string' ? { value: answer, ...evidence } : { ...evidence, ...answer },
  );
}

type Mapped = string | null | (Omit<Mapping, keyof Evidence> & Partial<Evidence>);

/** Every class answered; `null` says that there is no equal. */
export function mapping(
  evidence: Evidence,
  answers: Readonly<Record<ModelClass, Mapped>>,
): Record<ModelClass, Mapping> {
  return mapValues(answers, (answer) =>
    typeof answer === 'string' || answer === null
      ? { value: answer, ...evidence }
      : { ...evidence, ...answer },
  );
}

/** Parameters that share one plain status. */
export function plain(
  status: 'supported' | 'ignored' | 'rejected' | 'undocumented' | 'unknown',
  evidence: Evidence,
  parameters: readonly string[],
  note?: string,
): ParameterRule[] {
  return parameters.map((parameter) => ({
    parameter,
    status,
    ...evidence,
    ...(note === undefined ? {} : { note }),
  }));
}

/** OpenAI's `developer` is not taken: `system` says the same. */
export function roles(evidence: Evidence, more: readonly string[] = []): ParameterRule {
  return {
    parameter: 'messages[].role',
    status: 'values',
    values: ['system', 'user', 'assistant', 'tool', ...more],
    map: { developer: 'system' },
    ...evidence,
  };
}

function mapValues<K extends string, A, B>(
  record: Readonly<Record<K, A>>,
  make: (value: A) => B,
): Record<K, B> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, make(value as A)])) as Record<
    K,
    B
  >;
}
