import type { CommonFlags, Terminal } from '../cli.js';
import type { Confidence, Decision } from '../finding.js';
import { reportOf } from '../run.js';
import { placeOf, print, runAt } from './shared.js';

const LEVELS: readonly Confidence[] = ['possible', 'probable', 'certain'];

/** `banjia check`: 1 when OpenAI usage is left. */
export async function checkCommand(
  paths: readonly string[],
  flags: CommonFlags & { readonly minConfidence: Confidence },
  terminal: Terminal,
): Promise<number> {
  const place = await placeOf(paths, flags);
  const result = await runAt(place, flags, null);
  const least = LEVELS.indexOf(flags.minConfidence);
  const lingering = (decision: Decision) =>
    decision.action !== 'none' && LEVELS.indexOf(decision.finding.confidence) >= least;
  const decisions = result.decisions.filter(lingering);
  const next =
    decisions.length > 0 ? [`banjia migrate --to ${place.config.provider ?? '<provider>'} --dry-run`] : [];
  print(reportOf('check', { ...result, decisions }, null, next), flags, terminal);
  // A file that could not be read or parsed was not checked: clean would be a guess.
  if (result.diagnostics.some((one) => one.severity === 'error') && decisions.length === 0) return 2;
  return decisions.length > 0 ? 1 : 0;
}
