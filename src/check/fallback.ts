import { folderOf } from '../paths.js';
import { bare } from '../plan/endpoint.js';
import { byHand, type Verdict } from '../plan/verdict.js';
import type { Blanks } from '../reasons.js';
import type { ClientSite, EnvLineSite } from '../sites.js';

/** Variables that the SDK sends as headers to whatever host it talks to. */
const HEADERS = /^OPENAI_(?:ORG_ID|PROJECT_ID|CUSTOM_HEADERS)$/;

/**
 * What the SDK takes from the environment by itself, beside clients that belong to another vendor: the key goes to that
 * vendor's host when the client's own is missing, the headers always.
 *
 * @param moved clients whose endpoint is another vendor's
 */
export function findFallbacks(
  moved: readonly ClientSite[],
  lines: readonly EnvLineSite[],
  blanks: Blanks,
): Verdict[] {
  const clients = moved.filter((site) => site.form.fallsBack && !site.inTest);
  const keyless = clients.filter((site) => site.apiKey.every((origin) => origin.kind === 'nothing'));
  return [
    ...keyless.map((site) =>
      byHand(
        {
          token: site.token,
          kind: 'client',
          dialect: site.dialect,
          message: `${site.className} client of another vendor without a key: it sends OPENAI_API_KEY`,
          related: site.related,
        },
        'implicit-fallback',
        blanks,
      ),
    ),
    ...lines.flatMap((line) => lineVerdict(line, clients, blanks)),
  ];
}

function lineVerdict(line: EnvLineSite, clients: readonly ClientSite[], blanks: Blanks): Verdict[] {
  if (!line.editable || bare(line) === '') return [];
  // What a template says of the key is nobody's key.
  if (line.template && line.name === 'OPENAI_API_KEY') return [];
  const beside = clients.filter((site) => isBeside(site, line));
  const [first] = line.name === 'OPENAI_API_KEY' ? beside.filter(canFallBack) : beside;
  if (!first) return [];
  const { line: at, column } = first.token.range.start;
  const related = [{ file: first.token.file, line: at, column, message: 'client of another vendor' }];
  const base = { token: line.token, kind: 'credential', dialect: 'env-files', related } as const;
  if (line.name === 'OPENAI_API_KEY')
    return [
      byHand(
        { ...base, message: 'OPENAI_API_KEY would go to another vendor’s host when its own key is missing' },
        'implicit-fallback',
        blanks,
      ),
    ];
  const isHeader = (site: ClientSite) => site.form.headers?.includes(line.name) === true;
  if (HEADERS.test(line.name) || beside.some(isHeader))
    return [
      byHand(
        { ...base, message: `${line.name} goes to another vendor’s host` },
        'organization-variable',
        blanks,
      ),
    ];
  return [];
}

/** A key that may be undefined at run time: the SDK takes OpenAI's then. A text behind it keeps it from doing so. */
function canFallBack(site: ClientSite): boolean {
  if (site.apiKey.every((origin) => origin.kind === 'nothing')) return true;
  if (site.key?.guarded || site.apiKey.some((origin) => origin.kind === 'text')) return false;
  return site.apiKey.some((origin) => origin.kind === 'env' && !origin.required);
}

/** An environment file speaks to what lies in its folder and below. */
function isBeside(site: ClientSite, line: EnvLineSite): boolean {
  const folder = folderOf(line.token.file);
  return folder === '' || site.token.file.startsWith(`${folder}/`);
}
