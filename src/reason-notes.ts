import type { ReasonId } from './reasons.js';

/**
 * Why a place is left to a person, in a few sentences, for `banjia explain` and the pages in `docs/reasons`. What to do
 * stands in `reasons.ts`; a reason may go without a note.
 */
export const REASON_NOTES: Readonly<Partial<Record<ReasonId, string>>> = {
  'base-url-unknown':
    'The client takes its address from a variable, a setting or a caller, so the code alone does not say whom it talks to. Rewriting its models could send them to a vendor that does not know them.',
  'base-url-mixed':
    'One way through the code leads to OpenAI, another to somebody else. What is right for one branch is wrong for the other.',
  gateway:
    'A gateway decides by its own settings, or by the model id, where a request goes. A new address in the code would go around it, with its logs, limits and keys.',
  azure:
    'Azure’s client names deployments instead of models and signs in its own way; which model a deployment is, only the portal tells.',
  'literal-key':
    'A key in the code is known to everybody who can read the repository, and stays in its history. It is never printed, never moved to another host, and never accepted as done.',
  'key-elsewhere':
    'The key is handed in from outside the code that was read. Nothing in the repository shows whether it is still one of OpenAI’s.',
  'old-key-left':
    'The line holds a value that may be a live key. Only its owner knows who else reads it, so it stays, and is reported until it is gone.',
  'implicit-fallback':
    'The SDK reads OPENAI_API_KEY by itself when a client’s own key is undefined. Beside a client that was moved this sends OpenAI’s key to another vendor: at best an error 401, at worst a key in a stranger’s log.',
  'organization-variable':
    'The SDK reads OPENAI_ORG_ID, OPENAI_PROJECT_ID and OPENAI_CUSTOM_HEADERS by itself and sends them as headers, whatever host the client has.',
  'config-names-variable':
    'Compose files, workflows and deployment settings hand variables to the program. Which of them lead to the code that was moved cannot be proved from the text, and secrets of that name are made in another system.',
  'variable-shared':
    'Something else reads the same variable: a client that stays, another library, plain HTTP. Renaming the variable would take it away from there.',
  'variable-not-followed':
    'The variable is named after OpenAI, and no client was seen to get its value. It may reach one on a way that could not be followed, or nothing at all.',
  'options-unknown':
    'The options object is made by a function, read from a file, or spread together: there is no literal to write the address and the key into.',
  'client-unknown':
    'The request has the shape of the SDK’s, but the value it is called on could not be traced to one client: it comes through a container, a parameter without a type, a global.',
  'client-by-hand':
    'The client of this request is left to a person, so the request has to wait for that decision.',
  'client-shared':
    'The same text or the same body also goes to a client that stays. An edit would change both.',
  'no-sdk':
    'In sdk mode a client moves to a package of the provider’s own that is on the registry, is maintained and does inference. Why this provider has none for the `openai` package stands at the place, and in `banjia providers <id>`.',
  'sdk-by-hand':
    'The class, its options, every request and everything that is read of the answers change together, or nothing does. Clients that share a file or a list of messages move together, too.',
  'not-native': 'The provider’s SDK has nothing of the kind, or what happens here cannot be followed.',
  'no-operation':
    'The provider’s documentation says that it does not offer this, or names no such service. `banjia providers <id>` shows the source.',
  'operation-differs':
    'There is a service for this, but under another path, another base URL, or with another request and answer.',
  'operation-unknown':
    'Neither the provider’s documentation nor anything else that was read says whether it exists. banjia does not guess.',
  'nothing-to-serve':
    'The client is used for services that the provider does not offer, and for nothing else. Moving its address would only break it.',
  'no-model':
    'The provider has no model for this purpose, so nothing could be put in the place of the old id.',
  'unknown-model':
    'The text reaches a request as its model, but is no id of OpenAI’s that is known: a deployment, an alias, a model newer than this version.',
  'fine-tuned-model':
    'A fine-tuned model exists at OpenAI only. Its training data can move, the model cannot.',
  'model-elsewhere':
    'The client talks to the provider already, and asks for a model that only OpenAI has. The provider answers with an error.',
  'model-retired':
    'Providers end models on an announced day; from then on requests fail, or are answered by another model at another price. `check` reports an error or a warning once the day has come, a warning in the 90 days before, a hint earlier.',
  'model-type': 'The variable or parameter is declared with a list of ids that does not hold the new one.',
  'model-table':
    'The id is the name of an entry: what stands beside it (limits, prices, labels) belongs to the old model.',
  'model-unknown':
    'The id is read from settings, a database or a request at run time. The data there has to be changed, not the code.',
  'model-not-followed':
    'The text is a model id, and no request was seen to get it. It may be a choice in a form, a price table, a test, a message.',
  'parameter-conflict':
    'Both parameters are given and become one at the provider; which value counts is a decision.',
  'parameter-rejected': 'The provider answers with an error as soon as this parameter is there.',
  'parameter-renamed':
    'The provider has the same under another name that the types of the SDK do not know, so the code would no longer compile.',
  'parameter-values': 'The provider takes fewer values, other values, or another range than OpenAI.',
  'body-unknown':
    'The request is spread together, built by a function, or handed in: what it sends is not all in sight.',
  're-embed':
    'Vectors of two models lie in different spaces. Stored ones have to be made again with the new model before a search means anything. Code cannot show whether that was done: `migrate` says it once, `check` does not ask again.',
  'raw-http':
    'Code or configuration that speaks HTTP by itself: the host, the path, the key and the body may each be put together elsewhere.',
  'host-comparison':
    'The code asks whether an address is OpenAI’s. With the new address in its place the comparison would be true for the wrong reason.',
  'dialect-not-covered':
    'The library, or the kind of file, is recognised and named, but not rewritten by this version.',
  'unused-package':
    'The package is declared or locked, and no import of it was found in the files that were read. Generated and ignored files were not.',
  'tokenizer-model': 'The tokenizer knows the encodings of OpenAI’s models by name and throws on any other.',
  'other-language': 'The text shows a usage in another language. It is named so that it is not forgotten.',
  'edit-failed':
    'banjia had edits for this place, and withdrew them: together with others the file would no longer have parsed, or two edits wanted the same text.',
  'run-migrate':
    'Without a target nothing is planned. `banjia migrate --to <provider> --dry-run` shows what would become of it.',
};
