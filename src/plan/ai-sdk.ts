import type { Edit } from '../finding.js';
import type { Blanks } from '../reasons.js';
import type { ProviderClient, ProviderTypeSite, RequestSite } from '../sites.js';
import { heldBy, isSplit } from './ai-sdk-holds.js';
import { goneFunctions, goneInstances, goneNamespaces, goneTypes, type Move } from './ai-sdk-imports.js';
import { type ProviderPackage, packageFor, providerName } from './ai-sdk-packages.js';
import { schemaVerdicts, takesSchemas } from './ai-sdk-schemas.js';
import { clientEdits } from './client-edits.js';
import type { ClientPlan } from './clients.js';
import type { DependencyNeed } from './dependencies.js';
import { envRead } from './env-read.js';
import { type Renaming, targetVariable } from './environment.js';
import { importEdits, placeBehind, type WantedName } from './import-edit.js';
import { indentStep } from './indent.js';
import { targetModel } from './situations.js';
import { type ResolvedTarget, ruleFor } from './target.js';
import { byHand, rewritten, stays, type Verdict } from './verdict.js';

/*
 * Providers of the Vercel AI SDK. The exported instance `openai` has nowhere to put an address, and `openai(id)` speaks
 * the Responses API from 2.0 on: so each becomes an instance of a package that speaks Chat Completions, made in the file
 * that used it, under the name it had.
 */
/** Everything the verdicts on providers need to know. */
export interface ProviderContext {
  readonly plans: readonly ClientPlan[];
  readonly requests: readonly RequestSite[];
  readonly types: readonly ProviderTypeSite[];
  readonly renamings: readonly Renaming[];
  readonly target: ResolvedTarget;
  readonly texts: ReadonlyMap<string, string>;
  readonly blanks: Blanks;
}

/** The verdict on one provider that moves, with the edits of its instance and of its file's imports. */
export class ProviderMover {
  private readonly context: ProviderContext;

  constructor(context: ProviderContext) {
    this.context = context;
  }

  verdicts(plan: ClientPlan): Verdict[] {
    const { site } = plan;
    const move = this.moveOf(plan);
    if (!move) return [];
    const { target } = this.context;
    const base = { token: site.token, kind: 'client', dialect: site.dialect, related: site.related } as const;
    const what =
      site.provider?.made === 'default' ? 'openai' : `${move.provider.callee?.text ?? 'provider'}()`;
    const usage = this.silence(plan, move);
    const message = `${what} → ${move.given.create}() of ${move.given.name}, ${target.provider.name.en} (${target.baseURL})${usage}`;
    const edits = [...this.instance(move), ...this.imports(site.token.file)];
    const { blanks } = this.context;
    return [
      rewritten({ ...base, message }, edits),
      ...schemaVerdicts(this.ownRequests(plan), site.provider?.major ?? null, target, blanks),
    ];
  }

  /** That streams no longer tell what they used, where they did. */
  private silence(plan: ClientPlan, { provider, given }: Move): string {
    if (!provider.streams) return '';
    if (!given.usage && given.named) return '; streams of this major tell no usage of it';
    if (this.tellsUsage(plan)) return '';
    return `; streams tell no usage: nobody could confirm that ${this.context.target.provider.name.en} takes stream_options`;
  }

  /** What the moved code has to be able to import. */
  needs(): DependencyNeed[] {
    return this.context.plans.flatMap((plan) => this.need(plan) ?? []);
  }

  /** The type of an instance follows where every instance does. */
  typeVerdicts(): Verdict[] {
    const { types, blanks } = this.context;
    return types.map((site): Verdict => {
      const base = { token: site.token, kind: 'type', dialect: site.dialect, message: site.name } as const;
      const given = this.packageOf(site);
      if (given === null) return stays(base);
      if (given === undefined || !given.type || site.from.form !== 'import')
        return byHand(base, 'provider-type', blanks);
      const { file, span } = site.token;
      return rewritten({ ...base, message: `${site.name} → ${given.type}` }, [
        { file, ...span, text: given.type },
        ...this.imports(file),
      ]);
    });
  }

  /** Where the instance behind a type goes: the one that the variable holds, else all there are. */
  private packageOf({ instance }: ProviderTypeSite): ProviderPackage | null | undefined {
    const plan = this.context.plans.find(({ site }) => site.id === instance);
    if (!plan) return this.onlyPackage();
    const given = this.moveOf(plan)?.given;
    return given && !given.fallsBack ? given : null;
  }

