import type { Operation } from '../../openai/operations.js';
import type { ParameterRule, Provider } from '../../providers/types.js';
import { isObject, rootOf, valuesAt } from '../json.js';
import { fits } from '../patterns.js';
import type { Asked, Note, Problem } from '../types.js';
import { messageProblem, messagesOf } from './messages.js';
import { isNeutral } from './neutral.js';

/** What one rule says of one request. */
export interface Findings {
  readonly problems: Problem[];
  readonly ignored: Note[];
  readonly uncertain: Note[];
}

/** Always there, so that no page lists them as a matter of rules. */
const PLAIN: Partial<Readonly<Record<Operation, readonly string[]>>> = {
  'chat.completions': ['model', 'messages', 'stream'],
  completions: ['model', 'prompt', 'stream'],
  responses: ['model', 'input', 'stream'],
  embeddings: ['model', 'input'],
  'images.generations': ['model', 'prompt'],
  'images.edits': ['model', 'image', 'prompt'],
  'images.variations': ['model', 'image'],
  'audio.transcriptions': ['model', 'file'],
  'audio.translations': ['model', 'file'],
  'audio.speech': ['model', 'input', 'voice'],
  moderations: ['model', 'input'],
};

/** Judges every parameter of a request by the provider's rules for it. */
export function judgeParameters(asked: Asked): Findings {
  const findings: Findings = { problems: [], ignored: [], uncertain: [] };
  const rules = asked.provider.parameters[asked.operation] ?? [];
  const judged = new Set<string>();
  for (const { parameter } of rules) {
    if (judged.has(parameter)) continue;
    judged.add(parameter);
    const values = valuesAt(asked.body, parameter);
    const rule = values.length > 0 ? ruleFor(asked, rules, parameter) : undefined;
    if (rule) judge(asked, rule, values, findings);
  }
  judgeUnlisted(asked, rules, findings);
  return findings;
}

function ruleFor(
  asked: Asked,
  rules: readonly ParameterRule[],
  parameter: string,
): ParameterRule | undefined {
  const state = asked.thinks ? 'thinking' : 'not-thinking';
  return rules.find(
    (rule) =>
      rule.parameter === parameter &&
      fits(rule.models, asked.model) &&
      (!rule.regions || rule.regions.includes(asked.region.id)) &&
      (rule.when === undefined || rule.when === state),
  );
}

function judge(asked: Asked, rule: ParameterRule, values: readonly unknown[], findings: Findings): void {
  const { parameter } = rule;
  const note = rule.note ?? null;
  switch (rule.status) {
    case 'supported':
      return;
    case 'ignored':
    case 'undocumented':
      if (!isNeutral(parameter, values) && !comesAnyway(asked, parameter))
        findings.ignored.push({ parameter, why: rule.status, note });
      return;
    case 'unknown':
      findings.uncertain.push({ parameter, why: 'unknown', note });
      return;
    case 'renamed':
      if (!asked.native)
        findings.ignored.push({ parameter, why: 'undocumented', note: `here it is ${rule.to}` });
      return;
    default: {
      const detail = asked.native ? undefined : refusal(rule, values, asked);
      if (detail !== undefined)
        findings.problems.push({
          kind: 'parameter',
          parameter,
          detail: `${parameter}: ${detail}`,
          value: shown(values, parameter),
        });
    }
  }
}

/** The use of a stream is told unasked: asking for it changes nothing. */
function comesAnyway({ provider }: Asked, parameter: string): boolean {
  const told = provider.wire?.chat.streamUsage;
  return (
    parameter === 'stream_options.include_usage' && (told === 'last-chunk' || told === 'unless-declined')
  );
}

/** Why the values are not taken, in words; undefined where they are. */
function refusal(rule: ParameterRule, values: readonly unknown[], asked: Asked): string | undefined {
  switch (rule.status) {
    case 'rejected':
      return 'is not accepted by this model';
    case 'range':
      return values.map((value) => outside(value, rule)).find((said) => said !== undefined);
    case 'values':
      return values
        .map((value) => plain(value, rule.parameter))
        .every((value) => rule.values.some((allowed) => allowed === value))
        ? undefined
        : `has to be one of ${rule.values.join(', ')}`;
    case 'fixed':
      return values.every((value) => value === rule.value) ? undefined : `is fixed at ${rule.value}`;
    case 'excludes':
      return rule.others.some((other) => valuesAt(asked.body, other).length > 0)
        ? `cannot be sent together with ${rule.others.join(', ')}`
        : undefined;
    case 'needs':
      return valuesAt(asked.body, rule.companion).length > 0 ? undefined : `needs ${rule.companion}`;
    case 'list':
      return values.map((value) => unlisted(value, rule)).find((said) => said !== undefined);
    case 'pattern': {
      const form = new RegExp(rule.pattern);
      return values.every((value) => typeof value === 'string' && form.test(value))
        ? undefined
        : `has to look like ${rule.pattern}`;
    }
    case 'forms':
      return values.every((value) => rule.forms.some((form) => form === formOf(value)))
        ? undefined
        : `has to be given as ${rule.forms.join(' or ')}`;
    case 'system':
      return messageProblem(messagesOf(asked.body), rule.place === 'single' ? 'one-system' : 'system-first');
    default:
      return undefined;
  }
}

