import { BodyParts } from '../../src/flow/bodies.js';
import type { Flow } from '../../src/flow/flow.js';
import { type CallLike, skipOuter } from '../../src/flow/index-nodes.js';
import { packageOf } from '../../src/flow/notes.js';
import { objectsOf, type Shapes } from '../../src/flow/shapes.js';
import type { Value } from '../../src/flow/value.js';
import type { Origin, RequestSite, SdkVersion } from '../../src/sites.js';
import { ts } from '../../src/ts.js';

/** OpenAI's name → that of Genkit's `config` (`ChatCompletionCommonConfigSchema` in npm:@genkit-ai/compat-oai@1.42.0). */
const SPELLING = {
  max_tokens: 'maxOutputTokens',
  top_p: 'topP',
  stop: 'stopSequences',
  frequency_penalty: 'frequencyPenalty',
  presence_penalty: 'presencePenalty',
  logprobs: 'logProbs',
  top_logprobs: 'topLogProbs',
} as const;

/** A model that Genkit is told of. */
interface Named {
  /** What is told: the call that makes a reference, or the text. */
  readonly node: ts.Node;
  readonly origins: readonly Origin[];
  /** The options that go with it. */
  readonly config: ts.Expression | undefined;
}

export function isPlugin(value: Value): boolean {
  if (value.kind !== 'external') return false;
  const found = packageOf(value.module);
  return (
    found?.name === '@genkit-ai/compat-oai' &&
    found.subpath === 'openai' &&
    /^(?:openAI|openAIPlugin|default)$/.test(value.path.join('.'))
  );
}

/** Models of the plugin for OpenAI: `openAI.model('gpt-4o')`, and `'openai/gpt-4o'` where Genkit takes a model. */
export function modelsOf(flow: Flow, shapes: Shapes): Named[] {
  const made = ['model', 'embedder'].flatMap((name) =>
    (flow.index.calls.get(name) ?? []).flatMap((call): Named[] => {
      const callee = skipOuter(call.expression);
      const [id, config] = call.arguments ?? [];
      if (!id || !ts.isPropertyAccessExpression(callee)) return [];
      if (!flow.values(callee.expression).some(isPlugin)) return [];
      return [{ node: call, origins: shapes.origins(flow.values(id)), config: config ?? configBeside(call) }];
    }),
  );
  const named = ['model', 'embedder'].flatMap((name) =>
    (flow.index.properties.get(name) ?? []).flatMap((property): Named[] => {
      const origins = flow.values(property.initializer).flatMap((value) => routed(shapes, value));
      if (origins.length === 0 || !isOfGenkit(flow, property)) return [];
      return [{ node: property.initializer, origins, config: beside(property) }];
    }),
  );
  return [...made, ...named];
}

/** Text ids name the plugin first, and keep its name. */
function routed(shapes: Shapes, value: Value): Origin[] {
  if (value.kind !== 'text' || !/^openai\/./.test(value.value)) return [];
  return shapes
    .origins([value])
    .map((origin) =>
      origin.kind === 'text'
        ? { ...origin, value: origin.value.replace(/^openai\//, ''), prefix: 'openai/' }
        : origin,
    );
}

/** The call whose options hold the property is one of Genkit's: `genkit({ … })`, `ai.generate({ … })`. */
function isOfGenkit(flow: Flow, property: ts.Node): boolean {
  const call = ts.findAncestor(property, (one): one is CallLike => ts.isCallExpression(one));
  return call !== undefined && flow.values(call.expression).some(comesFromGenkit);
}

function comesFromGenkit(value: Value): boolean {
  switch (value.kind) {
    case 'external':
    case 'typed':
      return /^(?:genkit$|@genkit-ai\/)/.test(packageOf(value.module)?.name ?? '');
    case 'member':
      return comesFromGenkit(value.base);
    case 'result':
      return comesFromGenkit(value.callee);
    default:
      return false;
  }
}

/** `model: openAI.model('…'), config: { … }`. */
function configBeside(call: ts.Node): ts.Expression | undefined {
  const { parent } = call;
  return ts.isPropertyAssignment(parent) ? beside(parent) : undefined;
}

function beside({ parent }: ts.PropertyAssignment): ts.Expression | undefined {
  for (const one of parent.properties)
    if (ts.isPropertyAssignment(one) && one.name.getText() === 'config') return one.initializer;
  return undefined;
}

/** Whether the plugin takes a model for one that chats: it goes by the name. */
export function isChat({ origins }: Named): boolean {
  return origins.every(
    (origin) =>
      origin.kind !== 'text' || !/embedding|gpt-image|dall-e|tts|whisper|transcribe/.test(origin.value),
  );
}

/** What is asked of a model; Genkit's own methods send it. */
export function requestOf(
  flow: Flow,
  shapes: Shapes,
  { node, origins, config }: Named,
  clients: readonly string[],
  sdk: SdkVersion,
): RequestSite {
  const objects = config ? objectsOf(flow, config).objects : [];
  const parts = new BodyParts(flow, shapes, objects, SPELLING);
  return {
    site: 'request',
    dialect: 'genkit',
    token: shapes.token(node),
    call: shapes.token(node),
    method: 'generate',
    operation: 'chat.completions',
    clients,
    openEnded: clients.length === 0,
    confidence: 'certain',
    legacy: false,
    sdk,
    bodies: objects.map((one) => shapes.object(one)),
    partial: parts.partial,
    model: origins,
    parameters: parts.parameters,
    spelling: SPELLING,
    nested: parts.nested,
    hasImages: false,
    related: [],
  };
}
