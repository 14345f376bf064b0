import { resolve } from 'node:path';
import type { CommonFlags, Terminal } from '../cli.js';
import { journalDirectory } from '../journal-directory.js';
import { undo } from '../pipeline/apply.js';

/** `banjia undo`: the last write, byte for byte. */
export async function undoCommand(
  flags: CommonFlags & { readonly force?: boolean },
  terminal: Terminal,
): Promise<number> {
  const root = resolve(flags.cwd ?? '.');
  const journalDir = await journalDirectory(root);
  const { files } = await undo({ root, journalDir, force: flags.force === true });
  if (flags.json) terminal.out(`${JSON.stringify({ files })}\n`);
  else
    terminal.out(
      `Took back ${files.length} ${files.length === 1 ? 'file' : 'files'}:\n${files.map((file) => `  ${file}\n`).join('')}`,
    );
  return 0;
}
