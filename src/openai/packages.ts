/**
 * Packages of npm that are of no use without OpenAI, as `transforms/other-dialects` and `transforms/package-manifests`
 * know them, and only names that the prefilter sees in the files that import them. Not among them: `openai` itself, by
 * which moved code goes on talking to its new provider.
 */
export const OPENAI_PACKAGES: ReadonlySet<string> = new Set([
  'openai-edge',
  'chatgpt',
  '@ai-sdk/openai',
  '@azure/openai',
  '@langchain/openai',
  '@langchain/azure-openai',
  '@llamaindex/openai',
  '@mastra/openai',
  '@mastra/voice-openai',
  '@openai/agents',
  '@openai/agents-core',
  '@openai/agents-extensions',
  '@openai/agents-openai',
  '@openai/agents-realtime',
  '@openai/chatkit',
  '@openai/chatkit-react',
  '@openai/codex-sdk',
  '@tanstack/ai-openai',
  '@trigger.dev/openai',
  'genkitx-openai',
  'nestjs-openai',
  '@platohq/nestjs-openai',
  'tiktoken',
  'js-tiktoken',
  '@dqbd/tiktoken',
  'gpt-tokenizer',
  'gpt-3-encoder',
]);
