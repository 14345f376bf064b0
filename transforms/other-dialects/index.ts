import type { Flow } from '../../src/flow/flow.js';
import { calleeName } from '../../src/flow/index-nodes.js';
import type { Shapes } from '../../src/flow/shapes.js';
import type { ReasonId } from '../../src/reasons.js';
import type { NoteSite } from '../../src/sites.js';
import { defineTransform } from '../../src/transform.js';
import type { ts } from '../../src/ts.js';
import { unknownLibraries } from './unknown-libraries.js';

interface Library {
  readonly pattern: RegExp;
  readonly name: string;
  readonly reason: ReasonId;
  /** It reads OPENAI_API_KEY, or is handed it. */
  readonly readsKey?: 'OPENAI_API_KEY';
}

/** Libraries that speak to OpenAI and are named without being rewritten, each with a next step of its own. */
const LIBRARIES: readonly Library[] = [
  { pattern: /^@ai-sdk\/azure$/, name: 'Vercel AI SDK', reason: 'ai-sdk-azure' },
  {
    pattern: /^@openai\/(?:codex-sdk|chatkit.*)$/,
    name: 'OpenAI library',
    reason: 'openai-product',
    readsKey: 'OPENAI_API_KEY',
  },
  // 1.0.0-beta.12 has clients, 2.0.0 types for `openai`.
  { pattern: /^@azure\/openai$/, name: 'Azure OpenAI library', reason: 'azure-library' },
  // `chat.completions.create(key, body)` (npm:@trigger.dev/openai@3.3.12).
  {
    pattern: /^@trigger\.dev\/openai$/,
    name: 'Trigger.dev integration',
    reason: 'trigger-integration',
    readsKey: 'OPENAI_API_KEY',
  },
  // `ConfigurationParameters` of openai 3 (npm:nestjs-openai@0.0.1), `{ apiKey }` (npm:@platohq/nestjs-openai@0.0.3).
  {
    pattern: /^(?:@platohq\/)?nestjs-openai$/,
    name: 'NestJS module',
    reason: 'nest-module',
    readsKey: 'OPENAI_API_KEY',
  },
];

const TOKENIZERS =
  /^(?:tiktoken|js-tiktoken|@dqbd\/tiktoken|gpt-tokenizer|gpt-3-encoder|gpt3-tokenizer)(?:\/|$)/;

export const otherDialects = defineTransform({
  id: 'other-dialects',
  reads: 'code',
  find({ flow, shapes }) {
    return [...libraries(flow, shapes), ...tokenizerCalls(flow, shapes), ...unknownLibraries(flow, shapes)];
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
    const library = LIBRARIES.find(({ pattern }) => pattern.test(specifier));
    if (!library) return [];
    if (typeOnly) return [note(shapes, literal, 'type', `types of ${specifier}`, null)];
    const { name, reason, readsKey } = library;
    const found = note(shapes, literal, 'import', `${name}: ${specifier}`, reason);
    return [readsKey ? { ...found, readsKey } : found];
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
  reason: ReasonId | null,
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
