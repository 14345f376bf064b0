import { BanjiaError } from '../errors.js';
import { ai360 } from './360.js';
import { alibaba } from './alibaba.js';
import { azure } from './azure.js';
import { baichuan } from './baichuan.js';
import { baidu } from './baidu.js';
import { deepseek } from './deepseek.js';
import { lingyi } from './lingyi.js';
import { minimax } from './minimax.js';
import { modelscope } from './modelscope.js';
import { moonshot } from './moonshot.js';
import { selfHosted } from './self-hosted.js';
import { sensenova } from './sensenova.js';
import { siliconflow } from './siliconflow.js';
import { spark } from './spark.js';
import { stepfun } from './stepfun.js';
import { tencent } from './tencent.js';
import type { Provider } from './types.js';
import { type HostOwner, hostMatches, ownerIn, VENDORS } from './vendors.js';
import { volcengine } from './volcengine.js';
import { zhipu } from './zhipu.js';

/** Every provider banjia knows, by id. */
export const providers: readonly Provider[] = [
  ai360,
  alibaba,
  azure,
  baichuan,
  baidu,
  deepseek,
  lingyi,
  minimax,
  modelscope,
  moonshot,
  selfHosted,
  sensenova,
  siliconflow,
  spark,
  stepfun,
  tencent,
  volcengine,
  zhipu,
];

/** By id, alias or name, whatever the case and the separators. Own providers come first. */
export function findProvider(name: string, own: readonly Provider[] = []): Provider | undefined {
  const wanted = plain(name);
  return [...own, ...providers].find((provider) => namesOf(provider).some((one) => plain(one) === wanted));
}

/** @throws {BanjiaError} `unknown-provider`, with the nearest names. */
export function providerOrThrow(name: string, own: readonly Provider[] = []): Provider {
  const found = findProvider(name, own);
  if (found) return found;
  const near = nearest(plain(name), [...own, ...providers]);
  const suggestion = near.length > 0 ? `; did you mean ${near.join(' or ')}?` : '';
  throw new BanjiaError(
    'unknown-provider',
    `unknown provider "${name}"${suggestion}`,
    'Run `banjia providers` for the list.',
  );
}

/** Who answers at a host, with or without a port; undefined for a host that nobody knows. */
export function hostOwner(host: string): HostOwner | undefined {
  const provider = providers.find((one) =>
    one.hosts.some((pattern) => hostMatches(pattern, host.toLowerCase())),
  );
  const known = ownerIn(VENDORS, host);
  if (known?.kind === 'openai' || known?.kind === 'azure' || !provider) return known;
  return { kind: 'vendor', name: provider.name.en, provider: provider.id };
}

/** The name of who answers at a host. */
export function vendorOfHost(host: string): string | undefined {
  return hostOwner(host)?.name;
}

function namesOf(provider: Provider): string[] {
  return [provider.id, provider.name.en, provider.name.zh, ...provider.aliases];
}

function plain(name: string): string {
  return name.toLowerCase().replace(/[\s._-]+/g, '');
}

function nearest(wanted: string, all: readonly Provider[]): string[] {
  return all
    .map((provider) => ({
      id: provider.id,
      distance: Math.min(...namesOf(provider).map((one) => editDistance(wanted, plain(one)))),
    }))
    .filter(({ distance }) => distance <= Math.max(2, Math.floor(wanted.length / 3)))
    .sort((a, b) => a.distance - b.distance || (a.id < b.id ? -1 : 1))
    .slice(0, 3)
    .map(({ id }) => id);
}

/** Insertions, deletions and replacements between two words. */
function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const replaced = (previous[column - 1] ?? 0) + (a[row - 1] === b[column - 1] ? 0 : 1);
      current.push(Math.min(replaced, (previous[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1));
    }
    previous = current;
  }
  return previous[b.length] ?? 0;
}
