import { page } from '../shorthand.js';
import { OPENAI_ERROR_BODY } from './openai.js';
import type { Wire } from './types.js';

const chat = page('https://cloud.tencent.com/document/product/1823/135872');
const embedding = page('https://cloud.tencent.com/document/product/1823/133515');
const thinking = page('https://cloud.tencent.com/document/product/1823/131208');
const conversion = page('https://cloud.tencent.com/document/product/1823/133813');
const unsourced = page('unsourced');

export const tencentWire: Wire = {
  errors: {
    body: OPENAI_ERROR_BODY,
    cases: {},
    ...unsourced,
    note: 'the whole shape is unknown',
  },
  refusals: [{ operation: 'embeddings', parameter: 'dimensions', status: 400, code: 400001, ...embedding }],
  constraints: [
    {
      kind: 'values',
      operation: 'chat.completions',
      path: 'thinking.type',
      values: ['enabled', 'disabled', 'adaptive'],
      ...thinking,
    },
  ],
  thinking: [
    {
      models: ['hy3'],
      byDefault: 'off',
      shownIn: 'reasoning_content',
      switches: [{ parameter: 'thinking.type', on: ['enabled', 'adaptive'], off: ['disabled'] }],
      counts: ['max_tokens'],
      ...thinking,
    },
    {
      byDefault: 'unknown',
      shownIn: 'reasoning_content',
      switches: [{ parameter: 'thinking.type', on: ['enabled', 'adaptive'], off: ['disabled'] }],
      counts: ['max_tokens'],
      ...chat,
    },
  ],
  chat: {
    streamUsage: 'asked',
    usage: {
      prompt_tokens_details: { cached_tokens: 0 },
      cache_read_tokens: 0,
      cache_write_tokens: 0,
    },
    ...chat,
  },
  responses: { done: false, ...conversion, note: 'how a stream ends was not read' },
};
