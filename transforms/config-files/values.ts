import type { Span } from '../../src/finding.js';
import type { SettingSource } from '../../src/sites.js';

/** What a value is made of. */
export interface ReadValue {
  readonly source: SettingSource;
  /** A text written out in it, also the one behind a reference (`${X:-text}`), by offsets in the value. */
  readonly literal: Span | null;
}

/**
 * `${{ secrets.X }}`, `${X}`, `${X:-y}`, `$X`, `$(X)`, `{{ .Values.X }}`, `${env:X}`, `env(X)`, `%X%`: `name` is what is
 * asked for, `fallback` what stands where there is none.
 */
const REFERENCE =
  /\$\{\{(?<expression>[^}]*)\}\}|\$\{(?:(?:env|localEnv|containerEnv|config|input):)?(?<name>[\w.]+)(?::?[-=](?<fallback>[^}]*)|:?[?+][^}]*)?\}|\$\(?(?<bare>[A-Za-z_]\w*)\)?|\{\{(?<template>[^}]*)\}\}|\benv\((?<called>\w+)\)|%(?<windows>[A-Z_][A-Z0-9_]*)%/g;

/** Something is looked up: a secret of the platform, a tag, a variable of Terraform, a command, a vault. */
const ELSEWHERE =
  /^(?:@[\w-]+$|!\w|(?:var|local|data|module)\.|file\(|`|op:\/\/|vault:|awssm:|projects\/|arn:|ssm:)/;

/** What `text`, without its quotes, says as the value of `name`. */
export function readValue(text: string, name: string): ReadValue {
  if (text.trim() === '') return { source: 'none', literal: null };
  const references = [...text.matchAll(REFERENCE)];
  const [only] = references;
  if (!only)
    return ELSEWHERE.test(text.trim())
      ? { source: 'other', literal: null }
      : { source: 'literal', literal: { start: 0, end: text.length } };
  if (!references.every(({ groups }) => namesIn(groups ?? {}).every((one) => one === name)))
    return { source: 'other', literal: null };
  return { source: 'same', literal: references.length === 1 ? fallbackOf(only) : null };
}

/** What one reference asks for; `''` for what has no name. */
function namesIn(groups: Readonly<Record<string, string | undefined>>): string[] {
  const { name, bare, called, windows, expression, template } = groups;
  // `matrix.ai && secrets.NAME || ''`: what is looked at on the way is no source.
  if (expression !== undefined) {
    const found = [...expression.matchAll(/\b(?:secrets|vars|env|inputs)\.([\w-]+)/g)].map(
      (match) => match[1] ?? '',
    );
    return found.length > 0 ? found : [''];
  }
  // `.Values.env.NAME | quote`: the last part of the path.
  if (template !== undefined) return [/[\w.-]*\.([\w-]+)/.exec(template)?.[1] ?? ''];
  return [name ?? bare ?? called ?? windows ?? ''];
}

/** What is taken where nothing is set: `${X:-y}`, `${{ secrets.X || 'y' }}`. */
function fallbackOf({ index, 0: whole, groups }: RegExpExecArray): Span | null {
  const text = groups?.['fallback'] || /\|\|\s*'([^']*)'\s*$/.exec(groups?.['expression'] ?? '')?.[1];
  if (!text) return null;
  const start = index + whole.lastIndexOf(text);
  return { start, end: start + text.length };
}
