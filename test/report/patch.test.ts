import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { FileChange } from '../../src/finding.js';
import { renderPatch } from '../../src/report/diff.js';
import { temporaryFolder } from '../support/folder.js';

const change = (
  file: string,
  before: string,
  after: string,
  secrets: readonly string[] = [],
): FileChange => ({
  file,
  before,
  after,
  secrets,
  reasons: [],
});

const CHANGES = [
  change('plain.ts', 'a\nb\nc\n', 'a\nB\nc\n'),
  change('crlf.ts', 'a\r\nb\r\nc\r\n', 'a\r\nB\r\nb2\r\nc\r\n'),
  change('mixed.ts', 'a\r\nb\nc\r\n', 'a\r\nB\nc\r\n'),
  change('bom.ts', '\uFEFFa\nb\n', '\uFEFFA\nb\n'),
  change('no-newline.ts', 'a\nb', 'a\nB'),
  change('adds-newline.ts', 'a\nb', 'a\nb\nc\n'),
  change('src/with blank.ts', 'a\n', 'b\n'),
  change('src/客户端.ts', '你好\n', '再见\n'),
  change('quote".ts', 'a\n', 'b\n'),
  change(
    'long.ts',
    `${'x\n'.repeat(50)}y\n${'z\n'.repeat(50)}`,
    `${'x\n'.repeat(50)}Y\n${'z\n'.repeat(49)}Z\n`,
  ),
];

describe('patch', () => {
  it('is what git apply takes, byte for byte', () => {
    const root = temporaryFolder(Object.fromEntries(CHANGES.map((one) => [one.file, one.before])));
    execFileSync('git', ['init', '-q', root]);
    execFileSync('git', ['-C', root, 'config', 'core.autocrlf', 'false']);
    const { patch, leftOut } = renderPatch(CHANGES);
    expect(leftOut).toEqual([]);
    writeFileSync(join(root, 'out.patch'), patch);
    execFileSync('git', ['-C', root, 'apply', '--whitespace=nowarn', 'out.patch']);
    for (const { file, after } of CHANGES) expect(readFileSync(join(root, file), 'utf8'), file).toBe(after);
  });

  it('leaves out a file whose hunks show a secret', () => {
    const secret = 'hunter2hunter2';
    const { patch, leftOut } = renderPatch([
      change('.env', `A=1\nDB_PASSWORD=${secret}\nB=2\n`, `A=1\nDB_PASSWORD=${secret}\nB=3\n`, [secret]),
      change('a.ts', 'a\n', 'b\n'),
    ]);
    expect(leftOut).toEqual(['.env']);
    expect(patch).not.toContain(secret);
    expect(patch).toContain('+b');
  });
});
