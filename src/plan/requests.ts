import type { Edit } from '../finding.js';
import { parseModelId, parseRouterId } from '../openai/models.js';
import { type ReasonId, reasonHelp } from '../reasons.js';
import { type EnvLineSite, type RequestSite, requestId } from '../sites.js';
import { additionVerdicts, storedVectors, unsayable } from './additions.js';
import { callEdits, settingVerdicts } from './ai-sdk-calls.js';
import { holdOf } from './ai-sdk-holds.js';
import type { Moved } from './answers.js';
import { isPrivateName, missingModel } from './azure.js';
import { type MovedModel, placeKey } from './branches.js';
import type { ClientPlan } from './clients.js';
import { quoteOf } from './fields.js';
import { handedVerdicts } from './handed.js';
import {
  collectModelUses,
  type ModelUse,
  mapModel,
  modelVariables,
  modelVerdict,
  type Obstacle,
  openModel,
} from './models.js';
import { asNative, isNative, nativeCall, nativeSdk } from './native.js';
import { parameterVerdicts, type Surroundings } from './parameters.js';
import {
  chatRules,
  convertedVerdicts,
  isConverted,
  keptVerdicts,
  protocolVerdicts,
  readerVerdicts,
} from './responses.js';
import type { Routes } from './routes.js';
import { proposal } from './routing.js';
import { nextStepFor, purposeVerdicts } from './services.js';
import { bodyOwners, objectsOf, reconciled } from './shared-bodies.js';
import { blanksOf, operationAt, type ResolvedTarget, ruleFor, targetOf } from './target.js';
import { byHand, rewritten, stays, type Verdict } from './verdict.js';

/** Decides about requests: whether their clients were moved, whether the target serves them, what they send. */
export class RequestPlanner {
  private readonly plans: ReadonlyMap<string, ClientPlan>;
  private readonly main: ResolvedTarget;
  private readonly around: Surroundings;
  private readonly closedWorlds: ReadonlySet<string>;
  /** The dialects of which no client is OpenAI's. */
  private readonly foreignWorlds: ReadonlySet<string>;
  private readonly routes: Routes;
  private readonly bodyOwners: ReadonlyMap<string, readonly RequestSite[]>;
  /** Every request in the shape in which it is sent. */
  private readonly settled: readonly RequestSite[];
  private readonly mocked: ReadonlySet<string>;
  private readonly clientEdits: ReadonlyMap<string, readonly Edit[]>;
  /** Texts that were rewritten; filled by {@link all}. */
  readonly moved = new Map<string, MovedModel>();
  /** Requests whose clients were moved and that the target serves; filled by {@link all}. */
  readonly movedRequests = new Map<string, Moved>();
  /** Parameters that the target calls otherwise; filled by {@link all}. */
  readonly renamed = new Map<string, { readonly to: string; readonly isDone: boolean }>();

  constructor(
    clients: readonly ClientPlan[],
    routes: Routes,
    target: ResolvedTarget,
    around: Surroundings,
    mocked: ReadonlySet<string>,
    clientEdits: ReadonlyMap<string, readonly Edit[]>,
  ) {
    this.routes = routes;
    this.mocked = mocked;
    this.clientEdits = clientEdits;
    this.plans = new Map(clients.map((plan) => [plan.site.id, plan]));
    this.main = target;
    this.around = around;
    const real = clients.filter((plan) => !plan.site.inTest);
    // Where every client of a dialect moves, one of it whose origin is out of sight moves as well.
    this.closedWorlds = dialectsOf(real, (plan) => plan.state === 'moved' && plan.target === target);
    this.foreignWorlds = dialectsOf(real, (plan) => plan.state === 'elsewhere');
    this.settled = routes
      .settle((request) => this.clientObstacle(request) === null)
      .map((request) => (this.isNative(request) ? asNative(request) : request));
    this.bodyOwners = bodyOwners(this.settled);
  }

  all(envLines: readonly EnvLineSite[]): Verdict[] {
    const requests = this.settled;
    const obstacle = (request: RequestSite) => this.obstacle(request);
    const verdicts: Verdict[] = [];
    const own = reconciled(
      requests.map((request) => ({ request, verdicts: this.one(request) })),
      this.bodyOwners,
      this.around.blanks,
    );
    for (const { request, verdicts: found } of own) {
      this.noteRenamed(request, found);
      verdicts.push(...found);
    }
    for (const use of collectModelUses(requests))
      if (isWorthAWord(use)) verdicts.push(this.modelUse(use, obstacle));
    for (const [target, group] of this.byTarget(requests))
      verdicts.push(...modelVariables(group, envLines, target, obstacle, blanksOf(target)));
    return verdicts;
  }