/** One text, or a list of them. */
function unlisted(value: unknown, rule: ParameterRule & { status: 'list' }): string | undefined {
  if (!Array.isArray(value) && !rule.bare) return 'has to be a list';
  const texts: unknown[] = Array.isArray(value) ? value : [value];
  if (rule.maxItems !== undefined && texts.length > rule.maxItems)
    return `has ${texts.length} items, and may have up to ${rule.maxItems}`;
  const { maxLength } = rule;
  const isLong = texts.some(
    (text) => typeof text === 'string' && maxLength !== undefined && text.length > maxLength,
  );
  return isLong ? `may be up to ${maxLength} long` : undefined;
}

/** An address, or the picture itself. */
function formOf(image: unknown): 'url' | 'data' {
  const url = isObject(image) ? image['url'] : image;
  return typeof url === 'string' && url.startsWith('data:') ? 'data' : 'url';
}

function outside(value: unknown, rule: ParameterRule & { status: 'range' }): string | undefined {
  if (typeof value !== 'number' || Number.isNaN(value)) return 'has to be a number';
  const { min, max, minExclusive, maxExclusive } = rule;
  const low = min !== undefined && (value < min || (minExclusive === true && value === min));
  const high = max !== undefined && (value > max || (maxExclusive === true && value === max));
  if (!low && !high) return undefined;
  const from = min === undefined ? '(-∞' : `${minExclusive ? '(' : '['}${min}`;
  const to = max === undefined ? '∞)' : `${max}${maxExclusive ? ')' : ']'}`;
  return `${value} is outside ${from}, ${to}`;
}

/** An object where a text could stand counts by its type, but for a function that has to be called. */
function plain(value: unknown, parameter: string): unknown {
  if (!isObject(value)) return value;
  return parameter === 'tool_choice' && value['type'] === 'function' ? 'named' : value['type'];
}

function shown(values: readonly unknown[], parameter: string): string {
  const value = values.map((one) => plain(one, parameter)).find((one) => typeof one !== 'object');
  return value === undefined ? '' : String(value);
}

/** What no rule and no documented field of the provider's own covers. */
function judgeUnlisted(asked: Asked, rules: readonly ParameterRule[], findings: Findings): void {
  const { operation, provider, body } = asked;
  const known = new Set([
    ...(PLAIN[operation] ?? []),
    ...rules.map((rule) => rootOf(rule.parameter)),
    ...ownFields(provider, operation, asked.model),
  ]);
  // Only the tables of chat are complete: elsewhere a parameter without a rule is one that nobody looked up.
  const complete = operation === 'chat.completions' && rules.length > 0 && !asked.native;
  for (const [parameter, value] of Object.entries(body)) {
    if (known.has(parameter) || value == null || isNeutral(parameter, [value])) continue;
    if (complete) findings.ignored.push({ parameter, why: 'undocumented', note: null });
    else findings.uncertain.push({ parameter, why: 'unknown', note: 'no rule for this parameter is known' });
  }
  judgeParts(asked, rules, findings);
}

/** Parts of messages that are neither text nor anything that a rule or a field of the provider's own speaks of. */
function judgeParts({ body, provider }: Asked, rules: readonly ParameterRule[], findings: Findings): void {
  const named = [...rules, ...provider.extras].map((one) => one.parameter);
  const types = new Set(valuesAt(body, 'messages[].content[].type').map(String));
  for (const type of types) {
    const parameter = `messages[].content[].${type}`;
    if (type === 'text' || named.includes(parameter)) continue;
    findings.uncertain.push({ parameter, why: 'unknown', note: 'no rule speaks of this part' });
  }
}

/** Fields that the provider has and OpenAI has not. */
function ownFields(provider: Provider, operation: Operation, model: string | null): string[] {
  const { wire } = provider;
  const renamed = (provider.parameters[operation] ?? []).flatMap((rule) =>
    rule.status === 'renamed' ? [rule.to] : [],
  );
  const extras = provider.extras
    .filter((extra) => fits(extra.models, model))
    .flatMap((extra) => extra.parameter.split(', '));
  const constrained = (wire?.constraints ?? []).flatMap((one) =>
    one.operation === operation && 'path' in one && one.kind !== 'absent' ? [one.path] : [],
  );
  const switches = (wire?.thinking ?? [])
    .filter((fact) => fits(fact.models, model))
    .flatMap((fact) => [
      ...fact.switches.map((one) => one.parameter),
      ...(fact.movedBy ? [fact.movedBy.parameter] : []),
    ]);
  const object = wire?.chat.toolCallsAsObjectUnless;
  return [...renamed, ...extras, ...constrained, ...switches, ...(object ? [object] : [])].map(rootOf);
}
