import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { REASON_NOTES } from '../src/reason-notes.js';
import { isReason } from '../src/reasons.js';
import { docPages } from '../src/report/doc-pages.js';
import { isRule } from '../src/rules.js';

const ROOT = new URL('../', import.meta.url).pathname;
const DOCS = join(ROOT, 'docs');

describe('docs/rules and docs/reasons', () => {
  it('are what `npm run docs` writes, and nothing else', () => {
    const pages = docPages();
    for (const { path, text } of pages)
      expect(existsSync(join(DOCS, path)) && readFileSync(join(DOCS, path), 'utf8'), path).toBe(text);
    const present = ['rules', 'reasons'].flatMap((folder) =>
      readdirSync(join(DOCS, folder)).map((name) => `${folder}/${name}`),
    );
    expect(present.sort()).toEqual(pages.map(({ path }) => path).sort());
  });

  it('know every rule that the fixtures yield', () => {
    const rules = new Set<string>();
    const folder = join(ROOT, 'fixtures/transforms');
    for (const dialect of readdirSync(folder))
      for (const name of readdirSync(join(folder, dialect)))
        for (const finding of JSON.parse(readFileSync(join(folder, dialect, name, 'case.json'), 'utf8'))
          .findings)
          rules.add(String(finding).split(' ')[1] ?? '');
    expect([...rules].filter((rule) => !isRule(rule))).toEqual([]);
    expect(rules.size).toBeGreaterThan(10);
  });

  it('have notes for reasons that there are', () => {
    expect(Object.keys(REASON_NOTES).filter((id) => !isReason(id))).toEqual([]);
  });

  it('link to pages that there are', () => {
    for (const name of ['README.md', 'ci.md', 'rules/README.md', 'reasons/README.md'].filter((one) =>
      existsSync(join(DOCS, one)),
    )) {
      const text = readFileSync(join(DOCS, name), 'utf8');
      for (const [, target = ''] of text.matchAll(/\]\((?!https?:|#)([^)#]+)/g))
        expect(existsSync(join(DOCS, name, '..', target)), `${name} → ${target}`).toBe(true);
    }
  });
});
