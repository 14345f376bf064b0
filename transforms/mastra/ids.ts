import type { Edit } from '../../src/finding.js';
import { addImports } from '../../src/flow/add-import.js';
import type { Flow } from '../../src/flow/flow.js';
import type { CallLike } from '../../src/flow/index-nodes.js';
import { noteAt } from '../../src/flow/notes.js';
import type { Made } from '../../src/flow/sendings.js';
import { type SettingsForm, SettingsReader } from '../../src/flow/settings.js';
import type { Shapes } from '../../src/flow/shapes.js';
import type { Value } from '../../src/flow/value.js';
import type { SdkVersions } from '../../src/packages.js';
import type { NoteSite, SdkVersion } from '../../src/sites.js';
import { ts } from '../../src/ts.js';
import { isAtLeast } from '../../src/versions.js';
import { isOurs, type Slot, slotsOf } from './slots.js';

const CORE = '@mastra/core';
/** `{ providerId, modelId, url, apiKey }` is a model; before there were ids with a slash only (npm:@mastra/core@0.20.0). */
const OBJECTS = '0.21.0';

/**
 * With an address the router asks there, by Chat Completions, with the key at hand or none: it looks at no variable then
 * (`resolveLanguageModel` in npm:@mastra/core@1.71.0, dist/llm-*.js; run against 0.24.9 and 1.71.0).
 */
const CLIENT = {
  url: ['url'],
  key: 'apiKey',
  staleKeys: [],
  drop: [],
  fallsBack: true,
} as const;

/**
 * `new Agent({ model: 'openai/gpt-4o' })`: the id leaves nowhere to put an address, an object in its place does.
 */
export class Ids {
  readonly made = new Map<ts.Node, Made>();
  readonly notes: NoteSite[] = [];
  private readonly seen = new Set<ts.Node>();
  private readonly flow: Flow;
  private readonly shapes: Shapes;
  private readonly versions: SdkVersions;
  private readonly settings: SettingsReader;

  constructor(flow: Flow, shapes: Shapes, versions: SdkVersions) {
    this.flow = flow;
    this.shapes = shapes;
    this.versions = versions;
    this.settings = new SettingsReader(flow, shapes);
    for (const slot of slotsOf(flow)) this.slot(slot);
  }

  private slot(slot: Slot): void {
    // A variable may name any vendor, whose key the router looks up by itself.
    const isOpen = slot.values.some(
      ({ kind }) => kind !== 'text' && kind !== 'object' && kind !== 'instance',
    );
    for (const value of slot.values) {
      if (!isOurs(this.flow, value) || this.seen.has(value.node)) continue;
      this.seen.add(value.node);
      const isWritten = value.kind === 'text' && !isOpen && this.write(slot, value);
      if (!isWritten) this.left(value, slot);
    }
  }

  private write(slot: Slot, value: Value & { kind: 'text' }): boolean {
    const { node } = value;
    const { file } = this.flow.program.fileOf(node);
    const sdk = this.versions.of(file, null, false, CORE);
    if (!ts.isStringLiteralLike(node) || !isInside(node, slot.call) || !isAtLeast(sdk, OBJECTS)) return false;
    const wrapped = slot.takesObject ? [] : addImports(this.flow, node, `${CORE}/llm`, [EMBEDDER]);
    if (!wrapped) return false;
    this.made.set(node, this.site(slot, value, sdk, wrapped));
    return true;
  }

  private site(slot: Slot, value: Value & { kind: 'text' }, sdk: SdkVersion, edits: readonly Edit[]): Made {
    const { call, kind, takesObject } = slot;
    const form = formOf(kind, sdk, this.flow.program.fileOf(call).quote);
    const at = { ...form, optionsAt: call.arguments?.length ?? 0 };
    const token = this.shapes.token(value.node);
    const [before, after] = takesObject ? around(value.node) : [`new ${EMBEDDER}(`, ')'];
    const client = {
      ...this.settings.client(call, at),
      id: `${token.file}:${token.span.start}`,
      token,
      options: { form: 'written', token, span: token.span, before, after, edits } as const,
    };
    const settings = {
      ...this.settings.settings(call, at, client),
      token,
      implicit: { model: value.value.replace(/^openai\//, '') },
    };
    return { client, settings };
  }

  private left(value: Value, slot: Slot): void {
    const { file } = this.flow.program.fileOf(value.node);
    const node = idNode(this.flow, value);
    const isOld = !isAtLeast(this.versions.of(file, null, false, CORE), OBJECTS);
    this.notes.push(
      noteAt(this.shapes, node, {
        dialect: 'mastra',
        kind: 'model',
        message: `${node.getText().replace(/^['"`]|['"`]$/g, '')}, by the router of Mastra`,
        reason: isOld ? 'mastra-version' : slot.kind === 'embeddings' ? 'mastra-embedder' : 'mastra-model',
        readsKey: 'OPENAI_API_KEY',
      }),
    );
  }
}

/** The text that names the model: the value itself, or what an object holds. */
function idNode(flow: Flow, value: Value): ts.Node {
  if (value.kind !== 'object') return value.node;
  for (const name of ['modelId', 'id'])
    for (const one of flow.member([value], name, value.node)) if (one.kind === 'text') return one.node;
  return value.node;
}

const EMBEDDER = 'ModelRouterEmbeddingModel';

function formOf(kind: Slot['kind'], sdk: SdkVersion, quote: string): SettingsForm {
  return {
    dialect: 'mastra',
    className: 'Mastra model',
    // The name that the router gives a provider of which it knows nothing.
    client: { ...CLIENT, also: { providerId: `${quote}openai-compatible${quote}` } },
    optionsAt: 0,
    models: ['modelId'],
    operation: kind === 'chat' ? 'chat.completions' : 'embeddings',
    spelling: {},
    implicit: {},
    // Vectors are asked for in numbers, whatever the code says (run against 0.24.9 and 1.71.0).
    ...(kind === 'chat'
      ? {}
      : { vectors: { asksForBase64: false, takesFormat: false, takesDimensions: false } }),
    sdk,
  };
}

/** An object that is all of what an arrow function gives would be read as its block. */
function around(node: ts.Node): readonly [string, string] {
  return ts.isArrowFunction(node.parent) && node.parent.body === node ? ['(', ')'] : ['', ''];
}

/** Written in the call itself: a constant may be read by others, too. */
function isInside(node: ts.Node, call: CallLike): boolean {
  return ts.findAncestor(node, (one) => one === call) !== undefined;
}
