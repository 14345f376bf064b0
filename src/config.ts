import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ParseError, parse, printParseErrorCode } from 'jsonc-parser';
import type { Allowance, Level, LevelOverride, Levels } from './check/severity.js';
import { BanjiaError } from './errors.js';
import { type Confidence, SEVERITIES, type Severity } from './finding.js';
import { MODEL_CLASSES, OPERATIONS } from './openai/operations.js';
import { ROUTE_GROUPS, type RouteGroup } from './plan/target.js';
import type { OwnProvider } from './providers/own.js';

/** `banjia.config.json`, or the key `banjia` of `package.json`. Data only: nothing in it is run. */
export interface Config {
  readonly $schema?: string;
  /** Where to move when `--to` says nothing. */
  readonly provider?: string;
  /** `sdk`: the provider's own package where one fits, instead of another address for the library in use. */
  readonly mode?: 'endpoint' | 'sdk';
  readonly region?: string;
  /** Endpoint of one's own instead of the provider's. */
  readonly baseURL?: string;
  readonly keyVariable?: string;
  /** Clients of Azure OpenAI move, too. */
  readonly azure?: boolean;
  /** OpenAI id → id of the target. */
  readonly models?: Readonly<Record<string, string>>;
  /** Globs to leave out, in the syntax of `.gitignore`. */
  readonly ignore?: readonly string[];
  readonly providers?: readonly OwnProvider[];
  /** Kinds of requests that go to another provider: by its name, or with an endpoint of its own. */
  readonly routes?: Readonly<Partial<Record<RouteGroup, string | Route>>>;
  /** Values decided at run time are kept inside the provider's ranges by code. */
  readonly guardValues?: boolean;
  /** An answer by schema becomes one in JSON, with the schema in the prompt, where the provider takes no schema. */
  readonly schemaInPrompt?: boolean;
  readonly check?: CheckConfig;
}

/** A provider for one kind of requests. */
export interface Route {
  readonly provider: string;
  readonly region?: string;
  readonly baseURL?: string;
  readonly keyVariable?: string;
}

/** What `banjia check` goes by. Flags win over it. */
export interface CheckConfig {
  /** Path of the baseline, relative to the root. */
  readonly baseline?: string;
  readonly failOn?: Severity | 'never';
  readonly maxFindings?: number;
  readonly minConfidence?: Confidence;
  /** Rule, `dialect/*`, `*` or the id of a reason → level. */
  readonly severity?: Levels;
  readonly overrides?: readonly LevelOverride[];
  /** Where OpenAI is meant to stay. */
  readonly allow?: readonly Allowance[];
  /** Suppressions without a reason suppress nothing. */
  readonly requireReason?: boolean;
  readonly unusedSuppressions?: 'error' | 'warning' | 'off';
}

const FILE = 'banjia.config.json';

/**
 * The configuration of a repository; an empty one where it has none.
 *
 * @throws {BanjiaError} `bad-config` with the key and what was expected; `missing-path` for an explicit file.
 */
export async function loadConfig(
  root: string,
  explicit?: string,
): Promise<{ config: Config; path: string | null }> {
  if (explicit) {
    const text = read(explicit);
    if (text === undefined)
      throw new BanjiaError('missing-path', `no such file: ${explicit}`, 'Check the path after --config.');
    return { config: parseConfig(text, explicit), path: explicit };
  }
  const text = read(join(root, FILE));
  if (text !== undefined) return { config: parseConfig(text, FILE), path: FILE };
  const manifest = read(join(root, 'package.json'));
  const value: unknown = manifest === undefined ? undefined : parse(manifest.replace(/^\uFEFF/, ''));
  if (isRecord(value) && value['banjia'] !== undefined)
    return { config: new Reader('package.json').config(value['banjia']), path: 'package.json' };
  return { config: {}, path: null };
}

/** @throws {BanjiaError} `bad-config`. */
export function parseConfig(text: string, path: string): Config {
  const errors: ParseError[] = [];
  const bare = text.replace(/^\uFEFF/, '');
  const value: unknown = parse(bare, errors, { allowTrailingComma: true });
  const [first] = errors;
  if (first) {
    const before = bare.slice(0, first.offset).split('\n');
    throw new BanjiaError(
      'bad-config',
      `${path}:${before.length}:${(before.at(-1)?.length ?? 0) + 1}: not JSON: ${printParseErrorCode(first.error)}`,
      'Mend the syntax; comments and trailing commas are fine.',
    );
  }
  return new Reader(path).config(value);
}

/** @throws {BanjiaError} `bad-option` for a value that is not `old=new`. */
export function parseModelOption(values: readonly string[]): Record<string, string> {
  const models: Record<string, string> = {};
  for (const value of values) {
    const at = value.indexOf('=');
    const from = value.slice(0, at).trim();
    const to = value.slice(at + 1).trim();
    if (at < 1 || from === '' || to === '')
      throw new BanjiaError(
        'bad-option',
        `--model ${value}: expected old=new`,
        'For example: --model gpt-4o=glm-5.2',
      );
    models[from] = to;
  }
  return models;
}

