import type { Edit, RelatedPlace } from '../finding.js';
import { parseModelId } from '../openai/models.js';
import { type Blanks, fill, isReason } from '../reasons.js';
import type {
  AllowSite,
  AnswerSite,
  ClientSite,
  DocSite,
  EnvLineSite,
  EnvSite,
  ExpectationSite,
  FollowSite,
  ModelBranch,
  ModelMention,
  NoteSite,
  ProviderOptionsSite,
  ProviderTypeSite,
  RequestSite,
  Site,
  TestAddressSite,
  Token,
  VectorSite,
} from '../sites.js';
import { Places } from '../virtual/places.js';
import { byDefault, implicitModel, speltAdditions } from './additions.js';
import { ProviderMover } from './ai-sdk.js';
import { dimensionVerdicts, optionVerdicts } from './ai-sdk-options.js';
import { answerVerdicts } from './answers.js';
import { azureLeftovers, withDeployments } from './azure.js';
import { branchVerdicts, placeKey } from './branches.js';
import { type ClientPlan, clientVerdicts } from './clients.js';
import { dependencyVerdicts } from './dependencies.js';
import { docVerdicts, linkVerdict } from './docs.js';
import { bare, classifyEndpoint } from './endpoint.js';
import {
  addVariable,
  isKeyName,
  isOpenAIName,
  keyNames,
  type Renaming,
  renameLines,
  renameReads,
  targetVariable,
} from './environment.js';
import { expectationVerdicts } from './expectations.js';
import { allowFrame, allowVerdicts, testAddressVerdicts, testFrame } from './followers.js';
import { followBase, followVerdicts } from './follows.js';
import { handedOption } from './handed.js';
import { frameOf, isHttp, nameOfClient, variableVerdicts } from './http-clients.js';
import { inPlace } from './in-place.js';
import { headerVariables, isWorthALine, knownVariables, lineVerdict } from './lines.js';
import { collectModelUses, type ModelUse } from './models.js';
import { keptKeys, planMoves } from './moves.js';
import { nativeNeeds } from './native.js';
import type { Surroundings } from './parameters.js';
import { Readers } from './readers.js';
import { blockersOf, goalOf } from './renamings.js';
import { asksOthers, isSettings, RequestPlanner } from './requests.js';
import { Routes } from './routes.js';
import { renameSettings } from './settings.js';
import type { Variables } from './situations.js';
import { blanksOf, operationAt, type ResolvedTarget, targetOf } from './target.js';
import { keyTrails, modelTrail } from './trails.js';
import { vectorVerdicts } from './vectors.js';
import { byHand, stays, type Verdict } from './verdict.js';

/**
 * Decides about every site. Without a target (`scan`, `check`) nothing is rewritten: what talks to OpenAI is left to
 * be handled, the rest is inventory. Pure: plain data in, plain data out.
 */
export function decide(
  sites: readonly Site[],
  target: ResolvedTarget | null,
  texts: ReadonlyMap<string, string>,
  places: Places = NOWHERE,
): Verdict[] {
  const groups = group(sites);
  const blanks = blanksOf(target);
  const inVirtual = target ? withTarget(groups, target, texts) : withoutTarget(groups);
  if (!target) inVirtual.push(...branchVerdicts(groups.branches, new Map(), null, blanks));
  const embedder = target && targetOf(target, 'embeddings');
  inVirtual.push(...vectorVerdicts(groups.vectors, groups.requests, embedder, blanksOf(embedder)));
  const verdicts = inVirtual.filter(isNews).map((verdict) => inPlace(verdict, places, blanks));
  const claimed = new Claims(verdicts);
  return [...verdicts, ...leftovers(groups, claimed, blanks, target, places)];
}

/** A request that might have been anybody's, and turned out not to be for OpenAI, is nothing that a repository depends on. */
function isNews({ dialect, kind, confidence, action }: Verdict): boolean {
  const isRequest = dialect === 'raw-http' && (kind === 'endpoint' || kind === 'call');
  return !(isRequest && action === 'none' && confidence === 'probable');
}

const NOWHERE = new Places([], new Map());

