import type { Edit } from '../../../src/finding.js';
import type { Flow } from '../../../src/flow/flow.js';
import { skipOuter } from '../../../src/flow/index-nodes.js';
import type { Shapes } from '../../../src/flow/shapes.js';
import {
  COMPLETIONS_ANSWER,
  COMPLETIONS_CHUNK,
  COMPLETIONS_FIELDS,
  COMPLETIONS_TYPES,
  LEGACY_ANSWER,
  RESPONSES_ANSWER,
  RESPONSES_FIELDS,
  RESPONSES_TYPES,
} from '../../../src/openai/protocols.js';
import type { Conversion } from '../../../src/sites.js';
import { ts } from '../../../src/ts.js';
import { Annotations } from './annotations.js';
import { Answer } from './answer.js';
import { Body } from './body.js';
import { Draft } from './draft.js';
import { Events } from './events.js';
import { Imports } from './imports.js';
import { type Bodies, Lists } from './lists.js';
import { Messages } from './messages.js';
import { convertReasoning, convertText } from './options.js';
import { Helpers, Tools } from './tools.js';

/** A request that may be converted: found, and not yet taken apart. */
export interface Candidate {
  readonly call: ts.CallExpression;
  /** `responses.create`. */
  readonly method: string;
  readonly legacy: boolean;
  /** `openai-edge`: an answer of `fetch`. */
  readonly edge: boolean;
  readonly major: number | null;
}

/**
 * Takes requests of the Responses API and text completions apart: what they and their answers would be in chat
 * completions, and what stands in the way. All candidates are known beforehand, since they share lists and variables.
 */
export class Conversions {
  private readonly flow: Flow;
  private readonly shapes: Shapes;
  private readonly bodies: Bodies;
  private readonly drafts = new Map<Candidate, Draft>();
  private readonly taken = new Set<ts.Node>();
  private readonly awaited: { readonly draft: Draft; readonly answers: ReadonlySet<ts.Node> }[] = [];

  constructor(flow: Flow, shapes: Shapes, candidates: readonly Candidate[]) {
    this.flow = flow;
    this.shapes = shapes;
    this.bodies = new Set(
      candidates.flatMap(({ call }) => {
        const [body] = call.arguments;
        return body ? flow.values(body).flatMap((one) => (one.kind === 'object' ? [one.node] : [])) : [];
      }),
    );
    const imports = new Imports();
    for (const candidate of candidates) this.drafts.set(candidate, this.draft(candidate, imports));
    imports.finish(flow);
    for (const { draft, answers } of this.awaited)
      for (const node of answers)
        if (!this.taken.has(node))
          draft.block(node, 'parameter', 'input[]', 'it is put together where it cannot be followed');
  }

  of(candidate: Candidate): Conversion | undefined {
    const draft = this.drafts.get(candidate);
    if (!draft) return undefined;
    const removals = draft.removals();
    const { method } = candidate;
    const [body] = candidate.call.arguments;
    const objects = body
      ? this.flow.values(body).flatMap((one) => (one.kind === 'object' ? [one.node] : []))
      : [];
    return {
      from: method.startsWith('responses.') ? 'responses' : 'completions',
      method: chatMethod(candidate),
      steps: removals.length > 0 ? [...draft.steps, this.removal(candidate, removals)] : draft.steps,
      blocks: draft.blocks,
      shared: [...draft.shared],
      chat: {
        bodies: objects.map((one) => this.shapes.object(one)),
        parameters: draft.parameters,
        nested: draft.nested,
        hasImages: draft.hasImages,
      },
    };
  }

  private removal({ call, method }: Candidate, edits: readonly Edit[]): Conversion['steps'][number] {
    return { token: this.shapes.token(call), kind: 'call', name: method, to: 'removals', edits };
  }

  private draft(candidate: Candidate, imports: Imports): Draft {
    const draft = new Draft(this.flow, this.shapes);
    this.callee(candidate, draft);
    if (candidate.method.startsWith('responses.')) this.responses(candidate, draft, imports);
    else this.completions(candidate, draft, imports);
    return draft;
  }

