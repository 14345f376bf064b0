import { BodyParts } from '../../src/flow/bodies.js';
import type { Flow } from '../../src/flow/flow.js';
import { type CallLike, skipOuter } from '../../src/flow/index-nodes.js';
import { OptionsReader } from '../../src/flow/options.js';
import { objectsOf, type Shapes } from '../../src/flow/shapes.js';
import type { SdkVersions } from '../../src/packages.js';
import type { NestedUse, Origin, RequestSite } from '../../src/sites.js';
import { ts } from '../../src/ts.js';
import type { AgentClients } from './clients.js';
import { callsOf, defaultModel, isAgentsModule } from './modules.js';

/** OpenAI's name → that of `ModelSettings` (npm:@openai/agents-core@0.20.0, dist/model.d.ts). */
const SPELLING = {
  max_tokens: 'maxTokens',
  top_p: 'topP',
  frequency_penalty: 'frequencyPenalty',
  presence_penalty: 'presencePenalty',
  tool_choice: 'toolChoice',
  parallel_tool_calls: 'parallelToolCalls',
} as const;

/** Agents, runners and models as the settings of requests, and the calls that send them. */
export class AgentRequests {
  private readonly flow: Flow;
  private readonly shapes: Shapes;
  private readonly versions: SdkVersions;
  private readonly clients: AgentClients;
  private readonly options: OptionsReader;

  constructor(flow: Flow, shapes: Shapes, versions: SdkVersions, clients: AgentClients) {
    this.flow = flow;
    this.shapes = shapes;
    this.versions = versions;
    this.clients = clients;
    this.options = new OptionsReader(flow, shapes);
  }

  find(): RequestSite[] {
    return [
      ...callsOf(this.flow, 'Agent').flatMap((call) => this.agent(call, true)),
      ...(this.flow.index.calls.get('create') ?? []).flatMap((call) =>
        this.isAgentCreate(call) ? this.agent(call, true) : [],
      ),
      ...callsOf(this.flow, 'Runner').flatMap((call) => this.agent(call, false)),
      ...callsOf(this.flow, 'OpenAIChatCompletionsModel').map((call) => this.model(call, 'chat.completions')),
      ...callsOf(this.flow, 'OpenAIResponsesModel').map((call) => this.model(call, 'responses')),
      ...callsOf(this.flow, 'run').map((call) => this.sent(call, [])),
      ...(this.flow.index.calls.get('run') ?? []).flatMap((call) => this.byRunner(call)),
    ];
  }

  /** `Agent.create({ … })`. */
  private isAgentCreate(call: CallLike): boolean {
    return this.flow
      .values(call.expression)
      .some(
        (value) =>
          value.kind === 'external' &&
          isAgentsModule(value.module) &&
          value.path.join('.') === 'Agent.create',
      );
  }

  /** An agent, or a runner with a model for all of its agents; one that is given an instance asks through that. */
  private agent(call: CallLike, hasDefault: boolean): RequestSite[] {
    const [given] = call.arguments ?? [];
    const model = this.options.origins(given, ['model']);
    const isNamed = model.some((origin) => origin.kind !== 'nothing');
    const isInstance = isNamed && model.every((origin) => origin.kind === 'unknown') && this.isMade(given);
    if (isInstance || (!isNamed && !hasDefault)) return [];
    const { objects, partial } = given ? objectsOf(this.flow, given) : { objects: [], partial: false };
    const settings = given && this.options.node(given, ['modelSettings']);
    const tuned = settings ? objectsOf(this.flow, settings).objects : [];
    const parts = new BodyParts(this.flow, this.shapes, tuned, SPELLING);
    const named = new BodyParts(this.flow, this.shapes, objects).parameters.filter(
      ({ name }) => name === 'model',
    );
    const { file } = this.flow.program.fileOf(call);
    const mayBeMissing = model.every((origin) => origin.kind === 'env' || origin.kind === 'nothing');
    return [
      {
        ...this.site(call, this.clients.defaults),
        method: hasDefault ? 'Agent' : 'Runner',
        bodies: objects.map((one) => this.shapes.object(one)),
        partial,
        model: isNamed ? model : [],
        parameters: [...named, ...parts.parameters],
        spelling: SPELLING,
        nested: [...parts.nested, ...this.output(given)],
        part: 'settings',
        ...(hasDefault && mayBeMissing ? { implicit: { model: defaultModel(file, this.versions) } } : {}),
      },
    ];
  }

  /** The model is an object that somebody made, not an id. */
  private isMade(given: ts.Expression | undefined): boolean {
    const node = given && this.options.node(given, ['model']);
    if (!node) return false;
    return this.flow
      .values(node)
      .every((value) => value.kind === 'instance' || value.kind === 'result' || value.kind === 'typed');
  }

  /** `outputType: schema` asks for an answer by schema. */
  private output(given: ts.Expression | undefined): NestedUse[] {
    const node = given && this.options.node(given, ['outputType']);
    if (!node || this.flow.values(node).some((value) => value.kind === 'text')) return [];
    const at = this.shapes.token(node);
    return [{ path: 'response_format.type', value: 'json_schema', at, direct: true }];
  }

  /** `new OpenAIChatCompletionsModel(client, 'gpt-4o')`. */
  private model(call: CallLike, operation: RequestSite['operation']): RequestSite {
    const [client, model] = call.arguments ?? [];
    const id = client && this.clients.idOf(client);
    const origins: Origin[] = model ? this.shapes.origins(this.flow.values(model)) : [];
    return { ...this.site(call, id === undefined ? [] : [id]), operation, model: origins, part: 'settings' };
  }

  private sent(call: CallLike, own: readonly string[]): RequestSite {
    return { ...this.site(call, own.length > 0 ? own : this.clients.defaults), method: 'run', part: 'call' };
  }

  /** `runner.run(agent, …)`. */
  private byRunner(call: CallLike): RequestSite[] {
    for (const value of this.flow.values(call.expression)) {
      if (value.kind !== 'member') continue;
      const { base } = value;
      if (base.kind === 'typed' && isAgentsModule(base.module) && base.path.join('.') === 'Runner')
        return [this.sent(call, [])];
      if (base.kind !== 'instance' || base.of.kind !== 'external') continue;
      if (!isAgentsModule(base.of.module) || base.of.path.join('.') !== 'Runner') continue;
      const provider = this.options.node(base.node.arguments?.[0], ['modelProvider']);
      const id = provider && this.clients.idOf(provider);
      // A runner with somebody else's provider is nobody's business here.
      if (provider && id === undefined) return [];
      return [this.sent(call, id === undefined ? [] : [id])];
    }
    return [];
  }

  private site(call: CallLike, clients: readonly string[]): RequestSite {
    const callee = skipOuter(call.expression);
    const { file } = this.flow.program.fileOf(call);
    return {
      site: 'request',
      dialect: 'openai-agents',
      token: this.shapes.token(ts.isPropertyAccessExpression(callee) ? callee.name : callee),
      call: this.shapes.token(call),
      method: callee.getText(),
      operation: 'chat.completions',
      clients,
      openEnded: clients.length === 0 || this.clients.openEnded,
      confidence: 'certain',
      legacy: false,
      sdk: this.versions.of(file, null, false, '@openai/agents'),
      bodies: [],
      partial: false,
      model: [],
      parameters: [],
      spelling: {},
      nested: [],
      hasImages: false,
      related: [],
    };
  }
}