  private plansOf(request: RequestSite): ClientPlan[] {
    return request.clients.flatMap((id) => this.plans.get(id) ?? []);
  }

  private isNative(request: RequestSite): boolean {
    const plans = this.plansOf(request);
    return plans.length > 0 && plans.every(isNative);
  }

  private noteRenamed(request: RequestSite, verdicts: readonly Verdict[]): void {
    for (const use of request.parameters) {
      const rule = ruleFor(this.targetOf(request), request.operation, use.name, null);
      if (rule?.status !== 'renamed') continue;
      const isDone = verdicts.some(
        ({ action, token }) =>
          action === 'rewrite' &&
          token.file === use.object.file &&
          token.span.start === use.property.nameSpan.start,
      );
      const wasDone = this.renamed.get(use.name)?.isDone ?? true;
      this.renamed.set(use.name, { to: rule.to, isDone: isDone && wasDone });
    }
  }

  /** A test that replaces the SDK compares texts with texts: changing one of them would only break it. */
  private modelUse(use: ModelUse, obstacle: Obstacle): Verdict {
    const [target, ...others] = this.byTarget(use.requests).keys();
    const split: Obstacle = (request) => obstacle(request) ?? (others.length > 0 ? 'client-shared' : null);
    const goal = target ?? this.main;
    const [first] = use.requests;
    if (first && isPrivateName(first, use.value, goal) && obstacle(first) === null)
      return byHand(
        { token: use.token, kind: 'model', dialect: first.dialect, message: `deployment ${use.value}` },
        'unknown-model',
        { ...blanksOf(goal), model: use.value },
      );
    const verdict = modelVerdict(use, goal, split, blanksOf(goal));
    if (verdict.action !== 'rewrite') return verdict;
    if (!this.mocked.has(use.token.file)) {
      const hasImages = use.requests.some((request) => request.hasImages);
      const mapped = mapModel(goal, use.value, hasImages);
      if (mapped.kind === 'mapped')
        this.moved.set(placeKey(use.token), { file: use.token.file, from: use.value, to: mapped.id });
      return verdict;
    }
    return stays({ ...verdict, message: `${use.value}, in a test that replaces the SDK` });
  }

  /** Why what this request sends may not be edited; null when its clients are moved and the target serves it. */
  obstacle(request: RequestSite): ReasonId | 'elsewhere' | null {
    const byClient = this.clientObstacle(request) ?? this.routeObstacle(request);
    if (byClient) return byClient;
    const hold = holdOf(request, this.main);
    if (hold) return hold;
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
    const all = request.clients.flatMap((id) => this.plans.get(id) ?? []);
    // A client that only a test hands in decides nothing beside the real ones.
    const real = all.filter((plan) => !plan.site.inTest);
    const plans = real.length > 0 ? real : all;
    const states = new Set(plans.map((plan) => plan.state));
    const isAllSeen = !request.openEnded || this.foreignWorlds.has(request.dialect);
    if (states.size === 1 && states.has('elsewhere') && isAllSeen) return 'elsewhere';
    // A socket may have a client of its own inside.
    if (plans.length === 0 && !request.openEnded && request.confidence === 'certain') return null;
    // A client stays where it is because nothing of it is served: that is what there is to say of its requests.
    const isLacking = this.routes.answer(request) !== 'yes';
    if (plans.length > 0 && plans.every(isUnserved) && isLacking) return null;
    if (states.has('by-hand')) return 'client-by-hand';
    if (states.has('elsewhere')) return 'client-shared';
    if (request.confidence !== 'certain') return 'client-unknown';
    const isClosed = this.closedWorlds.has(request.dialect);
    if (request.openEnded && !isClosed) return 'client-unknown';
    return states.has('moved') || isClosed ? null : 'client-unknown';
  }

