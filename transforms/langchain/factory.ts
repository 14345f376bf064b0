import type { Flow } from '../../src/flow/flow.js';
import { noteAt, packageOf } from '../../src/flow/notes.js';
import { OptionsReader } from '../../src/flow/options.js';
import type { Made } from '../../src/flow/sendings.js';
import { type SettingsForm, SettingsReader } from '../../src/flow/settings.js';
import type { Shapes } from '../../src/flow/shapes.js';
import { parseModelId } from '../../src/openai/models.js';
import type { SdkVersions } from '../../src/packages.js';
import type { NoteSite, Origin } from '../../src/sites.js';
import { ts } from '../../src/ts.js';

/** What `initChatModel` hands to the ChatOpenAI that it makes (npm:langchain@1.5.14, dist/chat_models/universal.js). */
const FORM = {
  dialect: 'langchain',
  className: 'initChatModel',
  client: {
    url: ['configuration', 'baseURL'],
    key: 'apiKey',
    staleKeys: [],
    drop: [],
    fallsBack: true,
    headers: ['OPENAI_ORGANIZATION'],
  },
  optionsAt: 1,
  modelAt: 0,
  models: ['model'],
  operation: 'chat.completions',
  spelling: {
    max_tokens: 'maxTokens',
    top_p: 'topP',
    frequency_penalty: 'frequencyPenalty',
    presence_penalty: 'presencePenalty',
  },
  passedOn: 'modelKwargs',
  passesAnything: true,
  implicit: {},
} as const satisfies Omit<SettingsForm, 'sdk'>;

/** `initChatModel('gpt-4o')`, `initChatModel('openai:gpt-4o', { … })`. */
export class Factories {
  readonly made = new Map<ts.Node, Made>();
  readonly notes: NoteSite[] = [];
  private readonly flow: Flow;
  private readonly shapes: Shapes;
  private readonly versions: SdkVersions;
  private readonly options: OptionsReader;
  private readonly settings: SettingsReader;

  constructor(flow: Flow, shapes: Shapes, versions: SdkVersions) {
    this.flow = flow;
    this.shapes = shapes;
    this.versions = versions;
    this.options = new OptionsReader(flow, shapes);
    this.settings = new SettingsReader(flow, shapes);
    for (const call of flow.index.calls.get('initChatModel') ?? [])
      if (ts.isCallExpression(call) && this.isFactory(call)) this.make(call);
  }

  private isFactory(call: ts.CallExpression): boolean {
    return this.flow.values(call.expression).some((value) => {
      if (value.kind !== 'external' || value.path.join('.') !== 'initChatModel') return false;
      const found = packageOf(value.module);
      if (found?.name === 'langchain') return /^(?:chat_models\/universal)?$/.test(found.subpath);
      return found?.name === '@langchain/classic' && found.subpath === 'chat_models/universal';
    });
  }

  private make(call: ts.CallExpression): void {
    const { file } = this.flow.program.fileOf(call);
    const sdk = this.versions.of(file, null, false, '@langchain/openai');
    const form: SettingsForm = { ...FORM, sdk };
    const client = this.settings.client(call, form);
    const settings = this.settings.settings(call, form, client);
    const vendors = this.options.origins(call.arguments[1], ['modelProvider']);
    const model = settings.model.map((origin) => routed(origin, vendors));
    const ours = model.filter((one) => one !== undefined);
    if (ours.length === 0 || !ours.some((one) => one.kind === 'text')) {
      if (model.some((one) => one !== undefined)) this.open(call);
      return;
    }
    const open = ours.length < model.length || this.isConfigurable(call);
    if (open) this.open(call);
    else this.made.set(call, { client, settings: { ...settings, model: ours, implicit: {} } });
  }

  /** Users may choose another vendor's model at run time: it would be given this address and key as well. */
  private isConfigurable(call: ts.CallExpression): boolean {
    return this.options
      .origins(call.arguments[1], ['configurableFields'])
      .some((origin) => origin.kind !== 'nothing');
  }

  private open(call: ts.CallExpression): void {
    this.notes.push(
      noteAt(this.shapes, call, {
        dialect: 'langchain',
        kind: 'client',
        confidence: 'probable',
        message: 'initChatModel for whichever vendor the model id names',
        reason: 'model-string',
        readsKey: 'OPENAI_API_KEY',
      }),
    );
  }
}

/** An origin as an id of OpenAI's; undefined for a model of another vendor. */
function routed(origin: Origin, vendors: readonly Origin[]): Origin | undefined {
  if (origin.kind !== 'text') return origin.kind === 'nothing' ? undefined : origin;
  const named = vendors.filter((one) => one.kind !== 'nothing');
  if (named.length > 0)
    return named.every((one) => one.kind === 'text' && one.value === 'openai') ? origin : undefined;
  const [, vendor, id = ''] = /^([a-z][\w-]*):(.+)$/.exec(origin.value) ?? [];
  if (vendor !== undefined)
    return vendor === 'openai' ? { ...origin, value: id, prefix: 'openai:' } : undefined;
  // Only ids that look like OpenAI's are taken for them, and the new one will not.
  return parseModelId(origin.value) ? { ...origin, prefix: 'openai:' } : undefined;
}
