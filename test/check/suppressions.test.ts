import { describe, expect, it } from 'vitest';
import { checkTexts, listed } from '../support/check.js';

const CLIENT = "import OpenAI from 'openai';\n";
const NOTEBOOK =
  '{ "metadata": { "kernelspec": { "language": "python" } }, "cells": [{ "cell_type": "code", "source": [\n';
const possible = { settings: { minConfidence: 'possible' } } as const;

/** One finding of one rule in each kind of file, with the comment that suppresses it. */
const FILES: readonly (readonly [file: string, rule: string, open: string, close: string, line: string])[] = [
  ['a.ts', 'openai-node/client', '//', '', `${CLIENT}§new OpenAI();\n`],
  ['a.cjs', 'openai-node/client', '/*', ' */', "const OpenAI = require('openai');\n§new OpenAI();\n"],
  ['a.tsx', 'mentions/model', '{/*', ' */}', "export const a = (\n  <p>\n    §{'gpt-4o'}\n  </p>\n);\n"],
  ['.env', 'env-files/credential', '#', '', 'A=1\n§OPENAI_API_KEY=x\n'],
  [
    'compose.yml',
    'config-files/credential',
    '#',
    '',
    'services:\n  web:\n    build: .\n    environment:\n§      OPENAI_API_KEY: x\n',
  ],
  ['netlify.toml', 'config-files/credential', '#', '', '[build.environment]\n§OPENAI_API_KEY = "x"\n'],
  ['Dockerfile', 'config-files/credential', '#', '', 'FROM node\n§ENV OPENAI_API_KEY=x\n'],
  ['run.sh', 'config-files/credential', '#', '', '§export OPENAI_API_KEY=x\n'],
  ['Makefile', 'config-files/credential', '#', '', 'run:\n§\tOPENAI_API_KEY=x node .\n'],
  ['a.ini', 'config-files/credential', ';', '', '§OPENAI_API_KEY=x\n'],
  ['main.tf', 'config-files/credential', '//', '', '§name = "OPENAI_API_KEY"\n'],
  ['a.sql', 'sql-vectors/vectors', '--', '', 'create table a (\n§  e vector(1536)\n);\n'],
  ['a.html', 'components/endpoint', '<!--', ' -->', '§<a href="https://api.openai.com/v1">x</a>\n'],
  ['a.vue', 'openai-node/client', '//', '', `<script>\n${CLIENT}§new OpenAI();\n</script>\n`],
  [
    'a.vue',
    'components/endpoint',
    '<!--',
    ' -->',
    '<template>\n§<a href="https://api.openai.com/v1"/>\n</template>\n',
  ],
  ['main.py', 'other-languages/import', '#', '', 'import os\n§from openai import OpenAI\n'],
  [
    'main.go',
    'other-languages/import',
    '//',
    '',
    'package main\n§import "github.com/sashabaranov/go-openai"\n',
  ],
  ['wrangler.jsonc', 'config-files/credential', '//', '', '{ "vars": {\n§"OPENAI_API_KEY": "x"\n} }\n'],
  ['a.prisma', 'sql-vectors/vectors', '//', '', '§e Unsupported("vector(1536)")\n'],
  ['a.graphql', 'mentions/endpoint', '#', '', '§a(url: "https://api.openai.com/v1"): Int\n'],
  [
    'a.ipynb',
    'other-languages/import',
    '"#',
    '\\n",',
    `${NOTEBOOK}"import os\\n",\n§"from openai import OpenAI"] }] }\n`,
  ],
];

describe('banjia-ignore-next-line', () => {
  it.each(FILES)('%s: %s by %s', async (file, rule, open, close, text) => {
    const comment = `${open} banjia-ignore-next-line ${rule} -- compared on purpose${close}\n`;
    const before = await checkTexts({ [file]: text.replace('§', '') }, possible);
    const after = await checkTexts({ [file]: text.replace('§', comment) }, possible);
    const others = (lines: readonly string[]) =>
      lines.map((line) => line.replace(/:\d+/, '')).filter((line) => !line.includes(rule));
    expect(
      listed(before).some((line) => line.includes(` ${rule} `)),
      listed(before).join(),
    ).toBe(true);
    expect(after.result.aside.map(({ by, note, decision }) => [by, note, decision.finding.rule])).toEqual([
      ['suppressed', 'compared on purpose', rule],
    ]);
    expect(listed(after).filter((line) => line.includes(` ${rule} `))).toEqual([]);
    expect(others(listed(after))).toEqual(others(listed(before)));
    expect(after.diagnostics).toEqual([]);
  });

  it('holds for the whole statement below, other comments and blank lines between', async () => {
    const text = `${CLIENT}// banjia-ignore-next-line openai-node/* -- one way
// a formatter broke it into lines

export const answer = await new OpenAI({
  baseURL: undefined,
}).chat.completions
  .create({
    model: 'gpt-4o',
    messages: [],
  });
`;
    expect(listed(await checkTexts({ 'a.ts': text }))).toEqual([]);
  });

  it('ends where a block begins: what is in there are other statements', async () => {
    const text = `${CLIENT}const openai = new OpenAI();
// banjia-ignore-next-line openai-node/model -- not that far
export async function ask() {
  return openai.chat.completions.create({ model: 'gpt-4o', messages: [] });
}
`;
    const { diagnostics, ...checked } = await checkTexts({ 'a.ts': text });
    expect(listed({ diagnostics, ...checked })).toContain('a.ts:5 openai-node/model error');
    expect(diagnostics.map(({ line, message }) => [line, message])).toEqual([
      [3, 'unused suppression: no finding of openai-node/model there'],
    ]);
  });

  it('names its rule: others on the line stay', async () => {
    const text = `${CLIENT}const openai = new OpenAI();\n// banjia-ignore-next-line openai-node/model\nopenai.chat.completions.create({ model: 'gpt-4o', messages: [] });\n`;
    expect(listed(await checkTexts({ 'a.ts': text }))).toEqual([
      'a.ts:2 openai-node/client error',
      'a.ts:4 openai-node/call error',
    ]);
  });

  it('is no suppression inside a text', async () => {
    const text = `${CLIENT}export const help = "// banjia-ignore-next-line *";\nnew OpenAI();\n`;
    const { diagnostics, result } = await checkTexts({ 'a.ts': text });
    expect(result.problems).toHaveLength(1);
    expect(diagnostics).toEqual([]);
  });
});

