import type { RequestSite } from '../sites.js';
import { packageFor } from './ai-sdk-packages.js';
import type { ResolvedTarget } from './target.js';

/**
 * Where a request can say what OpenAI does not know: in its body, in an option of its library that goes out as it stands
 * (`modelKwargs`), or in `providerOptions` of the AI SDK; null: nowhere that could be written.
 */
export type ExtrasPlace = 'body' | 'option' | 'provider-options' | null;

export function extrasPlace(request: RequestSite, target: ResolvedTarget): ExtrasPlace {
  if (request.openBody) return 'body';
  if (request.handsOn !== undefined) return 'option';
  return takesProviderOptions(request, target) ? 'provider-options' : null;
}

/**
 * `@ai-sdk/openai-compatible` sends what stands under its name in `providerOptions` and is no option of its own as it
 * stands (npm:@ai-sdk/openai-compatible@0.2.16, @1.0.61, @2.0.92, @3.0.92). Every call that is given the model has to be
 * in sight, and to have no such options yet.
 */
function takesProviderOptions({ provider, bodies }: RequestSite, target: ResolvedTarget): boolean {
  if (!provider || provider.open || provider.major === null || provider.major < 4) return false;
  const given = packageFor(target, provider.major);
  if (typeof given === 'string' || !given.named || !Number.isInteger(provider.major)) return false;
  if (bodies.length === 0 || bodies.length !== provider.consumers.length) return false;
  return bodies.every((body) =>
    body.properties.every(
      ({ name }) => name !== null && !/^(?:providerOptions|experimental_providerMetadata)$/.test(name),
    ),
  );
}
