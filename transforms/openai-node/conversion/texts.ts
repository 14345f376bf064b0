import type { Flow } from '../../../src/flow/flow.js';
import { calleeName, skipOuter } from '../../../src/flow/index-nodes.js';
import { boundName } from '../../../src/flow/uses.js';
import type { FunctionNode, Value } from '../../../src/flow/value.js';
import { ts } from '../../../src/ts.js';

/*
 * Whether something can be nothing but a text. A value that may be a list, too, means something else where a text is
 * put into a message.
 */

/** Methods that give a text, whatever they are called on. */
const GIVES_TEXT =
  /^(?:toString|trim|trimStart|trimEnd|toLowerCase|toUpperCase|toLocaleString|toISOString|replace|replaceAll|padStart|padEnd|repeat|join|substring|substr|charAt|normalize)$/;
/** Methods that give a text when called on one, and a list when called on a list. */
const KEEPS_TEXT = /^(?:slice|concat|at)$/;
/** Methods of a list that hand its elements to their callback. */
const EACH = /^(?:map|forEach|filter|find|flatMap|some|every|reduce)$/;
const MAX_DEPTH = 12;

export function isText(flow: Flow, node: ts.Expression, depth = 0): boolean {
  if (depth > MAX_DEPTH) return false;
  if (isAssertedText(node)) return true;
  const bare = skipOuter(node);
  const next = (one: ts.Expression) => isText(flow, one, depth + 1);
  if (ts.isStringLiteralLike(bare) || ts.isTemplateExpression(bare)) return true;
  if (ts.isBinaryExpression(bare)) return isTextOperation(bare, next);
  if (ts.isConditionalExpression(bare)) return next(bare.whenTrue) && next(bare.whenFalse);
  if (ts.isCallExpression(bare)) return isTextCall(flow, bare, depth);
  if (isTextType(flow, flow.checker.getTypeAtLocation(bare)) || isAsked(bare)) return true;
  if (ts.isIdentifier(bare)) return isTextVariable(flow, bare, depth);
  if (ts.isPropertyAccessExpression(bare)) return isTextMember(flow, bare);
  return false;
}

/** `x as string`: its author says so. */
function isAssertedText(node: ts.Expression): boolean {
  let current = node;
  while (ts.isParenthesizedExpression(current) || ts.isNonNullExpression(current))
    current = current.expression;
  return ts.isAsExpression(current) && current.type.kind === ts.SyntaxKind.StringKeyword;
}

function isTextOperation(node: ts.BinaryExpression, next: (one: ts.Expression) => boolean): boolean {
  switch (node.operatorToken.kind) {
    // Anything added to a text is a text.
    case ts.SyntaxKind.PlusToken:
      return next(node.left) || next(node.right);
    case ts.SyntaxKind.QuestionQuestionToken:
    case ts.SyntaxKind.BarBarToken:
      return next(node.left) && next(node.right);
    case ts.SyntaxKind.EqualsToken:
      return next(node.right);
    default:
      return false;
  }
}

function isTextCall(flow: Flow, node: ts.CallExpression, depth: number): boolean {
  const callee = skipOuter(node.expression);
  const name = calleeName(callee) ?? '';
  if (ts.isPropertyAccessExpression(callee)) {
    if (GIVES_TEXT.test(name)) return true;
    if (KEEPS_TEXT.test(name)) return isText(flow, callee.expression, depth + 1);
    if (name === 'stringify') return callee.expression.getText() === 'JSON';
    // A file read with an encoding.
    if (/^readFile(?:Sync)?$/.test(name)) return /utf-?8/i.test(node.arguments[1]?.getText() ?? '');
  }
  if (ts.isIdentifier(callee) && name === 'String') return true;
  const functions = flow.values(node.expression);
  return (
    functions.length > 0 &&
    functions.every((one) => one.kind === 'function' && givesText(flow, one.node, depth + 1))
  );
}

function givesText(flow: Flow, node: FunctionNode, depth: number): boolean {
  if (node.type) return /^(?:Promise<\s*)?string\s*>?$/.test(node.type.getText());
  const { body } = node;
  if (!body) return false;
  if (!ts.isBlock(body)) return isText(flow, body, depth);
  const returned: (ts.Expression | undefined)[] = [];
  const visit = (one: ts.Node): void => {
    if (ts.isFunctionLike(one) || ts.isClassLike(one)) return;
    if (ts.isReturnStatement(one)) returned.push(one.expression);
    ts.forEachChild(one, visit);
  };
  ts.forEachChild(body, visit);
  return returned.length > 0 && returned.every((one) => one !== undefined && isText(flow, one, depth));
}

function isTextType(flow: Flow, type: ts.Type): boolean {
  if (type.flags & ts.TypeFlags.StringLike) return true;
  return type.isUnion() && type.types.every((one) => isTextType(flow, one));
}

