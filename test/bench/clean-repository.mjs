// What `check` costs on a clean repository, beside the start of Node: node test/bench/clean-repository.mjs [files]
// Not part of `npm test`: machines differ, so the figure that counts is the ratio of one run.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const BIN = new URL('../../bin/banjia.js', import.meta.url).pathname;
const files = Number(process.argv[2] ?? 5000);
const rounds = 7;
const root = mkdtempSync(join(tmpdir(), 'banjia-bench-'));

try {
  generate();
  const rows = [
    ['node -e 0', ['-e', '0']],
    ['banjia --version', [BIN, '--version']],
    [`banjia check, ${files} files`, [BIN, 'check', root]],
  ].map(([name, args]) => ({ name, seconds: median(args) }));
  const [node] = rows;
  console.log('| | CPU seconds | over Node | ratio |\n| --- | ---: | ---: | ---: |');
  for (const { name, seconds } of rows)
    console.log(
      `| ${name} | ${seconds.toFixed(2)} | ${(seconds - node.seconds).toFixed(2)} | ${(seconds / node.seconds).toFixed(1)} |`,
    );
} finally {
  rmSync(root, { recursive: true, force: true });
}

/** Modules as people write them, about 4 kB each, in nested folders; none has anything to do with OpenAI. */
function generate() {
  for (let index = 0; index < files; index += 1) {
    const folder = join(root, `src/area${index % 50}/part${Math.floor(index / 50) % 10}`);
    mkdirSync(folder, { recursive: true });
    const functions = Array.from(
      { length: 12 },
      (_, k) => `/** Computes value ${k} of module ${index}. */
export async function compute${k}(rows: readonly Row[], limit = ${k}): Promise<number> {
  const picked = rows.filter((row) => row.score > limit && row.name !== 'item-${index}-${k}');
  return picked.reduce((sum, row) => sum + row.value * ${k}, 0);
}
`,
    );
    writeFileSync(
      join(folder, `module${index}.ts`),
      `import { join } from 'node:path';\nimport type { Row } from '../types';\n\n${functions.join('\n')}`,
    );
  }
  writeFileSync(join(root, 'package.json'), '{ "name": "clean", "private": true }\n');
}

/** User and system time of the child, the median of several runs after one that warms the disk. */
function median(args) {
  const seconds = Array.from({ length: rounds + 1 }, () => cpu(args)).slice(1);
  return seconds.sort((a, b) => a - b)[Math.floor(rounds / 2)];
}

function cpu(args) {
  const { status, stderr } = spawnSync(
    'bash',
    ['-c', 'TIMEFORMAT="%U %S"; time "$0" "$@" >/dev/null', process.execPath, ...args],
    {
      encoding: 'utf8',
    },
  );
  if (status !== 0) throw new Error(stderr);
  const [user = '0', system = '0'] = stderr.trim().split(/\s+/).slice(-2);
  return Number(user) + Number(system);
}
