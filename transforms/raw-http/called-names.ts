import type { Flow } from '../../src/flow/flow.js';
import { type CallLike, skipOuter } from '../../src/flow/index-nodes.js';
import { ts } from '../../src/ts.js';
import { CALLED, isHttpModule } from './libraries.js';

/** Names of the functions, those that files give them, and those of clients made of them. */
export function calledNames(flow: Flow): Set<string> {
  const names = new Set<string>(CALLED);
  for (const { literal } of flow.index.specifiers)
    if (isHttpModule(literal.text)) for (const name of localNames(literal)) names.add(name);
  for (const maker of ['create', 'extend', 'defaults'])
    for (const call of flow.index.calls.get(maker) ?? []) {
      const name = holderOf(call);
      if (name === undefined) continue;
      for (const one of [name, ...(flow.index.aliases.get(name) ?? [])]) names.add(one);
    }
  return names;
}

/** The name of the variable that keeps what a call gives. */
function holderOf(call: CallLike): string | undefined {
  let node: ts.Node = call;
  while (ts.isExpression(node.parent) && skipOuter(node.parent) === call) node = node.parent;
  const { parent } = node;
  return ts.isVariableDeclaration(parent) && ts.isIdentifier(parent.name) ? parent.name.text : undefined;
}

function localNames(literal: ts.StringLiteralLike): string[] {
  const { parent } = literal;
  if (ts.isImportDeclaration(parent)) {
    const { name, namedBindings } = parent.importClause ?? {};
    const named = namedBindings && ts.isNamedImports(namedBindings) ? namedBindings.elements : [];
    return [...(name ? [name.text] : []), ...named.map((one) => one.name.text)];
  }
  let node: ts.Node = parent;
  while (ts.isCallExpression(node) || ts.isPropertyAccessExpression(node) || ts.isAwaitExpression(node))
    node = node.parent;
  return ts.isVariableDeclaration(node) && ts.isIdentifier(node.name) ? [node.name.text] : [];
}
