import type { Flow } from '../../src/flow/flow.js';
import { skipOuter } from '../../src/flow/index-nodes.js';
import type { Shapes } from '../../src/flow/shapes.js';
import { parseModelId, parseRouterId } from '../../src/openai/models.js';
import type { ModelBranch } from '../../src/sites.js';
import { defineTransform } from '../../src/transform.js';
import { ts } from '../../src/ts.js';

/** The beginnings of OpenAI's ids, as code that tells families apart writes them. */
const PREFIX =
  /^(?:(?:openai\/)?(?:gpt|chatgpt)(?:-?[\d.]+(?:o|-[a-z]+)*-?|-)?|o[1-9](?:-(?:mini|pro|preview))?-?|text-(?:embedding|davinci)\S*|davinci|dall-?e\S*|whisper|tts-?\S*)$/i;
/** A pattern that tells OpenAI's families apart. */
const PATTERN = /gpt-?(?:[\d[(\\]|oss)|(?:\^|\(|\|)o(?:\d|\[\d|\\d)|text-embedding|davinci|dall-e/i;
/** Names of things that hold a model id. */
const NAMED = /model|engine|deployment|llm/i;
/** The same, and the ids of a list that is looked through. */
const HOLDS_ID = /model|engine|deployment|llm|(?:^|\.)id$/i;
/** From here on the table is the place, not its rows. */
const LONG_TABLE = 6;
const TESTS = ['startsWith', 'includes', 'endsWith', 'indexOf'] as const;

/** Control flow on a model id: comparisons, `switch`, prefixes, patterns, tables by id. */
export const modelLogic = defineTransform({
  id: 'model-logic',
  reads: 'code',
  find({ flow, shapes }) {
    const finder = new Finder(flow, shapes);
    return [
      ...finder.comparisons(),
      ...finder.cases(),
      ...finder.prefixes(),
      ...finder.patterns(),
      ...finder.keys(),
    ];
  },
});

class Finder {
  private readonly flow: Flow;
  private readonly shapes: Shapes;

  constructor(flow: Flow, shapes: Shapes) {
    this.flow = flow;
    this.shapes = shapes;
  }

  comparisons(): ModelBranch[] {
    return this.flow.index.comparisons.flatMap((node) => {
      const left = skipOuter(node.left);
      const right = skipOuter(node.right);
      if (ts.isStringLiteralLike(right)) return this.equality(right, left);
      return ts.isStringLiteralLike(left) ? this.equality(left, right) : [];
    });
  }

  cases(): ModelBranch[] {
    return this.flow.index.cases.flatMap((node) => {
      const literal = skipOuter(node.expression);
      return ts.isStringLiteralLike(literal) ? this.equality(literal, node.parent.parent.expression) : [];
    });
  }

  /** `model.startsWith('gpt-4')`. */
  prefixes(): ModelBranch[] {
    return TESTS.flatMap((name) => this.flow.index.calls.get(name) ?? []).flatMap((call) => {
      const [literal] = call.arguments ?? [];
      const callee = skipOuter(call.expression);
      if (!literal || !ts.isStringLiteralLike(literal) || !ts.isPropertyAccessExpression(callee)) return [];
      const isId = isModel(literal.text, false);
      if (!isId && !(PREFIX.test(literal.text) && HOLDS_ID.test(callee.expression.getText()))) return [];
      return [this.branch(literal, literal.text, 'prefix', callee.expression)];
    });
  }

  patterns(): ModelBranch[] {
    return (
      this.flow.index.patterns
        // A pattern with words in it looks for a message.
        .filter((node) => PATTERN.test(node.text) && !/\w \w/.test(node.text))
        .map((node) => this.branch(node, node.text, 'pattern', undefined))
    );
  }

  /** `{ 'gpt-4o': 128000 }`: what a table says of a model holds for that model. Long tables count as one place. */
  keys(): ModelBranch[] {
    const tables = new Map<ts.Node, ts.PropertyAssignment[]>();
    for (const [name, nodes] of this.flow.index.properties)
      if (isModel(name, false))
        for (const node of nodes)
          if (ts.isStringLiteralLike(node.name) && !this.isData(node))
            tables.set(node.parent, [...(tables.get(node.parent) ?? []), node]);
    return [...tables.values()].flatMap((entries) => {
      const sorted = entries.sort((a, b) => a.pos - b.pos);
      const listed = sorted.length > LONG_TABLE ? sorted.slice(0, 1) : sorted;
      return listed.map((node) => ({
        ...this.branch(node.name, (node.name as ts.StringLiteral).text, 'key', undefined),
        ids: (listed.length === sorted.length ? [node] : sorted).map(
          (one) => (one.name as ts.StringLiteral).text,
        ),
      }));
    });
  }

  private equality(literal: ts.StringLiteralLike, operand: ts.Expression): ModelBranch[] {
    if (!isModel(literal.text, NAMED.test(operand.getText()))) return [];
    return [this.branch(literal, literal.text, 'equals', operand)];
  }

  private isData(node: ts.Node): boolean {
    return this.flow.program.fileOf(node).file.endsWith('.json');
  }

  private branch(
    node: ts.Node,
    value: string,
    form: ModelBranch['form'],
    operand: ts.Expression | undefined,
  ): ModelBranch {
    return {
      site: 'branch',
      dialect: 'model-logic',
      token: this.shapes.token(node),
      value,
      form,
      ids: [],
      operand: operand ? this.shapes.origins(this.flow.values(operand)) : [],
    };
  }
}

/** Short ids (`o1`) mean a model only beside something that is called one. */
function isModel(text: string, named: boolean): boolean {
  const model = parseModelId(text);
  if (model) return named || !model.slotOnly;
  return parseRouterId(text) !== undefined;
}