describe('banjia-ignore-file and regions', () => {
  const two = "new OpenAI();\nnew OpenAI({ baseURL: 'https://api.openai.com/v1' });\n";

  it('suppresses a rule in a whole file', async () => {
    const checked = await checkTexts({
      'a.ts': `/* banjia-ignore-file openai-node/* -- vendor comparison */\n${CLIENT}${two}`,
    });
    expect(listed(checked)).toEqual(['a.ts:4 raw-http/endpoint error']);
  });

  it('suppresses between start and end, and only there', async () => {
    const text = `${CLIENT}// banjia-ignore-start openai-node/client -- the old way\nnew OpenAI();\n// banjia-ignore-end\nnew OpenAI();\n`;
    expect(listed(await checkTexts({ 'a.ts': text }))).toEqual(['a.ts:5 openai-node/client error']);
  });

  it('nests regions and closes them by name', async () => {
    const text = `${CLIENT}// banjia-ignore-start openai-node/client
// banjia-ignore-start openai-node/call
// banjia-ignore-end openai-node/client
new OpenAI().models.list();
// banjia-ignore-end
`;
    const { diagnostics, ...checked } = await checkTexts({ 'a.ts': text });
    expect(listed({ diagnostics, ...checked })).toEqual(['a.ts:5 openai-node/client error']);
    expect(diagnostics.map(({ message }) => message)).toEqual([
      'unused suppression: no finding of openai-node/client there',
    ]);
  });
});

describe('what is wrong with a comment', () => {
  const cases: readonly (readonly [string, string, string])[] = [
    ['no rule', '// banjia-ignore-next-line', 'names no rule'],
    ['no rule, a reason', '// banjia-ignore-next-line -- because', 'names no rule'],
    ['another word', '// banjia-ignore-line openai-node/client', 'unknown comment banjia-ignore-line'],
    ['end without start', '// banjia-ignore-end', 'without a banjia-ignore-start'],
    ['start without end', '// banjia-ignore-start openai-node/call', 'without its banjia-ignore-end'],
    [
      'unused',
      '// banjia-ignore-next-line secrets/credential',
      'unused suppression: no finding of secrets/credential',
    ],
    [
      'one of two unused',
      '// banjia-ignore-next-line openai-node/client, openai-node/type',
      'no finding of openai-node/type there',
    ],
  ];

  it.each(cases)('%s is said, with its line', async (_name, comment, message) => {
    const { diagnostics } = await checkTexts({ 'a.ts': `${CLIENT}${comment}\nnew OpenAI();\n` });
    expect(
      diagnostics.some((one) => one.line === 2 && one.file === 'a.ts' && one.message.includes(message)),
    ).toBe(true);
    expect(diagnostics.every(({ severity }) => severity === 'warning')).toBe(true);
  });

  it('suppresses nothing without a reason where one is asked for', async () => {
    const files = { 'a.ts': `${CLIENT}// banjia-ignore-next-line openai-node/client\nnew OpenAI();\n` };
    expect(listed(await checkTexts(files))).toEqual([]);
    const strict = await checkTexts(files, { settings: { requireReason: true } });
    expect(listed(strict)).toEqual(['a.ts:3 openai-node/client error']);
    expect(strict.diagnostics.map(({ message }) => message)[0]).toContain('gives no reason');
  });

  it('counts unused ones as errors, or not at all, as the configuration says', async () => {
    const files = { 'a.ts': '// banjia-ignore-file openai-node/client -- gone\nexport const a = 1;\n' };
    const severities = async (unusedSuppressions: 'error' | 'warning' | 'off') =>
      (await checkTexts(files, { settings: { unusedSuppressions } })).diagnostics.map(
        ({ severity }) => severity,
      );
    expect([await severities('error'), await severities('warning'), await severities('off')]).toEqual([
      ['error'],
      ['warning'],
      [],
    ]);
  });
});
