import { type Command, InvalidArgumentError, Option } from 'commander';
import type { CommonFlags } from './cli.js';
import type { Toolbox } from './cli-options.js';
import type { CheckFlags } from './commands/check-run.js';

/** `banjia check` and the commands around it. What they do is loaded when it is called for. */
export function addCheck(program: Command, { common, report, done, terminal }: Toolbox): void {
  report(common(program.command('check')))
    .description('fail when OpenAI usage is left, for CI')
    .argument('[paths...]', 'files, folders or globs')
    .option('-t, --target <provider>', 'also: what this provider would refuse (default: the configuration’s)')
    .addOption(
      new Option('--min-confidence <level>', 'what counts (default: probable)').choices([
        'certain',
        'probable',
        'possible',
      ]),
    )
    .addOption(
      new Option('--fail-on <severity>', 'exit 1 from here on (default: warning)').choices([
        'error',
        'warning',
        'info',
        'never',
      ]),
    )
    .option('--max-findings <n>', 'put up with as many', count)
    .option('--since <ref>', 'only lines that changed since the last common commit with it')
    .option('--staged', 'only lines that the next commit changes')
    .option('--whole-files', 'with --since or --staged: all of the changed files')
    .option('--baseline [file]', 'accepted findings (default: banjia.baseline, where there is one)')
    .option('--no-baseline', 'report accepted findings, too')
    .option('--update-baseline', 'accept what is there today')
    .option('--prune-baseline', 'drop accepted findings that are gone')
    .option('--fix-hint', 'name the command that would fix each')
    .addOption(
      new Option('--today <date>', 'the day models are judged by')
        .argParser(day)
        .env('BANJIA_TODAY')
        .hideHelp(),
    )
    .action(async (paths: string[], flags: CheckFlags) => {
      const { checkCommand } = await import('./commands/check.js');
      done(await checkCommand(paths, flags, terminal(flags)));
    });
}

export function addWhy(program: Command, { common, done, terminal }: Toolbox): void {
  common(program.command('why'))
    .description('what became of one place, and by which step')
    .argument('<place>', 'file:line or file:line:column')
    .option('-t, --target <provider>', 'the provider to move to (default: the configuration’s)')
    .option('--baseline [file]', 'accepted findings (default: banjia.baseline, where there is one)')
    .option('--no-baseline', 'leave it out')
    .addOption(
      new Option('--today <date>', 'the day models are judged by')
        .argParser(day)
        .env('BANJIA_TODAY')
        .hideHelp(),
    )
    .action(async (place: string, flags: CheckFlags) => {
      const { whyCommand } = await import('./commands/why.js');
      done(await whyCommand(place, flags, terminal(flags)));
    });
}

export function addExplain(program: Command, { common, done, terminal }: Toolbox): void {
  common(program.command('explain'))
    .description('what a rule or a reason means, and what to do')
    .argument('[name]', 'a rule (openai-node/model) or a reason (base-url-unknown); none lists them all')
    .action(async (name: string | undefined, flags: CommonFlags) => {
      const { explainCommand } = await import('./commands/explain.js');
      done(explainCommand(name, flags, terminal(flags)));
    });
}

export function addInit(program: Command, { common, done, terminal }: Toolbox): void {
  common(program.command('init'))
    .description('write banjia.config.json')
    .option('-t, --to <provider>', 'where to move')
    .option('--force', 'write over the one that is there')
    .action(async (flags: CommonFlags & { to?: string; force?: boolean }) => {
      const { initCommand } = await import('./commands/init.js');
      done(await initCommand(flags, terminal(flags)));
    });
}

function count(value: string): number {
  if (!/^\d+$/.test(value)) throw new InvalidArgumentError('expected a number from 0.');
  return Number(value);
}

function day(value: string): string {
  if (!/^\d{4}-\d\d-\d\d$/.test(value) || Number.isNaN(Date.parse(value)))
    throw new InvalidArgumentError('expected YYYY-MM-DD.');
  return value;
}
