/** Whether a file is a test, a mock or a fixture by its place or name. */
export function isTestFile(file: string): boolean {
  return (
    /(?:^|\/)(?:tests?|__tests__|__mocks__|specs?|e2e|fixtures?|__fixtures__|mocks?)\//.test(file) ||
    /[.-](?:test|spec|e2e|mock)\.[cm]?[jt]sx?$/.test(file)
  );
}

/** The folder of a relative path, `''` for the root. */
export function folderOf(file: string): string {
  const slash = file.lastIndexOf('/');
  return slash < 0 ? '' : file.slice(0, slash);
}

/** The nearest of `folders` that holds `file`. */
export function nearestFolder(file: string, folders: ReadonlySet<string>): string | undefined {
  let folder = folderOf(file);
  for (;;) {
    if (folders.has(folder)) return folder;
    if (folder === '') return undefined;
    folder = folderOf(folder);
  }
}

/** `a` and `./b/../c` → `a/c`, without a leading slash. */
export function joinPath(folder: string, path: string): string {
  const parts: string[] = [];
  for (const part of `${folder}/${path}`.split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..') parts.pop();
    else parts.push(part);
  }
  return parts.join('/');
}
