import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { providers } from '../src/providers/index.js';
import type { Provider } from '../src/providers/types.js';
import { resolveTarget } from '../src/target.js';
import { acme, acmeTarget } from './support/acme.js';
import { compile, link, write } from './support/compile.js';
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
    for (const provider of [acme, ...providers]) {
      const planned = await planTexts({ ...programs, 'package.json': manifest(release) }, targetOf(provider));
      const failed = planned.decisions.filter((decision) => decision.reason === 'edit-failed');
      expect(failed, provider.id).toEqual([]);
      const after = Object.fromEntries(
        Object.keys(programs).map((file) => [file, planned.after.get(file) ?? '']),
      );
      expect(Object.values(after).join('')).toContain(targetOf(provider).baseURL);
      files.push(...write(root, provider.id, after));
      moved += planned.changes.length;
    }
    expect(moved).toBeGreaterThan(providers.length);
    expect(compile(files, work)).toEqual([]);
  });
});

function targetOf(provider: Provider) {
  if (provider === acme) return acmeTarget;
  const { value } = provider.regions[0].baseURL;
  return resolveTarget({ to: provider.id, baseUrl: value.replace(/<[^>]*>/g, 'mine') }, {});
}

function manifest(release: SdkRelease): string {
  return JSON.stringify({ dependencies: { openai: `^${release.major}.0.0` } });
}
