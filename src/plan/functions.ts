import type { Edit } from '../finding.js';
import type { Blanks } from '../reasons.js';
import { type AnswerSite, type ParameterUse, type RequestSite, requestId } from '../sites.js';
import { isTyped, quoteOf } from './fields.js';
import type { Situation } from './outcome.js';
import { type ResolvedTarget, ruleFor } from './target.js';
import { byHand, rewritten, type Verdict } from './verdict.js';

/** What is known of the whole repository's use of legacy functions. */
export interface LegacyFunctions {
  /** A message with the role `function` is written somewhere: its successor wants the id of a call. */
  readonly sendsResults: boolean;
  /** Something reads `function_call` that was not seen to be part of an answer. */
  readonly unseenReads: boolean;
}

/**
 * Verdicts on `functions` and `function_call`, which became `tools` and `tool_choice`; undefined where the request has
 * none, or the target takes them. Sending and reading change together, or not at all.
 */
export function functionVerdicts(
  request: RequestSite,
  target: ResolvedTarget,
  situations: readonly Situation[],
  answers: readonly AnswerSite[],
  legacy: LegacyFunctions,
  texts: ReadonlyMap<string, string>,
  blanks: Blanks,
): Verdict[] | undefined {
  const uses = request.parameters.filter((one) => one.name === 'functions' || one.name === 'function_call');
  if (uses.length === 0) return undefined;
  const statuses = (name: string) =>
    situations.map(
      ({ model, thinking }) => ruleFor(target, request.operation, name, model, thinking)?.status,
    );
  if (statuses('functions').every((status) => status === undefined || status === 'supported'))
    return undefined;
  const reads = answers.filter((one) => one.requests.includes(requestId(request)));
  const own = reads.filter((one) => /\bfunction_call$/.test(one.path));
  const allSeen = !legacy.sendsResults && !legacy.unseenReads;
  const takesTools =
    statuses('tools').every((status) => status === 'supported') && takesChoice(request, target, situations);
  const sent =
    allSeen && takesTools && !request.legacy ? uses.map((use) => sentEdits(request, use, texts)) : [null];
  const read = own.map((one) => readEdits(one, request, texts));
  const edits = [...sent, ...read, ...reads.map(finished)];
  const base = (use: ParameterUse) =>
    ({
      token: {
        ...request.token,
        file: use.object.file,
        span: use.property.nameSpan,
        range: use.nameRange,
        text: use.written,
      },
      kind: 'parameter',
      dialect: request.dialect,
    }) as const;
  const [first] = uses;
  if (edits.some((one) => one === null) || !first)
    return uses.map((use) =>
      byHand(
        {
          ...base(use),
          message: `${use.name} became ${successor(use)}: ${target.provider.name.en} does not document it`,
        },
        'legacy-functions',
        blanks,
      ),
    );
  const all = edits.flatMap((one) => one ?? []);
  const message = 'functions → tools, and what reads the call follows';
  return [rewritten({ ...base(first), message }, all)];
}

/** Whether the target takes as `tool_choice` what `function_call` asks for. */
function takesChoice(
  request: RequestSite,
  target: ResolvedTarget,
  situations: readonly Situation[],
): boolean {
  const use = request.parameters.find(({ name }) => name === 'function_call');
  if (!use) return true;
  const isNamed = request.nested.some(({ path, value }) => path === 'function_call' && value === 'named');
  const texts = use.values.flatMap((value) => (value.kind === 'text' ? [value.value] : []));
  const asked = isNamed ? [...texts, 'named'] : texts;
  return situations.every(({ model, thinking }) => {
    const rule = ruleFor(target, request.operation, 'tool_choice', model, thinking);
    if (rule?.status === 'values') return asked.every((value) => rule.values.includes(value));
    return rule === undefined || rule.status === 'supported' || asked.every((value) => value === 'auto');
  });
}

function successor({ name }: ParameterUse): string {
  return name === 'functions' ? 'tools' : 'tool_choice';
}

