import { resolve } from 'node:path';
import type { CommonFlags, Terminal } from '../cli.js';
import { loadConfig } from '../config.js';
import { providerOrThrow, providers } from '../providers/index.js';
import { renderProvider, renderProviderList } from '../report/providers.js';
import { ownProviders } from '../target.js';

/** `banjia providers [id]`: the facts behind the plan. */
export async function providersCommand(
  id: string | undefined,
  flags: CommonFlags,
  terminal: Terminal,
): Promise<number> {
  const { config } = await loadConfig(
    resolve(flags.cwd ?? '.'),
    flags.config ? resolve(flags.config) : undefined,
  );
  const own = ownProviders(config);
  if (id === undefined) {
    const all = [...own, ...providers];
    terminal.out(flags.json ? `${JSON.stringify(all, null, 2)}\n` : renderProviderList(all, terminal.chalk));
    return 0;
  }
  const provider = providerOrThrow(id, own);
  terminal.out(
    flags.json ? `${JSON.stringify(provider, null, 2)}\n` : renderProvider(provider, terminal.chalk),
  );
  return 0;
}
