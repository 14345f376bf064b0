import type { Edit } from '../finding.js';
import { ts } from '../ts.js';
import type { Flow } from './flow.js';

/**
 * Edits that make `names` of `module` known in the file of `at`: none where they are imported already; undefined where the
 * file has no `import` declarations, or uses one of them for something else.
 */
export function addImports(
  flow: Flow,
  at: ts.Node,
  module: string,
  names: readonly string[],
): Edit[] | undefined {
  const parsed = flow.program.fileOf(at);
  const imports = parsed.node.statements.filter(ts.isImportDeclaration);
  const last = imports.at(-1);
  if (!last) return undefined;
  const own = imports.find((one) => specifierOf(one) === module && namedOf(one) !== undefined);
  const known = own && namedOf(own)?.elements;
  const missing = names.filter(
    (name) => !known?.some((one) => one.name.text === name && !one.propertyName && !one.isTypeOnly),
  );
  if (missing.length === 0) return [];
  if (missing.some((name) => isTaken(flow, parsed.node, name))) return undefined;
  const { file, shift, quote } = parsed;
  const lastName = known?.at(-1);
  // An edit each, so that others who need the same name give the same edit.
  if (lastName) {
    const end = lastName.getEnd() + shift;
    return missing.map((name) => ({ file, start: end, end, text: `, ${name}` }));
  }
  const end = last.getEnd() + shift;
  const semicolon = parsed.text[end - 1] === ';' ? ';' : '';
  const eol = parsed.text.includes('\r\n') ? '\r\n' : '\n';
  return missing.map((name) => ({
    file,
    start: end,
    end,
    text: `${eol}import { ${name} } from ${quote}${module}${quote}${semicolon}`,
  }));
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
