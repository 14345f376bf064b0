import { ts } from '../ts.js';

/** What makes a text a module, whatever it says; it stands behind everything else, so that offsets stay. */
export const AS_MODULE = '\nexport {};\n';

/**
 * Scripts, by their path, that declare a name which another script of the repository declares as well. The compiler takes
 * all scripts for parts of one page and gives each the first one's value: functions in the cloud, pages and examples that
 * have nothing to do with each other would read each other's addresses and keys.
 */
export function clashingScripts(files: ReadonlyMap<string, ts.SourceFile>): string[] {
  const owners = new Map<string, string>();
  const found = new Set<string>();
  for (const [path, file] of files) {
    if (!isScript(file)) continue;
    for (const name of declaredNames(file)) {
      const other = owners.get(name);
      if (other === undefined) owners.set(name, path);
      else if (other !== path) found.add(other).add(path);
    }
  }
  return [...found];
}

/** Neither imports nor exports, in no way. */
function isScript(file: ts.SourceFile): boolean {
  if (ts.isExternalModule(file) || file.isDeclarationFile) return false;
  const isCommonJs = /\bmodule\.exports\b|\bexports\.\w|\brequire\s*\(/.test(file.text);
  return !(isCommonJs && /\.[cm]?jsx?$/.test(file.fileName));
}

function declaredNames(file: ts.SourceFile): string[] {
  return file.statements.flatMap((statement) => {
    if (ts.isVariableStatement(statement))
      return statement.declarationList.declarations.flatMap(({ name }) => namesIn(name));
    const isNamed = ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement);
    if ((isNamed || ts.isEnumDeclaration(statement)) && statement.name) return [statement.name.text];
    return [];
  });
}

function namesIn(name: ts.BindingName): string[] {
  if (ts.isIdentifier(name)) return [name.text];
  return name.elements.flatMap((one) => (ts.isBindingElement(one) ? namesIn(one.name) : []));
}
