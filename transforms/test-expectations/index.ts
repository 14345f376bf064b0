import type { Flow } from '../../src/flow/flow.js';
import { calleeName, skipOuter } from '../../src/flow/index-nodes.js';
import type { Shapes } from '../../src/flow/shapes.js';
import { parseModelId } from '../../src/openai/models.js';
import { isTestFile } from '../../src/paths.js';
import type { ExpectationSite } from '../../src/sites.js';
import { defineTransform } from '../../src/transform.js';
import { ts } from '../../src/ts.js';
import { TestReach } from './reach.js';

const ASSERTIONS = /^(?:expect|expectTypeOf|assert|should|t|test)$/;
const MATCHERS =
  /^(?:to[A-Z]\w*|equal|deepEqual|strictEqual|deepStrictEqual|is|like|include|eql|calledWith\w*)$/;
/** `expect.objectContaining({…})` is still part of the expectation. */
const PARTIAL = /^(?:objectContaining|arrayContaining|stringContaining|stringMatching|any|not)$/;
const MOCKS =
  /^(?:mock(?:Resolved|Rejected|Return|Returned)Value(?:Once)?|mockImplementation(?:Once)?|returns|resolves|fn|reply|json)$/;
const MOCK_NAME = /mock|fake|stub|response|completion|expected|fixture/i;
/** Parameters that a target may want under another name. */
const PARAMETERS = ['max_completion_tokens', 'max_tokens', 'user', 'functions', 'function_call'];

/** What tests expect: it moves with the code that they test, or is named with it. */
export const testExpectations = defineTransform({
  id: 'test-expectations',
  reads: 'code',
  find({ flow, shapes }) {
    const finder = new Finder(flow, shapes);
    return [...finder.ids(), ...finder.parameters()];
  },
});

class Finder {
  private readonly flow: Flow;
  private readonly shapes: Shapes;
  private readonly reach: TestReach;

  constructor(flow: Flow, shapes: Shapes) {
    this.flow = flow;
    this.shapes = shapes;
    this.reach = new TestReach(flow);
  }

  ids(): ExpectationSite[] {
    return this.flow.index.strings
      .filter((node) => this.isOfTest(node) && isModel(node.text))
      .map((node) => this.site(node, node.text, 'id', roleOf(node)));
  }

  parameters(): ExpectationSite[] {
    return PARAMETERS.flatMap((name) =>
      (this.flow.index.properties.get(name) ?? [])
        .filter((node) => this.isOfTest(node) && roleOf(node) === 'expected')
        .map((node) => ({
          ...this.site(node.name, name, 'parameter', 'expected'),
          ...(isAbsent(node) ? { isAbsent: true } : {}),
        })),
    );
  }

  private isOfTest(node: ts.Node): boolean {
    return isTestFile(this.flow.program.fileOf(node).file);
  }

  private site(
    node: ts.Node,
    value: string,
    form: ExpectationSite['form'],
    role: ExpectationSite['role'],
  ): ExpectationSite {
    const token = this.shapes.token(node);
    const tested = this.reach.of(token.file);
    return { site: 'expectation', dialect: 'test-expectations', token, value, form, role, tested };
  }
}

function isModel(text: string): boolean {
  const model = parseModelId(text);
  return model !== undefined && !model.slotOnly;
}

/** Part of an expectation, of what a mock gives back, or of what the test hands to the code. */
function roleOf(node: ts.Node): ExpectationSite['role'] {
  let child: ts.Node = node;
  for (
    let current = node.parent;
    current && !ts.isStatement(current);
    child = current, current = current.parent
  ) {
    if (ts.isVariableDeclaration(current))
      return ts.isIdentifier(current.name) && MOCK_NAME.test(current.name.text) ? 'mock' : 'passed';
    if (!ts.isCallExpression(current) || current.expression === child) continue;
    const name = calleeName(current.expression) ?? '';
    if (MOCKS.test(name)) return 'mock';
    if (PARTIAL.test(name)) continue;
    return MATCHERS.test(name) && ASSERTIONS.test(rootOf(current.expression)) ? 'expected' : 'passed';
  }
  return 'passed';
}

/** `expect.not.objectContaining({ … })`, `expect(create).not.toHaveBeenCalledWith({ … })`: one `not`, or three. */
function isAbsent(node: ts.Node): boolean {
  let count = 0;
  for (let current = node.parent; current && !ts.isStatement(current); current = current.parent)
    if (ts.isCallExpression(current)) count += negations(current.expression);
  return count % 2 === 1;
}

function negations(callee: ts.Expression): number {
  const bare = skipOuter(callee);
  if (!ts.isPropertyAccessExpression(bare)) return 0;
  return (bare.name.text === 'not' ? 1 : 0) + negations(bare.expression);
}

/** `expect(create).not.toHaveBeenCalledWith` → `expect`. */
function rootOf(node: ts.Expression): string {
  const bare = skipOuter(node);
  if (ts.isPropertyAccessExpression(bare) || ts.isCallExpression(bare)) return rootOf(bare.expression);
  return ts.isIdentifier(bare) ? bare.text : '';
}
