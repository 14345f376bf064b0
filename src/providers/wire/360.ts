import { page } from '../shorthand.js';
import { OPENAI_CHAT, OPENAI_ERROR_BODY } from './openai.js';
import type { Wire } from './types.js';

const docs = page('https://ai.360.com/docs/quick-start');
const verified = page('unsourced', '2026-08-15');

export const ai360Wire: Wire = {
  errors: {
    body: OPENAI_ERROR_BODY,
    ...verified,
    note: 'bodies and statuses are not known; numbers of the makers stand in messages',
    cases: {
      parameter: {
        status: 400,
        type: 'invalid_request_error',
        code: null,
        message: '{detail} (1001)',
        ...verified,
      },
    },
  },
  refusals: [],
  constraints: [],
  thinking: [
    {
      models: ['deepseek/*'],
      byDefault: 'unknown',
      shownIn: 'reasoning_content',
      switches: [],
      ...verified,
      note: 'as the maker has it',
    },
    { byDefault: 'unknown', shownIn: 'unknown', switches: [], ...verified },
  ],
  chat: { ...OPENAI_CHAT, ...docs },
  images: { byDefault: 'b64_json', forms: ['b64_json'], ...verified, note: 'as gpt-image has it' },
  responses: { done: false, ...docs, note: 'OpenAI’s shape' },
};
