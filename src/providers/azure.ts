import { mapping, operations, page, plain } from './shorthand.js';
import { defineProvider, type Price, type ProviderModel } from './types.js';
import { azureWire } from './wire/azure.js';

const sdk = page('npm:openai@7.57.0');
const sdkDocs = page('github:openai/openai-node');
const v1 = page('https://learn.microsoft.com/azure/foundry/openai/api-version-lifecycle');
const reference = page('https://learn.microsoft.com/azure/foundry/openai/');
/** The how-to on reasoning models, the schedule of retirements and the list of regions. */
const articles = page('github:MicrosoftDocs/azure-ai-docs');
const sovereign = page('https://learn.microsoft.com/azure/reliability/sovereign-cloud-china');
const aiSdk = page('npm:@ai-sdk/azure@4.0.85');
const langchain = page('npm:@langchain/openai@1.6.0');
const catalog = page('github:anomalyco/models.dev');
const unsourced = page('unsourced');

/** Reasoning models, as far as the name of the deployment tells. */
const REASONING = ['gpt-5*', 'o1*', 'o3*', 'o4*'];
const DEPLOYMENT = 'the name of your deployment has to match';
const THINKS = `${DEPLOYMENT}; a reasoning model, reasoning_effort none turns it off`;
const AS_OPENAI = 'as OpenAI; depends on the model';

const usd = (
  inputPerMillionTokens: number,
  outputPerMillionTokens?: number,
  more: Pick<Price, 'cachedInputPerMillionTokens' | 'note'> = {},
): Price => ({
  currency: 'USD',
  inputPerMillionTokens,
  ...(outputPerMillionTokens === undefined ? {} : { outputPerMillionTokens }),
  ...more,
  ...catalog,
});

const ending = (
  id: string,
  classes: ProviderModel['classes'],
  retires: string,
  more: Partial<ProviderModel> = {},
): ProviderModel => ({ id, classes, status: 'served', retires, ...articles, ...more });

