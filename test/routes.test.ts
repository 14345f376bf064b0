import { describe, expect, it } from 'vitest';
import type { ResolvedTarget } from '../src/plan/target.js';
import type { OperationFact, ParameterRule } from '../src/providers/types.js';
import { acme, acmeTarget } from './support/acme.js';
import { planTexts } from './support/pipeline.js';

/* Which way a request of the Responses API goes at targets that have one, have it elsewhere, or for some models only. */

const said = { source: 'https://docs.acme.test', checked: '2026-11-22' } as const;
const ELSEWHERE = { value: 'differs', baseURL: 'https://api.acme.test/v1', models: ['acme-large'] } as const;

function targetWith(
  responses: Omit<OperationFact, 'source' | 'checked'>,
  rules: readonly ParameterRule[] = [],
  more: Partial<ResolvedTarget> = {},
): ResolvedTarget {
  const provider = {
    ...acme,
    operations: { ...acme.operations, responses: { ...responses, ...said } },
    parameters: { ...acme.parameters, responses: rules },
  };
  return { ...acmeTarget, provider, ...more };
}

function program(body: string, options = ''): Record<string, string> {
  return { 'main.ts': `import OpenAI from 'openai';\nconst openai = new OpenAI(${options});\n${body}\n` };
}

const ASK = (model: string) =>
  `export const ask = async () => (await openai.responses.create({ model: '${model}', input: 'x' })).output_text;`;
const STATEFUL = `export const next = async (previous_response_id: string) =>
  (await openai.responses.create({ model: 'gpt-4o', input: 'x', previous_response_id })).output_text;`;
const CHAT = `export const chat = () => openai.chat.completions.create({ model: 'gpt-4o', messages: [] });`;

async function plan(texts: Record<string, string>, target: ResolvedTarget) {
  const planned = await planTexts(texts, target);
  const manual = planned.decisions
    .filter(({ action }) => action === 'manual')
    .map(({ finding, reason }) => `${finding.kind} ${reason}`);
  return { after: planned.after.get('main.ts') ?? '', manual };
}

describe('a target with the Responses API', () => {
  it('keeps it, with its base URL and its models', async () => {
    const { after, manual } = await plan(program(ASK('gpt-4o-mini')), targetWith({ value: 'yes' }));
    expect(after).toContain("responses.create({ model: 'acme-small', input: 'x' })).output_text");
    expect(after).toContain(`baseURL: '${acmeTarget.baseURL}'`);
    expect(manual).toEqual([]);
  });

  it('names tools and state that are not known to work there', async () => {
    const tools = `export const tools = () => openai.responses.create({ model: 'gpt-4o', input: 'x',
      tools: [{ type: 'web_search' }, { type: 'mcp', server_label: 'a' }] });`;
    const rules: ParameterRule[] = [
      { parameter: 'tools[].type', status: 'values', values: ['function', 'web_search'], ...said },
    ];
    const { after, manual } = await plan(
      program(`${tools}\n${STATEFUL}`),
      targetWith({ value: 'yes' }, rules),
    );
    expect(after).toContain('responses.create');
    expect(manual).toEqual(['unsupported openai-tool', 'parameter kept-state']);
  });

  it('says nothing of state that is documented', async () => {
    const rules: ParameterRule[] = [{ parameter: 'previous_response_id', status: 'supported', ...said }];
    const { manual } = await plan(program(STATEFUL), targetWith({ value: 'yes' }, rules));
    expect(manual).toEqual([]);
  });
});

describe('a target with the Responses API at an address of its own', () => {
  it('points a client there that is used for nothing else', async () => {
    const { after, manual } = await plan(program(`${ASK('gpt-4o')}`), targetWith(ELSEWHERE));
    expect(after).toContain("baseURL: 'https://api.acme.test/v1'");
    expect(after).toContain("responses.create({ model: 'acme-large'");
    expect(manual).toEqual([]);
  });

  it('replaces a base URL that is written out', async () => {
    const options = "{ apiKey: process.env.OPENAI_API_KEY, baseURL: 'https://api.openai.com/v1' }";
    const { after } = await plan(program(ASK('gpt-4o'), options), targetWith(ELSEWHERE));
    expect(after).toContain("baseURL: 'https://api.acme.test/v1' }");
  });

  it.each([
    ['the client is used for chat, too', program(`${ASK('gpt-4o')}\n${CHAT}`), targetWith(ELSEWHERE)],
    ['its model is not served there', program(ASK('gpt-4o-mini')), targetWith(ELSEWHERE)],
    [
      'the user gave another base URL',
      program(ASK('gpt-4o')),
      targetWith(ELSEWHERE, [], { baseURL: 'https://own.test/v1' }),
    ],
    [
      'the address comes from a variable',
      program(ASK('gpt-4o'), '{ baseURL: process.env.OPENAI_BASE_URL }'),
      targetWith(ELSEWHERE),
    ],
    [
      'it is served in another region',
      program(ASK('gpt-4o')),
      targetWith({ ...ELSEWHERE, regions: ['intl'] }),
    ],
  ])('converts where %s', async (_why, texts, target) => {
    const { after, manual } = await plan(texts, target);
    expect(after).toContain("chat.completions.create({ model: 'acme-");
    expect(after).not.toContain('responses.create');
    expect(after).not.toContain('api.acme.test/v1');
    expect(manual).toEqual([]);
  });

  it('leaves to a person what can neither stay nor be converted', async () => {
    const { after, manual } = await plan(program(`${STATEFUL}\n${CHAT}`), targetWith(ELSEWHERE));
    expect(after).toContain('responses.create');
    expect(after).toContain(`baseURL: '${acmeTarget.baseURL}'`);
    expect(manual).toContain('unsupported protocol-not-spoken');
    expect(manual).toContain('parameter kept-state');
  });
});

