import type { FileKind } from '../transform.js';

const BY_NAME: readonly (readonly [RegExp, FileKind])[] = [
  [/^(?:package-lock\.json|npm-shrinkwrap\.json|yarn\.lock|pnpm-lock\.yaml|bun\.lock)$/, 'lockfile'],
  [/^(?:package\.json|deno\.jsonc?|import_map\.json|pnpm-workspace\.yaml)$/, 'manifest'],
  [/^(?:\.env(?:\..+)?|\.dev\.vars(?:\..+)?|.+\.env|env\.(?:example|sample|template))$/, 'env'],
  [
    /^(?:Dockerfile.*|.*\.dockerfile|Makefile|Caddyfile|Jenkinsfile|Procfile|nginx.*|_redirects|_headers)$/i,
    'config',
  ],
];

const BY_EXTENSION: Readonly<Record<string, FileKind>> = {
  ...table('code', 'ts tsx js jsx mts cts mjs cjs'),
  ...table('component', 'vue svelte astro'),
  ...table(
    'config',
    'json jsonc json5 yaml yml toml ini cfg conf sh bash tf tfvars bicep sql prisma html ipynb graphql',
  ),
  ...table('docs', 'md mdx rst adoc'),
  ...table('other-language', 'py go java kt rs rb php cs swift scala ex exs dart'),
};

function table(kind: FileKind, extensions: string): Record<string, FileKind> {
  return Object.fromEntries(extensions.split(' ').map((extension) => [extension, kind]));
}

/** What a file is by its name; undefined for what banjia does not read. */
export function kindOf(file: string): FileKind | undefined {
  const name = file.slice(file.lastIndexOf('/') + 1);
  const named = BY_NAME.find(([pattern]) => pattern.test(name));
  if (named) return named[1];
  const dot = name.lastIndexOf('.');
  return dot < 0 ? undefined : BY_EXTENSION[name.slice(dot + 1).toLowerCase()];
}
