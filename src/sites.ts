import type { Confidence, Edit, FindingKind, Range, RelatedPlace, Span } from './finding.js';
import type { EnvReader } from './flow/value.js';
import type { Operation } from './openai/operations.js';
import type { Ending } from './providers/lifecycle.js';
import type { ReasonId } from './reasons.js';

/*
 * What the dialects tell the core: where a client is made, where a request is sent, what flows into both. Plain data,
 * so that planning needs neither a tree nor a disk.
 */

/** A piece of source text. `text` is the raw text, secrets and all: it never leaves the core unredacted. */
export interface Token {
  readonly file: string;
  readonly span: Span;
  readonly range: Range;
  readonly text: string;
  /** Names of the declarations around it, outermost first, joined by `.`; `''` at the top of a file. */
  readonly scope: string;
}

/** Where a value comes from. A list with an `unknown` in it is not complete. */
export type Origin = { readonly trail: readonly RelatedPlace[] } & (
  | {
      readonly kind: 'text';
      readonly value: string;
      readonly at: Token;
      /** How its declaration is typed, where that is narrower than `string`. */
      readonly narrow: NarrowType | null;
      /** Parameters that it is handed to on its way, whose type takes no other text. */
      readonly passes?: readonly NarrowType[];
      /** A variable on its way is read by something else, too: an edit of the text would reach that. */
      readonly shared: boolean;
      /** The name of a property: a table by model, whose values belong to the old model. */
      readonly isKey: boolean;
      /** What stands before the id in the text from now on, where a library names the vendor there: `openai:`. */
      readonly prefix?: string;
    }
  | {
      readonly kind: 'env';
      readonly name: string;
      readonly reader: EnvReader;
      /** The whole read, e.g. `process.env.OPENAI_API_KEY`. */
      readonly read: Token;
      /** The name in it, quotes included where it has them. */
      readonly token: Token;
      readonly form: EnvForm;
      /** Something has made sure that it is there. */
      readonly required: boolean;
    }
  | { readonly kind: 'number'; readonly value: number; readonly at: Token }
  | { readonly kind: 'boolean'; readonly value: boolean; readonly at: Token }
  | { readonly kind: 'nothing' }
  | { readonly kind: 'unknown'; readonly why: string; readonly at: Token }
);

/** How the name of a variable is spelt where it is read: `a.NAME`, `'NAME'`, `{ NAME: x }`, `{ NAME }`, `import { NAME }`. */
export type EnvForm = 'member' | 'string' | 'binding' | 'binding-shorthand' | 'import';

/** A type annotation that would reject another text. */
export interface NarrowType {
  readonly annotation: Token;
  /** `sdk`: a type of the SDK, may be widened to `string`. `union`: literals of the repository, to edit along. */
  readonly kind: 'sdk' | 'union' | 'other';
  /** For `union`: the literal of the union that equals the value. */
  readonly literal: Token | null;
}

export interface PropertyShape {
  /** null for a spread or a computed name. */
  readonly name: string | null;
  readonly kind: 'assign' | 'shorthand' | 'spread' | 'other';
  readonly span: Span;
  readonly nameSpan: Span;
  readonly valueSpan: Span;
}

/** An object literal as far as editing it needs. */
export interface ObjectShape {
  readonly file: string;
  readonly span: Span;
  readonly properties: readonly PropertyShape[];
  readonly trailingComma: boolean;
}

/** The SDK that a client belongs to. `exact` where a lock file tells. */
export interface SdkVersion {
  readonly major: number | null;
  readonly exact: string | null;
  readonly from: 'lock' | 'manifest' | 'specifier' | 'code' | 'unknown';
  /** The range that a manifest or a specifier names, where no lock file tells more. */
  readonly range?: string;
}

