import { parseModelId } from '../openai/models.js';
import type { Blanks } from '../reasons.js';
import type { AnswerSite, ParameterUse, RequestSite } from '../sites.js';
import { objectLines } from './ai-sdk-schemas.js';
import { type Addition, BodyEdits, type Decided, type OptionLine } from './body-edits.js';
import { additionsFor, agreedAdditions } from './explicit.js';
import { extrasPlace } from './extras-place.js';
import { quoteOf } from './fields.js';
import { formatVerdicts } from './formats.js';
import { functionVerdicts, type LegacyFunctions } from './functions.js';
import { handedAlong, providerOptionsLine, reasons } from './handed.js';
import { impliedValues, impliedVerdicts } from './implicit.js';
import { nestedVerdicts } from './messages.js';
import { agreed, type Context, left, line, type Outcome, type Situation } from './outcome.js';
import { type Candidate, candidatesOf, type Variables } from './situations.js';
import { type ResolvedTarget, ruleFor } from './target.js';
import { planThinking, roomFor, type ThinkingPlan, thinkingLine, wishOf } from './thinking.js';
import { treat } from './treatments.js';
import { byHand, stays, type Verdict } from './verdict.js';

/** What deciding about requests may look up in the rest of the repository. */
export interface Surroundings {
  readonly texts: ReadonlyMap<string, string>;
  readonly blanks: Blanks;
  /** Values of variables in environment files. */
  readonly variables: Variables;
  readonly answers: readonly AnswerSite[];
  readonly legacy: LegacyFunctions;
  /** The request goes to the target already: what it does not say was left out on purpose. */
  readonly isThere?: boolean;
}

/** One way in which a request may run, and how it comes to that. */
interface Course {
  readonly candidate: Candidate;
  readonly plan: ThinkingPlan;
  readonly situation: Situation;
}

/** Verdicts on what a moved request sends besides its model. */
export function parameterVerdicts(
  request: RequestSite,
  target: ResolvedTarget,
  around: Surroundings,
): Verdict[] {
  const { texts, blanks } = around;
  const courses = coursesOf(request, target, around.variables);
  const situations = courses.map(({ situation }) => situation);
  const functions = functionVerdicts(
    request,
    target,
    situations,
    around.answers,
    around.legacy,
    texts,
    blanks,
  );
  const uses = request.parameters.filter(
    ({ name }) => !SKIPPED.has(name) && !(functions && /^function/.test(name)),
  );
  const decided = uses.flatMap((use) => decide(use, request, target, courses));
  // What is told where a model is made is completed there, with what its library leaves out (additions.ts).
  const completes = request.openBody === true && !around.isThere;
  const { additions, differ } = agreedAdditions(
    completes ? courses.map((course) => added(request, course, target)) : [],
  );
  const lines = around.isThere ? [] : optionLines(request, target, situations, around);
  return [
    ...new BodyEdits(request, texts, blanks).verdicts(decided, additions, lines),
    ...impliedVerdicts(request, situations, target, blanks),
    ...(functions ?? []),
    ...nestedVerdicts(request, target, situations, texts, blanks),
    ...formatVerdicts(request, situations, { target, texts, answers: around.answers, blanks }),
    ...ofTheCall(request, target, courses, differ, blanks),
  ];
}

/** What the calls of the AI SDK have to say from now on, as properties of their options. */
function optionLines(
  request: RequestSite,
  target: ResolvedTarget,
  situations: readonly Situation[],
  { texts, variables }: Surroundings,
): OptionLine[] {
  if (!request.provider) return [];
  const name = target.provider.name.en;
  const values = [...impliedValues(request, situations, target)].map(([parameter, value]): OptionLine => {
    const line = `${parameter}: ${value}`;
    const before = request.implicit?.[parameter];
    return {
      line,
      message: `adds ${line}: the library sends ${before} by itself, which ${name} does not take`,
    };
  });
  const additions = handedAlong(request, target, variables);
  const all = [...values, ...objectLines(request, target)];
  if (additions.length === 0 || extrasPlace(request, target) === null) return all;
  const line = providerOptionsLine(request, additions, target, quoteOf(request, texts));
  return [...all, { line, message: `adds ${line}${reasons(additions)}` }];
}

/** Decided elsewhere, or no matter of rules. */
const SKIPPED = new Set(['model', 'messages', 'prompt', 'response_format.type']);

function coursesOf(request: RequestSite, target: ResolvedTarget, variables: Variables): Course[] {
  return candidatesOf(request, target, variables).flatMap((candidate) => {
    const plan = planThinking(request, candidate, target);
    const ways = plan.thinking === null ? [true, false] : [plan.thinking];
    return ways.map((thinking) => ({ candidate, plan, situation: { model: candidate.model, thinking } }));
  });
}

