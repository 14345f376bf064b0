import { page } from '../shorthand.js';
import type { ErrorCase, Wire } from './types.js';

const docs = page('https://platform.sensenova.cn/docs', '2026-09-30');
const provider = page('github:NoMoreWaiting/pi-sensenova-provider');

const error = (status: number, type: string, note?: string): ErrorCase => ({
  status,
  type,
  code: '3',
  ...docs,
  ...(note === undefined ? {} : { note }),
});

export const sensenovaWire: Wire = {
  errors: {
    body: { error: { type: '{type}', code: '{code}', message: '{message}' } },
    ...docs,
    note: 'the code is a number as text; "3" is the one that was read',
    cases: {
      key: error(401, 'authentication_error'),
      model: error(404, 'not_found_error'),
      parameter: error(400, 'invalid_request_error'),
      operation: error(404, 'not_found_error', 'also for a wrong base path'),
      malformed: error(400, 'invalid_request_error'),
      'rate-limit': { ...error(429, 'quota_exceeded_error', 'no Retry-After was seen'), ...provider },
      server: error(500, 'internal_server_error'),
    },
  },
  refusals: [],
  constraints: [
    {
      kind: 'says',
      operation: 'chat.completions',
      models: ['sensenova-*'],
      when: { format: 'json_object' },
      word: 'json',
      ...docs,
    },
    {
      kind: 'values',
      operation: 'chat.completions',
      models: ['sensenova-*'],
      path: 'thinking',
      values: ['enabled', 'disabled'],
      ...docs,
    },
    {
      kind: 'values',
      operation: 'chat.completions',
      models: ['deepseek-*'],
      path: 'thinking.type',
      values: ['enabled', 'disabled'],
      ...docs,
    },
    {
      kind: 'values',
      operation: 'chat.completions',
      models: ['glm-5.2'],
      path: 'thinking.type',
      values: ['enabled'],
      note: 'reasoning_effort none instead',
      ...docs,
    },
    {
      kind: 'values',
      operation: 'chat.completions',
      models: ['glm-5.2'],
      path: 'tool_choice',
      values: ['auto', 'none', 'required'],
      note: 'a text only',
      ...docs,
    },
    {
      kind: 'absent',
      operation: 'chat.completions',
      models: ['kimi-k3'],
      path: 'max_tokens',
      note: 'max_completion_tokens instead',
      ...docs,
    },
    { kind: 'data-images', operation: 'chat.completions', models: ['kimi-k3'], ...docs },
    {
      kind: 'items',
      operation: 'chat.completions',
      models: ['deepseek-flash'],
      path: 'stop',
      max: 16,
      ...docs,
    },
    {
      kind: 'absent',
      operation: 'chat.completions',
      models: ['deepseek-v4-flash'],
      when: { thinking: true },
      path: 'temperature',
      outcome: 'ignored',
      ...docs,
    },
    {
      kind: 'messages',
      operation: 'chat.completions',
      models: ['deepseek-v4-flash'],
      when: { thinking: true },
      form: 'reasoning-echoed',
      outcome: 'uncertain',
      note: 'has to come back in tool turns; an error is not documented',
      ...docs,
    },
    {
      kind: 'pattern',
      operation: 'images.generations',
      path: 'size',
      pattern:
        '^(?:auto|(?:51[2-9]|5[2-9]\\d|[6-9]\\d\\d|[1-3]\\d{3}|40[0-8]\\d|409[0-6])x(?:51[2-9]|5[2-9]\\d|[6-9]\\d\\d|[1-3]\\d{3}|40[0-8]\\d|409[0-6]))$',
      note: 'sides of 512 to 4096; that they are multiples of 32 and up to 3:1 is not checked here',
      ...docs,
    },
  ],
  thinking: [
    {
      models: ['sensenova-*'],
      byDefault: 'on',
      shownIn: 'reasoning',
      switches: [
        { parameter: 'thinking', on: ['enabled'], off: ['disabled'] },
        { parameter: 'reasoning_effort', on: ['low', 'medium', 'high', 'max'], off: ['none'] },
      ],
      ...docs,
    },
    {
      models: ['deepseek-*'],
      byDefault: 'on',
      shownIn: 'reasoning_content',
      switches: [
        { parameter: 'thinking.type', on: ['enabled'], off: ['disabled'] },
        {
          parameter: 'reasoning_effort',
          on: ['minimal', 'low', 'medium', 'high', 'xhigh', 'max'],
          off: ['none'],
        },
      ],
      ...docs,
    },
    {
      models: ['glm-5.2'],
      byDefault: 'on',
      shownIn: 'reasoning_content',
      switches: [
        {
          parameter: 'reasoning_effort',
          on: ['minimal', 'low', 'medium', 'high', 'xhigh', 'max'],
          off: ['none'],
        },
      ],
      ...docs,
    },
    { byDefault: 'on', shownIn: 'reasoning_content', switches: [], ...docs },
  ],
  chat: {
    streamUsage: 'unless-declined',
    usage: {
      prompt_tokens_details: { cached_tokens: 0 },
      completion_tokens_details: { reasoning_tokens: '{reasoning}' },
    },
    extra: { request_id: '{id}' },
    ...docs,
  },
  samePath: { operations: ['images.edits'], ...docs },
  images: { byDefault: 'b64_json', forms: ['b64_json', 'url'], ...docs },
  responses: { done: false, ...docs },
};
