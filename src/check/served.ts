import { parseModelId, parseRouterId } from '../openai/models.js';
import { unsayable } from '../plan/additions.js';
import { parameterVerdicts, type Surroundings } from '../plan/parameters.js';
import { chatRules, keptVerdicts, protocolVerdicts, readerVerdicts } from '../plan/responses.js';
import { purposeVerdicts } from '../plan/services.js';
import { findModel, operationAt, type ResolvedTarget } from '../plan/target.js';
import { byHand, type Verdict } from '../plan/verdict.js';
import type { Blanks, ReasonId } from '../reasons.js';
import type { ClientSite, RequestSite } from '../sites.js';

/** What the target would refuse of requests that go to it already. */
export function findRefused(
  requests: readonly RequestSite[],
  clientsOf: (request: RequestSite) => readonly ClientSite[],
  target: ResolvedTarget,
  { texts, answers }: Pick<Surroundings, 'texts' | 'answers'>,
  blanks: Blanks,
): Verdict[] {
  const around: Surroundings = {
    texts,
    blanks,
    variables: new Map(),
    answers,
    legacy: { sendsResults: true, unseenReads: true },
    isThere: true,
  };
  return requests.flatMap((request) => {
    const refused = refusal(request, clientsOf(request), target, blanks);
    if (refused)
      return [
        refused,
        ...foreignModels(request, target, blanks),
        ...protocolVerdicts(request, chatRules(request, target, around), null, blanks),
        ...purposeVerdicts(request, refused.reason ?? 'no-operation', blanks),
        ...readerVerdicts(request, blanks),
      ];
    return [
      ...foreignModels(request, target, blanks),
      ...parameterVerdicts(request, target, around).map((one) => asManual(one, blanks)),
      ...keptVerdicts(request, target, blanks),
      ...unsayable(request, target, blanks),
    ];
  });
}

function refusal(
  request: RequestSite,
  clients: readonly ClientSite[],
  target: ResolvedTarget,
  blanks: Blanks,
): Verdict | undefined {
  const fact = operationAt(target, request.operation);
  const reason: ReasonId | undefined = (
    {
      no: 'no-operation',
      differs: 'operation-differs',
      unknown: 'operation-unknown',
      yes: undefined,
    } as const
  )[fact.value];
  if (!reason) return undefined;
  // It differs by its address alone, and the client has that address.
  if (fact.baseURL !== undefined && !fact.path && clients.every((site) => speaksTo(site, fact.baseURL ?? '')))
    return undefined;
  const detail = [fact.path ? `path ${fact.path}` : '', fact.note ?? ''].filter(Boolean).join('; ');
  return byHand(
    {
      token: request.token,
      kind: 'unsupported',
      dialect: request.dialect,
      confidence: request.confidence,
      message: detail ? `${request.method}: ${detail}` : request.method,
      // Nobody said no: it is worth a look, and nothing to stop for.
      ...(fact.value === 'unknown' ? { severity: 'info' } : {}),
    },
    reason,
    blanks,
  );
}

function speaksTo(site: ClientSite, baseURL: string): boolean {
  return site.baseURL.some(
    (origin) => origin.kind === 'text' && origin.value.replace(/\/+$/, '') === baseURL,
  );
}

/** Ids of OpenAI's that the target does not have under the same name. Others may be newer than banjia. */
function foreignModels(request: RequestSite, target: ResolvedTarget, blanks: Blanks): Verdict[] {
  return request.model.flatMap((origin): Verdict[] => {
    if (origin.kind !== 'text' || findModel(target, origin.value)) return [];
    if (!parseModelId(origin.value) && !parseRouterId(origin.value)) return [];
    return [
      byHand(
        {
          token: origin.at,
          kind: 'model',
          dialect: request.dialect,
          confidence: request.confidence,
          message: `${origin.value} is no model of ${target.provider.name.en}`,
          related: origin.trail,
        },
        'model-elsewhere',
        blanks,
      ),
    ];
  });
}

/** `migrate` leaves clients alone that are at the target already, so what it could rewrite is left to a person here. */
function asManual(verdict: Verdict, blanks: Blanks): Verdict {
  if (verdict.action !== 'rewrite') return verdict;
  const { edits: _, ...rest } = verdict;
  return byHand(
    { ...rest, help: blanks['provider'] ? 'Change it by hand as the message says.' : null },
    'parameter-values',
    blanks,
  );
}
