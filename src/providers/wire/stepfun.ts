import { page } from '../shorthand.js';
import type { ErrorCase, Wire } from './types.js';

const chat = page('https://platform.stepfun.ai/docs/en/api-reference/chat/chat-completion-create.md');
const errors = page('github:api-evangelist/stepfun/errors/stepfun-error-codes.yml');
const answer = page('https://platform.stepfun.ai/docs/en/api-reference/chat/object');
const reasoning = page('https://stepfun2.mintlify.app/en/guides/developer/reasoning');
const toolCall = page('https://platform.stepfun.com/docs/zh/api-reference/tool-call.md');
const imagePage = page('https://platform.stepfun.ai/docs/en/api-reference/images/image');
const speechPage = page('https://platform.stepfun.ai/docs/en/api-reference/audio/create-audio');
const transcription = page('https://platform.stepfun.com/docs/zh/api-reference/audio/transcriptions.md');
const responsesPage = page('https://stepfun2.mintlify.app/en/api-reference/responses/responses-create');
const registry = page('npm:@mastra/core@1.71.0');

const error = (status: number): ErrorCase => ({ status, ...errors });

const movedBy = {
  parameter: 'reasoning_format',
  value: 'deepseek-style',
  shownIn: 'reasoning_content',
} as const;

export const stepfunWire: Wire = {
  errors: {
    body: { error: { message: '{message}', type: '{type}' } },
    ...errors,
    note: 'only the type of a wrong key was read',
    cases: {
      key: { ...error(401), type: 'invalid_api_key' },
      model: error(404),
      parameter: error(400),
      operation: error(404),
      malformed: error(400),
      'rate-limit': error(429),
      server: error(500),
    },
  },
  refusals: [
    {
      operation: 'audio.transcriptions',
      parameter: 'model',
      message: 'model not supported',
      ...page('https://skill4agent.com/en/skill/daymade-claude-code-skills/stepfun-asr/compare'),
    },
  ],
  constraints: [
    { kind: 'items', operation: 'chat.completions', path: 'tools', max: 128, ...toolCall },
    {
      kind: 'values',
      operation: 'chat.completions',
      path: 'tools[].function.parameters.type',
      values: ['object'],
      ...toolCall,
    },
    {
      kind: 'values',
      operation: 'chat.completions',
      path: 'messages[].content[].image_url.detail',
      values: ['low', 'high'],
      ...chat,
    },
    {
      kind: 'values',
      operation: 'chat.completions',
      path: 'reasoning_format',
      values: ['general', 'deepseek-style'],
      ...chat,
    },
    { kind: 'values', operation: 'responses', path: 'model', values: ['step-3.7-flash'], ...responsesPage },
    { kind: 'values', operation: 'responses', path: 'tools[].type', values: ['function'], ...responsesPage },
    { kind: 'length', operation: 'images.generations', path: 'prompt', max: 512, ...imagePage },
    { kind: 'length', operation: 'audio.speech', path: 'input', max: 1000, ...speechPage },
    { kind: 'required', operation: 'audio.transcriptions', path: 'response_format', ...transcription },
  ],
  thinking: [
    { models: ['step-3.5-flash'], byDefault: 'on', shownIn: 'reasoning', movedBy, switches: [], ...registry },
    {
      models: ['step-3.7-flash', 'step-3.5-flash-2603', 'step-5-preview'],
      byDefault: 'unknown',
      shownIn: 'reasoning',
      movedBy,
      switches: [{ parameter: 'reasoning_effort', on: ['low', 'medium', 'high'] }],
      ...reasoning,
      note: 'no switch is documented; asking for an effort is taken as asking for thinking',
    },
    { byDefault: 'off', shownIn: 'nowhere', switches: [], ...reasoning },
  ],
  chat: { streamUsage: 'asked', usage: { cached_tokens: 0 }, ...answer },
  samePath: { operations: ['audio.transcriptions', 'responses'], ...responsesPage },
  images: { byDefault: 'url', forms: ['url', 'b64_json'], ...imagePage },
  speech: { byDefault: 'mp3', ...speechPage, note: 'the default was not read' },
  transcription: { body: { text: '{text}' }, ...transcription },
  responses: { done: false, ...responsesPage, note: 'how a stream ends was not read' },
};
