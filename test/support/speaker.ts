import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/*
 * A server on this machine that understands the Responses API, chat completions and text completions alike: its answer
 * says what it understood, whichever protocol it was asked in. A program that was converted has to be told the same.
 */

type Json = Readonly<Record<string, unknown>>;

/** One request, whatever its protocol. */
interface Asked {
  readonly messages: readonly { readonly role: string; readonly content: unknown }[];
  readonly options: Json;
  readonly tools: readonly Json[];
  readonly results: readonly Json[];
  readonly stream: boolean;
}

export interface Speaker {
  readonly origin: string;
  /** `POST /v4/chat/completions`, in order. */
  readonly paths: string[];
  close(): void;
}

export async function startSpeaker(): Promise<Speaker> {
  const paths: string[] = [];
  const server: Server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      paths.push(`${request.method} ${request.url}`);
      reply(request, JSON.parse(Buffer.concat(chunks).toString() || '{}'), response);
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  return { origin: `http://127.0.0.1:${port}`, paths, close: () => server.close() };
}

function reply(request: IncomingMessage, body: Json, response: ServerResponse): void {
  const url = request.url ?? '';
  if (JSON.stringify(body).includes('"fail"')) {
    response.statusCode = 429;
    response.end('{"error":{"message":"no"}}');
  } else if (url.endsWith('/responses')) responses(askedByResponses(body), response);
  else if (url.endsWith('/chat/completions')) chat(askedByChat(body), Number(body['n'] ?? 1), response);
  else text(askedByPrompt(body), Number(body['n'] ?? 1), response);
}

const USAGE = { input: 10, output: 5, total: 15, cached: 3, reasoning: 2 };

/** What is answered: a call of the first tool as long as no tool has answered, else what was understood. */
function callOf(asked: Asked): Json | undefined {
  const [tool] = asked.tools;
  return tool && asked.results.length === 0
    ? { name: tool['name'], arguments: '{"city":"Oslo"}' }
    : undefined;
}

function answerOf({ messages, options, results, tools }: Asked): string {
  if (JSON.stringify(options['format'] ?? '').includes('json_')) return '{"answer":"yes"}';
  return JSON.stringify({ messages, options, results, tools });
}

function askedByResponses(body: Json): Asked {
  const { input, instructions, text, reasoning } = body as { input: unknown } & Record<
    string,
    Json | undefined
  >;
  const items = (typeof input === 'string' ? [{ role: 'user', content: input }] : input) as Json[];
  const first = instructions ? [{ role: 'system', content: instructions }] : [];
  const said = [...first, ...items].filter((item) => 'role' in item) as unknown as Asked['messages'];
  return {
    messages: said.map(({ role, content }) => ({ role: roleOf(role), content: plain(content) })),
    options: options(body, body['max_output_tokens'], text?.['format'] as Json, reasoning?.['effort']),
    tools: ((body['tools'] ?? []) as Json[]).map(({ name, description, parameters, strict }) => ({
      name,
      description,
      parameters,
      strict,
    })),
    results: items
      .filter((item) => item['type'] === 'function_call_output')
      .map((item) => ({ id: item['call_id'], result: item['output'] })),
    stream: body['stream'] === true,
  };
}

function askedByChat(body: Json): Asked {
  const messages = body['messages'] as {
    role: string;
    content: unknown;
    tool_call_id?: string;
    tool_calls?: unknown;
  }[];
  const format = body['response_format'] as Json | undefined;
  const schema = format?.['json_schema'] as Json | undefined;
  return {
    messages: messages
      .filter(({ role, tool_calls: calls }) => role !== 'tool' && !calls)
      .map(({ role, content }) => ({ role: roleOf(role), content: plain(content) })),
    options: options(
      body,
      body['max_tokens'],
      schema ? { type: format?.['type'], ...schema } : format,
      body['reasoning_effort'],
    ),
    tools: ((body['tools'] ?? []) as Json[]).map((tool) => {
      const { name, description, parameters, strict } = tool['function'] as Json;
      return { name, description, parameters, strict };
    }),
    results: messages
      .filter(({ role }) => role === 'tool')
      .map(({ tool_call_id: id, content }) => ({ id, result: content })),
    stream: body['stream'] === true,
  };
}

function askedByPrompt(body: Json): Asked {
  const messages = [{ role: 'user', content: plain(body['prompt']) }];
  return {
    messages,
    options: options(body, body['max_tokens'], undefined, undefined),
    tools: [],
    results: [],
    stream: body['stream'] === true,
  };
}

/** Free text is what comes without a format, and `strict` is what a schema is without saying so. */
function options(body: Json, limit: unknown, format: Json | undefined, effort: unknown): Json {
  const choice = body['tool_choice'] as Json | string | undefined;
  const named =
    typeof choice === 'object'
      ? ((choice['function'] as Json | undefined)?.['name'] ?? choice['name'])
      : choice;
  return {
    limit,
    temperature: body['temperature'],
    user: body['user'],
    parallel: body['parallel_tool_calls'],
    effort,
    choice: named,
    format: format?.['type'] === 'text' ? undefined : format,
  };
}