  /** The package that every instance moves to; null where none moves, undefined where they part. */
  private onlyPackage(): ProviderPackage | null | undefined {
    const own = this.context.plans.filter(({ site }) => site.provider && !site.inTest);
    const moves = own.flatMap((plan) => this.moveOf(plan) ?? []);
    const [first] = moves;
    if (!first || first.given.fallsBack) return null;
    return moves.length === own.length &&
      moves.every(({ given }) => given.name === first.given.name && given.version === first.given.version)
      ? first.given
      : undefined;
  }

  private need(plan: ClientPlan): DependencyNeed | undefined {
    const move = this.moveOf(plan);
    if (!move) return undefined;
    const specifier = move.provider.from?.specifier.text.slice(1, -1) ?? '';
    // The version stands in the specifier itself.
    if (/^(?:npm:|https?:)/.test(specifier)) return undefined;
    const { name, version } = move.given;
    return { token: plan.site.token, dialect: plan.site.dialect, name, version, instead: '@ai-sdk/openai' };
  }

  private moveOf(plan: ClientPlan): Move | undefined {
    const { provider } = plan.site;
    if (!provider || plan.state !== 'moved') return undefined;
    const given = packageFor(this.context.target, provider.major);
    return typeof given === 'string'
      ? undefined
      : { plan, provider, given, name: this.nameOf(plan, provider) };
  }

  /** Its own name; another one where a part of it stays at OpenAI under that name. */
  private nameOf(plan: ClientPlan, provider: ProviderClient): string {
    const { target, requests, texts } = this.context;
    if (!isSplit(provider, this.ownRequests(plan), target)) return provider.local;
    const text = texts.get(plan.site.token.file) ?? '';
    const name = providerName(target).replace(/^(\d)/, 'provider$1');
    const free = [name, `${name}Provider`, `${name}AI`].find((one) => !new RegExp(`\\b${one}\\b`).test(text));
    return free ?? `${name}${requests.length}`;
  }

  private ownRequests(plan: ClientPlan): RequestSite[] {
    return this.context.requests.filter((request) => request.clients.includes(plan.site.id));
  }

  private instance(move: Move): Edit[] {
    return move.provider.made === 'default' ? this.fresh(move) : this.remade(move);
  }

  /** `createOpenAI({ … })` becomes a call of the new function, with what it was given. */
  private remade({ plan, provider, given }: Move): Edit[] {
    const { renamings, target, texts } = this.context;
    const { site } = plan;
    const form = { ...site.form, fallsBack: given.fallsBack };
    const drop = given.fallsBack
      ? form.drop.filter((one) => one !== 'compatibility')
      : [...form.drop, ...(given.named ? [] : ['name'])];
    const own = { ...plan, site: { ...site, form: { ...form, drop } } };
    const edits = clientEdits(own, renamings, target, texts, this.extras(plan, given));
    const { callee } = provider;
    if (provider.made === 'facade' || !callee || callee.text === given.create) return edits;
    return [{ file: callee.file, ...callee.span, text: given.create }, ...edits];
  }

  /** Options that the new package takes besides address and key. */
  private extras(plan: ClientPlan, given: ProviderPackage): Map<string, string> {
    const { target } = this.context;
    const extras = new Map<string, string>();
    if (given.named) extras.set('name', this.quoted(plan, providerName(target)));
    if (given.usage && plan.site.provider?.streams && this.tellsUsage(plan))
      extras.set('includeUsage', 'true');
    // The exported instance of AI SDK 3 asked for it by this.
    if (
      given.fallsBack &&
      plan.site.provider?.made === 'default' &&
      plan.site.provider.streams &&
      this.tellsUsage(plan)
    )
      extras.set('compatibility', this.quoted(plan, 'strict'));
    if (given.structured && this.takesSchemas(plan)) extras.set('supportsStructuredOutputs', 'true');
    return extras;
  }

