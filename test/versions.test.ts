import { describe, expect, it } from 'vitest';
import type { SdkVersion } from '../src/sites.js';
import { isAtLeast } from '../src/versions.js';

describe('isAtLeast', () => {
  it.each([
    ['0.6.11', '0.6.12', false],
    ['0.6.12', '0.6.12', true],
    ['1.0.0', '0.6.12', true],
  ])('goes by the lock file: %s against %s', (exact, wanted, expected) => {
    expect(isAtLeast({ major: 0, exact, from: 'lock', range: '^9.9.9' }, wanted)).toBe(expected);
  });

  it.each([
    ['^0.3.17', '0.6.12', false],
    ['^0.6.0', '0.6.12', true],
    ['~0.6.1', '0.6.12', true],
    ['^0.0.14', '0.0.27', false],
    ['^0.0.14', '0.0.14', true],
    ['0.6.11', '0.6.12', false],
    ['^0', '0.6.12', true],
    ['0.5.x', '0.6.12', false],
    ['^1.0.0', '0.6.12', true],
    ['>=0.1.0 <0.6.0', '0.6.12', false],
    ['>=0.1.0 <=0.6.12', '0.6.12', true],
    ['>=0.1.0', '1.6.0', true],
    ['^0.2.0 || ^0.6.0', '0.6.12', true],
    ['latest', '1.6.0', true],
  ])('takes the newest version of a range: %s against %s', (range, wanted, expected) => {
    const sdk: SdkVersion = { major: 0, exact: null, from: 'manifest', range };
    expect(isAtLeast(sdk, wanted)).toBe(expected);
  });

  it('takes what is not known for the newest', () => {
    expect(isAtLeast({ major: null, exact: null, from: 'unknown' }, '99.0.0')).toBe(true);
  });
});
