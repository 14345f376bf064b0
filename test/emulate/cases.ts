import type { Operation } from '../../src/openai/operations.js';

/*
 * What the research pages say of requests, sentence by sentence (`providers/<id>.md`, the section behind the colon), and
 * what the emulator makes of it. Written from the pages, not from the registry.
 */
export type Outcome =
  | 'accepted'
  | { readonly refused: string }
  | { readonly ignored: string }
  | { readonly unsure: string };

export interface Case {
  readonly says: string;
  readonly body: Readonly<Record<string, unknown>>;
  readonly is: Outcome;
  readonly operation?: Operation;
  readonly region?: string;
}

export const user = (content: unknown) => ({ role: 'user', content });
const image = (url: string) => [user([{ type: 'image_url', image_url: { url } }])];
const json = [user('answer in JSON')];
const tools = [{ type: 'function', function: { name: 'search', parameters: { type: 'object' } } }];
const named = { type: 'function', function: { name: 'search' } };
export const refused = (parameter: string): Outcome => ({ refused: parameter });
export const ignored = (parameter: string): Outcome => ({ ignored: parameter });
export const unsure = (parameter: string): Outcome => ({ unsure: parameter });
export const chat = (model: string, more: object = {}) => ({ model, messages: [user('hi')], ...more });
const embed = (model: string, more: object = {}) => ({
  model,
  input: 'a',
  encoding_format: 'float',
  ...more,
});

