import type { Flow } from '../../src/flow/flow.js';
import { importNotes, noteAt } from '../../src/flow/notes.js';
import type { Shapes } from '../../src/flow/shapes.js';
import type { NoteSite } from '../../src/sites.js';
import { defineTransform } from '../../src/transform.js';
import { AgentClients } from './clients.js';
import { callsOf, isAgentsModule } from './modules.js';
import { AgentRequests } from './requests.js';

/** What runs at OpenAI, and has no equal over Chat Completions. */
const SERVICES: Readonly<Record<string, string>> = {
  webSearchTool: 'web search at OpenAI',
  fileSearchTool: 'file search at OpenAI',
  codeInterpreterTool: 'code interpreter at OpenAI',
  imageGenerationTool: 'image generation inside a response',
  hostedMcpTool: 'MCP through OpenAI',
  computerTool: 'computer use over the Responses API',
  toolSearchTool: 'tool search at OpenAI',
  programmaticToolCallingTool: 'tool calls by programs at OpenAI',
  RealtimeAgent: 'realtime agents',
  RealtimeSession: 'realtime sessions',
  OpenAIConversationsSession: 'conversations stored at OpenAI',
  startOpenAIConversationsSession: 'conversations stored at OpenAI',
  OpenAIResponsesCompactionSession: 'compaction by the Responses API',
  OpenAIHostedMultiAgentModel: 'agents hosted at OpenAI',
  setOpenAIResponsesTransport: 'the Responses API over WebSocket',
  withResponsesWebSocketSession: 'the Responses API over WebSocket',
  setTracingExportApiKey: 'a key for traces at OpenAI',
};

/** OpenAI's library for agents: `@openai/agents` and the packages that it is made of. */
export const openaiAgents = defineTransform({
  id: 'openai-agents',
  reads: 'code',
  find({ flow, shapes, versions, texts }) {
    if (!flow.index.specifiers.some(({ literal }) => isAgentsModule(literal.text))) return [];
    const tracesOff = texts.some(
      ({ kind, text }) =>
        kind !== 'docs' && /OPENAI_AGENTS_DISABLE_TRACING["']?\s*[=:]\s*["']?(?:1|true)/.test(text),
    );
    const clients = new AgentClients(flow, shapes, versions, tracesOff);
    return [
      ...clients.clients,
      ...clients.follows,
      ...clients.notes,
      ...new AgentRequests(flow, shapes, versions, clients).find(),
      ...services(flow, shapes),
      ...importNotes(flow, shapes, 'openai-agents', isAgentsModule),
    ];
  },
});

function services(flow: Flow, shapes: Shapes): NoteSite[] {
  return Object.entries(SERVICES).flatMap(([name, message]) =>
    callsOf(flow, name).map((call) =>
      noteAt(shapes, call, {
        dialect: 'openai-agents',
        kind: 'unsupported',
        message,
        reason: 'no-operation',
      }),
    ),
  );
}
