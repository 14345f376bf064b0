import type { Edit } from '../finding.js';
import { conflicts } from '../pipeline/edits.js';
import type { NativeSdk } from '../providers/types.js';
import type { Blanks } from '../reasons.js';
import { type ClientSite, type NativeDialect, type Origin, type RequestSite, requestId } from '../sites.js';
import { objectText } from './client-edits.js';
import type { ClientPlan } from './clients.js';
import type { DependencyNeed } from './dependencies.js';
import type { Endpoint } from './endpoint.js';
import { envRead } from './env-read.js';
import { keyNames, type Renaming, targetVariable } from './environment.js';
import { groupKeys } from './groups.js';
import type { ResolvedTarget } from './target.js';
import { byHand, rewritten, type Verdict } from './verdict.js';

/*
 * Clients of the `openai` package that move to an SDK of the provider's own: the class, its options, every request and
 * every read of an answer change together, or the client stays.
 */

type Sdk = NativeSdk & { readonly value: 'yes' };

/** The provider's own SDK, where the target asks for one and it speaks to the chosen servers. */
export function nativeSdk(target: ResolvedTarget | null): Sdk | null {
  if (target?.mode !== 'sdk') return null;
  const { nativeSdk: sdk } = target.provider;
  return sdk.value === 'yes' && sdk.regions.includes(target.region.id) ? sdk : null;
}

/** What clients have to be taken apart for when they are looked for. */
export function nativeDialect(target: ResolvedTarget | null): NativeDialect | null {
  return nativeSdk(target)?.dialect ?? null;
}

/** Whether a client is to be made anew by the provider's own SDK. */
export function isNative(plan: ClientPlan): boolean {
  return plan.state === 'moved' && plan.site.native !== undefined && nativeSdk(plan.target) !== null;
}

/** What keeps one client from moving, beside the places in its `native`. */
export function nativeObstacle(
  site: ClientSite,
  endpoint: Endpoint,
  target: ResolvedTarget,
  mocked: ReadonlySet<string>,
): string | null {
  const [test] = mocked;
  if (test !== undefined) return `a test replaces the old package: ${test}`;
  if (hasConflicts(site)) return 'two of its places would have to change in one another';
  if (Object.keys(target.routes ?? {}).length > 0) return 'some of its requests go to another provider';
  const isPlain =
    endpoint.kind === 'default' || (endpoint.kind === 'openai' && endpoint.variables.length === 0);
  if (!isPlain) return 'its address is decided by a variable';
  if (site.apiKey.some((one) => one.kind !== 'env' && one.kind !== 'nothing' && !isEmptyText(one)))
    return 'its key does not come from a variable';
  return null;
}

function hasConflicts({ native }: ClientSite): boolean {
  const files = new Map<string, Edit[]>();
  for (const edit of native?.steps.flatMap((step) => step.edits) ?? []) push(files, edit);
  return [...files.values()].some((edits) => conflicts(edits).length > 0);
}

function push(files: Map<string, Edit[]>, edit: Edit): void {
  const known = files.get(edit.file);
  if (known) known.push(edit);
  else files.set(edit.file, [edit]);
}

function isEmptyText(origin: Origin): boolean {
  return origin.kind === 'text' && origin.value === '';
}

/** Clients of one group share files, lists or requests: where one of them stays, all do. */
export function withNativeGroups(plans: readonly ClientPlan[]): ClientPlan[] {
  const groups = new Map<string, ClientPlan[]>();
  const root = rootsOf(plans);
  for (const plan of plans)
    if (plan.site.native) groups.set(root(plan), [...(groups.get(root(plan)) ?? []), plan]);
  return plans.map((plan) => {
    const group = isNative(plan) ? (groups.get(root(plan)) ?? []) : [];
    return group.every(({ state }) => state === 'moved') ? plan : { ...plan, ...TOGETHER };
  });
}

const TOGETHER = {
  state: 'by-hand',
  reason: 'sdk-by-hand',
  note: 'another client, which shares a file or a request with it, stays',
  splits: [],
} as const;

function rootsOf(plans: readonly ClientPlan[]): (plan: ClientPlan) => string {
  return groupKeys(
    plans,
    ({ site }) => site.id,
    ({ site }) => site.native?.shared ?? [],
  );
}

/** The places that keep a client where it is. */
export function nativeBlocks({ site, reason }: ClientPlan, blanks: Blanks): Verdict[] {
  if (reason !== 'sdk-by-hand') return [];
  return (site.native?.blocks ?? []).map(({ token, kind, name, why }) =>
    byHand({ token, kind, dialect: site.dialect, message: `${name}: ${why}` }, 'not-native', blanks),
  );
}

