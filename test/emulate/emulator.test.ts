import OpenAI from 'openai-v6';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type EmulatorOptions, type RunningEmulator, startEmulator } from '../../src/emulate/index.js';
import { providers } from '../../src/providers/index.js';

/*
 * The real `openai` package against the emulator of every provider. What is expected was written from the research
 * pages, not from the registry.
 */
const TODAY = '2026-11-22';
const HI = [{ role: 'user', content: 'hi' }] as const;

interface Expected {
  readonly flagship: string;
  /** A model that is gone, and the status that says so. */
  readonly gone: readonly [model: string, status: number];
  /** Parameters that the flagship does not take, and the status. */
  readonly bad: readonly [parameters: Readonly<Record<string, unknown>>, status: number];
  /** Model, width unasked for, a width that can be asked for; null where `/embeddings` is not there. */
  readonly embeddings: readonly [model: string, width: number, asked: number | null] | null;
  readonly thinking?: string;
}

const EXPECTED: Readonly<Record<string, Expected>> = {
  '360': {
    flagship: 'deepseek/deepseek-v4-pro',
    gone: ['360GPT_S2_V9', 404],
    bad: [{ temperature: 2.5 }, 400],
    embeddings: null,
  },
  alibaba: {
    flagship: 'qwen4-max',
    gone: ['qwen-max', 404],
    bad: [{ temperature: 2 }, 400],
    embeddings: ['text-embedding-v4', 1024, 1536],
    thinking: 'reasoning_content',
  },
  azure: {
    flagship: 'gpt-5.4',
    gone: ['gpt-4o', 404],
    bad: [{ temperature: 0.5 }, 400],
    embeddings: ['text-embedding-3-large', 3072, 256],
  },
  baichuan: {
    flagship: 'Baichuan4-Turbo',
    gone: ['Baichuan2-Turbo-192k', 404],
    bad: [{ top_p: 1 }, 400],
    embeddings: ['Baichuan-Text-Embedding', 1024, null],
  },
  baidu: {
    flagship: 'ernie-5.1',
    gone: ['gpt-4o', 400],
    bad: [{ seed: 0 }, 400],
    embeddings: ['bge-large-zh', 1024, null],
  },
  deepseek: {
    flagship: 'deepseek-v4-pro',
    gone: ['deepseek-chat', 400],
    bad: [{ logprobs: true, top_logprobs: 21 }, 422],
    embeddings: null,
    thinking: 'reasoning_content',
  },
  lingyi: {
    flagship: 'yi-lightning',
    gone: ['yi-vision', 404],
    bad: [{ temperature: 2 }, 400],
    embeddings: null,
  },
  minimax: {
    flagship: 'MiniMax-M3',
    gone: ['abab6.5s-chat', 400],
    bad: [{ temperature: 0 }, 400],
    embeddings: null,
  },
  modelscope: {
    flagship: 'deepseek-ai/DeepSeek-V4-Pro-0813',
    gone: ['gpt-4o', 400],
    bad: [{ messages: [{ role: 'developer', content: 'x' }] }, 400],
    embeddings: null,
  },
  moonshot: {
    flagship: 'kimi-k3.1-pro',
    gone: ['moonshot-v1-8k', 404],
    bad: [{ temperature: 0.5 }, 400],
    embeddings: null,
    thinking: 'reasoning_content',
  },
  'self-hosted': {
    flagship: 'default',
    gone: ['gpt-4o', 404],
    bad: [{ stream_options: { include_usage: true } }, 400],
    embeddings: ['bge-m3', 1024, null],
  },
  sensenova: {
    flagship: 'glm-5.2',
    gone: ['sensenova-6.7-flash-lite', 404],
    bad: [{ temperature: 2 }, 400],
    embeddings: null,
    thinking: 'reasoning_content',
  },
  siliconflow: {
    flagship: 'deepseek-ai/DeepSeek-V4-Pro',
    gone: ['gpt-4o', 400],
    bad: [{ stop: ['1', '2', '3', '4', '5'] }, 400],
    embeddings: ['Qwen/Qwen3-Embedding-4B', 2560, 1536],
  },
  spark: { flagship: 'spark-x', gone: ['x1', 400], bad: [{ top_p: 0 }, 400], embeddings: null },
  stepfun: {
    flagship: 'step-3.7-flash',
    gone: ['step-1-8k', 404],
    bad: [{ frequency_penalty: -1 }, 400],
    embeddings: null,
  },
  tencent: {
    flagship: 'hy4-preview',
    gone: ['hunyuan-turbo', 404],
    bad: [{ temperature: 2.5 }, 400],
    embeddings: ['kinfra-text-embedding-0.6b', 1024, null],
  },
  volcengine: {
    flagship: 'doubao-seed-2-1-pro-260628',
    gone: ['doubao-seed-1-8-251228', 404],
    bad: [{ top_p: 1.5 }, 400],
    embeddings: null,
    thinking: 'reasoning_content',
  },
  zhipu: {
    flagship: 'glm-5.3',
    gone: ['glm-4-0520', 400],
    bad: [{ temperature: 1.5 }, 400],
    embeddings: ['embedding-3', 2048, 512],
    thinking: 'reasoning_content',
  },
};

