import type { Flow } from '../../src/flow/flow.js';
import { calleeName } from '../../src/flow/index-nodes.js';
import type { Shapes } from '../../src/flow/shapes.js';
import type { NoteSite } from '../../src/sites.js';
import { ts } from '../../src/ts.js';
import { isDropIn, sdkModule } from './modules.js';

/** Imports of the SDK, its types and its mocks: they stay, since the package stays. */
export function findImports(flow: Flow, shapes: Shapes): NoteSite[] {
  const notes: NoteSite[] = [];
  for (const { literal, typeOnly } of flow.index.specifiers)
    if (sdkModule(literal.text) && bringsClients(literal))
      notes.push(
        note(
          shapes,
          literal,
          typeOnly ? 'type' : 'import',
          typeOnly
            ? 'types of the SDK'
            : `imports ${isDropIn(literal.text) ? 'a class that extends the SDK’s' : 'the SDK'}`,
        ),
      );
  for (const literal of flow.index.strings)
    if (sdkModule(literal.text) && isMock(literal))
      notes.push({ ...note(shapes, literal, 'import', 'mocks the SDK'), mocksSdk: true });
  return notes;
}

/** The root of such a package has clients of other vendors, too. */
function bringsClients(literal: ts.StringLiteralLike): boolean {
  if (!isDropIn(literal.text) || literal.text.endsWith('/openai')) return true;
  const { parent } = literal;
  const bindings = ts.isImportDeclaration(parent) ? parent.importClause?.namedBindings : undefined;
  return (
    !bindings ||
    !ts.isNamedImports(bindings) ||
    bindings.elements.some(({ name, propertyName }) => /OpenAI$/.test((propertyName ?? name).text))
  );
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