function roleOf(role: string): string {
  return role === 'developer' ? 'system' : role;
}

/** A message's text, or its parts without their names. */
function plain(content: unknown): unknown {
  if (!Array.isArray(content)) return content;
  const parts = (content as Json[]).map((part) => {
    const image = part['image_url'];
    if (image === undefined) return part['text'];
    return typeof image === 'string' ? { url: image, detail: part['detail'] } : image;
  });
  return parts.length === 1 ? parts[0] : parts;
}

function pieces(answer: string): string[] {
  const third = Math.ceil(answer.length / 3);
  return [answer.slice(0, third), answer.slice(third, 2 * third), answer.slice(2 * third)];
}

function responses(asked: Asked, response: ServerResponse): void {
  const call = callOf(asked);
  const answer = answerOf(asked);
  const item = call
    ? { type: 'function_call', id: 'fc_1', call_id: 'call_1', status: 'completed', ...call }
    : {
        type: 'message',
        id: 'msg_1',
        role: 'assistant',
        status: 'completed',
        content: [{ type: 'output_text', text: answer, annotations: [] }],
      };
  const whole = {
    id: 'resp_1',
    object: 'response',
    created_at: 1,
    status: 'completed',
    model: 'm',
    output: [item],
    usage: {
      input_tokens: USAGE.input,
      output_tokens: USAGE.output,
      total_tokens: USAGE.total,
      input_tokens_details: { cached_tokens: USAGE.cached },
      output_tokens_details: { reasoning_tokens: USAGE.reasoning },
    },
  };
  if (!asked.stream) {
    send(response, whole);
    return;
  }
  const at = { item_id: 'msg_1', output_index: 0, content_index: 0 };
  const part = { type: 'output_text', text: '', annotations: [] };
  const empty = { ...item, status: 'in_progress', content: [] };
  sendEvents(
    response,
    [
      { type: 'response.created', response: { ...whole, status: 'in_progress', output: [] } },
      { type: 'response.output_item.added', output_index: 0, item: empty },
      { type: 'response.content_part.added', ...at, part },
      ...pieces(answer).map((delta) => ({ type: 'response.output_text.delta', ...at, delta, logprobs: [] })),
      { type: 'response.output_text.done', ...at, text: answer, logprobs: [] },
      { type: 'response.content_part.done', ...at, part: { ...part, text: answer } },
      { type: 'response.output_item.done', output_index: 0, item },
      { type: 'response.completed', response: whole },
    ].map((event, index) => ({ ...event, sequence_number: index })),
  );
}

function chat(asked: Asked, count: number, response: ServerResponse): void {
  const call = callOf(asked);
  const answer = answerOf(asked);
  const message = call
    ? { role: 'assistant', content: null, tool_calls: [{ id: 'call_1', type: 'function', function: call }] }
    : { role: 'assistant', content: answer };
  const common = { id: 'chat_1', created: 1, model: 'm' };
  const usage = {
    prompt_tokens: USAGE.input,
    completion_tokens: USAGE.output,
    total_tokens: USAGE.total,
    prompt_tokens_details: { cached_tokens: USAGE.cached },
    completion_tokens_details: { reasoning_tokens: USAGE.reasoning },
  };
  if (!asked.stream) {
    const choices = Array.from({ length: count }, (_, index) => ({
      index,
      message,
      finish_reason: call ? 'tool_calls' : 'stop',
    }));
    send(response, { ...common, object: 'chat.completion', choices, usage });
    return;
  }
  const chunk = (delta: Json, finish: string | null = null) => ({
    ...common,
    object: 'chat.completion.chunk',
    choices: [{ index: 0, delta, finish_reason: finish }],
  });
  sendEvents(response, [
    { ...chunk({}), choices: [] },
    chunk({ role: 'assistant', content: '' }),
    ...pieces(answer).map((content) => chunk({ content })),
    chunk({}, 'stop'),
  ]);
}

function text(asked: Asked, count: number, response: ServerResponse): void {
  const answer = answerOf(asked);
  const choice = (piece: string, index: number) => ({
    index,
    text: piece,
    finish_reason: 'stop',
    logprobs: null,
  });
  const common = { id: 'cmpl_1', object: 'text_completion', created: 1, model: 'm' };
  const usage = { prompt_tokens: USAGE.input, completion_tokens: USAGE.output, total_tokens: USAGE.total };
  if (asked.stream) {
    const chunks = pieces(answer).map((piece) => ({ ...common, choices: [choice(piece, 0)] }));
    sendEvents(response, chunks);
    return;
  }
  send(response, {
    ...common,
    choices: Array.from({ length: count }, (_, index) => choice(answer, index)),
    usage,
  });
}

function send(response: ServerResponse, body: Json): void {
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify(body));
}

function sendEvents(response: ServerResponse, events: readonly Json[]): void {
  response.setHeader('content-type', 'text/event-stream');
  for (const event of events) {
    if (event['type']) response.write(`event: ${event['type']}\n`);
    response.write(`data: ${JSON.stringify(event)}\n\n`);
  }
  response.end('data: [DONE]\n\n');
}
