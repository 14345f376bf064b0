import type { Operation } from '../openai/operations.js';
import type { Provider, Region } from '../providers/types.js';
import { imageTaskDone } from './answers/images.js';
import { modelBody, modelsBody } from './answers/others.js';
import { errorAnswer } from './errors.js';
import type { JsonObject } from './json.js';
import { type Modes, modeProblem } from './modes.js';
import { play } from './play.js';
import { type Reply, toResponse } from './reply.js';
import { keyOf, readBody, safeBody, safeHeaders } from './request.js';
import { basePaths, operationOf, type Route } from './routes.js';
import type { Judgement, Problem, RecordedRequest } from './types.js';
import { type Validated, validate } from './validate/index.js';

export interface EmulatorSettings {
  readonly provider: Provider;
  readonly region: Region;
  readonly modes: Modes;
  readonly strict: boolean;
  /** The only key that is taken; null takes any but `wrong`. */
  readonly key: string | null;
  /** Model ids that the account has besides those listed: deployments, endpoints, loaded weights. */
  readonly models: readonly string[];
  /** `YYYY-MM-DD`, by which models are retired. */
  readonly today: string;
  readonly onRequest: (request: RecordedRequest) => void;
}

interface Outcome extends Partial<Judgement> {
  readonly reply: Reply;
  readonly verdict: RecordedRequest['verdict'];
  readonly model?: string | null;
  readonly reason?: string;
  readonly warnings?: readonly string[];
}

const NOTHING = { problems: [], ignored: [], uncertain: [] } as const;

/** Plays one provider: judges requests, answers them, and keeps a record. Knows nothing of sockets. */
export class Emulator {
  readonly requests: RecordedRequest[] = [];
  /** Where the emulator can be reached, once it is known. */
  url = 'http://127.0.0.1';
  private readonly settings: EmulatorSettings;
  private count = 0;

  constructor(settings: EmulatorSettings) {
    this.settings = settings;
  }

  /** A request to an operation that the provider has. */
  async serve(request: Request, route: Route): Promise<Response> {
    const body = request.method === 'GET' ? {} : await readBody(request);
    return this.answer(request, route.operation, body, (number) =>
      route.operation === 'models' ? this.models(request) : this.judged(request, route, body, number),
    );
  }

  /** A request to anything else. */
  async refuse(request: Request): Promise<Response> {
    const path = new URL(request.url).pathname;
    const { provider, region } = this.settings;
    const operation = operationOf(path, basePaths(provider, region)) ?? null;
    const body = request.method === 'GET' ? {} : await readBody(request);
    return this.answer(request, operation, body, (number) => this.absent(path, operation, number));
  }

  /** The second request of an answer by task. */
  async task(request: Request, id: string): Promise<Response> {
    return this.answer(request, 'images.generations', {}, () => ({
      reply: { kind: 'json', status: 200, body: imageTaskDone(id, this.image) },
      verdict: 'accepted',
    }));
  }

  private async answer(
    request: Request,
    operation: Operation | null,
    body: JsonObject | null,
    decide: (number: number) => Outcome,
  ): Promise<Response> {
    this.count += 1;
    const number = this.count;
    const { modes } = this.settings;
    const early = this.keyProblem(request, operation) ?? modeProblem(modes, number);
    const outcome = early ? this.rejected(early, operation, null, number) : decide(number);
    this.record(request, operation, body, number, outcome);
    return toResponse(outcome.reply, modes.pauseMilliseconds);
  }

  private keyProblem(request: Request, operation: Operation | null): Problem | undefined {
    const { provider, key: wanted } = this.settings;
    if (operation === 'models' && provider.wire?.modelsWithoutKey) return undefined;
    const key = keyOf(request.headers);
    if (key !== null && key !== 'wrong' && (wanted === null || key === wanted)) return undefined;
    const detail = key === null ? 'no API key was sent' : 'the API key is not valid';
    return { kind: 'key', parameter: null, detail };
  }

