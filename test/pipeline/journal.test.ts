import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { FileChange } from '../../src/finding.js';
import { apply, undo } from '../../src/pipeline/apply.js';
import { replaceFile } from '../../src/pipeline/replace-file.js';
import { temporaryFolder } from '../support/folder.js';

vi.mock('../../src/pipeline/replace-file.js', { spy: true });
afterEach(() => void vi.mocked(replaceFile).mockReset());

const change = (file: string, before: string, after: string): FileChange => ({
  file,
  before,
  after,
  secrets: [],
  reasons: [],
});
const AB = [change('a.ts', 'a', 'A'), change('b.ts', 'b', 'B')];

function setUp(files: Readonly<Record<string, string>> = { 'a.ts': 'a', 'b.ts': 'b' }) {
  const root = temporaryFolder(files);
  const read = (file: string) => readFileSync(join(root, file), 'utf8');
  return { root, journalDir: join(root, '.banjia'), read };
}

/** The disk fills up at the nth write, and stays so for `times` writes. */
function failAt(nth: number, times = 1): void {
  const original = vi.mocked(replaceFile).getMockImplementation();
  let count = 0;
  vi.mocked(replaceFile).mockImplementation(async (path, bytes, mode) => {
    count += 1;
    if (count >= nth && count < nth + times)
      throw Object.assign(new Error('no space left'), { code: 'ENOSPC' });
    if (original) return original(path, bytes, mode);
    writeFileSync(path, bytes);
    chmodSync(path, mode & 0o7777);
  });
}

describe('a write that fails', () => {
  it('puts back what was written, and leaves no trace', async () => {
    const { read, ...options } = setUp();
    failAt(2);
    await expect(apply(AB, options)).rejects.toMatchObject({
      code: 'not-writable',
      message: expect.stringContaining('ENOSPC'),
    });
    expect([read('a.ts'), read('b.ts')]).toEqual(['a', 'b']);
    expect(readdirSync(options.root).sort()).toEqual(['a.ts', 'b.ts']);
  });

  it('keeps the earlier write for undo', async () => {
    const { read, ...options } = setUp();
    await apply([change('a.ts', 'a', 'A')], options);
    failAt(2);
    await expect(apply([change('a.ts', 'A', 'AA'), change('b.ts', 'b', 'B')], options)).rejects.toThrow();
    vi.mocked(replaceFile).mockReset();
    expect(await undo({ ...options, force: false })).toEqual({ files: ['a.ts'] });
    expect(read('a.ts')).toBe('a');
  });

  it('is mended by undo when putting back fails, too', async () => {
    const { read, ...options } = setUp();
    failAt(2, 2);
    await expect(apply(AB, options)).rejects.toMatchObject({ code: 'half-written' });
    expect(read('a.ts')).toBe('A');
    vi.mocked(replaceFile).mockReset();
    await expect(apply(AB, options)).rejects.toMatchObject({ code: 'half-written' });
    expect(await undo({ ...options, force: false })).toEqual({ files: ['a.ts'] });
    expect([read('a.ts'), read('b.ts')]).toEqual(['a', 'b']);
  });

  it('stops when an editor saves a file in between', async () => {
    const { read, ...options } = setUp();
    failAt(99);
    const passing = vi.mocked(replaceFile).getMockImplementation();
    vi.mocked(replaceFile).mockImplementationOnce(async (path, bytes, mode) => {
      await passing?.(path, bytes, mode);
      writeFileSync(join(options.root, 'b.ts'), 'mine');
    });
    await expect(apply(AB, options)).rejects.toMatchObject({ code: 'changed-on-disk' });
    expect([read('a.ts'), read('b.ts')]).toEqual(['a', 'mine']);
  });
});

