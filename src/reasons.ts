/**
 * Why a place is left to a person. A closed catalogue: each id stands in reports, in the documentation and in
 * `banjia explain`. `title` heads a group of places, `help` is the next step; `{…}` is filled in by the planner.
 */
export const REASONS = {
  'base-url-unknown': {
    title: 'The base URL is decided at run time',
    help: 'Set it to {baseURL} where it comes from, or write it into the client; then run banjia again.',
  },
  'base-url-mixed': {
    title: 'The client talks to OpenAI in one branch and to somebody else in another',
    help: 'Give each branch a client of its own, or set the OpenAI branch to {baseURL} by hand.',
  },
  gateway: {
    title: 'The client goes through a gateway or a proxy of your own',
    help: 'Whether the gateway can reach {provider} is set there. Change the gateway, or point the client at {baseURL}.',
  },
  azure: {
    title: 'A client of Azure OpenAI, which the ban does not reach: it stays unless you say so',
    help: 'To move it as well: banjia migrate --azure, or `"azure": true` in the configuration; deployments whose name is no model id need --model <deployment>=<id>. By hand: `new OpenAI({ apiKey, baseURL })` with {baseURL} and a key from {keyVariable}, without endpoint, deployment, apiVersion, `api-key` and `api-version`; the model of {provider} in each request.',
  },
  'azure-class': {
    title: 'A client of Azure OpenAI, which the ban does not reach',
    help: 'If it is to move as well: the library’s own class for OpenAI in its place, with the base URL {baseURL}, a key from {keyVariable} and a model of {provider}.',
  },
  'azure-request': {
    title: 'A request to Azure OpenAI, which the ban does not reach',
    help: 'If it is to move as well: {baseURL} and the path behind it in place of the resource, the deployment and `api-version`; `Authorization: Bearer` with a key from {keyVariable} in place of `api-key`; a model of {provider} in the body.',
  },
  'azure-by-hand': {
    title: 'A client of Azure OpenAI that could not be moved',
    help: 'By hand: `new OpenAI({ apiKey, baseURL })` with {baseURL} and a key from {keyVariable}, without endpoint, deployment, apiVersion, `api-key` and `api-version`; the model of {provider} in each request.',
  },
  'address-ignored': {
    title: 'An address where the installed version does not look for it',
    help: 'Requests go to OpenAI today. Decide which host is meant, and write it where this version reads it.',
  },
  'library-fixed': {
    title: 'The installed version of a library cannot be told another address or model',
    help: 'Update the library if a newer version can, or call {provider} by a client of your own ({baseURL}).',
  },
  'completion-class': {
    title: 'A class for plain completions, which chat models of other vendors do not answer',
    help: 'Use the chat class of the library instead (`ChatOpenAI`): it answers with a message, whose text is its `content`.',
  },
  'hidden-client': {
    title: 'A library that asks OpenAI by itself where it is told of no model',
    help: 'Set its models yourself, before anything else runs: address {baseURL}, key from {keyVariable}, models of {provider}.',
  },
  'chatgpt-version': {
    title: 'A version of `chatgpt` that puts a path of its own behind the address',
    help: 'Install chatgpt 5.2.5: from 5.1 on `apiBaseUrl` is the whole address and `completionParams.model` the model. Then run banjia again.',
  },
  'chatgpt-website': {
    title: 'The unofficial client of ChatGPT’s website, which goes through somebody’s proxy',
    help: 'Use `ChatGPTAPI` in its place, with `apiBaseUrl` {baseURL}, a key from {keyVariable} and `completionParams.model`; `sendMessage` stays as it is.',
  },
  'mastra-model': {
    title: 'A model that Mastra’s router asks of OpenAI',
    help: 'Put an object in its place: `{ providerId: "openai-compatible", modelId, url, apiKey }` with a model of {provider}, the url {baseURL} and a key from {keyVariable}.',
  },
  'mastra-embedder': {
    title: 'An embedder that Mastra’s router asks of OpenAI',
    help: 'Put `new ModelRouterEmbeddingModel({ providerId: "openai-compatible", modelId, url, apiKey })` of `@mastra/core/llm` in its place, with a model of {provider}, the url {baseURL} and a key from {keyVariable}.',
  },
  'mastra-version': {
    title: 'A version of Mastra whose models are ids only',
    help: 'Install @mastra/core 0.21 or newer, where `model` takes `{ providerId, modelId, url, apiKey }`, and run banjia again.',
  },
  'mastra-agents': {
    title: 'Agents of OpenAI’s library, made by Mastra',
    help: 'Hand over an agent of your own (`agent: new Agent(…)` of @openai/agents); before that call `setDefaultModelProvider(new OpenAIProvider({ apiKey, baseURL, useResponses: false }))` with {baseURL} and a key from {keyVariable}, and `setTracingDisabled(true)`.',
  },
  'mastra-voice': {
    title: 'Speech in Mastra by models that only OpenAI has',
    help: 'The package takes no other models (tts-1, tts-1-hd, whisper-1, realtime): use another package `@mastra/voice-…`, or a class of your own that extends `MastraVoice`.',
  },
  'tanstack-adapter': {
    title: 'An adapter of TanStack AI whose models are a list of OpenAI’s',
    help: 'For chat: `openaiCompatibleText(model, { apiKey, baseURL })` of `@tanstack/ai-openai/compatible`, with {baseURL}, a key from {keyVariable} and a model of {provider}. For anything else call {provider} by the `openai` package.',
  },
  'tanstack-version': {
    title: 'A version of TanStack AI that knows OpenAI’s models only',
    help: 'Install @tanstack/ai-openai 0.14.1 or newer, which has `openaiCompatibleText` in `@tanstack/ai-openai/compatible`, and run banjia again.',
  },
  'tanstack-options': {
    title: 'Options of the Responses API on a model that speaks chat completions from now on',
    help: 'Say them as chat completions do: `max_tokens` for `max_output_tokens`, `reasoning_effort` for `reasoning.effort`, `response_format` for `text.format`; leave out what keeps state at OpenAI.',
  },
  'genkit-plugin': {
    title: 'Genkit’s plugin for OpenAI, which takes no other address by its types',
    help: 'Use `openAICompatible({ name: "openai", apiKey, baseURL })` of `@genkit-ai/compat-oai` in its place, with {baseURL} and a key from {keyVariable}; models are `openAI.model(id)` or `openai/<id>` with an id of {provider}.',
  },
  'genkit-version': {
    title: 'A version of Genkit’s plugin that resolves OpenAI’s models only',
    help: 'Install @genkit-ai/compat-oai 1.28 or newer, whose `openAICompatible` resolves any model by its name, and run banjia again.',
  },
  'genkit-kinds': {
    title: 'Genkit’s plugin for OpenAI, asked for more than chat',
    help: 'Beside it use `openAICompatible({ name, apiKey, baseURL })` of `@genkit-ai/compat-oai` for chat, with {baseURL} and a key from {keyVariable}. Embedders, images and speech need a `resolver` there that calls `defineCompatOpenAIEmbedder` and its like.',
  },
  'genkit-community': {
    title: 'A community plugin of Genkit that knows OpenAI’s models only',
    help: 'Use `openAICompatible({ name: "openai", apiKey, baseURL })` of `@genkit-ai/compat-oai` in its place, with {baseURL} and a key from {keyVariable}, and say the models as texts: `openai/<id>` with an id of {provider} in place of `gpt4o` and its like.',
  },
  'agents-default-key': {
    title: 'The default key of agents goes to OpenAI’s address',
    help: 'Replace it by `setDefaultModelProvider(new OpenAIProvider({ apiKey, baseURL, useResponses: false }))` with {baseURL} and a key from {keyVariable}.',
  },
  'agents-api': {
    title: 'Agents speak the Responses API unless they are told otherwise',
    help: 'Call `setOpenAIAPI("chat_completions")` before the first run.',
  },
  'agents-tracing': {
    title: 'Traces of agents are sent to OpenAI, whatever the client',
    help: 'Call `setTracingDisabled(true)` before the first run, or set OPENAI_AGENTS_DISABLE_TRACING=1.',
  },
  'model-string': {
    title: 'An id that names vendor and model, with nowhere to put an address',
    help: 'Hand over an instance instead: one made with {baseURL}, a key from {keyVariable} and a model of {provider}.',
  },
  'literal-key': {
    title: 'A live-looking key stands in the code',
    help: 'Revoke it, read the key from {keyVariable} instead, and run banjia again: a key is never moved to another host.',
  },
  'key-elsewhere': {
    title: 'The key comes from outside the code (settings, a database, a caller)',
    help: 'It must be a key of {provider} from now on: {keyPage}',
  },
  'old-key-left': {
    title: 'An OpenAI key stays in an environment file',
    help: 'Once nothing reads it any more, delete the line and revoke the key.',
  },
  'implicit-fallback': {
    title: 'OpenAI’s key would go to another vendor’s host',
    help: "Without a key of its own the SDK takes OPENAI_API_KEY. Give the client its own key with `?? ''` behind it, delete the variable, and revoke the key.",
  },
  'organization-variable': {
    title: 'The SDK sends this variable as a header to whatever host it talks to',
    help: 'Delete it from the environment: {provider} has no use for it.',
  },
  'config-names-variable': {
    title: 'Configuration that names a variable of OpenAI',
    help: 'Where the code now reads {keyVariable}, this has to provide {keyVariable}; secrets are made by hand.',
  },
  'secret-by-hand': {
    title: 'A secret that is kept outside of the repository',
    help: 'Make {keyVariable} there, with a key of {provider}; once all is well, delete the old one.',
  },
  'names-replaced': {
    title: 'A script that replaces names in files, mostly in what was built',
    help: 'The name in those files and the name in the script have to stay the same: build, run it, and look.',
  },
  'public-name': {
    title: 'A name that others rely on: an input of an action, a secret of a reusable workflow',
    help: 'Whoever uses it passes it by this name. Keep the name, and pass it on as {keyVariable} inside.',
  },
  'variable-of-others': {
    title: 'A variable of a program that is not built here',
    help: 'It keeps its name. Whether that program can do without OpenAI is set there.',
  },
  'value-shared': {
    title: 'A value that a program in another language reads, too',
    help: 'Give the moved code a variable of its own, or move that program as well.',
  },
  'variable-shared': {
    title: 'A variable that something else still reads',
    help: 'It was not renamed because what is named here reads it, too. The moved code reads {keyVariable}.',
  },
  'variable-not-followed': {
    title: 'A variable of OpenAI that reaches no client that was moved',
    help: 'Look where it goes: {provider} reads its key from {keyVariable}.',
  },
  'options-unknown': {
    title: 'The options of the client are made elsewhere',
    help: 'Set `apiKey` and `baseURL` ({baseURL}) where the options object is built.',
  },
  'client-unknown': {
    title: 'It could not be proved which client sends this request',
    help: 'If it is a client that was moved, change the model by hand; a type annotation on the client helps banjia.',
  },
  'client-by-hand': {
    title: 'The client of this request is left to you',
    help: 'Move the client first; then run banjia again, or change this with it.',
  },
  'client-shared': {
    title: 'A value that something which stays uses, too',
    help: 'Split the value: one for what moves, one for what stays.',
  },
  'other-protocol': {
    title: 'Says in the Responses API, or as a text completion, what chat completions say otherwise',
    help: 'In chat completions it is what stands behind the arrow. Once nothing is in the way, banjia changes it.',
  },
  'protocol-not-spoken': {
    title: '{provider} does not speak the protocol of this request, and it could not be converted',
    help: 'What keeps it from becoming a chat completion has a heading of its own. Once that is gone, run banjia again.',
  },
  'not-converted': {
    title: 'Keeps a request from becoming a chat completion',
    help: 'Change this place, or write the request anew as a chat completion; then run banjia again.',
  },
  'kept-state': {
    title: 'State that OpenAI keeps between requests',
    help: 'Keep the messages yourself and send the whole list each time: push each answer’s message to it, then the next question.',
  },
  'openai-tool': {
    title: 'A tool that runs at OpenAI, not in your code',
    help: 'Offer it as a function that your own code runs (`tools: [{ type: "function", … }]`), or do without it.',
  },
  'no-operation': {
    title: '{provider} has no equal for this service',
    help: 'Drop the feature, or send it to another provider by a client of its own.',
  },
  'operation-differs': {
    title: '{provider} offers this under another path or in another shape',
    help: 'See the note at each place.',
  },
  'answer-form': {
    title: 'Reads an answer that {provider} gives in another form, or not at all',
    help: 'Read what the service that takes its place answers.',
  },
  'operation-unknown': {
    title: 'Nobody could confirm whether {provider} offers this',
    help: 'Try it with a key, or ask the provider.',
  },
  'route-by-hand': {
    title: 'Goes to another provider, by a client that has to be made by hand',
    help: 'Make a client with the base URL {baseURL} and a key from {keyVariable}, and call it here.',
  },
  'nothing-to-serve': {
    title: '{provider} offers none of what this client is used for',
    help: 'Choose another provider for it (`banjia providers`), or leave this client where it is.',
  },
  'no-model': {
    title: '{provider} has no model of this class',
    help: 'Name one yourself: --model {model}=<id>',
  },
  'unknown-model': {
    title: 'A model id that banjia does not know',
    help: 'Name its replacement: --model {model}=<id>',
  },
  'fine-tuned-model': {
    title: 'A fine-tuned model cannot move',
    help: 'Train it anew at the target, or name a replacement: --model {model}=<id>',
  },
  'model-elsewhere': {
    title: 'A model of OpenAI is asked of {provider}',
    help: 'Name a model that {provider} has: `banjia providers {providerId}` lists them.',
  },
  'model-retired': {
    title: 'A model that is out of service, or soon will be',
    help: 'Move to the successor where one is named, else to a current model: `banjia providers <id>` lists them.',
  },
  'model-type': {
    title: 'The declared type does not take another model id',
    help: 'Widen the type to `string`, or list the new ids in it.',
  },
  'model-table': {
    title: 'A table by model id: what it says holds for the old models',
    help: 'Write the entries for the new models: limits and prices are in `banjia providers {providerId}`.',
  },
  'model-branch': {
    title: 'Code that decides by a model id',
    help: 'Say what holds for the new models: `banjia providers {providerId}` has their limits and abilities.',
  },
  'model-unknown': {
    title: 'The model comes from outside the code (settings, a database, a caller)',
    help: 'It must be a model of {provider} from now on: `banjia providers {providerId}` lists them.',
  },
  'model-not-followed': {
    title: 'Model ids that no request was seen to use (text only)',
    help: 'Lists, price tables, tests, texts: look whether they should follow. What they should become: `banjia providers {providerId}`.',
  },
  'parameter-conflict': {
    title: 'Two parameters that become one',
    help: 'Keep one of them.',
  },
  'parameter-rejected': {
    title: '{provider} rejects this parameter',
    help: 'Remove it, or do without what it asked for.',
  },
  'parameter-renamed': {
    title: '{provider} has this parameter under another name',
    help: 'See the note at each place.',
  },
  'parameter-values': {
    title: '{provider} takes other values here',
    help: 'See the note at each place.',
  },
  'parameter-unconfirmed': {
    title: 'Nobody could confirm that {provider} takes this parameter',
    help: 'The program counts on it: try it with a key, or do without it.',
  },
  'parameter-by-model': {
    title: 'What {provider} takes here depends on the model',
    help: 'The request may go to several models: see the note at each place.',
  },
  'answer-differs': {
    title: 'Code that reads of an answer what comes otherwise from now on',
    help: 'See the note at each place; `banjia providers {providerId}` has the whole list.',
  },
  'legacy-functions': {
    title: 'Functions of the old kind, which {provider} does not document',
    help: 'Send `tools` and `tool_choice`, read `message.tool_calls`, and answer with the role `tool` and the id of the call.',
  },
  'thinking-on': {
    title: 'The new model thinks before it answers, which the old one did not',
    help: 'Say it where this call or its library hands fields on to {provider}: answers come sooner, cost less and are what they were.',
  },
  'thinking-room': {
    title: 'Thinking may use up the limit of tokens before there is an answer',
    help: 'Raise the limit to some thousands, or choose a model that does not think: `banjia providers {providerId}`.',
  },
  'body-unknown': {
    title: 'The request is put together where banjia could not follow it',
    help: 'Check its parameters against `banjia providers {providerId}`.',
  },
  're-embed': {
    title: 'Stored vectors do not fit another embedding model',
    help: 'Embed everything again with the new model, and change the column or index to its dimensions.',
  },
  'vector-format': {
    title: 'Vectors may come back as zeros',
    help: 'The installed version asks for base64 once the `openai` package below it is 4.91 or newer, and garbles an answer in numbers: use a version that takes a format, or hold `openai` below 4.91.',
  },
  'similarity-threshold': {
    title: 'A threshold that was set for the similarities of another embedding model',
    help: 'Measure similarities again with the new model, and set it anew.',
  },
  'address-path': {
    title: 'The path of the request is not in sight',
    help: '{baseURL} replaces https://api.openai.com/v1; change it where the path is put together, if {provider} serves it.',
  },
  'address-pieces': {
    title: 'The address is put together in a way that cannot be taken apart safely',
    help: 'Put it together so that {baseURL} stands where https://api.openai.com/v1 stood, with the same path behind it.',
  },
  'address-shared': {
    title: 'A piece of the address, or the header with the key, is shared with a request that stays',
    help: 'Split it: {baseURL} and the path behind it for the requests that move, https://api.openai.com/v1 for the others.',
  },
  'address-read': {
    title: 'The constant that holds the address is read by something else, too',
    help: 'Look what the other reader does with it; {baseURL} replaces https://api.openai.com/v1.',
  },
  'address-variable': {
    title: 'A variable that may still hold OpenAI’s address',
    help: 'Wherever it is set, set it to {value}.',
  },
  'key-not-seen': {
    title: 'It was not seen which key goes with this request',
    help: 'Point it at {baseURL} and give it the key in {keyVariable} in the same step: OpenAI’s key must not reach {provider}.',
  },
  'key-shared': {
    title: 'The key of this request is also the key of one that stays',
    help: 'Read a key of its own from {keyVariable} and point it at {baseURL} in the same step: OpenAI’s key must not reach {provider}.',
  },
  'stray-header': {
    title: 'A header of OpenAI’s own that would go to {provider}',
    help: 'Take it out: {provider} has no use for it.',
  },
  'key-shape': {
    title: 'Code that judges a key by its shape',
    help: 'Keys of {provider} may look otherwise: let them pass.',
  },
  'reverse-proxy': {
    title: 'A rule that forwards to OpenAI',
    help: 'Forward to {baseURL} instead of https://api.openai.com/v1, and let no request bring its own /v1; the key and the models of whoever calls it change with it.',
  },
  'allow-list': {
    title: 'A list of allowed hosts that names OpenAI',
    help: 'Add the host of {baseURL}; take OpenAI’s out when nothing uses it any more.',
  },
  'allow-left': {
    title: 'A list of allowed hosts still names OpenAI',
    help: 'Take it out when nothing talks to OpenAI any more.',
  },
  'test-address': {
    title: 'A test that knows OpenAI’s address',
    help: 'Change it together with the code under test: {baseURL} replaces https://api.openai.com/v1.',
  },
  'test-expectation': {
    title: 'A test that expects what has changed',
    help: 'Change it with the code that it tests.',
  },
  'raw-http': {
    title: 'OpenAI’s address in plain HTTP code or configuration',
    help: 'Change host and path together: {baseURL} replaces https://api.openai.com/v1.',
  },
  'host-comparison': {
    title: 'The code compares against OpenAI’s host',
    help: 'Decide what the branch means for {provider}; replacing the text would turn it around.',
  },
  'azure-library': {
    title: 'Azure’s own library for OpenAI',
    help: '1.x: make the client with the `openai` package instead (`new OpenAI({ apiKey, baseURL })` with {baseURL} and a key from {keyVariable}); `getChatCompletions(deployment, messages)` becomes `chat.completions.create({ model, messages })` with a model of {provider}. 2.x adds types and nothing else: take the import out, and the package.',
  },
  'ai-sdk-azure': {
    title: 'Azure’s provider of the AI SDK, which the ban does not reach',
    help: 'To move it as well: `createOpenAICompatible({ name, apiKey, baseURL })` of `@ai-sdk/openai-compatible` with {baseURL} and a key from {keyVariable}; a model of {provider} in place of each deployment.',
  },
  'trigger-integration': {
    title: 'Trigger.dev’s integration for OpenAI, whose methods take a key of the task first',
    help: 'Give it `baseURL` {baseURL} and `apiKey` from {keyVariable} beside its `id`, and a model of {provider} in each call.',
  },
  'nest-module': {
    title: 'A module of NestJS around version 3 of the SDK',
    help: 'nestjs-openai: give `OpenAIModule.register` `basePath` {baseURL} and `apiKey` from {keyVariable}, and a model of {provider} in each request. @platohq/nestjs-openai takes no address: provide `new OpenAI({ apiKey, baseURL })` of the `openai` package by a factory of your own.',
  },
  'openai-product': {
    title: 'A library for a product of OpenAI’s',
    help: 'Codex: `new Codex({ baseUrl, apiKey })` takes another address, but whether {provider} serves what it asks for is unknown: try it with a key. ChatKit is a service of OpenAI’s: no equal is known.',
  },
  'dialect-not-covered': {
    title: 'Another library that speaks to OpenAI, or a file that is not parsed',
    help: 'banjia has no rules for it: the dialects that it rewrites are in its README. Give this the base URL {baseURL}, a key from {keyVariable} and models of {provider} by hand.',
  },
  'library-unknown': {
    title: 'A class called after OpenAI, from a library that banjia does not know',
    help: 'It may ask OpenAI by itself, with OPENAI_API_KEY. Where it takes a client, an address or a key, hand it {baseURL}, a key of {provider} and its models.',
  },
  'unused-package': {
    title: 'A package for OpenAI that nothing uses any more',
    help: 'Take it out of the manifest and install again, so that the lock file follows.',
  },
  'hosted-tool': {
    title: 'A tool or a conversation that lives at OpenAI',
    help: 'The call stays at OpenAI. Give the model a tool of your own and send the whole conversation, then run banjia again.',
  },
  'no-method': {
    title: 'The AI SDK package for {provider} has no such model',
    help: 'The call stays at OpenAI. Use another package for it, or {provider}’s API by plain HTTP.',
  },
  'model-settings': {
    title: 'Settings of the model that the package for {provider} does not take',
    help: 'The call stays at OpenAI. Take the setting out, or put it into `providerOptions`; then run banjia again.',
  },
  'ai-sdk-version': {
    title: 'It could not be told which major of the AI SDK this is',
    help: 'Name a version of `ai` in package.json, or commit the lock file; then run banjia again.',
  },
  'import-form': {
    title: 'An import of the provider in a form that banjia does not edit',
    help: 'Import it by a statement of its own, by name; then run banjia again.',
  },
  'no-sdk': {
    title: '{provider} has no SDK of its own that fits here',
    help: 'Leave `--mode sdk` out: endpoint mode moves this.',
  },
  'sdk-by-hand': {
    title: 'Something keeps this client from moving to {provider}’s own SDK',
    help: 'Change the places that are named, then run banjia again; or leave `--mode sdk` out: endpoint mode moves this.',
  },
  'not-native': {
    title: 'Keeps a client from moving to {provider}’s own SDK',
    help: 'Change this place, then run banjia again; or leave `--mode sdk` out, where it may stay.',
  },
  'provider-options': {
    title: 'Options under the key `openai` that the new provider does not read',
    help: 'See the note at each place.',
  },
  'provider-type': {
    title: 'A type of the old package',
    help: 'Use the type of the same name of the package that the code imports now.',
  },
  'provider-metadata': {
    title: 'Code that reads what only OpenAI’s provider answers',
    help: 'Nothing stands under `openai` any more: read what {provider} gives, or do without.',
  },
  'mocked-module': {
    title: 'A test replaces a module that the moved code no longer imports',
    help: 'Replace the module that the code imports now.',
  },
  'dependency-elsewhere': {
    title: 'A dependency that has to be added by hand',
    help: 'Add it where this code gets its dependencies from.',
  },
  'tokenizer-model': {
    title: 'A tokenizer that knows OpenAI’s models only',
    help: 'It throws on another id, and its counts are estimates for another model: use a fixed encoding for the estimate.',
  },
  'other-language': {
    title: 'Code in another language that uses OpenAI',
    help: 'banjia rewrites TypeScript and JavaScript only.',
  },
  'edit-failed': {
    title: 'The edited file did not parse, so its edits were withdrawn',
    help: 'Make these changes by hand, and please report the case.',
  },
  'deploy-link': {
    title: 'A link that asks whoever deploys the program for a variable',
    help: 'It has to ask for {keyVariable} from now on; `--docs` rewrites it.',
  },
  'edit-elsewhere': {
    title: 'A change that cannot be written where the text stands',
    help: 'Make it by hand: the file spells this in a way that banjia does not write.',
  },
  'run-migrate': {
    title: 'Depends on OpenAI',
    help: 'banjia migrate --to <provider> shows what it can do here.',
  },
} as const satisfies Record<string, { title: string; help: string }>;

export type ReasonId = keyof typeof REASONS;

export function isReason(text: string): text is ReasonId {
  return Object.hasOwn(REASONS, text);
}

/** Facts of the target that fill the blanks of a reason. */
export type Blanks = Readonly<Record<string, string>>;

export function reasonTitle(id: ReasonId, blanks: Blanks): string {
  return fill(REASONS[id].title, blanks);
}

export function reasonHelp(id: ReasonId, blanks: Blanks): string {
  return fill(REASONS[id].help, blanks);
}

/** Puts facts into the `{…}` of a sentence. */
export function fill(text: string, blanks: Blanks): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => blanks[name] ?? whole);
}
