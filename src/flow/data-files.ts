import { ts } from '../ts.js';
import type { Flow } from './flow.js';
import { skipOuter } from './index-nodes.js';
import type { Value } from './value.js';

/*
 * Files of data that code reads: imported, required, or read from disk and parsed. What they hold is followed like any
 * other value, and edited where it stands.
 */

const DISK = /^(?:node:)?fs(?:\/promises)?$|^fs-extra$|^graceful-fs$/;
const READ = /^(?:promises\.)?read(?:File|FileSync|Json|JsonSync|JSON|JSONSync)$/;
const READERS = /^(?:fs-extra|jsonfile|load-json-file|load-yaml-file|read-yaml-file|yamljs)$/;
/** Functions that make data of a text, by package: YAML, TOML, JSON with comments. */
const PARSERS: readonly (readonly [RegExp, RegExp])[] = [
  [/^(?:npm:)?yaml$/, /^parse$/],
  [/^(?:npm:)?js-yaml$/, /^(?:load|safeLoad)$/],
  [/^yamljs$/, /^parse$/],
  [
    /^(?:jsr:)?@std\/(?:yaml|toml|jsonc)(?:\/parse)?$|^https:\/\/deno\.land\/std.*\/(?:yaml|toml|jsonc)\//,
    /^parse$/,
  ],
  [/^(?:toml|@iarna\/toml|smol-toml|@ltd\/j-toml)$/, /^parse$/],
  [/^(?:json5|jsonc-parser|comment-json)$/, /^parse$/],
];
const DATA_FILE = /\.(?:jsonc?|json5|ya?ml|toml)$/i;

/** Whether a file is data to the compiler: JSON, or what is read as JSON in place of YAML and TOML. */
export function isJsonFile(file: ts.SourceFile): boolean {
  return file.fileName.endsWith('.json');
}

/** Whether a value is what a file of data holds as a whole. */
export function isData(value: Value): boolean {
  return (value.kind === 'object' || value.kind === 'array') && isJsonFile(value.node.getSourceFile());
}

/** What a JSON file holds. */
export function jsonValue(file: ts.SourceFile): Value | undefined {
  const [statement] = file.statements;
  const node = statement && ts.isExpressionStatement(statement) ? statement.expression : undefined;
  if (node && ts.isObjectLiteralExpression(node)) return { kind: 'object', node, trail: [] };
  if (node && ts.isArrayLiteralExpression(node)) return { kind: 'array', node, trail: [] };
  return undefined;
}

/** `JSON.parse(text)`, where `text` was read from a file of the repository. */
export function readData(flow: Flow, text: ts.Expression): readonly Value[] | undefined {
  const found = flow.values(text).flatMap((value): readonly Value[] => {
    const read = value.kind === 'member' && value.path.join('.') === 'toString' ? value.base : value;
    if (read.kind !== 'result' || !isRead(read.callee)) return [];
    return dataNamed(flow, read.node.arguments[0], read.node);
  });
  return found.length > 0 ? found : undefined;
}

/** `readJsonSync('models.json')`; `yaml.load(text)`; `config.get('openai.model')` of the `config` package. */
export function dataCall(
  flow: Flow,
  callee: Value & { kind: 'external' | 'member' },
  node: ts.CallExpression,
): readonly Value[] | undefined {
  const [first] = node.arguments;
  if (!first) return undefined;
  const name = callee.path.at(-1) ?? '';
  const owner = callee.kind === 'external' ? callee : callee.base;
  if (owner.kind !== 'external') return undefined;
  if (PARSERS.some(([module, parse]) => module.test(owner.module) && parse.test(name)))
    return readData(flow, first);
  if (READERS.test(owner.module) && /^(?:(?:read|load)\w*|default)$/.test(name || 'default')) {
    const found = dataNamed(flow, first, node);
    return found.length > 0 ? found : undefined;
  }
  if (owner.module === 'config' && name === 'get') return configured(flow, first, node);
  return undefined;
}

/** node-config merges the files of `config/`, the default first. */
function configured(flow: Flow, key: ts.Expression, node: ts.CallExpression): readonly Value[] | undefined {
  const files = [...flow.program.files]
    .filter(([file]) => /(?:^|\/)config\/[\w-]+\.[a-z0-9]+$/.test(file) && DATA_FILE.test(file))
    .map(([, parsed]) => parsed);
  const found = flow.values(key).flatMap((name): readonly Value[] => {
    if (name.kind !== 'text') return [];
    return files.flatMap((file) => {
      const data = jsonValue(file.node);
      const start: readonly Value[] = data ? [data] : [];
      return name.value.split('.').reduce((at, part) => flow.member(at, part, node), start);
    });
  });
  const known = found.filter((value) => value.kind !== 'nothing');
  return known.length > 0 ? known : undefined;
}

function isRead(callee: Value): boolean {
  if (callee.kind === 'global') return /^Deno\.readTextFile(?:Sync)?$/.test(callee.path.join('.'));
  if (callee.kind === 'member') return isRead(callee.base) || readsDisk(callee.base, callee.path);
  return (
    callee.kind === 'external' &&
    DISK.test(callee.module) &&
    READ.test(callee.path.join('.').replace(/^default\./, ''))
  );
}

function readsDisk(base: Value, path: readonly string[]): boolean {
  return base.kind === 'external' && DISK.test(base.module) && READ.test(path.join('.'));
}

/** The file of data that an expression for a path means; nothing where it is not one in sight. */
function dataNamed(flow: Flow, path: ts.Expression | undefined, at: ts.Node): readonly Value[] {
  const parts = path ? pieces(flow, path, 0) : [];
  const name = parts.join('/');
  if (!DATA_FILE.test(name)) return [];
  const { file } = flow.program.fileOf(at);
  // A path is relative to the file that names it, or to where the program is started.
  const candidates = [flow.hooks.resolve(`./${name}`, file), flow.hooks.resolve(`./${name}`, '')];
  for (const candidate of candidates) {
    const data = flow.program.files.get(candidate ?? '');
    const value = data && jsonValue(data.node);
    if (value) return [value];
  }
  return [];
}

/** The texts of a path in their order: `join(__dirname, '../config', 'models.json')`, `new URL('x.json', …)`. */
function pieces(flow: Flow, node: ts.Expression, depth: number): string[] {
  const bare = skipOuter(node);
  if (depth > 4) return [];
  if (ts.isStringLiteralLike(bare)) return [bare.text];
  if (ts.isCallExpression(bare) || ts.isNewExpression(bare))
    return (bare.arguments ?? []).flatMap((argument) => pieces(flow, argument, depth + 1));
  if (ts.isTemplateExpression(bare))
    return bare.templateSpans.map((span) => span.literal.text.replace(/^\//, ''));
  if (ts.isBinaryExpression(bare))
    return [...pieces(flow, bare.left, depth + 1), ...pieces(flow, bare.right, depth + 1)];
  if (!ts.isIdentifier(bare)) return [];
  const declaration = flow.symbolOf(bare)?.declarations?.find(ts.isVariableDeclaration);
  if (declaration?.initializer) return pieces(flow, declaration.initializer, depth + 1);
  // A parameter, or a constant of another file: where it can be one text only.
  const texts = flow.values(bare).filter((value) => value.kind === 'text');
  return texts.length === 1 ? texts.map((text) => text.value) : [];
}
