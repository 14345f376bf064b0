import type { ParameterRule } from '../providers/types.js';
import type { Origin, ParameterUse } from '../sites.js';
import { isNeutral, lossOf, meaningOf } from './meaning.js';
import { type Context, left, line, type Outcome, type Scalar } from './outcome.js';
import { clamp, describeRange, guardText, mayLieOutside } from './ranges.js';
import { findModel, ruleFor } from './target.js';

type Literal = Origin & { readonly kind: 'text' | 'number' | 'boolean' };

/** What becomes of one parameter where the target's rule is `rule`. */
export function treat(use: ParameterUse, rule: ParameterRule, context: Context): Outcome[] {
  switch (rule.status) {
    case 'renamed':
      return renamed(use, rule, context);
    case 'range':
      return ranged(use, rule, context);
    case 'values':
      return valued(use, rule, context);
    case 'list':
      return listed(use, rule, context);
    case 'fixed':
      return fixed(use, rule, context);
    case 'excludes':
      return excluded(use, rule, context);
    case 'needs':
      return needing(use, rule, context);
    case 'rejected':
      return rejected(use, rule, context);
    case 'ignored':
      return ignored(use, rule, context);
    case 'undocumented':
    case 'unknown':
      return unconfirmed(use, rule, context);
    default:
      return [];
  }
}

/** Whether it asks for anything that OpenAI would not do without it. */
export function asksForSomething(use: ParameterUse): boolean {
  if (use.list?.length === 0) return false;
  return (
    use.values.length === 0 ||
    use.values.some((value) =>
      isLiteral(value) ? !isNeutral(use.name, value.value) : value.kind !== 'nothing',
    )
  );
}

export function isLiteral(origin: Origin): origin is Literal {
  return origin.kind === 'text' || origin.kind === 'number' || origin.kind === 'boolean';
}

function nameOf({ target }: Context): string {
  return target.provider.name.en;
}

function noteOf(rule: ParameterRule): string {
  return rule.note ? ` (${rule.note})` : '';
}

function renamed(
  use: ParameterUse,
  rule: ParameterRule & { status: 'renamed' },
  context: Context,
): Outcome[] {
  const message = `${use.name} → ${rule.to}${noteOf(rule)}`;
  const twice = context.request.parameters.some(
    (one) => one.name === rule.to && one.object.span.start === use.object.span.start,
  );
  if (twice) return [left('parameter-conflict', `${use.name} → ${rule.to}`)];
  const wrong = misfit(use, rule.pattern);
  if (wrong !== undefined)
    return [
      left(
        'parameter-values',
        `${use.name} "${wrong}" does not fit ${rule.to} of ${nameOf(context)}${noteOf(rule)}`,
      ),
    ];
  const renaming: Outcome = { act: { do: 'rename', to: rule.to }, message };
  // What it is called is one thing, how large it may be another.
  const bound = ruleFor(context.target, context.request.operation, rule.to, context.situation.model);
  return bound?.status === 'range' ? [renaming, ...ranged(use, bound, context)] : [renaming];
}

function misfit(use: ParameterUse, pattern: string | undefined): string | undefined {
  if (pattern === undefined) return undefined;
  const fits = new RegExp(pattern);
  const texts = use.values.flatMap((value) => (value.kind === 'text' ? [value.value] : []));
  return texts.find((text) => !fits.test(text));
}

function ranged(use: ParameterUse, rule: ParameterRule & { status: 'range' }, context: Context): Outcome[] {
  const name = nameOf(context);
  const range = describeRange(rule);
  const outcomes = use.values.flatMap((value): Outcome[] => {
    if (value.kind !== 'number') return [];
    const nearest = clamp(value.value, rule, use.name);
    if (nearest === value.value) return [];
    const message = `${use.name} ${value.value} → ${nearest}: ${name} takes ${range}`;
    // A constant may mean something else to its other readers; a number of answers is counted on.
    if (value.trail.length > 0 || meaningOf(use.name) === 'essential')
      return [left('parameter-values', message)];
    return [{ act: { do: 'value', at: value.at, value: nearest }, message }];
  });
  const isKnown = use.values.every((value) => value.kind === 'number' || value.kind === 'nothing');
  if (isKnown || !mayLieOutside(use.name, rule)) return outcomes;
  const guarded = context.target.guardValues ? guardText(use, rule) : null;
  if (guarded)
    return [...outcomes, { act: { do: 'write', text: guarded }, message: `${use.name} kept in ${range}` }];
  return [...outcomes, line(`${use.name}: ${name} takes ${range}; the value is not known here`)];
}

