import type { ParameterRule } from '../providers/types.js';
import type { Blanks } from '../reasons.js';
import type { RequestSite } from '../sites.js';
import { spelt } from './fields.js';
import type { Situation } from './outcome.js';
import { clamp } from './ranges.js';
import { type ResolvedTarget, ruleFor } from './target.js';
import { byHand, stays, type Verdict } from './verdict.js';

/* What a library sends by itself that the target does not take as it is. */

/** OpenAI's name of a parameter → the value that has to be said instead, where every situation wants the same. */
export function impliedValues(
  request: RequestSite,
  situations: readonly Situation[],
  target: ResolvedTarget,
): ReadonlyMap<string, number> {
  const wanted = new Map<string, number>();
  for (const [name, value] of implied(request)) {
    if (typeof value !== 'number') continue;
    const all = situations.map((one) => nearest(name, value, ruleAt(request, name, one, target)));
    const [first] = all;
    if (first !== undefined && first !== value && all.every((one) => one === first)) wanted.set(name, first);
  }
  return wanted;
}

/** The nearest value to a default that the target takes. */
export function nearest(name: string, value: number, rule: ParameterRule | undefined): number {
  if (rule?.status === 'range') return clamp(value, rule, name);
  return rule?.status === 'fixed' && typeof rule.value === 'number' ? rule.value : value;
}

/** Lines about what is sent all the same: refused, or without effect. */
export function impliedVerdicts(
  request: RequestSite,
  situations: readonly Situation[],
  target: ResolvedTarget,
  blanks: Blanks,
): Verdict[] {
  const base = { token: request.token, kind: 'parameter', dialect: request.dialect } as const;
  const name = target.provider.name.en;
  return implied(request).flatMap(([parameter, value]): Verdict[] => {
    const rules = situations.flatMap((one) => ruleAt(request, parameter, one, target) ?? []);
    const what = `${spelt(request, parameter)} ${value}, which the library sends by itself, is`;
    if (rules.some((rule) => isRefused(rule, value)))
      return [byHand({ ...base, message: `${what} rejected by ${name}` }, 'parameter-rejected', blanks)];
    const vain = rules.find(({ status }) => status === 'ignored' || status === 'undocumented');
    if (!vain) return [];
    const message = `${what} ${vain.status === 'ignored' ? 'ignored' : 'not documented'} by ${name}`;
    // The package reads nothing but the picture itself until AI SDK 6.
    if (parameter === 'response_format' && request.provider && (request.provider.major ?? 0) < 6)
      return [byHand({ ...base, message }, 'parameter-rejected', blanks)];
    return [stays({ ...base, message })];
  });
}

function isRefused(rule: ParameterRule, value: string | number): boolean {
  return rule.status === 'rejected' || (rule.status === 'values' && !rule.values.includes(value));
}

/** What nothing in the code says otherwise. */
function implied(request: RequestSite): [string, string | number][] {
  const given = new Set(request.parameters.map((use) => use.name));
  return Object.entries(request.implicit ?? {}).filter(([name]) => name !== 'model' && !given.has(name));
}

function ruleAt(request: RequestSite, name: string, { model, thinking }: Situation, target: ResolvedTarget) {
  return ruleFor(target, request.operation, name, model, thinking);
}