interface Groups {
  readonly clients: ClientSite[];
  readonly requests: RequestSite[];
  readonly reads: EnvSite[];
  readonly lines: EnvLineSite[];
  readonly notes: NoteSite[];
  readonly mentions: ModelMention[];
  readonly branches: ModelBranch[];
  readonly vectors: VectorSite[];
  readonly expectations: ExpectationSite[];
  readonly allowed: AllowSite[];
  readonly addresses: TestAddressSite[];
  readonly options: ProviderOptionsSite[];
  readonly types: ProviderTypeSite[];
  readonly follows: FollowSite[];
  readonly docs: DocSite[];
  readonly answers: AnswerSite[];
}

function group(sites: readonly Site[]): Groups {
  const groups: Groups = {
    clients: [],
    requests: [],
    reads: [],
    lines: [],
    notes: [],
    mentions: [],
    branches: [],
    vectors: [],
    expectations: [],
    allowed: [],
    addresses: [],
    options: [],
    types: [],
    follows: [],
    docs: [],
    answers: [],
  };
  for (const site of sites) {
    if (site.site === 'client') groups.clients.push(site);
    else if (site.site === 'request') groups.requests.push(site);
    else if (site.site === 'env') groups.reads.push(site);
    else if (site.site === 'env-line') groups.lines.push(site);
    else if (site.site === 'note') groups.notes.push(site);
    else if (site.site === 'branch') groups.branches.push(site);
    else if (site.site === 'vector') groups.vectors.push(site);
    else if (site.site === 'expectation') groups.expectations.push(site);
    else if (site.site === 'allow') groups.allowed.push(site);
    else if (site.site === 'test-address') groups.addresses.push(site);
    else if (site.site === 'provider-options') groups.options.push(site);
    else if (site.site === 'provider-type') groups.types.push(site);
    else if (site.site === 'follow') groups.follows.push(site);
    else if (site.site === 'doc') groups.docs.push(site);
    else if (site.site === 'answer') groups.answers.push(site);
    else groups.mentions.push(site);
  }
  return groups;
}

function withTarget(groups: Groups, target: ResolvedTarget, texts: ReadonlyMap<string, string>): Verdict[] {
  const blanks = blanksOf(target);
  const mocked = new Set(groups.notes.filter((note) => note.mocksSdk).map((note) => note.token.file));
  const sent = target.fromAzure ? withDeployments(groups.requests, groups.clients) : groups.requests;
  const routes = new Routes(sent, groups.clients, groups.lines, target);
  const around = { ...groups, requests: routes.requests, mocked, routes };
  const { plans, renamings } = planMoves(groups.clients, around, target);
  const isKept = keptKeys(plans);
  const known = surroundings(groups, texts, blanks);
  const additions = clientAdditions(groups.requests, groups.clients, target, known.variables);
  const clientEdits = new Map<string, readonly Edit[]>();
  const ofClients = plans.flatMap((plan) => {
    const goal = blanksOf(plan.target);
    const more = additions.get(plan.site.id);
    const own = clientVerdicts(plan, renamings, plan.target, texts, goal, isKept, more, sent);
    if (plan.state === 'moved') clientEdits.set(plan.site.id, own[0]?.edits ?? []);
    return own;
  });
  const verdicts = merged(ofClients);
  const readers = new Readers(groups.reads, groups.clients, groups.lines);
  const requests = new RequestPlanner(plans, routes, target, known, mocked, clientEdits);
  verdicts.push(...requests.all(groups.lines));
  verdicts.push(...followVerdicts(groups.follows, plans, blanks));
  verdicts.push(...providerVerdicts(groups, plans, renamings, requests, target, texts, blanks));
  const edited = new Claims(verdicts.filter(({ action }) => action === 'rewrite'));
  const isEdited = (token: Token) => edited.covers(token);
  verdicts.push(...answerVerdicts(groups.answers, requests.movedRequests, isEdited, blanksOf));
  const told = new Claims(verdicts);
  const branches = groups.branches.filter((branch) => !told.covers(branch.token));
  verdicts.push(...branchVerdicts(branches, requests.moved, target, blanks));
  const { moved, renamed } = requests;
  const expectations = expectationVerdicts(groups.expectations, groups, moved, renamed, blanks);
  const followed = new Set(
    expectations.filter((one) => one.action === 'rewrite').map((one) => placeKey(one.token)),
  );
  const settled = verdicts.filter((one) => one.action !== 'none' || !followed.has(placeKey(one.token)));
  verdicts.splice(0, verdicts.length, ...settled, ...expectations);
  const trails = keyTrails(groups.clients);
  const all = allRenamings(renamings, plans, groups, target);
  for (const renaming of all) {
    const own = { ...blanks, keyVariable: renaming.to };
    // A read that gives way to the new one is part of its client's edit.
    const replaced = new Claims(verdicts.filter(isClientEdit));
    const reads = groups.reads.filter((read) => !replaced.covers(read.token));
    const nameIn = (read: EnvSite) => nameAt(read, renaming, plans, trails);
    verdicts.push(
      ...renameReads(reads, renaming, nameIn, own, trails),
      ...renameLines(groups.lines, renaming, readers, own),
      ...renameSettings(groups.lines, renaming, readers, own),
    );
  }
  const everywhere = all.filter((one) => readers.areAllOurs(one));
  verdicts.push(
    ...docVerdicts(groups.docs, everywhere, verdicts, target, blanks),
    ...variableVerdicts(plans, renamings, groups.lines, blanks),
    ...allowVerdicts(groups.allowed, plans, target, texts, blanks),
    ...testAddressVerdicts(groups.addresses, plans, groups.requests, blanks),
    ...furtherVariables(groups.lines, plans, target, blanks),
  );
  verdicts.push(...headerVariables(plans, groups.lines, blanks));
  const needs = [
    ...new ProviderMover({ ...groups, plans, renamings, target, texts, blanks }).needs(),
    ...nativeNeeds(plans),
  ];
  return [...verdicts, ...dependencyVerdicts(needs, verdicts, texts, blanks)];
}

