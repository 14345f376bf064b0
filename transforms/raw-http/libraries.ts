/*
 * The functions that send HTTP requests, by the module that they come from, and where each takes its address, its data
 * and its options. Read from the packages' own types: axios 1.x (`index.d.ts`), got 14 (`core/index.d.ts`, `create.d.ts`),
 * ky 1.x (`types/ky.d.ts`), undici 6 (`types/dispatcher.d.ts`), ofetch 1.x (`index.d.ts`), superagent (`@types/superagent`),
 * request (`@types/request`), obsidian (`obsidian.d.ts`), @microsoft/fetch-event-source (`lib/cjs/fetch.d.ts`).
 */

/** Positions of the arguments; `options` may hold the address itself where `url` is the same position. */
export interface Shape {
  readonly url: number;
  readonly data: number | null;
  readonly options: number;
}

export interface Library {
  readonly name: string;
  /** Verbs that take data in front of the options. */
  readonly dataVerbs: RegExp | null;
  /** What makes a client of the library's own that carries a base address and headers. */
  readonly makes: RegExp | null;
  /** The options of the first argument are not an address but `hostname` and `path`. */
  readonly splitsHost: boolean;
}

const plain = (name: string): Library => ({ name, dataVerbs: null, makes: null, splitsHost: false });

const FETCH = plain('fetch');
const AXIOS: Library = {
  name: 'axios',
  dataVerbs: /^(?:post|put|patch)(?:Form)?$/,
  makes: /^create$/,
  splitsHost: false,
};
const GOT: Library = { ...plain('got'), makes: /^extend$/ };
const KY: Library = { ...plain('ky'), makes: /^(?:create|extend)$/ };
const OFETCH: Library = { ...plain('ofetch'), makes: /^create$/ };
const NODE: Library = { ...plain('https'), splitsHost: true };
const SUPERAGENT: Library = { ...plain('superagent'), dataVerbs: /^(?:post|put|patch)$/ };
const EVENTS = plain('fetchEventSource');
const REQUEST: Library = { ...plain('request'), makes: /^defaults$/ };

const VERBS = '(?:get|post|put|patch|delete|head|request|stream|raw)(?:Form)?';

