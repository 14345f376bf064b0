import type { Edit } from '../../../src/finding.js';
import type { Flow } from '../../../src/flow/flow.js';
import { ts } from '../../../src/ts.js';
import { sdkModule } from '../modules.js';
import type { Draft } from './draft.js';

/** A name of the SDK that gave way to another one, and where it is imported. */
export interface ImportedUse {
  readonly specifier: ts.ImportSpecifier;
  readonly reference: ts.Identifier;
  /** null: it is used no more. */
  readonly to: string | null;
}

/** Where the types of chat completions are, in every major from 4 on. */
const TYPES = 'openai/resources/chat/completions';

/**
 * Imports follow once every use of what they name has changed. Whether that is so is known only when all requests have
 * been taken apart.
 */
export class Imports {
  private readonly uses = new Map<ts.NamedImports, { draft: Draft; use: ImportedUse }[]>();

  add(draft: Draft, uses: readonly ImportedUse[]): void {
    for (const use of uses) {
      const owner = use.specifier.parent;
      draft.share(owner);
      this.uses.set(owner, [...(this.uses.get(owner) ?? []), { draft, use }]);
    }
  }

  finish(flow: Flow): void {
    for (const [owner, found] of this.uses) {
      const changed = new Map<ts.ImportSpecifier, string | null>();
      const references = new Set(found.map(({ use }) => use.reference));
      for (const { use } of found) changed.set(use.specifier, use.to);
      const left = [...changed.keys()].find((one) => !isWhollyChanged(flow, one, references));
      for (const draft of new Set(found.map((one) => one.draft))) {
        if (collides(flow, owner, changed))
          draft.block(owner, 'parameter', 'import', 'the new name means something else in this file');
        else if (left)
          draft.block(left, 'parameter', left.name.text, 'something that is not converted names it, too');
        else
          draft.step(
            owner,
            'import',
            'import',
            TYPES,
            edits(draft, owner, withoutPresent(flow, owner, changed)),
          );
      }
    }
  }
}

function isWhollyChanged(
  flow: Flow,
  specifier: ts.ImportSpecifier,
  changed: ReadonlySet<ts.Identifier>,
): boolean {
  const symbol = flow.symbolOf(specifier.name);
  return (flow.index.identifiers.get(specifier.name.text) ?? []).every(
    (one) => one === specifier.name || flow.symbolOf(one) !== symbol || changed.has(one),
  );
}

type Changed = ReadonlyMap<ts.ImportSpecifier, string | null>;

/** The names between the braces; the module, too, where it has nothing but types of the old protocol. */
function edits(draft: Draft, owner: ts.NamedImports, changed: Changed): Edit[] {
  const statement = owner.parent.parent as ts.ImportDeclaration;
  const { moduleSpecifier: module } = statement;
  const isTypes = ts.isStringLiteralLike(module) && /\/resources\//.test(module.text);
  const kept = owner.elements.filter((one) => !changed.has(one)).map((one) => draft.text(one));
  if (!isTypes) {
    const left = [...new Set([...kept, ...renamed(changed)])];
    return left.length > 0 ? [draft.replace(owner, braces(left))] : [withdrawn(draft, statement)];
  }
  const prefix = owner.parent.isTypeOnly ? '' : 'type ';
  const types = typeNames(changed).map((one) => prefix + one);
  if (types.length === 0)
    return kept.length > 0 ? [draft.replace(owner, braces(kept))] : [withdrawn(draft, statement)];
  if (kept.length === 0) return [draft.replace(owner, braces(types)), draft.retext(module, TYPES)];
  const { eol } = draft.indentOf(statement);
  const quote = draft.text(module)[0] ?? "'";
  const end = draft.text(statement).endsWith(';') ? ';' : '';
  const added = `${eol}import type ${braces(typeNames(changed))} from ${quote}${TYPES}${quote}${end}`;
  return [draft.replace(owner, braces(kept)), draft.after(statement, added)];
}

function braces(names: readonly string[]): string {
  return `{ ${names.join(', ')} }`;
}

/** `zodTextFormat as format` keeps the name that the file gave it. */
function renamed(changed: Changed): string[] {
  return [...changed].flatMap(([one, to]) =>
    to === null ? [] : [one.propertyName ? `${to} as ${one.name.text}` : to],
  );
}

/** Each type once, without what makes a list of it. */
function typeNames(changed: Changed): string[] {
  const names = [...changed.values()].flatMap((one) => (one === null ? [] : [one.replace(/\[\]$/, '')]));
  return [...new Set(names)].sort();
}

/** The whole import with the end of its line. */
function withdrawn(draft: Draft, statement: ts.ImportDeclaration): Edit {
  const edit = draft.replace(statement, '');
  const rest = /^[ \t]*\r?\n/.exec(draft.parsed(statement).text.slice(edit.end))?.[0] ?? '';
  return { ...edit, end: edit.end + rest.length };
}

/** A name that the file imports from the SDK already need not be imported again. */
function withoutPresent(flow: Flow, owner: ts.NamedImports, changed: Changed): Changed {
  return new Map(
    [...changed].map(([one, to]) => [one, isPresent(flow, owner, newName(one, to)) ? null : to] as const),
  );
}

function newName(specifier: ts.ImportSpecifier, to: string | null): string | undefined {
  return specifier.propertyName ? undefined : to?.replace(/\[\]$/, '');
}

function others(flow: Flow, owner: ts.NamedImports, name: string): ts.Identifier[] {
  const file = owner.getSourceFile();
  return (flow.index.identifiers.get(name) ?? []).filter((one) => one.getSourceFile() === file);
}

function isPresent(flow: Flow, owner: ts.NamedImports, name: string | undefined): boolean {
  if (name === undefined) return false;
  return others(flow, owner, name).some(
    ({ parent }) =>
      ts.isImportSpecifier(parent) &&
      !parent.propertyName &&
      flow
        .values(parent.name)
        .some((value) => value.kind === 'external' && sdkModule(value.module) !== undefined),
  );
}

/** Whether the file has something else that goes by one of the new names. */
function collides(flow: Flow, owner: ts.NamedImports, changed: Changed): boolean {
  return [...changed].some(([one, to]) => {
    const name = newName(one, to);
    if (name === undefined || isPresent(flow, owner, name)) return false;
    return others(flow, owner, name).some((other) => flow.symbolOf(other) !== undefined);
  });
}
