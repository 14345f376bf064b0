import type { Edit } from '../finding.js';
import { type Blanks, type ReasonId, reasonHelp } from '../reasons.js';
import type { ClientSite, EnvLineSite, Origin, StrayHeader, Token } from '../sites.js';
import { addressesOf } from './addresses.js';
import type { ClientPlan } from './clients.js';
import { bare, endpointOfUrl, isAddressOfOpenAI } from './endpoint.js';
import { envRead } from './env-read.js';
import { keyNames, type Renaming, renameEdit, targetVariable } from './environment.js';
import { keyVerdicts, literalKeys } from './keys.js';
import type { IsKept } from './moves.js';
import { editObject } from './object-edit.js';
import { resolveAddress } from './resolve-address.js';
import type { ResolvedTarget } from './target.js';
import { byHand, rewritten, stays, type Verdict } from './verdict.js';

/*
 * Requests by plain HTTP, as far as they are clients: the address, the header with the key, headers that go. What they
 * send is planned like any other request.
 */

export function isHttp(site: ClientSite): boolean {
  return site.options.form === 'address';
}

/** What a finding about a client points at: the client, or the text that holds the host of a request. */
export function frameOf(site: ClientSite) {
  const { dialect, related, confidence = 'certain' } = site;
  const kind = isHttp(site) ? 'endpoint' : 'client';
  return { token: isHttp(site) ? hostToken(site) : site.token, kind, dialect, related, confidence } as const;
}

export function nameOfClient(site: ClientSite): string {
  return isHttp(site) ? 'address of a request' : `${site.className} client`;
}

/** The verdicts on one request's address and key. */
export function httpVerdicts(
  plan: ClientPlan,
  renamings: readonly Renaming[],
  target: ResolvedTarget,
  blanks: Blanks,
  texts: ReadonlyMap<string, string>,
  isKept: IsKept,
): Verdict[] {
  const { site, move } = plan;
  const base = frameOf(site);
  if (plan.state === 'elsewhere') return [stays({ ...base, message: elsewhere(plan, target) })];
  if (plan.state === 'by-hand' || !move) return byHandVerdicts(plan, target, blanks);
  const edits = keyEdits(plan, renamings, isKept) ?? [];
  const message = `${textOf(base.token)} → ${target.baseURL}`;
  const key = site.key ?? { token: site.token };
  return [
    rewritten({ ...base, message }, move.edits),
    ...(edits.length > 0
      ? [
          rewritten(
            {
              token: key.token,
              kind: 'credential',
              dialect: site.dialect,
              message: keyMessage(site, target),
            },
            edits,
          ),
        ]
      : []),
    ...keyVerdicts(site, target, blanks),
    ...strayVerdicts(site, blanks, texts),
  ];
}

function keyMessage(site: ClientSite, target: ResolvedTarget): string {
  const [name = ''] = keyNames(site);
  return `${name} → ${targetVariable(name, target.keyVariable)}`;
}

function elsewhere({ endpoint, note }: ClientPlan, target: ResolvedTarget): string {
  if (endpoint.kind === 'vendor' && endpoint.provider === target.provider.id)
    return `request to ${target.provider.name.en} already`;
  return `request to ${note ?? 'another vendor'}, left alone`;
}

function byHandVerdicts(plan: ClientPlan, target: ResolvedTarget, blanks: Blanks): Verdict[] {
  const { site } = plan;
  const base = frameOf(site);
  const reason: ReasonId = plan.reason ?? 'base-url-unknown';
  const help = helpFor(plan, reason, target, blanks);
  return [
    byHand({ ...base, message: messageFor(plan), ...(help ? { help } : {}) }, reason, blanks),
    ...(reason === 'base-url-unknown' ? pieceVerdicts(site, base, blanks) : []),
    ...literalKeys(plan, blanks),
  ];
}

