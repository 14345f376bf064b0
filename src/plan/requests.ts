import { parseModelId, parseRouterId } from '../openai/models.js';
import type { Blanks, ReasonId } from '../reasons.js';
import type { EnvLineSite, RequestSite } from '../sites.js';
import { isPrivateName, missingModel } from './azure.js';
import { placeKey } from './branches.js';
import type { ClientPlan } from './clients.js';
import {
  collectModelUses,
  type ModelUse,
  mapModel,
  modelVariables,
  modelVerdict,
  type Obstacle,
  openModel,
} from './models.js';
import { parameterVerdicts } from './parameters.js';
import { convertedVerdicts, isConverted, keptVerdicts, protocolVerdicts } from './responses.js';
import type { Routes } from './routes.js';
import { nextStepFor } from './services.js';
import { operationAt, type ResolvedTarget, ruleFor } from './target.js';
import { byHand, rewritten, stays, type Verdict } from './verdict.js';

/** Decides about requests: whether their clients were moved, whether the target serves them, what they send. */
export class RequestPlanner {
  private readonly plans: ReadonlyMap<string, ClientPlan>;
  private readonly target: ResolvedTarget;
  private readonly texts: ReadonlyMap<string, string>;
  private readonly blanks: Blanks;
  private readonly closedWorld: boolean;
  /** No client of OpenAI's in the repository at all. */
  private readonly allElsewhere: boolean;
  private readonly routes: Routes;
  private readonly bodyOwners: ReadonlyMap<string, readonly RequestSite[]>;
  /** Every request in the shape in which it is sent. */
  private readonly settled: readonly RequestSite[];
  private readonly mocked: ReadonlySet<string>;
  /** Texts that were rewritten; filled by {@link all}. */
  readonly moved = new Map<string, { readonly from: string; readonly to: string }>();
  /** Parameters that the target calls otherwise → their new name, `null` where a request kept the old one. */
  readonly renamed = new Map<string, string | null>();

  constructor(
    clients: readonly ClientPlan[],
    routes: Routes,
    target: ResolvedTarget,
    texts: ReadonlyMap<string, string>,
    blanks: Blanks,
    mocked: ReadonlySet<string>,
  ) {
    this.routes = routes;
    this.mocked = mocked;
    this.plans = new Map(clients.map((plan) => [plan.site.id, plan]));
    this.target = target;
    this.texts = texts;
    this.blanks = blanks;
    const real = clients.filter((plan) => !plan.site.inTest);
    // Where every client of the repository moves, one whose origin is out of sight moves as well.
    this.allElsewhere = real.length > 0 && real.every((plan) => plan.state === 'elsewhere');
    this.closedWorld = real.length > 0 && real.every((plan) => plan.state === 'moved');
    this.settled = routes.settle((request) => this.clientObstacle(request) === null);
    this.bodyOwners = bodyOwners(this.settled);
  }

  all(envLines: readonly EnvLineSite[]): Verdict[] {
    const requests = this.settled;
    const obstacle = (request: RequestSite) => this.obstacle(request);
    const verdicts: Verdict[] = [];
    for (const request of requests) {
      const own = this.one(request);
      this.noteRenamed(request, own);
      verdicts.push(...own);
    }
    for (const use of collectModelUses(requests)) verdicts.push(this.modelUse(use, obstacle));
    verdicts.push(...modelVariables(requests, envLines, this.target, obstacle, this.blanks));
    return verdicts;
  }

  private noteRenamed(request: RequestSite, verdicts: readonly Verdict[]): void {
    for (const use of request.parameters) {
      const rule = ruleFor(this.target, request.operation, use.name, null);
      if (rule?.status !== 'renamed') continue;
      const isDone = verdicts.some(
        ({ action, token }) =>
          action === 'rewrite' &&
          token.file === use.object.file &&
          token.span.start === use.property.nameSpan.start,
      );
      const known = this.renamed.get(use.name);
      this.renamed.set(use.name, isDone && known !== null ? rule.to : null);
    }
  }