it('expects something of every provider', () => {
  expect(Object.keys(EXPECTED).sort()).toEqual(providers.map((one) => one.id));
});

describe.each(Object.entries(EXPECTED))('%s', (provider, expected) => {
  let emulator: RunningEmulator;
  beforeAll(async () => {
    emulator = await start({ provider });
  });
  afterAll(() => emulator.close());

  const client = (apiKey = 'emulator') => clientOf(emulator, apiKey);
  const chat = (more: object = {}) =>
    client().chat.completions.create({ model: expected.flagship, messages: [...HI], ...more, stream: false });

  it('takes the smallest request and answers it', async () => {
    const { choices, usage } = await chat();
    expect(choices).toHaveLength(1);
    expect(choices[0]?.message.content).toContain('emulated');
    expect(usage?.total_tokens).toBeGreaterThan(0);
    expect(last(emulator)).toMatchObject({
      verdict: 'accepted',
      operation: 'chat.completions',
      model: expected.flagship,
      problems: [],
      ignored: [],
      headers: { authorization: 'Bearer …redacted' },
    });
  });

  it('shows its thinking where it is documented to think', async () => {
    const { choices } = await chat();
    const fields = ['reasoning_content', 'reasoning'].filter((field) => field in (choices[0]?.message ?? {}));
    expect(fields).toEqual(expected.thinking ? [expected.thinking] : []);
  });

  it('streams', async () => {
    const stream = await client().chat.completions.create({
      model: expected.flagship,
      messages: [...HI],
      stream: true,
    });
    let text = '';
    let finish: string | null = null;
    for await (const chunk of stream) {
      const [choice] = chunk.choices;
      text += choice?.delta.content ?? '';
      finish = choice?.finish_reason ?? finish;
    }
    expect(text.replace(/<think>[\s\S]*<\/think>\s*/, '')).toMatch(/^This is an emulated answer/);
    expect(finish).toBe('stop');
    expect(last(emulator)).toMatchObject({ stream: true, verdict: 'accepted' });
  });

  it('calls a tool, and answers when it has its result', async () => {
    const first = await chat({ tools: [WEATHER] });
    const message = first.choices[0]?.message;
    const [call] = [message?.tool_calls ?? []].flat();
    expect(call).toMatchObject({ type: 'function', function: { name: 'get_weather' } });
    if (call?.type !== 'function') throw new Error('no call');
    expect(JSON.parse(call.function.arguments)).toEqual({ city: 'text', days: 1 });
    const second = await chat({
      tools: [WEATHER],
      messages: [...HI, message, { role: 'tool', tool_call_id: call.id, content: 'sunny' }],
    });
    expect(second.choices[0]?.message.content).toContain('emulated');
  });

  it('streams the call of a tool', async () => {
    const stream = await client().chat.completions.create({
      model: expected.flagship,
      messages: [...HI],
      tools: [WEATHER],
      stream: true,
    });
    let json = '';
    for await (const chunk of stream)
      for (const call of [chunk.choices[0]?.delta.tool_calls ?? []].flat())
        json += call.function?.arguments ?? '';
    expect(JSON.parse(json)).toEqual({ city: 'text', days: 1 });
  });

  it('refuses a model that is gone', async () => {
    const [model, status] = expected.gone;
    await expect(chat({ model })).rejects.toMatchObject({ status });
    expect(last(emulator)).toMatchObject({ verdict: 'rejected', problems: [{ kind: 'model' }] });
  });

  it('refuses what its page does not take', async () => {
    const [parameters, status] = expected.bad;
    await expect(chat(parameters)).rejects.toMatchObject({ status });
    expect(last(emulator)).toMatchObject({ verdict: 'rejected', problems: [{ kind: 'parameter' }] });
  });

  it('refuses a wrong key, and none', async () => {
    const ask = { model: expected.flagship, messages: [...HI] };
    await expect(client('wrong').chat.completions.create(ask)).rejects.toMatchObject({ status: 401 });
    const bare = await fetch(`${emulator.baseURL}/chat/completions`, {
      method: 'POST',
      body: JSON.stringify(ask),
    });
    expect(bare.status).toBe(401);
    expect(JSON.stringify(emulator.requests())).not.toMatch(/Bearer (?:wrong|emulator)/);
  });

  it('embeds to the documented width, or not at all', async () => {
    const embed = (model: string, more: object = {}) =>
      client().embeddings.create({ model, input: ['a', 'b'], encoding_format: 'float', ...more });
    if (!expected.embeddings) {
      await expect(embed('any')).rejects.toMatchObject({ status: 404 });
      return;
    }
    const [model, width, asked] = expected.embeddings;
    const { data } = await embed(model);
    expect(data.map((one) => one.embedding.length)).toEqual([width, width]);
    expect(data[0]?.embedding).not.toEqual(data[1]?.embedding);
    if (asked === null) return;
    const narrow = await embed(model, { dimensions: asked });
    expect(narrow.data[0]?.embedding).toHaveLength(asked);
  });
});

