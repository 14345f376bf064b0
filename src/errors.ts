/** What can stop a run. Odd user code is never an error: it becomes a finding to handle by hand. */
export type ErrorCode =
  | 'bad-config'
  | 'bad-option'
  | 'bad-provider'
  | 'unknown-provider'
  | 'missing-path'
  | 'unreadable'
  | 'dirty-tree'
  | 'changed-on-disk'
  | 'not-writable'
  | 'overlapping-edits'
  | 'half-written'
  | 'nothing-to-undo'
  | 'no-key'
  | 'nothing-to-verify';

/**
 * An error whose message is meant for the user: what happened and where, and in `help` what to do next.
 * `src/cli.ts` prints it without a stack and exits 2; every other error keeps its stack.
 */
export class BanjiaError extends Error {
  readonly code: ErrorCode;
  readonly help: string;

  constructor(code: ErrorCode, message: string, help: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'BanjiaError';
    this.code = code;
    this.help = help;
  }
}