/** Where an address that nobody can follow comes from, and which path is put behind it. */
function pieceVerdicts(site: ClientSite, base: ReturnType<typeof frameOf>, blanks: Blanks): Verdict[] {
  return addressesOf(site).flatMap(({ pieces: [first, second] }): Verdict[] => {
    if (first?.kind !== 'open') return [];
    const from = `${first.at.text}: the address of a request comes from here`;
    const origin = byHand({ ...base, token: first.at, message: from }, 'base-url-unknown', blanks);
    if (second?.kind !== 'text' || !second.at || second.value.length < 2) return [origin];
    const message = `${second.value}, behind that address`;
    return [origin, stays({ ...base, token: second.at, confidence: 'certain', message })];
  });
}

function messageFor(plan: ClientPlan): string {
  const { reason, endpoint, note, site } = plan;
  if (reason === 'nothing-to-serve' || reason === 'operation-unknown') return `request for: ${note}`;
  if (reason === 'address-read') return `also read at ${note}`;
  if (endpoint.kind === 'gateway') return `request through ${endpoint.name}`;
  if (endpoint.kind === 'unknown' && endpoint.variables.length > 0)
    return `address from ${endpoint.variables.join(', ')}`;
  return nameOfClient(site);
}

/** The general advice, and which text would become what. */
function helpFor(
  { site, reason, note }: ClientPlan,
  id: ReasonId,
  target: ResolvedTarget,
  blanks: Blanks,
): string | undefined {
  if (reason === 'gateway' && note) return note;
  if (id !== 'address-shared' && id !== 'address-read' && id !== 'key-not-seen' && id !== 'key-shared')
    return undefined;
  const steps = changesOf(site, target);
  const own = { ...blanks, keyVariable: target.keyVariable };
  return steps.length > 0 ? `${reasonHelp(id, own)} (${steps.join('; ')})` : undefined;
}

/** `https://api.openai.com` becomes `https://…/v4`, … */
function changesOf(site: ClientSite, target: ResolvedTarget): string[] {
  const steps = addressesOf(site).flatMap((address) => {
    const resolved = resolveAddress(address, target.baseURL);
    if (resolved.kind === 'stuck') return [];
    return resolved.edits.flatMap((edit) =>
      address.pieces.flatMap((piece) => {
        if (piece.kind !== 'text' || piece.at?.file !== edit.file) return [];
        const { start, end } = piece.at.span;
        if (edit.start < start || edit.end > end) return [];
        const after =
          piece.value.slice(0, edit.start - start) + edit.text + piece.value.slice(edit.end - start);
        return [`${piece.value} becomes ${after || 'empty'}`];
      }),
    );
  });
  return [...new Set(steps)].slice(0, 4);
}

/** The text that names OpenAI's host, or whosoever's it is; else the request itself. */
function hostToken(site: ClientSite): Token {
  const tokens = addressesOf(site).map(({ pieces }) =>
    pieces.flatMap((piece) => (piece.kind === 'text' && piece.shown ? [piece.shown] : [])),
  );
  const own = tokens.flat().find(({ text }) => /\bopenai\.(?:com|azure)\b/.test(text));
  if (own) return own;
  const hosts = tokens.map((one) => one.find(({ text }) => /:\/\/[^/]/.test(text)));
  const [first] = hosts;
  return first && hosts.every((one) => one !== undefined) ? first : site.token;
}

