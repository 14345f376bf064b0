import { skipOuter } from '../../../src/flow/index-nodes.js';
import { type ReadNode, type Use, type Uses, usesOf } from '../../../src/flow/uses.js';
import { ts } from '../../../src/ts.js';
import type { Draft } from '../conversion/draft.js';
import { returnedBy } from '../conversion/lists.js';
import { declaredType, elementType, isText } from '../conversion/texts.js';
import { isSilent } from './answer.js';
import { NativeBody } from './body.js';
import { EMBEDDING_FIELDS } from './ollama.js';
import { between, elementsOf, HANDED_ON, nextMember, rename, UNNAMED, usesOfRead } from './reads.js';
import type { NativeTypes } from './types.js';

/** A request for embeddings, and everything that is read of its answer. */
export class Embeddings {
  private readonly draft: Draft;
  private readonly types: NativeTypes;

  constructor(draft: Draft, types: NativeTypes) {
    this.draft = draft;
    this.types = types;
  }

  of(call: ts.CallExpression): void {
    const { draft } = this;
    const body = new NativeBody(draft, EMBEDDING_FIELDS);
    body.read(call);
    const input = body.shapes.get('input');
    if (input && !isTexts(draft, input.value))
      draft.block(input.node, 'parameter', 'input', 'whether it is text cannot be proved');
    const { uses, types } = usesOf(draft.flow, call);
    for (const type of types) this.types.answer(type);
    for (const use of uses) {
      if (isSilent(use) || (use.kind === 'read' && use.name === 'model')) continue;
      if (use.kind === 'read' && use.name === 'data') this.data(use.node);
      else if (use.kind === 'read' && use.name === 'usage') this.usage(use.node);
      else draft.block(use.node, 'response', use.kind === 'read' ? use.name : 'answer', HANDED_ON);
    }
  }

  /** Every token was one of the prompt. */
  private usage(node: ReadNode): void {
    const { draft } = this;
    const next = ts.isPropertyAccessExpression(node) ? nextMember(node) : undefined;
    const edit =
      next && ts.isPropertyAccessExpression(node) && /^(?:prompt|total)_tokens$/.test(next.name.text)
        ? between(draft, node.expression, next, 'end', '.prompt_eval_count')
        : undefined;
    if (edit && next) draft.step(next.name, 'response', next.name.text, 'prompt_eval_count', [edit]);
    else draft.block(node, 'response', 'usage', UNNAMED);
  }

  /** `data[0].embedding` → `embeddings[0]`. */
  private data(node: ReadNode): void {
    const { draft } = this;
    rename(draft, node, 'embeddings');
    for (const use of usesOfRead(draft, node).uses) {
      if (this.plainMap(use)) continue;
      const items = elementsOf(draft, use);
      if (items) for (const one of items) this.item(one);
      else if (!isSilent(use)) draft.block(use.node, 'response', 'data', HANDED_ON);
    }
  }

  /** `data.map((one) => one.embedding)` is `embeddings` itself. */
  private plainMap(use: Use): boolean {
    const list = use.kind === 'method' ? skipOuter(use.node.expression) : undefined;
    if (use.kind !== 'method' || use.name !== 'map' || !list || !ts.isPropertyAccessExpression(list))
      return false;
    const [first, ...others] = use.node.arguments;
    const callback = first && skipOuter(first);
    if (!callback || others.length > 0 || !ts.isArrowFunction(callback)) return false;
    const [parameter] = callback.parameters;
    const body = ts.isBlock(callback.body) ? undefined : skipOuter(callback.body);
    if (!parameter || !body || callback.parameters.length !== 1) return false;
    const name = parameter.name;
    const isPlain = ts.isIdentifier(name)
      ? ts.isPropertyAccessExpression(body) && body.getText() === `${name.text}.embedding`
      : name.getText().replace(/\s/g, '') === '{embedding}' && body.getText() === 'embedding';
    const edit = isPlain ? between(this.draft, list.expression, use.node, 'end', '') : undefined;
    if (edit) this.draft.step(use.node, 'response', 'embedding', 'the vector itself', [edit]);
    return edit !== undefined;
  }

  private item({ uses, types }: Uses): void {
    const { draft } = this;
    for (const type of types)
      draft.block(type, 'response', draft.text(type), 'a vector has no type of its own');
    for (const use of uses) {
      if (isSilent(use)) continue;
      if (use.kind === 'read' && use.name === 'embedding') this.vector(use.node);
      else if (use.kind === 'read') draft.block(use.node, 'response', `data[].${use.name}`, UNNAMED);
      else draft.block(use.node, 'response', 'data[]', HANDED_ON);
    }
  }

  private vector(node: ReadNode): void {
    const { draft } = this;
    if (ts.isPropertyAccessExpression(node)) {
      const edit = between(draft, node.expression, node, 'end', '');
      if (edit) draft.step(node.name, 'response', 'embedding', 'the vector itself', [edit]);
      else draft.block(node, 'response', 'embedding', 'it is read in a form that is not edited');
      return;
    }
    const pattern = ts.isBindingElement(node) ? node.parent : undefined;
    const isAlone = pattern?.elements.length === 1 && ts.isBindingElement(node) && !node.initializer;
    if (isAlone && pattern && ts.isIdentifier(node.name))
      draft.step(node.name, 'response', 'embedding', 'the vector itself', [
        draft.replace(pattern, node.name.text),
      ]);
    else draft.block(node, 'response', 'embedding', 'it is taken out together with others');
  }
}

/** A text, or a list of nothing but texts: numbers of tokens mean nothing to another model. */
function isTexts(draft: Draft, node: ts.Expression): boolean {
  const { flow } = draft;
  const bare = skipOuter(node);
  if (isText(flow, node)) return true;
  if (ts.isArrayLiteralExpression(bare))
    return bare.elements.every((one) =>
      ts.isSpreadElement(one) ? isTexts(draft, one.expression) : isText(flow, one),
    );
  if (elementType(flow, bare)?.kind === ts.SyntaxKind.StringKeyword) return true;
  const type = ts.isCallExpression(bare) ? undefined : declaredType(flow, bare);
  if (type && ts.isUnionTypeNode(type))
    return type.types.every((one) => /^(?:readonly )?string(?:\[\])?$/.test(one.getText()));
  return ts.isCallExpression(bare) && isMappedText(draft, bare);
}

function isMappedText({ flow }: Draft, call: ts.CallExpression): boolean {
  const [first] = call.arguments;
  const callback = first && skipOuter(first);
  const isMap = ts.isPropertyAccessExpression(call.expression) && call.expression.name.text === 'map';
  if (!isMap || !callback || !(ts.isArrowFunction(callback) || ts.isFunctionExpression(callback)))
    return false;
  const returned = returnedBy(callback);
  return returned.length > 0 && returned.every((one) => isText(flow, one));
}
