import { type DataNode, entriesOf, entryOf, itemsOf, textOf } from '../../src/data/tree.js';
import type { Span } from '../../src/finding.js';
import { folderOf, joinPath } from '../../src/paths.js';
import type { SettingRole } from '../../src/sites.js';
import { isOwnImage, type OwnImages } from './own-images.js';

/** What holds for everything in a stretch of a file; a mark inside of another one wins. */
export interface Mark extends Span {
  /** The program whose environment it is, where that is none of the repository's. */
  readonly owner?: string;
  /** Folder of the program that it is for. */
  readonly scope?: string;
  readonly role?: SettingRole;
}

/** Actions that set up tools, and read nothing but what they are given. */
const TOOLING = /^(?:actions|github|docker|pnpm|oven-sh|denoland|codecov|changesets)\//;

/** Whose environment the parts of a file are: services of compose files, steps of workflows, servers of MCP. */
export function marksIn(file: string, documents: readonly DataNode[], own: OwnImages): Mark[] {
  return documents.flatMap((document) => {
    if (/(?:^|\/)action\.ya?ml$/.test(file))
      return [...fixedInputs(entryOf(document, 'inputs')), ...steps(entryOf(document, 'runs'))];
    if (/(?:^|\/)\.(?:github|gitea|forgejo)\/workflows\//.test(file)) return workflow(document);
    return [...services(file, document, own), ...servers(document), ...template(file, document)];
  });
}

/** The line that every project of Supabase has: the Studio's own, whatever the project does. */
function template(file: string, document: DataNode): Mark[] {
  if (!/(?:^|\/)supabase\/config\.toml$/.test(file)) return [];
  const studio = entryOf(document, 'studio');
  return entriesOf(studio)
    .filter(({ key }) => key.value === 'openai_api_key')
    .map(({ start, end }) => ({ start, end, owner: TEMPLATE }));
}

/** An owner that is not worth a word. */
export const TEMPLATE = 'Supabase Studio';

function workflow(document: DataNode): Mark[] {
  const called = entryOf(entryOf(document, 'on') ?? entryOf(document, 'true'), 'workflow_call');
  const names = [...entriesOf(entryOf(called, 'secrets')), ...entriesOf(entryOf(called, 'inputs'))];
  const all = entriesOf(entryOf(document, 'jobs')).map(({ value }) => value);
  const jobs = all.flatMap((job) => [...surroundings(job, [job]), ...reused(job), ...steps(job)]);
  return [
    ...names.map(({ start, end }): Mark => ({ start, end, role: 'fixed' })),
    ...surroundings(document, all),
    ...jobs,
  ];
}

/** Actions that talk to a model themselves, by their names: they read the environment of the whole job. */
const ASSISTANT = /open-?ai|gpt|llm|claude|copilot|coderabbit|(?:^|[/-])ai(?:[/-]|$)/i;

/** `env` of a job or a workflow with such an action in it. */
function surroundings(holder: DataNode, jobs: readonly DataNode[]): Mark[] {
  const env = entryOf(holder, 'env');
  const uses = jobs
    .flatMap((job) => itemsOf(entryOf(job, 'steps')).map((step) => textOf(step, 'uses') ?? ''))
    .find((one) => ASSISTANT.test(one) && !one.startsWith('.') && !TOOLING.test(one));
  if (!env || uses === undefined) return [];
  return [{ start: env.start, end: env.end, owner: actionName(uses) }];
}

function actionName(uses: string): string {
  return `the action ${uses.replace(/@.*$/, '')}`;
}

/** Names that other workflows pass in: what they are called inside is nobody's choice here. */
export function passedIn(documents: readonly DataNode[]): ReadonlySet<string> {
  const names = documents.flatMap((document) => {
    const called = entryOf(entryOf(document, 'on') ?? entryOf(document, 'true'), 'workflow_call');
    return entriesOf(entryOf(called, 'secrets')).map(({ key }) => String(key.value));
  });
  return new Set(names);
}

/** A job that calls another workflow passes secrets by that workflow's names. */
function reused(job: DataNode): Mark[] {
  const uses = textOf(job, 'uses');
  if (uses === undefined) return [];
  if (!uses.startsWith('.'))
    return [{ start: job.start, end: job.end, owner: `the workflow ${uses.replace(/@.*$/, '')}` }];
  return entriesOf(entryOf(job, 'secrets')).map(({ key: { start, end } }) => ({ start, end, role: 'fixed' }));
}

/** Workflows of the repository that other workflows of it call, by their files' names. */
export function calledWorkflows(texts: readonly { readonly text: string }[]): ReadonlySet<string> {
  return new Set(
    texts.flatMap(({ text }) =>
      [...text.matchAll(/uses:\s*["']?\.\/(\.\w+\/workflows\/[\w.-]+)/g)].map((match) => match[1] ?? ''),
    ),
  );
}

/** A step that runs somebody's action: its environment and its inputs are read there. */
function steps(job: DataNode | undefined): Mark[] {
  return itemsOf(entryOf(job, 'steps')).flatMap((step): Mark[] => {
    const uses = textOf(step, 'uses');
    if (uses === undefined || uses.startsWith('.') || TOOLING.test(uses)) return [];
    const { start, end } = step;
    return [{ start, end, owner: actionName(uses) }, ...handedOn(step)];
  });
}

/** `env_vars: |` with a line `NAME=…` for each variable: for the program that the action deploys, which may be ours. */
function handedOn(step: DataNode): Mark[] {
  return entriesOf(entryOf(step, 'with'))
    .filter(({ value }) => value.kind === 'scalar' && value.style === 'block')
    .map(({ value: { start, end } }) => ({ start, end }));
}

function services(file: string, document: DataNode, own: OwnImages): Mark[] {
  const all = entriesOf(entryOf(document, 'services')).map(({ key, value }) => {
    const whose = serviceOf(file, String(key.value), value, own);
    return { ...whose, service: value, borrowed: borrowed(value, value) };
  });
  const shared = all.flatMap((one) => one.borrowed);
  const anchors = shared.map((span) => {
    const users = all.filter((one) => one.borrowed.some(({ start }) => start === span.start));
    const owner = users.find((one) => one.owner !== undefined)?.owner;
    const [scope, ...scopes] = new Set(users.map((one) => one.scope));
    return {
      ...span,
      ...(owner ? { owner } : {}),
      ...(scope !== undefined && scopes.length === 0 ? { scope } : {}),
    };
  });
  return [
    ...all.map(({ service, owner, scope }) => ({
      start: service.start,
      end: service.end,
      ...(owner ? { owner } : {}),
      ...(scope === undefined ? {} : { scope }),
    })),
    ...anchors,
  ];
}

function serviceOf(
  file: string,
  name: string,
  service: DataNode,
  own: OwnImages,
): { owner?: string; scope?: string } {
  const build = entryOf(service, 'build');
  const context = build?.kind === 'scalar' ? build.value : textOf(build, 'context');
  if (typeof context === 'string' && !/^(?:https?:|git@|\$)/.test(context))
    return { scope: joinPath(folderOf(file), context) };
  const image = textOf(service, 'image');
  if (build || image === undefined || isOwnImage(image, own)) return {};
  return { owner: `the service ${name} (image ${image.replace(/[:@].*$/, '')})` };
}

/** What an anchor elsewhere in the file gives to a service is that service's, too. */
function borrowed(node: DataNode, service: Span): Span[] {
  if (node.start < service.start || node.end > service.end) return [{ start: node.start, end: node.end }];
  if (node.kind === 'list') return node.items.flatMap((item) => borrowed(item, service));
  return entriesOf(node).flatMap(({ value }) => borrowed(value, service));
}

/** Programs that an editor starts: `mcpServers: { name: { command, env } }`. */
function servers(document: DataNode): Mark[] {
  return ['mcpServers', 'servers', 'mcp'].flatMap((holder) =>
    entriesOf(entryOf(document, holder)).flatMap(({ key, value }): Mark[] => {
      const command = textOf(value, 'command');
      if (command === undefined || isOurs(command, value)) return [];
      return [{ start: value.start, end: value.end, owner: `the MCP server ${key.value}` }];
    }),
  );
}

/** Started from a file of the repository. */
function isOurs(command: string, server: DataNode): boolean {
  const parts = itemsOf(entryOf(server, 'args')).map((one) =>
    one.kind === 'scalar' ? String(one.value) : '',
  );
  return [command, ...parts].some((part) =>
    /^(?:\.{0,2}\/|\$\{workspaceFolder\}|[\w-]+\/)[\w./-]*\.[cm]?[jt]s$/.test(part),
  );
}

function fixedInputs(inputs: DataNode | undefined): Mark[] {
  return entriesOf(inputs).map(({ start, end }) => ({ start, end, role: 'fixed' }));
}

/** Keys below which texts are commands. */
const SCRIPTS =
  /^(?:run|scripts?|tasks|cmds?|commands?|(?:before|after)_script|entrypoint|args|bash|pwsh|powershell|inline(?:Script)?|exec|hooks|test|[\w]*Command|release_command|with|steps)$/i;

/** Descriptions of an API are about somebody's program, examples of commands included. */
export function isApiDescription(documents: readonly DataNode[]): boolean {
  return documents.some((document) => entryOf(document, 'openapi') || entryOf(document, 'swagger'));
}

/** Texts of several words: what they say of a variable, they say to people, unless they are commands. */
export function textsIn(documents: readonly DataNode[]): Span[] {
  return documents.flatMap(sentences);
}

function sentences(node: DataNode): Span[] {
  if (node.kind === 'scalar')
    return typeof node.value === 'string' && /\S\s+\S/.test(node.value.replace(/\{\{.*?\}\}/g, ''))
      ? [node]
      : [];
  return node.kind === 'list'
    ? node.items.flatMap(sentences)
    : node.entries.flatMap(({ value }) => sentences(value));
}

/** Stretches of a file that are commands: what they say of a variable, they say to a shell. */
export function scriptsIn(documents: readonly DataNode[]): Span[] {
  return documents.flatMap((document) => commands(document, false));
}

function commands(node: DataNode, isCommand: boolean): Span[] {
  if (node.kind === 'scalar') return isCommand ? [node] : [];
  if (node.kind === 'list') return node.items.flatMap((item) => commands(item, isCommand));
  return node.entries.flatMap(({ key, value }) =>
    commands(value, isCommand || SCRIPTS.test(String(key.value))),
  );
}
