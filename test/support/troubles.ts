import type { Problem, RecordedRequest } from '../../src/emulate/index.js';
import type { Decision } from '../../src/finding.js';
import type { ProgramRun } from './emulated.js';

/** What went wrong with a program, as `kind parameter`, and whether the report has a line that speaks of it. */
export interface Trouble {
  readonly what: string;
  readonly reported: boolean;
}

/** Everything in a run that a user would not expect, each once. */
export function troublesOf({ decisions, requests, error }: ProgramRun): Trouble[] {
  const troubles = new Map<string, Trouble>();
  const add = (what: string, reported: boolean) => troubles.set(what, { what, reported });
  for (const request of requests) {
    for (const problem of problemsOf(request)) {
      const name = problem.parameter ?? problem.kind;
      add(`refused ${name}`, isReported(decisions, problem.kind, name));
    }
    const modelless = request.problems.some((one) => one.kind === 'model');
    for (const { parameter } of modelless ? [] : request.ignored)
      add(`ignored ${parameter}`, isReported(decisions, 'parameter', parameter));
    for (const warning of request.warnings) {
      const [name = ''] = warning.split(' ');
      add(`starved ${name}`, isReported(decisions, 'parameter', name));
    }
  }
  // A program that stops although all its requests were taken reads something that is not in the answer: because of
  // what was not heeded, which has a line of its own, or because the answer differs.
  const explained = [...troubles.keys()].some((what) => /^(?:refused|starved|ignored)/.test(what));
  if (error !== null && !explained)
    add(
      'stopped',
      decisions.some(
        ({ finding, action, message }) =>
          finding.kind === 'response' ||
          (finding.kind === 'parameter' && action === 'manual') ||
          (finding.kind === 'client' && /tell no usage/.test(message)),
      ),
    );
  return [...troubles.values()];
}

/** For a model that is not there nothing else can be told. */
function problemsOf({ verdict, problems }: RecordedRequest): readonly Problem[] {
  if (verdict === 'accepted') return [];
  const model = problems.find((one) => one.kind === 'model');
  return model ? [model] : problems;
}

/** `messages[].content[].image_url` is spoken of as `image_url`, `response_format.type` as `response_format`. */
function isReported(decisions: readonly Decision[], kind: Problem['kind'], parameter: string): boolean {
  if (kind === 'operation') return decisions.some((one) => one.finding.kind === 'unsupported');
  if (kind === 'model')
    return decisions.some((one) => one.finding.kind === 'model' && one.action === 'manual');
  const [name = ''] = parameter.replace(/^messages\[\]\.(?:content\[\]\.)?/, '').split(/[.[]/);
  const names = [name, ...(NAMES[name] ?? [])].join('|');
  return decisions.some(
    ({ finding, message }) =>
      (finding.kind === 'parameter' || finding.kind === 'response') &&
      new RegExp(`\\b(?:${names})\\b`).test(message),
  );
}

/** OpenAI's name → those that the AI SDK and LangChain have for it. */
const NAMES: Readonly<Record<string, readonly string[]>> = {
  max_tokens: ['maxTokens', 'maxOutputTokens'],
  top_p: ['topP'],
  presence_penalty: ['presencePenalty'],
  frequency_penalty: ['frequencyPenalty'],
  logit_bias: ['logitBias'],
  stop: ['stopSequences'],
  tool_choice: ['toolChoice'],
  reasoning_effort: ['reasoningEffort'],
  encoding_format: ['encodingFormat', 'vectors in base64'],
  messages: ['the word json', 'reasoning_content'],
};
