import { page } from '../shorthand.js';
import type { Wire } from './types.js';

const chat = page('https://cloud.baidu.com/doc/qianfan-api/s/3m7of64lb');
const errors = page('https://cloud.baidu.com/doc/qianfan-api/s/rmwbl43x7');
const embedding = page('https://cloud.baidu.com/doc/qianfan-api/s/Fm7u3ropn');
const images = page('https://cloud.baidu.com/doc/qianfan-api/s/8m7u6un8a');
const deepThinking = page('https://cloud.baidu.com/doc/qianfan/s/Wm95lyynv');
const responsesPage = page('https://cloud.baidu.com/doc/qianfan-api/s/vmhejnuy8');

export const baiduWire: Wire = {
  errors: {
    body: { error: { code: '{code}', message: '{message}', type: '{type}' }, id: '{id}' },
    ...errors,
    note: 'no param',
    cases: {
      key: { status: 401, code: 'invalid_iam_token', ...errors },
      model: { status: 400, code: 'invalid_model', ...errors },
      parameter: { status: 400, code: 'invalid_argument', ...errors },
      malformed: { status: 400, code: 'malformed_json', ...errors },
      'rate-limit': {
        status: 429,
        ...chat,
        note: 'the code was not read',
      },
    },
  },
  refusals: [
    { operation: 'chat.completions', parameter: 'messages[].role', code: 'invalid_messages', ...errors },
    { operation: 'chat.completions', parameter: 'messages', code: 'invalid_messages', ...errors },
  ],
  constraints: [
    { kind: 'list', operation: 'chat.completions', path: 'stop', ...chat },
    { kind: 'items', operation: 'chat.completions', path: 'stop', max: 4, ...chat },
    { kind: 'length', operation: 'chat.completions', path: 'stop', max: 20, ...chat },
    { kind: 'messages', operation: 'chat.completions', form: 'last-not-blank', ...chat },
    { kind: 'range', operation: 'chat.completions', path: 'thinking_budget', min: 100, ...deepThinking },
    { kind: 'range', operation: 'chat.completions', path: 'penalty_score', min: 1, max: 2, ...chat },
    { kind: 'items', operation: 'embeddings', models: ['tao-8k'], path: 'input', max: 1, ...embedding },
    { kind: 'items', operation: 'embeddings', path: 'input', max: 16, ...embedding },
    { kind: 'length', operation: 'images.generations', path: 'prompt', max: 800, ...images },
  ],
  thinking: [
    {
      models: ['ernie-5.0-thinking-*', 'ernie-x1*'],
      byDefault: 'on',
      shownIn: 'reasoning_content',
      switches: [],
      counts: ['max_completion_tokens'],
      ...chat,
      note: 'thinking models; whether they can be switched off is not said',
    },
    {
      byDefault: 'off',
      shownIn: 'reasoning_content',
      switches: [{ parameter: 'enable_thinking', on: [true], off: [false] }],
      counts: ['max_completion_tokens'],
      ...deepThinking,
    },
  ],
  chat: {
    streamUsage: 'asked',
    usage: { prompt_tokens_details: { search_tokens: 0, cached_tokens: 0 } },
    extra: { flag: 0 },
    idPrefix: 'as-',
    ...chat,
  },
  samePath: {
    operations: ['images.edits'],
    ...page('https://cloud.baidu.com/doc/qianfan-api/s/Rm9m76ekf'),
  },
  images: { byDefault: 'url', forms: ['url'], ...images, note: 'an http link that ends after 24 h' },
  responses: { done: false, ...responsesPage, note: 'how a stream ends was not read' },
};
