import { parseModelId } from '../openai/models.js';
import type { Blanks } from '../reasons.js';
import type { ModelBranch, Token } from '../sites.js';
import { mapModel } from './models.js';
import type { ResolvedTarget } from './target.js';
import { byHand, rewritten, type Verdict } from './verdict.js';

/** Texts that were rewritten, by place, and what they became. */
export type MovedModels = ReadonlyMap<string, MovedModel>;

export interface MovedModel {
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

export function placeKey({ file, span }: Token): string {
  return `${file}:${span.start}`;
}

/**
 * Verdicts on code that decides by a model id. A comparison follows when everything that can reach it was rewritten and
 * the new ids tell apart what the old ones did; the rest is left to a person, since a prefix or a price says nothing of
 * another vendor's models.
 */
export function branchVerdicts(
  branches: readonly ModelBranch[],
  moved: MovedModels,
  target: ResolvedTarget | null,
  blanks: Blanks,
): Verdict[] {
  return branches.map((branch) => {
    const named = { ...blanks, model: branch.value };
    const base = {
      token: branch.token,
      kind: 'model',
      dialect: branch.dialect,
      related: trail(branch),
    } as const;
    if (branch.form === 'key')
      return byHand({ ...base, confidence: 'probable', message: tableMessage(branch) }, 'model-table', named);
    const to = target && branch.form === 'equals' ? consistent(branch, moved, target) : undefined;
    if (to === undefined)
      return byHand(
        { ...base, confidence: confidenceOf(branch), message: messageOf(branch) },
        'model-branch',
        named,
      );
    const { file, span, text } = branch.token;
    return rewritten({ ...base, message: `compared with ${branch.value} → ${to}` }, [
      { file, ...span, text: `${text[0]}${to}${text.at(-1)}` },
    ]);
  });
}

/** The id to compare with from now on; undefined unless every origin moved and the ids stay apart. */
function consistent(branch: ModelBranch, moved: MovedModels, target: ResolvedTarget): string | undefined {
  const origins = branch.operand.map((origin) =>
    origin.kind === 'text' ? moved.get(placeKey(origin.at)) : undefined,
  );
  if (origins.length === 0 || origins.some((one) => one === undefined)) return undefined;
  const mapped = mapModel(target, branch.value, false);
  const to =
    origins.find((one) => one?.from === branch.value)?.to ??
    (mapped.kind === 'mapped' ? mapped.id : undefined);
  const collides = origins.some((one) => one && one.to === to && one.from !== branch.value);
  return collides ? undefined : to;
}

function confidenceOf(branch: ModelBranch): Verdict['confidence'] {
  const reaches = branch.operand.some((origin) => origin.kind === 'text' && parseModelId(origin.value));
  return reaches ? 'certain' : 'probable';
}

function messageOf({ form, value }: ModelBranch): string {
  if (form === 'pattern') return `tells OpenAI’s models apart by ${value}`;
  return form === 'prefix' ? `tells models apart by "${value}"` : `decides by ${value}`;
}

function tableMessage({ ids, value }: ModelBranch): string {
  return ids.length > 1 ? `table of ${ids.length} models, from ${value} on` : `table entry for ${value}`;
}

function trail(branch: ModelBranch) {
  return branch.operand.flatMap((origin) =>
    origin.kind === 'text'
      ? [
          {
            file: origin.at.file,
            line: origin.at.range.start.line,
            column: origin.at.range.start.column,
            message: `may be ${origin.value}`,
          },
        ]
      : [],
  );
}