/** Where a dialect keeps what its clients are told. */
export interface ClientForm {
  /** Path of the option that holds the base URL: `['baseURL']`, `['configuration', 'baseURL']`. */
  readonly url: readonly [string, ...string[]];
  /** The option that holds the key. */
  readonly key: string;
  /** Other names of that option, which some versions take and others pass over. */
  readonly staleKeys: readonly string[];
  /** Options that would reach the new host and mean nothing there. */
  readonly drop: readonly string[];
  /** Takes OPENAI_API_KEY by itself where no key is given. */
  readonly fallsBack: boolean;
  /** The key stands in the object that holds the base URL. */
  readonly keyInside?: true;
  /** Options that a client at another host needs besides, with the source text of their values. */
  readonly also?: Readonly<Record<string, string>>;
  /** The option whose object takes model and parameters that have to be said, where they do not stand beside the key. */
  readonly additionsIn?: string;
  /** Variables of other services that it reads as well → the option that keeps it from that, and its source text. */
  readonly alsoReads?: Readonly<Record<string, readonly [string, string]>>;
  /** What stands for a missing key; an empty text, where the library does not take that for none. */
  readonly noKey?: string;
  /** Why such a client cannot be moved by its options at all: an id of the catalogue. */
  readonly fixed?: ReasonId;
  /** Variables beside those of the SDK that it sends as headers to whatever host it talks to. */
  readonly headers?: readonly string[];
}

/**
 * One piece of an address that is put together. `glue`: as it stands, behind exactly one slash, or as a link on a page of
 * the address before it.
 */
export type AddressPiece = { readonly glue: 'text' | 'slash' | 'reference' } & (
  | {
      readonly kind: 'text';
      readonly value: string;
      /** The characters, without quotes; null where they stand nowhere or are not written as they read. */
      readonly at: Token | null;
      /** The literal; of a template only these characters. */
      readonly shown: Token | null;
      /** What else reads the constant that holds the text, and was not seen to be part of an address. */
      readonly otherReaders: readonly RelatedPlace[];
      /** Places that name the same host and change with it. */
      readonly companions?: readonly Token[];
    }
  | { readonly kind: 'variable'; readonly origin: Origin & { readonly kind: 'env' } }
  | { readonly kind: 'open'; readonly why: string; readonly at: Token }
);

/** One of the addresses that a request may go to, front to back. */
export interface Address {
  readonly pieces: readonly AddressPiece[];
}

/** A header that means nothing to another vendor. */
export interface StrayHeader {
  readonly name: string;
  readonly at: Token;
  /** The object literal that holds it, and nothing else reads; null where it is set by a statement. */
  readonly object: ObjectShape | null;
}

export type ClientOptions =
  /**
   * `new OpenAI()`; `at` is the offset between the parentheses, or behind the class where there are none; `lead` stands
   * between the arguments before and the options.
   */
  | { readonly form: 'none'; readonly at: number; readonly parentheses: boolean; readonly lead: string }
  | {
      readonly form: 'object';
      readonly object: ObjectShape;
      readonly shared: boolean;
      /** The object that holds the base URL, where the form nests it and it is written out. */
      readonly inner: ObjectShape | null;
      /** The program names the options that there are: the compiler takes no others. */
      readonly closed?: boolean;
    }
  /** A text where an object belongs: the SDK drops it. */
  | { readonly form: 'string'; readonly token: Token }
  /**
   * No call to edit: what is written in place of `span` around the options that make a client, and what that needs. `span`
   * is an id where an instance may stand as well, or an empty one where a statement goes.
   */
  | {
      readonly form: 'written';
      readonly token: Token;
      readonly span: Span;
      readonly before: string;
      readonly after: string;
      readonly edits: readonly Edit[];
    }
  | { readonly form: 'opaque'; readonly token: Token }
  /** No client at all: a request by plain HTTP, with the addresses that it may go to. */
  | {
      readonly form: 'address';
      readonly addresses: readonly Address[];
      /** The name of what is read as the key, the header included, was seen. */
      readonly sendsKey: boolean;
      /** The key goes in Azure's header. */
      readonly azureKey: boolean;
      readonly stray: readonly StrayHeader[];
    };

/** How a client reaches Azure, where it does. */
export interface AzureUse {
  /** The deployment that the client names itself, in an option or in its address; empty: requests name it as model. */
  readonly deployment: readonly Origin[];
  /** Options that only Azure has, as far as they are given. */
  readonly drop: readonly string[];
  /** The key is no option, or one that means something else elsewhere: a header, a token of Entra ID. */
  readonly ownKey: boolean;
  /** Its address, where that is a text. */
  readonly addresses: readonly Token[];
  /** Names of Azure's class in the whole program, with what takes their place. */
  readonly names: readonly Edit[];
  /** What keeps it from being moved. */
  readonly blocks: readonly string[];
}

