import { packageOf } from '../../src/flow/notes.js';
import type { SettingsForm } from '../../src/flow/settings.js';
import type { ReasonId } from '../../src/reasons.js';
import type { SdkVersion } from '../../src/sites.js';
import { isAtLeast } from '../../src/versions.js';

/*
 * `ChatGPTAPI` of npm:chatgpt, as `build/index.js` of 4.7.2, 4.8.1, 5.0.0, 5.0.4, 5.0.7, 5.1.1, 5.1.4, 5.2.2 and 5.2.5
 * has it. It reads no variable by itself and throws where it is given no key.
 */

export const HOME = 'chatgpt';

/** Until then it put `/v1/chat/completions` behind the address: no address of another path can be given. */
const WHOLE_ADDRESS = '5.1.0';

/** A class of the package by its name. */
export function chatgptClass(module: string, path: readonly string[]): string | undefined {
  if (packageOf(module)?.name !== HOME) return undefined;
  return path.join('.').replace(/^default\./, '');
}

/** How `ChatGPTAPI` is told what it needs. */
export function settingsForm(sdk: SdkVersion): SettingsForm {
  const fixed = fixedReason(sdk);
  return {
    dialect: 'chatgpt',
    className: 'ChatGPTAPI',
    client: {
      url: ['apiBaseUrl'],
      key: 'apiKey',
      staleKeys: [],
      // Sent as OpenAI-Organization (5.2.0).
      drop: ['apiOrg'],
      fallsBack: false,
      additionsIn: 'completionParams',
      ...(fixed ? { fixed } : {}),
    },
    optionsAt: 0,
    models: ['model'],
    settingsIn: 'completionParams',
    operation: 'chat.completions',
    spelling: {},
    // `CHATGPT_MODEL`, and what stands before `...completionParams`.
    implicit: { model: 'gpt-3.5-turbo', temperature: 0.8, top_p: 1, presence_penalty: 1 },
    sdk,
  };
}

function fixedReason(sdk: SdkVersion): ReasonId | undefined {
  return sdk.from !== 'unknown' && !isAtLeast(sdk, WHOLE_ADDRESS) ? 'chatgpt-version' : undefined;
}
