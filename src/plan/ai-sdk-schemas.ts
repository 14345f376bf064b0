import { type Blanks, reasonHelp } from '../reasons.js';
import type { RequestSite } from '../sites.js';
import { holdOf } from './ai-sdk-holds.js';
import { packageFor } from './ai-sdk-packages.js';
import { targetModel } from './situations.js';
import { type ResolvedTarget, ruleFor } from './target.js';
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

/** AI SDK 4 asks for an object by forcing a tool on the model. */
function forcedTool(
  request: RequestSite,
  use: RequestSite['nested'][number],
  target: ResolvedTarget,
  blanks: Blanks,
): Verdict[] {
  const rule = ruleFor(target, request.operation, 'tool_choice', targetModel(request, target));
  if (rule?.status !== 'values' || rule.values.includes('named')) return [];
  const taken = rule.values.join(', ');
  return [
    byHand(
      {
        token: use.at,
        kind: 'parameter',
        dialect: request.dialect,
        message: `the object is asked for by a tool that the model must call: ${target.provider.name.en} takes ${taken} only; \`mode: 'json'\` asks for JSON instead`,
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
