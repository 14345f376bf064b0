import type { RelatedPlace } from '../finding.js';
import { placeOf, rangeOf, spanOf } from '../pipeline/parse.js';
import type { EnvForm, NarrowType, ObjectShape, Origin, PropertyShape, Token } from '../sites.js';
import { ts } from '../ts.js';
import type { Flow } from './flow.js';
import { skipOuter } from './index-nodes.js';
import type { Value } from './value.js';

/** Turns nodes and values into the plain data that planning works on. */
export class Shapes {
  private readonly flow: Flow;

  constructor(flow: Flow) {
    this.flow = flow;
  }

  token(node: ts.Node): Token {
    const parsed = this.flow.program.fileOf(node);
    const span = spanOf(parsed, node);
    const text = parsed.text.slice(span.start, span.end);
    return { file: parsed.file, span, range: rangeOf(parsed, span), text, scope: scopeOf(node) };
  }

  /** What stands between the delimiters of a literal or of a piece of a template; of it `length` characters from `from`. */
  characters(node: ts.Node, length?: number, from = 0): Token {
    const parsed = this.flow.program.fileOf(node);
    const whole = spanOf(parsed, node);
    const closing = ts.isTemplateHead(node) || ts.isTemplateMiddle(node) ? 2 : 1;
    const start = whole.start + 1 + from;
    const span = { start, end: length === undefined ? whole.end - closing : start + length };
    const text = parsed.text.slice(span.start, span.end);
    return { file: parsed.file, span, range: rangeOf(parsed, span), text, scope: scopeOf(node) };
  }

  object(node: ts.ObjectLiteralExpression): ObjectShape {
    const parsed = this.flow.program.fileOf(node);
    return {
      file: parsed.file,
      span: spanOf(parsed, node),
      properties: node.properties.map((property) => this.property(property)),
      trailingComma: node.properties.hasTrailingComma === true,
    };
  }

  property(node: ts.ObjectLiteralElementLike): PropertyShape {
    const parsed = this.flow.program.fileOf(node);
    const span = spanOf(parsed, node);
    const nameSpan = node.name ? spanOf(parsed, node.name) : span;
    if (ts.isPropertyAssignment(node))
      return {
        name: plainName(node.name),
        kind: 'assign',
        span,
        nameSpan,
        valueSpan: spanOf(parsed, node.initializer),
      };
    if (ts.isShorthandPropertyAssignment(node))
      return { name: node.name.text, kind: 'shorthand', span, nameSpan, valueSpan: nameSpan };
    if (ts.isSpreadAssignment(node))
      return { name: null, kind: 'spread', span, nameSpan, valueSpan: spanOf(parsed, node.expression) };
    return { name: node.name ? plainName(node.name) : null, kind: 'other', span, nameSpan, valueSpan: span };
  }

  origins(values: readonly Value[]): Origin[] {
    return values.map((value) => this.origin(value));
  }

  private origin(value: Value): Origin {
    const trail = this.trail(value);
    switch (value.kind) {
      case 'text':
        return {
          kind: 'text',
          value: value.value,
          at: this.token(value.node),
          narrow: this.narrow(value.node),
          passes: value.trail.flatMap((node) => (ts.isParameter(node) ? this.pass(node, value.trail) : [])),
          shared: value.trail.some((node) => this.isShared(node)),
          isKey: isPropertyName(value.node),
          trail,
        };
      case 'number':
        return { kind: 'number', value: value.value, at: this.token(value.node), trail };
      case 'boolean':
        return { kind: 'boolean', value: value.value, at: this.token(value.node), trail };
      case 'nothing':
        return { kind: 'nothing', trail };
      case 'env':
        return {
          kind: 'env',
          name: value.name,
          reader: value.reader,
          read: this.token(value.node),
          token: this.token(value.token),
          form: envForm(value.token),
          required: isRequired(value),
          trail,
        };
      case 'unknown':
        return { kind: 'unknown', why: value.why, at: this.token(value.node), trail };
      default:
        return { kind: 'unknown', why: value.kind, at: this.token(value.node), trail };
    }
  }