describe('modes', () => {
  const ask = { model: 'glm-5.3', messages: [...HI] };

  it('limits the rate of the first requests, which the SDK then repeats', async () => {
    const emulator = await start({ provider: 'zhipu', modes: ['rate-limit=1'] });
    const patient = new OpenAI({ baseURL: emulator.baseURL, apiKey: 'k', maxRetries: 1 });
    expect((await patient.chat.completions.create(ask)).choices).toHaveLength(1);
    expect(emulator.requests().map((one) => one.status)).toEqual([429, 200]);
    await emulator.close();
  });

  it('limits it for good, fails for good, and knows no key', async () => {
    for (const [mode, status] of [
      ['rate-limit', 429],
      ['server-error', 500],
      ['wrong-key', 401],
    ] as const) {
      const emulator = await start({ provider: 'zhipu', modes: [mode] });
      await expect(clientOf(emulator).chat.completions.create(ask)).rejects.toMatchObject({ status });
      await emulator.close();
    }
  });

  it('streams slowly', async () => {
    const emulator = await start({ provider: 'deepseek', modes: ['slow-stream=20'] });
    const begun = performance.now();
    const response = await fetch(`${emulator.baseURL}/chat/completions`, {
      method: 'POST',
      headers: { authorization: 'Bearer k' },
      body: JSON.stringify({ ...ask, model: 'deepseek-flash', stream: true }),
    });
    const text = await response.text();
    expect(performance.now() - begun).toBeGreaterThan(20 * 10);
    expect(text).toContain(': keep-alive');
    expect(text.trimEnd()).toMatch(/data: \[DONE\]$/);
    await emulator.close();
  });

  it('refuses a mode that it has not', async () => {
    await expect(startEmulator({ provider: 'zhipu', modes: ['rate-limited'] })).rejects.toMatchObject({
      code: 'bad-option',
    });
  });

  it('takes one key only when told so', async () => {
    const emulator = await start({ provider: 'zhipu', key: 'mine' });
    await expect(clientOf(emulator).chat.completions.create(ask)).rejects.toMatchObject({ status: 401 });
    expect((await clientOf(emulator, 'mine').chat.completions.create(ask)).choices).toHaveLength(1);
    await emulator.close();
  });

  it('is strict on demand', async () => {
    const emulator = await start({ provider: 'zhipu', strict: true });
    await expect(
      clientOf(emulator).chat.completions.create({ ...ask, logit_bias: { 1: 1 } }),
    ).rejects.toMatchObject({ status: 400 });
    await emulator.close();
  });

  it('takes models of one’s own', async () => {
    const emulator = await start({ provider: 'azure', models: ['prod-chat'] });
    const { choices } = await clientOf(emulator).chat.completions.create({ ...ask, model: 'prod-chat' });
    expect(choices).toHaveLength(1);
    await emulator.close();
  });

  it('says when a port is taken', async () => {
    const emulator = await start({ provider: 'zhipu' });
    const port = Number(new URL(emulator.url).port);
    await expect(startEmulator({ provider: 'zhipu', port })).rejects.toMatchObject({ code: 'bad-option' });
    await emulator.close();
  });
});

const WEATHER = {
  type: 'function',
  function: {
    name: 'get_weather',
    description: 'The weather of a city',
    parameters: {
      type: 'object',
      properties: { city: { type: 'string' }, days: { type: 'integer', minimum: 1 } },
      required: ['city', 'days'],
    },
  },
} as const;

function start(options: EmulatorOptions): Promise<RunningEmulator> {
  return startEmulator({ today: TODAY, ...options });
}

function clientOf(emulator: RunningEmulator, apiKey = 'emulator'): OpenAI {
  return new OpenAI({ baseURL: emulator.baseURL, apiKey, maxRetries: 0 });
}

function last(emulator: RunningEmulator) {
  return emulator.requests().at(-1);
}
