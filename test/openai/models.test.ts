import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isOpenAIHost, OPENAI_BASE_URL } from '../../src/openai/hosts.js';
import {
  isOpenWeightModel,
  MODEL_FAMILIES,
  MODEL_TEXT,
  parseModelId,
  parseRouterId,
} from '../../src/openai/models.js';
import { MODEL_CLASSES, type ModelClass } from '../../src/openai/operations.js';

/** Known ids by family; `id[date,…]` adds snapshots, `id*[date]` has no undated form. */
const KNOWN: Record<string, string> = {
  'legacy-bare': 'ada babbage curie davinci',
  legacy: `babbage-002 code-cushman-001 code-cushman-002 code-davinci-001 code-davinci-002 code-davinci-edit-001
    cushman-codex davinci-002 davinci-codex text-ada-001 text-babbage-001 text-curie-001 text-davinci-001
    text-davinci-002 text-davinci-003 text-davinci-edit-001`,
  special: `chatgpt-4o-latest codex-mini-latest computer-use-preview[2025-03-11] gpt-chat-latest
    gpt-daybreak-blue-latest gpt-daybreak-red-latest gpt-rosalind-research`,
  'chat-latest': 'chat-latest daybreak-blue-latest daybreak-red-latest',
  image: `chatgpt-image-latest dall-e-2 dall-e-3 gpt-image-1 gpt-image-1-mini gpt-image-1.5[2025-12-16]
    gpt-image-2[2026-04-21] gpt-image-2.5-flare[2026-09-08] gpt-image-2.5-sunburst[2026-09-08] gpt-image-2.6-flare
    gpt-image-2.6-sunburst`,
  video: 'sora-2[2025-10-06,2025-12-08] sora-2-pro[2025-10-06]',
  'embedding-old':
    'code-search-babbage-text-001 text-search-ada-doc-001 text-search-ada-query-001 text-similarity-davinci-001',
  'gpt-3.5': `gpt-3.5-turbo gpt-3.5-turbo-0125 gpt-3.5-turbo-0301 gpt-3.5-turbo-0613 gpt-3.5-turbo-1106
    gpt-3.5-turbo-16k gpt-3.5-turbo-16k-0613 gpt-3.5-turbo-instruct gpt-3.5-turbo-instruct-0914`,
  'gpt-4': `gpt-4 gpt-4-0125-preview gpt-4-0314 gpt-4-0613 gpt-4-1106-preview gpt-4-1106-vision-preview gpt-4-32k
    gpt-4-32k-0314 gpt-4-32k-0613 gpt-4-turbo[2024-04-09] gpt-4-turbo-preview gpt-4-vision-preview`,
  'gpt-4.x': `gpt-4.1[2025-04-14] gpt-4.1-mini[2025-04-14] gpt-4.1-nano[2025-04-14] gpt-4.5-preview[2025-02-27]`,
  'gpt-4o': 'gpt-4o[2024-05-13,2024-08-06,2024-11-20] gpt-4o-mini[2024-07-18]',
  'gpt-4o-modal': `gpt-4o-audio-preview[2024-10-01,2024-12-17,2025-06-03] gpt-4o-mini-audio-preview[2024-12-17]
    gpt-4o-mini-realtime-preview[2024-12-17] gpt-4o-mini-search-preview[2025-03-11]
    gpt-4o-mini-transcribe[2025-03-20,2025-12-15] gpt-4o-mini-tts[2025-03-20,2025-12-15]
    gpt-4o-realtime-preview[2024-10-01,2024-12-17,2025-06-03] gpt-4o-search-preview[2025-03-11] gpt-4o-transcribe
    gpt-4o-transcribe-diarize gpt-4o-transcribe-latest`,
  'gpt-5': `gpt-5[2025-08-07] gpt-5-chat-latest gpt-5-codex gpt-5-mini[2025-08-07] gpt-5-nano[2025-08-07]
    gpt-5-pro[2025-10-06] gpt-5.1[2025-11-13] gpt-5.1-chat-latest gpt-5.1-codex gpt-5.1-codex-max gpt-5.1-codex-mini
    gpt-5.1-mini gpt-5.2[2025-12-11] gpt-5.2-chat-latest gpt-5.2-codex gpt-5.2-pro[2025-12-11] gpt-5.3-chat-latest
    gpt-5.3-codex gpt-5.3-codex-spark gpt-5.4[2026-03-05] gpt-5.4-mini[2026-03-17] gpt-5.4-nano[2026-03-17]
    gpt-5.4-pro[2026-03-05] gpt-5.5[2026-04-23] gpt-5.5-pro[2026-04-23] gpt-5.6 gpt-5.6-cyber gpt-5.6-luna
    gpt-5.6-luna-pro gpt-5.6-sol gpt-5.6-sol-pro gpt-5.6-terra gpt-5.6-terra-pro`,
  'gpt-6': `gpt-6-astra gpt-6-astra-pro gpt-6-cyber gpt-6-luna gpt-6-rosalind gpt-6-sol gpt-6.1-sol gpt-6.1-terra`,
  realtime: `gpt-audio[2025-08-28] gpt-audio-1.5 gpt-audio-mini[2025-10-06,2025-12-15] gpt-live-1 gpt-live-transcribe
    gpt-realtime[2025-08-28] gpt-realtime-1.5 gpt-realtime-2 gpt-realtime-2.1 gpt-realtime-2.1-mini
    gpt-realtime-mini[2025-10-06,2025-12-15] gpt-realtime-translate gpt-realtime-whisper gpt-transcribe`,
  'o-series': `o1[2024-12-17] o1-mini[2024-09-12] o1-preview[2024-09-12] o1-pro[2025-03-19] o3[2025-04-16]
    o3-deep-research[2025-06-26] o3-mini[2025-01-31] o3-pro[2025-06-10] o4-mini[2025-04-16]
    o4-mini-deep-research[2025-06-26]`,
  moderation: `omni-moderation*[2024-09-26] omni-moderation-latest text-moderation-007 text-moderation-latest
    text-moderation-stable`,
  embedding: 'text-embedding-3-large text-embedding-3-small text-embedding-ada-002',
  audio: 'tts-1 tts-1-1106 tts-1-hd tts-1-hd-1106 whisper-1',
};

