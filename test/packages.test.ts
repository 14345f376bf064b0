import { describe, expect, it } from 'vitest';
import { majorOf, readImportMaps, readManifests, SdkVersions } from '../src/packages.js';
import { clientClass, sdkModule } from '../transforms/openai-node/modules.js';

const manifest = (file: string, range: string) => ({
  file,
  text: JSON.stringify({ dependencies: { openai: range } }),
});

describe('the version of the SDK', () => {
  const npmLock = {
    file: 'package-lock.json',
    text: JSON.stringify({
      packages: {
        'node_modules/openai': { version: '4.104.0' },
        'packages/new/node_modules/openai': { version: '6.2.0' },
        'node_modules/other/node_modules/openai': { version: '3.3.0' },
      },
    }),
  };

  it('comes from the lock file, the nearest package first', () => {
    const manifests = readManifests([
      manifest('package.json', '^4.57.0'),
      manifest('packages/new/package.json', '^6.0.0'),
    ]);
    const versions = new SdkVersions(manifests, [npmLock], []);
    expect(versions.of('src/a.ts', null, false)).toEqual({ major: 4, exact: '4.104.0', from: 'lock' });
    expect(versions.of('packages/new/src/a.ts', null, false)).toEqual({
      major: 6,
      exact: '6.2.0',
      from: 'lock',
    });
  });

  it('is read from pnpm and yarn locks, too', () => {
    const pnpm = {
      file: 'pnpm-lock.yaml',
      text: "lockfileVersion: '9.0'\nimporters:\n  .:\n    dependencies:\n      openai:\n        specifier: ^5.0.0\n        version: 5.23.2(ws@8.18.0)\n  apps/web:\n    dependencies:\n      openai:\n        specifier: ^6\n        version: 6.49.0\npackages:\n  - broken: [\n",
    };
    const manifests = readManifests([
      manifest('package.json', '^5.0.0'),
      manifest('apps/web/package.json', '^6'),
    ]);
    const versions = new SdkVersions(manifests, [pnpm], []);
    expect(versions.of('a.ts', null, false).exact).toBe('5.23.2');
    expect(versions.of('apps/web/a.ts', null, false).exact).toBe('6.49.0');

    const yarn = {
      file: 'yarn.lock',
      text: '"openai@npm:^4.20.0, openai@npm:^4.57.0":\n  version: 4.80.0\n\nopenai@^3.2.1:\n  version "3.3.0"\n',
    };
    const berry = new SdkVersions(readManifests([manifest('package.json', '^4.57.0')]), [yarn], []);
    expect(berry.of('a.ts', null, false).exact).toBe('4.80.0');
    const classic = new SdkVersions(readManifests([manifest('package.json', '^3.2.1')]), [yarn], []);
    expect(classic.of('a.ts', null, true)).toEqual({ major: 3, exact: '3.3.0', from: 'lock' });
  });

  it('comes from the range, the catalog, the specifier, or the shape of the code', () => {
    const catalog = {
      file: 'pnpm-workspace.yaml',
      text: 'catalog:\n  openai: ^5.11.0\ncatalogs:\n  next:\n    openai: ^7.0.0\n',
    };
    const of = (range: string) =>
      new SdkVersions(readManifests([manifest('package.json', range)]), [], [catalog]);
    expect(of('^4.57.0').of('a.ts', null, false)).toEqual({
      major: 4,
      exact: null,
      from: 'manifest',
      range: '^4.57.0',
    });
    expect(of('catalog:').of('a.ts', null, false).major).toBe(5);
    expect(of('catalog:next').of('a.ts', null, false).major).toBe(7);
    expect(of('^4.57.0').of('a.ts', '3.2.0', false)).toEqual({
      major: 3,
      exact: null,
      from: 'specifier',
      range: '3.2.0',
    });
    expect(of('latest').of('a.ts', null, true)).toEqual({ major: 3, exact: null, from: 'code' });
    expect(of('latest').of('a.ts', null, false)).toEqual({ major: null, exact: null, from: 'unknown' });
  });

  it('knows any package by its own name, also in bun locks, catalogs of yarn and import maps', () => {
    const manifests = readManifests([
      {
        file: 'package.json',
        text: JSON.stringify({ dependencies: { ai: '^5.0.0', '@ai-sdk/openai': 'catalog:' } }),
      },
    ]);
    const bun = {
      file: 'bun.lock',
      text: '{ "packages": { "ai": ["ai@5.0.277", "", {}, "sha"], "other/ai": ["ai@4.3.19"], }, }',
    };
    const settings = { file: '.yarnrc.yml', text: "catalog:\n  '@ai-sdk/openai': ^2.0.5\n" };
    const versions = new SdkVersions(manifests, [bun], [settings]);
    expect(versions.of('a.ts', null, false, 'ai')).toEqual({ major: 5, exact: '5.0.277', from: 'lock' });
    expect(versions.of('a.ts', null, false, '@ai-sdk/openai').major).toBe(2);
    expect(versions.of('a.ts', null, false).major).toBe(null);

    const maps = readImportMaps([
      { file: 'deno.json', text: '{ "imports": { "ai": "npm:ai@^4.3", "zod": "npm:zod" } }' },
      {
        file: 'web/import_map.json',
        text: '{ "imports": { "ai": "https://esm.sh/ai@3.4.33?target=deno" } }',
      },
    ]);
    const deno = new SdkVersions([], [], [], maps);
    expect([deno.of('a.ts', null, false, 'ai').major, deno.of('web/a.ts', null, false, 'ai').major]).toEqual([
      4, 3,
    ]);
  });

  it.each([
    ['^4.57.0', 4],
    ['>=4.58', 4],
    ['5.x', 5],
    ['~6.1', 6],
    ['7', 7],
    ['npm:openai@4', null],
    ['latest', null],
    ['workspace:*', null],
  ])('reads %s as %s', (range, major) => {
    expect(majorOf(range)).toBe(major);
  });
});