/** A variable that is only ever given texts. */
function isTextVariable(flow: Flow, node: ts.Identifier, depth: number): boolean {
  const symbol = ts.isShorthandPropertyAssignment(node.parent)
    ? flow.checker.getShorthandAssignmentValueSymbol(node.parent)
    : flow.symbolOf(node);
  const declaration = symbol?.valueDeclaration ?? symbol?.declarations?.[0];
  const values = flow.values(node);
  if (values.length > 0 && values.every((one) => one.kind === 'text')) return true;
  if (!declaration) return false;
  if (ts.isBindingElement(declaration)) return isTextBinding(flow, declaration);
  // `for (const line of lines)` of a list of texts.
  if (elementTypeFor(flow, declaration)?.kind === ts.SyntaxKind.StringKeyword) return true;
  if (ts.isParameter(declaration)) return isTextParameter(flow, declaration, depth);
  if (!ts.isVariableDeclaration(declaration)) return false;
  if (declaration.type) return declaration.type.kind === ts.SyntaxKind.StringKeyword;
  const given = (flow.index.assignments.get(node.text) ?? [])
    .filter((one) => flow.symbolOf(one.left) === symbol)
    .map((one) => one.right);
  if (declaration.initializer) given.push(declaration.initializer);
  return given.length > 0 && given.every((one) => isText(flow, one, depth + 1));
}

/** A parameter without a type that every caller gives a text. */
function isTextParameter(flow: Flow, node: ts.ParameterDeclaration, depth: number): boolean {
  if (node.type) return node.type.kind === ts.SyntaxKind.StringKeyword;
  if (node.initializer && !isText(flow, node.initializer, depth + 1)) return false;
  const owner = node.parent;
  const { file } = flow.program.fileOf(node);
  if (node.dotDotDotToken || !isCallable(owner) || flow.hooks.isPublished(file)) return false;
  const position = owner.parameters.indexOf(node);
  const calls = flow.callSites(ts.isConstructorDeclaration(owner) ? owner.parent : owner);
  return (
    calls.length > 0 &&
    calls.every((call) => {
      const argument = call.arguments?.[position];
      if (!argument) return node.initializer !== undefined;
      return !ts.isSpreadElement(argument) && isText(flow, argument, depth + 1);
    })
  );
}

function isCallable(node: ts.Node): node is FunctionNode {
  return (
    ts.isFunctionDeclaration(node) ||
    ts.isFunctionExpression(node) ||
    ts.isArrowFunction(node) ||
    ts.isMethodDeclaration(node) ||
    ts.isConstructorDeclaration(node)
  );
}

/** `if (typeof text !== 'string') return …` before it: whatever it was, it is a text now. */
function isAsked(node: ts.Expression): boolean {
  return isGuarded(node, hasTypeof);
}

/** Whether there is one was asked before: by its type, or `if (!text) return …`. */
function isSeen(node: ts.Expression): boolean {
  return isGuarded(
    node,
    (condition, text, operator) =>
      hasTypeof(condition, text, operator) || hasTruth(condition, text, operator),
  );
}

/** What a condition says of the expression `text`: that it is something (`==`), or that it is not (`!=`). */
type Says = (condition: ts.Expression, text: string, operator: '==' | '!=') => boolean;

function isGuarded(node: ts.Expression, says: Says): boolean {
  const text = node.getText();
  for (let current: ts.Node = node; current.parent && !ts.isFunctionLike(current); current = current.parent) {
    const { parent } = current;
    if (
      ts.isBlock(parent) &&
      parent.statements.some((one) => one.end <= current.pos && refuses(one, text, says))
    )
      return true;
    if (ts.isIfStatement(parent) && parent.thenStatement === current && says(parent.expression, text, '=='))
      return true;
  }
  return false;
}

function refuses(statement: ts.Statement, text: string, says: Says): boolean {
  if (!ts.isIfStatement(statement) || !says(statement.expression, text, '!=')) return false;
  const then = statement.thenStatement;
  const last = ts.isBlock(then) ? then.statements.at(-1) : then;
  return (
    last !== undefined &&
    (ts.isReturnStatement(last) || ts.isThrowStatement(last) || ts.isContinueStatement(last))
  );
}

/** `a || typeof text !== 'string'` for a refusal, `typeof text === 'string' && a` for a permission. */
function hasTypeof(condition: ts.Expression, text: string, operator: '==' | '!='): boolean {
  const bare = skipOuter(condition);
  if (!ts.isBinaryExpression(bare)) return false;
  const { kind } = bare.operatorToken;
  const joins = operator === '!=' ? ts.SyntaxKind.BarBarToken : ts.SyntaxKind.AmpersandAmpersandToken;
  if (kind === joins) return hasTypeof(bare.left, text, operator) || hasTypeof(bare.right, text, operator);
  if (!bare.operatorToken.getText().startsWith(operator)) return false;
  const left = skipOuter(bare.left);
  const right = skipOuter(bare.right);
  return (
    ts.isTypeOfExpression(left) &&
    left.expression.getText() === text &&
    ts.isStringLiteralLike(right) &&
    right.text === 'string'
  );
}