  /** A test that replaces the SDK compares texts with texts: changing one of them would only break it. */
  private modelUse(use: ModelUse, obstacle: Obstacle): Verdict {
    const [first] = use.requests;
    if (first && isPrivateName(first, use.value, this.target) && obstacle(first) === null)
      return byHand(
        { token: use.token, kind: 'model', dialect: first.dialect, message: `deployment ${use.value}` },
        'unknown-model',
        { ...this.blanks, model: use.value },
      );
    const verdict = modelVerdict(use, this.target, obstacle, this.blanks);
    if (verdict.action !== 'rewrite') return verdict;
    if (!this.mocked.has(use.token.file)) {
      const hasImages = use.requests.some((request) => request.hasImages);
      const mapped = mapModel(this.target, use.value, hasImages);
      if (mapped.kind === 'mapped') this.moved.set(placeKey(use.token), { from: use.value, to: mapped.id });
      return verdict;
    }
    return stays({ ...verdict, message: `${use.value}, in a test that replaces the SDK` });
  }

  /** Why what this request sends may not be edited; null when its clients are moved and the target serves it. */
  private obstacle(request: RequestSite): ReasonId | 'elsewhere' | null {
    const byClient = this.clientObstacle(request);
    if (byClient) return byClient;
    const answer = this.routes.answer(request);
    if (answer !== 'yes' && request.conversion) return 'protocol-not-spoken';
    switch (answer) {
      case 'no':
        return 'no-operation';
      case 'differs':
        return 'operation-differs';
      case 'unknown':
        return 'operation-unknown';
      default:
        return null;
    }
  }

  private clientObstacle(request: RequestSite): ReasonId | 'elsewhere' | null {
    const plans = request.clients.flatMap((id) => this.plans.get(id) ?? []);
    const states = new Set(plans.map((plan) => plan.state));
    const isClosed = !request.openEnded || this.allElsewhere;
    if (states.size === 1 && states.has('elsewhere') && isClosed) return 'elsewhere';
    // A socket may have a client of its own inside.
    if (plans.length === 0 && !request.openEnded && request.confidence === 'certain') return null;
    // A client stays where it is because nothing of it is served: that is what there is to say of its requests.
    if (plans.length > 0 && plans.every(isUnserved)) return null;
    if (states.has('by-hand')) return 'client-by-hand';
    if (states.has('elsewhere')) return 'client-shared';
    if (request.confidence !== 'certain') return 'client-unknown';
    if (request.openEnded && !this.closedWorld) return 'client-unknown';
    return states.has('moved') || this.closedWorld ? null : 'client-unknown';
  }

  private one(request: RequestSite): Verdict[] {
    const obstacle = this.obstacle(request);
    const base = {
      token: request.token,
      kind: 'call',
      dialect: request.dialect,
      confidence: request.confidence,
      related: this.senders(request),
    } as const;
    const path = `${request.method} → ${this.target.provider.name.en}`;
    if (obstacle === 'client-unknown' && asksOthers(request))
      return [stays({ ...base, message: `${request.method} for a model that is not OpenAI’s` })];
    if (obstacle === 'elsewhere')
      return [stays({ ...base, message: `${request.method} of a client left alone` })];
    if (obstacle === 'client-by-hand' || obstacle === 'client-unknown' || obstacle === 'client-shared')
      return [
        byHand({ ...base, message: request.method }, obstacle, this.blanks),
        ...this.withheld(request, obstacle),
      ];
    if (obstacle)
      return [
        this.unserved(request, obstacle),
        ...protocolVerdicts(request, null, this.blanks),
        ...this.readers(request),
      ];
    if (isConverted(request))
      return [
        ...convertedVerdicts(request, this.parameters(request), base, this.blanks),
        ...this.model(request),
      ];
    return [
      stays({ ...base, message: path }),
      ...this.model(request),
      ...this.parameters(request),
      ...keptVerdicts(request, this.target, this.blanks),
      ...this.firstChoices(request),
    ];
  }

  /** A model that is not in the request, or not in sight. */
  private model(request: RequestSite): Verdict[] {
    const missing = missingModel(request, this.target, this.texts, this.blanks);
    return missing.length > 0 ? missing : openModel(request, this.blanks);
  }

