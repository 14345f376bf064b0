import { mapping, operations, page, plain, roles } from './shorthand.js';
import { defineProvider } from './types.js';
import { deepseekWire } from './wire/deepseek.js';

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
const toolChoice = page('github:deepseek-ai/DeepSeek-V3/issues/1376');
const noSchema = page('github:BerriAI/litellm/pull/31466');
const limits = page('https://glama.ai/mcp/servers/wuzhechen/deepseek-tools-mcp');
const aiSdkAudit = page('github:vercel/ai/issues/19377');
const removal = page('https://cloud.tencent.com/developer/article/2715785');
const absence = page('unsourced');

export const deepseek = defineProvider({
  id: 'deepseek',
  name: { en: 'DeepSeek', zh: '深度求索' },
  aliases: ['deep-seek', 'ds', 'deepseek-chat', 'deepseek-reasoner', 'deepseek-r1', 'deepseek-v3'],
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
      baseURL: 'https://api.deepseek.com/beta',
      note: 'fill-in-the-middle (prompt and suffix), without thinking',
      ...pricing,
    },
    embeddings: 'no',
    'images.generations': 'no',
    'images.edits': 'no',
    'images.variations': 'no',
    'audio.transcriptions': {
      value: 'differs',
      path: '/v1/tools/asr',
      note: 'own request and answer: a file alone, WAV or Ogg Opus, up to 8 MiB and 120 s',
      ...asr,
    },
    'audio.translations': { value: 'no', ...absence },
    'audio.speech': { value: 'differs', path: '/v1/tools/tts', note: 'own request, no model', ...tts },
    moderations: { value: 'no', note: 'absent from the documentation', ...pricing },
    models: { value: 'yes', ...index },
    files: {
      value: 'differs',
      note: 'images only, for parts of a chat; 64 or 128 MiB each, readings differ',
      ...aiSdkAudit,
    },
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
      thinksByDefault: true,
      price: {
        currency: 'CNY',
        inputPerMillionTokens: 1,
        outputPerMillionTokens: 4,
        cachedInputPerMillionTokens: 0.02,
        note: 'off-peak; twice that Mon–Fri 09–12 and 14–18 Beijing time; USD 0.15 / 0.60 on api-docs.deepseek.com/quick_start/pricing',
        ...pricing,
      },
      note: 'thinks unless switched off; DeepSeek-V4.1-Flash-1017',
      ...pricing,
    },
    {
      id: 'deepseek-v4-pro',
      classes: ['flagship', 'reasoning', 'long-context'],
      status: 'current',
      contextTokens: 1_000_000,
      maxOutputTokens: 384_000,
      thinking: 'switchable',
      thinksByDefault: true,
      price: {
        currency: 'CNY',
        inputPerMillionTokens: 4.5,
        outputPerMillionTokens: 13.5,
        cachedInputPerMillionTokens: 0.15,
        note: 'off-peak; twice that at peak; USD 0.66 / 1.98 on api-docs.deepseek.com/quick_start/pricing',
        ...pricing,
      },
      note: 'text only; thinks unless switched off; DeepSeek-V4-Pro-0813',
      ...pricing,
    },
  ],
  retired: [
    {
      id: 'deepseek-chat',
      date: '2026-07-24',
      successor: 'deepseek-flash',
      note: 'removed, calls fail; the recommended id',
      ...removal,
    },
    {
      id: 'deepseek-reasoner',
      date: '2026-07-24',
      successor: 'deepseek-flash',
      note: 'removed, calls fail; the recommended id',
      ...removal,
    },
    {
      id: 'deepseek-v4-flash',
      successor: 'deepseek-flash',
      stillAnswers: true,
      note: 'a retired name that still answers, served and billed as deepseek-flash',
      ...pricing,
    },
    {
      id: 'deepseek-v4-flash-vision-exp',
      successor: 'deepseek-flash',
      stillAnswers: true,
      note: 'a retired name that still answers',
      ...pricing,
    },
  ],
  mapping: mapping(pricing, {
    flagship: {
      value: 'deepseek-v4-pro',
      note: 'thinks unless switched off; text only, images: deepseek-flash',
    },
    small: { value: 'deepseek-flash', note: 'thinks unless switched off' },
    nano: { value: 'deepseek-flash', note: 'thinks unless switched off; nothing smaller' },
    reasoning: { value: 'deepseek-v4-pro', note: 'text only' },
    vision: { value: 'deepseek-flash', note: 'thinks unless switched off' },
    'long-context': { value: 'deepseek-v4-pro', note: 'thinks unless switched off' },
    embedding: { value: null, ...support },
    image: { value: null, ...support },
    transcription: { value: null, note: '/v1/tools/asr, without a model id', ...asr },
    speech: { value: null, note: '/v1/tools/tts, without a model id', ...tts },
    moderation: { value: null, ...pricing },
    realtime: { value: null, ...tts },
    'legacy-completion': { value: null, note: 'fill-in-the-middle only, under /beta' },
  }),
  parameters: {
    'chat.completions': [
      {
        parameter: 'temperature',
        when: 'thinking',
        status: 'ignored',
        note: 'no effect while thinking',
        ...thinking,
      },
      { parameter: 'temperature', status: 'range', min: 0, max: 2, note: 'default 1', ...thinking },
      {
        parameter: 'top_p',
        when: 'thinking',
        status: 'ignored',
        note: 'no effect while thinking',
        ...aiSdk,
      },
      { parameter: 'top_p', status: 'range', max: 1, ...aiSdk },
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
        status: 'list',
        bare: true,
        maxItems: 16,
        ...page('https://docs.camel-ai.org/reference/camel.configs.deepseek_config'),
      },
      {
        parameter: 'max_tokens',
        status: 'supported',
        countsThinking: true,
        note: 'up to 384K; thinking counts: a small value can give empty content',
        ...pricing,
      },
      {
        parameter: 'max_completion_tokens',
        status: 'renamed',
        to: 'max_tokens',
        note: 'silently ignored under the old name',
        ...page('github:earendil-works/pi/issues/8018'),
      },
      ...plain('ignored', thinking, ['presence_penalty', 'frequency_penalty'], 'deprecated'),
      {
        parameter: 'logprobs',
        status: 'supported',
        note: 'thinking has its own in logprobs.reasoning_content',
        ...schema,
      },
      { parameter: 'top_logprobs', status: 'range', min: 0, max: 20, ...schema },
      {
        parameter: 'user',
        status: 'renamed',
        to: 'user_id',
        pattern: '^[a-zA-Z0-9_-]{1,512}$',
        note: 'letters, digits, _ and -, up to 512; also separates caches',
        ...schema,
      },
      ...plain('unknown', absence, ['safety_identifier', 'prompt_cache_key', 'modalities', 'audio']),
      {
        parameter: 'tools',
        status: 'supported',
        note: 'functions only, up to 128',
        ...page('https://docs.evolink.ai/en/api-manual/language-series/deepseek-v4/deepseek-v4-chat'),
      },
      {
        parameter: 'tools[].function.strict',
        status: 'unknown',
        note: 'for the base URL with /beta, then on every tool; what it does elsewhere is not said',
        ...aiSdk,
      },
      {
        parameter: 'tool_choice',
        when: 'thinking',
        status: 'values',
        values: ['auto', 'none'],
        note: 'others: error 400',
        ...toolChoice,
      },
      {
        parameter: 'tool_choice',
        status: 'supported',
        note: 'once thinking is switched off',
        ...page('github:osaurus-ai/osaurus/pull/1940'),
      },
      {
        parameter: 'response_format.type',
        status: 'values',
        values: ['text', 'json_object'],
        note: 'json_schema: error 400; the word json has to stand in the prompt',
        ...noSchema,
      },
      {
        parameter: 'stream_options.include_usage',
        status: 'supported',
        note: 'usage comes on the chunk with finish_reason or on one after it',
        ...harness,
      },
      {
        parameter: 'reasoning_effort',
        status: 'values',
        values: ['minimal', 'low', 'medium', 'high', 'xhigh', 'max'],
        nearest: { none: 'low' },
        byDefault: 'high',
        note: 'minimal counts as low, medium as high; xhigh as high by the documentation, as max by the AI SDK; none is not said',
        ...thinking,
      },
      {
        ...roles(page('github:earendil-works/pi/issues/1048'), ['latest_reminder']),
        note: 'developer: error 400 or 422',
      },
      { parameter: 'messages[].name', status: 'supported', note: 'not on tool', ...aiSdk },
      {
        parameter: 'messages[].content[].image_url',
        models: ['deepseek-flash'],
        status: 'supported',
        note: 'URL of up to 8,192 characters or data URL; jpeg, png, gif, webp; up to 32 MiB each',
        ...aiSdk,
      },
      { parameter: 'messages[].content[].image_url', status: 'rejected', note: 'text only', ...pricing },
      {
        parameter: 'messages[].content[].file',
        models: ['deepseek-flash'],
        status: 'supported',
        note: 'file_id or file_data, images only',
        ...aiSdk,
      },
      ...plain('unknown', schema, ['store', 'metadata', 'service_tier', 'prediction', 'verbosity']),
    ],
    responses: [
      {
        parameter: 'previous_response_id',
        status: 'rejected',
        note: 'not supported, as nothing is kept; an error or ignored is not said',
        ...responsesGuide,
      },
      { parameter: 'store', status: 'unknown', note: 'nothing is kept', ...responsesGuide },
      {
        parameter: 'input[].role',
        status: 'unknown',
        note: 'developer was refused in July 2026',
        ...page('github:EKKOLearnAI/hermes-studio/issues/1926'),
      },
    ],
    'audio.speech': [
      { parameter: 'input', status: 'renamed', to: 'text', note: 'up to 10,000 billed characters', ...tts },
      { parameter: 'voice', status: 'renamed', to: 'voice_id', note: 'stella or tide', ...tts },
      { parameter: 'response_format', status: 'renamed', to: 'format', note: 'wav or pcm', ...tts },
      ...plain('undocumented', tts, ['model', 'speed', 'instructions']),
    ],
    'audio.transcriptions': [
      {
        parameter: 'file',
        status: 'supported',
        note: 'WAV of 16-bit PCM or Ogg Opus, up to 8 MiB and 120 s',
        ...limits,
      },
      ...plain('undocumented', asr, ['model', 'language', 'response_format']),
    ],
  },
  extras: [
    {
      parameter: 'thinking',
      description: '{ type: "enabled" | "disabled" }; enabled by default',
      off: { type: 'disabled' },
      on: { type: 'enabled' },
      ...thinking,
    },
    {
      parameter: 'messages[].prefix',
      description: 'true on an assistant message: the answer goes on from it; under /beta only',
      ...index,
    },
    { parameter: 'filter_markdown', description: 'speech: leaves marks out', ...tts },
  ],
  responses: [
    {
      field: 'reasoning',
      description: 'reasoning_content next to content; the first piece of a stream may be empty',
      ...harness,
    },
    {
      field: 'finish_reason',
      description: 'stop, length, tool_calls, content_filter, insufficient_system_resource',
      operations: ['chat.completions'],
      reads: ['choices[].finish_reason'],
      instead: { function_call: null },
      also: ['insufficient_system_resource'],
      ...aiSdk,
    },
    {
      field: 'usage',
      description: 'prompt_cache_hit_tokens and prompt_cache_miss_tokens besides OpenAI’s fields',
      ...aiSdk,
    },
    { field: 'error', description: '{ error: { message, type, param, code } }', ...aiSdk },
    {
      field: 'status',
      description: '402 without balance, 422 for a bad parameter, 503 when overloaded',
      ...errorCodes,
    },
    { field: 'stream', description: 'comment lines while waiting', ...harness },
    { field: 'stream', description: 'that of /responses ends without [DONE]', ...responsesGuide },
    {
      field: 'tool_calls',
      description:
        'while thinking, reasoning_content has to be sent back with the tool result, else error 400',
      ...harness,
    },
  ],
  wire: deepseekWire,
  nativeSdk: {
    value: 'no',
    why: 'it publishes no general SDK for Node; @deepseek-ai/dsh-llm-deepseek is a plugin of its harness, and deepseek belongs to a third party',
    source: 'npm:@deepseek-ai/dsh-llm-deepseek@0.1.0-rc.8',
    checked: '2026-11-22',
  },
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
      aiSdk: [
        { major: 4, version: '0.2.16', create: 'createDeepSeek', type: 'DeepSeekProvider' },
        { major: 5, version: '1.0.60', create: 'createDeepSeek', type: 'DeepSeekProvider' },
        { major: 6, version: '2.0.69', create: 'createDeepSeek', type: 'DeepSeekProvider' },
        { major: 7, version: '3.0.56', create: 'createDeepSeek', type: 'DeepSeekProvider' },
      ],
      exports: ['createDeepSeek', 'deepSeek', 'deepseek', 'DEEPSEEK_API_KEY'],
      note: '2.0.69 for AI SDK 6, 1.0.60 for 5; a JSON schema becomes a system message and json_object',
      ...aiSdk,
    },
    {
      name: '@langchain/deepseek',
      version: '1.1.13',
      dialect: 'langchain',
      official: true,
      state: 'maintained',
      exports: ['ChatDeepSeek', 'DEEPSEEK_API_KEY'],
      note: 'its profiles still name the removed deepseek-chat',
      ...page('npm:@langchain/deepseek@1.1.13'),
    },
    {
      name: '@deepseek-ai/dsh-llm-deepseek',
      version: '0.1.0-rc.8',
      dialect: 'native',
      official: true,
      state: 'maintained',
      exports: ['DeepSeekAdapter'],
      note: 'a plugin of DeepSeek Harness, no general SDK; streams only',
      ...harness,
    },
    {
      name: 'deepseek',
      version: '0.0.2',
      dialect: 'native',
      official: false,
      state: 'unknown',
      note: 'of an unknown third party: do not use',
      ...page('npm:deepseek@0.0.2'),
    },
  ],
  notices: [
    {
      value:
        'deepseek-v4-pro was announced on 2026-09-10 to become deepseek-flash; the later price page still sells it.',
      ...page('https://apidog.com/blog/how-to-use-deepseek-v4-1-flash-api/'),
    },
    {
      value:
        'Both models think unless thinking is disabled: slower, dearer, tool_choice is limited, a low max_tokens can leave no answer.',
      ...thinking,
    },
    {
      value: 'Prices double on weekdays 09–12 and 14–18 Beijing time.',
      note: 'not on public holidays',
      ...pricing,
    },
    { value: 'Calls at a time: 2,500 on deepseek-flash, 500 on deepseek-v4-pro.', ...pricing },
  ],
});
