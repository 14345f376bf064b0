import { textTransforms } from '../../transforms/text.js';
import type { Diagnostic } from '../finding.js';
import { readImportMaps, readManifests, SdkVersions } from '../packages.js';
import type { NativeDialect, Site } from '../sites.js';
import type { FindContext, SourceText } from '../transform.js';
import { dataFiles } from '../virtual/data.js';
import { virtualFiles } from '../virtual/index.js';
import { Places } from '../virtual/places.js';
import type { VirtualFile } from '../virtual/virtual-file.js';
import { closeOver } from './closure.js';
import type { CodeText } from './parse.js';
import { createResolver } from './resolve.js';

export interface Found {
  readonly sites: readonly Site[];
  /** Of the files, and of what was read in place of those that are no modules. */
  readonly texts: ReadonlyMap<string, string>;
  /** Leads from places of the latter to places of the files. */
  readonly places: Places;
  readonly parsed: number;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Runs every dialect over the texts. The parser is loaded only when there is code among them. `others` is code that says
 * nothing of OpenAI: what the rest imports of it, or is imported by, is parsed along. With `native` clients are taken apart
 * for that SDK.
 */
export async function find(
  texts: readonly SourceText[],
  others: readonly SourceText[] = [],
  native: NativeDialect | null = null,
): Promise<Found> {
  const manifests = readManifests(texts.filter((one) => one.kind === 'manifest'));
  const versions = new SdkVersions(
    manifests,
    texts.filter((one) => one.kind === 'lockfile'),
    texts.filter((one) => /(?:pnpm-workspace\.yaml|\.yarnrc\.yml)$/.test(one.file)),
    readImportMaps(texts),
  );
  const context = { texts, manifests, versions, virtual: await virtualFiles(texts), native };
  const code = await findInCode(context, others);
  // What could not be parsed is read as text, at least.
  const virtual = code.virtual.filter((one) => !code.broken.has(one));
  const sites = textTransforms.flatMap((transform) => transform.find({ ...context, virtual }));
  const real = new Map([...texts, ...others].map((one) => [one.file, one.text]));
  const own = code.virtual.filter((one) => one.mapping !== null);
  return {
    sites: [...code.sites, ...sites],
    texts: new Map([...real, ...own.map((one) => [one.name, one.text] as const)]),
    places: new Places(own, real),
    parsed: code.parsed,
    diagnostics: code.diagnostics,
  };
}

interface FoundInCode extends Omit<Found, 'texts' | 'places'> {
  readonly virtual: readonly VirtualFile[];
  readonly broken: ReadonlySet<VirtualFile>;
}

async function findInCode(context: FindContext, others: readonly SourceText[]): Promise<FoundInCode> {
  const { texts, manifests, virtual } = context;
  const code = texts.filter((one) => one.kind === 'code');
  if (code.length === 0 && !virtual.some(isCode))
    return { sites: [], virtual, parsed: 0, diagnostics: [], broken: new Set() };
  const components = texts.filter((one) => one.kind === 'component');
  const data = texts.filter((one) => one.kind === 'config' && one.file.endsWith('.json'));
  const otherData = dataNamedIn([...code, ...components, ...others], texts).flatMap((one) => dataFiles(one));
  const importable = [
    ...code,
    ...others,
    ...data,
    ...[...virtual, ...otherData].filter((one) => one.importable),
  ];
  const resolve = createResolver(texts, manifests, new Set(importable.map((one) => one.file)));
  const near = closeOver([...code, ...components], others, resolve, context.native !== null);
  const nearby = await virtualFiles(near.filter((one) => one.kind === 'component'));
  const all = [...virtual, ...nearby, ...otherData];
  const owners = new Map(all.flatMap((one) => codeText(one).map((text) => [text, one] as const)));
  const { analyseCode } = await import('./analyse.js');
  const result = analyseCode(
    [...code, ...near.filter((one) => one.kind === 'code'), ...data, ...owners.keys()],
    context,
    resolve,
  );
  const names = new Map(all.map((one) => [one.name, one.file]));
  return {
    sites: result.sites,
    virtual: all,
    parsed: result.parsed,
    diagnostics: result.diagnostics.map((one) => ({ ...one, file: names.get(one.file ?? '') ?? one.file })),
    broken: new Set(result.broken.flatMap((one) => owners.get(one) ?? [])),
  };
}

/** Files of data that JSON does not name, as they stand in code: `config.yaml`. */
const DATA = /[\w.-]+\.(?:ya?ml|toml|jsonc|json5)\b/gi;
/** The `config` package reads what lies in a folder of that name. */
const CONFIG_PACKAGE = /(?:from|require\()\s*["']config["']/;

/** YAML, TOML and their like that some code may read: it says the file's name, or it is the `config` package's. */
function dataNamedIn(code: readonly SourceText[], texts: readonly SourceText[]): SourceText[] {
  const candidates = texts.filter(
    ({ kind, file }) => kind === 'config' && /\.(?:ya?ml|toml|jsonc|json5)$/i.test(file),
  );
  if (candidates.length === 0) return [];
  const names = new Set(code.flatMap(({ text }) => text.match(DATA) ?? []));
  const hasPackage = code.some(({ text }) => CONFIG_PACKAGE.test(text));
  return candidates.filter(
    ({ file }) =>
      names.has(file.slice(file.lastIndexOf('/') + 1)) || (hasPackage && /(?:^|\/)config\/[^/]+$/.test(file)),
  );
}

function isCode({ extension }: VirtualFile): boolean {
  return extension !== null && extension !== '.json';
}

function codeText({ name, file, text, extension, importable }: VirtualFile): CodeText[] {
  return extension === null ? [] : [{ file: name, text, extension, importedAs: importable ? file : null }];
}
