/** The fixed words of the reports. Messages of findings are technical and stay English. */
export interface Words {
  readonly inventory: string;
  readonly changes: string;
  readonly byHand: string;
  readonly byHandPossible: string;
  readonly next: string;
  readonly nothing: string;
  readonly clean: string;
  readonly left: (count: number, files: number) => string;
  readonly found: (count: number, files: number) => string;
  readonly summary: (rewritten: number, manual: number, stays: number, files: number) => string;
  readonly possible: (count: number) => string;
  readonly skipped: (list: string) => string;
  readonly files: (discovered: number, parsed: number, ms: number) => string;
  readonly more: (count: number) => string;
  readonly nothingWritten: string;
  readonly seen: (count: number) => string;
}

const s = (count: number) => (count === 1 ? '' : 's');

export const WORDS = {
  en: {
    inventory: 'What depends on OpenAI',
    changes: 'Changes',
    byHand: 'Left to do by hand',
    byHandPossible: 'Worth a look (text only, not proved)',
    next: 'Next',
    nothing: 'Nothing here depends on OpenAI.',
    clean: 'No OpenAI usage left.',
    left: (count, files) => `${count} usage${s(count)} of OpenAI left in ${files} file${s(files)}.`,
    found: (count, files) => `${count} finding${s(count)} in ${files} file${s(files)}`,
    summary: (rewritten, manual, stays, files) =>
      `${rewritten} place${s(rewritten)} rewritten in ${files} file${s(files)}, ${manual} left to you, ${stays} may stay`,
    possible: (count) => `${count} more by text only`,
    skipped: (list) => `left out: ${list}`,
    files: (discovered, parsed, ms) => `${discovered} files, ${parsed} parsed, ${ms} ms`,
    more: (count) => `… and ${count} more (--verbose shows all)`,
    nothingWritten: 'Nothing was written.',
    seen: (count) => `${count} seen that may stay (--verbose lists them)`,
  },
  zh: {
    inventory: '依赖 OpenAI 的位置',
    changes: '改动',
    byHand: '需要手动处理',
    byHandPossible: '建议查看（仅文本匹配，未经证明）',
    next: '下一步',
    nothing: '没有发现对 OpenAI 的依赖。',
    clean: '已没有 OpenAI 的使用。',
    left: (count, files) => `还有 ${count} 处 OpenAI 的使用，分布在 ${files} 个文件中。`,
    found: (count, files) => `共 ${count} 处，${files} 个文件`,
    summary: (rewritten, manual, stays, files) =>
      `改写 ${rewritten} 处（${files} 个文件），需手动处理 ${manual} 处，可保留 ${stays} 处`,
    possible: (count) => `另有 ${count} 处仅为文本匹配`,
    skipped: (list) => `已跳过：${list}`,
    files: (discovered, parsed, ms) => `${discovered} 个文件，解析 ${parsed} 个，${ms} 毫秒`,
    more: (count) => `……还有 ${count} 处（--verbose 显示全部）`,
    nothingWritten: '没有写入任何文件。',
    seen: (count) => `${count} 处可保留（--verbose 列出）`,
  },
} as const satisfies Record<'en' | 'zh', Words>;