  private responses({ call, method }: Candidate, draft: Draft, imports: Imports): void {
    const annotations = new Annotations(draft, RESPONSES_TYPES);
    const lists = new Lists(draft, this.bodies, annotations);
    const helpers = new Helpers(draft);
    const body = new Body(draft, RESPONSES_FIELDS, this.bodies, annotations);
    if (body.read(call.arguments[0], call)) {
      const input = body.shapes.get('input');
      const tools = body.shapes.get('tools');
      const choice = body.shapes.get('tool_choice');
      const text = body.shapes.get('text');
      const reasoning = body.shapes.get('reasoning');
      if (input) new Messages(draft, lists).write(input, body.shapes.get('instructions'));
      else draft.block(call, 'parameter', 'input', 'there is none in sight');
      const toolbox = new Tools(draft, lists, helpers);
      if (tools) toolbox.list(tools);
      if (choice) toolbox.choice(choice);
      if (text) convertText(draft, lists, helpers, text);
      if (reasoning) convertReasoning(draft, reasoning);
    }
    this.awaited.push({ draft, answers: lists.answers });
    const answer = new Answer(draft, lists, annotations, this.taken);
    const isHelper = method === 'responses.stream';
    if (isHelper || body.streams)
      new Events(draft, answer, annotations, body.shapes.has('tools')).of(call, isHelper);
    else answer.of(call, RESPONSES_ANSWER);
    imports.add(draft, [...annotations.imported, ...helpers.imported, ...answer.imported]);
  }

  private completions({ call, legacy, edge }: Candidate, draft: Draft, imports: Imports): void {
    const annotations = new Annotations(draft, COMPLETIONS_TYPES);
    const lists = new Lists(draft, this.bodies, annotations);
    const body = new Body(draft, COMPLETIONS_FIELDS, this.bodies, annotations);
    if (body.read(call.arguments[0], call)) {
      const prompt = body.shapes.get('prompt');
      if (prompt) new Messages(draft, lists).prompt(prompt);
      else draft.block(call, 'parameter', 'prompt', 'there is none in sight');
    }
    if (legacy && call.arguments.length > 1)
      draft.block(
        call.arguments[1] ?? call,
        'parameter',
        'options',
        'they may ask for another kind of answer',
      );
    this.awaited.push({ draft, answers: lists.answers });
    const answer = new Answer(draft, lists, annotations, this.taken);
    if (edge) answer.fetched(call);
    else if (legacy) answer.of(call, LEGACY_ANSWER);
    else if (body.streams) answer.chunks(call, COMPLETIONS_CHUNK);
    else answer.of(call, COMPLETIONS_ANSWER);
    imports.add(draft, annotations.imported);
  }

  /** The name of the resource and of the method. */
  private callee(candidate: Candidate, draft: Draft): void {
    const { call, method } = candidate;
    const callee = skipOuter(call.expression);
    const to = chatMethod(candidate);
    const owner = ts.isPropertyAccessExpression(callee) ? skipOuter(callee.expression) : undefined;
    if (candidate.legacy && ts.isPropertyAccessExpression(callee)) {
      draft.step(callee.name, 'call', method, to, [draft.replace(callee.name, to)]);
      return;
    }
    const [resource = ''] = method.split('.');
    if (call.expression !== callee && isAsserted(call.expression)) {
      draft.block(callee, 'parameter', method, 'the method is said to be of a type of its own');
      return;
    }
    if (!ts.isPropertyAccessExpression(callee) || !owner || !ts.isPropertyAccessExpression(owner)) {
      draft.block(callee, 'parameter', method, 'the method is taken off the client');
      return;
    }
    if (owner.name.text !== resource) {
      draft.block(callee, 'parameter', method, 'the method is taken off the client');
      return;
    }
    const path = to.slice(0, to.lastIndexOf('.'));
    draft.step(callee.name, 'call', method, to, [draft.replace(owner.name, path)]);
  }
}

/** `(client.responses.create as …)(…)`. */
function isAsserted(node: ts.Expression): boolean {
  if (ts.isParenthesizedExpression(node)) return isAsserted(node.expression);
  return ts.isAsExpression(node) || ts.isTypeAssertionExpression(node);
}

/** `create`, `parse` and `stream` of chat completions; helpers were in the beta up to 4.x. */
function chatMethod({ method, legacy, major }: Candidate): string {
  if (legacy) return 'createChatCompletion';
  const name = method.split('.').at(-1) ?? 'create';
  const beta = major !== null && major < 5 && name !== 'create' ? 'beta.' : '';
  return `${beta}chat.completions.${name}`;
}
