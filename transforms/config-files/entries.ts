import {
  type DataEntry,
  type DataMap,
  type DataNode,
  type DataScalar,
  entryOf,
  innerSpan,
  textOf,
} from '../../src/data/tree.js';
import type { Span } from '../../src/finding.js';
import type { SettingSource } from '../../src/sites.js';
import { readValue } from './values.js';

/** A place that sets a variable of the environment of some program. */
export interface Entry {
  readonly name: string;
  /** The name alone. */
  readonly nameSpan: Span;
  /** All of it: what a second one beside it would be a copy of. */
  readonly span: Span;
  readonly source: SettingSource;
  /** The text written out as its value, quotes included. */
  readonly literal: Span | null;
  /** How a second one is put beside it: as lines of its own, behind a comma, or not at all. */
  readonly layout: 'lines' | 'flow' | 'alone';
}

/** Keys whose entries are variables: `env`, `environment`, `envVars`, `globalEnv`, `vars`, `stringData`, `args` of a build. */
const HOLDERS =
  /^(?:(?:x-)?[\w-]*env(?:ironment)?(?:[_-]?(?:vars?|variables|secrets))?|[\w-]*env-?variables|vars|variables|secrets|stringData|build[_-]?args|containerEnv|remoteEnv|(?:global)?[pP]assThroughEnv)$/i;
/** The same where only what stands around it tells. */
const GUARDED: Readonly<Record<string, RegExp>> = {
  args: /^build$/,
  data: /^(?:Secret|ConfigMap|SealedSecret)$/,
};
const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;
const CONSTANT = /^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$/;

/** Every variable that the documents of a file set for a program. */
export function entriesIn(text: string, documents: readonly DataNode[]): Entry[] {
  return documents.flatMap((document) => new Walk(text, textOf(document, 'kind') ?? '').node(document, []));
}

class Walk {
  private readonly text: string;
  private readonly kind: string;

  constructor(text: string, kind: string) {
    this.text = text;
    this.kind = kind;
  }

  node(node: DataNode, path: readonly string[]): Entry[] {
    if (node.kind === 'list') return node.items.flatMap((item) => this.item(item, path, layoutOf(node.flow)));
    if (node.kind === 'scalar') return [];
    return [
      ...this.named(node, path),
      ...node.entries.flatMap((entry) => this.entry(entry, path, node.flow)),
    ];
  }

  private entry(entry: DataEntry, path: readonly string[], inFlow: boolean): Entry[] {
    const { key, value } = entry;
    const name = String(key.value);
    const below = this.node(value, [...path, name]);
    const own = this.holds(path) && NAME.test(name) ? [this.keyed(entry, name, inFlow)] : [];
    // `{ "env": "NAME" }`: a list of one.
    const alone =
      value.kind === 'scalar' && this.holds([...path, name])
        ? this.item(value, [...path, name], 'alone')
        : [];
    return [...own, ...alone, ...below];
  }

  private keyed({ key, value, start, end }: DataEntry, name: string, inFlow: boolean): Entry {
    return {
      name,
      nameSpan: innerSpan(key),
      span: { start, end },
      layout: layoutOf(inFlow),
      ...this.given(value, name),
    };
  }

  /** `- NAME=value`, `- NAME`, `"NAME"` in a list. */
  private item(node: DataNode, path: readonly string[], layout: Entry['layout']): Entry[] {
    if (node.kind !== 'scalar') return this.node(node, path);
    if (!this.holds(path) || typeof node.value !== 'string') return [];
    if (node.style === 'block') return this.linesOf(node);
    const { start, end } = innerSpan(node);
    const entry = this.assigned(start, end);
    return entry ? [{ ...entry, span: { start: node.start, end: node.end }, layout }] : [];
  }

  /** `env_vars: |` with a line `NAME=value` for each variable. */
  private linesOf({ start, end }: Span): Entry[] {
    return [
      ...this.text.slice(start, end).matchAll(/^[ \t]+([A-Z_][A-Z0-9_]*(?:=[^\r\n]*)?)[ \t]*$/gm),
    ].flatMap((match) => {
      const at = start + match.index + match[0].indexOf(match[1] ?? '');
      const entry = this.assigned(at, at + (match[1] ?? '').length);
      return entry ? [{ ...entry, layout: 'lines' as const }] : [];
    });
  }

