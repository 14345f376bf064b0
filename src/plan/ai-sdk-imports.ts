import type { ImportShape, ProviderClient, ProviderTypeSite, RequestSite } from '../sites.js';
import { isSplit } from './ai-sdk-holds.js';
import type { ProviderPackage } from './ai-sdk-packages.js';
import type { ClientPlan } from './clients.js';
import type { ResolvedTarget } from './target.js';

/* What a file no longer needs of `@ai-sdk/openai` once its providers have moved. */

export interface Move {
  readonly plan: ClientPlan;
  readonly provider: ProviderClient;
  readonly given: ProviderPackage;
  /** Of the instance in its file. */
  readonly name: string;
}

/** Names of exported instances that nothing in the file uses any more. */
export function goneInstances(
  moves: readonly Move[],
  requests: readonly RequestSite[],
  target: ResolvedTarget,
): string[] {
  return moves.flatMap(({ plan, provider }) => {
    if (provider.made !== 'default' || provider.from?.namespace) return [];
    const own = requests.filter((request) => request.clients.includes(plan.site.id));
    return isSplit(provider, own, target) ? [] : [provider.local];
  });
}

/** `createOpenAI` where every call of it in the file is replaced. */
export function goneFunctions(
  moves: readonly Move[],
  imports: readonly ImportShape[],
  text: string,
): string[] {
  const replaced = moves.filter(
    ({ provider, given }) => provider.callee && provider.callee.text !== given.create,
  );
  return imports.flatMap((shape) =>
    shape.names.flatMap(({ local, uses }) => {
      const own = replaced.filter(({ provider }) => provider.callee?.text === local);
      return own.length > 0 && own.length === uses && text !== '' ? [local] : [];
    }),
  );
}

/** Names of types of which every use is replaced. */
export function goneTypes(types: readonly ProviderTypeSite[], imports: readonly ImportShape[]): string[] {
  return imports.flatMap(({ names }) =>
    names.flatMap(({ local, uses }) =>
      uses > 0 && types.filter(({ name }) => name === local).length === uses ? [local] : [],
    ),
  );
}

/** `import * as sdk` of which nothing is left. */
export function goneNamespaces(
  moves: readonly Move[],
  imports: readonly ImportShape[],
  text: string,
): string[] {
  return imports.flatMap((shape): string[] => {
    const { namespace, span } = shape;
    if (!namespace) return [];
    const rest = text.slice(0, span.start) + text.slice(span.end);
    const said = rest.match(new RegExp(`\\b${namespace}\\b`, 'g'))?.length ?? 0;
    const replaced = moves.reduce((sum, { provider }) => {
      if (provider.from !== shape) return sum;
      if (provider.made === 'default') return sum + provider.uses.length;
      return sum + (provider.callee?.text.startsWith(`${namespace}.`) ? 1 : 0);
    }, 0);
    return said === replaced && replaced > 0 ? [namespace] : [];
  });
}
