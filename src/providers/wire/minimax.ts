import { page } from '../shorthand.js';
import type { Wire } from './types.js';

const openaiPage = page('https://platform.minimaxi.com/docs/api-reference/text-openai-api');
const codes = page('https://platform.minimaxi.com/docs/api-reference/errorcode.md');
const bodies = page('github:BigPizzaV3/CodexPlusPlus/issues/267');
const cli = page('npm:mmx-cli@1.0.27');
const guides = page('https://platform.minimax.io/docs/guides/text-generation');
const native = page('https://platform.minimax.io/docs/api-reference/text-chat');
const responsesPage = page('https://platform.minimax.io/docs/api-reference/responses-create');
const systemIssue = page('github:MiniMax-AI/MiniMax-M2/issues/51');
const roleIssue = page('github:openclaw/openclaw/issues/3022');

const split = { parameter: 'reasoning_split', value: true, shownIn: 'reasoning_details' } as const;

export const minimaxWire: Wire = {
  errors: {
    body: {
      type: 'error',
      error: { type: '{type}', message: '{message}', http_code: '{status}' },
      request_id: '{id}',
    },
    ...bodies,
    cases: {
      key: { status: 401, message: '{detail} (1004)', ...codes, note: 'the type was not read' },
      model: { status: 400, type: 'bad_request_error', message: '{detail} (2013)', ...codes },
      parameter: { status: 400, type: 'bad_request_error', message: '{detail} (2013)', ...bodies },
      malformed: { status: 400, type: 'bad_request_error', message: '{detail} (2013)', ...codes },
      'rate-limit': {
        status: 429,
        message: '{detail} (1002)',
        ...codes,
        note: 'the type was not read',
      },
      server: { status: 500, message: '{detail} (1024)', ...codes },
    },
  },
  refusals: [
    {
      operation: 'chat.completions',
      parameter: 'messages[].role',
      message: 'invalid role: {value} (2013)',
      ...roleIssue,
    },
    {
      operation: 'chat.completions',
      parameter: 'messages',
      message: 'invalid chat setting (2013)',
      ...systemIssue,
    },
  ],
  constraints: [
    { kind: 'messages', operation: 'chat.completions', form: 'one-system', ...systemIssue },
    {
      kind: 'values',
      operation: 'chat.completions',
      models: ['MiniMax-M3'],
      path: 'thinking.type',
      values: ['adaptive', 'disabled'],
      ...guides,
    },
    { kind: 'values', operation: 'responses', path: 'store', values: [false], ...responsesPage },
  ],
  thinking: [
    {
      models: ['MiniMax-M3'],
      byDefault: 'unknown',
      shownIn: 'content',
      movedBy: split,
      switches: [{ parameter: 'thinking.type', on: ['adaptive'], off: ['disabled'] }],
      ...guides,
    },
    { models: ['M2-her'], byDefault: 'off', shownIn: 'nowhere', switches: [], ...guides },
    { byDefault: 'on', shownIn: 'content', movedBy: split, switches: [], ...openaiPage },
  ],
  chat: {
    streamUsage: 'asked',
    extra: {
      input_sensitive: false,
      output_sensitive: false,
      base_resp: { status_code: 0, status_msg: '' },
    },
    ...native,
  },
  images: {
    byDefault: 'url',
    forms: ['url'],
    body: {
      id: '{id}',
      data: { image_urls: ['{url}'] },
      metadata: { success_count: 1 },
      base_resp: { status_code: 0, status_msg: 'success' },
    },
    ...cli,
    note: 'image_base64 when asked for base64, which is not played',
  },
  speech: {
    byDefault: 'mp3',
    body: { data: { audio: '{hex}', status: 2 }, base_resp: { status_code: 0, status_msg: 'success' } },
    ...cli,
  },
  transcription: {
    body: { text: '{text}' },
    ...page('https://platform.minimax.io/docs/api-reference/speech-to-text'),
  },
  responses: { done: false, ...responsesPage, note: 'how a stream ends was not read' },
};