/** `!text || a` for a refusal, `text && a` for a permission. */
function hasTruth(condition: ts.Expression, text: string, operator: '==' | '!='): boolean {
  const bare = skipOuter(condition);
  if (ts.isBinaryExpression(bare)) {
    const joins = operator === '!=' ? ts.SyntaxKind.BarBarToken : ts.SyntaxKind.AmpersandAmpersandToken;
    if (bare.operatorToken.kind !== joins) return false;
    return hasTruth(bare.left, text, operator) || hasTruth(bare.right, text, operator);
  }
  if (operator === '==') return bare.getText() === text;
  if (!ts.isPrefixUnaryExpression(bare) || bare.operator !== ts.SyntaxKind.ExclamationToken) return false;
  const asked = skipOuter(bare.operand).getText();
  // `!text?.trim()` is true of nothing, too.
  return asked === text || asked.startsWith(`${text}?.`);
}

/** `{ prompt }: { prompt: string }`; the checker knows it where the type is written out or declared in the program. */
function isTextBinding(flow: Flow, node: ts.BindingElement): boolean {
  if (isTextType(flow, flow.checker.getTypeAtLocation(node.name))) return true;
  const name = boundName(node);
  const owner = node.parent.parent;
  const element = ts.isParameter(owner) ? elementTypeFor(flow, owner) : undefined;
  return name !== undefined && element !== undefined && isTextProperty(flow, element, name);
}

/** `m.content` inside `messages.map((m) => …)` and `for (const m of messages)`. */
function isTextMember(flow: Flow, node: ts.PropertyAccessExpression): boolean {
  const values = flow.values(node);
  if (values.length > 0 && values.every((one) => one.kind === 'text' || isOutputText(one))) return true;
  const owner = skipOuter(node.expression);
  const declaration = ts.isIdentifier(owner) ? flow.symbolOf(owner)?.valueDeclaration : undefined;
  const type = declaration && elementTypeFor(flow, declaration);
  return type !== undefined && isTextProperty(flow, type, node.name.text);
}

/** `output_text` of an answer. */
function isOutputText(value: Value): boolean {
  return value.kind === 'member' && value.path.join() === 'output_text' && value.base.kind === 'result';
}

/** Type of the elements that a callback's parameter or a loop's variable stands for. No library types are loaded. */
function elementTypeFor(flow: Flow, declaration: ts.Node): ts.TypeNode | undefined {
  if (ts.isParameter(declaration)) {
    const call = declaration.parent.parent;
    if (!ts.isCallExpression(call) || declaration.parent.parameters[0] !== declaration) return undefined;
    const callee = skipOuter(call.expression);
    if (!ts.isPropertyAccessExpression(callee) || !EACH.test(callee.name.text)) return undefined;
    return elementType(flow, callee.expression);
  }
  if (!ts.isVariableDeclaration(declaration)) return undefined;
  const loop = declaration.parent.parent;
  return ts.isForOfStatement(loop) ? elementType(flow, loop.expression) : undefined;
}

/** The declared type of a list's elements; undefined where none is written. */
export function elementType(flow: Flow, list: ts.Expression): ts.TypeNode | undefined {
  const bare = skipOuter(list);
  if (ts.isCallExpression(bare) && ts.isPropertyAccessExpression(bare.expression)) {
    if (/^(?:filter|slice|reverse|toReversed|sort|concat)$/.test(bare.expression.name.text))
      return elementType(flow, bare.expression.expression);
    return undefined;
  }
  return elementOf(flow, declaredType(flow, bare), 0);
}

function elementOf(flow: Flow, type: ts.TypeNode | undefined, depth: number): ts.TypeNode | undefined {
  if (!type || depth > 4) return undefined;
  if (ts.isArrayTypeNode(type)) return type.elementType;
  if (ts.isParenthesizedTypeNode(type) || ts.isTypeOperatorNode(type))
    return elementOf(flow, type.type, depth + 1);
  if (!ts.isTypeReferenceNode(type)) return undefined;
  if (/^(?:Readonly)?Array$/.test(type.typeName.getText())) return type.typeArguments?.[0];
  const alias = ts.isIdentifier(type.typeName) ? aliasOf(flow, type.typeName) : undefined;
  return elementOf(flow, alias, depth + 1);
}

function aliasOf(flow: Flow, name: ts.Identifier): ts.TypeNode | undefined {
  const symbol = flow.symbolOf(name);
  const target =
    symbol && symbol.flags & ts.SymbolFlags.Alias ? flow.checker.getAliasedSymbol(symbol) : symbol;
  return target?.declarations?.find(ts.isTypeAliasDeclaration)?.type;
}

