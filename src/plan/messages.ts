import type { ParameterRule } from '../providers/types.js';
import type { Blanks } from '../reasons.js';
import type { NestedUse, RequestSite } from '../sites.js';
import { removeProperties } from './object-edit.js';
import { type Situation, situationLabel } from './outcome.js';
import { type ResolvedTarget, ruleFor } from './target.js';
import { byHand, rewritten, stays, type Verdict } from './verdict.js';

/** Nested uses that something else decides about. */
const ELSEWHERE = new Set(['response_format.type', 'tool_choice', 'function_call', 'function_call.name']);

/** Tools of the Responses API that run at the provider are told of with the protocol (responses.ts). */
function isHostedTool({ operation }: RequestSite, { path }: NestedUse): boolean {
  return operation === 'responses' && path === 'tools[].type';
}

/** Verdicts on what stands inside messages and tools: roles, names, images, the order of system messages. */
export function nestedVerdicts(
  request: RequestSite,
  target: ResolvedTarget,
  situations: readonly Situation[],
  texts: ReadonlyMap<string, string>,
  blanks: Blanks,
): Verdict[] {
  return request.nested
    .filter((use) => !ELSEWHERE.has(use.path) && !isHostedTool(request, use))
    .flatMap((use) => {
      const all = situations.map((situation) =>
        nestedVerdict(request, use, target, situation, texts, blanks),
      );
      const [first] = all;
      const isSame = all.every((one) => JSON.stringify(one) === JSON.stringify(first));
      if (isSame) return first ? [first] : [];
      const found = all.flatMap((one, index) =>
        one ? [`${situationLabel(situations, index)}: ${one.message}`] : [],
      );
      return [
        byHand(
          { ...baseOf(request, use), message: [...new Set(found)].join('; ') },
          'parameter-by-model',
          blanks,
        ),
      ];
    });
}

function nestedVerdict(
  request: RequestSite,
  use: NestedUse,
  target: ResolvedTarget,
  situation: Situation,
  texts: ReadonlyMap<string, string>,
  blanks: Blanks,
): Verdict | undefined {
  const rule = ruleFor(target, request.operation, use.path, situation.model, situation.thinking);
  if (!rule) return undefined;
  const name = target.provider.name.en;
  const note = rule.note ? ` (${rule.note})` : '';
  const base = baseOf(request, use);
  switch (rule.status) {
    case 'values':
      return valued(base, use, rule, name, blanks);
    case 'system':
      return misplaced(base, use, rule, name, note, blanks);
    case 'forms':
      return form(base, use, rule, name, note, blanks);
    case 'pattern':
      if (new RegExp(rule.pattern).test(use.value)) return undefined;
      return byHand(
        { ...base, message: `${labelOf(use)} "${use.value}" is not taken by ${name}${note}` },
        'parameter-values',
        blanks,
      );
    case 'needs':
      if (request.partial || request.parameters.some((one) => one.name === rule.companion)) return undefined;
      return byHand(
        { ...base, message: `${labelOf(use)} needs ${rule.companion} at ${name}${note}` },
        'parameter-values',
        blanks,
      );
    case 'rejected':
      return withdrawn(base, use, `${name}${note}`, texts, blanks);
    case 'ignored':
      return stays({ ...base, message: `${labelOf(use)} is ignored by ${name}${note}` });
    case 'undocumented':
    case 'unknown':
      return unconfirmed(base, use, rule, name, note, blanks);
    default:
      return undefined;
  }
}

type Base = Pick<Verdict, 'token' | 'kind' | 'dialect'>;

function baseOf(request: RequestSite, use: NestedUse): Base {
  return { token: use.at, kind: 'parameter', dialect: request.dialect };
}

/** `messages[].role` as people say it. */
function labelOf({ path }: NestedUse): string {
  if (path === 'messages[].role') return 'role';
  if (path === 'messages[].name') return 'name of a message';
  if (path === 'tools[].function.name') return 'name of a function';
  if (path === 'tools[].function.strict') return 'strict';
  if (path === 'messages[].content[].image_url') return 'image_url';
  return path.replace(/^messages\[\]\.content\[\]\./, '').replace(/\[\]/g, '');
}

function valued(
  base: Base,
  use: NestedUse,
  rule: ParameterRule & { status: 'values' },
  provider: string,
  blanks: Blanks,
): Verdict | undefined {
  if (rule.values.map(String).includes(use.value)) return undefined;
  const label = labelOf(use);
  const to = rule.map?.[use.value] ?? rule.nearest?.[use.value] ?? rule.otherwise;
  const message = `${label} ${use.value} is not taken by ${provider}`;
  if (typeof to !== 'string' || !use.direct) return byHand({ ...base, message }, 'parameter-values', blanks);
  const text = `${use.at.text[0]}${to}${use.at.text.at(-1)}`;
  return rewritten({ ...base, message: `${label} ${use.value} → ${to}` }, [
    { file: use.at.file, ...use.at.span, text },
  ]);
}

function misplaced(
  base: Base,
  use: NestedUse,
  rule: ParameterRule & { status: 'system' },
  provider: string,
  note: string,
  blanks: Blanks,
): Verdict | undefined {
  // A second one right behind the first stands in front, too, as far as anybody says.
  if (rule.place === 'first' && use.value === 'again') return undefined;
  const message =
    rule.place === 'single'
      ? `a second system message: ${provider} takes one${note}`
      : `a system message in the middle: ${provider} takes them in front only${note}`;
  return byHand({ ...base, message }, 'parameter-values', blanks);
}

function form(
  base: Base,
  use: NestedUse,
  rule: ParameterRule & { status: 'forms' },
  provider: string,
  note: string,
  blanks: Blanks,
): Verdict | undefined {
  const taken = rule.forms.map((one) => (one === 'url' ? 'an address' : 'a data URL')).join(' or ');
  if (use.value === 'unknown')
    return stays({
      ...base,
      message: `image_url: ${provider} takes ${taken}${note}; which it is is not known here`,
    });
  if (rule.forms.some((one) => one === use.value)) return undefined;
  return byHand(
    { ...base, message: `image_url is an address: ${provider} takes ${taken}${note}` },
    'parameter-values',
    blanks,
  );
}

/** The name of a speaker colours an answer; everything else is counted on. */
function withdrawn(
  base: Base,
  use: NestedUse,
  provider: string,
  texts: ReadonlyMap<string, string>,
  blanks: Blanks,
): Verdict {
  const { place } = use;
  const name = place?.property.name;
  if (!place || !name || !/\.(?:name|strict)$/.test(use.path))
    return byHand(
      { ...base, message: `${labelOf(use)} is rejected by ${provider}` },
      'parameter-rejected',
      blanks,
    );
  const edits = removeProperties(texts.get(place.object.file) ?? '', place.object, new Set([name]));
  return rewritten(
    { ...base, message: `${labelOf(use)} removed: rejected by ${provider}` },
    edits.get(name) ?? [],
  );
}

function unconfirmed(
  base: Base,
  use: NestedUse,
  rule: ParameterRule,
  provider: string,
  note: string,
  blanks: Blanks,
): Verdict {
  const message =
    rule.status === 'undocumented'
      ? `${labelOf(use)} is not documented by ${provider}${note}`
      : `${labelOf(use)}: not known whether ${provider} takes it${note}`;
  // Names, strictness and usage in a stream colour an answer or a bill; an image or a recording is the question.
  if (/\.(?:name|strict|include_usage|detail)$/.test(use.path)) return stays({ ...base, message });
  return byHand({ ...base, message }, 'parameter-unconfirmed', blanks);
}
