import { mapping, operations, page, plain, roles } from './shorthand.js';
import { defineProvider } from './types.js';
import { stepfunWire } from './wire/stepfun.js';

const chat = page('https://platform.stepfun.ai/docs/en/api-reference/chat/chat-completion-create.md');
const index = page('github:api-evangelist/stepfun/llms/stepfun-llms.txt');
const digest = page('github:api-evangelist/stepfun/apis.yml');
const quickstart = page('https://platform.stepfun.com/docs/zh/quickstart/overview.md');
const intl = page('https://platform.stepfun.ai/docs/en/overview/quickstart');
const models = page('npm:model-bank@1.0.20260927202305');
const registry = page('npm:@mastra/core@1.71.0');
const retiredPage = page('https://platform.stepfun.com/docs/zh/guides/model-migration.md');
const responsesPage = page('https://stepfun2.mintlify.app/en/api-reference/responses/responses-create');
const reasoning = page('https://stepfun2.mintlify.app/en/guides/developer/reasoning');
const toolCall = page('https://platform.stepfun.com/docs/zh/api-reference/tool-call.md');
const imagePage = page('https://platform.stepfun.ai/docs/en/api-reference/images/image');
const speechPage = page('https://platform.stepfun.ai/docs/en/api-reference/audio/create-audio');
const transcription = page('https://platform.stepfun.com/docs/zh/api-reference/audio/transcriptions.md');
const asr = page('https://platform.stepfun.ai/docs/en/api-reference/audio/asr-sse');
const plan = page('https://platform.stepfun.com/docs/zh/step-plan/integrations/audio-api');
const answer = page('https://platform.stepfun.ai/docs/en/api-reference/chat/object');
const errors = page('github:api-evangelist/stepfun/errors/stepfun-error-codes.yml');

const cny = (
  inputPerMillionTokens: number,
  outputPerMillionTokens: number,
  cachedInputPerMillionTokens: number,
) => ({
  currency: 'CNY' as const,
  inputPerMillionTokens,
  outputPerMillionTokens,
  cachedInputPerMillionTokens,
  ...models,
});

