import type { Flow } from '../../src/flow/flow.js';
import { type CallLike, skipOuter } from '../../src/flow/index-nodes.js';
import { packageOf } from '../../src/flow/notes.js';
import type { Value } from '../../src/flow/value.js';
import { ts } from '../../src/ts.js';

/*
 * Where Mastra takes a model: an instance of the AI SDK, an id of its router (`openai/gpt-4o`), or an object with id,
 * address and key (`MastraModelConfig` in npm:@mastra/core 0.21.1, 0.24.9, 1.1.0 and 1.71.0, dist/llm/model/shared.types.d.ts).
 */

/** Options whose value is a model, in calls of Mastra's: agents, processors, scorers, titles of threads, embedders. */
const SLOTS: Readonly<Record<string, 'chat' | 'embeddings'>> = {
  model: 'chat',
  judge: 'chat',
  embedder: 'embeddings',
};
/** Classes that take it as their first argument. */
const CLASSES: Readonly<Record<string, 'chat' | 'embeddings'>> = {
  ModelRouterLanguageModel: 'chat',
  ModelRouterEmbeddingModel: 'embeddings',
};
/** An id of the router that stands for OpenAI. */
const OURS = /^openai\/./;

/** One place that takes a model, and all that it may hold. */
export interface Slot {
  readonly call: CallLike;
  readonly kind: 'chat' | 'embeddings';
  /** Another form than an id can stand here. */
  readonly takesObject: boolean;
  readonly values: readonly Value[];
}

export function isMastraModule(specifier: string): boolean {
  return /^@mastra\//.test(packageOf(specifier)?.name ?? '');
}

/** Every place that takes a model, of which one of OpenAI's may be named there. */
export function slotsOf(flow: Flow): Slot[] {
  const found: Slot[] = [];
  for (const calls of flow.index.calls.values())
    for (const call of calls) {
      const named = (call.arguments ?? []).some(mayHoldModel);
      if (!named || !flow.values(call.expression).some(isOfMastra)) continue;
      found.push(...ofCall(flow, call));
    }
  return found.filter(({ values }) => values.some((value) => isOurs(flow, value)));
}

function mayHoldModel(argument: ts.Expression): boolean {
  return /\b(?:model|judge|embedder)\b|openai\//.test(argument.getText()) || ts.isIdentifier(argument);
}

function ofCall(flow: Flow, call: CallLike): Slot[] {
  const [first] = call.arguments ?? [];
  const kind = CLASSES[className(flow, call) ?? ''];
  if (kind && first) return [{ call, kind, takesObject: true, values: flow.values(first) }];
  return (call.arguments ?? []).flatMap((argument) => within(flow, call, argument, 0));
}

function className(flow: Flow, call: CallLike): string | undefined {
  const [value] = flow.values(call.expression).filter((one) => one.kind === 'external');
  return value?.kind === 'external' ? value.path.join('.') : undefined;
}

/** The slots of an object of options; those of calls inside it are found as theirs. */
function within(flow: Flow, call: CallLike, given: ts.Expression, depth: number): Slot[] {
  const bare = skipOuter(given);
  if (ts.isArrayLiteralExpression(bare))
    return bare.elements.flatMap((element) => within(flow, call, element, depth));
  if (!ts.isObjectLiteralExpression(bare) || depth > 3) return [];
  return bare.properties.flatMap((property): Slot[] => {
    if (!ts.isPropertyAssignment(property) && !ts.isShorthandPropertyAssignment(property)) return [];
    const value = ts.isPropertyAssignment(property) ? property.initializer : property.name;
    const name = ts.isIdentifier(property.name) ? property.name.text : '';
    const kind = SLOTS[name];
    const inner = within(flow, call, value, depth + 1);
    if (!kind) return inner;
    return [...inner, { call, kind, takesObject: kind === 'chat', values: chosen(flow, value) }];
  });
}

/** What stands there, or what a function that chooses at run time gives. */
function chosen(flow: Flow, node: ts.Expression): readonly Value[] {
  const bare = skipOuter(node);
  if (!ts.isArrowFunction(bare)) return flow.values(bare);
  if (!ts.isBlock(bare.body)) return flow.values(bare.body);
  const { statements } = bare.body;
  return statements.flatMap((statement) =>
    ts.isReturnStatement(statement) && statement.expression ? flow.values(statement.expression) : [],
  );
}

/** An id of OpenAI's, or an object that holds one. */
export function isOurs(flow: Flow, value: Value): boolean {
  if (value.kind === 'text') return OURS.test(value.value);
  if (value.kind !== 'object') return false;
  const texts = (name: string) =>
    flow.member([value], name, value.node).flatMap((one) => (one.kind === 'text' ? [one.value] : []));
  return texts('id').some((id) => OURS.test(id)) || texts('providerId').includes('openai');
}

export function isOfMastra(value: Value): boolean {
  switch (value.kind) {
    case 'external':
    case 'typed':
      return isMastraModule(value.module);
    case 'member':
      return isOfMastra(value.base);
    case 'instance':
      return isOfMastra(value.of);
    case 'result':
      return isOfMastra(value.callee);
    default:
      return false;
  }
}
