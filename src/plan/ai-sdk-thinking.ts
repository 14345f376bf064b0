import type { Blanks } from '../reasons.js';
import type { ObjectShape, RequestSite } from '../sites.js';
import { packageFor, providerName } from './ai-sdk-packages.js';
import { editObject } from './object-edit.js';
import type { ResolvedTarget } from './target.js';
import { agreedField } from './thinking.js';
import { byHand, rewritten, type Verdict } from './verdict.js';

/** The first major of the AI SDK whose calls hand unknown options on to the provider (npm:@ai-sdk/openai-compatible@1.0.61). */
const SINCE = 5;

/** Calls that take options for the provider; others (`wrapLanguageModel`) do not. */
const ASKING = /^(?:(?:generate|stream)(?:Text|Object)|(?:Experimental_)?(?:ToolLoop)?Agent)$/;

/**
 * The switch that keeps the target's model from thinking where the old one did not, in the `providerOptions` of the calls
 * that are given the model. The package hands on what it does not know. One object serves all models that its call may
 * get: where they want different things, or options are there already, it is left to a person.
 */
export function thinkingVerdicts(
  requests: readonly RequestSite[],
  target: ResolvedTarget,
  texts: ReadonlyMap<string, string>,
  blanks: Blanks,
): Verdict[] {
  const wishes = new Map<string, Set<string>>();
  const asked = requests.flatMap((request) => {
    const value = wanted(request, target);
    for (const body of bodiesOf(request)) {
      const known = wishes.get(keyOf(body)) ?? new Set();
      wishes.set(keyOf(body), known.add(value ?? ''));
    }
    return value === null ? [] : [{ request, value }];
  });
  const written = new Set<string>();
  return asked.map(({ request, value }) => {
    const base = { token: request.token, kind: 'parameter', dialect: request.dialect } as const;
    const bodies = bodiesOf(request);
    const isAsking = request.provider?.consumers.every(({ name }) => ASKING.test(name)) ?? false;
    const isShared = bodies.some((body) => (wishes.get(keyOf(body))?.size ?? 0) > 1);
    const isTaken = bodies.some((body) =>
      body.properties.some(({ name }) => name === 'providerOptions' || name === null),
    );
    if (bodies.length === 0 || !isAsking || isTaken || isShared || request.provider?.open)
      return byHand({ ...base, message: `add providerOptions: ${value}` }, 'thinking-on', blanks);
    const fresh = bodies.filter((body) => !written.has(keyOf(body)));
    for (const body of fresh) written.add(keyOf(body));
    const set = new Map([['providerOptions', value]]);
    const edits = fresh.flatMap((body) =>
      editObject(texts.get(body.file) ?? '', body, { set, remove: new Set(), after: 'model' }),
    );
    return rewritten({ ...base, message: `says providerOptions: ${value}` }, edits);
  });
}

/** The value of `providerOptions` that a model wants; null where it needs none, or where nobody would read it. */
function wanted(request: RequestSite, target: ResolvedTarget): string | null {
  const { provider } = request;
  if (!provider || request.part === 'settings' || (provider.major ?? 0) < SINCE) return null;
  const given = packageFor(target, provider.major);
  if (typeof given === 'string' || !given.named) return null;
  const field = agreedField({ ...request, passesOn: 'providerOptions' }, target, quoteOf(request));
  return field === null ? null : `{ ${providerName(target)}: { ${field} } }`;
}

function quoteOf({ provider, token }: RequestSite): string {
  return provider?.consumers[0]?.quote ?? (token.text.includes('"') ? '"' : "'");
}

function bodiesOf({ provider }: RequestSite): ObjectShape[] {
  return (provider?.consumers ?? []).map(({ body }) => body);
}

function keyOf({ file, span }: ObjectShape): string {
  return `${file}:${span.start}`;
}
