import type { Flow } from '../../src/flow/flow.js';
import { calleeName } from '../../src/flow/index-nodes.js';
import type { Shapes } from '../../src/flow/shapes.js';
import type { NoteSite } from '../../src/sites.js';
import { defineTransform } from '../../src/transform.js';
import type { ts } from '../../src/ts.js';

/** Libraries that speak to OpenAI and that this version names without rewriting them. */
const LIBRARIES: readonly (readonly [RegExp, string])[] = [
  [/^@ai-sdk\/azure$/, 'Vercel AI SDK'],
  [/^@openai\/(?:codex-sdk|chatkit.*)$/, 'OpenAI library'],
  [/^@azure\/openai$/, 'Azure OpenAI library'],
  [/^(?:genkitx-openai|@genkit-ai\/compat-oai\/openai)$/, 'Genkit'],
  [/^@trigger\.dev\/openai$/, 'drop-in for the SDK'],
  [/^(?:@platohq\/)?nestjs-openai$/, 'NestJS module'],
];

const TOKENIZERS =
  /^(?:tiktoken|js-tiktoken|@dqbd\/tiktoken|gpt-tokenizer|gpt-3-encoder|gpt3-tokenizer)(?:\/|$)/;

export const otherDialects = defineTransform({
  id: 'other-dialects',
  reads: 'code',
  find({ flow, shapes }) {
    return [...libraries(flow, shapes), ...tokenizerCalls(flow, shapes)];
  },
});

function libraries(flow: Flow, shapes: Shapes): NoteSite[] {
  return flow.index.specifiers.flatMap(({ literal, typeOnly }): NoteSite[] => {
    const specifier = literal.text.replace(/^npm:/, '').replace(/(.)@\d[^/]*/, '$1');
    if (TOKENIZERS.test(specifier))
      return [
        note(
          shapes,
          literal,
          'tokenizer',
          'counts tokens the way OpenAI does: an estimate for other models',
          null,
        ),
      ];
    const library = LIBRARIES.find(([pattern]) => pattern.test(specifier));
    if (!library) return [];
    if (typeOnly) return [note(shapes, literal, 'type', `types of ${specifier}`, null)];
    return [note(shapes, literal, 'import', `${library[1]}: ${specifier}`, 'dialect-not-covered')];
  });
}

/** `encoding_for_model('gpt-4o')` throws on an id that it does not know. */
function tokenizerCalls(flow: Flow, shapes: Shapes): NoteSite[] {
  const calls = ['encoding_for_model', 'encodingForModel', 'getEncodingNameForModel'].flatMap(
    (name) => flow.index.calls.get(name) ?? [],
  );
  return calls
    .filter((call) => fromTokenizer(flow, call))
    .map((call) =>
      note(
        shapes,
        call,
        'tokenizer',
        `${calleeName(call.expression)} knows OpenAI’s models only`,
        'tokenizer-model',
      ),
    );
}

function fromTokenizer(flow: Flow, call: ts.CallExpression | ts.NewExpression): boolean {
  return flow
    .values(call.expression)
    .some((value) => value.kind === 'external' && TOKENIZERS.test(value.module));
}

function note(
  shapes: Shapes,
  node: ts.Node,
  kind: NoteSite['kind'],
  message: string,
  reason: string | null,
): NoteSite {
  const token = shapes.token(node);
  return {
    site: 'note',
    dialect: 'other-dialects',
    kind,
    token,
    confidence: 'certain',
    message,
    reason,
    help: null,
    related: [],
  };
}
