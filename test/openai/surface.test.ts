import { describe, expect, it } from 'vitest';
import { OPERATIONS } from '../../src/openai/operations.js';
import {
  findLegacyMethod,
  findMethod,
  LEGACY_METHODS,
  METHOD_NAMES,
  RESOURCE_ROOTS,
  SURFACE_METHODS,
} from '../../src/openai/surface.js';

const MAJORS = ['openai-v4', 'openai-v5', 'openai-v6', 'openai-v7'];

/** Resources of 4.x that 4.104 no longer has. */
const ENDED = new Set([
  'edits',
  'fineTunes',
  'beta.vectorStores',
  'beta.vectorStores.files',
  'beta.vectorStores.fileBatches',
  'beta.assistants.files',
  'beta.threads.messages.files',
]);

interface Found {
  readonly path: string[];
  readonly method: string;
  /** Names of the parameters in the package's source. */
  readonly parameters: string[];
}

/** Contract with the published packages: their own objects say what exists. */
describe.each(MAJORS)('%s', (name) => {
  it('has no method that the table lacks', async () => {
    const found = walk(await client(name));
    expect(found.length).toBeGreaterThan(80);
    const unknown = found.filter(({ path, method }) => !findMethod(path, method));
    expect(unknown.map(({ path, method }) => `${path.join('.')}.${method}`)).toEqual([]);
  });

  it('has its bodies where the table says', async () => {
    const wrong = walk(await client(name)).filter(
      ({ path, method, parameters }) =>
        !beforeNamedParents(name, parameters) &&
        parameters.includes('body') &&
        findMethod(path, method)?.bodyArgument !== parameters.indexOf('body'),
    );
    expect(wrong).toEqual([]);
  });

  it('takes a body where the table says so', async () => {
    const wrong = walk(await client(name)).filter(
      ({ path, method, parameters }) =>
        findMethod(path, method)?.bodyArgument !== null && !/body|params/.test(parameters.join()),
    );
    expect(wrong).toEqual([]);
  });
});

describe('the four majors together', () => {
  it('have every method of the table but those that ended within 4.x', async () => {
    const clients = await Promise.all(MAJORS.map(client));
    const found = new Set(
      clients.flatMap((one) => walk(one)).map(({ path, method }) => [...path, method].join('.')),
    );
    const gone = SURFACE_METHODS.filter(
      ({ path, method }) => !found.has(`${path}.${method === 'del' ? 'delete' : method}`) && !ENDED.has(path),
    );
    expect(gone).toEqual([]);
  });
});

describe('openai-v3', () => {
  it('has the legacy methods and no others', async () => {
    const { OpenAIApi } = (await import('openai-v3')) as { OpenAIApi: { prototype: object } };
    const names = Object.getOwnPropertyNames(OpenAIApi.prototype).filter((one) => one !== 'constructor');
    expect(LEGACY_METHODS.map(({ method }) => method).sort()).toEqual(names.sort());
  });

  it('has its requests and models where the table says', async () => {
    const { OpenAIApi } = (await import('openai-v3')) as { OpenAIApi: { prototype: object } };
    for (const { method, bodyArgument, modelArgument } of LEGACY_METHODS) {
      const names = parametersOf(Reflect.get(OpenAIApi.prototype, method) as () => unknown);
      const body = names.findIndex((one) => one.endsWith('Request'));
      const model = names.findIndex((one) => one === 'model' || one === 'engineId');
      expect([method, bodyArgument, modelArgument]).toEqual([
        method,
        body < 0 ? null : body,
        model < 0 ? undefined : model,
      ]);
    }
  });
});

