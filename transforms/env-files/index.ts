import { parseModelId } from '../../src/openai/models.js';
import type { EnvLineSite, ModelMention, Site, Token } from '../../src/sites.js';
import { TextFile } from '../../src/text-tokens.js';
import { defineTransform, type FindContext } from '../../src/transform.js';

const LINE =
  /^[ \t]*(?:export[ \t]+)?([A-Za-z_][A-Za-z0-9_]*)[ \t]*=[ \t]*(?:("(?:[^"\\]|\\.)*"|'[^']*'|`[^`]*`)|([^\r\n#]*?))[ \t]*(?:#[^\r\n]*)?(\r?\n|$)/gm;

/** `.env`, `.env.example`, `.dev.vars`; and the variables of OpenAI that other configuration names. */
export const envFiles = defineTransform({
  id: 'env-files',
  reads: 'text',
  find({ texts }: FindContext): readonly Site[] {
    return texts.flatMap((source): Site[] => {
      const file = new TextFile(source.file, source.text);
      if (source.kind === 'env') return lines(file);
      if (source.kind === 'config') return named(file);
      return [];
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
      follows: true,
    };
    return [line, ...model(line)];
  });
}

function model(line: EnvLineSite): ModelMention[] {
  const value = line.value.text.replace(/^(["'`])(.*)\1$/s, '$2').trim();
  if (!parseModelId(value)) return [];
  return [{ site: 'mention', dialect: 'env-files', token: line.value, value, where: 'env' }];
}

/** Compose files, CI, Dockerfiles, deployment settings: the name, written out, can mean nothing but the variable. */
function named(file: TextFile): Site[] {
  return file.tokens(/(?<![\w-])(?:[A-Z0-9]+_)*OPEN_?AI(?:_[A-Z0-9]+)+(?!\w)/g).map((token) => ({
    site: 'env-line',
    name: token.text,
    token,
    value: file.token(token.span.end, token.span.end),
    prefix: '',
    lineEnd: token.span.end,
    eol: '',
    template: false,
    editable: false,
    follows: !/\.(?:sql|prisma|html|ipynb|graphql)$/.test(file.file) && !isHandedOn(file, token),
  }));
}

/**
 * `openai_api_key = "env(OPENAI_API_KEY)"`: a setting of its own, by which some other program talks to OpenAI. Names of
 * variables are lines of their own.
 */
function isHandedOn({ text }: TextFile, { span }: Token): boolean {
  const before = text.slice(text.lastIndexOf('\n', span.start - 1) + 1, span.start);
  const setting = /([\w.-]*open_?ai[\w.-]*)["']?\s*[:=]\s*\S*$/i.exec(before)?.[1];
  return setting !== undefined && /[a-z]/.test(setting);
}
