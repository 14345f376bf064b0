import { textTransforms } from '../../transforms/text.js';
import type { Diagnostic } from '../finding.js';
import { readImportMaps, readManifests, SdkVersions } from '../packages.js';
import type { Site } from '../sites.js';
import type { FindContext, SourceText } from '../transform.js';
import { closeOver } from './closure.js';
import { createResolver } from './resolve.js';

export interface Found {
  readonly sites: readonly Site[];
  readonly parsed: number;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Runs every dialect over the texts. The parser is loaded only when there is code among them. `others` is code that says
 * nothing of OpenAI: what the rest imports of it, or is imported by, is parsed along.
 */
export async function find(texts: readonly SourceText[], others: readonly SourceText[] = []): Promise<Found> {
  const manifests = readManifests(texts.filter((one) => one.kind === 'manifest'));
  const versions = new SdkVersions(
    manifests,
    texts.filter((one) => one.kind === 'lockfile'),
    texts.filter((one) => /(?:pnpm-workspace\.yaml|\.yarnrc\.yml)$/.test(one.file)),
    readImportMaps(texts),
  );
  const context: FindContext = { texts, manifests, versions };
  const sites: Site[] = textTransforms.flatMap((transform) => [...transform.find(context)]);
  const code = texts.filter((one) => one.kind === 'code');
  if (code.length === 0) return { sites, parsed: 0, diagnostics: [] };
  const { analyseCode } = await import('./analyse.js');
  const data = texts.filter((one) => one.kind === 'config' && one.file.endsWith('.json'));
  const resolve = createResolver(
    texts,
    manifests,
    new Set([...code, ...others, ...data].map((one) => one.file)),
  );
  const result = analyseCode([...code, ...closeOver(code, others, resolve), ...data], context, resolve);
  return { sites: [...sites, ...result.sites], parsed: result.parsed, diagnostics: result.diagnostics };
}
