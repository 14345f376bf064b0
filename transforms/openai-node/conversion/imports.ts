import type { Edit } from '../../../src/finding.js';
import type { Flow } from '../../../src/flow/flow.js';
import { ts } from '../../../src/ts.js';
import type { Draft } from './draft.js';

/** A name of the SDK that gave way to another one, and where it is imported. */
export interface ImportedUse {
  readonly specifier: ts.ImportSpecifier;
  readonly reference: ts.Identifier;
  readonly to: string;
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
      const changed = new Map<ts.ImportSpecifier, string>();
      const references = new Set(found.map(({ use }) => use.reference));
      for (const { use } of found) changed.set(use.specifier, use.to);
      const left = [...changed.keys()].find((one) => !isWhollyChanged(flow, one, references));
      for (const draft of new Set(found.map((one) => one.draft))) {
        if (left)
          draft.block(left, 'parameter', left.name.text, 'something that is not converted names it, too');
        else draft.step(owner, 'import', 'import', TYPES, edits(draft, owner, changed));
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

/** The names between the braces; the module, too, where it has nothing but types of the old protocol. */
function edits(
  draft: Draft,
  owner: ts.NamedImports,
  changed: ReadonlyMap<ts.ImportSpecifier, string>,
): Edit[] {
  const module = (owner.parent.parent as ts.ImportDeclaration).moduleSpecifier;
  const path = ts.isStringLiteralLike(module) ? module.text : '';
  const isTypes = /\/resources\//.test(path);
  const isWhole = owner.elements.every((one) => changed.has(one));
  if (isTypes && !isWhole) {
    const kept = owner.elements.filter((one) => !changed.has(one)).map((one) => draft.text(one));
    const statement = owner.parent.parent;
    const { eol } = draft.indentOf(statement);
    const quote = draft.text(module)[0] ?? "'";
    return [
      draft.replace(owner, `{ ${kept.join(', ')} }`),
      draft.after(
        statement,
        `${eol}import type { ${names(changed.values())} } from ${quote}${TYPES}${quote};`,
      ),
    ];
  }
  if (!isTypes) return [...changed].map(([one, to]) => draft.replace(one.propertyName ?? one.name, to));
  return [draft.replace(owner, `{ ${names(changed.values())} }`), draft.retext(module, TYPES)];
}

/** Each name once, without what makes a list of it. */
function names(changed: Iterable<string>): string {
  return [...new Set([...changed].map((one) => one.replace(/\[\]$/, '')))].sort().join(', ');
}
