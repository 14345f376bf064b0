/** Who answers at a host: OpenAI, Azure, another vendor, a gateway in front of several, or one's own machine. */
export interface HostOwner {
  readonly kind: 'openai' | 'azure' | 'vendor' | 'gateway' | 'local';
  readonly name: string;
  /** Id of the provider where banjia knows it. */
  readonly provider?: string;
  /** Gateways: what has to change there. */
  readonly advice?: string;
}

interface VendorRow extends HostOwner {
  /** Exact host, with a port where it matters, or `*.suffix`. */
  readonly hosts: readonly string[];
}

const ROUTER = 'The gateway decides by the model id: choose another vendor’s id there, or leave the gateway.';

/** Hosts met in real code (source-surface §4.4) that are no provider of banjia's. */
export const VENDORS: readonly VendorRow[] = [
  { kind: 'openai', name: 'OpenAI', hosts: ['api.openai.com', '*.api.openai.com'] },
  {
    kind: 'azure',
    name: 'Azure OpenAI',
    provider: 'azure',
    // Nothing of Microsoft's confirms the last one: it is recognised where somebody has it, and never written.
    hosts: [
      '*.openai.azure.com',
      '*.services.ai.azure.com',
      '*.cognitiveservices.azure.com',
      '*.openai.azure.cn',
    ],
  },
  { kind: 'vendor', name: 'Groq', hosts: ['api.groq.com'] },
  { kind: 'vendor', name: 'Mistral', hosts: ['api.mistral.ai', 'codestral.mistral.ai'] },
  { kind: 'vendor', name: 'xAI', hosts: ['api.x.ai'] },
  { kind: 'vendor', name: 'Together', hosts: ['api.together.xyz', 'api.together.ai'] },
  { kind: 'vendor', name: 'Fireworks', hosts: ['api.fireworks.ai'] },
  { kind: 'vendor', name: 'Perplexity', hosts: ['api.perplexity.ai'] },
  { kind: 'vendor', name: 'Cerebras', hosts: ['api.cerebras.ai'] },
  { kind: 'vendor', name: 'DeepInfra', hosts: ['api.deepinfra.com'] },
  { kind: 'vendor', name: 'Anyscale', hosts: ['api.endpoints.anyscale.com'] },
  { kind: 'vendor', name: 'Anthropic', hosts: ['api.anthropic.com'] },
  {
    kind: 'vendor',
    name: 'Google',
    hosts: ['generativelanguage.googleapis.com', '*.aiplatform.googleapis.com'],
  },
  { kind: 'vendor', name: 'Cohere', hosts: ['api.cohere.ai', 'api.cohere.com'] },
  { kind: 'vendor', name: 'NVIDIA', hosts: ['integrate.api.nvidia.com'] },
  { kind: 'vendor', name: 'Hugging Face', hosts: ['router.huggingface.co', 'api-inference.huggingface.co'] },
  { kind: 'vendor', name: 'SambaNova', hosts: ['api.sambanova.ai'] },
  { kind: 'vendor', name: 'Novita', hosts: ['api.novita.ai'] },
  { kind: 'vendor', name: 'Nebius', hosts: ['api.studio.nebius.ai', 'api.studio.nebius.com'] },
  { kind: 'vendor', name: 'Hyperbolic', hosts: ['api.hyperbolic.xyz'] },
  { kind: 'vendor', name: 'AI/ML API', hosts: ['api.aimlapi.com'] },
  { kind: 'vendor', name: 'GitHub Models', hosts: ['models.github.ai', 'models.inference.ai.azure.com'] },
  { kind: 'vendor', name: 'GitHub Copilot', hosts: ['api.githubcopilot.com'] },
  { kind: 'vendor', name: 'Cloudflare Workers AI', hosts: ['api.cloudflare.com'] },
  { kind: 'vendor', name: 'Ollama Cloud', hosts: ['ollama.com'] },
  {
    kind: 'local',
    name: 'Ollama',
    hosts: ['localhost:11434', '127.0.0.1:11434', 'ollama:11434', 'host.docker.internal:11434'],
  },
  { kind: 'local', name: 'LM Studio', hosts: ['localhost:1234', '127.0.0.1:1234'] },
  { kind: 'gateway', name: 'OpenRouter', hosts: ['openrouter.ai'], advice: ROUTER },
  { kind: 'gateway', name: 'Vercel AI Gateway', hosts: ['ai-gateway.vercel.sh'], advice: ROUTER },
  {
    kind: 'gateway',
    name: 'Helicone',
    hosts: ['oai.helicone.ai', 'oai.hconeai.com', 'gateway.helicone.ai', 'ai-gateway.helicone.ai'],
    advice:
      'This host forwards to OpenAI. Use Helicone’s gateway host with the header `Helicone-Target-Url` set to the provider, or talk to the provider directly.',
  },
  {
    kind: 'gateway',
    name: 'Portkey',
    hosts: ['api.portkey.ai'],
    advice: 'The vendor is named in Portkey’s headers or stored configuration: change it there.',
  },
  {
    kind: 'gateway',
    name: 'Cloudflare AI Gateway',
    hosts: ['gateway.ai.cloudflare.com'],
    advice:
      'The vendor is a segment of the path: replace `/openai` by a custom provider of your gateway, or talk to the provider directly.',
  },
  {
    kind: 'gateway',
    name: 'Braintrust proxy',
    hosts: ['api.braintrust.dev', 'braintrustproxy.com'],
    advice: ROUTER,
  },
  {
    kind: 'gateway',
    name: 'LangSmith gateway',
    hosts: ['*.smith.langchain.com'],
    advice: 'Choose another vendor in the gateway’s settings.',
  },
  {
    kind: 'gateway',
    name: 'LiteLLM',
    hosts: ['litellm:4000', 'localhost:4000'],
    advice: 'Add the provider to LiteLLM’s model list; the code keeps its base URL.',
  },
];

/** Machines of one's own. */
const LOCAL =
  /^(?:localhost|127\.\d+\.\d+\.\d+|0\.0\.0\.0|\[::1\]|host\.docker\.internal|[\w-]+\.local)(?::\d+)?$/i;

export function ownerIn(rows: readonly VendorRow[], host: string): HostOwner | undefined {
  const lower = host.toLowerCase();
  const bare = lower.replace(/:\d+$/, '');
  const found = rows.find(({ hosts }) => hosts.some((pattern) => hostMatches(pattern, lower, bare)));
  if (found) return found;
  return LOCAL.test(lower) ? { kind: 'local', name: host } : undefined;
}

/** Exact with port, exact without, or a suffix after `*`. */
export function hostMatches(
  pattern: string,
  host: string,
  bare: string = host.replace(/:\d+$/, ''),
): boolean {
  if (pattern.startsWith('*')) return bare.endsWith(pattern.slice(1));
  return pattern === host || pattern === bare;
}
