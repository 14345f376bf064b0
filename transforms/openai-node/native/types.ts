import { ts } from '../../../src/ts.js';
import type { Draft } from '../conversion/draft.js';
import { sdkModule } from '../modules.js';
import type { Names } from './names.js';
import { TYPES } from './ollama.js';

/** Types that say nothing of a shape that changes. */
const OPEN = new Set([
  ts.SyntaxKind.AnyKeyword,
  ts.SyntaxKind.UnknownKeyword,
  ts.SyntaxKind.ObjectKeyword,
  ts.SyntaxKind.StringKeyword,
  ts.SyntaxKind.NumberKeyword,
  ts.SyntaxKind.BooleanKeyword,
  ts.SyntaxKind.NullKeyword,
  ts.SyntaxKind.UndefinedKeyword,
  ts.SyntaxKind.VoidKeyword,
]);
/** Types that stand for what is between their brackets. */
const TRANSPARENT = /^(?:Array|ReadonlyArray|Readonly|Promise|Awaited|NonNullable|AsyncIterable)$/;

type Kind = 'parameter' | 'response';

/** Types that are written on the way of a request or of an answer, and what they are in the new package. */
export class NativeTypes {
  private readonly draft: Draft;
  private readonly names: Names;
  private readonly seen = new Set<ts.Node>();

  constructor(draft: Draft, names: Names) {
    this.draft = draft;
    this.names = names;
  }

  parameter(type: ts.TypeNode): void {
    this.visit(type, 'parameter');
  }

  answer(type: ts.TypeNode): void {
    this.visit(type, 'response');
  }

  /** The class where it says what a variable or a parameter is. */
  ofClass(root: ts.Identifier, whole: ts.EntityName): void {
    const to = this.names.use(this.draft, root, 'Ollama', true);
    this.draft.step(whole, 'type', this.draft.text(whole), to, [this.draft.replace(whole, to)]);
  }

  private visit(type: ts.TypeNode, kind: Kind): void {
    if (this.seen.has(type)) return;
    this.seen.add(type);
    if (OPEN.has(type.kind) || ts.isLiteralTypeNode(type) || ts.isConstTypeReference(type)) return;
    if (ts.isArrayTypeNode(type)) this.visit(type.elementType, kind);
    else if (ts.isParenthesizedTypeNode(type) || ts.isTypeOperatorNode(type)) this.visit(type.type, kind);
    else if (ts.isUnionTypeNode(type)) for (const one of type.types) this.visit(one, kind);
    else if (ts.isTypeReferenceNode(type)) this.reference(type, kind);
    else this.block(type, kind);
  }

  private reference(type: ts.TypeReferenceNode, kind: Kind): void {
    const { typeName } = type;
    const name = ts.isIdentifier(typeName) ? typeName.text : typeName.right.text;
    if (ts.isIdentifier(typeName) && TRANSPARENT.test(name)) {
      for (const one of type.typeArguments ?? []) this.visit(one, kind);
      return;
    }
    const root = rootOf(typeName);
    const to = TYPES[this.importedName(root, typeName) ?? ''];
    if (to === undefined) {
      this.block(type, kind);
      return;
    }
    const local = this.names.use(this.draft, root, to, true);
    this.draft.step(typeName, 'type', name, to, [this.draft.replace(typeName, local)]);
  }

  /** What a type of the old package is called there, whatever the file calls it. */
  private importedName(root: ts.Identifier, whole: ts.EntityName): string | undefined {
    const isOfSdk = this.draft.flow
      .values(root)
      .some((value) => value.kind === 'external' && sdkModule(value.module) !== undefined);
    if (!isOfSdk) return undefined;
    if (!ts.isIdentifier(whole)) return whole.right.text;
    const specifier = this.draft.flow.symbolOf(root)?.declarations?.find(ts.isImportSpecifier);
    return specifier ? (specifier.propertyName ?? specifier.name).text : 'OpenAI';
  }

  private block(node: ts.Node, kind: Kind): void {
    this.draft.block(node, kind, this.draft.text(node), 'a type of its own says what it looks like');
  }
}

export function rootOf(name: ts.EntityName): ts.Identifier {
  return ts.isIdentifier(name) ? name : rootOf(name.left);
}