function valued(use: ParameterUse, rule: ParameterRule & { status: 'values' }, context: Context): Outcome[] {
  const name = nameOf(context);
  const taken = rule.values.join(', ');
  const outcomes = use.values.flatMap((value): Outcome[] => {
    if (!isLiteral(value) || rule.values.includes(value.value)) return [];
    const to = replacement(rule, value.value);
    const message = `${use.name} ${value.value}: ${name} takes ${taken}${noteOf(rule)}`;
    if (to === undefined) return [left('parameter-values', message)];
    const exact = rule.map !== undefined && Object.hasOwn(rule.map, String(value.value));
    const told = `${use.name} ${value.value} → ${to}${exact ? '' : `: ${name} takes ${taken}`}`;
    if (value.trail.length > 0) return [left('parameter-values', told)];
    return [changed(use, value, to, told)];
  });
  const isKnown = use.values.every((value) => isLiteral(value) || value.kind === 'nothing');
  if (isKnown || use.values.length === 0) return outcomes;
  return [...outcomes, line(`${use.name}: ${name} takes ${taken}; the value is not known here`)];
}

/** Parameters whose type in the SDK is a closed list of OpenAI's values, and which of these every version knows. */
const CLOSED: Readonly<Record<string, readonly Scalar[]>> = {
  reasoning_effort: ['low', 'medium', 'high'],
  size: ['256x256', '512x512', '1024x1024'],
  quality: [],
};

function changed(use: ParameterUse, value: Literal, to: Scalar, message: string): Outcome {
  const closed = CLOSED[use.name];
  if (closed && !closed.includes(to) && use.values.length === 1)
    return { act: { do: 'field', name: use.name, text: JSON.stringify(to) }, message };
  return { act: { do: 'value', at: value.at, value: to }, message };
}

function replacement(rule: ParameterRule & { status: 'values' }, value: Scalar): Scalar | undefined {
  return rule.map?.[String(value)] ?? rule.nearest?.[String(value)] ?? rule.otherwise;
}

function listed(use: ParameterUse, rule: ParameterRule & { status: 'list' }, context: Context): Outcome[] {
  return [...bare(use, rule, context), ...tooMany(use, rule, context), ...tooLong(use, rule, context)];
}

/** A text alone where only a list is taken. */
function bare(use: ParameterUse, rule: ParameterRule & { status: 'list' }, context: Context): Outcome[] {
  if (rule.bare || use.list) return [];
  const message = `${use.name}: ${nameOf(context)} takes a list only`;
  const isText = use.values.length > 0 && use.values.every((value) => value.kind === 'text');
  const source = use.value?.text;
  if (isText && source !== undefined) return [{ act: { do: 'write', text: `[${source}]` }, message }];
  if (use.values.every((value) => value.kind === 'nothing')) return [];
  if (!context.target.guardValues || !use.pure || source === undefined)
    return [line(`${message}; the value is not known here`)];
  return [{ act: { do: 'write', text: `typeof ${source} === 'string' ? [${source}] : ${source}` }, message }];
}

function tooMany(use: ParameterUse, rule: ParameterRule & { status: 'list' }, context: Context): Outcome[] {
  const { maxItems } = rule;
  if (maxItems === undefined) return [];
  const message = `${use.name}: ${nameOf(context)} takes up to ${maxItems} ${maxItems === 1 ? 'text' : 'texts'} a request${noteOf(rule)}`;
  const length = use.list?.length;
  if (length !== undefined && length !== null)
    return length > maxItems ? [left('parameter-values', `${message}, here are ${length}`)] : [];
  const isText =
    use.values.length > 0 && use.values.every((value) => value.kind === 'text' || value.kind === 'nothing');
  return isText || maxItems === 1 ? [] : [line(message)];
}

function tooLong(use: ParameterUse, rule: ParameterRule & { status: 'list' }, context: Context): Outcome[] {
  const { maxLength } = rule;
  if (maxLength === undefined) return [];
  const texts =
    use.list?.texts ?? use.values.flatMap((value) => (value.kind === 'text' ? [value.value] : []));
  const message = `${use.name}: ${nameOf(context)} takes texts of up to ${maxLength}${noteOf(rule)}`;
  if (texts.some((text) => text.length > maxLength)) return [left('parameter-values', message)];
  const isKnown = use.list
    ? use.list.length === texts.length
    : use.values.every((value) => value.kind === 'text');
  return isKnown ? [] : [line(`${message}; the value is not known here`)];
}

