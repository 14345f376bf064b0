import type { Flow } from '../../src/flow/flow.js';
import { type CallLike, skipOuter } from '../../src/flow/index-nodes.js';
import { packageOf } from '../../src/flow/notes.js';
import type { Shapes } from '../../src/flow/shapes.js';
import type { NoteSite } from '../../src/sites.js';
import { ts } from '../../src/ts.js';

/** Packages that a dialect of their own reads, or that hold no client. */
const KNOWN =
  /^(?:openai|openai-edge|chatgpt|ai|langchain|llamaindex|genkitx-openai|openpipe|nestjs-openai)$|^@(?:openai|azure|ai-sdk|langchain|llamaindex|genkit-ai|tanstack|posthog|trigger\.dev|platohq|mastra|lobehub)\//;
const CLASS = /^(?:Azure)?OpenAI(?:[A-Z]\w*)?$|^[A-Z]\w*OpenAI(?:[A-Z]\w*)?$/;
/** Pictures, errors and types of answers are no clients. */
const NO_CLIENT = /(?:Icon|Logo|Error|Exception|Mock|Button|Avatar)$/;
/** Where these are given, the library needs no variable. */
const GIVEN = /^(?:open_?ai|client|open_?ai_?api_?key|api_?key|key|token)$/i;

/**
 * Instances of classes called after OpenAI, from libraries that nobody here knows: `new OpenAIAdapter()`. Most make a
 * client of their own, and read OPENAI_API_KEY where they are given no key.
 */
export function unknownLibraries(flow: Flow, shapes: Shapes): NoteSite[] {
  return [...flow.index.calls].flatMap(([name, calls]) =>
    CLASS.test(name) && !NO_CLIENT.test(name) ? calls.flatMap((call) => noteOn(call, flow, shapes)) : [],
  );
}

function noteOn(call: CallLike, flow: Flow, shapes: Shapes): NoteSite[] {
  if (!ts.isNewExpression(call)) return [];
  const [library] = flow
    .values(call.expression)
    .flatMap((value) => (value.kind === 'external' ? [packageOf(value.module)?.name] : []));
  if (!library || KNOWN.test(library)) return [];
  return [
    {
      site: 'note',
      dialect: 'other-dialects',
      kind: 'client',
      token: shapes.token(call.expression),
      confidence: 'probable',
      message: `${call.expression.getText()} of ${library}`,
      reason: 'library-unknown',
      help: null,
      related: [],
      ...(isGivenKey(call) ? {} : { readsKey: 'OPENAI_API_KEY' }),
    },
  ];
}

/** What is spread into the options may hold the key as well. */
function isGivenKey(call: ts.NewExpression): boolean {
  return (call.arguments ?? []).some((argument) => {
    const options = skipOuter(argument);
    if (!ts.isObjectLiteralExpression(options)) return true;
    return options.properties.some(
      (one) => ts.isSpreadAssignment(one) || (one.name !== undefined && GIVEN.test(one.name.getText())),
    );
  });
}
