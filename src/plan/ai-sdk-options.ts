import type { Edit } from '../finding.js';
import type { Blanks, ReasonId } from '../reasons.js';
import type { OptionUse, ProviderOptionsSite, RequestSite } from '../sites.js';
import { wantedDimensions } from './additions.js';
import { type ProviderPackage, packageFor, providerName } from './ai-sdk-packages.js';
import { editObject } from './object-edit.js';
import { targetModel } from './situations.js';
import { type ResolvedTarget, ruleFor } from './target.js';
import { byHand, rewritten, stays, type Verdict } from './verdict.js';

/** Why a request may not be edited; null when it moves. */
export type Obstacle = (request: RequestSite) => ReasonId | 'elsewhere' | null;

/**
 * Options that concern OpenAI's own service and nothing that another one gives: what is stored there, how it is billed
 * and cached, what its Responses API adds to an answer. Without it they say nothing.
 */
const OF_OPENAI = new Set([
  'store',
  'metadata',
  'serviceTier',
  'promptCacheKey',
  'promptCacheRetention',
  'safetyIdentifier',
  'truncation',
  'include',
  'reasoningSummary',
  'structuredOutputs',
  'strictSchemas',
]);

/**
 * Options that `@ai-sdk/openai-compatible` reads under the name of the provider, with OpenAI's parameter and the first
 * major of the AI SDK that has them; npm:@ai-sdk/openai-compatible@0.2.16, @1.0.61, @2.0.92, @3.0.92. Every other one
 * it would send as it stands.
 */
const COMPATIBLE: ReadonlyMap<string, { readonly parameter: string; readonly since: number }> = new Map([
  ['reasoningEffort', { parameter: 'reasoning_effort', since: 4 }],
  ['user', { parameter: 'user', since: 5 }],
  ['textVerbosity', { parameter: 'verbosity', since: 5 }],
  ['dimensions', { parameter: 'dimensions', since: 5 }],
  ['strictJsonSchema', { parameter: 'response_format.json_schema.strict', since: 6 }],
]);

/** Decides about `providerOptions: { openai: … }`. */
export function optionVerdicts(
  site: ProviderOptionsSite,
  requests: ReadonlyMap<string, RequestSite>,
  obstacle: Obstacle,
  target: ResolvedTarget,
  texts: ReadonlyMap<string, string>,
  blanks: Blanks,
): Verdict[] {
  const base = { token: site.key, kind: 'parameter', dialect: site.dialect } as const;
  const own = site.requests.flatMap((id) => requests.get(id) ?? []);
  const states = new Set(own.map(obstacle));
  const isMoved = states.has(null);
  const key = providerName(target);
  if (own.length > 0 && !isMoved) return [stays({ ...base, message: 'options of a call that stays' })];
  if (!isMoved || site.open || states.size > 1)
    return [
      byHand(
        {
          ...base,
          confidence: own.length > 0 ? 'certain' : 'probable',
          message: `other models may be sent these as well: what ${target.provider.name.en} is to get belongs under \`${key}\``,
        },
        'provider-options',
        blanks,
      ),
    ];
  const given = packageFor(target, site.major);
  if (typeof given === 'string' || given.fallsBack) return [stays({ ...base, message: 'read as before' })];
  if (!given.named || !site.options || !site.inner)
    return [
      byHand(
        { ...base, message: `\`${given.name}\` reads other options, under its own name` },
        'provider-options',
        blanks,
      ),
    ];
  return new Options(site, site.options, own, given, target, texts, blanks).verdicts();
}

type Fate = { readonly use: OptionUse } & (
  | { readonly kind: 'kept' | 'dropped' }
  | { readonly kind: 'by-hand'; readonly why: string }
);

class Options {
  private readonly site: ProviderOptionsSite;
  private readonly fates: readonly Fate[];
  private readonly target: ResolvedTarget;
  private readonly texts: ReadonlyMap<string, string>;
  private readonly blanks: Blanks;

