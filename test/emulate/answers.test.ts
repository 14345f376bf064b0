import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import OpenAI, { toFile } from 'openai-v6';
import { afterEach, describe, expect, it } from 'vitest';
import { sampleOf } from '../../src/emulate/answers/schema.js';
import { type EmulatorOptions, type RunningEmulator, startEmulator } from '../../src/emulate/index.js';
import { valuesAt } from '../../src/emulate/json.js';
import { fits } from '../../src/emulate/patterns.js';
import { startEmulator as exported } from '../../src/index.js';
import { silentMp3, silentWav } from '../../src/media/tiny.js';
import { temporaryFolder } from '../support/folder.js';

/* How the providers answer: shapes that programs stumble over, as the research pages have them. */
const running: RunningEmulator[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((one) => one.close()));
});

async function openai(provider: string, options: Partial<EmulatorOptions> = {}) {
  const emulator = await startEmulator({ provider, today: '2026-11-22', ...options });
  running.push(emulator);
  return { emulator, client: new OpenAI({ baseURL: emulator.baseURL, apiKey: 'emulator', maxRetries: 0 }) };
}

async function post(emulator: RunningEmulator, path: string, body: object) {
  const response = await fetch(emulator.url + path, {
    method: 'POST',
    headers: { authorization: 'Bearer emulator', 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return { status: response.status, body: await response.json() };
}

/** The first value at a path. */
function at(body: unknown, path: string): unknown {
  return valuesAt(body, path)[0];
}

const messages = [{ role: 'user' as const, content: 'answer in json' }];

describe('errors', () => {
  it.each([
    ['zhipu', 'glm-0', { error: { code: '1211', message: expect.any(String) } }],
    ['baidu', 'gpt-4o', { error: { code: 'invalid_model' }, id: expect.any(String) }],
    ['siliconflow', 'gpt-4o', { code: 20012, message: expect.any(String), data: null }],
    ['minimax', 'gpt-4o', { type: 'error', error: { type: 'bad_request_error', http_code: '400' } }],
    ['modelscope', 'gpt-4o', { errors: { message: 'Model id : gpt-4o , has no provider supported' } }],
    ['sensenova', 'gpt-4o', { error: { type: 'not_found_error', code: '3' } }],
    ['spark', 'gpt-4o', { error: { type: 'api_error', code: null } }],
    ['azure', 'my-deployment', { error: { code: 'DeploymentNotFound' } }],
  ])('of %s has its own body', async (provider, model, body) => {
    const { emulator } = await openai(provider);
    const path = `${new URL(emulator.baseURL).pathname.replace(/\/$/, '')}/chat/completions`;
    const answer = await post(emulator, path, { model, messages });
    expect(answer.body).toMatchObject(body);
  });

  it.each([
    [
      'deepseek',
      { response_format: { type: 'json_schema' } },
      'This response_format type is unavailable now',
    ],
    ['deepseek', { tool_choice: 'required' }, 'Thinking mode does not support this tool_choice'],
    ['zhipu', { tool_choice: 'none' }, 'Tool choice must be auto'],
    ['moonshot', { temperature: 0.2 }, 'invalid temperature: only 1 is allowed for this model'],
    ['minimax', { messages: [{ role: 'developer', content: 'x' }] }, 'invalid role: developer (2013)'],
  ])('of %s for %o uses its words', async (provider, more, words) => {
    const { emulator } = await openai(provider);
    const flagship = {
      deepseek: 'deepseek-flash',
      zhipu: 'glm-5.3',
      moonshot: 'kimi-k3',
      minimax: 'MiniMax-M3',
    };
    const model = flagship[provider as keyof typeof flagship];
    const path = `${new URL(emulator.baseURL).pathname.replace(/\/$/, '')}/chat/completions`;
    const { status, body } = await post(emulator, path, { model, messages, ...more });
    expect([status, at(body, 'error.message')]).toEqual([400, words]);
  });

  it('of SiliconFlow leaves the SDK without a code', async () => {
    const { client } = await openai('siliconflow');
    const asked = client.chat.completions.create({ model: 'gpt-4o', messages });
    await expect(asked).rejects.toMatchObject({ status: 400, code: undefined });
  });

  it('is a 404 for what a provider has not, and says when the emulator is what lacks it', async () => {
    const { emulator } = await openai('zhipu');
    expect((await post(emulator, '/api/paas/v4/images/edits', {})).status).toBe(404);
    expect((await post(emulator, '/nowhere', {})).status).toBe(404);
    expect((await post(emulator, '/api/paas/v4/files', {})).status).toBe(501);
    expect(emulator.requests().map((one) => [one.operation, one.verdict])).toEqual([
      ['images.edits', 'rejected'],
      [null, 'rejected'],
      ['files', 'not-emulated'],
    ]);
  });

  it('takes a body that is no JSON for one', async () => {
    const { emulator } = await openai('zhipu');
    const response = await fetch(`${emulator.baseURL}/chat/completions`, {
      method: 'POST',
      headers: { authorization: 'Bearer x' },
      body: '{"model": ',
    });
    expect(response.status).toBe(400);
  });
});

describe('chat', () => {
  it('of Spark calls a tool in one object, unless it is told otherwise', async () => {
    const { emulator, client } = await openai('spark');
    const tools = [{ type: 'function' as const, function: { name: 'now' } }];
    const ask = { model: 'spark-x', messages, tools };
    const { body } = await post(emulator, '/x2/chat/completions', ask);
    expect(body).not.toHaveProperty('id');
    expect(at(body, 'choices[]')).not.toHaveProperty('finish_reason');
    expect(at(body, 'choices[].message.tool_calls')).toMatchObject({ function: { name: 'now' } });
    const listed = await client.chat.completions.create({ ...ask, tool_calls_switch: true } as typeof ask);
    expect(listed.choices[0]?.message.tool_calls).toHaveLength(1);
  });

  it('of MiniMax thinks inside the content, unless it is told otherwise', async () => {
    const { client } = await openai('minimax');
    const ask = { model: 'MiniMax-M2.7', messages };
    const inline = await client.chat.completions.create(ask);
    expect(inline.choices[0]?.message.content).toMatch(/^<think>[\s\S]*<\/think>/);
    const split = await client.chat.completions.create({ ...ask, reasoning_split: true } as typeof ask);
    expect(split.choices[0]?.message).toMatchObject({ reasoning_details: [{ text: expect.any(String) }] });
    expect(split.choices[0]?.message.content).not.toContain('<think>');
  });

  it.each([
    ['deepseek', 'deepseek-flash', { thinking: { type: 'disabled' } }],
    ['alibaba', 'qwen4-max', { reasoning_effort: 'none' }],
    ['alibaba', 'qwen3.8-flash', { enable_thinking: false }],
    ['sensenova', 'sensenova-6.8-flash-lite', { thinking: 'disabled' }],
    ['sensenova', 'glm-5.2', { reasoning_effort: 'none' }],
    ['moonshot', 'kimi-k2.6', { thinking: { type: 'disabled' } }],
    ['volcengine', 'doubao-seed-2-1-pro-260628', { reasoning_effort: 'minimal' }],
    ['siliconflow', 'Qwen/Qwen3.5-4B', { enable_thinking: false }],
  ])('of %s %s thinks, and stops when it is switched off', async (provider, model, off) => {
    const { client } = await openai(provider);
    const field = (answer: OpenAI.ChatCompletion) =>
      Object.keys(answer.choices[0]?.message ?? {}).filter((key) => key.startsWith('reasoning'));
    expect(field(await client.chat.completions.create({ model, messages }))).toHaveLength(1);
    expect(field(await client.chat.completions.create({ model, messages, ...off } as never))).toEqual([]);
  });

  it('leaves nothing of a small limit that thinking counts against', async () => {
    const { emulator, client } = await openai('deepseek');
    const { choices } = await client.chat.completions.create({
      model: 'deepseek-flash',
      messages,
      max_tokens: 50,
    });
    expect(choices[0]).toMatchObject({ finish_reason: 'length', message: { content: '' } });
    expect(emulator.requests()[0]?.warnings).toEqual([expect.stringContaining('max_tokens 50')]);
  });

  it('cuts at a limit', async () => {
    const { client } = await openai('zhipu');
    const { choices } = await client.chat.completions.create({ model: 'glm-5.3', messages, max_tokens: 2 });
    expect(choices[0]).toMatchObject({ finish_reason: 'length', message: { content: 'This is ' } });
  });

  it('answers JSON as asked, and by a schema', async () => {
    const { client } = await openai('alibaba');
    const model = 'qwen4-max';
    const object = await client.chat.completions.create({
      model,
      messages,
      response_format: { type: 'json_object' },
    });
    expect(JSON.parse(object.choices[0]?.message.content ?? '')).toEqual({ answer: 'emulated' });
    const schema = {
      type: 'object',
      properties: { mood: { enum: ['good', 'bad'] }, tags: { type: 'array', items: { type: 'string' } } },
    };
    const parsed = await client.chat.completions.parse({
      model,
      messages,
      response_format: { type: 'json_schema', json_schema: { name: 'mood', schema, strict: true } },
    });
    expect(JSON.parse(parsed.choices[0]?.message.content ?? '')).toEqual({ mood: 'good', tags: ['text'] });
  });

  it('gives the use of a stream where the provider does', async () => {
    const usages = async (provider: string, model: string, more: object = {}) => {
      const { client } = await openai(provider);
      const stream = await client.chat.completions.create({ model, messages, stream: true, ...more });
      const seen: string[] = [];
      for await (const chunk of stream) {
        if (chunk.usage) seen.push(chunk.choices.length === 0 ? 'own chunk' : 'last chunk');
        if (chunk.choices[0] && 'usage' in chunk.choices[0]) seen.push('in choice');
      }
      return seen;
    };
    const asked = { stream_options: { include_usage: true } };
    expect(await usages('alibaba', 'qwen4-max')).toEqual([]);
    expect(await usages('alibaba', 'qwen4-max', asked)).toEqual(['own chunk']);
    expect(await usages('zhipu', 'glm-5.3')).toEqual(['last chunk']);
    expect(await usages('sensenova', 'glm-5.2')).toEqual(['own chunk']);
    expect(await usages('moonshot', 'kimi-k3')).toEqual(['in choice']);
    expect(await usages('moonshot', 'kimi-k3', asked)).toEqual(['own chunk']);
  });

  it('of Azure starts a stream without choices', async () => {
    const { client } = await openai('azure');
    const stream = await client.chat.completions.create({ model: 'gpt-5.4', messages, stream: true });
    for await (const chunk of stream) {
      expect(chunk.choices).toEqual([]);
      break;
    }
  });

  it('answers under DeepSeek’s second base path', async () => {
    const { emulator } = await openai('deepseek');
    expect((await post(emulator, '/v1/chat/completions', { model: 'deepseek-flash', messages })).status).toBe(
      200,
    );
  });
});

describe('other operations', () => {
  it('gives vectors as base64 where that is documented, and as numbers elsewhere', async () => {
    const { emulator } = await openai('siliconflow');
    const ask = { model: 'BAAI/bge-m3', input: 'a', encoding_format: 'base64' };
    const { body } = await post(emulator, '/v1/embeddings', ask);
    const bytes = Buffer.from(String(at(body, 'data[].embedding')), 'base64');
    const floats = new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
    expect(floats).toHaveLength(1024);
    const plain = await post(emulator, '/v1/embeddings', { ...ask, encoding_format: 'float' });
    expect(Array.from(floats)).toEqual(at(plain.body, 'data[].embedding'));
    const zhipu = await openai('zhipu');
    const numbers = await post(zhipu.emulator, '/api/paas/v4/embeddings', { ...ask, model: 'embedding-3' });
    expect(at(numbers.body, 'data[].embedding')).toHaveLength(2048);
  });

  it('of Volcengine fuses inputs into one vector, under its own path', async () => {
    const { emulator } = await openai('volcengine');
    const { status, body } = await post(emulator, '/api/v3/embeddings/multimodal', {
      model: 'doubao-embedding-vision-251215',
      input: [{ type: 'text', text: 'a' }],
      dimensions: 1024,
    });
    expect([status, valuesAt(body, 'data.embedding[]').length]).toEqual([200, 1024]);
  });

  it.each([
    ['zhipu', 'glm-image', 'url'],
    ['sensenova', 'sensenova-u1.5-lite', 'b64_json'],
    ['azure', 'gpt-image-2', 'b64_json'],
    ['stepfun', 'step-image-edit-2', 'url'],
    ['volcengine', 'doubao-seedream-5-0-260128', 'url'],
    ['baidu', 'qwen-image', 'url'],
  ] as const)('makes an image at %s', async (provider, model, form) => {
    const { client } = await openai(provider);
    const { data } = await client.images.generate({ model, prompt: 'a dot' });
    const value = String(data?.[0]?.[form]);
    const bytes = form === 'url' ? await (await fetch(value)).arrayBuffer() : Buffer.from(value, 'base64');
    expect(
      Buffer.from(bytes as ArrayBuffer)
        .subarray(1, 4)
        .toString(),
    ).toBe('PNG');
  });

  it('of SiliconFlow lists images elsewhere, and ModelScope makes them by task', async () => {
    const silicon = await openai('siliconflow');
    const { body } = await post(silicon.emulator, '/v1/images/generations', {
      model: 'Qwen/Qwen-Image',
      prompt: 'x',
    });
    expect(at(body, 'images[].url')).toMatch(/^http/);
    const scope = await openai('modelscope');
    const url = `${scope.emulator.baseURL}/images/generations`;
    const ask = (headers: Record<string, string>) =>
      fetch(url, {
        method: 'POST',
        headers: { authorization: 'Bearer x', ...headers },
        body: JSON.stringify({ model: 'Qwen/Qwen-Image', prompt: 'x' }),
      });
    expect((await ask({})).status).toBe(400);
    const task = await (await ask({ 'X-ModelScope-Async-Mode': 'true' })).json();
    const done = await fetch(`${scope.emulator.baseURL}/tasks/${at(task, 'task_id')}`, {
      headers: { authorization: 'Bearer x' },
    });
    expect(await done.json()).toMatchObject({ task_status: 'SUCCEED', output_images: [expect.any(String)] });
  });

  it('speaks in the default of the provider, and in the format asked for', async () => {
    const { client } = await openai('zhipu');
    const speak = async (more: object) => {
      const sound = await client.audio.speech.create({
        model: 'glm-tts',
        voice: 'tongtong',
        input: 'x',
        ...more,
      } as never);
      return Buffer.from(await sound.arrayBuffer());
    };
    expect((await speak({})).length).toBe(3200);
    expect((await speak({ response_format: 'wav' })).subarray(0, 4).toString()).toBe('RIFF');
    const step = await openai('stepfun');
    for (const [format, magic] of [
      ['flac', 'fLaC'],
      ['opus', 'OggS'],
    ] as const) {
      const sound = await step.client.audio.speech.create({
        model: 'stepaudio-2.5-tts',
        voice: 'cixingnansheng' as never,
        input: 'x',
        response_format: format,
      });
      expect(
        Buffer.from(await sound.arrayBuffer())
          .subarray(0, 4)
          .toString(),
      ).toBe(magic);
    }
  });

  it('hears', async () => {
    const { client, emulator } = await openai('zhipu');
    const file = await toFile(silentWav(50), 'a.wav');
    const heard = await client.audio.transcriptions.create({ model: 'glm-asr-2512', file });
    expect(heard).toMatchObject({ text: expect.any(String), request_id: expect.any(String) });
    expect(emulator.requests()[0]?.body).toMatchObject({
      model: 'glm-asr-2512',
      file: { name: 'a.wav', size: 1644 },
    });
    const azure = await openai('azure');
    const text = await azure.client.audio.transcriptions.create({
      model: 'whisper',
      file,
      response_format: 'text',
    });
    expect(String(text)).toContain('emulated');
  });

  it('of Zhipu judges with a list of its own', async () => {
    const { emulator } = await openai('zhipu');
    const { body } = await post(emulator, '/api/paas/v4/moderations', { model: 'moderation', input: 'x' });
    expect(at(body, 'result_list')).toHaveLength(1);
    expect(body).not.toHaveProperty('results');
  });

  it('answers /responses under its own base path, streamed and with tools', async () => {
    const { emulator } = await openai('zhipu');
    const client = new OpenAI({ baseURL: `${emulator.url}/api/v1`, apiKey: 'x', maxRetries: 0 });
    const plain = await client.responses.create({ model: 'glm-5.3', input: 'x' });
    expect(plain.output_text).toContain('emulated');
    const parameters = { type: 'object', properties: { q: { type: 'string' } } };
    const called = await client.responses.create({
      model: 'glm-5.3',
      input: 'x',
      tools: [{ type: 'function', name: 'search', parameters, strict: false }],
    });
    expect(called.output[0]).toMatchObject({ type: 'function_call', arguments: '{"q":"text"}' });
    const stream = client.responses.stream({ model: 'glm-5.3', input: 'x' });
    expect((await stream.finalResponse()).output_text).toContain('emulated');
    await expect(client.responses.create({ model: 'glm-5.2', input: 'x' })).rejects.toMatchObject({
      status: 400,
    });
  });

  it('lists models, to anybody where the provider does', async () => {
    const { client } = await openai('deepseek');
    expect((await client.models.list()).data.map((one) => one.id)).toEqual([
      'deepseek-flash',
      'deepseek-v4-pro',
    ]);
    expect(await client.models.retrieve('deepseek-flash')).toMatchObject({ id: 'deepseek-flash' });
    await expect(client.models.retrieve('gpt-4o')).rejects.toMatchObject({ status: 400 });
    const scope = await openai('modelscope');
    expect((await fetch(`${scope.emulator.baseURL}/models`)).status).toBe(200);
    const { emulator } = await openai('deepseek');
    expect((await fetch(`${emulator.baseURL}/models`)).status).toBe(401);
  });
});

describe('the record', () => {
  it('is at the emulator, in a file and in code, without secrets', async () => {
    const folder = temporaryFolder();
    const file = join(folder, 'requests.jsonl');
    const { emulator } = await openai('zhipu', { record: file });
    const secret = 'sk-0123456789abcdef0123456789';
    await fetch(`${emulator.baseURL}/chat/completions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${secret}`, cookie: 'session=1' },
      body: JSON.stringify({
        model: 'glm-5.3',
        messages: [{ role: 'user', content: `my key is ${secret}` }],
      }),
    });
    const lines = readFileSync(file, 'utf8').trim().split('\n');
    const served = await (await fetch(`${emulator.url}/__banjia/requests`)).json();
    expect(lines.map((line) => JSON.parse(line))).toEqual(served);
    expect(JSON.parse(JSON.stringify(emulator.requests()))).toEqual(served);
    expect(served).toHaveLength(1);
    expect(lines[0]).not.toContain('0123456789abcdef');
    expect(lines[0]).not.toContain('session=1');
  });

  it('says when it cannot be written', async () => {
    await expect(startEmulator({ provider: 'zhipu', record: '/nowhere/at/all' })).rejects.toMatchObject({
      code: 'bad-option',
    });
  });
});

describe('parts', () => {
  it('samples what a schema allows', () => {
    expect(
      sampleOf({
        type: 'object',
        properties: { a: { type: ['null', 'integer'], minimum: 3 }, b: { $ref: '#/$defs/b' } },
        $defs: { b: { const: 'x' } },
      }),
    ).toEqual({ a: 3, b: 'x' });
    expect(sampleOf({ anyOf: [{ type: 'boolean' }, { type: 'null' }] })).toBe(true);
    const tree = { type: 'object', properties: { child: { $ref: '#' } } };
    expect(JSON.stringify(sampleOf(tree))).toMatch(/^\{"child":/);
  });

  it.each([
    ['glm-5.*', 'glm-5.3', true],
    ['glm-5.*', 'glm-5', false],
    ['*-vl-*', 'ernie-4.5-turbo-vl-32k', true],
    ['Qwen/*-Thinking-2507', 'Qwen/Qwen3-30B-A3B-Thinking-2507', true],
    ['Qwen/*-Thinking-2507', 'Qwen/-Thinking-2507x', false],
    ['a*a', 'a', false],
    ['*', '', true],
    ['a.c', 'abc', false],
  ])('fits %s to %s: %s', (pattern, id, is) => {
    expect(fits([pattern], id)).toBe(is);
  });

  it('makes sounds that are what they say', () => {
    const wav = Buffer.from(silentWav(100));
    expect([wav.readUInt32LE(4), wav.readUInt32LE(40), wav.length]).toEqual([36 + 3200, 3200, 3244]);
    const mp3 = silentMp3(2);
    expect([mp3[0], mp3[1], mp3[417], mp3.length]).toEqual([0xff, 0xfb, 0xff, 834]);
  });

  it('leaves the globals of its process alone', async () => {
    const before = [globalThis.Request, globalThis.Response, globalThis.fetch];
    await openai('zhipu');
    expect([globalThis.Request, globalThis.Response, globalThis.fetch]).toEqual(before);
    // The programmatic interface offers the very same.
    expect(exported).toBe(startEmulator);
  });
});
