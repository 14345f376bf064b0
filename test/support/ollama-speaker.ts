import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Speaker } from './speaker.js';

/*
 * A server on this machine that is asked in OpenAI's way or in Ollama's own (`/api/chat`, `/api/embed`): its answer says
 * what it understood, whichever it was. Shapes of the latter: npm:ollama@0.6.4, `dist/browser.d.ts`.
 */

type Json = Readonly<Record<string, unknown>>;

/** One request to chat, whichever way it came. */
interface Asked {
  readonly messages: readonly { readonly role: string; readonly content: string }[];
  readonly said: string;
  readonly tool: string | null;
  readonly stream: boolean;
  readonly json: boolean;
}

export async function startOllamaSpeaker(): Promise<Speaker> {
  const paths: string[] = [];
  const server: Server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const url = request.url ?? '';
      paths.push(`${request.method} ${url} ${request.headers.authorization}`);
      const body = JSON.parse(Buffer.concat(chunks).toString()) as Json;
      if (url === '/api/chat') nativeChat(body, response);
      else if (url === '/api/embed') send(response, embedded(body));
      else if (url === '/v1/chat/completions') chat(body, response);
      else if (url === '/v1/embeddings') send(response, embeddings(body));
      else response.writeHead(404).end('{"error":"no such path"}');
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  return { origin: `http://127.0.0.1:${port}`, paths, close: () => server.close() };
}

function chat(body: Json, response: ServerResponse): void {
  const asked = askedByOpenAI(body);
  const usage = { prompt_tokens: 10, completion_tokens: 5, total_tokens: 15 };
  const call = asked.tool && {
    id: 'call_1',
    type: 'function',
    function: { name: asked.tool, arguments: '{"city":"Oslo"}' },
  };
  if (!asked.stream) {
    const message = { role: 'assistant', content: textOf(asked), ...(call ? { tool_calls: [call] } : {}) };
    const finish_reason = call ? 'tool_calls' : 'stop';
    send(response, { id: 'x', choices: [{ index: 0, message, finish_reason }], usage });
    return;
  }
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  const event = (chunk: Json) => response.write(`data: ${JSON.stringify({ id: 'x', ...chunk })}\n\n`);
  for (const content of piecesOf(asked)) event({ choices: [{ index: 0, delta: { content } }] });
  event({ choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] });
  if (body['stream_options']) event({ choices: [], usage });
  response.end('data: [DONE]\n\n');
}

function nativeChat(body: Json, response: ServerResponse): void {
  const asked = askedByOllama(body);
  const end = { done: true, done_reason: 'stop', prompt_eval_count: 10, eval_count: 5 };
  const call = asked.tool && { function: { name: asked.tool, arguments: { city: 'Oslo' } } };
  if (!asked.stream) {
    const message = { role: 'assistant', content: textOf(asked), ...(call ? { tool_calls: [call] } : {}) };
    send(response, { model: body['model'], message, ...end });
    return;
  }
  response.writeHead(200, { 'content-type': 'application/x-ndjson' });
  const line = (piece: Json) => response.write(`${JSON.stringify({ model: body['model'], ...piece })}\n`);
  for (const content of piecesOf(asked)) line({ message: { role: 'assistant', content }, done: false });
  line({ message: { role: 'assistant', content: '' }, ...end });
  response.end();
}

function askedByOpenAI(body: Json): Asked {
  const { messages, model: _model, stream, stream_options: _usage, user: _user, n: _n, ...rest } = body;
  const { response_format: format, tools, tool_choice: _choice, stop, ...options } = rest;
  const type = format as { type: string; json_schema?: { schema: Json } } | undefined;
  const limit = options['max_completion_tokens'] ?? options['max_tokens'];
  const { max_completion_tokens: _limit, max_tokens: _old, ...plain } = options;
  return asking(messages, tools, stream, {
    ...plain,
    ...(limit === undefined ? {} : { num_predict: limit }),
    ...(stop === undefined ? {} : { stop: [stop].flat() }),
    ...(type ? { format: type.json_schema?.schema ?? 'json' } : {}),
  });
}

/** Nothing may be left of OpenAI's own names. */
function askedByOllama(body: Json): Asked {
  const { messages, model: _model, stream, tools, options, format, ...rest } = body;
  return asking(messages, tools, stream, {
    ...(options as Json | undefined),
    ...(format === undefined ? {} : { format }),
    ...rest,
  });
}

function asking(messages: unknown, tools: unknown, stream: unknown, options: Json): Asked {
  const list = messages as { role: string; content: string; tool_calls?: unknown }[];
  const [tool] = (tools ?? []) as { function: { name: string } }[];
  const isAnswered = list.some(({ role }) => role === 'tool');
  const said = list.map(({ role, content, tool_calls: calls }) =>
    [role === 'developer' ? 'system' : role, content ?? '', calls ? 'calls' : ''].filter(Boolean).join(':'),
  );
  return {
    messages: list,
    said: `${said.join(' ')} ${JSON.stringify(Object.entries(options).sort())}`,
    tool: tool && !isAnswered ? tool.function.name : null,
    stream: stream === true,
    json: 'format' in options,
  };
}

function textOf({ said, json, tool }: Asked): string {
  if (tool) return '';
  return json ? JSON.stringify({ name: said }) : said;
}

function piecesOf({ messages }: Asked): string[] {
  return ['heard: ', ...(messages.at(-1)?.content ?? '').split(' ')];
}

function vectorsOf(body: Json): number[][] {
  return [body['input'] as string | string[]]
    .flat()
    .map((text) => [text.length, Number(body['dimensions'] ?? 0), 0.5]);
}

function embeddings(body: Json): Json {
  const data = vectorsOf(body).map((embedding, index) => ({ object: 'embedding', index, embedding }));
  return { object: 'list', data, usage: { prompt_tokens: 4, total_tokens: 4 } };
}

function embedded(body: Json): Json {
  return { model: body['model'], embeddings: vectorsOf(body), prompt_eval_count: 4 };
}

function send(response: ServerResponse, body: Json): void {
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
