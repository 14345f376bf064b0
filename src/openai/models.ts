import type { ModelClass } from './operations.js';

/** A model id of OpenAI's API, taken apart. */
export interface OpenAIModel {
  readonly id: string;
  /** {@link ModelFamily.id}. */
  readonly family: string;
  readonly class: ModelClass;
  /** The text means a model only where a model is expected: `o1`, `ada`, `gpt-7-whatever`. */
  readonly slotOnly: boolean;
  /** Trained by the user on OpenAI's side: there is nothing to map it to. */
  readonly fineTune: boolean;
  /** Embedding models only: what comes back when the request asks for no other size. */
  readonly dimensions?: number;
  readonly contextTokens?: number;
  /** `YYYY-MM-DD`: OpenAI's shutdown, done or announced (it may lie ahead). */
  readonly retired?: string;
}

/** Ids that are built alike. Patterns are anchored, case-sensitive and exclude each other, except `future`. */
export interface ModelFamily {
  readonly id: string;
  readonly pattern: RegExp;
  readonly classOf: ModelClass | ((id: string) => ModelClass);
  readonly slotOnly?: true;
  readonly fineTune?: true;
}

/** What stands in a `gpt-*` id and what it says about the model; the first hit wins. */
const MARKS: readonly (readonly [mark: RegExp, modelClass: ModelClass])[] = [
  // Before `transcribe`, `whisper` and `mini`: these speak a session protocol, whatever they do in it.
  [/-(?:audio|realtime|live)/, 'realtime'],
  [/-transcribe/, 'transcription'],
  [/-tts/, 'speech'],
  [/-vision-/, 'vision'],
  [/-(?:16k|32k)/, 'long-context'],
  [/-instruct/, 'legacy-completion'],
  // `sol-pro`, `luna-pro` too: the same model, but always with the longest reasoning.
  [/-pro(?:-|$)/, 'reasoning'],
  [/-nano/, 'nano'],
  // Size before purpose (`codex-mini`). `spark` is the fast codex with the small context. `luna` is the cheapest tier of
  // three, yet priced like a mini: 1/6 USD per million tokens (gpt-5.4-mini 0.75/4.50, gpt-5.4-nano 0.20/1.25).
  [/-(?:mini|spark|luna)/, 'small'],
  // Tuned for long agentic work, which reasons.
  [/-codex/, 'reasoning'],
  [/^gpt-3(?:\.5|5)-/, 'small'],
];

/**
 * Everything without a mark is a flagship, among them `sol` (top tier) and `terra` (comparable to the flagship before
 * it: https://vercel.com/changelog/gpt-5-6-now-available-on-ai-gateway and priced like gpt-5.4), `astra`, `search-preview`, `chat-latest`, and the big models with another tuning: `cyber`, `rosalind`, `daybreak`.
 */
function gptClass(id: string): ModelClass {
  return MARKS.find(([mark]) => mark.test(id))?.[1] ?? 'flagship';
}

function specialClass(id: string): ModelClass {
  // A tuned o4-mini.
  if (id === 'codex-mini-latest') return 'reasoning';
  // Works on screenshots.
  return id.startsWith('computer-use') ? 'vision' : 'flagship';
}

/** `ft:gpt-4o-mini-2024-07-18:acme::x1` is what gpt-4o-mini is; `ada:ft-acme-2022` what ada is. */
function fineTuneClass(id: string): ModelClass {
  const base = id.startsWith('ft:') ? id.split(':')[1] : id.split(':')[0];
  return parseModelId(base ?? '')?.class ?? 'flagship';
}

const DATE = '(?:-20\\d\\d-[01]\\d-[0-3]\\d)?';

/** The whole text, with or without the date of a snapshot. */
function dated({ source }: RegExp): RegExp {
  return new RegExp(`^(?:${source})${DATE}$`);
}

/**
 * The families, as tested against the types of openai 3.3 to 7.57, the model tables of the AI SDK and of tokenizers,
 * and models.dev. `future` stands last and counts only when nothing else matches.
 */
