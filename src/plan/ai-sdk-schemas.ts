import { type Blanks, reasonHelp } from '../reasons.js';
import type { RequestSite } from '../sites.js';
import { holdOf } from './ai-sdk-holds.js';
import { packageFor } from './ai-sdk-packages.js';
import type { OptionLine } from './body-edits.js';
import { targetModel } from './situations.js';
import { type ResolvedTarget, ruleFor } from './target.js';
import { thinksAt } from './thinking.js';
import { byHand, type Verdict } from './verdict.js';

/* Answers by a schema: `generateObject`, `Output.object`. */

/** Every model of a provider that may be asked for an answer by a schema gives one. */
export function takesSchemas(requests: readonly RequestSite[], target: ResolvedTarget): boolean {
  const asked = requests.filter(
    (request) => request.operation === 'chat.completions' && (asksSchema(request) || request.provider?.open),
  );
  return asked.length > 0 && asked.every((request) => isSchemaTaken(request, target));
}

/**
 * Without its option the package asks for plain JSON and the model never sees the schema. Where the rule of the target
 * says that it takes none, the request says so itself (`parameters.ts`).
 */
export function schemaVerdicts(
  requests: readonly RequestSite[],
  major: number | null,
  target: ResolvedTarget,
  blanks: Blanks,
): Verdict[] {
  if (typeof packageFor(target, major) === 'string' || takesSchemas(requests, target)) return [];
  return requests.flatMap((request) =>
    holdOf(request, target) ? [] : request.nested.flatMap((use) => unsent(request, use, target, blanks)),
  );
}

function unsent(
  request: RequestSite,
  use: RequestSite['nested'][number],
  target: ResolvedTarget,
  blanks: Blanks,
): Verdict[] {
  if (use.path === 'tool_choice') return forcedTool(request, use, target, blanks);
  if (use.path !== 'response_format.type' || isSchemaRefused(request, target)) return [];
  const message = isSchemaTaken(request, target)
    ? 'other models of this provider take no schema, so none is sent'
    : `nobody could confirm that ${target.provider.name.en} takes schemas, so none is sent`;
  return [
    byHand(
      {
        token: use.at,
        kind: 'parameter',
        dialect: request.dialect,
        message,
        help: reasonHelp('parameter-values', blanks),
      },
      'parameter-values',
      blanks,
    ),
  ];
}

/** Properties that ask for an object as JSON, where the tool by which AI SDK 3 and 4 ask for it cannot be forced. */
export function objectLines(request: RequestSite, target: ResolvedTarget): OptionLine[] {
  if (!request.provider || toolRefusal(request, target) === null || !isJsonTaken(request, target)) return [];
  return request.nested.flatMap(({ path, otherwise }): OptionLine[] => {
    if (path !== 'tool_choice' || !otherwise || !('object' in otherwise)) return [];
    const { object, name, value, message } = otherwise;
    const line = `${name}: ${value}`;
    const why = `${message}, since ${target.provider.name.en} takes no tool_choice that forces a tool`;
    return [{ line, message: `adds ${line}: ${why}`, only: `${object.file}:${object.span.start}` }];
  });
}

/** Why a tool cannot be forced on the model; null where it can. */
export function toolRefusal(request: RequestSite, target: ResolvedTarget): string | null {
  const thinks = thinksAt(request, target) ?? true;
  const rule = ruleFor(target, request.operation, 'tool_choice', targetModel(request, target), thinks);
  const name = target.provider.name.en;
  switch (rule?.status) {
    case 'values':
      return rule.values.includes('named') ? null : `${name} takes ${rule.values.join(', ')} only`;
    case 'rejected':
    case 'ignored':
    case 'undocumented':
      return `tool_choice is ${rule.status === 'undocumented' ? 'not documented' : rule.status} by ${name}`;
    default:
      return null;
  }
}

function isJsonTaken(request: RequestSite, target: ResolvedTarget): boolean {
  const rule = schemaRule(request, target);
  return rule?.status === 'supported' || (rule?.status === 'values' && rule.values.includes('json_object'));
}

/** AI SDK 4 asks for an object by forcing a tool on the model. */
function forcedTool(
  request: RequestSite,
  use: RequestSite['nested'][number],
  target: ResolvedTarget,
  blanks: Blanks,
): Verdict[] {
  const why = toolRefusal(request, target);
  if (why === null || (use.otherwise && isJsonTaken(request, target))) return [];
  return [
    byHand(
      {
        token: use.at,
        kind: 'parameter',
        dialect: request.dialect,
        message: `the object is asked for by a tool that the model must call (tool_choice): ${why}; \`mode: 'json'\` asks for JSON instead`,
      },
      'parameter-values',
      blanks,
    ),
  ];
}

function asksSchema(request: RequestSite): boolean {
  return request.nested.some(({ path }) => path === 'response_format.type');
}

function isSchemaTaken(request: RequestSite, target: ResolvedTarget): boolean {
  const rule = schemaRule(request, target);
  return rule?.status === 'supported' || (rule?.status === 'values' && rule.values.includes('json_schema'));
}

/** Said by the request itself. */
function isSchemaRefused(request: RequestSite, target: ResolvedTarget): boolean {
  const rule = schemaRule(request, target);
  if (rule?.status === 'ignored' || rule?.status === 'unknown') return true;
  return rule?.status === 'values' && !rule.values.includes('json_schema');
}

function schemaRule(request: RequestSite, target: ResolvedTarget) {
  return ruleFor(target, 'chat.completions', 'response_format.type', targetModel(request, target));
}
