import { addImports } from '../../src/flow/add-import.js';
import type { Flow } from '../../src/flow/flow.js';
import { leftOver } from '../../src/flow/left-over.js';
import { importNotes, noteAt, packageOf } from '../../src/flow/notes.js';
import { type SettingsForm, SettingsReader } from '../../src/flow/settings.js';
import type { Shapes } from '../../src/flow/shapes.js';
import type { SdkVersions } from '../../src/packages.js';
import type { ReasonId } from '../../src/reasons.js';
import type { ClientSite, NoteSite } from '../../src/sites.js';
import { defineTransform } from '../../src/transform.js';
import { ts } from '../../src/ts.js';
import { isAtLeast } from '../../src/versions.js';
import { isChat, isPlugin, modelsOf, requestOf } from './models.js';

const HOME = '@genkit-ai/compat-oai';
/** The plugin for any address; models that it was not told of are resolved by their name (1.28.0; 1.24.0 leaves the plugin's name out). */
const COMPATIBLE = 'openAICompatible';
const RESOLVES = '1.28.0';

/** Genkit, with the plugin for OpenAI of `@genkit-ai/compat-oai`; `genkitx-openai` is named. */
export const genkit = defineTransform({
  id: 'genkit',
  reads: 'code',
  find({ flow, shapes, versions }) {
    const named = modelsOf(flow, shapes);
    const fixed = named.every(isChat) ? undefined : ('genkit-kinds' as const);
    const plugins = pluginsOf(flow, shapes, versions, fixed);
    const ids = [...plugins.values()].map(({ id }) => id);
    const byNode = new Map([...plugins].map(([node, { id }]) => [node, id] as const));
    return [
      ...plugins.values(),
      ...named.filter(isChat).map((one) => {
        const { file } = flow.program.fileOf(one.node);
        return requestOf(flow, shapes, one, ids, versions.of(file, null, false, HOME));
      }),
      ...(fixed ? [] : leftOver(flow, shapes, 'genkit', byNode, (one) => packageOf(one)?.name === HOME)),
      ...community(flow, shapes),
      ...importNotes(flow, shapes, 'genkit', isHomeOfOpenAI),
    ];
  },
});

function isHomeOfOpenAI(specifier: string): boolean {
  const found = packageOf(specifier);
  return found?.name === HOME && found.subpath === 'openai';
}

/**
 * `openAI({ … })`: its types take no address, so the plugin that it is made of takes its place, under the same name, so
 * that references and ids go on leading to it (npm:@genkit-ai/compat-oai@1.42.0, lib/openai/index.d.ts and lib/index.js).
 */
function pluginsOf(
  flow: Flow,
  shapes: Shapes,
  versions: SdkVersions,
  fixed: ReasonId | undefined,
): Map<ts.Node, ClientSite> {
  const reader = new SettingsReader(flow, shapes);
  const found = new Map<ts.Node, ClientSite>();
  for (const [name, calls] of flow.index.calls)
    for (const call of /openai/i.test(name) ? calls : []) {
      if (!ts.isCallExpression(call) || !flow.values(call.expression).some(isPlugin)) continue;
      const { file, quote } = flow.program.fileOf(call);
      const added = ts.isIdentifier(call.expression) ? addImports(flow, call, HOME, [COMPATIBLE]) : undefined;
      const [options] = call.arguments;
      const isInline = options === undefined || ts.isObjectLiteralExpression(options);
      const sdk = versions.of(file, null, false, HOME);
      const obstacle = isAtLeast(sdk, RESOLVES) ? undefined : ('genkit-version' as const);
      const form = formOf(quote, fixed ?? obstacle ?? (added && isInline ? undefined : 'genkit-plugin'));
      const client = reader.client(call, { ...form, sdk });
      const callee = shapes.token(call.expression);
      const along = [...(added ?? []), { file: callee.file, ...callee.span, text: COMPATIBLE }];
      found.set(call, { ...client, along });
    }
  return found;
}

function formOf(quote: string, fixed: ReasonId | undefined): Omit<SettingsForm, 'sdk'> {
  return {
    dialect: 'genkit',
    className: 'openAI',
    client: {
      url: ['baseURL'],
      key: 'apiKey',
      staleKeys: [],
      drop: ['organization', 'project'],
      fallsBack: true,
      also: { name: `${quote}openai${quote}` },
      ...(fixed ? { fixed } : {}),
    },
    optionsAt: 0,
    models: ['model'],
    operation: 'chat.completions',
    spelling: {},
    implicit: {},
  };
}

/** `genkitx-openai` has its models as constants, and registers no others by their name (npm:genkitx-openai@0.30.0). */
function community(flow: Flow, shapes: Shapes): NoteSite[] {
  return flow.index.specifiers.flatMap(({ literal, typeOnly }) => {
    if (packageOf(literal.text)?.name !== 'genkitx-openai') return [];
    if (typeOnly)
      return [noteAt(shapes, literal, { dialect: 'genkit', kind: 'type', message: 'types of a plugin' })];
    return [
      noteAt(shapes, literal, {
        dialect: 'genkit',
        kind: 'import',
        message: 'a plugin with OpenAI’s models as constants',
        reason: 'genkit-community',
        readsKey: 'OPENAI_API_KEY',
      }),
    ];
  });
}
