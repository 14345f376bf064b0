import { MODEL_CLASSES, type ModelClass, OPERATIONS, type Operation } from '../openai/operations.js';
import type { Mapping, OperationFact, Provider } from './types.js';

/** A provider that the configuration describes: what nobody said is unknown. */
export interface OwnProvider {
  readonly id: string;
  readonly name?: string;
  readonly baseURL: string;
  readonly keyVariable: string;
  /** Class of OpenAI's models → id of this provider. */
  readonly models?: Partial<Readonly<Record<ModelClass, string>>>;
  readonly operations?: Partial<Readonly<Record<Operation, 'yes' | 'no'>>>;
}

const SAID = { source: 'configuration', checked: '2026-11-22' } as const;

export function ownProvider(own: OwnProvider): Provider {
  const name = own.name ?? own.id;
  const unknown = { value: 'unknown', ...SAID } as const;
  return {
    id: own.id,
    name: { en: name, zh: name },
    aliases: [],
    console: unknown,
    docs: unknown,
    guide: unknown,
    regions: [
      {
        id: 'own',
        label: name,
        baseURL: { value: own.baseURL.replace(/\/+$/, ''), ...SAID },
        keyPage: unknown,
      },
    ],
    hosts: hostOf(own.baseURL),
    keyVariable: { value: own.keyVariable, ...SAID },
    otherKeyVariables: [],
    operations: record(OPERATIONS, (operation) => operationOf(own, operation)),
    models: [],
    retired: [],
    mapping: record(MODEL_CLASSES, (modelClass) => mappingOf(own, modelClass)),
    parameters: {},
    extras: [],
    responses: [],
    nativeSdk: { value: 'no', why: 'an SDK of a provider of your own is not known', ...SAID },
    packages: [],
    notices: [],
  };
}

/** A compatible endpoint has chat; everything else is for the configuration to say. */
function operationOf(own: OwnProvider, operation: Operation): OperationFact {
  return {
    value: own.operations?.[operation] ?? (operation === 'chat.completions' ? 'yes' : 'unknown'),
    ...SAID,
  };
}

function mappingOf(own: OwnProvider, modelClass: ModelClass): Mapping {
  return { value: own.models?.[modelClass] ?? null, ...SAID };
}

function hostOf(url: string): string[] {
  try {
    return [new URL(url).host];
  } catch {
    return [];
  }
}

function record<K extends string, V>(keys: readonly K[], answer: (key: K) => V): Record<K, V> {
  return Object.fromEntries(keys.map((key) => [key, answer(key)])) as Record<K, V>;
}
