import { page } from '../shorthand.js';
import { OPENAI_CHAT, OPENAI_ERROR_BODY } from './openai.js';
import type { Wire } from './types.js';

const unsourced = page('unsourced');

export const lingyiWire: Wire = {
  errors: { body: OPENAI_ERROR_BODY, cases: {}, ...unsourced, note: 'errors and statuses are not known' },
  refusals: [],
  constraints: [],
  thinking: [
    {
      byDefault: 'off',
      shownIn: 'nowhere',
      switches: [],
      ...page('https://platform.lingyiwanwu.com/docs'),
      note: 'no reasoning model',
    },
  ],
  chat: { ...OPENAI_CHAT, ...page('https://python.langchain.com/docs/integrations/chat/yi') },
};
