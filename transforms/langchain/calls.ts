import { BodyParts } from '../../src/flow/bodies.js';
import type { Flow } from '../../src/flow/flow.js';
import { noteAt } from '../../src/flow/notes.js';
import { type Made, Sendings } from '../../src/flow/sendings.js';
import { objectsOf, type Shapes } from '../../src/flow/shapes.js';
import type { NestedUse, NoteSite, Otherwise, RequestSite } from '../../src/sites.js';
import { ts } from '../../src/ts.js';
import { langChainClass, langChainModule, prefersJsonSchema } from './classes.js';

/** Methods by which models, chains, agents, retrievers, loaders and vector stores send something. */
const SENDING =
  /^(?:invoke|stream|batch|streamEvents|streamLog|transform|call|run|predict|predictMessages|generate|generatePrompt|apply|embedQuery|embedDocuments|getRelevantDocuments|similaritySearch\w*|maxMarginalRelevanceSearch|addDocuments|fromDocuments|fromTexts|load|loadAndSplit|transcribe)$/;
/** Methods that add to what is sent. */
const ADDING = /^(?:bind|withConfig|bindTools|withStructuredOutput)$/;
/** Types of tools that run at OpenAI, as they stand in a request. */
const HOSTED =
  /^(?:web_search|web_search_preview|file_search|code_interpreter|computer_use_preview|computer-preview|image_generation|mcp|local_shell|shell|apply_patch)/;

/** Finds the calls that send requests of LangChain's clients, and what they add to the settings. */
export class Calls {
  readonly requests: RequestSite[] = [];
  readonly notes: NoteSite[] = [];
  private readonly flow: Flow;
  private readonly shapes: Shapes;
  private readonly sendings: Sendings;

  constructor(flow: Flow, shapes: Shapes, made: ReadonlyMap<ts.Node, Made>) {
    this.flow = flow;
    this.shapes = shapes;
    this.sendings = new Sendings(flow, shapes, 'langchain', made, isClientType);
    for (const [name, calls] of flow.index.calls) {
      if (!SENDING.test(name) && !ADDING.test(name)) continue;
      for (const call of calls) if (ts.isCallExpression(call)) this.call(call, name);
    }
    this.requests.push(...this.sendings.requests);
  }

  completed(settings: RequestSite): RequestSite {
    return this.sendings.completed(settings);
  }

  private call(call: ts.CallExpression, name: string): void {
    if (SENDING.test(name)) {
      this.sendings.add(call);
      return;
    }
    const site = this.sendings.site(call);
    if (!site) return;
    if (name === 'bindTools') this.sendings.tools(site);
    if (name === 'withStructuredOutput') this.requests.push(this.structured(call, site));
    else this.adding(call, name, site);
  }

  /** `bind({ response_format })`, `withConfig({ … })`, `bindTools(tools, { … })`: in OpenAI's own words. */
  private adding(call: ts.CallExpression, name: string, site: RequestSite): void {
    const [first, second] = call.arguments;
    if (name === 'bindTools' && first) this.hosted(first);
    const given = name === 'bindTools' ? second : first;
    const { objects, partial } = given ? objectsOf(this.flow, given) : { objects: [], partial: false };
    const parts = new BodyParts(this.flow, this.shapes, objects);
    if (parts.parameters.length === 0) return;
    this.requests.push({
      ...site,
      bodies: objects.map((one) => this.shapes.object(one)),
      partial: partial || parts.partial,
      parameters: parts.parameters,
      nested: parts.nested,
      part: 'extra',
    });
  }

  /** Tools that OpenAI runs itself. */
  private hosted(tools: ts.Expression): void {
    for (const tool of this.flow.elements(this.flow.values(tools), tools)) {
      if (tool.kind !== 'object') continue;
      for (const type of this.flow.member([tool], 'type', tool.node))
        if (type.kind === 'text' && HOSTED.test(type.value))
          this.notes.push(
            noteAt(this.shapes, type.node, {
              dialect: 'langchain',
              kind: 'unsupported',
              message: `${type.value} runs at OpenAI, through its Responses API`,
              reason: 'no-operation',
            }),
          );
    }
  }

  /** Asks for an answer by schema; the method decides how. */
  private structured(call: ts.CallExpression, site: RequestSite): RequestSite {
    const [schema, config] = call.arguments;
    const method = config ? this.flow.member(this.flow.values(config), 'method', config) : [];
    const named = method.flatMap((value) => (value.kind === 'text' ? [value] : []));
    const nested: NestedUse[] = named.flatMap(({ value, node }) => {
      const format = FORMATS[value];
      const at = this.shapes.token(node);
      return format ? [{ path: PATH, value: format, at, direct: true, otherwise: this.replaced(at) }] : [];
    });
    const unsaid = method.every((value) => value.kind === 'nothing');
    const otherwise = schema && this.inserted(schema, config);
    const byTool = unsaid
      ? !prefersJsonSchema(site.sdk)
      : named.some(({ value }) => value === 'functionCalling');
    if (byTool || otherwise || nested.length > 0) this.sendings.tools(site);
    if (byTool) nested.push({ path: 'tool_choice', value: 'a named tool', at: site.token, direct: false });
    if (unsaid && prefersJsonSchema(site.sdk))
      nested.push({
        path: PATH,
        value: 'json_schema',
        at: site.token,
        direct: true,
        ...(otherwise ? { otherwise } : {}),
      });
    return { ...site, nested, part: 'extra' };
  }

  private replaced(at: NestedUse['at']): Otherwise {
    const text = `${at.text[0]}functionCalling${at.text.at(-1)}`;
    return { message: BY_TOOLS, edits: [{ file: at.file, ...at.span, text }] };
  }

  /** A second argument behind the schema, or a property of the one that is there. */
  private inserted(schema: ts.Expression, config: ts.Expression | undefined): Otherwise | undefined {
    const { file, quote } = this.flow.program.fileOf(schema);
    const value = `${quote}functionCalling${quote}`;
    if (!config) {
      const { end } = this.shapes.token(schema).span;
      return { message: BY_TOOLS, edits: [{ file, start: end, end, text: `, { method: ${value} }` }] };
    }
    const [only, ...more] = objectsOf(this.flow, config).objects;
    if (!only || more.length > 0) return undefined;
    return { message: BY_TOOLS, object: this.shapes.object(only), name: 'method', value };
  }
}

const BY_TOOLS = 'asks for the schema by a tool call: functionCalling';
const PATH = 'response_format.type';
const FORMATS: Readonly<Record<string, string>> = { jsonSchema: 'json_schema', jsonMode: 'json_object' };

function isClientType(specifier: string, path: readonly string[]): boolean {
  const module = langChainModule(specifier);
  const name = module && langChainClass(module, path);
  return name !== undefined && !name.startsWith('Azure');
}
