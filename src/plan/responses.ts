import type { Edit } from '../finding.js';
import { conflicts } from '../pipeline/edits.js';
import type { Blanks, ReasonId } from '../reasons.js';
import type { ConversionBlock, RequestSite } from '../sites.js';
import { placeKey } from './branches.js';
import { parameterVerdicts, type Surroundings } from './parameters.js';
import { asChat } from './routes.js';
import { type ResolvedTarget, ruleFor } from './target.js';
import { byHand, rewritten, stays, type Verdict } from './verdict.js';

/** Whether a request of another protocol is sent as a chat completion. */
export function isConverted(request: RequestSite): boolean {
  return request.conversion !== undefined && request.operation === 'chat.completions';
}

/**
 * The verdict on a request that becomes a chat completion, and those on its parameters. What a rule says of a parameter
 * goes before what stands there today.
 */
export function convertedVerdicts(
  request: RequestSite,
  rules: readonly Verdict[],
  base: Pick<Verdict, 'token' | 'dialect' | 'confidence' | 'related'>,
  blanks: Blanks,
): Verdict[] {
  const { conversion } = request;
  if (!conversion) return [];
  const edits = [...conversion.steps.flatMap((step) => step.edits), ...renamings(request)];
  const parameters: Verdict[] = [];
  let own = edits;
  for (const verdict of rules) {
    const kept = own.filter((edit) => !verdict.edits.some((other) => contains(other, edit)));
    const isFree = conflictFree([...kept, ...verdict.edits]);
    if (isFree) own = kept;
    parameters.push(isFree || verdict.edits.length === 0 ? verdict : byHand(verdict, 'edit-failed', blanks));
  }
  const message = `${request.method} → ${conversion.method}`;
  return [rewritten({ ...base, kind: 'call', message }, own), ...parameters];
}

/** Parameters that chat completions have under another name. */
function renamings(request: RequestSite): Edit[] {
  return request.parameters.flatMap((use) => {
    if (use.written !== 'max_output_tokens' || use.property.kind === 'spread') return [];
    const { file } = use.object;
    const { nameSpan, kind } = use.property;
    if (kind === 'shorthand')
      return [{ file, start: nameSpan.start, end: nameSpan.start, text: `${use.name}: ` }];
    return [{ file, ...nameSpan, text: use.name }];
  });
}

function contains(outer: Edit, inner: Edit): boolean {
  return (
    outer.file === inner.file &&
    outer.end > outer.start &&
    outer.start <= inner.start &&
    inner.end <= outer.end
  );
}

function conflictFree(edits: readonly Edit[]): boolean {
  const files = new Map<string, Edit[]>();
  for (const edit of edits) files.set(edit.file, [...(files.get(edit.file) ?? []), edit]);
  return [...files.values()].every((own) => conflicts(own).length === 0);
}

/**
 * Everything in a request of another protocol, and in the code that reads its answer, that chat completions do not say
 * that way: what is in the way, and what it would become. `rules` are what the target has to say of the request once it
 * is one. `reason` overrides that of the places, where something else has to be done first.
 */
export function protocolVerdicts(
  request: RequestSite,
  rules: readonly Verdict[],
  reason: ReasonId | null,
  blanks: Blanks,
): Verdict[] {
  const { conversion } = request;
  if (!conversion) return [];
  const { dialect, confidence } = request;
  const blocked = conversion.blocks.map((block) =>
    byHand(
      { token: block.token, kind: block.kind, dialect, confidence, message: `${block.name}: ${block.why}` },
      reason ?? reasonOf(block),
      blanks,
    ),
  );
  const steps = conversion.steps.flatMap((step): Verdict[] => {
    if (step.kind === 'call' || step.kind === 'import' || step.name === step.to) return [];
    const message = `${step.name} → ${step.to}`;
    return [
      byHand(
        { token: step.token, kind: step.kind, dialect, confidence, message },
        reason ?? 'other-protocol',
        blanks,
      ),
    ];
  });
  const told = new Set([...blocked, ...steps].map(({ token }) => placeKey(token)));
  const ruled = rules
    .filter((one) => one.kind === 'parameter' && one.action !== 'none' && !told.has(placeKey(one.token)))
    // What is added to the call has no place of its own yet.
    .filter(({ token }) => placeKey(token) !== placeKey(request.token))
    .map((one) => byHand({ ...one, confidence }, reason ?? one.reason ?? 'other-protocol', blanks));
  return [...blocked, ...steps, ...ruled];
}

/** What the target has to say of a request that could not be converted, were it a chat completion. */
export function chatRules(request: RequestSite, target: ResolvedTarget, around: Surroundings): Verdict[] {
  const { conversion } = request;
  if (!conversion) return [];
  return parameterVerdicts({ ...asChat(request, conversion, target), opaque: true }, target, around);
}

function reasonOf(block: ConversionBlock): ReasonId {
  if (block.tool !== null) return 'openai-tool';
  return STATE.test(block.name) ? 'kept-state' : 'not-converted';
}

const STATE = /^(?:previous_response_id|conversation|store|background|prompt|context_management|id)$/;

/** Code that reads an answer which the target gives in another form, or not at all. */
export function readerVerdicts(request: RequestSite, blanks: Blanks): Verdict[] {
  const { dialect, confidence, method } = request;
  return (request.reads ?? []).map((token) =>
    byHand(
      { token, kind: 'response', dialect, confidence, message: `reads the answer of ${method}` },
      'answer-form',
      blanks,
    ),
  );
}

/** Things of the Responses API that a target which has it need not have: tools that run there, and what it keeps. */
export function keptVerdicts(request: RequestSite, target: ResolvedTarget, blanks: Blanks): Verdict[] {
  const { conversion, dialect, confidence } = request;
  if (!conversion || request.operation !== 'responses') return [];
  return conversion.blocks.flatMap((block): Verdict[] => {
    const base = { token: block.token, kind: block.kind, dialect, confidence } as const;
    const name = target.provider.name.en;
    if (block.tool !== null) return [toolVerdict(block, target, base, blanks)];
    // Reading an id is no matter of its own: sending it back is.
    if (!STATE.test(block.name) || block.kind !== 'parameter') return [];
    const rule = ruleFor(target, 'responses', block.name, null);
    if (rule && rule.status !== 'unknown' && rule.status !== 'needs') return [];
    const note = rule?.note ? ` (${rule.note})` : '';
    const message = rule?.status === 'needs' ? `needs ${rule.companion}` : `is not confirmed for ${name}`;
    return [byHand({ ...base, message: `${block.name} ${message}${note}` }, 'kept-state', blanks)];
  });
}

function toolVerdict(
  block: ConversionBlock,
  target: ResolvedTarget,
  base: Pick<Verdict, 'token' | 'kind' | 'dialect' | 'confidence'>,
  blanks: Blanks,
): Verdict {
  const rule = ruleFor(target, 'responses', 'tools[].type', null);
  const name = target.provider.name.en;
  const tool = block.tool?.type ?? '';
  if (rule?.status === 'values' && rule.values.includes(tool))
    return stays({ ...base, message: `${tool}, which runs at ${name} as well` });
  const answer = rule?.status === 'values' ? 'does not run' : 'is not confirmed';
  const note = rule?.note ? ` (${rule.note})` : '';
  return byHand({ ...base, message: `${tool} ${answer} at ${name}${note}` }, 'openai-tool', blanks);
}
