import type { Flow } from '../../src/flow/flow.js';
import type { CallLike } from '../../src/flow/index-nodes.js';
import { packageOf } from '../../src/flow/notes.js';
import type { SdkVersions } from '../../src/packages.js';
import { isAtLeast } from '../../src/versions.js';

/** `@openai/agents` and the packages that it is made of. */
const PACKAGES = /^@openai\/agents(?:-(?:core|openai|realtime|extensions))?$/;

export function isAgentsModule(specifier: string): boolean {
  return PACKAGES.test(packageOf(specifier)?.name ?? '');
}

/** Calls and constructions of an export of that name. */
export function callsOf(flow: Flow, name: string): readonly CallLike[] {
  return (flow.index.calls.get(name) ?? []).filter((call) =>
    flow
      .values(call.expression)
      .some(
        (value) => value.kind === 'external' && isAgentsModule(value.module) && value.path.join('.') === name,
      ),
  );
}

/**
 * The model of an agent that names none (`DEFAULT_OPENAI_MODEL` in npm:@openai/agents-openai 0.0.17 to 0.20.0,
 * dist/defaults.js).
 */
export function defaultModel(file: string, versions: SdkVersions): string {
  const sdk = versions.of(file, null, false, '@openai/agents');
  if (isAtLeast(sdk, '0.15.0')) return 'gpt-5.6-luna';
  return isAtLeast(sdk, '0.11.0') ? 'gpt-5.4-mini' : 'gpt-4.1';
}
