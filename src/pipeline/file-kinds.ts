import type { FileKind } from '../transform.js';

const BY_NAME: readonly (readonly [RegExp, FileKind])[] = [
  [/^(?:package-lock\.json|npm-shrinkwrap\.json|yarn\.lock|pnpm-lock\.yaml|bun\.lock)$/, 'lockfile'],
  [/^(?:package\.json|deno\.jsonc?|import_map\.json|pnpm-workspace\.yaml)$/, 'manifest'],
  [/^(?:\.env(?:\..+)?|\.envrc|\.dev\.vars(?:\..+)?|.+\.env|env\.(?:example|sample|template))$/, 'env'],
  [
    /^(?:requirements[\w.-]*\.(?:txt|in)|constraints\.txt|Pipfile|pyproject\.toml|setup\.cfg|environment\.ya?ml|go\.mod|Cargo\.toml|Gemfile|composer\.json|pom\.xml|libs\.versions\.toml|pubspec\.yaml|.+\.(?:csproj|fsproj|gemspec))$/,
    'other-language',
  ],
  [
    /^(?:Dockerfile.*|Containerfile.*|.*\.dockerfile|Makefile|Caddyfile|Jenkinsfile|Procfile|nginx.*|justfile|.*\.code-workspace|_redirects|_headers)$/i,
    'config',
  ],
];

const BY_EXTENSION: Readonly<Record<string, FileKind>> = {
  ...table('code', 'ts tsx js jsx mts cts mjs cjs'),
  ...table('component', 'vue svelte astro html htm'),
  ...table('notebook', 'ipynb'),
  ...table('config', 'json jsonc json5 yaml yml toml ini cfg conf properties service tpl tmpl mk'),
  ...table('config', 'sh bash zsh fish ksh ps1 bat cmd tf tfvars hcl nomad bicep sql prisma graphql'),
  ...table('docs', 'md mdx rst adoc'),
  ...table('other-language', 'py go java kt kts gradle groovy rs rb php cs fs swift scala ex exs dart'),
  ...table('other-language', 'c h cc cpp hpp m mm lua pl pm r jl hs clj cljs nix'),
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
