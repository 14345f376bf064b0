import type { Edit } from '../finding.js';
import type { RequestSite } from '../sites.js';
import { quoteOf } from './fields.js';
import type { FormatContext } from './formats.js';
import { candidatesOf } from './situations.js';
import { ruleFor } from './target.js';

const ASK = 'Answer with a JSON object that fits this JSON schema:';

/**
 * Edits that tell the model the schema: behind the system message where the list of messages begins with one, else as a
 * system message of its own. null where nothing is proved about the list, or where a second system message is an error.
 */
export function schemaMessage(request: RequestSite, schema: string, context: FormatContext): Edit[] | null {
  const { messages } = request;
  if (!messages || request.parameters.filter((one) => one.name === 'messages').length !== 1) return null;
  const { file } = messages.at;
  const told = `\${JSON.stringify(${schema})}`;
  if (messages.systemText) {
    const { span, text } = messages.systemText;
    const isAtom = /^(['"`])(?:(?!\1)[^\\]|\\.)*\1$/s.test(text) || /^[\w$.]+$/.test(text);
    return [
      ...(isAtom ? [] : [{ file, start: span.start, end: span.start, text: '(' }]),
      { file, start: span.end, end: span.end, text: `${isAtom ? '' : ')'} + \`\\n\\n${ASK}\\n${told}\`` },
    ];
  }
  if (messages.mayHaveSystem && !takesSeveral(request, context)) return null;
  return [ownMessage(request, `\`${ASK}\\n${told}\``, context)];
}

function ownMessage(request: RequestSite, content: string, { texts }: FormatContext): Edit {
  const { at, literal, first } = request.messages ?? { at: request.call, literal: false, first: null };
  const quote = quoteOf(request, texts);
  const message = `{ role: ${quote}system${quote}, content: ${content} }`;
  const { file } = at;
  if (!literal) {
    const isShorthand = request.parameters.some(
      (one) => one.name === 'messages' && one.property.kind === 'shorthand',
    );
    const list = `[${message}, ...${at.text}]`;
    return isShorthand
      ? { file, start: at.span.end, end: at.span.end, text: `: ${list}` }
      : { file, ...at.span, text: list };
  }
  const start = first ?? at.span.start + at.text.indexOf('[') + 1;
  const before = (texts.get(file) ?? '').slice(at.span.start, start);
  const line = /\r?\n[ \t]*$/.exec(before)?.[0];
  return { file, start, end: start, text: first === null ? message : `${message},${line ?? ' '}` };
}

/** Whether the target takes a system message besides others, for every model that the request may go to. */
function takesSeveral(request: RequestSite, { target }: FormatContext): boolean {
  return candidatesOf(request, target).every(
    ({ model }) => ruleFor(target, request.operation, 'messages', model)?.status !== 'system',
  );
}