function expand(item: string): string[] {
  const [, id = item, only, dates] = /^([^*[]+)(\*)?(?:\[(.+)\])?$/.exec(item) ?? [];
  const snapshots = (dates?.split(',') ?? []).map((date) => `${id}-${date}`);
  return only ? snapshots : [id, ...snapshots];
}

const KNOWN_IDS = Object.entries(KNOWN).flatMap(([family, text]) =>
  text.split(/\s+/).flatMap((item) => expand(item).map((id) => ({ family, id }))),
);

/** What looks like an id and is none. */
const LOOK_ALIKES =
  `gpt-tokenizer gpt-3-encoder gpt3-tokenizer gpt2 gpt-2 gpt-j-6b gpt-neox-20b gpt4all gpt-engineer
  gpt-researcher gpt-crawler gpt-4-all gpt-4-gizmo-g-abc123 gpt-oss-120b openai/gpt-oss-20b @cf/openai/gpt-oss-20b
  gpt-oss:20b gpt-oss-safeguard-20b div-gpt-ad-123 gpt.js gpt-partition gpt-header gpt-retry-btn gpt-util-icon chatgpt
  ChatGPT-Next-Web GPT-4 codex codex-cli o2 davinci-resolve whisper-large-v3 whisper dall-e text-embedding-004
  text-embedding-005 text-embedding-v1 text-embedding-v4 text-embedding-bge-m3 gpt-5-image gpt-5-image-mini
  gpt-5.1-thinking gpt-5-chat gpt-5.4-fast gpt-5.4-batch gpt-6-luna-decisions o3-mini-high text-delta text-start
  o3mini ft:gpt-4o openai/gpt-4o`.split(/\s+/);

describe('known ids', () => {
  it('are more than two hundred', () => expect(KNOWN_IDS.length).toBeGreaterThan(200));

  it.each(KNOWN_IDS)('$id is of family $family and no other', ({ id, family }) => {
    const families = MODEL_FAMILIES.filter(({ pattern }) => pattern.test(id)).map((one) => one.id);
    expect(families.filter((one) => one !== 'future')).toEqual([family]);
    expect(parseModelId(id)).toMatchObject({ id, family, fineTune: false });
  });

  it.each(KNOWN_IDS)('the prefilter finds $id unless it needs a slot', ({ id }) => {
    if (!parseModelId(id)?.slotOnly) expect(MODEL_TEXT.test(`const model = '${id}'`)).toBe(true);
  });

  it('are all ids that the types of the openai package name', () => {
    const unknown = typedIds().filter((id) => !parseModelId(id) || parseModelId(id)?.family === 'future');
    expect(unknown).toEqual([]);
  });
});

describe('look-alikes', () => {
  it.each(LOOK_ALIKES)('%s is no model', (text) => expect(parseModelId(text)).toBeUndefined());

  it.each(['o1', 'o3', 'ada', 'curie', 'chat-latest', 'gpt-35-turbo', 'gpt-7', 'gpt-5-4-mini'])(
    '%s needs a slot',
    (text) => expect(parseModelId(text)?.slotOnly).toBe(true),
  );

  it('takes an id next to other text for none', () => {
    for (const text of [' gpt-4o', 'gpt-4o ', 'gpt-4o\n', '"gpt-4o"', 'use gpt-4o', ''])
      expect(parseModelId(text)).toBeUndefined();
  });

  it('knows open weights, with and without a host', () => {
    for (const text of ['gpt-oss-120b', 'gpt-oss:20b', 'openai/gpt-oss-20b:free', 'gpt-oss-safeguard-120b'])
      expect(isOpenWeightModel(text)).toBe(true);
    expect(isOpenWeightModel('gpt-4o')).toBe(false);
  });
});

const CLASSES: Record<ModelClass, string> = {
  flagship: `gpt-4 gpt-4-turbo gpt-4-1106-preview gpt-4o gpt-4o-2024-08-06 gpt-4o-search-preview gpt-4.1 gpt-4.5-preview
    gpt-5 gpt-5-chat-latest gpt-5.5 gpt-5.6 gpt-5.6-sol gpt-5.6-terra gpt-5.6-cyber gpt-6-astra gpt-6.1-sol
    gpt-6-rosalind chatgpt-4o-latest gpt-chat-latest chat-latest gpt-daybreak-red-latest gpt-7`,
  small: `gpt-3.5-turbo gpt-3.5-turbo-0125 gpt-35-turbo gpt-4o-mini gpt-4o-mini-search-preview gpt-4.1-mini gpt-5-mini
    gpt-5.1-codex-mini gpt-5.3-codex-spark gpt-5.6-luna gpt-6-luna gpt-7-mini`,
  nano: 'gpt-4.1-nano gpt-5-nano gpt-5.4-nano-2026-03-17 gpt-7-nano',
  reasoning: `o1 o1-mini o3-pro o3-deep-research o4-mini codex-mini-latest gpt-5-pro gpt-5.2-pro-2025-12-11 gpt-5-codex
    gpt-5.1-codex-max gpt-5.6-luna-pro gpt-6-astra-pro`,
  vision: 'gpt-4-vision-preview gpt-4-1106-vision-preview computer-use-preview',
  'long-context': 'gpt-3.5-turbo-16k gpt-3.5-turbo-16k-0613 gpt-4-32k gpt-4-32k-0314 gpt-35-turbo-16k',
  embedding: 'text-embedding-ada-002 text-embedding-3-large text-search-ada-doc-001',
  image: 'dall-e-3 gpt-image-1-mini gpt-image-2.5-flare-2026-09-08 chatgpt-image-latest sora-2-pro',
  transcription: 'whisper-1 gpt-4o-transcribe-diarize gpt-4o-mini-transcribe-2025-03-20 gpt-transcribe',
  speech: 'tts-1 tts-1-hd-1106 gpt-4o-mini-tts',
  moderation: 'omni-moderation-latest text-moderation-stable',
  realtime: `gpt-realtime gpt-realtime-2.1-mini gpt-realtime-whisper gpt-4o-mini-realtime-preview gpt-4o-audio-preview
    gpt-audio-mini gpt-live-1 gpt-live-transcribe`,
  'legacy-completion': `gpt-3.5-turbo-instruct gpt-3.5-turbo-instruct-0914 gpt-35-turbo-instruct text-davinci-003
    code-davinci-edit-001 davinci-codex babbage-002 davinci`,
};

describe('classes', () => {
  it.each(MODEL_CLASSES)('%s', (modelClass) => {
    for (const id of CLASSES[modelClass].split(/\s+/))
      expect([id, parseModelId(id)?.class]).toEqual([id, modelClass]);
  });
});

describe('facts', () => {
  it('has the sizes of embeddings', () => {
    expect(parseModelId('text-embedding-ada-002')?.dimensions).toBe(1536);
    expect(parseModelId('text-embedding-3-small')?.dimensions).toBe(1536);
    expect(parseModelId('text-embedding-3-large')?.dimensions).toBe(3072);
    expect(parseModelId('gpt-4o')).not.toHaveProperty('dimensions');
  });

  it('has the context of a snapshot from its undated id', () => {
    expect(parseModelId('gpt-4.1-mini-2025-04-14')?.contextTokens).toBe(1_047_576);
    expect(parseModelId('gpt-5.6-sol')).not.toHaveProperty('contextTokens');
  });

  it('has shutdowns per exact id', () => {
    expect(parseModelId('gpt-4o-2024-05-13')?.retired).toBe('2026-10-23');
    expect(parseModelId('gpt-4o')?.retired).toBe('2027-01-14');
    expect(parseModelId('gpt-6-astra')).not.toHaveProperty('retired');
  });
});

describe('fine-tunes', () => {
  it.each<[string, ModelClass]>([
    ['ft:gpt-4o-mini-2024-07-18:acme::AbC123', 'small'],
    ['ft:gpt-4o-2024-08-06:acme:support:AbC123:ckpt-step-88', 'flagship'],
    ['ft:gpt-3.5-turbo:acme::7p4lURel', 'small'],
    ['ft:babbage-002:acme::x1', 'legacy-completion'],
    ['ft:something-new:acme::x1', 'flagship'],
    ['davinci:ft-acme-2022-01-01', 'legacy-completion'],
  ])('%s is a fine-tuned %s model', (id, modelClass) => {
    expect(parseModelId(id)).toMatchObject({ id, class: modelClass, fineTune: true, slotOnly: false });
    expect(MODEL_TEXT.test(`"${id}"`)).toBe(true);
  });
});

describe('router ids', () => {
  it.each<[string, string, string, string | undefined]>([
    ['openai/gpt-4o', 'openai/', 'gpt-4o', undefined],
    ['openai/gpt-4o:free', 'openai/', 'gpt-4o', ':free'],
    ['openai/gpt-4o-mini:online', 'openai/', 'gpt-4o-mini', ':online'],
    ['openai/gpt-5.4-mini-fast', 'openai/', 'gpt-5.4-mini', '-fast'],
    ['openai/o3-mini-high', 'openai/', 'o3-mini', '-high'],
    ['openai/text-embedding-3-small', 'openai/', 'text-embedding-3-small', undefined],
    ['openai/gpt-7', 'openai/', 'gpt-7', undefined],
    ['openai:gpt-4o', 'openai:', 'gpt-4o', undefined],
    ['openai:ft:gpt-4o-mini-2024-07-18:acme::x1', 'openai:', 'ft:gpt-4o-mini-2024-07-18:acme::x1', undefined],
    ['azure/gpt-35-turbo', 'azure/', 'gpt-35-turbo', undefined],
    ['github-copilot/gpt-4.1', 'github-copilot/', 'gpt-4.1', undefined],
    ['gpt-4o@openai', '', 'gpt-4o', '@openai'],
    ['gpt-4o@eu', '', 'gpt-4o', '@eu'],
  ])('%s', (text, prefix, id, suffix) => {
    const routed = parseRouterId(text);
    expect(routed).toMatchObject({ prefix, model: { id } });
    expect(routed?.suffix).toBe(suffix);
  });

  it.each([
    'gpt-4o',
    'openai/',
    'openai/gpt-oss-20b',
    'openai/gpt-oss-20b:free',
    'openai/gpt-5-image',
    'openai/whisper-large-v3',
    'anthropic/claude-sonnet-4.5',
    'https://openai/gpt-4o',
    'azure/my-deployment',
    'someone@openai',
  ])('%s is none', (text) => expect(parseRouterId(text)).toBeUndefined());
});

describe('hosts', () => {
  it.each([
    'api.openai.com',
    'API.OpenAI.com:443',
    'eu.api.openai.com',
    'jp.api.openai.com',
    'mtls.api.openai.com',
    'mtls-eu.api.openai.com',
    new URL(OPENAI_BASE_URL).host,
  ])('%s is OpenAI', (host) => expect(isOpenAIHost(host)).toBe(true));

  it.each([
    'openai.com',
    'platform.openai.com',
    'api.openai.com.example.org',
    'myapi.openai.com',
    'acme.openai.azure.com',
    'api.deepseek.com',
    '',
  ])('%s is not', (host) => expect(isOpenAIHost(host)).toBe(false));
});

/** The literals of all `export type …Model = 'a' | 'b'` of the installed packages. */
function typedIds(): string[] {
  const unions = ['openai-v4', 'openai-v5', 'openai-v6', 'openai-v7'].flatMap((name) => {
    const resources = join('node_modules', name, 'resources');
    return readdirSync(resources, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.d.ts'))
      .map((file) => readFileSync(join(resources, file), 'utf8'))
      .flatMap((text) =>
        [...text.matchAll(/export type \w*Models? =([^;]+);/g)].map(([, union]) => union ?? ''),
      );
  });
  const ids = unions.flatMap((union) => [...union.matchAll(/'([^']+)'/g)].map(([, id]) => id ?? ''));
  expect(ids.length).toBeGreaterThan(200);
  return [...new Set(ids)];
}
