import { addImports } from '../../src/flow/add-import.js';
import type { Flow } from '../../src/flow/flow.js';
import { leftOver } from '../../src/flow/left-over.js';
import { noteAt, packageOf } from '../../src/flow/notes.js';
import type { Made } from '../../src/flow/sendings.js';
import { type SettingsForm, SettingsReader } from '../../src/flow/settings.js';
import type { Shapes } from '../../src/flow/shapes.js';
import type { SdkVersions } from '../../src/packages.js';
import type { ReasonId } from '../../src/reasons.js';
import type { FollowSite, NoteSite, SdkVersion } from '../../src/sites.js';
import { ts } from '../../src/ts.js';
import { isAtLeast } from '../../src/versions.js';

export const HOME = '@tanstack/ai-openai';
/** Takes any model and address, and speaks chat completions (npm:@tanstack/ai-openai@0.23.1, dist/esm/compatible). */
const COMPATIBLE = 'openaiCompatibleText';
/** The first release that was seen to have it; 0.10.0 has not. */
const SINCE = '0.14.1';

/** Adapters for chat that read OPENAI_API_KEY by themselves: `(model, options)`. */
const CHAT = /^openai(?:Text|ChatCompletions)$/;
/** The others: `createOpenai…(model, key, options)`, and those for anything but chat. */
const OTHERS =
  /^(?:createOpenai(?:Chat|ChatCompletions|Summarize|Image|Video|Speech|Transcription|Embedding)|openai(?:Summarize|Image|Video|Speech|Transcription|Embedding|Realtime|RealtimeToken))$/;

/** Adapters of `@tanstack/ai-openai`. */
export class Adapters {
  readonly made = new Map<ts.Node, Made>();
  readonly notes: NoteSite[] = [];
  readonly follows: FollowSite[];
  private readonly flow: Flow;
  private readonly shapes: Shapes;
  private readonly versions: SdkVersions;
  private readonly settings: SettingsReader;

  constructor(flow: Flow, shapes: Shapes, versions: SdkVersions) {
    this.flow = flow;
    this.shapes = shapes;
    this.versions = versions;
    this.settings = new SettingsReader(flow, shapes);
    for (const [name, calls] of flow.index.calls)
      if (/openai/i.test(name)) for (const call of calls) if (ts.isCallExpression(call)) this.call(call);
    // One with an address of its own may be another vendor's, and keep its name.
    const ids = new Map(
      [...this.made].flatMap(([node, { client }]) =>
        client.baseURL.every(({ kind }) => kind === 'nothing') ? [[node, client.id] as const] : [],
      ),
    );
    this.follows = leftOver(
      flow,
      shapes,
      'tanstack-ai',
      ids,
      (specifier) => packageOf(specifier)?.name === HOME,
    );
  }

  private call(call: ts.CallExpression): void {
    const exported = this.exportOf(call);
    if (exported === undefined) return;
    const { file } = this.flow.program.fileOf(call);
    const sdk = this.versions.of(file, null, false, HOME);
    if (!isAtLeast(sdk, SINCE)) this.left(call, exported, 'tanstack-version');
    else if (!CHAT.test(exported) || !this.make(call, exported, sdk))
      this.left(call, exported, 'tanstack-adapter');
  }

  /** The name of the adapter that a call makes. */
  private exportOf(call: ts.CallExpression): string | undefined {
    for (const value of this.flow.values(call.expression)) {
      if (value.kind !== 'external' || packageOf(value.module)?.name !== HOME) continue;
      const found = value.path.join('.');
      if (CHAT.test(found) || OTHERS.test(found)) return found;
    }
    return undefined;
  }

  /** Called by the name that an import brings in: another name and another import take its place. */
  private make(call: ts.CallExpression, exported: string, sdk: SdkVersion): boolean {
    const callee = call.expression;
    const [, options] = call.arguments;
    // Kept in a variable they have the type of the old adapter's options, which takes no key.
    if (options && !ts.isObjectLiteralExpression(options)) return false;
    const added = ts.isIdentifier(callee)
      ? addImports(this.flow, call, `${HOME}/compatible`, [COMPATIBLE])
      : undefined;
    if (!added) return false;
    const name = this.shapes.token(callee);
    const along = [...added, { file: name.file, ...name.span, text: COMPATIBLE }];
    const form: SettingsForm = { ...FORM, className: exported, sdk };
    const client = { ...this.settings.client(call, form), along };
    this.made.set(call, { client, settings: this.settings.settings(call, form, client) });
    return true;
  }

  private left(call: ts.CallExpression, exported: string, reason: ReasonId): void {
    this.notes.push(
      noteAt(this.shapes, call.expression, {
        dialect: 'tanstack-ai',
        kind: 'client',
        message: `${exported}: an adapter for OpenAI’s models`,
        reason,
        readsKey: 'OPENAI_API_KEY',
      }),
    );
  }
}

const FORM = {
  dialect: 'tanstack-ai',
  client: {
    url: ['baseURL'],
    key: 'apiKey',
    staleKeys: [],
    drop: ['organization', 'project'],
    fallsBack: true,
  },
  optionsAt: 1,
  modelAt: 0,
  models: ['model'],
  operation: 'chat.completions',
  spelling: {},
  implicit: {},
} as const;
