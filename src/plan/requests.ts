import type { Edit } from '../finding.js';
import { parseModelId, parseRouterId } from '../openai/models.js';
import { type Blanks, type ReasonId, reasonHelp } from '../reasons.js';
import { type EnvLineSite, type RequestSite, requestId } from '../sites.js';
import { additionVerdicts, storedVectors, unsayable } from './additions.js';
import { callEdits, settingVerdicts } from './ai-sdk-calls.js';
import { holdOf } from './ai-sdk-holds.js';
import type { Moved } from './answers.js';
import { type MovedModel, placeKey } from './branches.js';
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
import { parameterVerdicts, type Surroundings } from './parameters.js';
import { proposal } from './routing.js';
import { blanksOf, operationAt, type ResolvedTarget, ruleFor, targetOf } from './target.js';
import { byHand, rewritten, stays, type Verdict } from './verdict.js';

/** Decides about requests: whether their clients were moved, whether the target serves them, what they send. */
export class RequestPlanner {
  private readonly plans: ReadonlyMap<string, ClientPlan>;
  private readonly main: ResolvedTarget;
  private readonly around: Surroundings;
  private readonly closedWorld: boolean;
  private readonly bodyOwners: ReadonlyMap<string, readonly RequestSite[]>;
  private readonly mocked: ReadonlySet<string>;
  private readonly clientEdits: ReadonlyMap<string, readonly Edit[]>;
  /** Texts that were rewritten; filled by {@link all}. */
  readonly moved = new Map<string, MovedModel>();
  /** Requests whose clients were moved and that the target serves; filled by {@link all}. */
  readonly movedRequests = new Map<string, Moved>();
  /** Parameters that the target calls otherwise → their new name, `null` where a request kept the old one. */
  readonly renamed = new Map<string, string | null>();

  constructor(
    clients: readonly ClientPlan[],
    requests: readonly RequestSite[],
    target: ResolvedTarget,
    around: Surroundings,
    mocked: ReadonlySet<string>,
    clientEdits: ReadonlyMap<string, readonly Edit[]>,
  ) {
    this.mocked = mocked;
    this.clientEdits = clientEdits;
    this.plans = new Map(clients.map((plan) => [plan.site.id, plan]));
    this.main = target;
    this.around = around;
    const real = clients.filter((plan) => !plan.site.inTest);
    // Where every client of the repository moves, one whose origin is out of sight moves as well.
    this.closedWorld =
      real.length > 0 && real.every((plan) => plan.state === 'moved' && plan.target === target);
    this.bodyOwners = bodyOwners(requests);
  }

