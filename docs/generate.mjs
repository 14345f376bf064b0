// Writes docs/rules and docs/reasons from the built package. `npm run docs` builds it first.
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { docPages } from '../dist/src/report/doc-pages.js';

const root = new URL('./', import.meta.url).pathname;
const pages = docPages();
for (const folder of ['rules', 'reasons']) {
  mkdirSync(join(root, folder), { recursive: true });
  for (const name of readdirSync(join(root, folder)))
    if (!pages.some(({ path }) => path === `${folder}/${name}`)) rmSync(join(root, folder, name));
}
for (const { path, text } of pages) {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}
