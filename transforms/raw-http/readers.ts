import type { RelatedPlace } from '../../src/finding.js';
import type { Flow } from '../../src/flow/flow.js';
import { calleeName } from '../../src/flow/index-nodes.js';
import type { Shapes } from '../../src/flow/shapes.js';
import { placeOf } from '../../src/plan/trails.js';
import { ts } from '../../src/ts.js';
import type { Piece, Pieces } from './address.js';
import type { ProxyRule } from './rules.js';

/** Named in a report; more would say no more. */
const MAX_READERS = 3;
/** Calls that show a text to a person and do nothing else with it. */
const SHOWS = /^(?:log|info|warn|error|debug|trace|dir|Error|\w*Error)$/;

/**
 * Who else reads the constants that addresses are put together of. A constant may be rewritten only where all its readers
 * are known: an edit would reach each of them.
 */
export class Readers {
  private readonly flow: Flow;
  private readonly shapes: Shapes;
  /** Everything that was seen to be part of an address, or to send a request. */
  private readonly seen: ReadonlySet<ts.Node>;
  private readonly known = new Map<ts.Node, readonly RelatedPlace[]>();
  /** The texts that addresses are put together of. */
  private readonly texts = new Set<ts.Node>();

  constructor(flow: Flow, shapes: Shapes, addresses: readonly Pieces[], senders: readonly ts.Node[]) {
    this.flow = flow;
    this.shapes = shapes;
    const seen = new Set<ts.Node>(senders);
    for (const pieces of addresses)
      for (const { trail, node } of pieces) {
        for (const step of trail) seen.add(step);
        if (node) this.texts.add(node);
      }
    this.seen = seen;
  }

  of({ trail, node, rule }: Piece): readonly RelatedPlace[] {
    if (rule) return this.ofRule(rule).slice(0, MAX_READERS);
    return node ? this.ofTrail(trail, node).slice(0, MAX_READERS) : [];
  }

  /** What reads the variables and properties that a value comes through. */
  ofTrail(trail: readonly ts.Node[], literal: ts.Node): readonly RelatedPlace[] {
    return trail.flatMap((holder) => this.ofHolder(holder, literal));
  }

  /** Paths that a rule forwards and that no request was seen to ask for. A rule for everything has any number. */
  private ofRule(rule: ProxyRule): RelatedPlace[] {
    const { line, column } = rule.shown.range.start;
    const own = { file: rule.shown.file, line, column, message: 'forwards every path' };
    if (rule.match.length < 2) return [own];
    const { strings, templates } = this.flow.index;
    return [...strings, ...templates.map((one) => one.head)]
      .filter((node) => node.text.startsWith(rule.match) && !this.texts.has(node) && !namesPath(node))
      .map((node) => placeOf(this.shapes.token(node), 'goes through this rule as well'));
  }

  private ofHolder(holder: ts.Node, literal: ts.Node): readonly RelatedPlace[] {
    const known = this.known.get(holder);
    if (known) return known;
    const found = this.readsOf(holder, literal)
      .filter((read) => !this.isAccounted(read) && !isHarmless(read))
      .map((read) => placeOf(this.shapes.token(read), 'read here as well'));
    this.known.set(holder, found);
    return found;
  }

  private readsOf(holder: ts.Node, literal: ts.Node): readonly ts.Identifier[] {
    if (ts.isVariableDeclaration(holder) && ts.isIdentifier(holder.name)) return this.ofVariable(holder.name);
    const isField = ts.isPropertyAssignment(holder) || ts.isPropertyDeclaration(holder);
    if ((isField || ts.isEnumMember(holder)) && ts.isIdentifier(holder.name))
      return this.ofProperty(holder.name, literal);
    return [];
  }

  private ofVariable(name: ts.Identifier): readonly ts.Identifier[] {
    const symbol = this.flow.symbolOf(name);
    return (this.flow.index.identifiers.get(name.text) ?? []).filter(
      (one) => one !== name && isRead(one) && this.isSame(one, symbol),
    );
  }

  /** Through an import as well; one that the compiler could not follow counts by its name. */
  private isSame(node: ts.Identifier, wanted: ts.Symbol | undefined): boolean {
    const symbol = this.flow.symbolOf(node);
    if (symbol === wanted) return true;
    if (!symbol || !(symbol.flags & ts.SymbolFlags.Alias)) return false;
    const target = this.flow.checker.getAliasedSymbol(symbol);
    return target === wanted || !target.declarations?.length;
  }

  private ofProperty(name: ts.Identifier, literal: ts.Node): readonly ts.Identifier[] {
    return (this.flow.index.identifiers.get(name.text) ?? []).filter((one) => {
      const { parent } = one;
      if (!ts.isPropertyAccessExpression(parent) || parent.name !== one) return false;
      return this.flow.values(parent).some((value) => value.node === literal);
    });
  }

  private isAccounted(read: ts.Node): boolean {
    for (let node: ts.Node = read; node.parent; node = node.parent) {
      if (this.seen.has(node)) return true;
      // What a function gives back belongs to its calls.
      if (ts.isFunctionLike(node) && this.isCalledByOne(node)) return true;
      if (ts.isStatement(node) && !ts.isReturnStatement(node) && !ts.isBlock(node)) return false;
    }
    return false;
  }

  private isCalledByOne(node: ts.Node): boolean {
    if (!ts.isFunctionDeclaration(node) && !ts.isArrowFunction(node) && !ts.isFunctionExpression(node))
      return ts.isMethodDeclaration(node) && this.anyCall(node);
    return this.anyCall(node);
  }

  private anyCall(
    node: ts.FunctionDeclaration | ts.ArrowFunction | ts.FunctionExpression | ts.MethodDeclaration,
  ): boolean {
    return this.flow.callSites(node).some((call) => this.seen.has(call));
  }
}

/** The path as a rule or a route names it, not as a request asks for it. */
function namesPath(node: ts.Node): boolean {
  const { parent } = node;
  if (ts.isPropertyAssignment(parent))
    return (
      parent.name === node || /^["']?(?:source|src|path|matcher|route)["']?$/.test(parent.name.getText())
    );
  return ts.isArrayLiteralExpression(parent);
}

/** Neither a declaration of the name nor a mention of it in an import, an export or a type. */
function isRead(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isImportSpecifier(parent) || ts.isExportSpecifier(parent) || ts.isImportClause(parent)) return false;
  if (ts.isVariableDeclaration(parent) && parent.name === node) return false;
  if (ts.isExportAssignment(parent) || ts.isTypeQueryNode(parent)) return false;
  return !(ts.isPropertyAccessExpression(parent) && parent.name === node);
}

/** Compared with something, tested, or shown to a person: that goes along with the new text. */
function isHarmless(node: ts.Node): boolean {
  for (let current = node; current.parent; current = current.parent) {
    const { parent } = current;
    if (ts.isJsxAttribute(parent) || ts.isJsxExpression(parent) || ts.isThrowStatement(parent)) return true;
    if (ts.isBinaryExpression(parent) && /^[!=]==?$/.test(parent.operatorToken.getText())) return true;
    if (ts.isPrefixUnaryExpression(parent) || (ts.isIfStatement(parent) && parent.expression === current))
      return true;
    // Of `text.startsWith(…)` the answer counts, wherever that goes.
    const isAsked = ts.isCallExpression(parent) && parent.expression === current;
    if ((ts.isCallExpression(parent) || ts.isNewExpression(parent)) && !isAsked)
      return SHOWS.test(calleeName(parent.expression) ?? '');
    if (ts.isStatement(parent) || ts.isFunctionLike(parent)) return false;
  }
  return false;
}
