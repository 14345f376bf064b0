import { expect, it } from 'vitest';
import { applyEdits } from '../src/pipeline/edits.js';
import { notebookFiles, withoutSources } from '../src/virtual/notebooks.js';
import type { VirtualFile } from '../src/virtual/virtual-file.js';
import { random } from './support/random.js';

/*
 * Notebooks in random layout, and random edits of their code. What must hold for any of them: the edited notebook has
 * the edited code in it, and nothing else of it changed.
 */

const LINES = ['const a = "x";\n', '\n', "// caf\u00e9 🙂 \\ \t'\n", 'f(`$a`)\n', '  b,\n'];

it('edits code inside of JSON', () => {
  const next = random(20261126);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)] as T;
  for (let round = 0; round < 2000; round += 1) {
    const text = notebook(next, pick);
    const code = codeOf(text);
    if (!code) continue;
    const edit = someEdit(code, next, pick);
    const real = code.mapping?.edit(edit);
    if (!real) {
      expect(crossesCells(code, edit), text).toBe(true);
      continue;
    }
    const after = applyEdits(text, [real]);
    expect(codeOf(after)?.text ?? '', `${text}\n${JSON.stringify(edit)}`).toBe(applyEdits(code.text, [edit]));
    expect(withoutSources(after), text).toBe(withoutSources(text));
    const { start, end } = code.mapping?.span(edit) ?? { start: 0, end: 0 };
    expect(within(text, start, end), text).toContain(code.text.slice(edit.start, edit.end));
  }
});

it('is read where it is one', () => {
  expect(notebookFiles({ file: 'a.ipynb', text: '{' })).toEqual([]);
  expect(notebookFiles({ file: 'a.ipynb', text: '[]' })).toEqual([]);
  expect(notebookFiles({ file: 'a.ipynb', text: '{"cells":[{"cell_type":"code"}]}' })).toEqual([]);
  expect(withoutSources('{"cells":')).toBeUndefined();
});

function codeOf(text: string): VirtualFile | undefined {
  return notebookFiles({ file: 'a.ipynb', text }).find((one) => one.extension !== null);
}

/** The text between two offsets, as JSON has it decoded. */
function within(text: string, start: number, end: number): string {
  return text
    .slice(start, end)
    .split(/",\s*"/)
    .map((part) => JSON.parse(`"${part}"`) as string)
    .join('');
}

function someEdit(code: VirtualFile, next: () => number, pick: <T>(list: readonly T[]) => T) {
  const start = Math.floor(next() * code.text.length);
  const end = Math.min(code.text.length, start + pick([0, 0, 1, 3, 10, 25]));
  return { file: code.name, start, end, text: pick(['', 'x', '"y"', '\n', 'a\n  "b"\n', '\\']) };
}

/** The line break between two cells stands nowhere in the file. */
function crossesCells(code: VirtualFile, edit: { start: number; end: number }): boolean {
  for (let at = edit.start; at < edit.end; at += 1)
    if (code.mapping?.span({ start: at, end: at + 1 }) === undefined) return true;
  return false;
}

function notebook(next: () => number, pick: <T>(list: readonly T[]) => T): string {
  const cell = () => {
    const lines = Array.from({ length: Math.floor(next() * 4) }, () => pick(LINES));
    if (next() < 0.7 && lines.length > 0) lines[lines.length - 1] = (lines.at(-1) ?? '').replace(/\n$/, '');
    const source = next() < 0.3 ? lines.join('') : lines.filter((line) => line !== '');
    return {
      cell_type: pick(['code', 'code', 'markdown']),
      metadata: {},
      outputs: [{ text: ['const a\n'] }],
      source,
    };
  };
  const value = {
    cells: Array.from({ length: 1 + Math.floor(next() * 3) }, cell),
    metadata: { kernelspec: { language: 'typescript' } },
  };
  const text = JSON.stringify(value, null, pick([0, 1, 2, '\t'])).replaceAll(
    '🙂',
    pick(['🙂', '\\ud83d\\ude42']),
  );
  return next() < 0.2 ? text.replaceAll('\n', '\r\n') : text;
}
