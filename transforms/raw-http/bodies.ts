import { BodyParts } from '../../src/flow/bodies.js';
import type { Flow } from '../../src/flow/flow.js';
import type { CallLike } from '../../src/flow/index-nodes.js';
import type { Shapes } from '../../src/flow/shapes.js';
import type { Value } from '../../src/flow/value.js';
import type { Operation } from '../../src/openai/operations.js';
import type { SdkVersions } from '../../src/packages.js';
import type { Origin, RequestSite } from '../../src/sites.js';
import { ts } from '../../src/ts.js';
import type { Sent } from './sent.js';

const TAKES_MODEL: ReadonlySet<Operation> = new Set<Operation>([
  'chat.completions',
  'responses',
  'completions',
  'embeddings',
  'images.generations',
  'images.edits',
  'images.variations',
  'audio.transcriptions',
  'audio.translations',
  'audio.speech',
  'moderations',
]);

/** One request, as it will be named and with what it sends. */
export interface Asked {
  readonly sent: Sent;
  readonly call: CallLike;
  readonly token: ts.Node;
  readonly method: string;
  readonly bodies: readonly Value[];
}

/** Reads what is sent: JSON, forms. */
export class BodyReader {
  private readonly flow: Flow;
  private readonly shapes: Shapes;
  private readonly versions: SdkVersions;

  constructor(flow: Flow, shapes: Shapes, versions: SdkVersions) {
    this.flow = flow;
    this.shapes = shapes;
    this.versions = versions;
  }

  request({ sent, call, token, method, bodies }: Asked, operation: Operation): Omit<RequestSite, 'clients'> {
    const objects = bodies.flatMap((value) => (value.kind === 'object' ? [value.node] : []));
    const parts = new BodyParts(this.flow, this.shapes, objects);
    const isOpen = bodies.some((value) => value.kind !== 'object') || objects.length === 0;
    return {
      site: 'request',
      dialect: 'raw-http',
      token: this.shapes.token(token),
      call: this.shapes.token(call),
      method,
      operation,
      openEnded: false,
      confidence: 'certain',
      legacy: false,
      sdk: this.versions.of(this.flow.program.fileOf(call).file, null, false),
      bodies: objects.map((one) => this.shapes.object(one)),
      partial: isOpen || parts.partial,
      opaque: isOpen,
      openBody: true,
      readBack: parts.readBack,
      ...(parts.format ? { format: parts.format } : {}),
      ...(parts.messages ? { messages: parts.messages } : {}),
      model: this.model(sent, operation, bodies),
      parameters: parts.parameters,
      spelling: {},
      nested: parts.nested,
      hasImages: parts.hasImages,
      related: [],
      plain: true,
      vectors: { asksForBase64: false, takesFormat: true, takesDimensions: true },
    };
  }

  private model(sent: Sent, operation: Operation, bodies: readonly Value[]): Origin[] {
    if (!TAKES_MODEL.has(operation)) return [];
    const forms = bodies.filter((value) => isForm(value));
    const others = bodies.filter((value) => !isForm(value));
    const found = [
      ...this.flow.member(others, 'model', sent.call),
      ...forms.flatMap((form) => this.appended(form)),
    ];
    if (bodies.length > 0) return this.shapes.origins(found);
    return this.shapes.origins([{ kind: 'unknown', why: 'dynamic', node: sent.call, trail: [] }]);
  }

  /** `form.append('model', 'whisper-1')`. */
  private appended(form: Value): readonly Value[] {
    return ['append', 'set'].flatMap((method) =>
      (this.flow.index.calls.get(method) ?? []).flatMap((call) => {
        const [name, value] = call.arguments ?? [];
        if (!name || !value || !ts.isStringLiteralLike(name) || name.text !== 'model') return [];
        if (!ts.isPropertyAccessExpression(call.expression)) return [];
        const isSame = this.flow.values(call.expression.expression).some((one) => one.node === form.node);
        return isSame ? this.flow.values(value) : [];
      }),
    );
  }
}

/** Whether a chat is sent, wherever it goes. */
export function sendsChat(sent: Sent): boolean {
  return sent.bodies().some((value) => value.kind === 'object' && isChatBody(value.node));
}

/** `{ messages, model, … }`, or what a spread adds to messages. */
function isChatBody(object: ts.ObjectLiteralExpression): boolean {
  const names = object.properties.map(({ name }) => name?.getText() ?? '...');
  return (
    names.includes('messages') &&
    names.some((name) => /^(?:model|temperature|stream|max_tokens|\.\.\.)$/.test(name))
  );
}

function isForm(value: Value): boolean {
  return (
    value.kind === 'instance' &&
    ((value.of.kind === 'global' && value.of.path.at(-1) === 'FormData') ||
      (value.of.kind === 'external' && /form-?data/i.test(value.of.module)))
  );
}
