import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { providers } from '../src/providers/index.js';
import { type KitRuns, NEW_KEY, runKit } from './support/emulated.js';
import { type KitResult, type Known, keyOf, renderPage } from './support/emulated-page.js';
import { KITS } from './support/kits.js';
import { troublesOf } from './support/troubles.js';

/*
 * Real programs with the real `openai` package, the AI SDK and LangChain, migrated by banjia and run against the emulator
 * of every provider. The emulator judges what arrives and shares no rule with the rewriter, so that the two cannot agree
 * on a mistake.
 *
 * The aim is that nothing is refused, nothing is without effect, and nothing surprises without a line in the report.
 * What falls short of it would stand in KNOWN, which is empty: whoever has to add an entry says what the rewriter lacks,
 * whoever mends it takes the entry out, and one that no longer holds fails the test.
 */
/** `family release program: what` → where it happens without a line in the report, and what the rewriter lacks. */
const KNOWN: Readonly<Record<string, Known>> = {};

/** Releases that every supported Node runs: those of the page. */
const ON_PAGE = KITS.filter(({ node }) => node === undefined);
const PAGE = new URL('../docs/emulated.md', import.meta.url).pathname;
const work = mkdtempSync(join(tmpdir(), 'banjia-emulated-'));
const results: KitResult[] = [];
afterAll(() => rmSync(work, { recursive: true, force: true }));

describe.each(KITS)('$family $release', (kit) => {
  let runs: KitRuns = new Map();
  beforeAll(async () => {
    runs = await runKit(kit, join(work, `${kit.family}-${kit.release}`));
    results.push({ kit, runs });
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
          const key = keyOf(kit, run, what);
          found.set(key, [...(found.get(key) ?? []), provider]);
        }
    const own = Object.entries(KNOWN).filter(([key]) => key.startsWith(`${kit.family} ${kit.release} `));
    const known = own.map(([key, { providers: list }]) => [key, [...list].sort()]);
    expect(Object.fromEntries([...found].map(([key, list]) => [key, list.sort()]))).toEqual(
      Object.fromEntries(known),
    );
  });
});

it('does as the page says', () => {
  const shown = results.filter(({ kit }) => ON_PAGE.includes(kit));
  expect(shown.length).toBe(ON_PAGE.length);
  const page = renderPage(shown, KNOWN);
  if (process.env['UPDATE']) writeFileSync(PAGE, page);
  expect(page).toBe(readFileSync(PAGE, 'utf8'));
});
