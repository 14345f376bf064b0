import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Chalk } from 'chalk';
import { describe, expect, it } from 'vitest';
import type { FileChange } from '../../src/finding.js';
import { renderDiff, renderPatch } from '../../src/report/diff.js';
import { temporaryFolder } from '../support/folder.js';

const plain = { chalk: new Chalk({ level: 0 }), wordEmphasis: false };
const coloured = { chalk: new Chalk({ level: 1 }), wordEmphasis: true };

const change = (
  before: string,
  after: string,
  file = 'a.ts',
  secrets: readonly string[] = [],
): FileChange => ({
  file,
  before,
  after,
  secrets,
  reasons: [],
});

describe('renderDiff', () => {
  it('marks a model id as a whole', () => {
    const diff = renderDiff(
      change("ask({ model: 'gpt-4o', n: 1 });\n", "ask({ model: 'glm-5.3', n: 1 });\n"),
      coloured,
    );
    expect(diff).toContain('\u001b[7mgpt-4o\u001b[27m');
    expect(diff).toContain('\u001b[7mglm-5.3\u001b[27m');
  });

  it('finds the line that was changed among lines that are new', () => {
    const diff = renderDiff(
      change('const a = new OpenAI();\n', '// moved\nconst a = new OpenAI({ b });\n'),
      coloured,
    );
    expect(diff).toContain('\u001b[32m// moved\u001b[39m');
    expect(diff).toContain('\u001b[7m{ b }');
  });

  it('draws control characters, and carriage returns only where they tell lines apart', () => {
    expect(renderDiff(change('a\r\nb\r\n', 'a\r\nc\r\n'), plain)).toContain('\n-b\n+c\n');
    expect(renderDiff(change('a\r\nb\n', 'a\r\nc\n'), plain)).toContain('\n a␍\n-b\n+c\n');
    const evil = renderDiff(change('x\n', 'x = "\u001b[2J\u202e";\tok\n'), plain);
    expect(evil).toContain('+x = "␛[2J<U+202E>";\tok');
  });

  it('cuts a long line around the change', () => {
    const line = (model: string) => `${'a '.repeat(5000)}'${model}'${' b'.repeat(5000)}\n`;
    const diff = renderDiff(change(line('gpt-4o'), line('glm-5.3')), plain);
    expect(diff).toContain("'gpt-4o'");
    expect(diff).toContain("'glm-5.3'");
    for (const one of diff.split('\n')) expect(one.length).toBeLessThan(420);
  });

  it('shows no secret of a neighbouring line, and none cut in two', () => {
    const secret = 'hunter2hunter2';
    const before = `A=${secret}\nB=${'x'.repeat(395)}${secret}\nC=1\n`;
    const diff = renderDiff(change(before, before.replace('C=1', 'C=2'), '.env', [secret]), coloured);
    expect(diff).not.toContain('hunter2');
  });

  it('says how much a cap leaves out', () => {
    const lines = (text: string) => Array.from({ length: 50 }, (_, index) => `${text}${index}\n`).join('');
    const diff = renderDiff(change(lines('a'), lines('b')), { ...plain, maxLines: 10 });
    expect(diff.split('\n')).toHaveLength(2 + 10 + 1 + 1);
    expect(diff).toMatch(/… 91 more lines; --verbose shows them\n$/);
  });

  it('says where the last line is open, and names the file as it is called', () => {
    const diff = renderDiff(change('a', 'b', 'src/客户端 x.ts'), plain);
    expect(diff).toContain('+++ b/src/客户端 x.ts\t\n');
    expect(diff).toContain('-a\n\\ No newline at end of file\n+b\n\\ No newline at end of file\n');
  });
});

/** The same numbers on every run. */
function random(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const LINES = [
  '',
  'const a = 1;',
  '\tx',
  '- y',
  '+ z',
  '\\ No newline',
  '@@ -1 +1 @@',
  '--- a/x',
  '中文',
  'a\rb',
  ' ',
];
const NAMES = [
  'plain.ts',
  'with blank.ts',
  '客户端.ts',
  'quote".ts',
  'back\\slash.ts',
  'é ü.ts',
  "it's.ts",
  'tab\t.ts',
];

function text(next: (below: number) => number): string {
  const body = Array.from(
    { length: next(14) },
    () => LINES[next(LINES.length)] + (next(2) === 0 ? '\n' : '\r\n'),
  ).join('');
  const open = next(3) === 0 ? body.replace(/\r?\n$/, '') : body;
  return next(4) === 0 ? `\uFEFF${open}` : open;
}

describe('renderPatch', () => {
  it('is what git apply takes, for whatever text and name', () => {
    const next = random(7);
    const changes = Array.from({ length: 240 }, (_, index) =>
      change(text(next), text(next), `d${index}/${NAMES[index % NAMES.length]}`),
    );
    changes.push(
      change('', 'a\n', 'was empty.ts'),
      change('a\n', '', 'gets empty.ts'),
      change('a', 'a', 'same.ts'),
    );
    const root = temporaryFolder(Object.fromEntries(changes.map((one) => [one.file, one.before])));
    execFileSync('git', ['init', '-q', root]);
    execFileSync('git', ['-C', root, 'config', 'core.autocrlf', 'false']);
    const { patch, leftOut } = renderPatch(changes);
    expect(leftOut).toEqual([]);
    writeFileSync(join(root, 'out.patch'), patch);
    execFileSync('git', ['-C', root, 'apply', '--whitespace=nowarn', 'out.patch']);
    for (const { file, after } of changes) expect(readFileSync(join(root, file), 'utf8'), file).toBe(after);
  });

  it('is empty where nothing changes', () => {
    expect(renderPatch([change('a\n', 'a\n')])).toEqual({ patch: '', leftOut: [] });
  });
});
