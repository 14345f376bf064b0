import type { CommandName, Report } from '../finding.js';
import { MESSAGES } from './messages.js';
import { checkText } from './text-check.js';
import { migrateText } from './text-migrate.js';
import { cleaner, type TextOptions, type View } from './text-parts.js';
import { scanText } from './text-scan.js';

export type { TextOptions } from './text-parts.js';

const PARTS: Readonly<Record<CommandName, (view: View) => string[]>> = {
  scan: scanText,
  migrate: migrateText,
  check: checkText,
};

/** The report for people. Diagnostics are not in it: they go to stderr. */
export function renderText(report: Report, options: TextOptions): string {
  const view: View = { ...options, report, words: MESSAGES[options.lang], clean: cleaner(report.changes) };
  return `${PARTS[report.command](view).join('\n').trimEnd()}\n`;
}
