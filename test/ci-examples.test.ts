import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse as parseYaml } from 'yaml';
import { parseConfig } from '../src/config.js';
import { banjiaHere } from './support/cli.js';
import { temporaryFolder } from './support/folder.js';

/*
 * The examples of docs/ci.md, action.yml and .pre-commit-hooks.yaml, as far as they can be run here: they parse, they
 * name inputs and files that there are, and every `banjia …` in them runs on a small repository with the exit code it
 * is meant to have.
 */

const ROOT = new URL('../', import.meta.url).pathname;
const read = (file: string) => readFileSync(join(ROOT, file), 'utf8');
const page = read('docs/ci.md');
const blocks = (language: string) =>
  [...page.matchAll(new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``, 'g'))].map(([, text = '']) => text);

interface Action {
  readonly inputs: Readonly<Record<string, { readonly description: string }>>;
  readonly runs: {
    readonly using: string;
    readonly steps: readonly { readonly run?: string; readonly env?: Readonly<Record<string, string>> }[];
  };
}
const action = parseYaml(read('action.yml')) as Action;

function repository(): string {
  const root = temporaryFolder({
    'package.json': '{}',
    'a.ts': "import OpenAI from 'openai';\n\nnew OpenAI();\n",
  });
  execFileSync('git', ['init', '-q', '-b', 'main', root]);
  execFileSync('git', ['-C', root, 'add', '-A']);
  execFileSync('git', ['-C', root, '-c', 'user.name=t', '-c', 'user.email=t@t', 'commit', '-qm', 'x']);
  execFileSync('git', ['-C', root, 'update-ref', 'refs/remotes/origin/main', 'HEAD']);
  return root;
}

/** Every `banjia check …` of a text, without what stands around it. */
function commands(text: string): string[] {
  return [...text.matchAll(/\bbanjia (check\b[^\n'"#`]*)/g)].map(([, one = '']) => one.trim());
}

describe('docs/ci.md', () => {
  it('has YAML and JSON that parse', () => {
    expect(blocks('yaml').length).toBeGreaterThan(5);
    for (const text of blocks('yaml')) expect(() => parseYaml(text), text).not.toThrow();
    for (const text of blocks('json')) expect(() => JSON.parse(text), text).not.toThrow();
  });

  it('configures what the configuration knows', () => {
    const [config] = blocks('json').filter((text) => text.includes('"check": {'));
    expect(parseConfig(config ?? '', 'docs/ci.md').check?.allow).toHaveLength(2);
  });

  const scripts = ['sh', 'yaml', 'groovy', 'json', 'dockerfile'].flatMap(blocks).flatMap(commands);

  it.each([...new Set(scripts)])('banjia %s', async (command) => {
    const root = repository();
    const { code, err } = await banjiaHere(root, command.split(/\s+/));
    const isClean = /--(?:since|staged|update-baseline)/.test(command);
    expect([code, err.replace(/^banjia: .*→.*$/m, '')]).toEqual([isClean ? 0 : 1, '']);
    for (const [, file = ''] of command.matchAll(/=(\S+)/g))
      expect(readFileSync(join(root, file), 'utf8')).not.toBe('');
  });

  it('uses inputs that the action has', () => {
    const used = blocks('yaml').flatMap((text) => {
      const steps =
        (parseYaml(text) as { jobs?: { banjia?: { steps?: { uses?: string; with?: object }[] } } }).jobs
          ?.banjia?.steps ?? [];
      return steps
        .filter((step) => step.uses?.includes('/banjia@'))
        .flatMap((step) => Object.keys(step.with ?? {}));
    });
    expect(used).toEqual(['upload-sarif', 'comment']);
    expect(used.filter((name) => !(name in action.inputs))).toEqual([]);
  });
});

describe('action.yml', () => {
  it('describes each input, reads no other, and puts none of them into a script', () => {
    const text = read('action.yml');
    for (const [name, { description }] of Object.entries(action.inputs)) {
      expect(description, name).toMatch(/\.$/);
      expect(text, `${name} is used`).toMatch(new RegExp(`inputs\\.${name}\\b`));
    }
    for (const [, name = ''] of text.matchAll(/inputs\.([\w-]+)/g))
      expect(Object.keys(action.inputs)).toContain(name);
    for (const { run } of action.runs.steps) expect(run ?? '').not.toContain('${{');
  });

  it('runs: annotations, summary, SARIF and comment are there, and the exit code is handed on', () => {
    const root = repository();
    const [step] = action.runs.steps;
    // npx is replaced: what it would fetch is what was built here.
    const bin = join(root, 'bin');
    const npx = `#!/bin/sh\nwhile [ "$1" != banjia ]; do shift; done; shift\nexec '${process.execPath}' '${join(ROOT, 'bin/banjia.js')}' "$@"\n`;
    execFileSync('sh', ['-c', `mkdir -p '${bin}' && cat > '${bin}/npx' && chmod +x '${bin}/npx'`], {
      input: npx,
    });
    const out = execFileSync('bash', ['-e', '-o', 'pipefail', '-c', step?.run ?? ''], {
      cwd: root,
      encoding: 'utf8',
      env: {
        PATH: `${bin}:${process.env['PATH']}`,
        LANG: 'C',
        RUNNER_TEMP: root,
        GITHUB_OUTPUT: join(root, 'output'),
        GITHUB_STEP_SUMMARY: join(root, 'summary'),
        BANJIA_VERSION: 'latest',
        BANJIA_PATHS: '',
        BANJIA_TARGET: '',
        BANJIA_SINCE: '',
        BANJIA_FAIL_ON: 'warning',
        BANJIA_ARGS: '--min-confidence possible',
        BANJIA_SARIF: 'banjia.sarif',
        BANJIA_DIRECTORY: '.',
      },
    });
    expect(out).toContain('::error file=a.ts,line=3');
    expect(readFileSync(join(root, 'output'), 'utf8')).toBe('exit-code=1\nsarif-file=./banjia.sarif\n');
    expect(readFileSync(join(root, 'summary'), 'utf8')).toContain('### banjia: 1 error');
    expect(JSON.parse(readFileSync(join(root, 'banjia.sarif'), 'utf8')).runs[0].results).toHaveLength(1);
    expect(readFileSync(join(root, 'banjia.md'), 'utf8')).toContain('<!-- banjia check -->');
  });
});

describe('.pre-commit-hooks.yaml', () => {
  const [hook] = parseYaml(read('.pre-commit-hooks.yaml')) as {
    id: string;
    entry: string;
    language: string;
  }[];

  it('is the hook that the page names, and its command runs', async () => {
    expect(hook).toMatchObject({ id: 'banjia-check', language: 'node' });
    expect(page).toContain(`- id: ${hook?.id}`);
    const [command] = commands(hook?.entry ?? '');
    expect((await banjiaHere(repository(), (command ?? '').split(' '))).code).toBe(0);
  });
});
