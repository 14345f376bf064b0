import { readFileSync } from 'node:fs';

/** The version in package.json, which is one folder further up in a build than in the sources. */
export const toolVersion: string = readVersion();

function readVersion(): string {
  for (const path of ['../package.json', '../../package.json']) {
    try {
      const json = JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8'));
      if (json.name === 'banjia') return json.version;
    } catch {
      // The next folder up.
    }
  }
  return '0.0.0';
}
