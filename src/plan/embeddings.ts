import type { Blanks } from '../reasons.js';
import type { RequestSite } from '../sites.js';
import { mapModel } from './models.js';
import { findModel, type ResolvedTarget } from './target.js';
import { byHand, type Verdict } from './verdict.js';

/** Vectors of another model are no neighbours of the old ones, whatever their width. */
export function storedVectors(request: RequestSite, target: ResolvedTarget, blanks: Blanks): Verdict[] {
  if (request.operation !== 'embeddings') return [];
  return request.model.flatMap((origin): Verdict[] => {
    if (origin.kind !== 'text') return [];
    const mapped = mapModel(target, origin.value, false);
    if (mapped.kind !== 'mapped') return [];
    const dimensions = mapped.dimensions ?? findModel(target, mapped.id)?.defaultDimensions;
    const size = dimensions ? `, ${dimensions} dimensions` : '';
    return [
      byHand(
        {
          token: request.token,
          kind: 'vectors',
          dialect: request.dialect,
          message: `vectors made by ${origin.value} cannot be compared with those of ${mapped.id}${size}`,
        },
        're-embed',
        blanks,
      ),
    ];
  });
}
