import type { Edit } from '../finding.js';
import type { Blanks } from '../reasons.js';
import type { RequestSite } from '../sites.js';
import { providerName } from './ai-sdk-packages.js';
import type { Addition } from './body-edits.js';
import { agreedAdditions, sentAlong } from './explicit.js';
import { extrasPlace } from './extras-place.js';
import { literalText } from './fields.js';
import { candidatesOf, type Variables } from './situations.js';
import type { ResolvedTarget } from './target.js';
import { planThinking } from './thinking.js';
import { byHand, rewritten, type Verdict } from './verdict.js';

/*
 * What only the target knows and a request has to say there, said through a library over the SDK: in the option that it
 * hands on as it stands, or in the AI SDK's `providerOptions`. Bodies that go out as they are: explicit.ts.
 */

/** The additions, where all models that the request may ask for want the same. */
export function handedAlong(
  request: RequestSite,
  target: ResolvedTarget,
  variables: Variables,
): readonly Addition[] {
  if (request.openBody || request.operation !== 'chat.completions' || request.part === 'extra') return [];
  const isPlaced = extrasPlace(request, target) !== null;
  const all = candidatesOf(request, target, variables).map((candidate): readonly Addition[] => {
    if (candidate.from !== null && candidate.from === candidate.model) return [];
    const plan = planThinking(request, candidate, target);
    const situation = { model: candidate.model, thinking: plan.thinking ?? true };
    const along = sentAlong(request, situation, target);
    if (!plan.add || !isPlaced) return along;
    const why = plan.thinking ? plan.note : 'the old model did not think before it answered';
    return [{ name: plan.add.parameter, value: plan.add.value, why }, ...along];
  });
  return agreedAdditions(all).additions;
}

/** `modelKwargs` and the source text of its object, for the options of a client; nothing where there is nothing to say. */
export function handedOption(
  request: RequestSite,
  target: ResolvedTarget,
  variables: Variables,
  quote: string,
): ReadonlyMap<string, string> {
  const { handsOn } = request;
  const additions = handsOn === undefined ? [] : handedAlong(request, target, variables);
  if (handsOn === undefined || additions.length === 0) return new Map();
  return new Map([[handsOn, objectText(additions, quote)]]);
}

/** `providerOptions: { deepseek: { thinking: … } }`. */
export function providerOptionsLine(
  { provider }: RequestSite,
  additions: readonly Addition[],
  target: ResolvedTarget,
  quote: string,
): string {
  const name = providerName(target);
  const key = /^[A-Za-z_$]/.test(name) ? name : quote + name + quote;
  const isEffort = (one: Addition) => one.name === 'reasoning_effort';
  const efforts = additions.filter(isEffort).map((one) => ({ ...one, name: 'reasoningEffort' }));
  const others = additions.filter((one) => !isEffort(one));
  // The effort is an option of the package itself, which 0.2 for AI SDK 4 sends twice unless it stands under this name.
  const isShared = provider?.major === 4 && efforts.length > 0;
  const own = isShared ? others : [...efforts, ...others];
  const entries = [
    ...(own.length > 0 ? [`${key}: ${objectText(own, quote)}`] : []),
    ...(isShared ? [`${quote}openai-compatible${quote}: ${objectText(efforts, quote)}`] : []),
  ];
  return `providerOptions: { ${entries.join(', ')} }`;
}

/** The verdict on what the options of a client hand on; on what could be handed on nowhere, a line. */
export function handedVerdicts(
  request: RequestSite,
  target: ResolvedTarget,
  variables: Variables,
  quote: string,
  ownerEdits: readonly Edit[] | undefined,
  blanks: Blanks,
): Verdict[] {
  const place = extrasPlace(request, target);
  if (place === 'body' || place === 'provider-options') return [];
  const additions = handedAlong(request, target, variables);
  if (additions.length === 0) return [];
  const base = { token: request.token, kind: 'parameter', dialect: request.dialect } as const;
  const option = request.handsOn;
  const said = additions.map((one) => `${one.name}: ${literalText(one.value, quote)}`).join(', ');
  const told = `${option ? `${option}: { ${said} }` : said}${reasons(additions)}`;
  if (place === null || !ownerEdits)
    return [byHand({ ...base, message: `add ${told}` }, 'body-unknown', blanks)];
  return [rewritten({ ...base, message: `adds ${told}` }, ownerEdits)];
}

export function reasons(additions: readonly Addition[]): string {
  const whys = [...new Set(additions.flatMap(({ why }) => why ?? []))];
  return whys.length > 0 ? `: ${whys.join('; ')}` : '';
}

function objectText(additions: readonly Addition[], quote: string): string {
  return `{ ${additions.map((one) => `${one.name}: ${literalText(one.value, quote)}`).join(', ')} }`;
}