  /** Whether the variable that `node` declares is read in more than one place, as far as its name tells. */
  private isShared(node: ts.Node): boolean {
    if (!ts.isVariableDeclaration(node) || !ts.isIdentifier(node.name)) return false;
    const { name } = node;
    const reads = (this.flow.index.identifiers.get(name.text) ?? []).filter(
      (one) => one !== name && !ts.isImportSpecifier(one.parent) && !ts.isExportSpecifier(one.parent),
    );
    return reads.length > 1;
  }

  private trail(value: Value): RelatedPlace[] {
    const places = value.trail.map((node) => placeOf(this.flow.program.fileOf(node), node, describe(node)));
    const seen = new Set<string>();
    return places.filter((place) => {
      const key = `${place.file}:${place.line}:${place.column}`;
      if (seen.has(key)) return false;
      seen.add(key);
      return true;
    });
  }

  /** The annotation of the variable, parameter, field or property that holds a literal, where it is not `string`. */
  private narrow(node: ts.Node): NarrowType | null {
    const type = annotationOf(node);
    if (!type || type.kind === ts.SyntaxKind.StringKeyword) return null;
    const annotation = this.token(type);
    const text = ts.isStringLiteralLike(node) ? node.text : '';
    const literal = this.unionLiteral(type, text, 0);
    if (literal) return { annotation, kind: 'union', literal: this.token(literal) };
    return { annotation, kind: this.isExternalType(type) ? 'sdk' : 'other', literal: null };
  }

  /** `model: TiktokenModel`, a union of another package's: widened where nothing else would want the narrower type. */
  private pass({ type, name }: ts.ParameterDeclaration, trail: readonly ts.Node[]): NarrowType[] {
    if (!type || !ts.isTypeReferenceNode(type) || !ts.isIdentifier(name)) return [];
    if (!this.isExternalType(type)) return [];
    const symbol = this.flow.symbolOf(name);
    const wanted = (this.flow.index.identifiers.get(name.text) ?? []).some(
      (one) => one !== name && this.valueSymbolOf(one) === symbol && wantsType(one, trail),
    );
    return [{ annotation: this.token(type), kind: wanted ? 'other' : 'sdk', literal: null }];
  }

  private valueSymbolOf(node: ts.Identifier): ts.Symbol | undefined {
    return ts.isShorthandPropertyAssignment(node.parent)
      ? this.flow.checker.getShorthandAssignmentValueSymbol(node.parent)
      : this.flow.symbolOf(node);
  }

  private unionLiteral(type: ts.TypeNode, text: string, depth: number): ts.Node | undefined {
    // A type that is part of itself.
    if (depth > 8) return undefined;
    if (ts.isLiteralTypeNode(type) && ts.isStringLiteral(type.literal) && type.literal.text === text)
      return type.literal;
    if (ts.isParenthesizedTypeNode(type)) return this.unionLiteral(type.type, text, depth + 1);
    if (ts.isUnionTypeNode(type)) {
      for (const member of type.types) {
        const found = this.unionLiteral(member, text, depth + 1);
        if (found) return found;
      }
    }
    if (ts.isTypeReferenceNode(type) && ts.isIdentifier(type.typeName)) {
      const symbol = this.flow.symbolOf(type.typeName);
      const target =
        symbol && symbol.flags & ts.SymbolFlags.Alias ? this.flow.checker.getAliasedSymbol(symbol) : symbol;
      const alias = target?.declarations?.find(ts.isTypeAliasDeclaration);
      if (alias) return this.unionLiteral(alias.type, text, depth + 1);
    }
    return undefined;
  }

  private isExternalType(type: ts.TypeNode): boolean {
    if (ts.isIndexedAccessTypeNode(type)) return this.isExternalType(type.objectType);
    if (!ts.isTypeReferenceNode(type)) return false;
    let name: ts.EntityName = type.typeName;
    while (ts.isQualifiedName(name)) name = name.left;
    return this.flow.values(name).some((value) => value.kind === 'external');
  }
}

/** Handed on to something that may be typed, and is not on the way of the value itself. */
function wantsType(node: ts.Identifier, trail: readonly ts.Node[]): boolean {
  const { parent } = node;
  if (ts.isCallExpression(parent) || ts.isNewExpression(parent))
    return parent.expression !== node && !trail.includes(parent) && !/^console\./.test(parent.getText());
  return ts.isReturnStatement(parent) || ts.isVariableDeclaration(parent) || ts.isArrowFunction(parent);
}

