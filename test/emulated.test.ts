import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { providers } from '../src/providers/index.js';
import { NEW_KEY, type ProgramRun, programs, runMigrated, troublesOf } from './support/emulated.js';

/*
 * Real programs with the real `openai` package, migrated by banjia and run against the emulator of every provider. The
 * emulator judges what arrives and shares no rule with the rewriter, so that the two cannot agree on a mistake.
 *
 * The aim is that nothing is refused, nothing is without effect, and nothing surprises without a line in the report.
 * What falls short of it would stand in KNOWN, which is empty: whoever has to add an entry says what the rewriter lacks,
 * whoever mends it takes the entry out, and one that no longer holds fails the test.
 */
const SDKS = [
  { alias: 'openai-v4', major: 4 },
  { alias: 'openai-v5', major: 5 },
  { alias: 'openai-v6', major: 6 },
] as const;

interface Known {
  readonly why: string;
  readonly providers: readonly string[];
}

/** `program: what` → where it happens without a line in the report, and what the rewriter lacks. */
const KNOWN: Readonly<Record<string, Known>> = {};

const PAGE = new URL('../docs/emulated.md', import.meta.url).pathname;
const work = mkdtempSync(join(tmpdir(), 'banjia-emulated-'));
afterAll(() => rmSync(work, { recursive: true, force: true }));

describe.each(SDKS)('openai $major', (sdk) => {
  const runs = new Map<string, readonly ProgramRun[]>();
  beforeAll(async () => {
    for (const provider of providers)
      runs.set(provider.id, await runMigrated(provider, sdk, join(work, `${sdk.alias}-${provider.id}`)));
  }, 300_000);

  it('sends nothing to OpenAI, and nothing with the old key', () => {
    const sent = [...runs.values()].flat().flatMap((run) => run.sent);
    const known = new Set(
      providers.map(({ regions }) => new URL(regions[0].baseURL.value.replace(/<[^>]*>/g, 'mine')).origin),
    );
    expect(sent.length).toBeGreaterThan(150);
    expect(sent.filter(({ origin }) => !known.has(origin))).toEqual([]);
    expect(new Set(sent.map(({ key }) => key))).toEqual(new Set([`Bearer ${NEW_KEY}`]));
    expect(sent.filter(({ organization }) => organization !== null)).toEqual([]);
  });

  it('leaves a program at OpenAI only with a line that says why', () => {
    for (const [provider, all] of runs)
      for (const { program, moved, decisions } of all) {
        const manual = decisions.some(
          ({ finding, action }) => finding.kind === 'client' && action === 'manual',
        );
        expect(moved || manual, `${provider}: ${program}`).toBe(true);
      }
  });

  it('surprises nobody, but for what is known', () => {
    const found = new Map<string, string[]>();
    for (const [provider, all] of runs)
      for (const run of all)
        for (const { what, reported } of troublesOf(run)) {
          if (reported) continue;
          const key = `${run.program}: ${what}`;
          found.set(key, [...(found.get(key) ?? []), provider]);
        }
    const known = Object.entries(KNOWN).map(([key, { providers: list }]) => [key, [...list].sort()]);
    expect(Object.fromEntries([...found].map(([key, list]) => [key, list.sort()]))).toEqual(
      Object.fromEntries(known),
    );
  });

  it('does as the page says', () => {
    const page = renderPage(runs);
    // The last of them writes the page; the next run holds all of them to it.
    if (process.env['UPDATE']) return sdk.major === 6 ? writeFileSync(PAGE, page) : undefined;
    expect(page).toBe(readFileSync(PAGE, 'utf8'));
  });
});

/** A program that runs as it did, one with lines in the report, one of KNOWN, one that was left where it works. */
function cellOf(provider: string, run: ProgramRun): string {
  if (!run.moved) return '–';
  const troubles = troublesOf(run);
  const known = troubles.some(
    ({ what }) => KNOWN[`${run.program}: ${what}`]?.providers.includes(provider) === true,
  );
  if (known) return '✗';
  return troubles.length > 0 ? 'told' : '✓';
}

function renderPage(runs: ReadonlyMap<string, readonly ProgramRun[]>): string {
  const rows = [...runs].map(
    ([provider, all]) => `| ${provider} | ${all.map((run) => cellOf(provider, run)).join(' | ')} |`,
  );
  return `# Migrated programs at every provider

Made by \`test/emulated.test.ts\`, which migrates the programs of \`fixtures/programs\` to every provider and runs them, with
the real \`openai\` package (v4, v5, v6), against \`banjia emulate\`. No request went to OpenAI, none with the old key.

- ✓ every request is taken, and the program runs to its end
- told: something is refused, or taken without effect, and \`migrate\` has a line about it
- ✗ the same without a line: listed below, to be mended
- – not moved, since the provider has no such service (or nobody could confirm it); \`migrate\` says so

| provider | ${programs.join(' | ')} |
| --- |${' --- |'.repeat(programs.length)}
${rows.join('\n')}

${untold()}`;
}

function untold(): string {
  const rows = Object.entries(KNOWN).map(
    ([key, { why, providers: list }]) => `| ${key} | ${list.join(', ')} | ${why} |`,
  );
  if (rows.length === 0) return 'Nothing happens without a line.\n';
  return `## Not told yet\n\n| what | where | why |\n| --- | --- | --- |\n${rows.join('\n')}\n`;
}
