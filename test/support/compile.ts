import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import ts from 'typescript';

/** Where this repository's packages are installed. */
export const MODULES = new URL('../../node_modules/', import.meta.url).pathname;

/** Makes `node_modules` in a folder: name there → name here, where majors have names of their own. */
export function link(root: string, packages: Readonly<Record<string, string>>): void {
  for (const [name, alias] of Object.entries({ ...packages, '@types': '@types' })) {
    const path = join(root, 'node_modules', name);
    mkdirSync(dirname(path), { recursive: true });
    symlinkSync(join(MODULES, alias), path);
  }
}

/** Writes files below a folder and gives their paths. */
export function write(root: string, folder: string, files: Readonly<Record<string, string>>): string[] {
  return Object.entries(files).map(([file, text]) => {
    const path = join(root, folder, file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
    return path;
  });
}

/** What the compiler has to say, as `file:line message`; paths without `root`. */
export function compile(files: readonly string[], root: string): string[] {
  const program = ts.createProgram(files, {
    noEmit: true,
    strict: true,
    skipLibCheck: true,
    allowJs: true,
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    types: ['node'],
    typeRoots: [join(MODULES, '@types')],
  });
  return ts.getPreEmitDiagnostics(program).map((one) => {
    const message = ts.flattenDiagnosticMessageText(one.messageText, ' ');
    const at = one.file?.getLineAndCharacterOfPosition(one.start ?? 0);
    return `${one.file?.fileName.replace(root, '')}:${(at?.line ?? 0) + 1} ${message}`;
  });
}
