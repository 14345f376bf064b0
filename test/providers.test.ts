import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { MODEL_CLASSES, OPERATIONS } from '../src/openai/operations.js';
import { matches } from '../src/plan/target.js';
import { findProvider, hostOwner, providerOrThrow, providers, vendorOfHost } from '../src/providers/index.js';

const FOLDER = new URL('../src/providers/', import.meta.url).pathname;
const HELPERS = new Set(['index', 'types', 'vendors', 'own', 'lifecycle', 'shorthand', 'wire']);

describe('the registry', () => {
  it('lists every file, under its name', () => {
    const files = readdirSync(FOLDER)
      .map((file) => file.replace('.ts', ''))
      .filter((name) => !HELPERS.has(name));
    expect(providers.map(({ id }) => id)).toEqual(files.sort());
    expect(files).toHaveLength(18);
  });

  it('gives no name to two providers', () => {
    const plain = (name: string) => name.toLowerCase().replace(/[\s._-]/g, '');
    const names = providers.flatMap(({ id, name, aliases }) => [
      ...new Set([id, name.en, name.zh, ...aliases].map(plain)),
    ]);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  });

  it('finds by id, alias and Chinese name, whatever the spelling', () => {
    for (const name of ['zhipu', 'GLM', 'z.ai', 'Zhipu-AI', '智谱'])
      expect(findProvider(name)?.id, name).toBe('zhipu');
    expect(findProvider('通义千问')?.id).toBe('alibaba');
    expect(findProvider('openai')).toBeUndefined();
  });

  it('suggests what was meant', () => {
    expect(() => providerOrThrow('zhpu')).toThrow(/did you mean zhipu/);
    expect(() => providerOrThrow('deepseak')).toThrow(/did you mean deepseek/);
    expect(() => providerOrThrow('zhpu')).toThrow(
      expect.objectContaining({
        code: 'unknown-provider',
        help: 'Run `banjia providers` for the list.',
      }),
    );
    expect(() => providerOrThrow('nothing-like-it')).toThrow(/^unknown provider "nothing-like-it"$/);
  });

  it('knows whose a host is', () => {
    expect(hostOwner('api.openai.com')?.kind).toBe('openai');
    expect(hostOwner('eu.api.openai.com')?.kind).toBe('openai');
    expect(hostOwner('mine.openai.azure.com')?.kind).toBe('azure');
    expect(hostOwner('open.bigmodel.cn')).toMatchObject({ kind: 'vendor', provider: 'zhipu' });
    expect(hostOwner('api.groq.com')).toMatchObject({ kind: 'vendor', name: 'Groq' });
    expect(hostOwner('oai.helicone.ai')?.kind).toBe('gateway');
    expect(hostOwner('localhost:3000')?.kind).toBe('local');
    expect(hostOwner('api.openai.com.evil.example')).toBeUndefined();
  });

  it.each([
    ['api.openai.com', 'OpenAI'],
    ['API.OpenAI.com:443', 'OpenAI'],
    ['mtls.api.openai.com', 'OpenAI'],
    ['mine.openai.azure.com', 'Azure OpenAI'],
    ['mine.openai.azure.cn', 'Azure OpenAI'],
    ['api.siliconflow.cn', 'SiliconFlow'],
    ['api-inference.modelscope.ai', 'ModelScope API-Inference'],
    ['openrouter.ai', 'OpenRouter'],
    ['generativelanguage.googleapis.com', 'Google'],
    ['integrate.api.nvidia.com', 'NVIDIA'],
    ['models.github.ai', 'GitHub Models'],
    ['gateway.ai.cloudflare.com', 'Cloudflare AI Gateway'],
    ['localhost:11434', 'Ollama'],
    ['localhost:1234', 'LM Studio'],
    ['ollama.com', 'Ollama Cloud'],
    ['api.example.com', undefined],
  ])('names who serves %s', (host, name) => {
    expect(vendorOfHost(host)).toBe(name);
  });

  it('says what to change at every gateway', () => {
    for (const host of ['openrouter.ai', 'api.portkey.ai', 'ai-gateway.vercel.sh', 'litellm:4000'])
      expect(hostOwner(host)).toMatchObject({ kind: 'gateway', advice: expect.stringMatching(/\.$/) });
  });

  it('knows Azure by its provider too', () => {
    expect(hostOwner('mine.services.ai.azure.com')).toMatchObject({ kind: 'azure', provider: 'azure' });
  });
});

