import { readJson } from './json.js';
import { readToml } from './toml.js';
import type { DataNode } from './tree.js';
import { readYaml } from './yaml.js';

export type DataFormat = 'yaml' | 'json' | 'toml';

/** The format of a file by its name; undefined for what has another. */
export function formatOf(file: string): DataFormat | undefined {
  if (/\.ya?ml$/i.test(file)) return 'yaml';
  if (/\.(?:json|jsonc|json5|code-workspace)$/i.test(file)) return 'json';
  return /\.toml$/i.test(file) ? 'toml' : undefined;
}

/** The documents of a file of data; undefined where it does not parse as what its name says. */
export function readData(file: string, text: string): readonly DataNode[] | undefined {
  switch (formatOf(file)) {
    case 'yaml':
      return readYaml(text);
    case 'json':
      return only(readJson(text));
    case 'toml':
      return only(readToml(text));
    default:
      return undefined;
  }
}

function only(node: DataNode | undefined): readonly DataNode[] | undefined {
  return node && [node];
}
