import { page } from '../shorthand.js';
import { OPENAI_ERROR_BODY } from './openai.js';
import type { Wire } from './types.js';

const thinking = page('https://api-docs.deepseek.com/guides/thinking_mode');
const errorCodes = page('https://api-docs.deepseek.com/quick_start/error_codes');
const aiSdk = page('npm:@ai-sdk/deepseek@3.0.56');
const noSchema = page('github:llm-exe/llm-exe/issues/662');
const liveTest = page('github:NousResearch/hermes-agent/issues/102849');
const harness = page('github:deepseek-ai/deepseek-harness');
const responsesGuide = page('https://api-docs.deepseek.com/guides/responses_api');

export const deepseekWire: Wire = {
  errors: {
    body: OPENAI_ERROR_BODY,
    ...aiSdk,
    cases: {
      key: { status: 401, ...errorCodes },
      model: {
        status: 400,
        ...errorCodes,
        note: 'the status of an unknown model is not said; 404 is not among the documented ones',
      },
      parameter: { status: 422, ...errorCodes },
      malformed: { status: 400, ...errorCodes },
      'rate-limit': { status: 429, ...errorCodes },
      server: { status: 500, ...errorCodes },
    },
  },
  refusals: [
    {
      operation: 'chat.completions',
      parameter: 'response_format.type',
      status: 400,
      message: 'This response_format type is unavailable now',
      ...noSchema,
    },
    {
      operation: 'chat.completions',
      parameter: 'tool_choice',
      status: 400,
      message: 'Thinking mode does not support this tool_choice',
      ...page('github:deepseek-ai/DeepSeek-V3/issues/1376'),
    },
    { operation: 'chat.completions', parameter: 'messages', status: 400, ...harness },
  ],
  constraints: [
    {
      kind: 'says',
      operation: 'chat.completions',
      when: { format: 'json_object' },
      word: 'json',
      ...noSchema,
    },
    {
      kind: 'absent',
      operation: 'chat.completions',
      when: { thinking: true },
      path: 'temperature',
      outcome: 'ignored',
      note: 'no effect while thinking',
      ...thinking,
    },
    {
      kind: 'absent',
      operation: 'chat.completions',
      when: { thinking: true },
      path: 'top_p',
      outcome: 'ignored',
      note: 'no effect while thinking',
      ...thinking,
    },
    {
      kind: 'messages',
      operation: 'chat.completions',
      when: { thinking: true },
      form: 'reasoning-echoed',
      ...harness,
    },
    {
      kind: 'items',
      operation: 'chat.completions',
      path: 'stop',
      max: 16,
      ...page('https://docs.camel-ai.org/reference/camel.configs.deepseek_config'),
    },
    {
      kind: 'items',
      operation: 'chat.completions',
      path: 'tools',
      max: 128,
      ...page('https://docs.evolink.ai/en/api-manual/language-series/deepseek-v4/deepseek-v4-chat.md'),
    },
    {
      kind: 'pattern',
      operation: 'chat.completions',
      path: 'user_id',
      pattern: '^[a-zA-Z0-9_-]{1,512}$',
      ...aiSdk,
    },
    {
      kind: 'values',
      operation: 'chat.completions',
      path: 'thinking.type',
      values: ['enabled', 'disabled'],
      ...thinking,
    },
  ],
  thinking: [
    {
      byDefault: 'on',
      shownIn: 'reasoning_content',
      switches: [{ parameter: 'thinking.type', on: ['enabled'], off: ['disabled'] }],
      counts: ['max_tokens'],
      ...liveTest,
    },
  ],
  chat: {
    streamUsage: 'asked',
    usage: {
      prompt_cache_hit_tokens: 0,
      prompt_cache_miss_tokens: '{prompt}',
      prompt_tokens_details: { cached_tokens: 0 },
      completion_tokens_details: { reasoning_tokens: '{reasoning}' },
    },
    keepAlive: true,
    ...aiSdk,
  },
  aliases: [{ path: '/v1', ...page('https://s.apifox.cn/apidoc/docs-site/5435161') }],
  speech: { byDefault: 'wav', ...page('https://api-docs.deepseek.com/guides/tts'), note: 'wav or pcm' },
  transcription: {
    body: { request_id: '{id}', text: '{text}', duration_ms: 1000 },
    ...page('https://api-docs.deepseek.com/zh-cn/api/asr.md'),
  },
  responses: { done: false, ...responsesGuide },
};
