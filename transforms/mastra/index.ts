import { BodyParts } from '../../src/flow/bodies.js';
import type { Flow } from '../../src/flow/flow.js';
import { noteAt, packageOf } from '../../src/flow/notes.js';
import { Sendings } from '../../src/flow/sendings.js';
import { objectsOf, type Shapes } from '../../src/flow/shapes.js';
import type { ReasonId } from '../../src/reasons.js';
import type { NestedUse, NoteSite, RequestSite } from '../../src/sites.js';
import { defineTransform } from '../../src/transform.js';
import { ts } from '../../src/ts.js';
import { Ids } from './ids.js';

/** Methods by which agents, models, memories and scorers send something. */
const SENDING =
  /^(?:generate|generateLegacy|generateVNext|stream|streamLegacy|streamVNext|network|run|recall|remember|doEmbed)$/;
/** OpenAI's name → that of `modelSettings` (`CallSettings` of the AI SDK 5, in npm:@mastra/core@1.71.0). */
const SPELLING = {
  max_tokens: 'maxOutputTokens',
  top_p: 'topP',
  frequency_penalty: 'frequencyPenalty',
  presence_penalty: 'presencePenalty',
  stop: 'stopSequences',
} as const;

/** Packages of Mastra's for OpenAI that lead there by themselves. */
const PACKAGES: Readonly<Record<string, { readonly message: string; readonly reason: ReasonId }>> = {
  // `OpenAISDKAgent` hands its options to @openai/agents (npm:@mastra/openai@1.1.0).
  '@mastra/openai': { message: 'agents of @openai/agents, inside of Mastra', reason: 'mastra-agents' },
  // `name` is one of tts-1, tts-1-hd and whisper-1 (npm:@mastra/voice-openai@0.13.2).
  '@mastra/voice-openai': { message: 'speech by models of OpenAI’s', reason: 'mastra-voice' },
  '@mastra/voice-openai-realtime': { message: 'speech over OpenAI’s realtime API', reason: 'mastra-voice' },
};

/** Mastra's router of models, and its packages for OpenAI. */
export const mastra = defineTransform({
  id: 'mastra',
  reads: 'code',
  find({ flow, shapes, versions }) {
    const ids = new Ids(flow, shapes, versions);
    const sendings = new Sendings(flow, shapes, 'mastra', ids.made, () => false);
    const extras: RequestSite[] = [];
    for (const [name, calls] of flow.index.calls) {
      if (!SENDING.test(name) || ids.made.size === 0) continue;
      for (const call of calls) {
        if (!ts.isCallExpression(call)) continue;
        sendings.add(call);
        extras.push(...extraOf(flow, shapes, sendings, call));
      }
    }
    return [
      ...[...ids.made.values()].flatMap(({ client, settings }) => [client, sendings.completed(settings)]),
      ...sendings.requests,
      ...extras,
      ...ids.notes,
      ...packages(flow, shapes),
    ];
  },
});

/** `agent.generate(text, { modelSettings: { … }, structuredOutput: { … } })`. */
function extraOf(flow: Flow, shapes: Shapes, sendings: Sendings, call: ts.CallExpression): RequestSite[] {
  const options = call.arguments[1];
  const site = options && sendings.site(call);
  if (!site) return [];
  const tuned = flow.member(flow.values(options), 'modelSettings', options);
  const objects = tuned.flatMap((value) => (value.kind === 'object' ? [value.node] : []));
  const parts = new BodyParts(flow, shapes, objects, SPELLING);
  const nested = [...parts.nested, ...structured(flow, shapes, options)];
  if (parts.parameters.length === 0 && nested.length === 0) return [];
  return [
    {
      ...site,
      bodies: objects.map((one) => shapes.object(one)),
      partial: parts.partial,
      parameters: parts.parameters,
      spelling: SPELLING,
      nested,
      part: 'extra',
    },
  ];
}

/** A schema goes out as `json_schema`, unless it is put into the prompt (`jsonPromptInjection`). */
function structured(flow: Flow, shapes: Shapes, options: ts.Expression): NestedUse[] {
  const given = flow.member(flow.values(options), 'structuredOutput', options);
  return given.flatMap((value): NestedUse[] => {
    if (value.kind !== 'object') return [];
    const { objects } = objectsOf(flow, value.node);
    const [object] = objects;
    const names = (object?.properties ?? []).map(({ name }) =>
      name && ts.isIdentifier(name) ? name.text : '',
    );
    if (!object || names.includes('jsonPromptInjection') || names.includes('model')) return [];
    const at = shapes.token(value.node);
    return [
      {
        path: 'response_format.type',
        value: 'json_schema',
        at,
        direct: true,
        otherwise: {
          message: 'puts the schema into the prompt: jsonPromptInjection',
          byPrompt: true,
          object: shapes.object(object),
          name: 'jsonPromptInjection',
          value: 'true',
        },
      },
    ];
  });
}

function packages(flow: Flow, shapes: Shapes): NoteSite[] {
  return flow.index.specifiers.flatMap(({ literal, typeOnly }) => {
    const name = packageOf(literal.text)?.name ?? '';
    const found = Object.hasOwn(PACKAGES, name) ? PACKAGES[name] : undefined;
    if (!found) return [];
    if (typeOnly)
      return [noteAt(shapes, literal, { dialect: 'mastra', kind: 'type', message: `types of ${name}` })];
    return [
      noteAt(shapes, literal, { dialect: 'mastra', kind: 'import', readsKey: 'OPENAI_API_KEY', ...found }),
    ];
  });
}
