import type { Edit } from '../finding.js';
import type { Blanks } from '../reasons.js';
import type { RequestSite, VectorSupport } from '../sites.js';
import { isAtLeast } from '../versions.js';
import { quoteOf, spelt } from './fields.js';
import { nearest } from './implicit.js';
import { mapModel, modelIds } from './models.js';
import { editObject } from './object-edit.js';
import { targetModel } from './situations.js';
import { findModel, type ResolvedTarget, ruleFor } from './target.js';
import { byHand, rewritten, type Verdict } from './verdict.js';

/*
 * What settings leave to their library today and have to say from now on: the model, where none is named, the form and
 * the width of vectors, a default that the target does not take. Bodies that go out as they are: explicit.ts.
 */

/** OpenAI's name of a property → source text of its value. */
export type Additions = ReadonlyMap<string, string>;

export function additionsOf(request: RequestSite, target: ResolvedTarget, quote: string): Additions {
  const set = new Map<string, string>();
  const given = new Set(request.parameters.map((use) => use.name));
  const model = request.model.length > 0 ? undefined : implicitModel(request);
  const mapped = model === undefined ? undefined : mapModel(target, model, request.hasImages);
  if (mapped?.kind === 'mapped') set.set('model', quote + mapped.id + quote);
  for (const [name, value] of implicitNumbers(request)) {
    const wanted = taken(request, name, value, target);
    if (wanted !== value && !given.has(name)) set.set(name, String(wanted));
  }
  if (request.operation !== 'embeddings') return set;
  const { asksForBase64, takesFormat, takesDimensions } = vectorSupport(request);
  if (asksForBase64 && takesFormat && !given.has('encoding_format'))
    set.set('encoding_format', `${quote}float${quote}`);
  const dimensions = wantedDimensions(request, target);
  if (dimensions !== null && takesDimensions && !given.has('dimensions'))
    set.set('dimensions', String(dimensions));
  return set;
}

/** Additions under the names that the dialect has for them. */
export function speltAdditions(
  request: RequestSite,
  target: ResolvedTarget,
  quote: string,
): ReadonlyMap<string, string> {
  return new Map(
    [...additionsOf(request, target, quote)].map(([name, value]) => [spelt(request, name), value] as const),
  );
}

/** The model that the library asks for because the code names none. */
export function implicitModel(request: RequestSite): string | undefined {
  const model = request.implicit?.['model'];
  return typeof model === 'string' ? model : undefined;
}

function implicitNumbers(request: RequestSite): [string, number][] {
  return Object.entries(request.implicit ?? {}).flatMap(([name, value]): [string, number][] =>
    typeof value === 'number' ? [[name, value]] : [],
  );
}

/** The nearest value to a default that the target takes. */
function taken(request: RequestSite, name: string, value: number, target: ResolvedTarget): number {
  const rule = ruleFor(target, request.operation, name, targetModel(request, target));
  return nearest(name, value, rule);
}

/**
 * `ownerEdits` are those of the client whose options hold the settings: they say what is missing in one go with the
 * address and the key, so every verdict carries all of them.
 */
export function additionVerdicts(
  request: RequestSite,
  target: ResolvedTarget,
  texts: ReadonlyMap<string, string>,
  blanks: Blanks,
  ownerEdits: readonly Edit[] | undefined,
): Verdict[] {
  // The packages of the AI SDK say the format by themselves.
  if (request.part === 'extra' || request.provider) return [];
  const quote = quoteOf(request, texts);
  const set = speltAdditions(request, target, quote);
  const base = { token: request.token, kind: 'parameter', dialect: request.dialect } as const;
  const named = [...set].filter(([name]) => name !== spelt(request, 'model'));
  const edits = ownerEdits ?? bodyEdits(request, texts, set);
  const verdicts = implicitModelVerdicts(request, target, texts, edits, blanks);
  if (named.length > 0 && edits === undefined)
    verdicts.push(
      byHand(
        { ...base, message: `add ${named.map(([k, v]) => `${k}: ${v}`).join(', ')}` },
        'body-unknown',
        blanks,
      ),
    );
  else if (named.length > 0)
    verdicts.push(
      rewritten({ ...base, message: `says ${named.map(([name]) => name).join(' and ')}` }, edits ?? []),
    );
  return [...verdicts, ...unsayable(request, target, blanks)];
}

function bodyEdits(
  request: RequestSite,
  texts: ReadonlyMap<string, string>,
  set: ReadonlyMap<string, string>,
): Edit[] | undefined {
  if (request.bodies.length === 0 || request.partial) return undefined;
  const after = spelt(request, 'model');
  return request.bodies.flatMap((body) =>
    editObject(texts.get(body.file) ?? '', body, { set, remove: new Set(), after }),
  );
}