/** Module, path of the export, library. The path is without `default.`. */
const MODULES: readonly (readonly [RegExp, RegExp, Library])[] = [
  [
    /^(?:node-fetch(?:-native)?|cross-fetch|isomorphic-(?:un)?fetch|unfetch|whatwg-fetch|@whatwg-node\/fetch|make-fetch-happen)(?:\/.*)?$/,
    /^(?:fetch)?$/,
    FETCH,
  ],
  [/^(?:undici|expo\/fetch|@tauri-apps\/api\/http|@tauri-apps\/plugin-http)$/, /^fetch$/, FETCH],
  [/^electron$/, /^net\.fetch$/, FETCH],
  [/^undici$/, /^(?:request|stream)$/, plain('undici')],
  [/^axios$/, new RegExp(`^(?:axios\\.?)?(?:${VERBS})?$`), AXIOS],
  [/^got$/, new RegExp(`^(?:got\\.?)?(?:stream\\.)?(?:${VERBS})?$`), GOT],
  [/^ky(?:-universal)?$/, new RegExp(`^(?:ky\\.?)?(?:${VERBS})?$`), KY],
  [/^(?:ofetch|ohmyfetch|#imports|#app)$/, /^(?:ofetch|\$fetch|useFetch)(?:\.raw)?$/, OFETCH],
  [/^(?:node:)?https?$/, /^(?:request|get)$/, NODE],
  [/^superagent$/, new RegExp(`^(?:${VERBS})?$`), SUPERAGENT],
  [/^(?:@microsoft\/|@fortaine\/)?fetch-event-source$/, /^fetchEventSource$/, EVENTS],
  [/^obsidian$/, /^(?:requestUrl|request)$/, plain('requestUrl')],
  [/^(?:request|request-promise|request-promise-native)$/, new RegExp(`^(?:${VERBS})?$`), REQUEST],
  [/^(?:eventsource|launchdarkly-eventsource|sse\.js)$/, /^(?:EventSource|SSE)?$/, plain('EventSource')],
  [/^ws$/, /^(?:WebSocket)?$/, plain('WebSocket')],
];

const GLOBALS: readonly (readonly [RegExp, Library])[] = [
  [/^(?:(?:globalThis|window|self)\.)?fetch$/, FETCH],
  [/^(?:\$fetch|useFetch)(?:\.raw)?$/, OFETCH],
  [/^(?:(?:globalThis|window|self)\.)?EventSource$/, plain('EventSource')],
  [/^(?:(?:globalThis|window|self)\.)?WebSocket$/, plain('WebSocket')],
  [/^GM_xmlhttpRequest$/, plain('GM_xmlhttpRequest')],
];

/** Names of options, the same in all of these libraries or in one only. */
export const OPTIONS = {
  url: ['url', 'uri'],
  base: ['baseURL', 'prefixUrl', 'baseUrl', 'prefix'],
  headers: ['headers', 'header'],
  data: ['json', 'data', 'body', 'payload'],
  host: ['hostname', 'host'],
  path: ['path'],
} as const;

/** Names by which these functions are called, besides those that a file gives them. */
export const CALLED = [
  ...['fetch', '$fetch', 'ofetch', 'useFetch', 'raw', 'request', 'requestUrl', 'stream', 'fetchEventSource'],
  ...['get', 'post', 'put', 'patch', 'delete', 'head', 'postForm', 'putForm', 'patchForm'],
  ...['axios', 'got', 'ky', 'superagent', 'EventSource', 'SSE', 'WebSocket', 'GM_xmlhttpRequest'],
];

/** The modules whose imports give these functions names of their own. */
export function isHttpModule(specifier: string): boolean {
  const bare = bareSpecifier(specifier);
  return MODULES.some(([module]) => module.test(bare));
}

export interface Sender {
  readonly library: Library;
  /** `post`, `get`, … or `''` where the function itself is called. */
  readonly verb: string;
}

export function senderOfExport(module: string, path: readonly string[]): Sender | undefined {
  const name = bareName(path);
  const row = MODULES.find(([modules, names]) => modules.test(bareSpecifier(module)) && names.test(name));
  return row && { library: row[2], verb: verbOf(name) };
}

export function senderOfGlobal(path: readonly string[]): Sender | undefined {
  const name = path.join('.');
  const row = GLOBALS.find(([names]) => names.test(name));
  return row && { library: row[1], verb: '' };
}

/** The library whose `create` or `extend` makes a client of its own. */
export function makerOfExport(module: string, path: readonly string[]): Library | undefined {
  const name = bareName(path);
  return MODULES.find(([modules, , { makes }]) => {
    const made = name.replace(/^(?:axios|got|ky|ofetch|\$fetch)\./, '');
    return modules.test(bareSpecifier(module)) && makes?.test(made);
  })?.[2];
}

export function makerOfGlobal(path: readonly string[]): Library | undefined {
  return path.join('.') === '$fetch.create' ? OFETCH : undefined;
}

/** Injected by NestJS: an axios of its own. */
export function isHttpService(module: string, path: readonly string[]): boolean {
  return /^@nestjs\/(?:axios|common)$/.test(module) && path.join('.') === 'HttpService';
}

export const INJECTED: Library = AXIOS;

export function shapeOf({ library, verb }: Sender): Shape {
  if (library.dataVerbs?.test(verb)) return { url: 0, data: 1, options: 2 };
  return { url: 0, data: null, options: 1 };
}

function bareSpecifier(specifier: string): string {
  const url =
    /^https?:\/\/(?:esm\.sh|cdn\.skypack\.dev|esm\.run|cdn\.jsdelivr\.net\/npm|unpkg\.com)\/([^@?]+)/.exec(
      specifier,
    )?.[1];
  return url ?? specifier.replace(/^npm:/, '').replace(/(.)@\d[^/]*/, '$1');
}

function bareName(path: readonly string[]): string {
  return (path[0] === 'default' ? path.slice(1) : path).join('.');
}

function verbOf(name: string): string {
  const last = name.split('.').at(-1) ?? '';
  return new RegExp(`^${VERBS}$`).test(last) ? last : '';
}