/** A name that an import brings in. */
export interface ImportedName {
  readonly imported: string;
  readonly local: string;
  readonly typeOnly: boolean;
  /** With its alias and its `type`, without the comma. */
  readonly span: Span;
  /** How often the file says it besides. */
  readonly uses: number;
}

/** A statement that brings a package in, as far as editing it needs. */
export interface ImportShape {
  readonly file: string;
  /** `export`: a re-export. `require` and `dynamic`: a declaration of one variable or pattern. */
  readonly form: 'import' | 'export' | 'require' | 'dynamic';
  readonly span: Span;
  /** Quotes included. */
  readonly specifier: Token;
  /** The whole statement is erased at run time. */
  readonly typeOnly: boolean;
  /** `import * as x`, `const x = require()`. */
  readonly namespace: string | null;
  readonly names: readonly ImportedName[];
  /** Where further statements go: behind the last import of the file, or behind this statement. */
  readonly end: number;
}

/** One place where a provider of the AI SDK is used under its name. */
export interface ProviderUse {
  readonly token: Token;
  readonly form: 'call' | 'value' | 'shorthand' | 'export' | 'type';
  /** Id of the request that it makes, where it makes one. */
  readonly request: string | null;
  /** Why nothing but OpenAI's own provider can do this. */
  readonly hold: Hold | null;
  /** What it gives lives at OpenAI and goes into other calls: a file, a skill. */
  readonly feedsOthers: boolean;
}

/** Reasons (`src/reasons.ts`) for which a call stays where it is, whatever the target. */
export type Hold = 'hosted-tool' | 'no-method' | 'model-settings';

/** A provider instance of the AI SDK: the exported `openai`, or what `createOpenAI()` gave. */
export interface ProviderClient {
  readonly made: 'default' | 'created' | 'facade';
  /** Major of the AI SDK (`ai`), by what is installed or declared; 4.1 stands for 4.0 and 4.1. */
  readonly major: number | null;
  /** The import behind it; null where it has a form that is not edited. */
  readonly from: ImportShape | null;
  /** Every import of the package in the file. */
  readonly imports: readonly ImportShape[];
  /** Name of the instance (`default`) or of the function that makes it. */
  readonly local: string;
  /** `createOpenAI`, `sdk.createOpenAI`. */
  readonly callee: Token | null;
  /** `default`: every use of the name in its file. Else: those that hold it back. */
  readonly uses: readonly ProviderUse[];
  /** Uses in other files that hold it back. */
  readonly heldElsewhere: readonly ProviderUse[];
  /** A model of it is streamed, or goes where that cannot be seen. */
  readonly streams: boolean;
  /** The same for answers by a schema. */
  readonly structures: boolean;
}

export interface ClientSite {
  readonly site: 'client';
  /** `file:offset`, the name by which requests point at it. */
  readonly id: string;
  readonly dialect: string;
  readonly token: Token;
  /** The class as exported: `OpenAI`, `AzureOpenAI`, `OpenAIApi`. */
  readonly className: string;
  readonly form: ClientForm;
  readonly sdk: SdkVersion;
  readonly options: ClientOptions;
  /** The argument of its own that holds the base URL, where a library takes one; `form.url` is a path in it. */
  readonly address?: ClientOptions;
  /** What the options are handed over in, where that is no part of the client: `new Configuration(…)` of v3. */
  readonly carrier: Token | null;
  /** Offsets of the second constructor argument of v3, which overrides `basePath`. */
  readonly basePathArgument: Token | null;
  readonly baseURL: readonly Origin[];
  readonly apiKey: readonly Origin[];
  /** Text of the expression given as key, and whether a missing one is caught before. */
  readonly key: {
    readonly token: Token;
    readonly guarded: boolean;
    /** Plain HTTP: the variable that holds it is sent by requests, tested or shown, and nothing else. */
    readonly isOwn?: boolean;
  } | null;
  readonly quote: "'" | '"';
  readonly envReader: EnvReader;
  readonly inTest: boolean;
  /** What changes in the code along with its options: the name of what makes it, an import. */
  readonly along?: readonly Edit[];
  /** What holds it, where a second client can be put beside it. */
  readonly holder?: ClientHolder;
  readonly related: readonly RelatedPlace[];
  readonly azure?: AzureUse;
  /** Less than `certain` where the address does not say whose it is. */
  readonly confidence?: Confidence;
  /** An option takes the place of address and key (`provider: bedrock()`): whose service it is, null where that cannot be told. */
  readonly service?: string | null;
  /** AI SDK only. */
  readonly provider?: ProviderClient;
  readonly native?: NativeUse;
}

