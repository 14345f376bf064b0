import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { banjia, banjiaHere, type Outcome } from '../support/cli.js';
import { temporaryFolder } from '../support/folder.js';

const CLIENT = "import OpenAI from 'openai';\n\nexport const openai = new OpenAI();\n";
const CHAT =
  "import { openai } from './client.js';\n\nexport const ask = () => openai.chat.completions.create({ model: 'gpt-4o', messages: [] });\n";
const CLEAN = 'export const answer = 42;\n';
const TODAY = '2026-11-25';
const DAY = { BANJIA_TODAY: TODAY };

const schema = JSON.parse(readFileSync(new URL('../../src/schema/report.json', import.meta.url), 'utf8'));
const validate = new Ajv({ allErrors: true, strict: false }).compile(schema);

function git(root: string, ...args: readonly string[]): string {
  return execFileSync('git', ['-C', root, '-c', 'user.name=t', '-c', 'user.email=t@t', ...args], {
    encoding: 'utf8',
  });
}

function commit(root: string, message = 'x'): void {
  git(root, 'add', '-A');
  git(root, 'commit', '-qm', message);
}

function repository(
  files: Readonly<Record<string, string>> = { 'src/client.ts': CLIENT, 'src/chat.ts': CHAT },
): string {
  const root = temporaryFolder({ 'package.json': '{ "name": "app" }\n', ...files });
  execFileSync('git', ['init', '-q', '-b', 'main', root]);
  commit(root);
  return root;
}

const check = (root: string, ...args: readonly string[]): Promise<Outcome> =>
  banjiaHere(root, [
    'check',
    ...(args.includes('--json') || args.includes('--format') ? [] : ['--format', 'text']),
    '--today',
    TODAY,
    ...args,
  ]);

/** `src/a.ts:3 rule severity` of every reported finding; the document has to hold to the schema. */
async function found(root: string, ...args: readonly string[]): Promise<string[]> {
  const { out, err } = await check(root, '--json', ...args);
  const document = JSON.parse(out || '{}');
  expect(validate(document), `${JSON.stringify(validate.errors)}${err}`).toBe(true);
  return document.findings.map(
    (one: { file: string; range: { start: { line: number } }; rule: string; severity: string }) =>
      `${one.file}:${one.range.start.line} ${one.rule} ${one.severity}`,
  );
}

const ALL = [
  'src/chat.ts:3 openai-node/call error',
  'src/chat.ts:3 openai-node/model error',
  'src/client.ts:3 openai-node/client error',
];

describe('exit codes', () => {
  it('0 when clean, 1 with findings, 2 when it could not run', async () => {
    expect((await check(repository({ 'a.ts': CLEAN }))).code).toBe(0);
    expect((await check(repository())).code).toBe(1);
    expect((await check(repository({ 'a.ts': `${CLIENT}const x = ;\n` }))).code).toBe(2);
    expect((await check(repository(), '--nonsense')).code).toBe(2);
  });

  it('1, not 2, when there are findings beside a file that could not be parsed', async () => {
    expect((await check(repository({ 'a.ts': CLIENT, 'b.ts': `${CLIENT}const x = ;\n` }))).code).toBe(1);
  });

  it.each([
    [['--fail-on', 'error'], 1],
    [['--fail-on', 'warning'], 1],
    [['--fail-on', 'never'], 0],
    [['--max-findings', '3'], 0],
    [['--max-findings', '2'], 1],
  ])('%j → %d', async (args, code) => {
    expect((await check(repository(), ...args)).code).toBe(code);
  });

  it('go by severity: a warning is none with --fail-on error, a hint none by default', async () => {
    const root = repository({ '.env': 'OPENAI_API_KEY=x\n', 'a.ts': "export const a = 'gpt-4o';\n" });
    const code = async (...args: readonly string[]) => (await check(root, ...args)).code;
    expect([await code(), await code('--fail-on', 'error')]).toEqual([1, 0]);
    rmSync(join(root, '.env'));
    const hint = ['--min-confidence', 'possible'];
    expect([await code(), await code(...hint), await code(...hint, '--fail-on', 'info')]).toEqual([0, 0, 1]);
  });

  it('do not depend on the format', async () => {
    const root = repository();
    const formats = ['text', 'json', 'sarif', 'github', 'gitlab', 'junit', 'checkstyle', 'markdown', 'html'];
    for (const format of formats) expect((await check(root, '--format', format)).code, format).toBe(1);
    for (const format of formats)
      expect((await check(root, '--format', `${format}=out/${format}.txt`)).code, format).toBe(1);
    for (const format of formats) expect(existsSync(join(root, 'out', `${format}.txt`)), format).toBe(true);
  });

  it.each([
    [['--format', 'sarf'], 'unknown format "sarf"'],
    [['--format', 'sarif='], 'the file has no name'],
    [['--format', 'sarif', '--format', 'json'], 'stdout takes one document'],
    [['--json', '--format', 'text'], 'stdout takes one document'],
    [['--since', 'nowhere'], 'git knows no such commit'],
    [['--since', 'HEAD', '--staged'], 'exclude each other'],
    [['--baseline', 'none.txt'], 'no such baseline: none.txt'],
    [['--prune-baseline'], 'no such baseline: banjia.baseline'],
    [['--update-baseline', '--since', 'HEAD'], 'a baseline holds the whole repository'],
    [['--fail-on', 'panic'], 'Allowed choices are error, warning, info, never'],
    [['--max-findings', '-1'], 'expected a number from 0'],
    [['--target', 'zhip'], 'unknown provider "zhip"; did you mean zhipu'],
    [['--today', 'tomorrow'], 'expected YYYY-MM-DD'],
    [['--format', 'sarif=/dev/null/x'], 'cannot write the report'],
  ])('2 and one message for %j', async (args, message) => {
    const { code, err } = await check(repository(), ...args);
    expect(code).toBe(2);
    expect(err).toContain(message);
    expect(err).not.toMatch(/\n\s+at /);
  });
});

