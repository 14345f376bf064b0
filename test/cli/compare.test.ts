import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { providers } from '../../src/providers/index.js';
import schema from '../../src/schema/compare.json' with { type: 'json' };
import { banjia } from '../support/cli.js';
import { temporaryFolder } from '../support/folder.js';

const PROJECT = new URL('../../fixtures/projects/help-desk', import.meta.url).pathname;

describe('banjia compare', () => {
  it('prints a line for every provider', () => {
    const { code, out, err } = banjia(PROJECT, ['compare']);
    expect([code, err]).toEqual([0, '']);
    for (const { id } of providers) expect(out).toMatch(new RegExp(`^${id} +\\d+ +\\d+ +\\d+ +\\d+ `, 'm'));
    expect(out).toContain('chat.completions ×5');
  });

  it('prints one document that its schema describes', () => {
    const { code, out } = banjia(PROJECT, ['compare', '--json']);
    const document = JSON.parse(out);
    const valid = new Ajv({ strict: false }).compile(schema);
    expect(valid(document), JSON.stringify(valid.errors)).toBe(true);
    expect([code, document.providers.length]).toEqual([0, providers.length]);
  });

  it('compares a part, in Chinese, as Markdown', () => {
    const { code, out } = banjia(PROJECT, ['compare', 'src/knowledge', '--markdown', '--lang', 'zh']);
    expect(code).toBe(0);
    expect(out).toMatch(/^# 本仓库迁移到各平台的对比\n/);
    expect(out).toContain('| embeddings |');
    expect(out).not.toContain('chat.completions');
  });

  it('counts providers of one’s own among the rest', () => {
    const own = { id: 'house', baseURL: 'https://llm.example.com/v1', keyVariable: 'HOUSE_KEY' };
    const folder = temporaryFolder({
      'banjia.config.json': JSON.stringify({ providers: [own] }),
      'app.js':
        "import OpenAI from 'openai';\nnew OpenAI().chat.completions.create({ model: 'gpt-4o', messages: [] });\n",
    });
    const { code, out } = banjia(folder, ['compare']);
    expect([code, /^house /m.test(out)]).toEqual([0, true]);
  });

  it('writes nothing, and exits 2 for what cannot be', () => {
    expect(banjia(PROJECT, ['compare', '--json', '--markdown'])).toMatchObject({ code: 2, out: '' });
    expect(banjia(PROJECT, ['compare', 'no-such-folder']).code).toBe(2);
    expect(banjia(temporaryFolder(), ['compare'])).toMatchObject({
      code: 0,
      out: 'Nothing here asks OpenAI for anything.\n',
    });
  });
});
