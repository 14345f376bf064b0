import type { Edit } from '../finding.js';
import type { Blanks } from '../reasons.js';
import type { DocSite, Token } from '../sites.js';
import type { Renaming } from './environment.js';
import type { ResolvedTarget } from './target.js';
import { byHand, rewritten, type Verdict } from './verdict.js';

/** Documentation that names what was renamed: it follows where that was asked for. */
export function docVerdicts(
  docs: readonly DocSite[],
  renamings: readonly Renaming[],
  verdicts: readonly Verdict[],
  target: ResolvedTarget,
  blanks: Blanks,
): Verdict[] {
  const variables = new Map(renamings.map((one) => [one.from, one]));
  const models = renamedModels(verdicts);
  return docs.flatMap((doc): Verdict[] => {
    const base = { token: doc.token, kind: 'docs', dialect: 'documentation' } as const;
    const renaming = doc.names === 'variable' ? variables.get(doc.token.text) : undefined;
    const to = renaming?.to ?? (doc.names === 'model' ? models.get(doc.token.text) : undefined);
    if (to === undefined) return [];
    const message = `${doc.token.text} → ${to}`;
    if (target.docs) return [rewritten({ ...base, message }, editsOf(doc, to, renaming))];
    if (!doc.inLink) return [];
    return [linkVerdict(doc.token, { ...blanks, keyVariable: to })];
  });
}

/** A button that deploys the program, and asks for the old variable. */
export function linkVerdict(token: Token, blanks: Blanks): Verdict {
  return byHand(
    {
      token,
      kind: 'docs',
      dialect: 'documentation',
      confidence: 'possible',
      message: `${token.text} in a link`,
    },
    'deploy-link',
    blanks,
  );
}

function editsOf({ token, value }: DocSite, to: string, renaming: Renaming | undefined): Edit[] {
  const edits: Edit[] = [{ file: token.file, ...token.span, text: to }];
  if (value && renaming?.value !== undefined)
    edits.push({ file: value.file, ...value.span, text: renaming.value });
  return edits;
}

/** Ids that went over everywhere, and to one other id. */
function renamedModels(verdicts: readonly Verdict[]): ReadonlyMap<string, string> {
  const found = new Map<string, string | null>();
  for (const { kind, action, token, edits } of verdicts) {
    if (kind !== 'model') continue;
    const from = bare(token.text);
    const edit = edits.find((one) => one.file === token.file && one.start === token.span.start);
    const to = action === 'rewrite' && edit ? bare(edit.text) : null;
    if (action === 'none') continue;
    found.set(from, found.has(from) && found.get(from) !== to ? null : to);
  }
  return new Map([...found].flatMap(([from, to]) => (to === null ? [] : [[from, to] as const])));
}

function bare(text: string): string {
  return text.replace(/^(["'`])(.*)\1$/s, '$2');
}