describe('specifiers of the SDK', () => {
  it.each([
    'openai',
    'openai/index.mjs',
    'npm:openai',
    'npm:openai@4.8.0',
    'jsr:@openai/openai@^4',
    'https://esm.sh/openai@4.10.0',
    'https://esm.sh/openai@4.10.0?target=deno',
    'https://cdn.jsdelivr.net/npm/openai@4/+esm',
    'https://unpkg.com/openai',
    'https://deno.land/x/openai@v4.61.1/mod.ts',
  ])('%s is its root', (specifier) => {
    expect(sdkModule(specifier)?.subpath).toBe('');
  });

  it.each(['openai/resources/chat', 'openai/helpers/zod', 'npm:openai@5/azure'])(
    '%s is a part of it',
    (specifier) => {
      expect(sdkModule(specifier)?.subpath).not.toBe('');
    },
  );

  it.each([
    './openai',
    '@/lib/openai',
    '@ai-sdk/openai',
    '@azure/openai',
    'openai-zod-functions',
    'langchain/llms/openai',
    'https://esm.sh/langchain/openai',
    'https://example.com/openai/openai.js',
  ])('%s is not', (specifier) => {
    expect(sdkModule(specifier)).toBeUndefined();
  });

  it('knows which exports are clients', () => {
    const root = { subpath: '', version: null, edge: false };
    expect(clientClass(root, [])).toBe('OpenAI');
    expect(clientClass(root, ['default', 'OpenAI'])).toBe('OpenAI');
    expect(clientClass(root, ['AzureOpenAI'])).toBe('AzureOpenAI');
    expect(clientClass(root, ['toFile'])).toBeUndefined();
    expect(clientClass({ ...root, subpath: 'helpers/zod' }, ['OpenAI'])).toBeUndefined();
    expect(clientClass({ ...root, edge: true }, ['OpenAIApi'])).toBe('OpenAIApi');
    expect(clientClass({ ...root, edge: true }, ['default'])).toBeUndefined();
  });
});
