import { page } from '../shorthand.js';
import { OPENAI_ERROR_BODY } from './openai.js';
import type { Wire } from './types.js';

const http = page('https://www.xfyun.cn/doc/spark/HTTP调用文档.html');
const x1 = page('https://www.xfyun.cn/doc/spark/X1http.html');

const CLASSIC = ['4.0Ultra', 'generalv3.5', 'max-32k', 'generalv3', 'pro-128k', 'lite'] as const;

export const sparkWire: Wire = {
  errors: {
    body: OPENAI_ERROR_BODY,
    ...http,
    note: 'code and param are null; a 200 with a code that is not 0 is possible, too',
    cases: {
      key: { status: 401, type: 'api_error', code: null, ...http },
      model: { status: 400, type: 'api_error', code: null, ...http, note: 'the status was not read' },
      parameter: { status: 400, type: 'api_error', code: null, ...http },
      malformed: { status: 400, type: 'api_error', code: null, ...http },
      'rate-limit': {
        status: 429,
        type: 'api_error',
        code: null,
        message: '{detail} (11202)',
        ...http,
        note: '11202 is the limit by the second; how it comes over HTTP was not read',
      },
      server: { status: 500, type: 'api_error', code: null, ...http },
    },
  },
  refusals: [],
  constraints: [
    { kind: 'messages', operation: 'chat.completions', models: CLASSIC, form: 'system-first', ...http },
    { kind: 'messages', operation: 'chat.completions', models: CLASSIC, form: 'alternating', ...http },
    { kind: 'range', operation: 'chat.completions', path: 'top_k', min: 1, max: 6, ...http },
    {
      kind: 'values',
      operation: 'chat.completions',
      models: ['spark-x'],
      path: 'thinking.type',
      values: ['enabled', 'disabled', 'auto'],
      ...x1,
    },
  ],
  thinking: [
    {
      models: ['spark-x'],
      byDefault: 'unknown',
      shownIn: 'reasoning_content',
      switches: [{ parameter: 'thinking.type', on: ['enabled', 'auto'], off: ['disabled'] }],
      ...x1,
    },
    { byDefault: 'off', shownIn: 'nowhere', switches: [], ...http },
  ],
  chat: {
    streamUsage: 'last-chunk',
    extra: { code: 0, message: '', sid: '{id}' },
    missing: ['id', 'object', 'model', 'finish_reason'],
    missingInChunks: ['object', 'model'],
    toolCallsAsObjectUnless: 'tool_calls_switch',
    ...http,
    note: 'the documented answer has no id, object, model and finish_reason; chunks have an id',
  },
};
