import { page } from '../shorthand.js';
import { OPENAI_ERROR_BODY } from './openai.js';
import type { Constraint, Wire } from './types.js';

const vllm = page('https://docs.vllm.ai');
const ollama = page('github:ollama/ollama');
const xinference = page('github:xorbitsai/inference');
const unsourced = page('unsourced');

/** Ollama drops what it does not know, without a word. */
const dropped: readonly Constraint[] = [
  'n',
  'max_completion_tokens',
  'logit_bias',
  'user',
  'tool_choice',
  'parallel_tool_calls',
  'functions',
  'function_call',
].map((path) => ({
  kind: 'absent',
  operation: 'chat.completions',
  regions: ['ollama'],
  path,
  outcome: 'ignored',
  ...ollama,
}));

export const selfHostedWire: Wire = {
  errors: {
    body: OPENAI_ERROR_BODY,
    ...ollama,
    cases: { model: { status: 404, type: 'NotFoundError', code: null, ...unsourced } },
  },
  refusals: [],
  constraints: [
    ...dropped,
    {
      kind: 'items',
      operation: 'chat.completions',
      regions: ['vllm'],
      path: 'tools',
      min: 1,
      note: 'an empty list is an error',
      ...vllm,
    },
    {
      kind: 'absent',
      operation: 'chat.completions',
      regions: ['vllm'],
      when: { stream: false },
      path: 'stream_options',
      ...vllm,
    },
    { kind: 'data-images', operation: 'chat.completions', regions: ['ollama'], ...ollama },
    {
      kind: 'values',
      operation: 'chat.completions',
      regions: ['ollama'],
      path: 'reasoning_effort',
      values: ['none', 'minimal', 'low', 'medium', 'high', 'xhigh', 'ultra', 'max'],
      ...ollama,
    },
    {
      kind: 'absent',
      operation: 'chat.completions',
      regions: ['xinference'],
      path: 'logit_bias',
      note: 'status 501',
      ...xinference,
    },
    ...['n', 'user'].map(
      (path): Constraint => ({
        kind: 'absent',
        operation: 'chat.completions',
        regions: ['xinference'],
        path,
        outcome: 'ignored',
        ...xinference,
      }),
    ),
    {
      kind: 'values',
      operation: 'chat.completions',
      regions: ['xinference'],
      path: 'service_tier',
      values: ['auto', 'default'],
      ...xinference,
    },
  ],
  thinking: [
    {
      byDefault: 'unknown',
      shownIn: 'reasoning',
      switches: [
        { parameter: 'chat_template_kwargs.enable_thinking', on: [true], off: [false] },
        { parameter: 'enable_thinking', on: [true], off: [false] },
        {
          parameter: 'reasoning_effort',
          on: ['minimal', 'low', 'medium', 'high', 'xhigh', 'max'],
          off: ['none'],
        },
      ],
      ...vllm,
      note: 'decided by the model and the server; reasoning_content on SGLang and on older vLLM',
    },
  ],
  chat: { streamUsage: 'asked', ...vllm },
  images: { byDefault: 'url', forms: ['url', 'b64_json'], ...xinference },
  speech: { byDefault: 'mp3', ...xinference },
  responses: { done: false, ...vllm, note: 'how a stream ends was not read' },
};