  /** Whether a client that goes where the request goes is there, or will be. */
  private routeObstacle(request: RequestSite): ReasonId | null {
    const target = this.targetOf(request);
    const plans = request.clients.flatMap((id) => this.plans.get(id) ?? []);
    if (plans.length === 0) return target === this.main ? null : 'route-by-hand';
    const isServed = plans.every(
      (plan) =>
        plan.target === target ||
        plan.splits.some((split) => split.target === target && split.requests.includes(request)),
    );
    return isServed ? null : 'route-by-hand';
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
    if (isSettings(request)) return this.settings(request, obstacle);
    const target = this.targetOf(request);
    const path = `${request.method} → ${target.provider.name.en}`;
    if (obstacle === 'client-unknown' && asksOthers(request))
      return [stays({ ...base, message: `${request.method} for a model that is not OpenAI’s` })];
    if (obstacle === 'elsewhere')
      return [stays({ ...base, message: `${request.method} of a client left alone` })];
    if (obstacle === 'client-by-hand' || obstacle === 'client-unknown' || obstacle === 'client-shared')
      return [
        byHand({ ...base, message: request.method }, obstacle, this.around.blanks),
        ...this.withheld(request, obstacle),
      ];
    const blanks = blanksOf(target);
    if (obstacle)
      return [
        this.unserved(request, obstacle),
        ...this.compiling(request, obstacle),
        ...this.unconverted(request, null),
        ...purposeVerdicts(request, obstacle, blanks),
        ...readerVerdicts(request, blanks),
      ];
    if (request.isNative)
      return [nativeCall(request, this.plansOf(request), { ...base, message: path }), ...this.model(request)];
    this.movedRequests.set(requestId(request), { request, target });
    if (isConverted(request))
      return [...convertedVerdicts(request, this.parameters(request), base, blanks), ...this.model(request)];
    const { texts } = this.around;
    const { edits, note } = callEdits(request, target, texts);
    const message = `${path}${note}`;
    return [
      edits.length > 0 ? rewritten({ ...base, message }, edits) : stays({ ...base, message }),
      ...settingVerdicts(request, target, texts, blanks),
      ...(request.part === 'call' ? [] : [...this.model(request), ...this.parameters(request)]),
      ...keptVerdicts(request, target, blanks),
      ...this.firstChoices(request),
    ];
  }

  /** A model that is not in the request, or not in sight. */
  private model(request: RequestSite): Verdict[] {
    const target = this.targetOf(request);
    const missing = missingModel(request, target, this.around.texts, blanksOf(target));
    return missing.length > 0 ? missing : openModel(request, blanksOf(target));
  }

  /** No call by itself: the calls that send this are sites of their own, and say what hinders them. */
  private settings(request: RequestSite, obstacle: ReasonId | 'elsewhere' | null): Verdict[] {
    if (obstacle === null)
      return [...openModel(request, blanksOf(this.targetOf(request))), ...this.parameters(request)];
    if (obstacle === 'elsewhere' || asksOthers(request)) return [];
    return this.withheld(request, obstacle);
  }

  /** What would have to change in the request if its client moved: named, not edited. */
  private withheld(request: RequestSite, obstacle: ReasonId): Verdict[] {
    if (request.conversion && this.routes.answer(request) !== 'yes')
      return this.unconverted(request, obstacle);
    // Of a service that the target has not nobody can say what it takes.
    // An SDK of its own has rules of its own.
    const isNativeOnly = nativeSdk(this.main) !== null && !request.provider;
    const isServed = !isNativeOnly && this.routes.answer(request) === 'yes';
    return this.decided(request, [])
      .filter(({ kind }) => kind === 'model' || (isServed && kind === 'parameter'))
      .flatMap((verdict) => {
        // What is said of the call as a whole is news once it goes there.
        if (verdict.action === 'none')
          return verdict.kind === 'model' || placeKey(verdict.token) === placeKey(request.token)
            ? []
            : [verdict];
        const message = verdict.message.replace(/^adds /, 'add ');
        const base = { ...verdict, message, confidence: request.confidence };
        return [byHand(base, obstacle, this.around.blanks)];
      });
  }

  /** What would have to change in a request of another protocol, and what the target says of it then. */
  private unconverted(request: RequestSite, reason: ReasonId | null): Verdict[] {
    const rules = chatRules(request, this.targetOf(request), this.around);
    return protocolVerdicts(request, rules, reason, this.around.blanks);
  }

  /** A provider that moves calls the method otherwise: where the target has no equal either, it has to compile. */
  private compiling(request: RequestSite, obstacle: ReasonId): Verdict[] {
    if (!/operation/.test(obstacle)) return [];
    const sites = request.clients.flatMap((id) => this.plans.get(id)?.site ?? []);
    // The exported instance stays for what cannot move.
    if (
      sites.some(({ provider, token }) => provider?.made === 'default' && token.file === request.token.file)
    )
      return [];
    const { edits, note } = callEdits(request, this.targetOf(request), this.around.texts);
    if (edits.length === 0) return [];
    const { token, dialect } = request;
    return [rewritten({ token, kind: 'call', dialect, message: `${request.method}${note}` }, edits)];
  }