/** `Service.reply`: what stays the same when lines move. */
function scopeOf(node: ts.Node): string {
  const names: string[] = [];
  for (let current = node.parent; current; current = current.parent) {
    const named =
      ts.isFunctionLike(current) || ts.isClassLike(current) || ts.isVariableDeclaration(current)
        ? current.name
        : undefined;
    if (named && (ts.isIdentifier(named) || ts.isPrivateIdentifier(named))) names.unshift(named.text);
  }
  return names.join('.');
}

/** The declared type that a literal must satisfy, as far as the syntax around it says so. */
function annotationOf(node: ts.Node): ts.TypeNode | undefined {
  let current: ts.Node = node;
  let { parent } = node;
  while (parent) {
    if (ts.isAsExpression(parent) || ts.isSatisfiesExpression(parent)) {
      // `as const` narrows to the literal itself: it follows the edit.
      if (!ts.isConstTypeReference(parent.type)) return parent.type;
    } else if (
      ts.isVariableDeclaration(parent) ||
      ts.isParameter(parent) ||
      ts.isPropertyDeclaration(parent)
    ) {
      return parent.type;
    } else if (!isTransparent(parent, current)) return undefined;
    current = parent;
    ({ parent } = current);
  }
  return undefined;
}

function isTransparent(parent: ts.Node, child: ts.Node): boolean {
  if (ts.isConditionalExpression(parent)) return parent.condition !== child;
  return (
    ts.isParenthesizedExpression(parent) || ts.isBinaryExpression(parent) || ts.isNonNullExpression(parent)
  );
}

function isPropertyName(node: ts.Node): boolean {
  return ts.isPropertyAssignment(node.parent) && node.parent.name === node;
}

/** A validator or `getOrThrow` sees to it that there is a value. */
function isRequired(value: Value & { kind: 'env' }): boolean {
  if (value.reader === 'config') return /\bgetOrThrow\b/.test(value.node.getText());
  if (value.reader !== 'schema') return false;
  return !value.trail.some(
    (node) =>
      ts.isPropertyAssignment(node) && /\.(?:optional|nullish|nullable|default|catch)\(/.test(node.getText()),
  );
}

/** How the token that names an environment variable is written. */
export function envForm(token: ts.Node): EnvForm {
  if (ts.isStringLiteralLike(token)) return 'string';
  if (ts.isImportSpecifier(token.parent)) return token.parent.propertyName ? 'member' : 'import';
  if (ts.isShorthandPropertyAssignment(token.parent)) return 'binding-shorthand';
  if (ts.isBindingElement(token.parent)) return token.parent.propertyName ? 'binding' : 'binding-shorthand';
  return 'member';
}

function plainName(name: ts.PropertyName): string | null {
  if (ts.isIdentifier(name) || ts.isStringLiteralLike(name) || ts.isNumericLiteral(name)) return name.text;
  return null;
}

function describe(node: ts.Node): string {
  if (ts.isParameter(node)) return 'parameter';
  if (ts.isCallExpression(node)) return 'through this call';
  if (ts.isNewExpression(node)) return 'through this constructor';
  if (ts.isImportSpecifier(node) || ts.isImportClause(node) || ts.isNamespaceImport(node))
    return 'imported here';
  if (ts.isExportSpecifier(node) || ts.isExportAssignment(node)) return 'exported here';
  if (ts.isPropertyAssignment(node) || ts.isShorthandPropertyAssignment(node)) return 'property';
  if (ts.isBinaryExpression(node)) return 'assigned here';
  return 'declared here';
}

/** The object literals an expression may be, and whether there may be others. */
export function objectsOf(
  flow: Flow,
  node: ts.Expression,
): { objects: ts.ObjectLiteralExpression[]; partial: boolean } {
  const values = flow.values(skipOuter(node));
  const objects = values.flatMap((value) => (value.kind === 'object' ? [value.node] : []));
  return { objects, partial: values.some((value) => value.kind !== 'object' && value.kind !== 'nothing') };
}