const KEYS = [
  '$schema',
  'provider',
  'mode',
  'region',
  'baseURL',
  'keyVariable',
  'azure',
  'models',
  'ignore',
  'providers',
  'routes',
  'guardValues',
  'schemaInPrompt',
  'check',
] as const;
const CHECK_KEYS = [
  'baseline',
  'failOn',
  'maxFindings',
  'minConfidence',
  'severity',
  'overrides',
  'allow',
  'requireReason',
  'unusedSuppressions',
] as const;
const ROUTE_KEYS = ['provider', 'region', 'baseURL', 'keyVariable'] as const;
const LEVELS: readonly Level[] = [...SEVERITIES, 'off'];
const OWN_KEYS = ['id', 'name', 'baseURL', 'keyVariable', 'models', 'operations'] as const;

/** Turns outside input into the strict type, once. */
class Reader {
  private readonly path: string;

  constructor(path: string) {
    this.path = path;
  }

  config(value: unknown): Config {
    const json = this.record(value, 'the configuration', KEYS);
    const config: Record<string, unknown> = {};
    for (const key of ['$schema', 'provider', 'region', 'baseURL', 'keyVariable'])
      if (json[key] !== undefined) config[key] = this.text(json[key], key);
    if (json['azure'] !== undefined) config['azure'] = this.flag(json['azure'], 'azure');
    if (json['mode'] !== undefined) config['mode'] = this.mode(json['mode']);
    if (json['models'] !== undefined) config['models'] = this.texts(json['models'], 'models');
    if (json['ignore'] !== undefined)
      config['ignore'] = this.list(json['ignore'], 'ignore').map((one, i) => this.text(one, `ignore[${i}]`));
    if (json['routes'] !== undefined) config['routes'] = this.routes(json['routes'], 'routes');
    for (const key of ['guardValues', 'schemaInPrompt'])
      if (json[key] !== undefined) config[key] = this.flag(json[key], key);
    if (json['providers'] !== undefined)
      config['providers'] = this.list(json['providers'], 'providers').map((one, i) =>
        this.provider(one, `providers[${i}]`),
      );
    if (json['check'] !== undefined) config['check'] = this.check(json['check']);
    return config;
  }

  private routes(value: unknown, key: string): Record<string, string | Route> {
    const json = this.record(value, key, ROUTE_GROUPS);
    return Object.fromEntries(
      Object.entries(json).map(([group, route]) => [
        group,
        typeof route === 'string'
          ? this.text(route, `${key}.${group}`)
          : this.route(route, `${key}.${group}`),
      ]),
    );
  }

  private route(value: unknown, key: string): Route {
    const json = this.record(value, key, ROUTE_KEYS);
    const provider = this.text(json['provider'], `${key}.provider`);
    const { baseURL } = json;
    if (baseURL !== undefined && !/^https?:\/\/\S+$/.test(this.text(baseURL, `${key}.baseURL`)))
      this.fail(`${key}.baseURL`, 'a URL such as https://host/v1');
    const given = ROUTE_KEYS.filter((name) => name !== 'provider' && json[name] !== undefined);
    return {
      provider,
      ...Object.fromEntries(given.map((name) => [name, this.text(json[name], `${key}.${name}`)])),
    };
  }

  private check(value: unknown): CheckConfig {
    const json = this.record(value, 'check', CHECK_KEYS);
    const config: Record<string, unknown> = {};
    const take = (key: string, read: (value: unknown, name: string) => unknown) => {
      if (json[key] !== undefined) config[key] = read(json[key], `check.${key}`);
    };
    take('baseline', (one, name) => this.text(one, name));
    take('failOn', (one, name) => this.oneOf(one, name, [...SEVERITIES, 'never']));
    take('minConfidence', (one, name) => this.oneOf(one, name, ['certain', 'probable', 'possible']));
    take('unusedSuppressions', (one, name) => this.oneOf(one, name, ['error', 'warning', 'off']));
    take('maxFindings', (one, name) => this.count(one, name));
    take('requireReason', (one, name) => this.flag(one, name));
    take('severity', (one, name) => this.levels(one, name));
    take('overrides', (one, name) =>
      this.list(one, name).map((entry, i) => this.override(entry, `${name}[${i}]`)),
    );
    take('allow', (one, name) =>
      this.list(one, name).map((entry, i) => this.allowance(entry, `${name}[${i}]`)),
    );
    return config;
  }

  private levels(value: unknown, key: string): Record<string, unknown> {
    return Object.fromEntries(
      Object.entries(this.record(value, key)).map(([name, level]) => [
        name,
        this.oneOf(level, `${key}.${name}`, LEVELS),
      ]),
    );
  }

