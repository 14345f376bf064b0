import type { Flow } from '../../src/flow/flow.js';
import { calleeName } from '../../src/flow/index-nodes.js';
import type { Shapes } from '../../src/flow/shapes.js';
import { isOpenAIHost } from '../../src/openai/hosts.js';
import { isTestFile } from '../../src/paths.js';
import type { NoteSite } from '../../src/sites.js';
import { defineTransform } from '../../src/transform.js';
import { ts } from '../../src/ts.js';

const HOST =
  /(?:https?:\/\/|wss?:\/\/|^)([a-z0-9.-]*api\.openai\.com|[a-z0-9-]+\.openai\.azure\.com)(?=[/:?"'`\s]|$)/i;
const PATH =
  /^\/?v1\/(?:chat\/completions|completions|embeddings|responses|images\/|audio\/|moderations|models|files|assistants|threads|realtime)/;

/** OpenAI's hosts and paths in code: named, not rewritten by this version. */
export const rawHttp = defineTransform({
  id: 'raw-http',
  reads: 'code',
  find({ flow, shapes }) {
    const strings = flow.index.strings.flatMap((node) => ofText(flow, shapes, node, node.text));
    const templates = flow.index.templates.flatMap((node) =>
      ofText(
        flow,
        shapes,
        node,
        [node.head.text, ...node.templateSpans.map((span) => span.literal.text)].join('\u0000'),
      ),
    );
    return [...strings, ...templates];
  },
});

function ofText(flow: Flow, shapes: Shapes, node: ts.Node, text: string): NoteSite[] {
  const host = HOST.exec(text)?.[1];
  const isAddress = host !== undefined && (isOpenAIHost(host) || host.endsWith('.openai.azure.com'));
  if (!isAddress && !PATH.test(text)) return [];
  const token = shapes.token(node);
  const sendsKey = /authorization|bearer|api-key/i.test(flow.program.fileOf(node).text);
  const base = {
    site: 'note',
    dialect: 'raw-http',
    kind: 'endpoint',
    token,
    help: null,
    related: [],
    sendsKey,
  } as const;
  // Prose that holds an address, an example in a text: said, and left to the reader.
  const prose = /\s/.test(text.trim());
  if (!isAddress)
    return [
      { ...base, confidence: 'possible', message: `path ${text.split('\u0000')[0]}`, reason: 'raw-http' },
    ];
  if (isCompared(node))
    return [{ ...base, confidence: 'certain', message: `compares with ${host}`, reason: 'host-comparison' }];
  const confidence = prose || isTestFile(flow.program.fileOf(node).file) ? 'possible' : 'certain';
  return [{ ...base, confidence, message: `address of ${host}`, reason: 'raw-http' }];
}

/** `url.includes('api.openai.com')`, `host === 'api.openai.com'`: replacing the text would turn the branch around. */
function isCompared(node: ts.Node): boolean {
  const { parent } = node;
  if (ts.isBinaryExpression(parent)) return /^(?:===|!==|==|!=)$/.test(parent.operatorToken.getText());
  if (ts.isCaseClause(parent)) return true;
  return (
    ts.isCallExpression(parent) &&
    parent.arguments.some((argument) => argument === node) &&
    /^(?:includes|startsWith|endsWith|indexOf|test|match)$/.test(calleeName(parent.expression) ?? '')
  );
}
