import { page } from '../shorthand.js';
import { OPENAI_ERROR_BODY } from './openai.js';
import type { Wire } from './types.js';

const chat = page('https://help.aliyun.com/zh/model-studio/qwen-api-via-openai-chat-completions');
const errors = page('https://help.aliyun.com/zh/model-studio/error-code');
const structured = page('https://www.alibabacloud.com/help/en/model-studio/qwen-structured-output');
const embedding = page(
  'https://www.alibabacloud.com/help/en/model-studio/embedding-interfaces-compatible-with-openai',
);
const qwen4 = page('https://docs.apiyi.com/api-capabilities/qwen-4/overview');
const upgrade = page('https://www.alibabacloud.com/help/en/model-studio/api-compatibility-upgrade-notice');
const functionCalling = page('https://help.aliyun.com/zh/model-studio/qwen-function-calling');
const responsesPage = page('https://www.alibabacloud.com/help/en/model-studio/qwen-api-via-openai-responses');
const asr = page('https://www.alibabacloud.com/help/zh/model-studio/qwen-asr-api-reference');

const enableThinking = { parameter: 'enable_thinking', on: [true], off: [false] } as const;

export const alibabaWire: Wire = {
  errors: {
    body: OPENAI_ERROR_BODY,
    ...errors,
    cases: {
      key: { status: 401, code: 'invalid_api_key', ...errors },
      parameter: {
        status: 400,
        code: 'InvalidParameter',
        ...errors,
        note: 'codes are slugs such as InvalidParameter.NotSupportEnableThinking',
      },
      'rate-limit': { status: 429, code: 'Throttling', ...errors, note: 'Throttling.*' },
    },
  },
  refusals: [],
  constraints: [
    {
      kind: 'says',
      operation: 'chat.completions',
      when: { format: 'json_object' },
      word: 'json',
      ...structured,
    },
    {
      kind: 'absent',
      operation: 'chat.completions',
      models: ['qwen3.*'],
      when: { format: 'json_schema', images: true },
      path: 'response_format',
      ...structured,
    },
    { kind: 'range', operation: 'chat.completions', when: { tools: true }, path: 'n', max: 1, ...chat },
    {
      kind: 'together',
      operation: 'chat.completions',
      paths: ['reasoning_effort', 'thinking_budget'],
      ...qwen4,
    },
    {
      kind: 'items',
      operation: 'embeddings',
      models: ['text-embedding-v4'],
      path: 'input',
      max: 10,
      ...embedding,
    },
    {
      kind: 'items',
      operation: 'embeddings',
      models: ['qwen3.7-text-embedding'],
      path: 'input',
      max: 20,
      ...embedding,
    },
    {
      kind: 'items',
      operation: 'embeddings',
      models: ['text-embedding-v1', 'text-embedding-v2'],
      path: 'input',
      max: 25,
      ...embedding,
    },
  ],
  thinking: [
    {
      models: ['qwen4-max'],
      byDefault: 'on',
      shownIn: 'reasoning_content',
      switches: [
        {
          parameter: 'reasoning_effort',
          on: ['minimal', 'low', 'medium', 'high', 'xhigh', 'max'],
          off: ['none', 'off'],
        },
      ],
      counts: ['max_tokens', 'max_completion_tokens'],
      ...upgrade,
    },
    {
      models: ['qwen3.8-flash'],
      byDefault: 'on',
      shownIn: 'reasoning_content',
      switches: [
        enableThinking,
        { parameter: 'reasoning_effort', on: ['low', 'medium', 'xhigh'], off: ['none'] },
      ],
      counts: ['max_completion_tokens'],
      ...functionCalling,
    },
    {
      models: ['qwen3.8-*', 'qwen3.7-*'],
      byDefault: 'on',
      shownIn: 'reasoning_content',
      switches: [enableThinking],
      counts: ['max_completion_tokens'],
      ...chat,
      note: 'qwen3.8-max: two readings say that it cannot be switched off',
    },
    {
      byDefault: 'unknown',
      shownIn: 'reasoning_content',
      switches: [enableThinking],
      counts: ['max_completion_tokens'],
      ...chat,
    },
  ],
  chat: {
    streamUsage: 'asked',
    usage: {
      prompt_tokens_details: { cached_tokens: 0 },
      completion_tokens_details: { reasoning_tokens: '{reasoning}' },
    },
    extra: { system_fingerprint: null, service_tier: null },
    ...chat,
  },
  throughChat: { models: ['qwen3-asr-flash'], ...asr },
  responses: { done: false, ...responsesPage, note: 'how a stream ends was not read' },
};
