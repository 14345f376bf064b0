import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/*
 * Kits: one release of a package that talks to OpenAI, with what goes along, and the programs that are run with it. The
 * programs are written for the newest release; what an older one calls otherwise is said here.
 */
const ROOT = new URL('../../', import.meta.url).pathname;
const PROGRAMS = join(ROOT, 'fixtures/programs');
const MODULES = join(ROOT, 'node_modules');

export interface Kit {
  /** Folder of its programs: `openai-node`, `ai-sdk`, `langchain`. */
  readonly family: string;
  readonly release: string;
  /** As a project's manifest names them. */
  readonly dependencies: Readonly<Record<string, string>>;
  /** Package → folder that it is installed in. */
  readonly packages: Readonly<Record<string, string>>;
  /** Module that has to be imported first. */
  readonly setUp?: string;
  /** First major of Node that it runs on. */
  readonly node?: number;
  /** What the programs say → what this release calls it. */
  readonly spelling: readonly (readonly [string, string])[];
  /** Programs that need something this release has not. */
  readonly without: readonly string[];
}

/** What was called otherwise before a major of the AI SDK. */
const AI_SDK_SPELLING: readonly {
  readonly before: number;
  readonly names: readonly (readonly [string, string])[];
}[] = [
  {
    before: 5,
    names: [
      ['maxOutputTokens', 'maxTokens'],
      ['mediaType', 'mimeType'],
      ['inputSchema', 'parameters'],
      ['stepCountIs, ', ''],
      ['stopWhen: stepCountIs(3)', 'maxSteps: 3'],
      // Options of a model were its own second argument.
      ["  providerOptions: { openai: { reasoningEffort: 'medium' } },\n", ''],
      ["openai('o3-mini')", "openai('o3-mini', { reasoningEffort: 'medium' })"],
      ['  providerOptions: { openai: { dimensions: 256 } },\n', ''],
      [
        "openai.embedding('text-embedding-3-large')",
        "openai.embedding('text-embedding-3-large', { dimensions: 256 })",
      ],
    ],
  },
  {
    before: 6,
    names: [
      ['output: Output', 'experimental_output: Output'],
      ['result.output', 'result.experimental_output'],
      ['{ generateImage }', '{ experimental_generateImage as generateImage }'],
    ],
  },
];

/** While the classes went by the paths of `langchain`. */
const OLD_LANGCHAIN: Kit['spelling'] = [
  ["{ ChatOpenAI } from '@langchain/openai'", "{ ChatOpenAI } from 'langchain/chat_models/openai'"],
  [
    "{ OpenAIEmbeddings } from '@langchain/openai'",
    "{ OpenAIEmbeddings } from 'langchain/embeddings/openai'",
  ],
  ["model: '", "modelName: '"],
  ['  apiKey: process', '  openAIApiKey: process'],
  [', apiKey: process', ', openAIApiKey: process'],
];

/** The programs of a kit by name, in the words of its release. */
export function programsOf({ family, spelling, without }: Kit): Map<string, string> {
  const names = readdirSync(join(PROGRAMS, family)).sort();
  return new Map(
    names
      .filter((name) => !without.includes(name))
      .map((name) => {
        const text = readFileSync(join(PROGRAMS, family, name, 'main.mjs'), 'utf8');
        return [name, spelling.reduce((said, [from, to]) => said.replaceAll(from, to), text)];
      }),
  );
}

function openai(major: number): Kit {
  return {
    family: 'openai-node',
    release: `v${major}`,
    dependencies: { openai: `^${major}.0.0` },
    packages: { openai: join(MODULES, `openai-v${major}`) },
    ...(major === 4 ? { setUp: 'openai/shims/web' } : {}),
    ...(major === 7 ? { node: 22 } : {}),
    spelling: [],
    without: [],
  };
}

function aiSdk(major: number, provider: string): Kit {
  const compatible =
    major === 3 ? {} : { '@ai-sdk/openai-compatible': join(MODULES, `ai-compatible-v${major}`) };
  return {
    family: 'ai-sdk',
    release: `v${major}`,
    dependencies: { ai: `^${major}.0.0`, '@ai-sdk/openai': provider, zod: '^3.25.0' },
    packages: {
      ai: join(MODULES, `ai-v${major}`),
      '@ai-sdk/openai': join(MODULES, `ai-openai-v${major}`),
      zod: join(MODULES, 'zod'),
      ...compatible,
    },
    ...(major === 7 ? { node: 22 } : {}),
    spelling: AI_SDK_SPELLING.flatMap(({ before, names }) => (major < before ? names : [])),
    // From 5 on the SDK fetches pictures by their address itself, from nowhere but the network.
    without:
      major === 3 ? ['images', 'speech', 'transcription', 'output'] : major > 4 ? ['vision-address'] : [],
  };
}

function langChain(release: string): Kit {
  const folder = join(ROOT, 'test/packages', `langchain-${release}`);
  const { dependencies } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Pick<
    Kit,
    'dependencies'
  >;
  const names = ['@langchain/core', '@langchain/openai', 'langchain', 'openai', 'zod'];
  const isOld = release === '0.1';
  return {
    family: 'langchain',
    release: `v${release}`,
    dependencies,
    packages: Object.fromEntries(
      names.flatMap((name) => {
        const places = [join(folder, 'node_modules', name), join(MODULES, name)];
        const found = places.find((place) => existsSync(place));
        return found === undefined ? [] : [[name, found]];
      }),
    ),
    ...(release === '1' ? {} : { setUp: 'openai/shims/web' }),
    spelling: isOld ? OLD_LANGCHAIN : [],
    without: [...(release === '1' ? [] : ['agent']), ...(isOld ? ['images'] : [])],
  };
}

/** Those that run on the Node that runs the tests. */
export const KITS: readonly Kit[] = [
  openai(4),
  openai(5),
  openai(6),
  openai(7),
  aiSdk(3, '^0.0.72'),
  aiSdk(4, '^1.3.24'),
  aiSdk(5, '^2.0.131'),
  aiSdk(6, '^3.0.141'),
  aiSdk(7, '^4.0.118'),
  langChain('0.1'),
  langChain('0.3'),
  langChain('1'),
].filter(({ node }) => node === undefined || Number.parseInt(process.versions.node, 10) >= node);