  /** `NAME=value` or `NAME` alone. */
  private assigned(start: number, end: number): Entry | undefined {
    const [, name = '', value] =
      /^([A-Za-z_][A-Za-z0-9_]*)(?:=([\s\S]*))?$/.exec(this.text.slice(start, end)) ?? [];
    if (!name || (value === undefined && !CONSTANT.test(name))) return undefined;
    const at = start + name.length + 1;
    const read = value === undefined ? null : readValue(value, name);
    return {
      name,
      nameSpan: { start, end: start + name.length },
      span: { start, end },
      source: read?.source ?? 'none',
      literal: read?.literal ? { start: at + read.literal.start, end: at + read.literal.end } : null,
      layout: 'lines',
    };
  }

  /** `- name: NAME` with `value` or `valueFrom`, `- key: NAME` with `sync`: Kubernetes, Render, ECS. */
  private named(map: DataMap, path: readonly string[]): Entry[] {
    const key = map.entries.find(({ key: { value } }) =>
      /^(?:name|key|variable)$/i.test(String(value)),
    )?.value;
    if (key?.kind !== 'scalar' || typeof key.value !== 'string' || !CONSTANT.test(key.value)) return [];
    const value = entryOf(map, 'value') ?? entryOf(map, 'Value');
    const from = entryOf(map, 'valueFrom');
    if (!this.holds(path) && !value && !from) return [];
    const given = from ? this.taken(from, key.value) : this.given(value ?? EMPTY, key.value);
    return [
      {
        name: key.value,
        nameSpan: innerSpan(key),
        span: { start: map.start, end: map.end },
        layout: layoutOf(map.flow),
        ...given,
      },
    ];
  }

  /** `valueFrom: { secretKeyRef: { name: …, key: NAME } }`. */
  private taken(from: DataNode, name: string): Pick<Entry, 'source' | 'literal'> {
    if (from.kind === 'scalar') return this.given(from, name);
    const keys = from.kind === 'map' ? from.entries.map(({ value }) => textOf(value, 'key')) : [];
    return { source: keys.length > 0 && keys.every((key) => key === name) ? 'same' : 'other', literal: null };
  }

  private given(value: DataNode, name: string): Pick<Entry, 'source' | 'literal'> {
    if (value.kind !== 'scalar') return { source: isDescription(value) ? 'none' : 'other', literal: null };
    if (value.value === null) return { source: 'none', literal: null };
    return this.ofScalar(value, name);
  }

  private ofScalar(value: DataScalar, name: string): Pick<Entry, 'source' | 'literal'> {
    const { start, end } = innerSpan(value);
    const read = readValue(this.text.slice(start, end), name);
    if (!read.literal || value.style === 'block') return { source: read.source, literal: null };
    const isWhole = read.literal.start === 0 && read.literal.end === end - start;
    const literal = isWhole
      ? { start: value.start, end: value.end }
      : { start: start + read.literal.start, end: start + read.literal.end };
    return { source: read.source, literal };
  }

  private holds(path: readonly string[]): boolean {
    const last = path.at(-1) ?? '';
    const guard = GUARDED[last];
    if (guard) return guard.test(last === 'data' ? this.kind : (path.at(-2) ?? ''));
    return HOLDERS.test(last);
  }
}

function layoutOf(inFlow: boolean): Entry['layout'] {
  return inFlow ? 'flow' : 'lines';
}

const EMPTY: DataScalar = { kind: 'scalar', value: null, style: 'plain', start: 0, end: 0 };

/** `OPENAI_API_KEY: { description: …, required: true }`: somebody is asked for it when the program is deployed. */
function isDescription(node: DataNode): boolean {
  return (
    node.kind === 'map' &&
    node.entries.every(({ key }) =>
      /^(?:description|required|generator|sync|documentationUrl|label|title|type|isSecret)$/.test(
        String(key.value),
      ),
    )
  );
}