/**
 * The new name of a variable where it is read. One that reaches no client guards those beside it (`if (!process.env.X)`):
 * where all of these go to another provider it asks for that provider's key.
 */
function nameAt(
  { name, token }: EnvSite,
  { to, value }: Renaming,
  plans: readonly ClientPlan[],
  trails: ReadonlyMap<string, readonly RelatedPlace[]>,
): string {
  if (value !== undefined || trails.has(placeKey(token))) return to;
  const beside = plans.filter(({ site }) => site.token.file === token.file);
  const goal = goalOf(beside, name, null);
  return goal && beside.every(({ splits }) => splits.length === 0)
    ? targetVariable(name, goal.keyVariable)
    : to;
}

/** What only the AI SDK has: instances made anew, options and types of theirs, and the packages they come from. */
function providerVerdicts(
  groups: Groups,
  plans: readonly ClientPlan[],
  renamings: readonly Renaming[],
  planner: RequestPlanner,
  target: ResolvedTarget,
  texts: ReadonlyMap<string, string>,
  blanks: Blanks,
): Verdict[] {
  const { requests, options, types } = groups;
  const mover = new ProviderMover({ plans, requests, types, renamings, target, texts, blanks });
  const obstacle = (request: RequestSite) => planner.obstacle(request);
  const byId = new Map(requests.flatMap((one) => (one.provider ? [[one.provider.id, one] as const] : [])));
  const embeddings = requests.filter((one) => one.operation === 'embeddings' && obstacle(one) === null);
  return [
    ...plans.flatMap((plan) => mover.verdicts(plan)),
    ...mover.typeVerdicts(),
    ...options.flatMap((one) => optionVerdicts(one, byId, obstacle, target, texts, blanks)),
    ...embeddings.flatMap((one) => dimensionVerdicts(one, options, target, texts, blanks)),
  ];
}

