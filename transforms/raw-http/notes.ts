import type { Flow } from '../../src/flow/flow.js';
import { calleeName } from '../../src/flow/index-nodes.js';
import type { Shapes } from '../../src/flow/shapes.js';
import { isOpenAIHost } from '../../src/openai/hosts.js';
import { isTestFile } from '../../src/paths.js';
import type { NoteSite } from '../../src/sites.js';
import { ts } from '../../src/ts.js';
import type { ProxyRule } from './rules.js';

const HOST =
  /(?:https?:\/\/|wss?:\/\/|^)([a-z0-9.-]*api\.openai\.com|[a-z0-9-]+\.openai\.azure\.com)(?=[/:?"'`\s]|$)/i;
const PATH =
  /^\/?v1\/(?:chat\/completions|completions|embeddings|responses|images\/|audio\/|moderations|models|files|assistants|threads|realtime)/;
const TESTS_TEXT = /^(?:includes|startsWith|endsWith|indexOf|test|match|equals|isEqual)$/;
/** Where a server says which paths it answers. */
const ROUTES = /^(?:get|post|put|patch|delete|all|use|route|options|head|on|path|match)$/;

/** OpenAI's hosts and paths that no request was seen to be put together of; comparisons; judgements about keys. */
export function findNotes(
  flow: Flow,
  shapes: Shapes,
  pieces: ReadonlySet<ts.Node>,
  rules: readonly ProxyRule[],
): NoteSite[] {
  const notes = new Notes(flow, shapes, pieces, rules);
  return [...notes.texts(), ...notes.keyShapes(), ...notes.streams()];
}

class Notes {
  private readonly flow: Flow;
  private readonly shapes: Shapes;
  private readonly pieces: ReadonlySet<ts.Node>;
  private readonly rules: ReadonlySet<ts.Node | null>;

  constructor(flow: Flow, shapes: Shapes, pieces: ReadonlySet<ts.Node>, rules: readonly ProxyRule[]) {
    this.rules = new Set(rules.map(({ node }) => node));
    this.flow = flow;
    this.shapes = shapes;
    this.pieces = pieces;
  }

  texts(): NoteSite[] {
    const { strings, templates } = this.flow.index;
    return [
      ...strings.flatMap((node) => this.ofText(node, node.text, [node])),
      ...templates.flatMap((node) =>
        this.ofText(
          node,
          [node.head.text, ...node.templateSpans.map((span) => span.literal.text)].join('\u0000'),
          [node.head, ...node.templateSpans.map((span) => span.literal)],
        ),
      ),
    ];
  }

  private ofText(node: ts.Node, text: string, parts: readonly ts.Node[]): NoteSite[] {
    const host = HOST.exec(text)?.[1];
    const isAddress = host !== undefined && (isOpenAIHost(host) || host.endsWith('.openai.azure.com'));
    if (!isAddress && !PATH.test(text)) return [];
    if (parts.some((part) => this.pieces.has(part))) return [];
    // Files of data are read as text, too.
    if (this.flow.program.fileOf(node).file.endsWith('.json')) return [];
    if (!isAddress)
      return isRoute(node) ? [] : [this.note(node, 'possible', `path ${text.split('\u0000')[0]}`)];
    if (isCompared(node)) return [this.note(node, 'certain', `compares with ${host}`, 'host-comparison')];
    if (this.rules.has(node)) return [this.note(node, 'certain', `forwards to ${host}`, 'reverse-proxy')];
    // Prose that holds an address, an example in a text: said, and left to the reader.
    const prose = /\s/.test(text.trim());
    const isTest = isTestFile(this.flow.program.fileOf(node).file);
    return [this.note(node, prose || isTest ? 'possible' : 'certain', `address of ${host}`)];
  }

  /** `key.startsWith('sk-')`, `/^sk-/.test(key)`. */
  keyShapes(): NoteSite[] {
    const texts = this.flow.index.strings.filter((node) => /^sk-$/.test(node.text) && isCompared(node));
    const patterns = this.flow.index.patterns.filter((node) => /^\/\^?\(?sk-/.test(node.text));
    return [...texts, ...patterns]
      .filter((node) => /openai/i.test(this.flow.program.fileOf(node).text))
      .map((node) => ({
        ...this.note(node, 'probable', 'judges a key by its shape', 'key-shape'),
        kind: 'credential' as const,
        sendsKey: false,
      }));
  }

  /** Code that takes a stream apart by itself: OpenAI's way to end one is everybody's. */
  streams(): NoteSite[] {
    return this.flow.index.strings
      .filter((node) => /^(?:data: ?)?\[DONE\]$/.test(node.text) && isCompared(node))
      .filter((node) => /openai/i.test(this.flow.program.fileOf(node).text))
      .map((node) => ({
        ...this.note(node, 'probable', 'reads a stream by itself'),
        kind: 'response' as const,
        reason: null,
        sendsKey: false,
      }));
  }

  private note(
    node: ts.Node,
    confidence: NoteSite['confidence'],
    message: string,
    reason = 'raw-http',
  ): NoteSite {
    const sendsKey = /authorization|bearer|api-key/i.test(this.flow.program.fileOf(node).text);
    return {
      site: 'note',
      dialect: 'raw-http',
      kind: 'endpoint',
      token: this.shapes.token(node),
      confidence,
      message,
      reason,
      help: null,
      related: [],
      sendsKey,
    };
  }
}

/** `url.includes('api.openai.com')`, `host === 'api.openai.com'`: replacing the text would turn the branch around. */
function isCompared(node: ts.Node): boolean {
  let current = node;
  while (ts.isParenthesizedExpression(current.parent) || ts.isAsExpression(current.parent))
    current = current.parent;
  const { parent } = current;
  if (ts.isBinaryExpression(parent)) return /^(?:===|!==|==|!=)$/.test(parent.operatorToken.getText());
  if (ts.isCaseClause(parent)) return true;
  return (
    ts.isCallExpression(parent) &&
    parent.arguments.some((argument) => argument === current) &&
    TESTS_TEXT.test(calleeName(parent.expression) ?? '')
  );
}

/** A server that answers under OpenAI's paths does not depend on it. */
function isRoute(node: ts.Node): boolean {
  const { parent } = node;
  if (isCompared(node)) return true;
  if (ts.isCallExpression(parent) && parent.arguments[0] === node)
    return ROUTES.test(calleeName(parent.expression) ?? '');
  return (
    ts.isPropertyAssignment(parent) && /^(?:path|url|route|pathname|source)$/.test(parent.name.getText())
  );
}
