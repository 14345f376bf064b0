import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { providers } from '../src/providers/index.js';
import type { Provider } from '../src/providers/types.js';
import { resolveTarget } from '../src/target.js';
import { acme, acmeTarget } from './support/acme.js';
import { AI_SDK_RELEASES, type AiSdkRelease, aiSdkPrograms } from './support/ai-sdk-programs.js';
import { compile, link, write } from './support/compile.js';
import { planTexts } from './support/pipeline.js';

/*
 * Every form in which a provider of the AI SDK is made and used, in every major, moved to providers of every kind, against
 * the types of the packages of that major. AI SDK 7 runs on Node 22; its types are read by any.
 */
const work = mkdtempSync(join(tmpdir(), 'banjia-ai-sdk-'));
afterAll(() => rmSync(work, { recursive: true, force: true }));

describe.each(AI_SDK_RELEASES)('ai $major', (release) => {
  it('compiles as it did after the move', { timeout: 300_000 }, async () => {
    const root = installed(release, 'endpoint', {
      ...(release.major > 3 ? { '@ai-sdk/openai-compatible': `ai-compatible-v${release.major}` } : {}),
    });
    const programs = aiSdkPrograms(release.major);
    const files = write(root, 'before', programs);
    for (const provider of [acme, ...providersFor(release.major)]) {
      const target = provider === acme ? acmeTarget : targetOf(provider, 'endpoint');
      files.push(...(await moved(root, provider.id, programs, release, target)));
    }
    expect(compile(files, work)).toEqual([]);
  });

  const own = providers.flatMap((provider) =>
    provider.packages.flatMap(({ name, aiSdk }) =>
      (aiSdk ?? [])
        .filter(({ major }) => major === release.major)
        .map(() => ({ provider, name, alias: `ai-${provider.id}-v${release.major}` })),
    ),
  );
  it.skipIf(own.length === 0)('compiles with the packages of the providers themselves', async () => {
    const root = installed(release, 'sdk', Object.fromEntries(own.map(({ name, alias }) => [name, alias])));
    // Embeddings stay at OpenAI there, so the type of an instance may be either and is left to a person.
    const { 'types.ts': _, ...programs } = aiSdkPrograms(release.major);
    const files: string[] = [];
    for (const { provider, name } of own) {
      const target = targetOf(provider, 'sdk');
      const after = await moved(root, provider.id, programs, release, target, name);
      files.push(...after);
    }
    expect(compile(files, work)).toEqual([]);
  });
});

/**
 * Every provider in one major. Beyond addresses and ids providers differ in what they serve, whether they take schemas and
 * whether streams tell usage: in the other majors these four stand for all.
 */
function providersFor(major: number): readonly Provider[] {
  const some = new Set(['azure', 'moonshot', 'self-hosted', 'zhipu']);
  return major === 6 ? providers : providers.filter(({ id }) => some.has(id));
}

/** The programs after the move, written below `root`. */
async function moved(
  root: string,
  folder: string,
  programs: Readonly<Record<string, string>>,
  release: AiSdkRelease,
  target: ReturnType<typeof targetOf>,
  name = release.major === 3 ? '@ai-sdk/openai' : '@ai-sdk/openai-compatible',
): Promise<string[]> {
  const manifest = JSON.stringify({
    dependencies: { ai: `^${release.major}.0.0`, '@ai-sdk/openai': release.provider },
  });
  const planned = await planTexts({ ...programs, 'package.json': manifest }, target);
  expect(planned.decisions.filter(({ reason }) => reason === 'edit-failed')).toEqual([]);
  const after = Object.fromEntries(
    Object.keys(programs).map((file) => [file, planned.after.get(file) ?? '']),
  );
  expect(Object.values(after).join('')).toContain(target.baseURL);
  expect(JSON.parse(planned.after.get('package.json') ?? '{}').dependencies).toHaveProperty([name]);
  return write(root, folder, after);
}

function installed(
  release: AiSdkRelease,
  folder: string,
  packages: Readonly<Record<string, string>>,
): string {
  const root = join(work, `${folder}-${release.major}`);
  link(root, {
    ai: `ai-v${release.major}`,
    '@ai-sdk/openai': `ai-openai-v${release.major}`,
    zod: 'zod',
    ...packages,
  });
  writeFileSync(join(root, 'package.json'), '{ "type": "module" }');
  return root;
}

function targetOf(provider: Provider, mode: 'endpoint' | 'sdk') {
  const { value } = provider.regions[0].baseURL;
  return resolveTarget({ to: provider.id, mode, baseUrl: value.replace(/<[^>]*>/g, 'mine') }, {});
}
