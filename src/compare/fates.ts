import type { Operation } from '../openai/operations.js';
import { mapModel } from '../plan/models.js';
import { type ResolvedTarget, ruleFor } from '../plan/target.js';
import type { ParameterRule } from '../providers/types.js';
import type { RequestSite } from '../sites.js';
import type { Literal, ParameterUsage } from './usage.js';

/** What becomes of a parameter at a provider, the worst of its uses. */
export const FATES = ['refused', 'lost', 'unknown', 'changed', 'kept'] as const;
export type Fate = (typeof FATES)[number];

export interface ParameterFate {
  readonly operation: Operation;
  readonly parameter: string;
  readonly requests: number;
  readonly fate: Fate;
  /** In the provider's terms: `max_tokens`, `[0, 1]`, `text | json_object`. */
  readonly detail: string | null;
}

export function parameterFate(usage: ParameterUsage, target: ResolvedTarget): ParameterFate {
  const { operation, parameter, requests } = usage;
  const said = usage.uses.map(({ request, values, open }) =>
    fateOf(ruleFor(target, operation, parameter, modelAt(request, target)), values, open),
  );
  const worst = FATES.find((fate) => said.some((one) => one.fate === fate)) ?? 'unknown';
  const detail = said.find((one) => one.fate === worst)?.detail ?? null;
  return { operation, parameter, requests, fate: worst, detail };
}

function modelAt(request: RequestSite, target: ResolvedTarget): string | null {
  for (const origin of request.model) {
    if (origin.kind !== 'text') continue;
    const mapped = mapModel(target, origin.value, request.hasImages);
    if (mapped.kind === 'mapped') return mapped.id;
    if (mapped.kind === 'kept') return origin.value;
  }
  return null;
}

interface Said {
  readonly fate: Fate;
  readonly detail: string | null;
}

function fateOf(rule: ParameterRule | undefined, values: readonly Literal[], open: boolean): Said {
  const note = rule?.note ?? null;
  switch (rule?.status) {
    case undefined:
    case 'unknown':
      return { fate: 'unknown', detail: note };
    case 'supported':
      return { fate: 'kept', detail: note };
    case 'ignored':
    case 'undocumented':
      return { fate: 'lost', detail: note };
    case 'rejected':
      return { fate: 'refused', detail: note };
    case 'renamed':
      return { fate: 'changed', detail: rule.to };
    case 'range':
      return ranged(rule, values, open);
    case 'values': {
      const becomes = (value: Literal) => rule.map?.[value] ?? rule.nearest?.[value] ?? rule.otherwise;
      const taken = values.every((value) => rule.values.includes(value) || becomes(value) !== undefined);
      const mapped = values.some((value) => !rule.values.includes(value));
      const detail = rule.values.join(' | ');
      if (!taken) return { fate: 'refused', detail };
      return { fate: mapped ? 'changed' : open && values.length === 0 ? 'unknown' : 'kept', detail };
    }
    case 'fixed':
      return {
        fate: values.every((value) => value === rule.value) ? 'kept' : 'refused',
        detail: String(rule.value),
      };
    case 'excludes':
      return { fate: 'kept', detail: `not with ${rule.others.join(', ')}` };
    case 'needs':
      return { fate: 'changed', detail: `needs ${rule.companion}` };
    case 'list': {
      const { bare, maxItems } = rule;
      const detail = `${bare ? 'a text or a list' : 'a list only'}${maxItems === undefined ? '' : ` of up to ${maxItems}`}`;
      return { fate: bare ? 'kept' : 'changed', detail };
    }
    case 'pattern': {
      const fits = new RegExp(rule.pattern);
      return { fate: values.every((value) => fits.test(String(value))) ? 'kept' : 'refused', detail: note };
    }
    // Decided by what stands in a request as a whole, which values alone do not tell.
    case 'forms':
    case 'system':
      return { fate: 'unknown', detail: note };
  }
}

function ranged(rule: ParameterRule & { status: 'range' }, values: readonly Literal[], open: boolean): Said {
  const { min, max, minExclusive, maxExclusive } = rule;
  const detail = `${min === undefined ? '(-∞' : `${minExclusive ? '(' : '['}${min}`}, ${max === undefined ? '∞)' : `${max}${maxExclusive ? ')' : ']'}`}`;
  const inside = values.every(
    (value) =>
      typeof value === 'number' &&
      (min === undefined || value > min || (value === min && !minExclusive)) &&
      (max === undefined || value < max || (value === max && !maxExclusive)),
  );
  if (!inside) return { fate: 'changed', detail };
  return { fate: open ? 'unknown' : 'kept', detail };
}