/** A variable or a field that holds one client and is never given another. */
export interface ClientHolder {
  readonly kind: 'variable' | 'field' | 'assigned';
  readonly name: string;
  /** The statement, the declaration of the field, or the statement that fills the field. */
  readonly statement: Token;
  /** Of a field filled in the constructor: its declaration. */
  readonly declaration: Token | null;
  /** Code in other files may import it by its name. */
  readonly exported: boolean;
  /** Names that the file has already. */
  readonly taken: readonly string[];
}

export interface ParameterUse {
  /** OpenAI's name for it. */
  readonly name: string;
  /** The dialect's name for it, as it stands in the code. */
  readonly written: string;
  readonly nameRange: Range;
  readonly property: PropertyShape;
  readonly object: ObjectShape;
  readonly values: readonly Origin[];
  /** The expression that is handed over, where the dialect says so. */
  readonly value?: Token;
  /** A name or a chain of members: may be written twice without doing anything twice. */
  readonly pure?: boolean;
  /** What it holds as a list; only where every list that it may be is in sight. */
  readonly list?: ListShape;
  /** Set on the object after it was made (`params.stop = …`): `property` is the target of that assignment. */
  readonly assigned?: boolean;
  /** The only use of a variable: without it the variable is left unused. */
  readonly lastUse?: boolean;
}

/** A list that is written out. */
export interface ListShape {
  /** null where something is spread into it or pushed onto it. */
  readonly length: number | null;
  readonly texts: readonly string[];
  /** The elements, where the list stands right there. */
  readonly elements: readonly Token[] | null;
}

/** A text in a request that is not a parameter of its own: the role of a message, the form of an image. */
export interface NestedUse {
  /** Written in the message itself, not in a constant that others may read. */
  readonly direct: boolean;
  readonly path: string;
  readonly value: string;
  readonly at: Token;
  /** Where it may be taken out: the object that holds it, and the property. */
  readonly place?: { readonly object: ObjectShape; readonly property: PropertyShape };
  /** Another way to ask for the same, for a target that does not take this value. */
  readonly otherwise?: Otherwise;
}

/** A piece of code that says in another protocol what chat completions say otherwise. */
export interface ConversionStep {
  readonly token: Token;
  readonly kind: 'call' | 'parameter' | 'response' | 'type' | 'import';
  /** What it is called in its own protocol: `output_text`, `input[].content[].type`. */
  readonly name: string;
  /** What it is called in chat completions. */
  readonly to: string;
  /** As chat completions say it, whoever serves them. */
  readonly edits: readonly Edit[];
}

/** A piece of code that chat completions cannot say, or that cannot be followed. */
export interface ConversionBlock {
  readonly token: Token;
  readonly kind: 'parameter' | 'response' | 'unsupported';
  readonly name: string;
  readonly why: string;
  /** A tool that runs at OpenAI: its type, and whether nothing more is said of it. */
  readonly tool: { readonly type: string; readonly isBare: boolean } | null;
}

/** A request of another protocol, taken apart: what it and its answer would be in chat completions. */
export interface Conversion {
  readonly from: 'responses' | 'completions';
  /** Method of the client that it would call. */
  readonly method: string;
  readonly steps: readonly ConversionStep[];
  /** All of these have to go before any step is taken. */
  readonly blocks: readonly ConversionBlock[];
  /** Lists, variables and bodies that other requests have a part in, too: they change together or not at all. */
  readonly shared: readonly string[];
  /** The request as chat completions would see it, at the places where it stands today. */
  readonly chat: Pick<RequestSite, 'bodies' | 'parameters' | 'nested' | 'hasImages'>;
}

