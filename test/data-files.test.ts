import { parseTOML } from 'toml-eslint-parser';
import { describe, expect, it } from 'vitest';
import { parse as parseYaml } from 'yaml';
import { readData } from '../src/data/index.js';
import { applyEdits } from '../src/pipeline/edits.js';
import { dataFiles } from '../src/virtual/data.js';
import type { VirtualFile } from '../src/virtual/virtual-file.js';

const YAML = `\uFEFF# models
base: &base
  model: gpt-4o   # plain
  'quoted key': "gpt-4o\\tx"
all:
  <<: *base
  list: [gpt-4o, 'it''s', "b"]
  nested: { a: gpt-4, b: ~ }
  - : x
`.replace('  - : x\n', '');
const TOML = `# models
top = "gpt-4o"
[a.b]
model = 'gpt-4o' # literal
list = ["x", 'y', 1_000]
inline = { deep.er = "gpt-4" }
[[rows]]
name = "one"
[[rows]]
name = "two"
[a]
"quoted key" = "z"
`;
const IDS = ['acme-large', 'vendor/Model-V4:free', 'a: b # c', "it's", '5.3', 'true', 'a, b', '日本'];

describe.each([
  ['a.yaml', YAML],
  ['crlf.yml', YAML.replaceAll('\n', '\r\n')],
  ['a.toml', TOML],
])('%s', (file, text) => {
  const [data] = dataFiles({ file, text });

  it('says the same as the file', () => {
    expect(data && JSON.parse(data.text)).toEqual(meaning(file, text));
  });

  it('writes any text in place of any other, and nothing else', () => {
    const { mapping } = data as VirtualFile;
    for (const literal of (data as VirtualFile).text.matchAll(/(?<=[:[,])"(?:[^"\\]|\\.)*"/g)) {
      const at = { start: literal.index, end: literal.index + literal[0].length };
      const place = mapping?.span(at) ?? { start: 0, end: 0 };
      for (const id of IDS) {
        const edit = mapping?.edit({ file: 'x', ...at, text: `'${id.replaceAll("'", '')}'` });
        if (!edit) throw new Error(literal[0]);
        expect([edit.start, edit.end]).toEqual([place.start, place.end]);
        const after = applyEdits(text, [edit]);
        const [expected] = dataFiles({ file, text: after });
        expect(JSON.parse((expected as VirtualFile).text)).toEqual(meaning(file, after));
        expect((expected as VirtualFile).text, after).toContain(JSON.stringify(id.replaceAll("'", '')));
      }
    }
  });

  it('does not write between values', () => {
    expect(data?.mapping?.edit({ file: 'x', start: 0, end: 1, text: 'x' })).toBeUndefined();
  });
});

it('reads nothing of what does not parse', () => {
  expect(readData('a.yaml', 'a: {{ .Values.x }}\nb: "')).toBeUndefined();
  expect(readData('a.toml', 'a =')).toBeUndefined();
  expect(readData('a.json', '{"a":')).toBeUndefined();
  expect(readData('a.yaml', '')).toEqual([]);
});

function meaning(file: string, text: string): unknown {
  if (!file.endsWith('.toml')) return parseYaml(text, { merge: true });
  return JSON.parse(JSON.stringify(tomlValue(parseTOML(text))));
}

/** What the parser itself makes of the text, by its own way of resolving keys. */
function tomlValue(program: ReturnType<typeof parseTOML>): unknown {
  const root: Record<string, unknown> = {};
  const put = (path: readonly (string | number)[], value: unknown): void => {
    let at: Record<string | number, unknown> = root;
    path.slice(0, -1).forEach((key, index) => {
      at[key] ??= typeof path[index + 1] === 'number' ? [] : {};
      at = at[key] as Record<string | number, unknown>;
    });
    at[path.at(-1) ?? ''] = value;
  };
  for (const node of program.body[0].body) {
    const prefix = node.type === 'TOMLTable' ? node.resolvedKey : [];
    for (const entry of node.type === 'TOMLTable' ? node.body : [node])
      for (const [path, value] of flat(entry)) put([...prefix, ...path], value);
  }
  return root;
}

type KeyValue = Extract<ReturnType<typeof parseTOML>['body'][0]['body'][number], { type: 'TOMLKeyValue' }>;

function flat(entry: KeyValue): [string[], unknown][] {
  const path = entry.key.keys.map((key) => (key.type === 'TOMLBare' ? key.name : key.value));
  const { value } = entry;
  if (value.type === 'TOMLInlineTable')
    return value.body.flatMap((one) =>
      flat(one).map(([rest, inner]): [string[], unknown] => [[...path, ...rest], inner]),
    );
  if (value.type === 'TOMLArray')
    return [[path, value.elements.map((one) => (one.type === 'TOMLValue' ? one.value : null))]];
  return [[path, value.value]];
}