  constructor(
    site: ProviderOptionsSite,
    options: readonly OptionUse[],
    requests: readonly RequestSite[],
    given: ProviderPackage,
    target: ResolvedTarget,
    texts: ReadonlyMap<string, string>,
    blanks: Blanks,
  ) {
    this.site = site;
    this.target = target;
    this.texts = texts;
    this.blanks = blanks;
    this.fates = options.map((use) => fateOf(use, requests, site, given, target));
  }

  verdicts(): Verdict[] {
    const { site } = this;
    const base = { token: site.key, kind: 'parameter', dialect: site.dialect } as const;
    const name = providerName(this.target);
    const kept = this.names('kept');
    const dropped = this.names('dropped');
    const without = dropped.length > 0 ? `, without ${dropped.join(', ')}` : '';
    const verdicts = this.fates.flatMap((fate): Verdict[] =>
      fate.kind === 'by-hand'
        ? [byHand({ ...base, token: fate.use.token, message: fate.why }, 'provider-options', this.blanks)]
        : [],
    );
    if (kept.length > 0)
      return [
        rewritten({ ...base, message: `options under openai → ${name}${without}` }, this.renamed(name)),
        ...verdicts,
      ];
    if (dropped.length > 0 && verdicts.length === 0)
      return [rewritten({ ...base, message: `options of OpenAI’s own: ${dropped.join(', ')}` }, this.gone())];
    return verdicts.length > 0 ? verdicts : [stays({ ...base, message: 'no options' })];
  }

  private names(kind: Fate['kind']): string[] {
    return this.fates.filter((fate) => fate.kind === kind).map(({ use }) => use.name);
  }

  /** The key takes the provider's name; what it would not understand stays behind under the old one. */
  private renamed(name: string): Edit[] {
    const { site, texts } = this;
    const { inner, object, property } = site;
    if (!inner) return [];
    const { file } = object;
    const text = texts.get(file) ?? '';
    const key = /^[A-Za-z_$]/.test(name) ? name : `'${name}'`;
    const remove = new Set([...this.names('dropped'), ...this.names('by-hand')]);
    const edits: Edit[] = [
      { file, ...property.nameSpan, text: key },
      ...editObject(text, inner, { set: new Map(), remove }),
    ];
    const behind = this.fates
      .filter((fate) => fate.kind === 'by-hand')
      .flatMap(({ use }) => inner.properties.find((one) => one.name === use.name) ?? [])
      .map(({ span }) => text.slice(span.start, span.end));
    if (behind.length > 0)
      edits.push({
        file,
        start: property.span.end,
        end: property.span.end,
        text: `, openai: { ${behind.join(', ')} }`,
      });
    return edits;
  }

  /** Nothing of it means anything there: the whole entry goes, and the object around it where that would be empty. */
  private gone(): Edit[] {
    const { object, owner } = this.site;
    const text = this.texts.get(object.file) ?? '';
    if (owner && object.properties.length === 1)
      return editObject(text, owner.object, { set: new Map(), remove: new Set([owner.name]) });
    return editObject(text, object, { set: new Map(), remove: new Set(['openai']) });
  }
}

function fateOf(
  use: OptionUse,
  requests: readonly RequestSite[],
  site: ProviderOptionsSite,
  given: ProviderPackage,
  target: ResolvedTarget,
): Fate {
  if (OF_OPENAI.has(use.name)) return { use, kind: 'dropped' };
  const known = COMPATIBLE.get(use.name);
  if (!known || site.major === null || site.major < known.since)
    return { use, kind: 'by-hand', why: `${given.name} has no option ${use.name}` };
  const [request] = requests;
  if (use.name === 'dimensions') return dimensionFate(use, request, target);
  const rule = request && ruleFor(target, request.operation, known.parameter, targetModel(request, target));
  const name = target.provider.name.en;
  switch (rule?.status) {
    case 'supported':
    case 'ignored':
      return { use, kind: 'kept' };
    case 'values': {
      const wrong = use.values.find((one) => one.kind === 'text' && !rule.values.includes(one.value));
      if (wrong?.kind !== 'text') return { use, kind: 'kept' };
      return {
        use,
        kind: 'by-hand',
        why: `${use.name} ${wrong.value}: ${name} takes ${rule.values.join(', ')}`,
      };
    }
    default:
      // What OpenAI's models know and the target's do not.
      if (use.name === 'textVerbosity' || use.name === 'strictJsonSchema') return { use, kind: 'dropped' };
      return { use, kind: 'by-hand', why: `nobody could confirm that ${name} takes ${known.parameter}` };
  }
}

