import type { Edit } from '../finding.js';
import { ts } from '../ts.js';
import type { Flow } from './flow.js';

/**
 * Edits that make `name` of `module` known in the file of `at`: none where it is imported already; undefined where the
 * file has no `import` declarations, or uses the name for something else.
 */
export function addImport(flow: Flow, at: ts.Node, module: string, name: string): Edit[] | undefined {
  const parsed = flow.program.fileOf(at);
  const imports = parsed.node.statements.filter(ts.isImportDeclaration);
  const last = imports.at(-1);
  if (!last) return undefined;
  const own = imports.find((one) => specifierOf(one) === module && namedOf(one) !== undefined);
  const names = own && namedOf(own)?.elements;
  if (names?.some((one) => one.name.text === name && !one.propertyName)) return [];
  if (isTaken(flow, parsed.node, name)) return undefined;
  const { file, shift } = parsed;
  const lastName = names?.at(-1);
  if (lastName) {
    const end = lastName.getEnd() + shift;
    return [{ file, start: end, end, text: `, ${name}` }];
  }
  const end = last.getEnd() + shift;
  const semicolon = parsed.text[end - 1] === ';' ? ';' : '';
  const eol = parsed.text.includes('\r\n') ? '\r\n' : '\n';
  const text = `${eol}import { ${name} } from ${parsed.quote}${module}${parsed.quote}${semicolon}`;
  return [{ file, start: end, end, text }];
}

function specifierOf(node: ts.ImportDeclaration): string | undefined {
  return ts.isStringLiteralLike(node.moduleSpecifier) ? node.moduleSpecifier.text : undefined;
}

/** The named bindings of an import that is there at run time. */
function namedOf(node: ts.ImportDeclaration): ts.NamedImports | undefined {
  const clause = node.importClause;
  const bindings = clause?.isTypeOnly ? undefined : clause?.namedBindings;
  return bindings && ts.isNamedImports(bindings) ? bindings : undefined;
}

function isTaken(flow: Flow, file: ts.SourceFile, name: string): boolean {
  return (flow.index.identifiers.get(name) ?? []).some((one) => one.getSourceFile() === file);
}
