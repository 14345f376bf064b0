import type { ResolvedTarget } from '../../src/plan/target.js';
import { plain } from '../../src/providers/shorthand.js';
import { defineProvider } from '../../src/providers/types.js';
import { resolveTarget } from '../../src/target.js';
import { acme, acmeTarget } from './acme.js';

const said = { source: 'https://docs.picky.test', checked: '2026-11-22' } as const;

/** A provider of nobody's that has a rule of every kind, thinks, and answers in its own way. */
export const picky = defineProvider({
  ...acme,
  id: 'picky',
  name: { en: 'Picky', zh: '挑剔' },
  regions: [
    {
      id: 'cn',
      label: 'China',
      baseURL: { value: 'https://api.picky.test/v1', ...said },
      keyPage: { value: 'https://console.picky.test/keys', ...said },
    },
  ],
  hosts: ['api.picky.test'],
  keyVariable: { value: 'PICKY_API_KEY', ...said },
  operations: {
    ...acme.operations,
    'images.generations': { value: 'yes', ...said },
    'audio.speech': { value: 'yes', ...said },
    'audio.transcriptions': { value: 'yes', ...said },
  },
  models: [
    {
      id: 'picky-large',
      classes: ['flagship', 'long-context'],
      status: 'current',
      thinking: 'switchable',
      thinksByDefault: true,
      ...said,
    },
    { id: 'picky-small', classes: ['small', 'nano'], status: 'current', thinking: 'always', ...said },
    { id: 'picky-thinker', classes: ['reasoning'], status: 'current', thinking: 'always', ...said },
    { id: 'picky-eye', classes: ['vision'], status: 'current', input: ['image'], thinking: 'none', ...said },
    { id: 'picky-embed', classes: ['embedding'], status: 'current', defaultDimensions: 1024, ...said },
    { id: 'picky-image', classes: ['image'], status: 'current', ...said },
    { id: 'picky-voice', classes: ['speech'], status: 'current', ...said },
    { id: 'picky-ear', classes: ['transcription'], status: 'current', ...said },
  ],
  mapping: {
    ...acme.mapping,
    flagship: { value: 'picky-large', ...said },
    'long-context': { value: 'picky-large', ...said },
    small: { value: 'picky-small', ...said },
    nano: { value: 'picky-small', ...said },
    reasoning: { value: 'picky-thinker', ...said },
    vision: { value: 'picky-eye', ...said },
    embedding: { value: 'picky-embed', ...said },
    image: { value: 'picky-image', ...said },
    speech: { value: 'picky-voice', ...said },
    transcription: { value: 'picky-ear', ...said },
  },
  parameters: {
    'chat.completions': [
      { parameter: 'temperature', when: 'thinking', status: 'ignored', ...said },
      { parameter: 'temperature', status: 'range', min: 0, max: 1, maxExclusive: true, ...said },
      { parameter: 'top_p', status: 'range', min: 0, max: 1, minExclusive: true, ...said },
      { parameter: 'presence_penalty', status: 'range', min: 0, max: 1, ...said },
      { parameter: 'n', status: 'fixed', value: 1, ...said },
      { parameter: 'max_completion_tokens', status: 'renamed', to: 'max_tokens', ...said },
      { parameter: 'max_tokens', status: 'range', min: 1, max: 8192, countsThinking: true, ...said },
      { parameter: 'stop', status: 'list', bare: false, maxItems: 2, maxLength: 8, ...said },
      { parameter: 'user', status: 'renamed', to: 'user_id', pattern: '^[\\w-]+$', ...said },
      ...plain('undocumented', said, ['store', 'metadata', 'logprobs', 'functions', 'function_call']),
      ...plain('rejected', said, ['service_tier', 'seed', 'frequency_penalty', 'logit_bias', 'prediction']),
      ...plain('unknown', said, ['verbosity', 'top_logprobs', 'modalities']),
      { parameter: 'tools', status: 'supported', ...said },
      { parameter: 'tools[].function.name', status: 'pattern', pattern: '^\\w{3,}$', ...said },
      { parameter: 'tools[].function.strict', status: 'rejected', ...said },
      { parameter: 'tool_choice', when: 'thinking', status: 'values', values: ['auto', 'none'], ...said },
      { parameter: 'tool_choice', status: 'supported', ...said },
      { parameter: 'parallel_tool_calls', status: 'supported', byDefault: false, ...said },
      {
        parameter: 'reasoning_effort',
        status: 'values',
        values: ['low', 'max'],
        nearest: { none: 'low', minimal: 'low', medium: 'max', high: 'max' },
        ...said,
      },
      { parameter: 'response_format.type', status: 'values', values: ['text', 'json_object'], ...said },
      { parameter: 'stream_options.include_usage', status: 'needs', companion: 'stream', ...said },
      { parameter: 'messages', status: 'system', place: 'single', ...said },
      {
        parameter: 'messages[].role',
        status: 'values',
        values: ['system', 'user', 'assistant', 'tool'],
        map: { developer: 'system' },
        ...said,
      },
      { parameter: 'messages[].name', status: 'rejected', ...said },
      { parameter: 'messages[].content[].image_url', status: 'forms', forms: ['data'], ...said },
      {
        parameter: 'messages[].content[].image_url.detail',
        status: 'values',
        values: ['low', 'high'],
        nearest: { auto: 'low' },
        ...said,
      },
    ],
    embeddings: [
      { parameter: 'input', status: 'list', bare: true, maxItems: 2, ...said },
      { parameter: 'dimensions', status: 'rejected', ...said },
    ],
    'images.generations': [
      {
        parameter: 'size',
        status: 'values',
        values: ['1024x1024', '1360x768'],
        nearest: { '1792x1024': '1360x768' },
        ...said,
      },
      { parameter: 'quality', status: 'rejected', ...said },
      { parameter: 'response_format', status: 'values', values: ['url', 'b64_json'], ...said },
    ],
    'audio.speech': [
      { parameter: 'voice', status: 'values', values: ['ming'], otherwise: 'ming', ...said },
      {
        parameter: 'response_format',
        status: 'values',
        values: ['wav'],
        nearest: { mp3: 'wav' },
        byDefault: 'wav',
        ...said,
      },
      { parameter: 'speed', status: 'range', min: 0.5, max: 2, ...said },
      { parameter: 'instructions', status: 'renamed', to: 'instruction', ...said },
    ],
    'audio.transcriptions': plain('undocumented', said, ['language', 'response_format']),
  },
  extras: [
    {
      parameter: 'thinking',
      models: ['picky-large'],
      description: 'on by default',
      off: { type: 'disabled' },
      on: { type: 'enabled' },
      ...said,
    },
    {
      parameter: 'reasoning_effort',
      models: ['picky-small', 'picky-thinker'],
      description: 'low or max',
      least: 'low',
      ...said,
    },
    {
      parameter: 'split_thoughts',
      models: ['picky-small'],
      description: 'else thoughts stand in the answer',
      send: { value: true, when: 'thinking', operation: 'chat.completions' },
      ...said,
    },
    {
      parameter: 'watermark',
      description: 'images carry a watermark unless told otherwise',
      send: { value: false, when: 'always', operation: 'images.generations' },
      ...said,
    },
  ],
  responses: [
    {
      field: 'finish_reason',
      description: 'stop, length, tool_calls, blocked, overloaded',
      operations: ['chat.completions'],
      reads: ['choices[].finish_reason'],
      instead: { content_filter: 'blocked', function_call: null },
      also: ['overloaded'],
      ...said,
    },
    { field: 'error', description: 'codes of its own', reads: ['error.code'], ...said },
    {
      field: 'system_fingerprint',
      description: 'absent',
      operations: ['chat.completions'],
      reads: ['system_fingerprint'],
      ...said,
    },
    {
      field: 'stream',
      description: 'a chunk may have no choices',
      operations: ['chat.completions'],
      reads: ['choices[].delta'],
      unguarded: true,
      ...said,
    },
    {
      field: 'image',
      description: 'no revised_prompt',
      operations: ['images.generations'],
      reads: ['data[].revised_prompt'],
      ...said,
    },
  ],
});

const pickyTarget: ResolvedTarget = {
  ...acmeTarget,
  provider: picky,
  region: picky.regions[0],
  baseURL: 'https://api.picky.test/v1',
  keyVariable: 'PICKY_API_KEY',
};

/** Targets that a fixture may name in its `case.json`. */
export const targets: Readonly<Record<string, ResolvedTarget>> = {
  acme: acmeTarget,
  picky: pickyTarget,
  ollama: resolveTarget({ to: 'self-hosted', region: 'ollama', mode: 'sdk' }, {}),
  'picky-guard': { ...pickyTarget, guardValues: true },
  'picky-schema': { ...pickyTarget, schemaInPrompt: true },
  'acme-routes': {
    ...acmeTarget,
    provider: { ...acme, operations: { ...acme.operations, embeddings: { value: 'no', ...said } } },
    routes: { embeddings: pickyTarget, images: pickyTarget },
  },
};
