import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { MODE_NAMES } from '../src/emulate/modes.js';
import { providers } from '../src/providers/index.js';
import { temporaryFolder } from './support/folder.js';
import { planTexts } from './support/pipeline.js';

const ROOT = new URL('../transforms/', import.meta.url).pathname;
const FILES: Readonly<Record<string, string>> = { ts: 'a.ts', dotenv: '.env', json: 'package.json' };
const dialects = readdirSync(ROOT, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

describe.each(dialects)('transforms/%s', (dialect) => {
  const page = join(ROOT, dialect, 'README.md');

  it('has a page whose ❌ blocks yield findings and whose ✅ blocks yield none', async () => {
    expect(existsSync(page)).toBe(true);
    const text = readFileSync(page, 'utf8');
    const bad = blocks(text, '❌');
    const good = blocks(text, '✅');
    expect([bad.length > 0, good.length > 0]).toEqual([true, true]);
    for (const [language, code] of bad) expect(await left(language, code), code).toBeGreaterThan(0);
    for (const [language, code] of good) expect(await left(language, code), code).toBe(0);
  });
});

/** What is there to handle; where `scan` only takes stock of it (manifests, models that end), what is noted. */
async function left(language: string, code: string): Promise<number> {
  const { decisions } = await planTexts({ [FILES[language] ?? `a.${language}`]: code }, null);
  return decisions.filter(
    ({ action, finding }) =>
      action !== 'none' || finding.kind === 'dependency' || finding.dialect === 'retired-models',
  ).length;
}

function blocks(text: string, mark: string): [string, string][] {
  return [...text.matchAll(new RegExp(`${mark}[^\`]*\`\`\`([\\w.]+)\\n([\\s\\S]*?)\`\`\``, 'g'))].map(
    (match) => [match[1] ?? '', match[2] ?? ''],
  );
}

describe('docs/emulate.md', () => {
  const text = readFileSync(new URL('../docs/emulate.md', import.meta.url), 'utf8');

  it('has an example that runs', () => {
    const [, code = ''] = /```js\n([\s\S]*?)```/.exec(text) ?? [];
    const folder = temporaryFolder({
      'example.mjs': code
        .replace("'banjia'", `'${new URL('../dist/src/index.js', import.meta.url)}'`)
        .replace("'openai'", `'${new URL('../node_modules/openai-v6/index.mjs', import.meta.url)}'`),
    });
    const out = execFileSync(process.execPath, ['example.mjs'], { cwd: folder, encoding: 'utf8' });
    expect(out).toBe('accepted glm-5.3\n');
  });

  it('names every mode', () => {
    for (const mode of MODE_NAMES) expect(text).toContain(`--mode ${mode}`);
  });
});

describe('README', () => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');

  it('lists the providers as the registry does', () => {
    const rows = [
      ...readme.matchAll(/^\| \[([\w-]+)\]\(src\/providers\/[\w-]+\.ts\) \| [^|]+ \| `(\w+)` \| (\S+) \|/gm),
    ];
    expect(rows.map(([, id, key, flagship]) => [id, key, flagship])).toEqual(
      providers.map(({ id, keyVariable, mapping }) => [id, keyVariable.value, mapping.flagship.value]),
    );
  });

  it('lists the transforms as the folders stand', () => {
    const rows = [...readme.matchAll(/^\| \[([\w-]+)\]\(transforms\//gm)].map(([, id]) => id);
    expect(rows.sort()).toEqual([...dialects].sort());
  });
});
