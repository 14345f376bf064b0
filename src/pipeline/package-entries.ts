import { joinPath } from '../paths.js';

/** Conditions of `exports` and `imports`, nearest to the sources first. */
const CONDITIONS = ['source', 'development', 'types', 'import', 'module', 'node', 'default', 'require'];
/** Folders that a build fills from `src`. */
const BUILT = /^(?:dist|build|lib|out|esm|cjs|es|output)(?:\/(?:esm|cjs|es|src|types))?\//;

/**
 * The files that an entry of a `package.json` may mean, as paths from the root: as written, and where the built file
 * that it names is likely made from. `entry` is the value of `exports`, `imports` or `main`; `subpath` is `.`, `./x`
 * or `#x`.
 */
export function packageTargets(entry: unknown, subpath: string, folder: string): string[] {
  return targetsOf(entry, subpath).flatMap((target) => {
    const bare = target.replace(/^\.\//, '').replace(/\.d\.([cm]?)ts$/, '.$1js');
    const sources = BUILT.test(bare) ? [bare.replace(BUILT, 'src/'), bare.replace(BUILT, '')] : [];
    return [...sources, bare].map((one) => joinPath(folder, one));
  });
}

function targetsOf(entry: unknown, subpath: string): string[] {
  if (typeof entry === 'string') return subpath === '.' ? [entry] : [];
  if (!isRecord(entry)) return [];
  const keys = Object.keys(entry);
  const isMap = keys.some((key) => key.startsWith('.') || key.startsWith('#'));
  if (!isMap) return subpath === '.' ? conditional(entry) : [];
  const exact = entry[subpath];
  if (exact !== undefined) return conditional(exact);
  for (const key of keys) {
    const [prefix = '', suffix] = key.split('*');
    if (suffix === undefined || !subpath.startsWith(prefix) || !subpath.endsWith(suffix)) continue;
    const rest = subpath.slice(prefix.length, subpath.length - suffix.length);
    return conditional(entry[key]).map((target) => target.replaceAll('*', rest));
  }
  return [];
}

function conditional(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.flatMap(conditional);
  if (!isRecord(value)) return [];
  const named = CONDITIONS.filter((name) => name in value);
  const others = Object.keys(value).filter((name) => !CONDITIONS.includes(name));
  return [...named, ...others].flatMap((name) => conditional(value[name]));
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