export const MODEL_FAMILIES: readonly ModelFamily[] = [
  {
    id: 'gpt-3.5',
    pattern: /^gpt-3\.5-turbo(?:-(?:0301|0613|1106|0125|16k(?:-0613)?|instruct(?:-0914)?))?$/,
    classOf: gptClass,
  },
  {
    id: 'gpt-4',
    pattern:
      /^gpt-4(?:-(?:0314|0613|32k(?:-0314|-0613)?|1106-(?:vision-)?preview|0125-preview|vision-preview|turbo(?:-preview|-2024-04-09)?))?$/,
    classOf: gptClass,
  },
  { id: 'gpt-4o', pattern: dated(/gpt-4o(?:-mini)?/), classOf: gptClass },
  {
    id: 'gpt-4o-modal',
    pattern: dated(
      /gpt-4o(?:-mini)?-(?:audio|realtime|search|transcribe|tts)(?:-(?:preview|latest|diarize))?/,
    ),
    classOf: gptClass,
  },
  { id: 'gpt-4.x', pattern: dated(/gpt-4\.(?:1(?:-mini|-nano)?|5-preview)/), classOf: gptClass },
  {
    id: 'gpt-5',
    pattern: dated(
      /gpt-5(?:\.\d)?(?:-(?:mini|nano|pro|chat-latest|codex(?:-(?:mini|max|spark))?|(?:sol|terra|luna)(?:-pro)?|cyber))?/,
    ),
    classOf: gptClass,
  },
  {
    id: 'gpt-6',
    pattern: dated(/gpt-6(?:\.\d)?(?:-(?:astra|sol|terra|luna)(?:-pro)?|-cyber|-rosalind)?/),
    classOf: gptClass,
  },
  {
    id: 'special',
    pattern: dated(
      /chatgpt-4o-latest|gpt-chat-latest|gpt-daybreak-(?:blue|red)-latest|gpt-rosalind-research|codex-mini-latest|computer-use-preview/,
    ),
    classOf: specialClass,
  },
  {
    id: 'chat-latest',
    pattern: /^(?:chat-latest|daybreak-(?:blue|red)-latest)$/,
    classOf: 'flagship',
    slotOnly: true,
  },
  {
    id: 'o-series',
    pattern: dated(
      /o1(?:-(?:mini|preview|pro))?|o3(?:-(?:mini|pro|deep-research))?|o4-mini(?:-deep-research)?/,
    ),
    classOf: 'reasoning',
    slotOnly: true,
  },
  {
    id: 'realtime',
    pattern: dated(
      /gpt-realtime(?:-(?:mini|whisper|translate|1\.5|2(?:\.1(?:-mini)?)?))?|gpt-audio(?:-(?:mini|1\.5))?|gpt-live-(?:1|transcribe)|gpt-transcribe/,
    ),
    classOf: gptClass,
  },
  {
    id: 'audio',
    pattern: /^(?:whisper-1|tts-1(?:-hd)?(?:-1106)?)$/,
    classOf: (id) => (id === 'whisper-1' ? 'transcription' : 'speech'),
  },
  {
    id: 'image',
    pattern: dated(
      /gpt-image-(?:1(?:-mini)?|1\.5|2(?:\.[56]-(?:sunburst|flare))?)|chatgpt-image-latest|dall-e-[23]/,
    ),
    classOf: 'image',
  },
  // There is no class for video: `image` is the nearest, and the `videos` operation decides what becomes of it.
  { id: 'video', pattern: dated(/sora-2(?:-pro)?/), classOf: 'image' },
  { id: 'embedding', pattern: /^text-embedding-(?:ada-002|3-(?:small|large))$/, classOf: 'embedding' },
  {
    id: 'embedding-old',
    pattern:
      /^(?:text-(?:similarity|search)-(?:ada|babbage|curie|davinci)(?:-(?:doc|query))?|code-search-(?:ada|babbage)-(?:code|text))-001$/,
    classOf: 'embedding',
  },
  {
    id: 'moderation',
    pattern: /^(?:omni-moderation-(?:latest|20\d\d-\d\d-\d\d)|text-moderation-(?:latest|stable|00[1-9]))$/,
    classOf: 'moderation',
  },
  {
    id: 'legacy',
    pattern:
      /^(?:text-(?:ada|babbage|curie)-001|text-davinci-00[123]|code-(?:davinci|cushman)-00[12]|(?:text|code)-davinci-edit-001|(?:davinci|cushman)-codex|(?:davinci|babbage)-002)$/,
    classOf: 'legacy-completion',
  },
  {
    id: 'legacy-bare',
    pattern: /^(?:ada|babbage|curie|davinci)$/,
    classOf: 'legacy-completion',
    slotOnly: true,
  },
  {
    id: 'fine-tune',
    pattern: /^ft:[a-z0-9][\w.-]*:[\w-]*:[\w-]*:[\w-]+(?::ckpt-step-\d+)?$/,
    classOf: fineTuneClass,
    fineTune: true,
  },
  {
    id: 'fine-tune-old',
    pattern: /^(?:ada|babbage|curie|davinci):ft-[\w-]+$/,
    classOf: fineTuneClass,
    fineTune: true,
  },
  {
    id: 'azure-alias',
    pattern: /^gpt-35-turbo(?:-16k|-instruct)?(?:-\d{4})?$/,
    classOf: gptClass,
    slotOnly: true,
  },
  {
    // Without the tokenizer package, ids of relays (`gpt-4-all`, `gpt-4-gizmo-…`) and ids that only gateways have.
    id: 'future',
    pattern:
      /^gpt-(?!3-encoder$|4-all$|4-gizmo-|[\d.]+-(?:image|thinking|chat$)|.*-(?:fast|batch|decisions)$)(?:[3-9]|[1-9]\d)(?:\.\d+)?o?(?:-[a-z0-9][a-z0-9.]*)*$/,
    classOf: gptClass,
    slotOnly: true,
  },
];

