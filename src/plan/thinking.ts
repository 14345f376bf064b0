import { parseModelId } from '../openai/models.js';
import type { ExtraParameter, Json, ProviderModel } from '../providers/types.js';
import type { ParameterUse, RequestSite } from '../sites.js';
import { extrasPlace } from './extras-place.js';
import { literalText } from './fields.js';
import { left, line, type Outcome, type Situation } from './outcome.js';
import { type Candidate, candidatesOf } from './situations.js';
import { findModel, fitsModel, fitsRegion, type ResolvedTarget, ruleFor } from './target.js';

/** Whether a request asks for thinking, as OpenAI's model and parameters have it. */
export type Wish = 'yes' | 'no' | 'unknown';

/** What is to be said so that a model thinks as the old one did, and whether it then does. */
export interface ThinkingPlan {
  /** null: nobody can tell. */
  readonly thinking: boolean | null;
  readonly add: { readonly parameter: string; readonly value: Json } | null;
  /** The old way to say it gives way to the new one. */
  readonly replacesEffort: boolean;
  readonly note: string | null;
  /** It changes what the program does, and nothing was written against it. */
  readonly isOpen?: boolean;
}

/**
 * Below this many tokens a limit that thinking counts against is reported: the smallest budget of thinking that a provider
 * documents as its default (4,096: https://docs.siliconflow.cn/cn/api-reference/chat-completions/chat-completions; Baidu
 * has 16,384).
 */
export const THINKING_ROOM = 4096;

/** How the target's model is made to think, or not to, as the model before it. */
export function planThinking(
  request: RequestSite,
  { from, model }: Candidate,
  target: ResolvedTarget,
): ThinkingPlan {
  const known = model === null ? undefined : findModel(target, model);
  if (request.operation !== 'chat.completions' || !known) return asIs(known);
  const said = saidOf(request, known, target);
  if (said !== null) return { thinking: said, add: null, replacesEffort: false, note: null };
  if (from === model) return asIs(known);
  const wish = wishOf(request, from);
  // Libraries over the SDK have places of their own for what OpenAI does not know.
  if (extrasPlace(request, target) === null) return toldOnly(request, known, wish, target);
  if (known.thinking === 'none')
    return { ...asIs(known), note: wish === 'yes' ? `${known.id} does not think` : null };
  if (wish === 'no') return withoutThinking(request, known, target);
  if (wish === 'yes') return withThinking(request, known, target);
  const note = byDefault(known) ? `${known.id} thinks before it answers` : null;
  return { ...asIs(known), note };
}

/** What the request says by the target's own switch; null where it has none, or one that cannot be read. */
function saidOf(request: RequestSite, { id }: ProviderModel, target: ResolvedTarget): boolean | null {
  for (const extra of target.provider.extras) {
    if (!fitsModel(extra.models, id) || !fitsRegion(extra.regions, target)) continue;
    const use = sentWith(request).find((one) => one.name === extra.parameter);
    const source = use?.value && squeezed(use.value.text);
    if (source === undefined) continue;
    if (extra.off !== undefined && source === squeezed(JSON.stringify(extra.off))) return false;
    if (extra.on !== undefined && source === squeezed(JSON.stringify(extra.on))) return true;
  }
  return null;
}

