import type { Edit } from '../../../src/finding.js';
import type { Flow } from '../../../src/flow/flow.js';
import { spanOf } from '../../../src/pipeline/parse.js';
import { ts } from '../../../src/ts.js';
import type { Draft } from '../conversion/draft.js';
import { sdkModule } from '../modules.js';
import { CLASS, PACKAGE } from './ollama.js';

type Import = ts.ImportDeclaration | ts.VariableStatement;

/**
 * The names that files have from the package. Its imports give way once every use of every name has, so that a file
 * either speaks of the old package or of the new one.
 */
export class Names {
  private readonly flow: Flow;
  private readonly files = new Map<ts.SourceFile, FileNames>();

  constructor(flow: Flow) {
    this.flow = flow;
  }

  /** `root` is a name of the old package that gives way to `name` of the new one; how it is spelt there. */
  use(draft: Draft, root: ts.Identifier, name: string, isType: boolean): string {
    const source = root.getSourceFile();
    const known = this.files.get(source) ?? new FileNames(this.flow, source);
    this.files.set(source, known);
    draft.shared.add(`file ${source.fileName}`);
    return known.use(draft, root, name, isType);
  }

  /** The files in which something of the old package gives way. */
  finish(): void {
    for (const file of this.files.values()) file.finish();
  }
}

class FileNames {
  private readonly flow: Flow;
  private readonly source: ts.SourceFile;
  private readonly drafts = new Set<Draft>();
  private readonly changed = new Set<ts.Identifier>();
  /** Names of the new package → whether only the compiler needs them. */
  private readonly wanted = new Map<string, boolean>();

  constructor(flow: Flow, source: ts.SourceFile) {
    this.flow = flow;
    this.source = source;
  }

  use(draft: Draft, root: ts.Identifier, name: string, isType: boolean): string {
    this.drafts.add(draft);
    this.changed.add(root);
    this.wanted.set(name, isType && (this.wanted.get(name) ?? true));
    return this.local(name);
  }

  /** A name that means something else in the file gets the package's in front. */
  private local(name: string): string {
    const isTaken = this.identifiers(name).some((one) => !this.changed.has(one));
    return isTaken ? `${CLASS}${name === CLASS ? 'Client' : name}` : name;
  }

  private identifiers(name: string): ts.Identifier[] {
    return (this.flow.index.identifiers.get(name) ?? []).filter((one) => one.getSourceFile() === this.source);
  }

  finish(): void {
    const imports: Import[] = [];
    for (const { literal } of this.flow.index.specifiers) {
      if (literal.getSourceFile() !== this.source || !sdkModule(literal.text)) continue;
      const statement = /^openai(?:\/|$)/.test(literal.text) ? statementOf(literal) : undefined;
      if (statement) imports.push(statement);
      else this.block(literal, 'it is imported in a form that is not edited');
    }
    const locals = imports.flatMap(localsOf);
    for (const local of locals) this.leftover(local);
    for (const draft of this.drafts) this.write(draft, imports);
  }

  private leftover(local: ts.Identifier): void {
    for (const one of this.identifiers(local.text))
      if (one !== local && !isMember(one) && !this.changed.has(one))
        this.block(one, 'something of the old package that is not converted');
  }

  private block(node: ts.Node, why: string): void {
    for (const draft of this.drafts) draft.block(node, 'parameter', draft.text(node), why);
  }

  private write(draft: Draft, imports: readonly Import[]): void {
    const [first, ...others] = imports;
    if (!first) return;
    const edits = [this.replaced(draft, first), ...others.map((one) => withdrawn(draft, one))];
    draft.step(specifierOf(first) ?? first, 'import', 'openai', PACKAGE, edits);
  }

  private replaced(draft: Draft, statement: Import): Edit {
    const text = draft.text(statement);
    const quote = draft.parsed(statement).quote;
    const specifier = `${quote}${PACKAGE}${quote}`;
    const end = text.endsWith(';') ? ';' : '';
    const names = [...this.wanted].sort(([a], [b]) => (a < b ? -1 : 1));
    const spelt = (name: string, separator: string) => {
      const local = this.local(name);
      return local === name ? name : `${name}${separator}${local}`;
    };
    if (ts.isVariableStatement(statement)) {
      const list = names.map(([name]) => spelt(name, ': ')).join(', ');
      return draft.replace(statement, `const { ${list} } = require(${specifier})${end}`);
    }
    const isTypes = names.every(([, type]) => type);
    const list = names
      .map(([name, type]) => `${type && !isTypes ? 'type ' : ''}${spelt(name, ' as ')}`)
      .join(', ');
    return draft.replace(statement, `import ${isTypes ? 'type ' : ''}{ ${list} } from ${specifier}${end}`);
  }
}

/** `x.name`, `{ name: x }`, `import { name as x }`: no name of the file. */
function isMember(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent) || ts.isPropertyAssignment(parent)) return parent.name === node;
  if (ts.isQualifiedName(parent)) return parent.right === node;
  return ts.isImportSpecifier(parent);
}

/** The statement that is nothing but this import. */
function statementOf(literal: ts.StringLiteralLike): Import | undefined {
  const { parent } = literal;
  if (ts.isImportDeclaration(parent)) return parent.importClause ? parent : undefined;
  if (!ts.isCallExpression(parent) || parent.expression.kind === ts.SyntaxKind.ImportKeyword)
    return undefined;
  const declaration = ts.isPropertyAccessExpression(parent.parent) ? parent.parent.parent : parent.parent;
  if (!ts.isVariableDeclaration(declaration)) return undefined;
  const list = declaration.parent;
  if (!ts.isVariableDeclarationList(list) || list.declarations.length !== 1) return undefined;
  return ts.isVariableStatement(list.parent) ? list.parent : undefined;
}

function specifierOf(statement: Import): ts.Node | undefined {
  if (ts.isImportDeclaration(statement)) return statement.moduleSpecifier;
  let found: ts.Node | undefined;
  const visit = (node: ts.Node): void => {
    if (ts.isStringLiteralLike(node)) found ??= node;
    else ts.forEachChild(node, visit);
  };
  visit(statement);
  return found;
}

/** The names that an import brings into its file. */
function localsOf(statement: Import): ts.Identifier[] {
  if (ts.isVariableStatement(statement)) {
    const [declaration] = statement.declarationList.declarations;
    return declaration ? boundNames(declaration.name) : [];
  }
  const { importClause } = statement;
  const bindings = importClause?.namedBindings;
  const named = bindings && ts.isNamedImports(bindings) ? bindings.elements.map(({ name }) => name) : [];
  const whole = bindings && ts.isNamespaceImport(bindings) ? [bindings.name] : [];
  return [...(importClause?.name ? [importClause.name] : []), ...whole, ...named];
}

function boundNames(name: ts.BindingName): ts.Identifier[] {
  if (ts.isIdentifier(name)) return [name];
  return name.elements.flatMap((one) => (ts.isOmittedExpression(one) ? [] : boundNames(one.name)));
}

/** The whole statement with the end of its line. */
function withdrawn(draft: Draft, statement: Import): Edit {
  const parsed = draft.parsed(statement);
  const { start, end } = spanOf(parsed, statement);
  const rest = /^[ \t]*\r?\n/.exec(parsed.text.slice(end))?.[0] ?? '';
  return { file: parsed.file, start, end: end + rest.length, text: '' };
}
