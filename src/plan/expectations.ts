import type { Blanks } from '../reasons.js';
import type { ExpectationSite, ModelMention } from '../sites.js';
import { type MovedModels, placeKey } from './branches.js';
import { byHand, rewritten, type Verdict } from './verdict.js';

/** OpenAI's name of a parameter → what it became; `null` where some request kept it. */
export type MovedParameters = ReadonlyMap<string, string | null>;

/**
 * Verdicts on what tests expect. An id follows in a whole test file, expectations and mocks, when no use of it is left
 * outside of tests and the test does not hand it to the code itself; else it is named.
 */
export function expectationVerdicts(
  sites: readonly ExpectationSite[],
  mentions: readonly ModelMention[],
  moved: MovedModels,
  parameters: MovedParameters,
  blanks: Blanks,
): Verdict[] {
  const left = new Set(
    mentions.filter((one) => one.where === 'code' && !moved.has(placeKey(one.token))).map((one) => one.value),
  );
  const successors = successorsOf(moved);
  const verdicts: Verdict[] = [];
  for (const group of byFileAndValue(
    sites.filter((one) => one.form === 'id' && !moved.has(placeKey(one.token))),
  )) {
    const [first] = group;
    const to = first && successors.get(first.value);
    if (!first || to === undefined || !group.some((one) => one.role === 'expected')) continue;
    const free = to !== null && !left.has(first.value) && group.every((one) => one.role !== 'passed');
    for (const one of group) {
      if (free && to !== null) verdicts.push(follow(one, to));
      else if (one.role === 'expected') verdicts.push(named(one, to, blanks));
    }
  }
  for (const one of sites) if (one.form === 'parameter') verdicts.push(...parameter(one, parameters, blanks));
  return verdicts;
}

/** Old id → the one new id that it became everywhere; `null` where it became several. */
function successorsOf(moved: MovedModels): Map<string, string | null> {
  const found = new Map<string, string | null>();
  for (const { from, to } of moved.values()) {
    const known = found.get(from);
    found.set(from, known === undefined || known === to ? to : null);
  }
  return found;
}

function byFileAndValue(sites: readonly ExpectationSite[]): ExpectationSite[][] {
  const groups = new Map<string, ExpectationSite[]>();
  for (const one of sites) {
    const key = `${one.token.file}\u0000${one.value}`;
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return [...groups.values()];
}

function parameter(site: ExpectationSite, parameters: MovedParameters, blanks: Blanks): Verdict[] {
  const to = parameters.get(site.value);
  if (to === undefined) return [];
  if (to === null) return [named(site, to, blanks)];
  const { file, span } = site.token;
  return [
    rewritten({ ...baseOf(site), message: `expects ${to} instead of ${site.value}` }, [
      { file, ...span, text: to },
    ]),
  ];
}

function follow(site: ExpectationSite, to: string): Verdict {
  const { file, span, text } = site.token;
  const verb = site.role === 'mock' ? 'gives back' : 'expects';
  return rewritten({ ...baseOf(site), message: `the test ${verb} ${to} instead of ${site.value}` }, [
    { file, ...span, text: `${text[0]}${to}${text.at(-1)}` },
  ]);
}

function named(site: ExpectationSite, to: string | null, blanks: Blanks): Verdict {
  const change = to === null ? '' : `, which became ${to}`;
  return byHand(
    { ...baseOf(site), confidence: 'probable', message: `a test expects ${site.value}${change}` },
    'test-expectation',
    blanks,
  );
}

function baseOf({ token, dialect, form }: ExpectationSite) {
  return { token, dialect, kind: form === 'id' ? 'model' : 'parameter' } as const;
}
