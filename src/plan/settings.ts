import type { Edit } from '../finding.js';
import { type Blanks, type ReasonId, reasonHelp } from '../reasons.js';
import type { EnvLineSite, Setting } from '../sites.js';
import { bare, endpointOfUrl } from './endpoint.js';
import { isDummy, type Renaming, someOf } from './environment.js';
import type { Readers } from './readers.js';
import { byHand, rewritten, stays, type Verdict } from './verdict.js';

/** A place that is no line of an environment file. */
type SettingLine = EnvLineSite & { readonly setting: Setting };

/**
 * Verdicts for configuration, pipelines and scripts that name a renamed variable. All places go along, or none: where
 * somebody still reads the old name, the new one is set beside it.
 */
export function renameSettings(
  lines: readonly EnvLineSite[],
  renaming: Renaming,
  readers: Readers,
  blanks: Blanks,
): Verdict[] {
  const named = lines.filter((line): line is SettingLine => isSetting(line) && line.name === renaming.from);
  const present = new Set(lines.filter((line) => line.name === renaming.to).map((line) => line.token.file));
  const sets = new Set(named.filter(({ setting }) => setting.role === 'set').map(placeOf));
  const settings = new Settings(renaming, readers, present, sets, blanks);
  for (const line of named) settings.note(line);
  const verdicts = named
    .filter(({ setting }) => setting.role !== 'prose')
    .flatMap((line) => settings.of(line));
  // A comment goes with what it is about.
  const renamed = new Set(
    verdicts
      .flatMap((verdict) => (verdict.action === 'rewrite' ? verdict.edits : []))
      .filter((edit) => edit.end > edit.start)
      .map(({ file }) => file),
  );
  const comments = named.filter(
    ({ setting, token }) => setting.role === 'prose' && renamed.has(token.file) && !setting.owner,
  );
  return [...verdicts, ...comments.map((line) => settings.renamed(line)), ...settings.stores(named)];
}

function isSetting(line: EnvLineSite): boolean {
  return line.setting !== null && line.setting.role !== 'read';
}

function placeOf({ token }: EnvLineSite): string {
  return `${token.file}:${token.range.start.line}`;
}

class Settings {
  private readonly renaming: Renaming;
  private readonly readers: Readers;
  private readonly present: ReadonlySet<string>;
  /** Lines on which the variable is set. */
  private readonly sets: ReadonlySet<string>;
  private readonly blanks: Blanks;

  /** Scripts in which the value stays, and with it everything that asks for it. */
  private readonly kept = new Set<string>();

  constructor(
    renaming: Renaming,
    readers: Readers,
    present: ReadonlySet<string>,
    sets: ReadonlySet<string>,
    blanks: Blanks,
  ) {
    this.sets = sets;
    this.renaming = renaming;
    this.readers = readers;
    this.present = present;
    this.blanks = blanks;
  }

  /** Looks at one line before any is decided. */
  note(line: SettingLine): void {
    if (line.setting.isScript && line.setting.role === 'set' && this.whyKept(line) !== undefined)
      this.kept.add(line.token.file);
  }

  of(line: SettingLine): Verdict[] {
    const { role, owner } = line.setting;
    // One place of a line is enough to say it.
    if (owner && this.isSetOn(line)) return [this.stays(line, [owner])];
    if (owner) return [this.byHand(line, `read by ${owner}`, 'variable-of-others')];
    if (role === 'fixed') return [this.byHand(line, `${line.name}, a name that others use`, 'public-name')];
    const mode = this.readers.modeOf(line, this.renaming);
    if (mode.kind === 'leave' && role !== 'set') return [this.stays(line, mode.others)];
    if (mode.kind === 'leave')
      return [this.byHand(line, `${line.name} is for ${someOf(mode.others)}`, 'other-language')];
    if (mode.kind === 'add') return this.added(line, mode.others);
    if (role === 'set') return this.set(line);
    if (this.kept.has(line.token.file)) return [this.left(line, `${line.name} is set in this script`)];
    return [this.renamed(line)];
  }

  private isSetOn(line: SettingLine): boolean {
    return line.setting.role !== 'set' && this.sets.has(placeOf(line));
  }

