/** Stands where a secret was. */
const MARK = '…redacted';

/** Shorter pieces of a secret of several lines say nothing, and would blot out half the text. */
const MIN_PIECE = 4;

/** Shapes of live keys, whoever issued them: OpenAI and its followers, Zhipu, Baidu, JSON web tokens, HTTP headers. */
const KEY_SHAPES: readonly RegExp[] = [
  /\bsk-[A-Za-z0-9_-]{16,}/g,
  /\b[0-9a-f]{32}\.[A-Za-z0-9]{16}\b/g,
  /\bbce-v3\/[A-Za-z0-9/_-]{20,}/g,
  /\beyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}/g,
  // A digit is asked for: `Bearer process.env.SOME_KEY` in a text is no token.
  /(?<=\bBearer\s{1,4})(?=[A-Za-z._~+/=-]*\d)[A-Za-z0-9._~+/=-]{20,}/gi,
];

/** What people write where a key belongs. */
const PLACEHOLDER = /^(?:sk-)?(?:x+$|\.|your|my-|test|dummy|example|placeholder|insert|replace)/i;

interface Stretch {
  readonly start: number;
  readonly end: number;
}

/** Blots out every occurrence of `secrets`, overlapping ones as a whole. At most the public prefix `sk-` stays. */
export function redact(text: string, secrets: readonly string[]): string {
  const stretches: Stretch[] = [];
  for (const piece of pieces(secrets))
    for (let at = text.indexOf(piece); at >= 0; at = text.indexOf(piece, at + 1))
      stretches.push({ start: at, end: at + piece.length });
  return blot(text, stretches);
}

/** Blots out everything that looks like a live key, known as a secret or not. */
export function redactKeys(text: string): string {
  const stretches = KEY_SHAPES.flatMap((shape) =>
    [...text.matchAll(shape)].map((match) => ({ start: match.index, end: match.index + match[0].length })),
  );
  return blot(text, stretches);
}

/** Both nets, for text that goes to a terminal or into a document. */
export function redactAll(text: string, secrets: readonly string[]): string {
  return redactKeys(redact(text, secrets));
}

/** Whether a text that must keep its bytes (a patch, an edit) would give a secret away. A placeholder is none. */
export function hasSecret(text: string, secrets: readonly string[]): boolean {
  if (pieces(secrets).some((piece) => text.includes(piece))) return true;
  return KEY_SHAPES.some((shape) =>
    [...text.matchAll(shape)].some(([key]) => /\d/.test(key) && !PLACEHOLDER.test(key)),
  );
}

/** Renderers see lines, so a secret of several lines is looked for line by line. */
function pieces(secrets: readonly string[]): string[] {
  return secrets.flatMap((secret) => {
    const lines = secret.split(/\r?\n/).map((line) => line.trim());
    return lines.length === 1
      ? lines.filter((line) => line !== '')
      : lines.filter((line) => line.length >= MIN_PIECE);
  });
}

function blot(text: string, stretches: readonly Stretch[]): string {
  let result = '';
  let at = 0;
  for (const { start, end } of merged(stretches)) {
    const prefix = text.startsWith('sk-', start) ? 'sk-' : '';
    result += text.slice(at, start) + prefix + MARK;
    at = end;
  }
  return result + text.slice(at);
}

function merged(stretches: readonly Stretch[]): Stretch[] {
  const result: Stretch[] = [];
  for (const next of [...stretches].sort((a, b) => a.start - b.start)) {
    const last = result.at(-1);
    if (last && next.start < last.end)
      result[result.length - 1] = { start: last.start, end: Math.max(last.end, next.end) };
    else result.push(next);
  }
  return result;
}