function decide(
  use: ParameterUse,
  request: RequestSite,
  target: ResolvedTarget,
  courses: readonly Course[],
): Decided[] {
  const seen = use.name === 'tool_choice' ? withNamed(use, request) : use;
  const outcomes = agreed(
    courses.map((course) => oneCourse(seen, { request, target, situation: course.situation }, course)),
    courses.map(({ situation }) => situation),
  );
  return outcomes.map((outcome) => ({ use, outcome }));
}

function oneCourse(use: ParameterUse, context: Context, { candidate, plan }: Course): Outcome[] {
  const { request, target, situation } = context;
  if (use.name === 'reasoning_effort' && plan.replacesEffort)
    return [
      {
        act: { do: 'remove' },
        message: `reasoning_effort removed: ${plan.add?.parameter ?? 'a switch'} says it here`,
      },
    ];
  const rule = ruleFor(target, request.operation, use.name, situation.model, situation.thinking);
  const treated = rule ? treat(use, rule, context) : [];
  // What is said to a model of the target was not said to OpenAI's.
  const wish = candidate.from === candidate.model ? 'unknown' : wishOf(request, candidate.from);
  return [
    ...treated,
    ...(plan.thinking ? roomFor(use, situation, wish, target) : []),
    ...(treated.length === 0 ? tokenIds(use, situation) : []),
  ];
}

/** A function that has to be called is a value like others. */
function withNamed(use: ParameterUse, request: RequestSite): ParameterUse {
  if (!request.nested.some((one) => one.path === 'tool_choice' && one.value === 'named')) return use;
  return {
    ...use,
    values: use.values.map((value) =>
      value.kind === 'unknown'
        ? { kind: 'text', value: 'named', at: value.at, trail: [], narrow: null, shared: false, isKey: false }
        : value,
    ),
  };
}

/** The keys of `logit_bias` are tokens of OpenAI's tokenizer: elsewhere they are other words. */
function tokenIds(use: ParameterUse, { model }: Situation): Outcome[] {
  if (use.name !== 'logit_bias' || (model !== null && parseModelId(model))) return [];
  return [
    left('parameter-values', 'logit_bias names tokens of OpenAI’s tokenizer, which mean other words here'),
  ];
}

function added(
  request: RequestSite,
  { candidate, plan, situation }: Course,
  target: ResolvedTarget,
): Addition[] {
  // What is only for thinking does no harm where it may turn out not to think.
  const most = { ...situation, thinking: plan.thinking ?? true };
  const additions = additionsFor(request, candidate, most, target);
  if (!plan.add) return additions;
  const why = plan.thinking ? plan.note : 'the old model did not think before it answered';
  return [{ name: plan.add.parameter, value: plan.add.value, why }, ...additions];
}

/** Lines about a request as a whole: what it gets without asking. */
function ofTheCall(
  request: RequestSite,
  target: ResolvedTarget,
  courses: readonly Course[],
  differ: readonly string[],
  blanks: Blanks,
): Verdict[] {
  const base = { token: request.token, kind: 'parameter', dialect: request.dialect } as const;
  const lines = courses.flatMap(({ plan, situation }) => [
    ...(plan.add ? [] : thinkingLine(plan)),
    ...limitByDefault(request, situation, target),
  ]);
  const said = [...new Set(lines.map(({ message }) => message))];
  const open = new Set(lines.flatMap(({ act, message: one }) => (act.do === 'by-hand' ? [one] : [])));
  const message = `to be added, depending on the model: ${differ.join(', ')}`;
  // Which model it is nobody can tell here: what holds for some of them is worth one line.
  if (courses.every(({ candidate }) => candidate.from === null)) {
    const all = differ.length > 0 ? [...said, message] : said;
    return all.length > 0 ? [stays({ ...base, message: all.join('; ') })] : [];
  }
  return [
    ...said.map((one) => {
      const frame = { ...base, message: one };
      return open.has(one) ? byHand(frame, 'thinking-on', blanks) : stays(frame);
    }),
    ...(differ.length > 0 ? [byHand({ ...base, message }, 'parameter-by-model', blanks)] : []),
  ];
}

/** Where nothing is said OpenAI lets an answer end by itself. */
function limitByDefault(
  request: RequestSite,
  { model, thinking }: Situation,
  target: ResolvedTarget,
): Outcome[] {
  if (request.partial || request.parameters.some(({ name }) => /^max_(?:completion_)?tokens$/.test(name)))
    return [];
  const rule = ruleFor(target, request.operation, 'max_tokens', model, thinking);
  if (typeof rule?.byDefault !== 'number') return [];
  return [
    line(
      `answers end after ${rule.byDefault} tokens at ${target.provider.name.en} unless max_tokens says otherwise`,
    ),
  ];
}