/** The verdicts on a client that is made anew, with every edit that does not stand in one of its requests. */
export function nativeVerdicts(
  plan: ClientPlan,
  renamings: readonly Renaming[],
  requests: readonly RequestSite[],
  texts: ReadonlyMap<string, string>,
): Verdict[] {
  const { site, target } = plan;
  const sdk = nativeSdk(target);
  if (!site.native || !sdk) return [];
  const base = { dialect: site.dialect, related: site.related } as const;
  const own = requests.filter((one) => site.native?.requests.includes(requestId(one)));
  const isElsewhere = (edit: Edit) => !own.some((request) => isWithin(edit, request));
  const edits: Edit[] = [optionsEdit(plan, renamings, texts)];
  const imports: Verdict[] = [];
  for (const step of site.native.steps) {
    const rest = step.edits.filter(isElsewhere);
    if (step.kind === 'import')
      imports.push(
        rewritten({ ...base, token: step.token, kind: 'import', message: `${step.name} → ${step.to}` }, rest),
      );
    else edits.push(...rest);
  }
  const message = `${site.className} client → ${sdk.name} ${sdk.version}, ${target.provider.name.en} (${hostOf(target)})`;
  return [rewritten({ ...base, token: site.token, kind: 'client', message }, edits), ...imports];
}

/** The verdict on a request of such a client. */
export function nativeCall(
  request: RequestSite,
  plans: readonly ClientPlan[],
  base: Pick<Verdict, 'token' | 'kind' | 'dialect' | 'message'> & Partial<Verdict>,
): Verdict {
  const steps = plans.flatMap(({ site }) => site.native?.steps ?? []);
  const edits = steps.flatMap((step) => step.edits.filter((edit) => isWithin(edit, request)));
  const call = steps.find(
    ({ kind, token }) =>
      kind === 'call' && token.file === request.token.file && token.span.start === request.token.span.start,
  );
  return rewritten({ ...base, message: `${request.method} → ${call?.to ?? request.method}` }, edits);
}

/** A request of such a client: the SDK's own rules hold, not those of the provider's compatible endpoint. */
export function asNative(request: RequestSite): RequestSite {
  const { format: _format, messages: _messages, firstChoices: _choices, conversion: _old, ...rest } = request;
  return { ...rest, isNative: true, parameters: [], nested: [] };
}

/** What the moved code has to be able to import. */
export function nativeNeeds(plans: readonly ClientPlan[]): DependencyNeed[] {
  return plans.flatMap((plan) => {
    const sdk = isNative(plan) ? nativeSdk(plan.target) : null;
    if (!sdk) return [];
    const { token, dialect } = plan.site;
    return [{ token, dialect, name: sdk.name, version: sdk.version, instead: 'openai' }];
  });
}

function isWithin({ file, start, end }: Edit, { call }: RequestSite): boolean {
  return file === call.file && call.span.start <= start && end <= call.span.end;
}

/** The package appends the path of its own API. */
function hostOf({ baseURL }: ResolvedTarget): string {
  return baseURL.replace(/\/v1$/, '');
}

function optionsEdit(
  { site, target }: ClientPlan,
  renamings: readonly Renaming[],
  texts: ReadonlyMap<string, string>,
): Edit {
  const { quote, native, key } = site;
  const [name] = keyNames(site);
  const variable = targetVariable(name ?? null, target.keyVariable);
  const fresh = `${envRead(site.envReader, variable, quote)} ?? ${quote}${quote}`;
  const isRenamed = renamings.some(
    ({ from, to, blockers }) => from === name && to === variable && blockers.length === 0,
  );
  // What stands outside of the call is renamed there.
  const isOutside =
    key !== null && site.apiKey.every((one) => one.kind !== 'env' || !isInside(one.read, site));
  const value = isOutside && isRenamed ? `${key.token.text} ?? ${quote}${quote}` : fresh;
  const properties = [
    `host: ${quote}${hostOf(target)}${quote}`,
    `headers: { Authorization: \`Bearer \${${value}}\` }`,
  ];
  const text = objectText(site, properties, texts);
  const { parentheses = false, file = site.token.file, start = 0, end = 0 } = native?.options ?? {};
  return { file, start, end, text: parentheses ? `(${text})` : text };
}

function isInside(
  read: { readonly file: string; readonly span: { start: number; end: number } },
  { token }: ClientSite,
): boolean {
  return read.file === token.file && token.span.start <= read.span.start && read.span.end <= token.span.end;
}
