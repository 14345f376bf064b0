import { page } from '../shorthand.js';
import type { Wire } from './types.js';

const chat = page('https://docs.bigmodel.cn/api-reference/模型-api/对话补全');
const errors = page('https://docs.bigmodel.cn/cn/api/api-code');
const thinking = page('https://docs.bigmodel.cn/cn/guide/capabilities/thinking-mode');
const embedding = page('https://docs.bigmodel.cn/api-reference/模型-api/文本嵌入');
const speechToText = page('https://docs.bigmodel.cn/api-reference/模型-api/语音转文本');
const moderationPage = page('https://docs.bigmodel.cn/api-reference/工具-api/内容安全');
const responsesPage = page('https://docs.bigmodel.cn/api-reference/response/创建-response');
const openapi = page('https://docs.bigmodel.cn/openapi/openapi.json');

export const zhipuWire: Wire = {
  errors: {
    body: { error: { code: '{code}', message: '{message}' } },
    ...errors,
    note: 'the code is a number as text; no type, no param',
    cases: {
      key: { status: 401, code: '1000', ...errors, note: '1000 to 1004 are about keys' },
      model: { status: 400, code: '1211', ...errors },
      parameter: { status: 400, code: '1210', ...errors, note: '1210, 1213 and 1214 are about parameters' },
      operation: { status: 404, ...errors, note: 'the code of a wrong path is not said' },
      malformed: { status: 400, code: '1210', ...errors },
      'rate-limit': { status: 429, code: '1302', ...errors },
      server: { status: 500, ...errors, note: 'the code is not said' },
    },
  },
  refusals: [
    {
      operation: 'chat.completions',
      parameter: 'tool_choice',
      message: 'Tool choice must be auto',
      ...page('github:vectorize-io/hindsight/issues/4246'),
    },
  ],
  constraints: [
    { kind: 'list', operation: 'chat.completions', path: 'stop', ...chat },
    {
      kind: 'items',
      operation: 'chat.completions',
      path: 'stop',
      max: 4,
      note: 'one entry by an older schema',
      ...chat,
    },
    { kind: 'items', operation: 'chat.completions', path: 'tools', max: 128, ...chat },
    { kind: 'length', operation: 'chat.completions', path: 'user_id', min: 6, max: 128, ...chat },
    { kind: 'length', operation: 'chat.completions', path: 'request_id', min: 6, max: 64, ...chat },
    {
      kind: 'values',
      operation: 'chat.completions',
      models: ['glm-5.3', 'glm-5.3-flash', 'glm-5.3-flashx'],
      path: 'thinking.type',
      values: ['enabled'],
      ...thinking,
    },
    {
      kind: 'values',
      operation: 'chat.completions',
      path: 'thinking.type',
      values: ['enabled', 'disabled'],
      ...chat,
    },
    { kind: 'items', operation: 'embeddings', path: 'input', max: 64, ...embedding },
    { kind: 'length', operation: 'audio.speech', path: 'input', max: 1024, ...openapi },
    { kind: 'length', operation: 'moderations', path: 'input', max: 2000, ...moderationPage },
    { kind: 'values', operation: 'responses', path: 'model', values: ['glm-5.3'], ...responsesPage },
  ],
  thinking: [
    {
      models: ['glm-5.3', 'glm-5.3-flash', 'glm-5.3-flashx'],
      byDefault: 'on',
      shownIn: 'reasoning_content',
      switches: [],
      ...thinking,
    },
    {
      models: ['glm-5.2'],
      byDefault: 'unknown',
      shownIn: 'reasoning_content',
      switches: [
        { parameter: 'thinking.type', on: ['enabled'], off: ['disabled'] },
        {
          parameter: 'reasoning_effort',
          off: ['none', 'minimal'],
          on: ['low', 'medium', 'high', 'xhigh', 'max'],
        },
      ],
      ...thinking,
    },
    {
      models: ['glm-5.1', 'glm-5-turbo', 'glm-5', 'glm-4.7*', 'glm-4.5*'],
      byDefault: 'unknown',
      shownIn: 'reasoning_content',
      switches: [{ parameter: 'thinking.type', on: ['enabled'], off: ['disabled'] }],
      ...thinking,
    },
  ],
  chat: {
    streamUsage: 'last-chunk',
    usage: {
      prompt_tokens_details: { cached_tokens: 0 },
      completion_tokens_details: { reasoning_tokens: '{reasoning}' },
    },
    extra: { request_id: '{id}' },
    ...chat,
    note: 'object may be missing in chunks as well',
  },
  samePath: { operations: ['moderations'], ...moderationPage },
  images: { byDefault: 'url', forms: ['url'], ...openapi },
  speech: { byDefault: 'pcm', ...openapi },
  transcription: {
    body: { id: '{id}', created: '{created}', request_id: '{id}', model: '{model}', text: '{text}' },
    ...speechToText,
  },
  moderation: {
    body: {
      id: '{id}',
      request_id: '{id}',
      created: '{created}',
      result_list: [{ content_type: 'text', risk_level: 'PASS', risk_type: [] }],
    },
    ...moderationPage,
    note: 'the values of risk_level were not read',
  },
  responses: { done: false, ...responsesPage, note: 'how a stream ends was not read' },
};
