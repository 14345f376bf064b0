import { describe, expect, it } from 'vitest';
import { compose, locate } from '../../src/plan/composite.js';
import { resolveAddress } from '../../src/plan/resolve-address.js';
import { providers } from '../../src/providers/index.js';
import type { Address, AddressPiece, Token } from '../../src/sites.js';

const WHOLE = 'https://api.openai.com/v1/chat/completions';
const BASES = [
  ...new Set(providers.map(({ regions }) => regions[0].baseURL.value.replace(/<[^>]*>/g, 'mine'))),
  'https://llm.example.com',
].filter((url) => url.startsWith('https:'));

/** Pieces one behind the other in one file, as if each stood in quotes of its own. */
function addressOf(texts: readonly string[], glue: AddressPiece['glue'] = 'text'): Address {
  let at = 0;
  const pieces = texts.map((value, index): AddressPiece => {
    const token = tokenAt(at, value);
    at += value.length + 10;
    return {
      kind: 'text',
      value,
      at: token,
      shown: token,
      otherReaders: [],
      glue: index === 0 ? 'text' : glue,
    };
  });
  return { pieces };
}

function tokenAt(start: number, text: string): Token {
  const position = { line: 1, column: start + 1, offset: start };
  return {
    file: 'a.ts',
    text,
    scope: '',
    span: { start, end: start + text.length },
    range: { start: position, end: position },
  };
}

/** The address after the edits, put together again; undefined where it is left alone. */
function moved(address: Address, baseURL: string): string | undefined {
  const resolved = resolveAddress(address, baseURL);
  if (resolved.kind === 'stuck') return undefined;
  const parts = address.pieces.map((piece) => {
    if (piece.kind !== 'text' || !piece.at) throw new Error('only texts here');
    const { start, end } = piece.at.span;
    const own = resolved.edits.filter((edit) => start <= edit.start && edit.end <= end);
    expect(own.length).toBeLessThan(2);
    const [edit] = own;
    const text = edit
      ? piece.value.slice(0, edit.start - start) + edit.text + piece.value.slice(edit.end - start)
      : piece.value;
    return { glue: piece.glue, text };
  });
  return compose(parts).text;
}

describe.each(BASES)('an address for %s', (baseURL) => {
  const wanted = `${baseURL.replace(/\/$/, '')}/chat/completions`;

  it('comes out right however it is cut in two, or is left alone', () => {
    const results = cuts(WHOLE).map((texts) => moved(addressOf(texts), baseURL));
    expect(new Set(results.filter((one) => one !== undefined))).toEqual(new Set([wanted]));
    // Cut inside the host or the version there is no piece to change.
    const within = (text: string) => WHOLE.indexOf(text) + 1;
    const lost = results.flatMap((one, index) => (one === undefined ? [index + 1] : []));
    const inHost = lost.filter((cut) => cut >= within('api.') && cut < WHOLE.indexOf('/v1'));
    expect(inHost.length).toBe('api.openai.com'.length - 1);
    expect(lost.filter((cut) => !inHost.includes(cut))).toEqual([WHOLE.indexOf('v1') + 1]);
  });

  it('comes out right in three pieces', () => {
    for (const [base = '', rest = ''] of [
      ['https://api.openai.com', '/v1/chat/completions'],
      ['https://api.openai.com/', 'v1/chat/completions'],
    ])
      for (const [version = '', path = ''] of cuts(rest)) {
        const result = moved(addressOf([base, version, path]), baseURL);
        if (result !== undefined) expect(result, `${base}|${version}|${path}`).toBe(wanted);
      }
    expect(moved(addressOf(['https://', 'api.openai.com', '/v1', '/chat/completions']), baseURL)).toBe(
      wanted,
    );
  });

  it('comes out right behind one slash', () => {
    for (const base of ['https://api.openai.com', 'https://api.openai.com/v1'])
      for (const path of base.endsWith('v1') ? ['chat/completions'] : ['v1/chat/completions'])
        expect(moved(addressOf([base, path], 'slash'), baseURL)).toBe(wanted);
  });

  it('comes out right as a link', () => {
    for (const [base = '', link = ''] of [
      ['https://api.openai.com', '/v1/chat/completions'],
      ['https://api.openai.com', 'v1/chat/completions'],
      ['https://api.openai.com/', 'v1/chat/completions'],
      ['https://api.openai.com/v1/', 'chat/completions'],
      ['https://api.openai.com/v1/', '/v1/chat/completions'],
    ])
      expect(moved(addressOf([base, link], 'reference'), baseURL), `${base} ${link}`).toBe(wanted);
  });
});

it('leaves a scheme that stands apart alone where the target has another', () => {
  const apart = ['https://', 'api.openai.com', '/v1/chat/completions'];
  expect(moved(addressOf(apart), 'http://localhost:8000/v1')).toBeUndefined();
  const [host = '', path = ''] = ['https://api.openai.com', '/v1/chat/completions'];
  expect(moved(addressOf([host, path]), 'http://localhost:8000/v1')).toBe(
    'http://localhost:8000/v1/chat/completions',
  );
});

describe('what is no address of OpenAI’s below /v1', () => {
  it.each([
    'https://api.openai.com/dashboard/billing/usage',
    'https://api.groq.com/openai/v1/chat/completions',
    'https://api.openai.com.evil.test/v1/chat/completions',
    'https://api.openai.com',
  ])('%s is left alone', (text) => {
    expect(moved(addressOf([text]), 'https://api.acme.test/v4')).toBeUndefined();
  });
});

describe('compose', () => {
  it.each([
    ['https://a.test/x/y', '/z', 'https://a.test/z'],
    ['https://a.test/x/y', 'z', 'https://a.test/x/z'],
    ['https://a.test/x/', 'z', 'https://a.test/x/z'],
    ['https://a.test', 'z', 'https://a.test/z'],
  ])('resolves a link as the platform does: %s and %s', (base, link, wanted) => {
    const { text } = compose([
      { glue: 'text', text: base },
      { glue: 'reference', text: link },
    ]);
    expect(text).toBe(wanted);
    expect(text).toBe(new URL(link, base).href);
  });

  it('leaves a hole where nothing is known', () => {
    const located = locate(
      compose([
        { glue: 'text', text: null },
        { glue: 'text', text: '/v1/embeddings?x=' },
        { glue: 'text', text: null },
      ]),
    );
    expect(located).toMatchObject({ head: { kind: 'hole', of: 'base' }, operation: 'embeddings' });
  });
});

/** All ways to cut a text in two. */
function cuts(text: string): [string, string][] {
  return Array.from({ length: text.length - 1 }, (_, index) => [
    text.slice(0, index + 1),
    text.slice(index + 1),
  ]);
}
