import { page } from '../shorthand.js';
import { OPENAI_ERROR_BODY } from './openai.js';
import type { Wire } from './types.js';

const sdk = page('github:volcengine/volcengine-nodejs-sdk/service/arkruntime');
const goSdk = page('github:volcengine/volcengine-go-sdk/service/arkruntime/model/chat_completion.go');
const las = page('https://docs.byteplus.com/en/docs/Byteplus_LAS/Chat_API');
const python = page('github:volcengine/volcengine-python-sdk');
const endpoints = page('https://www.volcengine.com/docs/82379/1263482');

const thinkingType = { parameter: 'thinking.type', on: ['enabled', 'auto'], off: ['disabled'] } as const;

export const volcengineWire: Wire = {
  errors: {
    body: OPENAI_ERROR_BODY,
    ...sdk,
    cases: {
      key: { status: 401, code: 'AuthenticationError', ...sdk },
      model: { status: 404, ...sdk, note: 'the code was not read' },
      parameter: { status: 400, code: 'InvalidParameter', ...sdk },
      operation: { status: 404, ...sdk, note: 'the code was not read' },
      malformed: { status: 400, code: 'InvalidParameter', ...sdk },
      'rate-limit': {
        status: 429,
        ...sdk,
        note: 'the code was not read',
      },
      server: {
        status: 500,
        ...sdk,
        note: 'the code was not read',
      },
    },
  },
  refusals: [],
  constraints: [
    { kind: 'items', operation: 'chat.completions', path: 'stop', max: 4, ...python },
    {
      kind: 'absent',
      operation: 'chat.completions',
      models: ['doubao-seed-*'],
      when: { thinking: true },
      path: 'stop',
      outcome: 'uncertain',
      note: 'not supported by deep-thinking models; whether refused or ignored is not said',
      ...las,
    },
    { kind: 'items', operation: 'chat.completions', path: 'tools', max: 128, ...python },
    {
      kind: 'values',
      operation: 'chat.completions',
      path: 'thinking.type',
      values: ['enabled', 'disabled', 'auto'],
      ...goSdk,
    },
    { kind: 'list', operation: 'embeddings', path: 'input', ...sdk },
  ],
  thinking: [
    {
      models: ['doubao-seed-2-*', 'doubao-seed-evolving', 'ep-*'],
      byDefault: 'on',
      shownIn: 'reasoning_content',
      switches: [
        thinkingType,
        { parameter: 'reasoning_effort', on: ['low', 'medium', 'high'], off: ['minimal'] },
      ],
      counts: ['max_completion_tokens'],
      ...las,
    },
    {
      byDefault: 'unknown',
      shownIn: 'reasoning_content',
      switches: [thinkingType],
      counts: ['max_completion_tokens'],
      ...goSdk,
    },
  ],
  chat: {
    streamUsage: 'asked',
    usage: {
      prompt_tokens_details: { cached_tokens: 0, provisioned_tokens: 0 },
      completion_tokens_details: { reasoning_tokens: '{reasoning}', provisioned_tokens: 0 },
    },
    ...sdk,
  },
  openIds: {
    patterns: ['ep-*'],
    ...endpoints,
    note: 'endpoints that users make in the console',
  },
  fusedEmbeddings: sdk,
  images: { byDefault: 'url', forms: ['url', 'b64_json'], ...sdk },
  responses: { done: false, ...sdk, note: 'how a stream ends was not read' },
};