  all(requests: readonly RequestSite[], envLines: readonly EnvLineSite[]): Verdict[] {
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
    for (const use of collectModelUses(requests)) verdicts.push(this.modelUse(use, obstacle));
    for (const [target, group] of this.byTarget(requests))
      verdicts.push(...modelVariables(group, envLines, target, obstacle, blanksOf(target)));
    return verdicts;
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
      const known = this.renamed.get(use.name);
      this.renamed.set(use.name, isDone && known !== null ? rule.to : null);
    }
  }

  /** A test that replaces the SDK compares texts with texts: changing one of them would only break it. */
  private modelUse(use: ModelUse, obstacle: Obstacle): Verdict {
    const [target, ...others] = this.byTarget(use.requests).keys();
    const split: Obstacle = (request) => obstacle(request) ?? (others.length > 0 ? 'client-shared' : null);
    const goal = target ?? this.main;
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
    switch (operationAt(this.targetOf(request), request.operation).value) {
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
    if (states.size === 1 && states.has('elsewhere') && !request.openEnded) return 'elsewhere';
    if (states.has('by-hand')) return 'client-by-hand';
    if (states.has('elsewhere')) return 'client-shared';
    if (request.confidence !== 'certain') return 'client-unknown';
    if (request.openEnded && !this.closedWorld) return 'client-unknown';
    return states.has('moved') || this.closedWorld ? null : 'client-unknown';
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
    if (obstacle) return [this.unserved(request, obstacle), ...this.compiling(request, obstacle)];
    this.movedRequests.set(requestId(request), { request, target });
    const { texts } = this.around;
    const { edits, note } = callEdits(request, target, texts);
    const message = `${path}${note}`;
    const blanks = blanksOf(target);
    return [
      edits.length > 0 ? rewritten({ ...base, message }, edits) : stays({ ...base, message }),
      ...settingVerdicts(request, target, texts, blanks),
      ...(request.part === 'call' ? [] : [...openModel(request, blanks), ...this.parameters(request)]),
    ];
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
    // Of a service that the target has not nobody can say what it takes.
    const isServed = operationAt(this.targetOf(request), request.operation).value === 'yes';
    return this.decided(request, [])
      .filter(
        (one) => one.action !== 'none' && (one.kind === 'model' || (isServed && one.kind === 'parameter')),
      )
      .map((verdict) => {
        const message = verdict.message.replace(/^adds /, 'add ');
        return byHand({ ...verdict, message, confidence: request.confidence }, obstacle, this.around.blanks);
      });
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
    return byHand(
      {
        token: request.token,
        kind: 'unsupported',
        dialect: request.dialect,
        confidence: request.confidence,
        message: detail && !isRoute ? `${request.method}: ${detail}` : request.method,
        related: this.senders(request),
        ...(others ? { help: `${reasonHelp(reason, blanksOf(target))} ${others}` } : {}),
      },
      reason,
      blanksOf(target),
    );
  }

  private parameters(request: RequestSite): Verdict[] {
    // A body that a request left alone sends as well must keep its parameters.
    const shared = objectsOf(request).some((key) =>
      (this.bodyOwners.get(key) ?? []).some((other) => this.obstacle(other) !== null),
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
          this.around.blanks,
        ),
      ];
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
    return request.openBody
      ? [...verdicts, ...unsayable(request, target, blanksOf(target))]
      : [...verdicts, ...additionVerdicts(request, target, texts, blanksOf(target), owner)];
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

function bodyOwners(requests: readonly RequestSite[]): Map<string, RequestSite[]> {
  const owners = new Map<string, RequestSite[]>();
  for (const request of requests)
    for (const key of objectsOf(request)) {
      const known = owners.get(key);
      if (known) known.push(request);
      else owners.set(key, [request]);
    }
  return owners;
}

/** The objects that a request's body is made of, those that are spread into it among them. */
function objectsOf(request: RequestSite): string[] {
  const objects = [...request.bodies, ...request.parameters.map(({ object }) => object)];
  return [...new Set(objects.map((object) => `${object.file}:${object.span.start}`))];
}

interface Own {
  readonly request: RequestSite;
  readonly verdicts: readonly Verdict[];
}

/**
 * An object that several requests send is edited only as all of them want it: what is right for one model may be wrong
 * for another.
 */
function reconciled(
  all: readonly Own[],
  owners: ReadonlyMap<string, readonly RequestSite[]>,
  blanks: Blanks,
): Own[] {
  const edits = new Map(all.map(({ request, verdicts }) => [request, new Set(verdicts.flatMap(editKeys))]));
  return all.map(({ request, verdicts }) => {
    const partners = new Set(objectsOf(request).flatMap((key) => owners.get(key) ?? []));
    partners.delete(request);
    if (partners.size === 0) return { request, verdicts };
    const isShared = (verdict: Verdict) => verdict.kind === 'parameter' && verdict.action === 'rewrite';
    return {
      request,
      verdicts: verdicts.map((verdict) => {
        if (!isShared(verdict)) return verdict;
        const wanted = editKeys(verdict);
        const places = sharedPlaces(request, owners);
        const concerns = verdict.edits.some((edit) => places.some((place) => isWithin(edit, place)));
        const agree = [...partners].every((partner) => wanted.every((key) => edits.get(partner)?.has(key)));
        return !concerns || agree ? verdict : byHand(verdict, 'parameter-by-model', blanks);
      }),
    };
  });
}

/** Objects of a request that others send, too. */
function sharedPlaces(
  request: RequestSite,
  owners: ReadonlyMap<string, readonly RequestSite[]>,
): RequestSite['bodies'] {
  const objects = [...request.bodies, ...request.parameters.map(({ object }) => object)];
  return objects.filter(({ file, span }) => (owners.get(`${file}:${span.start}`) ?? []).length > 1);
}

function isWithin(edit: Verdict['edits'][number], { file, span }: RequestSite['bodies'][number]): boolean {
  return edit.file === file && span.start <= edit.start && edit.end <= span.end;
}

function editKeys({ edits }: Verdict): string[] {
  return edits.map(({ file, start, end, text }) => `${file}:${start}:${end}:${text}`);
}
