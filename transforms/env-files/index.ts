import { parseModelId } from '../../src/openai/models.js';
import type { EnvLineSite, ModelMention, Site } from '../../src/sites.js';
import { TextFile } from '../../src/text-tokens.js';
import { defineTransform, type FindContext } from '../../src/transform.js';

const LINE =
  /^[ \t]*(?:export[ \t]+)?([A-Za-z_][A-Za-z0-9_]*)[ \t]*=[ \t]*(?:("(?:[^"\\]|\\.)*"|'[^']*'|`[^`]*`)|([^\r\n#]*?))[ \t]*(?:#[^\r\n]*)?(\r?\n|$)/gm;

const COMMENT = /(?:^|(?<=[ \t]))#[^\r\n]*/gm;
const NAMES = /(?<![\w-])(?:[A-Z0-9]+_)*OPEN_?AI(?:_[A-Z0-9]+)+(?!\w)/g;

/** `.env`, `.env.example`, `.dev.vars`, `.envrc`. */
export const envFiles = defineTransform({
  id: 'env-files',
  reads: 'text',
  find({ texts }: FindContext): readonly Site[] {
    return texts.flatMap((source): Site[] => {
      const file = new TextFile(source.file, source.text);
      return source.kind === 'env' ? [...lines(file), ...comments(file)] : [];
    });
  },
});

function lines(file: TextFile): Site[] {
  const template = /(?:example|sample|template|dist|defaults?)\b/i.test(file.file);
  return [...file.text.matchAll(LINE)].flatMap((match): Site[] => {
    const [whole, name = '', quoted, plain, eol = ''] = match;
    const nameStart = match.index + whole.indexOf(name);
    const value = quoted ?? plain ?? '';
    const afterEquals = file.text.indexOf('=', nameStart + name.length) + 1;
    const blanks = /^[ \t]*/.exec(file.text.slice(afterEquals))?.[0].length ?? 0;
    const valueStart = afterEquals + blanks;
    const line: EnvLineSite = {
      site: 'env-line',
      name,
      token: file.token(nameStart, nameStart + name.length),
      value: file.token(valueStart, valueStart + value.length),
      prefix: /^\s*export\s/.test(whole) ? 'export ' : '',
      lineEnd: match.index + whole.length,
      eol,
      template,
      editable: true,
      setting: null,
    };
    return [line, ...model(line)];
  });
}

function model(line: EnvLineSite): ModelMention[] {
  const value = line.value.text.replace(/^(["'`])(.*)\1$/s, '$2').trim();
  if (!parseModelId(value)) return [];
  return [{ site: 'mention', dialect: 'env-files', token: line.value, value, where: 'env' }];
}

/** Names in comments: a line that is commented out is a pattern, other words tell people something. */
function comments(file: TextFile): EnvLineSite[] {
  return [...file.text.matchAll(COMMENT)].flatMap((match) => {
    const [whole] = match;
    return [...whole.matchAll(NAMES)].map((name): EnvLineSite => {
      const start = match.index + name.index;
      const end = start + name[0].length;
      const isPattern =
        /^#[ \t#]*(?:export[ \t]+)?$/.test(whole.slice(0, name.index)) &&
        whole[name.index + name[0].length] === '=';
      return {
        site: 'env-line',
        name: name[0],
        token: file.token(start, end),
        value: file.token(end, end),
        prefix: '',
        lineEnd: end,
        eol: '',
        template: false,
        editable: false,
        setting: {
          role: isPattern ? 'pattern' : 'prose',
          owner: null,
          scope: null,
          source: 'none',
          isScript: false,
          copy: null,
        },
      };
    });
  });
}
