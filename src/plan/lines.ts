import { hostOwner } from '../providers/index.js';
import type { Blanks, ReasonId } from '../reasons.js';
import type { EnvLineSite, EnvSite } from '../sites.js';
import type { ClientPlan } from './clients.js';
import { bare } from './endpoint.js';
import { isKeyName, isOpenAIName, looksLikeSecret } from './environment.js';
import { byHand, stays, type Verdict } from './verdict.js';

/** The SDK sends these to every host, also when the options say nothing; some libraries add their own. */
export function headerVariables(
  plans: readonly ClientPlan[],
  lines: readonly EnvLineSite[],
  blanks: Blanks,
): Verdict[] {
  const moved = plans.filter((plan) => plan.state === 'moved' && plan.site.form.fallsBack);
  if (moved.length === 0) return [];
  const names = new Set([
    'OPENAI_ORG_ID',
    'OPENAI_PROJECT_ID',
    'OPENAI_CUSTOM_HEADERS',
    ...moved.flatMap((plan) => plan.site.form.headers ?? []),
  ]);
  return lines
    .filter((line) => names.has(line.name) && isSet(line))
    .map((line) =>
      byHand(
        {
          token: line.token,
          kind: 'credential',
          dialect: line.setting ? 'config-files' : 'env-files',
          message: `${line.name} would go to the new host`,
        },
        'organization-variable',
        blanks,
      ),
    );
}

function isSet(line: EnvLineSite): boolean {
  return line.setting ? line.setting.role === 'set' && !line.setting.owner : bare(line) !== '';
}

/** Variables that code reads, that programs in other languages read, and that something sets. */
export interface KnownVariables {
  readonly code: ReadonlySet<string>;
  /** Who else reads one, one of them. */
  readonly others: ReadonlyMap<string, string>;
  readonly set: ReadonlySet<string>;
}

export function knownVariables(reads: readonly EnvSite[], lines: readonly EnvLineSite[]): KnownVariables {
  const by = (role: string | undefined) => lines.filter((line) => line.setting?.role === role);
  return {
    code: new Set(reads.map((read) => read.name)),
    others: new Map(by('read').map((line) => [line.name, line.token.file])),
    set: new Set([...by(undefined), ...by('set')].map((line) => line.name)),
  };
}

/** What a program in another language reads is told by the note on it; a word alone may be anything. */
export function isWorthALine({ name, setting }: EnvLineSite, known: KnownVariables): boolean {
  if (!isOpenAIName(name) || setting?.role === 'read') return false;
  const isWord = setting?.role === 'prose' || setting?.role === 'pattern';
  return !isWord || known.code.has(name) || known.others.has(name) || known.set.has(name);
}

export function lineVerdict(line: EnvLineSite, known: KnownVariables, blanks: Blanks): Verdict {
  const { setting } = line;
  const dialect = setting ? 'config-files' : 'env-files';
  const value = bare(line);
  const kind = ownerOf(value) === 'openai' ? 'endpoint' : 'credential';
  const base = { token: line.token, kind, dialect, message: line.name, confidence: 'probable' } as const;
  if (setting?.role === 'prose' || setting?.role === 'pattern')
    return stays({ ...base, message: `names ${line.name}`, confidence: 'possible' });
  if (!isKeyName(line.name) && kind === 'credential') return stays(base);
  if (setting?.owner)
    return byHand(
      { ...base, message: `${line.name}, read by ${setting.owner}` },
      'variable-of-others',
      blanks,
    );
  if (setting?.role === 'fixed') return byHand(base, 'public-name', blanks);
  const other = known.code.has(line.name) ? undefined : known.others.get(line.name);
  if (other) return byHand({ ...base, message: `${line.name} is for ${other}` }, 'other-language', blanks);
  const reason: ReasonId = kind === 'endpoint' ? 'raw-http' : 'variable-not-followed';
  return byHand({ ...base, secret: looksLikeSecret(value) }, reason, blanks);
}

function ownerOf(value: string): string | undefined {
  try {
    return hostOwner(new URL(value).host)?.kind;
  } catch {
    return undefined;
  }
}
