import { describe, expect, it } from 'vitest';
import { hasSecret, redact, redactAll, redactKeys } from '../../src/report/redact.js';

const KEY = 'sk-proj-9dummy9dummy9dummy9dummy9dummy9';

describe('redact', () => {
  it('keeps the public prefix and nothing else', () => {
    expect(redact(`a ${KEY} b hunter2hunter2 c`, [KEY, 'hunter2hunter2'])).toBe(
      'a sk-…redacted b …redacted c',
    );
  });

  it('leaves no tail where one secret is part of another, or two overlap', () => {
    expect(redact('secretsecret-long', ['secretsecret', 'secretsecret-long'])).toBe('…redacted');
    expect(redact('abcdefgh', ['abcdef', 'defgh'])).toBe('…redacted');
  });

  it('looks for a secret of several lines line by line', () => {
    const pem = '-----BEGIN-----\nMIIEvQIBADAN\r\n-----END-----';
    expect(redact('x = "MIIEvQIBADAN"', [pem])).toBe('x = "…redacted"');
  });

  it('changes nothing for an empty secret', () => {
    expect(redact('text', [''])).toBe('text');
  });
});

describe('redactKeys', () => {
  it.each([
    [`key: ${KEY}`, 'key: sk-…redacted'],
    ['Authorization: Bearer abcdefghij0123456789xyz', 'Authorization: Bearer …redacted'],
    [`Bearer ${KEY}`, 'Bearer sk-…redacted'],
    ['0123456789abcdef0123456789abcdef.AbCdEfGh01234567', '…redacted'],
    ['task-management-software-suite', 'task-management-software-suite'],
    ['Bearer process.env.OPENAI_API_KEY', 'Bearer process.env.OPENAI_API_KEY'],
    ['sk-short', 'sk-short'],
  ])('%s', (text, expected) => {
    expect(redactKeys(text)).toBe(expected);
    expect(redactAll(redactKeys(text), [])).toBe(redactKeys(text));
  });
});

it('does not take a placeholder for a secret where bytes must stay', () => {
  expect(hasSecret('OPENAI_API_KEY=sk-your-key-goes-here-1234', [])).toBe(false);
  expect(hasSecret(`OPENAI_API_KEY=${KEY}`, [])).toBe(true);
  expect(hasSecret('PASSWORD=hunter2hunter2', ['hunter2hunter2'])).toBe(true);
});
