import { describe, expect, it } from 'vitest';
import type { ResolvedTarget } from '../src/plan/target.js';
import { acmeTarget } from './support/acme.js';
import { planTexts } from './support/pipeline.js';

/* Requests by plain HTTP where embeddings go to another provider than the rest: addresses, and above all keys. */

const embedder: ResolvedTarget = {
  ...acmeTarget,
  provider: { ...acmeTarget.provider, id: 'vector', name: { en: 'Vector', zh: 'Vector' } },
  baseURL: 'https://api.vector.test/v9',
  keyVariable: 'VECTOR_API_KEY',
};
const target: ResolvedTarget = { ...acmeTarget, routes: { embeddings: embedder } };

const send = (path: string, model: string, key: string) =>
  `fetch('https://api.openai.com/v1/${path}', { method: 'POST', headers: ${key}, body: JSON.stringify({ model: '${model}', input: 'x' }) });\n`;
const chat = (key: string) => `export const chat = () => ${send('chat/completions', 'gpt-4o', key)}`;
const embed = (key: string) =>
  `export const embed = () => ${send('embeddings', 'text-embedding-3-small', key)}`;
const OWN = "{ Authorization: 'Bearer ' + process.env.OPENAI_API_KEY }";

async function plan(texts: Record<string, string>) {
  const { after, decisions } = await planTexts(texts, target);
  const reasons = decisions.filter(({ action }) => action === 'manual').map(({ reason }) => reason);
  return { textOf: (file: string) => after.get(file) ?? '', reasons };
}

describe('requests for embeddings that go elsewhere', () => {
  it('take their own address and their own key', async () => {
    const { textOf } = await plan({ 'chat.ts': chat(OWN), 'embed.ts': embed(OWN) });
    expect(textOf('chat.ts')).toContain('https://api.acme.test/paas/v4/chat/completions');
    expect(textOf('chat.ts')).toContain('process.env.ACME_API_KEY');
    expect(textOf('embed.ts')).toContain('https://api.vector.test/v9/embeddings');
    expect(textOf('embed.ts')).toContain('process.env.VECTOR_API_KEY');
  });

  it('stay where a constant or a header holds one key for both', async () => {
    const constant = `const KEY = process.env.OPENAI_API_KEY;\nconst headers = { Authorization: 'Bearer ' + KEY };\n`;
    const text = constant + chat('headers') + embed('headers');
    const { textOf, reasons } = await plan({ 'both.ts': text });
    expect(textOf('both.ts')).toBe(text);
    expect(reasons).toContain('key-shared');
  });

  it('stay where one key comes from outside', async () => {
    const given = "{ Authorization: 'Bearer ' + key }";
    const text = [chat(given), embed(given)].join('').replaceAll('= () =>', '= (key: string) =>');
    const { textOf, reasons } = await plan({ 'both.ts': text });
    expect(textOf('both.ts')).toBe(text);
    expect(reasons).toContain('key-shared');
  });

  it('are let in by policies, and expected by tests, where they go', async () => {
    const test = `import { expect, it, vi } from 'vitest';
import { embed } from './embed';
it('asks', async () => {
  await embed();
  expect(vi.mocked(fetch)).toHaveBeenCalledWith('https://api.openai.com/v1/embeddings', expect.anything());
});
`;
    const { textOf } = await plan({
      'chat.ts': chat(OWN),
      'embed.ts': embed(OWN),
      'embed.test.ts': test,
      _headers: "/*\n  Content-Security-Policy: connect-src 'self' https://api.openai.com\n",
    });
    expect(textOf('embed.test.ts')).toContain("'https://api.vector.test/v9/embeddings'");
    expect(textOf('_headers')).toContain('https://api.acme.test https://api.vector.test');
  });
});
