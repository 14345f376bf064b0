import type { Span } from '../../src/finding.js';
import type { Entry } from './entries.js';
import { readValue } from './values.js';

/** Languages that are read line by line. */
export type TextFormat = 'docker' | 'shell' | 'hcl' | 'template' | 'plain';

export function textFormatOf(file: string): TextFormat {
  const name = file.slice(file.lastIndexOf('/') + 1);
  if (/^(?:Dockerfile|Containerfile)|\.dockerfile$/i.test(name)) return 'docker';
  if (
    /\.(?:sh|bash|zsh|fish|ksh|ps1|bat|cmd)$/i.test(name) ||
    /^(?:Makefile|Procfile|justfile|Jenkinsfile)/i.test(name)
  )
    return 'shell';
  if (/\.(?:tf|tfvars|hcl|bicep|nomad)$/i.test(name)) return 'hcl';
  // What has the name of data and does not parse as such is filled in first: charts of Helm, playbooks.
  return /\.(?:ya?ml|json|tpl)$/i.test(name) ? 'template' : 'plain';
}

const QUOTED = String.raw`"(?:[^"\\\n]|\\.)*"|'[^'\n]*'`;

/** Groups: what stands before the name, the name, the value. */
const LINES: Readonly<Record<TextFormat, RegExp>> = {
  template: new RegExp(
    String.raw`^([ \t]*(?:-[ \t]+)?["']?)([A-Za-z_]\w*)["']?:[ \t]*(${QUOTED}|[^\n#]*?)[ \t]*,?[ \t]*(?:#[^\n]*)?$`,
    'gm',
  ),
  docker: new RegExp(
    String.raw`^([ \t]*(?:ARG|ENV)[ \t]+|[ \t]+)([A-Za-z_]\w*)(?:=(${QUOTED}|[^\s\\#]*)|[ \t]+([^\n=\\]+))?[ \t]*\\?$`,
    'gm',
  ),
  shell: new RegExp(
    String.raw`^([ \t]*(?:(?:export|declare -x|local|readonly|set|setx|\$env:)[ \t]*)?)([A-Za-z_]\w*)[ \t]*(?:[:?+]?=[ \t]*(${QUOTED}|[^\s;&|#]*))[ \t]*(?:#[^\n]*)?$`,
    'gm',
  ),
  hcl: new RegExp(
    String.raw`^([ \t]*"?)([A-Za-z_]\w*)"?[ \t]*[=:][ \t]*(${QUOTED}|[^\s,#]+)[ \t]*,?[ \t]*(?:(?:#|\/\/)[^\n]*)?$`,
    'gm',
  ),
  plain: new RegExp(
    String.raw`^([ \t]*(?:Environment=["']?|env[ \t]+)?)([A-Za-z_]\w*)[ \t]*(?:[=:][ \t]*(${QUOTED}|[^\s;#"']*))["';]?[ \t]*(?:#[^\n]*)?$`,
    'gm',
  ),
};

/** Lines that set a variable, one a line. */
export function entriesInText(text: string, format: TextFormat): Entry[] {
  const lines = [...text.matchAll(LINES[format])].flatMap((match): Entry[] => {
    const [whole, before = '', name = '', assigned, spaced] = match;
    if (format === 'docker' && !isInstruction(text, match.index, before)) return [];
    const start = match.index + before.length;
    const value = assigned ?? spaced ?? '';
    const at = value === '' ? start : match.index + whole.indexOf(value, before.length + name.length);
    const quote = /^["']/.test(value) ? 1 : 0;
    const inner = value.slice(quote, value.length - quote);
    const read = readValue(inner, name);
    return [
      {
        name,
        nameSpan: { start, end: start + name.length },
        span: { start: match.index, end: match.index + whole.length },
        source: read.source,
        literal: read.literal && literalSpan(read.literal, at, quote, inner.length),
        layout: 'lines',
      },
    ];
  });
  return format === 'template' ? [...namedIn(text), ...lines] : lines;
}

/** `- name: NAME`, and below it `value: …` or `valueFrom:` with a `key`. */
const NAMED =
  /^([ \t]*-[ \t]+name:[ \t]*["']?)([A-Z][A-Z0-9_]*)["']?[ \t]*\r?\n(?:[ \t]+value:[ \t]*([^\n]*)|[ \t]+valueFrom:([\s\S]{0,300}?key:[ \t]*["']?([\w.-]+)))?/gm;

function namedIn(text: string): Entry[] {
  return [...text.matchAll(NAMED)].map((match): Entry => {
    const [whole, before = '', name = '', value, from, key] = match;
    const start = match.index + before.length;
    const bare = (value ?? '').trim().replace(/^(["'])(.*)\1$/, '$2');
    const read = readValue(bare, name);
    const source = from === undefined ? read.source : key === name ? 'same' : 'other';
    const at = read.literal ? text.indexOf(bare, start + name.length) : -1;
    return {
      name,
      nameSpan: { start, end: start + name.length },
      span: { start: match.index, end: match.index + whole.length },
      source,
      literal:
        read.literal && at >= 0 ? { start: at + read.literal.start, end: at + read.literal.end } : null,
      layout: 'lines',
    };
  });
}

/** `ENV A=1 \` goes on in the next line. */
function isInstruction(text: string, at: number, before: string): boolean {
  if (/ARG|ENV/.test(before)) return true;
  const lines = text.slice(0, at).split('\n').slice(0, -1);
  for (let index = lines.length - 1; index >= 0; index -= 1) {
    const line = (lines[index] ?? '').trimEnd();
    if (!line.endsWith('\\')) return false;
    if (/^[ \t]*(?:ARG|ENV)[ \t]/.test(line)) return true;
  }
  return false;
}

function literalSpan(read: Span, at: number, quote: number, length: number): Span {
  if (read.start === 0 && read.end === length) return { start: at, end: at + length + 2 * quote };
  return { start: at + quote + read.start, end: at + quote + read.end };
}

/** Stretches that are comments. */
export function commentsIn(text: string, format: TextFormat | 'yaml' | 'json' | 'toml'): Span[] {
  return [...text.matchAll(COMMENTS[format])]
    .filter((match) => match[1] !== undefined)
    .map((match) => {
      const start = match.index + match[0].length - (match[1]?.length ?? 0);
      return { start, end: match.index + match[0].length };
    });
}

const HASH = /"(?:[^"\\\n]|\\.)*"|'[^'\n]*'|(?<![^\s])(#[^\n]*)/g;
const COMMENTS: Readonly<Record<TextFormat | 'yaml' | 'json' | 'toml', RegExp>> = {
  yaml: HASH,
  toml: HASH,
  template: HASH,
  docker: /^[ \t]*(#[^\n]*)/gm,
  shell: /(?:^|[ \t;])(#[^\n]*)/gm,
  plain: /(?:^|[ \t])([#;][^\n]*)/gm,
  hcl: /"(?:[^"\\\n]|\\.)*"|(#[^\n]*|\/\/[^\n]*|\/\*[\s\S]*?\*\/)/g,
  json: /"(?:[^"\\\n]|\\.)*"|(\/\/[^\n]*|\/\*[\s\S]*?\*\/)/g,
};
