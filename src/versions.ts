import type { SdkVersion } from './sites.js';

type Version = readonly [number, number, number];

/**
 * Whether the version of a package that a file uses is `wanted` or newer. A lock file decides; a range is taken for the
 * newest version in it, which is what an installation without a lock file gets; what is not known at all is the newest.
 */
export function isAtLeast(sdk: SdkVersion, wanted: string): boolean {
  const least = parse(wanted);
  if (!least) return true;
  const exact = sdk.exact === null ? undefined : parse(sdk.exact);
  if (exact) return compare(exact, least) >= 0;
  const above = sdk.range === undefined ? undefined : upperBound(sdk.range);
  return above === undefined || compare(above, least) > 0;
}

/** The lowest version above a range: `^0.3.1` → 0.4.0, `~1.2.0` → 1.3.0; undefined where it has no end. */
function upperBound(range: string): Version | undefined {
  const last = range.split('||').at(-1)?.trim() ?? '';
  const below = /<(=?)\s*v?(\d+)(?:\.(\d+))?(?:\.(\d+))?/.exec(last);
  if (below) {
    const end: Version = [Number(below[2]), Number(below[3] ?? 0), Number(below[4] ?? 0)];
    return below[1] ? next(end, 2) : end;
  }
  const match = /^(?:npm:.*@)?([\^~]|>=?)?\s*v?(\d+)(?:\.(\d+|[x*]))?(?:\.(\d+|[x*]))?/.exec(last);
  if (!match || match[1]?.startsWith('>')) return undefined;
  const parts = match.slice(2, 5).map((part) => (part && /^\d+$/.test(part) ? Number(part) : undefined));
  const [major = 0, minor, patch] = parts;
  const version: Version = [major, minor ?? 0, patch ?? 0];
  if (minor === undefined) return next(version, 0);
  if (match[1] === '^') return next(version, major > 0 ? 0 : minor > 0 || patch === undefined ? 1 : 2);
  return next(version, match[1] === '~' || patch === undefined ? 1 : 2);
}

function next(version: Version, place: 0 | 1 | 2): Version {
  const [major, minor, patch] = version;
  if (place === 0) return [major + 1, 0, 0];
  return place === 1 ? [major, minor + 1, 0] : [major, minor, patch + 1];
}

function parse(version: string): Version | undefined {
  const match = /^v?(\d+)(?:\.(\d+))?(?:\.(\d+))?/.exec(version);
  return match ? [Number(match[1]), Number(match[2] ?? 0), Number(match[3] ?? 0)] : undefined;
}

function compare(a: Version, b: Version): number {
  return a[0] - b[0] || a[1] - b[1] || a[2] - b[2];
}
