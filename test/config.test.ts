import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { loadConfig, parseConfig, parseModelOption } from '../src/config.js';
import { MODEL_CLASSES, OPERATIONS } from '../src/openai/operations.js';
import { resolveTarget } from '../src/target.js';
import { temporaryFolder } from './support/folder.js';

const schema = JSON.parse(readFileSync(new URL('../src/schema/config.json', import.meta.url), 'utf8'));
const validate = new Ajv({ strict: false }).compile(schema);

const HOUSE = {
  id: 'house',
  baseURL: 'https://llm.example.com/v1/',
  keyVariable: 'HOUSE_KEY',
  models: { flagship: 'big' },
};

/** Each with whether it is valid: parser and schema have to agree. */
const CASES: readonly (readonly [unknown, boolean])[] = [
  [{}, true],
  [
    {
      provider: 'zhipu',
      region: 'cn',
      baseURL: 'https://x/v1',
      keyVariable: 'K',
      models: { a: 'b' },
      ignore: ['x/**'],
      azure: true,
    },
    true,
  ],
  [{ azure: 'yes' }, false],
  [{ $schema: 'x', providers: [HOUSE] }, true],
  [{ providers: [{ ...HOUSE, operations: { embeddings: 'no' }, name: 'House' }] }, true],
  [
    {
      guardValues: true,
      schemaInPrompt: false,
      routes: { embeddings: 'alibaba', images: { provider: 'zhipu', region: 'cn', baseURL: 'https://x/v1' } },
    },
    true,
  ],
  [{ routes: { embedings: 'alibaba' } }, false],
  [{ routes: { embeddings: 1 } }, false],
  [{ routes: { embeddings: {} } }, false],
  [{ routes: { embeddings: { provider: 'alibaba', baseURL: 'nowhere' } } }, false],
  [{ guardValues: 'yes' }, false],
  [[], false],
  [{ provider: 1 }, false],
  [{ provider: '' }, false],
  [{ modles: {} }, false],
  [{ models: { a: 1 } }, false],
  [{ ignore: 'x' }, false],
  [{ providers: [{ id: 'x' }] }, false],
  [{ providers: [{ ...HOUSE, baseURL: 'nowhere' }] }, false],
  [{ providers: [{ ...HOUSE, models: { flagshp: 'x' } }] }, false],
  [{ providers: [{ ...HOUSE, operations: { embeddings: 'maybe' } }] }, false],
];

describe('configuration', () => {
  it.each(CASES)('%j: the parser and the schema agree', (value, valid) => {
    expect(validate(value)).toBe(valid);
    const read = () => parseConfig(JSON.stringify(value), 'banjia.config.json');
    if (valid) expect(read()).toEqual(value);
    else expect(read).toThrow(expect.objectContaining({ code: 'bad-config' }));
  });

  it('knows the same classes and operations as the schema', () => {
    const { models, operations } = schema.definitions.provider.properties;
    expect(models.propertyNames.enum).toEqual([...MODEL_CLASSES]);
    expect(operations.propertyNames.enum).toEqual([...OPERATIONS]);
  });

  it('takes comments and trailing commas, and says where the syntax breaks', () => {
    expect(parseConfig('{ // here\n "provider": "zhipu", }', 'c.json')).toEqual({ provider: 'zhipu' });
    expect(() => parseConfig('{\n  "provider" "zhipu"\n}', 'c.json')).toThrow(/^c\.json:2:14: not JSON/);
  });

  it('is found in its file, or in package.json, or not at all', async () => {
    expect(await loadConfig(temporaryFolder({ 'banjia.config.json': '{"provider":"zhipu"}' }))).toEqual({
      config: { provider: 'zhipu' },
      path: 'banjia.config.json',
    });
    const manifest = JSON.stringify({ name: 'x', banjia: { provider: 'deepseek' } });
    expect((await loadConfig(temporaryFolder({ 'package.json': manifest }))).config).toEqual({
      provider: 'deepseek',
    });
    expect(await loadConfig(temporaryFolder({ 'package.json': '{}' }))).toEqual({ config: {}, path: null });
    await expect(loadConfig(temporaryFolder(), join('/nowhere', 'c.json'))).rejects.toMatchObject({
      code: 'missing-path',
    });
  });

  it('makes a provider of its own that says unknown where nobody said anything', () => {
    const { provider, baseURL, keyVariable } = resolveTarget({}, { provider: 'house', providers: [HOUSE] });
    expect([baseURL, keyVariable]).toEqual(['https://llm.example.com/v1', 'HOUSE_KEY']);
    expect(provider.operations['chat.completions'].value).toBe('yes');
    expect(provider.operations.embeddings.value).toBe('unknown');
    expect(provider.mapping.flagship.value).toBe('big');
    expect(provider.mapping.small.value).toBeNull();
  });

  it('lets flags win over the file and the file over the provider', () => {
    const config = { provider: 'zhipu', keyVariable: 'FROM_FILE', models: { a: 'file', b: 'file' } };
    const target = resolveTarget({ keyVariable: 'FROM_FLAG', models: { a: 'flag' } }, config);
    expect(target.keyVariable).toBe('FROM_FLAG');
    expect(target.models).toEqual({ a: 'flag', b: 'file' });
    expect(resolveTarget({}, config).keyVariable).toBe('FROM_FILE');
    expect(resolveTarget({ to: 'zhipu', region: 'intl' }, {}).baseURL).toBe('https://api.z.ai/api/paas/v4');
    expect(() => resolveTarget({ to: 'azure' }, {})).toThrow(/has a part that only you know/);
  });

  it('sends kinds of requests elsewhere: flags over the file, one target for one place', () => {
    const config = {
      routes: { embeddings: 'alibaba', images: { provider: 'zhipu', keyVariable: 'GLM_KEY' } },
    };
    const flags = { to: 'deepseek', routes: { embeddings: 'siliconflow:intl', speech: 'zhipu' } };
    const { routes = {} } = resolveTarget(flags, config);
    expect([routes.embeddings?.baseURL, routes.images?.keyVariable, routes.speech?.keyVariable]).toEqual([
      'https://api.siliconflow.com/v1',
      'GLM_KEY',
      'ZAI_API_KEY',
    ]);
    const same = resolveTarget({ to: 'deepseek', routes: { images: 'zhipu', speech: 'zhipu' } }, {}).routes;
    expect(same?.images).toBe(same?.speech);
    expect(resolveTarget({ to: 'zhipu', routes: { embeddings: 'glm' } }, {}).routes).toEqual({});
    expect(() => resolveTarget({ to: 'zhipu', routes: { images: 'azure' } }, {})).toThrow(/only you know/);
    expect(() => resolveTarget({ to: 'zhipu', routes: { images: 'nobody' } }, {})).toThrow(
      /unknown provider/,
    );
  });

  it('reads --model', () => {
    expect(parseModelOption(['gpt-4o=glm-5.2', 'a=b=c'])).toEqual({ 'gpt-4o': 'glm-5.2', a: 'b=c' });
    for (const bad of ['gpt-4o', '=x', 'x=', ''])
      expect(() => parseModelOption([bad])).toThrow(/expected old=new/);
  });
});
