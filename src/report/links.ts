import { isReason } from '../reasons.js';
import { isRule, reasonPage, rulePage } from '../rules.js';
import type { Tool } from './json.js';

/**
 * An absolute address of a page, as formats ask for one. Without a repository it is the package URL (purl) of the file,
 * which is true wherever the package was installed from, and names no host that may not exist.
 */
export function docsUri(page: string, { repository, version }: Tool): string {
  return repository ? `${repository}/blob/main/docs/${page}` : `pkg:npm/banjia@${version}#docs/${page}`;
}

/** The page of a rule; undefined for a rule without one. */
export function ruleUri(rule: string, tool: Tool): string | undefined {
  return isRule(rule) ? docsUri(rulePage(rule), tool) : undefined;
}

export function reasonUri(reason: string | null, tool: Tool): string | undefined {
  return reason !== null && isReason(reason) ? docsUri(reasonPage(reason), tool) : undefined;
}

/** A link that a person can follow; undefined for an address that no browser knows. */
export function browsable(uri: string | undefined): string | undefined {
  return uri?.startsWith('https://') ? uri : undefined;
}
