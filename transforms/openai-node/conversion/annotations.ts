import { ts } from '../../../src/ts.js';
import { sdkModule } from '../modules.js';
import type { Draft } from './draft.js';
import type { ImportedUse } from './imports.js';

/** Types that say nothing of a shape. */
const OPEN = new Set([
  ts.SyntaxKind.AnyKeyword,
  ts.SyntaxKind.UnknownKeyword,
  ts.SyntaxKind.ObjectKeyword,
  ts.SyntaxKind.StringKeyword,
  ts.SyntaxKind.NullKeyword,
  ts.SyntaxKind.UndefinedKeyword,
  ts.SyntaxKind.VoidKeyword,
]);
/** Types that stand for what is between their brackets. */
const TRANSPARENT =
  /^(?:Array|ReadonlyArray|Readonly|Promise|Awaited|Partial|NonNullable|Record|AsyncIterable|Stream)$/;

/** Types that are written on the way of a request or of an answer, and what they are in chat completions. */
export class Annotations {
  readonly imported: ImportedUse[] = [];
  private readonly draft: Draft;
  private readonly names: Readonly<Record<string, string>>;
  private readonly seen = new Set<ts.Node>();

  constructor(draft: Draft, names: Readonly<Record<string, string>>) {
    this.draft = draft;
    this.names = names;
  }

  parameter(type: ts.TypeNode): void {
    this.visit(type, 'parameter');
  }

  answer(type: ts.TypeNode): void {
    this.visit(type, 'response');
  }

  private visit(type: ts.TypeNode, kind: 'parameter' | 'response'): void {
    if (this.seen.has(type)) return;
    this.seen.add(type);
    if (OPEN.has(type.kind) || ts.isLiteralTypeNode(type) || ts.isConstTypeReference(type)) return;
    if (ts.isArrayTypeNode(type)) {
      this.visit(type.elementType, kind);
      return;
    }
    if (ts.isParenthesizedTypeNode(type) || ts.isTypeOperatorNode(type)) {
      this.visit(type.type, kind);
      return;
    }
    if (ts.isUnionTypeNode(type) || ts.isIntersectionTypeNode(type)) {
      for (const one of type.types) this.visit(one, kind);
      return;
    }
    if (ts.isTypeReferenceNode(type)) {
      this.reference(type, kind);
      return;
    }
    this.block(type, kind);
  }

  private reference(type: ts.TypeReferenceNode, kind: 'parameter' | 'response'): void {
    const name = lastOf(type.typeName);
    if (ts.isIdentifier(type.typeName) && TRANSPARENT.test(name)) {
      for (const one of type.typeArguments ?? []) this.visit(one, kind);
      return;
    }
    const root = rootOf(type.typeName);
    const to = this.isOfSdk(root) ? this.names[name] : undefined;
    if (to === undefined) {
      this.block(type, kind);
      return;
    }
    if (ts.isIdentifier(type.typeName)) {
      this.byImport(type.typeName, to, kind);
      return;
    }
    const named = to.startsWith('Create') ? to : `Chat.Completions.${to}`;
    const edit = this.draft.replace(type.typeName, `${root.text}.${named}`);
    this.draft.step(type.typeName, 'type', name, to, [edit]);
  }

  private byImport(name: ts.Identifier, to: string, kind: 'parameter' | 'response'): void {
    const specifier = this.draft.flow.symbolOf(name)?.declarations?.find(ts.isImportSpecifier);
    if (!specifier) {
      this.block(name, kind);
      return;
    }
    this.imported.push({ specifier, reference: name, to });
    this.draft.step(name, 'type', name.text, to, [this.draft.replace(name, to)]);
    this.draft.share(specifier.parent);
  }

  private isOfSdk(root: ts.Identifier): boolean {
    return this.draft.flow
      .values(root)
      .some((value) => value.kind === 'external' && sdkModule(value.module) !== undefined);
  }

  private block(node: ts.Node, kind: 'parameter' | 'response'): void {
    this.draft.block(node, kind, this.draft.text(node), 'a type of its own says what it looks like');
  }
}

function rootOf(name: ts.EntityName): ts.Identifier {
  return ts.isIdentifier(name) ? name : rootOf(name.left);
}

function lastOf(name: ts.EntityName): string {
  return ts.isIdentifier(name) ? name.text : name.right.text;
}
