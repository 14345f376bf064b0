import type { Edit } from '../finding.js';
import type { FollowSite } from '../sites.js';
import { ts } from '../ts.js';
import type { Flow } from './flow.js';
import type { Shapes } from './shapes.js';

/**
 * Names of an import that nothing uses any more once the clients made by them have another maker: they go with the last
 * of these. `made` has the client that a call makes.
 */
export function leftOver(
  flow: Flow,
  shapes: Shapes,
  dialect: string,
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
        dialect,
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
    return whole(statement, { file, text, shift });
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

/** A statement with an end of line: the one before it, since another import may be put behind the last one. */
function whole(
  statement: ts.ImportDeclaration,
  { file, text, shift }: { readonly file: string; readonly text: string; readonly shift: number },
): Edit[] {
  const start = statement.getStart() + shift;
  const end = statement.getEnd() + shift;
  const before = /\r?\n$/.exec(text.slice(0, start))?.[0];
  if (before) return [{ file, start: start - before.length, end, text: '' }];
  const after = /^\r?\n/.exec(text.slice(end))?.[0];
  const isLast = statement.getSourceFile().statements.findLast(ts.isImportDeclaration) === statement;
  return after && !isLast ? [{ file, start, end: end + after.length, text: '' }] : [];
}
