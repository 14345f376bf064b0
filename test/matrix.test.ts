import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import ts from 'typescript';
import { afterAll, describe, expect, it } from 'vitest';
import { providers } from '../src/providers/index.js';
import type { Provider } from '../src/providers/types.js';
import { resolveTarget } from '../src/target.js';
import { targets } from './support/picky.js';
import { planTexts } from './support/pipeline.js';
import { programsOf, RELEASES, type SdkRelease } from './support/programs.js';

/*
 * Every client form and every request method of every major of the SDK, migrated to every provider, against the types
 * of that very major.
 */
const MODULES = new URL('../node_modules/', import.meta.url).pathname;
const work = mkdtempSync(join(tmpdir(), 'banjia-matrix-'));
afterAll(() => rmSync(work, { recursive: true, force: true }));

describe.each(RELEASES)('openai $major', (release) => {
  it('compiles as it did after the move to every provider', { timeout: 300_000 }, async () => {
    const programs = await programsOf(release);
    const root = join(work, release.alias);
    link(root, release);
    const files = write(root, 'before', programs);
    let moved = 0;
    const everywhere = providers.map((provider) => [provider.id, targetOf(provider)] as const);
    for (const [id, target] of [...Object.entries(targets), ...everywhere]) {
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
    expect(compile(files)).toEqual([]);
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

function link(root: string, release: SdkRelease): void {
  mkdirSync(join(root, 'node_modules'), { recursive: true });
  symlinkSync(join(MODULES, release.alias), join(root, 'node_modules/openai'));
  symlinkSync(join(MODULES, '@types'), join(root, 'node_modules/@types'));
}

function write(root: string, folder: string, programs: Readonly<Record<string, string>>): string[] {
  return Object.entries(programs).map(([file, text]) => {
    const path = join(root, folder, file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
    return path;
  });
}

function compile(files: readonly string[]): string[] {
  const program = ts.createProgram(files, {
    noEmit: true,
    strict: true,
    skipLibCheck: true,
    allowJs: true,
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    types: ['node'],
    typeRoots: [join(MODULES, '@types')],
  });
  return ts.getPreEmitDiagnostics(program).map((one) => {
    const message = ts.flattenDiagnosticMessageText(one.messageText, ' ');
    const at = one.file?.getLineAndCharacterOfPosition(one.start ?? 0);
    return `${one.file?.fileName.replace(work, '')}:${(at?.line ?? 0) + 1} ${message}`;
  });
}