function implicitModelVerdicts(
  request: RequestSite,
  target: ResolvedTarget,
  texts: ReadonlyMap<string, string>,
  edits: readonly Edit[] | undefined,
  blanks: Blanks,
): Verdict[] {
  const model = implicitModel(request);
  if (model === undefined) return [];
  const base = { token: request.token, kind: 'model', dialect: request.dialect } as const;
  const named = { ...blanks, model };
  const mapped = mapModel(target, model, request.hasImages);
  if (mapped.kind === 'none')
    return [byHand({ ...base, message: byDefault(request, model) }, mapped.reason, named)];
  if (mapped.kind === 'kept') return [];
  const message = `${byDefault(request, model)} → ${mapped.id}`;
  if (request.model.length > 0)
    return [modelFallback(request, { ...base, message }, mapped.id, texts, named)];
  return [
    edits ? rewritten({ ...base, message }, edits) : byHand({ ...base, message }, 'body-unknown', named),
  ];
}

/** `model: process.env.MODEL`: where the variable is not set, the library would go on asking for its own model. */
function modelFallback(
  request: RequestSite,
  base: Parameters<typeof rewritten>[0],
  id: string,
  texts: ReadonlyMap<string, string>,
  blanks: Blanks,
): Verdict {
  const use = request.parameters.find(
    (one) => one.name === 'model' || one.written === spelt(request, 'model'),
  );
  if (!use || !/^(?:assign|shorthand)$/.test(use.property.kind)) return byHand(base, 'body-unknown', blanks);
  const { file } = use.object;
  const { valueSpan, kind, name } = use.property;
  const value = (texts.get(file) ?? '').slice(valueSpan.start, valueSpan.end);
  const quote = quoteOf(request, texts);
  const fallback = ` ?? ${quote}${id}${quote}`;
  // The whole value is replaced, not added to: what is inserted behind the property has to stay behind it.
  if (kind === 'shorthand')
    return rewritten(base, [{ file, ...valueSpan, text: `${name}: ${name}${fallback}` }]);
  const bare = /^([\w$.[\]'"()?]+?)!?$/.exec(value)?.[1];
  if (bare === undefined) return byHand(base, 'body-unknown', blanks);
  return rewritten(base, [{ file, ...valueSpan, text: bare + fallback }]);
}

export function byDefault(request: RequestSite, model: string): string {
  return request.token.text.includes(model) ? model : `${model}, which the library asks for by itself`;
}

/** What the library sends by itself that the target does not take, and that cannot be said otherwise. */
export function unsayable(request: RequestSite, target: ResolvedTarget, blanks: Blanks): Verdict[] {
  const base = { token: request.token, kind: 'parameter', dialect: request.dialect } as const;
  const verdicts: Verdict[] = [];
  const { asksForBase64, takesFormat } = vectorSupport(request);
  if (request.operation === 'embeddings' && asksForBase64 && !takesFormat && !answersBase64(request, target))
    verdicts.push(
      byHand(
        { ...base, message: 'encoding_format: asks for vectors in base64, and cannot be told otherwise' },
        'vector-format',
        blanks,
      ),
    );
  return verdicts;
}

function answersBase64(request: RequestSite, target: ResolvedTarget): boolean {
  const rule = ruleFor(target, 'embeddings', 'encoding_format', targetModel(request, target));
  if (rule?.status === 'values') return rule.values.includes('base64');
  return rule?.status === 'supported';
}

/**
 * The SDK asks for base64 from 4.91 on, and decodes what comes back: a server that answers with numbers yields vectors
 * of zeros, without an error. A lock file is renewed sooner or later, so the format is always said. The types know it
 * since 4.13, and `dimensions` since 4.26 (CHANGELOG.md of npm:openai@4.104.0).
 */
export function vectorSupport({ vectors, legacy, sdk }: RequestSite): VectorSupport {
  if (vectors) return vectors;
  const takesFormat = !legacy && isAtLeast(sdk, '4.13.0');
  return {
    asksForBase64: takesFormat,
    takesFormat,
    takesDimensions: !legacy && isAtLeast(sdk, '4.26.0'),
  };
}

/** The width of vectors to ask for, where the default of the new model is not the old one. */
export function wantedDimensions(request: RequestSite, target: ResolvedTarget): number | null {
  for (const id of modelIds(request)) {
    const mapped = mapModel(target, id, false);
    if (mapped.kind === 'mapped') return mapped.dimensions;
  }
  return null;
}

/** Vectors that were made before and are compared with the new ones. */
export function storedVectors(request: RequestSite, target: ResolvedTarget, blanks: Blanks): Verdict[] {
  return modelIds(request).flatMap((id): Verdict[] => {
    const mapped = mapModel(target, id, false);
    if (mapped.kind !== 'mapped') return [];
    const dimensions = mapped.dimensions ?? findModel(target, mapped.id)?.defaultDimensions;
    const size = dimensions ? `, ${dimensions} dimensions` : '';
    return [
      byHand(
        {
          token: request.token,
          kind: 'vectors',
          dialect: request.dialect,
          message: `vectors made by ${id} cannot be compared with those of ${mapped.id}${size}`,
        },
        're-embed',
        blanks,
      ),
    ];
  });
}
