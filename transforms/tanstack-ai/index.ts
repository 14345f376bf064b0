import type { Flow } from '../../src/flow/flow.js';
import { importNotes, noteAt, packageOf } from '../../src/flow/notes.js';
import type { Made } from '../../src/flow/sendings.js';
import type { Shapes } from '../../src/flow/shapes.js';
import type { Value } from '../../src/flow/value.js';
import type { NoteSite } from '../../src/sites.js';
import { defineTransform } from '../../src/transform.js';
import { ts } from '../../src/ts.js';
import { Adapters, HOME } from './adapters.js';

/** Options that chat completions have not (`ExternalTextProviderOptions` in npm:@tanstack/ai-openai@0.23.1). */
const OF_RESPONSES =
  /^(?:max_output_tokens|reasoning|text|verbosity|background|conversation|include|previous_response_id|prompt|truncation|max_tool_calls|instructions)$/;

/** TanStack AI, with `@tanstack/ai-openai`. */
export const tanstackAi = defineTransform({
  id: 'tanstack-ai',
  reads: 'code',
  find({ flow, shapes, versions }) {
    if (!flow.index.specifiers.some(({ literal }) => isHome(literal.text))) return [];
    const adapters = new Adapters(flow, shapes, versions);
    return [
      ...[...adapters.made.values()].flatMap(({ client, settings }) => [client, settings]),
      ...adapters.follows,
      ...adapters.notes,
      ...options(flow, shapes, adapters.made),
      ...tools(flow, shapes),
      ...importNotes(flow, shapes, 'tanstack-ai', (one) => isHome(one) && subpathOf(one) !== 'compatible'),
    ];
  },
});

function isHome(specifier: string): boolean {
  return packageOf(specifier)?.name === HOME;
}

function subpathOf(specifier: string): string | undefined {
  return packageOf(specifier)?.subpath;
}

/** What takes the place of the adapters, and speaks chat completions as well. */
function isCompatible(callee: Value): boolean {
  return (
    callee.kind === 'external' &&
    isHome(callee.module) &&
    subpathOf(callee.module) === 'compatible' &&
    callee.path.join('.') === 'openaiCompatibleText'
  );
}

/** `chat({ adapter: openaiText('…'), modelOptions: { reasoning: … } })`. */
function options(flow: Flow, shapes: Shapes, made: ReadonlyMap<ts.Node, Made>): NoteSite[] {
  const given = (flow.index.properties.get('modelOptions') ?? []).filter(({ parent }) =>
    flow
      .member([{ kind: 'object', node: parent, trail: [] }], 'adapter', parent)
      .some((value) => value.kind === 'result' && (made.has(value.node) || isCompatible(value.callee))),
  );
  return given.flatMap(({ initializer }) =>
    flow.values(initializer).flatMap((value) =>
      value.kind !== 'object'
        ? []
        : value.node.properties.flatMap(({ name }) =>
            name && ts.isIdentifier(name) && OF_RESPONSES.test(name.text)
              ? [
                  noteAt(shapes, name, {
                    dialect: 'tanstack-ai',
                    kind: 'parameter',
                    message: `${name.text}: of the Responses API`,
                    reason: 'tanstack-options',
                  }),
                ]
              : [],
          ),
    ),
  );
}

/** Tools of the package run at OpenAI. */
function tools(flow: Flow, shapes: Shapes): NoteSite[] {
  const calls = [...flow.index.calls].flatMap(([name, found]) => (/Tool$/.test(name) ? found : []));
  return calls.flatMap((call) =>
    flow.values(call.expression).flatMap((value) =>
      value.kind === 'external' && isHome(value.module) && subpathOf(value.module) === 'tools'
        ? [
            noteAt(shapes, call.expression, {
              dialect: 'tanstack-ai',
              kind: 'unsupported',
              message: `${value.path.join('.')}: runs at OpenAI`,
              reason: 'openai-tool',
            }),
          ]
        : [],
    ),
  );
}
