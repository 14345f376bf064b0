import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import ts from 'typescript';

/*
 * What tests of whole libraries need: a folder in which one release of them is installed, the compiler on files there, a
 * program run there, and a server on this machine that takes its requests.
 */
const ROOT = new URL('../../', import.meta.url).pathname;

/** A folder of `test/packages/`: one release of a library, with what it needs. */
export interface Release {
  readonly folder: string;
  /** The manifest that a project with that release has. */
  readonly manifest: string;
}

export function release(folder: string): Release {
  return { folder, manifest: readFileSync(join(ROOT, 'test/packages', folder, 'package.json'), 'utf8') };
}

/** A new folder below `parent` in which the packages of the release resolve. */
export function installed(parent: string, { folder, manifest }: Release): string {
  const root = mkdtempSync(join(parent, `${folder}-`));
  const names = Object.keys((JSON.parse(manifest) as { dependencies: Record<string, string> }).dependencies);
  for (const name of [...names, '@types/node', 'zod']) {
    const own = join(ROOT, 'test/packages', folder, 'node_modules', name);
    const target = existsSync(own) ? own : join(ROOT, 'node_modules', name);
    const link = join(root, 'node_modules', name);
    if (!existsSync(target) || existsSync(link)) continue;
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(target, link);
  }
  writeFileSync(join(root, 'package.json'), manifest);
  return root;
}

export function write(root: string, files: Readonly<Record<string, string>>): string[] {
  return Object.entries(files).map(([file, text]) => {
    const path = join(root, file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
    return path;
  });
}

/** What the compiler says of files, as `file:line message`. */
export function typeErrors(root: string, files: readonly string[]): string[] {
  const program = ts.createProgram(files, {
    noEmit: true,
    strict: true,
    skipLibCheck: true,
    allowJs: true,
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    types: ['node'],
    typeRoots: [join(ROOT, 'node_modules/@types')],
  });
  return ts.getPreEmitDiagnostics(program).map((one) => {
    const at = one.file?.getLineAndCharacterOfPosition(one.start ?? 0);
    const place = `${one.file?.fileName.replace(`${root}/`, '')}:${(at?.line ?? 0) + 1}`;
    return `${place} ${ts.flattenDiagnosticMessageText(one.messageText, ' ')}`;
  });
}

/** Requests by `fetch` that do not go to this machine are told to the server instead. */
const GUARD = `const real = globalThis.fetch;
globalThis.fetch = (input, init) => {
  const url = new URL(input.url ?? input);
  if (url.hostname === '127.0.0.1') return real(input, init);
  return real(process.env.TEST_SERVER + '/elsewhere/' + url.host, { method: 'POST', headers: init?.headers, body: '{}' });
};
`;

/** Runs a program; rejects with what it wrote to stderr when it fails. What it sends elsewhere comes to `server`. */
export function runProgram(
  root: string,
  file: string,
  server: TestServer,
  env: Readonly<Record<string, string>>,
): Promise<void> {
  write(root, { 'guard.mjs': GUARD });
  return new Promise((done, failed) => {
    const child = spawn(process.execPath, ['--import', './guard.mjs', file], {
      cwd: root,
      env: { PATH: process.env['PATH'] ?? '', TEST_SERVER: server.origin, ...env },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let errors = '';
    child.stderr.on('data', (chunk: Buffer) => {
      errors += chunk.toString();
    });
    child.on('close', (code) => (code === 0 ? done() : failed(new Error(errors))));
  });
}

export interface SeenRequest {
  readonly path: string;
  readonly key: string | undefined;
  readonly headers: IncomingMessage['headers'];
  readonly body: Readonly<Record<string, unknown>>;
}

export interface TestServer {
  readonly origin: string;
  readonly seen: SeenRequest[];
  close(): void;
}

/** A server that answers chat, completions, embeddings (in numbers, whatever was asked for) and images. */
export async function startServer(): Promise<TestServer> {
  const seen: SeenRequest[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const text = Buffer.concat(chunks).toString();
      const body = text.startsWith('{') ? JSON.parse(text) : {};
      seen.push({
        path: request.url ?? '',
        key: request.headers.authorization,
        headers: request.headers,
        body,
      });
      if (body.stream) stream(response);
      else {
        response.setHeader('content-type', 'application/json');
        response.end(JSON.stringify(answer(request.url ?? '', body)));
      }
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  return { origin: `http://127.0.0.1:${port}`, seen, close: () => server.close() };
}

const CHOICE = { index: 0, finish_reason: 'stop' };

function answer(
  path: string,
  body: { input?: unknown; tools?: readonly { function: { name: string } }[] },
): object {
  if (path.endsWith('/embeddings')) {
    const inputs = Array.isArray(body.input) ? body.input : [body.input];
    const data = inputs.map((_, index) => ({ object: 'embedding', index, embedding: [0.5, 0.25] }));
    return { object: 'list', data, usage: {} };
  }
  if (path.endsWith('/images/generations')) return { created: 1, data: [{ url: 'https://x.test/a.png' }] };
  const [tool] = body.tools ?? [];
  const message = tool
    ? { role: 'assistant', content: null, tool_calls: [call(tool.function.name)] }
    : { role: 'assistant', content: 'hi' };
  return { id: 'x', object: 'chat.completion', choices: [{ ...CHOICE, message }], usage: {} };
}

function call(name: string): object {
  return { id: 'call_1', type: 'function', function: { name, arguments: '{"name":"hi"}' } };
}

function stream(response: {
  setHeader(name: string, value: string): unknown;
  end(text: string): unknown;
}): void {
  const chunk = (delta: object, finish_reason: string | null) =>
    `data: ${JSON.stringify({ id: 'x', object: 'chat.completion.chunk', choices: [{ index: 0, delta, finish_reason }] })}\n\n`;
  response.setHeader('content-type', 'text/event-stream');
  response.end(`${chunk({ role: 'assistant', content: 'hi' }, null)}${chunk({}, 'stop')}data: [DONE]\n\n`);
}
