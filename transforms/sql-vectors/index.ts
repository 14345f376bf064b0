import type { Site, Token, VectorSite } from '../../src/sites.js';
import { TextFile } from '../../src/text-tokens.js';
import { defineTransform, type FindContext } from '../../src/transform.js';
import { COLUMN } from './columns.js';
import { prismaVectors } from './prisma.js';

/** A column of vectors whose width is not said: `embedding vector`. */
const SQL_OPEN = /\b\w*embeddings?\w*"?\s+(?:"?extensions"?\.)?"?(?:half)?(?:vector)"?(?!\s*\()(?=[\s,;)])/gi;
/** A number that a similarity has to exceed. */
const THRESHOLD =
  /\b(?:match_threshold|similarity_threshold|threshold)\b[^,;\n]*?(?:default|:=|=)\s*(0?\.\d+)/gi;
const SQL_COMPARED =
  /(?:<=>|<#>|<->|similarity)[^;\n]{0,80}?[<>]=?\s*(?:\(?\s*)((?:0?\.\d+)|\w*threshold\w*)/gi;
/** A vector written out: seeds and fixtures. */
const DATA = /'?\[\s*-?\d*\.\d{4,}\s*,\s*-?\d*\.\d{4,}/g;

/** Columns, functions, thresholds and rows made for the vectors of one embedding model, in SQL and Prisma. */
export const sqlVectors = defineTransform({
  id: 'sql-vectors',
  reads: 'text',
  find({ texts }: FindContext): readonly Site[] {
    const schemas = texts.filter(({ file }) => file.endsWith('.prisma'));
    const scripts = texts.filter(({ file }) => file.endsWith('.sql'));
    return [...scripts.flatMap(({ file, text }) => sql(new TextFile(file, text))), ...prismaVectors(schemas)];
  },
});

function sql(file: TextFile): VectorSite[] {
  return [
    ...columns(file),
    ...file.tokens(SQL_OPEN).map((token) => vector(token, 'column', null)),
    ...file.tokens(THRESHOLD).map((token) => vector(token, 'threshold', Number(token.text))),
    ...file.tokens(SQL_COMPARED).map((token) => vector(token, 'threshold', Number(token.text) || null)),
    ...file.tokens(DATA).map((token) => vector(token, 'data', null)),
  ];
}

function columns(file: TextFile): VectorSite[] {
  return [...file.text.matchAll(COLUMN)].map((match) =>
    vector(file.token(match.index, match.index + match[0].length), 'dimensions', Number(match[1])),
  );
}

function vector(token: Token, form: VectorSite['form'], value: number | null): VectorSite {
  return { site: 'vector', dialect: 'sql-vectors', token, form, value, confidence: 'probable' };
}