/** Source text of a value without what may be written otherwise: blanks, quotes, a last comma. */
function squeezed(source: string): string {
  return source.replace(/[\s'"`]/g, '').replace(/,(?=[}\]])/g, '');
}

function toldOnly(
  request: RequestSite,
  model: ProviderModel,
  wish: Wish,
  target: ResolvedTarget,
): ThinkingPlan {
  const plan = asIs(model);
  if (wish === 'yes' || plan.thinking === false || model.thinking === undefined) return plan;
  const off = switchOf(target, model.id, 'off');
  const how = off ? `; ${off.parameter}: ${literalText(off.off ?? null, "'")} stops it` : '';
  const does = plan.thinking === true ? 'thinks' : 'may think';
  const note = `${model.id} ${does} before it answers${how}${loops(request, target)}`;
  return { ...plan, note, isOpen: wish === 'no' && plan.thinking === true && off !== undefined };
}

/** What a loop of tools has to do while the model thinks. */
function loops(request: RequestSite, target: ResolvedTarget): string {
  const rule = request.usesTools && target.provider.responses.find(({ field }) => field === 'tool_calls');
  return rule ? `; ${rule.description}` : '';
}

function asIs(model: ProviderModel | undefined): ThinkingPlan {
  return { thinking: byDefault(model), add: null, replacesEffort: false, note: null };
}

function byDefault(model: ProviderModel | undefined): boolean | null {
  if (model?.thinking === 'none') return false;
  return model?.thinking === 'always' ? true : (model?.thinksByDefault ?? null);
}

function withoutThinking(request: RequestSite, model: ProviderModel, target: ResolvedTarget): ThinkingPlan {
  const off = switchOf(target, model.id, 'off');
  if (off?.off !== undefined) {
    if (model.thinksByDefault === false) return asIs(model);
    const replacesEffort = off.parameter !== 'reasoning_effort';
    if (hasParameter(request, off.parameter))
      return { thinking: false, add: null, replacesEffort, note: null };
    const add = { parameter: off.parameter, value: off.off };
    return { thinking: false, add, replacesEffort, note: null };
  }
  const least = switchOf(target, model.id, 'least');
  const always = model.thinking === 'always';
  const note = noteOn(model);
  if (least?.least === undefined || hasParameter(request, least.parameter))
    return { thinking: always ? true : byDefault(model), add: null, replacesEffort: false, note };
  const add = { parameter: least.parameter, value: least.least };
  return { thinking: always ? true : byDefault(model), add, replacesEffort: false, note };
}

/** Nothing where nobody looked: a provider of one's own. */
function noteOn({ id, thinking }: ProviderModel): string | null {
  if (thinking === 'always') return `${id} always thinks: answers take longer and cost more`;
  return thinking === undefined ? null : `${id} may think before it answers: no way to stop it is known`;
}

function withThinking(request: RequestSite, model: ProviderModel, target: ResolvedTarget): ThinkingPlan {
  const on = switchOf(target, model.id, 'on');
  if (model.thinksByDefault !== false || on?.on === undefined || hasParameter(request, on.parameter))
    return { ...asIs(model), thinking: model.thinksByDefault === false ? null : true };
  return {
    thinking: true,
    add: { parameter: on.parameter, value: on.on },
    replacesEffort: false,
    note: null,
  };
}

function switchOf(
  target: ResolvedTarget,
  model: string,
  way: 'off' | 'on' | 'least',
): ExtraParameter | undefined {
  return target.provider.extras.find(
    (extra) =>
      extra[way] !== undefined && fitsModel(extra.models, model) && fitsRegion(extra.regions, target),
  );
}

function hasParameter(request: RequestSite, name: string): boolean {
  return sentWith(request).some((one) => one.name === name);
}

/** What a request says itself, and what the settings say that it is sent with. */
function sentWith({ parameters, besides = [] }: RequestSite): readonly ParameterUse[] {
  return [...parameters, ...besides];
}

/** Whether the target's model thinks when it gets a request; null: nobody can tell. */
export function thinksAt(request: RequestSite, target: ResolvedTarget): boolean | null {
  const states = candidatesOf(request, target).map((one) => planThinking(request, one, target).thinking);
  const [first] = states;
  return first !== undefined && states.every((one) => one === first) ? first : null;
}

/** What the old request asked for: by its effort, else by its model. */
export function wishOf(request: RequestSite, from: string | null): Wish {
  const effort = sentWith(request).find((one) => one.name === 'reasoning_effort');
  if (!effort) return from === null ? 'unknown' : wishOfModel(from);
  const texts = effort.values.flatMap((value) => (value.kind === 'text' ? [value.value] : []));
  if (texts.length === 0 || texts.length < effort.values.length) return 'unknown';
  if (texts.every((text) => text === 'none')) return 'no';
  return texts.includes('none') ? 'unknown' : 'yes';
}

/**
 * Models before gpt-5.1 of the gpt-5 line think with a medium effort unless told otherwise, gpt-5.1 does not; of later
 * ones nobody says (https://learn.microsoft.com/javascript/api/@azure/ai-projects/reasoningeffort, read 2026-11-22).
 */
function wishOfModel(id: string): Wish {
  const model = parseModelId(id);
  if (!model) return 'unknown';
  if (model.class === 'reasoning') return 'yes';
  if (/^gpt-5(?:-mini|-nano)?(?:-20\d\d-\d\d-\d\d)?$/.test(id)) return 'yes';
  if (/^gpt-(?:[3-4]|35)|^chatgpt-4o|^gpt-5(?:\.\d)?-chat-latest$|^gpt-5\.1(?:-20\d\d-\d\d-\d\d)?$/.test(id))
    return 'no';
  return 'unknown';
}

/** A limit that was enough for an answer, and is not enough for thinking and an answer. */
export function roomFor(
  use: ParameterUse,
  situation: Situation,
  wish: Wish,
  target: ResolvedTarget,
): Outcome[] {
  if (!situation.thinking || wish === 'yes' || !/^max_(?:completion_)?tokens$/.test(use.name)) return [];
  const small = use.values.find((value) => value.kind === 'number' && value.value < THINKING_ROOM);
  if (small?.kind !== 'number') return [];
  const rule = ['max_tokens', 'max_completion_tokens']
    .map((name) => ruleFor(target, 'chat.completions', name, situation.model, true))
    .find((one) => one?.status !== 'renamed' && one?.status !== 'unknown');
  if (rule?.countsThinking === false) return [];
  const counts = rule?.countsThinking ? 'thinking counts' : 'whether thinking counts is not said';
  const message = `${use.name} ${small.value}: ${situation.model} thinks, and ${counts}: the answer may come back empty`;
  return [left('thinking-room', message)];
}

/** What a plan leaves to say where nothing is written. */
export function thinkingLine({ note, isOpen }: ThinkingPlan): Outcome[] {
  if (note === null) return [];
  return [isOpen ? left('thinking-on', note) : line(note)];
}
