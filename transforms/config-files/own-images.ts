import type { Manifest } from '../../src/packages.js';

/** The names by which images of this repository's own programs go. */
export interface OwnImages {
  /** Whole paths without their tags, as a pipeline pushes them. */
  readonly paths: ReadonlySet<string>;
  /** Names of the root package, scopes, and both together. */
  readonly names: ReadonlySet<string>;
}

const BUILDS =
  /build-push-action|docker\/metadata-action|\bdocker\s+(?:buildx\s+)?(?:build|push|tag)\b|imagetools\s+create/;
const PATH =
  /(?:(?:ghcr\.io|docker\.io|quay\.io|registry[\w.-]*)\/|(?<=(?:tags|images?):\s{0,4}["']?|\s-t\s+|\bpush\s+))([\w.-]+\/[\w./-]*[\w-])/g;

export function ownImages(
  manifests: readonly Manifest[],
  texts: readonly { readonly text: string }[],
): OwnImages {
  const names = new Set<string>();
  for (const { name, folder } of manifests) {
    const [, scope, bare] = /^(?:@([^/]+)\/)?(.+)$/.exec(name ?? '') ?? [];
    if (scope) names.add(scope).add(`${scope}-${bare}`);
    if (bare && (folder === '' || scope === undefined)) names.add(bare);
  }
  const pushed = texts.filter(({ text }) => BUILDS.test(text));
  const paths = pushed.flatMap(({ text }) => [...text.matchAll(PATH)].map((match) => match[1] ?? ''));
  return { names, paths: new Set(paths) };
}

/** Whether an image is built from this repository, as far as its name tells. */
export function isOwnImage(image: string, own: OwnImages): boolean {
  const path = image
    .replace(/\$\{[^}]*\}/g, '')
    .replace(/[:@][^/]*$/, '')
    .replace(/^(?:[\w-]+\.)+[\w-]+\//, '');
  if (own.paths.has(path)) return true;
  const parts = path.split('/');
  const owner = parts.at(-2);
  return own.names.has(parts.at(-1) ?? '') || (owner !== undefined && own.names.has(owner));
}
