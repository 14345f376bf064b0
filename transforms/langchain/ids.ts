import { addImports } from '../../src/flow/add-import.js';
import type { Flow } from '../../src/flow/flow.js';
import type { CallLike } from '../../src/flow/index-nodes.js';
import { noteAt, packageOf } from '../../src/flow/notes.js';
import type { Made } from '../../src/flow/sendings.js';
import { SettingsReader } from '../../src/flow/settings.js';
import type { Shapes } from '../../src/flow/shapes.js';
import type { Value } from '../../src/flow/value.js';
import type { SdkVersions } from '../../src/packages.js';
import type { NoteSite } from '../../src/sites.js';
import { ts } from '../../src/ts.js';
import { settingsForm } from './classes.js';

/** Agents and their middleware take an id with the vendor in front where they take a model, too. */
const TAKERS = /^(?:create\w*(?:Agent|Supervisor|Swarm)|(?!openAI)\w+Middleware)$/;
const PACKAGES = /^(?:langchain|@langchain\/[\w-]+|deepagents)$/;
const HOME = '@langchain/openai';

/**
 * `createAgent({ model: 'openai:gpt-5' })`: the id leaves nowhere to put an address, an instance of `ChatOpenAI` in its
 * place does. The package is there, since the id makes LangChain load it.
 */
export class Ids {
  readonly made = new Map<ts.Node, Made>();
  readonly notes: NoteSite[] = [];
  private readonly flow: Flow;
  private readonly shapes: Shapes;
  private readonly versions: SdkVersions;
  private readonly settings: SettingsReader;

  constructor(flow: Flow, shapes: Shapes, versions: SdkVersions) {
    this.flow = flow;
    this.shapes = shapes;
    this.versions = versions;
    this.settings = new SettingsReader(flow, shapes);
    for (const [name, calls] of flow.index.calls)
      if (TAKERS.test(name))
        for (const call of calls)
          if (this.isTaker(call)) for (const id of this.idsOf(call)) this.id(call, id);
  }

  private isTaker(call: CallLike): boolean {
    return this.flow
      .values(call.expression)
      .some((value) => value.kind === 'external' && PACKAGES.test(packageOf(value.module)?.name ?? ''));
  }

  private idsOf(call: CallLike): (Value & { kind: 'text' })[] {
    const given = (call.arguments ?? []).flatMap((argument) => this.flow.values(argument));
    const named = given.flatMap((value) =>
      value.kind === 'object'
        ? ['model', 'llm'].flatMap((name) => this.flow.member([value], name, value.node))
        : [value],
    );
    return named.flatMap((value) => (value.kind === 'text' && /^openai:./.test(value.value) ? [value] : []));
  }

  private id(call: CallLike, { node, value }: Value & { kind: 'text' }): void {
    const { file } = this.flow.program.fileOf(node);
    const edits =
      isInside(node, call) && this.versions.declares(file, HOME)
        ? addImports(this.flow, node, HOME, ['ChatOpenAI'])
        : undefined;
    if (!edits) {
      this.notes.push(
        noteAt(this.shapes, node, {
          dialect: 'langchain',
          kind: 'client',
          message: `${value}, an id with the vendor in front`,
          reason: 'model-string',
          readsKey: 'OPENAI_API_KEY',
        }),
      );
      return;
    }
    const module = { home: 'openai', version: null } as const;
    const form = settingsForm('ChatOpenAI', module, file, this.versions);
    const token = this.shapes.token(node);
    const client = {
      ...this.settings.client(call, { ...form, optionsAt: call.arguments?.length ?? 0 }),
      id: `${file}:${token.span.start}`,
      token,
      options: {
        form: 'written',
        token,
        span: token.span,
        before: 'new ChatOpenAI(',
        after: ')',
        edits,
      } as const,
    };
    const settings = {
      ...this.settings.settings(call, { ...form, optionsAt: call.arguments?.length ?? 0 }, client),
      token,
      implicit: { model: value.replace(/^openai:/, '') },
    };
    this.made.set(node, { client, settings });
  }
}

/** Written in the call itself: a constant may be read by others, too. */
function isInside(node: ts.Node, call: CallLike): boolean {
  return ts.findAncestor(node, (one) => one === call) !== undefined;
}