/**
 * A client taken apart for an SDK of a provider's own: what it, its requests and the code that reads their answers would
 * be there. Only where a run asks for it.
 */
export interface NativeUse {
  readonly dialect: NativeDialect;
  readonly steps: readonly ConversionStep[];
  /** All of these have to go before any step is taken. */
  readonly blocks: readonly ConversionBlock[];
  /** Files, lists and requests that other clients have a part in, too: they change together or not at all. */
  readonly shared: readonly string[];
  /** Where the options of the new client go; `parentheses`: there are none yet. */
  readonly options: Omit<Edit, 'text'> & { readonly parentheses: boolean };
  /** Ids of its requests. */
  readonly requests: readonly string[];
}

/** An SDK that clients can be taken apart for. */
export type NativeDialect = 'ollama';

/** How a request asks for an answer in a format, where that is written out. */
export interface FormatUse {
  /** The whole value of `response_format`. */
  readonly at: Token;
  readonly type: string;
  /** The expression that is the JSON schema, where it stands in the value. */
  readonly schema: Token | null;
  /** `zodResponseFormat(Schema, 'name')`: the schema, and whether its name is known in the whole file. */
  readonly helper: { readonly schema: Token; readonly global: boolean } | null;
}

/** The list of messages of a request, where it is written out in the body itself or handed over by a name. */
export interface MessagesUse {
  readonly at: Token;
  /** Written out in the body. */
  readonly literal: boolean;
  /** The content of the first message, if that is the system's and a text. */
  readonly systemText: Token | null;
  /** A system message may be among them. */
  readonly mayHaveSystem: boolean;
  /** Offset of the first message, where the list is written out and not empty. */
  readonly first: number | null;
}

export interface RequestSite {
  readonly site: 'request';
  readonly dialect: string;
  /** The method name. */
  readonly token: Token;
  readonly call: Token;
  /** `chat.completions.create`. */
  readonly method: string;
  readonly operation: Operation;
  /** Ids of the clients that may send it. */
  readonly clients: readonly string[];
  /** Whether a client from out of sight may send it, too. */
  readonly openEnded: boolean;
  readonly confidence: Confidence;
  readonly legacy: boolean;
  readonly sdk: SdkVersion;
  readonly bodies: readonly ObjectShape[];
  /** The request's body is not wholly in sight. */
  readonly partial: boolean;
  readonly model: readonly Origin[];
  readonly parameters: readonly ParameterUse[];
  /** OpenAI's name of a parameter → the dialect's, where they differ. */
  readonly spelling: Readonly<Record<string, string>>;
  readonly nested: readonly NestedUse[];
  /** The body may be something else than what is in sight, not only hold more. */
  readonly opaque?: boolean;
  /** Fields that the SDK does not know may stand in the body: it goes out as it is. */
  readonly openBody?: boolean;
  /** The option of a library over the SDK whose object goes out as it stands, where none is written yet: `modelKwargs`. */
  readonly handsOn?: string;
  /** `extra`, `call`: the parameters of the settings that go with it. */
  readonly besides?: readonly ParameterUse[];
  /** Tools go with it, whichever way the dialect says so. */
  readonly usesTools?: boolean;
  /** Names that are read of the body outside of requests. */
  readonly readBack?: readonly string[];
  readonly format?: FormatUse;
  readonly messages?: MessagesUse;
  /** What the method is called on, where a second client could take its place. */
  readonly receiver?: Receiver;
  readonly hasImages: boolean;
  readonly related: readonly RelatedPlace[];
  /** Responses and text completions only. */
  readonly conversion?: Conversion;
  /** Sent by an SDK of the provider's own, which its client sees to. */
  readonly isNative?: true;
  /** Chat in pieces: the dots behind `choices[0]` in code that takes it for granted. */
  readonly firstChoices?: readonly Token[];
  /** Sent to a deployment at Azure, which goes by that name. */
  readonly deployment?: string;
  /** Where the code reads an answer that others give in another form. */
  readonly reads?: readonly Token[];
  /** Sent as it stands: nothing adds a default, and no type of an SDK holds the names of its parameters. */
  readonly plain?: boolean;
  /** AI SDK only. */
  readonly provider?: ProviderRequest;
  /**
   * Of libraries that are told model and parameters where a model is made: `settings` are what calls elsewhere send, `call`
   * is one whose settings are a site of their own, `extra` adds to settings. Without it the request is all of it.
   */
  readonly part?: 'settings' | 'call' | 'extra';
  /** `settings`: the client whose options hold them. */
  readonly settingsOf?: string;
  /** What the library sends by itself, by OpenAI's name: `{ model: 'gpt-3.5-turbo' }`. */
  readonly implicit?: Readonly<Record<string, string | number>>;
  /** What the installed version does about vectors; without it: as its version of the SDK does. */
  readonly vectors?: VectorSupport;
}

