import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Decision } from '../../src/finding.js';
import type { ResolvedTarget } from '../../src/plan/target.js';
import type { ReasonId } from '../../src/reasons.js';
import { resolveTarget } from '../../src/target.js';
import { acmeTarget } from '../support/acme.js';
import { checkTexts } from '../support/check.js';
import { targets } from '../support/picky.js';
import { planTexts } from '../support/pipeline.js';

/*
 * `check` and `migrate` agree: what `migrate --write` says it did, `check` finds clean, and what it left is what
 * `check` lists afterwards.
 */

const FIXTURES = new URL('../../fixtures/', import.meta.url).pathname;

describe('the bundled sample', () => {
  const texts = readTree(join(FIXTURES, 'projects/help-desk'), '');

  it.each(['zhipu', 'alibaba', 'deepseek', 'moonshot', 'volcengine', 'siliconflow'])(
    'moved to %s',
    async (to) => {
      await agree(texts, resolveTarget({ to }, {}));
    },
  );
});

describe('the cases of the transforms', () => {
  const root = join(FIXTURES, 'transforms');
  for (const dialect of readdirSync(root))
    for (const name of readdirSync(join(root, dialect)))
      it(`${dialect}/${name}`, () => {
        const folder = join(root, dialect, name);
        const { target } = JSON.parse(readFileSync(join(folder, 'case.json'), 'utf8'));
        return agree(inputOf(folder), targets[target ?? 'acme'] ?? acmeTarget);
      });
});

async function agree(texts: Readonly<Record<string, string>>, target: ResolvedTarget): Promise<void> {
  const first = await planTexts(texts, target);
  const left = leftBy(first.decisions);
  const done = first.decisions.filter((one) => one.action === 'rewrite');
  const after = Object.fromEntries(first.after);
  const { result } = await checkTexts(after, { target });
  const found = result.problems.map(({ decision }) => decision);

  // Nothing could still be rewritten, and nothing that was done is asked for again.
  expect(found.filter((one) => one.action === 'rewrite').map(shown)).toEqual([]);
  // Two alike in one scope share an id but for their order: what was left is not what was done.
  const again = found.filter(
    (one) =>
      done.some((old) => old.finding.id === one.finding.id && old.message === one.message) &&
      !left.some((old) => place(old) === place(one) && old.reason === one.reason),
  );
  expect(again.map(shown)).toEqual([]);

  const listed = new Set(found.map(place));
  const asked = left.filter((one) => !isOnce(one) && !listed.has(place(one)));
  expect(asked.map(shown), 'left by migrate, and check says nothing').toEqual([]);
  // What only comes to light once the rest has moved is on the list of a second run of migrate as well.
  const known = new Set([...left, ...leftBy((await planTexts(after, target)).decisions)].map(place));
  // What only check looks for was there before, and is none of the migration's.
  const fresh = found.filter((one) => !known.has(place(one)) && !isOfCheck(one));
  expect(fresh.map(shown), 'new to check').toEqual([]);
}

function leftBy(decisions: readonly Decision[]): Decision[] {
  return decisions.filter((one) => one.action === 'manual' && one.finding.confidence !== 'possible');
}

const ONCE: ReadonlySet<string> = new Set<ReasonId>([
  're-embed',
  'similarity-threshold',
  'test-expectation',
  // Kept outside of the repository; what a script does to files that are built.
  'secret-by-hand',
  'names-replaced',
  // Nothing reads the variable any more.
  'config-names-variable',
  // What keeps a client from another package: check lists the client.
  'not-native',
]);

/** What no code can show to be done: whether vectors were made again, what a test has to expect. */
function isOnce({ reason, finding, message }: Decision): boolean {
  // Whether a model of the target thinks is the choice of whoever asks it; what is read of its answers, too.
  if (reason === 'parameter-by-model' && message.startsWith('to be added')) return true;
  // What is missing where nothing could be written may have been left out on purpose.
  if (reason === 'body-unknown' && message.startsWith('add ')) return true;
  if (reason === 'answer-differs' || reason === 'model-unknown') return true;
  // What the code imports or names now is no dialect of OpenAI's: what its calls send is not read again.
  if (/^(?:ai-sdk|mastra)$/.test(finding.dialect) && finding.kind === 'parameter') return true;
  // Switched off in one program counts for the repository.
  if (reason === 'agents-tracing') return true;
  // Where settings and deployments are kept is out of sight.
  if (reason === 'address-variable' || (reason === 'key-elsewhere' && finding.kind === 'credential'))
    return true;
  return reason !== null && ONCE.has(reason);
}

/** Of somebody else's clients, which migrate leaves alone; and limits that migrate trusts since the old model thought, too. */
function isOfCheck({ reason }: Decision): boolean {
  if (reason === 'thinking-room') return true;
  return reason === 'implicit-fallback' || reason === 'model-retired';
}

/** A key may be named by its line and by its value: one of them is enough. */
function place({ finding }: Decision): string {
  if (finding.kind === 'credential') return `${finding.file} ${finding.kind}`;
  return `${finding.file} ${finding.kind === 'unsupported' ? 'call' : finding.kind} ${finding.text}`;
}

function shown({ finding, message, reason }: Decision): string {
  return `${finding.file}:${finding.range.start.line} ${finding.rule} ${reason} ${message}`;
}

function inputOf(folder: string): Record<string, string> {
  const single = readdirSync(folder).find((file) => file.startsWith('input.'));
  if (single) return { [single]: readFileSync(join(folder, single), 'utf8') };
  return readTree(join(folder, 'input'), '');
}

function readTree(root: string, prefix: string): Record<string, string> {
  const found: Record<string, string> = {};
  for (const name of readdirSync(join(root, prefix))) {
    const path = prefix ? `${prefix}/${name}` : name;
    if (statSync(join(root, path)).isDirectory()) Object.assign(found, readTree(root, path));
    else found[path.replace(/(^|\/)dot-/, '$1.')] = readFileSync(join(root, path), 'utf8');
  }
  return found;
}
