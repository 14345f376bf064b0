import { parseModelId } from '../openai/models.js';
import type { Blanks } from '../reasons.js';
import type { ClientSite, EnvLineSite, EnvSite, Origin, RequestSite } from '../sites.js';
import { mapModel } from './models.js';
import { editObject } from './object-edit.js';
import type { ResolvedTarget } from './target.js';
import { byHand, rewritten, stays, type Verdict } from './verdict.js';

/** Names of variables that speak of Azure's service; `OPENAI_API_VERSION` is read by its class only. */
const VARIABLE = /AZURE.*OPEN_?AI|OPEN_?AI.*AZURE|^OPENAI_API_VERSION$|^AZURE_(?:API|DEPLOYMENT|RESOURCE)/i;

export function isAzureName(name: string): boolean {
  return VARIABLE.test(name);
}

/** Whether the target is Azure itself. */
export function isAzure({ provider }: ResolvedTarget): boolean {
  return provider.hosts.some((host) => host.endsWith('.openai.azure.com'));
}

/** Why a client of Azure cannot be moved although its user wants it; null where it can. */
export function azureBlock(site: ClientSite, target: ResolvedTarget): string | null {
  const { azure } = site;
  if (!azure) return 'its address cannot be followed';
  const [block] = azure.blocks;
  if (block) return block;
  for (const origin of azure.deployment) {
    if (origin.kind !== 'text') return 'which deployment it is, is decided at run time';
    if (!isKnown(origin.value, target))
      return `--model ${origin.value}=<id> says what its deployment becomes`;
  }
  return null;
}

/** A deployment is called what its owner likes: only an id of OpenAI's, or what the user maps, says what it is. */
function isKnown(name: string, target: ResolvedTarget): boolean {
  if (target.models[name]) return true;
  const model = parseModelId(name);
  return model !== undefined && model.family !== 'future' && mapModel(target, name, false).kind !== 'none';
}

/** Whether a model in a request to Azure is a name of its owner's, of which nothing is known. */
export function isPrivateName(request: RequestSite, value: string, target: ResolvedTarget): boolean {
  return request.deployment !== undefined && !isKnown(value, target);
}

/**
 * Requests to Azure with the models that answer them there: where the client names a deployment, that is the model,
 * whatever the request says.
 */
export function withDeployments(
  requests: readonly RequestSite[],
  clients: readonly ClientSite[],
): RequestSite[] {
  const byId = new Map(clients.map((site) => [site.id, site]));
  return requests.map((request) => {
    const senders = request.clients.flatMap((id) => byId.get(id) ?? []);
    if (senders.length === 0 || !senders.every((site) => site.azure)) return request;
    const names = new Set(senders.flatMap((site) => site.azure?.deployment ?? []).map(nameOf));
    const [only] = names;
    if (only === undefined || names.size > 1) return { ...request, deployment: '' };
    return { ...request, deployment: only, model: request.model.map((origin) => deployed(origin, only)) };
  });
}

function nameOf(origin: Origin): string {
  return origin.kind === 'text' ? origin.value : '';
}

/** Only what is written in the request itself: a constant may mean something to others. */
function deployed(origin: Origin, name: string): Origin {
  return origin.kind === 'text' && origin.trail.length <= 1 && !origin.shared && name !== ''
    ? { ...origin, value: name }
    : origin;
}

/** A request without a model: its deployment was the model. */
export function missingModel(
  request: RequestSite,
  target: ResolvedTarget,
  texts: ReadonlyMap<string, string>,
  blanks: Blanks,
): Verdict[] {
  const { deployment, model, bodies, token, dialect } = request;
  if (!deployment || model.some((origin) => origin.kind !== 'nothing')) return [];
  const mapped = mapModel(target, deployment, request.hasImages);
  const id = mapped.kind === 'mapped' ? mapped.id : deployment;
  const base = {
    token,
    kind: 'model',
    dialect,
    message: `the deployment ${deployment} → model ${id}`,
  } as const;
  if (bodies.length === 0 || request.partial) return [byHand(base, 'model-unknown', blanks)];
  const edits = bodies.flatMap((body) => {
    const text = texts.get(body.file) ?? '';
    const quote = text.slice(body.span.start, body.span.end).includes('"') ? '"' : "'";
    const set = new Map([['model', `${quote}${id}${quote}`]]);
    return editObject(text, body, { set, remove: new Set() });
  });
  return [rewritten(base, edits)];
}

/** What nothing reads any more once the clients of Azure have moved. */
export function azureLeftovers(reads: readonly EnvSite[], lines: readonly EnvLineSite[]): Verdict[] {
  const rest = 'nothing that was moved reads it any more';
  const places = [
    ...reads.map(({ name, token }) => ({ name, token, dialect: 'openai-node' })),
    ...lines.filter(isSetting).map(({ name, token, setting }) => {
      return { name, token, dialect: setting ? 'config-files' : 'env-files' };
    }),
  ];
  return places
    .filter(({ name }) => isAzureName(name))
    .map(({ token, name, dialect }) =>
      stays({ token, kind: 'credential', dialect, message: `${name}: ${rest}` }),
    );
}

/** What other programs read is theirs, and a word in a comment sets nothing. */
function isSetting({ setting }: EnvLineSite): boolean {
  return !setting || (!setting.owner && !/^(?:read|prose|pattern)$/.test(setting.role));
}
