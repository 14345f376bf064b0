/** What an import specifier says of the SDK behind it. */
export interface SdkModule {
  /** `''` for the root, else what follows the package name: `resources/chat`, `helpers/zod`. */
  readonly subpath: string;
  /** The version in a Deno or URL specifier: `npm:openai@4.8.0`. */
  readonly version: string | null;
  /** `openai-edge` speaks the v3 surface with `fetch`. */
  readonly edge: boolean;
}

const PACKAGE = /^(?:npm:\/?)?openai(?:@([^/]+))?(?:\/(.*))?$/;
const JSR = /^jsr:\/?@openai\/openai(?:@([^/]+))?(?:\/(.*))?$/;
/** esm.sh, esm.run, skypack, jsdelivr, unpkg, deno.land/x: the package's name is the first path segment that counts. */
const URL_SPECIFIER =
  /^https?:\/\/(?:esm\.sh|esm\.run|cdn\.skypack\.dev|cdn\.jsdelivr\.net\/npm|unpkg\.com|deno\.land\/x)\/(?:v\d+\/|pin\/)?openai(?:@v?([^/?]+))?(?:\/([^?]*))?(?:\?.*)?$/;

/**
 * Packages whose `OpenAI` extends the SDK's, takes its options and hands them on, to report beside what goes on: requests
 * go where the options say (npm:@posthog/ai@8.13.1, dist/openai; until 7 also at the root; npm:openpipe@1.0.0, openai.js).
 */
const DROP_IN = /^(?:@posthog\/ai(?:\/openai)?|openpipe\/openai)$/;

/** Whether a specifier names a class that extends the SDK's, and perhaps much else. */
export function isDropIn(specifier: string): boolean {
  return DROP_IN.test(specifier);
}

/** The `openai` package behind a specifier, in all its spellings; undefined for everything else. */
export function sdkModule(specifier: string): SdkModule | undefined {
  const edge = /^openai-edge(?:\/.*)?$/.test(specifier);
  if (edge || DROP_IN.test(specifier)) return { subpath: '', version: null, edge };
  const match = PACKAGE.exec(specifier) ?? JSR.exec(specifier) ?? URL_SPECIFIER.exec(specifier);
  if (!match) return undefined;
  const [, version, path = ''] = match;
  return { subpath: rootOf(path), version: version ?? null, edge: false };
}

/** `openai/index.mjs`, `mod.ts` and a bundle's main file are the root under another name. */
function rootOf(path: string): string {
  return /^(?:index(?:\.[cm]?js)?|mod\.ts|\+esm|client(?:\.[cm]?js)?)?$/.test(path)
    ? ''
    : path.replace(/\.[cm]?js$/, '');
}

/** A class of the SDK whose instances send requests. */
export type ClientClass = 'OpenAI' | 'AzureOpenAI' | 'BedrockOpenAI' | 'OpenAIApi';

const CLASSES: Readonly<Record<string, ClientClass>> = {
  '': 'OpenAI',
  default: 'OpenAI',
  OpenAI: 'OpenAI',
  'OpenAI.OpenAI': 'OpenAI',
  'default.OpenAI': 'OpenAI',
  'default.default': 'OpenAI',
  AzureOpenAI: 'AzureOpenAI',
  'default.AzureOpenAI': 'AzureOpenAI',
  'OpenAI.AzureOpenAI': 'AzureOpenAI',
  BedrockOpenAI: 'BedrockOpenAI',
  OpenAIApi: 'OpenAIApi',
  'default.OpenAIApi': 'OpenAIApi',
};

/** The client class that an export of the SDK is, if it is one. `path` is empty for the module object itself. */
export function clientClass(module: SdkModule, path: readonly string[]): ClientClass | undefined {
  const name = path.join('.');
  if (module.subpath === 'azure') return name === 'AzureOpenAI' ? 'AzureOpenAI' : undefined;
  if (module.subpath === 'bedrock') return name === 'BedrockOpenAI' ? 'BedrockOpenAI' : undefined;
  if (module.subpath !== '') return undefined;
  const found = CLASSES[name];
  if (module.edge) return found === 'OpenAIApi' ? found : undefined;
  return found;
}

/** `Configuration` of v3 and of `openai-edge`. */
export function isConfiguration(module: SdkModule, path: readonly string[]): boolean {
  return (
    module.subpath === '' &&
    (path.join('.') === 'Configuration' || path.join('.') === 'default.Configuration')
  );
}
