import { isModelText } from '../../src/openai/models.js';
import { isTestFile } from '../../src/paths.js';
import type { NoteSite, Site, Token } from '../../src/sites.js';
import { TextFile } from '../../src/text-tokens.js';
import { defineTransform, type FindContext } from '../../src/transform.js';
import { withoutComments } from './comments.js';
import { IMPORTS, isPackageList, PACKAGES } from './libraries.js';
import { variableReads } from './variables.js';

const HOSTS =
  /\b((?:(?:https?|wss?):\/\/)?(?:[a-z]{2}\.)?api\.openai\.com[^\s"'`<>)]*|https:\/\/[\w.{}$-]+\.openai\.azure\.com[^\s"'`<>)]*)/g;
const IDS =
  /(?<=["'`])((?:openai[/:])?(?:gpt-|chatgpt-|o[134]\b|text-embedding-|text-davinci-|dall-e-|whisper-1|tts-1|ft:)[\w.:-]*)(?=["'`])/g;
/** Constants of the libraries: `openai.GPT4o`, `ChatModel.GPT_4O_MINI`. */
const CONSTANTS =
  /\b((?:openai|ChatModel|EmbeddingModel|OpenAiChatModelName)\.(?:ChatModel)?(?:GPT|O[134]|TEXT_EMBEDDING|TextEmbedding|SmallEmbedding|AdaEmbedding|Whisper|DallE|CreateImageModelDallE)\w*)/g;
const NAMES = /(?<![\w-])((?:[A-Z0-9]+_)*OPEN_?AI(?:_[A-Z0-9]+)+)(?!\w)/g;

/**
 * Python, Go, Java and other languages beside the code: imports of OpenAI's libraries, addresses, keys and models, place
 * by place. Nothing is rewritten; `check` is not clean while one of them is left.
 */
export const otherLanguages = defineTransform({
  id: 'other-languages',
  reads: 'text',
  find({ texts, virtual }: FindContext): readonly Site[] {
    const sources = texts.filter(({ kind }) => kind === 'other-language');
    // Cells of notebooks in a language of their own, mostly Python.
    const cells = virtual.filter((one) => one.extension === null);
    return [
      ...sources.flatMap(({ file, text }) => ofFile(new TextFile(file, text), extensionOf(file))),
      ...cells.flatMap(({ name, text }) => ofFile(new TextFile(name, text), 'py')),
    ];
  },
});

function extensionOf(file: string): string {
  return file.slice(file.lastIndexOf('.') + 1).toLowerCase();
}

function ofFile(file: TextFile, extension: string): Site[] {
  if (isPackageList(file.file)) return packages(file);
  const text = withoutComments(extension, file.text);
  const pattern = IMPORTS[extension];
  const imports = pattern ? file.tokens(pattern, text) : [];
  // A test sends nothing to anybody, as a rule; a file that imports the library means the models that it names.
  const sure = isTest(file.file) ? 'possible' : 'probable';
  const models = imports.length > 0 ? sure : 'possible';
  return [
    ...imports.map((token) => note(token, 'import', sure, `imports ${token.text}`)),
    ...file.tokens(HOSTS, text).map((token) => note(token, 'endpoint', sure, 'address of OpenAI')),
    ...file.tokens(NAMES, text).flatMap((token) => name(token, sure)),
    ...file
      .tokens(IDS, text)
      .filter((token) => isModelText(token.text))
      .map((token) => note(token, 'model', models, token.text)),
    ...file.tokens(CONSTANTS, text).map((token) => note(token, 'model', models, token.text)),
    ...variableReads(file, text, imports),
  ];
}

/** What is no key stays where it is: the program beside the code goes on reading it. */
function name(token: Token, confidence: NoteSite['confidence']): NoteSite[] {
  const isKey = /(?:KEY|TOKEN|SECRET)S?$/.test(token.text);
  const found = note(token, 'credential', confidence, `names ${token.text}`);
  return [isKey ? found : { ...found, confidence: 'possible', reason: null }];
}

/** As with `package.json`: named, and nothing to do about by itself. */
function packages(file: TextFile): NoteSite[] {
  // Lists of packages write comments the way Ruby does, or not at all.
  const text = /\.(?:json|xml|\w+proj|mod)$/.test(file.file) ? file.text : withoutComments('rb', file.text);
  return file
    .tokens(PACKAGES, text)
    .map((token) => ({ ...note(token, 'dependency', 'probable', `depends on ${token.text}`), reason: null }));
}

function isTest(file: string): boolean {
  return (
    isTestFile(file) ||
    /(?:^|\/)test_[^/]*\.py$|_(?:test|spec)\.(?:go|py|rb|exs|dart)$|Tests?\.(?:java|kt|cs|php|swift)$/.test(
      file,
    )
  );
}

function note(
  token: Token,
  kind: NoteSite['kind'],
  confidence: NoteSite['confidence'],
  message: string,
): NoteSite {
  return {
    site: 'note',
    dialect: 'other-languages',
    kind,
    token,
    confidence,
    message,
    reason: 'other-language',
    help: null,
    related: [],
  };
}
