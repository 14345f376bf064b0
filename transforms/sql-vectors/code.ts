import type { Flow } from '../../src/flow/flow.js';
import type { Shapes } from '../../src/flow/shapes.js';
import type { VectorSite } from '../../src/sites.js';
import { defineTransform } from '../../src/transform.js';
import { ts } from '../../src/ts.js';
import { reusedVectors } from './reuse.js';

/** The widths of OpenAI's vectors: https://developers.openai.com/api/docs/guides/embeddings */
const WIDTHS = new Set([1536, 3072]);
/**
 * How stores of vectors call the width: Pinecone `dimension`, Qdrant `size`, Milvus `dim`, Drizzle and Weaviate
 * `dimensions`, TypeORM `length`, MongoDB `numDimensions`, Redis `DIM`, LanceDB and others `vectorSize`.
 */
const WIDTH_NAME =
  /^(?:dims?|dimensions?|size|length|DIM|num_?dimensions|vector_?(?:size|dim|dimensions?|length)|embedding_?(?:size|dim|dimensions?|length))$/i;
const WIDTH_WORD = /dim|vector|embed/i;
const THRESHOLD_NAME =
  /threshold|cut_?off|min_?(?:score|similarity|relevance)|(?:score|similarity)_?(?:min|limit)/i;
const SCORE_NAME = /similarit|score|relevance|cosine/i;
const ABOUT_VECTORS = /embed|vector|similarit|cosine/i;
/** What groups of vectors call a mean similarity, or what is left of it. */
const LOOSE_SCORE_NAME = /confidence|distance/i;
const ABOUT_GROUPS = /cluster|centroid|neighbou?r/i;

/** Widths and thresholds in code that stores or compares vectors. */
export const codeVectors = defineTransform({
  id: 'sql-vectors',
  reads: 'code',
  find({ flow, shapes }) {
    return [
      ...flow.index.numbers.flatMap((node) => ofNumber(flow, shapes, node)),
      ...reusedVectors(flow, shapes),
    ];
  },
});

function ofNumber(flow: Flow, shapes: Shapes, node: ts.NumericLiteral): VectorSite[] {
  const value = Number(node.text);
  const { file, text } = flow.program.fileOf(node);
  if (file.endsWith('.json')) return [];
  if (WIDTHS.has(value)) {
    const name = nameOf(node);
    if (!name || !(WIDTH_NAME.test(name) || WIDTH_WORD.test(name))) return [];
    return [vector(shapes, node, 'dimensions', value, 'probable')];
  }
  if (value <= 0 || value >= 1 || !ABOUT_VECTORS.test(text)) return [];
  return isThreshold(node, text) ? [vector(shapes, node, 'threshold', value, 'probable')] : [];
}

/** `threshold: 0.78`, `minScore = 0.7`, `similarity > 0.8`; where vectors are grouped `cluster.confidence < 0.6` as well. */
function isThreshold(node: ts.NumericLiteral, text: string): boolean {
  const given = nameOf(node);
  if (given) return THRESHOLD_NAME.test(given);
  const { parent } = node;
  if (!ts.isBinaryExpression(parent) || !isOrder(parent.operatorToken.kind)) return false;
  const other = parent.left === node ? parent.right : parent.left;
  const name = other.getText();
  if (SCORE_NAME.test(name)) return true;
  return LOOSE_SCORE_NAME.test(name) && /embedding/i.test(text) && ABOUT_GROUPS.test(text);
}

function isOrder(kind: ts.SyntaxKind): boolean {
  return (
    kind === ts.SyntaxKind.GreaterThanToken ||
    kind === ts.SyntaxKind.GreaterThanEqualsToken ||
    kind === ts.SyntaxKind.LessThanToken ||
    kind === ts.SyntaxKind.LessThanEqualsToken
  );
}

/** The property, variable, parameter or field that a number is given to, over `??` and `||`. */
function nameOf(node: ts.Node): string | undefined {
  let current = node;
  while (
    ts.isParenthesizedExpression(current.parent) ||
    (ts.isBinaryExpression(current.parent) && isFallback(current.parent.operatorToken.kind))
  )
    current = current.parent;
  const { parent } = current;
  if (ts.isBinaryExpression(parent) && parent.operatorToken.kind === ts.SyntaxKind.EqualsToken)
    return parent.left.getText();
  if (
    (ts.isPropertyAssignment(parent) ||
      ts.isVariableDeclaration(parent) ||
      ts.isParameter(parent) ||
      ts.isPropertyDeclaration(parent) ||
      ts.isBindingElement(parent)) &&
    parent.initializer === current
  )
    return parent.name.getText().replace(/^["'#]|["']$/g, '');
  return undefined;
}

function isFallback(kind: ts.SyntaxKind): boolean {
  return kind === ts.SyntaxKind.QuestionQuestionToken || kind === ts.SyntaxKind.BarBarToken;
}

function vector(
  shapes: Shapes,
  node: ts.Node,
  form: VectorSite['form'],
  value: number,
  confidence: VectorSite['confidence'],
): VectorSite {
  return { site: 'vector', dialect: 'sql-vectors', token: shapes.token(node), form, value, confidence };
}
