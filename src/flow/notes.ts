import type { NoteSite } from '../sites.js';
import type { ts } from '../ts.js';
import type { Flow } from './flow.js';
import type { Shapes } from './shapes.js';

type Told = Pick<NoteSite, 'dialect' | 'kind' | 'message'> & Partial<NoteSite>;

/** Something that needs no planning, said of a node. */
export function noteAt(shapes: Shapes, node: ts.Node, told: Told): NoteSite {
  return {
    site: 'note',
    token: shapes.token(node),
    confidence: 'certain',
    reason: null,
    help: null,
    related: [],
    ...told,
  };
}

/** Imports of a library that stays, and of its types. */
export function importNotes(
  flow: Flow,
  shapes: Shapes,
  dialect: string,
  matches: (specifier: string) => boolean,
): NoteSite[] {
  return flow.index.specifiers.flatMap(({ literal, typeOnly }) =>
    matches(literal.text)
      ? [
          noteAt(shapes, literal, {
            dialect,
            kind: typeOnly ? 'type' : 'import',
            message: typeOnly
              ? `types of ${literal.text}; the package stays`
              : `imports ${literal.text}; the package stays`,
          }),
        ]
      : [],
  );
}

/** A specifier without what Deno and CDNs put around it: `npm:@langchain/openai@0.3.17/x` → name, version and subpath. */
export function packageOf(
  specifier: string,
): { readonly name: string; readonly version: string | null; readonly subpath: string } | undefined {
  const bare = specifier
    .replace(/^npm:\/?/, '')
    .replace(
      /^https?:\/\/(?:esm\.sh|esm\.run|cdn\.skypack\.dev|cdn\.jsdelivr\.net\/npm|unpkg\.com)\/(?:v\d+\/|pin\/)?/,
      '',
    )
    .replace(/\?.*$/, '');
  const match = /^((?:@[\w.-]+\/)?[\w][\w.-]*)(?:@v?([^/]+))?(?:\/(.*))?$/.exec(bare);
  if (!match || /^(?:https?|node|jsr|file|data):/.test(bare)) return undefined;
  const [, name = '', version = null, subpath = ''] = match;
  return {
    name,
    version,
    subpath: subpath.replace(/\.[cm]?js$/, '').replace(/(?:^|\/)(?:index|\+esm)$/, ''),
  };
}