describe('the table', () => {
  it.each([
    ['chat.completions', 'create', 'chat.completions', 0, false],
    ['chat.completions', 'stream', 'chat.completions', 0, true],
    ['chat.completions', 'list', 'other', null, false],
    ['beta.chat.completions', 'parse', 'chat.completions', 0, true],
    ['beta.chat.completions', 'runFunctions', 'chat.completions', 0, true],
    ['responses', 'create', 'responses', 0, false],
    ['embeddings', 'create', 'embeddings', 0, false],
    ['images', 'edit', 'images.edits', 0, false],
    ['images', 'createVariation', 'images.variations', 0, false],
    ['files', 'del', 'files', null, false],
    ['files', 'delete', 'files', null, false],
    ['files', 'retrieveContent', 'files', null, false],
    ['vectorStores', 'search', 'vector_stores', 1, false],
    ['beta.vectorStores.files', 'uploadAndPoll', 'vector_stores', null, true],
    ['beta.threads.runs', 'stream', 'assistants', 1, true],
    ['beta.realtime.sessions', 'create', 'realtime', 0, false],
    ['live.sessions', 'hangup', 'realtime', null, false],
    ['edits', 'create', 'other', 0, false],
    ['fineTunes', 'create', 'fine_tuning', 0, false],
    ['webhooks', 'unwrap', 'other', null, true],
  ])('%s.%s', (path, method, operation, bodyArgument, helper) => {
    expect(findMethod(path.split('.'), method)).toEqual({ path, method, operation, bodyArgument, helper });
  });

  it('finds nothing else', () => {
    expect(findMethod(['chat'], 'create')).toBeUndefined();
    expect(findMethod([], 'post')).toBeUndefined();
    expect(findMethod(['chat', 'completions'], 'toString')).toBeUndefined();
    expect(findMethod(['constructor'], 'create')).toBeUndefined();
    expect(findLegacyMethod('constructor')).toBeUndefined();
  });

  it('covers every operation', () => {
    const roots = [...RESOURCE_ROOTS];
    expect(roots).toEqual(expect.arrayContaining(['chat', 'embeddings', 'beta', 'images', 'admin', 'edits']));
    expect(roots.every((root) => !root.includes('.'))).toBe(true);
    expect([...METHOD_NAMES]).toEqual(expect.arrayContaining(['create', 'del', 'generate', 'runTools']));
    const used = new Set(SURFACE_METHODS.map(({ operation }) => operation));
    expect(OPERATIONS.filter((one) => !used.has(one))).toEqual([]);
  });
});

/** 4.x puts the ids of all parents before the body, later majors put them into it. */
function beforeNamedParents(name: string, parameters: readonly string[]): boolean {
  return name === 'openai-v4' && parameters.indexOf('body') > 1;
}

async function client(name: string): Promise<object> {
  const { default: OpenAI } = (await import(name)) as { default: new (options: object) => object };
  return new OpenAI({ apiKey: 'x' });
}

/** All methods of all resources below a client. A resource is what holds the client in `_client`. */
function walk(owner: object, path: string[] = []): Found[] {
  const own = path.length === 0 ? [] : methodsOf(owner).map((found) => ({ path, ...found }));
  const children = Object.entries(owner).filter(
    ([name, value]) =>
      !name.startsWith('_') && value !== null && typeof value === 'object' && '_client' in value,
  );
  return [...own, ...children.flatMap(([name, value]) => walk(value as object, [...path, name]))];
}

function methodsOf(resource: object): Omit<Found, 'path'>[] {
  const found: Omit<Found, 'path'>[] = [];
  for (let at: object = resource; at !== Object.prototype; at = Object.getPrototypeOf(at) as object)
    for (const method of Object.getOwnPropertyNames(at)) {
      const value: unknown = Reflect.get(at, method);
      if (method === 'constructor' || method.startsWith('_') || typeof value !== 'function') continue;
      found.push({ method, parameters: parametersOf(value) });
    }
  return found;
}

function parametersOf(method: { toString(): string }): string[] {
  const [, list = ''] = /\(([^)]*)\)/.exec(method.toString()) ?? [];
  return list.split(',').map((one) => one.trim().replace(/[\s=].*/s, ''));
}