  private override(value: unknown, key: string): LevelOverride {
    const json = this.record(value, key, ['files', 'severity']);
    return {
      files: this.globs(json['files'], `${key}.files`),
      severity: this.levels(json['severity'], `${key}.severity`) as Levels,
    };
  }

  /** A text is a glob of files. */
  private allowance(value: unknown, key: string): Allowance {
    if (typeof value === 'string') return { files: [this.text(value, key)] };
    const json = this.record(value, key, ['files', 'packages', 'rules', 'reason']);
    if (json['files'] === undefined && json['packages'] === undefined)
      this.fail(key, '"files" or "packages"');
    return {
      ...(json['files'] === undefined ? {} : { files: this.globs(json['files'], `${key}.files`) }),
      ...(json['packages'] === undefined
        ? {}
        : { packages: this.globs(json['packages'], `${key}.packages`) }),
      ...(json['rules'] === undefined ? {} : { rules: this.globs(json['rules'], `${key}.rules`) }),
      ...(json['reason'] === undefined ? {} : { reason: this.text(json['reason'], `${key}.reason`) }),
    };
  }

  private globs(value: unknown, key: string): string[] {
    return this.list(value, key).map((one, i) => this.text(one, `${key}[${i}]`));
  }

  private oneOf(value: unknown, key: string, known: readonly string[]): string {
    if (typeof value !== 'string' || !known.includes(value)) this.fail(key, `one of ${known.join(', ')}`);
    return value as string;
  }

  private count(value: unknown, key: string): number {
    if (typeof value !== 'number' || !Number.isInteger(value) || value < 0) this.fail(key, 'a number from 0');
    return value as number;
  }

  private mode(value: unknown): 'endpoint' | 'sdk' {
    if (value === 'endpoint' || value === 'sdk') return value;
    return this.fail('mode', '"endpoint" or "sdk"');
  }

  private provider(value: unknown, key: string): OwnProvider {
    const json = this.record(value, key, OWN_KEYS);
    const id = this.text(json['id'], `${key}.id`);
    const baseURL = this.text(json['baseURL'], `${key}.baseURL`);
    if (!/^https?:\/\/\S+$/.test(baseURL)) this.fail(`${key}.baseURL`, 'a URL such as https://host/v1');
    return {
      id,
      baseURL,
      keyVariable: this.text(json['keyVariable'], `${key}.keyVariable`),
      ...(json['name'] === undefined ? {} : { name: this.text(json['name'], `${key}.name`) }),
      ...(json['models'] === undefined
        ? {}
        : { models: this.texts(json['models'], `${key}.models`, MODEL_CLASSES) }),
      ...(json['operations'] === undefined
        ? {}
        : { operations: this.answers(json['operations'], `${key}.operations`) }),
    };
  }

  private answers(value: unknown, key: string): Record<string, 'yes' | 'no'> {
    const texts = this.texts(value, key, OPERATIONS);
    const answers: Record<string, 'yes' | 'no'> = {};
    for (const [name, text] of Object.entries(texts)) {
      if (text !== 'yes' && text !== 'no') this.fail(`${key}.${name}`, '"yes" or "no"');
      answers[name] = text as 'yes' | 'no';
    }
    return answers;
  }

  private texts(value: unknown, key: string, known?: readonly string[]): Record<string, string> {
    const json = this.record(value, key, known);
    return Object.fromEntries(
      Object.entries(json).map(([name, text]) => [name, this.text(text, `${key}.${name}`)]),
    );
  }

  private record(value: unknown, key: string, known?: readonly string[]): Readonly<Record<string, unknown>> {
    if (!isRecord(value)) this.fail(key, 'an object');
    const json = value as Readonly<Record<string, unknown>>;
    const stranger = known && Object.keys(json).find((name) => !known.includes(name));
    if (stranger !== undefined)
      throw new BanjiaError(
        'bad-config',
        `${this.path}: unknown key "${stranger}" in ${key}`,
        `Known keys: ${known?.join(', ')}`,
      );
    return json;
  }

  private list(value: unknown, key: string): readonly unknown[] {
    if (!Array.isArray(value)) this.fail(key, 'a list');
    return value as readonly unknown[];
  }

  private flag(value: unknown, key: string): boolean {
    if (typeof value !== 'boolean') this.fail(key, 'true or false');
    return value as boolean;
  }

  private text(value: unknown, key: string): string {
    if (typeof value !== 'string' || value === '') this.fail(key, 'a text');
    return value as string;
  }

  private fail(key: string, expected: string): never {
    throw new BanjiaError(
      'bad-config',
      `${this.path}: ${key}: expected ${expected}`,
      'Mend it, or take the key out.',
    );
  }
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