export const CASES: Readonly<Record<string, readonly Case[]>> = {
  zhipu: [
    { says: '§4 temperature is [0, 1] closed', body: chat('glm-5.3', { temperature: 1 }), is: 'accepted' },
    { says: '§4 …and 0 is in it', body: chat('glm-5.3', { temperature: 0 }), is: 'accepted' },
    {
      says: '§4 …above it is not',
      body: chat('glm-5.3', { temperature: 1.01 }),
      is: refused('temperature'),
    },
    { says: '§4 top_p starts at 0.01', body: chat('glm-5.3', { top_p: 0 }), is: refused('top_p') },
    {
      says: '§4 max_tokens ends at 131072',
      body: chat('glm-5.3', { max_tokens: 131_073 }),
      is: refused('max_tokens'),
    },
    {
      says: '§4 stop: a bare string is not in the schema',
      body: chat('glm-5.3', { stop: 'x' }),
      is: refused('stop'),
    },
    {
      says: '§4 stop: at most 4 in the newer reading',
      body: chat('glm-5.3', { stop: ['a', 'b', 'c', 'd', 'e'] }),
      is: refused('stop'),
    },
    {
      says: '§4 max_completion_tokens is not documented',
      body: chat('glm-5.3', { max_completion_tokens: 5 }),
      is: ignored('max_completion_tokens'),
    },
    { says: '§4 user is user_id', body: chat('glm-5.3', { user: 'x' }), is: ignored('user') },
    {
      says: '§4 user_id has 6 to 128 characters',
      body: chat('glm-5.3', { user_id: 'short' }),
      is: refused('user_id'),
    },
    { says: '§4 …and is taken', body: chat('glm-5.3', { user_id: 'longer' }), is: 'accepted' },
    {
      says: '§4 tool_choice required is 400',
      body: chat('glm-5.3', { tools, tool_choice: 'required' }),
      is: refused('tool_choice'),
    },
    {
      says: '§4 …a named function too',
      body: chat('glm-5.3', { tools, tool_choice: named }),
      is: refused('tool_choice'),
    },
    { says: '§4 …auto is not', body: chat('glm-5.3', { tools, tool_choice: 'auto' }), is: 'accepted' },
    {
      says: '§4 no json_schema',
      body: chat('glm-5.3', { response_format: { type: 'json_schema' } }),
      is: refused('response_format.type'),
    },
    {
      says: '§4 reasoning_effort medium is an error on 5.3',
      body: chat('glm-5.3', { reasoning_effort: 'medium' }),
      is: refused('reasoning_effort'),
    },
    { says: '§4 …not on 5.2', body: chat('glm-5.2', { reasoning_effort: 'medium' }), is: 'accepted' },
    {
      says: '§4 thinking disabled is rejected on 5.3',
      body: chat('glm-5.3', { thinking: { type: 'disabled' } }),
      is: refused('thinking.type'),
    },
    { says: '§4 …not on 4.7', body: chat('glm-4.7', { thinking: { type: 'disabled' } }), is: 'accepted' },
    {
      says: '§4 text models take string content',
      body: { model: 'glm-5.3', messages: image('https://x.test/a.png') },
      is: refused('messages[].content[].image_url'),
    },
    {
      says: '§4 …vision models take images',
      body: { model: 'glm-5.3-flash', messages: image('https://x.test/a.png') },
      is: 'accepted',
    },
    {
      says: '§4 roles are system, user, assistant, tool',
      body: { model: 'glm-5.3', messages: [{ role: 'developer', content: 'x' }] },
      is: refused('messages[].role'),
    },
    { says: '§4 n is not documented', body: chat('glm-5.3', { n: 2 }), is: ignored('n') },
    { says: '§4 …but one answer is what comes anyway', body: chat('glm-5.3', { n: 1 }), is: 'accepted' },
    {
      says: '§6 encoding_format is not documented; numbers are what comes anyway',
      operation: 'embeddings',
      body: embed('embedding-3'),
      is: 'accepted',
    },
    {
      says: '§6 …and base64 is not',
      operation: 'embeddings',
      body: { model: 'embedding-3', input: 'a', encoding_format: 'base64' },
      is: ignored('encoding_format'),
    },
    { says: '§3 glm-4-0520 is gone since 2025-12-30', body: chat('glm-4-0520'), is: refused('model') },
    { says: '§3 the GLM-Z1 series is gone', body: chat('glm-z1-air'), is: refused('model') },
    {
      says: '§6 64 inputs',
      operation: 'embeddings',
      body: embed('embedding-3', { input: Array(65).fill('a') }),
      is: refused('input'),
    },
    {
      says: '§6 dimensions 1536 is not offered',
      operation: 'embeddings',
      body: embed('embedding-3', { dimensions: 1536 }),
      is: refused('dimensions'),
    },
    {
      says: '§6 …1024 is',
      operation: 'embeddings',
      body: { model: 'embedding-3', input: 'a', dimensions: 1024 },
      is: 'accepted',
    },
    {
      says: '§6 speech: no mp3',
      operation: 'audio.speech',
      body: { model: 'glm-tts', input: 'x', voice: 'tongtong', response_format: 'mp3' },
      is: refused('response_format'),
    },
    {
      says: '§6 …1024 characters',
      operation: 'audio.speech',
      body: { model: 'glm-tts', input: 'x'.repeat(1025), voice: 'tongtong' },
      is: refused('input'),
    },
    {
      says: '§6 …own voices',
      operation: 'audio.speech',
      body: { model: 'glm-tts', input: 'x', voice: 'alloy' },
      is: refused('voice'),
    },
  ],
  alibaba: [
    {
      says: '§4 temperature 2 is rejected',
      body: chat('qwen4-max', { temperature: 2 }),
      is: refused('temperature'),
    },
    { says: '§4 …1.99 is not', body: chat('qwen4-max', { temperature: 1.99 }), is: 'accepted' },
    { says: '§4 top_p 0 is rejected', body: chat('qwen4-max', { top_p: 0 }), is: refused('top_p') },
    { says: '§4 n must be 1 with tools', body: chat('qwen-plus', { n: 2, tools }), is: refused('n') },
    {
      says: '§4 frequency_penalty is not in the table',
      body: chat('qwen4-max', { frequency_penalty: 1 }),
      is: ignored('frequency_penalty'),
    },
    {
      says: '§4 top_logprobs up to 5',
      body: chat('qwen4-max', { top_logprobs: 6 }),
      is: refused('top_logprobs'),
    },
    {
      says: '§4 tool_choice required is 400',
      body: chat('qwen3.8-flash', { tools, tool_choice: 'required' }),
      is: refused('tool_choice'),
    },
    {
      says: '§4 …a named function while thinking too',
      body: chat('qwen3.8-flash', { tools, tool_choice: named }),
      is: refused('tool_choice'),
    },
    {
      says: '§4 …not without thinking',
      body: chat('qwen3.8-flash', { tools, tool_choice: named, enable_thinking: false }),
      is: 'accepted',
    },
    {
      says: '§4 json_object wants the word json',
      body: chat('qwen4-max', { response_format: { type: 'json_object' } }),
      is: refused('messages'),
    },
    {
      says: '§4 …in any case',
      body: { model: 'qwen4-max', messages: json, response_format: { type: 'json_object' } },
      is: 'accepted',
    },
    {
      says: '§4 json_schema on qwen4-max',
      body: chat('qwen4-max', { response_format: { type: 'json_schema' } }),
      is: 'accepted',
    },
    {
      says: '§4 …not on others',
      body: chat('qwen-plus', { response_format: { type: 'json_schema' } }),
      is: refused('response_format.type'),
    },
    {
      says: '§4 …not with images on 3.x',
      body: {
        model: 'qwen3.8-flash',
        messages: image('data:image/png;base64,x'),
        response_format: { type: 'json_schema' },
      },
      is: refused('response_format'),
    },
    {
      says: '§4 effort and budget exclude each other',
      body: chat('qwen4-max', { reasoning_effort: 'low', thinking_budget: 5 }),
      is: refused('reasoning_effort'),
    },
    {
      says: '§4 a bad effort is 400',
      body: chat('qwen4-max', { reasoning_effort: 'ultra' }),
      is: refused('reasoning_effort'),
    },
    { says: '§3 qwen-turbo is gone', body: chat('qwen-turbo'), is: refused('model') },
    { says: '§3 so is qwen3-235b-a22b', body: chat('qwen3-235b-a22b'), is: refused('model') },
    {
      says: '§3 qwen4-max-preview lasts until 2026-11-25',
      body: chat('qwen4-max-preview'),
      is: 'accepted',
    },
    {
      says: '§6 10 rows on v4',
      operation: 'embeddings',
      body: embed('text-embedding-v4', { input: Array(11).fill('a') }),
      is: refused('input'),
    },
    {
      says: '§6 …20 on qwen3.7',
      operation: 'embeddings',
      body: embed('qwen3.7-text-embedding', { input: Array(20).fill('a') }),
      is: unsure('encoding_format'),
    },
    {
      says: '§6 no 3072',
      operation: 'embeddings',
      body: embed('qwen3.7-text-embedding', { dimensions: 3072 }),
      is: refused('dimensions'),
    },
  ],
  deepseek: [
    {
      says: '§4 max_completion_tokens is silently ignored',
      body: chat('deepseek-flash', { max_completion_tokens: 5 }),
      is: ignored('max_completion_tokens'),
    },
    {
      says: '§4 penalties have no effect',
      body: chat('deepseek-flash', { presence_penalty: 1 }),
      is: ignored('presence_penalty'),
    },
    {
      says: '§4 temperature has no effect while thinking',
      body: chat('deepseek-flash', { temperature: 0.5 }),
      is: ignored('temperature'),
    },
    {
      says: '§4 …but without',
      body: chat('deepseek-flash', { temperature: 0.5, thinking: { type: 'disabled' } }),
      is: 'accepted',
    },
    {
      says: '§4 16 stops',
      body: chat('deepseek-flash', { stop: Array(17).fill('x') }),
      is: refused('stop'),
    },
    {
      says: '§4 tool_choice required while thinking is 400',
      body: chat('deepseek-flash', { tools, tool_choice: 'required' }),
      is: refused('tool_choice'),
    },
    {
      says: '§4 …all forms without thinking',
      body: chat('deepseek-flash', { tools, tool_choice: named, thinking: { type: 'disabled' } }),
      is: 'accepted',
    },
    {
      says: '§4 json_schema is 400',
      body: chat('deepseek-flash', { response_format: { type: 'json_schema' } }),
      is: refused('response_format.type'),
    },
    {
      says: '§4 the word json has to appear',
      body: chat('deepseek-flash', { response_format: { type: 'json_object' } }),
      is: refused('messages'),
    },
    { says: '§4 user is user_id', body: chat('deepseek-flash', { user: 'x' }), is: ignored('user') },
    {
      says: '§4 …of letters and digits',
      body: chat('deepseek-flash', { user_id: 'a b' }),
      is: refused('user_id'),
    },
    {
      says: '§4 developer is rejected',
      body: { model: 'deepseek-flash', messages: [{ role: 'developer', content: 'x' }] },
      is: refused('messages[].role'),
    },
    {
      says: '§4 images on flash',
      body: { model: 'deepseek-flash', messages: image('https://x.test/a.png') },
      is: 'accepted',
    },
    {
      says: '§4 …not on pro',
      body: { model: 'deepseek-v4-pro', messages: image('https://x.test/a.png') },
      is: refused('messages[].content[].image_url'),
    },
    {
      says: '§4 history: reasoning_content has to come back, else 400',
      body: {
        model: 'deepseek-flash',
        messages: [
          user('x'),
          { role: 'assistant', content: null, tool_calls: [{ id: 'a' }] },
          { role: 'tool', tool_call_id: 'a', content: 'y' },
        ],
      },
      is: refused('messages'),
    },
    {
      says: '§4 …and then it is fine',
      body: {
        model: 'deepseek-flash',
        messages: [
          user('x'),
          { role: 'assistant', content: null, reasoning_content: 'hm', tool_calls: [{ id: 'a' }] },
          { role: 'tool', tool_call_id: 'a', content: 'y' },
        ],
      },
      is: 'accepted',
    },
    { says: '§3 deepseek-chat is removed', body: chat('deepseek-chat'), is: refused('model') },
    { says: '§3 deepseek-v4-flash still answers', body: chat('deepseek-v4-flash'), is: 'accepted' },
    {
      says: '§4 reasoning_effort: compat mapping takes medium',
      body: chat('deepseek-flash', { reasoning_effort: 'medium' }),
      is: 'accepted',
    },
  ],
  moonshot: [
    {
      says: '§4 temperature must be omitted',
      body: chat('kimi-k3', { temperature: 0.3 }),
      is: refused('temperature'),
    },
    {
      says: '§4 so do penalties',
      body: chat('kimi-k2.6', { presence_penalty: 0.5 }),
      is: refused('presence_penalty'),
    },
    { says: '§4 n is fixed at 1', body: chat('kimi-k3.1-pro', { n: 2 }), is: refused('n') },
    { says: '§4 5 stops', body: chat('kimi-k3', { stop: Array(6).fill('x') }), is: refused('stop') },
    { says: '§4 …of 32 bytes', body: chat('kimi-k3', { stop: ['一'.repeat(11)] }), is: refused('stop') },
    {
      says: '§4 tool names have at least 3 characters',
      body: chat('kimi-k3', { tools: [{ type: 'function', function: { name: 'go' } }] }),
      is: refused('tools[].function.name'),
    },
    {
      says: '§4 required is 400 on k2.6',
      body: chat('kimi-k2.6', { tools, tool_choice: 'required' }),
      is: refused('tool_choice'),
    },
    {
      says: '§4 …unless thinking is disabled',
      body: chat('kimi-k2.6', { tools, tool_choice: named, thinking: { type: 'disabled' } }),
      is: 'accepted',
    },
    {
      says: '§4 required is accepted on k3',
      body: chat('kimi-k3', { tools, tool_choice: 'required' }),
      is: 'accepted',
    },
    {
      says: '§4 k2.7 takes enabled only',
      body: chat('kimi-k2.7-code', { thinking: { type: 'disabled' } }),
      is: refused('thinking.type'),
    },
    {
      says: '§4 remote image URLs are not taken',
      body: { model: 'kimi-k3', messages: image('https://x.test/a.png') },
      is: refused('messages[].content[].image_url'),
    },
    {
      says: '§4 …data URLs are',
      body: { model: 'kimi-k3', messages: image('data:image/png;base64,x') },
      is: 'accepted',
    },
    {
      says: '§4 efforts are low, high, max',
      body: chat('kimi-k3', { reasoning_effort: 'medium' }),
      is: refused('reasoning_effort'),
    },
    { says: '§4 user is not in the schema', body: chat('kimi-k3', { user: 'x' }), is: ignored('user') },
    { says: '§3 the v1 models ended on 2026-08-31', body: chat('moonshot-v1-32k'), is: refused('model') },
  ],
  minimax: [
    {
      says: '§4 temperature 0 is invalid',
      body: chat('MiniMax-M2.7', { temperature: 0 }),
      is: refused('temperature'),
    },
    { says: '§4 …1 is not', body: chat('MiniMax-M2.7', { temperature: 1 }), is: 'accepted' },
    {
      says: '§4 developer is 400',
      body: { model: 'MiniMax-M3', messages: [{ role: 'developer', content: 'x' }] },
      is: refused('messages[].role'),
    },
    {
      says: '§4 one system message only',
      body: {
        model: 'MiniMax-M3',
        messages: [{ role: 'system', content: 'a' }, { role: 'system', content: 'b' }, user('x')],
      },
      is: refused('messages'),
    },
    {
      says: '§4 response_format is ignored on M2.5',
      body: chat('MiniMax-M2.5', { response_format: { type: 'json_object' } }),
      is: ignored('response_format.type'),
    },
    {
      says: '§4 a named function is 400 on M2.x',
      body: chat('MiniMax-M2.7', { tools, tool_choice: named }),
      is: refused('tool_choice'),
    },
    { says: '§4 seed: unknown', body: chat('MiniMax-M3', { seed: 1 }), is: unsure('seed') },
  ],
  baidu: [
    { says: '§4 stop: array only', body: chat('ernie-5.1', { stop: 'x' }), is: refused('stop') },
    {
      says: '§4 …of up to 20 characters',
      body: chat('ernie-5.1', { stop: ['x'.repeat(21)] }),
      is: refused('stop'),
    },
    {
      says: '§4 seed is (0, 2147483647)',
      body: chat('ernie-5.1', { seed: 2_147_483_647 }),
      is: refused('seed'),
    },
    {
      says: '§4 the last message must not be blank',
      body: { model: 'ernie-5.1', messages: [user('  ')] },
      is: refused('messages'),
    },
    {
      says: '§4 tool_choice required is taken',
      body: chat('ernie-5.1', { tools, tool_choice: 'required' }),
      is: 'accepted',
    },
    { says: '§4 user is supported', body: chat('ernie-5.1', { user: 'x' }), is: 'accepted' },
    {
      says: '§6 16 inputs',
      operation: 'embeddings',
      body: embed('bge-large-zh', { input: Array(17).fill('a') }),
      is: refused('input'),
    },
    {
      says: '§6 tao-8k: one',
      operation: 'embeddings',
      body: embed('tao-8k', { input: ['a', 'b'] }),
      is: refused('input'),
    },
    {
      says: '§6 only float',
      operation: 'embeddings',
      body: { model: 'bge-large-zh', input: 'a', encoding_format: 'base64' },
      is: refused('encoding_format'),
    },
    {
      says: '§6 qwen-image: n only 1',
      operation: 'images.generations',
      body: { model: 'qwen-image', prompt: 'x', n: 2 },
      is: refused('n'),
    },
  ],
  sensenova: [
    {
      says: '§4a top_p 0 is not allowed',
      body: chat('sensenova-6.8-flash-lite', { top_p: 0 }),
      is: refused('top_p'),
    },
    {
      says: '§4a negative penalties are invalid',
      body: chat('sensenova-6.8-flash-lite', { presence_penalty: -1 }),
      is: refused('presence_penalty'),
    },
    { says: '§4a n up to 7', body: chat('sensenova-6.8-flash-lite', { n: 8 }), is: refused('n') },
    {
      says: '§4a thinking is a string',
      body: chat('sensenova-6.8-flash-lite', { thinking: { type: 'disabled' } }),
      is: refused('thinking'),
    },
    {
      says: '§4a …"disabled"',
      body: chat('sensenova-6.8-flash-lite', { thinking: 'disabled' }),
      is: 'accepted',
    },
    {
      says: '§4b kimi-k3: max_tokens fails',
      body: chat('kimi-k3', { max_tokens: 5 }),
      is: refused('max_tokens'),
    },
    {
      says: '§4b …temperature is fixed at 1',
      body: chat('kimi-k3', { temperature: 0.5 }),
      is: refused('temperature'),
    },
    {
      says: '§4b …images as base64 only',
      body: { model: 'kimi-k3', messages: image('https://x.test/a.png') },
      is: refused('messages[].content[].image_url'),
    },
    {
      says: '§4b glm-5.2: thinking disabled fails',
      body: chat('glm-5.2', { thinking: { type: 'disabled' } }),
      is: refused('thinking.type'),
    },
    {
      says: '§4b …tool_choice as text only',
      body: chat('glm-5.2', { tools, tool_choice: named }),
      is: refused('tool_choice'),
    },
    {
      says: '§6 256x256 does not fit',
      operation: 'images.generations',
      body: { model: 'sensenova-u1.5-lite', prompt: 'x', size: '256x256' },
      is: refused('size'),
    },
    {
      says: '§6 1792x1024 does',
      operation: 'images.generations',
      body: { model: 'sensenova-u1.5-lite', prompt: 'x', size: '1792x1024' },
      is: 'accepted',
    },
    {
      says: '§2 /responses: store true is an error',
      operation: 'responses',
      body: { model: 'glm-5.2', input: 'x', store: true },
      is: refused('store'),
    },
  ],
  siliconflow: [
    {
      says: '§4 4 stops',
      body: chat('deepseek-ai/DeepSeek-V4-Pro', { stop: Array(5).fill('x') }),
      is: refused('stop'),
    },
    {
      says: '§4 max_completion_tokens is not in the schema',
      body: chat('zai-org/GLM-5.2', { max_completion_tokens: 5 }),
      is: ignored('max_completion_tokens'),
    },
    {
      says: '§4 thinking_budget from 128',
      body: chat('Qwen/Qwen3.5-4B', { thinking_budget: 64 }),
      is: refused('thinking_budget'),
    },
    {
      says: '§6 32 inputs',
      operation: 'embeddings',
      body: embed('BAAI/bge-m3', { input: Array(33).fill('a') }),
      is: refused('input'),
    },
    {
      says: '§6 base64 is taken',
      operation: 'embeddings',
      body: { model: 'BAAI/bge-m3', input: 'a', encoding_format: 'base64' },
      is: 'accepted',
    },
    {
      says: '§6 no 3072',
      operation: 'embeddings',
      body: embed('Qwen/Qwen3-Embedding-8B', { dimensions: 3072 }),
      is: refused('dimensions'),
    },
    {
      says: '§6 voices carry the model',
      operation: 'audio.speech',
      body: { model: 'FunAudioLLM/CosyVoice2-0.5B', input: 'x', voice: 'alex' },
      is: refused('voice'),
    },
    {
      says: '§6 …so',
      operation: 'audio.speech',
      body: { model: 'FunAudioLLM/CosyVoice2-0.5B', input: 'x', voice: 'FunAudioLLM/CosyVoice2-0.5B:alex' },
      is: 'accepted',
    },
    {
      says: '§6 no flac',
      operation: 'audio.speech',
      body: {
        model: 'FunAudioLLM/CosyVoice2-0.5B',
        input: 'x',
        voice: 'FunAudioLLM/CosyVoice2-0.5B:alex',
        response_format: 'flac',
      },
      is: refused('response_format'),
    },
  ],
  spark: [
    { says: '§4 top_p 0 is out', body: chat('spark-x', { top_p: 0 }), is: refused('top_p') },
    {
      says: '§4 lite has no tools',
      region: 'classic',
      body: chat('lite', { tools }),
      is: refused('tools'),
    },
    {
      says: '§4 lite: 4096 tokens',
      region: 'classic',
      body: chat('lite', { max_tokens: 4097 }),
      is: refused('max_tokens'),
    },
    {
      says: '§4 no json_schema on classic',
      region: 'classic',
      body: chat('4.0Ultra', { response_format: { type: 'json_schema' } }),
      is: refused('response_format.type'),
    },
    {
      says: '§4 system only for Max and Ultra',
      region: 'classic',
      body: { model: 'lite', messages: [{ role: 'system', content: 'x' }, user('y')] },
      is: refused('messages[].role'),
    },
    {
      says: '§4 user and assistant alternate',
      region: 'classic',
      body: { model: '4.0Ultra', messages: [user('a'), user('b')] },
      is: refused('messages'),
    },
    { says: '§4 stop is not documented', body: chat('spark-x', { stop: 'x' }), is: ignored('stop') },
  ],
  stepfun: [
    {
      says: '§4 frequency_penalty is 0 to 1',
      body: chat('step-3.7-flash', { frequency_penalty: 1.5 }),
      is: refused('frequency_penalty'),
    },
    {
      says: '§4 detail has no auto',
      body: {
        model: 'step-3.7-flash',
        messages: [user([{ type: 'image_url', image_url: { url: 'https://x.test/a.png', detail: 'auto' } }])],
      },
      is: refused('messages[].content[].image_url.detail'),
    },
    {
      says: '§4 effort of 3.5-flash-2603',
      body: chat('step-3.5-flash-2603', { reasoning_effort: 'medium' }),
      is: refused('reasoning_effort'),
    },
    { says: '§3 step-3 is retired', body: chat('step-3'), is: refused('model') },
    {
      says: '§6 512 characters',
      operation: 'images.generations',
      body: { model: 'step-image-edit-2', prompt: 'x'.repeat(513) },
      is: refused('prompt'),
    },
    {
      says: '§6 one image',
      operation: 'images.generations',
      body: { model: 'step-image-edit-2', prompt: 'x', n: 2 },
      is: refused('n'),
    },
    {
      says: '§2 /responses: step-3.7-flash only',
      operation: 'responses',
      body: { model: 'step-3.5-flash', input: 'x' },
      is: refused('model'),
    },
    {
      says: '§6 transcription wants response_format',
      operation: 'audio.transcriptions',
      body: { model: 'step-asr', file: {} },
      is: refused('response_format'),
    },
  ],
  tencent: [
    { says: '§4 temperature up to 2', body: chat('hy3', { temperature: 2.1 }), is: refused('temperature') },
    {
      says: '§2 dimensions is 400',
      operation: 'embeddings',
      body: embed('kinfra-text-embedding-4b', { dimensions: 1024 }),
      is: refused('dimensions'),
    },
    { says: '§3 hy3-preview is gone', body: chat('hy3-preview'), is: refused('model') },
    {
      says: '§4 effort of hy3',
      body: chat('hy3', { reasoning_effort: 'max' }),
      is: refused('reasoning_effort'),
    },
  ],
  volcengine: [
    {
      says: '§4 the two limits exclude each other',
      body: chat('doubao-seed-2-1-pro-260628', { max_tokens: 5, max_completion_tokens: 5 }),
      is: refused('max_tokens'),
    },
    {
      says: '§4 65536',
      body: chat('doubao-seed-2-1-pro-260628', { max_completion_tokens: 65_537 }),
      is: refused('max_completion_tokens'),
    },
    {
      says: '§4 xhigh is not in the type',
      body: chat('doubao-seed-2-1-pro-260628', { reasoning_effort: 'xhigh' }),
      is: refused('reasoning_effort'),
    },
    { says: '§1 endpoint ids are accepted', body: chat('ep-20260101-abcde'), is: 'accepted' },
    {
      says: '§4 stop is not for thinking models',
      body: chat('doubao-seed-2-1-pro-260628', { stop: ['x'] }),
      is: unsure('stop'),
    },
    {
      says: '§6 images: no n',
      operation: 'images.generations',
      body: { model: 'doubao-seedream-5-0-260128', prompt: 'x', n: 2 },
      is: ignored('n'),
    },
  ],
  azure: [
    {
      says: '§4 reasoning models reject temperature',
      body: chat('gpt-5.4', { temperature: 1 }),
      is: refused('temperature'),
    },
    { says: '§4 …and max_tokens', body: chat('gpt-5.4', { max_tokens: 5 }), is: refused('max_tokens') },
    {
      says: '§4 developer is supported',
      body: { model: 'gpt-5.4', messages: [{ role: 'developer', content: 'x' }] },
      is: 'accepted',
    },
    { says: '§4 gpt-5.4-pro has no chat', body: chat('gpt-5.4-pro'), is: refused('model') },
    {
      says: '§4 gpt-5 has minimal, and no xhigh',
      body: chat('gpt-5', { reasoning_effort: 'xhigh' }),
      is: refused('reasoning_effort'),
    },
  ],
  'self-hosted': [
    { says: '§4 vLLM: tools [] is 400', body: chat('default', { tools: [] }), is: refused('tools') },
    {
      says: '§4 vLLM: stream_options without stream is 400',
      body: chat('default', { stream_options: { include_usage: true } }),
      is: refused('stream_options'),
    },
    {
      says: '§4 Ollama: remote images are an error',
      region: 'ollama',
      body: { model: 'default-vision', messages: image('https://x.test/a.png') },
      is: refused('messages[].content[].image_url'),
    },
    { says: '§4 Ollama ignores n', region: 'ollama', body: chat('default', { n: 2 }), is: ignored('n') },
    {
      says: '§4 Xinference: logit_bias is 501',
      region: 'xinference',
      body: chat('default', { logit_bias: { 1: 1 } }),
      is: refused('logit_bias'),
    },
  ],
  modelscope: [
    {
      says: '§4 Thinking-2507 refuses without stream',
      body: chat('Qwen/Qwen3-235B-A22B-Thinking-2507'),
      is: refused('stream'),
    },
    {
      says: '§4 …and with stream false',
      body: chat('Qwen/Qwen3-235B-A22B-Thinking-2507', { stream: false }),
      is: refused('stream'),
    },
    {
      says: '§4 …not with',
      body: chat('Qwen/Qwen3-235B-A22B-Thinking-2507', { stream: true }),
      is: 'accepted',
    },
    {
      says: '§4 hybrids want enable_thinking false without stream',
      body: chat('Qwen/Qwen3-235B-A22B'),
      is: refused('enable_thinking'),
    },
    { says: '§4 …so', body: chat('Qwen/Qwen3-235B-A22B', { enable_thinking: false }), is: 'accepted' },
  ],
  baichuan: [
    {
      says: '§4 temperature up to 1',
      body: chat('Baichuan4-Turbo', { temperature: 1.1 }),
      is: refused('temperature'),
    },
    {
      says: '§4 top_p 1 is out of range',
      body: chat('Baichuan4-Turbo', { top_p: 1 }),
      is: refused('top_p'),
    },
    {
      says: '§4 2048 tokens',
      body: chat('Baichuan4-Turbo', { max_tokens: 2049 }),
      is: refused('max_tokens'),
    },
    {
      says: '§4 …32000 on the M series',
      body: chat('Baichuan-M3', { max_tokens: 32_000 }),
      is: 'accepted',
    },
    {
      says: '§4 no image part',
      body: { model: 'Baichuan4-Turbo', messages: image('https://x.test/a.png') },
      is: refused('messages[].content[].image_url'),
    },
    { says: '§4 n: unknown', body: chat('Baichuan4-Turbo', { n: 2 }), is: unsure('n') },
  ],
  lingyi: [
    {
      says: '§4 images for yi-vision only',
      body: { model: 'yi-lightning', messages: image('https://x.test/a.png') },
      is: refused('messages[].content[].image_url'),
    },
    {
      says: '§4 …so',
      body: { model: 'yi-vision-v2', messages: image('https://x.test/a.png') },
      is: 'accepted',
    },
    { says: '§4 seed: unknown', body: chat('yi-lightning', { seed: 1 }), is: unsure('seed') },
  ],
  '360': [
    {
      says: '§4 temperature up to 2',
      body: chat('360zhinao-turbo', { temperature: 2.1 }),
      is: refused('temperature'),
    },
    { says: '§4 seed: unknown', body: chat('360zhinao-turbo', { seed: 1 }), is: unsure('seed') },
    { says: '§4 tools on 360gpt2-pro', body: chat('360gpt2-pro', { tools }), is: 'accepted' },
  ],
};
