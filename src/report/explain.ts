import type { ChalkInstance } from 'chalk';
import { REASON_NOTES } from '../reason-notes.js';
import { isReason, REASONS, type ReasonId, reasonHelp, reasonTitle } from '../reasons.js';
import { isRule, RULE_IDS, RULES, type RuleId } from '../rules.js';
import type { Tool } from './json.js';
import { browsable, reasonUri, ruleUri } from './links.js';
import { pad, widthOf, wrap } from './width.js';

/** What there is to say of a rule or a reason. */
export interface Explanation {
  readonly name: string;
  readonly what: 'rule' | 'reason';
  readonly title: string;
  /** Paragraphs. */
  readonly text: readonly string[];
  readonly todo: string | null;
  readonly docs: string;
}

export const REASON_IDS = Object.keys(REASONS).sort() as ReasonId[];

/** Everything that can be asked about, rules first. */
export const NAMES: readonly string[] = [...RULE_IDS, ...REASON_IDS];

/** In a page nobody knows the target: the blanks say what stands there. */
const BLANKS = {
  provider: 'the provider you move to',
  providerId: '<provider>',
  baseURL: 'its base URL',
  keyVariable: 'its key variable',
  keyPage: 'see `banjia providers <provider>`',
  model: '<model>',
};

export function explanationOf(name: string, tool: Tool): Explanation | undefined {
  if (isRule(name)) return ruleExplanation(name, tool);
  return isReason(name) ? reasonExplanation(name, tool) : undefined;
}

function ruleExplanation(name: RuleId, tool: Tool): Explanation {
  const { title, finds, why } = RULES[name];
  return { name, what: 'rule', title, text: [finds, why], todo: null, docs: ruleUri(name, tool) ?? '' };
}

function reasonExplanation(name: ReasonId, tool: Tool): Explanation {
  const note = REASON_NOTES[name];
  return {
    name,
    what: 'reason',
    title: sentence(reasonTitle(name, BLANKS)),
    text: note ? [note] : [],
    todo: sentence(reasonHelp(name, BLANKS)),
    docs: reasonUri(name, tool) ?? '',
  };
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

export interface ExplainView {
  readonly chalk: ChalkInstance;
  readonly columns: number;
}

export function renderExplanation(one: Explanation, { chalk, columns }: ExplainView): string {
  const link = browsable(one.docs);
  return `${[
    `${chalk.bold(one.name)}  ${chalk.dim(one.what)}`,
    wrap(one.title, columns, ''),
    ...one.text.flatMap((text) => ['', wrap(text, columns, '')]),
    ...(one.todo ? ['', `${chalk.green('→')} ${wrap(one.todo, columns, '  ').slice(2)}`] : []),
    ...(one.what === 'rule' ? ['', ...suppression(one.name, chalk)] : []),
    ...(link ? ['', chalk.dim(link)] : []),
  ].join('\n')}\n`;
}

function suppression(name: string, chalk: ChalkInstance): string[] {
  return [
    chalk.dim(`Accept one place:  // banjia-ignore-next-line ${name} -- why`),
    chalk.dim(`Another severity:  { "check": { "severity": { "${name}": "warning" } } }`),
  ];
}

export function renderNames({ chalk, columns }: ExplainView): string {
  const width = Math.max(...NAMES.map(widthOf));
  const line = (name: string, title: string) => wrap(title, columns, `  ${pad(name, width)}  `);
  return `${[
    chalk.bold('Rules'),
    ...RULE_IDS.map((name) => line(name, RULES[name].title)),
    '',
    chalk.bold('Reasons'),
    ...REASON_IDS.map((name) => line(name, sentence(reasonTitle(name, BLANKS)))),
  ].join('\n')}\n`;
}
