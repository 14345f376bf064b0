import type { Edit } from '../finding.js';
import type { ParameterRule } from '../providers/types.js';
import { type Blanks, reasonHelp } from '../reasons.js';
import { type AnswerSite, type Otherwise, type ParameterUse, type RequestSite, requestId } from '../sites.js';
import { toolRefusal } from './ai-sdk-schemas.js';
import { fieldText, isTyped, quoteOf } from './fields.js';
import { editObject } from './object-edit.js';
import type { Situation } from './outcome.js';
import { PARSED, parsedEdits } from './parsed-answers.js';
import { schemaMessage } from './schema-prompt.js';
import { type ResolvedTarget, ruleFor } from './target.js';
import { byHand, rewritten, stays, type Verdict } from './verdict.js';

type Values = ParameterRule & { readonly status: 'values' };

/** What the edits of a format may need besides the request. */
export interface FormatContext {
  readonly target: ResolvedTarget;
  readonly texts: ReadonlyMap<string, string>;
  readonly answers: readonly AnswerSite[];
  readonly blanks: Blanks;
}

/** An answer by schema that the target does not give comes back as an error, or as free text. */
export function formatVerdicts(
  request: RequestSite,
  situations: readonly Situation[],
  context: FormatContext,
): Verdict[] {
  const uses = request.nested.filter((use) => use.path === 'response_format.type');
  if (request.part === 'extra' && !request.provider)
    return [...forced(request, context), ...asked(request, uses, situations, context)];
  return asked(request, uses, situations, context);
}

/** A library that asks for an object by a tool which the model has to call. */
function forced(request: RequestSite, { target, blanks }: FormatContext): Verdict[] {
  const why = toolRefusal(request, target);
  if (why === null) return [];
  return request.nested
    .filter(({ path, value }) => path === 'tool_choice' && value === 'a named tool')
    .map(({ at }) =>
      byHand(
        {
          token: at,
          kind: 'parameter',
          dialect: request.dialect,
          message: `the object is asked for by a tool that the model must call (tool_choice): ${why}`,
        },
        'parameter-values',
        blanks,
      ),
    );
}

function asked(
  request: RequestSite,
  uses: RequestSite['nested'],
  situations: readonly Situation[],
  context: FormatContext,
): Verdict[] {
  const rules = [
    ...new Set(
      situations.map(({ model, thinking }) =>
        ruleFor(context.target, request.operation, 'response_format.type', model, thinking),
      ),
    ),
  ];
  const verdicts = uses.flatMap((use) => {
    const found = rules.flatMap((rule) =>
      rule ? formatVerdict(request, use, rule, situations, context) : [],
    );
    if (rules.length < 2 || found.length === 0) return found;
    const messages = [...new Set(found.map(({ message }) => message))];
    const base = { token: use.at, kind: 'parameter', dialect: request.dialect } as const;
    if (found.length === rules.length && messages.length === 1) return found.slice(0, 1);
    return [byHand({ ...base, message: messages.join('; ') }, 'parameter-by-model', context.blanks)];
  });
  const isRefused = verdicts.some(({ action }) => action === 'manual');
  return isRefused ? [...verdicts, ...unparsed(request, context)] : verdicts;
}

function formatVerdict(
  request: RequestSite,
  use: RequestSite['nested'][number],
  rule: ParameterRule,
  situations: readonly Situation[],
  context: FormatContext,
): Verdict[] {
  const { target, blanks } = context;
  const name = target.provider.name.en;
  const note = rule.note ? ` (${rule.note})` : '';
  const base = { token: use.at, kind: 'parameter', dialect: request.dialect } as const;
  const isRefused = rule.status === 'values' ? !rule.values.includes(use.value) : rule.status === 'ignored';
  if (isRefused && use.otherwise && isOpenTo(use.otherwise, request, situations, target)) {
    // Nobody documents that a tool can be forced: it may be asked for in vain.
    const doubt = use.otherwise.byPrompt ? null : toolRefusal(request, target);
    const message = doubt ? `${use.otherwise.message}; ${doubt}` : use.otherwise.message;
    return [rewritten({ ...base, message }, otherEdits(use.otherwise, context.texts))];
  }
  if (rule.status === 'values') {
    if (!isRefused) return [];
    const edits = use.value === 'json_schema' ? replaced(request, rule, context) : null;
    if (edits) return [rewritten({ ...base, message: edits.message }, edits.edits)];
    const message = `response_format ${use.value}: ${name} takes ${rule.values.join(', ')}${note}`;
    const help = rule.values.includes('json_object') && !target.schemaInPrompt ? HELP : undefined;
    return [
      byHand(
        { ...base, message, ...(help ? { help: `${reasonHelp('parameter-values', blanks)} ${help}` } : {}) },
        'parameter-values',
        blanks,
      ),
    ];
  }
  if (rule.status === 'supported' || use.value === 'text') return [];
  const message = `response_format ${use.value}: ${rule.status} at ${name}${note}`;
  if (rule.status === 'undocumented' && use.value === 'json_object') return [stays({ ...base, message })];
  return [byHand({ ...base, message }, 'parameter-values', blanks)];
}