export const stepfun = defineProvider({
  id: 'stepfun',
  name: { en: 'StepFun', zh: '阶跃星辰' },
  aliases: ['step', 'jieyue', '阶跃'],
  console: { value: 'https://platform.stepfun.com', ...quickstart },
  docs: { value: 'https://platform.stepfun.com/docs/zh', ...quickstart },
  guide: {
    value: 'https://platform.stepfun.com/docs/zh/guides/developer/openai',
    note: 'in the index of the documentation; its text was not read',
    ...index,
  },
  regions: [
    {
      id: 'cn',
      label: 'China',
      baseURL: { value: 'https://api.stepfun.com/v1', ...quickstart },
      keyPage: { value: 'https://platform.stepfun.com/interface-key', ...quickstart },
    },
    {
      id: 'intl',
      label: 'International',
      baseURL: { value: 'https://api.stepfun.ai/v1', ...intl },
      keyPage: { value: 'https://platform.stepfun.ai', ...intl },
    },
  ],
  hosts: ['api.stepfun.com', 'api.stepfun.ai'],
  keyVariable: { value: 'STEP_API_KEY', ...transcription },
  otherKeyVariables: ['STEPFUN_API_KEY'],
  operations: operations(index, {
    'chat.completions': { value: 'yes', ...chat },
    responses: {
      value: 'differs',
      models: ['step-3.7-flash'],
      note: 'step-3.7-flash only; function tools, tool_choice auto',
      ...responsesPage,
    },
    completions: 'no',
    embeddings: 'no',
    'images.generations': { value: 'yes', note: 'one image a call', ...imagePage },
    'images.edits': { value: 'yes', note: 'one image; size is ignored', ...imagePage },
    'images.variations': 'no',
    'audio.transcriptions': {
      value: 'differs',
      note: 'being phased out: step-asr only, response_format required; the new model has a path of its own',
      ...transcription,
    },
    'audio.translations': 'no',
    'audio.speech': { value: 'yes', note: 'own voices', ...speechPage },
    moderations: 'no',
    models: { value: 'yes', ...digest },
    files: { value: 'yes', ...digest },
    batches: 'no',
    uploads: 'unknown',
    fine_tuning: 'no',
    assistants: 'no',
    vector_stores: { value: 'differs', note: 'knowledge bases, used through a retrieval tool', ...toolCall },
    realtime: {
      value: 'differs',
      baseURL: 'wss://api.stepfun.com/v1',
      path: '/realtime',
      note: 'events like OpenAI’s; how far they are equal was not checked',
      ...plan,
    },
    videos: 'unknown',
    conversations: 'unknown',
    other: 'unknown',
  }),
  models: [
    {
      id: 'step-5-preview',
      classes: ['flagship', 'reasoning', 'vision', 'long-context'],
      status: 'preview',
      contextTokens: 1_000_000,
      maxOutputTokens: 1_000_000,
      input: ['image', 'video'],
      thinking: 'unknown',
      price: cny(7, 20, 0.35),
      note: 'effort; whether it thinks by default is not said',
      ...registry,
    },
    {
      id: 'step-3.7-flash',
      classes: ['flagship', 'reasoning', 'vision', 'small'],
      status: 'current',
      contextTokens: 256_000,
      input: ['image', 'video'],
      thinking: 'unknown',
      price: cny(1.35, 8.1, 0.27),
      note: 'effort low, medium, high; no documented switch, default not said',
      ...models,
    },
    {
      id: 'step-3.5-flash-2603',
      classes: ['small', 'nano'],
      status: 'current',
      contextTokens: 256_000,
      maxOutputTokens: 256_000,
      thinking: 'unknown',
      price: cny(0.7, 2.1, 0.14),
      note: 'effort low, high',
      ...models,
    },
    {
      id: 'step-3.5-flash',
      classes: ['small', 'nano'],
      status: 'current',
      contextTokens: 256_000,
      maxOutputTokens: 256_000,
      thinking: 'always',
      price: cny(0.7, 2.1, 0.14),
      ...models,
    },
    {
      id: 'step-1o-turbo-vision',
      classes: ['vision'],
      status: 'served',
      contextTokens: 32_000,
      input: ['image', 'video'],
      thinking: 'none',
      price: cny(2.5, 8, 0.5),
      ...models,
    },
    { id: 'step-image-edit-2', classes: ['image'], status: 'current', note: 'CNY 0.02 an image', ...models },
    {
      id: 'step-2x-large',
      classes: ['image'],
      status: 'served',
      note: 'CNY 0.1 an image; China',
      ...models,
    },
    { id: 'stepaudio-2.5-tts', classes: ['speech'], status: 'current', ...speechPage },
    { id: 'step-tts-2', classes: ['speech'], status: 'served', ...speechPage },
    { id: 'step-tts-mini', classes: ['speech'], status: 'served', ...speechPage },
    {
      id: 'stepaudio-2.5-realtime',
      classes: ['realtime'],
      status: 'current',
      note: 'own WebSocket',
      ...plan,
    },
    {
      id: 'step-asr',
      classes: ['transcription'],
      status: 'ageing',
      note: 'on the path that is being phased out',
      ...transcription,
    },
    {
      id: 'stepaudio-2.5-asr',
      classes: ['transcription'],
      status: 'current',
      note: 'on /audio/asr/sse only: JSON with base64, answers as events',
      ...asr,
    },
  ],
  retired: [
    ...[
      'step-1-8k',
      'step-1-32k',
      'step-1v-8k',
      'step-1v-32k',
      'step-2-mini',
      'step-2-16k',
      'step-1o-vision-32k',
    ].map((id) => ({ id, date: '2026-07-08', successor: 'step-1o-turbo-vision', ...retiredPage })),
    { id: 'step-3', date: '2026-07-08', successor: 'step-3.7-flash', ...retiredPage },
    { id: 'step-1x-medium', date: '2026-07-08', successor: 'step-2x-large', ...retiredPage },
    { id: 'step-tts-vivid', note: 'deprecated', ...speechPage },
  ],
  mapping: mapping(models, {
    flagship: {
      value: 'step-3.7-flash',
      note: 'no documented way to stop its thinking; step-5-preview is larger, and a preview',
    },
    small: { value: 'step-3.5-flash-2603', note: 'whether it thinks by default is not said' },
    nano: { value: 'step-3.5-flash', note: 'always thinks' },
    reasoning: { value: 'step-3.7-flash', note: 'with reasoning_effort', ...reasoning },
    vision: {
      value: 'step-3.7-flash',
      note: 'no documented way to stop its thinking; step-1o-turbo-vision never thinks',
    },
    'long-context': { value: 'step-5-preview', note: 'a preview; whether it thinks by default is not said' },
    embedding: { value: null, ...index },
    image: 'step-image-edit-2',
    transcription: { value: 'stepaudio-2.5-asr', note: 'own path', ...asr },
    speech: { value: 'stepaudio-2.5-tts', ...speechPage },
    moderation: { value: null, ...index },
    realtime: {
      value: null,
      note: 'stepaudio-2.5-realtime has events like OpenAI’s, not shown to be equal',
      ...plan,
    },
    'legacy-completion': { value: null, ...index },
  }),
  parameters: {
    'chat.completions': [
      {
        parameter: 'temperature',
        models: ['step-5-preview'],
        status: 'unknown',
        note: 'two catalogues list it without temperature',
        ...registry,
      },
      { parameter: 'temperature', status: 'range', min: 0, max: 2, note: '0.5 by default', ...chat },
      { parameter: 'top_p', status: 'supported', note: '0.9 by default', ...chat },
      { parameter: 'stop', status: 'supported', note: 'how many is not said', ...chat },
      { parameter: 'max_tokens', status: 'supported', note: 'no limit by default', ...chat },
      {
        parameter: 'tools',
        status: 'supported',
        note: 'up to 128; the root of the schema has to be an object; also web_search and retrieval',
        ...toolCall,
      },
      { parameter: 'n', status: 'supported', note: 'up to 5 advised', ...chat },
      {
        parameter: 'max_completion_tokens',
        status: 'renamed',
        to: 'max_tokens',
        note: 'not in the schema',
        ...chat,
      },
      { parameter: 'frequency_penalty', status: 'range', min: 0, max: 1, ...chat },
      ...plain('unknown', chat, [
        'presence_penalty',
        'logit_bias',
        'logprobs',
        'top_logprobs',
        'seed',
        'user',
        'tool_choice',
        'parallel_tool_calls',
        'functions',
        'function_call',
        'stream_options.include_usage',
        'messages[].name',
        'store',
        'metadata',
        'service_tier',
        'prediction',
        'modalities',
      ]),
      {
        parameter: 'response_format.type',
        models: ['step-5-preview'],
        status: 'values',
        values: ['text', 'json_object', 'json_schema'],
        ...registry,
      },
      {
        parameter: 'response_format.type',
        status: 'values',
        values: ['text', 'json_object'],
        note: 'json_schema: not known for chat',
        ...chat,
      },
      {
        parameter: 'reasoning_effort',
        models: ['step-3.7-flash'],
        status: 'values',
        values: ['low', 'medium', 'high'],
        ...reasoning,
      },
      {
        parameter: 'reasoning_effort',
        models: ['step-3.5-flash-2603'],
        status: 'values',
        values: ['low', 'high'],
        ...registry,
      },
      { parameter: 'reasoning_effort', status: 'unknown', ...registry },
      { ...roles(chat), note: 'developer is not documented; whether it is refused is not known' },
      {
        parameter: 'messages[].content[].image_url',
        status: 'supported',
        note: 'data URL or http(s); detail low (default) or high, no auto',
        ...chat,
      },
    ],
    responses: [
      { parameter: 'tool_choice', status: 'values', values: ['auto'], ...responsesPage },
      { parameter: 'tools[].type', status: 'values', values: ['function'], ...responsesPage },
    ],
    'images.generations': [
      { parameter: 'prompt', status: 'supported', note: 'up to 512 characters', ...imagePage },
      { parameter: 'n', status: 'values', values: [1], ...imagePage },
      {
        parameter: 'size',
        status: 'values',
        values: ['1024x1024', '768x1360', '896x1184', '1360x768', '1184x896'],
        note: 'height x width, the other way round',
        ...imagePage,
      },
      { parameter: 'response_format', status: 'values', values: ['url', 'b64_json'], ...imagePage },
      ...plain('undocumented', imagePage, ['quality', 'style']),
    ],
    'images.edits': [
      { parameter: 'image', status: 'supported', note: 'one only', ...imagePage },
      { parameter: 'size', status: 'ignored', ...imagePage },
    ],
    'audio.speech': [
      {
        parameter: 'input',
        status: 'supported',
        note: 'up to 1,000 characters; an older page says 10,000 for step-tts-2',
        ...speechPage,
      },
      {
        parameter: 'voice',
        status: 'values',
        values: ['cixingnansheng'],
        note: 'an example: the voices are its own, none of OpenAI’s',
        ...speechPage,
      },
      {
        parameter: 'response_format',
        status: 'values',
        values: ['wav', 'mp3', 'flac', 'opus', 'pcm'],
        note: 'aac on an older page only',
        ...speechPage,
      },
      { parameter: 'speed', status: 'range', min: 0.5, max: 2, ...speechPage },
      { parameter: 'instructions', status: 'renamed', to: 'instruction', ...speechPage },
    ],
    'audio.transcriptions': [
      { parameter: 'model', status: 'fixed', value: 'step-asr', ...transcription },
      {
        parameter: 'response_format',
        status: 'values',
        values: ['json', 'text'],
        note: 'required; srt and vtt on an older page only',
        ...transcription,
      },
      ...plain('undocumented', transcription, ['language', 'prompt', 'timestamp_granularities']),
    ],
  },
  extras: [
    {
      parameter: 'reasoning_format',
      description: 'general: field reasoning; deepseek-style: field reasoning_content',
      ...chat,
    },
    {
      parameter: 'tools[].type',
      description: 'web_search and retrieval besides function',
      ...toolCall,
    },
  ],
  responses: [
    {
      field: 'reasoning',
      description: 'message.reasoning and delta.reasoning unless reasoning_format says otherwise',
      ...chat,
    },
    { field: 'usage', description: 'cached_tokens at the top level, sometimes', ...answer },
    { field: 'error', description: '{ error: { message, type } }, no code', ...errors },
    { field: 'moderation', description: 'a block is HTTP 451', ...errors },
    { field: 'status', description: '402 without balance', ...errors },
  ],
  wire: stepfunWire,
  packages: [
    {
      name: 'openai',
      version: '7.57.0',
      dialect: 'openai-node',
      official: true,
      state: 'maintained',
      ...quickstart,
    },
  ],
  notices: [
    {
      value:
        'Keys of the Step Plan have a base URL of their own (/step_plan/v1) and cannot call every endpoint.',
      ...plan,
    },
    { value: 'The older step-1, step-2 and step-3 models ended on 2026-07-08.', ...retiredPage },
  ],
});
