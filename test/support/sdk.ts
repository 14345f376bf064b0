import { spawn } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import ts from 'typescript';

const MODULES = new URL('../../node_modules/', import.meta.url).pathname;

/** A folder with one release of the SDK in its `node_modules`, under its own name. */
export function linkSdk(root: string, alias: string): void {
  mkdirSync(join(root, 'node_modules'), { recursive: true });
  symlinkSync(join(MODULES, alias), join(root, 'node_modules/openai'));
  for (const name of ['@types', 'zod']) symlinkSync(join(MODULES, name), join(root, 'node_modules', name));
}

export function writePrograms(
  root: string,
  folder: string,
  programs: Readonly<Record<string, string>>,
): string[] {
  return Object.entries(programs).map(([file, text]) => {
    const path = join(root, folder, file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
    return path;
  });
}

/** Everything the compiler complains of in `files`, in its strict mode; paths are relative to `root`. */
export function compile(
  root: string,
  files: readonly string[],
  options: Readonly<ts.CompilerOptions> = {},
): string[] {
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
    ...options,
  });
  return ts.getPreEmitDiagnostics(program).map((one) => {
    const message = ts.flattenDiagnosticMessageText(one.messageText, ' ');
    const at = one.file?.getLineAndCharacterOfPosition(one.start ?? 0);
    return `${one.file?.fileName.replace(root, '')}:${(at?.line ?? 0) + 1} ${message}`;
  });
}

/** Runs a TypeScript program with the SDK linked into `root`, and gives what it printed. */
export function runTypeScript(
  root: string,
  file: string,
  text: string,
  env: Readonly<Record<string, string>>,
): Promise<string> {
  const { outputText } = ts.transpileModule(text, {
    compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext },
  });
  const path = join(root, file.replace(/\.ts$/, '.mjs'));
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, outputText);
  return new Promise((done, failed) => {
    const child = spawn(process.execPath, [path], {
      cwd: root,
      env: { PATH: process.env['PATH'] ?? '', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let printed = '';
    let errors = '';
    child.stdout.on('data', (chunk: Buffer) => {
      printed += chunk.toString();
    });
    child.stderr.on('data', (chunk: Buffer) => {
      errors += chunk.toString();
    });
    child.on('close', (code) => (code === 0 ? done(printed) : failed(new Error(`${file}: ${errors}`))));
  });
}
