import type { EnvLineSite, Token } from '../../src/sites.js';
import type { TextFile } from '../../src/text-tokens.js';

/** `os.environ["X"]`, `os.getenv('X')`, `ENV.fetch("X")`, `env::var("X")`, `System.getenv("X")`, `$_ENV['X']`. */
const READS =
  /(?:environ(?:\.get)?|getenv|Getenv|LookupEnv|GetEnvironmentVariable|getProperty|env::var(?:_os)?|ENV(?:\.fetch)?|_ENV|_SERVER|\benv|config)\s*[[(]\s*["']([A-Za-z_][A-Za-z0-9_]*)["']/g;
/** Fields of pydantic's settings: `openai_api_key: str` is read from OPENAI_API_KEY. */
const FIELDS = /^[ \t]+([A-Za-z_][A-Za-z0-9_]*)[ \t]*:[ \t]*[A-Za-z]/gm;
const PREFIX = /env_prefix\s*=\s*["'](\w*)["']/;
/** What the libraries read by themselves. */
const IMPLICIT = ['OPENAI_API_KEY', 'OPENAI_BASE_URL'];

/** Variables that a program in another language reads: who reads them does not follow when they are renamed. */
export function variableReads(file: TextFile, text: string, imports: readonly Token[]): EnvLineSite[] {
  const [first] = imports;
  const settings = /\bBaseSettings\b/.test(text) ? file.tokens(FIELDS, text) : [];
  const prefix = PREFIX.exec(text)?.[1] ?? '';
  return [
    ...file.tokens(READS, text).map((token) => read(token, token.text)),
    ...settings.map((token) => read(token, (prefix + token.text).toUpperCase())),
    ...(first ? IMPLICIT.map((name) => read(first, name)) : []),
  ];
}

function read(token: Token, name: string): EnvLineSite {
  const { end } = token.span;
  return {
    site: 'env-line',
    name,
    token,
    value: { ...token, span: { start: end, end }, text: '' },
    prefix: '',
    lineEnd: end,
    eol: '',
    template: false,
    editable: false,
    setting: { role: 'read', owner: null, scope: null, source: 'none', isScript: false, copy: null },
  };
}
