import { page } from '../shorthand.js';
import { OPENAI_ERROR_BODY } from './openai.js';
import type { Wire } from './types.js';

const articles = page('github:MicrosoftDocs/azure-ai-docs');
const unsourced = page('unsourced');

const REASONING = ['gpt-5*', 'o1*', 'o3*', 'o4*'] as const;

export const azureWire: Wire = {
  errors: {
    body: OPENAI_ERROR_BODY,
    ...unsourced,
    cases: {
      key: { status: 401, ...unsourced, note: 'wrong key or tenant' },
      model: { status: 404, code: 'DeploymentNotFound', ...unsourced },
      'rate-limit': {
        status: 429,
        headers: { 'retry-after': '1' },
        ...unsourced,
      },
    },
  },
  refusals: [],
  constraints: [
    {
      kind: 'absent',
      operation: 'chat.completions',
      models: REASONING,
      path: 'max_tokens',
      note: 'max_completion_tokens instead',
      ...articles,
    },
    {
      kind: 'absent',
      operation: 'chat.completions',
      models: ['gpt-5-pro', 'gpt-5*-codex*', 'gpt-5.4-pro', 'o3-pro'],
      path: 'model',
      note: 'for /responses only',
      ...articles,
    },
  ],
  thinking: [
    {
      models: ['gpt-5.1*'],
      byDefault: 'off',
      shownIn: 'nowhere',
      switches: [{ parameter: 'reasoning_effort', on: ['low', 'medium', 'high'], off: ['none'] }],
      counts: ['max_completion_tokens'],
      ...articles,
    },
    {
      models: REASONING,
      byDefault: 'unknown',
      shownIn: 'nowhere',
      switches: [
        { parameter: 'reasoning_effort', on: ['minimal', 'low', 'medium', 'high', 'xhigh'], off: ['none'] },
      ],
      counts: ['max_completion_tokens'],
      ...articles,
    },
  ],
  chat: {
    streamUsage: 'asked',
    usage: { completion_tokens_details: { reasoning_tokens: '{reasoning}' } },
    extra: { prompt_filter_results: [{ prompt_index: 0, content_filter_results: {} }] },
    firstChunkEmpty: true,
    ...articles,
  },
  images: {
    byDefault: 'b64_json',
    forms: ['b64_json'],
    ...unsourced,
    note: 'gpt-image answers with base64 only',
  },
  speech: { byDefault: 'mp3', ...unsourced, note: 'as at OpenAI' },
  responses: { done: false, ...articles, note: 'as at OpenAI' },
};
