import { existsSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { CommonFlags, Terminal } from '../cli.js';
import { loadConfig } from '../config.js';
import { BanjiaError } from '../errors.js';
import { providerOrThrow } from '../providers/index.js';

const FILE = 'banjia.config.json';
/** Where an installed package has the schema, so that editors know the keys. */
const SCHEMA = './node_modules/banjia/dist/schema/config.json';

/**
 * `banjia init`: a configuration with what most repositories set. Only what was said or is a default stands in it, so
 * that nothing changes by its being there.
 *
 * @throws {BanjiaError} `bad-config` where there is one already; `unknown-provider`; `not-writable`.
 */
export async function initCommand(
  flags: CommonFlags & { readonly to?: string; readonly force?: boolean },
  terminal: Terminal,
): Promise<number> {
  const root = resolve(flags.cwd ?? '.');
  const path = join(root, FILE);
  const provider = flags.to === undefined ? undefined : providerOrThrow(flags.to).id;
  const present = existsSync(path) ? FILE : (await loadConfig(root)).path;
  if (present !== null && !flags.force)
    throw new BanjiaError(
      'bad-config',
      present === FILE ? `${FILE} is there already` : `${present} configures banjia already`,
      'Edit it, or write over it: banjia init --force',
    );
  const text = `${JSON.stringify(template(provider), null, 2)}\n`;
  try {
    writeFileSync(path, text);
  } catch (cause) {
    throw new BanjiaError('not-writable', `cannot write ${FILE}`, 'Check the permissions of the folder.', {
      cause,
    });
  }
  if (flags.json) terminal.out(`${JSON.stringify({ file: FILE })}\n`);
  else
    terminal.out(
      `Wrote ${FILE}. Next:\n  banjia migrate${provider ? '' : ' --to <provider>'} --dry-run\n  banjia check\n`,
    );
  return 0;
}

function template(provider: string | undefined): object {
  return {
    $schema: SCHEMA,
    ...(provider ? { provider } : {}),
    models: {},
    ignore: [],
    check: {
      failOn: 'warning',
      minConfidence: 'probable',
      requireReason: false,
      severity: {},
      allow: [],
    },
  };
}
