import type { Blanks } from '../reasons.js';
import type { ClientSite, Origin } from '../sites.js';
import type { ClientPlan } from './clients.js';
import { isOpenAIName, looksLikeSecret } from './environment.js';
import type { ResolvedTarget } from './target.js';
import { byHand, stays, type Verdict } from './verdict.js';

/** The variables named after OpenAI that a key may come from. */
export function keyNames(origins: readonly Origin[]): string[] {
  return origins.flatMap((origin) =>
    origin.kind === 'env' && isOpenAIName(origin.name) ? [origin.name] : [],
  );
}

export function literalKeys(plan: ClientPlan, blanks: Blanks): Verdict[] {
  return plan.site.apiKey.flatMap((origin) =>
    origin.kind === 'text' && looksLikeSecret(origin.value)
      ? [
          byHand(
            {
              token: origin.at,
              kind: 'credential',
              dialect: plan.site.dialect,
              message: 'a key in the code',
              secret: true,
            },
            'literal-key',
            blanks,
          ),
        ]
      : [],
  );
}

export function keyVerdicts(site: ClientSite, target: ResolvedTarget, blanks: Blanks): Verdict[] {
  return site.apiKey.flatMap((origin): Verdict[] => {
    const base = { kind: 'credential', dialect: site.dialect } as const;
    if (origin.kind === 'unknown')
      return [
        byHand(
          {
            ...base,
            token: site.key?.token ?? origin.at,
            message: 'the key is not read in this repository’s code',
          },
          'key-elsewhere',
          blanks,
        ),
      ];
    if (origin.kind === 'env' && !isOpenAIName(origin.name))
      return [
        stays({
          ...base,
          token: origin.read,
          message: `${origin.name} must hold a key of ${target.provider.name.en}`,
        }),
      ];
    if (origin.kind === 'text' && origin.value !== '')
      return [stays({ ...base, token: origin.at, message: 'a placeholder, not a key', secret: true })];
    return [];
  });
}