describe.each(providers.map((provider) => [provider.id, provider] as const))('%s', (_id, provider) => {
  it('names an SDK of its own only where that is official, maintained and regions are known', () => {
    const { nativeSdk: sdk, packages, regions } = provider;
    expect(sdk.why).toMatch(/^\S.*[^.]$/);
    if (sdk.value === 'no') return;
    expect(packages).toContainEqual(
      expect.objectContaining({
        name: sdk.name,
        version: sdk.version,
        dialect: 'native',
        official: true,
        state: 'maintained',
      }),
    );
    expect(regions.map(({ id }) => id)).toEqual(expect.arrayContaining([...sdk.regions]));
  });

  it('says where every fact was read, and when', () => {
    const facts = evidenceIn(provider);
    expect(facts.length).toBeGreaterThan(40);
    for (const { source, checked, at } of facts) {
      expect(source, at).not.toContain('localhost');
      expect(source, at).toMatch(/^(?:https:\/\/\S+|npm:\S+@\S+|github:\S+\/\S+|unsourced)$/);
      expect(checked, at).toMatch(/^20\d\d-[01]\d-[0-3]\d$/);
      expect(checked <= '2026-11-25', at).toBe(true);
    }
  });

  it('has base URLs that the SDK can take', () => {
    for (const { baseURL } of provider.regions) {
      const url = new URL(String(baseURL.value).replace(/<[^>]*>/g, 'mine'));
      expect(url.pathname === '/' || !url.pathname.endsWith('/'), url.href).toBe(true);
      if (provider.id !== 'self-hosted')
        expect(hostOwner(url.host)?.kind, url.host).toBe(provider.id === 'azure' ? 'azure' : 'vendor');
    }
    expect(new Set(provider.regions.map((region) => region.id)).size).toBe(provider.regions.length);
  });

  it('answers for every operation and every class', () => {
    expect(Object.keys(provider.operations).sort()).toEqual([...OPERATIONS].sort());
    expect(Object.keys(provider.mapping).sort()).toEqual([...MODEL_CLASSES].sort());
    const regions = provider.regions.map((region) => region.id);
    for (const fact of Object.values(provider.operations))
      expect(regions).toEqual(expect.arrayContaining([...(fact.regions ?? [])]));
    expect(provider.operations['chat.completions'].value).toBe('yes');
  });

  it('maps every class to a model that it has and that lists the class', () => {
    for (const modelClass of MODEL_CLASSES) {
      const { value, dimensions } = provider.mapping[modelClass];
      if (value === null || value === 'unknown') continue;
      const gone = provider.retired.filter((one) => matches(one.id, value));
      expect(gone, `${modelClass} → ${value}`).toEqual([]);
      const model = provider.models.find((one) => one.id === value);
      expect(model?.classes, `${modelClass} → ${value}`).toContain(modelClass);
      if (dimensions !== undefined) expect(model?.dimensions).toContain(dimensions);
    }
  });

  it('maps no class that does not think to a model that always does, where it has another', () => {
    for (const modelClass of ['flagship', 'small', 'nano', 'vision', 'long-context'] as const) {
      const { value } = provider.mapping[modelClass];
      const mapped = provider.models.find((one) => one.id === value);
      if (mapped?.thinking !== 'always') continue;
      const others = provider.models.filter(
        (one) =>
          one.classes.includes(modelClass) &&
          (one.status === 'current' || one.status === 'served') &&
          (one.thinking === 'none' || one.thinking === 'switchable'),
      );
      expect(
        others.map((one) => one.id),
        `${modelClass} → ${value}`,
      ).toEqual([]);
    }
  });

  it('says how to switch what can be switched', () => {
    for (const { id, thinking } of provider.models) {
      if (thinking !== 'switchable') continue;
      const known = provider.extras.filter(
        (extra) => extra.off !== undefined && (extra.models ?? [id]).some((pattern) => matches(pattern, id)),
      );
      expect(known, id).not.toEqual([]);
    }
  });

  it('offers nothing that is retired', () => {
    const ids = provider.models.map((model) => model.id);
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
    for (const { id: pattern, date } of provider.retired) {
      expect(
        ids.filter((id) => matches(pattern, id)),
        pattern,
      ).toEqual([]);
      if (date !== undefined) expect(date).toMatch(/^20\d\d-[01]\d-[0-3]\d$/);
    }
  });

  it('has rules that all can be reached, the general one last', () => {
    for (const [operation, rules] of Object.entries(provider.parameters)) {
      const closed = new Set<string>();
      for (const rule of rules) {
        expect(closed.has(rule.parameter), `${operation}: ${rule.parameter}`).toBe(false);
        if (!rule.models && !rule.regions && !rule.when) closed.add(rule.parameter);
        if (rule.regions)
          expect(provider.regions.map((region) => region.id)).toEqual(
            expect.arrayContaining([...rule.regions]),
          );
        if (rule.status === 'pattern') expect(rule.pattern).toMatch(/^\^.*\$$/);
        if (rule.status === 'values')
          for (const value of [
            ...Object.values({ ...rule.map, ...rule.nearest }),
            rule.otherwise ?? [],
          ].flat())
            expect(rule.values, `${operation}: ${rule.parameter}`).toContain(value);
        if (rule.status === 'range' && rule.min !== undefined && rule.max !== undefined)
          expect(rule.min).toBeLessThan(rule.max);
        const known = provider.models.map((model) => model.id);
        for (const pattern of rule.models ?? []) {
          const fits =
            known.some((id) => matches(pattern, id)) || provider.id === 'azure' || pattern.includes('*');
          expect(fits, `${rule.parameter}: ${pattern}`).toBe(true);
        }
      }
    }
  });

  it('says how it answers and what it refuses', () => {
    const { wire } = provider;
    const ids = [...provider.models.map((model) => model.id), ...provider.retired.map((one) => one.id)];
    const known = (pattern: string) =>
      pattern.includes('*') || ids.includes(pattern) || provider.id === 'azure';
    expect(wire).toBeDefined();
    const bodies = [wire?.errors.body, ...Object.values(wire?.errors.cases ?? {}).map((one) => one.body)];
    for (const body of bodies) if (body !== undefined) expect(JSON.stringify(body)).toContain('{message}');
    for (const one of [...(wire?.constraints ?? []), ...(wire?.refusals ?? []), ...(wire?.thinking ?? [])])
      expect((one.models ?? []).filter((pattern) => !known(pattern))).toEqual([]);
    const regions = provider.regions.map((region) => region.id);
    for (const one of wire?.constraints ?? [])
      expect(regions).toEqual(expect.arrayContaining([...(one.regions ?? [])]));
    const general = (wire?.thinking ?? []).findIndex((fact) => fact.models === undefined);
    if (general >= 0) expect(general).toBe((wire?.thinking.length ?? 0) - 1);
    for (const alias of wire?.aliases ?? []) expect(alias.path).toMatch(/^\/.*[^/]$/);
  });

  it('knows what its thinking models do when nothing is said', () => {
    for (const model of provider.models.filter((one) => one.thinking === 'always')) {
      const fact = provider.wire?.thinking.find(
        (one) => !one.models || one.models.some((pattern) => matches(pattern, model.id)),
      );
      // The reasoning models of Azure count their thinking and do not show it; whether they think unasked is not said.
      expect(provider.id === 'azure' ? 'on' : fact?.byDefault, model.id).toBe('on');
    }
  });
});

interface Said {
  readonly source: unknown;
  readonly checked: unknown;
  readonly at: string;
}

/** Every object below that carries a source. */
function evidenceIn(value: unknown, at = ''): { source: string; checked: string; at: string }[] {
  if (typeof value !== 'object' || value === null) return [];
  const own: Said[] =
    'source' in value ? [{ source: value.source, checked: 'checked' in value ? value.checked : '', at }] : [];
  const below = Object.entries(value).flatMap(([key, child]) => evidenceIn(child, `${at}.${key}`));
  return [
    ...own.map((one) => ({ source: String(one.source), checked: String(one.checked), at: one.at })),
    ...below,
  ];
}
