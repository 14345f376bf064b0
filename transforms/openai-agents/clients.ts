import { addImports } from '../../src/flow/add-import.js';
import type { Flow } from '../../src/flow/flow.js';
import type { CallLike } from '../../src/flow/index-nodes.js';
import { noteAt } from '../../src/flow/notes.js';
import { envReaderOf, OptionsReader } from '../../src/flow/options.js';
import { type SettingsForm, SettingsReader } from '../../src/flow/settings.js';
import type { Shapes } from '../../src/flow/shapes.js';
import type { Value } from '../../src/flow/value.js';
import type { SdkVersions } from '../../src/packages.js';
import { isTestFile } from '../../src/paths.js';
import type { ClientForm, ClientSite, FollowSite, NoteSite } from '../../src/sites.js';
import { ts } from '../../src/ts.js';
import { callsOf, isAgentsModule } from './modules.js';

/** Options of `OpenAIProvider`; without `useResponses: false` it speaks the Responses API, whatever the address. */
const PROVIDER: ClientForm = {
  url: ['baseURL'],
  key: 'apiKey',
  staleKeys: [],
  drop: ['organization', 'project'],
  fallsBack: true,
  also: { useResponses: 'false' },
};
const HOME = '@openai/agents';

/** Finds the clients that agents send their requests with, and what has to be switched along. */
export class AgentClients {
  readonly clients: ClientSite[] = [];
  readonly follows: FollowSite[] = [];
  readonly notes: NoteSite[] = [];
  /** Ids of the clients that an agent uses when its runner names none. */
  readonly defaults: string[] = [];
  /** The default may come from out of sight, or be another vendor's. */
  openEnded = false;
  private readonly flow: Flow;
  private readonly shapes: Shapes;
  private readonly versions: SdkVersions;
  private readonly options: OptionsReader;
  private readonly byNode = new Map<ts.Node, string>();

  /** `tracesOff`: a variable of the environment switches traces off. */
  constructor(flow: Flow, shapes: Shapes, versions: SdkVersions, tracesOff: boolean) {
    this.flow = flow;
    this.shapes = shapes;
    this.versions = versions;
    this.options = new OptionsReader(flow, shapes);
    for (const call of callsOf(flow, 'OpenAIProvider')) this.provider(call);
    for (const call of callsOf(flow, 'setDefaultOpenAIKey')) this.defaultKey(call);
    for (const call of callsOf(flow, 'setDefaultOpenAIClient')) this.defaultClient(call);
    for (const call of callsOf(flow, 'setDefaultModelProvider')) this.defaultProvider(call);
    const isSet = this.defaults.length > 0 || this.openEnded;
    if (!isSet) for (const literal of this.entries()) this.implicit(literal);
    if (isSet || this.clients.length > 0) this.apis();
    if (!tracesOff && this.tracesStill()) this.tracing(isSet);
  }

  /** The id of the client that an expression is, where it is one in sight. */
  idOf(node: ts.Expression): string | undefined {
    for (const value of this.flow.values(node)) {
      const made = clientNode(value);
      if (made) return this.byNode.get(made) ?? this.place(made);
    }
    return undefined;
  }

  private place(node: ts.Node): string {
    const { file, span } = this.shapes.token(node);
    return `${file}:${span.start}`;
  }

  private provider(call: CallLike): void {
    const [given] = call.arguments ?? [];
    const inner = given && this.options.node(given, ['openAIClient']);
    if (inner) {
      const id = this.idOf(inner);
      if (id !== undefined) this.byNode.set(call, id);
      return;
    }
    const { file } = this.flow.program.fileOf(call);
    const sdk = this.versions.of(file, null, false, HOME);
    const client = new SettingsReader(this.flow, this.shapes).client(call, { ...FORM, sdk });
    this.byNode.set(call, client.id);
    this.clients.push(client);
  }

  /** A key alone leaves the address at OpenAI. */
  private defaultKey(call: CallLike): void {
    this.openEnded = true;
    this.notes.push(
      noteAt(this.shapes, call, {
        dialect: 'openai-agents',
        kind: 'client',
        message: 'the default key of agents, for OpenAI’s address',
        reason: 'agents-default-key',
        readsKey: 'OPENAI_API_KEY',
      }),
    );
  }

