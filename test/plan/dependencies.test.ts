import { describe, expect, it } from 'vitest';
import { applyEdits } from '../../src/pipeline/edits.js';
import { type DependencyNeed, dependencyVerdicts } from '../../src/plan/dependencies.js';
import { installCommand } from '../../src/plan/package-manager.js';
import type { Verdict } from '../../src/plan/verdict.js';
import { TextFile } from '../../src/text-tokens.js';

function need(file: string, more: Partial<DependencyNeed> = {}): DependencyNeed {
  const token = new TextFile(file, 'import').token(0, 6);
  return { token, dialect: 'ai-sdk', name: 'new-sdk', version: '2.3.4', instead: 'old-sdk', ...more };
}

/** Manifests after the plan, and what is left to a person. */
function planned(
  files: Readonly<Record<string, string>>,
  needs: readonly DependencyNeed[],
  verdicts: readonly Verdict[] = [],
) {
  const texts = new Map(Object.entries(files));
  const found = dependencyVerdicts(needs, verdicts, texts, {});
  const textOf = (file: string) =>
    applyEdits(
      files[file] ?? '',
      found.flatMap(({ edits }) => edits.filter((one) => one.file === file)),
    );
  return { textOf, found };
}

const json = (dependencies: object, more: object = {}) => JSON.stringify({ dependencies, ...more }, null, 2);

describe('dependencies of migrated code', () => {
  it.each([
    ['^1.0.0', '^2.3.4'],
    ['~1.0.0', '~2.3.4'],
    ['1.0.0', '2.3.4'],
    ['latest', '^2.3.4'],
    ['>=1 <3', '^2.3.4'],
    ['workspace:*', '^2.3.4'],
    ['npm:old-sdk@^1.0.0', 'npm:new-sdk@^2.3.4'],
  ])('%s of the old one gives %s', (old, wanted) => {
    const { textOf } = planned({ 'package.json': json({ 'old-sdk': old }), 'a.ts': '' }, [need('a.ts')]);
    expect(JSON.parse(textOf('package.json')).dependencies).toEqual({ 'new-sdk': wanted });
  });

  it('keeps a sorted table sorted and an unsorted one as it is', () => {
    const sorted = planned(
      { 'package.json': json({ alpha: '1', 'old-sdk': '^1.0.0', zeta: '1' }), 'a.ts': "'old-sdk'" },
      [need('a.ts', { name: 'beta-sdk' })],
    );
    expect(Object.keys(JSON.parse(sorted.textOf('package.json')).dependencies)).toEqual([
      'alpha',
      'beta-sdk',
      'old-sdk',
      'zeta',
    ]);
    const loose = planned(
      { 'package.json': json({ zeta: '1', 'old-sdk': '^1.0.0', alpha: '1' }), 'a.ts': '' },
      [need('a.ts', { name: 'beta-sdk' })],
    );
    expect(Object.keys(JSON.parse(loose.textOf('package.json')).dependencies)).toEqual([
      'zeta',
      'beta-sdk',
      'alpha',
    ]);
  });

  it.each([
    ['code', 'b.ts', "import 'old-sdk';"],
    ['a component', 'App.vue', "import x from 'old-sdk'"],
    ['configuration', 'vite.config.js', "optimizeDeps: ['old-sdk']"],
    ['a part of it', 'c.ts', "import 'old-sdk/extra';"],
  ])('keeps the old one while %s says its name', (_, file, text) => {
    const { textOf } = planned({ 'package.json': json({ 'old-sdk': '^1' }), 'a.ts': '', [file]: text }, [
      need('a.ts'),
    ]);
    expect(JSON.parse(textOf('package.json')).dependencies).toEqual({ 'old-sdk': '^1', 'new-sdk': '^2.3.4' });
  });

  it('keeps it for a script, and not for a page, a lock file or another package of that beginning', () => {
    const scripted = { scripts: { build: 'bundle --external old-sdk' } };
    const used = planned({ 'package.json': json({ 'old-sdk': '^1' }, scripted) }, [need('a.ts')]);
    expect(JSON.parse(used.textOf('package.json')).dependencies).toHaveProperty('old-sdk');
    const unused = planned(
      {
        'package.json': json({ 'old-sdk': '^1' }),
        'README.md': 'old-sdk',
        'yarn.lock': 'old-sdk@^1',
        'b.ts': "import 'old-sdk-extra'",
      },
      [need('a.ts')],
    );
    expect(JSON.parse(unused.textOf('package.json')).dependencies).not.toHaveProperty('old-sdk');
  });

  it('asks the manifest that declares the old package, for its own files only', () => {
    const { textOf } = planned(
      {
        'package.json': json({ 'old-sdk': '^1' }),
        'apps/web/package.json': json({ 'old-sdk': '~1.2.0' }),
        'apps/web/a.ts': '',
        'apps/api/package.json': json({}),
        'apps/api/b.ts': "import 'old-sdk'",
      },
      [need('apps/web/a.ts')],
    );
    expect(JSON.parse(textOf('apps/web/package.json')).dependencies).toEqual({ 'new-sdk': '~2.3.4' });
    expect(JSON.parse(textOf('package.json')).dependencies).toEqual({ 'old-sdk': '^1' });
  });

  it('says so where there is nowhere to declare it', () => {
    const { found } = planned({ 'a.ts': '' }, [need('a.ts')]);
    expect(found.map(({ action, reason }) => [action, reason])).toEqual([['manual', 'dependency-elsewhere']]);
  });

  it('goes with the edits of the files that need it', () => {
    const { found } = planned({ 'package.json': json({ 'old-sdk': '^1' }) }, [need('b.ts'), need('a.ts')]);
    expect(found.map(({ follows }) => follows)).toEqual([['a.ts', 'b.ts']]);
  });
});

describe('the command that brings the lock file after', () => {
  const at = (file: string, text = '') => ({ file, text });

  it.each([
    [
      'what packageManager says',
      [at('package.json', '{ "packageManager": "pnpm@9.1.0" }'), at('yarn.lock')],
      'pnpm',
    ],
    ['the lock file', [at('package.json', '{}'), at('bun.lock')], 'bun'],
    ['the lock file of the root', [at('yarn.lock'), at('apps/web/package-lock.json')], 'yarn'],
    ['nothing', [at('package.json', '{}')], 'npm'],
  ])('follows %s', (_, texts, manager) => {
    expect(installCommand('apps/web/package.json', texts)).toBe(`${manager} install`);
  });

  it('does not look at a neighbour, and knows Deno by its manifest', () => {
    expect(installCommand('apps/web/package.json', [at('apps/api/yarn.lock')])).toBe('npm install');
    expect(installCommand('deno.jsonc', [at('package-lock.json')])).toBe('deno install');
  });
});
