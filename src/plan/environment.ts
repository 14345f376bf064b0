import type { Edit, RelatedPlace } from '../finding.js';
import type { Blanks } from '../reasons.js';
import type { ClientSite, EnvForm, EnvLineSite, EnvSite, Token } from '../sites.js';
import { placeKey } from './branches.js';
import { bare } from './endpoint.js';
import type { Mode, Readers } from './readers.js';
import { byHand, rewritten, stays, type Verdict } from './verdict.js';

/** A variable that the code now reads under another name. */
export interface Renaming {
  readonly from: string;
  readonly to: string;
  /** What it holds from now on, where that is no secret: the address of the target. */
  readonly value?: string;
  /** Why other readers keep the old name; empty: every read is renamed. */
  readonly blockers: readonly string[];
}

/** Whether a name is one that people give to OpenAI's things. */
export function isOpenAIName(name: string): boolean {
  return /(?:^|_)OPEN_?AI(?:_|$)/i.test(name) && !/AZURE/i.test(name);
}

/** Variables for the key of a client that are called after OpenAI, or after Azure where that is where it comes from. */
export function keyNames(site: KeyedSite): string[] {
  return site.apiKey.flatMap((origin) =>
    origin.kind === 'env' && isOwnName(site, origin.name) ? [origin.name] : [],
  );
}

/** Whether a variable of that name goes by another one once the client has moved. */
export function isOwnName({ azure }: KeyedSite, name: string): boolean {
  return isOpenAIName(name) || (azure !== undefined && /AZURE/i.test(name) && isKeyName(name));
}

type KeyedSite = Pick<ClientSite, 'apiKey' | 'azure'>;

export function isKeyName(name: string): boolean {
  return /(?:KEY|TOKEN|SECRET)S?$/i.test(name);
}

/** `VITE_OPENAI_API_KEY` stays visible to the browser bundle only under its prefix. */
export function targetVariable(name: string | null, keyVariable: string): string {
  const prefix = /^(?:NEXT_PUBLIC_|VITE_|REACT_APP_|PUBLIC_|EXPO_PUBLIC_|NUXT_)/.exec(name ?? '')?.[0] ?? '';
  return prefix + keyVariable;
}

/** A value that may be a live key: never shown, never copied. */
export function looksLikeSecret(value: string): boolean {
  return /^sk-(?!\.|x+$|your|test|xxx)[A-Za-z0-9_-]{20,}$/i.test(value) && /\d/.test(value);
}

/** Edit of the token that spells a variable's name, in the form it has there. */
export function renameEdit(token: Token, form: EnvForm, to: string): Edit {
  const { file, span, text } = token;
  if (form === 'string') return { file, ...span, text: `${text[0]}${to}${text.at(-1)}` };
  if (form === 'binding-shorthand') return { file, start: span.start, end: span.start, text: `${to}: ` };
  if (form === 'import') return { file, start: span.start, end: span.start, text: `${to} as ` };
  return { file, ...span, text: to };
}

/** The variable for the address beside the one for the key: `ZAI_API_KEY` → `ZAI_BASE_URL`. */
export function urlVariable(name: string, keyVariable: string): string {
  const base = keyVariable.replace(/_(?:API_?KEY|KEY|TOKEN|ACCESS_KEY)$/, '');
  return targetVariable(name, `${base}_BASE_URL`);
}

/** Verdicts for every read in code of a variable that holds the key. */
export function renameReads(
  reads: readonly EnvSite[],
  renaming: Renaming,
  nameIn: (read: EnvSite) => string,
  blanks: Blanks,
  trails: ReadonlyMap<string, readonly RelatedPlace[]>,
): Verdict[] {
  return reads
    .filter((read) => read.name === renaming.from)
    .map((read) => {
      const related = trails.get(placeKey(read.token)) ?? [];
      const base = { token: read.read, kind: 'credential', dialect: 'openai-node', related } as const;
      if (renaming.blockers.length > 0)
        return byHand(
          { ...base, message: `${read.name} is also read by ${someOf(renaming.blockers)}` },
          'variable-shared',
          blanks,
        );
      const to = nameIn(read);
      return rewritten({ ...base, message: `${read.name} → ${to}` }, [renameEdit(read.token, read.form, to)]);
    });
}

/** The first, and how many there are. */
export function someOf(names: readonly string[]): string {
  const [first = ''] = names;
  return names.length === 1 ? first : `${first} and ${names.length - 1} more`;
}

/** Verdicts for the lines of environment files. */
export function renameLines(
  lines: readonly EnvLineSite[],
  renaming: Renaming,
  readers: Readers,
  blanks: Blanks,
): Verdict[] {
  const own = lines.filter((line) => line.setting === null);
  const present = new Set(own.filter((line) => line.name === renaming.to).map((line) => line.token.file));
  return own
    .filter((line) => line.name === renaming.from)
    .flatMap((line) => {
      const mode = readers.modeOf(line, renaming);
      if (mode.kind === 'leave') return [belongsTo(line, mode.others, blanks)];
      if (renaming.value !== undefined) {
        if (present.has(line.token.file)) return [];
        return mode.kind === 'add' ? addLine(line, renaming, mode, blanks) : [replaceAddress(line, renaming)];
      }
      if (present.has(line.token.file)) return mode.kind === 'add' ? [] : [leftOver(line, blanks)];
      if (mode.kind === 'add' || !isReplaceable(line)) return addLine(line, renaming, mode, blanks);
      return [replaceLine(line, renaming)];
    });
}

