// Compares banjia with labels that people made by reading alone. Fetches nothing.
//
//   npm run corpus -- <folder with checkouts named owner+repository> [--to zhipu] [--verbose] [name …]
//
// A place is found when a finding or an edit covers its token; rewritten when an edit does, or when the call it belongs
// to needs none. An edit is wrong when it touches a trap; needless when it touches a place that could have stayed.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { plan } from '../../dist/src/index.js';

const LABELS = new URL('labels/', import.meta.url).pathname;
const args = process.argv.slice(2);
const verbose = args.includes('--verbose');
const to = args.includes('--to') ? args[args.indexOf('--to') + 1] : 'zhipu';
const [folder, ...names] = args.filter((one, index) => !one.startsWith('--') && args[index - 1] !== '--to');
if (!folder) {
  console.error('usage: npm run corpus -- <folder with checkouts> [--to provider] [--verbose] [name …]');
  process.exit(2);
}

const rows = [];
for (const file of readdirSync(LABELS).sort()) {
  const name = file.replace(/\.json$/, '');
  if (names.length > 0 && !names.some((one) => name.includes(one))) continue;
  const root = join(folder, name);
  if (!existsSync(root)) {
    console.error(`not there: ${root}`);
    continue;
  }
  rows.push(await measure(name, root, JSON.parse(readFileSync(join(LABELS, file), 'utf8'))));
}
print(rows);

async function measure(name, root, labels) {
  const { decisions } = await plan({ root, to });
  const edits = decisions.flatMap((decision) => decision.edits.map((edit) => ({ ...edit, decision })));
  const texts = new Map();
  const textOf = (file) => {
    if (!texts.has(file)) texts.set(file, readFileSync(join(root, file), 'utf8'));
    return texts.get(file);
  };
  const spans = (one) => tokenSpans(textOf(one.file), one);
  const covering = (one) =>
    decisions.filter(
      ({ finding, edits: own }) =>
        (finding.file === one.file &&
          (touches(spans(one), finding.range.start.offset, finding.range.end.offset) ||
            (finding.kind === one.kind && finding.range.start.line === one.line))) ||
        own.some((edit) => edit.file === one.file && touches(spans(one), edit.start, edit.end)),
    );
  const edited = (one) =>
    edits.filter((edit) => edit.file === one.file && touches(spans(one), edit.start, edit.end));
  const must = labels.places.filter((one) => one.must);
  const missed = must.filter((one) => covering(one).length === 0);
  const equal = must.filter((one) => one.equal);
  const rewrites = new Set(
    decisions
      .filter((one) => one.action === 'rewrite')
      .map(({ finding: { file, range } }) => `${file}:${range.start.line}`),
  );
  const left = equal.filter((one) => !isDone(one, covering(one), edited(one), rewrites));
  const wrong = labels.traps.filter((one) => edited(one).length > 0);
  // A name that moves with its variable although nothing would break: no harm, and worth a look.
  const needless = labels.places.filter((one) => !one.must && edited(one).length > 0);
  const known = [...labels.places, ...labels.traps];
  const lines = new Set(known.map((one) => `${one.file}:${one.line}`));
  const unlabelled = edits.filter(
    (edit) => !lines.has(`${edit.file}:${lineAt(textOf(edit.file), edit.start)}`),
  );
  if (verbose) {
    for (const one of missed) console.log(`missed     ${name} ${show(one)}`);
    for (const one of left)
      console.log(
        `left       ${name} ${show(one)} :: ${covering(one)
          .map((d) => `${d.finding.rule} ${d.action} ${d.reason ?? ''}`)
          .join(' | ')}`,
      );
    for (const one of wrong)
      console.log(
        `wrong      ${name} ${show(one)} :: ${edited(one)
          .map((edit) => edit.decision.message)
          .join(' | ')}`,
      );
    for (const one of needless)
      console.log(
        `needless   ${name} ${show(one)} :: ${edited(one)
          .map((edit) => edit.decision.message)
          .join(' | ')}`,
      );
    for (const edit of unlabelled)
      console.log(
        `unlabelled ${name} ${edit.file}:${lineAt(textOf(edit.file), edit.start)} ${edit.decision.finding.rule} ${edit.decision.message}`,
      );
  }
  return {
    name,
    places: labels.places.length,
    must: must.length,
    found: must.length - missed.length,
    equal: equal.length,
    rewritten: equal.length - left.length,
    traps: labels.traps.length,
    wrong: wrong.length,
    needless: needless.length,
    unlabelled: unlabelled.length,
  };
}

/** Where a label's token stands on its line; the whole line where it cannot be told. */
function tokenSpans(text, { line, text: token }) {
  let start = 0;
  for (let at = 1; at < line; at += 1) start = text.indexOf('\n', start) + 1;
  const found = text.indexOf('\n', start);
  const end = found < 0 ? text.length : found;
  const spans = [];
  for (let at = text.indexOf(token, start); at >= 0 && at < end; at = text.indexOf(token, at + 1))
    spans.push([at, at + token.length]);
  return spans.length > 0 ? spans : [[start, end]];
}

function touches(spans, start, end) {
  return spans.some(
    ([from, to]) => (start < to && end > from) || (start === end && start >= from && start <= to),
  );
}

/** Edited; or a call, or a place that the edit of the client beside it carries along. */
function isDone(one, covering, edited, rewrites) {
  if (edited.length > 0) return true;
  return covering.some(({ finding, action }) => {
    if (action === 'rewrite') return true;
    if (action !== 'none' || finding.confidence !== 'certain') return false;
    const carried = finding.related.some(({ file, line }) => rewrites.has(`${file}:${line}`));
    return finding.kind === 'call' || (finding.kind === one.kind && carried);
  });
}

function lineAt(text, offset) {
  let line = 1;
  for (let at = text.indexOf('\n'); at >= 0 && at < offset; at = text.indexOf('\n', at + 1)) line += 1;
  return line;
}

function show({ file, line, text, kind }) {
  return `${file}:${line} ${kind ?? 'trap'} ${text}`;
}

function print(all) {
  const total = (key) => all.reduce((sum, row) => sum + row[key], 0);
  const rows = [
    ...all,
    {
      name: 'all',
      places: total('places'),
      must: total('must'),
      found: total('found'),
      equal: total('equal'),
      rewritten: total('rewritten'),
      traps: total('traps'),
      wrong: total('wrong'),
      needless: total('needless'),
      unlabelled: total('unlabelled'),
    },
  ];
  const percent = (part, whole) => (whole === 0 ? '–' : `${((part / whole) * 100).toFixed(1)} %`);
  console.log(
    '| repository | places | must | found | | equal | rewritten | | traps | wrong | needless | unlabelled edits |',
  );
  console.log('| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |');
  for (const row of rows)
    console.log(
      `| ${row.name.replace('+', '/')} | ${row.places} | ${row.must} | ${row.found} | ${percent(row.found, row.must)} | ${row.equal} | ${row.rewritten} | ${percent(row.rewritten, row.equal)} | ${row.traps} | ${row.wrong} | ${row.needless} | ${row.unlabelled} |`,
    );
}