/** A width that cannot be chosen would be refused, or vectors of another one come back. */
function dimensionFate(use: OptionUse, request: RequestSite | undefined, target: ResolvedTarget): Fate {
  const why = request && widthRefusal(request, target);
  return why ? { use, kind: 'by-hand', why } : { use, kind: 'kept' };
}

/** Why a request may not say how wide vectors shall be; null where it may. */
export function widthRefusal(request: RequestSite, target: ResolvedTarget): string | null {
  const rule = ruleFor(target, 'embeddings', 'dimensions', targetModel(request, target));
  if (rule?.status !== 'rejected' && rule?.status !== 'ignored' && rule?.status !== 'undocumented')
    return null;
  const fate = rule.status === 'undocumented' ? 'not documented' : rule.status;
  const note = rule.note ? ` (${rule.note})` : '';
  return `dimensions is ${fate} by ${target.provider.name.en}${note}`;
}

/** Embeddings: the width to ask for, where the new model's default is not the old one. */
export function dimensionVerdicts(
  request: RequestSite,
  options: readonly ProviderOptionsSite[],
  target: ResolvedTarget,
  texts: ReadonlyMap<string, string>,
  blanks: Blanks,
): Verdict[] {
  const { provider } = request;
  const wanted = wantedDimensions(request, target);
  const given = provider && packageFor(target, provider.major);
  if (!provider || wanted === null || !given || typeof given === 'string') return [];
  const base = { token: request.token, kind: 'parameter', dialect: request.dialect } as const;
  const message = `asks for ${wanted} dimensions`;
  if (provider.major !== null && provider.major < 5) return inSettings(request, wanted, texts, base, message);
  const isGiven = options.some(
    (site) => site.requests.includes(provider.id) && site.options?.some(({ name }) => name === 'dimensions'),
  );
  if (isGiven || !given.named) return [];
  const bodies = provider.consumers.map(({ body }) => body);
  const taken = bodies.some((body) =>
    body.properties.some(({ name }) => name === 'providerOptions' || name === null),
  );
  const value = `{ ${providerName(target)}: { dimensions: ${wanted} } }`;
  if (bodies.length === 0 || taken || provider.open)
    return [byHand({ ...base, message: `add providerOptions: ${value}` }, 'body-unknown', blanks)];
  const edits = bodies.flatMap((body) =>
    editObject(texts.get(body.file) ?? '', body, {
      set: new Map([['providerOptions', value]]),
      remove: new Set(),
      after: 'model',
    }),
  );
  return [rewritten({ ...base, message }, edits)];
}

/** AI SDK 3 and 4 take it with the model: `embedding('…', { dimensions: 1536 })`. */
function inSettings(
  request: RequestSite,
  wanted: number,
  texts: ReadonlyMap<string, string>,
  base: Pick<Verdict, 'token' | 'kind' | 'dialect'>,
  message: string,
): Verdict[] {
  const { provider, token } = request;
  if (!provider || provider.settings?.properties.some(({ name }) => name === 'dimensions')) return [];
  const { file } = token;
  const edits = provider.settings
    ? editObject(texts.get(file) ?? '', provider.settings, {
        set: new Map([['dimensions', String(wanted)]]),
        remove: new Set(),
      })
    : [{ file, start: provider.settingsAt, end: provider.settingsAt, text: `, { dimensions: ${wanted} }` }];
  return [rewritten({ ...base, message }, edits)];
}
