import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { banjia } from '../support/cli.js';
import { temporaryFolder } from '../support/folder.js';

const CONFIG = JSON.stringify({
  provider: 'acme',
  providers: [
    {
      id: 'acme',
      name: 'Acme',
      baseURL: 'https://api.acme.test/v4',
      keyVariable: 'ACME_API_KEY',
      models: { flagship: 'acme-large', small: 'acme-small' },
    },
  ],
});

const CHAT = `import OpenAI from 'openai';

const openai = new OpenAI();

export const ask = () => openai.chat.completions.create({ model: 'gpt-4o', messages: [] });
`;

const MOVED = CHAT.replace(
  'new OpenAI()',
  "new OpenAI({ apiKey: process.env.ACME_API_KEY ?? '', baseURL: 'https://api.acme.test/v4' })",
).replace('gpt-4o', 'acme-large');

const repository = (files: Readonly<Record<string, string | Buffer>> = {}) => {
  const root = temporaryFolder({ 'banjia.config.json': CONFIG, 'src/chat.ts': CHAT, ...files });
  execFileSync('git', ['init', '-q', root]);
  execFileSync('git', ['-C', root, 'add', '-A']);
  execFileSync('git', ['-C', root, '-c', 'user.name=t', '-c', 'user.email=t@t', 'commit', '-qm', 'x']);
  return root;
};
const chat = (root: string) => readFileSync(join(root, 'src/chat.ts'), 'utf8');

describe('migrate', () => {
  it('shows the change and writes nothing, with and without --dry-run', () => {
    const root = repository();
    for (const flags of [[], ['--dry-run'], ['--dry'], ['-n']]) {
      const { code, out, err } = banjia(root, ['migrate', '--to', 'acme', ...flags]);
      expect({ code, err }).toEqual({ code: 0, err: '' });
      expect(out).toContain(
        "-const openai = new OpenAI();\n+const openai = new OpenAI({ apiKey: process.env.ACME_API_KEY ?? ''",
      );
      expect(chat(root)).toBe(CHAT);
    }
  });

  it('writes with --write, finds nothing to do the second time, and check agrees', () => {
    const root = repository();
    expect(banjia(root, ['check']).code).toBe(1);
    expect(banjia(root, ['migrate', '--write'])).toMatchObject({
      code: 0,
      err: 'Wrote 1 file. `banjia undo` takes it back.\n',
    });
    expect(chat(root)).toBe(MOVED);
    const again = banjia(root, ['migrate', '--force', '--write', '--json']);
    expect(JSON.parse(again.out).findings.filter((one: { action: string }) => one.action !== 'none')).toEqual(
      [],
    );
    expect(banjia(root, ['check'])).toEqual({ code: 0, out: 'No OpenAI usage left.\n', err: '' });
    expect(banjia(root, ['undo']).out).toBe('Took back 1 file:\n  src/chat.ts\n');
    expect(chat(root)).toBe(CHAT);
  });

  it('gives a patch that git apply takes', () => {
    const root = repository();
    expect(banjia(root, ['migrate', '--to', 'acme', '--patch', 'move.patch']).code).toBe(0);
    expect(chat(root)).toBe(CHAT);
    execFileSync('git', ['-C', root, 'apply', 'move.patch']);
    expect(chat(root)).toBe(MOVED);
  });

  it('maps a model the way it is told', () => {
    const root = repository();
    banjia(root, ['migrate', '--write', '--model', 'gpt-4o=acme-next']);
    expect(chat(root)).toContain("model: 'acme-next'");
  });

  it('sends embeddings elsewhere, guards values and repeats what it was told', () => {
    const rich = `import OpenAI from 'openai';
const openai = new OpenAI();
export const ask = (temperature: number) => openai.chat.completions.create({ model: 'gpt-4o', temperature, messages: [] });
export const embed = (input: string) => openai.embeddings.create({ model: 'text-embedding-3-small', input });
`;
    const root = repository({ 'src/chat.ts': rich });
    const flags = ['--to', 'zhipu', '--guard-values', '--embeddings', 'siliconflow'];
    const { out: stdout } = banjia(root, ['migrate', '--dry-run', ...flags]);
    expect(stdout).toContain('OpenAI → Zhipu AI (zhipu, cn)\n  embeddings → SiliconFlow (siliconflow, cn)');
    expect(stdout).toContain('temperature == null ? temperature : Math.min(temperature, 1)');
    expect(stdout).toContain("openaiEmbeddings.embeddings.create({ model: 'Qwen/Qwen3-Embedding-4B'");
    expect(stdout).toContain('banjia migrate --to zhipu --embeddings siliconflow --guard-values --write');
    expect(stdout).toContain('Set SILICONFLOW_API_KEY where OPENAI_API_KEY was set');
    const { target } = JSON.parse(banjia(root, ['migrate', '--json', ...flags]).out);
    expect(target.routes).toEqual({ embeddings: { provider: 'siliconflow', region: 'cn' } });
  });

  it('changes only what is named, and reads the rest for its proof', () => {
    const caller =
      "import { ask } from './chat.js';\nimport { openai } from './client.js';\nask();\nopenai.chat.completions.create({ model: 'gpt-4o-mini', messages: [] });\n";
    const client = "import OpenAI from 'openai';\nexport const openai = new OpenAI();\n";
    const root = repository({ 'src/caller.ts': caller, 'src/client.ts': client });
    for (const path of ['src/caller.ts', 'src/call*.ts']) {
      const { findings } = JSON.parse(banjia(root, ['migrate', '--json', path]).out);
      expect(new Set(findings.map((one: { file: string }) => one.file))).toEqual(new Set(['src/caller.ts']));
    }
    expect(banjia(root, ['migrate', '--write', 'src/caller.ts']).code).toBe(0);
    expect(readFileSync(join(root, 'src/caller.ts'), 'utf8')).toBe(
      caller.replace('gpt-4o-mini', 'acme-small'),
    );
    expect(readFileSync(join(root, 'src/client.ts'), 'utf8')).toBe(client);
  });

  it('refuses to write over uncommitted changes, says which, and takes --force', () => {
    const root = repository();
    writeFileSync(join(root, 'src/chat.ts'), `${CHAT}// mine\n`);
    const refused = banjia(root, ['migrate', '--write']);
    expect(refused).toMatchObject({ code: 2, err: expect.stringContaining('src/chat.ts') });
    expect(chat(root)).toBe(`${CHAT}// mine\n`);
    expect(banjia(root, ['migrate', '--write', '--force']).code).toBe(0);
    expect(chat(root)).toBe(`${MOVED}// mine\n`);
  });

  it('writes nothing when one file is read-only', () => {
    const root = repository({ 'src/other.ts': CHAT });
    chmodSync(join(root, 'src/other.ts'), 0o444);
    expect(banjia(root, ['migrate', '--write'])).toMatchObject({
      code: 2,
      err: expect.stringContaining('src/other.ts is read-only'),
    });
    expect(chat(root)).toBe(CHAT);
  });

  it('leaves a broken file alone, says so, and does the rest', () => {
    const root = repository({ 'src/broken.ts': `${CHAT}const x = ;\n` });
    const { code, err } = banjia(root, ['migrate', '--write']);
    expect(code).toBe(0);
    expect(err).toContain('src/broken.ts: syntax error at 6:11');
    expect(chat(root)).toBe(MOVED);
    expect(readFileSync(join(root, 'src/broken.ts'), 'utf8')).toBe(`${CHAT}const x = ;\n`);
  });
});