/** `.parse()` fills `parsed` of an answer that was asked for by a schema, and of no other. */
function unparsed(request: RequestSite, { answers, blanks }: FormatContext): Verdict[] {
  const id = requestId(request);
  return answers
    .filter(({ path, requests }) => path === PARSED && requests.includes(id))
    .map(({ token, dialect }) => {
      const message = `parsed of ${request.method}: filled for an answer by schema only`;
      return byHand({ token, kind: 'response', dialect, message }, 'answer-form', blanks);
    });
}

/** A prompt holds nobody to a schema: that is asked for, not assumed. */
function isOpenTo(
  { byPrompt }: Otherwise,
  request: RequestSite,
  situations: readonly Situation[],
  target: ResolvedTarget,
): boolean {
  return byPrompt ? target.schemaInPrompt === true : takesTools(request, situations, target);
}

function otherEdits(otherwise: Otherwise, texts: ReadonlyMap<string, string>): readonly Edit[] {
  if ('edits' in otherwise) return otherwise.edits;
  const { object, name, value } = otherwise;
  const set = new Map([[name, value]]);
  return editObject(texts.get(object.file) ?? '', object, { set, remove: new Set() });
}

/** Tools, and that one of them has to be called: so an object is asked for. */
function takesTools(
  { operation }: RequestSite,
  situations: readonly Situation[],
  target: ResolvedTarget,
): boolean {
  return situations.every(({ model, thinking }) => {
    const tools = ruleFor(target, operation, 'tools', model, thinking);
    const choice = ruleFor(target, operation, 'tool_choice', model, thinking);
    return (
      isTaken(tools) && isTaken(choice) && (choice?.status !== 'values' || choice.values.includes('named'))
    );
  });
}

function isTaken(rule: ParameterRule | undefined): boolean {
  return rule?.status !== 'rejected' && rule?.status !== 'ignored' && rule?.status !== 'unknown';
}

const HELP = 'With --schema-in-prompt banjia asks for JSON and puts the schema into the prompt.';

interface Replacement {
  readonly edits: readonly Edit[];
  readonly message: string;
}

/** What a schema becomes where the target does not take OpenAI's form of it; null where that cannot be proved. */
function replaced(request: RequestSite, rule: Values, context: FormatContext): Replacement | null {
  const use = formatUse(request);
  if (!use) return null;
  if (rule.bareSchema) return bareSchema(request, use, context);
  if (!context.target.schemaInPrompt || !rule.values.includes('json_object')) return null;
  return schemaInPrompt(request, use, context);
}

/** The parameter itself, where it stands in the one body of the request. */
function formatUse(request: RequestSite): ParameterUse | undefined {
  const uses = request.parameters.filter((one) => one.name === 'response_format');
  const [use] = uses;
  const [body] = request.bodies;
  if (!use || uses.length > 1 || request.bodies.length !== 1 || use.assigned || request.opaque)
    return undefined;
  return use.object.span.start === body?.span.start && use.object.file === body.file ? use : undefined;
}

/** The schema as a JSON schema, in source text. */
function schemaSource({ format }: RequestSite): string | undefined {
  if (format?.helper) return `${format.at.text}.json_schema.schema`;
  return format?.schema?.text;
}

/** `json_schema` holds the schema itself. */
function bareSchema(
  request: RequestSite,
  use: ParameterUse,
  { target, texts }: FormatContext,
): Replacement | null {
  const schema = schemaSource(request);
  // The SDK's own parsing goes by the form that is given up here.
  if (schema === undefined || !request.openBody || /\.(?:parse|stream)$/.test(request.method)) return null;
  const quote = quoteOf(request, texts);
  const value = `{ type: ${quote}json_schema${quote}, json_schema: ${schema} }`;
  const { file } = use.object;
  const text = isTyped(file, texts)
    ? fieldText([['response_format', value]], true)
    : `response_format: ${value}`;
  return {
    edits: [{ file, ...use.property.span, text }],
    message: `response_format json_schema: ${target.provider.name.en} takes the schema itself`,
  };
}

/** `json_object`, with the schema as part of what the model is told. */
function schemaInPrompt(request: RequestSite, use: ParameterUse, context: FormatContext): Replacement | null {
  const schema = schemaSource(request);
  const message = schema === undefined ? null : schemaMessage(request, schema, context);
  if (!message) return null;
  const parsed = request.method.endsWith('.parse')
    ? parsedEdits(request, context.answers, context.texts)
    : [];
  if (!parsed || request.method.endsWith('.stream')) return null;
  const quote = quoteOf(request, context.texts);
  const value = `{ type: ${quote}json_object${quote} }`;
  const { file } = use.object;
  const { kind, span, valueSpan } = use.property;
  const format: Edit =
    kind === 'shorthand'
      ? { file, start: span.end, end: span.end, text: `: ${value}` }
      : { file, ...valueSpan, text: value };
  return {
    edits: [format, ...message, ...parsed],
    message: 'response_format json_schema → json_object, with the schema in the prompt',
  };
}