function textOf({ text }: Token): string {
  return text.replace(/^["'`]|["'`]$/g, '');
}

/**
 * Where others go on reading the variable of the key, this request reads the new one by itself: where the constant is made
 * that holds it and nobody else's, in the header, or instead of the constant. undefined: none of these can be done.
 */
export function keyEdits(
  { site, target }: ClientPlan,
  renamings: readonly Renaming[],
  isKept: IsKept,
): Edit[] | undefined {
  const isBlocked = (name: string) =>
    renamings.some(
      ({ from, to, blockers }) =>
        from === name && (blockers.length > 0 || to !== targetVariable(name, target.keyVariable)),
    );
  const names = keyNames(site).filter(isBlocked);
  if (names.length === 0) return [];
  const reads = site.apiKey.filter((origin) => origin.kind === 'env' && names.includes(origin.name));
  const inPlace = reads.map((origin) => inPlaceEdit(origin, site, target, isKept));
  if (inPlace.every((edit) => edit !== undefined)) return inPlace;
  const [only] = reads;
  // The constant may hold what a user gave, too: then there is no saying what replaces it.
  if (!site.key || only?.kind !== 'env' || site.apiKey.some((origin) => origin.kind !== 'env'))
    return undefined;
  if (!READABLE.has(only.reader) || isKept(site.key.token, target)) return undefined;
  const text = envRead(site.envReader, targetVariable(only.name, target.keyVariable), site.quote);
  return [{ file: site.key.token.file, ...site.key.token.span, text }];
}

/** Variables of these go by any name without being declared somewhere. */
const READABLE: ReadonlySet<string> = new Set(['process', 'meta', 'deno', 'bun']);

function inPlaceEdit(
  origin: Origin,
  site: ClientSite,
  target: ResolvedTarget,
  isKept: IsKept,
): Edit | undefined {
  if (origin.kind !== 'env' || !READABLE.has(origin.reader) || !site.key) return undefined;
  const { token, form, name } = origin;
  const holder = site.key.token;
  const isInside =
    token.file === holder.file &&
    holder.span.start <= token.span.start &&
    token.span.end <= holder.span.end &&
    (form === 'member' || form === 'string');
  if (!isInside && !(site.key.isOwn && form !== 'import' && !isKept(token, target))) return undefined;
  return renameEdit(token, form, targetVariable(name, target.keyVariable));
}

/** Organization, project and previews of OpenAI's: taken out of the literal that holds them, else named. */
function strayVerdicts(
  { options, dialect }: ClientSite,
  blanks: Blanks,
  texts: ReadonlyMap<string, string>,
): Verdict[] {
  if (options.form !== 'address') return [];
  return options.stray.map((header) => {
    const base = { token: header.at, kind: 'credential', dialect } as const;
    const edits = strayEdits(header, texts);
    if (!edits) return byHand({ ...base, message: header.name }, 'stray-header', blanks);
    return rewritten({ ...base, message: `without ${header.name}` }, edits);
  });
}

function strayEdits({ name, object }: StrayHeader, texts: ReadonlyMap<string, string>): Edit[] | undefined {
  if (!object) return undefined;
  return editObject(texts.get(object.file) ?? '', object, { set: new Map(), remove: new Set([name]) });
}

/** Variables with another name that may hold the address: what the environment files say follows, the rest is named. */
export function variableVerdicts(
  plans: readonly ClientPlan[],
  renamings: readonly Renaming[],
  lines: readonly EnvLineSite[],
  blanks: Blanks,
): Verdict[] {
  const renamed = new Set(renamings.map(({ from }) => from));
  return plans.flatMap(({ site, move }) =>
    [...(move?.variables ?? [])]
      .filter(([name]) => !renamed.has(name))
      .flatMap(([name, value]) => oneVariable(site, name, value, lines, blanks)),
  );
}

function oneVariable(
  site: ClientSite,
  name: string,
  value: string,
  lines: readonly EnvLineSite[],
  blanks: Blanks,
): Verdict[] {
  const own = lines.filter((line) => line.editable && line.name === name && isOpenAIAddress(bare(line)));
  const edited = own.map((line) =>
    rewritten({ token: line.value, kind: 'endpoint', dialect: 'env-files', message: `${name} → ${value}` }, [
      { file: line.value.file, ...line.value.span, text: line.value.text.replace(bare(line), value) },
    ]),
  );
  const read = site.baseURL.find((origin) => origin.kind === 'env' && origin.name === name);
  if (read?.kind !== 'env' || isAddressOfOpenAI(name)) return edited;
  return [
    ...edited,
    byHand(
      {
        token: read.read,
        kind: 'endpoint',
        dialect: site.dialect,
        message: `${name} may hold OpenAI’s address`,
      },
      'address-variable',
      { ...blanks, value },
    ),
  ];
}

function isOpenAIAddress(value: string): boolean {
  return endpointOfUrl(/^[a-z]+:\/\//i.test(value) ? value : `https://${value}`).kind === 'openai';
}
