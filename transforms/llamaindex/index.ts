import type { Flow } from '../../src/flow/flow.js';
import type { CallLike } from '../../src/flow/index-nodes.js';
import { importNotes, noteAt, packageOf } from '../../src/flow/notes.js';
import { OptionsReader } from '../../src/flow/options.js';
import type { Sender } from '../../src/flow/senders.js';
import { type Made, Sendings } from '../../src/flow/sendings.js';
import { type SettingsForm, SettingsReader } from '../../src/flow/settings.js';
import type { Shapes } from '../../src/flow/shapes.js';
import type { Value } from '../../src/flow/value.js';
import type { SdkVersions } from '../../src/packages.js';
import { isTestFile } from '../../src/paths.js';
import type { NoteSite, Site } from '../../src/sites.js';
import { type CodeContext, defineTransform } from '../../src/transform.js';
import { ts } from '../../src/ts.js';
import { hasHiddenClient, llamaClass, llamaModule, settingsForm } from './classes.js';

/** Methods by which models, engines, agents, indices and retrievers send something. */
const SENDING =
  /^(?:chat|complete|query|retrieve|run|runStream|exec|fromDocuments|insert|insertNodes|getTextEmbedding|getTextEmbeddings|getTextEmbeddingsBatch|getQueryEmbedding)$/;
/** What works with a model of `Settings` where it is given none. */
const WORKING =
  /^(?:VectorStoreIndex|SummaryIndex|ListIndex|KeywordTableIndex|DocumentSummaryIndex|SimpleChatEngine|ContextChatEngine|CondenseQuestionChatEngine|RetrieverQueryEngine|SubQuestionQueryEngine|RouterQueryEngine|OpenAIAgent|ReActAgent|IngestionPipeline|ResponseSynthesizer|serviceContextFromDefaults|\w+Extractor)$/;

/** LlamaIndex.TS, 0.1 to 0.12. */
export const llamaIndex = defineTransform({
  id: 'llamaindex',
  reads: 'code',
  find({ flow, shapes, versions }: CodeContext): readonly Site[] {
    const notes: NoteSite[] = [];
    const made = makers(flow, shapes, versions, notes);
    const sendings = new Sendings(flow, shapes, 'llamaindex', made, isClientType);
    const defaults = ofSettings(flow, sendings);
    const isOurs = defaults !== null && (defaults.ids.length > 0 || defaults.openEnded);
    for (const [name, calls] of flow.index.calls)
      if (SENDING.test(name))
        for (const call of calls)
          if (ts.isCallExpression(call))
            sendings.add(call, isOurs && isLibraryCall(flow, call) ? defaults : undefined);
    return [
      ...[...made.values()].flatMap(({ client, settings }) => [client, sendings.completed(settings)]),
      ...sendings.requests,
      ...notes,
      ...(defaults ? [] : hidden(flow, shapes, versions)),
      ...importNotes(flow, shapes, 'llamaindex', (one) => packageOf(one)?.name === '@llamaindex/openai'),
    ];
  },
});

/** `new OpenAI({ … })`, `openai({ … })`. */
function makers(flow: Flow, shapes: Shapes, versions: SdkVersions, notes: NoteSite[]): Map<ts.Node, Made> {
  const reader = new SettingsReader(flow, shapes);
  const options = new OptionsReader(flow, shapes);
  const made = new Map<ts.Node, Made>();
  for (const [name, calls] of flow.index.calls)
    for (const call of calls) {
      if (name !== 'super' && !ts.isNewExpression(call) && !/^open[aA][iI]/.test(name)) continue;
      const form = formOf(flow, call, versions);
      if (!form) continue;
      const adapted = adapt(options, call, form);
      const client = reader.client(call, adapted);
      notes.push(...reader.passedOver(call, adapted));
      made.set(call, { client, settings: reader.settings(call, adapted, client) });
    }
  return made;
}

