import { existsSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import { type Answer, whyAt } from '../check/why.js';
import type { Terminal } from '../cli.js';
import { BanjiaError } from '../errors.js';
import { renderWhy, whyJson } from '../report/why.js';
import { reportOf } from '../run.js';
import { type CheckFlags, runCheck } from './check-run.js';
import { type Place, placeOf } from './shared.js';

/** `banjia why <file:line>`: what became of a place, and by which step. */
export async function whyCommand(where: string, flags: CheckFlags, terminal: Terminal): Promise<number> {
  const place = await placeOf([], flags);
  const { file, line } = parsePlace(where, place);
  // Guesses are answered, too: somebody asks for the place because of one.
  const run = await runCheck(place, { ...flags, minConfidence: 'possible' });
  const report = {
    ...reportOf('check', run.result, run.target, []),
    check: run.checked.result,
    decisions: run.result.decisions,
  };
  const answers: readonly Answer[] = whyAt({
    file,
    line,
    report,
    isKept: run.result.sources.some((one) => one.file === file),
    exists: existsSync(join(place.root, file)),
  });
  terminal.out(
    flags.json ? whyJson(where, answers, report) : renderWhy(`${file}:${line}`, answers, report, terminal),
  );
  return 0;
}

/** @throws {BanjiaError} `bad-option`. */
function parsePlace(where: string, { root }: Place): { file: string; line: number } {
  const [, path, line] = /^(.+?):(\d+)(?::\d+)?$/.exec(where) ?? [];
  if (path === undefined || line === undefined || Number(line) < 1)
    throw new BanjiaError('bad-option', `not a place: ${where}`, 'For example: banjia why src/chat.ts:12');
  const file = relative(root, resolve(root, path)).split(sep).join('/');
  if (file.startsWith('..'))
    throw new BanjiaError('missing-path', `${path} is outside ${root}`, 'Start banjia there, or use --cwd.');
  return { file, line: Number(line) };
}
