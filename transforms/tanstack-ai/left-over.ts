import type { Edit } from '../../src/finding.js';
import type { Flow } from '../../src/flow/flow.js';
import type { Shapes } from '../../src/flow/shapes.js';
import type { FollowSite } from '../../src/sites.js';
import { ts } from '../../src/ts.js';

/**
 * Names of an import that nothing uses any more once the clients made by them have another maker: they go with the last
 * of these. `made` has the client that a call makes.
 */
export function leftOver(
  flow: Flow,
  shapes: Shapes,
  made: ReadonlyMap<ts.Node, string>,
  isHome: (specifier: string) => boolean,
): FollowSite[] {
  const specifiers = flow.index.specifiers.filter(({ literal }) => isHome(literal.text));
  return specifiers.flatMap(({ literal }) => {
    const names = namesOf(literal);
    const gone = names.flatMap((name) => {
      const clients = clientsBy(flow, name, made);
      return clients ? [{ name, clients }] : [];
    });
    const edits = gone.length > 0 ? without(flow, names, new Set(gone.map(({ name }) => name))) : [];
    if (edits.length === 0) return [];
    return [
      {
        site: 'follow' as const,
        dialect: 'tanstack-ai',
        kind: 'import' as const,
        token: shapes.token(literal),
        message: `${gone.map(({ name }) => name.name.text).join(', ')}: not used any more`,
        edits,
        clients: gone.flatMap(({ clients }) => clients),
        reason: 'client-by-hand' as const,
      },
    ];
  });
}

function namesOf(literal: ts.StringLiteralLike): readonly ts.ImportSpecifier[] {
  const { parent } = literal;
  const bindings = ts.isImportDeclaration(parent) ? parent.importClause?.namedBindings : undefined;
  return bindings && ts.isNamedImports(bindings) ? bindings.elements : [];
}

/** The clients that a name makes, where it is used for nothing else in its file. */
function clientsBy(
  flow: Flow,
  { name }: ts.ImportSpecifier,
  made: ReadonlyMap<ts.Node, string>,
): string[] | undefined {
  const file = name.getSourceFile();
  const uses = (flow.index.identifiers.get(name.text) ?? []).filter(
    (one) => one !== name && one.getSourceFile() === file && !ts.isImportSpecifier(one.parent),
  );
  const clients = uses.map((one) =>
    ts.isCallExpression(one.parent) && one.parent.expression === one ? made.get(one.parent) : undefined,
  );
  return clients.length > 0 && clients.every((id) => id !== undefined) ? clients : undefined;
}

function without(
  flow: Flow,
  names: readonly ts.ImportSpecifier[],
  gone: ReadonlySet<ts.ImportSpecifier>,
): Edit[] {
  const [first] = names;
  if (!first) return [];
  const { file, text, shift } = flow.program.fileOf(first);
  const statement = ts.findAncestor(first, ts.isImportDeclaration);
  if (gone.size === names.length && statement && !statement.importClause?.name) {
    const start = statement.getStart() + shift;
    const end = statement.getEnd() + shift;
    // With the end of the line before it: another import may be put behind it.
    const eol = /\r?\n$/.exec(text.slice(0, start))?.[0] ?? '';
    return eol === '' ? [] : [{ file, start: start - eol.length, end, text: '' }];
  }
  return names.flatMap((name, index) => {
    if (!gone.has(name)) return [];
    const next = names[index + 1];
    // With the comma behind it; the last one with the comma before it.
    if (next) return [{ file, start: name.getStart() + shift, end: next.getStart() + shift, text: '' }];
    const kept = names.slice(0, index).findLast((one) => !gone.has(one));
    return kept ? [{ file, start: kept.getEnd() + shift, end: name.getEnd() + shift, text: '' }] : [];
  });
}
