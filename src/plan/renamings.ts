import type { EnvSite, NoteSite, Token } from '../sites.js';
import type { ClientPlan } from './clients.js';
import {
  isKeyName,
  isOpenAIName,
  keyNames,
  type Renaming,
  targetVariable,
  urlVariable,
} from './environment.js';
import type { ResolvedTarget } from './target.js';
import { addressVariables } from './together.js';

/** Variables that hold the keys of moved clients, and under which name they go on. */
export function planRenamings(
  plans: readonly ClientPlan[],
  notes: readonly NoteSite[],
  reads: readonly EnvSite[],
  target: ResolvedTarget,
): Renaming[] {
  const direct = plans.filter((plan) => plan.state === 'moved').flatMap((plan) => keyNames(plan.site));
  const names = new Set([...direct, ...fallbacksOf(direct, reads)]);
  const addresses = new Map(
    plans
      .filter((plan) => plan.state === 'moved')
      .flatMap((plan) =>
        addressVariables(plan).map((name) => [name, plan.move?.variables.get(name) ?? plan.baseURL] as const),
      ),
  );
  return [
    ...[...names].sort().map((from) => ({
      from,
      to: targetVariable(from, goalOf(plans, from, target).keyVariable),
      blockers: blockersOf(from, plans, notes, reads),
    })),
    ...[...addresses]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([from, value]) => ({ from, to: urlVariable(from, target.keyVariable), value, blockers: [] })),
  ];
}

/**
 * `OPENAI_KEY || OPENAI_API_KEY`, of which only one was seen to reach a client: the other would go to the new host, too,
 * wherever the first one is not set.
 */
function fallbacksOf(names: readonly string[], reads: readonly EnvSite[]): string[] {
  return reads
    .filter((read) => names.includes(read.name))
    .flatMap((read) => (read.besides ?? []).filter((name) => isKeyName(name) && isOpenAIName(name)));
}

/** Where the clients go that read a variable; `main` where they part, or where there are none. */
export function goalOf<T extends ResolvedTarget | null>(
  plans: readonly ClientPlan[],
  name: string,
  main: T,
): ResolvedTarget | T {
  const goals = new Set(
    plans.filter((plan) => plan.state === 'moved' && readsKey(plan, name)).map((plan) => plan.target),
  );
  const [only] = goals;
  return goals.size === 1 && only ? only : main;
}

/** What goes on reading a variable of that name, by clients that stay and by what was noted. */
export function blockersOf(
  name: string,
  plans: readonly ClientPlan[],
  notes: readonly NoteSite[],
  reads: readonly EnvSite[],
): string[] {
  const clients = plans
    .filter((plan) => (plan.state !== 'moved' || plan.split) && !plan.site.inTest && readsKey(plan, name))
    .map((plan) => `the client in ${plan.site.token.file}`);
  const addresses = plans.flatMap(({ site }) => site.azure?.addresses ?? []);
  const others = notes
    .filter((note) => isReader(note, name, reads) && !addresses.some((one) => isSame(one, note.token)))
    .map((note) => note.token.file);
  return [...new Set([...clients, ...others])].sort().slice(0, 5);
}

function isSame(a: Token, b: Token): boolean {
  return a.file === b.file && a.span.start <= b.span.start && b.span.end <= a.span.end;
}

function readsKey({ site, endpoint }: ClientPlan, name: string): boolean {
  if (keyNames(site).includes(name)) return true;
  // Without a key of its own a client of the SDK falls back to this very variable.
  const implicit = name === 'OPENAI_API_KEY' && site.form.fallsBack && endpoint.kind !== 'azure';
  return implicit && site.apiKey.every((origin) => origin.kind === 'nothing');
}

function isReader(note: NoteSite, name: string, reads: readonly EnvSite[]): boolean {
  if (note.readsKey !== undefined) return note.readsKey === name;
  // Azure's libraries read variables of their own.
  if (note.reason === 'dialect-not-covered')
    return name === 'OPENAI_API_KEY' && note.kind === 'import' && !/azure/i.test(note.token.text);
  return note.reason === 'raw-http' && sendsVariable(note, name, reads);
}

/** Plain HTTP code sends the key that its own file reads; where it reads none, the key may come from anywhere. */
function sendsVariable(note: NoteSite, name: string, reads: readonly EnvSite[]): boolean {
  if (note.confidence !== 'certain' || !note.sendsKey) return false;
  const own = reads.filter((read) => read.token.file === note.token.file && isKeyName(read.name));
  return own.length === 0 || own.some((read) => read.name === name);
}
