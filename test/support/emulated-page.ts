import type { KitRuns, ProgramRun } from './emulated.js';
import type { Kit } from './kits.js';
import { troublesOf } from './troubles.js';

/* The page that says what became of the programs: docs/emulated.md. */

export interface KitResult {
  readonly kit: Kit;
  readonly runs: KitRuns;
}

/** What happens somewhere without a line in the report, and what the rewriter lacks. */
export interface Known {
  readonly why: string;
  readonly providers: readonly string[];
}

const FAMILIES: readonly { readonly family: string; readonly title: string }[] = [
  { family: 'openai-node', title: 'The `openai` package' },
  { family: 'ai-sdk', title: 'The AI SDK (`ai` with `@ai-sdk/openai`)' },
  { family: 'langchain', title: 'LangChain (`@langchain/openai`)' },
];

export function renderPage(results: readonly KitResult[], known: Readonly<Record<string, Known>>): string {
  const sections = FAMILIES.map(({ family, title }) =>
    section(
      title,
      results.filter(({ kit }) => kit.family === family),
      known,
    ),
  );
  return `# Migrated programs at every provider

Made by \`test/emulated.test.ts\`, which migrates the programs of \`fixtures/programs\` to every provider and runs them, with
the real packages, against \`banjia emulate\`. No request went to OpenAI, none with the old key.

- ✓ every request is taken, and the program runs to its end
- told: something is refused, or taken without effect, and \`migrate\` has a line about it
- ✗ the same without a line: listed below, to be mended
- – not moved, since the provider has no such service (or nobody could confirm it); \`migrate\` says so

Where releases differ each has its own mark; a release that is not named there has nothing to run such a program with.

${sections.join('\n')}
${untold(known)}`;
}

function section(
  title: string,
  results: readonly KitResult[],
  known: Readonly<Record<string, Known>>,
): string {
  const programs = [
    ...new Set(results.flatMap(({ runs }) => [...runs.values()].flat().map(({ program }) => program))),
  ].sort();
  const providers = [...new Set(results.flatMap(({ runs }) => [...runs.keys()]))];
  const rows = providers.map(
    (provider) =>
      `| ${provider} | ${programs.map((program) => cell(provider, program, results, known)).join(' | ')} |`,
  );
  return `## ${title}: ${results.map(({ kit }) => kit.release).join(', ')}

| provider | ${programs.join(' | ')} |
| --- |${' --- |'.repeat(programs.length)}
${rows.join('\n')}
`;
}

/** One mark where all releases have the same. */
function cell(
  provider: string,
  program: string,
  results: readonly KitResult[],
  known: Readonly<Record<string, Known>>,
): string {
  const marks = new Map<string, string[]>();
  for (const { kit, runs } of results) {
    const run = runs.get(provider)?.find((one) => one.program === program);
    if (!run) continue;
    const mark = markOf(provider, kit, run, known);
    marks.set(mark, [...(marks.get(mark) ?? []), kit.release]);
  }
  const [first, ...others] = [...marks];
  if (first && others.length === 0) return first[0];
  return [...marks].map(([mark, releases]) => `${releases.join(' ')} ${mark}`).join(', ');
}

/** A program that runs as it did, one with lines in the report, one that is known, one that was left where it works. */
function markOf(provider: string, kit: Kit, run: ProgramRun, known: Readonly<Record<string, Known>>): string {
  if (!run.moved) return '–';
  const troubles = troublesOf(run);
  const isKnown = troubles.some(({ what }) => known[keyOf(kit, run, what)]?.providers.includes(provider));
  if (isKnown) return '✗';
  return troubles.length > 0 ? 'told' : '✓';
}

/** The name under which something that happens without a line is known. */
export function keyOf({ family, release }: Kit, { program }: ProgramRun, what: string): string {
  return `${family} ${release} ${program}: ${what}`;
}

function untold(known: Readonly<Record<string, Known>>): string {
  const rows = Object.entries(known).map(
    ([key, { why, providers: list }]) => `| ${key} | ${list.join(', ')} | ${why} |`,
  );
  if (rows.length === 0) return 'Nothing happens without a line.\n';
  return `## Not told yet\n\n| what | where | why |\n| --- | --- | --- |\n${rows.join('\n')}\n`;
}
