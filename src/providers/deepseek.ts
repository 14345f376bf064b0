import { mapping, operations, page, plain, roles } from './shorthand.js';
import { defineProvider } from './types.js';

const pricing = page('https://api-docs.deepseek.com/zh-cn/quick_start/pricing/');
const thinking = page('https://api-docs.deepseek.com/guides/thinking_mode');
const responsesGuide = page('https://api-docs.deepseek.com/guides/responses_api');
const errorCodes = page('https://api-docs.deepseek.com/quick_start/error_codes');
const aiSdk = page('npm:@ai-sdk/deepseek@3.0.56');
const schema = page('https://docs.rs/deepseek-sdk/latest/deepseek_sdk/chat/request/struct.ChatRequest.html');
const harness = page('github:deepseek-ai/deepseek-harness');
const support = page('https://docs.getbifrost.ai/providers/supported-providers/deepseek');
const index = page('https://s.apifox.cn/apidoc/docs-site/5435161');
const tts = page('https://api-docs.deepseek.com/guides/tts');
const asr = page('https://api-docs.deepseek.com/zh-cn/api/asr.md');
const absence = page('unsourced');

export const deepseek = defineProvider({
  id: 'deepseek',
  name: { en: 'DeepSeek', zh: '深度求索' },
  aliases: ['deep-seek', 'ds', 'deepseek-chat', 'deepseek-reasoner'],
  console: { value: 'https://platform.deepseek.com', ...aiSdk },
  docs: { value: 'https://api-docs.deepseek.com', ...pricing },
  guide: {
    value: 'https://api-docs.deepseek.com/',
    note: 'the quick start; no page of that title',
    ...index,
  },
  regions: [
    {
      id: 'cn',
      label: 'one host for China and abroad',
      baseURL: { value: 'https://api.deepseek.com', note: '/v1 is an equal alias', ...pricing },
      keyPage: { value: 'https://platform.deepseek.com/api_keys', ...aiSdk },
    },
  ],
  hosts: ['api.deepseek.com'],
  keyVariable: { value: 'DEEPSEEK_API_KEY', ...aiSdk },
  otherKeyVariables: [],
  operations: operations(support, {
    'chat.completions': { value: 'yes', ...aiSdk },
    responses: {
      value: 'yes',
      note: 'stateless: no store, no previous_response_id, no retrieval',
      ...responsesGuide,
    },
    completions: {
      value: 'differs',
      path: '/beta/completions',
      note: 'fill-in-the-middle, under /beta only',
      ...pricing,
    },
    embeddings: 'no',
    'images.generations': 'no',
    'images.edits': 'no',
    'images.variations': 'no',
    'audio.transcriptions': {
      value: 'differs',
      path: '/v1/tools/asr',
      note: 'own request and answer',
      ...asr,
    },
    'audio.translations': { value: 'no', ...absence },
    'audio.speech': { value: 'differs', path: '/v1/tools/tts', note: 'own request', ...tts },
    moderations: { value: 'no', ...pricing },
    models: { value: 'yes', ...index },
    files: { value: 'differs', note: 'images only, for parts of a chat', ...aiSdk },
    batches: 'no',
    uploads: { value: 'no', ...absence },
    fine_tuning: 'no',
    assistants: 'no',
    vector_stores: 'no',
    realtime: { value: 'no', note: 'a WebSocket for speech only, with its own protocol', ...tts },
    videos: { value: 'no', ...absence },
    conversations: { value: 'no', note: 'responses are stateless', ...responsesGuide },
    other: 'unknown',
  }),
  models: [
    {
      id: 'deepseek-flash',
      classes: ['small', 'nano', 'vision', 'reasoning', 'long-context'],
      status: 'current',
      contextTokens: 1_000_000,
      maxOutputTokens: 384_000,
      input: ['image'],
      thinking: 'switchable',
      price: {
        currency: 'CNY',
        inputPerMillionTokens: 1,
        outputPerMillionTokens: 4,
        cachedInputPerMillionTokens: 0.02,
        note: 'off-peak; twice that Mon–Fri 09–12 and 14–18 Beijing time',
        ...pricing,
      },
      note: 'thinks unless switched off',
      ...pricing,
    },
    {
      id: 'deepseek-v4-pro',
      classes: ['flagship', 'reasoning', 'long-context'],
      status: 'current',
      contextTokens: 1_000_000,
      maxOutputTokens: 384_000,
      thinking: 'switchable',
      price: {
        currency: 'CNY',
        inputPerMillionTokens: 4.5,
        outputPerMillionTokens: 13.5,
        cachedInputPerMillionTokens: 0.15,
        note: 'off-peak; twice that at peak',
        ...pricing,
      },
      note: 'text only; thinks unless switched off',
      ...pricing,
    },
  ],
  retired: [
    { id: 'deepseek-chat', date: '2026-07-24', successor: 'deepseek-flash', ...aiSdk },
    { id: 'deepseek-reasoner', date: '2026-07-24', successor: 'deepseek-flash', ...aiSdk },
    {
      id: 'deepseek-v4-flash',
      successor: 'deepseek-flash',
      note: 'still answers, served by deepseek-flash',
      ...pricing,
    },
    { id: 'deepseek-v4-flash-vision-exp', successor: 'deepseek-flash', note: 'still answers', ...pricing },
  ],
  mapping: mapping(pricing, {
    flagship: { value: 'deepseek-v4-pro', note: 'thinks unless switched off; text only' },
    small: { value: 'deepseek-flash', note: 'thinks unless switched off' },
    nano: { value: 'deepseek-flash', note: 'thinks unless switched off; nothing smaller' },
    reasoning: 'deepseek-v4-pro',
    vision: { value: 'deepseek-flash', note: 'thinks unless switched off' },
    'long-context': { value: 'deepseek-v4-pro', note: 'thinks unless switched off' },
    embedding: null,
    image: null,
    transcription: { value: null, note: '/v1/tools/asr, without a model id', ...asr },
    speech: { value: null, note: '/v1/tools/tts, without a model id', ...tts },
    moderation: null,
    realtime: null,
    'legacy-completion': { value: null, note: 'fill-in-the-middle only, under /beta' },
  }),
  parameters: {
    'chat.completions': [
      {
        parameter: 'temperature',
        status: 'range',
        min: 0,
        max: 2,
        note: 'no effect while thinking',
        ...thinking,
      },
      { parameter: 'top_p', status: 'range', max: 1, note: 'no effect while thinking', ...aiSdk },
      ...plain('unknown', schema, [
        'n',
        'logit_bias',
        'seed',
        'parallel_tool_calls',
        'functions',
        'function_call',
      ]),
      {
        parameter: 'stop',
        status: 'supported',
        note: 'a text or up to 16',
        ...page('https://docs.camel-ai.org/reference/camel.configs.deepseek_config'),
      },
      {
        parameter: 'max_tokens',
        status: 'supported',
        note: 'thinking counts: a small value can give empty content',
        ...pricing,
      },
      {
        parameter: 'max_completion_tokens',
        status: 'renamed',
        to: 'max_tokens',
        note: 'silently ignored under the old name',
        ...page('github:earendil-works/pi/issues/8018'),
      },
      ...plain('ignored', thinking, ['presence_penalty', 'frequency_penalty']),
      ...plain('supported', schema, ['logprobs', 'top_logprobs']),
      { parameter: 'user', status: 'renamed', to: 'user_id', note: 'letters, digits, _ and -', ...schema },
      ...plain('unknown', absence, ['safety_identifier', 'prompt_cache_key', 'modalities', 'audio']),
      {
        parameter: 'tools',
        status: 'supported',
        note: 'functions only, up to 128; strict under /beta only',
        ...aiSdk,
      },
      {
        parameter: 'tool_choice',
        status: 'values',
        values: ['auto', 'none'],
        note: 'while thinking; all forms once it is switched off',
        ...page('github:deepseek-ai/DeepSeek-V3/issues/1376'),
      },
      {
        parameter: 'response_format.type',
        status: 'values',
        values: ['text', 'json_object'],
        note: 'json_schema: error 400; the word json has to stand in the prompt',
        ...page('github:BerriAI/litellm/pull/31466'),
      },
      { parameter: 'stream_options.include_usage', status: 'supported', ...harness },
      {
        parameter: 'reasoning_effort',
        status: 'values',
        values: ['minimal', 'low', 'medium', 'high', 'xhigh', 'max'],
        note: 'minimal counts as low, medium as high; xhigh as high or max, readings differ',
        ...thinking,
      },
      roles(page('github:earendil-works/pi/issues/1048'), ['latest_reminder']),
      { parameter: 'messages[].name', status: 'supported', note: 'not on tool', ...aiSdk },
      {
        parameter: 'messages[].content[].image_url',
        models: ['deepseek-flash'],
        status: 'supported',
        note: 'URL or data URL; jpeg, png, gif, webp',
        ...aiSdk,
      },
      { parameter: 'messages[].content[].image_url', status: 'rejected', note: 'text only', ...pricing },
      ...plain('unknown', schema, ['store', 'metadata', 'service_tier', 'prediction', 'verbosity']),
    ],
  },
  extras: [
    {
      parameter: 'thinking',
      description: '{ type: "enabled" | "disabled" }; enabled by default',
      ...thinking,
    },
  ],
  responses: [
    { field: 'reasoning', description: 'reasoning_content next to content', ...harness },
    { field: 'finish_reason', description: 'also insufficient_system_resource', ...aiSdk },
    {
      field: 'usage',
      description: 'prompt_cache_hit_tokens and prompt_cache_miss_tokens besides OpenAI’s fields',
      ...aiSdk,
    },
    { field: 'status', description: '402 without balance, 422 for a bad parameter', ...errorCodes },
    { field: 'stream', description: 'comment lines while waiting; responses end without [DONE]', ...harness },
    {
      field: 'tool_calls',
      description: 'while thinking, reasoning_content has to be sent back with the tool result',
      ...harness,
    },
  ],
  packages: [
    {
      name: 'openai',
      version: '7.57.0',
      dialect: 'openai-node',
      official: true,
      state: 'maintained',
      ...index,
    },
    {
      name: '@ai-sdk/deepseek',
      version: '3.0.56',
      dialect: 'ai-sdk',
      official: true,
      state: 'maintained',
      aiSdkMajors: [7],
      exports: ['createDeepSeek', 'deepSeek'],
      note: '2.0.69 for AI SDK 6, 1.0.60 for 5',
      ...aiSdk,
    },
    {
      name: '@langchain/deepseek',
      version: '1.1.13',
      dialect: 'langchain',
      official: true,
      state: 'maintained',
      exports: ['ChatDeepSeek'],
      ...page('npm:@langchain/deepseek@1.1.13'),
    },
  ],
  notices: [
    {
      value:
        'deepseek-v4-pro was announced on 2026-09-10 to become deepseek-flash; the later price page still sells it.',
      ...page('https://apidog.com/blog/how-to-use-deepseek-v4-1-flash-api/'),
    },
  ],
});
