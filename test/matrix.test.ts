import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { providers } from '../src/providers/index.js';
import type { Provider } from '../src/providers/types.js';
import { resolveTarget } from '../src/target.js';
import { compile, link, write } from './support/compile.js';
import { targets } from './support/picky.js';
import { planTexts } from './support/pipeline.js';
import { programsOf, RELEASES, type SdkRelease } from './support/programs.js';

/*
 * Every client form and every request method of every major of the SDK, migrated to every provider, against the types
 * of that very major.
 */
const work = mkdtempSync(join(tmpdir(), 'banjia-matrix-'));
afterAll(() => rmSync(work, { recursive: true, force: true }));

describe.each(RELEASES)('openai $major', (release) => {
  it('compiles as it did after the move to every provider', { timeout: 300_000 }, async () => {
    const programs = await programsOf(release);
    const root = join(work, release.alias);
    link(root, { openai: release.alias });
    const files = write(root, 'before', programs);
    let moved = 0;
    const everywhere = providers.map((provider) => [provider.id, targetOf(provider)] as const);
    // In sdk mode such programs stay whole: test/native.test.ts has those that move.
    const named = Object.entries(targets).filter(([, { mode }]) => mode === 'endpoint');
    for (const [id, target] of [...named, ...everywhere]) {
      const planned = await planTexts({ ...programs, 'package.json': manifest(release) }, target);
      const failed = planned.decisions.filter((decision) => decision.reason === 'edit-failed');
      expect(failed, id).toEqual([]);
      const after = Object.fromEntries(
        Object.keys(programs).map((file) => [file, planned.after.get(file) ?? '']),
      );
      expect(Object.values(after).join('')).toContain(target.baseURL);
      files.push(...write(root, id, after));
      moved += planned.changes.length;
    }
    expect(moved).toBeGreaterThan(providers.length);
    expect(compile(files, work)).toEqual([]);
  });
});

/** With everything that is written only when asked for. */
function targetOf(provider: Provider) {
  const { value } = provider.regions[0].baseURL;
  return resolveTarget(
    {
      to: provider.id,
      baseUrl: value.replace(/<[^>]*>/g, 'mine'),
      guardValues: true,
      schemaInPrompt: true,
    },
    {},
  );
}

function manifest(release: SdkRelease): string {
  return JSON.stringify({ dependencies: { openai: `^${release.major}.0.0` } });
}
