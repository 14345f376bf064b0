import { ts } from '../ts.js';
import type { Flow } from './flow.js';
import { calleeName, isEquality, skipOuter } from './index-nodes.js';

/** Methods that ask a list once for each of its elements. */
const EACH =
  /^(?:forEach|map|flatMap|filter|find|findIndex|some|every|reduce|reduceRight|findLast|findLastIndex)$/;
const KEYED = /^(?:set|get|has|delete)$/;

/**
 * Whether the variable of a loop or of a callback of a list, which names a variable of the environment, is the key of
 * something else as well: `config[name] = process.env[name]`. What reads that by its name would lose it with a renaming.
 */
export function isKeyElsewhere(flow: Flow, key: ts.Expression): boolean {
  const bare = skipOuter(key);
  const symbol = ts.isIdentifier(bare) ? flow.symbolOf(bare) : undefined;
  const [declaration] = symbol?.declarations ?? [];
  const turn = declaration && turnOf(declaration);
  if (!turn || !symbol || !ts.isIdentifier(bare)) return false;
  let found = false;
  const visit = (node: ts.Node): void => {
    if (found) return;
    if (ts.isIdentifier(node) && node.text === bare.text && flow.symbolOf(node) === symbol)
      found = isKey(node, turn.table);
    ts.forEachChild(node, visit);
  };
  visit(turn.body);
  return found;
}

interface Turn {
  readonly body: ts.Node;
  /** `T` in `Object.keys(T)`: its keys are the names themselves, and are renamed with them. */
  readonly table: string | null;
}

function turnOf(declaration: ts.Declaration): Turn | undefined {
  let owner: ts.Node = declaration;
  while (ts.isBindingElement(owner)) owner = owner.parent.parent;
  if (ts.isVariableDeclaration(owner)) {
    const loop = owner.parent.parent;
    return ts.isForOfStatement(loop) ? { body: loop.statement, table: tableOf(loop.expression) } : undefined;
  }
  if (!ts.isParameter(owner)) return undefined;
  const call = owner.parent.parent;
  if (!ts.isCallExpression(call) || !ts.isPropertyAccessExpression(call.expression)) return undefined;
  const { name, expression } = call.expression;
  return EACH.test(name.text) ? { body: owner.parent, table: tableOf(expression) } : undefined;
}

function tableOf(list: ts.Expression): string | null {
  const bare = skipOuter(list);
  if (!ts.isCallExpression(bare) || !/^(?:keys|entries)$/.test(calleeName(bare.expression) ?? ''))
    return null;
  const [table] = bare.arguments;
  return table ? table.getText() : null;
}

function isKey(name: ts.Identifier, table: string | null): boolean {
  const { parent } = name;
  if (ts.isElementAccessExpression(parent) && parent.argumentExpression === name) {
    const owner = skipOuter(parent.expression);
    return calleeName(owner) !== 'env' && owner.getText() !== table;
  }
  if (ts.isComputedPropertyName(parent) || ts.isCaseClause(parent) || ts.isSwitchStatement(parent))
    return true;
  if (ts.isArrayLiteralExpression(parent)) return true;
  if (ts.isBinaryExpression(parent)) return isEquality(parent.operatorToken.kind);
  if (!ts.isCallExpression(parent) || parent.arguments[0] !== name) return false;
  return ts.isPropertyAccessExpression(parent.expression) && KEYED.test(parent.expression.name.text);
}
