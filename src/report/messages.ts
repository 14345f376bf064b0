import type { AsideReason, Confidence, Severity, SkipReason } from '../finding.js';

export type Lang = 'en' | 'zh';

/** The fixed words of the text report. What findings, reasons and next steps say comes with the report. */
export interface Messages {
  readonly kind: string;
  readonly total: string;
  readonly toMigrate: string;
  readonly rewritten: string;
  readonly byHand: string;
  readonly stays: string;
  readonly summary: string;
  readonly inventory: string;
  /** What `check` says when all is well. */
  readonly left: string;
  readonly next: string;
  readonly otherReason: string;
  readonly theTarget: string;
  /** Nothing for `certain`, which goes without saying. */
  readonly confidence: Readonly<Record<Confidence, string>>;
  readonly skipReasons: Readonly<Record<SkipReason, string>>;
  readonly between: string;
  target(name: string, id: string, region: string): string;
  migrates(target: string): string;
  findings(count: number, files: number): string;
  changes(files: number): string;
  leftByHand(count: number): string;
  /** By hand, too, but seen as text only. */
  worthALook(count: number): string;
  /** Seen, and in the counts, but not listed. */
  notListed(count: number): string;
  seen(count: number): string;
  /** Files in which nothing has to be done, not listed. */
  quietFiles(count: number): string;
  moreReasons(count: number): string;
  morePlaces(count: number): string;
  moreLines(count: number): string;
  rewrittenIn(count: number, files: number): string;
  byHandIn(count: number, files: number): string;
  guesses(count: number): string;
  mayStay(count: number): string;
  filesRead(count: number): string;
  /** What stands before the reasons. */
  skipped(count: number): string;
  failed(count: number): string;
  clean(filesRead: number): string;
  uncertain(failed: number): string;
  lingering(count: number, files: number): string;
  readonly severity: Readonly<Record<Severity, string>>;
  readonly errors: string;
  readonly warnings: string;
  readonly hints: string;
  /** Found by text alone, and by hand. */
  readonly textOnly: string;
  lingeringTitle(count: number): string;
  severities(counts: Readonly<Record<Severity, number>>): string;
  /** Why places are not listed, with their number. */
  readonly aside: Readonly<Record<AsideReason, (count: number) => string>>;
  /** What stands before them. */
  readonly notReported: string;
  fixed(count: number): string;
  putUpWith(count: number, most: number): string;
  readonly packages: string;
}

const en: Messages = {
  kind: 'kind',
  total: 'total',
  toMigrate: 'to migrate',
  rewritten: 'rewritten',
  byHand: 'by hand',
  stays: 'may stay',
  summary: 'Summary',
  inventory: 'What depends on OpenAI',
  next: 'Next',
  otherReason: 'Without a reason given',
  theTarget: 'the target',
  confidence: { certain: '', probable: 'probable', possible: 'possible' },
  skipReasons: {
    ignored: 'ignored by git',
    dependency: 'dependencies',
    'build-output': 'build output',
    generated: 'generated',
    minified: 'minified',
    'too-large': 'too large',
    binary: 'binary',
    'not-utf8': 'not UTF-8',
    unreadable: 'unreadable',
    symlink: 'symbolic links',
    excluded: 'excluded by you',
  },
  between: ', ',
  target: (name, id, region) => `${name} (${id}, ${region})`,
  migrates: (target) => `OpenAI → ${target}`,
  findings: (count, files) => `${plural(count, 'finding')} in ${plural(files, 'file')}`,
  changes: (files) => `Changes in ${plural(files, 'file')}`,
  leftByHand: (count) => `Left to do by hand (${count})`,
  worthALook: (count) => `Worth a look: text only, not proved (${count})`,
  notListed: (count) => `${count} not listed: text only, or may stay (--verbose lists all)`,
  seen: (count) => `Seen, may stay (${count})`,
  quietFiles: (count) =>
    `… and ${plural(count, 'more file')} with nothing but text or what may stay; --verbose lists ${count === 1 ? 'it' : 'them'}`,
  moreReasons: (count) => `… and ${count} more`,
  morePlaces: (count) => `… ${plural(count, 'more place')}; --verbose lists ${count === 1 ? 'it' : 'them'}`,
  moreLines: (count) => `… ${plural(count, 'more line')}; --verbose shows ${count === 1 ? 'it' : 'them'}`,
  rewrittenIn: (count, files) => `${count} rewritten in ${plural(files, 'file')}`,
  byHandIn: (count, files) => (count === 0 ? '0 by hand' : `${count} by hand in ${plural(files, 'file')}`),
  guesses: (count) => `${count} worth a look`,
  mayStay: (count) => `${count} may stay`,
  filesRead: (count) => `${plural(count, 'file')} read`,
  skipped: (count) => `${plural(count, 'file')} skipped: `,
  failed: (count) => `${plural(count, 'problem')} kept files from being analysed; stderr names them`,
  clean: (filesRead) => `Nothing here depends on OpenAI (${plural(filesRead, 'file')} read).`,
  left: 'No OpenAI usage left.',
  uncertain: (failed) =>
    `No OpenAI usage seen, but ${plural(failed, 'problem')} kept files from being analysed.`,
  lingering: (count, files) =>
    `${plural(count, 'place')} in ${plural(files, 'file')} still ${count === 1 ? 'depends' : 'depend'} on OpenAI.`,
  severity: { error: 'error', warning: 'warning', info: 'info' },
  errors: 'errors',
  warnings: 'warnings',
  hints: 'info',
  textOnly: 'text only',
  lingeringTitle: (count) => `Still there (${count})`,
  severities: ({ error, warning, info }) =>
    [
      error > 0 ? plural(error, 'error') : '',
      warning > 0 ? plural(warning, 'warning') : '',
      info > 0 ? `${info} info` : '',
    ]
      .filter(Boolean)
      .join(', '),
  aside: {
    suppressed: (count) => `${count} suppressed by comments`,
    baseline: (count) => `${count} known from the baseline`,
    allowed: (count) => `${count} allowed by the configuration`,
    off: (count) => `${count} of rules that are off`,
    confidence: (count) => `${count} less sure (--min-confidence)`,
    unchanged: (count) => `${count} on lines that did not change`,
  },
  notReported: 'Not reported: ',
  fixed: (count) =>
    `${plural(count, 'accepted place')} of the baseline ${count === 1 ? 'is' : 'are'} gone: banjia check --prune-baseline`,
  putUpWith: (count, most) => `${count} of at most ${most}: put up with.`,
  packages: 'By package',
};

