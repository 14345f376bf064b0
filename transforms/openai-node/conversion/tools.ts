import { skipOuter } from '../../../src/flow/index-nodes.js';
import { propertyText } from '../../../src/flow/uses.js';
import { HELPERS, HOSTED_TOOLS } from '../../../src/openai/protocols.js';
import { ts } from '../../../src/ts.js';
import { sdkModule } from '../modules.js';
import type { Draft } from './draft.js';
import type { ImportedUse } from './imports.js';
import type { Lists } from './lists.js';
import { literalOf, literalText, type Property, propertyOf } from './messages.js';
import { nest } from './nesting.js';

/** What a function tool may say of itself; chat completions nest it under `function`. */
const FUNCTION = new Set(['name', 'description', 'parameters', 'strict']);

/** `tools` and `tool_choice` of the Responses API. */
export class Tools {
  private readonly draft: Draft;
  private readonly lists: Lists;
  private readonly helpers: Helpers;

  constructor(draft: Draft, lists: Lists, helpers: Helpers) {
    this.draft = draft;
    this.lists = lists;
    this.helpers = helpers;
  }

  list(tools: Property): void {
    this.lists.each(tools.value, 'tools[]', (element) => this.tool(element));
    this.hosted(tools.value);
  }

  /** Tools that run at OpenAI are named wherever they are written, also in lists that cannot be followed to the end. */
  private hosted(list: ts.Expression): void {
    const { flow } = this.draft;
    for (const value of flow.values(list)) {
      if (value.kind !== 'array') continue;
      const { parent } = value.node;
      const name = ts.isVariableDeclaration(parent) && ts.isIdentifier(parent.name) ? parent.name : undefined;
      const elements = [...value.node.elements, ...this.lists.pushed(name && flow.symbolOf(name))];
      for (const element of elements)
        for (const one of ts.isSpreadElement(element) ? [] : flow.values(element))
          if (one.kind === 'object') this.hostedTool(one.node);
    }
  }

  private hostedTool(object: ts.ObjectLiteralExpression): void {
    const type = propertyOf(object, 'type');
    const name = type && literalText(type.value);
    if (name === undefined || !HOSTED_TOOLS.has(name)) return;
    const tool = { type: name, isBare: object.properties.length === 1 };
    this.draft.block(object, 'unsupported', `tools[].${name}`, 'it runs at OpenAI', tool);
  }

  choice(choice: Property): void {
    const { draft } = this;
    const bare = skipOuter(choice.value);
    if (!ts.isObjectLiteralExpression(bare)) {
      const values = draft.flow.values(choice.value);
      const isPlain =
        values.length > 0 && values.every((one) => one.kind === 'text' || one.kind === 'nothing');
      if (!isPlain) draft.block(choice.node, 'parameter', 'tool_choice', 'what it says is not in sight');
      return;
    }
    const type = propertyOf(bare, 'type');
    const name = propertyOf(bare, 'name');
    if (!type || !name || literalText(type.value) !== 'function' || bare.properties.length !== 2) {
      const tool = type && literalText(type.value);
      draft.block(
        choice.node,
        'parameter',
        `tool_choice.${tool ?? '…'}`,
        'a chat can be told to call a function only',
      );
      return;
    }
    draft.step(
      choice.node.name ?? choice.node,
      'parameter',
      'tool_choice.name',
      'tool_choice.function.name',
      [draft.before(name.node, 'function: { '), draft.after(name.node, ' }')],
    );
  }

  private tool(element: ts.Expression): void {
    const { draft } = this;
    const bare = skipOuter(element);
    if (ts.isObjectLiteralExpression(bare)) {
      this.lists.asserted(element);
      this.written(bare);
      return;
    }
    if (ts.isCallExpression(bare) && this.helpers.call(bare)) return;
    const declaration = ts.isIdentifier(bare)
      ? draft.flow.symbolOf(bare)?.declarations?.find(ts.isVariableDeclaration)
      : undefined;
    const made = declaration?.initializer && skipOuter(declaration.initializer);
    if (declaration && made && (ts.isObjectLiteralExpression(made) || ts.isCallExpression(made))) {
      this.lists.holder(declaration);
      if (ts.isObjectLiteralExpression(made)) {
        this.written(made);
        return;
      }
      if (this.helpers.call(made)) return;
    }
    draft.block(element, 'parameter', 'tools[]', 'it is put together where it cannot be followed');
  }

  private written(object: ts.ObjectLiteralExpression): void {
    const { draft } = this;
    const type = propertyOf(object, 'type');
    const name = type && literalText(type.value);
    if (!type || name === undefined) {
      draft.block(object, 'parameter', 'tools[].type', 'what kind of tool it is, is not in sight');
      return;
    }
    if (HOSTED_TOOLS.has(name)) {
      this.hostedTool(object);
      return;
    }
    if (name !== 'function') {
      draft.block(object, 'parameter', `tools[].${name}`, 'a chat knows functions only');
      return;
    }
    const rest = object.properties.filter((one) => one !== type.node);
    for (const property of rest) {
      const key = property.name && propertyText(property.name);
      if (key === undefined || !FUNCTION.has(key))
        draft.block(property, 'parameter', `tools[].${key ?? '…'}`, 'a function of a chat has it not');
    }
    if (rest.length === 0) return;
    draft.step(
      literalOf(type.value) ?? type.node,
      'parameter',
      'tools[].name',
      'tools[].function.name',
      nest(draft, object, type, rest, 'function'),
    );
  }
}

/** Helpers of `openai/helpers/…`, which come in one kind for each protocol. */
export class Helpers {
  readonly imported: ImportedUse[] = [];
  private readonly draft: Draft;

  constructor(draft: Draft) {
    this.draft = draft;
  }

  /** Renames the helper that `call` calls; false where it calls something else. */
  call(call: ts.CallExpression): boolean {
    const { draft } = this;
    const callee = skipOuter(call.expression);
    if (!ts.isIdentifier(callee)) return false;
    const specifier = draft.flow.symbolOf(callee)?.declarations?.find(ts.isImportSpecifier);
    const name = specifier && (specifier.propertyName ?? specifier.name).text;
    const to = name === undefined ? undefined : HELPERS[name];
    const isOfSdk = draft.flow
      .values(callee)
      .some((one) => one.kind === 'external' && sdkModule(one.module)?.subpath.startsWith('helpers/'));
    if (!specifier || to === undefined || !isOfSdk) return false;
    this.imported.push({ specifier, reference: callee, to });
    // Where it goes by a name of the file's own, only the import changes.
    if (!specifier.propertyName) draft.step(callee, 'parameter', name ?? '', to, [draft.replace(callee, to)]);
    return true;
  }
}
