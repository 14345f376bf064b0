import type { ReasonId } from '../reasons.js';
import type { ClientSite, ProviderClient, ProviderUse, RequestSite } from '../sites.js';
import { methodAt, packageFor } from './ai-sdk-packages.js';
import { operationAt, type ResolvedTarget } from './target.js';

/* What holds a provider of the AI SDK, or one use of it, back. */

/** A provider that stays, and why; undefined: it can move. */
export interface Obstruction {
  readonly reason: ReasonId;
  readonly note: string | null;
}

export function obstruction(
  site: ClientSite,
  provider: ProviderClient,
  requests: readonly RequestSite[],
  target: ResolvedTarget,
): Obstruction | undefined {
  if (!provider.from) return { reason: 'import-form', note: null };
  const given = packageFor(target, provider.major);
  if (typeof given === 'string') return { reason: given, note: null };
  const feeding = provider.uses.find((use) => use.feedsOthers)?.hold;
  const elsewhere = provider.heldElsewhere[0]?.hold;
  // A file uploaded to OpenAI means nothing to another provider's model, wherever the reference goes.
  if (feeding || elsewhere) return { reason: feeding ?? elsewhere ?? 'hosted-tool', note: null };
  const held = requests.flatMap((request) => {
    const hold = holdOf(request, target);
    return hold && request.token.file !== site.token.file ? [hold] : [];
  });
  if (held[0]) return { reason: held[0], note: null };
  return provider.made === 'default'
    ? wholeHeld(provider, requests, target)
    : partlyHeld(provider, requests, target);
}

/** Nothing but what has to stay: the import stays as it is. */
function wholeHeld(
  provider: ProviderClient,
  requests: readonly RequestSite[],
  target: ResolvedTarget,
): Obstruction | undefined {
  if (provider.uses.length === 0) return undefined;
  const reasons = provider.uses.map((use) => heldBy(use, requests, target));
  const [first] = reasons;
  return first && reasons.every((one) => one !== null) ? { reason: first, note: null } : undefined;
}

/** One thing that only OpenAI's provider can do holds the whole instance back: its name stands for both. */
function partlyHeld(
  provider: ProviderClient,
  requests: readonly RequestSite[],
  target: ResolvedTarget,
): Obstruction | undefined {
  const use = provider.uses.find((one) => one.hold !== null)?.hold;
  const asked = requests.map((request) => holdOf(request, target)).find((one) => one !== null);
  const reason = use ?? asked;
  return reason ? { reason, note: null } : undefined;
}

/** Why a request cannot be sent by the new provider, whatever the target serves. */
export function holdOf(request: RequestSite, target: ResolvedTarget): ReasonId | null {
  const { provider } = request;
  if (!provider) return null;
  if (provider.hold) return provider.hold;
  const given = packageFor(target, provider.major);
  if (typeof given === 'string') return given;
  return methodAt(given, provider) === undefined ? 'no-method' : null;
}

/** Why one use of the exported instance goes on naming OpenAI's. */
export function heldBy(
  use: ProviderUse,
  requests: readonly RequestSite[],
  target: ResolvedTarget,
): ReasonId | null {
  if (use.hold) return use.hold;
  const request = requests.find(({ provider }) => provider?.id === use.request);
  if (!request) return null;
  const hold = holdOf(request, target);
  if (hold) return hold;
  const { value } = operationAt(target, request.operation);
  return value === 'yes' ? null : value === 'unknown' ? 'operation-unknown' : 'no-operation';
}

/** Whether a part of a moved provider goes on at OpenAI, and with it the key. */
export function isSplit(
  provider: ProviderClient,
  requests: readonly RequestSite[],
  target: ResolvedTarget,
): boolean {
  return provider.made === 'default' && provider.uses.some((use) => heldBy(use, requests, target) !== null);
}
