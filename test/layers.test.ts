import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { Project } from 'ts-morph';
import { describe, expect, it } from 'vitest';

const ROOT = new URL('..', import.meta.url).pathname;

/** Stages that may touch nothing: data in, data out. */
const PURE = [
  /^src\/flow\//,
  /^src\/plan\//,
  /^src\/openai\//,
  /^src\/providers\//,
  /^src\/report\//,
  /^src\/(?:check|data|virtual)\//,
  /^src\/pipeline\/(?:parse|analyse|find|decisions|check|verify|edits|resolve|closure|package-entries|prefilter|file-kinds)\.ts$/,
  /^src\/(?:finding|sites|reasons|reason-notes|rules|packages|paths|text-tokens|transform|versions)\.ts$/,
  /^src\/emulate\/(?:validate|answers)\//,
  /^src\/emulate\/(?:errors|json|patterns|routes|play|types)\.ts$/,
  /^src\/media\//,
  /^src\/compare\//,
  /^src\/verify\/(?:probes|smallest)\.ts$/,
  /^transforms\//,
];

/** What a pure stage must not import at run time. */
const FORBIDDEN = /^(?:node:|chalk$|commander$|fast-glob$|@clack\/)/;

/** Modules that load the parser, and may only be reached by `import()`. */
const PARSER = /^(?:ts-morph$)/;

const files = sources(join(ROOT, 'src')).concat(sources(join(ROOT, 'transforms')));
const imports = readImports(files);

describe('layers', () => {
  it('keeps disk, terminal and network out of the stages that only compute', () => {
    const offences = imports.filter(
      ({ file, specifier, typeOnly }) =>
        !typeOnly && FORBIDDEN.test(specifier) && PURE.some((one) => one.test(file)),
    );
    expect(offences).toEqual([]);
  });

  it('loads the parser in one module only', () => {
    const loaders = imports.filter(({ specifier, typeOnly }) => !typeOnly && PARSER.test(specifier));
    expect(loaders.map(({ file }) => file)).toEqual(['src/ts.ts']);
  });

  it('does not reach the parser from the command line without import()', () => {
    const commands = readdirSync(join(ROOT, 'src/commands')).map((file) => `src/commands/${file}`);
    const reached = new Set(['src/cli.ts', ...commands].flatMap((file) => [...closure(file)]));
    expect(reached.has('src/run.ts')).toBe(true);
    expect(reached.has('src/ts.ts')).toBe(false);
  });

  it('does not reach the server framework without import()', () => {
    const loaders = imports.filter(({ specifier }) => /^@?hono(?:\/|$)/.test(specifier));
    expect(new Set(loaders.map(({ file }) => file))).toEqual(new Set(['src/emulate/server.ts']));
    for (const start of ['src/cli.ts', 'src/index.ts'])
      expect(closure(start).has('src/emulate/server.ts'), start).toBe(false);
  });

  it('keeps the emulator’s rules apart from those of the planning', () => {
    const offences = imports.filter(
      ({ file, target, typeOnly }) =>
        !typeOnly &&
        file.startsWith('src/emulate/') &&
        /^(?:src\/(?:plan|pipeline|flow)\/|transforms\/)/.test(target ?? ''),
    );
    expect(offences).toEqual([]);
  });

  it('loads a command, and what the commands are made of, only when it is called for', () => {
    const reached = [...closure('src/cli.ts')];
    expect(
      reached.filter((file) => /^src\/(?:commands|pipeline|plan|providers|report)\//.test(file)),
    ).toEqual([]);
  });

  it('names no provider outside its own file', () => {
    const ids = readdirSync(join(ROOT, 'src/providers')).map((file) => file.replace('.ts', ''));
    const provider = imports.filter(
      ({ file, specifier }) =>
        !file.startsWith('src/providers/') &&
        /providers\/[\w-]+\.js$/.test(specifier) &&
        ids.includes(specifier.replace(/^.*\/|\.js$/g, '')) &&
        !/\/(?:index|types|vendors|own|lifecycle)\.js$/.test(specifier),
    );
    expect(provider).toEqual([]);
  });

  it('prints and exits only in the command line and its commands', () => {
    const offenders = files
      .map((file) => relative(ROOT, file))
      .filter((file) => !file.startsWith('src/commands/') && file !== 'src/cli.ts')
      .filter((file) => /\bprocess\.(?:exit|stdout|stderr|argv|env)\b|\bconsole\./.test(code(file)));
    expect(offenders).toEqual([]);
  });
});

interface Import {
  readonly file: string;
  readonly specifier: string;
  readonly typeOnly: boolean;
  readonly target: string | null;
}

function readImports(paths: readonly string[]): Import[] {
  const project = new Project({ skipAddingFilesFromTsConfig: true });
  return paths.flatMap((path) => {
    const source = project.addSourceFileAtPath(path);
    const declarations = [...source.getImportDeclarations(), ...source.getExportDeclarations()];
    return declarations.flatMap((declaration) => {
      const specifier = declaration.getModuleSpecifierValue();
      if (specifier === undefined) return [];
      const target = specifier.startsWith('.')
        ? relative(ROOT, join(path, '..', specifier)).replace(/\.js$/, '.ts')
        : null;
      return [{ file: relative(ROOT, path), specifier, typeOnly: declaration.isTypeOnly(), target }];
    });
  });
}

function closure(start: string): Set<string> {
  const seen = new Set<string>();
  const queue = [start];
  for (let file = queue.pop(); file !== undefined; file = queue.pop()) {
    if (seen.has(file)) continue;
    seen.add(file);
    for (const one of imports) if (one.file === file && !one.typeOnly && one.target) queue.push(one.target);
  }
  return seen;
}

/** The text without comments and strings, where `process.env` may well be written about. */
function code(file: string): string {
  return readFileSync(join(ROOT, file), 'utf8')
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/\/\/.*$/gm, '')
    .replace(/'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`|\/(?:[^/\\\n]|\\.)+\/[gimsuy]*/g, "''");
}

function sources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return sources(path);
      return entry.name.endsWith('.ts') ? [path] : [];
    })
    .sort();
}