/** OpenAI's models with open weights: other hosts serve them, OpenAI's API does not. */
const OPEN_WEIGHT = /^(?:.*\/)?gpt-oss(?:-safeguard)?[-:](?:20b|120b)(?::[\w-]+)?$/;

/** Whether a text names an open-weight model (`openai/gpt-oss-20b`): never a reason to migrate. */
export function isOpenWeightModel(text: string): boolean {
  return OPEN_WEIGHT.test(text);
}

/**
 * May the text of a file hold a model id of OpenAI that is recognised outside a model slot? For skipping files, with no
 * claim that there is one.
 */
export const MODEL_TEXT =
  /gpt-|codex-mini|(?:davinci|cushman)-codex|computer-use-preview|dall-e-|sora-2|whisper-1|tts-1|text-(?:ada|babbage|curie|davinci|embedding|moderation|search|similarity)-|code-(?:davinci|cushman|search)-|omni-moderation-|(?:davinci|babbage)-002|ft:[a-z0-9]|(?:ada|babbage|curie|davinci):ft-/;

/** Default sizes of the vectors: https://developers.openai.com/api/docs/guides/embeddings */
const DIMENSIONS: ReadonlyMap<string, number> = new Map([
  ['text-embedding-ada-002', 1536],
  ['text-embedding-3-small', 1536],
  ['text-embedding-3-large', 3072],
]);

/**
 * Context windows of ids without their date: anomalyco/models.dev@f3fc6922 (`providers/openai/models`), but for
 * gpt-5-chat-latest, whose number there is doubtful.
 */
const CONTEXT_TOKENS = table<number>([
  [8_192, 'gpt-4'],
  [16_385, 'gpt-3.5-turbo'],
  [128_000, 'gpt-4-turbo gpt-4o gpt-4o-mini'],
  [128_000, 'gpt-5.1-chat-latest gpt-5.2-chat-latest gpt-5.3-chat-latest gpt-5.3-codex-spark'],
  [200_000, 'o1 o1-pro o3 o3-mini o3-pro o3-deep-research o4-mini o4-mini-deep-research'],
  [400_000, 'gpt-5 gpt-5-mini gpt-5-nano gpt-5-pro gpt-5-codex gpt-5.1 gpt-5.2 gpt-5.2-pro gpt-5.2-codex'],
  [400_000, 'gpt-5.1-codex gpt-5.1-codex-max gpt-5.1-codex-mini gpt-5.3-codex gpt-5.4-mini gpt-5.4-nano'],
  [1_047_576, 'gpt-4.1 gpt-4.1-mini gpt-4.1-nano'],
  [1_050_000, 'gpt-5.4 gpt-5.4-pro gpt-5.5 gpt-5.5-pro'],
]);

/**
 * Shutdowns per exact id, from the doc comments of openai 7.57.0 (`resources/beta/responses`, `images`, `audio`,
 * `realtime`, `videos`), read on 2026-11-22. https://developers.openai.com/api/docs/deprecations
 */