export const azure = defineProvider({
  id: 'azure',
  name: { en: 'Azure OpenAI', zh: 'Azure OpenAI 服务' },
  aliases: ['azure-openai', 'aoai', 'foundry', 'azure-china', '21vianet'],
  console: { value: 'https://ai.azure.com', note: 'or https://portal.azure.com', ...reference },
  docs: { value: reference.source, ...reference },
  guide: { value: v1.source, ...v1 },
  regions: [
    {
      id: 'global',
      label: 'the v1 API of your resource',
      baseURL: { value: 'https://<resource>.openai.azure.com/openai/v1', ...v1 },
      keyPage: { value: 'https://portal.azure.com', ...reference },
    },
    {
      id: 'foundry',
      label: 'the v1 API of your Foundry resource',
      baseURL: { value: 'https://<resource>.services.ai.azure.com/openai/v1', ...v1 },
      keyPage: { value: 'https://portal.azure.com', ...reference },
    },
  ],
  hosts: ['*.openai.azure.com', '*.services.ai.azure.com', '*.cognitiveservices.azure.com'],
  keyVariable: { value: 'AZURE_OPENAI_API_KEY', ...v1 },
  otherKeyVariables: ['AZURE_API_KEY'],
  operations: operations(v1, {
    'chat.completions': 'yes',
    responses: 'yes',
    completions: { value: 'yes', note: 'some models and regions' },
    embeddings: 'yes',
    'images.generations': { value: 'yes', note: 'gpt-image models; DALL-E is gone' },
    'images.edits': { value: 'yes', note: 'gpt-image models' },
    'images.variations': { value: 'no', note: 'DALL-E is gone', ...articles },
    'audio.transcriptions': { value: 'yes', note: 'needs a deployment of its own' },
    'audio.translations': { value: 'yes', note: 'needs a deployment of its own' },
    'audio.speech': { value: 'yes', note: 'needs a deployment of its own' },
    moderations: {
      value: 'no',
      note: 'Azure AI Content Safety and the built-in filter instead',
      ...unsourced,
    },
    models: 'yes',
    files: 'yes',
    batches: 'yes',
    uploads: 'unknown',
    fine_tuning: 'yes',
    assistants: { value: 'no', note: 'retired 2026-08-26; use Responses', ...sdkDocs },
    vector_stores: 'yes',
    realtime: { value: 'yes', note: 'wss://<resource>.openai.azure.com/openai/v1/realtime', ...sdkDocs },
    videos: 'unknown',
    conversations: 'unknown',
    other: { value: 'unknown', note: 'evals and containers in preview, behind a header or /alpha/ paths' },
  }),
  models: [
    {
      id: 'gpt-5.5',
      classes: ['flagship', 'vision', 'long-context', 'reasoning'],
      status: 'current',
      input: ['image'],
      thinking: 'switchable',
      price: usd(5, 30, { cachedInputPerMillionTokens: 0.5, note: 'up to 272K of input' }),
      retires: '2027-04-23',
      ...articles,
    },
    {
      id: 'gpt-5.4',
      classes: ['flagship', 'vision', 'long-context', 'reasoning'],
      status: 'current',
      contextTokens: 1_050_000,
      input: ['image'],
      thinking: 'switchable',
      price: usd(2.5, 15),
      retires: '2027-03-05',
      note: 'of its context 922K input',
      ...articles,
    },
    ending('gpt-5.4-pro', [], '2027-03-05', {
      note: 'Responses only, no chat completions',
      price: usd(30, 180),
    }),
    ending('gpt-5.4-mini', ['small'], '2027-03-18', {
      status: 'current',
      input: ['image'],
      thinking: 'switchable',
      price: usd(0.75, 4.5),
    }),
    ending('gpt-5.4-nano', ['nano', 'small'], '2027-03-18', {
      status: 'current',
      input: ['image'],
      thinking: 'switchable',
      price: usd(0.2, 1.25),
    }),
    ending('gpt-5.2', [], '2026-12-12', {
      status: 'ageing',
      contextTokens: 400_000,
      input: ['image'],
      thinking: 'switchable',
      price: usd(1.75, 14),
    }),
    {
      id: 'gpt-5.1',
      classes: [],
      status: 'served',
      contextTokens: 400_000,
      maxOutputTokens: 128_000,
      input: ['image'],
      thinking: 'switchable',
      price: usd(1.25, 10),
      note: 'the schedule says 2027-05-15, later than its successors: in doubt',
      ...articles,
    },
    ending('gpt-5', [], '2027-02-06', { contextTokens: 400_000, input: ['image'], thinking: 'always' }),
    ending('gpt-5-mini', [], '2027-02-06', {
      contextTokens: 400_000,
      input: ['image'],
      thinking: 'always',
      price: usd(0.25, 2),
    }),
    ending('gpt-5-nano', [], '2027-02-06', {
      contextTokens: 400_000,
      input: ['image'],
      thinking: 'always',
      price: usd(0.05, 0.4),
    }),
    {
      id: 'DeepSeek-V4-Pro',
      classes: [],
      status: 'served',
      thinking: 'unknown',
      price: usd(1.74, 3.48),
      ...catalog,
    },
    {
      id: 'DeepSeek-V4-Flash',
      classes: [],
      status: 'served',
      thinking: 'unknown',
      price: usd(0.19, 0.51),
      ...catalog,
    },
    {
      id: 'Kimi-K2.6',
      classes: [],
      status: 'served',
      contextTokens: 262_144,
      thinking: 'unknown',
      price: usd(0.95, 4),
      ...catalog,
    },
    {
      id: 'model-router',
      classes: [],
      status: 'served',
      contextTokens: 128_000,
      maxOutputTokens: 16_000,
      thinking: 'unknown',
      price: usd(0.14),
      ...catalog,
    },
    ending('text-embedding-3-small', ['embedding'], '2027-04-15', {
      status: 'current',
      contextTokens: 8_191,
      dimensions: [1536],
      defaultDimensions: 1536,
      note: 'takes dimensions, as at OpenAI',
    }),
    ending('text-embedding-3-large', ['embedding'], '2027-04-15', {
      status: 'current',
      contextTokens: 8_191,
      dimensions: [3072],
      defaultDimensions: 3072,
      note: 'takes dimensions, as at OpenAI',
      price: usd(0.13),
    }),
    ending('text-embedding-ada-002', ['embedding'], '2027-04-15', {
      contextTokens: 8_191,
      dimensions: [1536],
      defaultDimensions: 1536,
    }),
    ending('gpt-image-2', ['image'], '2027-04-21', { status: 'current', price: usd(5, 30) }),
    ending('gpt-image-1.5', ['image'], '2026-12-16', { status: 'ageing' }),
    ending('gpt-image-1-mini', ['image'], '2027-04-07'),
    ending('whisper', ['transcription'], '2026-12-15', { status: 'ageing' }),
    ending('tts', ['speech'], '2026-12-15', { status: 'ageing' }),
    ending('tts-hd', ['speech'], '2026-12-15', { status: 'ageing' }),
    ending('gpt-4o-mini-tts', ['speech'], '2026-12-15', { status: 'ageing' }),
    ending('gpt-realtime-2', ['realtime'], '2027-05-06', { status: 'current' }),
    ending('gpt-realtime', ['realtime'], '2027-02-28'),
  ],
  // From a schedule of July and August 2026; dates do get moved.
  retired: [
    { id: 'gpt-4o', date: '2026-10-01', successor: 'gpt-5.4', ...articles },
    { id: 'gpt-4o-mini', date: '2026-10-01', successor: 'gpt-5.4-mini', ...articles },
    { id: 'gpt-4.1', date: '2026-10-14', successor: 'gpt-5.4', ...articles },
    { id: 'gpt-4.1-mini', date: '2026-10-14', successor: 'gpt-5.4-mini', ...articles },
    { id: 'gpt-4.1-nano', date: '2026-10-14', successor: 'gpt-5.4-nano', ...articles },
    { id: 'o1', date: '2026-09-16', successor: 'gpt-5.4', ...articles },
    { id: 'o3-mini', date: '2026-10-01', successor: 'gpt-5.4', ...articles },
    { id: 'o3', date: '2026-10-16', successor: 'gpt-5.4', ...articles },
    { id: 'o4-mini', date: '2026-10-16', successor: 'gpt-5.4', ...articles },
    { id: 'gpt-image-1', date: '2026-10-23', successor: 'gpt-image-2', ...articles },
    { id: 'dall-e-*', successor: 'gpt-image-2', ...articles },
    { id: 'gpt-4o-transcribe', date: '2026-10-15', note: 'has a successor; name not recorded', ...articles },
    { id: 'codex-mini', date: '2026-11-15', ...articles },
  ],
  mapping: mapping(articles, {
    flagship: { value: 'gpt-5.4', note: THINKS },
    small: { value: 'gpt-5.4-mini', note: THINKS },
    nano: { value: 'gpt-5.4-nano', note: THINKS },
    reasoning: { value: 'gpt-5.4', note: `${DEPLOYMENT}; say reasoning_effort` },
    vision: { value: 'gpt-5.4', note: THINKS },
    'long-context': { value: 'gpt-5.4', note: THINKS },
    embedding: { value: 'text-embedding-3-small', note: `${DEPLOYMENT}; OpenAI’s own ids are kept` },
    image: { value: 'gpt-image-2', note: DEPLOYMENT },
    transcription: {
      value: 'whisper',
      note: `${DEPLOYMENT}; ends 2026-12-15, the name of its successor is not known here`,
    },
    speech: {
      value: 'tts',
      note: `${DEPLOYMENT}; ends 2026-12-15, as does gpt-4o-mini-tts; the name of a successor is not known here`,
    },
    moderation: { value: null, ...unsourced },
    realtime: { value: 'gpt-realtime-2', note: DEPLOYMENT },
    'legacy-completion': {
      value: 'unknown',
      note: 'the path is served; which model still answers there is not known here',
      ...v1,
    },
  }),
  parameters: {
    'chat.completions': [
      { parameter: 'model', status: 'supported', note: 'the name of the deployment', ...sdkDocs },
      {
        parameter: 'max_tokens',
        models: REASONING,
        status: 'renamed',
        to: 'max_completion_tokens',
        note: 'reasoning models reject the old name',
        ...articles,
      },
      { parameter: 'max_tokens', status: 'supported', ...articles },
      {
        parameter: 'max_completion_tokens',
        status: 'supported',
        note: 'required form for reasoning models',
        ...articles,
      },
      ...[
        'temperature',
        'top_p',
        'presence_penalty',
        'frequency_penalty',
        'logprobs',
        'top_logprobs',
        'logit_bias',
      ].flatMap((parameter) => [
        {
          parameter,
          models: REASONING,
          status: 'rejected' as const,
          note: 'error 400 from reasoning models; with reasoning_effort none it may be taken',
          ...articles,
        },
        { parameter, status: 'supported' as const, ...articles },
      ]),
      ...plain(
        'supported',
        unsourced,
        [
          'n',
          'stop',
          'seed',
          'user',
          'tools',
          'tool_choice',
          'parallel_tool_calls',
          'stream_options.include_usage',
          'functions',
          'function_call',
          'messages[].name',
        ],
        AS_OPENAI,
      ),
      {
        parameter: 'response_format.type',
        status: 'values',
        values: ['text', 'json_object', 'json_schema'],
        note: AS_OPENAI,
        ...unsourced,
      },
      {
        parameter: 'reasoning_effort',
        models: ['gpt-5', 'gpt-5-mini', 'gpt-5-nano'],
        status: 'values',
        values: ['minimal', 'low', 'medium', 'high'],
        ...articles,
      },
      {
        parameter: 'reasoning_effort',
        models: ['gpt-5.1'],
        status: 'values',
        values: ['none', 'low', 'medium', 'high'],
        note: 'none by default; whether minimal is taken is not said',
        ...articles,
      },
      {
        parameter: 'reasoning_effort',
        models: ['gpt-5.2', 'gpt-5.4*', 'gpt-5.5'],
        status: 'values',
        values: ['none', 'low', 'medium', 'high', 'xhigh'],
        note: 'whether minimal is taken is not said',
        ...articles,
      },
      { parameter: 'reasoning_effort', status: 'unknown', note: 'depends on the model', ...articles },
      {
        parameter: 'messages[].role',
        status: 'values',
        values: ['system', 'developer', 'user', 'assistant', 'tool', 'function'],
        note: 'not developer and system together',
        ...articles,
      },
      {
        parameter: 'messages[].content[].image_url',
        status: 'supported',
        note: 'data URL or public URL',
        ...unsourced,
      },
      ...plain('unknown', unsourced, ['store', 'metadata'], 'stored Responses work'),
      { parameter: 'service_tier', status: 'unknown', ...unsourced },
    ],
    embeddings: [
      {
        parameter: 'dimensions',
        models: ['text-embedding-3-*'],
        status: 'supported',
        ...unsourced,
      },
      { parameter: 'dimensions', status: 'undocumented', note: 'the -3 models only', ...unsourced },
      ...plain('supported', unsourced, ['input', 'encoding_format', 'user'], 'as OpenAI'),
    ],
    'images.generations': [
      { parameter: 'style', status: 'rejected', note: 'belonged to DALL-E', ...unsourced },
      { parameter: 'quality', status: 'unknown', note: 'hd belonged to DALL-E', ...unsourced },
      {
        parameter: 'response_format',
        status: 'unknown',
        note: 'gpt-image answers with base64 only',
        ...unsourced,
      },
    ],
  },
  extras: [
    {
      parameter: 'reasoning_effort',
      models: ['gpt-5.1', 'gpt-5.2', 'gpt-5.4', 'gpt-5.4-mini', 'gpt-5.4-nano', 'gpt-5.5'],
      description: 'none turns reasoning off',
      off: 'none',
      ...articles,
    },
    {
      parameter: 'reasoning_effort',
      models: ['gpt-5', 'gpt-5-mini', 'gpt-5-nano'],
      description: 'cannot be turned off: minimal reasons least',
      least: 'minimal',
      ...articles,
    },
    {
      parameter: 'data_sources',
      description: '"on your data", dated preview versions of the API only',
      ...unsourced,
    },
  ],
  responses: [
    {
      field: 'images',
      description: 'GPT image models answer with b64_json, never with a URL',
      operations: ['images.generations', 'images.edits'],
      models: ['gpt-image-*'],
      reads: ['data[].url'],
      ...sdk,
    },
    {
      field: 'content_filter',
      description:
        'prompt_filter_results and choices[].content_filter_results; a blocked prompt is HTTP 400 with code content_filter',
      ...articles,
    },
    { field: 'finish_reason', description: 'content_filter where the output was blocked', ...articles },
    {
      field: 'stream',
      description: 'the first chunk may have no choices: look before choices[0]',
      emptyChoices: true,
      operations: ['chat.completions'],
      reads: ['choices[].delta'],
      unguarded: true,
      ...unsourced,
    },
    { field: 'model', description: 'the snapshot behind the deployment, not its name', ...unsourced },
    {
      field: 'error',
      description: '401 wrong key or tenant, 404 DeploymentNotFound, 429 with retry-after',
      ...unsourced,
    },
    { field: 'reasoning', description: 'no reasoning_content, only counts of tokens', ...unsourced },
  ],
  wire: azureWire,
  packages: [
    {
      name: 'openai',
      version: '7.57.0',
      dialect: 'openai-node',
      official: true,
      state: 'maintained',
      exports: ['OpenAI', 'AzureOpenAI'],
      note: 'OpenAI for v1, AzureOpenAI for dated versions only; the latter reads OPENAI_BASE_URL too',
      ...sdk,
    },
    {
      name: '@azure/openai',
      version: '2.0.0',
      dialect: 'openai-node',
      official: true,
      state: 'unknown',
      note: 'types of Azure’s extras; OpenAIClient is gone',
      ...page('npm:@azure/openai@2.0.0'),
    },
    {
      name: '@ai-sdk/azure',
      version: '4.0.85',
      dialect: 'ai-sdk',
      official: false,
      state: 'maintained',
      exports: ['createAzure', 'azure'],
      note: 'reads AZURE_API_KEY and AZURE_RESOURCE_NAME; azure() speaks Responses, .chat() chat completions',
      ...aiSdk,
    },
    {
      name: '@langchain/openai',
      version: '1.6.0',
      dialect: 'langchain',
      official: false,
      state: 'maintained',
      exports: ['AzureChatOpenAI', 'AzureOpenAI', 'AzureOpenAIEmbeddings'],
      note: 'these use dated versions; for v1 ChatOpenAI with configuration.baseURL',
      ...langchain,
    },
  ],
  notices: [
    {
      value: '`model` is the name of your deployment: name your deployments like the models, or use --model.',
      ...sdkDocs,
    },
    {
      value:
        'Azure China (21Vianet) lists no Azure OpenAI: an *.azure.cn host is kept where you have one, and never made up.',
      ...sovereign,
    },
    {
      value: 'No region lies on the mainland; East Asia, Japan East and Korea Central are near.',
      ...articles,
    },
    {
      value: 'gpt-4o and gpt-4.1 were due to retire in October 2026, whisper and tts on 2026-12-15.',
      note: 'a schedule of July and August 2026; dates do get moved',
      ...articles,
    },
    {
      value:
        'Entra ID tokens have the scope https://ai.azure.com/.default on v1, https://cognitiveservices.azure.com/.default on dated versions.',
      ...sdkDocs,
    },
    {
      value:
        'gpt-5-pro, gpt-5.x-codex, gpt-5.4-pro and o3-pro answer to Responses only, not to chat completions.',
      ...articles,
    },
  ],
});
