import type { Flow } from '../../src/flow/flow.js';
import { noteAt, packageOf } from '../../src/flow/notes.js';
import type { Shapes } from '../../src/flow/shapes.js';
import type { NoteSite } from '../../src/sites.js';

/** Parts of LangChain that use services which are OpenAI's alone. */
const SERVICES: Readonly<Record<string, string>> = {
  OpenAIAssistantRunnable: 'assistants of OpenAI',
  OpenAIFiles: 'files at OpenAI',
  OpenAIModerationChain: 'moderation by OpenAI',
  openAIModerationMiddleware: 'moderation by OpenAI',
};
const PACKAGES = /^(?:langchain|@langchain\/(?:classic|community|openai))$/;

/** `new OpenAIAssistantRunnable()`, `tools.webSearch()`: nothing of this can be pointed elsewhere. */
export function services(flow: Flow, shapes: Shapes): NoteSite[] {
  const named = Object.entries(SERVICES).flatMap(([name, what]) =>
    (flow.index.calls.get(name) ?? [])
      .filter((call) => flow.values(call.expression).some((value) => isOf(value, name)))
      .map((call) => [call, what] as const),
  );
  const made = [...(flow.index.calls.get('createAssistant') ?? [])]
    .filter((call) => flow.values(call.expression).some((value) => isOf(value, 'OpenAIAssistantRunnable')))
    .map((call) => [call, 'assistants of OpenAI'] as const);
  return [...named, ...made, ...hostedTools(flow)].map(([call, what]) =>
    noteAt(shapes, call, {
      dialect: 'langchain',
      kind: 'unsupported',
      message: what,
      reason: 'no-operation',
      readsKey: 'OPENAI_API_KEY',
    }),
  );
}

/** `tools` of `@langchain/openai` makes tools that run at OpenAI. */
function hostedTools(flow: Flow) {
  const names = [
    'webSearch',
    'fileSearch',
    'codeInterpreter',
    'computerUse',
    'imageGeneration',
    'mcp',
    'shell',
    'localShell',
    'applyPatch',
    'toolSearch',
  ];
  return names.flatMap((name) =>
    (flow.index.calls.get(name) ?? [])
      .filter((call) =>
        flow
          .values(call.expression)
          .some(
            (value) =>
              value.kind === 'external' &&
              packageOf(value.module)?.name === '@langchain/openai' &&
              value.path[0] === 'tools',
          ),
      )
      .map((call) => [call, `${name} runs at OpenAI`] as const),
  );
}

function isOf(value: ReturnType<Flow['values']>[number], name: string): boolean {
  return (
    value.kind === 'external' && value.path[0] === name && PACKAGES.test(packageOf(value.module)?.name ?? '')
  );
}
