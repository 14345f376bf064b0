import { page } from '../shorthand.js';
import { OPENAI_CHAT, OPENAI_ERROR_BODY } from './openai.js';
import type { Wire } from './types.js';

const reseller = page('https://docs.cloudsway.net/zh/maasapi/api-reference/text/MaaS_baichuan');
const unsourced = page('unsourced');

export const baichuanWire: Wire = {
  errors: { body: OPENAI_ERROR_BODY, cases: {}, ...unsourced, note: 'an error object like that of OpenAI' },
  refusals: [],
  constraints: [
    {
      kind: 'values',
      operation: 'chat.completions',
      models: ['Baichuan-M3-Plus'],
      path: 'metadata.evidence_scope',
      values: ['grounded', 'cited'],
      ...reseller,
    },
  ],
  thinking: [
    {
      models: ['Baichuan-M*'],
      byDefault: 'unknown',
      shownIn: 'unknown',
      switches: [],
      ...reseller,
      note: 'a budget of thinking is used by a client; the field that it shows in is not known',
    },
  ],
  chat: { ...OPENAI_CHAT, ...unsourced, note: 'whether a stream ends with usage or [DONE] is not known' },
};