  /** The name alone. */
  renamed(line: SettingLine, more: readonly Edit[] = []): Verdict {
    const { token } = line;
    const edit = { file: token.file, ...token.span, text: this.renaming.to };
    return rewritten({ ...this.base(line), message: `${line.name} → ${this.renaming.to}` }, [edit, ...more]);
  }

  /** What is kept outside of the repository is made by hand, once. */
  stores(named: readonly SettingLine[]): Verdict[] {
    const { from, to } = this.renaming;
    const kept = named.filter(
      (line) =>
        line.setting.role === 'store' &&
        !line.setting.owner &&
        this.readers.modeOf(line, this.renaming).kind !== 'leave',
    );
    const [first, ...rest] = kept;
    if (!first) return [];
    const related = rest.map(({ token }) => ({
      file: token.file,
      line: token.range.start.line,
      column: token.range.start.column,
      message: 'asked for here, too',
    }));
    const base = {
      ...this.base(first),
      related,
      message: `${from} is kept outside of the repository: make ${to} there`,
    };
    return [byHand(base, 'secret-by-hand', { ...this.blanks, keyVariable: to })];
  }

  private set(line: SettingLine): Verdict[] {
    if (this.present.has(line.token.file))
      return [this.left(line, `${line.name} is left beside ${this.renaming.to}`)];
    const why = this.whyKept(line);
    if (why === 'key') return [this.holdsKey(line)];
    if (why !== undefined || this.kept.has(line.token.file))
      return [this.left(line, why ?? `${line.name} is set in this script`)];
    const text = bare(line);
    const { value } = this.renaming;
    if (value === undefined || text === '') return [this.renamed(line)];
    const edit = { file: line.value.file, ...line.value.span, text: line.value.text.replace(text, value) };
    return [this.renamed(line, [edit])];
  }

  /** A key never goes along: a value that could be one, or that comes from elsewhere, keeps its name. */
  private whyKept(line: SettingLine): string | undefined {
    const { source } = line.setting;
    if (source === 'other') return `${line.name} takes its value from another name`;
    const text = bare(line);
    if (this.renaming.value === undefined) return source === 'literal' && !isDummy(text) ? 'key' : undefined;
    return text === '' || endpointOfUrl(text).kind === 'openai'
      ? undefined
      : `${line.name} holds another address`;
  }

  private added(line: SettingLine, others: readonly string[]): Verdict[] {
    const { from, to, value } = this.renaming;
    const { role, copy } = line.setting;
    if (role !== 'set') return role === 'pattern' ? [] : [this.stays(line, others)];
    if (this.present.has(line.token.file)) return [this.stays(line, others)];
    const why = this.whyKept(line);
    if (why === 'key') return [this.holdsKey(line)];
    if (why !== undefined || !copy)
      return [this.left(line, why ?? `${from} is set here; the code now reads ${to}`)];
    const renamed = copy.text.replaceAll(new RegExp(`(?<![\\w])${from}(?!\\w)`, 'g'), to);
    const text = value === undefined || bare(line) === '' ? renamed : renamed.replace(bare(line), value);
    const edit = { file: line.token.file, start: copy.at, end: copy.at, text };
    const message = `adds ${to}: ${someOf(others)} still reads ${from}`;
    return [rewritten({ ...this.base(line), message }, [edit])];
  }

  private stays(line: SettingLine, others: readonly string[]): Verdict {
    return stays({ ...this.base(line), message: `${line.name} stays: ${someOf(others)} reads it` });
  }

  private holdsKey(line: SettingLine): Verdict {
    const base = { ...this.base(line), token: line.value, secret: true };
    return byHand({ ...base, message: `${line.name} holds a value` }, 'old-key-left', this.blanks);
  }

  private left(line: SettingLine, message: string): Verdict {
    return this.byHand(line, message, 'config-names-variable');
  }

  private byHand(line: SettingLine, message: string, reason: ReasonId): Verdict {
    const blanks = { ...this.blanks, keyVariable: this.renaming.to };
    return byHand(
      { ...this.base(line), message, confidence: 'probable', help: reasonHelp(reason, blanks) },
      reason,
      blanks,
    );
  }

  private base(line: SettingLine) {
    const kind = this.renaming.value === undefined ? 'credential' : 'endpoint';
    return { token: line.token, kind, dialect: 'config-files' } as const;
  }
}
