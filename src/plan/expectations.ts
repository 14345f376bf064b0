import { isTestFile } from '../paths.js';
import type { Blanks } from '../reasons.js';
import type { ExpectationSite, ModelBranch, ModelMention } from '../sites.js';
import { type MovedModels, placeKey } from './branches.js';
import { byHand, rewritten, type Verdict } from './verdict.js';

/** OpenAI's name of a parameter → the target's; `isDone` where no request kept the old one. */
export type MovedParameters = ReadonlyMap<string, { readonly to: string; readonly isDone: boolean }>;

/** What else may depend on an id: mentions that stay, and code that decides by it. */
export interface Remains {
  readonly mentions: readonly ModelMention[];
  readonly branches: readonly ModelBranch[];
}

/**
 * Verdicts on what tests expect. An id follows in a whole test file when the test reaches code in which it moved, and
 * nothing outside of tests knows the old id any more: then no code can tell the two apart, and what the file hands in,
 * mocks and expects stays consistent. Else the expectations are named.
 */
export function expectationVerdicts(
  sites: readonly ExpectationSite[],
  remains: Remains,
  moved: MovedModels,
  parameters: MovedParameters,
  blanks: Blanks,
): Verdict[] {
  const known = knownStill(remains, moved);
  const successors = successorsOf(moved);
  const open = sites.filter((one) => one.form === 'id' && !moved.has(placeKey(one.token)));
  const verdicts = groups(open).flatMap((group): Verdict[] => {
    const [first] = group;
    const to = first && successors.get(first.value);
    if (!first || to === undefined || !group.some((one) => one.role === 'expected')) return [];
    const reaches = [...moved.values()].some(
      ({ file, from }) => from === first.value && (first.tested.includes(file) || file === first.token.file),
    );
    if (to !== null && reaches && !known(first.value)) return group.map((one) => follow(one, to));
    const expected = group.filter((one) => one.role === 'expected' && reaches);
    return expected.map((one) => named(one, to, blanks));
  });
  return [
    ...verdicts,
    ...sites.flatMap((one) => (one.form === 'parameter' ? parameter(one, parameters, blanks) : [])),
  ];
}

/** Whether anything outside of tests still knows an id, by its name or by a part of it. */
function knownStill({ mentions, branches }: Remains, moved: MovedModels): (id: string) => boolean {
  const left = new Set(
    mentions.filter((one) => one.where === 'code' && !moved.has(placeKey(one.token))).map((one) => one.value),
  );
  const others = branches.filter((one) => !isTestFile(one.token.file));
  return (id) =>
    left.has(id) ||
    others.some(
      ({ form, value, ids }) =>
        form === 'pattern' || (form === 'prefix' ? id.includes(value) : id === value || ids.includes(id)),
    );
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

function groups(sites: readonly ExpectationSite[]): ExpectationSite[][] {
  const groups = new Map<string, ExpectationSite[]>();
  for (const one of sites) {
    const key = `${one.token.file}\u0000${one.value}`;
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return [...groups.values()];
}

/** What is expected not to be there under its old name is not there under it from now on, either. */
function parameter(site: ExpectationSite, parameters: MovedParameters, blanks: Blanks): Verdict[] {
  if (site.isAbsent) {
    const [from] = [...parameters].find(([, { to }]) => to === site.value) ?? [];
    if (from === undefined) return [];
    const message = `a test expects no ${site.value}, which ${from} is called from now on`;
    return [byHand({ ...baseOf(site), confidence: 'probable', message }, 'test-expectation', blanks)];
  }
  const renaming = parameters.get(site.value);
  if (renaming === undefined) return [];
  const { to, isDone } = renaming;
  if (!isDone) return [named(site, null, blanks)];
  return [
    rewritten({ ...baseOf(site), message: `expects ${to} instead of ${site.value}` }, [
      { file: site.token.file, ...site.token.span, text: to },
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
