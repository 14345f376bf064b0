import type { Decision, Diagnostic } from '../finding.js';
import { decide } from '../plan/index.js';
import type { ResolvedTarget } from '../plan/target.js';
import type { SourceText } from '../transform.js';
import { Places } from '../virtual/places.js';
import { toDecisions } from './decisions.js';
import { find } from './find.js';

export interface PlannedFiles {
  /** Not verified yet. */
  readonly decisions: readonly Decision[];
  /** Of every file that was read. */
  readonly texts: ReadonlyMap<string, string>;
  readonly parsed: number;
  readonly diagnostics: readonly Diagnostic[];
}

/** find → plan. `others` is code that says nothing of OpenAI. */
export async function planFiles(
  files: readonly SourceText[],
  others: readonly SourceText[],
  target: ResolvedTarget | null,
): Promise<PlannedFiles> {
  const found = await find(files, others);
  const texts = new Map([...files, ...others].map((one) => [one.file, one.text]));
  const places = new Places(found.virtual, texts);
  const known = new Map(texts);
  for (const { name, text, mapping } of found.virtual) if (mapping) known.set(name, text);
  return {
    decisions: toDecisions(decide(found.sites, target, known, places)),
    texts,
    parsed: found.parsed,
    diagnostics: found.diagnostics,
  };
}
