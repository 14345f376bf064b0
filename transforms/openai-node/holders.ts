import { enclosingClass, type Flow } from '../../src/flow/flow.js';
import { skipOuter } from '../../src/flow/index-nodes.js';
import type { Shapes } from '../../src/flow/shapes.js';
import type { ClientHolder, Receiver } from '../../src/sites.js';
import { ts } from '../../src/ts.js';

/** The variable or field that a client is put into when it is made, if it is one that never holds another. */
export class Holders {
  private readonly flow: Flow;
  private readonly shapes: Shapes;
  /** Declaration of a variable or a field → id of the client in it. */
  private readonly clients = new Map<ts.Node, string>();

  constructor(flow: Flow, shapes: Shapes) {
    this.flow = flow;
    this.shapes = shapes;
  }

  /** What holds the client made by `call`. */
  holderOf(call: ts.Expression, id: string): ClientHolder | undefined {
    const { parent, node } = outermost(call);
    if (ts.isVariableDeclaration(parent) && parent.initializer === node) return this.variable(parent, id);
    if (ts.isPropertyDeclaration(parent) && parent.initializer === node) return this.field(parent, id);
    return ts.isBinaryExpression(parent) && parent.right === node ? this.assigned(parent, id) : undefined;
  }

  /** The name that stands for one client in `base.embeddings.create`. */
  receiverOf(base: ts.Expression): Receiver | undefined {
    const bare = skipOuter(base);
    if (ts.isIdentifier(bare)) return this.byName(bare);
    if (!ts.isPropertyAccessExpression(bare) || bare.expression.kind !== ts.SyntaxKind.ThisKeyword)
      return undefined;
    const owner = enclosingClass(bare);
    const field = owner?.members.find(
      (one) => ts.isPropertyDeclaration(one) && one.name.getText() === bare.name.getText(),
    );
    const client = field && this.clients.get(field);
    return client === undefined ? undefined : { token: this.shapes.token(bare.name), client, imported: null };
  }

  private variable(declaration: ts.VariableDeclaration, id: string): ClientHolder | undefined {
    const list = declaration.parent;
    const statement = list.parent;
    const isConst = ts.isVariableDeclarationList(list) && (list.flags & ts.NodeFlags.Const) !== 0;
    if (!isConst || !ts.isVariableStatement(statement) || list.declarations.length !== 1) return undefined;
    if (!ts.isIdentifier(declaration.name)) return undefined;
    this.clients.set(declaration, id);
    const exported = statement.modifiers?.some((one) => one.kind === ts.SyntaxKind.ExportKeyword) ?? false;
    return this.holder('variable', declaration.name.text, statement, null, exported);
  }

  private field(declaration: ts.PropertyDeclaration, id: string): ClientHolder | undefined {
    if (hasModifier(declaration, ts.SyntaxKind.StaticKeyword) || !isPlainName(declaration.name))
      return undefined;
    this.clients.set(declaration, id);
    return this.holder('field', declaration.name.text, declaration, null, false);
  }

  /** `this.openai = new OpenAI(…)` in the constructor, and nowhere else. */
  private assigned(assignment: ts.BinaryExpression, id: string): ClientHolder | undefined {
    const { left, parent, operatorToken } = assignment;
    if (operatorToken.kind !== ts.SyntaxKind.EqualsToken || !ts.isExpressionStatement(parent))
      return undefined;
    if (!ts.isPropertyAccessExpression(left) || left.expression.kind !== ts.SyntaxKind.ThisKeyword)
      return undefined;
    const owner = enclosingClass(left);
    const maker = ts.findAncestor(assignment, ts.isFunctionLike);
    if (!owner || !maker || !ts.isConstructorDeclaration(maker) || parent.parent !== maker.body)
      return undefined;
    const declared = owner.members.filter(
      (one): one is ts.PropertyDeclaration =>
        ts.isPropertyDeclaration(one) && one.name.getText() === left.name.getText(),
    );
    const [declaration] = declared;
    const others = (this.flow.index.propertyAssignments.get(left.name.text) ?? []).filter(
      (one) => one !== assignment && enclosingClass(one) === owner,
    );
    if (!declaration || declaration.initializer || others.length > 0 || !isPlainName(declaration.name))
      return undefined;
    this.clients.set(declaration, id);
    return this.holder('assigned', left.name.text, parent, declaration, false);
  }

  private holder(
    kind: ClientHolder['kind'],
    name: string,
    statement: ts.Node,
    declaration: ts.Node | null,
    exported: boolean,
  ): ClientHolder {
    const prefix = new RegExp(`^${name.replace(/[^\w]/g, '\\$&')}\\w`);
    return {
      kind,
      name,
      statement: this.shapes.token(statement),
      declaration: declaration ? this.shapes.token(declaration) : null,
      exported,
      taken: this.flow.index.identifiers.matching(prefix).map(([one]) => one),
    };
  }

  private byName(name: ts.Identifier): Receiver | undefined {
    const symbol = this.flow.symbolOf(name);
    const declared = symbol?.declarations?.[0];
    if (!symbol || !declared) return undefined;
    const own = this.clients.get(declared);
    const token = this.shapes.token(name);
    if (own !== undefined) return { token, client: own, imported: null };
    return ts.isImportSpecifier(declared) ? this.imported(declared, symbol, token) : undefined;
  }

  /** Straight from the file that declares it: a file in between would have to hand on the new name, too. */
  private imported(
    specifier: ts.ImportSpecifier,
    symbol: ts.Symbol,
    token: Receiver['token'],
  ): Receiver | undefined {
    const target = this.flow.checker.getAliasedSymbol(symbol).declarations?.[0];
    const client = target && this.clients.get(target);
    const from = specifier.parent.parent.parent.moduleSpecifier;
    const module = this.flow.symbolOf(from)?.declarations?.find(ts.isSourceFile);
    if (client === undefined || specifier.isTypeOnly || module !== target?.getSourceFile()) return undefined;
    const name = (specifier.propertyName ?? specifier.name).text;
    return { token, client, imported: { specifier: this.shapes.token(specifier), name } };
  }
}

/** The expression with its parentheses and casts, and what stands around it. */
function outermost(expression: ts.Expression): { node: ts.Expression; parent: ts.Node } {
  let node = expression;
  while (
    ts.isParenthesizedExpression(node.parent) ||
    ts.isAsExpression(node.parent) ||
    ts.isSatisfiesExpression(node.parent)
  )
    node = node.parent;
  return { node, parent: node.parent };
}

function isPlainName(name: ts.PropertyName): name is ts.Identifier | ts.PrivateIdentifier {
  return ts.isIdentifier(name) || ts.isPrivateIdentifier(name);
}

function hasModifier(node: ts.PropertyDeclaration, kind: ts.SyntaxKind): boolean {
  return node.modifiers?.some((one) => one.kind === kind) ?? false;
}
