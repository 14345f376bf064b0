import type { Flow } from '../../src/flow/flow.js';
import type { CallLike } from '../../src/flow/index-nodes.js';
import { OptionsReader } from '../../src/flow/options.js';
import type { Made } from '../../src/flow/sendings.js';
import { type SettingsForm, SettingsReader } from '../../src/flow/settings.js';
import { objectsOf, type Shapes } from '../../src/flow/shapes.js';
import type { SdkVersions } from '../../src/packages.js';
import type { NoteSite, RequestSite } from '../../src/sites.js';
import { ts } from '../../src/ts.js';
import { type LangChainModule, langChainClass, langChainModule, settingsForm } from './classes.js';

/** Finds where LangChain's OpenAI classes are constructed. */
export class Clients {
  readonly made = new Map<ts.Node, Made>();
  readonly notes: NoteSite[] = [];
  private readonly flow: Flow;
  private readonly versions: SdkVersions;
  private readonly settings: SettingsReader;
  private readonly options: OptionsReader;

  constructor(flow: Flow, shapes: Shapes, versions: SdkVersions) {
    this.flow = flow;
    this.versions = versions;
    this.settings = new SettingsReader(flow, shapes);
    this.options = new OptionsReader(flow, shapes);
    for (const call of constructions(flow)) this.construct(call);
  }

  private construct(call: CallLike): void {
    for (const value of this.flow.values(call.expression)) {
      if (value.kind !== 'external') continue;
      const module = langChainModule(value.module);
      const name = module && langChainClass(module, value.path);
      if (!module || !name) continue;
      this.made.set(call, this.site(call, name, module));
      return;
    }
  }

  private site(call: CallLike, name: string, module: LangChainModule): Made {
    const { file } = this.flow.program.fileOf(call);
    const form = this.adapted(call, settingsForm(name, module, file, this.versions));
    const client = this.settings.client(call, form);
    const settings = this.settings.settings(call, form, client);
    this.notes.push(...this.settings.passedOver(call, form));
    return { client, settings: this.operation(call, settings) };
  }

  /** The form, where the options at hand ask for another: a model in front of them, a key inside, Azure. */
  private adapted(call: CallLike, form: SettingsForm): SettingsForm {
    const [first] = call.arguments ?? [];
    const texts = first ? this.flow.values(first) : [];
    if (texts.length > 0 && texts.every((value) => value.kind === 'text') && form.optionsAt === 0)
      return { ...form, modelAt: 0, optionsAt: 1, addresses: [], ignored: [] };
    const given = call.arguments?.[form.optionsAt];
    const names = given ? objectsOf(this.flow, given).objects.flatMap(namesIn) : [];
    const isAzure = names.some((name) => /^azure/.test(name)) && !form.className.startsWith('Azure');
    const inside = form.client.url.length > 1 && this.options.node(given, [form.client.url[0], 'apiKey']);
    return {
      ...form,
      ...(isAzure ? { className: `Azure${form.className}`, implicit: {} } : {}),
      ...(inside ? { client: { ...form.client, key: 'apiKey', staleKeys: [], keyInside: true } } : {}),
    };
  }

  /** `useResponsesApi: true` sends everything to the Responses API. */
  private operation(call: CallLike, settings: RequestSite): RequestSite {
    const [first] = call.arguments ?? [];
    const asked = first
      ? this.flow.member(this.flow.values(first), 'useResponsesApi', first).map((value) => value.kind)
      : [];
    const isResponses = asked.includes('boolean') && this.isTrue(first);
    return isResponses ? { ...settings, operation: 'responses' } : settings;
  }

  private isTrue(given: ts.Expression | undefined): boolean {
    const node = this.options.node(given, ['useResponsesApi']);
    const values = node ? this.flow.values(node) : [];
    return values.some((value) => value.kind === 'boolean' && value.value);
  }
}

function constructions(flow: Flow): CallLike[] {
  const found: CallLike[] = [];
  for (const [name, calls] of flow.index.calls)
    for (const call of calls) if (name === 'super' || ts.isNewExpression(call)) found.push(call);
  return found;
}

function namesIn(object: ts.ObjectLiteralExpression): string[] {
  return object.properties.flatMap((property) => {
    const { name } = property;
    // An empty key keeps the class from speaking to Azure.
    const isEmpty =
      ts.isPropertyAssignment(property) &&
      ts.isStringLiteralLike(property.initializer) &&
      property.initializer.text === '';
    return name && ts.isIdentifier(name) && !isEmpty ? [name.text] : [];
  });
}