function fixed(use: ParameterUse, rule: ParameterRule & { status: 'fixed' }, context: Context): Outcome[] {
  if (use.values.length > 0 && use.values.every((value) => isLiteral(value) && value.value === rule.value))
    return [];
  const message = `${use.name} is always ${rule.value} at ${nameOf(context)}${noteOf(rule)}`;
  // Where it is not said the library sends a value of its own.
  if (Object.hasOwn(context.request.implicit ?? {}, use.name))
    return [{ act: { do: 'write', text: JSON.stringify(rule.value) }, message }];
  if (meaningOf(use.name) === 'essential' && asksForSomething(use))
    return [left('parameter-values', message)];
  return [{ act: { do: 'remove' }, message: `${use.name} removed: ${message}` }];
}

function excluded(
  use: ParameterUse,
  rule: ParameterRule & { status: 'excludes' },
  context: Context,
): Outcome[] {
  const other = context.request.parameters.find((one) => rule.others.includes(one.name));
  return other
    ? [left('parameter-conflict', `${use.name} and ${other.name} exclude each other${noteOf(rule)}`)]
    : [];
}

function needing(use: ParameterUse, rule: ParameterRule & { status: 'needs' }, context: Context): Outcome[] {
  const { request } = context;
  if (request.partial || request.parameters.some((one) => one.name === rule.companion)) return [];
  const message = `${use.name} needs ${rule.companion} at ${nameOf(context)}${noteOf(rule)}`;
  if (asksForSomething(use)) return [left('parameter-values', message)];
  return [
    { act: { do: 'remove' }, message: `${use.name} removed: it ${message.slice(use.name.length + 1)}` },
  ];
}

function rejected(use: ParameterUse, rule: ParameterRule, context: Context): Outcome[] {
  const name = nameOf(context);
  const loss = lossOf(use.name);
  if (!asksForSomething(use) || isOwnWidth(use, context))
    return [{ act: { do: 'remove' }, message: `${use.name} removed: ${name} rejects it${noteOf(rule)}` }];
  if (loss === null) return [left('parameter-rejected', `${use.name} is rejected by ${name}${noteOf(rule)}`)];
  return [
    { act: { do: 'remove' }, message: `${use.name} removed: ${name} rejects it${noteOf(rule)}; ${loss}` },
  ];
}

/** Vectors as wide as those of the model are: a column and an index fit them. Others are counted on. */
function isOwnWidth(use: ParameterUse, { target, situation }: Context): boolean {
  if (use.name !== 'dimensions' || situation.model === null || use.values.length === 0) return false;
  const width = findModel(target, situation.model)?.defaultDimensions;
  return width !== undefined && use.values.every((one) => one.kind === 'number' && one.value === width);
}

function ignored(use: ParameterUse, rule: ParameterRule, context: Context): Outcome[] {
  const message = `${use.name} is ignored by ${nameOf(context)}${noteOf(rule)}`;
  if (meaningOf(use.name) === 'essential' && asksForSomething(use))
    return [left('parameter-rejected', message)];
  return [line(message)];
}

/**
 * Nobody says that it is taken. What only OpenAI's bookkeeping needs goes, since it might be refused; what colours the
 * answer stays, since it might be heeded; what the program counts on is for a person.
 */
function unconfirmed(use: ParameterUse, rule: ParameterRule, context: Context): Outcome[] {
  const name = nameOf(context);
  const isSaid = rule.status === 'undocumented';
  const message = isSaid
    ? `${use.name} is not documented by ${name}${noteOf(rule)}`
    : `${use.name}: not known whether ${name} takes it${noteOf(rule)}`;
  if (use.name === 'max_completion_tokens') return olderLimit(use, context) ?? [line(message)];
  const meaning = meaningOf(use.name);
  if (isSaid && meaning === 'bookkeeping')
    return [
      {
        act: { do: 'remove' },
        message: `${use.name} removed: ${name} does not document it; ${lossOf(use.name)}`,
      },
    ];
  if (meaning === 'essential' && asksForSomething(use)) return [left('parameter-unconfirmed', message)];
  return [line(message)];
}

/** The older name of the limit, where that one is documented. */
function olderLimit(use: ParameterUse, context: Context): Outcome[] | undefined {
  const { request, target, situation } = context;
  const older = ruleFor(target, request.operation, 'max_tokens', situation.model, situation.thinking);
  if (older?.status !== 'supported' && older?.status !== 'range') return undefined;
  const { parameter, source, checked } = older;
  return renamed(use, { parameter, source, checked, status: 'renamed', to: 'max_tokens' }, context);
}