  private unserved(request: RequestSite, reason: ReasonId): Verdict {
    const target = this.targetOf(request);
    const { note, path } = operationAt(target, request.operation);
    const detail = [path ? `path ${path}` : '', note ?? ''].filter(Boolean).join('; ');
    const isRoute = reason === 'route-by-hand';
    const others = isRoute ? null : proposal(request, target);
    const next = isRoute ? undefined : nextStepFor(request.operation);
    const help = others ? `${next ?? reasonHelp(reason, blanksOf(target))} ${others}` : next;
    return byHand(
      {
        token: request.token,
        kind: 'unsupported',
        dialect: request.dialect,
        confidence: request.confidence,
        message: detail && !isRoute ? `${request.method}: ${detail}` : request.method,
        related: this.senders(request),
        ...(help ? { help } : {}),
      },
      reason,
      blanksOf(target),
    );
  }

  /** The type of a choice in a list is that of a choice: asking first changes no type. */
  private firstChoices({ firstChoices = [], dialect }: RequestSite): Verdict[] {
    if (!this.main.provider.responses.some((one) => one.emptyChoices)) return [];
    const message = 'a chunk may come without a choice';
    return firstChoices.map((token) =>
      rewritten({ token, kind: 'response', dialect, message }, [
        { file: token.file, ...token.span, text: '?.' },
      ]),
    );
  }

  private parameters(request: RequestSite): Verdict[] {
    // A body that a request left alone sends as well must keep its parameters.
    const shared = objectsOf(request).some((key) =>
      (this.bodyOwners.get(key) ?? []).some((other) => this.obstacle(other) !== null),
    );
    if (shared) return this.withheld(request, 'client-shared');
    const owner = request.settingsOf === undefined ? undefined : this.clientEdits.get(request.settingsOf);
    const verdicts = this.decided(request, owner);
    if (request.operation === 'embeddings')
      verdicts.push(...storedVectors(request, this.targetOf(request), this.around.blanks));
    return verdicts;
  }

  /** What the request says, and what it leaves to its library. */
  private decided(request: RequestSite, owner: readonly Edit[] | undefined): Verdict[] {
    const target = this.targetOf(request);
    const verdicts = parameterVerdicts(request, target, this.around);
    const { texts } = this.around;
    const blanks = blanksOf(target);
    if (request.openBody) return [...verdicts, ...unsayable(request, target, blanks)];
    const quote = quoteOf(request, texts);
    return [
      ...verdicts,
      ...handedVerdicts(request, target, this.around.variables, quote, owner, blanks),
      ...additionVerdicts(request, target, texts, blanks, owner),
    ];
  }

  private targetOf(request: RequestSite): ResolvedTarget {
    return targetOf(this.main, request.operation);
  }

  private byTarget(requests: readonly RequestSite[]): Map<ResolvedTarget, RequestSite[]> {
    const groups = new Map<ResolvedTarget, RequestSite[]>();
    for (const request of requests) {
      const target = this.targetOf(request);
      groups.set(target, [...(groups.get(target) ?? []), request]);
    }
    return groups;
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

/** A text that is no model of OpenAI's, on its way to a request that may be anybody's, is no news. */
function isWorthAWord({ value, requests }: ModelUse): boolean {
  return isOpenAIText(value) || requests.some((one) => one.confidence === 'certain');
}

/** The dialects of which all clients are like that. */
function dialectsOf(clients: readonly ClientPlan[], isSo: (plan: ClientPlan) => boolean): Set<string> {
  const others = new Set(clients.filter((plan) => !isSo(plan)).map((plan) => plan.site.dialect));
  return new Set(clients.map((plan) => plan.site.dialect).filter((dialect) => !others.has(dialect)));
}

/** Whether a client is left where it is because the target serves, or is known to serve, nothing of it. */
function isUnserved({ state, reason }: ClientPlan): boolean {
  return state === 'by-hand' && (reason === 'nothing-to-serve' || reason === 'operation-unknown');
}

/** No call by itself. */
export function isSettings({ part }: RequestSite): boolean {
  return part === 'settings' || part === 'extra';
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