/** What the options of clients have to say beside address and key, by the id of the client. */
function clientAdditions(
  requests: readonly RequestSite[],
  clients: readonly ClientSite[],
  target: ResolvedTarget,
  variables: Variables,
): ReadonlyMap<string, ReadonlyMap<string, string>> {
  const quotes = new Map(clients.map(({ id, quote }) => [id, quote]));
  return new Map(
    requests.flatMap((request) => {
      const { settingsOf } = request;
      const goal = targetOf(target, request.operation);
      if (settingsOf === undefined || operationAt(goal, request.operation).value !== 'yes') return [];
      const quote = quotes.get(settingsOf) ?? "'";
      const handed = handedOption(request, goal, variables, quote);
      return [[settingsOf, new Map([...speltAdditions(request, goal, quote), ...handed])] as const];
    }),
  );
}

/** What several requests say of one text they share is said once, with the edits of all. */
function merged(verdicts: readonly Verdict[]): Verdict[] {
  const found = new Map<string, Verdict>();
  for (const verdict of verdicts) {
    const key = [placeKey(verdict.token), verdict.dialect, verdict.kind, verdict.message].join();
    const known = found.get(key);
    found.set(key, known ? { ...known, edits: [...known.edits, ...verdict.edits] } : verdict);
  }
  return [...found.values()];
}

function isClientEdit({ kind, edits }: Verdict): boolean {
  return kind === 'client' || (kind === 'credential' && edits.length > 0);
}

/** What deciding about requests looks up in the rest of the repository. */
function surroundings(groups: Groups, texts: ReadonlyMap<string, string>, blanks: Blanks): Surroundings {
  const variables = new Map<string, string[]>();
  for (const line of groups.lines)
    if (line.editable && bare(line) !== '')
      variables.set(line.name, [...(variables.get(line.name) ?? []), bare(line)]);
  const { answers } = groups;
  const unseen = answers.filter((answer) => answer.requests.length === 0);
  return {
    texts,
    blanks,
    variables,
    answers,
    legacy: {
      sendsResults: unseen.some(({ path }) => path === 'messages[].role'),
      unseenReads: unseen.some(({ path }) => path === 'function_call'),
    },
  };
}

/** A client without a key reads OPENAI_API_KEY by itself: its line in the environment files follows, too. */
function allRenamings(
  renamings: readonly Renaming[],
  plans: readonly ClientPlan[],
  readers: KeyReaders,
  target: ResolvedTarget,
): Renaming[] {
  const implicit = plans.filter(
    (plan) =>
      plan.state === 'moved' &&
      plan.site.form.fallsBack &&
      plan.site.apiKey.every((origin) => origin.kind === 'nothing'),
  );
  const names = new Set(implicit.map(({ site }) => (site.azure ? 'AZURE_OPENAI_API_KEY' : 'OPENAI_API_KEY')));
  const missing = [...names].filter((name) => !renamings.some((one) => one.from === name));
  return [...renamings, ...missing.flatMap((name) => planRenamingsFor(name, plans, readers, target))];
}

/** What else may read the variable of a key. */
type KeyReaders = Pick<Groups, 'notes' | 'reads'>;

function planRenamingsFor(
  name: string,
  plans: readonly ClientPlan[],
  { notes, reads }: KeyReaders,
  target: ResolvedTarget,
): Renaming[] {
  const clients = plans
    .filter((plan) => plan.state === 'by-hand')
    .map((plan) => `the client in ${plan.site.token.file}`);
  const others = blockersOf(name, plans, notes, reads);
  const goal = goalOf(plans, name, target);
  return [{ from: name, to: goal.keyVariable, blockers: [...new Set([...clients, ...others])].slice(0, 5) }];
}

/** Keys of the providers that some of the requests go to: the environment files get them, too. */
function furtherVariables(
  lines: readonly EnvLineSite[],
  plans: readonly ClientPlan[],
  main: ResolvedTarget,
  blanks: Blanks,
): Verdict[] {
  const moved = plans.filter((plan) => plan.state === 'moved');
  const goals = new Set(moved.flatMap((plan) => [plan.target, ...plan.splits.map((split) => split.target)]));
  const names = new Set(moved.flatMap(({ site }) => ['OPENAI_API_KEY', ...keyNames(site)]));
  return [...names].flatMap((name) => {
    const first = targetVariable(name, goalOf(plans, name, main).keyVariable);
    const others = [...goals].map((goal) => targetVariable(name, goal.keyVariable));
    return [...new Set(others)]
      .filter((one) => one !== first)
      .flatMap((to) => addVariable(lines, name, to, blanks));
  });
}