const RETIRED = table<string>([
  ['2024-09-13', 'gpt-3.5-turbo-16k gpt-3.5-turbo-0301 gpt-3.5-turbo-0613 gpt-3.5-turbo-16k-0613'],
  ['2024-12-06', 'gpt-4-vision-preview'],
  ['2025-06-06', 'gpt-4-32k gpt-4-32k-0314 gpt-4-32k-0613'],
  ['2025-07-28', 'o1-preview o1-preview-2024-09-12'],
  ['2025-10-10', 'gpt-4o-audio-preview-2024-10-01'],
  ['2025-10-27', 'o1-mini o1-mini-2024-09-12'],
  ['2026-02-12', 'codex-mini-latest'],
  ['2026-02-17', 'chatgpt-4o-latest'],
  ['2026-03-26', 'gpt-4-0125-preview gpt-4-turbo-preview gpt-4-0314'],
  ['2026-05-07', 'gpt-4o-audio-preview gpt-4o-audio-preview-2024-12-17 gpt-4o-audio-preview-2025-06-03'],
  ['2026-05-07', 'gpt-4o-mini-audio-preview gpt-4o-mini-audio-preview-2024-12-17'],
  ['2026-05-12', 'dall-e-2 dall-e-3'],
  ['2026-07-23', 'gpt-5-chat-latest gpt-5-codex gpt-5.1-chat-latest gpt-5.1-codex gpt-5.1-codex-max'],
  ['2026-07-23', 'gpt-4o-search-preview gpt-4o-search-preview-2025-03-11'],
  ['2026-07-23', 'gpt-4o-mini-search-preview gpt-4o-mini-search-preview-2025-03-11'],
  ['2026-07-23', 'o3-deep-research o3-deep-research-2025-06-26'],
  ['2026-07-23', 'o4-mini-deep-research o4-mini-deep-research-2025-06-26'],
  ['2026-07-23', 'computer-use-preview computer-use-preview-2025-03-11'],
  ['2026-08-10', 'gpt-5.2-chat-latest gpt-5.3-chat-latest'],
  ['2026-09-24', 'sora-2 sora-2-2025-10-06 sora-2-2025-12-08 sora-2-pro sora-2-pro-2025-10-06'],
  ['2026-09-28', 'gpt-3.5-turbo-1106'],
  ['2026-10-23', 'gpt-3.5-turbo gpt-3.5-turbo-0125 gpt-4 gpt-4-0613 gpt-4-1106-preview gpt-4o-2024-05-13'],
  ['2026-10-23', 'gpt-4-turbo gpt-4-turbo-2024-04-09 gpt-4.1-nano gpt-4.1-nano-2025-04-14 gpt-image-1'],
  ['2026-10-23', 'o1 o1-2024-12-17 o1-pro o1-pro-2025-03-19 o3-mini o3-mini-2025-01-31'],
  ['2026-10-23', 'o4-mini o4-mini-2025-04-16'],
  ['2026-12-11', 'gpt-5 gpt-5-2025-08-07 gpt-5-mini gpt-5-mini-2025-08-07 gpt-5-nano gpt-5-nano-2025-08-07'],
  ['2026-12-11', 'gpt-5-pro gpt-5-pro-2025-10-06 o3 o3-2025-04-16 o3-pro o3-pro-2025-06-10'],
  ['2027-01-06', 'tts-1 tts-1-hd gpt-4o-mini-tts gpt-4o-mini-tts-2025-03-20 gpt-4o-mini-tts-2025-12-15'],
  ['2027-01-14', 'gpt-4o gpt-4o-2024-08-06 gpt-4o-2024-11-20 gpt-4o-mini gpt-4o-mini-2024-07-18'],
  ['2027-01-14', 'gpt-4.1 gpt-4.1-2025-04-14 gpt-4.1-mini gpt-4.1-mini-2025-04-14'],
  ['2027-01-20', 'gpt-realtime gpt-realtime-2025-08-28 gpt-realtime-mini gpt-realtime-mini-2025-12-15'],
  ['2027-01-20', 'gpt-audio-mini gpt-audio-mini-2025-12-15'],
  ['2027-02-26', 'whisper-1 gpt-4o-transcribe gpt-4o-transcribe-diarize'],
  ['2027-02-26', 'gpt-4o-mini-transcribe gpt-4o-mini-transcribe-2025-12-15'],
  ['2027-04-01', 'gpt-5.1 gpt-5.1-2025-11-13 gpt-5.4-nano gpt-5.4-nano-2026-03-17'],
]);

