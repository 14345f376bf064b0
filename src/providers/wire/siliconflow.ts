import { page } from '../shorthand.js';
import { OPENAI_CHAT } from './openai.js';
import type { Template, Wire } from './types.js';

const chat = page('https://docs.siliconflow.cn/cn/api-reference/chat-completions/chat-completions');
const errors = page('https://docs.siliconflow.cn/cn/faqs/error-code.md');
const openapi = page('github:siliconflow/siliconcloud');
const removed = page('github:QuantumNous/new-api/issues/2734');
const embedding = page('https://api-docs.siliconflow.cn/docs/api/embeddings-post');
const images = page('https://api-docs-uat.siliconflow.cn/docs/api/images-generations-post');
const speech = page('https://api-docs.siliconflow.cn/docs/api/audio-speech-post');
const plugin = page('npm:@siliconflow-official/dsh-llm-siliconflow@0.2.0-rc.3');

/** Nothing but a text, in quotes. */
const bare: Template = '{message}';

export const siliconflowWire: Wire = {
  errors: {
    body: { code: '{code}', message: '{message}', data: null },
    ...errors,
    note: 'not OpenAI’s shape: err.error, err.code and err.type of the SDK are undefined',
    cases: {
      key: { status: 401, body: bare, ...openapi },
      model: { status: 400, code: 20012, ...removed },
      parameter: { status: 400, code: null, ...errors, note: 'the numbers of parameters were not read' },
      operation: { status: 404, body: bare, ...openapi },
      malformed: { status: 400, code: null, ...errors },
      'rate-limit': { status: 429, code: null, ...errors },
      server: { status: 503, code: null, ...errors },
    },
  },
  refusals: [],
  constraints: [
    { kind: 'items', operation: 'chat.completions', path: 'stop', max: 4, ...chat },
    { kind: 'range', operation: 'chat.completions', path: 'thinking_budget', min: 128, max: 32_768, ...chat },
    { kind: 'range', operation: 'chat.completions', path: 'min_p', min: 0, max: 1, ...chat },
    { kind: 'items', operation: 'embeddings', path: 'input', max: 32, ...embedding },
    { kind: 'range', operation: 'images.generations', path: 'batch_size', min: 1, max: 4, ...images },
    {
      kind: 'range',
      operation: 'images.generations',
      path: 'num_inference_steps',
      min: 1,
      max: 100,
      ...images,
    },
    {
      kind: 'values',
      operation: 'images.generations',
      models: ['Kwai-Kolors/Kolors'],
      path: 'image_size',
      values: ['1024x1024', '960x1280', '768x1024', '720x1440', '720x1280'],
      ...images,
    },
    {
      kind: 'values',
      operation: 'images.generations',
      models: ['Qwen/Qwen-Image'],
      path: 'image_size',
      values: ['1328x1328', '1664x928', '928x1664', '1472x1140', '1140x1472', '1584x1056', '1056x1584'],
      ...images,
    },
    { kind: 'length', operation: 'audio.speech', path: 'input', max: 128_000, ...speech },
    {
      kind: 'pattern',
      operation: 'audio.speech',
      path: 'voice',
      pattern: '^(?:.+:(?:alex|anna|bella|benjamin|charles|claire|david|diana)|speech:.+)$',
      ...speech,
    },
    { kind: 'range', operation: 'audio.speech', path: 'gain', min: -10, max: 10, ...speech },
  ],
  thinking: [
    {
      models: ['Qwen/Qwen3.5-*', 'Qwen/Qwen3-8B', '*deepseek-ai/DeepSeek-V3.2'],
      byDefault: 'on',
      shownIn: 'reasoning_content',
      switches: [{ parameter: 'enable_thinking', on: [true], off: [false] }],
      ...chat,
      note: 'on by default in an older text',
    },
    {
      models: ['*-Instruct', 'Qwen/Qwen2.5-*', 'THUDM/GLM-4-9B-0414', 'deepseek-ai/DeepSeek-OCR'],
      byDefault: 'off',
      shownIn: 'nowhere',
      switches: [],
      ...chat,
    },
    { models: ['*-Thinking'], byDefault: 'on', shownIn: 'reasoning_content', switches: [], ...chat },
    {
      byDefault: 'unknown',
      shownIn: 'reasoning_content',
      switches: [{ parameter: 'enable_thinking', on: [true], off: [false] }],
      ...chat,
    },
  ],
  chat: {
    ...OPENAI_CHAT,
    usage: {
      prompt_cache_hit_tokens: 0,
      prompt_cache_miss_tokens: '{prompt}',
      prompt_tokens_details: { cached_tokens: 0 },
      completion_tokens_details: { reasoning_tokens: '{reasoning}' },
    },
    ...plugin,
    note: 'usage may ride on the last chunk with content, too',
  },
  samePath: { operations: ['images.generations'], ...images },
  images: { byDefault: 'url', forms: ['url'], list: 'images', ...images },
  speech: { byDefault: 'mp3', ...speech, note: 'the default was not read' },
  transcription: { body: { text: '{text}' }, ...openapi },
};