function formOf(flow: Flow, call: CallLike, versions: SdkVersions): SettingsForm | undefined {
  for (const value of flow.values(call.expression)) {
    if (value.kind !== 'external') continue;
    const module = llamaModule(value.module);
    const name = module && llamaClass(value.path);
    if (module && name) return settingsForm(name, module, flow.program.fileOf(call).file, versions);
  }
  return undefined;
}

/** Azure, a session of the caller's own, a key among the options of the session. */
function adapt(options: OptionsReader, call: CallLike, form: SettingsForm): SettingsForm {
  const [given] = call.arguments ?? [];
  const has = (...path: string[]) => options.node(given, path) !== undefined;
  const { client } = form;
  if (has('azure')) return { ...form, className: `Azure${form.className}`, implicit: {} };
  if (has('session')) return { ...form, client: { ...client, fixed: 'options-unknown' } };
  const nested = 'additionalSessionOptions';
  if (has(nested, 'apiKey'))
    return { ...form, client: { ...client, url: [nested, 'baseURL'], keyInside: true } };
  return has(nested, 'baseURL') ? { ...form, client: { ...client, url: [nested, 'baseURL'] } } : form;
}

/**
 * The clients that work where none is named: `Settings.llm = …`, `Settings.embedModel = …`. Null where nobody sets a
 * model.
 */
function ofSettings(flow: Flow, sendings: Sendings): Sender | null {
  const assigned = ['llm', 'embedModel'].flatMap((name) =>
    (flow.index.propertyAssignments.get(name) ?? []).filter(({ left }) => isSettings(flow, left)),
  );
  const models = assigned.filter(({ left }) => /llm$/.test(left.getText()));
  if (models.length === 0) return null;
  // A model of another vendor is none of ours.
  const senders = assigned.flatMap(({ right }) => sendings.behind(right) ?? []);
  return {
    ids: [...new Set(senders.flatMap((sender) => sender.ids))],
    openEnded: senders.some((sender) => sender.openEnded),
  };
}

function isSettings(flow: Flow, left: ts.Expression): boolean {
  if (!ts.isPropertyAccessExpression(left)) return false;
  return flow.values(left.expression).some(isOfLibrary);
}

/** A call of something of LlamaIndex's: an engine, an index, an agent. */
function isLibraryCall(flow: Flow, call: ts.CallExpression): boolean {
  return flow.values(call.expression).some(isOfLibrary);
}

function isOfLibrary(value: Value): boolean {
  switch (value.kind) {
    case 'external':
    case 'typed':
      return /^(?:llamaindex$|@llamaindex\/)/.test(packageOf(value.module)?.name ?? '');
    case 'member':
      return isOfLibrary(value.base);
    case 'instance':
      return isOfLibrary(value.of);
    case 'result':
      return isOfLibrary(value.callee);
    default:
      return false;
  }
}

function isClientType(specifier: string, path: readonly string[]): boolean {
  return llamaModule(specifier) !== undefined && llamaClass(path) !== undefined;
}

/** Uses of LlamaIndex while nobody says which model: old releases make clients of OpenAI's then. */
function hidden(flow: Flow, shapes: Shapes, versions: SdkVersions): NoteSite[] {
  return flow.index.specifiers.flatMap(({ literal, typeOnly }) => {
    const { file } = flow.program.fileOf(literal);
    if (typeOnly || isTestFile(file) || packageOf(literal.text)?.name !== 'llamaindex') return [];
    if (!namesOf(literal).some((name) => WORKING.test(name)) || !hasHiddenClient(file, versions)) return [];
    return [
      noteAt(shapes, literal, {
        dialect: 'llamaindex',
        kind: 'client',
        message: 'no Settings.llm: this release asks OpenAI by itself, with OPENAI_API_KEY',
        reason: 'hidden-client',
        readsKey: 'OPENAI_API_KEY',
      }),
    ];
  });
}

/** What an import names. */
function namesOf(literal: ts.StringLiteralLike): string[] {
  const { parent } = literal;
  if (!ts.isImportDeclaration(parent)) return [];
  const bindings = parent.importClause?.namedBindings;
  return bindings && ts.isNamedImports(bindings)
    ? bindings.elements.map((one) => (one.propertyName ?? one.name).text)
    : [];
}