/** A call of the AI SDK that is given a model: `generateText({ model, … })`. */
export interface ModelConsumer {
  readonly name: string;
  readonly body: ObjectShape;
  /** Quote of its file. */
  readonly quote: "'" | '"';
}

/** What asks a provider of the AI SDK for a model: `openai('gpt-4o')`, `openai.embedding('…')`. */
export interface ProviderRequest {
  readonly id: string;
  /** `''` for a bare call. */
  readonly method: string;
  /** Of the name of the method. */
  readonly methodSpan: Span | null;
  /** The second argument of AI SDK 3 and 4. */
  readonly settings: ObjectShape | null;
  readonly settingsAt: number;
  readonly hold: Hold | null;
  readonly consumers: readonly ModelConsumer[];
  /** The model also goes where its use cannot be seen. */
  readonly open: boolean;
  /** `openai:` before the model, in a registry of providers. */
  readonly prefix: string;
  readonly major: number | null;
}

/** `providerOptions: { openai: { … } }` of the AI SDK. */
export interface ProviderOptionsSite {
  readonly site: 'provider-options';
  readonly dialect: string;
  /** The key `openai`. */
  readonly key: Token;
  readonly object: ObjectShape;
  readonly property: PropertyShape;
  /** What stands under the key, where it is written out. */
  readonly options: readonly OptionUse[] | null;
  readonly inner: ObjectShape | null;
  /** The object and the property that hold all this, where it is written out there. */
  readonly owner: { readonly object: ObjectShape; readonly name: string } | null;
  /** Ids of the requests that it goes with. */
  readonly requests: readonly string[];
  /** It may also go with models of other providers, or with ones out of sight. */
  readonly open: boolean;
  readonly major: number | null;
  /** Options of an embedding have other names. */
  readonly embeds: boolean;
}

export interface OptionUse {
  readonly name: string;
  readonly token: Token;
  readonly values: readonly Origin[];
}

/** A use of a type of `@ai-sdk/openai` that a moved provider no longer has. */
export interface ProviderTypeSite {
  readonly site: 'provider-type';
  readonly dialect: string;
  /** Its local name. */
  readonly name: string;
  readonly token: Token;
  readonly from: ImportShape;
  /** Id of the client that the annotated variable holds. */
  readonly instance: string | null;
}

export interface VectorSupport {
  /** Asks for base64 where nobody names a format, and garbles an answer in numbers. */
  readonly asksForBase64: boolean;
  /** The format can be said. */
  readonly takesFormat: boolean;
  /** The width can be said. */
  readonly takesDimensions: boolean;
}

/** A change of the code that asks for the same in another way. */
export type Otherwise = {
  readonly message: string;
  /** In words of the prompt, which every target takes; else by a tool that has to be called. */
  readonly byPrompt?: true;
} & (
  | { readonly edits: readonly Edit[] }
  | { readonly object: ObjectShape; readonly name: string; readonly value: string }
);

/** A place that has to change once clients have moved, or because a library talks to OpenAI beside them. */
export interface FollowSite {
  readonly site: 'follow';
  readonly dialect: string;
  readonly kind: FindingKind;
  readonly token: Token;
  readonly message: string;
  readonly edits: readonly Edit[];
  /** The clients it follows; empty: nobody's in particular. */
  readonly clients: readonly string[];
  /** Why it is left to a person where there is nothing to edit. */
  readonly reason: ReasonId;
}

/** The name by which a request reaches its client. */
export interface Receiver {
  readonly token: Token;
  /** Id of the client that this name stands for, and for no other. */
  readonly client: string;
  /** Where the file imports the name from the file of the client. */
  readonly imported: { readonly specifier: Token; readonly name: string } | null;
}

