import type { ChalkInstance } from 'chalk';
import { MODEL_CLASSES, OPERATIONS } from '../openai/operations.js';
import type { Evidence, Fact, ParameterRule, Provider, ProviderModel } from '../providers/types.js';
import { pad, widthOf } from './width.js';

/** `banjia providers`: one line each. */
export function renderProviderList(providers: readonly Provider[], chalk: ChalkInstance): string {
  const rows = providers.map((provider) => [
    provider.id,
    `${provider.name.en} ${provider.name.zh === provider.name.en ? '' : provider.name.zh}`.trim(),
    said(provider.keyVariable),
    services(provider),
  ]);
  const head = ['id', 'name', 'key variable', 'has'];
  const widths = head.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => widthOf(row[column] ?? ''))),
  );
  const line = (row: readonly string[]) =>
    row.map((cell, column) => (column === row.length - 1 ? cell : pad(cell, widths[column] ?? 0))).join('  ');
  const lines = [
    chalk.dim(line(head)),
    ...rows.map((row) => line([chalk.bold(pad(row[0] ?? '', widths[0] ?? 0)), ...row.slice(1)])),
  ];
  return `${lines.join('\n')}\n\n${providers.length} providers. \`banjia providers <id>\` tells all of one.\n`;
}

const SHORT: readonly (readonly [(typeof OPERATIONS)[number], string])[] = [
  ['chat.completions', 'chat'],
  ['responses', 'responses'],
  ['embeddings', 'embeddings'],
  ['images.generations', 'images'],
  ['audio.speech', 'speech'],
  ['audio.transcriptions', 'transcription'],
  ['moderations', 'moderation'],
];

function services(provider: Provider): string {
  return SHORT.filter(([operation]) => provider.operations[operation].value === 'yes')
    .map(([, name]) => name)
    .join(', ');
}

/** `banjia providers <id>`: everything known, unknowns said as such. */
export function renderProvider(provider: Provider, chalk: ChalkInstance): string {
  const title =
    provider.name.zh === provider.name.en ? provider.name.en : `${provider.name.en} · ${provider.name.zh}`;
  return [
    `${chalk.bold(title)}  ${chalk.dim(provider.id)}`,
    ...notices(provider, chalk),
    '',
    ...identity(provider),
    '',
    ...section('Endpoints', regions(provider), chalk),
    ...section('Services', operations(provider, chalk), chalk),
    ...section(
      'Models',
      provider.models.map((model) => modelLine(model, chalk)),
      chalk,
    ),
    ...section('Where OpenAI’s models go', mapping(provider), chalk),
    ...section('Request parameters', parameters(provider, chalk), chalk),
    ...section('Retired, never offered', retired(provider), chalk),
    ...section(
      'Answers that differ',
      provider.responses.map((one) => `${pad(one.field, 16)} ${one.description}`),
      chalk,
    ),
    ...section('Packages', packages(provider), chalk),
    ...section('Its own SDK for Node (--mode sdk)', [nativeSdk(provider)], chalk),
    chalk.dim(`Facts read ${newest(provider)}; sources stand beside each in the JSON (--json).`),
    '',
  ].join('\n');
}

function notices(provider: Provider, chalk: ChalkInstance): string[] {
  return provider.notices.map((notice) =>
    chalk.yellow(`! ${said(notice)}${notice.note ? ` (${notice.note})` : ''}`),
  );
}

function identity(provider: Provider): string[] {
  const rows: readonly (readonly [string, string])[] = [
    ['also', provider.aliases.join(', ')],
    ['console', said(provider.console)],
    ['documentation', said(provider.docs)],
    ['migration guide', said(provider.guide)],
    ['key variable', [said(provider.keyVariable), ...provider.otherKeyVariables].join(', ')],
  ];
  return rows.filter(([, value]) => value !== '').map(([name, value]) => `${pad(name, 16)} ${value}`);
}

function regions(provider: Provider): string[] {
  return provider.regions.flatMap((region) => [
    `${pad(region.id, 8)} ${said(region.baseURL)}  ${region.label}`,
    `${pad('', 8)} key: ${said(region.keyPage)}`,
  ]);
}

function operations(provider: Provider, chalk: ChalkInstance): string[] {
  const marks = {
    yes: chalk.green('yes'),
    no: chalk.red('no'),
    differs: chalk.yellow('differs'),
    unknown: chalk.dim('unknown'),
  };
  return OPERATIONS.map((operation) => {
    const fact = provider.operations[operation];
    const detail = [
      fact.path,
      fact.baseURL,
      fact.regions && `only ${fact.regions.join(', ')}`,
      fact.note,
    ].filter(Boolean);
    return `${pad(operation, 22)} ${marks[fact.value]}${detail.length > 0 ? chalk.dim(`  ${detail.join('; ')}`) : ''}`;
  });
}

