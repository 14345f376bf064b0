import { BodyParts } from '../../src/flow/bodies.js';
import type { Flow } from '../../src/flow/flow.js';
import { importNotes, noteAt, packageOf } from '../../src/flow/notes.js';
import { type Made, Sendings } from '../../src/flow/sendings.js';
import { SettingsReader } from '../../src/flow/settings.js';
import type { Shapes } from '../../src/flow/shapes.js';
import type { SdkVersions } from '../../src/packages.js';
import type { NoteSite, RequestSite, Site } from '../../src/sites.js';
import { type CodeContext, defineTransform } from '../../src/transform.js';
import { ts } from '../../src/ts.js';
import { chatgptClass, HOME, settingsForm } from './classes.js';

/** `ChatGPTAPI` of the `chatgpt` package. */
export const chatgpt = defineTransform({
  id: 'chatgpt',
  reads: 'code',
  find({ flow, shapes, versions }: CodeContext): readonly Site[] {
    const made = makers(flow, shapes, versions);
    const sendings = new Sendings(flow, shapes, 'chatgpt', made, isClientType);
    const extras: RequestSite[] = [];
    for (const call of flow.index.calls.get('sendMessage') ?? []) {
      if (!ts.isCallExpression(call)) continue;
      sendings.add(call);
      extras.push(...perMessage(flow, shapes, sendings, call));
    }
    return [
      ...[...made.values()].flatMap(({ client, settings }) => [client, sendings.completed(settings)]),
      ...sendings.requests,
      ...extras,
      ...unofficial(flow, shapes),
      ...importNotes(flow, shapes, 'chatgpt', (one) => packageOf(one)?.name === HOME),
    ];
  },
});

/** `new ChatGPTAPI({ … })`, and `super({ … })` of a class of one's own. */
function makers(flow: Flow, shapes: Shapes, versions: SdkVersions): Map<ts.Node, Made> {
  const reader = new SettingsReader(flow, shapes);
  const made = new Map<ts.Node, Made>();
  for (const [name, calls] of flow.index.calls)
    for (const call of calls) {
      if (name !== 'super' && !ts.isNewExpression(call)) continue;
      const module = moduleOf(flow, call, 'ChatGPTAPI');
      if (module === undefined) continue;
      const { file } = flow.program.fileOf(call);
      const form = settingsForm(versions.of(file, packageOf(module)?.version ?? null, false, HOME));
      const client = reader.client(call, form);
      made.set(call, { client, settings: reader.settings(call, form, client) });
    }
  return made;
}

/** The specifier behind a class of the package, where a call constructs that. */
function moduleOf(flow: Flow, call: ts.CallExpression | ts.NewExpression, name: string): string | undefined {
  for (const value of flow.values(call.expression))
    if (value.kind === 'external' && chatgptClass(value.module, value.path) === name) return value.module;
  return undefined;
}

/** `sendMessage(text, { completionParams: { … } })` overrides what the client was made with (5.1.0). */
function perMessage(flow: Flow, shapes: Shapes, sendings: Sendings, call: ts.CallExpression): RequestSite[] {
  const [, options] = call.arguments;
  const site = sendings.site(call);
  if (!site || !options) return [];
  const values = flow.member(flow.values(options), 'completionParams', options);
  const objects = values.flatMap((value) => (value.kind === 'object' ? [value.node] : []));
  const parts = new BodyParts(flow, shapes, objects);
  if (parts.parameters.length === 0) return [];
  const model = parts.parameters.find(({ name }) => name === 'model')?.values ?? [];
  return [
    {
      ...site,
      bodies: objects.map((one) => shapes.object(one)),
      partial: parts.partial || values.some(({ kind }) => kind !== 'object' && kind !== 'nothing'),
      model,
      parameters: parts.parameters,
      nested: parts.nested,
      part: model.length > 0 ? 'settings' : 'extra',
    },
  ];
}

/** The client of the website, which asks somebody's proxy with a token of the website. */
function unofficial(flow: Flow, shapes: Shapes): NoteSite[] {
  return (flow.index.calls.get('ChatGPTUnofficialProxyAPI') ?? []).flatMap((call) =>
    moduleOf(flow, call, 'ChatGPTUnofficialProxyAPI') === undefined
      ? []
      : [
          noteAt(shapes, call, {
            dialect: 'chatgpt',
            kind: 'unsupported',
            message: 'the client of the website, behind a proxy',
            reason: 'chatgpt-website',
          }),
        ],
  );
}

function isClientType(specifier: string, path: readonly string[]): boolean {
  return chatgptClass(specifier, path) === 'ChatGPTAPI';
}