  private judged(request: Request, route: Route, body: JsonObject | null, number: number): Outcome {
    const { provider, region, strict, today, models } = this.settings;
    const { operation, native } = route;
    if (body === null)
      return this.rejected(
        { kind: 'malformed', parameter: null, detail: 'the body is no JSON object' },
        operation,
        null,
        number,
      );
    const judged = validate({ provider, region, operation, native, body, today, more: models, strict });
    const validated = {
      ...judged,
      problems: [...this.headerProblems(request, operation), ...judged.problems],
    };
    const [first] = validated.problems;
    if (first) return this.rejected(first, operation, validated.model, number, validated);
    const created = Math.floor(Date.now() / 1000);
    const { reply, warnings } = play({ provider, route, body, validated, number, created, url: this.url });
    return { ...validated, reply, warnings, verdict: 'accepted' };
  }

  /** An answer by task has to be asked for. */
  private headerProblems(request: Request, operation: Operation): Problem[] {
    const task = this.settings.provider.wire?.images?.task;
    if (!task || operation !== 'images.generations') return [];
    if (request.headers.get(task.header) === task.value) return [];
    const detail = `${task.header}: ${task.value} has to be sent as a header`;
    return [{ kind: 'parameter', parameter: task.header, detail }];
  }

  private models(request: Request): Outcome {
    const { provider, models } = this.settings;
    const [, id] = /\/models\/(.+)$/.exec(new URL(request.url).pathname) ?? [];
    const wanted = id === undefined ? undefined : decodeURIComponent(id);
    if (wanted === undefined) return { reply: json(200, modelsBody(provider, models)), verdict: 'accepted' };
    const known = models.includes(wanted) || provider.models.some((one) => one.id === wanted);
    if (known) return { reply: json(200, modelBody(provider, wanted)), verdict: 'accepted', model: wanted };
    const detail = `the model ${wanted} does not exist`;
    return this.rejected({ kind: 'model', parameter: 'model', detail }, 'models', wanted, this.count);
  }

  /** What the provider has and this emulator does not play is told apart from what it has not. */
  private absent(path: string, operation: Operation | null, number: number): Outcome {
    const fact = operation === null ? undefined : this.settings.provider.operations[operation];
    if (fact?.value === 'yes') {
      const detail = `${operation} is not played by banjia's emulator`;
      return {
        reply: json(501, { error: { message: detail, type: 'not_emulated', param: null, code: null } }),
        verdict: 'not-emulated',
        reason: detail,
      };
    }
    const why: Readonly<Record<string, string>> = {
      no: 'the provider has no such operation',
      differs: 'the provider has this under another path or with another body',
      unknown: 'nobody could confirm that the provider has this operation',
    };
    const detail = `${path}: ${fact ? why[fact.value] : 'not found'}`;
    return this.rejected({ kind: 'operation', parameter: null, detail }, operation, null, number);
  }

  private rejected(
    problem: Problem,
    operation: Operation | null,
    model: string | null,
    number: number,
    validated?: Validated,
  ): Outcome {
    const { provider } = this.settings;
    const answer = errorAnswer(provider, problem, operation, model, `emulated-${number}`);
    return {
      ...(validated ?? NOTHING),
      problems: validated?.problems ?? [problem],
      reply: { kind: 'json', ...answer },
      verdict: 'rejected',
      model,
      reason: problem.detail,
    };
  }

  private record(
    request: Request,
    operation: Operation | null,
    body: JsonObject | null,
    number: number,
    outcome: Outcome,
  ): void {
    const { problems, ignored, uncertain } = { ...NOTHING, ...outcome };
    const asked = body?.['model'];
    const recorded: RecordedRequest = {
      number,
      method: request.method,
      path: new URL(request.url).pathname,
      operation,
      model: outcome.model ?? (typeof asked === 'string' ? asked : null),
      stream: body?.['stream'] === true,
      headers: safeHeaders(request.headers),
      body: safeBody(body, keyOf(request.headers)),
      verdict: outcome.verdict,
      status: outcome.reply.kind === 'json' ? outcome.reply.status : 200,
      reason: outcome.reason ?? null,
      problems,
      ignored,
      uncertain,
      warnings: outcome.warnings ?? [],
    };
    this.requests.push(recorded);
    this.settings.onRequest(recorded);
  }

  private get image(): string {
    return `${this.url}/__banjia/image.png`;
  }
}

function json(status: number, body: unknown): Reply {
  return { kind: 'json', status, body };
}