  private defaultClient(call: CallLike): void {
    const [given] = call.arguments ?? [];
    this.default(given && this.idOf(given));
  }

  private defaultProvider(call: CallLike): void {
    const [given] = call.arguments ?? [];
    const values = given ? this.flow.values(given) : [];
    const isOther = values.length > 0 && values.every((value) => clientNode(value) === undefined);
    if (!isOther) this.default(given && this.idOf(given));
    else this.openEnded = true;
  }

  private default(id: string | undefined): void {
    if (id === undefined) this.openEnded = true;
    else if (!this.defaults.includes(id)) this.defaults.push(id);
  }

  /** Modules that run agents: the specifiers of their imports. */
  private entries(): ts.StringLiteralLike[] {
    const files = new Set(
      [
        ...callsOf(this.flow, 'run'),
        ...callsOf(this.flow, 'Runner').filter((call) => !this.hasProvider(call)),
      ].map((call) => this.flow.program.fileOf(call).file),
    );
    const found = new Map<string, ts.StringLiteralLike>();
    for (const { literal, typeOnly } of this.flow.index.specifiers) {
      const { file } = this.flow.program.fileOf(literal);
      if (!typeOnly && isAgentsModule(literal.text) && files.has(file) && !found.has(file))
        found.set(file, literal);
    }
    return [...found.values()];
  }

  private hasProvider(call: CallLike): boolean {
    return this.options.node(call.arguments?.[0], ['modelProvider']) !== undefined;
  }

  /** Nobody sets a client: the library makes one by itself, of OPENAI_API_KEY. A default of ours takes its place. */
  private implicit(literal: ts.StringLiteralLike): void {
    const parsed = this.flow.program.fileOf(literal);
    const token = this.shapes.token(literal);
    const id = `${parsed.file}:${token.span.start}`;
    const written = this.statement(literal, ['setDefaultModelProvider', 'OpenAIProvider']);
    this.defaults.push(id);
    this.clients.push({
      site: 'client',
      id,
      dialect: 'openai-agents',
      token,
      className: 'default',
      form: PROVIDER,
      sdk: this.versions.of(parsed.file, null, false, HOME),
      options: written
        ? {
            form: 'written',
            token,
            span: { start: written.at, end: written.at },
            before: `${written.eol}${written.eol}setDefaultModelProvider(new OpenAIProvider(`,
            after: `))${written.semicolon}`,
            edits: written.edits,
          }
        : { form: 'opaque', token },
      carrier: null,
      basePathArgument: null,
      baseURL: [],
      apiKey: [],
      key: null,
      quote: parsed.quote,
      envReader: envReaderOf(parsed.text),
      inTest: isTestFile(parsed.file),
      related: [],
    });
  }

  /** Where a statement goes that needs `names`: behind the last import. */
  private statement(literal: ts.Node, names: readonly string[]) {
    const parsed = this.flow.program.fileOf(literal);
    const imports = parsed.node.statements.filter(ts.isImportDeclaration);
    const last = imports.at(-1);
    const edits = addImports(this.flow, literal, HOME, names);
    if (!last || !edits) return undefined;
    const at = last.getEnd() + parsed.shift;
    const eol = parsed.text.includes('\r\n') ? '\r\n' : '\n';
    return { at, edits, eol, semicolon: parsed.text[at - 1] === ';' ? ';' : '' };
  }

  /** A client of one's own still speaks the Responses API unless told otherwise. */
  private apis(): void {
    const set = callsOf(this.flow, 'setOpenAIAPI');
    for (const call of set)
      for (const value of call.arguments?.[0] ? this.flow.values(call.arguments[0]) : [])
        if (value.kind === 'text' && value.value === 'responses' && ts.isStringLiteralLike(value.node))
          this.switched(value.node);
    if (set.length > 0) return;
    for (const call of callsOf(this.flow, 'setDefaultOpenAIClient')) this.added(call, CHAT);
  }

  private switched(node: ts.StringLiteralLike): void {
    const token = this.shapes.token(node);
    const text = `${token.text[0]}chat_completions${token.text.at(-1)}`;
    this.follow(token, CHAT, [{ file: token.file, ...token.span, text }]);
  }

