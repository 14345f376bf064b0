import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { syntaxError } from '../src/pipeline/parse.js';
import type { ResolvedTarget } from '../src/plan/target.js';
import { targets } from './support/picky.js';
import { planTexts } from './support/pipeline.js';

/*
 * fixtures/transforms/<dialect>/<case>/ holds `input.<ext>` (or a folder `input/`), `expected.<ext>` (or `expected/`)
 * where something changes, and `case.json` with the findings as "line:column rule action", and the target where that is
 * not acme. UPDATE=1 rewrites what is expected: read that diff like code. `target.json` says what the case asks of the
 * target besides.
 */
const ROOT = new URL('../fixtures/transforms/', import.meta.url).pathname;
const UPDATE = process.env['UPDATE'] === '1';
const CODE = /\.[cm]?[jt]sx?$/;

for (const dialect of readdirSync(ROOT)) {
  describe(dialect, () => {
    for (const name of readdirSync(join(ROOT, dialect))) {
      it(name, async () => {
        const folder = join(ROOT, dialect, name);
        const input = readSide(folder, 'input');
        const { messages = false } = readCase(folder);
        const target = targetOf(folder);
        const planned = await planTexts(input, target);
        const findings = planned.decisions.map(
          ({ finding, action, message }) =>
            `${finding.file}:${finding.range.start.line}:${finding.range.start.column} ${finding.rule} ${action}${
              messages && /parameter|response/.test(finding.kind) ? `: ${message}` : ''
            }`,
        );
        const changed = Object.fromEntries(planned.changes.map((change) => [change.file, change.after]));
        if (UPDATE) update(folder, input, findings, changed);

        for (const [file, text] of [...Object.entries(input), ...Object.entries(changed)])
          if (CODE.test(file)) expect(syntaxError(file, text), file).toBeUndefined();
        expect(findings).toEqual(readCase(folder).findings);
        const expected = readSide(folder, 'expected');
        for (const [file, text] of Object.entries(expected))
          expect(text, `${file} expects no change`).not.toBe(input[file]);
        expect(changed).toEqual(expected);

        const again = await planTexts(Object.fromEntries(planned.after), target);
        expect(again.changes, 'a second run plans nothing').toEqual([]);
      });
    }
  });
}

/** A case is run with `--docs` where its folder's name says so, and with what its `target.json` says. */
function targetOf(folder: string): ResolvedTarget | null {
  const chosen = targets[readCase(folder).target ?? 'acme'];
  const docs = /(?:^|\/)docs-[^/]*$/.test(folder);
  const file = join(folder, 'target.json');
  const own = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
  return chosen ? { ...chosen, docs, ...own } : null;
}

interface Case {
  readonly target?: string;
  /** Messages of parameters and answers are part of what is expected. */
  readonly messages?: boolean;
  readonly findings?: readonly string[];
}

function readCase(folder: string): Case {
  const path = join(folder, 'case.json');
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Case) : {};
}

/** `{ 'input.ts': … }` for a single file, relative paths for a folder. */
function readSide(folder: string, side: 'input' | 'expected'): Record<string, string> {
  const single = readdirSync(folder).find((file) => file.startsWith(`${side}.`));
  if (single) return { [`input${single.slice(side.length)}`]: readFileSync(join(folder, single), 'utf8') };
  const root = join(folder, side);
  return existsSync(root) ? readTree(root, '') : {};
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

function update(
  folder: string,
  input: Readonly<Record<string, string>>,
  findings: readonly string[],
  changed: Readonly<Record<string, string>>,
): void {
  writeFileSync(join(folder, 'case.json'), `${JSON.stringify({ ...readCase(folder), findings }, null, 2)}\n`);
  const single = Object.keys(input).length === 1 && existsSync(join(folder, Object.keys(input)[0] ?? ''));
  for (const [file, text] of Object.entries(changed)) {
    const path = single
      ? file.replace(/^input/, 'expected')
      : `expected/${file.replace(/(^|\/)\./, '$1dot-')}`;
    const { dir } = { dir: join(folder, path, '..') };
    if (!existsSync(dir)) throw new Error(`make the folder first: ${dir}`);
    writeFileSync(join(folder, path), text);
  }
}
