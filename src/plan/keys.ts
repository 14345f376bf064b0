import type { Blanks } from '../reasons.js';
import type { ClientSite } from '../sites.js';
import type { ClientPlan } from './clients.js';
import { isOwnName, looksLikeSecret } from './environment.js';
import type { ResolvedTarget } from './target.js';
import { byHand, stays, type Verdict } from './verdict.js';

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
  // What stood where the options belong is replaced as a whole, and so is a key of Azure's that is none of a variable's.
  if (site.options.form === 'string' || site.azure?.ownKey) return [];
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
    if (origin.kind === 'env' && !isOwnName(site, origin.name))
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
