import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { resolveTarget } from '../src/target.js';
import { startOllamaSpeaker } from './support/ollama-speaker.js';
import { planTexts } from './support/pipeline.js';
import { RELEASES, type SdkRelease } from './support/programs.js';
import { compile, linkSdk, runTypeScript, writePrograms } from './support/sdk.js';
import type { Speaker } from './support/speaker.js';

/*
 * Whole programs in fixtures/native/ that move to a provider's own SDK. Moved, they have to compile in strict mode
 * against the package itself, and to print what they printed before when a server answers that is asked in its own way.
 */
const FIXTURES = new URL('../fixtures/native/', import.meta.url).pathname;
const PROGRAMS = Object.fromEntries(
  readdirSync(FIXTURES).map((file): [string, string] => [file, readFileSync(join(FIXTURES, file), 'utf8')]),
);
const MODULES = new URL('../node_modules/', import.meta.url).pathname;
const work = mkdtempSync(join(tmpdir(), 'banjia-native-'));

let speaker: Speaker;
beforeAll(async () => {
  speaker = await startOllamaSpeaker();
});
afterAll(() => {
  speaker.close();
  rmSync(work, { recursive: true, force: true });
});

describe.each(RELEASES.filter(({ major }) => major > 3))('from openai $major to ollama', (release) => {
  const root = join(work, release.alias);

  it('compiles after as it did before', { timeout: 120_000 }, async () => {
    linkSdk(root, release.alias);
    writePrograms(root, '.', { 'package.json': '{"type":"module"}' });
    symlinkSync(join(MODULES, 'ollama'), join(root, 'node_modules/ollama'));
    expect(compile(root, writePrograms(root, 'before', PROGRAMS))).toEqual([]);
    const after: string[] = [];
    for (const [file, text] of Object.entries(PROGRAMS))
      after.push(...writePrograms(root, 'after', { [file]: await moved(file, text, release) }));
    expect(compile(root, after)).toEqual([]);
    expect(compile(root, after, { verbatimModuleSyntax: true, noUncheckedIndexedAccess: true })).toEqual([]);
  });

  it.each(Object.entries(PROGRAMS))(
    'says and hears the same: %s',
    { timeout: 60_000 },
    async (file, text) => {
      const after = await moved(file, text, release);
      const env = {
        OPENAI_API_KEY: 'old',
        OPENAI_BASE_URL: `${speaker.origin}/v1`,
        SELF_HOSTED_API_KEY: 'new',
      };
      const there = text.replace('https://api.openai.com', speaker.origin);
      speaker.paths.length = 0;
      const before = await runTypeScript(root, `run-before/${file}`, there, env);
      const paths = speaker.paths.splice(0);
      const printed = await runTypeScript(root, `run-after/${file}`, after, env);

      expect(before.length).toBeGreaterThan(20);
      expect(printed).toBe(before);
      expect(paths.every((path) => / \/v1\/(?:chat\/completions|embeddings) Bearer old$/.test(path))).toBe(
        true,
      );
      expect(speaker.paths.map((path) => path.replace(/ \/api\/(?:chat|embed) /, ' '))).toEqual(
        paths.map(() => 'POST Bearer new'),
      );
    },
  );
});

/** The program after the move; nothing of it may be left for a person. */
async function moved(file: string, text: string, { major }: SdkRelease): Promise<string> {
  const target = resolveTarget(
    { to: 'self-hosted', region: 'ollama', mode: 'sdk', baseUrl: `${speaker.origin}/v1` },
    {},
  );
  const manifest = `{"dependencies":{"openai":"^${major}.0.0"}}`;
  const planned = await planTexts({ [file]: text, 'package.json': manifest }, target);
  const left = planned.decisions.filter(({ action }) => action === 'manual');
  expect(left.map(({ finding, message }) => `${finding.range.start.line} ${message}`)).toEqual([]);
  expect(JSON.parse(planned.after.get('package.json') ?? '')).toEqual({ dependencies: { ollama: '^0.6.4' } });
  const after = planned.after.get(file) ?? '';
  const again = await planTexts({ [file]: after, 'package.json': manifest }, target);
  expect(again.changes, 'a second run plans nothing').toEqual([]);
  return after;
}
