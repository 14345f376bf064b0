import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ResolvedTarget } from '../src/plan/target.js';
import { acmeTarget } from './support/acme.js';
import { planTexts } from './support/pipeline.js';
import { RELEASES, type SdkRelease } from './support/programs.js';
import { compile, linkSdk, runTypeScript, writePrograms } from './support/sdk.js';
import { type Speaker, startSpeaker } from './support/speaker.js';

/*
 * Whole programs that speak the Responses API or text completions, in fixtures/conversions/. Converted to chat
 * completions they have to compile in strict mode against every major of the SDK, and to print what they printed before
 * when a server answers that understands both.
 */
const FIXTURES = new URL('../fixtures/conversions/', import.meta.url).pathname;
const ALL = readdirSync(FIXTURES).map((file): [string, string] => [
  file,
  readFileSync(join(FIXTURES, file), 'utf8'),
]);
const work = mkdtempSync(join(tmpdir(), 'banjia-conversions-'));

let speaker: Speaker;
beforeAll(async () => {
  speaker = await startSpeaker();
});
afterAll(() => {
  speaker.close();
  rmSync(work, { recursive: true, force: true });
});

describe.each(RELEASES)('openai $major', (release) => {
  const root = join(work, release.alias);
  const programs = Object.fromEntries(
    ALL.filter(([file]) => (file === 'legacy.ts') === (release.major === 3)),
  );

  it('compiles after as it did before', { timeout: 120_000 }, async () => {
    linkSdk(root, release.alias);
    const before = compile(root, writePrograms(root, 'before', programs));
    // Since 6.49 an item of an answer is no item of an input to the compiler.
    expect(before.filter((one) => !one.includes("'ResponseOutputItem'"))).toEqual([]);
    const after: string[] = [];
    for (const [file, text] of Object.entries(programs))
      after.push(...writePrograms(root, 'after', { [file]: await converted(file, text, release) }));
    expect(compile(root, after, { noUncheckedIndexedAccess: true })).toEqual([]);
    expect(compile(root, after)).toEqual([]);
  });

  it.each(Object.entries(programs))(
    'says and hears the same: %s',
    { timeout: 60_000 },
    async (file, text) => {
      const after = await converted(file, text, release);
      const env = { OPENAI_API_KEY: 'old', OPENAI_BASE_URL: `${speaker.origin}/v1`, ACME_API_KEY: 'new' };
      speaker.paths.length = 0;
      const before = await runTypeScript(root, `run-before/${file}`, text, env);
      const paths = speaker.paths.splice(0);
      const printed = await runTypeScript(root, `run-after/${file}`, after, env);

      expect(before.length).toBeGreaterThan(20);
      expect(printed).toBe(before);
      expect(paths.every((path) => /\/v1\/(?:responses|completions)$/.test(path))).toBe(true);
      expect(speaker.paths).toEqual(paths.map(() => 'POST /v4/chat/completions'));
    },
  );
});

/** The program after the move; nothing of the old protocol may be left for a person. */
async function converted(file: string, text: string, { major }: SdkRelease): Promise<string> {
  const manifest = `{"dependencies":{"openai":"^${major}.0.0"}}`;
  const planned = await planTexts({ [file]: text, 'package.json': manifest }, target());
  const left = planned.decisions.filter(
    ({ action, reason }) => action === 'manual' && reason !== 'parameter-values',
  );
  expect(left.map(({ finding, message }) => `${finding.range.start.line} ${message}`)).toEqual([]);
  const after = planned.after.get(file) ?? '';
  const again = await planTexts({ [file]: after, 'package.json': manifest }, target());
  expect(again.changes, 'a second run plans nothing').toEqual([]);
  return after;
}

function target(): ResolvedTarget {
  return { ...acmeTarget, baseURL: `${speaker.origin}/v4` };
}