function sentEdits(
  request: RequestSite,
  use: ParameterUse,
  texts: ReadonlyMap<string, string>,
): Edit[] | null {
  if (use.assigned || !use.value || request.readBack?.includes(use.name)) return null;
  const quote = quoteOf(request, texts);
  return use.name === 'functions' ? functionsEdits(use, quote, texts) : choiceEdits(request, use, quote);
}

/** `{ name, parameters }` → `{ type: 'function', function: { name, parameters } }`, one by one or as they come. */
function functionsEdits(use: ParameterUse, quote: string, texts: ReadonlyMap<string, string>): Edit[] | null {
  const { file } = use.object;
  const elements = use.list?.elements;
  const name = nameEdit(use, 'tools');
  if (elements && use.property.kind !== 'shorthand') {
    if (elements.some((one) => one.text.startsWith('...'))) return null;
    return [
      name,
      ...elements.flatMap((one): Edit[] => [
        {
          file,
          start: one.span.start,
          end: one.span.start,
          text: `{ type: ${quote}function${quote}, function: `,
        },
        { file, start: one.span.end, end: one.span.end, text: ' }' },
      ]),
    ];
  }
  const type = `${quote}function${quote}${isTyped(file, texts) ? ' as const' : ''}`;
  const text = `.map((one) => ({ type: ${type}, function: one }))`;
  const source = use.value?.text ?? '';
  if (!/^[\w$.]+$/.test(source)) return null;
  const { span, valueSpan, kind } = use.property;
  if (kind === 'shorthand') return [{ file, ...span, text: `tools: ${source}${text}` }];
  return [name, { file, start: valueSpan.end, end: valueSpan.end, text }];
}

function choiceEdits(request: RequestSite, use: ParameterUse, quote: string): Edit[] | null {
  const named = request.nested.find((one) => one.path === 'function_call.name');
  const isText =
    use.values.length > 0 &&
    use.values.every((value) => value.kind === 'text' && /^(?:auto|none)$/.test(value.value));
  if (isText) return [nameEdit(use, 'tool_choice')];
  if (!named || use.property.kind === 'shorthand') return null;
  const text = `{ type: ${quote}function${quote}, function: { name: ${named.at.text} } }`;
  return [nameEdit(use, 'tool_choice'), { file: use.object.file, ...use.property.valueSpan, text }];
}

function nameEdit(use: ParameterUse, name: string): Edit {
  const { file } = use.object;
  const { nameSpan, kind } = use.property;
  if (kind === 'shorthand') return { file, start: nameSpan.start, end: nameSpan.start, text: `${name}: ` };
  return { file, ...nameSpan, text: name };
}

/** The one call among the tool calls: its name and arguments stand where they stood before. */
function readEdits(
  read: AnswerSite,
  request: RequestSite,
  texts: ReadonlyMap<string, string>,
): Edit[] | null {
  const { form, token, next, path, requests } = read;
  if (form === 'binding' || requests.length !== 1) return null;
  const { file, span } = token;
  if (path.endsWith('delta.function_call')) return [{ file, ...span, text: 'tool_calls?.[0]?.function' }];
  const typed = isTyped(file, texts);
  // Since 5.12 a call may be one of a tool that is no function, and has to be told apart in TypeScript.
  const isUnion = typed && (request.sdk.major === null || request.sdk.major > 4);
  const pick = isUnion ? ".flatMap((call) => (call.type === 'function' ? [call.function] : []))[0]" : '[0]';
  if (next === '.' || next === '!') {
    const sure = typed ? '!' : '';
    const access = isUnion ? `tool_calls!${pick}` : `tool_calls${sure}${pick}${typed ? '!' : ''}.function`;
    return [{ file, ...span, text: isUnion && next === '.' ? `${access}!` : access }];
  }
  const optional = isUnion ? `tool_calls?${pick}` : 'tool_calls?.[0]?.function';
  return [{ file, ...span, text: optional }];
}

/** `finish_reason === 'function_call'`. */
function finished(read: AnswerSite): Edit[] | null {
  if (!read.path.endsWith('finish_reason')) return [];
  return read.compared
    .filter(({ value }) => value === 'function_call')
    .map(({ at }) => ({ file: at.file, ...at.span, text: `${at.text[0]}tool_calls${at.text.at(-1)}` }));
}
