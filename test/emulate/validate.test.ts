import { describe, expect, it } from 'vitest';
import { validate } from '../../src/emulate/validate/index.js';
import { OPERATIONS } from '../../src/openai/operations.js';
import { providerOrThrow } from '../../src/providers/index.js';
import { CASES, type Case, chat, ignored, type Outcome, refused, unsure, user } from './cases.js';

describe.each(Object.entries(CASES))('%s', (id, cases) => {
  it.each(cases.map((one) => [one.says, one] as const))('%s', (_says, one) => {
    expect(outcomeOf(id, one)).toEqual(one.is);
  });
});

describe('every provider', () => {
  it('has what it says written down', () => {
    const { length } = Object.keys(CASES);
    expect(length).toBe(18);
  });

  it('refuses a request without a model, without messages, and with a model of another kind', () => {
    for (const id of Object.keys(CASES)) {
      const provider = providerOrThrow(id);
      const vector = provider.models.find((one) => one.classes.includes('embedding'))?.id;
      const flagship = String(provider.mapping.flagship.value);
      expect(outcomeOf(id, { says: '', body: { messages: [user('x')] }, is: 'accepted' })).toEqual(
        refused('model'),
      );
      expect(outcomeOf(id, { says: '', body: { model: flagship }, is: 'accepted' })).toEqual(
        refused('messages'),
      );
      expect(outcomeOf(id, { says: '', body: { model: flagship, messages: [] }, is: 'accepted' })).toEqual(
        refused('messages'),
      );
      if (vector)
        expect(outcomeOf(id, { says: '', body: chat(vector), is: 'accepted' })).toEqual(refused('model'));
    }
  });

  it('refuses in strict mode what it otherwise takes without effect, and nothing else', () => {
    const strict = (body: Readonly<Record<string, unknown>>) =>
      judged('zhipu', { says: '', body, is: 'accepted' }, true);
    expect(strict(chat('glm-5.3', { n: 2 })).problems.map((one) => one.parameter)).toEqual(['n']);
    expect(strict(chat('glm-5.3', { temperature: 0.5 })).problems).toEqual([]);
    // `reasoning_effort` of this model is unknown: nobody says that it has no effect.
    expect(strict(chat('glm-5', { reasoning_effort: 'low' })).problems).toEqual([]);
  });
});

function outcomeOf(id: string, one: Case): Outcome {
  const { problems, ignored: without, uncertain } = judged(id, one, false);
  const [problem] = problems;
  if (problem) return refused(problem.parameter ?? '');
  if (without[0]) return ignored(without[0].parameter);
  return uncertain[0] ? unsure(uncertain[0].parameter) : 'accepted';
}

function judged(id: string, one: Case, strict: boolean) {
  const provider = providerOrThrow(id);
  const operation = one.operation ?? 'chat.completions';
  expect(OPERATIONS).toContain(operation);
  const region = provider.regions.find((other) => other.id === one.region) ?? provider.regions[0];
  const today = '2026-11-22';
  return validate({ provider, region, operation, native: false, body: one.body, today, more: [], strict });
}
