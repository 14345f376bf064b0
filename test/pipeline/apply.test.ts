import {
  chmodSync,
  existsSync,
  lstatSync,
  readFileSync,
  renameSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { FileChange } from '../../src/finding.js';
import { apply, assertNoHalfWrite, undo } from '../../src/pipeline/apply.js';
import { temporaryFolder } from '../support/folder.js';

const change = (file: string, before: string, after: string): FileChange => ({
  file,
  before,
  after,
  secrets: [],
  reasons: [],
});

function setUp(files: Readonly<Record<string, string>>) {
  const root = temporaryFolder(files);
  return { root, journalDir: join(root, '.banjia') };
}

describe('apply', () => {
  it('writes, keeps the mode, and undo gives every byte back', async () => {
    const before = '\uFEFF#!/usr/bin/env node\r\nconst a = 1;\r\n';
    const options = setUp({ 'bin.js': before, 'b.ts': 'b' });
    chmodSync(join(options.root, 'bin.js'), 0o755);
    await apply([change('bin.js', before, `${before}// more`), change('b.ts', 'b', 'c')], options);
    expect(readFileSync(join(options.root, 'bin.js'), 'utf8')).toBe(`${before}// more`);
    expect(statSync(join(options.root, 'bin.js')).mode & 0o777).toBe(0o755);
    expect(statSync(join(options.journalDir, 'last/0.original')).mode & 0o777).toBe(0o600);
    expect(await undo({ ...options, force: false })).toEqual({ files: ['bin.js', 'b.ts'] });
    expect(readFileSync(join(options.root, 'bin.js'), 'utf8')).toBe(before);
    expect(readFileSync(join(options.root, 'b.ts'), 'utf8')).toBe('b');
    await expect(undo({ ...options, force: false })).rejects.toMatchObject({ code: 'nothing-to-undo' });
  });

  it('writes nothing when one file changed meanwhile', async () => {
    const options = setUp({ 'a.ts': 'a', 'b.ts': 'other' });
    const changes = [change('a.ts', 'a', 'A'), change('b.ts', 'b', 'B')];
    await expect(apply(changes, options)).rejects.toMatchObject({ code: 'changed-on-disk' });
    expect(readFileSync(join(options.root, 'a.ts'), 'utf8')).toBe('a');
  });

  it('writes nothing when one file is read-only', async () => {
    const options = setUp({ 'a.ts': 'a', 'b.ts': 'b' });
    chmodSync(join(options.root, 'b.ts'), 0o444);
    await expect(apply([change('a.ts', 'a', 'A'), change('b.ts', 'b', 'B')], options)).rejects.toMatchObject({
      code: 'not-writable',
      message: expect.stringContaining('b.ts'),
    });
    expect(readFileSync(join(options.root, 'a.ts'), 'utf8')).toBe('a');
    expect(existsSync(options.journalDir)).toBe(false);
  });

  it('writes through a link instead of replacing it', async () => {
    const options = setUp({ 'real.ts': 'a' });
    symlinkSync('real.ts', join(options.root, 'link.ts'));
    await apply([change('link.ts', 'a', 'b')], options);
    expect(lstatSync(join(options.root, 'link.ts')).isSymbolicLink()).toBe(true);
    expect(readFileSync(join(options.root, 'real.ts'), 'utf8')).toBe('b');
  });

  it('sees a run that was cut short, and undo mends it', async () => {
    const options = setUp({ 'a.ts': 'a', 'b.ts': 'b' });
    await apply([change('a.ts', 'a', 'A'), change('b.ts', 'b', 'B')], options);
    renameSync(join(options.journalDir, 'last'), join(options.journalDir, 'pending'));
    writeFileSync(join(options.root, 'b.ts'), 'b');
    await expect(assertNoHalfWrite(options.journalDir)).rejects.toMatchObject({ code: 'half-written' });
    await undo({ ...options, force: false });
    expect(readFileSync(join(options.root, 'a.ts'), 'utf8')).toBe('a');
    await expect(assertNoHalfWrite(options.journalDir)).resolves.toBeUndefined();
  });

  it('does not take back what somebody changed since, unless forced', async () => {
    const options = setUp({ 'a.ts': 'a' });
    await apply([change('a.ts', 'a', 'A')], options);
    writeFileSync(join(options.root, 'a.ts'), 'mine');
    await expect(undo({ ...options, force: false })).rejects.toMatchObject({ code: 'changed-on-disk' });
    expect(readFileSync(join(options.root, 'a.ts'), 'utf8')).toBe('mine');
    await undo({ ...options, force: true });
    expect(readFileSync(join(options.root, 'a.ts'), 'utf8')).toBe('a');
  });
});