/** The type written where a variable, a parameter or a property is declared. */
export function declaredType(flow: Flow, node: ts.Expression): ts.TypeNode | undefined {
  const symbol = ts.isPropertyAccessExpression(node) ? flow.symbolOf(node.name) : flow.symbolOf(node);
  for (const declaration of symbol?.declarations ?? []) {
    if (
      (ts.isVariableDeclaration(declaration) ||
        ts.isParameter(declaration) ||
        ts.isPropertySignature(declaration) ||
        ts.isPropertyDeclaration(declaration)) &&
      declaration.type
    )
      return declaration.type;
    if (ts.isBindingElement(declaration)) return boundType(flow, declaration);
  }
  return undefined;
}

/** `{ messages }: { messages: Message[] }`. */
function boundType(flow: Flow, element: ts.BindingElement): ts.TypeNode | undefined {
  const name = boundName(element);
  const property = name && flow.checker.getTypeAtLocation(element.parent).getProperty(name);
  const declaration = property ? property.declarations?.find(ts.isPropertySignature) : undefined;
  return declaration?.type;
}

function isTextProperty(flow: Flow, owner: ts.TypeNode, name: string): boolean {
  const property = flow.checker.getTypeFromTypeNode(owner).getProperty(name);
  return property !== undefined && isTextType(flow, flow.checker.getTypeOfSymbol(property));
}

/** Whether a list's declared type has messages of a role and a text: those mean the same in both protocols. */
export function isPlainMessages(flow: Flow, list: ts.Expression): boolean {
  const type = elementType(flow, list);
  if (!type) return false;
  const names = flow.checker
    .getTypeFromTypeNode(type)
    .getProperties()
    .map((one) => one.name);
  return [...names].sort().join() === 'content,role' && isTextProperty(flow, type, 'content');
}

/** Whether there may be nothing, as far as declarations tell: `x?: string`, `a?.b`, a variable of the environment. */
export function mayBeMissing(flow: Flow, node: ts.Expression, depth = 0): boolean {
  if (depth > MAX_DEPTH) return true;
  const bare = skipOuter(node);
  if (ts.isNonNullExpression(node) || isAssertedText(node) || isSeen(bare)) return false;
  if (ts.isOptionalChain(bare)) return true;
  if (ts.isConditionalExpression(bare))
    return mayBeMissing(flow, bare.whenTrue, depth + 1) || mayBeMissing(flow, bare.whenFalse, depth + 1);
  if (ts.isBinaryExpression(bare)) {
    const { kind } = bare.operatorToken;
    if (kind === ts.SyntaxKind.QuestionQuestionToken || kind === ts.SyntaxKind.BarBarToken)
      return mayBeMissing(flow, bare.right, depth + 1);
    return kind === ts.SyntaxKind.AmpersandAmpersandToken;
  }
  if (!ts.isIdentifier(bare) && !ts.isPropertyAccessExpression(bare)) return false;
  if (flow.values(bare).some((one) => one.kind === 'nothing' || one.kind === 'env')) return true;
  return isOptional(flow, bare, depth);
}

function isOptional(flow: Flow, node: ts.Identifier | ts.PropertyAccessExpression, depth: number): boolean {
  const name = ts.isIdentifier(node) ? node : node.name;
  const symbol = ts.isShorthandPropertyAssignment(name.parent)
    ? flow.checker.getShorthandAssignmentValueSymbol(name.parent)
    : flow.symbolOf(name);
  if (!symbol) return false;
  if (symbol.flags & ts.SymbolFlags.Optional) return true;
  return (symbol.declarations ?? []).some((one) => isOptionalDeclaration(flow, one, depth));
}

function isOptionalDeclaration(flow: Flow, one: ts.Declaration, depth: number): boolean {
  if (ts.isBindingElement(one)) {
    const name = boundName(one);
    if (one.initializer || name === undefined) return false;
    const property = flow.checker.getTypeAtLocation(one.parent).getProperty(name);
    return property !== undefined && (property.flags & ts.SymbolFlags.Optional) !== 0;
  }
  if (ts.isParameter(one) && one.initializer) return false;
  if (ts.isParameter(one) && one.questionToken) return true;
  if (ts.isVariableDeclaration(one) && !one.type && one.initializer)
    return mayBeMissing(flow, one.initializer, depth + 1);
  const type =
    ts.isParameter(one) ||
    ts.isVariableDeclaration(one) ||
    ts.isPropertySignature(one) ||
    ts.isPropertyDeclaration(one)
      ? one.type
      : undefined;
  return type !== undefined && ts.isUnionTypeNode(type) && /\b(?:undefined|null)\b/.test(type.getText());
}
