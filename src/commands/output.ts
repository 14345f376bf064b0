import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { CommonFlags, Terminal } from '../cli.js';
import { BanjiaError } from '../errors.js';
import type { Report } from '../finding.js';
import { pathInRepository } from '../git.js';
import { FORMATS, type Format, type RenderContext, renderers } from '../report/index.js';
import { toolRepository, toolVersion } from '../version.js';

/** Where one rendering of the report goes; null: to stdout. */
export interface Output {
  readonly format: Format;
  readonly file: string | null;
}

/** Documents that a program reads whole: nothing may stand beside them on stdout. */
const DOCUMENTS: ReadonlySet<Format> = new Set<Format>([
  'json',
  'sarif',
  'gitlab',
  'junit',
  'checkstyle',
  'html',
]);

/** Where GitLab looks for a report by convention, and its examples do. */
const GITLAB_FILE = 'gl-code-quality-report.json';

/**
 * What `--format` and `--json` ask for.
 *
 * @throws {BanjiaError} `bad-option` for an unknown format, or for two documents on one stdout.
 */
export function outputsOf(flags: CommonFlags): readonly Output[] | null {
  const outputs = (flags.format ?? []).map(parseFormat);
  if (flags.json) outputs.unshift({ format: 'json', file: null });
  const onStdout = outputs.filter(({ file }) => file === null);
  if (onStdout.length > 1 && onStdout.some(({ format }) => DOCUMENTS.has(format)))
    throw new BanjiaError(
      'bad-option',
      `stdout takes one document: ${onStdout.map(({ format }) => format).join(', ')}`,
      'Give the others a file: --format sarif=banjia.sarif',
    );
  return outputs.length > 0 ? outputs : null;
}

/** Where nobody said: what the CI that runs us shows by itself, beside the text in its log. */
export function outputsOfPlace(env: Readonly<Record<string, string | undefined>>): readonly Output[] {
  const text: Output = { format: 'text', file: null };
  if (env['GITHUB_ACTIONS'] === 'true') return [text, { format: 'github', file: null }];
  if (env['GITLAB_CI'] === 'true') return [text, { format: 'gitlab', file: GITLAB_FILE }];
  return [text];
}

function parseFormat(value: string): Output {
  const at = value.indexOf('=');
  const name = at < 0 ? value : value.slice(0, at);
  const file = at < 0 ? null : value.slice(at + 1);
  const format = FORMATS.find((one) => one === name);
  if (!format || file === '')
    throw new BanjiaError(
      'bad-option',
      format ? `--format ${value}: the file has no name` : `unknown format "${name}"`,
      `Formats: ${FORMATS.join(', ')}; each with =FILE where it goes to a file.`,
    );
  return { format, file: file === '-' ? null : file };
}

/** Every rendering to its place, what went wrong on the way to stderr. */
export async function writeReport(
  report: Report,
  outputs: readonly Output[],
  root: string,
  flags: CommonFlags,
  terminal: Terminal,
): Promise<void> {
  const context = await contextOf(outputs, root, flags, terminal);
  for (const { format, file } of outputs) {
    const text = renderers[format](report, context);
    if (file === null) terminal.out(text);
    else writeOutput(resolve(flags.cwd ?? '.', file), file, text);
    if (format === 'github') await writeSummary(report, context);
  }
  for (const { severity, file, line, message } of report.diagnostics) {
    const place = file === null ? '' : line === undefined ? `${file}: ` : `${file}:${line}: `;
    terminal.err(`${severity}: ${place}${message}\n`);
  }
  const files = outputs.flatMap(({ format, file }) => (file === null ? [] : [`${format} → ${file}`]));
  if (files.length > 0 && files.length === outputs.length) await sayWritten(report, files, terminal);
}

async function contextOf(
  outputs: readonly Output[],
  root: string,
  flags: CommonFlags,
  terminal: Terminal,
): Promise<RenderContext> {
  const { chalk, columns, lang } = terminal;
  // Formats for people and our own document name paths as the run sees them: no need to ask git.
  const needsPrefix = outputs.some(({ format }) => !['text', 'json', 'html'].includes(format));
  return {
    chalk,
    columns,
    lang,
    verbose: flags.verbose === true,
    trace: flags.trace === true,
    tool: { name: 'banjia', version: toolVersion, repository: toolRepository },
    ...(needsPrefix ? { prefix: await pathInRepository(root) } : {}),
  };
}

function writeOutput(path: string, file: string, text: string): void {
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  } catch (cause) {
    throw new BanjiaError('not-writable', `cannot write the report to ${file}`, 'Choose another place.', {
      cause,
    });
  }
}

/** GitHub shows the file as the summary of the job; steps add to it. */
async function writeSummary(report: Report, context: RenderContext): Promise<void> {
  const path = process.env['GITHUB_STEP_SUMMARY'];
  if (!path) return;
  const { renderSummary } = await import('../report/markdown.js');
  try {
    appendFileSync(path, renderSummary(report, context));
  } catch (cause) {
    throw new BanjiaError('not-writable', 'cannot write the job summary', 'Check GITHUB_STEP_SUMMARY.', {
      cause,
    });
  }
}

/** A log that shows nothing at all looks like a step that did nothing. */
async function sayWritten(report: Report, files: readonly string[], terminal: Terminal): Promise<void> {
  const { countsText, problemsOf } = await import('../report/problems.js');
  terminal.err(`banjia: ${countsText(problemsOf(report))}; ${files.join(', ')}\n`);
}
