import type { Flow } from '../../src/flow/flow.js';
import type { Shapes } from '../../src/flow/shapes.js';
import { type Uses, usesOf, usesOfHolder } from '../../src/flow/uses.js';
import type { Token } from '../../src/sites.js';
import { ts } from '../../src/ts.js';

/** An answer is an object of lists of objects of objects. */
const MAX_DEPTH = 5;

/** Where code reads properties that `names` matches of the answer to `call`, however deep. */
export function readsOf(flow: Flow, shapes: Shapes, call: ts.CallExpression, names: RegExp): Token[] {
  const found = new Map<ts.Node, Token>();
  const follow = ({ uses }: Uses, depth: number): void => {
    if (depth > MAX_DEPTH) return;
    for (const use of uses) {
      if (use.kind === 'loop' && ts.isVariableDeclarationList(use.node.initializer)) {
        const [variable] = use.node.initializer.declarations;
        if (variable) follow(usesOfHolder(flow, variable), depth + 1);
      }
      if (use.kind !== 'read') continue;
      const { node } = use;
      const name = ts.isBindingElement(node) || ts.isElementAccessExpression(node) ? node : node.name;
      if (names.test(use.name)) found.set(name, shapes.token(name));
      follow(ts.isBindingElement(node) ? usesOfHolder(flow, node) : usesOf(flow, node), depth + 1);
    }
  };
  follow(usesOf(flow, call), 0);
  return [...found.values()];
}