describe('apply', () => {
  it('keeps a mode that the umask would cut', async () => {
    const { root, journalDir } = setUp();
    chmodSync(join(root, 'a.ts'), 0o777);
    await apply(AB, { root, journalDir });
    expect(statSync(join(root, 'a.ts')).mode & 0o777).toBe(0o777);
  });

  it('names every file that is in the way, and every missing one', async () => {
    const { root, journalDir } = setUp({ 'a.ts': 'x', 'b.ts': 'b' });
    const changes = [...AB, change('gone.ts', 'a', 'b')];
    await expect(apply(changes, { root, journalDir })).rejects.toMatchObject({
      code: 'changed-on-disk',
      message: expect.stringContaining('a.ts, gone.ts'),
    });
    expect(existsSync(journalDir)).toBe(false);
  });

  it('compares bytes, not texts: a BOM counts', async () => {
    const { root, journalDir } = setUp({ 'a.ts': '\uFEFFa' });
    await expect(apply([change('a.ts', 'a', 'A')], { root, journalDir })).rejects.toMatchObject({
      code: 'changed-on-disk',
    });
    await apply([change('a.ts', '\uFEFFa', '\uFEFFA')], { root, journalDir });
    expect([...readFileSync(join(root, 'a.ts'))]).toEqual([0xef, 0xbb, 0xbf, 0x41]);
  });

  it('takes a link and its target for one file', async () => {
    const { root, journalDir, read } = setUp({ 'a.ts': 'a' });
    symlinkSync('a.ts', join(root, 'link.ts'));
    const both = (after: string) => [change('a.ts', 'a', 'A'), change('link.ts', 'a', after)];
    await expect(apply(both('B'), { root, journalDir })).rejects.toMatchObject({ code: 'overlapping-edits' });
    expect(await apply(both('A'), { root, journalDir })).toEqual({ files: 1 });
    expect(read('a.ts')).toBe('A');
  });

  it('keeps originals where nobody else reads them and git does not see them', async () => {
    const { root, journalDir } = setUp();
    await apply(AB, { root, journalDir });
    expect(statSync(join(journalDir, 'last')).mode & 0o777).toBe(0o700);
    for (const file of readdirSync(join(journalDir, 'last')))
      expect(statSync(join(journalDir, 'last', file)).mode & 0o777, file).toBe(0o600);
    expect(readFileSync(join(journalDir, '.gitignore'), 'utf8')).toBe('*\n');
  });
});

describe('undo', () => {
  it('works from another folder of the repository, and leaves a file of the same name there alone', async () => {
    const { root, journalDir, read } = setUp({ 'pkg/one/a.ts': 'a', 'pkg/two/a.ts': 'a' });
    await apply([change('a.ts', 'a', 'A')], { root: join(root, 'pkg/one'), journalDir });
    writeFileSync(join(root, 'pkg/two/a.ts'), 'other');
    expect(await undo({ root: join(root, 'pkg/two'), journalDir, force: true })).toEqual({
      files: ['../one/a.ts'],
    });
    expect([read('pkg/one/a.ts'), read('pkg/two/a.ts')]).toEqual(['a', 'other']);
  });

  it('works after the repository was moved', async () => {
    const { root } = setUp({ 'repo/a.ts': 'a' });
    const at = (name: string) => ({ root: join(root, name), journalDir: join(root, name, '.git/banjia') });
    mkdirSync(join(root, 'repo/.git'));
    await apply([change('a.ts', 'a', 'A')], at('repo'));
    renameSync(join(root, 'repo'), join(root, 'moved'));
    expect(await undo({ ...at('moved'), force: false })).toEqual({ files: ['a.ts'] });
    expect(readFileSync(join(root, 'moved/a.ts'), 'utf8')).toBe('a');
  });

  it('brings a deleted file back only by force, and leaves one alone that was reverted by hand', async () => {
    const { read, ...options } = setUp();
    await apply(AB, options);
    rmSync(join(options.root, 'a.ts'));
    writeFileSync(join(options.root, 'b.ts'), 'b');
    await expect(undo({ ...options, force: false })).rejects.toMatchObject({
      code: 'changed-on-disk',
      message: expect.stringMatching(/: a\.ts$/),
    });
    expect(await undo({ ...options, force: true })).toEqual({ files: ['a.ts'] });
    expect([read('a.ts'), read('b.ts')]).toEqual(['a', 'b']);
    expect(existsSync(options.journalDir)).toBe(false);
  });

  it('does not guess when the journal is damaged', async () => {
    const { read, ...options } = setUp();
    await apply(AB, options);
    writeFileSync(join(options.journalDir, 'last/journal.json'), '{ "version": 1 }');
    await expect(undo({ ...options, force: true })).rejects.toMatchObject({ code: 'unreadable' });
    expect(read('a.ts')).toBe('A');
  });
});