function withoutTarget(groups: Groups): Verdict[] {
  const blanks = blanksOf(null);
  const elsewhere = new Set<string>();
  const verdicts = groups.clients.map((site) => {
    const endpoint = classifyEndpoint(site, groups.lines);
    const base = frameOf(site);
    if (endpoint.kind === 'vendor' || endpoint.kind === 'local') {
      elsewhere.add(site.id);
      const owner = endpoint.name ?? 'another vendor';
      return stays({ ...base, message: isHttp(site) ? `request to ${owner}` : `client of ${owner}` });
    }
    return byHand({ ...base, message: nameOfClient(site) }, 'run-migrate', blanks);
  });
  for (const site of groups.options)
    verdicts.push(
      byHand(
        { token: site.key, kind: 'parameter', dialect: site.dialect, message: 'options for OpenAI’s models' },
        'run-migrate',
        blanks,
      ),
    );
  verdicts.push(...groups.follows.map((site) => byHand(followBase(site), 'run-migrate', blanks)));
  for (const request of groups.requests) {
    const other =
      request.clients.length > 0 && !request.openEnded && request.clients.every((id) => elsewhere.has(id));
    verdicts.push(...scanned(request, other, blanks));
  }
  verdicts.push(
    ...groups.allowed.map((site) => byHand(allowFrame(site), 'run-migrate', blanks)),
    ...groups.addresses.map((site) => stays(testFrame(site))),
  );
  const open = groups.requests.filter((request) => !isForOthers(request, elsewhere));
  for (const use of collectModelUses(open)) verdicts.push(...scannedModel(use, blanks));
  return verdicts;
}

function isForOthers(request: RequestSite, elsewhere: ReadonlySet<string>): boolean {
  const other =
    request.clients.length > 0 && !request.openEnded && request.clients.every((id) => elsewhere.has(id));
  return other || (request.confidence !== 'certain' && asksOthers(request));
}

function scanned(request: RequestSite, other: boolean, blanks: Blanks): Verdict[] {
  const base = {
    token: request.token,
    kind: 'call',
    dialect: request.dialect,
    confidence: request.confidence,
  } as const;
  if (other && isSettings(request)) return [];
  if (other) return [stays({ ...base, message: `${request.method} of another vendor's client` })];
  const model = implicitModel(request);
  const implicit = model
    ? [byHand({ ...base, kind: 'model', message: byDefault(request, model) }, 'run-migrate', blanks)]
    : [];
  if (isSettings(request)) return implicit;
  if (request.confidence !== 'certain' && asksOthers(request))
    return [stays({ ...base, message: `${request.method} for a model that is not OpenAI’s` })];
  return [byHand({ ...base, message: request.method }, 'run-migrate', blanks), ...implicit];
}

function scannedModel({ origin, requests, token, value }: ModelUse, blanks: Blanks): Verdict[] {
  const [first] = requests;
  const prefix = first?.provider?.prefix ?? '';
  if (!value.startsWith(prefix) || !parseModelId(value.slice(prefix.length))) return [];
  const confidence = requests.every((one) => one.confidence === 'certain') ? 'certain' : 'probable';
  const dialect = first?.dialect ?? 'openai-node';
  const related = modelTrail(origin, requests);
  return [
    byHand({ token, kind: 'model', dialect, confidence, message: value, related }, 'run-migrate', blanks),
  ];
}

/** Which stretches of which files a verdict speaks of already. */
class Claims {
  private readonly spans = new Map<string, { start: number; end: number }[]>();

  constructor(verdicts: readonly Verdict[]) {
    for (const verdict of verdicts) {
      // A client or a call is a frame: what stands inside it is not yet spoken of.
      if (verdict.kind !== 'client') this.add(verdict.token.file, verdict.token.span);
      for (const edit of verdict.edits) if (edit.end > edit.start) this.add(edit.file, edit);
    }
  }

