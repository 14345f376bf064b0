import { MODEL_CLASSES, OPERATIONS } from '../../src/openai/operations.js';
import type { ResolvedTarget } from '../../src/plan/target.js';
import { defineProvider, type Mapping, type OperationFact } from '../../src/providers/types.js';

const said = { source: 'https://docs.acme.test', checked: '2026-11-22' } as const;

/** A provider of nobody's: fixtures do not change when a real one's facts do. */
export const acme = defineProvider({
  id: 'acme',
  name: { en: 'Acme', zh: '艾克米' },
  aliases: [],
  console: { value: 'https://console.acme.test', ...said },
  docs: { value: 'https://docs.acme.test', ...said },
  guide: { value: 'unknown', ...said },
  regions: [
    {
      id: 'cn',
      label: 'China',
      baseURL: { value: 'https://api.acme.test/paas/v4', ...said },
      keyPage: { value: 'https://console.acme.test/keys', ...said },
    },
  ],
  hosts: ['api.acme.test'],
  keyVariable: { value: 'ACME_API_KEY', ...said },
  otherKeyVariables: [],
  operations: Object.fromEntries(
    OPERATIONS.map((operation) => [operation, operationFact(operation)]),
  ) as Record<(typeof OPERATIONS)[number], OperationFact>,
  models: [
    { id: 'acme-large', classes: ['flagship', 'reasoning', 'long-context'], status: 'current', ...said },
    { id: 'acme-small', classes: ['small', 'nano'], status: 'current', ...said },
    { id: 'acme-eye', classes: ['vision'], status: 'current', input: ['image'], ...said },
    {
      id: 'acme-embed',
      classes: ['embedding'],
      status: 'current',
      dimensions: [1024, 1536],
      defaultDimensions: 1024,
      ...said,
    },
  ],
  retired: [],
  mapping: Object.fromEntries(MODEL_CLASSES.map((one) => [one, mapping(one)])) as Record<
    (typeof MODEL_CLASSES)[number],
    Mapping
  >,
  parameters: {
    'chat.completions': [
      { parameter: 'temperature', status: 'range', min: 0, max: 1, maxExclusive: true, ...said },
      { parameter: 'max_completion_tokens', status: 'renamed', to: 'max_tokens', ...said },
      { parameter: 'seed', status: 'ignored', ...said },
      { parameter: 'response_format.type', status: 'values', values: ['text', 'json_object'], ...said },
      { parameter: 'logit_bias', status: 'rejected', ...said },
      {
        parameter: 'messages[].role',
        status: 'values',
        values: ['system', 'user', 'assistant', 'tool'],
        map: { developer: 'system' },
        ...said,
      },
    ],
  },
  extras: [],
  responses: [],
  nativeSdk: {
    value: 'no',
    why: 'it publishes none',
    source: 'https://acme.example/docs',
    checked: '2026-11-22',
  },
  packages: [],
  notices: [],
});

function operationFact(operation: (typeof OPERATIONS)[number]): OperationFact {
  if (operation === 'chat.completions' || operation === 'embeddings' || operation === 'models')
    return { value: 'yes', ...said };
  if (operation === 'audio.speech') return { value: 'unknown', ...said };
  if (operation === 'moderations') return { value: 'differs', path: '/safety', ...said };
  return { value: 'no', ...said };
}

function mapping(modelClass: (typeof MODEL_CLASSES)[number]): Mapping {
  switch (modelClass) {
    case 'flagship':
    case 'reasoning':
    case 'long-context':
      return { value: 'acme-large', ...said };
    case 'small':
    case 'nano':
      return { value: 'acme-small', ...said };
    case 'vision':
      return { value: 'acme-eye', ...said };
    case 'embedding':
      return { value: 'acme-embed', dimensions: 1536, ...said };
    default:
      return { value: null, ...said };
  }
}

export const acmeTarget: ResolvedTarget = {
  provider: acme,
  region: acme.regions[0],
  mode: 'endpoint',
  baseURL: 'https://api.acme.test/paas/v4',
  keyVariable: 'ACME_API_KEY',
  models: {},
};