describe('bad input', () => {
  const cases: readonly (readonly [string, readonly string[], string])[] = [
    ['unknown provider', ['migrate', '--to', 'acm'], 'unknown provider "acm"; did you mean acme'],
    ['no provider', ['migrate', '--config', 'empty.json'], 'no target provider given'],
    ['unknown region', ['migrate', '--to', 'acme', '--region', 'mars'], 'acme has no region "mars"'],
    ['unknown option', ['migrate', '--to', 'acme', '--dryrun'], "unknown option '--dryrun'"],
    ['unknown option of the bare command', ['--wirte'], "unknown option '--wirte'"],
    ['contradiction', ['migrate', '--to', 'acme', '--write', '--dry-run'], 'exclude each other'],
    ['missing path', ['scan', 'nowhere'], 'no such file or folder: nowhere'],
    ['missing folder', ['scan', '--cwd', 'nowhere'], 'no such folder'],
    ['missing configuration', ['scan', '--config', 'none.json'], 'no such file'],
    ['bad model', ['migrate', '--to', 'acme', '--model', 'gpt-4o'], 'expected old=new'],
    ['bad base URL', ['migrate', '--to', 'acme', '--base-url', 'nonsense'], 'not a URL: nonsense'],
    ['unknown key', ['scan', '--config', 'typo.json'], 'unknown key "modles"'],
    ['wrong type', ['scan', '--config', 'type.json'], 'type.json: ignore: expected a list'],
    ['not JSON', ['scan', '--config', 'syntax.json'], 'syntax.json:2:1: not JSON'],
    ['nothing to undo', ['undo'], 'there is no write to take back'],
  ];

  it.each(cases)('%s: one message, exit 2', (_name, args, message) => {
    const root = repository({
      'empty.json': '{}',
      'typo.json': '{ "modles": {} }',
      'type.json': '{ "ignore": "x" }',
      'syntax.json': '{ "provider":\n}',
    });
    const { code, out, err } = banjia(root, args);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(message);
    expect(err).not.toMatch(/\n\s+at /);
    expect(chat(root)).toBe(CHAT);
  });
});

describe('output', () => {
  it('prints one document with --json and nothing else', () => {
    const root = repository();
    const { code, out, err } = banjia(root, ['migrate', '--json']);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(JSON.parse(out)).toMatchObject({
      schemaVersion: 1,
      command: 'migrate',
      target: { provider: 'acme' },
    });
  });

  it('colours only when told to without a terminal', () => {
    const root = repository();
    const colour = '\u001b[';
    expect(banjia(root, ['scan']).out).not.toContain(colour);
    expect(banjia(root, ['scan'], { FORCE_COLOR: '1' }).out).toContain(colour);
    expect(banjia(root, ['scan'], { NO_COLOR: '1' }).out).not.toContain(colour);
  });

  it('sums up and suggests when nothing is said, and never writes', () => {
    const root = repository();
    const { code, out } = banjia(root, []);
    expect(code).toBe(0);
    expect(out).toContain('banjia migrate --to acme --dry-run');
    expect(chat(root)).toBe(CHAT);
    expect(existsSync(join(root, '.git/banjia'))).toBe(false);
  });

  it('speaks Chinese where the locale does', () => {
    expect(banjia(repository(), [], { LANG: 'zh_CN.UTF-8' }).out).toContain('依赖 OpenAI 的位置');
  });

  it('needs no parser where nothing mentions OpenAI', () => {
    const root = temporaryFolder({ 'a.ts': 'export const a = 1;\n' });
    const { out } = banjia(root, ['scan', '--json']);
    expect(JSON.parse(out)).toMatchObject({ findings: [], stats: { filesRead: 1, filesParsed: 0 } });
  });
});