  add(file: string, span: { start: number; end: number }): void {
    const list = this.spans.get(file);
    if (list) list.push(span);
    else this.spans.set(file, [span]);
  }

  covers(token: Token): boolean {
    return (this.spans.get(token.file) ?? []).some(
      (span) => span.start <= token.span.start && token.span.end <= span.end,
    );
  }
}

function leftovers(
  groups: Groups,
  claimed: Claims,
  blanks: Blanks,
  target: ResolvedTarget | null,
  places: Places,
): Verdict[] {
  const verdicts: Verdict[] = [];
  const push = (verdict: Verdict) => verdicts.push(inPlace(verdict, places, blanks));
  const isClaimed = (token: Token) => claimed.covers(places.token(token));
  const trails = keyTrails(groups.clients);
  for (const read of groups.reads) {
    if (isOpenAIName(read.name) && !isClaimed(read.token))
      push(readVerdict(read, trails.get(placeKey(read.token)) ?? [], blanks, target));
    const { file, span } = places.token(read.token);
    claimed.add(file, span);
  }
  if (target?.fromAzure) {
    const free = <T extends { readonly token: Token }>(list: readonly T[]) =>
      list.filter(({ token }) => !isClaimed(token));
    for (const verdict of azureLeftovers(free(groups.reads), free(groups.lines))) push(verdict);
  }
  for (const note of groups.notes) {
    if (isClaimed(note.token)) continue;
    push(noteVerdict(note, blanks));
    // An address, a rule, a policy or a model is told of once, by whoever knows what it is.
    const { file, span } = places.token(note.token);
    if (note.kind === 'endpoint' || note.kind === 'model' || note.dialect === 'raw-http')
      claimed.add(file, span);
  }
  const known = knownVariables(groups.reads, groups.lines);
  for (const line of groups.lines)
    if (isWorthALine(line, known) && !isClaimed(line.token) && !isClaimed(line.value))
      push(lineVerdict(line, known, blanks));
  for (const doc of groups.docs)
    if (doc.inLink && isKeyName(doc.token.text) && !isClaimed(doc.token))
      push(linkVerdict(doc.token, blanks));
  for (const mention of groups.mentions)
    if (!isClaimed(mention.token)) push(mentionVerdict(mention, blanks, target));
  return verdicts;
}

function noteVerdict(note: NoteSite, blanks: Blanks): Verdict {
  const { token, kind, dialect, confidence, message, related, help } = note;
  const more = help ? { help: fill(help, blanks) } : {};
  const base = { token, kind, dialect, confidence, message, related, ...more };
  const reason = note.reason;
  return reason && isReason(reason) ? byHand(base, reason, blanks) : stays(base);
}

/** Where the name stands apart from the read (`process.env[name]`), it is the place to change. */
function readVerdict(
  read: EnvSite,
  related: readonly RelatedPlace[],
  blanks: Blanks,
  target: ResolvedTarget | null,
): Verdict {
  const token = isInside(read.token, read.read) ? read.read : read.token;
  const base = { token, kind: 'credential', dialect: 'openai-node', message: read.name, related } as const;
  if (!isKeyName(read.name)) return stays(base);
  // Seen on its way into a client: what becomes of the client decides.
  if (related.length > 0) return byHand(base, target ? 'client-by-hand' : 'run-migrate', blanks);
  return byHand({ ...base, confidence: 'probable' }, 'variable-not-followed', blanks);
}

function isInside(inner: Token, outer: Token): boolean {
  return (
    inner.file === outer.file && outer.span.start <= inner.span.start && inner.span.end <= outer.span.end
  );
}

function mentionVerdict(mention: ModelMention, blanks: Blanks, target: ResolvedTarget | null): Verdict {
  const base = {
    token: mention.token,
    kind: mention.where === 'docs' ? 'docs' : 'model',
    dialect: mention.dialect,
    confidence: 'possible',
    message: mention.value,
  } as const;
  if (mention.where === 'docs') return stays(base);
  return byHand(base, target ? 'model-not-followed' : 'run-migrate', blanks);
}
