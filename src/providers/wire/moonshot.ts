import { page } from '../shorthand.js';
import type { Wire } from './types.js';

const errors = page('https://platform.kimi.ai/docs/api/errors.md');
const openapi = page('github:api-evangelist/moonshot-ai/openapi/_original/moonshot-ai-openapi.json');
const aiSdk = page('npm:@ai-sdk/moonshotai@3.0.60');
const guide = page('https://platform.kimi.com/docs/guide/migrating-from-openai-to-kimi.md');
const parameters = page(
  'https://dev.to/aihubmix/kimi-k31-pro-migration-guide-five-400s-one-404-and-the-claude-code-codex-config-13k',
);
const toolChoice = page('github:can1357/oh-my-pi/issues/1077');
const coding = page('github:MoonshotAI/Kimi-K2/issues/141');

export const moonshotWire: Wire = {
  errors: {
    body: { error: { message: '{message}', type: '{type}' } },
    ...errors,
    note: 'code only sometimes',
    cases: {
      key: { status: 401, type: 'invalid_authentication_error', ...errors },
      model: { status: 404, ...errors, note: 'the type was not read' },
      parameter: { status: 400, type: 'invalid_request_error', ...errors },
      operation: { status: 404, ...errors, note: 'the type was not read' },
      malformed: { status: 400, type: 'invalid_request_error', ...errors },
      'rate-limit': { status: 429, ...errors, note: 'the type was not read' },
      server: { status: 500, ...errors, note: 'the type was not read' },
    },
  },
  refusals: [
    {
      operation: 'chat.completions',
      parameter: 'temperature',
      models: ['kimi-*'],
      message: 'invalid temperature: only 1 is allowed for this model',
      ...parameters,
    },
    {
      operation: 'chat.completions',
      parameter: 'tool_choice',
      message: "tool_choice '{value}' is incompatible with thinking enabled",
      ...toolChoice,
    },
    {
      operation: 'chat.completions',
      parameter: 'thinking.type',
      models: ['kimi-k2.7-code*'],
      message: 'invalid thinking: only type=enabled is allowed',
      ...coding,
    },
  ],
  constraints: [
    { kind: 'items', operation: 'chat.completions', path: 'stop', max: 5, ...openapi },
    { kind: 'length', operation: 'chat.completions', path: 'stop', max: 32, bytes: true, ...openapi },
    { kind: 'items', operation: 'chat.completions', path: 'tools', max: 128, ...openapi },
    {
      kind: 'pattern',
      operation: 'chat.completions',
      path: 'tools[].function.name',
      pattern: '^[a-zA-Z_][a-zA-Z0-9_-]{2,63}$',
      ...openapi,
    },
    {
      kind: 'values',
      operation: 'chat.completions',
      path: 'tools[].function.parameters.type',
      values: ['object'],
      ...openapi,
    },
    { kind: 'data-images', operation: 'chat.completions', ...aiSdk, note: 'or ms:// ids of uploaded files' },
    {
      kind: 'says',
      operation: 'chat.completions',
      when: { format: 'json_object' },
      word: 'json',
      outcome: 'uncertain',
      note: 'the prompt has to ask for JSON; an error is not documented',
      ...openapi,
    },
    {
      kind: 'values',
      operation: 'chat.completions',
      models: ['kimi-k2.7-code*'],
      path: 'thinking.type',
      values: ['enabled'],
      ...coding,
    },
    {
      kind: 'absent',
      operation: 'chat.completions',
      models: ['kimi-k3*'],
      path: 'thinking',
      outcome: 'uncertain',
      note: 'not wanted; whether it is refused is not confirmed',
      ...parameters,
    },
    {
      kind: 'messages',
      operation: 'chat.completions',
      when: { thinking: true },
      form: 'reasoning-echoed',
      outcome: 'uncertain',
      note: 'has to come back in tool loops; an error is not documented',
      ...aiSdk,
    },
  ],
  thinking: [
    {
      models: ['kimi-k2.6'],
      byDefault: 'on',
      shownIn: 'reasoning_content',
      switches: [{ parameter: 'thinking.type', on: ['enabled'], off: ['disabled'] }],
      ...openapi,
    },
    { byDefault: 'on', shownIn: 'reasoning_content', switches: [], ...aiSdk },
  ],
  chat: {
    streamUsage: 'in-choice',
    usage: {
      cached_tokens: 0,
      prompt_tokens_details: { cached_tokens: 0 },
      completion_tokens_details: { reasoning_tokens: '{reasoning}' },
    },
    ...guide,
  },
};
