import type { Fate } from '../compare/index.js';
import type { OperationFact } from '../providers/types.js';
import type { Lang } from './messages.js';

/** The fixed words of the comparison. */
export interface CompareWords {
  readonly title: string;
  readonly nothing: string;
  readonly columns: {
    readonly provider: string;
    readonly maps: string;
    readonly changed: string;
    readonly byHand: string;
    readonly blocked: string;
    readonly vectors: string;
    readonly context: string;
    readonly price: string;
  };
  readonly unknown: string;
  readonly none: string;
  readonly uses: string;
  readonly requests: (count: number) => string;
  readonly mainModel: (id: string, requests: number) => string;
  readonly legend: readonly string[];
  readonly blocks: string;
  readonly noEqual: (id: string) => string;
  readonly answers: Readonly<Record<OperationFact['value'], string>>;
  readonly fates: Readonly<Record<Fate, string>>;
  readonly operation: string;
  readonly parameter: string;
  readonly model: string;
  readonly becomes: string;
  readonly note: string;
  readonly perMillion: string;
  readonly images: string;
}

const en: CompareWords = {
  title: 'This repository at every provider',
  nothing: 'Nothing here asks OpenAI for anything.',
  columns: {
    provider: 'provider',
    maps: 'maps',
    changed: 'changes',
    byHand: 'by hand',
    blocked: 'blocked',
    vectors: 'vectors',
    context: 'context',
    price: 'price',
  },
  unknown: 'unknown',
  none: 'none',
  uses: 'It uses',
  requests: (count) => `${count} ${count === 1 ? 'request' : 'requests'}`,
  mainModel: (id, requests) =>
    `context and price are those of what ${id} becomes (in ${requests} ${requests === 1 ? 'request' : 'requests'})`,
  legend: [
    'maps: findings that banjia rewrites · changes: sent as before, with another or no effect',
    'by hand: left to you · blocked: the provider has no equal',
    'vectors: width today → there, = the same; all have to be made anew in any case',
    'context: - smaller than today · price: list, per million tokens in/out',
  ],
  blocks: 'What blocks',
  noEqual: (id) => `nothing equal to ${id}`,
  answers: { yes: 'yes', no: 'no', differs: 'differs', unknown: 'unknown' },
  fates: {
    refused: 'refused',
    lost: 'no effect',
    unknown: 'unknown',
    changed: 'rewritten',
    kept: 'kept',
  },
  operation: 'operation',
  parameter: 'parameter',
  model: 'model',
  becomes: 'becomes',
  note: 'note',
  perMillion: 'per million tokens in/out',
  images: 'with images',
};

const zh: CompareWords = {
  title: '本仓库迁移到各平台的对比',
  nothing: '这里没有任何对 OpenAI 的请求。',
  columns: {
    provider: '平台',
    maps: '改写',
    changed: '变化',
    byHand: '手动',
    blocked: '不支持',
    vectors: '向量',
    context: '上下文',
    price: '价格',
  },
  unknown: '未知',
  none: '无',
  uses: '用到',
  requests: (count) => `${count} 个请求`,
  mainModel: (id, requests) => `上下文与价格取自 ${id} 的替代模型（${requests} 个请求）`,
  legend: [
    '改写：由 banjia 改写 · 变化：照旧发送，但含义不同或不起作用',
    '手动：需要你处理 · 不支持：平台没有对应的能力',
    '向量：现在的维度 → 迁移后的维度，= 表示不变；无论如何都要重新生成',
    '上下文：- 比现在小 · 价格：目录价，每百万 token 输入/输出',
  ],
  blocks: '不支持的部分',
  noEqual: (id) => `${id} 没有对应的模型`,
  answers: { yes: '有', no: '无', differs: '不同', unknown: '未知' },
  fates: { refused: '被拒绝', lost: '不起作用', unknown: '未知', changed: '改写', kept: '保留' },
  operation: '操作',
  parameter: '参数',
  model: '模型',
  becomes: '替代为',
  note: '说明',
  perMillion: '每百万 token 输入/输出',
  images: '带图片',
};

export const COMPARE_WORDS: Readonly<Record<Lang, CompareWords>> = { en, zh };
