import type { Edit } from '../finding.js';
import { type AnswerSite, type RequestSite, requestId } from '../sites.js';
import { isTyped } from './fields.js';

/** Where the SDK puts what it parsed, from the answer down. */
export const PARSED = 'choices[].message.parsed';

/**
 * Edits that do without the SDK's own parsing, which wants `json_schema`: `create` instead of `parse`, and the schema
 * parses the text where `.parsed` was read. null where one of the reads cannot be written that way.
 */
export function parsedEdits(
  request: RequestSite,
  answers: readonly AnswerSite[],
  texts: ReadonlyMap<string, string>,
): Edit[] | null {
  const schema = request.format?.helper;
  if (!schema) return null;
  const reads = answers.filter((one) => one.requests.includes(requestId(request)) && one.path === PARSED);
  // Nobody seen to read it may mean that the answer goes out of sight.
  if (reads.length === 0 || (!schema.global && reads.length > 0)) return null;
  const edits: Edit[] = [];
  for (const { form, owner, whole, requests, next } of reads) {
    const isHere = whole.file === schema.schema.file && requests.length === 1;
    if (form === 'binding' || !owner || !isHere) return null;
    const content = `${owner.text}${form === 'optional' ? '?.' : '.'}content`;
    const text = isTyped(whole.file, texts) ? `${content} ?? ''` : content;
    // What the schema gives is never null.
    const end = whole.span.end + (next === '!' ? 1 : 0);
    edits.push({
      file: whole.file,
      start: whole.span.start,
      end,
      text: `${schema.schema.text}.parse(JSON.parse(${text}))`,
    });
  }
  const method = methodEdits(request, texts);
  return method && [...method, ...edits];
}

/** `beta.chat.completions.parse` and `chat.completions.parse` → `chat.completions.create`. */
function methodEdits(
  { token, call, method }: RequestSite,
  texts: ReadonlyMap<string, string>,
): Edit[] | null {
  const { file } = token;
  const name: Edit = { file, ...token.span, text: 'create' };
  if (!method.startsWith('beta.')) return [name];
  const text = (texts.get(file) ?? '').slice(call.span.start, token.span.start);
  const beta = /\.\s*beta\b/.exec(text);
  if (!beta) return null;
  const start = call.span.start + beta.index;
  return [{ file, start, end: start + beta[0].length, text: '' }, name];
}