/** Where the answer of a request, or the error it ends in, is read. */
export interface AnswerSite {
  readonly site: 'answer';
  readonly dialect: string;
  /** The name that is read, as it stands there. */
  readonly token: Token;
  /** Ids of the requests (see {@link requestId}) whose answer it may be. */
  readonly requests: readonly string[];
  /** From the answer down: `choices[].finish_reason`, `data[].url`; of a failed request `error.code`. */
  readonly path: string;
  /** Texts that it is compared with. */
  readonly compared: readonly { readonly value: string; readonly at: Token }[];
  /** `a.b`, `a?.b`, or a name taken out of it by destructuring. */
  readonly form: 'member' | 'optional' | 'binding';
  /** The whole expression up to the name; the name itself for a binding. */
  readonly whole: Token;
  /** The expression in front of the name; null for a binding. */
  readonly owner: Token | null;
  /** What stands behind it: a member (`.`), a member if there is one (`?.`), `!`, or nothing. */
  readonly next: '.' | '?.' | '!' | '';
}

/** The name by which answers point at their request. */
export function requestId({ call }: { readonly call: Token }): string {
  return `${call.file}:${call.span.start}`;
}

/** An environment variable read or declared anywhere in code, whatever becomes of it. */
export interface EnvSite {
  readonly site: 'env';
  readonly name: string;
  readonly reader: EnvReader;
  readonly read: Token;
  readonly token: Token;
  readonly form: EnvForm;
  /** Other variables of OpenAI's in the same fallback: `OPENAI_KEY || OPENAI_API_KEY`. */
  readonly besides?: readonly string[];
}

/** Something that depends on OpenAI and needs no planning: what it is decides its action. */
export interface NoteSite {
  readonly site: 'note';
  readonly dialect: string;
  readonly kind: FindingKind;
  readonly token: Token;
  readonly confidence: Confidence;
  readonly message: string;
  /** A reason makes it `manual`; null leaves it in the inventory. */
  readonly reason: string | null;
  readonly help: string | null;
  readonly related: readonly RelatedPlace[];
  /** Raw HTTP: the file sends a key along. */
  readonly sendsKey?: boolean;
  /** The variable that what is noted here reads by itself: it keeps its name as long as this stays. */
  readonly readsKey?: string;
  /** The SDK is replaced by a mock in this file: what its texts say reaches nobody. */
  readonly mocksSdk?: boolean;
  /** The text is a model's id, and this is known of its end. */
  readonly ending?: Ending;
}

/** A line of an environment file, or a place of any other file that names a variable. */
export interface EnvLineSite {
  readonly site: 'env-line';
  readonly name: string;
  /** The name alone: without `export`, without quotes. */
  readonly token: Token;
  /** The value, quotes included; empty where none is written out. */
  readonly value: Token;
  /** `export ` where the line has it. */
  readonly prefix: string;
  /** Offset behind the line's end of line; and what that end is. */
  readonly lineEnd: number;
  readonly eol: string;
  /** `.env.example` and its like: meant to be committed. */
  readonly template: boolean;
  /** It says what the variable is for code of this repository, and the value can be written anew. */
  readonly editable: boolean;
  /** null: a line `NAME=value` of an environment file. */
  readonly setting: Setting | null;
}

/** What a configuration, a script or a program in another language does with a variable. */
export interface Setting {
  readonly role: SettingRole;
  /** The program whose environment it is, where that is none of this repository's: `the image n8n`. */
  readonly owner: string | null;
  /** Folder of the program whose environment it is; null where that may be any. */
  readonly scope: string | null;
  /** From where a variable that is set here takes its value. */
  readonly source: SettingSource;
  /** A script: what is set in it is what the rest of it asks for. */
  readonly isScript: boolean;
  /** What to write, and where, to set a second variable beside it; null where that cannot be told. */
  readonly copy: { readonly at: number; readonly text: string } | null;
}

export type SettingRole =
  /** Gives the variable a value, passes it on, or lists it among those that are passed on. */
  | 'set'
  /** Asks for it: `${NAME}`. */
  | 'use'
  /** Names what is kept outside of the repository: `secrets.NAME`. */
  | 'store'
  /** A name that others rely on: an input of an action. */
  | 'fixed'
  /** A comment, or a text for people. */
  | 'prose'
  /** A line that is commented out: a pattern for whoever needs it. */
  | 'pattern'
  /** A program in another language reads it. */
  | 'read';

