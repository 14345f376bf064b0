import { page } from '../shorthand.js';
import { OPENAI_CHAT } from './openai.js';
import type { Template, Wire } from './types.js';

const connector = page('github:eghrhegpe/dsh-connect-modelscope-token-plan');
const intro = page('github:wuxintao-666/adaptive-tutor-system');
const hybrid = page('github:musistudio/claude-code-router/issues/948');
const quota = page('github:musistudio/claude-code-router/issues/462');
const thinkingOnly = page('github:datawhalechina/hello-agents/issues/230');
const images = page('github:modelscope/modelscope-mcp-server');
const embeddingReport = page('github:MuiseDestiny/zotero-gpt/issues/488');
const unsourced = page('unsourced');

/** What the gateway itself says; the SDK reads nothing out of it. */
const gateway: Template = { errors: { message: '{message}' }, request_id: '{id}' };

export const modelscopeWire: Wire = {
  errors: {
    body: { error: { code: '{code}', message: '{message}', type: '{type}' }, request_id: '{id}' },
    ...hybrid,
    note: 'three shapes: this one is passed on from back ends',
    cases: {
      key: { status: 401, body: { error: { message: '{message}', request_id: '{id}' } }, ...connector },
      model: {
        status: 400,
        body: gateway,
        message: 'Model id : {model} , has no provider supported',
        ...page('unsourced'),
        note: 'words seen by a public project; the status was not',
      },
      parameter: { status: 400, ...hybrid },
      operation: { status: 404, body: gateway, ...unsourced },
      malformed: { status: 400, body: gateway, ...embeddingReport },
      'rate-limit': { status: 429, body: gateway, ...quota },
    },
  },
  refusals: [
    {
      operation: 'chat.completions',
      parameter: 'enable_thinking',
      message: 'enable_thinking must be set to false for non-streaming calls',
      ...hybrid,
    },
  ],
  constraints: [
    {
      kind: 'values',
      operation: 'chat.completions',
      models: ['Qwen/Qwen3-235B-A22B'],
      when: { stream: false },
      path: 'enable_thinking',
      values: [false],
      note: 'a hybrid model: which other ids are is not listed',
      ...hybrid,
    },
    {
      kind: 'required',
      operation: 'chat.completions',
      models: ['Qwen/Qwen3-235B-A22B'],
      when: { stream: false },
      path: 'enable_thinking',
      ...hybrid,
    },
    {
      kind: 'required',
      operation: 'chat.completions',
      models: ['Qwen/*-Thinking-2507'],
      path: 'stream',
      ...thinkingOnly,
    },
    { kind: 'required', operation: 'embeddings', path: 'encoding_format', ...embeddingReport },
    { kind: 'length', operation: 'images.generations', path: 'prompt', max: 1999, ...intro },
    { kind: 'range', operation: 'images.generations', path: 'steps', min: 1, max: 100, ...intro },
    { kind: 'range', operation: 'images.generations', path: 'guidance', min: 1.5, max: 20, ...intro },
  ],
  thinking: [
    {
      models: ['Qwen/*-Thinking*'],
      byDefault: 'on',
      shownIn: 'reasoning_content',
      switches: [],
      ...thinkingOnly,
    },
    {
      models: ['Qwen/Qwen3-235B-A22B'],
      byDefault: 'on',
      shownIn: 'reasoning_content',
      switches: [{ parameter: 'enable_thinking', on: [true], off: [false] }],
      ...hybrid,
    },
    {
      byDefault: 'unknown',
      shownIn: 'reasoning_content',
      switches: [{ parameter: 'enable_thinking', on: [true], off: [false] }],
      ...connector,
    },
  ],
  chat: { ...OPENAI_CHAT, ...connector, note: 'whether include_usage works is not known' },
  samePath: { operations: ['images.generations'], ...images },
  images: {
    byDefault: 'url',
    forms: ['url'],
    task: { header: 'X-ModelScope-Async-Mode', value: 'true' },
    ...images,
  },
  modelsWithoutKey: connector,
};