describe('a target that has the Responses API for some models only', () => {
  it('keeps it for those and converts the rest', async () => {
    const target = targetWith({ value: 'differs', models: ['acme-large'] });
    const { after } = await plan(
      program(`${ASK('gpt-4o')}\n${ASK('gpt-4o-mini').replace('ask', 'small')}`),
      target,
    );
    expect(after).toContain("responses.create({ model: 'acme-large'");
    expect(after).toContain("chat.completions.create({ model: 'acme-small'");
  });
});

it('converts where nobody knows whether the target has it', async () => {
  const { after, manual } = await plan(program(ASK('gpt-4o')), targetWith({ value: 'unknown' }));
  expect(after).toContain('chat.completions.create');
  expect(manual).toEqual([]);
});

describe('a tool that OpenAI runs', () => {
  const search = (tool: string) => `export const ask = async () => (await openai.responses.create({
    model: 'gpt-4o', input: 'x', tools: [${tool}, { type: 'function', name: 'own', parameters: {}, strict: null }],
  })).output_text;`;
  const target = targetWith({ value: 'no' });
  const extras = [
    {
      parameter: 'tools[].search',
      description: 'a search',
      hosted: { tools: ['web_search'], element: "{ type: 'acme_search' }" },
      ...said,
    },
  ];
  const searching = { ...target, provider: { ...target.provider, extras } };

  it('becomes the one of the target where it has an equal', async () => {
    const { after, manual } = await plan(program(search("{ type: 'web_search' }")), searching);
    expect(after).toContain(
      "tools: [{ type: 'acme_search' } as never, { type: 'function', function: { name: 'own'",
    );
    expect(manual).toEqual([]);
  });

  it('is left to a person where more is said of it', async () => {
    const tool = "{ type: 'web_search', search_context_size: 'low' }";
    const { after, manual } = await plan(program(search(tool)), searching);
    expect(after).toContain('responses.create');
    expect(manual).toContain('unsupported openai-tool');
  });
});

it('leaves a client alone whose only request cannot be converted', async () => {
  const { after, manual } = await plan(program(STATEFUL), targetWith({ value: 'no' }));
  expect(after).toContain('new OpenAI()');
  expect(manual).toContain('client nothing-to-serve');
  expect(manual).toContain('unsupported protocol-not-spoken');
});

it('converts nothing of a client that is left to a person', async () => {
  const texts = program(ASK('gpt-4o'), '{ baseURL: process.env.PROXY_URL }');
  const { after, manual } = await plan(texts, targetWith({ value: 'no' }));
  expect(after).toBe(texts['main.ts']);
  expect(manual).toContain('response client-by-hand');
});

describe('requests by plain HTTP', () => {
  const HEADERS = "headers: { Authorization: 'Bearer ' + process.env.OPENAI_API_KEY }";
  const plain = (model: string) =>
    `export const ask = () => fetch('https://api.openai.com/v1/responses', { method: 'POST', ${HEADERS},
      body: JSON.stringify({ model: '${model}', input: 'x' }) });`;

  it('go to the address that the target has for their protocol', async () => {
    const { after, manual } = await plan({ 'main.ts': plain('gpt-4o') }, targetWith(ELSEWHERE));
    expect(after).toContain("fetch('https://api.acme.test/v1/responses'");
    expect(after).toContain("model: 'acme-large'");
    expect(manual).toEqual([]);
  });

  it('stay whole where it is for other models, or nowhere', async () => {
    for (const [target, model] of [
      [targetWith(ELSEWHERE), 'gpt-4o-mini'],
      [targetWith({ value: 'no' }), 'gpt-4o'],
    ] as const) {
      const { after, manual } = await plan({ 'main.ts': plain(model) }, target);
      expect(after).toBe(plain(model));
      expect(manual).toContain('endpoint nothing-to-serve');
    }
  });

  it('stay where a piece of the address is shared with requests that go elsewhere', async () => {
    const text = `const BASE = 'https://api.openai.com/v1';
const post = (path: string, body: object) => fetch(BASE + path, { method: 'POST', ${HEADERS}, body: JSON.stringify(body) });
export const chat = () => post('/chat/completions', { model: 'gpt-4o', messages: [] });
export const ask = () => post('/responses', { model: 'gpt-4o', input: 'x' });
`;
    const { after, manual } = await plan({ 'main.ts': text }, targetWith(ELSEWHERE));
    expect(after).toBe(text);
    expect(manual).toContain('endpoint address-shared');
  });
});
