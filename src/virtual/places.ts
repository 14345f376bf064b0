import type { Edit, RelatedPlace } from '../finding.js';
import type { Token } from '../sites.js';
import { TextFile } from '../text-tokens.js';
import type { Mapping, VirtualFile } from './virtual-file.js';

/** Translates places of virtual files with offsets of their own into places of the repository's files. */
export class Places {
  private readonly byName = new Map<string, Place>();

  /** `texts` are those of the repository's files. */
  constructor(files: readonly VirtualFile[], texts: ReadonlyMap<string, string>) {
    for (const { name, file, text, mapping } of files)
      if (mapping)
        this.byName.set(name, {
          mapping,
          virtual: new TextFile(name, text),
          real: new TextFile(file, texts.get(file) ?? ''),
        });
  }

  token(token: Token): Token {
    const place = this.byName.get(token.file);
    if (!place) return token;
    const { start, end } = place.mapping.span(token.span) ?? { start: 0, end: 0 };
    return { ...place.real.token(start, end), scope: token.scope };
  }

  related(one: RelatedPlace): RelatedPlace {
    const place = this.byName.get(one.file);
    if (!place) return one;
    const at = place.virtual.offset(one.line, one.column);
    const { start, end } = place.mapping.span({ start: at, end: at + 1 }) ?? { start: 0, end: 0 };
    const { file, range } = place.real.token(start, end);
    return { ...one, file, line: range.start.line, column: range.start.column };
  }

  /** undefined where one of them cannot be made to the file. */
  edits(edits: readonly Edit[]): readonly Edit[] | undefined {
    const found: Edit[] = [];
    for (const edit of edits) {
      const place = this.byName.get(edit.file);
      const real = place ? place.mapping.edit(edit) : edit;
      if (!real) return undefined;
      found.push(real);
    }
    return found;
  }
}

interface Place {
  readonly mapping: Mapping;
  readonly virtual: TextFile;
  readonly real: TextFile;
}