/** Verdicts that put a variable beside `name` where that is set or passed on. */
export function addVariable(
  lines: readonly EnvLineSite[],
  name: string,
  to: string,
  blanks: Blanks,
): Verdict[] {
  const present = new Set(lines.filter((line) => line.name === to).map((line) => line.token.file));
  return lines
    .filter((line) => line.name === name && !present.has(line.token.file))
    .flatMap((line): Verdict[] => {
      if (!line.setting) return [addedLine(line, { to })];
      if (line.setting.owner || !/^(?:set|use|store)$/.test(line.setting.role)) return [];
      const base = {
        token: line.token,
        kind: 'credential',
        dialect: 'config-files',
        confidence: 'probable',
      } as const;
      return [
        byHand(
          { ...base, message: `${name} is set or passed on here; the code reads ${to}, too` },
          'config-names-variable',
          { ...blanks, keyVariable: to },
        ),
      ];
    });
}

/** An environment file beside a program in another language, which reads it. */
function belongsTo(line: EnvLineSite, others: readonly string[], blanks: Blanks): Verdict {
  return byHand(
    {
      token: line.token,
      kind: 'credential',
      dialect: 'env-files',
      confidence: 'probable',
      message: `${line.name} is for ${someOf(others)}`,
    },
    'other-language',
    blanks,
  );
}

/** Nothing is lost by replacing a line that is meant as a pattern, or that holds no real key. */
function isReplaceable(line: EnvLineSite): boolean {
  return !looksLikeSecret(bare(line)) && (line.template || isPlaceholder(bare(line)));
}

/** A text that can be no live key: a placeholder, or too plain for one. */
export function isDummy(value: string): boolean {
  if (looksLikeSecret(value)) return false;
  return isPlaceholder(value) || value.length < 20 || !/\d/.test(value);
}

function isPlaceholder(value: string): boolean {
  return (
    value === '' ||
    /^(?:sk-)?(?:\.{2,}|x{2,}|your|my|<|\$\{|test|dummy|changeme|replace|placeholder|insert)/i.test(value)
  );
}

function replaceLine(line: EnvLineSite, renaming: Renaming): Verdict {
  const edits: Edit[] = [{ file: line.token.file, ...line.token.span, text: renaming.to }];
  if (line.value.text !== '') edits.push({ file: line.value.file, ...line.value.span, text: '' });
  return rewritten(
    { token: line.token, kind: 'credential', dialect: 'env-files', message: `${line.name} → ${renaming.to}` },
    edits,
  );
}

/** An address is no secret: name and value go over in one. An empty one would lead back to OpenAI, so it is filled. */
function replaceAddress(line: EnvLineSite, renaming: Renaming): Verdict {
  const value = renaming.value ?? '';
  const old = bare(line);
  const text = old === '' ? value : line.value.text.replace(old, value);
  const edits: Edit[] = [
    { file: line.token.file, ...line.token.span, text: renaming.to },
    { file: line.value.file, ...line.value.span, text },
  ];
  return rewritten(
    { token: line.token, kind: 'endpoint', dialect: 'env-files', message: `${line.name} → ${renaming.to}` },
    edits,
  );
}

/** The old line stays, value and all: only its owner can tell who else reads it. */
function addLine(line: EnvLineSite, renaming: Renaming, mode: Mode, blanks: Blanks): Verdict[] {
  const added = addedLine(line, renaming);
  return mode.kind === 'add' ? [added] : [added, leftOver(line, blanks)];
}

function addedLine(line: EnvLineSite, { to, value }: Pick<Renaming, 'to' | 'value'>): Verdict {
  const { file } = line.token;
  const start = line.lineEnd;
  const needsBreak = line.eol === '' ? '\n' : '';
  const added: Edit = {
    file,
    start,
    end: start,
    text: `${needsBreak}${line.prefix}${to}=${value ?? ''}${line.eol}`,
  };
  return rewritten(
    {
      token: line.token,
      kind: value === undefined ? 'credential' : 'endpoint',
      dialect: 'env-files',
      message: `adds ${to}`,
      secret: true,
    },
    [added],
  );
}

function leftOver(line: EnvLineSite, blanks: Blanks): Verdict {
  const base = {
    token: line.value.text === '' ? line.token : line.value,
    kind: 'credential',
    dialect: 'env-files',
  } as const;
  if (bare(line) === '') return stays({ ...base, message: `${line.name} is empty` });
  return byHand(
    { ...base, message: `${line.name} still holds a value`, secret: true },
    'old-key-left',
    blanks,
  );
}
