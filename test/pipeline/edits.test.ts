import { describe, expect, it } from 'vitest';
import { applyEdits, conflicts } from '../../src/pipeline/edits.js';

const edit = (start: number, end: number, text: string) => ({ file: 'a.ts', start, end, text });

describe('edits', () => {
  it('applies by offset, whatever the order they come in', () => {
    expect(applyEdits('0123456789', [edit(8, 9, 'x'), edit(0, 2, ''), edit(5, 5, 'yz')])).toBe('234yz567x9');
  });

  it('keeps insertions at one place in the order given, before a replacement that starts there', () => {
    expect(applyEdits('abc', [edit(1, 2, 'B'), edit(1, 1, '1'), edit(1, 1, '2')])).toBe('a12Bc');
  });

  it('counts the same edit once', () => {
    expect(applyEdits('abc', [edit(1, 2, 'B'), edit(1, 2, 'B')])).toBe('aBc');
  });

  it('refuses an overlap and names it', () => {
    const edits = [edit(0, 3, 'x'), edit(2, 4, 'y')];
    expect(() => applyEdits('abcdef', edits)).toThrow(expect.objectContaining({ code: 'overlapping-edits' }));
    expect(conflicts(edits)).toEqual([[edits[0], edits[1]]]);
    expect(conflicts([edit(0, 2, 'x'), edit(2, 4, 'y')])).toEqual([]);
  });
});
