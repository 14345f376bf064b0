import type { CodeTransform } from '../src/transform.js';
import { aiSdk } from './ai-sdk/index.js';
import { chatgpt } from './chatgpt/index.js';
import { genkit } from './genkit/index.js';
import { langChain } from './langchain/index.js';
import { llamaIndex } from './llamaindex/index.js';
import { mastra } from './mastra/index.js';
import { codeMentions } from './mentions/code.js';
import { modelLogic } from './model-logic/index.js';
import { openaiAgents } from './openai-agents/index.js';
import { openaiNode } from './openai-node/index.js';
import { otherDialects } from './other-dialects/index.js';
import { rawHttp } from './raw-http/index.js';
import { retiredInCode } from './retired-models/index.js';
import { codeVectors } from './sql-vectors/code.js';
import { tanstackAi } from './tanstack-ai/index.js';
import { testExpectations } from './test-expectations/index.js';

/** Dialects that read code, in running order. Reached by `import()` only: they load the parser. */
export const codeTransforms: readonly CodeTransform[] = [
  openaiNode,
  aiSdk,
  langChain,
  llamaIndex,
  openaiAgents,
  chatgpt,
  mastra,
  tanstackAi,
  genkit,
  otherDialects,
  rawHttp,
  modelLogic,
  codeVectors,
  testExpectations,
  retiredInCode,
  codeMentions,
];
