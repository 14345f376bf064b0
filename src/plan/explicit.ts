import { parseModelId } from '../openai/models.js';
import type { Json } from '../providers/types.js';
import type { RequestSite } from '../sites.js';
import { vectorSupport } from './additions.js';
import type { Addition } from './body-edits.js';
import { mapModel } from './models.js';
import type { Situation } from './outcome.js';
import type { Candidate } from './situations.js';
import { fitsModel, fitsRegion, type ResolvedTarget, ruleFor } from './target.js';

/** What has to be said now so that a request means what it meant when nothing was said. */
export function additionsFor(
  request: RequestSite,
  candidate: Candidate,
  situation: Situation,
  target: ResolvedTarget,
): Addition[] {
  const format = vectors(request, candidate, target);
  // What asks for a model of the target already was written for it.
  if (candidate.from !== null && candidate.from === candidate.model) return format;
  return [
    ...format,
    ...parallelCalls(request, situation, target),
    ...imageForm(request, candidate, situation, target),
    ...sentAlong(request, situation, target),
  ];
}

/** A server that answers with numbers where base64 was asked for yields vectors of zeros, without an error. */
function vectors(request: RequestSite, { from }: Candidate, target: ResolvedTarget): Addition[] {
  if (request.operation !== 'embeddings') return [];
  const { asksForBase64, takesFormat, takesDimensions } = vectorSupport(request);
  const additions: Addition[] = [];
  if (asksForBase64 && takesFormat && !has(request, 'encoding_format'))
    additions.push({ name: 'encoding_format', value: 'float', why: null });
  const mapped = from === null ? null : mapModel(target, from, false);
  const dimensions = mapped?.kind === 'mapped' ? mapped.dimensions : null;
  if (dimensions !== null && !has(request, 'dimensions') && takesDimensions)
    additions.push({ name: 'dimensions', value: dimensions, why: null });
  return additions;
}

function parallelCalls(request: RequestSite, situation: Situation, target: ResolvedTarget): Addition[] {
  const rule = rulesAt(request, 'parallel_tool_calls', situation, target);
  if (rule?.byDefault !== false || !hasTools(request) || has(request, 'parallel_tool_calls')) return [];
  const why = `${target.provider.name.en} calls one tool at a time unless told otherwise`;
  return [{ name: 'parallel_tool_calls', value: true, why }];
}

/** DALL-E answers with an address unless asked for the image itself, gpt-image always with the image. */
function imageForm(
  request: RequestSite,
  { from }: Candidate,
  situation: Situation,
  target: ResolvedTarget,
): Addition[] {
  if (!request.operation.startsWith('images.') || has(request, 'response_format') || from === null) return [];
  const rule = rulesAt(request, 'response_format', situation, target);
  if (rule?.status !== 'values' || parseModelId(from)?.class !== 'image') return [];
  const before = from.startsWith('dall-e') ? 'url' : 'b64_json';
  const now = rule.byDefault ?? 'url';
  if (before === now || !rule.values.includes(before)) return [];
  const why = `${target.provider.name.en} answers with ${now === 'url' ? 'an address' : 'the image itself'} unless told otherwise`;
  return [{ name: 'response_format', value: before, why }];
}

/** Fields of the target without which its answers differ. */
export function sentAlong(request: RequestSite, situation: Situation, target: ResolvedTarget): Addition[] {
  return target.provider.extras.flatMap(({ parameter, models, regions, description, send }): Addition[] => {
    if (send?.operation !== request.operation || has(request, parameter)) return [];
    if (!fitsModel(models, situation.model) || !fitsRegion(regions, target)) return [];
    if (send.when === 'thinking' && !situation.thinking) return [];
    if (send.when === 'tools' && !hasTools(request)) return [];
    return [{ name: parameter, value: send.value, why: description }];
  });
}

function rulesAt(request: RequestSite, name: string, { model, thinking }: Situation, target: ResolvedTarget) {
  return ruleFor(target, request.operation, name, model, thinking);
}

function hasTools(request: RequestSite): boolean {
  return (
    request.usesTools === true ||
    request.parameters.some((one) => one.name === 'tools' && one.list?.length !== 0)
  );
}

function has(request: RequestSite, name: string): boolean {
  return request.parameters.some((one) => one.name === name);
}

/** What to add, where all ways in which a request may run want the same; else what they want. */
export function agreedAdditions(all: readonly (readonly Addition[])[]): {
  readonly additions: readonly Addition[];
  readonly differ: readonly string[];
} {
  const [first] = all;
  const key = (list: readonly Addition[]) => JSON.stringify(list.map(({ name, value }) => [name, value]));
  if (!first || all.every((one) => key(one) === key(first))) return { additions: first ?? [], differ: [] };
  const shared = first.filter((one) => all.every((list) => list.some((other) => same(one, other))));
  const others = all.flat().filter((one) => !shared.some((other) => same(one, other)));
  return {
    additions: shared,
    differ: [...new Set(others.map(({ name, value }) => `${name}: ${JSON.stringify(value)}`))],
  };
}

function same(a: { name: string; value: Json }, b: { name: string; value: Json }): boolean {
  return a.name === b.name && JSON.stringify(a.value) === JSON.stringify(b.value);
}
