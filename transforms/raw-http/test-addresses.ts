import type { Flow } from '../../src/flow/flow.js';
import { calleeName, skipOuter } from '../../src/flow/index-nodes.js';
import type { Shapes } from '../../src/flow/shapes.js';
import type { Glue, JoinedPart, Value } from '../../src/flow/value.js';
import { isOpenAIHost } from '../../src/openai/hosts.js';
import { isTestFile } from '../../src/paths.js';
import type { TestAddressSite } from '../../src/sites.js';
import { ts } from '../../src/ts.js';
import { TestReach } from '../test-expectations/reach.js';
import { addressOf, alternatives, type Pieces } from './address.js';
import { Readers } from './readers.js';
import { isOpenAIAddress } from './rules.js';

const VERBS = ['get', 'post', 'put', 'patch', 'delete', 'head', 'all', 'any', 'intercept'];
const AXIOS_VERBS = ['onGet', 'onPost', 'onPut', 'onPatch', 'onDelete', 'onAny'];
const MATCHERS = /^(?:to[A-Z]\w*|equal|deepEqual|strictEqual|deepStrictEqual|is|like|calledWith\w*)$/;
const ASSERTIONS = /^(?:expect|assert|should|t|test)$/;

interface Found {
  readonly role: TestAddressSite['role'];
  /** The text that names the host. */
  readonly node: ts.Node;
  readonly pieces: Pieces;
}

/** What nock, msw, undici's and axios's mocks, fetch-mock intercept, and the addresses that tests expect. */
export class TestAddresses {
  private readonly flow: Flow;
  private readonly shapes: Shapes;
  private readonly reach: TestReach;

  constructor(flow: Flow, shapes: Shapes) {
    this.flow = flow;
    this.shapes = shapes;
    this.reach = new TestReach(flow);
  }

  /** The sites, and the texts that they are made of. */
  find(): { readonly sites: readonly TestAddressSite[]; readonly pieces: readonly ts.Node[] } {
    const found = [...this.intercepted(), ...this.expected()];
    const readers = new Readers(
      this.flow,
      this.shapes,
      found.map((one) => one.pieces),
      found.map((one) => callAround(one.node)),
    );
    const pieces = found.flatMap((one) => one.pieces.flatMap(({ node }) => node ?? []));
    const mixed = this.filesThatSayMore(new Set(pieces));
    const sites = found.map(({ role, node, pieces: own }): TestAddressSite => {
      const token = this.shapes.token(node);
      const address = addressOf(own, this.shapes, readers);
      const isMixed = mixed.has(token.file);
      const tested = this.reach.of(token.file);
      return { site: 'test-address', dialect: 'raw-http', token, address, role, isMixed, tested };
    });
    return { sites, pieces };
  }

  private intercepted(): Found[] {
    return [...VERBS, ...AXIOS_VERBS].flatMap((verb) =>
      (this.flow.index.calls.get(verb) ?? []).flatMap((call) =>
        ts.isCallExpression(call) ? this.ofCall(call) : [],
      ),
    );
  }

  private ofCall(call: ts.CallExpression): Found[] {
    const [first] = call.arguments;
    if (!first || !ts.isPropertyAccessExpression(call.expression)) return [];
    const callee = this.flow.values(call.expression);
    const values = callee.flatMap((value) => this.addressFor(value, first, call));
    return alternatives(values).flatMap((pieces) => {
      const holder = pieces.find(({ node, text }) => node && text !== null && isOpenAIAddress(text));
      return holder?.node ? [{ role: 'intercepted' as const, node: holder.node, pieces }] : [];
    });
  }

  private addressFor(callee: Value, first: ts.Expression, call: ts.CallExpression): readonly Value[] {
    if (callee.kind === 'external')
      return /^(?:msw|fetch-mock|fetch-mock-jest|@fetch-mock\/.+)$/.test(callee.module)
        ? this.flow.values(first)
        : [];
    if (callee.kind !== 'member') return [];
    const { base } = callee;
    if (isFrom(base, /^axios-mock-adapter$/)) return this.flow.values(first);
    const origin = base.kind === 'result' ? originOf(base) : undefined;
    if (!origin) return [];
    const path = this.pathIn(first, call);
    // undici wants a bare origin, and the path as a link from its root.
    const glue = callee.path.at(-1) === 'intercept' ? 'reference' : 'text';
    const from = part(this.flow.values(origin), origin, 'text');
    return [this.flow.joined(call, () => [from, part(path, first, glue)])];
  }

  /** The path itself, or the option of that name (undici). */
  private pathIn(first: ts.Expression, call: ts.CallExpression): readonly Value[] {
    return this.flow
      .values(first)
      .flatMap((value) => (value.kind === 'object' ? this.flow.member([value], 'path', call) : [value]));
  }

  /** Whole addresses in expectations of tests. */
  private expected(): Found[] {
    return this.flow.index.strings
      .filter((node) => isOpenAIAddress(node.text) && isTestFile(this.flow.program.fileOf(node).file))
      .filter(isExpected)
      .map((node) => ({
        role: 'expected',
        node,
        pieces: [{ glue: 'text', node, text: node.text, value: null, trail: [] }],
      }));
  }

  /** Files with OpenAI's host in other places than these: what is expected there may have been handed in. */
  private filesThatSayMore(pieces: ReadonlySet<ts.Node>): ReadonlySet<string> {
    const { strings, templates } = this.flow.index;
    const others = [...strings, ...templates.map((one) => one.head)].filter(
      (node) => !pieces.has(node) && node.text.split(/[/\s"'`]+/).some(isOpenAIHost),
    );
    return new Set(others.map((node) => this.flow.program.fileOf(node).file));
  }
}

/** `nock(origin)`, `agent.get(origin)` of undici's `MockAgent`, with anything chained to it. */
function originOf(made: Value & { kind: 'result' }): ts.Expression | undefined {
  let current: Value = made;
  while (current.kind === 'result') {
    const { callee, node }: { callee: Value; node: ts.CallExpression } = current;
    const [origin] = node.arguments;
    if (callee.kind === 'external') return callee.module === 'nock' ? origin : undefined;
    if (callee.kind !== 'member') return undefined;
    if (isFrom(callee.base, /^undici$/) && callee.path.join('.') === 'get') return origin;
    current = callee.base;
  }
  return undefined;
}

function isFrom(value: Value, module: RegExp): boolean {
  return value.kind === 'instance' && value.of.kind === 'external' && module.test(value.of.module);
}

function part(values: readonly Value[], node: ts.Node, glue: Glue): JoinedPart {
  return { glue, node, chars: null, values };
}

function isExpected(node: ts.StringLiteralLike): boolean {
  const call = node.parent;
  if (!ts.isCallExpression(call) || !call.arguments.includes(node)) return false;
  return MATCHERS.test(calleeName(call.expression) ?? '') && ASSERTIONS.test(rootOf(call.expression));
}

function rootOf(node: ts.Expression): string {
  const bare = skipOuter(node);
  if (ts.isPropertyAccessExpression(bare) || ts.isCallExpression(bare)) return rootOf(bare.expression);
  return ts.isIdentifier(bare) ? bare.text : '';
}

function callAround(node: ts.Node): ts.Node {
  let current = node;
  while (current.parent && !ts.isCallExpression(current)) current = current.parent;
  return current;
}
