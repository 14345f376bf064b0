import { join } from 'node:path';
import { gitDir } from './git.js';

/** Where the journal of a write lives: inside git's own folder where there is one, so that nobody commits it. */
export async function journalDirectory(root: string): Promise<string> {
  const git = await gitDir(root);
  return git ? join(git, 'banjia') : join(root, '.banjia');
}
