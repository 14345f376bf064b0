import type { Flow } from '../../../src/flow/flow.js';
import { skipOuter } from '../../../src/flow/index-nodes.js';
import type { Use } from '../../../src/flow/uses.js';
import type { FunctionNode } from '../../../src/flow/value.js';
import { ts } from '../../../src/ts.js';
import type { Annotations } from '../conversion/annotations.js';
import type { Draft } from '../conversion/draft.js';
import { type Bodies, Lists } from '../conversion/lists.js';
import { propertyOf } from '../conversion/messages.js';
import { elementType, isPlainMessages } from '../conversion/texts.js';

export const MESSAGE = 'messages[]';

type Visit = (element: ts.Expression) => void;

/** Lists of messages and tools; one that is a parameter of a function is that of its callers. */
export class NativeLists extends Lists {
  private readonly parameters: ReadonlySet<ts.ParameterDeclaration>;

  /** `parameters` are those whose lists are sent by some request (see {@link listParameters}). */
  constructor(
    draft: Draft,
    bodies: Bodies,
    annotations: Pick<Annotations, 'parameter'>,
    parameters: ReadonlySet<ts.ParameterDeclaration>,
  ) {
    super(draft, bodies, annotations, MESSAGE);
    this.parameters = parameters;
  }

  protected override variable(node: ts.Identifier, name: string, visit: Visit): void {
    const { flow } = this.draft;
    const symbol = symbolAt(flow, node);
    const declaration = symbol?.declarations?.[0];
    // Messages of a role and a text, by a type of one's own, are the same there.
    const at = declaration && declaresName(declaration) ? declaration.name : node;
    if (name === MESSAGE && isPlainMessages(flow, at) && !mayBeDeveloper(flow, at)) return;
    const isFollowed =
      symbol !== undefined &&
      declaration !== undefined &&
      ts.isParameter(declaration) &&
      this.parameter(declaration, symbol, name, visit);
    if (!isFollowed) super.variable(node, name, visit);
  }

  /** What every caller hands over; false where not all of them are in sight. */
  private parameter(node: ts.ParameterDeclaration, symbol: ts.Symbol, name: string, visit: Visit): boolean {
    const { flow } = this.draft;
    const owner = node.parent;
    const isOpen = flow.hooks.isPublished(flow.program.fileOf(node).file);
    if (isOpen || node.dotDotDotToken || node.initializer || !isFunction(owner)) return false;
    const position = owner.parameters.indexOf(node);
    const calls = flow.callSites(owner);
    const given = calls.flatMap((call) => call.arguments?.[position] ?? []);
    if (given.length === 0 || given.length < calls.length || given.some(ts.isSpreadElement)) return false;
    this.holder(node);
    for (const one of given) this.each(one, name, visit);
    for (const one of this.pushed(symbol)) this.element(one, name, visit);
    return true;
  }

  protected override argument(use: Use & { kind: 'argument' }): void {
    if (!this.isFollowed(use)) super.argument(use);
  }

  /** It is handed to a function that sends it: whose request that is moves along. */
  private isFollowed({ call, node }: Use & { kind: 'argument' }): boolean {
    const position = call.arguments?.indexOf(node) ?? -1;
    const functions = this.parameters.size > 0 ? this.draft.flow.values(call.expression) : [];
    const isOne = functions.every((one) => {
      const parameter = one.kind === 'function' ? one.node.parameters[position] : undefined;
      if (parameter) this.draft.share(parameter);
      return parameter !== undefined && this.parameters.has(parameter);
    });
    return functions.length > 0 && isOne;
  }
}

/** Parameters that requests send as their list of messages or tools, by themselves or through other functions. */
export function listParameters(flow: Flow, bodies: Bodies): ReadonlySet<ts.ParameterDeclaration> {
  const found = new Set<ts.ParameterDeclaration>();
  const add = (node: ts.Expression | undefined): void => {
    const bare = node && skipOuter(node);
    const symbol = bare && ts.isIdentifier(bare) ? symbolAt(flow, bare) : undefined;
    const declaration = symbol?.declarations?.[0];
    if (declaration && ts.isParameter(declaration)) found.add(declaration);
  };
  for (const body of bodies) for (const name of ['messages', 'tools']) add(propertyOf(body, name)?.value);
  // A set may grow while it is walked.
  for (const one of found) {
    const owner = one.parent;
    if (!isFunction(owner)) continue;
    for (const call of flow.callSites(owner)) add(call.arguments?.[owner.parameters.indexOf(one)]);
  }
  return found;
}

function declaresName(
  node: ts.Declaration,
): node is (ts.ParameterDeclaration | ts.VariableDeclaration) & { readonly name: ts.Identifier } {
  return (ts.isParameter(node) || ts.isVariableDeclaration(node)) && ts.isIdentifier(node.name);
}

/** The role has another name there. */
function mayBeDeveloper(flow: Flow, list: ts.Expression): boolean {
  const type = elementType(flow, list);
  const role = type && flow.checker.getTypeFromTypeNode(type).getProperty('role');
  const declared = role?.declarations?.find(ts.isPropertySignature)?.type;
  return declared === undefined || /developer/.test(declared.getText());
}

function symbolAt(flow: Flow, node: ts.Identifier): ts.Symbol | undefined {
  return ts.isShorthandPropertyAssignment(node.parent)
    ? flow.checker.getShorthandAssignmentValueSymbol(node.parent)
    : flow.symbolOf(node);
}

function isFunction(node: ts.SignatureDeclaration): node is FunctionNode {
  return (
    ts.isFunctionDeclaration(node) ||
    ts.isFunctionExpression(node) ||
    ts.isArrowFunction(node) ||
    ts.isMethodDeclaration(node)
  );
}