export type SettingSource =
  /** Nowhere here: empty, passed on by its name, or set elsewhere. */
  | 'none'
  /** A text. */
  | 'literal'
  /** What has the same name elsewhere: `NAME: ${NAME}`. */
  | 'same'
  /** What has another name, or a file. */
  | 'other';

/** A word of documentation that may name something that is renamed. */
export interface DocSite {
  readonly site: 'doc';
  readonly names: 'variable' | 'model';
  readonly token: Token;
  /** Part of an address: a button that deploys the program asks for the variable. */
  readonly inLink: boolean;
  /** OpenAI's address, where it is written as the value of the variable. */
  readonly value: Token | null;
}

/** A model id in a place that no request was seen to read. */
export interface ModelMention {
  readonly site: 'mention';
  readonly dialect: string;
  readonly token: Token;
  readonly value: string;
  readonly where: 'code' | 'test' | 'template' | 'config' | 'docs' | 'env';
}

/** Code that decides by a model id: it goes wrong, or dead, once the ids are others. */
export interface ModelBranch {
  readonly site: 'branch';
  readonly dialect: string;
  readonly token: Token;
  /** The id, the prefix, or the source of the pattern. */
  readonly value: string;
  readonly form: 'equals' | 'prefix' | 'pattern' | 'key';
  /** `key`: the ids of the entries that this one stands for. */
  readonly ids: readonly string[];
  /** What is compared, as far as it can be followed. */
  readonly operand: readonly Origin[];
}

/** Something that was made for the vectors of one embedding model: a column, an index, a threshold. */
export interface VectorSite {
  readonly site: 'vector';
  readonly dialect: string;
  readonly token: Token;
  /** `reuse`: decides whether a vector is made anew. */
  readonly form: 'dimensions' | 'column' | 'threshold' | 'data' | 'reuse';
  /** The number of dimensions or the threshold, where there is one. */
  readonly value: number | null;
  readonly confidence: Confidence;
  /** `column`: by which names code reaches it. */
  readonly stores?: readonly StoredField[];
  /** `reuse`: what is looked up; without it the place speaks for itself. */
  readonly asks?: StoredField;
}

/** A field of a table, as the code of its client calls both; `''` for a row as a whole. */
export interface StoredField {
  readonly table: string;
  readonly field: string;
}

/** What a test says of the code that it tests. */
export interface ExpectationSite {
  readonly site: 'expectation';
  readonly dialect: string;
  readonly token: Token;
  readonly value: string;
  readonly form: 'id' | 'parameter';
  /** `passed`: the test hands it to the code, or it cannot be told. */
  readonly role: 'expected' | 'mock' | 'passed';
  /** The test expects that it is not there. */
  readonly isAbsent?: boolean;
  /** Files that the test imports, directly or not. */
  readonly tested: readonly string[];
}

/** An entry of a list of hosts that a page, an extension or an app may talk to. */
export interface AllowSite {
  readonly site: 'allow';
  readonly dialect: string;
  /** The entry, without quotes. */
  readonly token: Token;
  /** Where an entry for another host goes, and what stands around it. */
  readonly at: number;
  readonly before: string;
  readonly after: string;
}

/** An address of OpenAI's that a test intercepts, or expects to be asked for. */
export interface TestAddressSite {
  readonly site: 'test-address';
  readonly dialect: string;
  readonly token: Token;
  readonly address: Address;
  readonly role: 'intercepted' | 'expected';
  /** The test names OpenAI's host in other ways as well: it may hand the address in. */
  readonly isMixed: boolean;
  /** Files that the test imports, directly or not. */
  readonly tested: readonly string[];
}

export type Site =
  | AllowSite
  | TestAddressSite
  | AnswerSite
  | ExpectationSite
  | ModelBranch
  | VectorSite
  | FollowSite
  | ClientSite
  | RequestSite
  | ProviderOptionsSite
  | ProviderTypeSite
  | EnvSite
  | EnvLineSite
  | NoteSite
  | ModelMention
  | DocSite;
