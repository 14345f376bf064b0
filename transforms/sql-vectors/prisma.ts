import type { StoredField, VectorSite } from '../../src/sites.js';
import { TextFile } from '../../src/text-tokens.js';
import type { SourceText } from '../../src/transform.js';
import { COLUMN } from './columns.js';

/** A column of vectors whose width is not said: `embedding Float[]`, `embedding Json`. */
const OPEN = /^[ \t]*(\w*embeddings?)[ \t]+(?:Float\[\]|Json|Bytes|Unsupported\("(?:half)?vector"\))/gim;
const MODEL = /^[ \t]*model[ \t]+(\w+)[ \t]*\{([^}]*)\}/gm;
const FIELD = /^[ \t]*(\w+)[ \t]+(\w+)(?:\[\]|\?)?/gm;

/** Columns of vectors in the schemas of Prisma, with the names by which its client reaches them. */
export function prismaVectors(sources: readonly SourceText[]): VectorSite[] {
  const files = sources.map(({ file, text }) => new TextFile(file, text));
  const models = files.flatMap(modelsIn);
  return files.flatMap((file) =>
    columnsIn(file).map(({ start, end, value }): VectorSite => {
      const model = models.find((one) => one.file === file && one.start <= start && end <= one.end);
      return {
        site: 'vector',
        dialect: 'sql-vectors',
        token: file.token(start, end),
        form: value === null ? 'column' : 'dimensions',
        value,
        confidence: 'probable',
        stores: model ? reached(model, fieldAt(file.text, start), models) : [],
      };
    }),
  );
}

interface Column {
  readonly start: number;
  readonly end: number;
  readonly value: number | null;
}

interface Model {
  readonly file: TextFile;
  readonly name: string;
  readonly start: number;
  readonly end: number;
  /** Fields whose type is another name: a relation, where a model has that name. */
  readonly fields: readonly { readonly name: string; readonly type: string }[];
}

function columnsIn({ text }: TextFile): Column[] {
  const wide = [...text.matchAll(COLUMN)].map((match) => ({
    start: match.index,
    end: match.index + match[0].length,
    value: Number(match[1]),
  }));
  const open = [...text.matchAll(OPEN)].map((match) => {
    const start = match.index + match[0].indexOf(match[1] ?? '');
    return { start, end: start + (match[1] ?? '').length, value: null };
  });
  return [...wide, ...open];
}

function modelsIn(file: TextFile): Model[] {
  return [...file.text.matchAll(MODEL)].map((match) => ({
    file,
    name: match[1] ?? '',
    start: match.index,
    end: match.index + match[0].length,
    fields: [...(match[2] ?? '').matchAll(FIELD)].map(([, name = '', type = '']) => ({ name, type })),
  }));
}

/** The first word of the line on which a column stands. */
function fieldAt(text: string, offset: number): string {
  const line = text.slice(text.lastIndexOf('\n', offset - 1) + 1);
  return /\w+/.exec(line)?.[0] ?? '';
}

/** The row, the field in it, and the rows of others that lead to it. */
function reached({ name }: Model, field: string, models: readonly Model[]): StoredField[] {
  const table = delegate(name);
  const relations = models.flatMap((other) =>
    other.fields
      .filter(({ type }) => type === name)
      .map((relation) => ({ table: delegate(other.name), field: relation.name })),
  );
  return [{ table, field: '' }, { table, field }, ...relations];
}

/** `model PageVector` is `prisma.pageVector`. */
function delegate(model: string): string {
  return model.slice(0, 1).toLowerCase() + model.slice(1);
}
