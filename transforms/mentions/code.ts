import type { Flow } from '../../src/flow/flow.js';
import { calleeName, skipOuter } from '../../src/flow/index-nodes.js';
import type { Shapes } from '../../src/flow/shapes.js';
import { isModelText, parseModelId } from '../../src/openai/models.js';
import { isTestFile } from '../../src/paths.js';
import type { NoteSite, Site, Token } from '../../src/sites.js';
import { defineTransform } from '../../src/transform.js';
import { ts } from '../../src/ts.js';
import { mention } from './index.js';

const VARIABLE = /^(?:[A-Z0-9]+_)*OPEN_?AI(?:_[A-Z0-9]+)+$/;
/** Settings that go by a product of OpenAI's: `DALL_E_MODEL`, `GPT_MODELS_LIST`, `WHISPER_MODEL`. */
const PRODUCT = /^(?:[A-Z0-9]+_)*(?:DALL_?E|CHAT_?GPT|GPT\d*|WHISPER)(?:_[A-Z0-9]+)*_MODELS?(?:_[A-Z0-9]+)*$/;
/** Ids in one text: `'["dall-e-3"]'`, `'gpt-4o,gpt-4o-mini'`. */
const ID_LIST = /^\s*(?:\[[\w\s"',.:/-]+\]|[\w.:/-]+(?:\s*,\s*[\w.:/-]+)+)\s*$/;
/** A line of an environment file, as code writes or expects it: `OPENAI_MODEL=gpt-4o`. */
const ASSIGNED = /^[A-Z][A-Z0-9_]*=["']?([\w./:-]+)["']?$/;
/** How settings, columns and browser storage call a key of OpenAI: `openai_api_key`, `openaiApiKey`, `openAIKey`. */
const STORED_KEY = /^[\w.:-]*open_?ai[\w.:-]*(?:key|token|secret)s?$/i;
/** Readers and writers by name of what is stored outside of the code. */
const STORES =
  /^(?:getItem|setItem|removeItem|get|set|getOrThrow|getValue|getSecret|secret|getPassword|setPassword)$/;

/** What only the strings and names of code say: ids, variables, keys. */
export const codeMentions = defineTransform({
  id: 'mentions',
  reads: 'code',
  find({ flow, shapes }): readonly Site[] {
    return [
      ...texts(flow, shapes),
      ...names(flow, shapes),
      ...storedKeys(flow, shapes),
      ...builtNames(flow, shapes),
    ];
  },
});

function texts(flow: Flow, shapes: Shapes): Site[] {
  return flow.index.strings.flatMap((node): Site[] => {
    const { file } = flow.program.fileOf(node);
    // Files of data are read as text, too.
    if (node.getSourceFile().fileName.endsWith('.json')) return [];
    // Keys of tables are model-logic's.
    if (ts.isPropertyAssignment(node.parent) && node.parent.name === node) return [];
    if (isModelText(node.text) || isAmongModels(node))
      return [mention(shapes.token(node), node.text, isTestFile(file) ? 'test' : 'code')];
    if (ID_LIST.test(node.text)) {
      const ids = node.text.split(/[\s"',[\]]+/).filter(isModelText);
      if (ids.length > 0)
        return ids.map((id) => mention(shapes.token(node), id, isTestFile(file) ? 'test' : 'code'));
    }
    const assigned = ASSIGNED.exec(node.text)?.[1];
    if (assigned !== undefined && isModelText(assigned))
      return [mention(shapes.token(node), assigned, isTestFile(file) ? 'test' : 'code')];
    return isVariable(node.text) ? [variable(shapes.token(node), node.text)] : [];
  });
}

function isVariable(text: string): boolean {
  return VARIABLE.test(text) || PRODUCT.test(text);
}

/** `['gpt-4o', 'o1', 'gpt-4-future']`: a short or unknown id in a row with others that are beyond doubt. */
function isAmongModels(node: ts.StringLiteralLike): boolean {
  if (!parseModelId(node.text) && !/^gpt-\d[\w.-]*$/.test(node.text)) return false;
  const row = ts.isLiteralTypeNode(node.parent) ? node.parent.parent : node.parent;
  if (!ts.isArrayLiteralExpression(row) && !ts.isUnionTypeNode(row)) return false;
  let others = 0;
  ts.forEachChild(row, (child) => {
    const text = ts.isLiteralTypeNode(child) ? child.literal : child;
    if (text !== node && ts.isStringLiteralLike(text) && isModelText(text.text)) others += 1;
  });
  return others > 0;
}

/** `OPENAI_API_KEY: z.string()`, `settings.OPENAI_API_KEY`: variables as names of properties. Reads are claimed elsewhere. */
function names(flow: Flow, shapes: Shapes): Site[] {
  const { identifiers } = flow.index;
  const products = identifiers
    .matching(PRODUCT)
    .map(([name, nodes]) => [name, nodes.filter(isMember)] as const);
  return [...identifiers.matching(VARIABLE), ...products].flatMap(([name, nodes]) =>
    nodes.map((node) => variable(shapes.token(node), name)),
  );
}

/** A member of something, and no constant of the program's own: what that holds is followed. */
function isMember({ parent }: ts.Identifier): boolean {
  return (
    ts.isPropertyAccessExpression(parent) ||
    ts.isPropertyDeclaration(parent) ||
    ts.isPropertySignature(parent) ||
    ts.isPropertyAssignment(parent) ||
    ts.isEnumMember(parent) ||
    ts.isBindingElement(parent)
  );
}

/** A key that is kept by a user, a database or a browser: `profile.openai_api_key`, `localStorage.getItem('openai-key')`. */
function storedKeys(flow: Flow, shapes: Shapes): NoteSite[] {
  const reads = flow.index.identifiers
    .matching(STORED_KEY)
    .filter(([name]) => !VARIABLE.test(name))
    .flatMap(([, nodes]) => nodes.filter((node) => isMemberRead(node) && !isFollowed(flow, node)));
  const stored = flow.index.strings.filter((node) => STORED_KEY.test(node.text) && isStoreKey(node));
  return [...reads, ...stored]
    .filter((node) => !isTestFile(flow.program.fileOf(node).file))
    .map((node) => note(shapes.token(node), `a stored key: ${node.text}`, 'key-elsewhere'));
}

/** It holds a variable of the environment, which is told of where it is read. */
function isFollowed(flow: Flow, node: ts.Identifier): boolean {
  const { parent } = node;
  return ts.isExpression(parent) && flow.values(parent).some((value) => value.kind === 'env');
}

function isMemberRead(node: ts.Identifier): boolean {
  const { parent } = node;
  return ts.isPropertyAccessExpression(parent) && parent.name === node;
}

function isStoreKey(node: ts.StringLiteralLike): boolean {
  const { parent } = node;
  if (ts.isElementAccessExpression(parent)) return true;
  return (
    ts.isCallExpression(parent) &&
    parent.arguments[0] === node &&
    STORES.test(calleeName(parent.expression) ?? '') &&
    !VARIABLE.test(node.text)
  );
}

/** `process.env[`${prefix}_API_KEY`]` with `const prefix = 'OPENAI'`: a name that stands nowhere as a whole. */
function builtNames(flow: Flow, shapes: Shapes): NoteSite[] {
  return (flow.index.identifiers.get('env') ?? []).flatMap((identifier) => {
    const owner = ts.isPropertyAccessExpression(identifier.parent) ? identifier.parent : identifier;
    const access = owner.parent;
    if (!ts.isElementAccessExpression(access) || access.expression !== owner) return [];
    const key = skipOuter(access.argumentExpression);
    if (ts.isStringLiteralLike(key)) return [];
    // A name that stands somewhere as a whole is followed there.
    if (flow.values(access).some((one) => one.kind === 'env')) return [];
    const name = builtText(flow, key, 0);
    if (!name || !VARIABLE.test(name)) return [];
    return [note(shapes.token(access), `reads ${name}, a name built from parts`, 'variable-not-followed')];
  });
}

/** The text that a template or a sum of constants makes; undefined where a part is not known. */
function builtText(flow: Flow, node: ts.Expression, depth: number): string | undefined {
  const bare = skipOuter(node);
  if (depth > 4) return undefined;
  if (ts.isStringLiteralLike(bare)) return bare.text;
  if (ts.isTemplateExpression(bare)) {
    let text = bare.head.text;
    for (const span of bare.templateSpans) {
      const part = builtText(flow, span.expression, depth + 1);
      if (part === undefined) return undefined;
      text += part + span.literal.text;
    }
    return text;
  }
  if (ts.isBinaryExpression(bare) && bare.operatorToken.kind === ts.SyntaxKind.PlusToken) {
    const left = builtText(flow, bare.left, depth + 1);
    const right = builtText(flow, bare.right, depth + 1);
    return left === undefined || right === undefined ? undefined : left + right;
  }
  const [only, ...more] = flow.values(bare);
  return only?.kind === 'text' && more.length === 0 ? only.value : undefined;
}

function variable(token: Token, name: string): NoteSite {
  return note(token, `names ${name}`, /(?:KEY|TOKEN|SECRET)S?$/.test(name) ? 'variable-not-followed' : null);
}

function note(token: Token, message: string, reason: string | null): NoteSite {
  return {
    site: 'note',
    dialect: 'mentions',
    kind: 'credential',
    token,
    confidence: 'possible',
    message,
    reason,
    help: null,
    related: [],
  };
}