function modelLine(model: ProviderModel, chalk: ChalkInstance): string {
  const parts = [
    model.status === 'current' ? '' : model.status,
    tokens('context', model.contextTokens),
    tokens('output', model.maxOutputTokens),
    model.dimensions ? `${model.dimensions.join('/')} dimensions` : '',
    model.input ? `takes ${model.input.join(', ')}` : '',
    thinking(model),
    price(model),
    model.retires ? `ends ${model.retires}` : '',
  ].filter(Boolean);
  return `${pad(model.id, 30)} ${model.classes.join(', ')}  ${chalk.dim(parts.join('; '))}`;
}

function thinking(model: ProviderModel): string {
  switch (model.thinking) {
    case 'always':
      return 'always thinks';
    case 'switchable':
      return 'thinking can be switched';
    default:
      return '';
  }
}

function tokens(name: string, count: number | undefined): string {
  if (count === undefined) return '';
  return `${name} ${count >= 1_000_000 ? `${count / 1_000_000}M` : `${Math.round(count / 1000)}K`}`;
}

function price({ price: one }: ProviderModel): string {
  if (!one) return '';
  const output = one.outputPerMillionTokens === undefined ? '' : ` / ${one.outputPerMillionTokens}`;
  return `${one.currency} ${one.inputPerMillionTokens}${output} per million tokens`;
}

function mapping(provider: Provider): string[] {
  return MODEL_CLASSES.map((modelClass) => {
    const { value, note } = provider.mapping[modelClass];
    return `${pad(modelClass, 18)} ${value ?? 'nothing equal'}${note ? `  (${note})` : ''}`;
  });
}

function parameters(provider: Provider, chalk: ChalkInstance): string[] {
  return OPERATIONS.flatMap((operation) => {
    const rules = provider.parameters[operation] ?? [];
    if (rules.length === 0) return [];
    return [chalk.dim(operation), ...rules.map((rule) => `  ${pad(rule.parameter, 32)} ${ruleText(rule)}`)];
  });
}

function ruleText(rule: ParameterRule): string {
  const limits = [
    rule.models && `for ${rule.models.join(', ')}`,
    rule.regions && `on ${rule.regions.join(', ')}`,
    rule.when === 'thinking' && 'while thinking',
    rule.when === 'not-thinking' && 'without thinking',
    rule.byDefault !== undefined && `default ${rule.byDefault}`,
  ].filter(Boolean);
  return `${[statusText(rule), ...limits].join(' ')}${rule.note ? `  (${rule.note})` : ''}`;
}

function statusText(rule: ParameterRule): string {
  switch (rule.status) {
    case 'renamed':
      return `is ${rule.to}`;
    case 'range':
      return `${rule.minExclusive ? '(' : '['}${rule.min ?? '-∞'}, ${rule.max ?? '∞'}${rule.maxExclusive ? ')' : ']'}`;
    case 'values':
      return rule.values.join(' | ');
    case 'fixed':
      return `always ${rule.value}`;
    case 'list':
      return listText(rule);
    case 'forms':
      return `${rule.forms.map((form) => (form === 'url' ? 'an address' : 'a data URL')).join(' or ')}`;
    case 'system':
      return rule.place === 'single' ? 'one system message' : 'a system message in front only';
    case 'pattern':
      return `has to match ${rule.pattern}`;
    case 'excludes':
      return `not together with ${rule.others.join(', ')}`;
    case 'needs':
      return `needs ${rule.companion}`;
    default:
      return rule.status;
  }
}

function listText(rule: ParameterRule & { status: 'list' }): string {
  const count = rule.maxItems === undefined ? 'texts' : `up to ${rule.maxItems}`;
  const length = rule.maxLength === undefined ? '' : ` of up to ${rule.maxLength}`;
  return `${rule.bare ? 'a text, or a list of' : 'a list of'} ${count}${length}`;
}

function retired(provider: Provider): string[] {
  return provider.retired.map(
    ({ id, date, successor }) =>
      `${pad(id, 30)} ${date ?? 'day unknown'}${successor ? ` → ${successor}` : ''}`,
  );
}

function packages(provider: Provider): string[] {
  return provider.packages.map(
    (one) =>
      `${pad(`${one.name}@${one.version}`, 40)} ${one.dialect}, ${one.official ? 'official' : 'community'}, ${one.state}`,
  );
}

function nativeSdk({ nativeSdk: sdk }: Provider): string {
  if (sdk.value === 'no') return `none that fits: ${sdk.why}`;
  return `${sdk.name}@${sdk.version} in ${sdk.regions.join(', ')}; ${sdk.why}`;
}

function section(title: string, lines: readonly string[], chalk: ChalkInstance): string[] {
  if (lines.length === 0) return [];
  return [chalk.bold(title), ...lines.map((line) => `  ${line}`), ''];
}

function said(fact: Fact<string>): string {
  return fact.value;
}

/** The latest day on which anything of a provider was read. */
function newest(provider: Provider): string {
  const days = provider.models.map((one: Evidence) => one.checked);
  return [...days, provider.keyVariable.checked].sort().at(-1) ?? 'unknown';
}
