import type { CommonFlags, Terminal } from '../cli.js';
import { compareTargets } from '../compare/index.js';
import type { Config } from '../config.js';
import { BanjiaError } from '../errors.js';
import type { ResolvedTarget } from '../plan/target.js';
import { providers } from '../providers/index.js';
import type { Provider } from '../providers/types.js';
import type { CompareReport } from '../report/compare-cells.js';
import { renderCompareJson } from '../report/json-compare.js';
import { renderCompareMarkdown } from '../report/markdown-compare.js';
import { renderCompare } from '../report/text-compare.js';
import { gather } from '../run.js';
import { ownProviders, resolveTarget } from '../target.js';
import { toolVersion } from '../version.js';
import { placeOf } from './shared.js';

export interface CompareFlags extends CommonFlags {
  readonly markdown?: boolean;
}

/** `banjia compare`: the files are read once, the move is planned for every provider. */
export async function compareCommand(
  paths: readonly string[],
  flags: CompareFlags,
  terminal: Terminal,
): Promise<number> {
  if (flags.json && flags.markdown)
    throw new BanjiaError('bad-option', '--json and --markdown exclude each other', 'Leave one of them out.');
  const place = await placeOf(paths, flags);
  const { sites, texts, places, scope, diagnostics } = await gather({
    root: place.root,
    paths: place.paths,
    ignore: [...(place.config.ignore ?? []), ...flags.ignore],
    gitignore: flags.gitignore,
  });
  const targets = [...ownProviders(place.config), ...providers].map((one) => targetOf(one, place.config));
  const report: CompareReport = compareTargets(sites, texts, targets, scope, places);
  terminal.out(rendered(report, flags, terminal));
  for (const { severity, file, message } of diagnostics)
    terminal.err(`${severity}: ${file ? `${file}: ` : ''}${message}\n`);
  return 0;
}

function rendered(report: CompareReport, flags: CompareFlags, terminal: Terminal): string {
  const { chalk, columns, lang } = terminal;
  if (flags.json) return renderCompareJson(report, { name: 'banjia', version: toolVersion });
  if (flags.markdown) return renderCompareMarkdown(report, lang);
  return renderCompare(report, { chalk, columns, lang });
}

/**
 * The provider's first endpoint. Parts of an address that only the user knows make no difference to what maps; what the
 * configuration says of models, regions and addresses is meant for the provider that it names.
 */
function targetOf(provider: Provider, config: Config): ResolvedTarget {
  const own = config.providers ? { providers: config.providers } : {};
  const [region] = provider.regions;
  return resolveTarget(
    { to: provider.id, baseUrl: region.baseURL.value.replace(/<[^>]*>/g, 'mine') },
    config.provider === provider.id ? { ...own, models: config.models ?? {} } : own,
  );
}
