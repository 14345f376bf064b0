import type { FindingKind } from './finding.js';

/** What a rule finds, for `banjia explain`, the pages in `docs/rules` and the rule lists of report formats. */
export interface RuleInfo {
  readonly title: string;
  /** What is seen as one, and what not. */
  readonly finds: string;
  /** What goes wrong when it stays. */
  readonly why: string;
}

/**
 * Every rule by its id, `<dialect>/<kind>`. A test holds it to what the fixtures yield: a new dialect adds its rules
 * here and runs `npm run docs`.
 */
export const RULES = {
  'openai-node/import': {
    title: 'Import of the `openai` package',
    finds:
      'An import, a `require` or a mock of the SDK. In endpoint mode the package stays, so it is inventory.',
    why: 'Nothing: the package talks to whatever address its client is given.',
  },
  'openai-node/type': {
    title: 'Types of the `openai` package',
    finds: 'An import that is gone at run time.',
    why: 'Nothing at run time; a type of model ids may reject the ids of another provider.',
  },
  'openai-node/client': {
    title: 'Client of the `openai` package',
    finds:
      'A client made with the SDK whose address is OpenAI’s, Azure’s, a gateway’s, or decided at run time. Clients with another vendor’s address are left alone.',
    why: 'Every request of it goes to OpenAI, which does not answer from mainland China and Hong Kong since 2024-07-09.',
  },
  'openai-node/call': {
    title: 'Request by the `openai` package',
    finds:
      'A method of the SDK’s surface (3.x to 7.x) on a client that is not proved to be another vendor’s.',
    why: 'The request fails where OpenAI cannot be reached, or is refused by a provider that does not know its model.',
  },
  'openai-node/model': {
    title: 'Model of a request',
    finds: 'A text, wherever it is written, that reaches the model of a request.',
    why: 'Another provider answers 400 or 404 to an id of OpenAI’s.',
  },
  'openai-node/parameter': {
    title: 'Parameter of a request',
    finds: 'A parameter, or a value of one, that the target refuses, ignores, or has under another name.',
    why: 'Refused ones fail at the first request; ignored ones change the answers without a word.',
  },
  'openai-node/credential': {
    title: 'Key for OpenAI in code',
    finds: 'A read of a variable that is named after OpenAI, or a key in the code itself.',
    why: 'A key that is read by its old name is missing after the move, or goes to the new host.',
  },
  'openai-node/unsupported': {
    title: 'Service that the target does not offer',
    finds: 'A request for an operation that the target has not, has elsewhere, or that nobody could confirm.',
    why: 'It fails at run time however well the rest was moved.',
  },
  'openai-node/response': {
    title: 'Answer of a request, or its error',
    finds:
      'Code that reads of an answer, or of an error, what the target sends otherwise or not at all: `finish_reason`, `usage`, `data[].url`, `error.code`; answers of the Responses API, of text completions and of moderations where the target gives another form; streamed chunks that may come without a choice.',
    why: 'A value that never comes leaves a branch dead; a field that is not there is read as undefined.',
  },
  'openai-node/endpoint': {
    title: 'Address of a client of Azure OpenAI',
    finds: 'The text of an Azure address that reaches a client of the SDK. It goes the way of its client.',
    why: 'Requests go to a resource of Azure’s, under the names of its deployments.',
  },
  'openai-node/vectors': {
    title: 'Embeddings of another model',
    finds: 'A request for embeddings that changes its model.',
    why: 'Vectors of different models cannot be compared, whatever their width: search results become noise.',
  },
  'chatgpt/import': {
    title: 'Import of the `chatgpt` package',
    finds: 'An import of `chatgpt`. The package stays, so it is inventory.',
    why: 'Nothing: `ChatGPTAPI` talks to whatever address it is given.',
  },
  'chatgpt/type': {
    title: 'Types of the `chatgpt` package',
    finds: 'An import that is gone at run time.',
    why: 'Nothing at run time.',
  },
  'chatgpt/client': {
    title: 'Client of the `chatgpt` package',
    finds: 'Where `ChatGPTAPI` is constructed.',
    why: 'Without `apiBaseUrl` it sends everything to OpenAI, and asks for gpt-3.5-turbo where no model is named.',
  },
  'chatgpt/call': {
    title: 'Message sent by `ChatGPTAPI`',
    finds: 'A call of `sendMessage`, and clients by which nothing was seen to be sent.',
    why: 'The request fails where OpenAI cannot be reached.',
  },
  'chatgpt/model': {
    title: 'Model of `ChatGPTAPI`',
    finds:
      'The model in `completionParams`, of the client or of one message, or gpt-3.5-turbo where none is named.',
    why: 'Another provider answers 400 or 404 to an id of OpenAI’s.',
  },
  'chatgpt/parameter': {
    title: 'Parameter of `ChatGPTAPI`',
    finds:
      'A parameter in `completionParams`, or a default of the package’s, that the target refuses, ignores or has otherwise.',
    why: 'Refused ones fail at the first message; ignored ones change the answers without a word.',
  },
  'chatgpt/credential': {
    title: 'Key for OpenAI in the `chatgpt` package’s options',
    finds: 'A key that is written out, or one that comes from outside of the code.',
    why: 'A key that is read by its old name is missing after the move, or goes to the new host.',
  },
  'chatgpt/unsupported': {
    title: 'Unofficial client of ChatGPT’s website',
    finds: 'Where `ChatGPTUnofficialProxyAPI` is constructed.',
    why: 'It needs a login at OpenAI and somebody’s proxy; no provider offers its equal.',
  },
  'mastra/import': {
    title: 'Package of Mastra’s for OpenAI',
    finds: 'An import of `@mastra/openai` or of a package for OpenAI’s speech.',
    why: 'What it sends goes to OpenAI, whatever model agents have.',
  },
  'mastra/type': {
    title: 'Types of a package of Mastra’s for OpenAI',
    finds: 'An import that is gone at run time.',
    why: 'Nothing at run time.',
  },
  'mastra/client': {
    title: 'Model of OpenAI’s in Mastra',
    finds:
      'An id `openai/…` where Mastra takes a model: agents, fallbacks, processors, scorers, titles, embedders.',
    why: 'The router of Mastra sends it to OpenAI, with OPENAI_API_KEY.',
  },
  'mastra/call': {
    title: 'Request by Mastra',
    finds: 'A call by which an agent sends something, and models by which nothing was seen to be sent.',
    why: 'The request fails where OpenAI cannot be reached.',
  },
  'mastra/model': {
    title: 'Model that Mastra asks for',
    finds: 'The model behind `openai/` in an id of the router.',
    why: 'Another provider answers 400 or 404 to an id of OpenAI’s.',
  },
  'mastra/parameter': {
    title: 'Parameter that Mastra sends',
    finds:
      'A parameter in `modelSettings`, or the form of an answer, that the target refuses, ignores or has otherwise.',
    why: 'Refused ones fail at the first request; ignored ones change the answers without a word.',
  },
  'mastra/vectors': {
    title: 'Embeddings of another model in Mastra',
    finds: 'An embedder that changes its model.',
    why: 'Vectors of different models cannot be compared, whatever their width: search results become noise.',
  },
  'tanstack-ai/import': {
    title: 'Import of `@tanstack/ai-openai`',
    finds: 'An import of the package, and names of it that nothing uses once its adapters have moved.',
    why: 'Nothing: the package also has an adapter for other addresses.',
  },
  'tanstack-ai/type': {
    title: 'Types of `@tanstack/ai-openai`',
    finds: 'An import that is gone at run time.',
    why: 'Nothing at run time; a list of OpenAI’s models rejects those of another provider.',
  },
  'tanstack-ai/client': {
    title: 'Adapter of TanStack AI for OpenAI',
    finds: 'Calls of `openaiText`, `openaiChatCompletions` and the other adapters of the package.',
    why: 'They read OPENAI_API_KEY and ask OpenAI; their types take no other models.',
  },
  'tanstack-ai/call': {
    title: 'Model that an adapter of TanStack AI asks',
    finds: 'An adapter for chat: what `chat()` sends with it is not followed.',
    why: 'The request fails where OpenAI cannot be reached.',
  },
  'tanstack-ai/model': {
    title: 'Model of an adapter of TanStack AI',
    finds: 'The first argument of an adapter.',
    why: 'Another provider answers 400 or 404 to an id of OpenAI’s.',
  },
  'tanstack-ai/parameter': {
    title: 'Options for a model of TanStack AI',
    finds: '`modelOptions` of `chat()` that only the Responses API understands.',
    why: 'They reach an endpoint for chat completions, which refuses or ignores them.',
  },
  'tanstack-ai/unsupported': {
    title: 'Tool of TanStack AI that runs at OpenAI',
    finds: 'A tool of `@tanstack/ai-openai/tools`: search, code, files, images.',
    why: 'Only OpenAI’s Responses API has it.',
  },
  'genkit/import': {
    title: 'Import of a plugin of Genkit for OpenAI',
    finds: 'An import of `@genkit-ai/compat-oai/openai` or of `genkitx-openai`.',
    why: 'The community’s plugin asks OpenAI, whatever models are named; the other one stays for its references.',
  },
  'genkit/type': {
    title: 'Types of a plugin of Genkit for OpenAI',
    finds: 'An import that is gone at run time.',
    why: 'Nothing at run time.',
  },
  'genkit/client': {
    title: 'Plugin of Genkit for OpenAI',
    finds: 'Where `openAI()` of `@genkit-ai/compat-oai/openai` is made.',
    why: 'It reads OPENAI_API_KEY and asks OpenAI; its types take no address.',
  },
  'genkit/call': {
    title: 'Model that Genkit asks',
    finds: 'A reference `openAI.model(…)`, or an id `openai/…` where Genkit takes a model.',
    why: 'The request fails where OpenAI cannot be reached.',
  },
  'genkit/model': {
    title: 'Model of a request by Genkit',
    finds: 'The id in `openAI.model(…)`, or behind `openai/`.',
    why: 'Another provider answers 400 or 404 to an id of OpenAI’s.',
  },
  'genkit/parameter': {
    title: 'Parameter of a request by Genkit',
    finds: 'A parameter in `config` that the target refuses, ignores or has otherwise.',
    why: 'Refused ones fail at the first request; ignored ones change the answers without a word.',
  },
  'other-dialects/import': {
    title: 'Another library that speaks to OpenAI',
    finds:
      'An import of a library that is named and not rewritten: Azure’s, Trigger.dev’s, modules of NestJS, Codex, ChatKit.',
    why: 'What they send goes to OpenAI by default.',
  },
  'other-dialects/client': {
    title: 'Client of a library that banjia does not know',
    finds: 'A class called after OpenAI that is made, from a package for which there is no dialect.',
    why: 'Most of them ask OpenAI by themselves, and read OPENAI_API_KEY where they are given no key.',
  },
  'other-dialects/type': {
    title: 'Types of another library for OpenAI',
    finds: 'An import that is gone at run time.',
    why: 'Nothing at run time.',
  },
  'other-dialects/tokenizer': {
    title: 'Tokenizer for OpenAI’s models',
    finds: 'A tokenizer package, and calls that ask it for the encoding of a model.',
    why: 'It throws on the id of another vendor’s model, and its counts are estimates for one.',
  },
  'raw-http/endpoint': {
    title: 'OpenAI’s address in code or in rules of a server',
    finds:
      'A text of which the address of a request is put together; rules of proxies, lists of allowed hosts and addresses in tests that name OpenAI’s host; comparisons with it.',
    why: 'The request goes to OpenAI, or is kept from going elsewhere; a comparison decides the wrong way once the address has changed.',
  },
  'raw-http/call': {
    title: 'Request by plain HTTP',
    finds:
      'A call of `fetch`, axios, got, ky, undici, Node’s `https`, `XMLHttpRequest`, `WebSocket` and the like whose address was followed to OpenAI, or to a base that may be OpenAI’s.',
    why: 'The request fails where OpenAI cannot be reached.',
  },
  'raw-http/model': {
    title: 'Model of a request by plain HTTP',
    finds: 'A text, wherever it is written, that reaches the model in the body of a request.',
    why: 'Another provider answers 400 or 404 to an id of OpenAI’s.',
  },
  'raw-http/parameter': {
    title: 'Parameter of a request by plain HTTP',
    finds: 'A parameter, or a value of one, that the target refuses, ignores, or has under another name.',
    why: 'Refused ones fail at the first request; ignored ones change the answers without a word.',
  },
  'raw-http/credential': {
    title: 'Key sent by plain HTTP',
    finds:
      'The header that carries the key of a request, headers that mean nothing to another vendor, and checks of the shape of a key.',
    why: 'OpenAI’s key would go to another vendor’s host; a check for `sk-` refuses the new key.',
  },
  'raw-http/unsupported': {
    title: 'Request by plain HTTP that the target does not answer',
    finds: 'A request for an operation that the target has not, has elsewhere, or that nobody could confirm.',
    why: 'It fails at run time however well the rest was moved.',
  },
  'raw-http/response': {
    title: 'Answer that is taken apart by hand',
    finds: 'Code that reads a stream of server-sent events by its lines.',
    why: 'Nothing where the target sends the same lines; its own fields and its errors differ.',
  },
  'raw-http/vectors': {
    title: 'Embeddings of another model by plain HTTP',
    finds: 'A request for embeddings that changes its model.',
    why: 'Vectors of different models cannot be compared, whatever their width: search results become noise.',
  },
  'env-files/credential': {
    title: 'Variable of OpenAI in an environment file',
    finds: 'A line that sets a key, an organization or headers for OpenAI.',
    why: 'The SDK reads OPENAI_API_KEY by itself when a client has no key, and sends it to whatever host the client has.',
  },
  'env-files/endpoint': {
    title: 'Address of OpenAI in an environment file',
    finds: 'A line whose value is OpenAI’s address, or whose variable holds the address of a client.',
    why: 'It decides at run time where requests go, over what the code says.',
  },
  'env-files/model': {
    title: 'Model in an environment file',
    finds: 'A line whose value is a model id.',
    why: 'It decides at run time which model is asked for, over what the code says.',
  },
  'config-files/credential': {
    title: 'Variable of OpenAI in configuration',
    finds:
      'A compose file, a workflow, a Dockerfile or another configuration that names a variable of OpenAI.',
    why: 'Where the code reads another variable now, this no longer provides it.',
  },
  'config-files/endpoint': {
    title: 'Address of OpenAI in configuration',
    finds: 'A variable in a compose file, a deployment or a pipeline that holds the address of a client.',
    why: 'It decides at run time where requests go, over what the code says.',
  },
  'config-files/model': {
    title: 'Model in configuration',
    finds: 'A variable in a compose file, a deployment or a pipeline that holds the model of a request.',
    why: 'It decides at run time which model is asked for, over what the code says.',
  },
  'components/import': {
    title: 'OpenAI in the markup of a component',
    finds: 'A package or a script for OpenAI that a template or an HTML page loads.',
    why: 'It goes on talking to OpenAI beside what was moved.',
  },
  'components/endpoint': {
    title: 'Address of OpenAI in a template',
    finds: 'OpenAI’s host in the markup of a Vue, Svelte or Astro component or an HTML page.',
    why: 'A link or a form leads to OpenAI; a policy allows a host that is no longer the right one.',
  },
  'components/model': {
    title: 'Model id in a template',
    finds: 'A model id of OpenAI’s in an attribute or an option of the markup.',
    why: 'What a template hands on is not followed: some of it reaches a request.',
  },
  'components/credential': {
    title: 'Name of a variable of OpenAI in a template',
    finds: 'A variable named after OpenAI in the markup.',
    why: 'Settings and messages go on asking for a key that nobody needs.',
  },
  'components/dependency': {
    title: 'Package for OpenAI in an import map',
    finds: 'An import map of an HTML page that names a package for OpenAI.',
    why: 'An unused one is loaded for nothing, and invites new usages.',
  },
  'other-languages/import': {
    title: 'OpenAI in another language',
    finds: 'Python, Go, Java, Rust and others that import a library for OpenAI.',
    why: 'It goes on talking to OpenAI beside what was moved.',
  },
  'other-languages/endpoint': {
    title: 'Address of OpenAI in another language',
    finds: 'OpenAI’s host in a text of a program in another language.',
    why: 'Requests go to OpenAI, past everything that was moved.',
  },
  'other-languages/credential': {
    title: 'Variable of OpenAI in another language',
    finds: 'A variable that such a program reads, also by its library alone.',
    why: 'It keeps its name, and whoever sets it has to go on setting it.',
  },
  'other-languages/model': {
    title: 'Model id in another language',
    finds: 'A model id of OpenAI’s in a text of a program in another language.',
    why: 'Another provider answers 400 or 404 to an id of OpenAI’s.',
  },
  'other-languages/dependency': {
    title: 'Library for OpenAI in another language’s package list',
    finds: '`requirements.txt`, `pyproject.toml`, `go.mod`, `Cargo.toml` and others that name one.',
    why: 'It is there for code that banjia does not rewrite.',
  },
  'documentation/docs': {
    title: 'Documentation that names what moves',
    finds: 'Variables in documentation, and model ids in its code. Rewritten with `--docs` only.',
    why: 'Readers set up what is no longer used.',
  },
  'package-manifests/dependency': {
    title: 'Package for OpenAI',
    finds: 'A dependency on the SDK or on another package for OpenAI, and those that nothing uses any more.',
    why: 'An unused one is installed, audited and updated for nothing, and invites new usages.',
  },
  'package-manifests/credential': {
    title: 'Script that sets a variable of OpenAI',
    finds: 'A script of package.json with `OPENAI_…=`.',
    why: 'The script sets a variable that nothing reads any more, or that something should not read.',
  },
  'mentions/model': {
    title: 'Model id that no request was seen to use',
    finds: 'A whole text of the code, or a value in configuration, that is a model id of OpenAI’s.',
    why: 'Lists to choose from, price tables and tests go out of date; some reach a request on ways that cannot be followed.',
  },
  'mentions/credential': {
    title: 'Name of a variable of OpenAI',
    finds: 'A text or a property in code that is named like a variable of OpenAI and is no read of it.',
    why: 'Settings, schemas and messages go on asking for a key that nobody needs.',
  },
  'mentions/docs': {
    title: 'Documentation that speaks of OpenAI',
    finds: 'The first mention in a file of documentation.',
    why: 'Readers set up what is no longer used.',
  },
  'mentions/endpoint': {
    title: 'Address of OpenAI in configuration',
    finds: 'OpenAI’s host in a configuration file: a proxy rule, a deployment setting, a security policy.',
    why: 'Requests are sent, or allowed, to a host that is no longer the right one.',
  },
  'ai-sdk/import': {
    title: 'Import of the Vercel AI SDK’s package for OpenAI',
    finds:
      'An import of `@ai-sdk/openai`: it goes where all that comes from it moves, and stays for what cannot.',
    why: 'Its exported instance has nowhere to put another address.',
  },
  'ai-sdk/client': {
    title: 'Provider of the Vercel AI SDK',
    finds: 'The exported `openai`, or one made by `createOpenAI`, whose address is not another vendor’s.',
    why: 'Every model that it makes is asked at OpenAI.',
  },
  'ai-sdk/call': {
    title: 'Model made by a provider of the Vercel AI SDK',
    finds: 'A call such as `openai("…")`, `.chat`, `.embedding` or `.image` of a provider for OpenAI.',
    why: 'A bare call speaks the Responses API from `@ai-sdk/openai` 2 on, which most providers do not have.',
  },
  'ai-sdk/model': {
    title: 'Model id of the Vercel AI SDK',
    finds: 'An id that reaches such a call, an id of a registry (`openai:…`) or of a gateway (`openai/…`).',
    why: 'Another provider answers 400 or 404 to an id of OpenAI’s.',
  },
  'ai-sdk/parameter': {
    title: 'Setting or option of a call by the Vercel AI SDK',
    finds:
      'Settings, `providerOptions.openai` and forms of answers that the new provider does not read or take.',
    why: 'What is not read is dropped without a word.',
  },
  'ai-sdk/vectors': {
    title: 'Embeddings by the Vercel AI SDK',
    finds: 'A call that makes vectors with a model of OpenAI’s.',
    why: 'Vectors of two models do not compare, whatever their width.',
  },
  'ai-sdk/unsupported': {
    title: 'Service of the Vercel AI SDK that the target does not offer',
    finds:
      'Hosted tools, speech, transcription and other models that the package for the target does not have.',
    why: 'It fails at run time however well the rest was moved.',
  },
  'ai-sdk/response': {
    title: 'Answer that only OpenAI’s provider gives',
    finds: 'Code that reads `providerMetadata.openai`.',
    why: 'Nothing stands there any more once another provider answers.',
  },
  'ai-sdk/type': {
    title: 'Type of the Vercel AI SDK’s package for OpenAI',
    finds: 'A type imported from `@ai-sdk/openai`.',
    why: 'The build breaks once the package is gone.',
  },
  'langchain/import': {
    title: 'Import of LangChain’s classes for OpenAI',
    finds: 'An import of `@langchain/openai` or of the older paths. The package stays, so it is inventory.',
    why: 'Nothing: the classes talk to whatever address they are given.',
  },
  'langchain/client': {
    title: 'Model or embeddings of LangChain',
    finds: '`ChatOpenAI`, `OpenAI`, `OpenAIEmbeddings` and their like whose address is not another vendor’s.',
    why: 'Every call of it, and every chain that it is part of, goes to OpenAI.',
  },
  'langchain/call': {
    title: 'Call of a LangChain model',
    finds: 'A construction that is asked, `invoke`, `stream`, `batch`, chains and `initChatModel`.',
    why: 'It fails where OpenAI cannot be reached.',
  },
  'langchain/model': {
    title: 'Model of LangChain',
    finds:
      'An id that reaches `model` or `modelName`, and the model that the class asks for where none is named.',
    why: 'Another provider answers 400 or 404 to an id of OpenAI’s; the defaults are out of service.',
  },
  'langchain/parameter': {
    title: 'Parameter of a LangChain model',
    finds:
      'A setting that the target refuses, ignores or takes otherwise, and what the class sends by itself.',
    why: 'Refused ones fail at the first call; ignored ones change the answers without a word.',
  },
  'langchain/vectors': {
    title: 'Embeddings by LangChain',
    finds: 'Embeddings made with a model of OpenAI’s, and the stores that are filled with them.',
    why: 'Vectors of two models do not compare, whatever their width.',
  },
  'langchain/endpoint': {
    title: 'Address in an option that the installed LangChain passes over',
    finds: '`basePath`, a second argument, or `baseURL` beside `configuration`.',
    why: 'Requests go to OpenAI although the code names somebody else.',
  },
  'langchain/credential': {
    title: 'Key of a LangChain model',
    finds: 'A key under a name that the installed version passes over, or one from out of sight.',
    why: 'The library then takes OPENAI_API_KEY, and sends it to the host that it is given.',
  },
  'langchain/unsupported': {
    title: 'Service of LangChain’s classes that the target does not offer',
    finds: 'Image and audio wrappers, hosted tools, the Responses API.',
    why: 'It fails at run time however well the rest was moved.',
  },
  'llamaindex/import': {
    title: 'Import of LlamaIndex.TS',
    finds: 'An import of its classes for OpenAI. The package stays.',
    why: 'Releases before 0.9 ask OpenAI by themselves where nobody sets another model.',
  },
  'llamaindex/client': {
    title: 'Model or embeddings of LlamaIndex.TS',
    finds: '`OpenAI`, `openai()`, `OpenAIEmbedding`, and the default that old releases make.',
    why: 'Every query goes to OpenAI.',
  },
  'llamaindex/call': {
    title: 'Use of a LlamaIndex.TS model',
    finds: 'A model that is set in `Settings` or asked by itself.',
    why: 'It fails where OpenAI cannot be reached.',
  },
  'llamaindex/model': {
    title: 'Model of LlamaIndex.TS',
    finds: 'An id that reaches `model`, and the default where none is named.',
    why: 'Another provider answers 400 or 404 to an id of OpenAI’s.',
  },
  'llamaindex/parameter': {
    title: 'Parameter of a LlamaIndex.TS model',
    finds: 'A setting that the target refuses, ignores or takes otherwise.',
    why: 'Refused ones fail at the first call.',
  },
  'llamaindex/unsupported': {
    title: 'Service of LlamaIndex.TS’s classes that the target does not offer',
    finds: 'Embeddings and other requests of a model whose operation the target does not have.',
    why: 'It fails at run time however well the rest was moved.',
  },
  'llamaindex/vectors': {
    title: 'Embeddings by LlamaIndex.TS',
    finds: 'Embeddings made with a model of OpenAI’s.',
    why: 'Vectors of two models do not compare, whatever their width.',
  },
  'openai-agents/import': {
    title: 'Import of `@openai/agents`',
    finds: 'An import of the package, which stays.',
    why: 'Nothing by itself: client, API and traces are set apart.',
  },
  'openai-agents/client': {
    title: 'Client of `@openai/agents`',
    finds:
      '`setDefaultOpenAIClient`, `OpenAIProvider`, `setDefaultOpenAIKey`, or the client it makes by itself.',
    why: 'Every run goes to OpenAI.',
  },
  'openai-agents/endpoint': {
    title: 'API or traces of `@openai/agents`',
    finds: 'Agents that speak the Responses API, or whose traces go to api.openai.com beside the client.',
    why: 'Prompts and answers are sent to OpenAI although the client points elsewhere.',
  },
  'openai-agents/call': {
    title: 'Run of an agent',
    finds: '`run()` and runners.',
    why: 'It fails where OpenAI cannot be reached.',
  },
  'openai-agents/model': {
    title: 'Model of an agent',
    finds: 'An id that reaches `model`, and the default where an agent names none.',
    why: 'Another provider answers 400 or 404 to an id of OpenAI’s.',
  },
  'openai-agents/parameter': {
    title: 'Settings of an agent',
    finds: '`modelSettings` and `outputType` that the target refuses or takes otherwise.',
    why: 'Refused ones fail at the first run.',
  },
  'openai-agents/unsupported': {
    title: 'Service of `@openai/agents` that lives at OpenAI',
    finds: 'Hosted tools, realtime agents, conversations.',
    why: 'The target has nothing that answers them.',
  },
  'model-logic/model': {
    title: 'Code that decides by a model id',
    finds:
      'A comparison, a `case`, a prefix, a pattern or a table that tells OpenAI’s models apart. A comparison follows where every text that reaches it was rewritten and the new ids stay apart.',
    why: 'After the move the branch is dead or wrong, and nothing fails to say so.',
  },
  'sql-vectors/vectors': {
    title: 'Made for the vectors of one embedding model',
    finds:
      'Columns, functions, indexes, thresholds and written-out vectors in SQL, Prisma and code, tied to the request that makes the vectors.',
    why: 'Embeddings of another width do not fit in, and of the same width cannot be compared with the old ones.',
  },
  'test-expectations/model': {
    title: 'Test that expects a model id',
    finds:
      'An id of OpenAI’s in an assertion, or in what a mock gives back, of a test that reaches moved code.',
    why: 'The test fails once the code asks for another model.',
  },
  'test-expectations/parameter': {
    title: 'Test that expects a parameter',
    finds: 'The name of a parameter in an assertion that the target wants under another name.',
    why: 'The test fails once the request is sent with the other name.',
  },
  'retired-models/model': {
    title: 'Model that is out of service, or soon will be',
    finds: 'A model id of a known provider whose end has come or is announced.',
    why: 'Requests for it fail from that day on, or are answered by another model.',
  },
  'secrets/credential': {
    title: 'Key that looks live',
    finds:
      'A text built like a key of OpenAI’s, in any kind of file that git does not ignore. It is never printed.',
    why: 'Whoever can read the repository can use it, and what was committed stays in the history.',
  },
} as const satisfies Readonly<Record<string, RuleInfo>>;

export type RuleId = keyof typeof RULES;

export const RULE_IDS: readonly RuleId[] = Object.keys(RULES).sort() as RuleId[];

export function isRule(text: string): text is RuleId {
  return Object.hasOwn(RULES, text);
}

/** For a rule that is not listed, what its kind says. */
export function ruleInfo(id: string): RuleInfo {
  if (isRule(id)) return RULES[id];
  const kind = id.slice(id.indexOf('/') + 1) as FindingKind;
  return { title: `${kind} (${id})`, finds: `What ${id} stands for.`, why: 'It depends on OpenAI.' };
}

/** The page of a rule below `docs/`. */
export function rulePage(id: string): string {
  return `rules/${id.replace('/', '-')}.md`;
}

/** The page of a reason below `docs/`. */
export function reasonPage(id: string): string {
  return `reasons/${id}.md`;
}
