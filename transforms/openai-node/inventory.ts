import type { Flow } from '../../src/flow/flow.js';
import { calleeName } from '../../src/flow/index-nodes.js';
import { envForm, type Shapes } from '../../src/flow/shapes.js';
import type { EnvSite, NoteSite } from '../../src/sites.js';
import { ts } from '../../src/ts.js';
import { sdkModule } from './modules.js';

/** Imports of the SDK, its types and its mocks: they stay, since the package stays. */
export function findImports(flow: Flow, shapes: Shapes): NoteSite[] {
  const notes: NoteSite[] = [];
  for (const { literal, typeOnly } of flow.index.specifiers)
    if (sdkModule(literal.text))
      notes.push(
        note(
          shapes,
          literal,
          typeOnly ? 'type' : 'import',
          typeOnly ? 'types of the SDK' : 'imports the SDK',
        ),
      );
  for (const literal of flow.index.strings)
    if (sdkModule(literal.text) && isMock(literal))
      notes.push({ ...note(shapes, literal, 'import', 'mocks the SDK'), mocksSdk: true });
  return notes;
}

function note(shapes: Shapes, node: ts.Node, kind: 'import' | 'type', message: string): NoteSite {
  return {
    site: 'note',
    dialect: 'openai-node',
    kind,
    token: shapes.token(node),
    confidence: 'certain',
    message: `${message}; the package stays`,
    reason: null,
    help: null,
    related: [],
  };
}

/** `vi.mock('openai')`, `jest.doMock('openai')`, `mock.module('openai')`. */
function isMock(literal: ts.StringLiteralLike): boolean {
  const { parent } = literal;
  if (!ts.isCallExpression(parent) || parent.arguments[0] !== literal) return false;
  return /^(?:mock|doMock|unmock|module|unstable_mockModule|importActual|importMock|requireActual|requireMock|proxyquire)$/.test(
    calleeName(parent.expression) ?? '',
  );
}

/** Every read of an environment variable, whatever becomes of it. */
export function findEnvReads(flow: Flow, shapes: Shapes): EnvSite[] {
  const sites: EnvSite[] = [];
  for (const node of envCandidates(flow)) {
    for (const value of flow.values(node)) {
      if (value.kind !== 'env' || value.node !== node) continue;
      sites.push({
        site: 'env',
        name: value.name,
        reader: value.reader,
        read: shapes.token(node),
        token: shapes.token(value.token),
        form: envForm(value.token),
      });
    }
  }
  return [...sites, ...destructured(flow, shapes)];
}

/** `….env.X`, `….env['X']`, `Deno.env.get('X')`. */
function envCandidates(flow: Flow): ts.Expression[] {
  const found: ts.Expression[] = [];
  for (const identifier of flow.index.identifiers.get('env') ?? []) {
    let node: ts.Node = identifier.parent;
    while (ts.isNonNullExpression(node.parent) || ts.isParenthesizedExpression(node.parent))
      node = node.parent;
    const outer = node.parent;
    if (ts.isPropertyAccessExpression(outer) && outer.expression === node) {
      if (ts.isCallExpression(outer.parent) && outer.name.text === 'get') found.push(outer.parent);
      else found.push(outer);
    } else if (ts.isElementAccessExpression(outer) && outer.expression === node) found.push(outer);
  }
  return found;
}

/** `const { OPENAI_API_KEY } = process.env`. */
function destructured(flow: Flow, shapes: Shapes): EnvSite[] {
  return (flow.index.identifiers.get('env') ?? []).flatMap((identifier) => {
    const declaration = identifier.parent.parent;
    if (!ts.isVariableDeclaration(declaration) || !ts.isObjectBindingPattern(declaration.name)) return [];
    if (declaration.initializer !== identifier.parent) return [];
    return declaration.name.elements.flatMap((element) => {
      const key = element.propertyName ?? element.name;
      if (element.dotDotDotToken || !ts.isIdentifier(key) || !declaration.initializer) return [];
      const [value] = flow.member(flow.values(declaration.initializer), key.text, key);
      if (value?.kind !== 'env') return [];
      const token = shapes.token(key);
      return [
        {
          site: 'env',
          name: value.name,
          reader: value.reader,
          read: token,
          token,
          form: envForm(key),
        } as const,
      ];
    });
  });
}
