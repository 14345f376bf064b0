import type { Condition, Constraint } from '../../providers/wire/types.js';
import { valuesAt } from '../json.js';
import { fits } from '../patterns.js';
import type { Asked, Note, Problem } from '../types.js';
import { imageUrls, messageProblem, messagesOf, textOf } from './messages.js';
import { isNeutral } from './neutral.js';
import type { Findings } from './parameters.js';

/** Judges a request by what binds several parameters, or a parameter to the state of the model. */
export function judgeConstraints(asked: Asked): Findings {
  const findings: Findings = { problems: [], ignored: [], uncertain: [] };
  for (const constraint of asked.provider.wire?.constraints ?? []) {
    if (!applies(constraint, asked)) continue;
    const detail = broken(constraint, asked);
    if (detail === undefined) continue;
    const parameter = parameterOf(constraint);
    const note: Note = { parameter, why: 'ignored', note: constraint.note ?? detail };
    if (constraint.outcome === 'ignored') {
      if (!isNeutral(parameter, valuesAt(asked.body, parameter))) findings.ignored.push(note);
    } else if (constraint.outcome === 'uncertain') findings.uncertain.push({ ...note, why: 'unknown' });
    else findings.problems.push(problemOf(constraint, parameter, detail, asked));
  }
  return findings;
}

function problemOf(constraint: Constraint, parameter: string, detail: string, asked: Asked): Problem {
  const [value] = valuesAt(asked.body, parameter);
  const note = constraint.note ? ` (${constraint.note})` : '';
  return {
    kind: 'parameter',
    parameter,
    detail: `${parameter}: ${detail}${note}`,
    ...(typeof value === 'string' || typeof value === 'number' ? { value: String(value) } : {}),
  };
}

function applies(constraint: Constraint, asked: Asked): boolean {
  return (
    constraint.operation === asked.operation &&
    fits(constraint.models, asked.model) &&
    fits(constraint.regions, asked.region.id) &&
    holds(constraint.when, asked)
  );
}

function holds(when: Condition | undefined, { thinks, body, images }: Asked): boolean {
  if (!when) return true;
  if (when.thinking !== undefined && when.thinking !== thinks) return false;
  if (when.stream !== undefined && when.stream !== (body['stream'] === true)) return false;
  if (when.images && !images) return false;
  if (when.tools && valuesAt(body, 'tools[]').length === 0) return false;
  return when.format === undefined || valuesAt(body, 'response_format.type').includes(when.format);
}

function parameterOf(constraint: Constraint): string {
  if ('path' in constraint) return constraint.path;
  if (constraint.kind === 'together') return constraint.paths[0] ?? 'model';
  if (constraint.kind === 'data-images') return 'messages[].content[].image_url';
  return 'messages';
}

/** In which way a request breaks a constraint; undefined where it does not. */
function broken(constraint: Constraint, { body }: Asked): string | undefined {
  switch (constraint.kind) {
    case 'together':
      return constraint.paths.every((path) => valuesAt(body, path).length > 0)
        ? `cannot be sent together with ${constraint.paths.slice(1).join(', ')}`
        : undefined;
    case 'says':
      return textOf(body).toLowerCase().includes(constraint.word.toLowerCase())
        ? undefined
        : `the word "${constraint.word}" has to stand in the messages`;
    case 'messages':
      return messageProblem(messagesOf(body), constraint.form);
    case 'data-images':
      return imageUrls(body).some((url) => /^https?:/i.test(url))
        ? 'remote addresses are not fetched: send the image as data'
        : undefined;
    case 'required':
      return valuesAt(body, constraint.path).length > 0 ? undefined : 'has to be given';
    case 'absent':
      return valuesAt(body, constraint.path).length > 0 ? 'is not taken here' : undefined;
    default:
      return valuesAt(body, constraint.path)
        .map((value) => wrong(constraint, value))
        .find((said) => said !== undefined);
  }
}

type Measured = Extract<Constraint, { kind: 'values' | 'range' | 'items' | 'length' | 'list' | 'pattern' }>;

function wrong(constraint: Measured, value: unknown): string | undefined {
  switch (constraint.kind) {
    case 'values':
      return constraint.values.some((one) => one === value)
        ? undefined
        : `has to be one of ${constraint.values.join(', ')}`;
    case 'list':
      return Array.isArray(value) ? undefined : 'has to be a list';
    case 'range':
      return typeof value === 'number' && isWithin(value, constraint)
        ? undefined
        : `has to be a number ${bounds(constraint)}`;
    case 'items': {
      const count = Array.isArray(value) ? value.length : 1;
      return isWithin(count, constraint)
        ? undefined
        : `has ${count} items, and may have ${bounds(constraint)}`;
    }
    case 'length':
      return texts(value).every((text) => isWithin(lengthOf(text, constraint.bytes === true), constraint))
        ? undefined
        : `may have ${bounds(constraint)} ${constraint.bytes ? 'bytes' : 'characters'}`;
    case 'pattern':
      return texts(value).every((text) => new RegExp(constraint.pattern, 'u').test(text))
        ? undefined
        : `has to fit ${constraint.pattern}`;
  }
}

interface Bounds {
  readonly min?: number;
  readonly max?: number;
}

function isWithin(count: number, { min, max }: Bounds): boolean {
  return (min === undefined || count >= min) && (max === undefined || count <= max);
}

function bounds({ min, max }: Bounds): string {
  if (min === undefined) return `up to ${max}`;
  return max === undefined ? `from ${min}` : `from ${min} to ${max}`;
}

function lengthOf(text: string, bytes: boolean): number {
  return bytes ? new TextEncoder().encode(text).length : [...text].length;
}

function texts(value: unknown): string[] {
  return (Array.isArray(value) ? value : [value]).filter((one) => typeof one === 'string');
}
