import { expect, it } from 'vitest';
import { syntaxError } from '../src/pipeline/parse.js';
import { acmeTarget } from './support/acme.js';
import { planTexts } from './support/pipeline.js';
import { random } from './support/random.js';

/*
 * Client and request shapes in random layout. What must hold for any of them: the result parses, no comment is lost, a
 * second run plans nothing, nothing outside the edits changes, and what went in with one end of line comes out with it.
 */

const OPTIONS = [
  'apiKey: process.env.OPENAI_API_KEY',
  "apiKey: process.env['OPENAI_API_KEY']!",
  'apiKey: process.env.OPENAI_API_KEY ?? undefined',
  'apiKey',
  "organization: 'org'",
  'project: process.env.PROJECT',
  'timeout: 1000',
  "baseURL: 'https://api.openai.com/v1'",
  'maxRetries: 2',
  'defaultHeaders: { a: "b" }',
];

const BODY = [
  "model: 'gpt-4o'",
  'model: MODEL',
  'temperature: 1.7',
  'max_completion_tokens: 10',
  'max_completion_tokens',
  "messages: [{ role: 'developer', content: 'x' }]",
  'messages: []',
  'seed: 1',
  'stream: false',
];

it('holds for random layouts', async () => {
  const next = random(20261124);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)] as T;
  for (let round = 0; round < 300; round += 1) {
    const { text, eol } = program(next, pick);
    const planned = await planTexts({ 'a.ts': text }, acmeTarget);
    const after = planned.after.get('a.ts') ?? '';
    expect(syntaxError('a.ts', after), after).toBeUndefined();
    expect(after.match(/\/\*c\d+\*\/|\/\/c\d+/g), after).toEqual(text.match(/\/\*c\d+\*\/|\/\/c\d+/g));
    expect(after.startsWith('\uFEFF')).toBe(text.startsWith('\uFEFF'));
    if (eol === '\r\n') expect(after.replaceAll('\r\n', '')).not.toContain('\n');
    else expect(after).not.toContain('\r');
    for (const decision of planned.decisions) expect(decision.reason, after).not.toBe('edit-failed');
    expect(after).toContain('https://api.acme.test/paas/v4');
    expect(after).not.toMatch(/organization|project:|api\.openai\.com/);
    expect((await planTexts({ 'a.ts': after }, acmeTarget)).changes, after).toEqual([]);
  }
});

function program(next: () => number, pick: <T>(list: readonly T[]) => T): { text: string; eol: string } {
  const eol = pick(['\n', '\r\n']);
  const indent = pick(['  ', '\t', '    ']);
  let comments = 0;
  const comment = () => {
    comments += 1;
    return next() < 0.5 ? ` /*c${comments}*/` : '';
  };
  const lineComment = () => {
    comments += 1;
    return ` //c${comments}`;
  };
  const object = (members: readonly string[]): string => {
    if (members.length === 0) return '{}';
    if (next() < 0.5) return `{ ${members.map((one) => one + comment()).join(', ')}${pick([' ', ', '])}}`;
    const lines = members.map((one, index) => {
      const last = index === members.length - 1;
      const tail = next() < 0.3 ? lineComment() : '';
      return `${indent}${one}${last && next() < 0.5 ? '' : ','}${tail}`;
    });
    return `{${eol}${lines.join(eol)}${eol}}`;
  };
  const some = (list: readonly string[]) =>
    distinct(list.filter(() => next() < 0.5).sort(() => next() - 0.5));
  const options = next() < 0.2 ? '' : object(some(OPTIONS));
  const body = object(distinct(["model: 'gpt-4o-mini'", ...some(BODY)]).sort(() => next() - 0.5));
  const lines = [
    "import OpenAI from 'openai';",
    'const apiKey = process.env.OPENAI_API_KEY;',
    "const MODEL = 'gpt-4o';",
    'const max_completion_tokens = 5;',
    `const openai = new OpenAI(${options});${comment()}`,
    `export const answer = openai.chat.completions.create(${body});`,
  ];
  return { text: (next() < 0.2 ? '\uFEFF' : '') + lines.join(eol) + pick(['', eol]), eol };
}

/** The first of each property. */
function distinct(members: readonly string[]): string[] {
  const seen = new Set<string>();
  return members.filter((member) => {
    const name = member.split(':')[0] ?? member;
    if (seen.has(name)) return false;
    seen.add(name);
    return true;
  });
}
