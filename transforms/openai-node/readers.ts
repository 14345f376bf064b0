import type { Flow } from '../../src/flow/flow.js';
import type { Shapes } from '../../src/flow/shapes.js';
import { type ReadNode, type Uses, usesOf, usesOfHolder } from '../../src/flow/uses.js';
import type { Token } from '../../src/sites.js';
import { ts } from '../../src/ts.js';
import { type AnsweredCall, AnswerReader } from './answer-reader.js';

/** An answer is an object of lists of objects of objects. */
const MAX_DEPTH = 5;

/** Where code reads properties that `names` matches of the answer to `call`, however deep. */
export function readsOf(flow: Flow, shapes: Shapes, request: AnsweredCall, names: RegExp): Token[] {
  return new AnswerReader(flow)
    .of([request])
    .filter(({ path }) => names.test(path.replace(/\[\]$/, '').replace(/^.*\./, '')))
    .map(({ node }) => shapes.token(ts.isPropertyAccessExpression(node) ? node.name : node));
}

/** The dots in `chunk.choices[0].delta`: where a chunk has no choice, the program ends there. */
export function firstChoices(flow: Flow, shapes: Shapes, call: ts.CallExpression): Token[] {
  return readNodes(flow, call).flatMap(({ node, name, owner }) => {
    if (name !== '0' || owner !== 'choices' || !ts.isElementAccessExpression(node)) return [];
    const { parent } = node;
    if (!ts.isPropertyAccessExpression(parent) || parent.questionDotToken) return [];
    const dot = parent.getChildren().find((child) => child.kind === ts.SyntaxKind.DotToken);
    return dot ? [shapes.token(dot)] : [];
  });
}

interface Read {
  readonly node: ReadNode;
  readonly name: string;
  /** The property that it was read of; `''` at the top. */
  readonly owner: string;
}

function readNodes(flow: Flow, call: ts.CallExpression): Read[] {
  const found = new Map<ReadNode, Read>();
  const follow = ({ uses }: Uses, owner: string, depth: number): void => {
    if (depth > MAX_DEPTH) return;
    for (const use of uses) {
      if (use.kind === 'loop' && ts.isVariableDeclarationList(use.node.initializer)) {
        const [variable] = use.node.initializer.declarations;
        if (variable) follow(usesOfHolder(flow, variable), owner, depth + 1);
      }
      if (use.kind !== 'read' || found.has(use.node)) continue;
      const { node, name } = use;
      found.set(node, { node, name, owner });
      follow(ts.isBindingElement(node) ? usesOfHolder(flow, node) : usesOf(flow, node), name, depth + 1);
    }
  };
  follow(usesOf(flow, call), '', 0);
  return [...found.values()];
}