  /** What would have to change in the request if its client moved: named, not edited. */
  private withheld(request: RequestSite, obstacle: ReasonId): Verdict[] {
    if (request.conversion && this.routes.answer(request) !== 'yes')
      return protocolVerdicts(request, obstacle, this.blanks);
    return parameterVerdicts(request, this.target, this.texts, this.blanks)
      .filter((verdict) => verdict.action !== 'none' && verdict.kind === 'parameter')
      .map((verdict) => byHand({ ...verdict, confidence: request.confidence }, obstacle, this.blanks));
  }

  private unserved(request: RequestSite, reason: ReasonId): Verdict {
    const { note, path } = operationAt(this.target, request.operation);
    const detail = [path ? `path ${path}` : '', note ?? ''].filter(Boolean).join('; ');
    const help = nextStepFor(request.operation);
    return byHand(
      {
        token: request.token,
        kind: 'unsupported',
        dialect: request.dialect,
        confidence: request.confidence,
        message: detail ? `${request.method}: ${detail}` : request.method,
        related: this.senders(request),
        ...(help ? { help } : {}),
      },
      reason,
      this.blanks,
    );
  }

  /** Code that reads an answer which the target gives in another form, or not at all. */
  private readers(request: RequestSite): Verdict[] {
    const { dialect, confidence } = request;
    return (request.reads ?? []).map((token) =>
      byHand(
        { token, kind: 'response', dialect, confidence, message: `reads the answer of ${request.method}` },
        'answer-differs',
        this.blanks,
      ),
    );
  }

  /** The type of a choice in a list is that of a choice: asking first changes no type. */
  private firstChoices({ firstChoices = [], dialect }: RequestSite): Verdict[] {
    if (!this.target.provider.responses.some((one) => one.emptyChoices)) return [];
    const message = 'a chunk may come without a choice';
    return firstChoices.map((token) =>
      rewritten({ token, kind: 'response', dialect, message }, [
        { file: token.file, ...token.span, text: '?.' },
      ]),
    );
  }

  private parameters(request: RequestSite): Verdict[] {
    // A body that a request left alone sends as well must keep its parameters.
    const shared = request.bodies.some((body) =>
      (this.bodyOwners.get(bodyKey(body)) ?? []).some((other) => this.obstacle(other) !== null),
    );
    if (shared)
      return [
        byHand(
          {
            token: request.token,
            kind: 'parameter',
            dialect: request.dialect,
            message: 'the body is shared with another client',
          },
          'client-shared',
          this.blanks,
        ),
      ];
    return parameterVerdicts(request, this.target, this.texts, this.blanks);
  }

  private senders(request: RequestSite) {
    return request.clients.flatMap((id) => {
      const site = this.plans.get(id)?.site;
      if (!site) return [];
      const { line, column } = site.token.range.start;
      return [{ file: site.token.file, line, column, message: 'client made here' }];
    });
  }
}

/** Whether a client is left where it is because the target serves, or is known to serve, nothing of it. */
function isUnserved({ state, reason }: ClientPlan): boolean {
  return state === 'by-hand' && (reason === 'nothing-to-serve' || reason === 'operation-unknown');
}

/** Every model that is in sight belongs to another vendor. */
export function asksOthers(request: RequestSite): boolean {
  return (
    request.model.length > 0 &&
    request.model.every((origin) => origin.kind === 'text' && !isOpenAIText(origin.value))
  );
}

function isOpenAIText(text: string): boolean {
  return parseModelId(text) !== undefined || parseRouterId(text) !== undefined;
}

function bodyOwners(requests: readonly RequestSite[]): Map<string, RequestSite[]> {
  const owners = new Map<string, RequestSite[]>();
  for (const request of requests)
    for (const body of request.bodies) {
      const key = bodyKey(body);
      owners.set(key, [...(owners.get(key) ?? []), request]);
    }
  return owners;
}

function bodyKey(body: RequestSite['bodies'][number]): string {
  return `${body.file}:${body.span.start}`;
}