describe('baseline', () => {
  it('accepts what is there, reports what is new, names what is gone, and is pruned', async () => {
    const root = repository();
    expect(await check(root, '--update-baseline')).toMatchObject({
      code: 0,
      out: 'banjia.baseline: 3 accepted, 3 new, 0 gone.\n',
    });
    const file = readFileSync(join(root, 'banjia.baseline'), 'utf8');
    expect(file.split('\n').filter((line) => /^[0-9a-f]/.test(line))).toHaveLength(3);
    expect(await check(root)).toMatchObject({
      code: 0,
      out: 'No OpenAI usage left.\nNot reported: 3 known from the baseline\n',
    });
    expect(await found(root, '--no-baseline')).toEqual(ALL);

    // Moved, reformatted, and one swapped for another.
    writeFileSync(
      join(root, 'src/client.ts'),
      CLIENT.replace(/'/g, '"').replace('\n\n', '\n\n// a comment\n\n'),
    );
    expect((await check(root)).code).toBe(0);
    writeFileSync(join(root, 'src/chat.ts'), CHAT.replace('gpt-4o', 'gpt-4-turbo'));
    expect(await found(root)).toEqual(['src/chat.ts:3 openai-node/model error']);
    const { check: result } = JSON.parse((await check(root, '--json')).out);
    expect(result.baseline).toMatchObject({
      known: 2,
      fixed: [{ rule: 'openai-node/model', file: 'src/chat.ts' }],
    });
    expect((await check(root)).out).toContain(
      '1 accepted place of the baseline is gone: banjia check --prune-baseline',
    );

    expect((await check(root, '--prune-baseline')).out).toBe('banjia.baseline: 2 accepted, 0 new, 1 gone.\n');
    expect((await check(root)).code).toBe(1);
    expect((await check(root, '--update-baseline')).out).toBe(
      'banjia.baseline: 3 accepted, 1 new, 0 gone.\n',
    );
    expect((await check(root)).code).toBe(0);
  });

  it('keeps what lies outside the paths that were named', async () => {
    const root = repository({ 'a/x.ts': CLIENT, 'b/y.ts': CLIENT });
    await check(root, '--update-baseline');
    writeFileSync(join(root, 'b/y.ts'), CLEAN);
    expect((await check(root, '--prune-baseline', 'a')).out).toBe(
      'banjia.baseline: 2 accepted, 0 new, 0 gone.\n',
    );
    expect((await check(root, '--prune-baseline')).out).toBe('banjia.baseline: 1 accepted, 0 new, 1 gone.\n');
  });

  it('is the file that the flag or the configuration names', async () => {
    const root = repository({
      'a.ts': CLIENT,
      'banjia.config.json': '{ "check": { "baseline": "ci/known.txt" } }',
    });
    expect(await check(root)).toMatchObject({
      code: 2,
      err: expect.stringContaining('no such baseline: ci/known.txt'),
    });
    mkdirSync(join(root, 'ci'));
    await check(root, '--update-baseline');
    expect((await check(root)).code).toBe(0);
    renameSync(join(root, 'ci/known.txt'), join(root, 'other.txt'));
    expect((await check(root, '--baseline', 'other.txt')).code).toBe(0);
  });

  it('stops at a merge conflict and says where', async () => {
    const root = repository({ 'a.ts': CLIENT, 'banjia.baseline': '# x\n<<<<<<< HEAD\n' });
    expect(await check(root)).toMatchObject({ code: 2, err: expect.stringContaining('banjia.baseline:2') });
  });
});

describe('scope', () => {
  it('--since reports usages on lines that changed, --whole-files all of changed files', async () => {
    const root = repository({ 'src/client.ts': CLIENT, 'src/chat.ts': CHAT, 'src/old.ts': CLIENT });
    git(root, 'checkout', '-qb', 'feature');
    writeFileSync(
      join(root, 'src/chat.ts'),
      `${CHAT}openai.responses.create({ model: 'o3', input: 'x' });\n`,
    );
    writeFileSync(join(root, 'src/old.ts'), `// a comment\n${CLIENT}`);
    commit(root);
    writeFileSync(join(root, 'src/new.ts'), CLIENT);
    const fresh = ['src/chat.ts:4 openai-node/call error', 'src/chat.ts:4 openai-node/model error'];
    expect(await found(root, '--since', 'main')).toEqual([...fresh, 'src/new.ts:3 openai-node/client error']);
    expect(await found(root, '--since', 'main', '--whole-files')).toEqual([
      ...ALL.slice(0, 2),
      ...fresh,
      'src/new.ts:3 openai-node/client error',
      'src/old.ts:4 openai-node/client error',
    ]);
    expect((await check(root, '--since', 'HEAD', 'src/chat.ts')).code).toBe(0);
    // What main did in the meantime is not ours.
    git(root, 'checkout', '-q', 'main');
    writeFileSync(join(root, 'src/client.ts'), `${CLIENT}new OpenAI();\n`);
    git(root, 'commit', '-qam', 'main goes on');
    git(root, 'checkout', '-q', 'feature');
    expect(await found(root, '--since', 'main', 'src')).toEqual([
      ...fresh,
      'src/new.ts:3 openai-node/client error',
    ]);
  });

  it('--since knows renamed files, odd names, and a root below the top of the repository', async () => {
    const root = repository({ 'apps/api/源 码.ts': CLIENT, 'apps/web/a.ts': CLIENT });
    const api = join(root, 'apps/api');
    renameSync(join(api, '源 码.ts'), join(api, '客户 端.ts'));
    expect(await found(api, '--since', 'HEAD')).toEqual(['客户 端.ts:3 openai-node/client error']);
    git(root, 'add', '-A');
    expect(await found(api, '--since', 'HEAD')).toEqual([]);
    writeFileSync(join(api, '客户 端.ts'), `${CLIENT}new OpenAI();\n`);
    expect(await found(api, '--since', 'HEAD')).toEqual(['客户 端.ts:4 openai-node/client error']);
    expect(await found(api, '--since', 'HEAD', '--whole-files')).toHaveLength(2);
  });

  it('--staged reports what the next commit changes, by the text that it will hold', async () => {
    const root = repository();
    expect((await check(root, '--staged')).code).toBe(0);
    writeFileSync(join(root, 'src/client.ts'), `${CLIENT}new OpenAI();\n`);
    expect((await check(root, '--staged')).code).toBe(0);
    git(root, 'add', '-A');
    expect(await found(root, '--staged')).toEqual(['src/client.ts:4 openai-node/client error']);
    // Taken out again on disk only: the commit still has it.
    writeFileSync(join(root, 'src/client.ts'), CLEAN);
    expect(await found(root, '--staged')).toEqual(['src/client.ts:4 openai-node/client error']);
  });

  it('says that there is no repository', async () => {
    const root = temporaryFolder({ 'a.ts': CLIENT });
    expect(await check(root, '--staged')).toMatchObject({
      code: 2,
      err: expect.stringContaining('is no git repository'),
    });
  });
});

describe('configuration', () => {
  const configured = (
    config: object,
    files: Readonly<Record<string, string>> = { 'src/client.ts': CLIENT, 'src/chat.ts': CHAT },
  ) => repository({ 'banjia.config.json': JSON.stringify({ check: config }), ...files });

  it('sets levels by rule, reason, dialect and path; the narrowest and the last win', async () => {
    expect(
      await found(configured({ severity: { 'openai-node/model': 'warning', 'openai-node/call': 'off' } })),
    ).toEqual(['src/chat.ts:3 openai-node/model warning', 'src/client.ts:3 openai-node/client error']);
    expect(
      await found(
        configured({ severity: { '*': 'info', 'run-migrate': 'warning', 'openai-node/client': 'error' } }),
      ),
    ).toEqual([
      'src/chat.ts:3 openai-node/call warning',
      'src/chat.ts:3 openai-node/model warning',
      'src/client.ts:3 openai-node/client error',
    ]);
    const overrides = [
      { files: ['src/**'], severity: { 'openai-node/*': 'warning' } },
      { files: ['src/chat.ts'], severity: { 'openai-node/call': 'info' } },
    ];
    expect(await found(configured({ overrides }))).toEqual([
      'src/chat.ts:3 openai-node/call info',
      'src/chat.ts:3 openai-node/model warning',
      'src/client.ts:3 openai-node/client warning',
    ]);
  });

  it('allows OpenAI where it is meant to stay, by files, packages and rules, and says when that is no longer needed', async () => {
    const files = {
      'packages/eval/package.json': '{ "name": "@acme/eval" }',
      'packages/eval/a.ts': CLIENT,
      'packages/api/package.json': '{ "name": "@acme/api" }',
      'packages/api/a.ts': CLIENT,
    };
    const api = 'packages/api/a.ts:3 openai-node/client error';
    expect(
      await found(configured({ allow: [{ packages: ['@acme/eval'], reason: 'compares vendors' }] }, files)),
    ).toEqual([api]);
    expect(await found(configured({ allow: ['packages/eval/**'] }, files))).toEqual([api]);
    expect(
      await found(configured({ allow: [{ files: ['packages/**'], rules: ['openai-node/call'] }] }, files)),
    ).toHaveLength(2);
    const { err, code } = await check(configured({ allow: ['packages/**', 'gone/**'] }, files));
    expect([code, err]).toEqual([0, 'warning: check.allow[1] matches nothing any more\n']);
  });

  it('counts workspaces apart', async () => {
    const files = {
      'packages/a/package.json': '{ "name": "@acme/a" }',
      'packages/a/a.ts': CLIENT,
      'packages/b/package.json': '{}',
      'packages/b/a.ts': `${CLIENT}new OpenAI();\n`,
    };
    const root = repository(files);
    const { findings } = JSON.parse((await check(root, '--json')).out);
    expect(findings.map((one: { package: string }) => one.package)).toEqual([
      '@acme/a',
      'packages/b',
      'packages/b',
    ]);
    expect((await check(root)).out).toMatch(
      /By package\n +error {3}warning {3}info\n {2}@acme\/a +1 +· +·\n {2}packages\/b +2 +· +·\n/,
    );
  });

  it('is refused with the key that is wrong', async () => {
    const cases: readonly (readonly [object, string])[] = [
      [{ failon: 'error' }, 'unknown key "failon" in check'],
      [{ failOn: 'panic' }, 'check.failOn: expected one of error, warning, info, never'],
      [{ severity: { 'a/b': 'fatal' } }, 'check.severity.a/b: expected one of error, warning, info, off'],
      [{ allow: [{ rules: ['*'] }] }, 'check.allow[0]: expected "files" or "packages"'],
      [{ maxFindings: -1 }, 'check.maxFindings: expected a number from 0'],
    ];
    for (const [config, message] of cases)
      expect(await check(configured(config))).toMatchObject({
        code: 2,
        err: expect.stringContaining(message),
      });
  });

  it('makes unused suppressions fail where it says so', async () => {
    const files = { 'a.ts': `// banjia-ignore-file openai-node/client -- gone\n${CLEAN}` };
    expect(await check(repository(files))).toMatchObject({
      code: 0,
      err: expect.stringContaining('warning: a.ts:1: unused suppression'),
    });
    expect((await check(configured({ unusedSuppressions: 'error' }, files))).code).toBe(1);
  });
});

describe('the place it runs in', () => {
  it('GitHub gets annotations and a job summary by itself, with paths of the whole repository', async () => {
    const root = repository({ 'apps/api/a.ts': CLIENT, 'apps/api/package.json': '{}' });
    const summary = join(root, 'summary.md');
    writeFileSync(summary, 'before\n');
    const env = { ...DAY, GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: summary };
    const { out, code } = banjia(root, ['check', 'apps/api'], env);
    expect(code).toBe(1);
    expect(out).toContain('a.ts:3:23  error  openai-node/client  OpenAI client\n');
    expect(out).toContain(
      '::error file=apps/api/a.ts,line=3,endLine=3,col=23,endColumn=35,title=banjia openai-node/client::OpenAI client',
    );
    expect(readFileSync(summary, 'utf8')).toMatch(/^before\n### banjia: 1 error\n/);
    expect(banjia(root, ['check', '--format', 'text'], env).out).not.toContain('::error');
  });

  it('GitLab gets a code quality report by itself', async () => {
    const root = repository();
    const { code, out } = banjia(root, ['check'], { ...DAY, GITLAB_CI: 'true' });
    expect(code).toBe(1);
    expect(out).toContain('openai-node/client');
    expect(JSON.parse(readFileSync(join(root, 'gl-code-quality-report.json'), 'utf8'))).toHaveLength(3);
  });
});

describe('--target and --fix-hint', () => {
  it('says what each would become, and what the provider refuses of what is there', async () => {
    const root = repository();
    const { findings } = JSON.parse((await check(root, '--json', '--target', 'zhipu', '--fix-hint')).out);
    expect(findings.map((one: { action: string; fix: string }) => [one.action, one.fix])).toEqual([
      // The model, and that it is not to think.
      ['rewrite', 'banjia migrate --to zhipu --write src/chat.ts'],
      ['rewrite', 'banjia migrate --to zhipu --write src/chat.ts'],
      ['rewrite', 'banjia migrate --to zhipu --write src/client.ts'],
    ]);
    const { out } = await check(root, '--fix-hint');
    expect(out).toContain('1. banjia migrate --to <provider> --dry-run src/chat.ts');
  });

  it('takes the provider of the configuration', async () => {
    const root = repository({
      'src/client.ts': CLIENT,
      'src/chat.ts': CHAT,
      'banjia.config.json': '{ "provider": "zhipu" }',
    });
    expect(JSON.parse((await check(root, '--json')).out).target).toMatchObject({ provider: 'zhipu' });
  });
});

describe('the day', () => {
  it('decides about models that end, and no other byte of the report', async () => {
    const root = repository({ '.env': 'MODEL=kimi-k2.6\n', 'a.ts': CLIENT });
    const on = async (day: string) =>
      (await check(root, '--json', '--today', day)).out.replace(/"elapsedMs": \d+/, '');
    expect(await on('2026-11-25')).toBe(await on('2026-12-30'));
    expect(await found(root, '--today', '2027-01-01')).toContain('.env:1 retired-models/model warning');
    expect(await found(root, '--today', '2026-01-01')).toContain('.env:1 retired-models/model info');
  });
});

describe('why', () => {
  const why = (root: string, ...args: readonly string[]) =>
    banjiaHere(root, ['why', '--today', TODAY, ...args]);
  const fates = async (root: string, ...args: readonly string[]) =>
    JSON.parse((await why(root, '--json', ...args)).out).answers.map(
      (one: { fate: string; step: string }) => `${one.fate} by ${one.step}`,
    );

  it('tells the fate of every place and the step that decided', async () => {
    const root = repository({
      'src/client.ts': `${CLIENT}// banjia-ignore-next-line openai-node/client -- an experiment\nnew OpenAI();\n`,
      'src/chat.ts': CHAT,
      'src/eval/a.ts': CLIENT,
      'src/broken.ts': `${CLIENT}const x = ;\n`,
      'src/plain.ts': CLEAN,
      'src/ways.ts': `${CLIENT}openai.moderations.create({ input: 'x' });\n`,
      'lib/a.min.js': CLIENT,
      'vendor/a.ts': CLIENT,
      'list.ts': "export const models = ['gpt-4o'];\n",
      '.gitignore': 'vendor/\n',
      'a.png': 'x',
      'banjia.config.json': '{ "provider": "zhipu", "check": { "allow": ["src/eval/**"] } }',
    });
    expect(await fates(root, 'src/chat.ts:3')).toEqual([
      'inventory by plan',
      'rewritten by plan',
      'rewritten by plan',
    ]);
    expect(await fates(root, 'src/client.ts:1')).toEqual(['inventory by plan']);
    expect(await fates(root, 'src/client.ts:5:1')).toEqual(['suppressed by check']);
    expect(await fates(root, 'src/eval/a.ts:3')).toEqual(['allowed by check']);
    expect(await fates(root, 'src/ways.ts:4')).toEqual(['manual by plan']);
    expect(await fates(root, 'list.ts:1')).toEqual(['manual by plan']);
    expect(await fates(root, 'src/broken.ts:3')).toEqual(['out-of-scope by parse']);
    expect(await fates(root, 'src/plain.ts:1')).toEqual(['nothing-seen by prefilter']);
    expect(await fates(root, 'src/client.ts:2')).toEqual(['nothing-seen by find']);
    expect(await fates(root, 'vendor/a.ts:3')).toEqual(['out-of-scope by discover']);
    expect(await fates(root, 'lib/a.min.js:3')).toEqual(['out-of-scope by discover']);
    expect(await fates(root, 'a.png:1')).toEqual(['out-of-scope by discover']);
    expect(await fates(root, 'none.ts:1')).toEqual(['nothing-seen by discover']);
    await check(root, '--update-baseline');
    expect(await fates(root, 'src/client.ts:3')).toEqual(['accepted by check']);
    expect((await why(root, 'src/client.ts:5')).out).toContain('a comment suppresses it: an experiment');
  });

  it('asks for a place', async () => {
    expect(await why(repository(), 'src/chat.ts')).toMatchObject({
      code: 2,
      err: expect.stringContaining('not a place: src/chat.ts'),
    });
  });
});

describe('explain', () => {
  it('knows every rule and reason, and suggests near ones', async () => {
    const root = temporaryFolder();
    expect((await banjiaHere(root, ['explain', 'openai-node/model'])).out).toContain('Model of a request');
    expect((await banjiaHere(root, ['explain', 'base-url-unknown'])).out).toContain(
      '→ Set it to its base URL',
    );
    expect((await banjiaHere(root, ['explain'])).out).toContain('retired-models/model');
    expect(
      JSON.parse((await banjiaHere(root, ['explain', 'raw-http/endpoint', '--json'])).out),
    ).toMatchObject({
      what: 'rule',
    });
    expect(await banjiaHere(root, ['explain', 'base-url'])).toMatchObject({
      code: 2,
      err: expect.stringContaining('did you mean base-url-mixed or base-url-unknown'),
    });
  });
});

describe('init', () => {
  it('writes a configuration that changes nothing, and never over another', async () => {
    const root = repository();
    const before = await found(root);
    expect((await banjiaHere(root, ['init'])).code).toBe(0);
    expect(await found(root)).toEqual(before);
    expect(await banjiaHere(root, ['init'])).toMatchObject({
      code: 2,
      err: expect.stringContaining('is there already'),
    });
    expect((await banjiaHere(root, ['init', '--force', '--to', 'glm'])).code).toBe(0);
    expect(JSON.parse(readFileSync(join(root, 'banjia.config.json'), 'utf8'))).toMatchObject({
      provider: 'zhipu',
    });
    const config = JSON.parse(readFileSync(new URL('../../src/schema/config.json', import.meta.url), 'utf8'));
    expect(
      new Ajv({ strict: false }).compile(config)(
        JSON.parse(readFileSync(join(root, 'banjia.config.json'), 'utf8')),
      ),
    ).toBe(true);
  });

  it('knows that package.json configures banjia already', async () => {
    const root = temporaryFolder({ 'package.json': '{ "banjia": {} }' });
    expect(await banjiaHere(root, ['init'])).toMatchObject({
      code: 2,
      err: expect.stringContaining('package.json configures'),
    });
    expect(await banjiaHere(root, ['init', '--to', 'nobody'])).toMatchObject({
      code: 2,
      err: expect.stringContaining('unknown provider'),
    });
  });
});