function table<T>(rows: readonly (readonly [value: T, ids: string])[]): ReadonlyMap<string, T> {
  return new Map(rows.flatMap(([value, ids]) => ids.split(' ').map((id) => [id, value] as const)));
}

/** Takes a whole text as an id of OpenAI's API: no quotes, no router prefix, no other spelling. */
export function parseModelId(text: string): OpenAIModel | undefined {
  const family = MODEL_FAMILIES.find(({ pattern }) => pattern.test(text));
  if (!family) return undefined;
  const dimensions = DIMENSIONS.get(text);
  const contextTokens = CONTEXT_TOKENS.get(text) ?? CONTEXT_TOKENS.get(text.replace(SNAPSHOT, ''));
  const retired = RETIRED.get(text);
  return {
    id: text,
    family: family.id,
    class: typeof family.classOf === 'string' ? family.classOf : family.classOf(text),
    slotOnly: family.slotOnly ?? false,
    fineTune: family.fineTune ?? false,
    ...(dimensions === undefined ? {} : { dimensions }),
    ...(contextTokens === undefined ? {} : { contextTokens }),
    ...(retired === undefined ? {} : { retired }),
  };
}

const SNAPSHOT = /-20\d\d-\d\d-\d\d$/;

/** How routers name a vendor; `''` where the vendor stands behind the id (`gpt-4o@openai`). */
export type RouterPrefix = 'openai/' | 'openai:' | 'azure/' | 'github-copilot/' | '';

/** A model id as a router, a gateway or a registry of providers writes it. */
export interface RouterModel {
  readonly prefix: RouterPrefix;
  readonly model: OpenAIModel;
  /** `:free`, `-fast`, `@eu`, … as it stands there. */
  readonly suffix?: string;
}

const ROUTER_PREFIX = /^(?:openai[/:]|azure\/|github-copilot\/)/;
const ROUTER_VENDOR = /@(?:openai|eu)$/;
const ROUTER_SUFFIX = /(?::[a-z]+|-(?:fast|batch|low|medium|high))$/;

/**
 * Takes a whole text as a router's id: `openai/gpt-4o:free` (OpenRouter, Vercel, Mastra), `openai:gpt-4o` (LangChain, AI
 * SDK registry, promptfoo), `azure/…`, `github-copilot/…`, `gpt-4o@openai`.
 */
export function parseRouterId(text: string): RouterModel | undefined {
  const prefix = ROUTER_PREFIX.exec(text)?.[0];
  if (prefix) {
    const routed = routedModel(text.slice(prefix.length));
    return routed && { prefix: prefix as RouterPrefix, ...routed };
  }
  const suffix = ROUTER_VENDOR.exec(text)?.[0];
  const model = suffix && parseModelId(text.slice(0, -suffix.length));
  return model ? { prefix: '', model, suffix } : undefined;
}

/** With a suffix only if the text without it is an id, and with it is none that is known. */
function routedModel(text: string): Omit<RouterModel, 'prefix'> | undefined {
  const whole = parseModelId(text);
  if (whole && whole.family !== 'future') return { model: whole };
  const suffix = ROUTER_SUFFIX.exec(text)?.[0];
  const model = suffix && parseModelId(text.slice(0, -suffix.length));
  if (model) return { model, suffix };
  return whole && { model: whole };
}

/** Whether a whole text is a model id of OpenAI wherever it stands; short ones (`o1`, `ada`) need a place that says so. */
export function isModelText(text: string): boolean {
  const model = parseModelId(text);
  return model ? !model.slotOnly : parseRouterId(text) !== undefined;
}

/** Families of other vendors, as their vendors name them. */
const OTHERS =
  /^(?:[\w-]+\/)?(?:gemini|gemma|claude|mistral|mixtral|codestral|ministral|llama|grok|command|sonar|deepseek|qwen|qwq|glm|kimi|moonshot|doubao|ernie|hunyuan|minimax|abab|step|yi)(?=[-\d.])/i;

/** Whether a whole text is plainly a model id of another vendor. */
export function isOtherVendor(text: string): boolean {
  return OTHERS.test(text) && parseModelId(text) === undefined;
}