const zh: Messages = {
  kind: '类型',
  total: '合计',
  toMigrate: '待迁移',
  rewritten: '自动改写',
  byHand: '需手动处理',
  stays: '可保留',
  summary: '小结',
  inventory: '依赖 OpenAI 的位置',
  next: '下一步',
  otherReason: '未注明原因',
  theTarget: '目标平台',
  confidence: { certain: '', probable: '很可能', possible: '可能' },
  skipReasons: {
    ignored: '被 git 忽略',
    dependency: '依赖目录',
    'build-output': '构建产物',
    generated: '生成的代码',
    minified: '压缩过的代码',
    'too-large': '文件过大',
    binary: '二进制文件',
    'not-utf8': '非 UTF-8 编码',
    unreadable: '无法读取',
    symlink: '符号链接',
    excluded: '按你的设置排除',
  },
  between: '，',
  target: (name, id, region) => `${name}（${id}，${region}）`,
  migrates: (target) => `OpenAI → ${target}`,
  findings: (count, files) => `${files} 个文件中共 ${count} 处`,
  changes: (files) => `修改 ${files} 个文件`,
  leftByHand: (count) => `需手动处理（${count}）`,
  worthALook: (count) => `建议查看：仅为文本匹配，未经证明（${count}）`,
  notListed: (count) => `${count} 处未列出：仅为文本匹配或可保留（加 --verbose 全部列出）`,
  seen: (count) => `已识别，可保留（${count}）`,
  quietFiles: (count) => `… 另有 ${count} 个文件仅为文本匹配或可保留，加 --verbose 全部列出`,
  moreReasons: (count) => `… 另有 ${count} 条`,
  morePlaces: (count) => `… 另有 ${count} 处，加 --verbose 全部列出`,
  moreLines: (count) => `… 另有 ${count} 行，加 --verbose 全部显示`,
  rewrittenIn: (count, files) => `自动改写 ${count} 处，涉及 ${files} 个文件`,
  byHandIn: (count, files) =>
    count === 0 ? '需手动处理 0 处' : `需手动处理 ${count} 处，涉及 ${files} 个文件`,
  guesses: (count) => `建议查看 ${count} 处`,
  mayStay: (count) => `可保留 ${count} 处`,
  filesRead: (count) => `已读取 ${count} 个文件`,
  skipped: (count) => `跳过 ${count} 个文件：`,
  failed: (count) => `有 ${count} 个问题导致部分文件未能分析，详见 stderr`,
  clean: (filesRead) => `没有发现对 OpenAI 的依赖（已读取 ${filesRead} 个文件）。`,
  left: '没有残留的 OpenAI 用法。',
  uncertain: (failed) => `没有发现 OpenAI 用法，但有 ${failed} 个问题导致部分文件未能分析。`,
  lingering: (count, files) => `${files} 个文件中仍有 ${count} 处依赖 OpenAI。`,
  severity: { error: '错误', warning: '警告', info: '提示' },
  errors: '错误',
  warnings: '警告',
  hints: '提示',
  textOnly: '仅文本匹配',
  lingeringTitle: (count) => `残留（${count}）`,
  severities: ({ error, warning, info }) =>
    [
      error > 0 ? `${error} 个错误` : '',
      warning > 0 ? `${warning} 个警告` : '',
      info > 0 ? `${info} 个提示` : '',
    ]
      .filter(Boolean)
      .join('，'),
  aside: {
    suppressed: (count) => `${count} 处已用注释忽略`,
    baseline: (count) => `${count} 处已在基线中`,
    allowed: (count) => `${count} 处为配置所允许`,
    off: (count) => `${count} 处的规则已关闭`,
    confidence: (count) => `${count} 处把握不足（--min-confidence）`,
    unchanged: (count) => `${count} 处不在改动的行上`,
  },
  notReported: '未报告：',
  fixed: (count) => `基线中有 ${count} 处已不存在：banjia check --prune-baseline`,
  putUpWith: (count, most) => `${count} 处，不超过允许的 ${most} 处。`,
  packages: '按包统计',
};

/** Complete by type: a word missing in one language does not compile. */
export const MESSAGES: Readonly<Record<Lang, Messages>> = { en, zh };

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
