import { mapping, operations, page, plain } from './shorthand.js';
import { defineProvider, type Region } from './types.js';

const vllm = page('https://docs.vllm.ai');
const sglang = page('https://docs.sglang.io');
const ollama = page('https://docs.ollama.com');
const lmstudio = page('https://lmstudio.ai/docs');
const xinference = page('https://inference.readthedocs.io');
const unsourced = page('unsourced');

const server = (id: string, label: string, url: string, evidence: ReturnType<typeof page>): Region => ({
  id,
  label,
  baseURL: { value: url, ...evidence },
  keyPage: { value: 'unknown', note: 'your own server decides', ...evidence },
});

export const selfHosted = defineProvider({
  id: 'self-hosted',
  name: { en: 'Self-hosted open weights', zh: '私有化部署' },
  aliases: [
    'local',
    'localhost',
    'vllm',
    'sglang',
    'ollama',
    'lm-studio',
    'xinference',
    'llama',
    'on-prem',
    '私有化',
    '本地',
  ],
  console: { value: 'unknown', ...unsourced },
  docs: { value: 'https://docs.vllm.ai', ...vllm },
  guide: { value: 'unknown', ...unsourced },
  regions: [
    server('vllm', 'vLLM', 'http://localhost:8000/v1', vllm),
    server('sglang', 'SGLang', 'http://localhost:30000/v1', sglang),
    server('ollama', 'Ollama', 'http://localhost:11434/v1', ollama),
    server('lmstudio', 'LM Studio', 'http://localhost:1234/v1', lmstudio),
    server('xinference', 'Xinference', 'http://127.0.0.1:9997/v1', xinference),
  ],
  hosts: ['localhost:8000', 'localhost:30000', '127.0.0.1:9997', 'localhost:9997'],
  keyVariable: {
    value: 'SELF_HOSTED_API_KEY',
    note: 'a suggestion; most servers take any text',
    ...unsourced,
  },
  otherKeyVariables: ['VLLM_API_KEY', 'OLLAMA_API_KEY', 'LM_API_TOKEN'],
  operations: operations(vllm, {
    'chat.completions': 'yes',
    responses: { value: 'yes', regions: ['vllm', 'sglang', 'ollama', 'lmstudio'], note: 'Ollama: stateless' },
    completions: 'yes',
    embeddings: { value: 'yes', note: 'when an embedding model is served' },
    'images.generations': { value: 'yes', regions: ['xinference'], ...xinference },
    'images.edits': { value: 'yes', regions: ['xinference'], ...xinference },
    'images.variations': { value: 'yes', regions: ['xinference'], ...xinference },
    'audio.transcriptions': {
      value: 'yes',
      regions: ['vllm', 'sglang', 'ollama', 'xinference'],
      note: 'when a speech model is served',
    },
    'audio.translations': { value: 'yes', regions: ['vllm', 'xinference'] },
    'audio.speech': { value: 'yes', regions: ['xinference'], ...xinference },
    moderations: 'no',
    models: 'yes',
    files: 'no',
    batches: 'no',
    uploads: 'no',
    fine_tuning: 'no',
    assistants: 'no',
    vector_stores: 'no',
    realtime: { value: 'no', note: 'speech recognition only' },
    videos: 'unknown',
    conversations: 'no',
    other: 'unknown',
  }),
  models: [
    {
      id: 'default',
      classes: ['legacy-completion', 'flagship', 'small', 'nano', 'reasoning', 'long-context'],
      status: 'current',
      thinking: 'unknown',
      note: 'serve your model under this name, or name it with --model',
      ...sglang,
    },
    {
      id: 'default-vision',
      classes: ['vision'],
      status: 'current',
      input: ['image'],
      thinking: 'unknown',
      note: 'serve your model under this name, or name it with --model',
      ...unsourced,
    },
    {
      id: 'bge-m3',
      classes: ['embedding'],
      status: 'current',
      dimensions: [1024],
      defaultDimensions: 1024,
      note: 'a suggestion',
      ...unsourced,
    },
  ],
  retired: [],
  mapping: mapping(unsourced, {
    flagship: { value: 'default', note: 'serve your model under this name, or name it with --model' },
    small: { value: 'default', note: 'serve your model under this name, or name it with --model' },
    nano: { value: 'default', note: 'serve your model under this name, or name it with --model' },
    reasoning: { value: 'default', note: 'serve your model under this name, or name it with --model' },
    vision: { value: 'default-vision', note: 'serve your model under this name, or name it with --model' },
    'long-context': { value: 'default', note: 'your server sets the limit' },
    embedding: { value: 'bge-m3', note: '1024 dimensions; a suggestion' },
    image: null,
    transcription: null,
    speech: null,
    moderation: null,
    realtime: null,
    'legacy-completion': {
      value: 'default',
      note: 'serve your model under this name, or name it with --model',
    },
  }),
  parameters: {
    'chat.completions': [
      ...plain('supported', vllm, [
        'temperature',
        'top_p',
        'stop',
        'max_tokens',
        'presence_penalty',
        'frequency_penalty',
        'seed',
        'response_format.type',
        'stream_options.include_usage',
      ]),
      {
        parameter: 'max_completion_tokens',
        status: 'renamed',
        to: 'max_tokens',
        note: 'Ollama ignores the new name, every server takes the old one',
        ...ollama,
      },
      ...plain(
        'unknown',
        ollama,
        ['n', 'logit_bias', 'user', 'tool_choice', 'parallel_tool_calls', 'logprobs', 'top_logprobs'],
        'Ollama ignores it, others differ',
      ),
      { parameter: 'tools', status: 'unknown', note: 'vLLM and SGLang need server flags', ...vllm },
      { parameter: 'functions', status: 'unknown', ...vllm },
      { parameter: 'function_call', status: 'unknown', ...vllm },
      { parameter: 'reasoning_effort', status: 'unknown', note: 'differs between servers', ...vllm },
      {
        parameter: 'messages[].role',
        status: 'values',
        values: ['system', 'user', 'assistant', 'tool'],
        map: { developer: 'system' },
        note: 'templates differ; system is safe',
        ...ollama,
      },
      { parameter: 'messages[].name', status: 'unknown', ...ollama },
      {
        parameter: 'messages[].content[].image_url',
        status: 'supported',
        note: 'Ollama: data URL only',
        ...ollama,
      },
      ...plain('ignored', ollama, ['store', 'metadata', 'service_tier', 'prediction']),
    ],
    embeddings: [
      {
        parameter: 'encoding_format',
        status: 'values',
        values: ['float', 'base64'],
        note: 'vLLM and base64: in doubt',
        ...ollama,
      },
      { parameter: 'dimensions', status: 'unknown', note: 'Matryoshka models', ...vllm },
    ],
  },
  extras: [
    {
      parameter: 'chat_template_kwargs',
      description: 'vLLM and SGLang: { enable_thinking: false }',
      ...vllm,
    },
  ],
  responses: [
    { field: 'reasoning', description: 'reasoning on vLLM and Ollama, reasoning_content on SGLang', ...vllm },
  ],
  packages: [
    {
      name: 'openai',
      version: '7.57.0',
      dialect: 'openai-node',
      official: true,
      state: 'maintained',
      ...vllm,
    },
  ],
  notices: [
    {
      value: 'Ids are what you loaded: serve the model under the name in the code, or name it with --model.',
      ...unsourced,
    },
  ],
});
