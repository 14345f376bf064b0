import type { CommonFlags, Terminal } from '../cli.js';
import type { RunResult } from '../run.js';
import { reportOf } from '../run.js';
import { outputsOf } from './output.js';
import { placeOf, print, runAt } from './shared.js';

/** `banjia scan`: the inventory. Bare `banjia` is the same with a suggestion at the end. */
export async function scanCommand(
  paths: readonly string[],
  flags: CommonFlags,
  terminal: Terminal,
  _bare: boolean,
): Promise<number> {
  outputsOf(flags);
  const place = await placeOf(paths, flags);
  if (flags.verbose && place.configPath) terminal.err(`configuration: ${place.configPath}\n`);
  const result = await runAt(place, flags, null);
  const report = reportOf('scan', result, null, nextSteps(result, place.config.provider));
  await print(report, flags, terminal, place.root);
  return 0;
}

function nextSteps(result: RunResult, provider: string | undefined): string[] {
  const depends = result.decisions.some((decision) => decision.action !== 'none');
  if (!depends) return [];
  return [`banjia migrate --to ${provider ?? 'zhipu'} --dry-run`, 'banjia providers'];
}
