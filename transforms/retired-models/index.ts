import { ENDING_WORD, type Ending, endingAnywhere } from '../../src/providers/lifecycle.js';
import type { NoteSite, Site, Token } from '../../src/sites.js';
import { TextFile } from '../../src/text-tokens.js';
import { type CodeContext, defineTransform, type FindContext } from '../../src/transform.js';

/** Ids of models that a known provider has taken out of service, or will, as whole texts of code. */
export const retiredInCode = defineTransform({
  id: 'retired-models',
  reads: 'code',
  find({ flow, shapes }: CodeContext): readonly Site[] {
    return flow.index.strings.flatMap((node) => {
      const ending = endingAnywhere(node.text);
      // Files of data are read as text.
      if (!ending || flow.program.fileOf(node).file.endsWith('.json')) return [];
      return [note(shapes.token(node), ending)];
    });
  },
});

/** The same as values of environment files and configuration, and in other languages between quotes. */
export const retiredInText = defineTransform({
  id: 'retired-models',
  reads: 'text',
  find({ texts }: FindContext): readonly Site[] {
    return texts.flatMap(({ file, text, kind }) => {
      if (kind !== 'env' && kind !== 'config' && kind !== 'component' && kind !== 'other-language') return [];
      const source = new TextFile(file, text);
      return source.tokens(ENDING_WORD).flatMap((token) => {
        const before = text[token.span.start - 1] ?? '';
        const isValue = kind === 'env' || kind === 'config' ? /["'`=:\s]/.test(before) : /["'`]/.test(before);
        const ending = isValue && !inComment(text, token) ? endingAnywhere(token.text) : undefined;
        return ending ? [note(token, ending)] : [];
      });
    });
  },
});

function inComment(text: string, { span }: Token): boolean {
  const line = text.slice(text.lastIndexOf('\n', span.start - 1) + 1, span.start);
  return /^\s*(?:#|\/\/|;|<!--|\*|--)/.test(line);
}

/** Inventory: whether the day has come is for `check` to say, which knows what day it is. */
function note(token: Token, ending: Ending): NoteSite {
  return {
    site: 'note',
    dialect: 'retired-models',
    kind: 'model',
    token,
    confidence: 'probable',
    message: described(ending),
    reason: null,
    help: null,
    related: [],
    ending,
  };
}

function described({ id, provider, date, successor }: Ending): string {
  const when = date === null ? 'no longer offered' : `service ends ${date}`;
  return `${id}: ${when} at ${provider}${successor ? `; its successor is ${successor}` : ''}`;
}
