import { readFileSync } from 'node:fs';

/** What banjia says of itself. */
interface Manifest {
  readonly version: string;
  /** Where its sources are, without `git+` and `.git`; null where package.json names no place. */
  readonly repository: string | null;
}

const manifest = readManifest();

/** The version in package.json, which is one folder further up in a build than in the sources. */
export const toolVersion: string = manifest.version;

/** `https://github.com/<owner>/<name>`, or null. */
export const toolRepository: string | null = manifest.repository;

function readManifest(): Manifest {
  for (const path of ['../package.json', '../../package.json']) {
    try {
      const json = JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8'));
      if (json.name === 'banjia') return { version: json.version, repository: webAddress(json.repository) };
    } catch {
      // The next folder up.
    }
  }
  return { version: '0.0.0', repository: null };
}

function webAddress(repository: unknown): string | null {
  const given =
    typeof repository === 'object' && repository !== null && 'url' in repository
      ? repository.url
      : repository;
  if (typeof given !== 'string') return null;
  const url = given
    .replace(/^git\+/, '')
    .replace(/\.git$/, '')
    .replace(/^github:/, 'https://github.com/');
  return url.startsWith('https://') ? url : null;
}
