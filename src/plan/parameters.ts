import type { Edit } from '../finding.js';
import type { ParameterRule } from '../providers/types.js';
import type { Blanks } from '../reasons.js';
import type { Otherwise, ParameterUse, RequestSite } from '../sites.js';
import { mapModel, modelIds } from './models.js';
import { editObject } from './object-edit.js';
import { type ResolvedTarget, ruleFor } from './target.js';
import { byHand, rewritten, stays, type Verdict } from './verdict.js';

/** Names that every version of the SDK's types takes, so that renaming one to another compiles. */
const TYPED = new Set(['max_tokens', 'max_completion_tokens']);

/** Verdicts on what a moved request sends besides its model. */
export function parameterVerdicts(
  request: RequestSite,
  target: ResolvedTarget,
  texts: ReadonlyMap<string, string>,
  blanks: Blanks,
): Verdict[] {
  const model = targetModel(request, target);
  const verdicts = request.parameters.flatMap((use) => oneParameter(request, use, target, model, blanks));
  verdicts.push(
    ...roleVerdicts(request, target, model, blanks),
    ...formatVerdicts(request, target, model, texts, blanks),
  );
  return verdicts;
}

/** The model of the target that a request will ask for, where that is known. */
export function targetModel(request: RequestSite, target: ResolvedTarget): string | null {
  for (const id of modelIds(request)) {
    const mapped = mapModel(target, id, request.hasImages);
    if (mapped.kind === 'mapped') return mapped.id;
    if (mapped.kind === 'kept') return id;
  }
  return null;
}

function oneParameter(
  request: RequestSite,
  use: ParameterUse,
  target: ResolvedTarget,
  model: string | null,
  blanks: Blanks,
): Verdict[] {
  if (use.name === 'model' || use.name === 'messages' || use.name === 'input') return [];
  const rule = ruleFor(target, request.operation, use.name, model);
  if (!rule) return [];
  const name = target.provider.name.en;
  const base = { token: tokenOf(use, request), kind: 'parameter', dialect: request.dialect } as const;
  const note = rule.note ? ` (${rule.note})` : '';
  switch (rule.status) {
    case 'renamed':
      return renamed(request, use, rule, base, blanks);
    case 'range':
      return ranged(use, rule, base, name, blanks);
    case 'rejected':
      return [
        byHand(
          { ...base, message: `${use.name} is rejected by ${name}${note}` },
          'parameter-rejected',
          blanks,
        ),
      ];
    case 'ignored':
      return [stays({ ...base, message: `${use.name} is ignored by ${name}${note}` })];
    case 'undocumented':
      return [stays({ ...base, message: `${use.name} is not documented by ${name}${note}` })];
    case 'values':
      return values(use, rule, base, name, blanks);
    default:
      return [];
  }
}

type Base = Pick<Verdict, 'token' | 'kind' | 'dialect'>;

function tokenOf(use: ParameterUse, request: RequestSite): Verdict['token'] {
  const { property, object } = use;
  return {
    file: object.file,
    span: property.nameSpan,
    range: use.nameRange,
    text: use.written,
    scope: request.token.scope,
  };
}

function renamed(
  request: RequestSite,
  use: ParameterUse,
  rule: ParameterRule & { status: 'renamed' },
  base: Base,
  blanks: Blanks,
): Verdict[] {
  const message = `${use.name} → ${rule.to}`;
  // The package of the AI SDK decides what it calls the parameter.
  if (request.provider)
    return [
      byHand(
        { ...base, message: `${message}, but the package sends ${use.name}` },
        'parameter-renamed',
        blanks,
      ),
    ];
  const isTyped = request.plain || (TYPED.has(use.name) && TYPED.has(rule.to));
  if (!isTyped || !canSay(request, use, rule.to))
    return [byHand({ ...base, message }, 'parameter-renamed', blanks)];
  const twice = request.parameters.some(
    (one) => one.name === rule.to && one.object.span.start === use.object.span.start,
  );
  if (twice) return [byHand({ ...base, message }, 'parameter-conflict', blanks)];
  const { file } = use.object;
  const { nameSpan, kind } = use.property;
  // What is handed through to OpenAI in OpenAI's own words keeps them.
  const name = use.written === use.name ? rule.to : spelt(request, rule.to);
  const edit: Edit =
    kind === 'shorthand'
      ? { file, start: nameSpan.start, end: nameSpan.start, text: `${name}: ` }
      : { file, ...nameSpan, text: name };
  return [rewritten({ ...base, message }, [edit])];
}

function ranged(
  use: ParameterUse,
  rule: ParameterRule & { status: 'range' },
  base: Base,
  provider: string,
  blanks: Blanks,
): Verdict[] {
  const { dialect } = base;
  const range = describeRange(rule);
  const open = use.values.some((value) => value.kind !== 'number');
  const verdicts = use.values.flatMap((value): Verdict[] => {
    if (value.kind !== 'number') return [];
    const nearest = clamp(value.value, rule);
    if (nearest === value.value) return [];
    const message = `${use.name} ${value.value} → ${nearest}: ${provider} takes ${range}`;
    // A constant may mean something else to its other readers.
    if (value.trail.length > 0) return [byHand({ ...base, message }, 'parameter-values', blanks)];
    return [
      rewritten({ token: value.at, kind: 'parameter', dialect, message }, [
        { file: value.at.file, ...value.at.span, text: String(nearest) },
      ]),
    ];
  });
  if (!open) return verdicts;
  return [
    ...verdicts,
    stays({ ...base, message: `${use.name}: ${provider} takes ${range}; the value is not known here` }),
  ];
}

