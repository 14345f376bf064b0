import type { Decision } from '../finding.js';

/** The command line that would fix a place, or that says what a person has to do there. */
export function fixCommand({ action, reason, finding }: Decision, provider: string | null): string {
  if (action === 'rewrite')
    return `banjia migrate --to ${provider ?? '<provider>'} --write ${quoted(finding.file)}`;
  if (reason === null || reason === 'run-migrate')
    return `banjia migrate --to ${provider ?? '<provider>'} --dry-run ${quoted(finding.file)}`;
  return `banjia explain ${reason}`;
}

/** As a shell takes it. */
function quoted(path: string): string {
  return /^[\w./@+:-]+$/.test(path) ? path : `'${path.replace(/'/g, "'\\''")}'`;
}
