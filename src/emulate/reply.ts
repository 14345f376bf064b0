import type { JsonObject } from './json.js';

/** What is sent back, before it becomes bytes. */
export type Reply =
  | {
      readonly kind: 'json';
      readonly status: number;
      readonly body: unknown;
      readonly headers?: Readonly<Record<string, string>>;
    }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'bytes'; readonly type: string; readonly bytes: Uint8Array<ArrayBuffer> }
  /** Server-sent events; `named` ones carry their type as the event's name. */
  | {
      readonly kind: 'events';
      readonly events: readonly JsonObject[];
      readonly named: boolean;
      /** Ends with `data: [DONE]`. */
      readonly done: boolean;
      readonly keepAlive: boolean;
    };

export function toResponse(reply: Reply, pauseMilliseconds: number): Response {
  switch (reply.kind) {
    case 'json':
      return Response.json(reply.body, { status: reply.status, headers: { ...reply.headers } });
    case 'text':
      return new Response(reply.text, { headers: { 'content-type': 'text/plain; charset=utf-8' } });
    case 'bytes':
      return new Response(reply.bytes, { headers: { 'content-type': reply.type } });
    case 'events':
      return new Response(streamOf(reply, pauseMilliseconds), {
        headers: { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-cache' },
      });
  }
}

function streamOf(reply: Reply & { kind: 'events' }, pauseMilliseconds: number): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  const lines = linesOf(reply);
  return new ReadableStream({
    async pull(controller) {
      const { value, done } = lines.next();
      if (done) {
        controller.close();
        return;
      }
      if (pauseMilliseconds > 0) {
        if (reply.keepAlive) controller.enqueue(encoder.encode(': keep-alive\n\n'));
        await new Promise((resume) => setTimeout(resume, pauseMilliseconds));
      }
      controller.enqueue(encoder.encode(value));
    },
  });
}

function* linesOf({ events, named, done }: Reply & { kind: 'events' }): Generator<string> {
  for (const event of events) {
    const name = named ? `event: ${String(event['type'])}\n` : '';
    yield `${name}data: ${JSON.stringify(event)}\n\n`;
  }
  if (done) yield 'data: [DONE]\n\n';
}