/** A dialect with names of its own has those, and what it hands through to OpenAI as it stands. */
function canSay(request: RequestSite, use: ParameterUse, parameter: string): boolean {
  const { spelling } = request;
  return Object.keys(spelling).length === 0 || use.written === use.name || Object.hasOwn(spelling, parameter);
}

/** How the dialect writes a parameter of OpenAI's. */
export function spelt(request: RequestSite, parameter: string): string {
  return request.spelling[parameter] ?? parameter;
}

/** The nearest value inside the range; an open end is kept off by a hundredth. */
export function clamp(value: number, rule: ParameterRule & { status: 'range' }): number {
  const { min, max } = rule;
  if (min !== undefined && (value < min || (rule.minExclusive && value === min)))
    return rule.minExclusive ? round(min + 0.01) : min;
  if (max !== undefined && (value > max || (rule.maxExclusive && value === max)))
    return rule.maxExclusive ? round(max - 0.01) : max;
  return value;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}

export function describeRange(rule: ParameterRule & { status: 'range' }): string {
  const from = rule.min === undefined ? '(-∞' : `${rule.minExclusive ? '(' : '['}${rule.min}`;
  const to = rule.max === undefined ? '∞)' : `${rule.max}${rule.maxExclusive ? ')' : ']'}`;
  return `${from}, ${to}`;
}

function values(
  use: ParameterUse,
  rule: ParameterRule & { status: 'values' },
  base: Base,
  provider: string,
  blanks: Blanks,
): Verdict[] {
  const allowed = new Set(rule.values.map(String));
  const wrong = use.values.flatMap((value) =>
    (value.kind === 'text' || value.kind === 'number') && !allowed.has(String(value.value)) ? [value] : [],
  );
  const note = rule.note ? ` (${rule.note})` : '';
  return wrong.map((value) =>
    byHand(
      { ...base, message: `${use.name} ${value.value}: ${provider} takes ${[...allowed].join(', ')}${note}` },
      'parameter-values',
      blanks,
    ),
  );
}

/** `developer` is a role of OpenAI's own. */
function roleVerdicts(
  request: RequestSite,
  target: ResolvedTarget,
  model: string | null,
  blanks: Blanks,
): Verdict[] {
  const rule = ruleFor(target, request.operation, 'messages[].role', model);
  if (rule?.status !== 'values') return [];
  return request.nested.flatMap((use): Verdict[] => {
    if (use.path !== 'messages[].role' || rule.values.includes(use.value)) return [];
    const to = rule.map?.[use.value];
    const base = {
      token: use.at,
      kind: 'parameter',
      dialect: request.dialect,
      message: `role ${use.value} is not taken by ${target.provider.name.en}`,
    } as const;
    if (typeof to !== 'string' || !use.direct) return [byHand(base, 'parameter-values', blanks)];
    const text = `${use.at.text[0]}${to}${use.at.text.at(-1)}`;
    return [
      rewritten({ ...base, message: `role ${use.value} → ${to}` }, [
        { file: use.at.file, ...use.at.span, text },
      ]),
    ];
  });
}

/** An answer by schema that the target does not give comes back as an error, or as free text. */
function formatVerdicts(
  request: RequestSite,
  target: ResolvedTarget,
  model: string | null,
  texts: ReadonlyMap<string, string>,
  blanks: Blanks,
): Verdict[] {
  const rule = ruleFor(target, request.operation, 'response_format.type', model);
  return request.nested.flatMap((use): Verdict[] => {
    if (use.path !== 'response_format.type' || !rule) return [];
    const base = { token: use.at, kind: 'parameter', dialect: request.dialect } as const;
    const name = target.provider.name.en;
    const note = rule.note ? ` (${rule.note})` : '';
    const refused = rule.status === 'values' && !rule.values.includes(use.value);
    if ((refused || rule.status === 'ignored') && use.otherwise && takesTools(request, target, model))
      return [rewritten({ ...base, message: use.otherwise.message }, otherEdits(use.otherwise, texts))];
    if (rule.status === 'values' && refused)
      return [
        byHand(
          {
            ...base,
            message: `response_format ${use.value}: ${name} takes ${rule.values.join(', ')}${note}`,
          },
          'parameter-values',
          blanks,
        ),
      ];
    if (rule.status === 'ignored' || rule.status === 'unknown')
      return [
        byHand(
          { ...base, message: `response_format ${use.value}: ${rule.status} at ${name}${note}` },
          'parameter-values',
          blanks,
        ),
      ];
    return [];
  });
}

function otherEdits(otherwise: Otherwise, texts: ReadonlyMap<string, string>): readonly Edit[] {
  if ('edits' in otherwise) return otherwise.edits;
  const { object, name, value } = otherwise;
  const set = new Map([[name, value]]);
  return editObject(texts.get(object.file) ?? '', object, { set, remove: new Set() });
}

function takesTools(request: RequestSite, target: ResolvedTarget, model: string | null): boolean {
  const rule = ruleFor(target, request.operation, 'tools', model);
  return rule?.status !== 'rejected' && rule?.status !== 'ignored' && rule?.status !== 'unknown';
}
