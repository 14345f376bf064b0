import type { ChalkInstance } from 'chalk';
import type { RecordedRequest } from '../emulate/types.js';
import type { Lang } from './messages.js';
import { printable } from './printable.js';
import { redactKeys } from './redact.js';
import { pad } from './width.js';

/** What a user needs to point a program at the emulator. */
export interface EmulatorFacts {
  readonly name: string;
  readonly id: string;
  readonly region: string;
  readonly url: string;
  readonly baseURL: string;
  readonly keyVariable: string;
  readonly key: string;
  readonly strict: boolean;
}

const WORDS = {
  en: {
    head: (name: string, id: string, region: string) => `${name} (${id}, ${region}), emulated`,
    key: (key: string, variable: string) => `${key}  (in ${variable}; the key “wrong” is refused)`,
    record: 'requests',
    strict: 'strict: what the provider takes without effect is refused as well',
    stop: 'Ctrl+C stops it.',
    summary: (all: number, rejected: number, ignored: number) =>
      `${all} requests: ${rejected} rejected, ${ignored} with parameters that the provider takes without effect`,
    ignored: 'without effect',
  },
  zh: {
    head: (name: string, id: string, region: string) => `正在模拟 ${name}（${id}，${region}）`,
    key: (key: string, variable: string) => `${key}（写入 ${variable}；密钥 wrong 会被拒绝）`,
    record: '请求记录',
    strict: '严格模式：平台会忽略的参数也会被拒绝',
    stop: '按 Ctrl+C 停止。',
    summary: (all: number, rejected: number, ignored: number) =>
      `共 ${all} 个请求：${rejected} 个被拒绝，${ignored} 个含有不起作用的参数`,
    ignored: '不起作用',
  },
} as const;

/** Base URL, key and where the record is, one a line. */
export function renderEmulator(facts: EmulatorFacts, lang: Lang, chalk: ChalkInstance): string {
  const words = WORDS[lang];
  const rows: readonly (readonly [string, string])[] = [
    ['baseURL', chalk.cyan(facts.baseURL)],
    ['apiKey', words.key(facts.key, facts.keyVariable)],
    [words.record, `GET ${facts.url}/__banjia/requests`],
  ];
  return [
    chalk.bold(words.head(facts.name, facts.id, facts.region)),
    ...rows.map(([name, value]) => `  ${pad(name, 10)}${value}`),
    ...(facts.strict ? [`  ${words.strict}`] : []),
    words.stop,
    '',
  ].join('\n');
}

/** `POST /v1/chat/completions glm-5.3 → 400 temperature: …` */
export function renderRequest(request: RecordedRequest, lang: Lang, chalk: ChalkInstance): string {
  const { method, path, model, status, verdict, reason, ignored, warnings } = request;
  const colour = verdict === 'accepted' ? chalk.green : chalk.red;
  const notes = [
    ...(reason ? [reason] : []),
    ...(ignored.length > 0
      ? [`${WORDS[lang].ignored}: ${ignored.map((note) => note.parameter).join(', ')}`]
      : []),
    ...warnings,
  ];
  const line = [method, path, model, '→', colour(String(status)), chalk.dim(notes.join('; '))];
  return `${line
    .filter((part) => part)
    .map((part) => redactKeys(String(part)))
    .join(' ')
    .replace(/\n/g, ' ')}\n`;
}

export function renderEmulatorSummary(requests: readonly RecordedRequest[], lang: Lang): string {
  const rejected = requests.filter((one) => one.verdict !== 'accepted').length;
  const ignored = requests.filter((one) => one.ignored.length > 0).length;
  return `${printable(WORDS[lang].summary(requests.length, rejected, ignored))}\n`;
}
