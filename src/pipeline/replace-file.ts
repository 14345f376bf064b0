import { randomBytes } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/**
 * Replaces a file's bytes in one step: a temporary file beside it, then a rename, so that nobody ever reads half a
 * file. `path` is the file itself and no link, or the link would be replaced.
 */
export async function replaceFile(path: string, bytes: Buffer, mode: number): Promise<void> {
  const temporary = join(dirname(path), `.${basename(path)}.${randomBytes(6).toString('hex')}.banjia`);
  try {
    // Nobody else may read it before it has the mode of the original: it may hold a secret.
    const handle = await open(temporary, 'wx', 0o600);
    try {
      await handle.writeFile(bytes);
      // The mode given to open() is cut by the umask, this one is not.
      await handle.chmod(mode & 0o7777);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, path);
  } catch (cause) {
    await rm(temporary, { force: true });
    throw cause;
  }
}