  /** A constant under the old name, behind the imports: the default instance has nowhere to put an address. */
  private fresh(move: Move): Edit[] {
    const { provider, given, plan, name } = move;
    const shape = provider.from;
    if (!shape) return [];
    const { target, texts } = this.context;
    const text = texts.get(shape.file) ?? '';
    const { at, eol, indent } = placeBehind(text, shape);
    const unit = indentStep(text);
    const options = new Map([
      ...this.extras(plan, given),
      ['baseURL', this.quoted(plan, target.baseURL)],
      ['apiKey', this.key(plan, given)],
    ]);
    const lines = [...ordered(options)].map(([key, value]) => `${indent}${unit}${key}: ${value},`);
    const semicolon = text[shape.span.end - 1] === ';' ? ';' : '';
    const word = shape.form === 'export' ? 'export const' : 'const';
    const gap = shape.form === 'require' || shape.form === 'dynamic' ? eol : eol + eol;
    const source = [
      `${gap}${indent}${word} ${name} = ${given.create}({`,
      ...lines,
      `${indent}})${semicolon}`,
    ].join(eol);
    return [{ file: shape.file, start: at, end: at, text: source }, ...this.repointed(move)];
  }

  /** Uses that move take the new name, where the old one stays with OpenAI's provider. */
  private repointed({ plan, provider, name }: Move): Edit[] {
    const isNamespace = provider.from?.namespace !== null;
    if (name === provider.local && !isNamespace) return [];
    const own = this.ownRequests(plan);
    return provider.uses.flatMap((use): Edit[] => {
      if (heldBy(use, own, this.context.target) !== null) return [];
      const { file, span, text } = use.token;
      if (use.form === 'shorthand') return [{ file, start: span.end, end: span.end, text: `: ${name}` }];
      if (use.form === 'export') return [{ file, ...span, text: `${name} as ${text}` }];
      return [{ file, ...span, text: name }];
    });
  }

  private key(plan: ClientPlan, given: ProviderPackage): string {
    const { site } = plan;
    const read = envRead(site.envReader, targetVariable(null, this.context.target.keyVariable), site.quote);
    // Given nothing, OpenAI's own package would send OpenAI's key to the new host.
    return given.fallsBack ? `${read} ?? ${site.quote}${site.quote}` : read;
  }

  /** The imports of a file, for all the providers in it that move: once, whoever of them asks. */
  private imports(file: string): Edit[] {
    const moves = this.context.plans
      .filter(({ site }) => site.token.file === file && site.dialect === 'ai-sdk')
      .flatMap((plan) => this.moveOf(plan) ?? []);
    const types = this.typesIn(file);
    const [first] = moves;
    const given = first?.given ?? types.flatMap((site) => this.packageOf(site) ?? [])[0];
    const imports = first?.provider.imports ?? [...new Set(types.map(({ from }) => from))];
    if (!given || imports.length === 0) return [];
    const text = this.context.texts.get(file) ?? '';
    const names = new Map<string, WantedName>();
    for (const { given: own, provider } of moves)
      if (provider.made !== 'facade') names.set(own.create, { name: own.create, typeOnly: false });
    if (types.length > 0 && given.type) names.set(given.type, { name: given.type, typeOnly: true });
    const change = {
      imports,
      gone: new Set([
        ...goneInstances(moves, this.context.requests, this.context.target),
        ...goneFunctions(moves, imports, text),
        ...goneTypes(types, imports),
        ...goneNamespaces(moves, imports, text),
      ]),
      module: given.name,
      version: `^${given.version}`,
      names: [...names.values()],
    };
    return importEdits(text, change);
  }

  /** The types of a file that are replaced. */
  private typesIn(file: string): ProviderTypeSite[] {
    return this.context.types.filter(
      (site) => site.token.file === file && site.from.form === 'import' && this.packageOf(site)?.type,
    );
  }

  private tellsUsage(plan: ClientPlan): boolean {
    const { target } = this.context;
    return this.ownRequests(plan).some(
      (request) =>
        ruleFor(target, request.operation, 'stream_options.include_usage', targetModel(request, target))
          ?.status === 'supported',
    );
  }

  private takesSchemas(plan: ClientPlan): boolean {
    return takesSchemas(this.ownRequests(plan), this.context.target);
  }

  private quoted(plan: ClientPlan, text: string): string {
    return plan.site.quote + text + plan.site.quote;
  }
}

/** In the order of the package's own examples: name, address, key, then the rest. */
function ordered(options: ReadonlyMap<string, string>): [string, string][] {
  const rank = ['name', 'baseURL', 'apiKey'];
  const place = (key: string) => (rank.includes(key) ? rank.indexOf(key) : rank.length);
  return [...options].sort(([a], [b]) => place(a) - place(b));
}