  /** One more statement behind the one that a call is. */
  private added(call: ts.Node, what: Switch): void {
    const token = this.shapes.token(call);
    const { file, text } = this.flow.program.fileOf(call);
    const statement = call.parent;
    const edits = ts.isExpressionStatement(statement)
      ? addImports(this.flow, call, HOME, [what.name])
      : undefined;
    if (!edits) {
      this.follow(token, what, []);
      return;
    }
    const { end } = this.shapes.token(statement).span;
    const lineStart = text.lastIndexOf('\n', this.shapes.token(statement).span.start - 1) + 1;
    const indent = /^[ \t]*/.exec(text.slice(lineStart))?.[0] ?? '';
    const eol = text.includes('\r\n') ? '\r\n' : '\n';
    const semicolon = text[end - 1] === ';' ? ';' : '';
    this.follow(token, what, [
      ...edits,
      {
        file,
        start: end,
        end,
        text: `${eol}${indent}${what.code(this.flow.program.fileOf(call).quote)}${semicolon}`,
      },
    ]);
  }

  private follow(token: FollowSite['token'], what: Switch, edits: FollowSite['edits']): void {
    this.follows.push({
      site: 'follow',
      dialect: 'openai-agents',
      kind: 'endpoint',
      token,
      message: what.message,
      edits,
      clients: what === CHAT ? this.defaults : [],
      reason: what.reason,
    });
  }

  /** Whether traces are sent: nobody switches them off. */
  private tracesStill(): boolean {
    const off = callsOf(this.flow, 'setTracingDisabled').some(
      (call) => call.arguments?.[0]?.getText() !== 'false',
    );
    const perRun = (this.flow.index.properties.get('tracingDisabled') ?? []).some(
      ({ initializer }) => initializer.kind === ts.SyntaxKind.TrueKeyword,
    );
    return !off && !perRun;
  }

  private tracing(isSet: boolean): void {
    const set = ['setDefaultOpenAIClient', 'setDefaultModelProvider'].flatMap((name) =>
      callsOf(this.flow, name),
    );
    if (isSet && set.length > 0) {
      for (const call of set) this.added(call, TRACING);
      return;
    }
    for (const literal of this.entries()) {
      const written = this.statement(literal, [TRACING.name]);
      const { file, quote } = this.flow.program.fileOf(literal);
      const token = this.shapes.token(literal);
      if (!written) this.follow(token, TRACING, []);
      else {
        const { at, eol, semicolon, edits } = written;
        const text = `${eol}${TRACING.code(quote)}${semicolon}`;
        this.follow(token, TRACING, [...edits, { file, start: at, end: at, text }]);
      }
    }
  }
}

interface Switch {
  readonly name: string;
  readonly message: string;
  readonly reason: FollowSite['reason'];
  code(quote: string): string;
}

const CHAT: Switch = {
  name: 'setOpenAIAPI',
  message: 'agents speak the Responses API by default → chat completions',
  reason: 'agents-api',
  code: (quote) => `setOpenAIAPI(${quote}chat_completions${quote})`,
};

/** The exporter posts to https://api.openai.com/v1/traces/ingest, whatever the client (npm:@openai/agents-openai@0.20.0). */
const TRACING: Switch = {
  name: 'setTracingDisabled',
  message: 'traces go to api.openai.com with OPENAI_API_KEY, whatever the client → off',
  reason: 'agents-tracing',
  code: () => 'setTracingDisabled(true)',
};

const FORM: Omit<SettingsForm, 'sdk'> = {
  dialect: 'openai-agents',
  className: 'OpenAIProvider',
  client: PROVIDER,
  optionsAt: 0,
  models: ['model'],
  operation: 'chat.completions',
  spelling: {},
  implicit: {},
};

/** `new OpenAI()` of the SDK, `new OpenAIProvider()`. */
function clientNode(value: Value): ts.Node | undefined {
  if (value.kind !== 'instance' || value.of.kind !== 'external') return undefined;
  const name = value.of.path.at(-1) ?? 'default';
  const isSdk =
    /^(?:npm:)?openai(?:@|$)/.test(value.of.module) && /^(?:default|OpenAI|AzureOpenAI)$/.test(name);
  const isProvider = isAgentsModule(value.of.module) && name === 'OpenAIProvider';
  return isSdk || isProvider ? value.node : undefined;
}
