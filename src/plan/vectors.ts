import { isTestFile } from '../paths.js';
import type { Blanks } from '../reasons.js';
import type { RequestSite, StoredField, VectorSite } from '../sites.js';
import { mapModel, modelIds } from './models.js';
import { asksOthers } from './requests.js';
import { findModel, type ResolvedTarget } from './target.js';
import { byHand, type Verdict } from './verdict.js';

/** The widths of OpenAI's own vectors: a column of that width speaks for itself. */
const WIDTHS: ReadonlySet<number> = new Set([1536, 3072]);

/**
 * Verdicts on what was made for the vectors of the old embedding model. Without a request for embeddings in sight only
 * the widths that OpenAI's models have are worth a word.
 */
export function vectorVerdicts(
  sites: readonly VectorSite[],
  requests: readonly RequestSite[],
  target: ResolvedTarget | null,
  blanks: Blanks,
): Verdict[] {
  const embeddings = requests.filter((one) => one.operation === 'embeddings' && !asksOthers(one));
  const width = target ? widthAt(embeddings, target) : null;
  const related = embeddings.slice(0, 3).map(({ token, method }) => ({
    file: token.file,
    line: token.range.start.line,
    column: token.range.start.column,
    message: `vectors made by ${method}`,
  }));
  const stored = new Set(sites.flatMap(({ stores = [] }) => stores.map(fieldKey)));
  return sites
    .filter((site) => embeddings.length > 0 || (site.value !== null && WIDTHS.has(site.value)))
    .filter(({ asks }) => !asks || stored.has(fieldKey(asks)))
    .map((site) =>
      byHand(
        {
          token: site.token,
          kind: 'vectors',
          dialect: site.dialect,
          // Tests make up their vectors: what they say holds for no store.
          confidence: embeddings.length > 0 && !isTestFile(site.token.file) ? site.confidence : 'possible',
          message: messageOf(site, width),
          related,
        },
        site.form === 'threshold' ? 'similarity-threshold' : 're-embed',
        blanks,
      ),
    );
}

function fieldKey({ table, field }: StoredField): string {
  return `${table} ${field}`;
}

/** The width that the target's model will give; null where it is not known. */
function widthAt(embeddings: readonly RequestSite[], target: ResolvedTarget): number | null {
  for (const request of embeddings)
    for (const id of modelIds(request)) {
      const mapped = mapModel(target, id, false);
      if (mapped.kind !== 'mapped') continue;
      return mapped.dimensions ?? findModel(target, mapped.id)?.defaultDimensions ?? null;
    }
  return null;
}

function messageOf(site: VectorSite, width: number | null): string {
  switch (site.form) {
    case 'threshold':
      return site.value === null
        ? 'a threshold of similarity, set for the old model'
        : `a threshold of ${site.value}, set for the old model`;
    case 'data':
      return 'vectors of the old model, written out';
    case 'reuse':
      return 'what is stored already is not made again: vectors of the old model stay';
    case 'column':
      return 'stores vectors of the old model';
    default:
      if (width === null) return `${site.value} dimensions, those of the old model`;
      return width === site.value
        ? `${site.value} dimensions: the new vectors are as wide, the stored ones still do not compare`
        : `${site.value} dimensions: the new model gives ${width}`;
  }
}
